"""The held curve, durations and person-years, worked out by hand on small registers."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace as World

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from habeas.analyse.curve import Stay, daily, points
from habeas.analyse.durations import median
from habeas.analyse.options import AnalyseOptions
from habeas.values.custody import HeldCurve
from habeas.values.status_claim import LIFE

START, END = date(2020, 3, 1), date(2022, 3, 1)


def test_the_curve_counts_those_taken_and_not_yet_let_out(world: World) -> None:
    claims = [world.told(world.names[0], "detained", START), world.told(world.names[0], "freed", END)]
    claims += [world.told(world.names[1], "detained", date(2021, 3, 1))]
    found = world.custody(claims, world.history()).curve
    by_day = {point.date: (point.low, point.best, point.high) for point in daily(found)}
    assert by_day[START] == (1, 1, 1)
    assert by_day[date(2021, 3, 1)] == (2, 2, 2)
    assert by_day[END + timedelta(days=1)] == (0, 1, 1)
    assert found.until == date(2025, 1, 1)
    assert max(by_day) == found.until


def test_a_sentence_that_is_served_ends_the_best_guess_but_not_the_upper_bound(world: World) -> None:
    claims = [world.told(world.names[0], "detained", START), world.told(world.names[0], "sentenced", START)]
    claims[1] = world.told(world.names[0], "sentenced", START, term_months=24.0)
    by_day = {p.date: p for p in daily(world.custody(claims, world.history()).curve)}
    assert by_day[date(2022, 2, 1)].best == 1
    assert (by_day[date(2022, 4, 1)].best, by_day[date(2022, 4, 1)].high) == (0, 1)


def test_days_that_are_known_to_the_month_widen_the_curve(world: World) -> None:
    claims = [world.told(world.names[0], "detained", date(2020, 3, 1), date(2020, 3, 31))]
    by_day = {p.date: p for p in daily(world.custody(claims, world.history()).curve)}
    assert (by_day[date(2020, 3, 15)].low, by_day[date(2020, 3, 15)].high) == (0, 1)
    assert by_day[date(2020, 3, 31)].low == 1


days = st.integers(0, 400).map(lambda n: date(2020, 1, 1) + timedelta(days=n))


@st.composite
def stays(draw: st.DrawFn) -> Stay:
    first, sure_from, sure_to, best_to, last = sorted(draw(st.lists(days, min_size=5, max_size=5)))
    sure = (sure_from, sure_to) if sure_from < sure_to else None
    return Stay(sure, (sure_from, max(best_to, sure_from)), (first, last))


@settings(deadline=None)
@given(st.lists(stays(), max_size=8))
def test_low_never_lies_above_best_nor_best_above_high(some: list[Stay]) -> None:
    made = points(some)
    assert all(0 <= p.low <= p.best <= p.high for p in made)
    for point in made:
        held = [s for s in some if s.may[0] <= point.date < s.may[1]]
        assert point.high == len(held)
    assert not made or made[-1].high == 0


@settings(deadline=None)
@given(st.lists(stays(), min_size=1, max_size=5), days)
def test_the_daily_curve_is_the_steps_drawn_out(some: list[Stay], until: date) -> None:
    made = HeldCurve(points=points(some), until=until)
    drawn = list(daily(made))
    assert len({p.date for p in drawn}) == len(drawn)
    steps = {p.date: (p.low, p.best, p.high) for p in made.points}
    assert all(steps[p.date] == (p.low, p.best, p.high) for p in drawn if p.date in steps)


def test_a_time_in_custody_has_bounds_from_both_its_ends(world: World) -> None:
    claims = [
        world.told(world.names[0], "detained", date(2020, 3, 1), date(2020, 3, 31)),
        world.told(world.names[0], "freed", date(2020, 6, 1), date(2020, 6, 30)),
    ]
    (only,) = world.custody(claims, world.history()).durations
    assert (only.low, only.high, only.open) == (62, 121, False)


def test_a_stated_time_in_custody_stands_where_days_are_missing(world: World) -> None:
    claims = [world.told(world.names[0], "held", None, term_months=30.0), world.told(world.names[0], "pardoned", None)]
    found = world.custody(claims, world.history())
    (only,) = found.durations
    assert only.low is not None
    assert only.high is not None
    assert only.low <= 30 * 30.44 <= only.high
    (episode,) = found.register.persons[0].episodes
    assert (episode.stated_months, episode.ended_by) == (30.0, "pardoned")


@pytest.mark.parametrize(
    ("lengths", "expected"),
    [
        ([(10, False), (20, False), (30, False)], 20),
        ([(10, False), (20, True), (30, False)], 30),
        ([(10, True), (20, True)], None),
        ([(10, False), (10, False), (90, True)], 10),
    ],
)
def test_the_median_counts_those_still_held_as_censored(lengths: list[tuple[int, bool]], expected: int | None) -> None:
    assert median(lengths) == expected


def test_a_release_cancels_what_is_left_of_a_sentence(world: World) -> None:
    name = world.names[0]
    claims = [
        world.told(name, "detained", date(2020, 5, 3)),
        world.told(name, "sentenced", date(2020, 9, 1), term_months=72.0),
        world.told(name, "freed", date(2024, 5, 3)),
    ]
    found = world.custody(claims, world.history(world.freed(date(2024, 5, 3), 1)))
    (only,) = found.cancelled
    assert only.years.low == pytest.approx(2.0, abs=0.01)
    assert only.years.high == pytest.approx(2.0, abs=0.01)
    assert (only.known, only.unknown) == (1, 0)


def test_an_unknown_beginning_leaves_the_remaining_term_between_nothing_and_what_the_sentence_allows(
    world: World,
) -> None:
    name = world.names[0]
    claims = [
        world.told(name, "sentenced", date(2022, 5, 3), term_months=48.0),
        world.told(name, "freed", date(2024, 5, 3)),
    ]
    (only,) = world.custody(claims, world.history(world.freed(date(2024, 5, 3), 5))).cancelled
    assert only.years.low == 0
    assert only.years.high is None
    assert (only.known, only.unknown) == (1, 4)
    assert "at least 0.0 person-years" in only.text


def test_life_sentences_are_counted_apart(world: World) -> None:
    name = world.names[0]
    claims = [
        world.told(name, "sentenced", date(2022, 5, 3), term_months=float(LIFE)),
        world.told(name, "freed", date(2024, 5, 3)),
    ]
    found = world.custody(claims, world.history(world.freed(date(2024, 5, 3), 1)))
    assert (found.cancelled[0].life, found.cancelled[0].years.high) == (1, 0.0)
    assert (found.imposed[0].life, found.imposed[0].years.high) == (1, 0.0)


def test_terms_imposed_in_a_window_are_added_with_bounds(world: World) -> None:
    a, b, c, d = world.names[:4]
    claims = [
        world.told(a, "sentenced", date(2023, 4, 1), term_months=24.0),
        world.told(b, "sentenced", date(2023, 12, 1), date(2024, 1, 31), term_months=12.0),
        world.told(c, "sentenced", date(2024, 5, 1), term_months=60.0),
        world.told(d, "sentenced", date(2023, 7, 1)),
    ]
    window = (date(2023, 1, 1), date(2023, 12, 31))
    (only,) = world.custody(claims, world.history(), options=AnalyseOptions(windows=(window,))).imposed
    assert (only.years.low, only.years.high) == (2.0, 3.0)
    assert (only.sentences.low, only.sentences.high, only.termless) == (1, 2, 1)


def test_a_sentence_that_is_not_to_be_served_adds_no_years(world: World) -> None:
    claims = [
        world.told(world.names[0], "sentenced", date(2023, 4, 1), term_months=24.0),
        world.told(world.names[1], "sentenced", date(2023, 4, 1), term_months=36.0, note="conditional"),
    ]
    (only,) = world.custody(claims, world.history()).imposed
    assert (only.years.high, only.conditional) == (2.0, 1)
    assert "1 not to be served" in only.text


def test_one_sentence_told_by_two_reports_is_added_once(world: World) -> None:
    claims = [
        world.told(world.names[0], "sentenced", date(2023, 4, 1), term_months=24.0),
        world.told(world.names[0], "sentenced", date(2023, 4, 1), date(2023, 4, 30), term_months=24.0, doc="other"),
    ]
    (only,) = world.custody(claims, world.history()).imposed
    assert only.years.low == only.years.high == 2.0
