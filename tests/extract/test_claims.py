from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from habeas.values.claim import CountClaim

Read = Callable[..., tuple[CountClaim, ...]]


def values(claims: tuple[CountClaim, ...]) -> list[tuple[int | None, int | None, str]]:
    return [(c.low, c.high, c.measure) for c in claims]


@pytest.mark.parametrize(
    ("text", "low", "high", "measure"),
    [
        ("Police in Ostrava arrested at least 40 protesters.", 40, None, "detained"),
        ("Some 25 students were rounded up at the rally.", 25, 25, "detained"),
        ("Officers hauled off more than 60 demonstrators.", 61, None, "detained"),
        ("The junta freed 120 political prisoners.", 120, 120, "freed"),
        ("The king granted amnesty to 300 prisoners.", 300, 300, "freed"),
        ("Thirty-two dissidents walked free.", 32, 32, "freed"),
        ("The release of 14 journalists was welcomed.", 14, 14, "freed"),
        ("A court in Tarn sentenced nine activists to prison.", 9, 9, "convicted"),
        ("Prosecutors charged 17 opposition members with treason.", 17, 17, "charged"),
        ("More than 900 political prisoners remain behind bars.", 901, None, "held"),
        ("There are still 45 journalists in prison.", 45, 45, "held"),
        ("Six detainees died in custody.", 6, 6, "died"),
        ("The whereabouts of 12 detained villagers remain unknown; 12 people are missing.", 12, 12, "missing"),
        ("There were 75 arrests during the march.", 75, 75, "detained"),
        ("The number of political prisoners reached 512.", 512, 512, "held"),
        ("None of the jailed opposition leaders has been released.", 0, 0, "freed"),
        ("None of the opposition leaders has been released.", 0, 0, "freed"),
        ("Rights lawyers put the number of political prisoners at 870.", 870, 870, "held"),
        ("Viktor Oram was detained along with four colleagues on Monday.", 4, 4, "detained"),
        ("In two years the regime has thrown nearly 700 teachers into jail.", 700, 700, "detained"),
        ("Whereabouts of 16 villagers taken by soldiers remain unknown.", 16, 16, "missing"),
        ("Three of those freed in January were rearrested on Friday.", 3, 3, "rearrested"),
        ("Authorities have let 62 students go without charge, their lawyer said.", 62, 62, "freed"),
        ("Dozens of people are detained in Marenia amid protests over fuel prices.", 24, 99, "detained"),
    ],
)
def test_each_measure_is_read_from_its_predicate(
    read: Read, text: str, low: int | None, high: int | None, measure: str
) -> None:
    assert (low, high, measure) in values(read(text))


@pytest.mark.parametrize(
    "text",
    [
        "He was jailed for 12 years under Article 282 in cell 7.",
        "The prison was built to hold 300 inmates.",
        "The court fined him 4,000 dollars.",
        "About 30 percent of prisoners are under 25.",
        "Fourteen soldiers were killed in the battle.",
        "Parliament passed the law by 120 votes to 30.",
        "All political prisoners must be released.",
        "Four pardons in a summer: what the palace is up to.",
        "Police arrested Anna Kolm, one of the country's best known writers.",
    ],
)
def test_terms_capacities_sums_votes_and_battle_deaths_are_no_claims(read: Read, text: str) -> None:
    assert read(text) == ()


def test_coordinated_counts_are_two_claims(read: Read) -> None:
    claims = read("On Monday the governor pardoned 23 women and seven men.")
    assert values(claims) == [(23, 23, "freed"), (7, 7, "freed")]
    assert [c.group for c in claims] == ["women", "men"]


def test_a_stated_part_points_to_its_whole(read: Read) -> None:
    whole, part = read("Police detained 50 people, including 12 minors, in the capital on Tuesday.")
    assert (whole.low, part.low, part.subset_of) == (50, 12, 0)
    part, whole = read("Five of the 18 detained teachers were released on Tuesday.")
    assert (part.low, part.measure, part.subset_of, whole.low) == (5, "freed", 1, 18)


