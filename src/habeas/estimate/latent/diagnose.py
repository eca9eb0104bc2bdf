"""Convergence of the draws of N: rank-normalised split R-hat, effective sample sizes, Monte Carlo errors.

Vehtari, Gelman, Simpson, Carpenter, Bürkner (Bayesian Analysis 16, 2021), as ArviZ computes them.
"""

from __future__ import annotations

import importlib
from typing import Any, Final

import msgspec
import numpy as np

from habeas.estimate.tables import FloatArray

RHAT_LIMIT: Final = 1.01


class Convergence(msgspec.Struct, frozen=True):
    """R-hat and effective sample sizes of one quantity over all chains."""

    rhat: float
    ess_bulk: float
    ess_tail: float

    def good_enough(self, ess: float) -> bool:
        """Return whether R-hat is at most 1.01 and both effective sample sizes are at least `ess`."""
        return self.rhat <= RHAT_LIMIT and min(self.ess_bulk, self.ess_tail) >= ess


def convergence(draws: FloatArray) -> Convergence:
    """Return the diagnostics of `draws`, shape (chains, draws); constant draws count as converged."""
    if np.ptp(draws) == 0:
        return Convergence(1.0, float(draws.size), float(draws.size))
    stats: Any = importlib.import_module("arviz_stats.base").array_stats
    axes = {"chain_axis": 0, "draw_axis": 1}
    return Convergence(
        rhat=_finite(float(stats.rhat(draws, method="rank", **axes)), np.inf),
        ess_bulk=_finite(float(stats.ess(draws, method="bulk", **axes)), 0.0),
        ess_tail=_finite(float(stats.ess(draws, method="tail", prob=(0.025, 0.975), **axes)), 0.0),
    )


def mcse_quantile(draws: FloatArray, level: float) -> float:
    """Return the Monte Carlo standard error of the `level` quantile of `draws`, shape (chains, draws)."""
    if np.ptp(draws) == 0:
        return 0.0
    stats: Any = importlib.import_module("arviz_stats.base").array_stats
    return float(stats.mcse(draws, method="quantile", prob=level, chain_axis=0, draw_axis=1))


def _finite(value: float, otherwise: float) -> float:
    return value if np.isfinite(value) else otherwise
