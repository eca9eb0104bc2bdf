"""Between two reports of a running total it grows as a power of the days since it began."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import claim, day, document

from habeas.reconcile.prepared.growth import Reached, share_grown
from habeas.reconcile.prepared.prepare import prepare
from habeas.reconcile.prepared.running import growths
from habeas.reconcile.step import reconcile
from habeas.values.case import CaseSettings
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
