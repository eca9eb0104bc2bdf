"""Totals counted since one day: between the ends of two that grew somebody moved, and nobody need say when."""

from collections.abc import Sequence

import pytest
from invented import claim, day, document
from msgspec import structs

from habeas.reconcile.options import ReconcileOptions
from habeas.reconcile.prepared.prepare import prepare
from habeas.reconcile.step import reconcile
from habeas.values.case import CaseSettings
from habeas.values.claim import CountClaim
from habeas.values.document import DatingCue
from habeas.values.history import Ask, Reconciliation

SINCE = "2031-07-11"
REPORTS = (
    ("one", "2031-07-13", 148),
    ("two", "2031-07-17", 383),
    ("three", "2031-07-26", 697),
    ("four", "2031-08-11", 809),
    ("five", "2031-09-02", 899),
    ("six", "2031-09-09", 1023),
    ("seven", "2031-12-10", 1303),
    ("eight", "2032-02-09", 1397),
)


def since(doc: str, until: str, low: int, high: int | None = -1, start: str = SINCE) -> CountClaim:
    return claim(
        doc,
        low,
        high,
        measure="detained",
        when_kind="since",
        start_date=day(start),
        end_date=day(until),
        group="people",
    )


def ask(start: str, end: str) -> Ask:
    return Ask(measure="detained", start=day(start), end=day(end))


def solve(claims: Sequence[CountClaim], days: Sequence[tuple[str, str]], *asks: Ask) -> Reconciliation:
    return reconcile(claims, [document(name, on) for name, on in days], asks=asks)


def often_told() -> tuple[list[CountClaim], list[tuple[str, str]]]:
    """Each total told by two reports, so that the series is long enough to be fitted slot by slot."""
    claims = [since(f"{name} {copy}", until, number) for name, until, number in REPORTS for copy in "ab"]
    claims += [since("nine", "2032-03-01", 1401)]
    return claims, [*((f"{n} {copy}", on) for n, on, _ in REPORTS for copy in "ab"), ("nine", "2032-03-01")]


def test_every_total_of_a_growing_series_is_met() -> None:
    claims, days = often_told()
    found = solve(claims, days, *(ask(SINCE, until) for _, until, _ in REPORTS))
    assert [answer.best for answer in found.answers] == [number for _, _, number in REPORTS]
    assert not found.readings[0].rejected


def test_no_derivation_gives_a_figure_another_number_than_its_report() -> None:
    claims, days = often_told()
    claims += [since("stray", "2031-07-20", 4031)]
    found = solve(claims, [*days, ("stray", "2031-07-20")], ask(SINCE, "2031-07-20"), ask(SINCE, "2031-07-26"))
    for answer in found.answers:
        assert "[stray]" not in answer.derivation or "4,031" in answer.derivation


def test_a_lump_spans_all_days_that_no_report_tells_apart() -> None:
    claims, days = often_told()
    found = solve(claims, days)
    autumn = next(lump for lump in found.lumps if lump.size.best == 280)
    assert (autumn.start, autumn.end) == (day("2031-09-10"), day("2031-12-10"))


def test_a_bound_is_not_filled_with_who_was_taken_years_later() -> None:
    claims = [
        since("early", "2031-11-15", 25_001, None),
        since("late", "2035-09-05", 65_000),
        since("first", "2031-09-20", 12_000),
    ]
    days = [("early", "2031-11-16"), ("late", "2035-09-05"), ("first", "2031-09-20")]
    found = solve(claims, days, ask(SINCE, "2031-11-15"))
    best = found.answers[0].best
    assert best is not None
    assert 25_001 <= best < 40_000


@pytest.mark.parametrize("readings", [1, 10])
def test_no_year_is_a_slip_to_spare_people_whom_an_undated_total_adds(readings: int) -> None:
    """1,285 of one year within 4,690 of four: a later report of more people makes no year wrong."""
    total = {"measure": "convicted", "when_kind": "since"}
    claims = [
        claim("year", 1285, measure="convicted", window="2021-01-01..2021-12-31", group="people"),
        claim("four", 4690, start_date=day("2020-09-01"), end_date=day("2024-03-04"), group="people", **total),
        claim("more", 5133, start_date=day("2020-05-01"), end_offset="P0D", group="political sentences", **total),
    ]
    documents = [
        document("year", "2022-02-01", "In 2021 1,285 people were convicted."),
        document("four", "2024-03-04"),
        document("more"),
    ]
    cues = [DatingCue(doc="more", kind="past_event", low=day("2024-05-01"), certain=False, why="tells of May as past")]
    found = reconcile(claims, documents, cues, options=ReconcileOptions(readings=readings))
    assert not found.readings[0].repairs
    assert not found.readings[0].rejected


