"""Whom a case counts: its population, a broader one, and what pages call it. Reports and figures are invented."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest
from invented import claim, document

from habeas.reconcile.prepared.groups import BROADER, POPULATION, Groups, is_general
from habeas.reconcile.step import reconcile
from habeas.values.case import CaseSettings
from habeas.values.claim import CountClaim

_DAY = date(2031, 5, 2)


def _freed(doc: str, number: int, group: str, *, part_of: int | None = None, day: date = _DAY) -> CountClaim:
    return claim(doc, number, group=group, subset_of=part_of, when_kind="on", start_date=day, end_date=day)


def _keys(*claims: CountClaim) -> list[str]:
    groups = Groups(claims, claims, CaseSettings())
    return [groups.key_of(one) for one in claims]


def test_a_report_that_says_prisoners_and_political_prisoners_of_one_wave_means_one_population() -> None:
    assert _keys(_freed("a", 30, "political prisoners"), _freed("b", 30, "prisoners")) == [POPULATION, POPULATION]


def test_an_amnesty_of_which_the_political_are_called_a_part_is_of_all_prisoners() -> None:
    assert _keys(_freed("a", 5200, "prisoners"), _freed("a", 61, "political prisoners", part_of=0)) == [
        BROADER,
        POPULATION,
    ]


def test_a_part_is_found_by_its_place_among_all_claims_of_its_report() -> None:
    denied = msgspec.structs.replace(_freed("a", 9, "people"), status="denied")
    told = [
        denied,
        _freed("a", 5200, "prisoners", day=date(2031, 5, 3)),
        _freed("a", 61, "political prisoners", part_of=1),
    ]
    groups = Groups(told[1:], told, CaseSettings())
    assert [groups.key_of(one) for one in told[1:]] == [BROADER, POPULATION]


def test_a_headline_counts_those_whom_the_sentence_that_repeats_it_names() -> None:
    headline = _freed("a", 31, "")
    lead = msgspec.structs.replace(_freed("a", 31, "fishermen"), repeats=0)
    other = _freed("b", 12, "political prisoners")
    found = reconcile([headline, lead, other], [document("a", "2031-05-02"), document("b", "2031-05-02")])
    assert {(o.group, o.size.best) for o in found.occasions} == {("fishermen", 31), ("political prisoners", 12)}


def test_few_political_ones_beside_many_of_the_same_day_set_them_apart_without_being_called_a_part() -> None:
    whole, part = _freed("a", 5200, "inmates"), _freed("a", 61, "political prisoners")
    assert _keys(whole, part) == [BROADER, POPULATION]


def test_a_later_amnesty_told_in_the_same_words_is_of_all_prisoners_too() -> None:
    whole, part = _freed("a", 5200, "prisoners"), _freed("a", 61, "political prisoners")
    later = _freed("b", 3100, "convicts", day=date(2032, 5, 2))
    assert _keys(whole, part, later) == [BROADER, POPULATION, BROADER]


def test_a_whole_that_political_parts_add_up_to_is_of_them_and_not_broader() -> None:
    parts = [
        _freed("a", 32, "political prisoners", part_of=0),
        _freed("a", 22, "political prisoners", part_of=0, day=date(2031, 5, 1)),
    ]
    assert _keys(_freed("a", 54, "people"), *parts) == [POPULATION] * 3


@pytest.mark.parametrize(
    "group",
    [
        "people locked up for their beliefs",
        "citizens deprived of liberty for their views",
        "people arbitrarily held",
        "arrests at rallies",
        "incarcerated individuals",
        "internationally recognised political prisoners",
    ],
)
def test_words_for_why_or_how_unjustly_somebody_is_held_set_nobody_apart(group: str) -> None:
    assert is_general(group)


@pytest.mark.parametrize(
    "group", ["people held for their religion", "journalists locked up", "opposition members", "people under 18"]
)
def test_words_for_who_somebody_is_set_apart(group: str) -> None:
    assert not is_general(group)


def test_a_total_over_another_window_sets_nothing_apart() -> None:
    total = _freed("a", 115, "people", day=date(2031, 8, 1))
    assert _keys(total, _freed("a", 30, "political prisoners")) == [POPULATION, POPULATION]


def test_a_population_is_called_political_where_enough_figures_are() -> None:
    claims = [_freed("a", 30, "political prisoners"), _freed("b", 18, "people")]
    assert Groups(claims, claims, CaseSettings()).label == "political prisoners"


def test_a_population_is_not_called_political_by_one_figure_of_many() -> None:
    claims = [_freed(f"d{n}", 100 + n, "prisoners") for n in range(6)]
    groups = Groups(
        [*claims, _freed("x", 30, "political prisoners", day=date(2033, 1, 1))],
        [*claims, _freed("x", 30, "political prisoners", day=date(2033, 1, 1))],
        CaseSettings(),
    )
    assert groups.label == "prisoners"


def test_people_of_another_country_are_a_population_of_their_own() -> None:
    here = [_freed(doc, 30, "political prisoners") for doc in ("a", "b")]
    there = [_freed("c", 400, "prisoners"), _freed("c", 12, "students")]
    documents = [document("a", "2031-05-03"), document("b", "2031-05-03"), document("c", "2031-05-03")]
    places = [msgspec.structs.replace(d, place=p) for d, p in zip(documents, ("BY", None, "NI"), strict=True)]
    found = reconcile([*here, *there], places)
    assert {(o.group, o.size.best) for o in found.occasions} == {
        ("political prisoners", 30),
        ("people in Nicaragua", 400),
        ("students in Nicaragua", 12),
    }
    mine = reconcile([here[0], *there], places, settings=CaseSettings(place="NI"))
    assert ("people", 400) in {(o.group, o.size.best) for o in mine.occasions}


def test_a_group_is_called_as_most_reports_spell_it() -> None:
    claims = [_freed("a", 12, "Harbour Guard conscripts"), _freed("b", 12, "Harbour Guard conscripts")]
    groups = Groups(
        [*claims, _freed("c", 12, "HARBOUR GUARD CONSCRIPTS")],
        [*claims, _freed("c", 12, "HARBOUR GUARD CONSCRIPTS")],
        CaseSettings(),
    )
    assert {groups.name(groups.key_of(one)) for one in claims} == {"Harbour Guard conscripts"}


def test_of_two_spellings_as_common_the_one_that_owes_no_capital_to_its_place_is_taken() -> None:
    claims = [_freed("a", 12, "Students of Port Esmer"), _freed("b", 12, "students of Port Esmer")]
    groups = Groups(claims, claims, CaseSettings())
    assert groups.name(groups.key_of(claims[0])) == "students of Port Esmer"


def test_a_population_is_not_called_by_what_happened_to_it() -> None:
    claims = [
        _freed("a", 806, "arrests"),
        _freed("b", 60, "detentions"),
        _freed("c", 7, "arrests"),
        _freed("d", 9, "persons"),
    ]
    assert Groups(claims, claims, CaseSettings()).label == "people"
    named = [*claims, _freed("e", 5, "political prisoners"), _freed("f", 6, "political prisoners")]
    assert Groups(named, named, CaseSettings()).label == "political prisoners"
