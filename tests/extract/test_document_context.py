"""Claims that only the rest of the document makes clear: years, windows and groups named elsewhere.

Original sentences about invented places.
"""

from __future__ import annotations

from datetime import date

import pytest

from habeas.extract.options import ExtractOptions
from habeas.extract.step import extract
from habeas.values.claim import CountClaim
from habeas.values.document import Document


def _claims(text: str, published: date | None = None) -> dict[int | None, CountClaim]:
    document = Document(id="d", text=text, published=published, lang="en")
    (found,) = extract([document], ExtractOptions())
    return {claim.low: claim for claim in found.claims}


def test_a_day_without_a_year_takes_the_year_that_the_text_gives_away() -> None:
    claim = _claims(
        "The latest release was on March 9, when forty-two prisoners walked free. "
        "Ruritania will hold a parliamentary election next year. "
        "The rulers want the 2019 election to be recognised abroad."
    )[42]
    assert (claim.start_date, claim.end_date) == (date(2018, 3, 9), date(2018, 3, 9))


def test_a_repeated_pair_of_months_keeps_the_year_of_its_first_mention() -> None:
    text = (
        "Ruritania freed 61 political prisoners in May and June 2018 in the hope of a loan before the 2020 summit.\n"
        "Ruritania has let prisoners go in view of the summit of 2020. In May and June, a total of 64 inmates "
        "were pardoned, and more may follow."
    )
    claim = _claims(text)[64]
    assert (claim.start_date, claim.end_date) == (date(2018, 5, 1), date(2018, 6, 30))


def test_a_total_brought_to_a_number_counts_the_group_it_names_and_not_the_one_before() -> None:
    claim = _claims(
        "On Tuesday 12 women and five men were let out, bringing the total number of dissidents freed in the last "
        "three months to 88."
    )[88]
    assert claim.group == "dissidents"
    assert (claim.measure, claim.start_offset, claim.end_offset) == ("freed", "-P3M", "P0D")


def test_waves_are_not_part_of_the_group() -> None:
    claim = _claims("The junta has released about 90 political prisoners in three waves in the last two months.")[90]
    assert claim.group == "political prisoners"
    assert claim.occasions == 3


@pytest.mark.parametrize(
    "sentence",
    [
        "The government let another 25 detainees go on Wednesday, state radio said.",
        "Guards let 25 detainees out of the camp on Wednesday.",
        "The authorities set 25 detainees free on Wednesday.",
        "The 25 detainees were allowed to go home on Wednesday.",
    ],
)
def test_letting_people_go_is_freeing_them(sentence: str) -> None:
    assert _claims(sentence)[25].measure == "freed"


def test_the_same_months_are_those_named_before() -> None:
    claims = _claims(
        "Over the past four months 140 prisoners have been released, a monitoring group says. "
        "In the same four months it recorded 190 arrests.",
        date(2019, 10, 20),
    )
    assert (claims[190].measure, claims[190].start_date, claims[190].end_date) == (
        "detained",
        date(2019, 6, 20),
        date(2019, 10, 20),
    )


def test_early_in_a_year_is_its_first_months() -> None:
    claim = _claims("Early in 2018 rights defenders counted no fewer than 930 political prisoners.")[930]
    assert claim.measure == "held"
    assert claim.start_date == date(2018, 1, 1)
    assert claim.end_date == date(2018, 4, 30)


def test_a_total_without_a_window_takes_the_one_its_source_was_given_before() -> None:
    claims = _claims(
        "The president has arrested more people than he has pardoned in the past five months, according to the "
        "monitor Open Door. Open Door has tracked the release of 118 prisoners but also 164 people arrested."
    )
    for number in (118, 164):
        assert (claims[number].start_offset, claims[number].end_offset) == ("-P5M", "P0D")


def test_detained_for_joining_protests_is_an_arrest_and_the_year_of_the_vote_is_not_its_date() -> None:
    claim = _claims(
        "New arrests continue to occur, with several people detained for taking part in marches against the 2017 "
        "parliamentary elections.",
        date(2018, 9, 3),
    )[3]
    assert claim.measure == "detained"
    assert claim.start_date != date(2017, 1, 1)


def test_a_sentence_set_at_a_width_is_one_sentence() -> None:
    text = (
        "Ruritania has released 207 political prisoners over the past six months,\n"
        "freeing groups of about 30 prisoners at a time."
    )
    claims = _claims(text, date(2018, 12, 24))
    assert (claims[30].start_date, claims[30].end_date) == (claims[207].start_date, claims[207].end_date)
    assert claims[30].start_date == date(2018, 6, 24)
    assert all(text[c.start : c.start + len(c.quote)] == c.quote for c in claims.values())


@pytest.mark.parametrize(("passed", "year"), [("December 30, 2024", 2025), ("March 30, 2024", 2024)])
def test_a_month_ten_months_before_the_last_printed_one_is_of_the_next_year(passed: str, year: int) -> None:
    claim = _claims(
        f"On {passed}, parliament gave the police new powers against protesters. "
        "On January 11, police arrested 20 marchers in Odrava."
    )[20]
    assert claim.start_date == date(year, 1, 11)


def test_two_days_of_a_month_before_a_place_are_both_days_of_the_arrests() -> None:
    claim = _claims("Police detained six marchers on January 3 and 4 in Odrava.", date(2019, 11, 20))[6]
    assert (claim.start_date, claim.end_date) == (date(2019, 1, 3), date(2019, 1, 4))
