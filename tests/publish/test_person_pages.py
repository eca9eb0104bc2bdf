"""A page a person, only for those whom the edition may name. Persons, reports and statements are invented."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec
import pytest

from habeas.publish.options import PublishOptions
from habeas.publish.pages.person import held_from, taken, term, with_term
from habeas.publish.step import publish
from habeas.values.person import NamedPerson
from habeas.values.record import Record
from habeas.values.register import Episode, PersonEntry, RegisterPerson, State
from habeas.values.status_claim import StatusClaim


def _stretch(claim: StatusClaim) -> Episode:
    day = date(2031, 5, 13)
    return Episode(
        start_high=date(2030, 1, 1), end_low=day, end_high=day, ended_by="freed", stated_months=30.0, claims=(claim.id,)
    )


def _state(claim: StatusClaim) -> State:
    low, high = claim.date_low, claim.date_high
    return State(status=claim.status, start_low=low, start_high=high, end_low=low, end_high=high, claims=(claim.id,))


@pytest.fixture
def named(record: Record) -> Record:
    said = [
        StatusClaim(
            doc="ledger-1", quote="let 12 political prisoners go", start=7, person="Ada Voss", status="freed",
            date_low=date(2031, 5, 13), date_high=date(2031, 5, 13), source="Harbour Committee",
        ).with_id(),
        StatusClaim(
            doc="ledger-1", quote="30 people have been freed", start=100, person="Ivo Brandt", status="held"
        ).with_id(),
    ]  # fmt: skip
    persons = []
    for n, claim in enumerate(said):
        entry = PersonEntry(id=f"e{n}", doc=claim.doc, name=claim.person, claims=(claim.id,))
        persons.append(
            RegisterPerson(
                id=f"p{n}", name=claim.person, spellings=(claim.person, "A. Voss" if n == 0 else claim.person),
                entries=(entry,), roles=("teacher",), relations=("sister of Ivo Brandt",) if n == 0 else (),
                episodes=(_stretch(claim),), states=(_state(claim),),
                lists=("Committee",),
            )
        )  # fmt: skip
    names = (NamedPerson(name="Ada Voss", spellings=("A. Voss",), public=True), NamedPerson(name="Ivo Brandt"))
    return msgspec.structs.replace(record, persons=names, register=tuple(persons), status_claims=tuple(said))


def test_a_public_person_has_a_page_with_what_happened_who_says_so_and_the_sentence(
    named: Record, tmp_path: Path
) -> None:
    publish(named, tmp_path, PublishOptions(charts=False))
    page = (tmp_path / "site" / "people" / "1.html").read_text("utf-8")
    head = ("Ada Voss", "Teacher", "Also written A. Voss")
    told = ("On 13 May 2031", "Freed", "Harbour Committee", "30 months as told", "On the list Committee")
    for words in (*head, *told, "<mark>let 12 political prisoners go</mark>"):
        assert words in page, words
    assert "people/1.html" in (tmp_path / "site" / "people.html").read_text("utf-8")


def test_who_is_not_public_has_no_page_and_stands_on_nobody_s(named: Record, tmp_path: Path) -> None:
    publish(named, tmp_path, PublishOptions(charts=False))
    assert not (tmp_path / "site" / "people" / "2.html").exists()
    assert not any("Brandt" in path.read_text("utf-8") for path in tmp_path.rglob("*.html"))
    publish(named, tmp_path / "inside", PublishOptions(charts=False, profile="internal"))
    assert "Ivo Brandt" in (tmp_path / "inside" / "site" / "people" / "2.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("months", "words"),
    [(96, "eight years"), (30, "30 months"), (20, "20 months"), (64, "five years and four months"), (9999, "life")],
)
def test_a_term_is_told_as_people_say_it(months: float, words: str) -> None:
    assert term(months) == words
    assert with_term("sentenced", months) == f"sentenced to {words}"
    assert with_term("no_contact", months) == f"without contact for {words}"


@pytest.mark.parametrize(
    ("bounds", "words"),
    [
        ((None, date(2025, 1, 26), date(2024, 10, 7), None), "between 7 October 2024 and 26 January 2025"),
        (
            (None, date(2024, 10, 7), date(2025, 1, 26), None),
            "from 7 October 2024 or before until 26 January 2025 at least",
        ),
        (
            (date(2023, 3, 1), date(2023, 3, 30), date(2024, 11, 1), date(2024, 11, 30)),
            "from March 2023 until November 2024",
        ),
        ((date(2023, 3, 1), date(2023, 3, 1), None, None), "from 1 March 2023"),
        ((None, date(2023, 3, 1), None, None), "by 1 March 2023"),
        ((None, None, date(2023, 3, 1), None), "still on 1 March 2023"),
        ((None, None, None, None), "not told"),
    ],
)
def test_when_a_status_held_is_told_without_claiming_more(
    bounds: tuple[date | None, date | None, date | None, date | None], words: str
) -> None:
    low, high, end_low, end_high = bounds
    state = State(status="held", start_low=low, start_high=high, end_low=end_low, end_high=end_high)
    assert held_from(state) == words


def test_a_year_alone_is_no_first_of_january() -> None:
    assert taken(None, date(2029, 1, 1)) == "in 2029 or before"
    assert taken(None, date(2029, 3, 1)) == "by 1 March 2029"
    assert taken(date(2029, 1, 1), date(2029, 12, 31)) == "in 2029"
    assert taken(None, None) == "at a time that is not told"
