"""Cheap moves on the order and the lightest of the classes, in the same density as `hamiltonian`.

`swap_neighbours` changes which stick a class hangs on; `redraw_tail` replaces the last classes by fresh ones from
the prior. They let classes appear, vanish and change rank, which neither trajectories nor the plain sweep do well.
"""

from __future__ import annotations

import math

import numpy as np

from habeas.estimate.latent.compiled import compiled
from habeas.estimate.latent.marginal import log_within_cap
from habeas.estimate.latent.sweep import fill_likelihood, log_gamma_draw
from habeas.estimate.tables import FloatArray


@compiled
def swap_neighbours(
    rng: np.random.Generator, prior: FloatArray, lam: FloatArray, lnu: FloatArray, lik: FloatArray
) -> int:
    """Go once through neighbouring classes, exchanging their places in the stick order; return how many took.

    The patterns do not care; the prior of the weights does. With r_k the weight after place k, exchanging k and
    k + 1 changes only the factor 1/r_k, and at the end of the stick also (b - log nu_K)^-(a + K - 1).
    """
    classes = lnu.size
    tail = -math.inf
    taken = 0
    power = prior[0] + classes - 1.0
    for k in range(classes - 2, -1, -1):
        top = max(tail, lnu[k], lnu[k + 1])
        if top == -math.inf:
            continue
        held = 0.0 if tail == -math.inf else math.exp(tail - top)
        gain = math.log(held + math.exp(lnu[k + 1] - top) + 1e-300) - math.log(held + math.exp(lnu[k] - top) + 1e-300)
        if k == classes - 2:
            gain = lnu[k + 1] - lnu[k]
            gain += power * (math.log(prior[1] - lnu[k + 1]) - math.log(prior[1] - lnu[k]))
        if gain >= 0.0 or rng.random() < math.exp(gain):
            _exchange(k, lam, lnu, lik)
            taken += 1
        high = max(tail, lnu[k + 1])
        tail = high + math.log(math.exp(tail - high) + math.exp(lnu[k + 1] - high))
    return taken


@compiled
def _exchange(k: int, lam: FloatArray, lnu: FloatArray, lik: FloatArray) -> None:
    lnu[k], lnu[k + 1] = lnu[k + 1], lnu[k]
    for j in range(lam.shape[1]):
        lam[k, j], lam[k + 1, j] = lam[k + 1, j], lam[k, j]
    for x in range(lik.shape[1]):
        lik[k, x], lik[k + 1, x] = lik[k + 1, x], lik[k, x]


@compiled
def mixture_log_likelihood(counts: FloatArray, lnu: FloatArray, lik: FloatArray, cap: float) -> float:
    """Return the log likelihood of the observed patterns, the unseen integrated out."""
    classes, cells = lnu.size, counts.size
    pattern = np.zeros(cells + 1)
    for k in range(classes):
        nu = math.exp(lnu[k])
        if nu > 0.0:
            for x in range(cells + 1):
                pattern[x] += nu * lik[k, x]
    total, people = 0.0, 0.0
    for x in range(cells):
        total += counts[x] * math.log(pattern[x])
        people += counts[x]
    missed = min(pattern[cells], 1.0 - 1e-15)
    return total - people * math.log1p(-missed) + log_within_cap(missed, people, cap)


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

    How many sticks are kept is uniform on 0..K-2. Given the kept sticks y alpha is Gamma(a + kept, b + sum y), and
    the rest are exponential with that rate, so that the ratio of likelihoods alone decides. `now` is the log
    likelihood of the present state.
    """
    classes, lists = lam.shape
    kept = int(rng.random() * (classes - 1))
    left = 0.0
    if kept > 0:
        tail = lnu[classes - 1]
        for k in range(classes - 2, kept - 1, -1):
            high = max(tail, lnu[k])
            tail = high + math.log(math.exp(tail - high) + math.exp(lnu[k] - high))
        left = tail
    alpha = math.exp(log_gamma_draw(rng, prior[0] + kept) - math.log(prior[1] - left))
    fresh_lam, fresh_lnu, fresh_lik = lam.copy(), lnu.copy(), lik.copy()
    for k in range(kept, classes):
        if k < classes - 1:
            stick = -math.log(1.0 - rng.random()) / alpha
            fresh_lnu[k] = left + math.log(-math.expm1(-stick))
            left -= stick
        else:
            fresh_lnu[k] = left
        if k > kept:
            for j in range(lists):
                fresh_lam[k, j] = min(max(rng.random(), 1e-15), 1.0 - 1e-15)
            fill_likelihood(k, fresh_lam, patterns, fresh_lik)
    then = mixture_log_likelihood(counts, fresh_lnu, fresh_lik, prior[2])
    if then >= now or rng.random() < math.exp(then - now):
        lam[:] = fresh_lam
        lnu[:] = fresh_lnu
        lik[:] = fresh_lik
        return then
    return now
