"""The log posterior written down a second time, plainly and with nothing integrated out.

It shares no code with the sampler and is there to check it: NumPy and SciPy, sticks instead of weights, the unseen as
a number, and alpha as a number.
"""

from __future__ import annotations

import numpy as np
from scipy.special import gammaln, logsumexp
from scipy.stats import nbinom

from habeas.estimate.tables import FloatArray, IntArray


def log_joint(
    patterns: FloatArray,
    counts: IntArray,
    lam: FloatArray,
    sticks: FloatArray,
    alpha: float,
    unseen: int,
    shape: float,
    rate: float,
) -> float:
    """Return log p(lambda, V, alpha, N, counts), up to a constant in the counts.

    `lam` (K, J); `sticks` (K - 1,) are V_1..V_{K-1}; N = unseen + sum of `counts`. Lambda has a uniform density, V_k
    is Beta(1, alpha), alpha Gamma(shape, rate), p(N) = 1/N, and the cells are multinomial given N.
    """
    log_weights = np.append(np.log(sticks), 0.0) + np.append(0.0, np.cumsum(np.log1p(-sticks)))
    on, off = np.log(lam), np.log1p(-lam)
    log_cells = logsumexp(log_weights[:, None] + on @ patterns.T + off @ (1 - patterns.T), axis=0)
    log_missed = logsumexp(log_weights + off.sum(axis=1))
    people = int(counts.sum()) + unseen
    likelihood = gammaln(people + 1) - gammaln(unseen + 1) + counts @ log_cells + unseen * log_missed
    prior = len(sticks) * np.log(alpha) + (alpha - 1) * np.log1p(-sticks).sum()
    prior += shape * np.log(rate) - gammaln(shape) + (shape - 1) * np.log(alpha) - rate * alpha - np.log(people)
    return float(likelihood + prior)


def draw_joint(
    people_seen: int, lists: int, classes: int, shape: float, rate: float, rng: np.random.Generator
) -> tuple[FloatArray, FloatArray, float, int, dict[tuple[int, ...], int]]:
    """Draw lambda, V, alpha, the unseen and the patterns of `people_seen` people from the prior.

    Under p(N) = 1/N the number seen says nothing about the chance of being missed, so it can be held: given it, the
    patterns are multinomial over the observable cells and the unseen negative binomial.
    """
    alpha = max(float(rng.gamma(shape, 1 / rate)), 1e-6)
    sticks = np.clip(-np.expm1(-rng.exponential(1 / alpha, classes - 1)), 1e-12, 1 - 1e-12)
    lam = np.clip(rng.random((classes, lists)), 1e-6, 1 - 1e-6)
    weights = np.append(sticks, 1.0) * np.append(1.0, np.cumprod(1 - sticks))
    cells = np.array(list(np.ndindex(*(2,) * lists)))
    chances = weights @ np.prod(np.where(cells == 1, lam[:, None, :], 1 - lam[:, None, :]), axis=2)
    seen = rng.multinomial(people_seen, chances[1:] / chances[1:].sum())
    unseen = int(nbinom(people_seen, 1 - chances[0]).rvs(random_state=rng))
    patterns = {tuple(int(v) for v in cell): int(count) for cell, count in zip(cells[1:], seen, strict=True) if count}
    return lam, sticks, alpha, unseen, patterns
