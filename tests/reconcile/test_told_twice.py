"""One event told twice, in one report or by two, on days next to each other, counts once."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest
from invented import claim, document

from habeas.reconcile.step import parse_ask, reconcile
from habeas.values.claim import CountClaim
from habeas.values.history import Reconciliation

MARCH = "freed 2033-03-01..2033-03-31"


def _solve(claims: list[CountClaim], ask: str = MARCH, published: str = "2033-03-12") -> Reconciliation:
    documents = [document(name, published) for name in dict.fromkeys(each.doc for each in claims)]
    return reconcile(claims, documents, asks=[parse_ask(ask)])


@pytest.mark.parametrize(
    "claims",
    [
        [claim("a", 14, on="2033-03-02"), claim("a", 14, on="2033-03-03"), claim("a", 14, on="2033-03-03")],
        [claim("a", 3072, on="2033-03-05"), claim("b", 3072, on="2033-03-06")],
        [claim("a", 9248, on="2033-03-05"), claim("b", 9000, on="2033-03-06")],
        [claim("a", 9248, on="2033-03-05"), claim("b", 9000, approx=True, on="2033-03-07")],
        [claim("a", 3072, on="2033-03-05"), claim("b", 3001, None, on="2033-03-06", quote="more than 3,000")],
        [claim("a", 193, on="2033-03-05"), claim("b", 193, window="2033-03-04..2033-03-10")],
    ],
    ids=[
        "own report",
        "rare figure",
        "exact beside round",
        "exact beside about",
        "exact beside bound",
        "day and window",
    ],
)
def test_an_event_told_on_days_next_to_each_other_counts_once(claims: list[CountClaim]):
    found = _solve(claims)
    number = max(each.low or 0 for each in claims)
    assert [o.size.best for o in found.occasions] == [number]
    assert found.answers[0].best == number
    assert not found.readings[0].repairs
    assert not found.readings[0].rejected
    assert {each.id for each in claims} == set(found.occasions[0].claims)


@pytest.mark.parametrize(
    "claims",
    [
        [claim("a", 30, on="2033-03-04"), claim("b", 30, on="2033-03-06")],
        [claim("a", 14, on="2033-03-02"), claim("a", 14, on="2033-03-03", quote="another 14")],
        [claim("a", 72, on="2033-03-02"), claim("b", 72, on="2033-03-09")],
        [claim("a", 72, on="2033-03-02"), claim("b", 95, on="2033-03-03")],
    ],
    ids=["round", "another", "a week apart", "other figures"],
)
def test_two_events_of_near_days_stay_two(claims: list[CountClaim]):
    found = _solve(claims)
    assert sorted(o.size.best or 0 for o in found.occasions) == sorted(each.low or 0 for each in claims)


def test_bounds_of_one_event_by_reports_of_the_days_after_it_count_once():
    """A Friday's hearing: the papers of the morrow and of Sunday tell of it by their own day."""
    claims = [claim("late", 145, None, on="2033-03-04", start_offset="-P4D", end_offset="-P4D")]
    for name, on, low, high in (("a", "05", 201, None), ("a", "05", 251, None), ("b", "06", 200, 999)):
        claims.append(claim(name, low, high, on=f"2033-03-{on}", start_offset="P0D", end_offset="P0D"))
    claims.append(claim("b", 251, None, on="2033-03-06", start_offset="P0D", end_offset="P0D", subset_of=3))
    published = {"late": "2033-03-08", "a": "2033-03-05", "b": "2033-03-06"}
    documents = [document(name, on) for name, on in published.items()]
    found = reconcile(claims, documents, asks=[parse_ask(MARCH)])
    assert [o.size.best for o in found.occasions] == [251]
    assert not found.lumps
    assert found.answers[0].best == 251


def test_waves_of_which_only_the_sum_is_told_share_it_and_say_so():
    claims = [
        claim("a", 30, on="2033-03-04"),
        claim("a", 110, window="2033-03-01..2033-04-30", occasions=4),
    ]
    found = _solve(claims, "freed 2033-03-01..2033-04-30", "2033-05-02")
    unknown = [o for o in found.occasions if o.size.low != o.size.high]
    assert [o.size.best for o in unknown] == [27, 27, 26]
    assert {(o.size.low, o.size.high) for o in unknown} == {(1, 78)}
    assert all("one of three occasions" in o.derivation and "80 people together" in o.derivation for o in unknown)
    assert "80 between 1 March and 30 April 2033 on three occasions" in found.answers[0].derivation
    assert found.answers[0].best == 110


def _headline(name: str, number: int, high: int | None = -1, **more: object) -> CountClaim:
    """Return a claim that gives no time of its own: it is of the day on which its report was written."""
    told = claim(name, number, high, on="2033-03-12", **more)
    return msgspec.structs.replace(told, start_offset="P0D", end_offset="P0D")


def test_a_release_told_in_headlines_of_one_day_is_of_that_day_to_the_person():
    claims = [
        _headline("a", 222),
        _headline("b", 222, group="opponents"),
        _headline("c", 201, None, quote="more than 200"),
        claim("c", 222),
    ]
    found = _solve(claims, "freed 2033-03-12..2033-03-12")
    assert next((o.date.low, o.date.high) for o in found.occasions if o.size.best == 222) == (
        date(2033, 3, 12),
        date(2033, 3, 12),
    )
    answer = found.answers[0]
    assert (answer.low, answer.best, answer.high) == (222, 222, 222)
    day_before = _solve(claims, "freed 2033-03-11..2033-03-11").answers[0]
    assert day_before.best == 0


@pytest.mark.parametrize(
    ("yesterday", "headline", "sizes"),
    [
        (claim("a", 251, None, on="2033-03-11"), _headline("b", 200, 999), 1),
        (claim("a", 14, on="2033-03-11"), _headline("b", 14), 1),
        (claim("a", 40, on="2033-03-11"), _headline("b", 55), 2),
        (claim("a", 300, on="2033-03-11"), _headline("b", 5, None), 2),
        (claim("a", 14, on="2033-03-11"), claim("b", 14, on="2033-03-12"), 2),
        (claim("a", 14, on="2033-03-11"), _headline("b", 14, quote="another 14"), 2),
    ],
    ids=["bounds that agree", "one number", "other numbers", "far below", "its own day", "another"],
)
def test_what_has_no_day_but_its_reports_may_be_the_event_of_the_day_before(
    yesterday: CountClaim, headline: CountClaim, sizes: int
):
    found = _solve([yesterday, headline])
    assert len(found.occasions) == sizes


def test_a_headline_that_leaves_out_the_at_least_of_its_report_is_a_least_number() -> None:
    headline = claim("a", 80, on="2033-03-05", quote="80 prisoners")
    lead = claim("a", 80, None, on="2033-03-05", quote="at least 80 prisoners")
    found = _solve([headline, lead, claim("b", 104, on="2033-03-05")])
    (occasion,) = found.occasions
    assert occasion.size.best == 104
    assert not found.readings[0].rejected
    assert not found.readings[0].repairs


def test_an_exact_count_below_a_headline_of_at_least_so_many_stands() -> None:
    headline = claim("a", 80, None, on="2033-03-05", quote="At least 80")
    count = claim("a", 80, on="2033-03-05", quote="80 prisoners")
    (occasion,) = _solve([headline, count]).occasions
    assert (occasion.size.low, occasion.size.best, occasion.size.high) == (80, 80, 80)
