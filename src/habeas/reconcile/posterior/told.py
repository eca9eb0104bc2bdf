"""What reports tell by themselves within the days of a question: a floor that no range may undercut."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from habeas.reconcile.posterior.figures import Figure, error_law
from habeas.reconcile.prepared.numbers import is_within
from habeas.reconcile.prepared.windows import lies_within

_NEAR = 2  # days by which two reports of one wave may differ
_ALIKE = 1.25  # times: reports of neighbouring days nearer each other may tell of one wave
_KNOWN = 0.5  # spread below which the share of another group is learned, not guessed
TAIL = 3.0  # scales that one in twenty figures misses by, exp(-3)


@dataclass(frozen=True)
class Floor:
    """The largest sum of figures over disjoint days inside a question's, and the least it can mean by their laws.

    `single` is the least that any one of them can mean. `usual` are the people that as many days hold on average, by
    all figures of the series.
    """

    told: int
    least: int
    single: int = 0
    usual: float = 0.0


def floor_told(figures: Sequence[Figure], start: int, end: int) -> Floor:
    """Return what undoubted figures of disjoint days within start..end add up to.

    Several figures of the same days count by their middle one, each as the bound from below that it is. Of two reports
    of nearly the same number a day or two apart only one counts: they may tell of one wave. Figures whose days are
    inferred are no floor for days that are given.
    """
    windows: dict[tuple[int, int], list[Figure]] = {}
    for figure in figures:
        inside = lies_within((figure.start, figure.end), (start, end))
        if figure.low and figure.dated and not figure.spread and inside:
            windows.setdefault((figure.start, figure.end), []).append(figure)
    rows = sorted(
        (last, first, median(f.low or 0 for f in own), max(error_law(f).under for f in own))
        for (first, last), own in windows.items()
    )
    ends = [row[0] for row in rows]
    best: list[tuple[float, float]] = [(0.0, 0.0)]  # people told and their least by the first n windows
    for number, (_, first, people, under) in enumerate(rows):
        before = bisect_left(ends, first)
        while before and _one_wave(rows[before - 1], rows[number]):
            before -= 1
        told, least = best[before]
        taken = (told + people, least + people * math.exp(-TAIL * under))
        best.append(max(best[-1], taken))
    told, least = best[-1]
    single = max((people * math.exp(-TAIL * under) for _, _, people, under in rows), default=0.0)
    return Floor(int(told), int(least), int(single))


def with_usual(floor: Floor, figures: Sequence[Figure], start: int, end: int) -> Floor:
    """Return a floor with what is usual: by all that figures of disjoint days tell, of any group of known share."""
    alike = [replace(figure, spread=0.0) for figure in figures if figure.spread < _KNOWN]
    inside = floor_told(alike, start, end).told
    first, last = min((f.start for f in alike), default=start), max((f.end for f in alike), default=end)
    rate = floor_told(alike, first, last).told / (last - first + 1)
    return replace(floor, usual=max(float(inside), rate * (end - start + 1)))


def _one_wave(one: tuple[int, int, float, float], other: tuple[int, int, float, float]) -> bool:
    """Say whether two reports of days next to each other may be of one wave: about as many people."""
    days = one[0] - one[1] <= 1 and other[0] - other[1] <= 1 and other[1] - one[0] <= _NEAR
    return days and is_within(_ALIKE, one[2], other[2])
