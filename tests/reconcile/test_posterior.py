"""Error laws and drawn histories: what ranges promise, and which figures fall under suspicion."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from habeas.reconcile.posterior.assess import assess
from habeas.reconcile.posterior.carried import carried_over
from habeas.reconcile.posterior.figures import (
    Figure,
    error_law,
    nearest,
    once_per_origin,
    without_parts_beyond_wholes,
)
from habeas.reconcile.posterior.sampler import FlowSampler
from habeas.reconcile.posterior.stocks import StockSampler
from habeas.reconcile.posterior.verdict import repeating
from habeas.reconcile.prepared.prepare import prepare
from habeas.values.case import CaseSettings, GroupRelation
from habeas.values.claim import CountClaim
from habeas.values.document import Document
from habeas.values.history import Ask

DAY = date(2022, 3, 1).toordinal()


def figure(start: int, end: int, low: int | None, high: int | None, **more: object) -> Figure:
    own = {"claim": f"{start}-{end}-{low}", "measure": "freed", "approx": False, "kind": "monitor", "lag": 9} | more
    return Figure(start=DAY + start, end=DAY + end, low=low, high=high, **own)  # type: ignore[arg-type]


def report(name: str, day: date, low: int, start: date, end: date, **more: object) -> tuple[Document, CountClaim]:
    kind = "on" if start == end else "between"
    fields = {"measure": "freed", "group": "political prisoners", "when_kind": kind, "source": "Lantern Watch"} | more
    quote = f"{low} people"
    claim = CountClaim(doc=name, quote=quote, start=0, low=low, high=low, start_date=start, end_date=end, **fields)  # type: ignore[arg-type]
    document = Document(id=name, text=f"{quote} were let go.", published=day, outlet="Harbour Post")
    return document, claim.with_id()


@settings(deadline=None)
@given(st.integers(1, 50_000), st.booleans(), st.sampled_from(["monitor", "official", "newsroom", "unknown"]))
def test_error_laws_are_proper_and_looser_for_looser_words(number: int, fresh: bool, kind: str) -> None:
    exact = error_law(figure(0, 0, number, number, kind=kind, lag=0 if fresh else 30))
    about = error_law(figure(0, 0, number, number, kind=kind, approx=True, lag=0 if fresh else 30))
    bound = error_law(figure(0, 0, number, None, kind=kind, lag=0 if fresh else 30))
    assert 0 < exact.wrong < 1
    assert about.over > exact.over > 0
    assert about.under > exact.under > 0
    assert bound.over > exact.over - 0.3


def test_a_figure_told_at_once_leaves_more_room_above_than_one_told_late() -> None:
    assert error_law(figure(0, 0, 40, 40, lag=0)).over > error_law(figure(0, 0, 40, 40, lag=30)).over


def test_repeats_of_one_source_weigh_little_more_than_one() -> None:
    weights = [f.weight for f in once_per_origin([figure(0, 0, n, n, source="a") for n in (30, 31, 32)])]
    assert 1 <= sum(weights) < 2
    alone = once_per_origin([figure(0, 0, 30, 30, source="a"), figure(0, 0, 33, 33, source="b")])
    assert [f.weight for f in alone] == [1.0, 1.0]


def test_another_group_s_figures_are_carried_over_by_the_share_that_both_show() -> None:
    wide = [figure(d, d, 100, 100) for d in (0, 9, 19, 29)]
    narrow = [figure(d, d, 40, 40) for d in (0, 9, 19)]
    carried = carried_over(narrow, wide, wider=True)
    assert {f.low for f in carried} == {40}
    assert all(f.spread > 0 for f in carried)
    assert all(f.floor for f in carried_over(wide[:1], narrow, wider=False))


def test_a_share_is_learned_from_large_figures_not_from_two_evenings() -> None:
    whole = [figure(0, 20, 8000, None), figure(0, 27, 9900, 9900), figure(26, 27, 450, None)]
    part = [figure(0, 20, 2500, 2500), figure(0, 27, 2800, 2800), figure(26, 27, 50, 50)]
    carried = carried_over(whole, part, wider=False)
    assert 8000 <= max(f.high for f in carried if f.high) <= 11_000


def test_a_part_that_two_wholes_contradict_is_of_another_population() -> None:
    wholes = [figure(-90, 20, 400, 400, source="a"), figure(-90, 40, 420, 420, source="a")]
    crowd = figure(5, 5, 7000, 7000, kind="official")
    kept = without_parts_beyond_wholes([*wholes, crowd, figure(6, 6, 50, 50)])
    assert crowd not in kept
    assert len(kept) == 3


def test_totals_told_on_the_very_day_contradict_no_figure_of_that_day() -> None:
    """Nobody has counted all of them yet."""
    early = [figure(-15, day, 65, 65, lag=0, source="a") for day in (0, 2)]
    crowd = figure(0, 0, 256, 256, kind="official")
    assert crowd in without_parts_beyond_wholes([*early, crowd])


def test_a_rounder_number_told_later_repeats_a_figure_and_an_earlier_one_does_not() -> None:
    slip = figure(0, 0, 55, 55, lag=2, source="a")
    later, sooner = figure(0, 0, 50, None, lag=7, source="b"), figure(0, 0, 50, None, lag=0, source="c")
    other = figure(0, 0, 29, 29, lag=3, source="d")
    assert repeating(slip, [later, sooner, other]) == [later]


def test_the_figures_that_bear_on_a_question_are_its_nearest() -> None:
    figures = [figure(d, d + 5, 10, 10) for d in range(0, 1000, 10)]
    chosen = nearest(figures, DAY + 500, DAY + 520, 5)
    assert len(chosen) == 5
    assert all(abs(f.start - DAY - 510) < 40 for f in chosen)


def test_drawn_totals_agree_with_exact_figures_and_add_up() -> None:
    figures = [figure(0, 0, 30, 30), figure(10, 10, 18, 18), figure(0, 10, 48, 48), figure(0, 20, 85, 85)]
    sampler = FlowSampler(figures, [DAY + 11, DAY + 21], seed=3)
    drawn = sampler.draw()
    first, rest = sampler.total(drawn, DAY, DAY + 10), sampler.total(drawn, DAY + 11, DAY + 20)
    assert np.allclose(first + rest, sampler.total(drawn, DAY, DAY + 20))
    assert 45 <= np.median(first) <= 54
    assert 30 <= np.median(rest) <= 44
    assert (drawn >= 0).all()


def test_drawing_is_the_same_for_the_same_seed() -> None:
    figures = [figure(0, 0, 30, 30), figure(0, 30, 60, None)]
    one, other = (FlowSampler(figures, [DAY + 31], seed=5).draw() for _ in range(2))
    assert np.array_equal(one, other)
    stock = [figure(0, 0, 900, 900, measure="held"), figure(60, 60, 950, 950, measure="held")]
    level, again = (StockSampler(stock, [DAY + 30], seed=5).draw() for _ in range(2))
    assert np.array_equal(level, again)


def test_a_stock_of_which_no_count_is_beyond_doubt_is_drawn_all_the_same() -> None:
    assert np.isfinite(StockSampler([], [DAY + 30], seed=1).draw()).all()


def test_a_stock_between_two_counts_lies_about_them_and_is_less_sure_far_from_both() -> None:
    counts = [figure(0, 0, 913, 913, measure="held"), figure(200, 200, 1007, 1007, measure="held")]
    sampler = StockSampler(counts, [DAY + 100], seed=1)
    drawn = sampler.draw()
    middle, edge = sampler.total(drawn, DAY + 100, DAY + 100), sampler.total(drawn, DAY + 200, DAY + 200)
    assert 900 < np.median(middle) < 1020
    assert np.std(middle) > np.std(edge)


def _case() -> tuple[list[Document], list[CountClaim]]:
    start = date(2022, 3, 1)
    reports = []
    for number, size in enumerate((32, 41, 28)):
        day = start + timedelta(days=14 * number)
        for outlet in ("a", "b"):
            told = day + timedelta(days=6)
            reports.append(report(f"{outlet}{number}", told, size, day, day, source=f"{outlet} watch"))
    last = start + timedelta(days=40)
    reports.append(report("total", last, 101, start, last))
    return [document for document, _ in reports], [claim for _, claim in reports]


@pytest.mark.parametrize("slip", [410, 14])
def test_a_figure_that_all_others_contradict_is_doubted_and_the_range_holds_without_it(slip: int) -> None:
    documents, claims = _case()
    day = date(2022, 3, 15)
    document, claim = report("odd", date(2022, 3, 25), slip, day, day, source="newspaper")
    ask = Ask(measure="freed", start=date(2022, 3, 1), end=date(2022, 4, 9))
    prepared = prepare([*claims, claim], [*documents, document], (), CaseSettings())
    found = assess(prepared, {}, [ask], 0, everything=True)
    assert found.doubt[claim.id] == max(found.doubt.values())
    assert found.doubt[claim.id] > 0.4
    assert claim.id in found.repaired or claim.id in found.rejected
    low, high = found.ranges[0].low, found.ranges[0].high
    assert low is not None
    assert high is not None
    assert low <= 101 <= high


def test_a_narrower_group_is_answered_from_the_wider_one_where_settings_relate_them() -> None:
    documents, claims = _case()
    relation = GroupRelation(left="prisoners of the strike", relation="subset", right="political prisoners")
    day = date(2022, 3, 1)
    document, claim = report("part", date(2022, 3, 9), 16, day, day, group="prisoners of the strike", source="union")
    prepared = prepare([*claims, claim], [*documents, document], (), CaseSettings(groups=(relation,)))
    ask = Ask(measure="freed", group="prisoners of the strike", start=day, end=date(2022, 4, 9))
    found = assess(prepared, {}, [ask], 0).ranges[0]
    assert found.best is not None
    assert 16 <= found.best <= 101


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 200), st.integers(0, 60), st.integers(0, 5000)), min_size=1, max_size=8))
def test_any_figures_give_ordered_ranges(rows: list[tuple[int, int, int]]) -> None:
    reports = []
    for number, (start, length, size) in enumerate(rows):
        first = date(2022, 1, 1) + timedelta(days=start)
        last = first + timedelta(days=length)
        reports.append(report(f"d{number}", last + timedelta(days=2), size, first, last))
    ask = Ask(measure="freed", start=date(2022, 1, 1), end=date(2022, 9, 30))
    prepared = prepare([claim for _, claim in reports], [document for document, _ in reports], (), CaseSettings())
    found = assess(prepared, {}, [ask], 0).ranges[0]
    assert found.low is not None
    assert found.best is not None
    assert found.high is not None
    assert 0 <= found.low <= found.best <= found.high
