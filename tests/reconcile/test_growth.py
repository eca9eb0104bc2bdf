"""Between two reports of a running total it grows as a power of the days since it began."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import claim, day, document

from habeas.reconcile.options import ReconcileOptions
from habeas.reconcile.prepared.growth import Reached, share_grown
from habeas.reconcile.prepared.prepare import prepare
from habeas.reconcile.prepared.running import growths
from habeas.reconcile.step import reconcile
from habeas.values.case import CaseSettings
from habeas.values.claim import CountClaim
from habeas.values.document import Document
from habeas.values.history import Ask

BEGUN = day("2043-03-04")


@given(
    days=st.tuples(*(st.integers(1, 2_000),) * 3).map(sorted).filter(lambda each: each[0] < each[2]),
    people=st.tuples(*(st.integers(0, 10**6),) * 2).map(sorted),
)
def test_a_share_lies_between_none_and_all(days: list[int], people: list[int]):
    share = share_grown(Reached(days[0], people[0]), Reached(days[2], people[1]), days[1])
    assert 0.0 <= share <= 1.0


@given(days=st.tuples(*(st.integers(1, 2_000),) * 3).map(sorted), rate=st.integers(1, 500))
def test_a_total_that_grew_evenly_since_it_began_goes_on_evenly(days: list[int], rate: int):
    first, middle, last = days
    if first < middle < last:
        share = share_grown(Reached(first, first * rate), Reached(last, last * rate), middle)
        assert share == pytest.approx((middle - first) / (last - first))


@pytest.mark.parametrize(("people", "early"), [((900, 1_000), True), ((10, 1_000), False)])
def test_early_days_tell_of_those_that_follow(people: tuple[int, int], early: bool):
    """Where most were counted in the first tenth of the days, half of the rest came before the middle of these."""
    share = share_grown(Reached(10, people[0]), Reached(100, people[1]), 55)
    assert (share > 0.5) is early


def test_a_total_of_nobody_grows_evenly():
    assert share_grown(Reached(5, 0), Reached(15, 90), 10) == 0.5


def test_few_of_the_first_weeks_do_not_become_an_even_share_of_the_whole():
    """67 in four weeks and 4,500 in five months: two months are hundreds, not a third of the thousands."""
    taken = {"measure": "detained", "group": "people", "when_kind": "since", "start_date": BEGUN}
    ends = {28: 67, 160: 4_500}
    claims = [claim(f"d{n}", people, end_date=BEGUN + timedelta(days=n), **taken) for n, people in ends.items()]
    documents = [document(f"d{n}", str(BEGUN + timedelta(days=n))) for n in ends]
    ask = Ask(measure="detained", start=BEGUN, end=BEGUN + timedelta(days=57))
    (answer,) = reconcile(claims, documents, asks=[ask]).answers
    assert answer.low is not None
    assert answer.high is not None
    assert 250 < (answer.best or 0) < 600
    assert answer.low <= 67
    assert answer.high > 2_000


def test_counts_of_a_few_days_beside_each_other_are_no_running_totals():
    few = [claim("one", 19, window="2043-03-04..2043-03-05"), claim("two", 21, window="2043-03-05..2043-03-06")]
    more = [claim("one", 19, window="2043-03-04..2043-03-15"), claim("two", 21, window="2043-03-04..2043-03-26")]
    documents = [document("one", "2043-03-28"), document("two", "2043-03-28")]
    grown = [growths(next(iter(prepare(each, documents, (), CaseSettings()).series.values()))) for each in (few, more)]
    assert grown == [[], [(day("2043-03-16").toordinal(), day("2043-03-26").toordinal(), 2)]]


def _of_one_monitor() -> tuple[list[CountClaim], list[Document]]:
    """Totals that a monitor gives week by week, each since another day, and one wave among them."""
    told = {
        "a": (212, "since", "2043-03-04", "2043-03-20"),
        "b": (147, "on", "2043-03-21", "2043-03-21"),
        "c": (388, "since", "2043-03-04", "2043-03-22"),
        "d": (451, "since", "2043-03-04", "2043-03-29"),
        "e": (539, "since", "2043-02-20", "2043-04-04"),
        "f": (613, "between", "2043-03-12", "2043-04-12"),
    }
    claims = [
        claim(doc, people, when_kind=kind, start_date=day(first), end_date=day(last), source="Quay Watch")
        for doc, (people, kind, first, last) in told.items()
    ]
    claims[-1] = msgspec.structs.replace(claims[-1], start_offset="-P1M", end_offset="P0D")
    return claims, [document(doc, last) for doc, (_, _, _, last) in told.items()]


def test_a_total_that_begins_later_and_counts_more_has_grown():
    claims, documents = _of_one_monitor()
    (series,) = prepare(claims, documents, (), CaseSettings()).series.values()
    grown = {(date.fromordinal(first), date.fromordinal(last)): people for first, last, people in growths(series)}
    assert grown[day("2043-04-05"), day("2043-04-12")] == 613 - 539
    assert grown[day("2043-03-21"), day("2043-03-22")] == 388 - 212 - 147  # beside the wave that is reported
    assert (day("2043-03-30"), day("2043-04-04")) not in grown  # 539 counts days before those of 451 too


@pytest.mark.parametrize("exact_claims", [0, 16], ids=["fitted", "searched"])
def test_totals_of_one_monitor_since_different_days_leave_what_each_adds_to_the_one_before(exact_claims: int):
    claims, documents = _of_one_monitor()
    found = reconcile(claims, documents, options=ReconcileOptions(exact_claims=exact_claims))
    assert found.readings[0].rejected == ()
    assert [lump.size.best for lump in found.lumps] == [212, 29, 63, 88, 74]
    assert [occasion.size.best for occasion in found.occasions] == [147]
