"""A source's own running total: between two reports of it lies what it had come to on the days between."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import Final

from habeas.reconcile.posterior.figures import Figure
from habeas.reconcile.prepared.growth import Reached, share_grown
from habeas.reconcile.prepared.numbers import is_within
from habeas.reconcile.prepared.windows import SAME_START, Days, begin_together
from habeas.values.history import Ask

_NEAR: Final = 2  # times by which the later of two totals exceeds the earlier at most, for growth at a pace


@dataclass(frozen=True)
class Bracket:
    """What a running total of one source had come to by the last day asked for, at least and at most.

    `paced` is what it had come to if it grew as totals grow.
    """

    low: int
    paced: int
    high: int

    def holds(self, people: int) -> bool:
        """Say whether a number lies between the two totals."""
        return self.low <= people <= self.high

    def nearest(self, people: int) -> int:
        """Return the number between the two totals in place of one outside: of near totals the paced one, else an end.

        Between totals far apart people are taken in waves, not at a pace.
        """
        return self.paced if is_within(_NEAR, self.low, self.high) else min(max(people, self.low), self.high)


def bracket(ask: Ask, figures: Sequence[Figure], accused: Container[str]) -> Bracket | None:
    """Return what one source's totals since the first day asked for, before and after the last, leave for that day.

    A total never falls: what a source misses, it misses throughout, so that its own series tells more of a day between
    than the counts of others do. Of several sources the one whose totals lie closest around the day tells. Null where
    no source gives one before and one after, the later bounded from above, or where the later is less. What is of a few
    days counts an event, and is no running total.
    """
    own: dict[str, list[Figure]] = defaultdict(list)
    for figure in figures:
        told = figure.low and figure.dated and not figure.floor and not figure.spread and figure.claim not in accused
        days = figure.end - figure.start
        if told and figure.source and days > SAME_START and begin_together(figure.start, ask.days[0], days):
            own[figure.source].append(figure)
    found = [pair for _, totals in sorted(own.items()) if (pair := _around(ask.days[1], totals)) is not None]
    if not found:
        return None
    before, after = min(found, key=lambda pair: (pair[1].end - pair[0].end, pair[0].claim))
    return _between(ask.days, before, after)


def _around(day: int, totals: Sequence[Figure]) -> tuple[Figure, Figure] | None:
    """Return the last total until a day and the first from it on that agree that a total never falls."""
    before = max((t for t in totals if t.end <= day), key=lambda t: (t.end, t.low or 0, t.claim), default=None)
    after = min(
        (t for t in totals if t.end >= day and t.high), key=lambda t: (t.end, t.high or 0, t.claim), default=None
    )
    if before is None or after is None or (before.low or 0) > (after.high or 0):
        return None
    return before, after


def _between(days: Days, before: Figure, after: Figure) -> Bracket:
    begun, low, high = days[0] - 1, before.low or 0, after.high or 0
    part = share_grown(Reached(before.end - begun, low), Reached(after.end - begun, high), days[1] - begun)
    return Bracket(low, round(low + (high - low) * part), high)