def test_an_elliptical_count_takes_its_group_from_before(read: Read) -> None:
    first, second = read("Guards arrested 60 miners on Monday. They released 32 on Tuesday.")
    assert (second.low, second.measure, second.group) == (32, "freed", first.group)
    assert (first.start_date, second.start_date) == (date(2023, 6, 12), date(2023, 6, 13))


def test_an_undated_stock_holds_at_the_documents_date(read: Read) -> None:
    (claim,) = read("At least 340 political prisoners are in jail.")
    assert (claim.when_kind, claim.start_date, claim.end_date) == ("at", date(2023, 6, 16), date(2023, 6, 16))


def test_undated_texts_keep_relative_windows_and_waves(read: Read) -> None:
    (claim,) = read("The ruler pardoned about 80 activists in three waves in the last four months.", None)
    assert (claim.start_offset, claim.end_offset, claim.occasions, claim.approx) == ("-P4M", "P0D", 3, True)
    assert claim.start_date is None


def test_a_weekday_near_an_undated_text_is_kept(read: Read) -> None:
    (claim,) = read("The regime freed 16 lawyers on Thursday.", None)
    assert claim.weekday == "thursday"


def test_the_time_of_another_event_is_not_the_claims(read: Read) -> None:
    (claim,) = read("On May 2 the state released 31 people who had been arrested in 2019.")
    assert (claim.measure, claim.start_date, claim.end_date) == ("freed", date(2023, 5, 2), date(2023, 5, 2))


def test_plans_and_conditions_are_told_from_facts(read: Read) -> None:
    assert [c.status for c in read("The ministry plans to release 200 prisoners next week.")] == ["planned"]
    assert [c.status for c in read("The court will free 40 detainees.")] == ["planned"]
    assert [c.status for c in read("If the army frees 90 hostages, talks may begin.")] == ["hypothetical"]
    assert [c.status for c in read("The army freed 90 hostages.")] == ["actual"]


@pytest.mark.parametrize(
    "text",
    [
        "The monitor Lanterna said that 70 students were arrested.",
        "According to the monitor Lanterna, 70 students were arrested.",
        "Seventy students were arrested, the monitor Lanterna reported.",
        "The monitor Lanterna has recorded the arrest of 70 students.",
    ],
)
def test_the_speaker_is_found_before_after_and_inside(read: Read, text: str) -> None:
    (claim,) = read(text)
    assert "Lanterna" in claim.source


def test_a_speaker_carries_over_to_what_it_added(read: Read) -> None:
    claims = read("Lanterna said that 70 students were arrested. It added that 12 of them were freed.")
    assert [c.source for c in claims] == ["Lanterna", "Lanterna"]


def test_nested_attribution_names_the_one_who_counted(read: Read) -> None:
    (claim,) = read("State television said the monitor Lanterna had documented 44 arrests.")
    assert "Lanterna" in claim.source


def test_a_figure_nobody_else_asserts_is_the_documents(read: Read) -> None:
    (claim,) = read("Soldiers detained 11 teachers on Monday.")
    assert claim.source == "document"


def test_the_same_figure_told_again_is_marked(read: Read) -> None:
    claims = read("Junta frees 96 monks\nThe junta freed 96 monks on Friday, state radio said.")
    assert [c.low for c in claims] == [96, 96]
    assert claims[1].repeats == 0
    assert claims[0].start != claims[1].start


def test_an_annual_report_dates_months_in_its_own_year(read: Read) -> None:
    (claim,) = read(
        "In February police detained 25 farmers.", date(2023, 3, 20), title="2022 report on human rights: Freedonia"
    )
    assert (claim.start_date, claim.end_date) == (date(2022, 2, 1), date(2022, 2, 28))


