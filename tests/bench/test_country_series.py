"""Monitors' lists of invented countries with a known history: restated week by week, with gaps, at amnesties."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
import pytest
from simulate.scoring import summary, with_intervals
from truth import Material, Total, series

NO_NEWS = Material((), ())
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Country:
    """A level, the people taken a week, and waves (week -> people) of arrests and of releases.

    The monitor publishes every so many weeks, but for its `gaps`, and misses up to a `noise` of whom it counts.
    """

    start: str
    weeks: int
    level: int
    taken: float
    arrests: Mapping[int, int] = field(default_factory=dict)
    releases: Mapping[int, int] = field(default_factory=dict)
    every: int = 1
    gaps: tuple[range, ...] = ()
    noise: float = 0.0


COUNTRIES = {
    "pardons by the dozen, lists twice a month": Country(
        "2031-01-06", 80, 1240, 9.0, releases={26: 18, 30: 30, 34: 30, 36: 37, 44: 29, 62: 136, 70: 52}, every=2
    ),
    "mass arrests after a vote, weekly lists with a gap": Country(
        "2032-07-29", 60, 300, 6.0, arrests={1: 1600, 3: 300}, releases={14: 131, 16: 110, 19: 146, 20: 177, 22: 250},
        gaps=(range(8, 13),), noise=0.02,
    ),
    "a rising, years without lists, exile at a stroke": Country(
        "2029-01-01", 200, 120, 1.2, arrests={132: 700}, releases={160: 222},
        every=4, gaps=(range(40, 100),), noise=0.01,
    ),
}  # fmt: skip


def _totals(country: Country) -> list[Total]:
    """Return what the monitor publishes: those held on a day, those taken and let go since the beginning."""
    rng = np.random.default_rng(5)
    day, since = date.fromisoformat(country.start), date.fromisoformat(country.start) - timedelta(days=1)
    held, taken, freed = country.level, 0, 0
    found: list[Total] = []
    for week in range(country.weeks):
        arrested = int(rng.poisson(country.taken)) + country.arrests.get(week, 0)
        released = int(rng.poisson(0.4 * country.taken)) + country.releases.get(week, 0)
        held, taken, freed = held + arrested - released, taken + arrested, freed + released
        missed = 1 - abs(rng.normal(0, country.noise)) if country.noise else 1.0
        if week % country.every == 0 and not any(week in gap for gap in country.gaps):
            numbers = {"held": held, "detained": taken, "freed": freed}
            found += [
                Total(
                    day, day if measure == "held" else since, round(number * missed), measure, "people", "the monitor"
                )
                for measure, number in numbers.items()
            ]
        day += WEEK
    return found


@pytest.mark.parametrize("name", COUNTRIES)
def test_held_back_totals_are_answered_within_the_range_and_better_than_by_any_baseline(name: str):
    ours, points = series("X", _totals(COUNTRIES[name]), NO_NEWS)
    found = summary(ours)
    baselines = {method: summary(with_intervals(own, enough=10)) for method, own in points.items()}
    assert found.coverage >= 0.85
    assert found.error < min(each.error for each in baselines.values())
    assert found.winkler < min(each.winkler for each in baselines.values())
