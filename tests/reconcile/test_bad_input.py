"""What cannot be used is explained, and never stops the rest."""

from __future__ import annotations

from datetime import date

import pytest
from invented import claim, document

from habeas.reconcile.step import reconcile
from habeas.values.claim import CountClaim
from habeas.values.document import DatingCue

GOOD = claim("a", 12, on="2033-03-04")


def left_out(*bad: CountClaim) -> list[str]:
    found = reconcile([GOOD, *bad], [document("a", "2033-03-05")])
    assert [o.size.best for o in found.occasions if o.group == "political prisoners"] == [12]
    return [item.why for item in found.left_out]


@pytest.mark.parametrize(
    ("bad", "word"),
    [
        (claim("a", 5, window="2033-03-04..2033-03-01"), "before it starts"),
        (claim("a", -5, on="2033-03-04"), "negative"),
        (claim("a", 9, 4, on="2033-03-04"), "above its upper bound"),
        (claim("a", None, None, on="2033-03-04"), "no number"),
        (claim("a", 5, on="2033-03-04", measure="liberated"), "no known measure"),
        (claim("a", 5, on="2033-03-04", status="rumoured"), "no known status"),
        (claim("a", 5, on="2033-03-04", status="denied"), "denied"),
        (claim("a", 900_000_000, on="2033-03-04"), "more than any case holds"),
        (claim("a", 5, when_kind="between", start_offset="two months"), "ISO 8601"),
        (claim("a", 5, when_kind="between", start_offset="-P90000Y"), "a hundred years"),
        (claim("a", 5, on="0001-01-01"), "outside 1800..2200"),
        (claim("a", 5, on="9999-12-31"), "outside 1800..2200"),
        (claim("a", 10**40, on="2033-03-04"), "more than any case holds"),
        (claim("", 5, on="2033-03-04"), "in which document"),
        (claim("a", 12, on="2033-03-04", occasions=0), "0 waves"),
        (claim("a", 12, on="2033-03-04", occasions=10**12), "1,000,000,000,000 waves"),
        (claim("a", 12, on="2033-03-04", weekday="someday"), "no day of the week"),
        (claim("a", 12, on="2033-03-04", confidence=7.0), "not from 0 to 1"),
    ],
)
def test_a_claim_that_cannot_be_used_is_left_out_with_the_reason(bad, word):
    (why,) = left_out(bad)
    assert word in why


def test_a_claim_that_comes_twice_is_used_once():
    (why,) = left_out(GOOD)
    assert "more than one claim" in why


def test_a_million_among_dozens_is_set_aside():
    others = [claim("a", 14, on="2033-04-04"), claim("a", 2_000_000, on="2033-05-04")]
    found = reconcile([GOOD, *others], [document("a", "2033-06-05")])
    assert any("2,000,000" in item.why for item in found.left_out)
    assert {o.size.best for o in found.occasions} == {12, 14}


@pytest.mark.parametrize("ties", [(1, 2, 0), (0, None, None), (9, None, None)])
def test_ties_of_part_and_whole_that_cannot_be_are_cut_and_told(ties):
    claims = [claim("a", 5 + n, on=f"2033-0{n + 1}-04", subset_of=tie) for n, tie in enumerate(ties)]
    found = reconcile(claims, [document("a", "2033-06-05")])
    assert found.left_out
    assert all("on its own" in item.why for item in found.left_out)
    assert len(found.occasions) == 3


def test_a_part_larger_than_its_whole_is_told():
    claims = [claim("a", 5, on="2033-03-04"), claim("a", 50, on="2033-03-04", group="women", subset_of=0)]
    found = reconcile(claims, [document("a", "2033-06-05")])
    assert any("smaller than itself" in item.why for item in found.left_out)
    assert not any("of them" in occasion.derivation for occasion in found.occasions)


def test_without_any_date_every_claim_is_left_out_with_a_remedy():
    claims = [claim("a", 5), claim("b", 7, when_kind="between", start_offset="-P2M", end_offset="P0D")]
    found = reconcile(claims, [document("a"), document("b")])
    assert {item.claim for item in found.left_out} == {c.id for c in claims}
    assert all("date" in item.why for item in found.left_out)
    assert found.occasions == ()


