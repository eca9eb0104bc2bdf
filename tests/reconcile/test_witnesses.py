"""What other reports' figures say of a figure, and of the number that it would have if it were a slip."""

from __future__ import annotations

import numpy as np

from habeas.reconcile.posterior.fates import PRINTED, Candidate
from habeas.reconcile.posterior.figures import Figure
from habeas.reconcile.posterior.witnesses import NAMES, said_by_others
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


def told(print_: Figure, peers: list[Figure], *others: Candidate, totals: float = 50.0) -> dict[str, float]:
    draws = np.full(8, totals)
    found = said_by_others(print_, [reading(PRINTED, print_), *others], peers, draws, None)
    assert tuple(found) == NAMES
    return {name: value for name, value in found.items() if value}


def test_nobody_else_says_nothing() -> None:
    print_ = figure(10, 10, 85, "Tern", "mast")
    assert told(print_, [print_]) == {}


def test_who_counted_and_prints_it_itself_is_told_from_who_restates_it() -> None:
    print_ = figure(10, 10, 85, "Tern", "mast", first_hand=True)
    assert told(print_, []) == {"first_hand": 1.0}


def test_the_number_that_a_swap_made_is_looked_for_in_other_reports_of_its_source_and_of_others() -> None:
    print_ = figure(10, 10, 85, "Tern", "mast")
    swap = reading("digit_swap", print_.but(low=58, high=58))
    assert told(print_, [figure(10, 10, 58, "Tern", "buoy")], swap) == {"mended_own": 1.0}
    strangers = [figure(10, 10, 58, "Gull", "reef"), figure(11, 11, 58, "Lamp", "quay")]
    assert told(print_, strangers, swap) == {"mended_others": 2.0}
    assert told(print_, [figure(10, 10, 58, "Tern", "mast")], swap) == {}  # its own page is no other report
    assert told(print_, [figure(10, 10, 85, "Tern", "buoy")], swap) == {"own_again": 1.0}


def test_digits_that_mended_make_a_sum_come_out_are_noticed() -> None:
    print_ = figure(10, 10, 85, "Tern", "mast")
    swap = reading("digit_swap", print_.but(low=58, high=58))
    others = [figure(40, 40, 61, "Gull", "reef"), figure(1, 50, 119, "Lamp", "quay")]
    assert told(print_, others, swap) == {"mended_sum": 1.0}


def test_a_part_beyond_what_its_own_source_counts_in_all_is_held_against_it() -> None:
    day, month = figure(10, 10, 300, "Tern", "mast"), figure(1, 30, 215, "Tern", "buoy")
    assert told(day, [month]) == {"beyond_own": 1.0}
    assert told(month, [day]) == {}
    assert told(day, [month.but(source="Gull")]) == {}  # who finds fewer than others is no proof: the draws weigh it
    assert told(day.but(low=220, high=220), [month]) == {}  # within what counts differ by
    assert told(day, [month.but(floor=True)]) == {}
    assert told(day, [month.but(high=None)]) == {}  # "at least 215" holds 300


def test_draws_that_fall_short_of_a_promise_speak_for_its_having_been_told_as_done() -> None:
    print_ = figure(10, 10, 100, "Ministry", "mast")
    promise = reading("announced_for_done", print_)
    assert told(print_, [], promise, totals=60.0)["unkept"] > 3
    assert told(print_, [], promise, totals=99.0)["unkept"] < -3
