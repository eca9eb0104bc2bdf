"""One report dates the event that another awaits or looks back on."""

from __future__ import annotations

from datetime import date

import pytest
from invented import claim, document

from habeas.extract.step import dating_cues
from habeas.reconcile.step import reconcile
from habeas.values.document import Document
from habeas.values.history import DatedDocument

DATED = "The island votes in presidential elections on 9 May 2031, the commission said."


def _dates(**texts: str) -> dict[str, DatedDocument]:
    """Date invented reports by their own words; a text that begins with a date in brackets was published then."""
    documents = []
    for name, text in texts.items():
        published = date.fromisoformat(text[1:11]) if text.startswith("[") else None
        documents.append(Document(id=name, text=text.partition("]")[2].strip() or text, published=published, lang="en"))
    cues = [cue for each in documents for cue in dating_cues(each)]
    claims = [claim(name, 5 + n, when_kind="none") for n, name in enumerate(texts)]
    return {found.id: found for found in reconcile(claims, documents, cues).documents}


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("Guards freed five people before an election next month.", date(2031, 3, 6), date(2031, 5, 8)),
        ("Five were freed. He prepares for next year's presidential elections.", date(2030, 1, 1), date(2030, 12, 31)),
        ("The 2031 elections are approaching. Five people were freed.", date(1, 1, 1), date(2031, 5, 9)),
        ("The elections scheduled for May 9 worry him, and five were freed.", date(2030, 5, 8), date(2031, 5, 9)),
    ],
)
def test_a_report_takes_its_days_from_the_election_that_another_dates(text: str, low: date, high: date) -> None:
    told = _dates(lead=DATED, other=text)["other"]
    assert low <= told.published.low <= told.published.high <= high
    assert told.inferred
    assert "lead" in told.why


def test_a_report_that_looks_back_on_the_election_was_written_after_it() -> None:
    told = _dates(lead="[2031-04-02] The vote on May 9 is near.", other="The election last month ended in arrests.")
    assert date(2031, 5, 10) <= told["other"].published.low <= told["other"].published.high <= date(2031, 7, 12)
    assert "looks back on the election" in told["other"].why


def test_a_dated_report_lends_its_year_to_the_day_it_names() -> None:
    told = _dates(
        lead="[2031-04-02] Elections scheduled for May 9 will be held in all districts.",
        other="Police took five people before an election next week.",
    )
    assert told["other"].published.high <= date(2031, 5, 8)
    assert told["other"].published.low >= date(2031, 4, 20)


def test_of_two_elections_of_one_kind_the_adjective_says_which_is_meant() -> None:
    told = _dates(
        lead=DATED,
        second="Local elections will be held on 20 November 2031.",
        other="Five were freed before a local election next month.",
    )["other"]
    assert date(2031, 9, 15) <= told.published.low <= told.published.high <= date(2031, 11, 19)


def test_what_may_mean_either_of_two_elections_is_dated_by_neither_alone() -> None:
    told = _dates(
        lead=DATED,
        second="Local elections will be held on 20 November 2031.",
        other="Five were freed before an election next month.",
    )["other"]
    assert told.published.low <= date(2031, 4, 30)
    assert told.published.high >= date(2031, 10, 25)


def test_an_election_of_another_year_dates_nothing() -> None:
    told = _dates(lead=DATED, other="After the 2020 election thousands were arrested. Five people were freed.")["other"]
    assert "2031" not in told.why


def test_a_printed_date_is_not_moved_by_an_event() -> None:
    told = _dates(lead=DATED, other="[2031-04-20] Five were freed before an election next month.")["other"]
    assert told.published.low == told.published.high == date(2031, 4, 20)


def test_unusual_figures_shared_with_a_dated_report_date_an_undated_one():
    documents = [document("told", "2031-05-12"), document("again"), document("other"), document("old", "2027-01-01")]
    claims = [
        claim("told", 385, on="2031-05-09"),
        claim("told", 583, measure="detained", on="2031-05-09"),
        claim("old", 12, on="2026-12-03"),
    ]
    claims += [claim("again", 385, when_kind="none"), claim("again", 583, measure="detained", when_kind="none")]
    claims += [claim("other", 385, when_kind="none"), claim("other", 600, measure="detained", when_kind="none")]
    dated = {each.id: each for each in reconcile(claims, documents).documents}
    assert date(2031, 5, 9) <= dated["again"].published.low <= dated["again"].published.high <= date(2031, 11, 12)
    assert "same figures as told" in dated["again"].why
    assert "same figures" not in dated["other"].why
    assert dated["other"].published.high > date(2031, 11, 12)
