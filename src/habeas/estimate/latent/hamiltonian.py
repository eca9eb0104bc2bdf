"""Hamiltonian moves of all occupied classes at once, with assignments, the unseen and alpha integrated out.

Given lambda and nu the observed patterns are multinomial with probabilities p_x / (1 - p_0); under p(N) ~ 1/N the
unseen integrate to (1 - p_0)^-n. Given the sticks y_k = -log(1 - V_k), exponential with rate alpha, alpha ~ Gamma(a, b)
integrates to (b + sum y)^-(a + K - 1). What is left is a smooth density in lambda and
nu alone, and a trajectory through it is not tied to where thousands of assigned people sit, which is what makes the
plain sweep crawl. Hamiltonian Monte Carlo: Neal, Handbook of MCMC (2011), chapter 5.

Coordinates of class k: log h_k, its share of the people seen (nu_k times the chance to be seen, S_k), and the log odds
of lambda_kj. With h in place of nu the data pin down h and lambda nearly apart, while N follows from both.
"""

from __future__ import annotations

import math

import numpy as np

from habeas.estimate.latent.compiled import compiled, compiled_sums
from habeas.estimate.latent.marginal import activity_floor, log_within_cap
from habeas.estimate.latent.sweep import fill_likelihood
from habeas.estimate.tables import FloatArray, IntArray


@compiled_sums
def log_density(
    active: IntArray,
    theta: FloatArray,
    logits: FloatArray,
    flags: FloatArray,
    counts: FloatArray,
    rest: FloatArray,
    still: FloatArray,
    prior: FloatArray,
    own: FloatArray,
    pattern: FloatArray,
    slope_theta: FloatArray,
    slope_logits: FloatArray,
) -> float:
    """Return the log density of the active classes and write its gradient.

    `active` (A,) names the moving classes in stick order; `theta` (A,) their log h, `logits` (A, J). `flags` (J,
    patterns) are the patterns; `rest` (patterns,) and `still` (K + 1,) hold what does not move: the summed pattern
    probabilities of the other classes, their weights by class, and last their summed chance to be seen. `own` and
    `pattern` are work space. The gradient leaves out the cap, which the acceptance takes into account.
    """
    size, lists, classes = active.size, logits.shape[1], still.size - 1
    people, total = 0.0, 0.0
    in_sight = still[classes]
    weight = np.empty(size)
    seen = np.empty(size)
    lam = np.empty(lists)
    density = 0.0
    pattern[:] = rest
    for a in range(size):
        missed = 1.0
        squeeze = 1.0
        for j in range(lists):
            odds = math.exp(logits[a, j])
            no = 1.0 / (1.0 + odds)
            lam[j] = odds
            missed *= no
            squeeze *= odds * no * no
            if squeeze < 1e-200:
                density += math.log(max(squeeze, 1e-320))
                squeeze = 1.0
        density += math.log(squeeze)
        seen[a] = max(1.0 - missed, 1e-300)
        h = math.exp(theta[a])
        in_sight += h
        weight[a] = h / seen[a]
        base = weight[a] * missed
        for x in range(counts.size):
            own[a, x] = base
        for j in range(lists):
            extra = lam[j] - 1.0
            for x in range(counts.size):
                own[a, x] *= 1.0 + flags[j, x] * extra
        for x in range(counts.size):
            pattern[x] += own[a, x]
    for x in range(counts.size):
        total += counts[x] * math.log(pattern[x])
        people += counts[x]
        pattern[x] = counts[x] / pattern[x]
    density += total - people * math.log(in_sight)
    density += _weights(active, weight, still, prior, slope_theta)
    for a in range(size):
        members = 0.0
        for x in range(counts.size):
            own[a, x] *= pattern[x]
            members += own[a, x]
        missed = 1.0 - seen[a]
        pull = (members + slope_theta[a] * missed) / seen[a]
        for j in range(lists):
            on_list = 0.0
            for x in range(counts.size):
                on_list += own[a, x] * flags[j, x]
            share = 1.0 / (1.0 + math.exp(-logits[a, j]))
            slope_logits[a, j] = on_list - share * pull + 1.0 - 2.0 * share
        slope_theta[a] += members - people * weight[a] * seen[a] / in_sight
    return float(density)


@compiled
def _weights(active: IntArray, weight: FloatArray, still: FloatArray, prior: FloatArray, slope: FloatArray) -> float:
    """Return the log prior of the weights, alpha integrated out, and write its slope in their logs.

    In coordinates log(nu_k / nu_h) it is prod nu_k * prod_{k<K} 1/r_k * (b - log nu_K)^-(a + K - 1), r_k the weight
    after k; factors of classes that do not move are left out. `prior[4]` is log nu_K where that class does not move.
    """
    size, classes = active.size, still.size - 1
    nu = still[:classes].copy()
    for a in range(size):
        nu[active[a]] = weight[a]
    tails = np.empty(classes)
    tail = 0.0
    for k in range(classes - 1, -1, -1):
        tails[k] = tail
        tail += nu[k]
    total = tail
    last_active = active[size - 1]
    density, product, inverse = -math.log(total), 1.0, 0.0
    log_last = math.log(nu[classes - 1]) if last_active == classes - 1 else prior[4]
    spread = prior[1] - log_last + math.log(total)
    power = prior[0] + classes - 1.0
    density -= power * math.log(spread)
    a = 0
    for k in range(last_active + 1):
        if a < size and active[a] == k:
            density += math.log(nu[k])
            slope[a] = 1.0 - nu[k] * (inverse + 1.0 / total + power / (spread * total))
            if k == classes - 1:
                slope[a] += power / spread
            a += 1
        if k < last_active:
            product *= tails[k]
            inverse += 1.0 / tails[k]
            if product < 1e-200:
                density -= math.log(product)
                product = 1.0
    return float(density - math.log(product))