def test_an_undated_report_is_placed_where_a_total_had_grown_to_its_own() -> None:
    claims, days = often_told()
    late = claim("late", 1292, measure="detained", when_kind="since", start_date=day(SINCE), group="people")
    documents = [*(document(name, on) for name, on in days), document("late")]
    found = reconcile([*claims, late], documents)
    placed = next(each for each in found.documents if each.id == "late")
    assert day("2031-10-15") <= placed.published.low <= day("2031-12-08") <= placed.published.high


def test_no_report_is_older_than_the_day_since_which_it_counts_with_others() -> None:
    claims = [since("dated", "2031-08-11", 809)]
    claims += [claim("open", 40, measure="freed", when_kind="since", start_date=day(SINCE), group="people")]
    found = reconcile(claims, [document("dated", "2031-08-12"), document("open")])
    placed = next(each for each in found.documents if each.id == "open")
    assert placed.published.low >= day(SINCE)


def test_what_remains_of_a_running_total_has_no_day_of_its_own() -> None:
    """148 "on 18 March" beside 17 by the end of May fits as a total; no report tells when they came out."""
    claims = [
        claim("greeting", 4, when_kind="none", group="people"),
        claim("spring", 3, window="2016-03-01..2016-05-31", group="people"),
        claim("pardon", 148, on="2016-03-18", group="people"),
    ]
    days = [("greeting", "2014-10-23"), ("spring", "2017-03-03"), ("pardon", "2017-03-03")]
    found = solve(claims, days)
    assert not [occasion for occasion in found.occasions if occasion.date.low.year == 2014]
    assert all(lump.end > day("2014-10-23") for lump in found.lumps)


def _untimed(low: int, high: int | None = -1) -> CountClaim:
    return claim("late", low, high, measure="detained", when_kind="none", group="people")


def _role(claims: list[CountClaim]) -> str:
    prepared = prepare(claims, [document("late", "2031-08-30")], (), CaseSettings())
    return next(s.role for every in prepared.series.values() for s in every if s.claim.doc == "late")


def test_a_count_without_a_time_that_continues_the_totals_is_the_next_of_them():
    claims = [since("one", "2031-07-13", 148), since("two", "2031-07-17", 383), _untimed(960)]
    days = [("one", "2031-07-13"), ("two", "2031-07-17"), ("late", "2031-08-30")]
    assert _role(claims) == "total"
    assert solve(claims, days, ask(SINCE, "2031-08-30")).answers[0].best == 960


@pytest.mark.parametrize("number", [90, 20_000])
def test_a_count_without_a_time_that_lies_elsewhere_tells_of_so_many_at_least(number: int):
    assert _role([since("one", "2031-07-13", 148), since("two", "2031-07-17", 383), _untimed(number)]) == "floor"


@pytest.mark.parametrize("measure", ["detained", "convicted"])
def test_a_total_as_of_a_printed_day_counts_from_the_day_from_which_others_count(measure: str):
    claims = [since("one", "2031-07-13", 148), since("two", "2031-07-17", 383)]
    claims.append(
        claim("late", 960, measure="detained", when_kind="between", end_date=day("2031-12-28"), group="people")
    )
    claims = [structs.replace(each, measure=measure) for each in claims]
    days = [("one", "2031-07-13"), ("two", "2031-07-17"), ("late", "2031-12-30")]
    whole = Ask(measure=measure, start=day(SINCE), end=day("2031-12-28"))
    assert solve(claims, days, whole).answers[0].best == 960


def test_a_total_of_recent_months_does_not_count_from_the_beginning():
    recent = claim("late", 960, measure="detained", when_kind="between", end_offset="P0D", group="people")
    claims = [since("one", "2031-07-13", 148), since("two", "2031-07-17", 383), recent]
    prepared = prepare(claims, [document("late", "2033-12-30")], (), CaseSettings())
    window = next(s.window for every in prepared.series.values() for s in every if s.claim.doc == "late")
    assert window.reach[0] > day("2032-12-31").toordinal()
