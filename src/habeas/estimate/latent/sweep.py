"""One Gibbs sweep of the latent class model, with all people, seen and unseen, assigned to classes.

Model (Manrique-Vallier, Biometrics 72, 2016): each of N people belongs to class k with probability nu_k, truncated
stick-breaking with V_k ~ Beta(1, alpha), and stands on list j independently with probability lambda_kj, uniform a
priori; alpha ~ Gamma(a, b); p(N) proportional to 1/N. People on no list are not seen.

Arrays: `lam` (classes, lists); `lnu` (classes,) log weights; `lik` (classes, patterns + 1), the probability of each
observed pattern and, last, of the all-zero one in each class; `patterns` (patterns, lists) of 0.0 and 1.0; `counts`
(patterns,). Weights are kept as logs: one-class data drive alpha to e^-40 and 1 - V beyond what a double can hold.
"""

from __future__ import annotations

import math

import numpy as np

from habeas.estimate.latent.collapsed import draw_alpha, exchange_neighbours, redraw_unseen
from habeas.estimate.latent.compiled import compiled
from habeas.estimate.tables import FloatArray, IntArray

_TINY = 1e-15
_NOTHING = 1e-20


@compiled
def log_gamma_draw(rng: np.random.Generator, shape: float) -> float:
    """Draw the logarithm of a Gamma(shape, 1) variate, accurate for shapes down to 1e-300."""
    if shape >= 1.0:
        return math.log(rng.standard_gamma(shape))
    return math.log(rng.standard_gamma(shape + 1.0)) + math.log(1.0 - rng.random()) / shape


@compiled
def fill_likelihood(k: int, lam: FloatArray, patterns: FloatArray, lik: FloatArray) -> None:
    """Write the probabilities of all patterns in class k into `lik[k]`."""
    size, lists = patterns.shape
    for x in range(size):
        product = 1.0
        for j in range(lists):
            product *= lam[k, j] if patterns[x, j] > 0.5 else 1.0 - lam[k, j]
        lik[k, x] = product
    missed = 1.0
    for j in range(lists):
        missed *= 1.0 - lam[k, j]
    lik[k, size] = missed


@compiled
def split(rng: np.random.Generator, people: int, weights: FloatArray, out: IntArray) -> None:
    """Draw a multinomial of `people` over classes with unnormalised `weights`; add it to `out`."""
    classes = weights.size
    remaining = 0.0
    for k in range(classes):
        remaining += weights[k]
    if people <= 3:
        for _ in range(people):
            left = rng.random() * remaining
            k = 0
            while k < classes - 1 and left >= weights[k]:
                left -= weights[k]
                k += 1
            out[k] += 1
        return
    left_over = people
    for k in range(classes - 1):
        if left_over == 0:
            return
        if weights[k] >= remaining:
            # All that is left belongs here: the later weights are below the rounding of this one.
            out[k] += left_over
            return
        if weights[k] > _NOTHING * remaining:
            drawn = rng.binomial(left_over, weights[k] / remaining)
            out[k] += drawn
            left_over -= drawn
            remaining -= weights[k]
    out[classes - 1] += left_over


@compiled
def draw_unseen(rng: np.random.Generator, seen: int, missed: float, most: float) -> int:
    """Draw the number of unseen people given the chance of being missed, redrawn while above `most`.

    Under p(N) ~ 1/N it is negative binomial with `seen` successes: a Poisson with a Gamma(seen) mean. Where a
    thousand redraws all exceed `most` the conditional distribution hugs the cap, and the cap is returned.
    """
    if missed <= 0.0:
        return 0
    odds = missed / max(1.0 - missed, 1e-300)
    for _ in range(1000):
        mean = rng.standard_gamma(float(seen)) * odds
        unseen = rng.poisson(mean) if mean < 1e15 else int(min(mean, 9e18))
        if unseen <= most:
            return unseen
    return int(most)


@compiled
def _rate(rng: np.random.Generator, yes: int, no: int) -> float:
    """Draw from Beta(1 + yes, 1 + no); where one of them is 0 by inversion, which is several times as fast."""
    if no == 0:
        return 1.0 - rng.random() if yes == 0 else math.exp(math.log(1.0 - rng.random()) / (1.0 + yes))
    if yes == 0:
        return -math.expm1(math.log(1.0 - rng.random()) / (1.0 + no))
    one = rng.standard_gamma(1.0 + yes)
    return one / (one + rng.standard_gamma(1.0 + no))


