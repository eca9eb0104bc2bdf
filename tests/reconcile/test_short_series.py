"""Short series of dated claims: a contradiction shows, a stretch spans its window, the usual questions are answered."""

from __future__ import annotations

from datetime import date

from invented import claim

from habeas.reconcile.step import reconcile
from habeas.values.claim import CountClaim
from habeas.values.history import Ask


def _freed(doc: str, people: int, first: date, last: date, *, at_least: bool = False) -> CountClaim:
    kind = "on" if first == last else "between"
    high = None if at_least else people
    return claim(doc, people, high, group="prisoners", when_kind=kind, start_date=first, end_date=last)


def test_two_numbers_for_one_day_are_never_both_said_to_stand() -> None:
    day = date(2019, 5, 3)
    claims = (_freed("a", 30, day, day), _freed("b", 90, day, day))
    found = reconcile(claims)
    best = found.readings[0]
    assert best.repairs or best.rejected
    assert [set(conflict.claims) for conflict in found.conflicts] == [{one.id for one in claims}]


def test_people_on_unreported_days_may_have_moved_on_any_day_of_the_window() -> None:
    first, last = date(2019, 6, 24), date(2019, 12, 24)
    (stretch,) = reconcile((_freed("a", 120, first, last),)).lumps
    assert (stretch.start, stretch.end, stretch.size.best) == (first, last, 120)


def test_days_within_a_total_that_two_reports_tell_hold_some_of_its_people() -> None:
    first, last = date(2031, 1, 6), date(2031, 6, 1)
    claims = (_freed("a", 810, first, last), _freed("b", 810, first, last))
    answers = reconcile(claims, asks=[Ask(measure="freed", start=first, end=end) for end in (date(2031, 4, 1), last)])
    within, whole = answers.answers
    assert within.low is not None
    assert within.best is not None
    assert within.low < within.best < 700
    assert within.high == 810
    assert (whole.low, whole.best, whole.high) == (810, 810, 810)


def test_without_questions_each_flow_is_answered_by_year_and_in_all() -> None:
    claims = (
        _freed("a", 30, date(2018, 5, 3), date(2018, 5, 3)),
        _freed("b", 12, date(2019, 2, 1), date(2019, 2, 1)),
    )
    answers = {answer.ask: answer.best for answer in reconcile(claims).answers}
    assert answers["freed people 2018-05-03..2019-02-01"] == 42
    assert answers["freed people 2018-01-01..2018-12-31"] == 30
    assert answers["freed people 2019-01-01..2019-12-31"] == 12


def test_readings_that_differ_only_within_the_ranges_shown_are_not_listed() -> None:
    at_least = _freed("a", 50, date(2019, 5, 3), date(2019, 5, 3), at_least=True)
    assert len(reconcile((at_least,)).readings) == 1


def test_a_bound_from_below_is_not_undercut_where_its_whole_window_is_asked_for() -> None:
    at_least = _freed("a", 50, date(2017, 1, 1), date(2019, 5, 3), at_least=True)
    whole = next(answer for answer in reconcile((at_least,)).answers if "2017-01-01..2019-05-03" in answer.ask)
    assert (whole.low, whole.best) == (50, 50)
    assert whole.high is not None
    assert whole.high > 50
