"""Undated documents beside a well-dated history: the days on which their figures would be true."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from habeas.reconcile.dated.likelihood import Floats, bits, figures
from habeas.reconcile.exact.history import History
from habeas.reconcile.prepared.statements import Statement
from habeas.reconcile.prepared.windows import FAR, Edge, Window

_TAIL = 0.05  # of the days' chances left out on each side of a document's interval
_PER_DAY_BITS = 0.02  # news is of late events: a day further from the last wave told costs so much


@dataclass(frozen=True)
class Placement:
    """The days on which an undated document was published, by its figures: nine tenths of belief within low..high."""

    low: int
    best: int
    high: int


def costs(statements: Sequence[Statement], history: History, days: npt.NDArray[np.int64], wrong: float) -> Floats:
    """Return the bits that a document's figures cost if it was published on each of some days, by a history."""
    cost = np.zeros(len(days))
    sums = _Sums(history)
    for statement in statements:
        given = figures([statement], [wrong], [1.0])
        cost += bits(given, sums.counted(statement, days)[None, :])[0]
    return cost


def place(statements: Sequence[Statement], history: History, span: tuple[int, int], wrong: float) -> Placement:
    """Return when a document was published, from the days of `span` on which a history makes its figures likely."""
    days = np.arange(span[0], span[1] + 1)
    cost = costs(statements, history, days, wrong)
    latest = _Sums(history).latest(days)
    cost += _PER_DAY_BITS * np.minimum(days - latest, 400)
    belief = np.exp2(cost.min() - cost)
    edges = np.cumsum(belief) / belief.sum()
    low, high = (int(days[np.searchsorted(edges, share)]) for share in (_TAIL, 1 - _TAIL))
    best = int(days[np.argmax(belief)])
    return Placement(min(low, best), best, max(high, best))


class _Sums:
    """The flow of a history up to any day; that of a lump grows evenly over its days."""

    def __init__(self, history: History) -> None:
        waves = sorted(history.waves, key=lambda wave: wave.day)
        self._days = np.array([wave.day for wave in waves], dtype=np.int64)
        self._sizes = np.array([wave.size for wave in waves], dtype=np.float64)
        self._spans = [(wave.day, wave.day) if wave.occasion else (wave.low, wave.high) for wave in waves]

    def _until(self, days: npt.NDArray[np.int64]) -> Floats:
        """Return the flow up to and with each day."""
        found = np.zeros(len(days))
        for (low, high), size in zip(self._spans, self._sizes, strict=True):
            found += size * np.clip((days - low + 1) / (high - low + 1), 0.0, 1.0)
        return found

    def latest(self, days: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        if not len(self._days):
            return days
        return self._days[np.maximum(np.searchsorted(self._days, days, side="right") - 1, 0)]

    def counted(self, statement: Statement, published: npt.NDArray[np.int64]) -> Floats:
        """Return what a statement would count, for each day of publication."""
        window = statement.window
        none = np.zeros_like(published)
        first = window.start.day + (published if window.start.doc else none) - (FAR if window.open_start else 0)
        last = window.end.day + (published if window.end.doc else none)
        if statement.role == "on":
            return self._last_wave(window, first, last)
        return np.asarray(np.maximum(0.0, np.round(self._until(last) - self._until(first - 1))))

    def _last_wave(self, window: Window, first: npt.NDArray[np.int64], last: npt.NDArray[np.int64]) -> Floats:
        fits = np.ones(len(self._days), dtype=bool) if window.weekday is None else self._days % 7 == window.weekday
        days, sizes = self._days[fits], self._sizes[fits]
        if not len(days):
            return np.zeros(len(last))
        at = np.searchsorted(days, last, side="right") - 1
        found = (at >= 0) & (days[np.maximum(at, 0)] >= first)
        return np.where(found, sizes[np.maximum(at, 0)], 0.0)


def dated_as(statement: Statement, placement: Placement, history: History) -> Statement:
    """Return a statement with its window fixed as if its document had been published on the best day."""
    window = statement.window
    start, end = _fixed(window.start, placement.best), _fixed(window.end, placement.best)
    if statement.role == "on":
        inside = [
            wave.day
            for wave in history.waves
            if start.day <= wave.day <= end.day and window.weekday in {None, wave.day % 7}
        ]
        day = max(inside, default=_weekday_before(end.day, window.weekday))
        start = end = Edge(None, day)
    return replace(statement, window=Window(start, end, None, window.open_start))


def _fixed(edge: Edge, published: int) -> Edge:
    return edge if edge.doc is None else Edge(None, edge.day + published, edge.early, edge.late)


def _weekday_before(day: int, weekday: int | None) -> int:
    return day if weekday is None else day - (day - weekday) % 7
