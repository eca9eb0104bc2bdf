"""Stocks between counts: a level that wanders from day to day, seen through the error laws of those who count."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from habeas.reconcile.posterior.figures import Figure, error_law
from habeas.reconcile.posterior.sampler import Likelihood

Array = NDArray[np.float64]
_AROUND = 2  # counts either side
_FAR_OFF = 0.5  # log ratio


class StockSampler:
    """Draws levels of one stock at the days of its figures and at further `days`.

    The level's change over d days is Laplace with a scale that grows with the root of d and is learned from the
    figures themselves; moves are Metropolis steps of one day's level, or of all levels from a day on.
    """

    def __init__(self, figures: Sequence[Figure], days: Sequence[int], seed: int, chains: int = 72) -> None:
        self.figures = list(figures)
        self.days = np.array(sorted({f.end for f in figures} | set(days)), dtype=np.int64)
        place = {int(day): i for i, day in enumerate(self.days)}
        self._node = np.array([place[f.end] for f in figures], dtype=np.int64)
        self.likelihood = Likelihood([error_law(f) for f in figures])
        self._own = [np.flatnonzero(self._node == i) for i in range(len(self.days))]
        self._parts = [self.likelihood.columns(own) for own in self._own]
        self.rng = np.random.Generator(np.random.PCG64(seed))
        self.chains = chains
        self._level = self._first_guess()
        gaps = np.maximum(np.diff(self.days), 1).astype(np.float64)
        self._scale = self._wander() * np.sqrt(gaps)

    def _points(self) -> tuple[Array, Array]:
        values = [(f.end, f.low if f.low is not None else f.high or 0) for f in self.figures if not f.floor]
        if not values:
            values = [(f.end, f.low or 0) for f in self.figures]
        days = sorted({day for day, _ in values})
        level = [float(np.median([value for at, value in values if at == day])) for day in days]
        # A count far from those around it is no place to start from: chains would not leave it.
        near = [float(np.median(level[max(0, i - _AROUND) : i + _AROUND + 1])) for i in range(len(level))]
        level = [
            own if abs(np.log((own + 1) / (mid + 1))) < _FAR_OFF else mid for own, mid in zip(level, near, strict=True)
        ]
        return np.array(days, dtype=np.float64), np.array(level)

    def _first_guess(self) -> Array:
        days, level = self._points()
        return np.interp(self.days.astype(np.float64), days, level)

    def _wander(self) -> float:
        """Return the scale of a day's change: the median over counts some weeks apart, with a floor."""
        days, level = self._points()
        floor = 0.0008 * max(float(np.median(level)), 50.0)
        rates = []
        for i in range(len(days)):
            later = [j for j in range(i + 1, len(days)) if days[j] - days[i] >= 20][:3]
            rates += [abs(level[j] - level[i]) / np.sqrt(days[j] - days[i]) for j in later]
        return max(floor, float(np.median(rates)) if rates else 2 * floor)

    def draw(self, sweeps: int = 60, burn: int = 24, every: int = 2) -> Array:
        """Return drawn levels, one history a row, one column a day of `days`."""
        level = np.maximum(self._level * np.exp(self.rng.normal(0, 0.01, (self.chains, len(self.days)))), 0.0)
        kept = []
        for sweep in range(sweeps):
            for i in range(len(self.days)):
                self._move(level, i)
            if sweep >= burn and (sweep - burn) % every == 0:
                kept.append(level.copy())
        return np.concatenate(kept)

    def _around(self, level: Array, i: int, value: Array) -> Array:
        cost = np.zeros(self.chains)
        if i > 0:
            cost = cost - np.abs(value - level[:, i - 1]) / self._scale[i - 1]
        if i + 1 < len(self.days):
            cost = cost - np.abs(level[:, i + 1] - value) / self._scale[i]
        if len(self._own[i]):
            cost = cost + self._parts[i](np.repeat(value[:, None], len(self._own[i]), axis=1)).sum(axis=1)
        return cost

    def _move(self, level: Array, i: int) -> None:
        rng, old = self.rng, level[:, i]
        near = float(
            np.mean([self._scale[j] for j in (i - 1, i) if 0 <= j < len(self._scale)] or [0.02 * old.mean() + 1])
        )
        width = np.where(rng.random(self.chains) < 0.5, near, 0.01 * old.mean() + 0.5)
        new = np.abs(old + rng.normal(0.0, width))
        gain = self._around(level, i, new) - self._around(level, i, old)
        taken = np.log(rng.random(self.chains)) < gain
        level[taken, i] = new[taken]

    def total(self, drawn: Array, first: int, last: int) -> Array:
        """Return the drawn levels at the last of the days first..last, which must have been given."""
        result: Array = drawn[:, int(np.flatnonzero(self.days == max(first, last))[0])]
        return result
