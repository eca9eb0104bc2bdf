"""Who says a number: the speaker of its clause, of the passage, behind a list, or nobody but the document."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from habeas.values.claim import CountClaim

Read = Callable[..., tuple[CountClaim, ...]]

THURSDAY = date(2023, 6, 15)


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("A court sentenced 17 prisoners to long terms, Ardal media reported on Sunday.", "Ardal media"),
        ("After President Marek's claim that 20 rebels were arrested, the square filled.", "President Marek"),
        ("In June the Dawn Centre published a list of 277 political prisoners.", "Dawn Centre"),
        ("Figures released by the prison service show 14 women are held on terror charges.", "prison service"),
        ("In May the union counted seven raids, with ten activists arrested.", "union"),
        ("Tor Bek, who says that 30 of his friends were detained, has left the country.", "Tor Bek"),
        ("The lawyer Ana Kol told Radio Ardal that 14 students were in prison.", "Ana Kol"),
    ],
)
def test_the_speaker_is_the_one_who_gives_the_number(read: Read, text: str, source: str) -> None:
    claim = read(text, published=THURSDAY)[0]
    assert source in claim.source


@pytest.mark.parametrize(
    "text",
    [
        "Police arrested 300 marchers; government reports indicate that the shops have been reopened.",
        "The court found seven activists guilty of rioting.",
        "Several members of the party, which won the vote according to the minutes, have been arrested.",
    ],
)
def test_a_saying_that_does_not_reach_the_number_gives_it_no_speaker(read: Read, text: str) -> None:
    claim = read(text, published=THURSDAY)[0]
    assert claim.source == "document"


@pytest.mark.parametrize(
    "text",
    [
        "According to Dawn, the state freed 245 prisoners. Among those released were 26 foreign prisoners.",
        "According to Dawn, 695 people have been charged with riot. A further 103 have been charged with insult.",
        "There are 357 political prisoners, according to a report by Dawn. The updated list holds 26 women.",
        "Dawn said 47 people were detained. It said that nine had been freed, according to the Ardal Post.",
    ],
)
def test_a_figure_that_goes_on_with_another_keeps_its_speaker(read: Read, text: str) -> None:
    claims = read(text, published=THURSDAY)
    assert len(claims) == 2
    assert {c.source for c in claims} == {"Dawn"}


def test_another_event_in_the_next_sentence_has_no_speaker(read: Read) -> None:
    text = "Dawn said that 20 people were detained in May. On 3 June a court sentenced six men to prison."
    assert [c.source for c in read(text, published=THURSDAY)] == ["Dawn", "document"]


def test_an_office_is_not_taken_for_the_monitor_named_before(read: Read) -> None:
    text = "Dawn said that 20 people were detained in May. The ministry said that 12 people were held."
    assert read(text, published=THURSDAY)[1].source == "ministry"
