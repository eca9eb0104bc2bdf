"""Whom a case is about: its nationals, and its accused in whatever words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from invented import claim, day, document

from habeas.reconcile.prepared.groups import Groups
from habeas.reconcile.prepared.own_people import accused, demonyms
from habeas.reconcile.step import parse_ask, reconcile
from habeas.values.case import CaseSettings
from habeas.values.claim import CountClaim


def _held(doc: str, low: int, group: str, on: str = "2035-03-01", **fields: Any) -> CountClaim:
    own = {"measure": "held", "when_kind": "at", "start_date": day(on), "end_date": day(on), "group": group}
    return claim(doc, low, **(own | {"source": f"Desk {doc}"} | fields))


def _best(claims: Sequence[CountClaim], ask: str, settings: CaseSettings | None = None) -> int | None:
    documents = [document(doc, "2035-03-04") for doc in dict.fromkeys(each.doc for each in claims)]
    return reconcile(claims, documents, settings=settings or CaseSettings(), asks=[parse_ask(ask)]).answers[0].best


def test_a_nationality_that_most_reports_name_narrows_nothing():
    claims = [
        _held("a", 8_100, "Lormish prisoners"),
        _held("b", 8_100, "Lormish detainees"),
        _held("c", 8_100, "people"),
    ]
    assert {"lormish"} <= demonyms(claims, "")
    assert _best(claims[:2], "held 2035-03-01") == 8_100


def test_a_nationality_of_the_few_is_a_part():
    claims = [_held("a", 8_100, "prisoners"), _held("b", 8_050, "people"), _held("c", 41, "Vennian citizens")]
    assert demonyms(claims, "") == frozenset()
    assert _best(claims, "held Vennian citizens 2035-03-01") == 41


def test_the_country_of_the_case_gives_its_people_their_name():
    claims = [_held("a", 310, "cubanos"), _held("b", 12, "Colombian citizens")]
    assert demonyms(claims, "Cuba") == {"cubanos"}


def test_women_of_a_nationality_are_women():
    claims = [
        _held("a", 8_100, "Lormish prisoners"),
        _held("b", 8_100, "Lormish prisoners"),
        _held("c", 90, "Lormish women"),
    ]
    assert _best(claims, "held women 2035-03-01") == 90
    assert _best(claims, "held 2035-03-01") == 8_100


def _general(group: str) -> bool:
    return group in {"people", "detainees"}


def test_rioters_of_the_police_are_the_people_of_its_critics():
    police = _held("a", 2_300, "suspected rioters", measure="detained")
    critics = _held("b", 2_600, "people", measure="detained")
    assert accused([police, critics], _general) == {police.id}


def test_the_few_protesters_among_many_people_stay_a_part():
    few = _held("a", 40, "protesters", measure="detained")
    assert accused([few, _held("b", 2_600, "people", measure="detained")], _general) == frozenset()


def test_many_more_accused_than_people_are_another_population():
    many = _held("a", 9_000, "gang members", measure="detained")
    assert accused([many, _held("b", 260, "people", measure="detained")], _general) == frozenset()


def test_a_part_by_its_text_is_one_whatever_it_is_called():
    whole = _held("a", 300, "people", measure="detained")
    part = _held("a", 280, "demonstrators", measure="detained", subset_of=0)
    assert accused([whole, part], _general) == frozenset()


def test_a_part_of_the_accused_is_no_label():
    claims = [_held("a", 900, "young gang members", measure="detained"), _held("b", 950, "people", measure="detained")]
    assert accused(claims, _general) == frozenset()


def test_people_taken_over_something_are_the_people_where_their_counts_are_as_large():
    over = [_held("a", 4_200, "people held over the dyke protests"), _held("b", 4_150, "people")]
    few = [_held("a", 22, "people held over the dyke protests"), _held("b", 4_150, "people")]
    assert accused(over, lambda group: group == "people") == {over[0].id}
    assert accused(few, lambda group: group == "people") == frozenset()


def test_those_freed_of_the_people_detained_are_all_that_were_freed():
    since = {"measure": "freed", "when_kind": "since", "start_date": day("2035-01-10"), "end_date": day("2035-03-01")}
    arrests = _held("a", 1_020, "detentions", measure="detained", when_kind="since", start_date=day("2035-01-10"))
    freed = claim("a", 418, group="demonstrators", subset_of=0, **since)
    assert _best([arrests, freed], "freed 2035-01-10..2035-03-01") == 418
    later = claim("b", 440, group="people", **since)
    narrow = claim("a", 418, group="students", subset_of=0, **since)
    groups = [Groups(each, each, CaseSettings()) for each in ([arrests, freed, later], [arrests, narrow, later])]
    assert [groups[0].key_of(freed), groups[1].key_of(narrow)] == ["", "students"]


def test_those_freed_of_a_narrower_group_detained_stay_a_part():
    nurses = _held("a", 60, "nurses", measure="detained")
    freed = claim("a", 41, group="demonstrators", subset_of=0, on="2035-03-01")
    every = [nurses, freed, claim("b", 44, group="people", on="2035-03-01")]
    assert Groups(every, every, CaseSettings()).key_of(freed) == "demonstrators"
