"""Whether a figure has happened, is to come, is only thought of, or is denied."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from habeas.values.claim import CountClaim

Read = Callable[..., tuple[CountClaim, ...]]

SATURDAY = date(2019, 6, 1)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Authorities aim to free 40 political prisoners.", "planned"),
        ("The talks would see the rebels release 40 political prisoners.", "planned"),
        ("The deal will also see the army free 40 political prisoners.", "planned"),
        ("The swap will include 40 political prisoners and 12 soldiers held by the rebels.", "planned"),
        ("Police were attempting to arrest five opposition members.", "planned"),
        ("The 40 political prisoners will remain in prison, the minister said.", "actual"),
        ("The 40 political prisoners are going to stay behind bars.", "actual"),
        ("The 40 political prisoners are to remain in custody until the trial.", "actual"),
        ("The minister insisted that 40 political prisoners had been freed.", "actual"),
        ("The president pledged to free 40 political prisoners.", "planned"),
        ("The president is expected to free 40 political prisoners.", "planned"),
        ("The release of 40 political prisoners is expected next week.", "planned"),
        ("Forty political prisoners are due to be freed.", "planned"),
        ("Forty political prisoners are set to walk free.", "planned"),
        ("Forty political prisoners to be freed next week", "planned"),
        ("A court has ordered that 40 political prisoners be released.", "planned"),
        ("On the orders of a court, 40 political prisoners were released.", "actual"),
        ("A court ordered their release and 40 political prisoners walked free.", "actual"),
        ("The government has agreed to release 40 political prisoners.", "planned"),
        ("The government agreed on the release of 40 political prisoners.", "planned"),
        ("The rebels have offered to free 40 prisoners of war.", "planned"),
        ("The bill would free 40 political prisoners.", "planned"),
        ("Under the accord, 40 political prisoners will be let go.", "planned"),
        ("The cabinet approved the release of 40 political prisoners.", "planned"),
        ("The cabinet has decided to pardon 40 political prisoners.", "planned"),
        ("The lawyers said 40 political prisoners would be tried next month.", "planned"),
        ("Prosecutors are preparing to charge 40 activists.", "planned"),
        ("Police have issued arrest warrants for 40 activists.", "planned"),
        ("Police plan to arrest 40 activists.", "planned"),
        ("The president may free 40 political prisoners.", "hypothetical"),
        ("If the talks succeed, 40 political prisoners could be freed.", "hypothetical"),
        ("The government is considering releasing 40 political prisoners.", "hypothetical"),
        ("Up to 40 political prisoners might be freed.", "hypothetical"),
        ("The army denied that it had arrested 40 activists.", "denied"),
        ("The ministry rejected reports that 40 activists had been arrested.", "denied"),
        ("Reports that 40 activists had been arrested are untrue, police said.", "denied"),
        ("Police dismissed as false a report that 40 activists had been detained.", "denied"),
        ("Police did not deny that 40 activists had been arrested.", "actual"),
        ("Forty activists have been charged and will stand trial.", "actual"),
        ("The 40 activists who will stand trial next week were arrested in May.", "actual"),
        ("The government promised an inquiry after 40 activists were arrested.", "actual"),
        ("The minister plans a visit to the jail where 40 activists are held.", "actual"),
    ],
)
def test_a_figure_has_the_status_that_its_sentence_gives_it(read: Read, text: str, status: str) -> None:
    claim = next(c for c in read(text, published=SATURDAY) if 40 in {c.low, c.high} or c.low == 5)
    assert claim.status == status


def test_the_second_of_two_joined_figures_is_as_planned_as_the_first(read: Read) -> None:
    claims = read("The swap will include 40 political prisoners and 12 captured soldiers.", published=SATURDAY)
    assert [c.status for c in claims] == ["planned", "planned"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Police arrested 40 students on Friday.", "on"),
        ("Police arrested 40 students on Thursday and Friday.", "between"),
        ("Police arrested 40 students over the weekend.", "between"),
        ("Police have arrested 40 students since May.", "since"),
        ("Police arrested 40 students in May.", "between"),
        ("Forty students are in prison.", "at"),
        ("The minister said on Friday that 40 students had been arrested.", "none"),
    ],
)
def test_the_kind_of_window_is_that_of_its_time(read: Read, text: str, kind: str) -> None:
    assert [c.when_kind for c in read(text, published=SATURDAY)] == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "The panel declined to release on bail 36 union members.",
        "The governor refused to grant parole to 36 union members.",
    ],
)
def test_those_whose_release_is_refused_are_held(read: Read, text: str) -> None:
    (claim,) = read(text, published=SATURDAY)
    assert (claim.low, claim.measure, claim.status) == (36, "held", "actual")


@pytest.mark.parametrize(
    "text",
    [
        "Prosecutors did not press charges against 57 students.",
        "Prosecutors said they would no longer pursue sedition charges against 57 of the 61 accused.",
        "Prosecutors dropped sedition charges against 57 of the 61 accused.",
    ],
)
def test_charges_that_are_not_brought_are_no_claim(read: Read, text: str) -> None:
    assert read(text, published=SATURDAY) == ()


def test_of_those_whose_charges_are_dropped_it_is_told_that_they_are_in_jail(read: Read) -> None:
    (claim,) = read("Prosecutors dropped charges against 57 students who are still in jail.", published=SATURDAY)
    assert (claim.low, claim.measure) == (57, "held")


def test_charges_that_are_not_only_brought_are_brought(read: Read) -> None:
    (claim,) = read("Prosecutors not only filed charges against 57 students but named them.", published=SATURDAY)
    assert (claim.low, claim.measure, claim.status) == (57, "charged", "actual")


def test_a_part_of_so_many_arrested_is_not_all_of_them(read: Read) -> None:
    text = "The amnesty covered a small number of the thousands of people arrested during the strike."
    (claim,) = read(text, published=SATURDAY)
    assert (claim.low, claim.measure) == (2000, "detained")


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("Misdemeanour charges will be filed against 22 people.", "charged"),
        ("At the station 29 marchers were brought in, and charges will be filed against 22.", "charged"),
        ("Sentences will be handed down against 22 people.", "convicted"),
    ],
)
def test_charges_that_will_be_filed_are_to_come(read: Read, text: str, measure: str) -> None:
    claim = next(c for c in read(text, published=SATURDAY) if c.low == 22)
    assert (claim.measure, claim.status) == (measure, "planned")


@pytest.mark.parametrize(
    "text",
    [
        "Families marched on Sunday for the release of 40 miners.",
        "Hundreds rallied for the release of 40 miners.",
        "Families pray for the release of 40 miners.",
    ],
)
def test_those_for_whose_release_others_march_are_held(read: Read, text: str) -> None:
    (claim,) = read(text, published=SATURDAY)
    assert (claim.low, claim.measure) == (40, "held")
