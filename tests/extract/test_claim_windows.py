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
