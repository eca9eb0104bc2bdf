"""Running totals of tens of thousands: each is met, whatever their size, and "more than N" is a count cut off."""

from __future__ import annotations

import math

import pytest
from invented import claim, day, document

from habeas.reconcile.step import reconcile
from habeas.values.claim import CountClaim
from habeas.values.history import Ask, Reconciliation

SINCE = "2036-03-27"
ENDS = [f"{2036 + month // 12}-{month % 12 + 1:02}-15" for month in range(3, 23)]
NUMBERS = [9_870 + 4_213 * place for place in range(len(ENDS))]


def _total(number: int, until: str, *, more: bool = False) -> CountClaim:
    own = {"when_kind": "since", "start_date": day(SINCE), "end_date": day(until), "measure": "detained"}
    low, high = (number // 100 * 100 + 1, None) if more else (number, number)
    return claim(f"page {until}", low, high, source="Harbour Ministry", group="people", **own)


def _solve(claims: list[CountClaim], *until: str) -> Reconciliation:
    documents = [document(each.doc, str(each.end_date)) for each in claims]
    asks = [Ask(measure="detained", start=day(SINCE), end=day(on)) for on in until]
    return reconcile(claims, documents, asks=asks)


@pytest.mark.parametrize("scale", [1, 12], ids=["thousands", "a million"])
def test_each_of_many_large_totals_is_met(scale: int):
    claims = [_total(number * scale, end) for number, end in zip(NUMBERS, ENDS, strict=True)]
    found = _solve(claims, *ENDS)
    assert not found.readings[0].rejected
    assert [answer.best for answer in found.answers] == [number * scale for number in NUMBERS]


def test_more_than_n_of_a_running_total_is_n_on_its_own_days():
    claims = [
        _total(number, end, more=place % 3 > 0) for place, (number, end) in enumerate(zip(NUMBERS, ENDS, strict=True))
    ]
    found = _solve(claims, *ENDS)
    for answer, number in zip(found.answers, NUMBERS, strict=True):
        assert answer.best is not None
        assert abs(answer.best - number) <= 100
    assert all(a.low is not None and a.high is not None and a.low <= a.best <= a.high for a in found.answers if a.best)


def test_beyond_the_last_total_little_more_is_answered_than_is_told():
    claims = [_total(number, end, more=True) for number, end in zip(NUMBERS[:-4], ENDS, strict=False)]
    found = _solve(claims, ENDS[-4])
    assert found.answers[0].best is not None
    assert found.answers[0].best <= 1.1 * NUMBERS[-5]


def test_between_two_totals_the_answer_is_on_its_way_from_one_to_the_other():
    """A wave of a known day moves it on that day, the rest by the power of the days that led from 30,000 to 42,000."""
    claims = [_total(30_000, "2036-06-01"), _total(50_000, "2036-09-09"), _total(50_400, "2036-12-01")]
    claims.append(claim("wave", 8_000, on="2036-07-01", measure="detained", group="people", source="Harbour Ministry"))
    found = _solve(claims, "2036-06-21", "2036-07-21", "2036-09-09")
    early, late, end = (answer.best or 0 for answer in found.answers)
    power = math.log(42 / 30) / math.log(167 / 67)
    assert abs(early - 30_000 * (87 / 67) ** power) < 50
    assert abs(late - 8_000 - 30_000 * (117 / 67) ** power) < 50
    assert end == 50_000
