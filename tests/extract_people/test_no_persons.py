"""Names with capitals that are no persons, and persons who look like none: original sentences, invented names."""

from __future__ import annotations

from datetime import date

import pytest

from habeas.extract.people.gazetteer import is_of_a_country, is_territory
from habeas.extract.people.step import status_claims
from habeas.values.document import Document
from habeas.values.extraction import StatusExtraction


def _read(text: str) -> StatusExtraction:
    return next(status_claims([Document(id="d", text=text, published=date(2024, 11, 20), lang="en")]))


def _persons(text: str) -> set[str]:
    found = _read(text)
    return {claim.person for claim in found.claims} | set(found.others) | set(found.officials)


THINGS = (
    (
        "The opposition party Pelanta says at least 80 people were arrested. Pelanta called for their release.",
        "Pelanta",
    ),
    ("The non-governmental organization Voz Libre confirmed 56 releases. Voz Libre denies the figure.", "Voz Libre"),
    ("Voz Libre denies the figure, said the group Voz Libre on Monday.", "Voz Libre"),
    ("Mirela Dostan, the editor of Vestka and Novoles, was arrested on Friday.", "Vestka"),
    ("Mirela Dostan, the editor of Vestka and Novoles, was arrested on Friday.", "Novoles"),
    ("Police detained 79 people; incidents occurred in Belm, Novi Ostrin, Novi Dol and Nesk.", "Novi Ostrin"),
    ("Police in the Verdanian capital, Nur-Ostan, detained 15 people.", "Nur-Ostan"),
    ("NUR-OSTAN -- Police detained 15 people. In the evening Nur-Ostan was quiet.", "Nur-Ostan"),
    ("Ostrova (Wire) – The military freed about 100 prisoners. Ostrova waited.", "Ostrova"),
    ("People from the town of Gjakola protest every Friday. Gjakola waits for its sons.", "Gjakola"),
    ("Many were moved from the Harsen and Zaporin regions.", "Zaporin"),
    ("He was held in Ostrava prison. The Sipinang jail was full of activists.", "Sipinang"),
    ("PELANTA confirmed the arrests. Pelanta leaders were freed on bail.", "Pelanta"),
    ("Organisations such as Addamira and Hamokesh spoke of 40 detainees. Hamokesh wrote a letter.", "Hamokesh"),
    ("A pilot and member of the Verdanian Parliament (Radna) was sentenced. Radna met on Monday.", "Radna"),
    ("Defensa Penal (DP) counted 12 new arrests. Defensa Penal spoke of torture.", "Defensa Penal"),
    ("Demirel, a private newspaper, reported 20 arrests. Demirel was closed in May.", "Demirel"),
    ("Four people jailed in the landmark Hong Kong security trial were freed on Friday.", "Hong Kong"),
    ("The failure of the Kazakh authorities is a legacy. He was convicted for abuse of power.", "Kazakh"),
    ("Women were among 40 people seized, the envoy for Afghan Women wrote.", "Afghan Women"),
    ("During the raid, the Zarvis detained 20 people. Zarvis are strong in the north.", "Zarvis"),
    ("OVP-Info counted 40 arrests. Police raided OVP-Info on Monday and charged OVP-Info with fraud.", "OVP-Info"),
    ("Of those arrested over the 5 May 2031 General Election, with 607 having been freed, many are ill.", "Election"),
    ("Of the 200 Prisoners Released by the Regime, 31 Had Completed Their Sentences", "Prisoners Released"),
)


@pytest.mark.parametrize(("text", "thing"), THINGS)
def test_a_place_a_body_or_a_headline_is_no_person(text: str, thing: str) -> None:
    assert thing not in _persons(text)


