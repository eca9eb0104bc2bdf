"""Releases that no report tells: counts of those held that fall by more than anybody says was freed."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

import numpy as np

from habeas.reconcile.lexicon import table
from habeas.reconcile.posterior.balance import STOCK, counts_by_source, pairs_of
from habeas.reconcile.posterior.collect import Collection, Key
from habeas.reconcile.posterior.drawn import Drawn
from habeas.reconcile.posterior.figures import Figure
from habeas.reconcile.posterior.told import floor_told
from habeas.reconcile.posterior.weigh import Verdicts
from habeas.reconcile.prepared.wording import day_text, join
from habeas.values.history import Ask

LET_GO = "freed"
_OTHERWISE = ("died", "expelled")
_SURE = 2.0  # scales of its error that a fall must exceed what is told
_TAIL = 0.96  # share of the draws below the upper end, as of every range


class Missing(NamedTuple):
    """How many more must have been freed than reports tell: the middle of the draws, the most, and why in words."""

    best: int
    high: int
    words: str


class _Fall(NamedTuple):
    before: Figure
    after: Figure
    least: int

    @property
    def words(self) -> str:
        """Return the two counts as a reader sees them."""
        first, last = (day_text(date.fromordinal(each.end)) for each in (self.before, self.after))
        return f"from {self.before.low:,} on {first} to {self.after.low:,} on {last}"


def missing(
    ask: Ask,
    drawn: Drawn,
    told: Sequence[Figure],
    collection: Collection,
    weighed: Mapping[Key, tuple[Verdicts, Drawn]],
) -> Missing | None:
    """Return how many more were freed in the days asked for than is drawn, by how one source's counts fall; else null.

    Whoever is no longer held was freed, died or was expelled: freed >= held(t1) - held(t2) - died - expelled. Only
    falls within the days asked for tell, and only what exceeds the draws and what the `told` figures add up to; of
    several sources the one that shows most. Definitions differ and lists are cleared, so that this lifts no low end.
    """
    measure, group = drawn.key
    if measure != LET_GO or (STOCK, group) not in weighed:
        return None
    first, last = ask.days
    found = []
    for counts in counts_by_source(group, collection, weighed[STOCK, group][0]):
        falls = [_fall(before, after, group, weighed) for before, after in pairs_of(counts)]
        inside = [fall for fall in falls if first <= fall.before.end + 1 and fall.after.end <= last]
        found.append(_unexplained(inside, drawn, told))
    return max((each for each in found if each is not None), key=lambda each: each.best, default=None)


def _fall(before: Figure, after: Figure, group: str, weighed: Mapping[Key, tuple[Verdicts, Drawn]]) -> _Fall:
    """Return the fewest who can have been freed between two counts, less twice the error of the difference."""
    terms, held, left = table("reporting")["balance"], before.low or 0, after.low or 0
    gone, spread = 0.0, 0.0
    for measure in _OTHERWISE:
        if (measure, group) in weighed:
            totals = weighed[measure, group][1].between(before.end + 1, after.end)
            gone, spread = gone + float(np.median(totals)), math.hypot(spread, float(totals.std()))
    error = math.hypot(spread, float(terms["stock_share"]) * held) + float(terms["few"])
    return _Fall(before, after, max(0, round(held - left - gone - _SURE * error)))


def _unexplained(falls: Sequence[_Fall], drawn: Drawn, told: Sequence[Figure]) -> Missing | None:
    best = high = 0.0
    telling = []
    for fall in falls:
        days = fall.before.end + 1, fall.after.end
        short = fall.least - np.maximum(drawn.between(*days), floor_told(told, *days).told)
        middle = float(np.median(short))
        if middle > 0:
            telling.append(fall.words)
            best, high = best + middle, high + float(np.quantile(short, _TAIL))
    if not telling:
        return None
    text = f"counts of those held by one source fall {join(telling)}, by {round(best):,} more than reports tell of"
    return Missing(round(best), math.ceil(high), text)
