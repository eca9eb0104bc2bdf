"""A cheap move that replaces the last classes by fresh ones from the prior, in the same density as `hamiltonian`.

It lets classes appear and vanish, which neither trajectories nor sweeps do well.
"""

from __future__ import annotations

import math

import numpy as np

from habeas.estimate.latent.compiled import compiled
from habeas.estimate.latent.marginal import log_within_cap
from habeas.estimate.latent.sweep import fill_likelihood, log_gamma_draw
from habeas.estimate.tables import FloatArray

_NOTHING = -46.0  # a log weight of 1e-20, below the rounding of a probability
_PER_STICK = 1.0 / math.log(2.0)


@compiled
def mixture_log_likelihood(counts: FloatArray, lnu: FloatArray, lik: FloatArray, cap: float) -> float:
    """Return the log likelihood of the observed patterns, the unseen integrated out."""
    pattern = np.zeros(counts.size + 1)
    for k in range(lnu.size):
        _add(lnu[k], lik[k], pattern)
    return _log_likelihood(counts, pattern, cap)


@compiled
def _add(log_weight: float, row: FloatArray, pattern: FloatArray) -> None:
    if log_weight > _NOTHING:
        nu = math.exp(log_weight)
        for x in range(pattern.size):
            pattern[x] += nu * row[x]


@compiled
def _log_likelihood(counts: FloatArray, pattern: FloatArray, cap: float) -> float:
    total, people = 0.0, 0.0
    for x in range(counts.size):
        total += counts[x] * math.log(pattern[x])
        people += counts[x]
    missed = min(pattern[counts.size], 1.0 - 1e-15)
    return total - people * math.log1p(-missed) + log_within_cap(missed, people, cap)


@compiled
def _fresh_class(
    rng: np.random.Generator, k: int, left: float, alpha: float, lnu: FloatArray, lam: FloatArray, rates: bool
) -> float:
    """Draw the stick of class k from what is `left` (a log) and, with `rates`, its lambda; return the log rest."""
    if k < lnu.size - 1:
        stick = -math.log(1.0 - rng.random()) / alpha
        lnu[k] = left + math.log(-math.expm1(-stick))
        left -= stick
    else:
        lnu[k] = left
    if rates:
        for j in range(lam.shape[1]):
            lam[k, j] = min(max(rng.random(), 1e-15), 1.0 - 1e-15)
    return left


@compiled
def redraw_tail(
    rng: np.random.Generator,
    patterns: FloatArray,
    counts: FloatArray,
    prior: FloatArray,
    lam: FloatArray,
    lnu: FloatArray,
    lik: FloatArray,
    now: float,
) -> float:
    """Keep the first classes and propose the rest, sticks and lambda, from the prior; return the log likelihood.

    How many sticks are kept is geometric: the first classes are where kinds of people appear and vanish. The class
    on the first new stick keeps its lambda. Given the kept sticks y alpha is Gamma(a + kept, b + sum y), and the rest
    are exponential with that rate, so that the ratio of likelihoods alone decides. `now` is the log likelihood of the
    present state. Classes too light to change it are drawn only once the move is taken.
    """
    classes = lnu.size
    kept = max(min(int(-math.log(1.0 - rng.random()) * _PER_STICK), classes - 2), 0)
    left = 0.0
    if kept > 0:
        tail = lnu[classes - 1]
        for k in range(classes - 2, kept - 1, -1):
            high = max(tail, lnu[k])
            tail = high + math.log(math.exp(tail - high) + math.exp(lnu[k] - high))
        left = tail
    alpha = math.exp(log_gamma_draw(rng, prior[0] + kept) - math.log(prior[1] - left))
    pattern = np.zeros(counts.size + 1)
    for k in range(kept):
        _add(lnu[k], lik[k], pattern)
    fresh_lam, fresh_lnu, fresh_lik = np.empty_like(lam), np.empty_like(lnu), np.empty_like(lik)
    reached = kept
    while reached < classes and left > _NOTHING:
        left = _fresh_class(rng, reached, left, alpha, fresh_lnu, fresh_lam, reached > kept)
        if reached == kept:
            _add(fresh_lnu[kept], lik[kept], pattern)
        else:
            fill_likelihood(reached, fresh_lam, patterns, fresh_lik)
            _add(fresh_lnu[reached], fresh_lik[reached], pattern)
        reached += 1
    then = _log_likelihood(counts, pattern, prior[2])
    if then < now and rng.random() >= math.exp(then - now):
        return now
    for k in range(reached, classes):
        left = _fresh_class(rng, k, left, alpha, fresh_lnu, fresh_lam, k > kept)
        fill_likelihood(k, fresh_lam, patterns, fresh_lik)
    lnu[kept:] = fresh_lnu[kept:]
    lam[kept + 1 :] = fresh_lam[kept + 1 :]
    lik[kept + 1 :] = fresh_lik[kept + 1 :]
    return then