LISTS = (
    ("Klara Mo, Jerome Tam, Kwok Ka-lai and Perry Fan were among 47 activists arrested in 2021.", 4),
    ("Hamid Rostami, Leyla Zarrin, Omid Stone and Nasrin Field were among nine dissidents arrested on Friday.", 4),
    ("Those freed are Lamine Sarro, Fatou Jobe, Modou Rich and Awa Hill.", 4),
    ("The court sentenced Arvo Lepik, Ruslan Teptin and Marek Wolf to five years in prison.", 3),
    ("Zaw Min Lwin, Hla Thida Oo, Daw Nilar Win and Ko Pyae Light were released on Monday.", 4),
    ("Police arrested José Luis Vidal, María Robles and Ana Cruz Plaza on Tuesday.", 3),
    ("Two activists in Ostrava, Maksim Bokaev and Talgar Ayanov, were arrested on May 17.", 2),
    ("Nguyen Van Toan, Tran Thi Hoa and Pham Minh Long were convicted of propaganda in Hanoi.", 3),
    ("Tesfaye Bekele, Hirut Alemu and Dawit Moon were released from prison on Tuesday.", 3),
    ("Aysel Umarli, Rauf Qasimli and Nigar Sun were arrested in November.", 3),
)


@pytest.mark.parametrize(("text", "persons"), LISTS)
def test_whoever_is_listed_with_persons_is_one_and_shares_what_happened(text: str, persons: int) -> None:
    found = _read(text)
    assert len({claim.person for claim in found.claims}) == persons


KEPT = (
    ("Anna Orlova was arrested on Monday. Thousands keep their faith in Anna Orlova.", "Anna Orlova"),
    ("In Ostrava, Anna Orlova was arrested on Monday.", "Anna Orlova"),
    ("The party Anna Orlova founded was banned. Anna Orlova was arrested on Monday.", "Anna Orlova"),
    ("Marek Ostrin was jailed in May. Protests were held in Ostrin. Ostrin has been in prison since.", "Marek Ostrin"),
    ("The journalist Jordan Hill was released on Monday.", "Jordan Hill"),
    ("President of Verdania, Dalia Ruiz, spoke of 20 releases.", "Dalia Ruiz"),
    ("Anna Orlova, a member of the opposition party, was detained on Monday.", "Anna Orlova"),
    ("The Orlova case shook the city. The Orlova trial began when Anna Orlova was arrested.", "Anna Orlova"),
    ("The lawyer of Anna Orlova said that she is in prison.", "Anna Orlova"),
)


@pytest.mark.parametrize(("text", "person"), KEPT)
def test_a_person_beside_words_of_places_and_bodies_stays_one(text: str, person: str) -> None:
    assert person in _persons(text)


def test_who_is_detained_in_a_phrase_with_with_is_found() -> None:
    found = _read("Ines Caldero has been in prison since April, with the chairman Tamaz Giorli detained in October.")
    assert ("Tamaz Giorli", "detained") in {(claim.person, claim.status) for claim in found.claims}


@pytest.mark.parametrize(
    "word", ["Kazakh", "Kazakhs", "Afghan", "Sudanese", "Cuban", "Peruvian", "Iraqi", "Greek", "Chad"]
)
def test_countries_peoples_and_official_languages_are_known(word: str) -> None:
    assert is_of_a_country(word)


@pytest.mark.parametrize("word", ["Francis", "Torres", "Orlova", "Mo", "Castro", "Romero", "Ali"])
def test_names_of_persons_are_no_names_of_countries(word: str) -> None:
    assert not is_of_a_country(word)


def test_territories_are_known_without_epithets_and_islands_named_after_persons_are_left_out() -> None:
    assert is_territory(("Hong", "Kong"))
    assert is_territory(("Burma",))
    assert not is_territory(("Diego", "Garcia"))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Police arrested General Stone on Monday.", "Stone"),
        ("Chief Little was detained with 20 others.", "Little"),
    ],
)
def test_a_common_word_behind_a_title_is_a_name_where_it_is_no_thing_of_that_kind(text: str, name: str) -> None:
    assert any(name in person for person in _persons(text))
