"""Counts told as events of their report's day that are states of one running total, and events that are none."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from invented import claim, document

from habeas.reconcile.options import ReconcileOptions
from habeas.reconcile.prepared.prepare import prepare
from habeas.reconcile.step import reconcile
from habeas.values.case import CaseSettings
from habeas.values.claim import CountClaim
from habeas.values.document import Document
from habeas.values.history import Ask, Reconciliation

BEGUN = date(2042, 9, 1)
TAKEN = {"measure": "detained", "group": "people"}
Case = tuple[list[CountClaim], list[Document]]


def on(days: int) -> date:
    return BEGUN + timedelta(days=days)


def event(days: int, people: int, high: int | None = -1, source: str = "Lamp Watch") -> tuple[CountClaim, Document]:
    """A count of no day but its report's, as an extractor gives it."""
    name, same = f"e{days}-{people}", {"start_offset": "P0D", "end_offset": "P0D"}
    own = claim(name, people, high, on=str(on(days)), source=source, **same, **TAKEN)
    return own, document(name, str(on(days)), outlet=f"Gazette {days}")


def total(days: int, people: int, source: str = "Lamp Watch") -> tuple[CountClaim, Document]:
    name = f"t{days}-{people}"
    since = {"when_kind": "since", "start_date": BEGUN, "end_date": on(days)}
    return claim(name, people, source=source, **since, **TAKEN), document(name, str(on(days)), outlet=f"Tide {days}")


def timeless(days: int, people: int) -> tuple[CountClaim, Document]:
    name = f"n{days}-{people}"
    return claim(name, people, source="Lamp Watch", **TAKEN), document(name, str(on(days)), outlet=f"Reef {days}")


def case(*told: tuple[CountClaim, Document]) -> Case:
    return [each for each, _ in told], [each for _, each in told]


def states(given: Case) -> set[int]:
    """The counts of a case that are taken as states, but those told as totals."""
    prepared = prepare(*given, (), CaseSettings())
    printed = {each.id: each.when_kind for each in given[0]}
    return {each.low or 0 for each in prepared.claims if each.when_kind == "since" and printed[each.id] != "since"}


def solved(given: Case, *ends: int) -> Reconciliation:
    asks = [Ask(measure="detained", start=BEGUN, end=on(end), text=str(end)) for end in ends]
    return reconcile(*given, (), CaseSettings(), asks, ReconcileOptions())


RISING = ((6, 50), (10, 64), (17, 81), (24, 98), (40, 112))


@pytest.mark.parametrize("scale", [1, 30, 700])
@pytest.mark.parametrize("speakers", [("Lamp Watch",), ("Lamp Watch", "the ministry")])
def test_counts_that_rise_to_a_total_told_as_such_are_its_states(scale: int, speakers: tuple[str, ...]):
    told = [event(day, n * scale, source=speakers[k % len(speakers)]) for k, (day, n) in enumerate(RISING)]
    given = case(*told, total(60, 120 * scale))
    assert {n * scale for _, n in RISING[1:]} <= states(given)
    found = solved(given, 17, 30, 50)
    for answer, (least, most) in zip(found.answers, ((80, 82), (97, 113), (111, 121)), strict=True):
        assert least * scale <= (answer.best or 0) <= most * scale
    assert any("states of one running total" in note for note in found.notes)


def test_a_count_of_its_day_and_one_of_none_between_two_totals_are_states_of_them():
    given = case(total(5, 200), event(12, 260), timeless(20, 310), total(30, 350), total(50, 380))
    assert states(given) == {260, 310}
    (answer,) = solved(given, 20).answers
    assert 300 <= (answer.best or 0) <= 320


def test_events_that_add_up_to_a_total_are_events_however_they_rise():
    sizes = (21, 34, 48, 60, 85)
    told = [event(6 * (n + 1), size) for n, size in enumerate(sizes)]
    given = case(*told, total(40, sum(sizes)))
    assert states(given) == set()
    (answer,) = solved(given, 40).answers
    assert answer.best == sum(sizes)


def test_events_in_any_order_without_a_total_are_events():
    given = case(event(3, 90), event(9, 25), event(15, 140), event(22, 40), event(30, 75))
    assert states(given) == set()


def test_early_counts_of_one_day_are_no_chain_of_states():
    counts = [event(4, n, source=f"paper {n}") for n in (120, 150, 180, 210)]
    given = case(*counts, event(20, 90), event(28, 130), total(40, 460))
    assert states(given) == set()


def test_what_happened_on_a_day_beside_a_total_of_the_same_reports_stays_an_event():
    told = [item for day, people, new in ((5, 400, 30), (12, 520, 25), (19, 640, 40)) for item in
            (total(day, people), event(day, new))]  # fmt: skip
    assert states(case(*told)) == set()


def test_one_more_of_a_kind_is_no_state():
    more = (event(10, 64), event(17, 81), event(24, 98))
    told = [(claim(c.doc, c.low, on=str(c.end_date), quote=f"another {c.low} people", **TAKEN), d) for c, d in more]
    assert states(case(event(6, 50), *told, total(60, 400))) == set()