@compiled
def draw_classes(
    rng: np.random.Generator, members: IntArray, on_list: IntArray, alpha: float, lam: FloatArray, lnu: FloatArray
) -> None:
    """Draw lambda and the stick-breaking weights given everybody's class: `members` (K,), `on_list` (K, J)."""
    classes, lists = lam.shape
    later = 0
    for k in range(classes):
        later += members[k]
    log_left = 0.0
    for k in range(classes):
        for j in range(lists):
            lam[k, j] = min(max(_rate(rng, on_list[k, j], members[k] - on_list[k, j]), _TINY), 1.0 - _TINY)
        later -= members[k]
        if k == classes - 1:
            lnu[k] = log_left
            return
        if members[k] == 0:
            # Beta(1, r): -log(1 - V) is exponential with rate r.
            stick = -math.log(1.0 - rng.random()) / (alpha + later)
            lnu[k] = log_left + math.log(-math.expm1(-stick))
            log_left -= stick
            continue
        log_yes = math.log(rng.standard_gamma(1.0 + members[k]))
        log_no = log_gamma_draw(rng, alpha + later)
        top = max(log_yes, log_no)
        log_sum = top + math.log1p(math.exp(-abs(log_yes - log_no)))
        lnu[k] = log_left + log_yes - log_sum
        log_left += log_no - log_sum


@compiled
def assign_seen(
    rng: np.random.Generator,
    patterns: FloatArray,
    counts: IntArray,
    nu: FloatArray,
    lik: FloatArray,
    members: IntArray,
    on_list: IntArray,
) -> int:
    """Draw the class of everybody seen; add to `members` (K,) and, those on each list, `on_list` (K, J).

    Return how many are seen.
    """
    classes, lists = on_list.shape
    drawn = np.zeros(classes, dtype=np.int64)
    seen = 0
    for x in range(patterns.shape[0]):
        seen += counts[x]
        drawn[:] = 0
        split(rng, counts[x], nu * lik[:, x], drawn)
        for k in range(classes):
            if drawn[k] > 0:
                members[k] += drawn[k]
                for j in range(lists):
                    if patterns[x, j] > 0.5:
                        on_list[k, j] += drawn[k]
    return int(seen)


@compiled
def gibbs_sweep(
    rng: np.random.Generator,
    patterns: FloatArray,
    counts: IntArray,
    prior: FloatArray,
    lam: FloatArray,
    lnu: FloatArray,
    alpha: FloatArray,
    lik: FloatArray,
    out: FloatArray,
    collapsed: bool,
) -> None:
    """Draw alpha given nu, assign everybody to classes, then draw lambda and nu given the assignment.

    With `collapsed` the order of the sticks, alpha and the unseen of each class are drawn once more in between, with
    lambda and nu integrated out. `prior` is (shape a, rate b, cap on unseen / seen or inf, 1.0 to draw alpha or 0.0 to
    hold it). `lik` must match `lam` and matches it again afterwards. `out` receives unseen, missed, alpha and occupied
    classes of this state.
    """
    classes, lists = lam.shape
    size = patterns.shape[0]
    if prior[3] > 0.5:
        alpha[0] = math.exp(log_gamma_draw(rng, prior[0] + classes - 1)) / (prior[1] - lnu[classes - 1])
    nu = np.exp(lnu)
    members = np.zeros(classes, dtype=np.int64)
    on_list = np.zeros((classes, lists), dtype=np.int64)
    seen = assign_seen(rng, patterns, counts, nu, lik, members, on_list)
    weights = nu * lik[:, size]
    missed = weights.sum() / nu.sum()
    unseen = draw_unseen(rng, seen, missed, prior[2] * seen)
    in_class = members.copy()
    split(rng, unseen, weights, members)
    if collapsed:
        exchange_neighbours(rng, members, in_class, on_list, alpha[0])
        alpha[0] = math.exp(draw_alpha(rng, math.log(alpha[0]), members, prior))
        redraw_unseen(rng, members, in_class, on_list, alpha[0], prior[2] * seen)
        unseen = members.sum() - seen
    occupied = 0
    for k in range(classes):
        occupied += members[k] > 0
    out[0], out[1], out[2], out[3] = float(unseen), missed, alpha[0], float(occupied)
    draw_classes(rng, members, on_list, alpha[0], lam, lnu)
    for k in range(classes):
        fill_likelihood(k, lam, patterns, lik)