@compiled
def trajectory(
    rng: np.random.Generator,
    steps: int,
    size_of_step: float,
    flags: FloatArray,
    patterns: FloatArray,
    counts: FloatArray,
    prior: FloatArray,
    mass: FloatArray,
    lam: FloatArray,
    lnu: FloatArray,
    lik: FloatArray,
) -> float:
    """Move all classes of some weight along one trajectory; return the chance with which it was accepted.

    `mass` (K, J + 1) holds the masses of log h and of the log odds by class; it must not depend on the state.
    `prior` is (a, b, cap). Classes lighter than `activity_floor` stay, and a trajectory that would change which
    classes move is refused, so that the move is reversible.
    """
    classes, lists = lam.shape
    cells = counts.size
    floor = activity_floor(counts)
    active = np.nonzero(lnu > floor)[0]
    size = active.size
    if size == 0:
        return 0.0
    rest, still = np.zeros(cells), np.zeros(classes + 1)
    for k in range(classes):
        if lnu[k] <= floor:
            nu = math.exp(lnu[k])
            still[k] = nu
            if nu > 0.0:
                for x in range(cells):
                    rest[x] += nu * lik[k, x]
                still[classes] += nu * (1.0 - lik[k, cells])
    weights_prior = np.array([prior[0], prior[1], prior[2], prior[3], lnu[classes - 1]])
    theta, logits = np.empty(size), np.empty((size, lists))
    push, spin = np.empty(size), np.empty((size, lists))
    kinetic = 0.0
    for a in range(size):
        k = active[a]
        theta[a] = lnu[k] + math.log(1.0 - lik[k, cells])
        draw = rng.standard_normal()
        kinetic += 0.5 * draw * draw
        push[a] = draw * math.sqrt(mass[k, lists])
        for j in range(lists):
            logits[a, j] = math.log(lam[k, j]) - math.log1p(-lam[k, j])
            draw = rng.standard_normal()
            kinetic += 0.5 * draw * draw
            spin[a, j] = draw * math.sqrt(mass[k, j])
    own, pattern = np.empty((size, cells)), np.empty(cells)
    slope_theta, slope_logits = np.empty(size), np.empty((size, lists))
    before = log_density(
        active, theta, logits, flags, counts, rest, still, weights_prior, own, pattern, slope_theta, slope_logits
    )
    start = before - kinetic
    for _ in range(steps):
        for a in range(size):
            k = active[a]
            push[a] += 0.5 * size_of_step * slope_theta[a]
            theta[a] += size_of_step * push[a] / mass[k, lists]
            for j in range(lists):
                spin[a, j] += 0.5 * size_of_step * slope_logits[a, j]
                logits[a, j] += size_of_step * spin[a, j] / mass[k, j]
                if abs(logits[a, j]) > 34.0:
                    return 0.0
            if abs(theta[a]) > 60.0:
                return 0.0
        after = log_density(
            active, theta, logits, flags, counts, rest, still, weights_prior, own, pattern, slope_theta, slope_logits
        )
        kinetic = 0.0
        for a in range(size):
            k = active[a]
            push[a] += 0.5 * size_of_step * slope_theta[a]
            kinetic += 0.5 * push[a] * push[a] / mass[k, lists]
            for j in range(lists):
                spin[a, j] += 0.5 * size_of_step * slope_logits[a, j]
                kinetic += 0.5 * spin[a, j] * spin[a, j] / mass[k, j]
        if not after - kinetic > start - 50.0:
            return 0.0
    gain = after - kinetic - start
    return _settle(rng, gain, active, theta, logits, still, floor, patterns, counts, prior, lam, lnu, lik)


@compiled
def _settle(
    rng: np.random.Generator,
    gain: float,
    active: IntArray,
    theta: FloatArray,
    logits: FloatArray,
    still: FloatArray,
    floor: float,
    patterns: FloatArray,
    counts: FloatArray,
    prior: FloatArray,
    lam: FloatArray,
    lnu: FloatArray,
    lik: FloatArray,
) -> float:
    """Accept or refuse the end of a trajectory, with the cap and the set of moving classes taken into account."""
    classes, lists = lam.shape
    people = float(counts.sum())
    weights = lnu.copy()
    total, in_sight, share = 0.0, still[classes], 1.0
    for k in range(classes):
        total += still[k]
    for a in range(active.size):
        missed = 1.0
        for j in range(lists):
            missed *= 1.0 / (1.0 + math.exp(logits[a, j]))
        weights[active[a]] = theta[a] - math.log(max(1.0 - missed, 1e-300))
        total += math.exp(weights[active[a]])
        in_sight += math.exp(theta[a])
    log_total = math.log(total)
    for k in range(classes):
        if (weights[k] - log_total > floor) != (lnu[k] > floor):
            return 0.0
    if prior[2] != math.inf:
        missed_before = 0.0
        for k in range(classes):
            missed_before += math.exp(lnu[k]) * float(lik[k, counts.size])
        gain += log_within_cap(float(1.0 - in_sight / total), people, prior[2])
        gain -= log_within_cap(missed_before, people, prior[2])
    share = min(1.0, math.exp(min(gain, 0.0)))
    if rng.random() < share:
        lnu[:] = weights - log_total
        for a in range(active.size):
            k = active[a]
            for j in range(lists):
                lam[k, j] = 1.0 / (1.0 + math.exp(-logits[a, j]))
            fill_likelihood(k, lam, patterns, lik)
    return share
