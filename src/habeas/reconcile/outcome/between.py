"""How far a running total had come between two reports of it: to the one, and by a share of what it grew from there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from habeas.reconcile.exact.fates import SOFT
from habeas.reconcile.outcome.assemble import SolvedSeries
from habeas.reconcile.prepared.growth import Reached, share_grown
from habeas.reconcile.prepared.windows import begin_together
from habeas.values.history import Ask

_NEAR: Final = 3  # days off at most from a total that tells by itself
_OFF: Final = 0.05  # share by which what a history has for a total may miss its bounds


class _Total(NamedTuple):
    end: int
    inside: frozenset[int]


def total_between(ask: Ask, item: SolvedSeries) -> int | None:
    """Return what a running total since the first day asked for had come to on the last, null if not between two.

    Waves of known days move it on their days; the rest of its growth is spread over the days between the two as totals
    grow. A total of these very days, or of some days off, tells by itself.
    """
    day = ask.days[1]
    totals = sorted(_totals(ask, item), key=lambda total: total.end)
    before = max((total for total in totals if total.end <= day), key=lambda total: total.end, default=None)
    after = min((total for total in totals if total.end >= day), key=lambda total: total.end, default=None)
    if before is None or after is None or min(day - before.end, after.end - day) <= _NEAR:
        return None
    best = item.solved.histories[0]
    begun = ask.days[0] - 1
    least = best.people(before.inside)
    grown = after.inside - before.inside
    untold = sum(w.size for w in best.waves if w.slot in grown and not w.occasion)
    reached = Reached(before.end - begun, least), Reached(after.end - begun, least + untold)
    part = share_grown(*reached, day - begun)
    moved = (w.size * (float(w.high <= day) if w.occasion else part) for w in best.waves if w.slot in grown)
    return round(least + sum(moved))


def _totals(ask: Ask, item: SolvedSeries) -> Iterator[_Total]:
    """Yield the running totals of fixed days since the first day asked for that the best history keeps and meets."""
    best, (first, _) = item.solved.histories[0], ask.days
    for _, statement, reading, inside in item.solved.kept(best):
        window = statement.window
        fixed = statement.role == "total" and not window.docs and not window.open_start
        if not fixed or reading.kind not in SOFT:
            continue
        law, people = reading.law, best.people(inside)
        if not law.low * (1 - _OFF) <= people <= (people if law.high is None else law.high) * (1 + _OFF):
            continue
        days = window.end.day - first + 1
        if statement.claim.when_kind == "since" and begin_together(window.start.day, first, days):
            yield _Total(window.end.day, inside)
