"""The reference reports, where they are at hand: who is named, what is told of them, and nobody else.

Only names, statuses and lengths are compared; no sentence of the reports stands here.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from habeas.pipeline.documents import read_documents
from habeas.pipeline.record import build_record
from habeas.values.record import Record
from habeas.values.register import RegisterPerson, State

REPORTS = Path(__file__).parents[3] / "shared" / "seeds"
WITH_A_STATUS = {
    *("Ales Bialiatski", "Dmitri Luksha", "Ksenia Lutskina", "Maria Kolesnikova", "Maxim Znak", "Mikalai Statkevich"),
    *("Pavel Latushka", "Sergei Tikhanovsky", "Svetlana Tikhanovskaya", "Tatyana Khomich", "Viktar Babaryka"),
    "Volha A. Harbunova",
}


@pytest.fixture(scope="module")
def record() -> Record:
    if not REPORTS.is_dir():
        pytest.skip(f"the reference reports are not at {REPORTS}")
    documents, failures = read_documents([REPORTS])
    return build_record(documents, failures)


def person(record: Record, name: str) -> RegisterPerson:
    (found,) = [p for p in record.custody.register.persons if name in p.spellings]
    return found


def states(record: Record, name: str, status: str) -> list[State]:
    return [s for s in person(record, name).states if s.status == status and s.state == "actual"]


def test_exactly_those_with_a_status_are_in_the_register(record: Record) -> None:
    assert {p.name for p in record.custody.register.persons} == WITH_A_STATUS


def test_two_romanisations_are_one_person_and_a_wife_another_with_the_relation_kept(record: Record) -> None:
    assert person(record, "Sergei Tikhanovsky") == person(record, "Siarhei Tsikhanouski")
    assert person(record, "Viktor Babariko") == person(record, "Viktar Babaryka")
    assert person(record, "Sergei Tikhanovsky").relations == ("husband of Svetlana Tikhanovskaya",)
    assert person(record, "Svetlana Tikhanovskaya").spellings == ("Svetlana Tikhanovskaya",)
    assert person(record, "Tatyana Khomich").relations == ("sister of Maria Kolesnikova",)


def test_twenty_months_without_contact_end_in_november_of_the_reports_year(record: Record) -> None:
    (state,) = states(record, "Maria Kolesnikova", "no_contact")
    assert state.term_months == 20
    assert (state.end_low, state.end_high) == (date(2024, 11, 1), date(2024, 11, 30))
    assert state.start_low is not None
    assert (state.start_low.year, state.start_low.month) == (2023, 3)


def test_terms_stand_with_their_persons(record: Record) -> None:
    (sentence,) = states(record, "Ksenia Lutskina", "sentenced")
    assert sentence.term_months == 96
    (held,) = states(record, "Dmitri Luksha", "held")
    assert held.term_months == 30
    (episode,) = person(record, "Dmitri Luksha").episodes
    assert (episode.stated_months, episode.ended_by) == (30, "pardoned")


def test_no_more_are_known_by_name_than_were_counted(record: Record) -> None:
    freed = [item for item in record.custody.coverage if item.measure == "freed"]
    assert freed
    assert all(item.fits and item.named.low <= item.size.high for item in freed)  # type: ignore[operator]
    assert record.custody.conflicts == ()


def test_nobody_is_shown_in_an_edition_for_the_public(record: Record) -> None:
    assert record.custody_shown.register.persons == ()
    assert record.custody_shown.announced == ()