def test_no_claims_give_an_empty_history():
    assert reconcile([]).readings == ()


def test_a_figure_without_time_of_a_report_that_nothing_dates_is_left_out_with_the_reason():
    alone = claim("b", 60, when_kind="none", measure="convicted")
    found = reconcile([GOOD, alone], [document("a", "2033-03-05"), document("b")])
    (why,) = [item.why for item in found.left_out]
    assert "gives no time" in why or "date" in why


def test_a_figure_without_time_that_nobody_else_tells_of_is_so_many_at_least_by_its_report():
    alone = claim("a", 60, when_kind="none", measure="convicted")
    again = claim("a", 60, None, when_kind="none", measure="convicted")
    found = reconcile([GOOD, alone, again], [document("a", "2033-03-05")])
    (row,) = [lump for lump in found.lumps if lump.measure == "convicted"]
    assert (row.end, row.open_start) == (date(2033, 3, 5), True)
    assert (row.size.low, row.size.high) == (60, None)


def test_a_figure_by_a_printed_day_hangs_on_no_report():
    """What an undated report tells "as of 29 June" is of that day, whenever the report was written."""
    undated = claim("b", 6, when_kind="none", measure="died", end_date=date(2033, 6, 29))
    found = reconcile([GOOD, undated], [document("a", "2033-03-05"), document("b")])
    (row,) = [lump for lump in found.lumps if lump.measure == "died"]
    assert (row.end, row.open_start, row.size.low) == (date(2033, 6, 29), True, 6)


def test_what_two_reports_tell_without_a_time_is_of_the_earlier_ones_day_at_the_latest():
    early, late = (claim(doc, 6, when_kind="none", measure="died") for doc in "bc")
    documents = [document("a", "2033-03-05"), document("b", "2033-02-23"), document("c", "2033-06-29")]
    (row,) = [lump for lump in reconcile([GOOD, early, late], documents).lumps if lump.measure == "died"]
    assert (row.end, row.open_start, row.size.low) == (date(2033, 2, 23), True, 6)


@pytest.mark.parametrize("year", [1, 9999])
def test_a_printed_day_that_no_report_can_have_is_told_and_its_report_read_as_undated(year):
    claims = [GOOD, claim("b", 12, when_kind="on", start_offset="P0D", end_offset="P0D", source="Lamp Centre")]
    found = reconcile(claims, [document("a", "2033-03-05"), document("b", date(year, 12, 31).isoformat())])
    assert any(f"b is dated {date(year, 12, 31)}" in note for note in found.notes)
    assert next(each for each in found.documents if each.id == "b").inferred
    assert [occasion.size.best for occasion in found.occasions] == [12]


@pytest.mark.parametrize(
    "fields",
    [
        {"low": date(9999, 1, 1)},
        {"low": date(2033, 5, 1), "high": date(2033, 4, 1)},
        {"event": "election", "month_day": "13-45"},
        {"event": "election", "offset_low": "soon", "offset_high": "P1M"},
        {"event": "election", "event_years": 9000},
    ],
)
def test_a_cue_that_cannot_be_is_told_and_not_used(fields):
    cue = DatingCue(doc="b", kind="future_event", **fields)
    claims = [GOOD, claim("b", 14, on="2033-04-04")]
    found = reconcile(claims, [document("a", "2033-03-05"), document("b")], [cue])
    assert any("cue to the day of b" in note for note in found.notes)
    assert [occasion.size.best for occasion in found.occasions] == [12, 14]


@pytest.mark.parametrize("one_report", [False, True])
def test_thousands_of_copies_of_one_claim_are_one_event(one_report):
    claims = [claim("a" if one_report else f"d{n}", 12, on="2033-03-04") for n in range(3000)]
    found = reconcile(claims, [document(name, "2033-03-05") for name in dict.fromkeys(c.doc for c in claims)])
    assert [(o.size.low, o.size.best) for o in found.occasions] == [(12, 12)]
    assert not found.readings[0].rejected


def test_people_held_at_some_time_of_a_year_are_no_count_of_a_day():
    held = claim("a", 67, measure="held", window="2032-01-01..2032-12-31")
    (why,) = left_out(held)
    assert "at some time of these days" in why
