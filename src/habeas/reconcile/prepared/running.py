"""Running totals: between the ends of two that count from one day, the later and larger, people moved."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from habeas.reconcile.prepared.statements import Statement
from habeas.reconcile.prepared.windows import FAR, SAME_START

Growth = tuple[int, int, int]  # first day, last day, people


def growths(statements: Sequence[Statement]) -> list[Growth]:
    """Return the days between the ends of neighbouring totals of one beginning and fixed days, and their growth.

    That somebody moved in them is told, so that a history which says how many need not also say when. A later total of
    a few days counts an event beside the first, and is no running total.
    """
    totals = sorted(
        (_start(statement), statement.window.end.day, statement.claim.low, statement.claim.high or statement.claim.low)
        for statement in statements
        if statement.role == "total" and not statement.window.docs and statement.claim.low
    )
    runs: list[tuple[int, list[tuple[int, int, int]]]] = []
    for start, end, low, high in totals:
        if not runs or start - runs[-1][0] > SAME_START:
            runs.append((start, []))
        runs[-1][1].append((end, low or 0, high or 0))
    return sorted({growth for begun, run in runs for growth in _grown(run) if growth[1] - begun > SAME_START})


def _start(statement: Statement) -> int:
    window = statement.window
    return -FAR if window.start.early >= FAR else window.start.day


def _grown(run: Sequence[tuple[int, int, int]]) -> list[Growth]:
    """Return the stretches of days after one end and up to the next over which the totals of one beginning grew."""
    by_end: dict[int, tuple[int, int]] = {}
    for end, low, high in sorted(run):
        least, most = by_end.get(end, (low, high))
        by_end[end] = (min(least, low), max(most, high))
    return [(a + 1, b, by_end[b][0] - by_end[a][1]) for a, b in pairwise(by_end) if by_end[b][0] > by_end[a][1]]
