"""Who is counted: the group in the text's own words, with what makes it a part of all."""

from __future__ import annotations

from datetime import date

import pytest

from habeas.extract.engine import Engine
from habeas.values.claim import CountClaim
from habeas.values.document import Document


def claims_of(english: Engine, text: str) -> tuple[CountClaim, ...]:
    document = Document(id="d", text=text, lang="en", published=date(2021, 6, 16))
    return english.claims_of(document).claims


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("Police arrested 300 people, 35 of them women.", ["people", "women"]),
        ("Of those arrested since May, 41 are police officers and 19 are nuns.", ["police officers", "nuns"]),
        ("Police arrested 300 people, 35 of them nuns, and 80 are still in custody.", ["people", "nuns", "people"]),
        ("In the region of Velm alone 300 people were arrested.", ["people in the region of Velm"]),
        ("Some 300 miners were arrested in Velm alone.", ["miners in Velm"]),
        ("In March alone 300 miners were arrested.", ["miners"]),
        ("So far 90 of the strikers detained have been identified.", ["strikers identified"]),
        ("The number of political prisoners has reached 90.", ["political prisoners"]),
        ("The court freed 27 old or 30 young miners.", ["old miners", "young miners"]),
        ("The judges freed 57 and 19 accused miners, respectively.", ["accused miners", "accused miners"]),
        ("The judges freed 57 and 19 miners, respectively.", ["miners", "miners"]),
        ("The number of arrested miners is over 9,000.", ["miners"]),
        ("At least 90 soldiers and thousands of miners were detained.", ["soldiers", "miners"]),
        ("Courts have handed down 90 life sentences over the plot.", ["people given sentences"]),
        ("Believers held for their views now number 140, nuns 60 and miners 9.", ["Believers", "nuns", "miners"]),
    ],
)
def test_a_group_is_told_in_the_texts_words(english: Engine, text: str, groups: list[str]) -> None:
    assert [claim.group for claim in claims_of(english, text)] == groups


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        (
            "The list has 90 miners serving sentences, and 12 miners are under house arrest.",
            ["miners serving sentences", "miners under house arrest"],
        ),
        (
            "In political cases 22 people are held while their cases go on and 14 serve final terms.",
            ["people in pretrial detention", "people serving sentences"],
        ),
        (
            "90 political prisoners serve their sentences in colonies, 40 of them nuns; 35 are in detention centres.",
            ["political prisoners serving sentences", "nuns", "political prisoners in pretrial detention"],
        ),
        (
            "There are 33 political prisoners, of whom 24 face charges under section 9.",
            ["political prisoners", "political prisoners charged under section 9"],
        ),
        ("In Velm 60 political prisoners are awaiting trial.", ["political prisoners"]),
    ],
)
def test_people_held_in_different_ways_are_groups_of_their_own(english: Engine, text: str, groups: list[str]) -> None:
    assert [claim.group for claim in claims_of(english, text)] == groups


def test_the_groups_of_a_list_of_prisoners_are_parts_of_it(english: Engine) -> None:
    text = (
        "The union has updated its list of those jailed for political reasons in Marenia. 72 surnames are on it: "
        "8 nuns, 27 people convicted in the harbour case, 37 deported miners."
    )
    claims = claims_of(english, text)
    assert [claim.group for claim in claims] == [
        "political prisoners",
        "nuns",
        "people convicted in the harbour case",
        "deported miners",
    ]
    assert [claim.subset_of for claim in claims] == [None, 0, 0, 0]


def test_the_groups_of_a_new_list_are_no_parts_of_an_older_one(english: Engine) -> None:
    text = (
        "A new list of political prisoners came out today. The list of 10 March held 60 names. "
        "On the new one there are 11 nuns and 30 miners."
    )
    claims = claims_of(english, text)
    assert [(claim.low, claim.subset_of) for claim in claims] == [(60, None), (11, None), (30, None)]
    assert "March" not in "".join(claim.source for claim in claims)


def test_parts_behind_of_those_are_parts_of_no_part(english: Engine) -> None:
    claims = claims_of(english, "Of those detained, 41 are police officers, 60 nuns, and 19 are miners.")
    assert [claim.subset_of for claim in claims] == [None, None, None]


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("Police arrested 300 people. None of those arrested, however, is a security guard.", "security guard"),
        ("None of the detainees was a journalist.", "journalist"),
        ("None of the 20 prisoners were women lawyers.", "women lawyers"),
        ("None of the detainees is a member of the party.", "member of the party"),
        ("None of the detainees has been freed.", "detainees"),
    ],
)
def test_none_counts_what_nobody_is_said_to_be(english: Engine, text: str, group: str) -> None:
    (none,) = [claim for claim in claims_of(english, text) if claim.high == 0]
    assert none.group == group
