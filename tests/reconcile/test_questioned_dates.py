"""A printed date that a document's words and figures contradict is questioned, and one they bear out is not."""

from __future__ import annotations

from datetime import date

import pytest
from invented import claim, day, document

from habeas.reconcile.step import reconcile
from habeas.values.document import DatingCue


def _season(*outlets: str) -> tuple[list, list]:
    """Waves of 25, 41, 18 and 33 from May to August 2031, each told by dated reports, and a total."""
    claims, documents = [], []
    for n, (size, on) in enumerate([(25, "2031-05-20"), (41, "2031-06-03"), (18, "2031-07-08"), (33, "2031-08-05")]):
        for m, outlet in enumerate(outlets or ("Coast Daily", "Fjord Daily")):
            claims.append(claim(f"w{n}{m}", size, on=on))
            documents.append(document(f"w{n}{m}", f"2031-{5 + n:02}-{21 + m if n == 0 else 9 + m:02}", outlet=outlet))
    claims.append(claim("sum", 117, window="2031-05-01..2031-08-31", source="Tern Watch"))
    documents.append(document("sum", "2031-09-02"))
    return claims, documents


def _report(published: str, on: str) -> tuple[list, list]:
    """A report written on 9 July 2031 that is dated otherwise: 18 on Tuesday, 59 in the last two months."""
    claims = [
        claim("r", 18, on=on, weekday="tuesday", start_offset="P0D", end_offset="P0D"),
        claim(
            "r",
            59,
            when_kind="between",
            start_offset="-P45D",
            end_offset="P0D",
            start_date=date.fromordinal(day(published).toordinal() - 45),
            end_date=day(published),
        ),
    ]
    return claims, [document("r", published, text="On Tuesday 18 were freed, 59 in all in six weeks.")]


def _dated(claims, documents, cues=()):
    found = reconcile(claims, documents, cues)
    return found, {each.id: each for each in found.documents}


def test_a_date_line_with_the_wrong_year_is_questioned_and_the_right_year_found():
    claims, documents = _season()
    own, report = _report("2030-07-09", "2030-07-09")
    found, dated = _dated([*claims, *own], [*documents, *report])
    told = dated["r"]
    assert told.printed == date(2030, 7, 9)
    assert told.inferred
    assert told.published.low.year == told.published.high.year == 2031
    assert told.bits_against > told.bits_for > 0
    assert "9 July 2030" in told.questioned
    assert "figures" in told.questioned
    assert sorted(o.size.best for o in found.occasions) == [18, 25, 33, 41]
    assert not found.readings[0].rejected


def test_the_wrong_year_of_a_date_line_shows_in_a_long_series_too():
    claims, documents = _season("Coast Daily", "Fjord Daily", "Skerry Daily", "Reef Daily", "Mole Daily")
    own, report = _report("2030-07-09", "2030-07-09")
    _, dated = _dated([*claims, *own], [*documents, *report])
    assert dated["r"].printed == date(2030, 7, 9)
    assert dated["r"].published.best.year == 2031


def test_a_page_posted_again_years_later_is_questioned_by_its_words_and_figures():
    claims, documents = _season()
    own, report = _report("2035-02-14", "2035-02-13")
    cues = [
        DatingCue(doc="r", kind="metadata", low=day("2035-02-14"), high=day("2035-02-14")),
        DatingCue(
            doc="r", kind="relative_year", low=day("2031-01-01"), high=day("2031-12-31"), why="calls 2032 “next year”"
        ),
        DatingCue(doc="r", kind="past_event", low=day("2031-03-01"), why="tells of 1 March 2031 as past"),
    ]
    _, dated = _dated([*claims, *own], [*documents, *report], cues)
    told = dated["r"]
    assert told.printed == date(2035, 2, 14)
    assert day("2031-07-08") <= told.published.low <= told.published.high <= day("2031-08-04")
    assert "next year" in told.questioned


def test_words_alone_can_question_a_date_and_leave_the_days_they_allow():
    claims, documents = _season()
    cues = [
        DatingCue(
            doc="w00", kind="relative_year", low=day("2029-01-01"), high=day("2029-12-31"), why="calls 2030 next year"
        ),
        DatingCue(doc="w00", kind="future_event", high=day("2030-02-01"), why="awaits the vote of 1 February 2030"),
        DatingCue(
            doc="w00", kind="printed", low=day("2029-05-21"), high=day("2029-05-21"), why="has the line 21 May 2029"
        ),
    ]
    moved = [each for each in claims if each.doc != "w00"] + [claim("w00", 9, on="2029-05-03")]
    _, dated = _dated(moved, documents, cues)
    assert dated["w00"].printed == date(2031, 5, 21)
    assert dated["w00"].published.high <= day("2029-12-31")


@pytest.mark.parametrize("certain", [True, False])
def test_one_cue_alone_moves_no_printed_date(certain):
    claims, documents = _season()
    cues = [DatingCue(doc="w00", kind="past_event", low=day("2031-12-01"), certain=certain)]
    _, dated = _dated(claims, documents, cues)
    assert dated["w00"].printed is None
    assert dated["w00"].published.best == date(2031, 5, 21)


def test_documents_whose_dates_fit_are_not_questioned():
    claims, documents = _season()
    own, report = _report("2031-07-09", "2031-07-08")
    _, dated = _dated([*claims, *own], [*documents, *report])
    assert not any(each.questioned or each.inferred for each in dated.values())


def test_a_report_of_another_season_keeps_its_date():
    """Its figures are of nobody else's days: that alone is no reason to move it."""
    claims, documents = _season()
    own = [claim("r", 14, on="2030-07-02", weekday="tuesday", start_offset="P0D", end_offset="P0D")]
    _, dated = _dated([*claims, *own], [*documents, document("r", "2030-07-03")])
    assert not dated["r"].questioned
