"""What other reports' figures say of a figure, and of the number and days that it would have if it were a slip."""

from __future__ import annotations

import numpy as np
import pytest

from habeas.reconcile.posterior.evidence import NAMES, Weighed, evidence_of
from habeas.reconcile.posterior.fates import PRINTED, Candidate
from habeas.reconcile.posterior.figures import MONITOR, OFFICIAL, Figure
from habeas.reconcile.posterior.witnesses import NAMES as WITNESSES
from habeas.reconcile.posterior.witnesses import said_by_others
from habeas.reconcile.prepared.laws import UNBOUND
from habeas.reconcile.prepared.statements import Alternative, Series, Statement
from habeas.reconcile.prepared.windows import Edge, Window
from habeas.values.claim import CountClaim

DAY = 740000
ONE_DAY = Window(Edge(None, DAY, 0, 0), Edge(None, DAY, 0, 0))


def figure(start: int, end: int, low: int, source: str, doc: str, high: int | None = None, **more: object) -> Figure:
    own = {"claim": f"{doc}-{start}-{end}-{low}", "measure": "freed", "approx": False, "kind": "newsroom", "lag": 9}
    days = {"start": DAY + start, "end": DAY + end, "low": low, "high": low if high is None else high}
    return Figure(**own | days | {"source": source, "doc": doc} | more)  # type: ignore[arg-type]


def reading(kind: str, own: Figure) -> Candidate:
    claim = CountClaim(doc=own.doc, quote="people", start=0, low=own.low, high=own.high, measure="freed")
    statement = Statement(claim, Series("freed", "", "actual"), "on", ONE_DAY, UNBOUND, (), 0.0)
    return Candidate(Alternative(kind, 0.0, ONE_DAY, UNBOUND), own, statement, 0.1)


def told(print_: Figure, peers: list[Figure], *others: Candidate) -> dict[str, float]:
    found = said_by_others(print_, {each.alternative.kind: each for each in others}, peers)
    assert set(found) == set(WITNESSES)
    return {name: value for name, value in found.items() if value}


def excess(print_: Figure, totals: list[float], weights: list[float] | None = None) -> dict[str, float]:
    printed = reading(PRINTED, print_)
    shares = None if weights is None else np.array(weights)
    weighed = Weighed(print_, {PRINTED: 0.0}, {PRINTED: printed}, [printed], np.array(totals), shares, [], 0.1)
    found = dict(zip(NAMES, evidence_of(weighed), strict=True))
    return {name: found[name] for name in ("above", "above_official")}


def test_nobody_else_says_nothing() -> None:
    print_ = figure(10, 10, 85, "Tern", "mast")
    assert told(print_, [print_]) == {}


def test_who_counted_and_prints_it_itself_is_told_from_who_restates_it() -> None:
    assert told(figure(10, 10, 85, "Tern", "mast", first_hand=True), []) == {"first_hand": 1.0}


def test_the_number_that_a_swap_made_is_looked_for_in_other_reports_of_its_source() -> None:
    print_ = figure(10, 10, 85, "Tern", "mast")
    swap = reading("digit_swap", print_.but(low=58, high=58))
    right, same = figure(10, 10, 58, "Tern", "buoy"), figure(10, 10, 85, "Tern", "quay")
    assert told(print_, [right], swap) == {"mended_own": 1.0}
    assert told(print_, [right, same], swap) == {}  # one report prints each: either may be the slip
    assert told(print_, [figure(10, 10, 58, "Tern", "mast")], swap) == {}  # its own page is no other report
    assert told(print_, [figure(10, 10, 58, "Gull", "reef")], swap) == {}  # other sources are weighed by the draws
    assert told(print_, [figure(30, 30, 58, "Tern", "buoy")], swap) == {}  # another wave


def test_digits_that_mended_make_a_sum_come_out_are_noticed() -> None:
    print_ = figure(10, 10, 85, "Tern", "mast")
    swap = reading("digit_swap", print_.but(low=58, high=58))
    others = [figure(40, 40, 61, "Gull", "reef"), figure(1, 50, 119, "Lamp", "quay")]
    assert told(print_, others, swap) == {"mended_sum": 1.0}
    assert told(print_.but(dated=False), others, swap) == {}  # its days are a guess


def test_a_part_beyond_what_its_own_source_counts_in_all_is_held_against_it() -> None:
    day, month = figure(10, 10, 300, "Tern", "mast"), figure(1, 30, 215, "Tern", "buoy")
    assert told(day, [month]) == {"beyond_own": 1.0}
    assert told(month, [day]) == {}
    assert told(day, [month.but(source="Gull")]) == {}  # who finds fewer than others is no proof: the draws weigh it
    assert told(day.but(low=220, high=220), [month]) == {}  # within what counts differ by
    assert told(day, [month.but(floor=True)]) == {}
    assert told(day, [month.but(weight=0.01)]) == {}  # all but certainly wrong itself
    assert told(day, [month.but(high=None)]) == {}  # "at least 215" holds 300


@pytest.mark.parametrize(
    ("days", "moved"), [((40, 70), True), ((375, 405), True), ((10, 40), False), ((90, 120), False)]
)
def test_the_very_number_a_month_or_a_year_apart_may_be_one_date_misprinted(days: tuple[int, int], moved: bool) -> None:
    print_ = figure(10, 40, 85, "Tern", "mast")
    assert told(print_, [figure(*days, 85, "Gull", "reef")]) == ({"moved": 1.0} if moved else {})
    assert told(print_, [figure(*days, 86, "Gull", "reef")]) == {}
    assert told(print_, [figure(*days, 85, "Gull", "mast")]) == {}  # one page says it of both months


def test_what_lies_above_the_draws_is_told_in_their_scales_and_what_lies_below_is_not() -> None:
    print_, draws = figure(10, 10, 85, "Tern", "mast"), [18.0, 19.0, 20.0, 21.0, 30.0]
    near, far = excess(print_.but(low=25, high=25), draws)["above"], excess(print_, draws)["above"]
    assert 0 < near < far <= 5
    assert excess(print_.but(low=12, high=12), draws)["above"] == 0
    assert excess(print_, draws, [1.0, 1.0, 1.0, 1.0, 0.01])["above"] >= far  # a draw that hardly counts widens nothing


def test_an_authority_s_excess_is_told_apart_and_a_monitor_s_own_is_none() -> None:
    print_, draws = figure(10, 10, 85, "Tern", "mast"), [18.0, 19.0, 20.0, 21.0, 30.0]
    assert excess(print_, draws)["above_official"] == 0
    official = excess(print_.but(kind=OFFICIAL), draws)
    assert official["above_official"] == official["above"] > 0
    assert excess(print_.but(kind=MONITOR, first_hand=True), draws)["above"] == 0
    assert excess(print_.but(kind=MONITOR), draws)["above"] > 0  # restated by a desk