def test_capitals_throughout_are_read_like_any_text(read: Read) -> None:
    assert values(read("THE NATIONAL GUARD ARRESTED TWO PRIESTS IN THE CAPITAL.")) == [(2, 2, "detained")]


def test_a_running_count_covers_the_period_that_the_text_has_named(read: Read) -> None:
    text = (
        "The ruler has jailed ever more critics in the past five months.\nObservers were not surprised.\n"
        "Lanterna has recorded 64 arrests."
    )
    (claim,) = read(text, None)
    assert (claim.low, claim.measure, claim.start_offset, claim.end_offset) == (64, "detained", "-P5M", "P0D")


def test_recognised_prisoners_in_jail_are_held_and_a_rise_is_two_numbers(read: Read) -> None:
    assert values(read("There are at least 90 recognised political prisoners in the country.")) == [(90, None, "held")]
    claims = read("The number of political prisoners rose from 20 to 50.")
    assert [(c.low, c.high) for c in claims] in ([(20, 20), (50, 50)], [(50, 50)])


@pytest.mark.parametrize(
    ("text", "tied"),
    [
        ("At the station in Valna 29 marchers were brought in and 15 were detained.", [(29, None), (15, 0)]),
        (
            "29 marchers were taken to a police station in Orvik, and 15 were detained in Valna.",
            [(29, None), (15, None)],
        ),
    ],
)
def test_those_kept_are_part_of_those_brought_in(read: Read, text: str, tied: list[tuple[int, int | None]]) -> None:
    assert [(claim.low, claim.subset_of) for claim in read(text)] == tied


def test_counts_of_places_are_parts_of_the_sum_that_stands_before_them_whatever_stands_between(read: Read) -> None:
    text = (
        "On Saturday 56 marchers were taken into custody, and 16 were detained on suspicion of rioting. "
        "The ministry said 27 marchers were brought to the station in Orvik, and charges will be filed against 22. "
        "At the station in Valna 29 marchers were brought in."
    )
    whole, kept, first, _, last = read(text)
    assert (whole.low, kept.subset_of, first.subset_of, last.subset_of) == (56, 0, 0, 0)


@pytest.mark.parametrize("place", ["On Monday", "In Orvik"])
def test_a_part_behind_a_name_is_no_part_of_the_name(read: Read, place: str) -> None:
    part, whole = read(f"{place} seven of the 25 prisoners were released.")
    assert (part.low, part.measure, part.subset_of, whole.low, whole.measure) == (7, "freed", 1, 25, "held")


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("The marches have caused at least 103 deaths, and 3,450 people were detained.", [(3450, "detained")]),
        ("The crackdown has led to 12 deaths in custody.", [(12, "died")]),
    ],
)
def test_deaths_that_clashes_lead_to_are_no_deaths_in_custody(
    read: Read, text: str, numbers: list[tuple[int, str]]
) -> None:
    assert [(claim.low, claim.measure) for claim in read(text)] == numbers


@pytest.mark.parametrize("called", ["who had been listed among the missing strikers", "reported missing"])
def test_the_missing_who_have_come_home_are_freed(read: Read, called: str) -> None:
    (claim,) = read(f"At least 11 people {called} have returned home.")
    assert (claim.low, claim.measure) == (11, "freed")


def test_the_place_of_a_dateline_between_bars_is_no_speaker(read: Read) -> None:
    text = (
        "Orvik, Marenia | THE LANTERN | The Reed Front-RF is demanding that police release over 100 of its members "
        "who were arrested over a plot."
    )
    (claim,) = read(text)
    assert "Reed Front" in claim.source


def test_those_whom_others_are_challenged_to_produce_are_missing(read: Read) -> None:
    text = (
        "The Front has challenged the police to produce 25 people believed to have been abducted between 2019 and 2022."
    )
    (claim,) = read(text)
    assert (claim.low, claim.measure) == (25, "missing")
