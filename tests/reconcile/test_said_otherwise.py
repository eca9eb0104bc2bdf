"""Running totals of one count in other words, and figures that count either of two things."""

from __future__ import annotations

from typing import Any

from invented import claim, day, document

from habeas.reconcile.step import parse_ask, reconcile
from habeas.values.claim import CountClaim
from habeas.values.history import Reconciliation


def _total(doc: str, until: str, low: int, **fields: Any) -> CountClaim:
    own = {"when_kind": "since", "start_date": day("2035-02-01"), "end_date": day(until), "group": "people"}
    return claim(doc, low, **(own | {"source": "Reef Desk"} | fields))


def _solve(claims: list[CountClaim], ask: str) -> Reconciliation:
    documents = [document(each.doc, str(each.end_date)) for each in claims]
    return reconcile(claims, list({d.id: d for d in documents}.values()), asks=[parse_ask(ask)])


def test_a_total_of_other_words_between_those_of_one_process_continues_them():
    claims = [_total("a", "2035-03-01", 372), _total("b", "2035-03-08", 418, group="marchers")]
    claims += [_total("c", "2035-06-01", 553)]
    found = _solve(claims, "freed 2035-02-01..2035-03-08")
    assert found.answers[0].best == 418
    assert any("marchers" in note and "one population" in note for note in found.notes)


def test_a_smaller_total_of_other_words_is_a_part():
    claims = [_total("a", "2035-03-01", 372), _total("b", "2035-03-08", 91, group="marchers")]
    claims += [_total("c", "2035-06-01", 553)]
    found = _solve(claims, "freed marchers 2035-02-01..2035-03-08")
    assert found.answers[0].best == 91


def test_women_are_a_part_however_many():
    claims = [_total("a", "2035-03-01", 372), _total("b", "2035-03-08", 418, group="women")]
    claims += [_total("c", "2035-06-01", 553)]
    found = _solve(claims, "freed women 2035-02-01..2035-03-08")
    assert found.answers[0].best == 418


def test_either_of_two_outcomes_bounds_each_from_above():
    """Of two reports of one day, "17 released or found" leaves the other's 12 released."""
    claims = [_total("a", "2035-02-03", 12, quote="only 12 released")]
    claims += [_total("b", "2035-02-03", 17, quote="17 have been released or found")]
    found = _solve(claims, "freed 2035-02-01..2035-02-03")
    assert found.answers[0].best == 12
    assert not found.readings[0].rejected


def test_labels_of_one_count_need_no_totals_near_on_both_sides_if_several_agree():
    claims = [_total("a", "2035-02-20", 100), _total("b", "2035-03-01", 280, group="alleged raiders")]
    claims += [_total("c", "2035-03-20", 360), _total("d", "2035-05-01", 700, group="alleged raiders")]
    claims += [_total("e", "2035-08-01", 1300)]
    found = _solve(claims, "freed 2035-02-01..2035-05-01")
    assert found.answers[0].best == 700
