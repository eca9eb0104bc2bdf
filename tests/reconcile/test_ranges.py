"""Ranges and verdicts: what is told bounds what is said, and a source is accused only by other figures."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from habeas.reconcile.options import ReconcileOptions
from habeas.reconcile.posterior.assess import Assessment, assess
from habeas.reconcile.posterior.blocks import BlockedFlow
from habeas.reconcile.posterior.figures import Figure
from habeas.reconcile.posterior.sampler import FlowSampler
from habeas.reconcile.posterior.stocks import StockSampler
from habeas.reconcile.posterior.told import floor_told
from habeas.reconcile.prepared.prepare import prepare
from habeas.reconcile.step import reconcile
from habeas.values.case import CaseSettings
from habeas.values.claim import CountClaim
from habeas.values.document import Document
from habeas.values.history import Ask

FIRST = date(2017, 4, 3)
DAY = FIRST.toordinal()


def figure(start: int, end: int, low: int, high: int | None, **more: object) -> Figure:
    own = {"claim": f"{start}-{end}-{low}-{high}", "measure": "freed", "approx": False, "kind": "monitor", "lag": 9}
    return Figure(start=DAY + start, end=DAY + end, low=low, high=high, **(own | more))  # type: ignore[arg-type]


def report(name: str, people: int, start: int, end: int, told: int, **more: object) -> tuple[Document, CountClaim]:
    first, last = FIRST + timedelta(days=start), FIRST + timedelta(days=end)
    own: dict[str, object] = {"measure": "freed", "group": "political prisoners", "source": f"{name} watch"}
    own |= {"low": people, "high": people, "when_kind": "on" if start == end else "between"} | more
    quote = f"{people} people"
    claim = CountClaim(doc=name, quote=quote, start=0, start_date=first, end_date=last, **own)  # type: ignore[arg-type]
    published = FIRST + timedelta(days=told)
    return Document(id=name, text=f"{quote} were let go.", published=published, outlet=name), claim.with_id()


def weighed(reports: list[tuple[Document, CountClaim]], *asks: Ask) -> Assessment:
    prepared = prepare([claim for _, claim in reports], [document for document, _ in reports], (), CaseSettings())
    return assess(prepared, {}, asks, 0, everything=True)


def told_thrice() -> list[tuple[Document, CountClaim]]:
    """Four waves, each told by three newspapers some days later."""
    waves = ((0, 84), (15, 37), (33, 51), (52, 46))
    return [
        report(f"{paper}{day}", size, day, day, day + 5) for day, size in waves for paper in ("gull", "tide", "reef")
    ]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 20), st.integers(1, 300)), min_size=1, max_size=9))
def test_what_reports_tell_is_the_best_sum_over_disjoint_days(rows: list[tuple[int, int, int]]) -> None:
    figures = [figure(start, start + length, size, None) for start, length, size in rows]
    floor = floor_told(figures, DAY, DAY + 90)
    assert 0 <= floor.least <= floor.told
    assert floor.told <= sum(size for *_, size in rows)
    again = floor_told([*figures, *figures], DAY, DAY + 90)
    assert (again.told, again.least) == (floor.told, floor.least), "a repetition tells nothing new"
    assert floor_told(figures[::-1], DAY, DAY + 90) == floor
    assert floor_told(figures[:-1], DAY, DAY + 90).told <= floor.told + 150, "a middle value may fall, never by much"


def test_two_reports_of_one_wave_a_day_apart_count_once() -> None:
    assert floor_told([figure(3, 3, 40, 40), figure(4, 4, 43, 43)], DAY, DAY + 9).told == 43
    assert floor_told([figure(3, 3, 40, 40), figure(4, 4, 90, 90)], DAY, DAY + 9).told == 130


def test_the_order_of_the_claims_changes_no_range_and_no_verdict() -> None:
    ask = Ask(measure="freed", start=FIRST, end=FIRST + timedelta(days=60))
    reports = [*told_thrice(), report("sum", 230, 0, 60, 70)]
    one, other = weighed(reports, ask), weighed(reports[::-1], ask)
    assert one.ranges == other.ranges
    assert one.doubt == other.doubt
    assert set(one.rejected) == set(other.rejected)


def test_a_repeated_report_of_one_source_does_not_narrow_a_range() -> None:
    ask = Ask(measure="freed", start=FIRST, end=FIRST + timedelta(days=40))
    once = [report("a", 60, 0, 30, 35), report("b", 41, 10, 10, 18)]
    more = [report(f"a{n}", 60, 0, 30, 35, source="a watch") for n in range(5)]
    wide, narrow = weighed(once, ask).ranges[0], weighed([*once, *more], ask).ranges[0]
    assert wide.low is not None
    assert wide.high is not None
    assert narrow.low is not None
    assert narrow.high is not None
    assert narrow.high - narrow.low > 0.6 * (wide.high - wide.low)


def test_widening_a_count_never_narrows_the_stock() -> None:
    rest = [figure(0, 0, 900, 900, measure="held"), figure(90, 90, 960, 960, measure="held")]
    widths = []
    for low, high in ((930, 930), (880, 980), (600, 1400)):
        sampler = StockSampler([*rest, figure(45, 45, low, high, measure="held")], [], seed=2, draws=4000)
        drawn = sampler.total(sampler.draw(), DAY + 45, DAY + 45)
        widths.append(float(np.subtract(*np.quantile(drawn, [0.95, 0.05]))))
    assert widths[0] <= 1.05 * widths[1] <= 1.1 * widths[2]


def test_a_stock_is_drawn_from_both_sides_of_a_gap_whatever_it_starts_from() -> None:
    counts = [figure(0, 0, 7300, None, measure="held"), figure(600, 600, 19700, 19700, measure="held")]
    counts += [figure(d, d, 17400 + d, 17400 + d, measure="held") for d in (500, 520, 540)]
    sampler = StockSampler(counts, [DAY + 60], seed=4)
    early = sampler.total(sampler.draw(), DAY + 60, DAY + 60)
    assert 7000 < np.median(early) < 14000


def test_a_long_series_in_blocks_agrees_with_the_whole() -> None:
    rng = np.random.default_rng(3)
    sizes = rng.integers(10, 80, 90)
    figures = [figure(6 * n, 6 * n, int(size), int(size), claim=f"w{n}") for n, size in enumerate(sizes)]
    figures += [
        figure(60 * n, 60 * n + 59, int(sizes[10 * n : 10 * n + 10].sum()), None, claim=f"t{n}") for n in range(9)
    ]
    first, last = DAY + 30, DAY + 500
    whole = FlowSampler(figures, [first, last + 1], seed=1)
    one = np.median(whole.total(whole.draw(), first, last))
    other = np.median(BlockedFlow(figures * 2, [(first, last)], seed=1).total(first, last))
    assert other == pytest.approx(one, rel=0.05)


def test_swapped_digits_are_named_where_others_print_the_number() -> None:
    slip = report("mast", 48, 0, 0, 5)
    found = weighed([*told_thrice(), slip])
    assert found.repaired[slip[1].id].alternative.kind == "digit_swap"
    assert found.repaired[slip[1].id].figure.low == 84


def test_a_running_total_told_as_the_news_of_a_day_is_named() -> None:
    slip = report("mast", 37 + 51 + 46, 52, 52, 54)
    reports = [*told_thrice(), slip]
    found = reconcile([claim for _, claim in reports], [document for document, _ in reports])
    assert {repair.claim: repair.kind for repair in found.readings[0].repairs} == {slip[1].id: "cumulative_for_new"}


def test_figures_that_agree_accuse_nobody() -> None:
    found = weighed([*told_thrice(), report("sum", 84 + 37 + 51 + 46, 0, 60, 70)])
    assert not found.repaired
    assert not found.rejected


@pytest.mark.parametrize(("announced", "accused"), [(84, False), (140, True)])
def test_a_promise_told_as_kept_is_accused_only_where_others_count_fewer(announced: int, accused: bool) -> None:
    promise = report("plan", announced, 0, 0, -3, status="planned", source="the ministry")
    done = report("gazette", announced, 0, 0, 1, source="the ministry")
    found = weighed([*told_thrice(), promise, done])
    kinds = {claim: candidate.alternative.kind for claim, candidate in found.repaired.items()}
    assert kinds == ({done[1].id: "announced_for_done"} if accused else {})


def test_no_range_excludes_what_reports_tell_of_disjoint_days() -> None:
    reports = [report("a", 1619, 10, 10, 12), report("b", 5774, 200, 200, 203), report("c", 40, 90, 90, 99)]
    ask = Ask(measure="freed", start=FIRST, end=FIRST + timedelta(days=300))
    found = reconcile(
        [c for _, c in reports], [d for d, _ in reports], asks=[ask], options=ReconcileOptions(readings=1)
    )
    (answer,) = found.answers
    assert answer.low is not None
    assert answer.best is not None
    assert answer.high is not None
    assert 6500 <= answer.low <= answer.best <= answer.high
    assert answer.best == 1619 + 5774 + 40


def test_a_figure_without_any_days_is_told_as_open_not_as_nothing() -> None:
    quote = "7 inmates died"
    claim = CountClaim(doc="a", quote=quote, start=0, low=7, high=7, measure="died", group="prisoners").with_id()
    dated = report("b", 30, 0, 0, 2)
    ask = Ask(measure="died", start=FIRST, end=FIRST + timedelta(days=30))
    found = reconcile([claim, dated[1]], [Document(id="a", text=quote), dated[0]], asks=[ask])
    (answer,) = found.answers
    assert answer.low in {0, None}
    assert answer.best in {7, None}
    assert answer.high is None or answer.high >= 7


@pytest.mark.parametrize("gap", [40, 400, 1500])
def test_reports_are_taken_to_tell_of_a_tenth_of_what_happened_at_least(gap: int) -> None:
    """Few figures far apart say little of the days between; a range without end says nothing to a reader."""
    reports = [report("a", 3015, 10, 10, 12), report("b", 1619, 10 + gap, 10 + gap, 13 + gap)]
    ask = Ask(measure="freed", start=FIRST, end=FIRST + timedelta(days=20 + gap))
    found = reconcile(
        [c for _, c in reports], [d for d, _ in reports], asks=[ask], options=ReconcileOptions(readings=1)
    )
    (answer,) = found.answers
    assert answer.best == 3015 + 1619
    assert answer.high is not None
    assert answer.best <= answer.high <= 10 * (3015 + 1619 + 5)


def test_reports_generations_apart_have_a_range_too() -> None:
    century = 365 * 100
    reports = [report("a", 60, 0, 0, 2), report("b", 80, century, century, century + 2)]
    ask = Ask(measure="freed", start=FIRST, end=FIRST + timedelta(days=century))
    found = weighed(reports, ask).ranges[0]
    assert found.low is not None
    assert found.high is not None
    assert found.low <= found.high
