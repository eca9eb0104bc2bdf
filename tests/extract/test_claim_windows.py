"""Which of the times in a text belongs to a claim."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from habeas.values.claim import CountClaim

Read = Callable[..., tuple[CountClaim, ...]]


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("On 3 March and 17 April the authorities released a total of 88 prisoners.", (3, 3), (4, 17)),
        ("Guards pardoned and released 20 prisoners in February.", (2, 1), (2, 28)),
        ("On 9 February, when 20 prisoners were freed, the square was full.", (2, 9), (2, 9)),
    ],
)
def test_a_flow_takes_the_time_of_its_own_predicate(
    read: Read, text: str, start: tuple[int, int], end: tuple[int, int]
) -> None:
    (claim,) = read(text, published=date(2023, 5, 15))
    assert (claim.start_date, claim.end_date) == (date(2023, *start), date(2023, *end))


def test_the_date_of_an_offence_is_not_the_date_of_the_charge(read: Read) -> None:
    (claim,) = read("Prosecutors have charged 33 people over the 5 February riots.", published=date(2023, 5, 15))
    assert claim.start_date is None


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("At least 30 people were arrested in rallies against the outcome of the vote of 9 March.", None),
        ("At least 30 people were arrested in rallies against the decree of 9 March.", None),
        ("At least 30 people were arrested in the rallies of 9 March against the decree.", date(2023, 3, 9)),
    ],
)
def test_the_date_of_what_people_rally_against_is_not_that_of_the_arrests(
    read: Read, text: str, start: date | None
) -> None:
    (claim,) = read(text, published=date(2023, 5, 15))
    assert claim.start_date == start


def test_figures_of_a_report_on_a_period_take_that_period(read: Read) -> None:
    text = (
        "This report presents arrests between 4 May 2021 and 31 March 2022. "
        "Rallies led to most arrests. At 12 rallies, 340 people were detained."
    )
    (claim,) = read(text, published=None)
    assert (claim.start_date, claim.end_date) == (date(2021, 5, 4), date(2022, 3, 31))


def test_a_denial_of_reports_denies_the_figure(read: Read) -> None:
    (claim,) = read("Officials denied reports that 60 protesters had been detained.", published=date(2023, 5, 15))
    assert claim.status == "denied"


THURSDAY = date(2023, 6, 15)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        # the event that a date hangs on lends it its role
        (
            "Some 900 people have been detained since deadly riots broke out in Ardal in 2021.",
            (2021, 1, 1),
            (2023, 6, 15),
        ),
        ("Since the start of the year, 125 people have been arrested.", (2023, 1, 1), (2023, 6, 15)),
        ("Dozens of people have been arrested following the blast of June 5.", (2023, 6, 5), (2023, 6, 15)),
        ("Police arrested 40 people after a rally on Sunday.", (2023, 6, 11), (2023, 6, 11)),
        # a start at the end of the clause belongs to the count that runs, not to the part beside it
        (
            "A total of 695 people have been charged with crimes including insult since last year.",
            (2022, 1, 1),
            (2023, 6, 15),
        ),
        # the time of another predicate, or of another number, stays with it
        ("Twelve students were detained in May and will appear in court on Monday.", (2023, 5, 1), (2023, 5, 31)),
        ("Dawn recorded 40 arrests in May, up from 25 in April.", (2023, 5, 1), (2023, 5, 31)),
        ("The number of prisoners freed by the government this week rose to nine.", (2023, 6, 12), (2023, 6, 15)),
        ("Fourteen women were arrested on May 5 last year.", (2022, 5, 5), (2022, 5, 5)),
        ("During the first half of the year, the union counted 60 arrests.", (2023, 1, 1), (2023, 6, 30)),
    ],
)
def test_a_time_belongs_to_what_it_hangs_on(
    read: Read, text: str, start: tuple[int, int, int], end: tuple[int, int, int]
) -> None:
    claim = read(text, published=THURSDAY)[0]
    assert (claim.start_date, claim.end_date) == (date(*start), date(*end))


@pytest.mark.parametrize(
    "text",
    [
        "Dawn said on Wednesday that 40 protesters had been detained in Ardal.",
        "The town has freed 40 of its prisoners, a monitor said on Wednesday.",
        "In a statement on Wednesday, the ministry said it had freed 40 prisoners.",
        "Prosecutors on Wednesday ordered the detention of 40 people.",
    ],
)
def test_the_day_of_saying_or_ordering_is_not_the_day_of_the_event(read: Read, text: str) -> None:
    (claim,) = read(text, published=THURSDAY)
    assert (claim.when_kind, claim.start_date, claim.end_date) == ("none", None, None)


@pytest.mark.parametrize(
    "text",
    [
        "The union says 310 people are held, down from 400 a year ago.",
        "Despite an order of Wednesday to free them, the court kept 310 people in prison.",
        "Since January 20 men were freed, while 310 people remain behind bars.",
    ],
)
def test_people_are_held_now_where_the_time_is_that_of_something_else(read: Read, text: str) -> None:
    claim = next(c for c in read(text, published=THURSDAY) if c.low == 310)
    assert (claim.when_kind, claim.start_date, claim.end_date) == ("at", THURSDAY, THURSDAY)


def test_a_headline_takes_the_day_of_its_lead(read: Read) -> None:
    text = "Ardal's ruler pardons over 450 inmates\n\nArdal's ruler pardoned 457 prisoners on Tuesday night.\n"
    assert {c.start_date for c in read(text, published=THURSDAY)} == {date(2023, 6, 13)}


def test_a_headline_takes_the_time_of_its_own_figure_below(read: Read) -> None:
    title, text = (
        "607 strikers freed after harbour vote",
        "Marenia goes on letting go those arrested in the unrest that followed the 3 March vote, with 607 having been "
        "freed as of 25 March 2031.",
    )
    claims = read(f"{title}\n\n{text}", published=date(2031, 3, 27))
    assert {(c.low, c.start_date, c.end_date) for c in claims} == {(607, date(2031, 3, 3), date(2031, 3, 25))}


def test_a_headline_whose_lead_has_no_day_has_none(read: Read) -> None:
    text = "Police detain more than 200 activists\n\nPolice have detained more than 200 activists in Ardal.\n" + (
        "The party has called for fresh elections. Its leaders met in March. " * 9
    )
    assert {c.when_kind for c in read(text, published=THURSDAY)} == {"none"}


def test_a_lead_takes_the_day_that_the_next_sentence_gives(read: Read) -> None:
    text = "Ardal freed 38 opposition members after a long trial. The pardons came on Tuesday, the court said."
    claim = read(text, published=THURSDAY)[0]
    assert (claim.when_kind, claim.start_date) == ("on", date(2023, 6, 13))


def test_a_figure_told_again_is_of_the_same_day(read: Read) -> None:
    text = (
        "At least 200 people were arrested in Ardal on Tuesday. The rally had been banned.\n\n"
        "Shops stayed shut.\n\nAt least 200 people were arrested, said the mayor."
    )
    assert [c.start_date for c in read(text, published=THURSDAY)] == [date(2023, 6, 13)] * 2


def test_a_period_under_way_begins_with_the_document_for_what_is_to_come(read: Read) -> None:
    (claim,) = read("The authorities will release 60 prisoners later in June.", published=THURSDAY)
    assert (claim.status, claim.start_date, claim.end_date) == ("planned", THURSDAY, date(2023, 6, 30))


def test_who_has_identified_and_arrested_people_counts_up_nobody(read: Read) -> None:
    (claim,) = read("Police have identified and detained 37 marchers who joined the rally.", published=None)
    assert claim.when_kind == "none"


def test_the_today_of_a_quotation_is_the_day_that_the_report_gives_its_figure(read: Read) -> None:
    text = (
        "At least 58 strikers gained freedom on Sunday, the Marenia Prison Watch announced in a statement. "
        "Its head wrote: “At this hour we have verified 58 releases of strikers today.”"
    )
    windows = [(claim.start_date, claim.end_date) for claim in read(text, published=date(2031, 3, 24))]
    assert windows == [(date(2031, 3, 23), date(2031, 3, 23))] * 2


def test_a_quotation_of_another_figure_keeps_its_own_day(read: Read) -> None:
    text = (
        "At least 58 strikers gained freedom on Sunday, the Marenia Prison Watch announced in a statement. "
        "Its head wrote on Monday: “We have verified 31 releases of strikers today.”"
    )
    windows = [(claim.low, claim.start_date) for claim in read(text, published=date(2031, 3, 24))]
    assert windows == [(58, date(2031, 3, 23)), (31, date(2031, 3, 24))]


@pytest.mark.parametrize(
    ("opening", "end"),
    [
        ("Before the weekend", date(2031, 3, 22)),
        ("Prior to this week", date(2031, 3, 24)),
        ("Before 20 March", date(2031, 3, 20)),
    ],
)
def test_a_running_total_counts_up_to_the_time_that_its_sentence_opens_with(
    read: Read, opening: str, end: date
) -> None:
    text = f"{opening}, 156 political prisoners had been released since 8 January."
    (claim,) = read(text, published=date(2031, 3, 26))
    assert (claim.when_kind, claim.start_date, claim.end_date) == ("between", date(2031, 1, 8), end)


@pytest.mark.parametrize("begun", ["begun on 8 January 2031", "initiated on 8 January", "that had begun on 8 January"])
def test_a_total_of_a_process_counts_from_the_day_it_began(read: Read, begun: str) -> None:
    text = f"Up to 26 January the release of 266 political prisoners has been verified, as part of a process {begun}."
    (claim,) = read(text, published=date(2031, 1, 27))
    assert (claim.start_date, claim.end_date) == (date(2031, 1, 8), date(2031, 1, 26))
