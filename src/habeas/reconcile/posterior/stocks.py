"""Stocks between counts: a level that wanders from day to day, seen through the error laws of those who count.

Levels lie on a grid, so that histories are drawn exactly: forwards the belief about each day given the days before it,
backwards a level for each day given the one after (Frühwirth-Schnatter 1994).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from habeas.reconcile.lexicon import table
from habeas.reconcile.posterior.figures import Figure, error_law
from habeas.reconcile.posterior.sampler import Likelihood

Array = NDArray[np.float64]
_POINTS = 280  # levels of the grid, beside the figures themselves: 2% apart at usual spans
_BEYOND = 1.6  # the grid reaches so many times beyond the figures


class StockSampler:
    """Draws levels of one stock at the days of its figures and at further `days`.

    The level's change over d days is Laplace with a scale that grows with the root of d and is learned from the
    figures themselves; a share of changes is several times as large, and the longer the time, the likelier is a leap to
    a level of another magnitude (a mass release, a wave of arrests). On a day of `leaps`, on which reports tell that
    many were let go, such a leap downwards is likely.
    """

    def __init__(
        self, figures: Sequence[Figure], days: Sequence[int], seed: int, draws: int = 720, leaps: Sequence[int] = ()
    ) -> None:
        self.figures = list(figures)
        around = {day for leap in leaps for day in (leap - 1, leap)}
        self.days = np.array(sorted({f.end for f in figures} | set(days) | around), dtype=np.int64)
        self._leaps = frozenset(leaps)
        place = {int(day): i for i, day in enumerate(self.days)}
        self._node = np.array([place[f.end] for f in figures], dtype=np.int64)
        self.likelihood = Likelihood([error_law(f) for f in figures])
        self.rng = np.random.Generator(np.random.PCG64(seed))
        self.draws = draws
        self._grid = self._levels()
        self._width = np.gradient(self._grid)
        self._wanders = self._wander()

    def _levels(self) -> Array:
        values = [float(v) for f in self.figures for v in (f.low, f.high) if v]
        low, high = min(values, default=1.0) / _BEYOND, max(values, default=1.0) * _BEYOND + 5
        points = np.concatenate([np.geomspace(max(low, 0.5), high, _POINTS), np.array(values)])
        return np.array(sorted(set(np.round(points, 1).tolist())))

    def _points(self) -> tuple[Array, Array]:
        values = [(f.end, f.low if f.low is not None else f.high or 0) for f in self.figures if not f.floor]
        if not values:
            values = [(f.end, f.low or 0) for f in self.figures]
        days = sorted({day for day, _ in values})
        level = [float(np.median([value for at, value in values if at == day])) for day in days]
        return np.array(days, dtype=np.float64), np.array(level)

    def _wander(self) -> float:
        """Return the scale of a day's change: the median over counts some weeks apart, with a floor."""
        days, level = self._points()
        floor = 0.0008 * max(float(np.median(level)) if level.size else 0.0, 50.0)
        rates = []
        for i in range(len(days)):
            later = [j for j in range(i + 1, len(days)) if days[j] - days[i] >= 20][:3]
            rates += [abs(level[j] - level[i]) / np.sqrt(days[j] - days[i]) for j in later]
        return max(floor, float(np.median(rates)) if rates else 2 * floor)

    def _change(self, days: int, *, let_go: bool = False) -> Array:
        """Return the chance of each change of level (row to column) over so many days, with a mass release or not."""
        scale, grid = self._wanders * math.sqrt(days), self._grid
        apart, times = np.abs(grid[None, :] - grid[:, None]), np.abs(np.log(grid[None, :] / grid[:, None]))
        stock = table("reporting")["stock"]
        far, share, many = float(stock["jump"]) * scale, float(stock["jumps"]), float(stock["leap"])
        usual: Array = (1 - share) * np.exp(-apart / scale) / (2 * scale) + share * np.exp(-apart / far) / (2 * far)
        leaps = 1 - math.exp(-days / float(stock["leap_days"]))
        leap: Array = np.exp(-times / many) / (2 * many * grid[None, :])
        if let_go:
            leaps, leap = float(stock["told_leap"]), 2 * leap * (grid[None, :] <= grid[:, None])
        return ((1 - leaps) * usual + leaps * leap) * self._width[None, :]

    def _seen(self, node: int) -> Array:
        """Return the likelihood of a day's counts at each level, up to a factor."""
        own = np.flatnonzero(self._node == node)
        if not len(own):
            return np.ones(len(self._grid))
        values = self.likelihood.columns(own)(np.repeat(self._grid[:, None], len(own), axis=1)).sum(axis=1)
        result: Array = np.exp(values - values.max())
        return result

    def draw(self) -> Array:
        """Return drawn levels, one history a row, one column a day of `days`."""
        gaps = [
            (max(int(after - before), 1), int(after) in self._leaps)
            for before, after in zip(self.days[:-1], self.days[1:], strict=True)
        ]
        changes = {gap: self._change(gap[0], let_go=gap[1]) for gap in sorted(set(gaps))}
        belief = [self._seen(0) * self._width / (self._grid + 1.0)]
        for node, gap in enumerate(gaps, start=1):
            ahead = (belief[-1] @ changes[gap]) * self._seen(node)
            belief.append(ahead / ahead.sum())
        drawn = np.zeros((self.draws, len(self.days)), dtype=np.int64)
        chance = np.broadcast_to(belief[-1], (self.draws, len(self._grid)))
        for node in range(len(self.days) - 1, -1, -1):
            if node < len(self.days) - 1:
                chance = belief[node][None, :] * changes[gaps[node]].T[drawn[:, node + 1]]
            edges = np.cumsum(chance, axis=1)
            spot = self.rng.random(self.draws) * edges[:, -1]
            drawn[:, node] = np.minimum((edges < spot[:, None]).sum(axis=1), len(self._grid) - 1)
        inside = self._width[drawn] * (self.rng.random(drawn.shape) - 0.5)
        result: Array = np.maximum(self._grid[drawn] + inside, 0.0)
        return result

    def total(self, drawn: Array, first: int, last: int) -> Array:
        """Return the drawn levels at the last of the days first..last, or at the day nearest to it that was given."""
        return self.totals(drawn, [(first, last)])[0]

    def totals(self, drawn: Array, spans: Sequence[tuple[int, int]]) -> list[Array]:
        """Return `total` for each of several spans of days; those read off at the same day share one array."""
        days = [int(np.abs(self.days - max(span)).argmin()) for span in spans]
        columns = {day: np.ascontiguousarray(drawn[:, day]) for day in set(days)}
        return [columns[day] for day in days]
