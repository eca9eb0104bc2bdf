"""Draws -> what a reader sees: interval, bands, density beside the prior's, fitted patterns, modes."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from habeas.estimate.tables import FloatArray
from habeas.values.estimate import Band, CaptureTable, Cell, Density, Interval

_LEVELS: Final = (0.5, 0.8, 0.95)
_GRID: Final = 160
_MOST_FOR_DENSITY: Final = 4000


def interval_of(people: FloatArray) -> Interval:
    """Return median, mean and the 95% interval of draws of N (linear interpolation between order statistics)."""
    low, median, high = (float(q) for q in np.quantile(people, (0.025, 0.5, 0.975)))
    return Interval(low=low, median=median, high=high, mean=float(people.mean()))


def bands_of(people: FloatArray) -> tuple[Band, ...]:
    """Return the central 50, 80 and 95% intervals of draws of N."""
    return tuple(
        Band(level=level, low=float(low), high=float(high))
        for level in _LEVELS
        for low, high in [np.quantile(people, ((1 - level) / 2, (1 + level) / 2))]
    )


def log_density(people: FloatArray, grid: FloatArray) -> FloatArray:
    """Return a kernel density of log(people) at log(grid); a spike where all draws are equal."""
    from scipy.stats import gaussian_kde

    flat = people.ravel()
    draws = np.log(flat[:: max(1, flat.size // _MOST_FOR_DENSITY)])
    if np.ptp(draws) == 0:
        return np.where(np.abs(np.log(grid) - draws[0]) < 1e-9, 1.0, 0.0)
    density: FloatArray = gaussian_kde(draws, bw_method="silverman")(np.log(grid))
    return density


def density_of(people: FloatArray, prior: FloatArray) -> Density:
    """Return the density of N on a logarithmic grid over nearly all draws, and that of draws from the prior, if any."""
    low, high = np.quantile(people, (0.0005, 0.9995))
    if low == high:
        return Density(at=(float(low),), posterior=(1.0,))
    grid = np.geomspace(low, high, _GRID)
    return Density(
        at=tuple(round(float(v), 6) for v in grid),
        posterior=tuple(_rounded(log_density(people, grid) / grid)),
        prior=tuple(_rounded(log_density(prior, grid) / grid)) if prior.size else (),
    )


def prior_draws(table: CaptureTable, classes: int, shape: float, rate: float, seed: int) -> FloatArray:
    """Return draws of N from the prior of the model given only how many people were seen.

    The prior of N itself is improper; given n seen and the chance of being missed that the prior of the classes
    implies, N - n is negative binomial. Draws where everybody would be missed are left out.
    """
    rng = np.random.default_rng([seed, 77])
    size, lists = _MOST_FOR_DENSITY, len(table.lists)
    alpha = np.maximum(rng.gamma(shape, 1 / rate, size), 1e-12)
    sticks = -np.log(1 - rng.random((size, classes - 1))) / alpha[:, None]
    left = np.concatenate([np.zeros((size, 1)), -np.cumsum(sticks, axis=1)], axis=1)
    weights = np.exp(left)
    weights[:, :-1] *= -np.expm1(-sticks)
    missed = (weights * np.prod(rng.random((size, classes, lists)), axis=2)).sum(axis=1)
    missed = missed[missed < 1 - 1e-9]
    mean = rng.gamma(table.observed, 1.0, missed.size) * missed / (1 - missed)
    return np.asarray(table.observed + rng.poisson(mean), dtype=np.float64)


def cells_of(table: CaptureTable, fits: FloatArray, seed: int) -> tuple[Cell, ...]:
    """Return each pattern with its count and the posterior predictive mean and 95% interval of that count."""
    rng = np.random.default_rng([seed, 78])
    replicated = rng.binomial(table.observed, np.clip(fits, 0.0, 1.0))
    cells = []
    for x, (pattern, count) in enumerate(zip(table.patterns, table.counts, strict=True)):
        low, high = np.quantile(replicated[:, x], (0.025, 0.975))
        cells.append(
            Cell(
                lists=tuple(name for name, on in zip(table.lists, pattern, strict=True) if on),
                observed=count,
                fitted=float(fits[:, x].mean()) * table.observed,
                low=float(low),
                high=float(high),
            )
        )
    return tuple(cells)


def _rounded(values: FloatArray) -> list[float]:
    return [float(f"{v:.6g}") if math.isfinite(v) else 0.0 for v in values]
