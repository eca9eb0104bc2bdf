"""A search that time stops still gives a history, of figures brought near each other: said so, and always the same."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import claim, document, island_case

from habeas.reconcile.exact.search import affordable
from habeas.reconcile.options import ReconcileOptions
from habeas.reconcile.step import parse_ask, reconcile
from habeas.values.history import Reconciliation

NO_TIME = ReconcileOptions(time_limit_s=0.0)


# Fourteen undated totals of a few months each, and a dated one.
CLAIMS = [
    *(
        claim(f"d{n}", 11 + 7 * n, when_kind="between", start_offset=f"-P{1 + n % 5}M", end_offset="P0D")
        for n in range(14)
    ),
    claim("dated", 60, window="2033-01-01..2033-03-31"),
]


def undated_and_dated(limit: float) -> Reconciliation:
    documents = [document(f"d{n}") for n in range(14)] + [document("dated", "2033-04-02")]
    return reconcile(CLAIMS, documents, options=ReconcileOptions(time_limit_s=limit))


def test_without_any_time_a_history_is_made_of_the_figures_and_nothing_is_zero():
    claims, documents, cues = island_case()
    asks = [parse_ask("freed 2031-06-03..2031-06-03"), parse_ask("freed 2031-01-01..2031-12-31")]
    found = reconcile(claims, documents, cues, asks=asks, options=NO_TIME)
    assert found.readings[0].occasions
    assert len(found.readings[0].rejected) < len(claims) / 2
    third, year = found.answers
    assert (third.low or 0) <= 41 <= (third.high or 0)
    assert (year.low or 0) <= 127 <= (year.high or 0)
    assert year.best
    (note,) = (note for note in found.notes if "freed" in note)
    assert "no history of political prisoners freed was found in the time given" in note
    assert "no bound on what is lost is known" in note


def test_totals_of_undated_reports_are_not_set_aside_together_for_want_of_time():
    found = undated_and_dated(0.0)
    assert not found.left_out
    assert sum(lump.size.best or 0 for lump in found.lumps) >= 60
    for answer in found.answers:
        assert answer.best
        assert answer.low is not None
        assert answer.low <= answer.best <= (answer.high or 0)


def test_a_limit_too_short_for_any_effort_gives_the_same_bytes_whatever_the_clock_says():
    found = [msgspec.json.encode(undated_and_dated(limit)) for limit in (0.0, 0.0, 1e-6, 0.005)]
    assert len(set(found)) == 1


def test_a_search_that_has_some_time_finds_no_less_than_figures_brought_near_each_other():
    hasty, searched = undated_and_dated(0.0), undated_and_dated(4.0)
    assert len(searched.readings[0].rejected) <= len(hasty.readings[0].rejected)
    assert any("time" in note for note in (*searched.notes, *hasty.notes))


def test_the_waves_of_an_undated_report_keep_all_the_days_that_it_may_be_of():
    claims = [
        claim("a", 40, on="2033-03-01"),
        claim("b", 25, when_kind="on", start_offset="P0D", end_offset="P0D"),
        claim("b", 65, when_kind="between", start_offset="-P3M", end_offset="P0D"),
    ]
    found = reconcile(claims, [document("a", "2033-03-02"), document("b")], options=NO_TIME)
    (undated,) = (each for each in found.documents if each.id == "b")
    (wave,) = (occasion for occasion in found.occasions if occasion.size.best == 25)
    assert undated.inferred
    assert wave.date.low <= undated.published.low
    assert undated.published.high <= wave.date.high


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 300), st.integers(1, 60), st.integers(0, 40)), min_size=1, max_size=6))
def test_without_time_no_range_excludes_what_a_report_tells_of_the_very_days(told):
    claims, asks = [], []
    for number, (size, first, length) in enumerate(told):
        start = date.fromordinal(date(2033, 1, 1).toordinal() + first)
        window = f"{start}..{date.fromordinal(start.toordinal() + length)}"
        claims.append(claim(f"d{number}", size, window=window))
        asks.append((parse_ask(f"freed {window}"), size))
    documents = [document(each.doc, "2033-06-01") for each in claims]
    found = reconcile(claims, documents, asks=[ask for ask, _ in asks], options=NO_TIME)
    for answer, (_, size) in zip(found.answers, asks, strict=True):
        assert answer.low is not None
        assert answer.high is not None
        assert answer.low <= size <= answer.high


@pytest.mark.parametrize(
    ("effort", "seconds", "given"),
    [(1.0, None, 1.0), (1.0, 3.0, 1.0), (1.0, 1.9, 0.5), (1.0, 0.6, 0.25), (0.5, 0.6, 0.25), (1.0, 0.001, 0.0)],
)
def test_an_effort_is_halved_until_it_fits_the_time_left(effort, seconds, given):
    assert affordable(effort, seconds) == given
    assert affordable(effort, 0.0) == 0.0
