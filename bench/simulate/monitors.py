"""Monitors: they count persons they can verify, which takes days or weeks, and never finds everybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

import numpy as np
from dateutil.relativedelta import relativedelta
from numpy.typing import NDArray

from simulate.draft import Draft, Said
from simulate.rng import chance
from simulate.talk import When, as_of, at_least, exact, on_day
from simulate.world import OUT, Wave, World

# Median days to verify, spread of the log-normal delay, and the share never found, by measure.
DELAYS = {"freed": (1.3, 0.9, 0.015), "detained": (7.0, 1.1, 0.03), "died": (3.0, 1.0, 0.0)}
NEVER = 10**6


@dataclass(frozen=True)
class Monitor:
    """One monitor: its definition, and the day on which it learned of each person moved."""

    name: str
    definition: str
    words: str
    world: World
    learned: dict[str, NDArray[np.int64]]
    base: int

    def known(self, measure: str, first: date, last: date, at: date) -> int:
        """Return how many moved within first..last the monitor knew of at a date."""
        people = self.world.people[measure]
        inside = (people.day >= self.world.number(first)) & (people.day <= self.world.number(last))
        mine = people.narrow if self.definition == "narrow" else np.ones_like(people.narrow)
        return int(np.sum(inside & mine & (self.learned[measure] <= self.world.number(at))))

    def known_stock(self, at: date) -> int:
        """Return how many the monitor held to be in custody at a date, by what it knew then."""
        start = self.world.start
        return self.base + self.known("detained", start, at, at) - sum(self.known(out, start, at, at) for out in OUT)


def draw_monitor(rng: np.random.Generator, world: World, name: str, definition: str, words: str) -> Monitor:
    """Draw one monitor's diligence: how late it learned of each person."""
    pace = float(np.exp(rng.normal(0, 0.25)))
    learned = {}
    for measure, (median, spread, missed) in DELAYS.items():
        day = world.people[measure].day
        delay = np.floor(np.exp(rng.normal(np.log(median * pace), spread, day.size))).astype(np.int64)
        learned[measure] = np.where(rng.random(day.size) < missed, NEVER, day + delay)
    base = round(world.held[definition] * (1 - float(rng.uniform(0, 0.015))))
    return Monitor(name, definition, words, world, learned, base)


def monthly_statement(rng: np.random.Generator, monitor: Monitor, name: str, published: date) -> Draft:
    """Write a monitor's statement on the month before: flows of the month, stock, sometimes the year so far."""
    draft = Draft(name, monitor.name, published, dated=True)
    first = published.replace(day=1) - relativedelta(months=1)
    last = published.replace(day=1) - timedelta(days=1)
    month = When(f"in {first:%B} {first.year}", "between", first, last, year_printed=True)
    said = partial(Said, words=monitor.words, definition=monitor.definition, source=monitor.name)
    for measure in ("freed", "detained"):
        known = monitor.known(measure, first, last, published)
        spoken = at_least(known) if known and chance(rng, 0.4) else exact(known)
        draft.add(said(spoken, month, measure, meant=known), rng)
    stock = monitor.known_stock(published)
    draft.add(said(exact(stock), as_of(published, published, dated=True), "held", meant=stock), rng)
    if chance(rng, 0.35):
        year = max(published.replace(month=1, day=1), monitor.world.start)
        known = monitor.known("freed", year, published, published)
        text = f"since {year:%B} {year.day}, {year.year}"
        when = When(text, "since", year, published, None, "P0D", year_printed=True)
        draft.add(said(exact(known), when, "freed", meant=known), rng)
    return draft


def wave_statement(rng: np.random.Generator, monitor: Monitor, wave: Wave, name: str, lag: int) -> Draft | None:
    """Write a monitor's statement on one release wave, `lag` days after; None where it knows of nobody yet."""
    world = monitor.world
    day = world.on(wave.day)
    published = day + timedelta(days=lag)
    known = monitor.known("freed", day, day, published)
    if known == 0:
        return None
    draft = Draft(name, monitor.name, published, dated=True)
    spoken = at_least(known) if lag < 4 and chance(rng, 0.75) else exact(known)
    when = on_day(day, published, rng, dated=True)
    draft.add(Said(spoken, when, "freed", monitor.words, monitor.definition, monitor.name, known), rng)
    return draft
