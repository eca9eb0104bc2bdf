"""The true daily history: who was taken, freed and died, day by day and person by person.

Two definitions are kept: `wide` (everybody the larger monitor counts) and `narrow` (a subset, the smaller monitor's).
Releases come in campaigns of waves with a background trickle; arrests come as a background with crackdowns.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from simulate.rng import chance

OUT = ("freed", "died")


@dataclass(frozen=True)
class People:
    """Persons moved by one measure: each one's day (from the start) and whether the narrow definition has them."""

    day: NDArray[np.int64]
    narrow: NDArray[np.bool_]


@dataclass(frozen=True)
class Wave:
    """One release wave: its day, size and parts, and the promise that went before (None: unannounced)."""

    day: int
    size: int
    narrow: int
    women: int
    expelled: int
    announced: int | None
    announced_day: int | None
    campaign: int


@dataclass(frozen=True)
class World:
    """A true history of `days` days from `start`; `held` are the stocks before the first day."""

    start: date
    days: int
    held: dict[str, int]
    people: dict[str, People]
    waves: tuple[Wave, ...]

    def on(self, day: int) -> date:
        """Return the calendar date of a day."""
        return self.start + timedelta(days=int(day))

    def number(self, when: date) -> int:
        """Return the day of a calendar date."""
        return (when - self.start).days

    def flow(self, measure: str, group: str, first: date, last: date) -> int:
        """Return how many people were truly moved within first..last."""
        people = self.people[measure]
        inside = (people.day >= self.number(first)) & (people.day <= self.number(last))
        return int(np.sum(inside & people.narrow if group == "narrow" else inside))

    def stock(self, group: str, when: date) -> int:
        """Return how many were truly held at the end of a day."""
        taken = self.flow("detained", group, self.start, when)
        return self.held[group] + taken - sum(self.flow(measure, group, self.start, when) for measure in OUT)


def _waves(rng: np.random.Generator, days: int, share: float) -> tuple[Wave, ...]:
    median = float(np.exp(rng.normal(np.log(32), 0.5)))
    waves: list[Wave] = []
    for campaign in range(1 + int(rng.poisson(days / 210))):
        day = int(rng.integers(20, days - 20))
        promised = chance(rng, 0.5)
        for _ in range(1 + int(rng.poisson(2.2))):
            size = max(3, round(float(np.exp(rng.normal(np.log(median), 0.5)))))
            if chance(rng, 0.04):
                size *= int(rng.integers(4, 9))
            announced = announced_day = None
            if promised and chance(rng, 0.6):
                kept = 1.0 if chance(rng, 0.35) else float(rng.uniform(0.45, 0.98))
                announced, announced_day = max(size, round(size / kept)), day - int(rng.integers(1, 9))
            narrow = int(rng.binomial(size, share))
            expelled = int(rng.binomial(size, 0.25)) if chance(rng, 0.15) else 0
            women = int(rng.binomial(size, rng.uniform(0.1, 0.5)))
            waves.append(Wave(day, size, narrow, women, expelled, announced, announced_day, campaign))
            day += int(rng.integers(5, 36))
            if day >= days - 5:
                break
    merged: dict[int, Wave] = {}
    for wave in waves:
        merged.setdefault(wave.day, wave)
    return tuple(merged[day] for day in sorted(merged))


def _freed(rng: np.random.Generator, days: int, waves: tuple[Wave, ...], share: float) -> People:
    trickle = int(rng.poisson(rng.choice([0.0, 0.01, 0.03, 0.06]) * sum(wave.size for wave in waves)))
    day = [np.full(wave.size, wave.day) for wave in waves]
    narrow = [np.arange(wave.size) < wave.narrow for wave in waves]
    day.append(rng.integers(0, days, trickle))
    narrow.append(rng.random(trickle) < share)
    return People(np.concatenate(day).astype(np.int64), np.concatenate(narrow))


def _detained(rng: np.random.Generator, days: int, total: int, share: float) -> People:
    background = round(total * float(rng.uniform(0.4, 0.9)))
    day = [rng.integers(0, days, background)]
    crackdowns = int(rng.integers(1, 5))
    for size in rng.multinomial(total - background, np.full(crackdowns, 1 / crackdowns)):
        first, span = int(rng.integers(0, days - 12)), int(rng.integers(1, 11))
        day.append(first + rng.integers(0, span, size))
    days_taken = np.concatenate(day).astype(np.int64)
    return People(days_taken, rng.random(days_taken.size) < share)


def draw_world(rng: np.random.Generator) -> World:
    """Draw one true history of 10 to 26 months."""
    days = int(rng.integers(300, 800))
    start = date(int(rng.integers(2009, 2024)), 1, 1) + timedelta(days=int(rng.integers(0, 365)))
    share = float(rng.uniform(0.35, 0.85))
    waves = _waves(rng, days, share)
    freed = _freed(rng, days, waves, share)
    detained = _detained(rng, days, max(20, round(freed.day.size * float(rng.uniform(0.4, 1.8)))), share)
    held = round(freed.day.size * float(rng.uniform(1.3, 6.0)))
    deaths = int(rng.poisson(held * days / 365 * 0.004))
    died = People(rng.integers(0, days, deaths).astype(np.int64), rng.random(deaths) < share)
    # Nobody of the narrow definition may be freed who was not held: the stock starts high enough for both.
    narrow = max(int(rng.binomial(held, share)), int(np.sum(freed.narrow)) + deaths + 5)
    people = {"freed": freed, "detained": detained, "died": died}
    return World(start, days, {"wide": max(held, narrow), "narrow": narrow}, people, waves)
