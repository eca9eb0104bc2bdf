"""Reports of which nothing says when they were written are told apart from those that words or figures date."""

from __future__ import annotations

from invented import claim, day, document

from habeas.reconcile.prepared.prepare import prepare
from habeas.reconcile.step import parse_ask, reconcile
from habeas.values.case import CaseSettings
from habeas.values.document import DatingCue

_RELATIVE = {"when_kind": "on", "weekday": "tuesday", "start_offset": "P0D", "end_offset": "P0D"}


def _dated():
    claims = [
        claim("a", 41, on="2031-06-03", source="Coast Watch"),
        claim("b", 41, on="2031-06-03", source="Shore League"),
    ]
    return claims, [document("a", "2031-06-05"), document("b", "2031-06-07")]


def _reasons(found):
    return {item.claim: item.why for item in found.left_out}


def test_a_report_that_nothing_dates_borrows_no_date_from_the_rest_of_the_case():
    claims, documents = _dated()
    lost = claim("lost", 97, **_RELATIVE)
    held = claim("lost", 300, measure="held", when_kind="at", end_offset="P0D")
    found = reconcile([*claims, lost, held], [*documents, document("lost")])
    assert [occasion.size.best for occasion in found.occasions] == [41]
    assert not found.stocks
    for left in (lost, held):
        assert "when the report was written" in _reasons(found)[left.id]


def test_a_report_that_nothing_dates_keeps_what_it_tells_with_days_of_its_own():
    claims, documents = _dated()
    own = claim("lost", 12, on="2031-08-05")
    relative = claim("lost", 97, **_RELATIVE)
    found = reconcile([*claims, own, relative], [*documents, document("lost")])
    assert sorted(occasion.size.best for occasion in found.occasions) == [12, 41, 97]
    assert not found.left_out


def test_another_reports_figure_dates_a_report_without_a_date():
    claims, documents = _dated()
    telling = claim("lost", 41, **_RELATIVE)
    found = reconcile([*claims, telling], [*documents, document("lost")])
    assert [occasion.size.best for occasion in found.occasions] == [41]
    assert not found.left_out


def test_its_own_words_date_a_report_whose_figures_nobody_shares():
    claims, documents = _dated()
    alone = claim("late", 97, **_RELATIVE)
    cues = [
        DatingCue(doc="late", kind="past_event", low=day("2031-09-01")),
        DatingCue(doc="late", kind="future_event", high=day("2031-11-30")),
    ]
    found = reconcile([*claims, alone], [*documents, document("late")], cues)
    assert sorted(occasion.size.best for occasion in found.occasions) == [41, 97]


def test_reports_that_bear_each_other_out_alone_are_not_dated_by_a_year_named_in_passing():
    claims = [claim("one", 34, **_RELATIVE), claim("two", 34, **_RELATIVE)]
    cues = [DatingCue(doc="one", kind="past_event", low=day("1979-01-01"), certain=False)]
    found = reconcile(claims, [document("one"), document("two")], cues)
    assert not found.occasions
    assert set(_reasons(found)) == {each.id for each in claims}


def test_what_only_an_undated_report_counts_is_told_as_open():
    claims = [claim("a", 7, measure="died", when_kind="none"), claim("b", 20, on="2033-03-05")]
    documents = [document("a"), document("b", "2033-03-06")]
    (answer,) = reconcile(claims, documents, asks=[parse_ask("died 2033-01-01..2033-12-31")]).answers
    assert (answer.low, answer.best, answer.high) == (0, 7, None)
    assert answer.claims == (claims[0].id,)
    assert "7 are told by a report whose days nothing tells" in answer.derivation


def test_a_day_printed_without_its_year_is_of_the_year_of_the_other_reports():
    claims, documents = _dated()
    relative = claim("lost", 97, **_RELATIVE)
    cues = [DatingCue(doc="lost", kind="printed", month_day="06-13", certain=False, why="bears “June 13”")]
    found = reconcile(
        [*claims, relative], [*documents, document("lost")], cues, asks=[parse_ask("freed 2031-01-01..2031-12-31")]
    )
    assert found.answers[0].best == 41 + 97
    (dated,) = [each.published for each in found.documents if each.id == "lost"]
    assert (dated.low, dated.high) == (day("2031-06-13"), day("2031-06-14"))


def test_a_day_printed_with_its_weekday_is_of_a_year_that_has_it_so():
    claims, documents = _dated()
    cues = [DatingCue(doc="lost", kind="printed", month_day="06-13", weekday="thursday", certain=False, why="bears it")]
    found = reconcile([*claims, claim("lost", 97, **_RELATIVE)], [*documents, document("lost")], cues)
    (dated,) = [each.published for each in found.documents if each.id == "lost"]
    assert (dated.low, dated.high) == (day("2030-06-13"), day("2030-06-14"))


def test_what_a_dated_report_looks_back_on_dates_no_other_report():
    claims, documents = _dated()
    lost = claim("lost", 300, when_kind="since")
    cues = [DatingCue(doc="a", kind="past_event", low=day("1994-08-05"), quote="the largest since 1994")]
    prepared = prepare([*claims, lost], [*documents, document("lost")], cues, CaseSettings())
    assert prepared.spans["lost"].low > day("2028-01-01").toordinal()
    own = [DatingCue(doc="lost", kind="past_event", low=day("1994-08-05"))]
    prepared = prepare([*claims, lost], [*documents, document("lost")], own, CaseSettings())
    assert prepared.spans["lost"].low == day("1994-08-05").toordinal()
