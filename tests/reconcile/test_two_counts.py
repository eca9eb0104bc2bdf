"""Two givers' totals that exclude each other: which they are, and what answers and rows say. Figures are invented."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from habeas.reconcile.step import parse_ask, reconcile
from habeas.values.claim import CountClaim
from habeas.values.document import Document
from habeas.values.history import Reconciliation

_REPORTED = date(2031, 7, 20)


def _claim(doc: str, people: int, first: str, last: str, source: str, **more: object) -> CountClaim:
    days = {"start_date": date.fromisoformat(first), "end_date": date.fromisoformat(last)}
    own = {"low": people, "high": people, "measure": "freed", "group": "political prisoners", "when_kind": "between"}
    return CountClaim(
        doc=doc, quote=f"{people} political prisoners", start=0, source=source, **(own | days | more)
    ).with_id()  # type: ignore[arg-type]


MINISTRY = _claim("a", 620, "2031-04-21", "2031-06-20", "Ministry of Harbours")
WATCH = _claim("b", 250, "2031-05-10", "2031-06-20", "Tern Watch, a monitor")


def _found(*claims: CountClaim, ask: str = "freed 2031-04-21..2031-06-20") -> Reconciliation:
    documents = [
        Document(id=doc, text=". ".join(c.quote for c in claims if c.doc == doc), published=_REPORTED)
        for doc in dict.fromkeys(claim.doc for claim in claims)
    ]
    return reconcile(claims, documents, asks=[parse_ask(ask)])


def test_two_counts_that_no_number_fits_are_told_as_such_and_the_range_of_their_days_holds_both() -> None:
    found = _found(MINISTRY, WATCH)
    (pair,) = found.two_counts
    assert (pair.larger.claim, pair.smaller.claim) == (MINISTRY.id, WATCH.id)
    assert (pair.larger.first, pair.smaller.last) == (date(2031, 4, 21), date(2031, 6, 20))
    (answer,) = found.answers
    assert answer.low is not None
    assert answer.high is not None
    assert answer.low <= 250
    assert answer.high >= 620
    assert "two counts exclude each other: 620 from 21 April to 20 June 2031 (Ministry of Harbours)" in (
        answer.derivation
    )


def test_what_only_the_larger_count_has_may_be_nobody() -> None:
    (surplus,) = (row for row in _found(MINISTRY, WATCH).lumps if row.claims == (MINISTRY.id,))
    assert (surplus.size.low, surplus.size.best) == (0, 370)
    assert "the count of Tern Watch" in surplus.derivation


@pytest.mark.parametrize(
    "others",
    [
        [WATCH, _claim("c", 370, "2031-04-22", "2031-05-01", "Quay Post")],
        [_claim("b", 600, "2031-04-22", "2031-06-20", "Tern Watch, a monitor")],
        [_claim("b", 250, "2031-05-10", "2031-05-30", "Tern Watch, a monitor")],
        [_claim("b", 250, "2031-06-20", "2031-06-20", "Tern Watch, a monitor", when_kind="on")],
        [_claim("b", 250, "2031-05-10", "2031-06-20", "Tern Watch, a monitor", high=None)],
        [_claim("b", 250, "2031-05-10", "2031-06-20", "Ministry of Harbours")],
    ],
    ids=[
        "the rest is told by itself",
        "nearly the same",
        "an earlier state",
        "one event of it",
        "a bound",
        "one giver",
    ],
)
def test_a_part_a_bound_and_another_state_of_a_list_are_no_second_count(others: list[CountClaim]) -> None:
    assert not _found(MINISTRY, *others).two_counts


def test_a_longer_count_holds_what_nobody_told_where_its_days_are_many() -> None:
    long = msgspec.structs.replace(MINISTRY, start_date=date(2030, 4, 21), id="").with_id()
    assert not _found(long, WATCH).two_counts


def _series(*totals: tuple[str, int, str, str]) -> list[CountClaim]:
    return [
        _claim(doc, people, "2031-04-21", last, source, high=people if people % 10 != 1 else None)
        for doc, people, last, source in totals
    ]


def test_givers_who_exclude_each_other_again_and_again_count_other_people_on_all_days() -> None:
    claims = _series(
        ("a", 620, "2031-05-20", "Ministry of Harbours"),
        ("b", 240, "2031-05-20", "Tern Watch, a monitor"),
        ("c", 1340, "2031-06-20", "Ministry of Harbours"),
        ("d", 515, "2031-06-20", "Tern Watch, a monitor"),
    )
    found = _found(*claims, ask="freed 2031-04-21..2031-05-20")
    (pair,) = found.two_counts
    assert (pair.larger.claim, pair.smaller.claim, pair.pairs) == (claims[2].id, claims[3].id, 2)
    (answer,) = found.answers
    assert (answer.low or 0) <= 240
    assert (answer.high or 0) >= 620
    assert "on 2 days: they do not count the same people: 620" in answer.derivation


def test_the_best_value_is_that_of_the_giver_less_likely_wrong_of_just_these_days() -> None:
    claims = _series(
        ("a", 620, "2031-05-20", "Ministry of Harbours"),
        ("b", 240, "2031-05-20", "Tern Watch, a monitor"),
        ("c", 1340, "2031-06-20", "Ministry of Harbours"),
        ("d", 515, "2031-06-20", "Tern Watch, a monitor"),
    )
    (answer,) = _found(*claims).answers
    assert answer.best == 515
    assert "by the smaller, whose giver is less likely wrong, 515; taken as one" in answer.derivation


def test_more_than_a_round_number_is_a_count_that_excludes_what_is_far_above() -> None:
    claims = _series(
        ("a", 9210, "2031-06-20", "Ministry of Harbours"), ("b", 3001, "2031-06-20", "Tern Watch, a monitor")
    )
    found = _found(*claims)
    assert len(found.two_counts) == 1
    assert (found.answers[0].low or 0) <= 3001


def test_who_learns_late_what_another_has_does_not_count_other_people() -> None:
    claims = _series(
        ("a", 620, "2031-05-20", "Ministry of Harbours"),
        ("b", 240, "2031-05-20", "Tern Watch, a monitor"),
        ("c", 1340, "2031-06-20", "Ministry of Harbours"),
        ("d", 1310, "2031-06-20", "Tern Watch, a monitor"),
    )
    assert not _found(*claims).two_counts
