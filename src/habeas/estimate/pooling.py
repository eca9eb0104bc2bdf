"""From strata to a total, and from several plausible linkages to one answer."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np

from habeas.estimate.fit import Fit
from habeas.estimate.tables import FloatArray
from habeas.estimate.twolists import Z95
from habeas.values.estimate import Density, Interval

DRAWS: Final = 1000
ENOUGH_LINKAGES: Final = 10


def draws_of(fit: Fit, observed: int, rng: np.random.Generator) -> FloatArray:
    """Return draws of N in random order: the posterior's, or of the log-normal that the interval describes."""
    if fit.draws:
        return rng.permutation(np.array(fit.draws))
    unseen, low, high = (max(v - observed, 0.1) for v in (fit.range.median, fit.range.low, fit.range.high))
    spread = (math.log(high) - math.log(low)) / (2 * Z95)
    return np.asarray(observed + unseen * np.exp(spread * rng.standard_normal(DRAWS)))


def total_draws(parts: Sequence[FloatArray]) -> FloatArray:
    """Return draws of the sum of independent strata."""
    return np.asarray(np.sum([np.resize(part, DRAWS) for part in parts], axis=0))


def pool_linkages(draws: Sequence[FloatArray], observed: Sequence[int]) -> Interval:
    """Pool the posteriors of several linkages of the same people.

    Rubin's rules (1987) on the log of the unseen, as the Human Rights Data Analysis Group applies them: the mean
    within and the variance between linkages add up, with a t interval; the point is the mean of the posterior means.
    One linkage is returned as it is.
    """
    if len(draws) == 1:
        low, median, high = (float(v) for v in np.quantile(draws[0], (0.025, 0.5, 0.975)))
        return Interval(low=low, median=median, high=high, mean=float(draws[0].mean()))
    from scipy.stats import t

    m = len(draws)
    unseen = [np.maximum(part - seen, 0.0) for part, seen in zip(draws, observed, strict=True)]
    logs = [np.log(np.where(part == 0, 0.1, part)) for part in unseen]
    within = float(np.mean([part.var(ddof=1) for part in logs]))
    between = float(np.var([part.mean() for part in logs], ddof=1))
    centre = float(np.mean([part.mean() for part in logs]))
    seen = float(np.mean(observed))
    spread = math.sqrt(within + (1 + 1 / m) * between)
    freedom = (m - 1) * (1 + within / ((m + 1) * between)) ** 2 if between > 0 else math.inf
    reach = float(t.ppf(0.975, freedom)) * spread
    return Interval(
        low=seen + math.exp(centre - reach),
        median=float(np.median(np.concatenate(unseen))) + seen,
        high=seen + math.exp(centre + reach),
        mean=seen + float(np.mean([part.mean() for part in unseen])),
    )


def mixture_density(draws: Sequence[FloatArray]) -> Density:
    """Return the density of N over all linkages together, each weighing the same; its prior is not drawn."""
    if not draws:
        return Density()
    from habeas.estimate.latent.summary import density_of

    return density_of(np.concatenate([np.resize(part, DRAWS) for part in draws]), np.empty(0))
