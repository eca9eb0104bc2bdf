"""Running totals: between the end of one and that of a later, larger one that begins no earlier, people moved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median_low

from habeas.reconcile.prepared.statements import Statement
from habeas.reconcile.prepared.windows import FAR, SAME_START

Growth = tuple[int, int, int]  # first day, last day, people
_Run = tuple[int, dict[int, tuple[int, int]]]  # the first day, and by last day the least and the most counted


def growths(statements: Sequence[Statement]) -> list[Growth]:
    """Return the days between the ends of neighbouring totals of fixed days over which they grew, and by how many.

    By how many more than waves reported of single days among them tell: that somebody else moved in them is told, so
    that a history which says how many need not also say when. What begins later and still counts more has grown too:
    "383 since January" in February, "444 in the last month" a week on. A later total of a few days counts an event
    beside the first, and is no running total.
    """
    runs = _runs(statements)
    found = {growth for run in runs for growth in _within(run)}
    for number, later in enumerate(runs):
        found |= {growth for earlier in runs[:number] for growth in _across(earlier, later)}
    waves = _waves(statements)
    untold = ((a, b, people - sum(n for day, n in waves.items() if a <= day <= b)) for a, b, people in found)
    return sorted(growth for growth in untold if growth[2] > 0)


def _waves(statements: Sequence[Statement]) -> dict[int, int]:
    """Return how many are told to have moved on each single day, of several figures the middle one."""
    told: dict[int, list[int]] = defaultdict(list)
    for statement in statements:
        window = statement.window
        one_day = statement.role == "on" and not window.docs and window.start.day == window.end.day
        if one_day and statement.claim.low:
            told[window.start.day].append(statement.claim.low)
    return {day: median_low(people) for day, people in told.items()}


def _runs(statements: Sequence[Statement]) -> list[_Run]:
    """Return the totals of fixed days by what they begin with, in the order of their beginnings."""
    totals = sorted(
        (_start(statement), statement.window.end.day, statement.claim.low, statement.claim.high or statement.claim.low)
        for statement in statements
        if statement.role == "total" and not statement.window.docs and statement.claim.low
    )
    runs: list[_Run] = []
    for start, end, low, high in totals:
        if not runs or start - runs[-1][0] > SAME_START:
            runs.append((start, {}))
        least, most = runs[-1][1].get(end, (low or 0, high or 0))
        runs[-1][1][end] = (min(least, low or 0), max(most, high or 0))
    return runs


def _start(statement: Statement) -> int:
    window = statement.window
    return -FAR if window.start.early >= FAR else window.start.day


def _within(run: _Run) -> Iterator[Growth]:
    """Yield the growth of the totals of one beginning from each end to the next."""
    begun, by_end = run
    for a, b in pairwise(sorted(by_end)):
        if b - begun > SAME_START and by_end[b][0] > by_end[a][1]:
            yield a + 1, b, by_end[b][0] - by_end[a][1]


def _across(earlier: _Run, later: _Run) -> Iterator[Growth]:
    """Yield the growth from the last end of totals of an earlier beginning to each total that begins within them."""
    begun, by_end = later
    for b in sorted(by_end):
        a = max((end for end in earlier[1] if end < b), default=None)
        if a is not None and begun <= a and b - begun > SAME_START and by_end[b][0] > earlier[1][a][1]:
            yield a + 1, b, by_end[b][0] - earlier[1][a][1]
