"""The slots of a dated series: a place for each reported day, and one for what lies between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from habeas.reconcile.lexicon import prior
from habeas.reconcile.prepared.running import Growth, growths
from habeas.reconcile.prepared.statements import Alternative, Statement, means_one_occasion
from habeas.reconcile.prepared.windows import FAR, Window

Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Layout:
    """Slots in the order of time: `occasion[k]` says whether slot k is a reported day or what lies between two.

    `grown[k]` is the chance, by the growth of running totals, that anybody moved in it, `growth[k]` how many did in the
    days of that growth.
    """

    low: npt.NDArray[np.int64]
    high: npt.NDArray[np.int64]
    occasion: Bools
    grown: npt.NDArray[np.float64]
    growth: npt.NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.low)


def span_of(window: Window) -> tuple[int, int]:
    """Return a fixed window's first and last day; an open start reaches back without end."""
    start = -FAR * 30 if window.start.early >= FAR else window.start.day
    return start, window.end.day


def layout(
    statements: Sequence[Statement], readings: Sequence[Sequence[Alternative]], cut: int | None = None
) -> Layout:
    """Return the slots, from day `cut` on, that the windows of the statements and their readings tell apart."""
    days: set[tuple[int, int]] = set()
    cuts: set[int] = set()
    for statement, own in zip(statements, readings, strict=True):
        start, end = span_of(statement.window)
        if statement.role == "on" and end - start <= 3:
            days.add((start, end))
        else:
            cuts |= {start, end + 1}
        for alternative in own[1:]:
            if alternative.kind in {"year_slip", "month_slip"} and statement.role != "on":
                first, last = span_of(alternative.window)
                cuts |= {first, last + 1}
    spots = _spots(sorted(days))
    if cut is not None:
        spots = [(low, high) for low, high in spots if low >= cut]
        cuts = {day for day in cuts if day >= cut} | {cut}
    horizon = _horizon(spots, cuts, statements)
    inner = sorted(cut for cut in cuts if horizon[0] < cut <= horizon[1])
    slots = [(low, high, True) for low, high in spots]
    slots += [(low, high, False) for low, high in _between(horizon, inner, spots)]
    slots.sort()
    low, high = (np.array([slot[k] for slot in slots], dtype=np.int64) for k in (0, 1))
    occasion = np.array([slot[2] for slot in slots], dtype=np.bool_)
    return Layout(low, high, occasion, *_grown(low, high, occasion, growths(statements)))


def _grown(
    low: npt.NDArray[np.int64], high: npt.NDArray[np.int64], occasion: Bools, told: Sequence[Growth]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Share the chance that people moved where running totals grew, and how many, among the lumps of these days.

    How many is said by the totals that lie nearest each other.
    """
    found, people, none = np.zeros(len(low)), np.zeros(len(low)), 1 - prior("sampling", "grown")
    for first, last, grown in sorted(told, key=lambda each: each[0] - each[1]):
        inside = ~occasion & (low >= first) & (high <= last)
        length = np.where(inside, high - low + 1, 0)
        if inside.any():
            found = np.maximum(found, 1 - none ** (length / length.sum()))
            people = np.where(inside, grown, people)
    return found, people


def _spots(days: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return disjoint days: one for each reported day; a report of "one of these days" joins the day it holds."""
    narrow = sorted(days, key=lambda day: (day[1] - day[0], day))
    spots: list[tuple[int, int]] = []
    for low, high in narrow:
        if not any(low <= end and start <= high for start, end in spots):
            spots.append((low, high))
    return sorted(spots)


def _horizon(spots: Sequence[tuple[int, int]], cuts: set[int], statements: Sequence[Statement]) -> tuple[int, int]:
    lows = [low for low, _ in spots] + [cut for cut in cuts if cut > -FAR]
    highs = [high for _, high in spots] + [statement.window.end.day for statement in statements]
    return min(lows, default=min(highs)), max(highs)


def _between(horizon: tuple[int, int], cuts: Sequence[int], spots: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the stretches between cuts, split around the reported days inside them."""
    edges = sorted({horizon[0], horizon[1] + 1, *cuts, *(low for low, _ in spots), *(high + 1 for _, high in spots)})
    taken = {low for low, _ in spots}
    return [
        (low, high - 1)
        for low, high in pairwise(edges)
        if low not in taken and horizon[0] <= low <= horizon[1] and not any(s < low <= e for s, e in spots)
    ]


def members(slots: Layout, statement: Statement, window: Window) -> Bools:
    """Return which slots a statement counts in a window: the reported day of a day's report, else all inside."""
    start, end = span_of(window)
    if means_one_occasion(statement, window):
        touching = slots.occasion & (slots.low <= end) & (slots.high >= start)
        if end - start > 3 and touching.any():
            return touching
        chosen = np.zeros(len(slots), dtype=np.bool_)
        if touching.any():
            chosen[np.flatnonzero(touching)[0]] = True
        return chosen
    middle = (slots.low + slots.high) // 2
    return np.asarray((middle >= start) & (middle <= end), dtype=np.bool_)


def variants(slots: Layout, statement: Statement, window: Window) -> Bools | None:
    """Return the rows of slots that a vague window may count, null where it leaves nothing open.

    A rounded start may lie anywhere within its tolerance; one occasion in a longer window may be any that it holds.
    """
    start, end = span_of(window)
    if means_one_occasion(statement, window):
        touching = np.flatnonzero(members(slots, statement, window))
        if len(touching) < 2:
            return None
        return np.asarray(np.eye(len(slots), dtype=np.bool_)[touching], dtype=np.bool_)
    if window.start.early >= FAR or not (window.start.early or window.start.late):
        return None
    middle = (slots.low + slots.high) // 2
    first, last = start - window.start.early, start + window.start.late
    starts = [start, *middle[(middle >= first) & (middle <= last)].tolist(), last + 1]
    rows = np.unique(np.array([(middle >= day) & (middle <= end) for day in starts], dtype=np.bool_), axis=0)
    if len(rows) < 2:
        return None
    return np.asarray(rows[:: max(1, len(rows) // 12)], dtype=np.bool_)
