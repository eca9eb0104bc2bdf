"""Hamiltonian moves of all occupied classes at once, with assignments, the unseen and alpha integrated out.

Given lambda and nu the observed patterns are multinomial with probabilities p_x / (1 - p_0); under p(N) ~ 1/N the
unseen integrate to (1 - p_0)^-n. Given the sticks y_k = -log(1 - V_k), exponential with rate alpha, alpha ~ Gamma(a, b)
integrates to (b + sum y)^-(a + K - 1). What is left is a smooth density in lambda and
nu alone, and a trajectory through it is not tied to where thousands of assigned people sit, which is what makes the
plain sweep crawl. Hamiltonian Monte Carlo: Neal, Handbook of MCMC (2011), chapter 5.

Coordinates of class k, one row of `place` (A, J + 1) for each of the A classes that move: the log odds of lambda_kj,
and last log h_k, its share of the people seen (nu_k times the chance to be seen, S_k). With h for nu the data pin
down h and lambda nearly apart, while N follows from both. Momenta, masses and slopes have the same rows and columns.
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
    place: FloatArray,
    flags: FloatArray,
    counts: FloatArray,
    rest: FloatArray,
    still: FloatArray,
    prior: FloatArray,
    own: FloatArray,
    pattern: FloatArray,
    slope: FloatArray,
) -> float:
    """Return the log density of the active classes at `place` and write its gradient to `slope`.

    `active` (A,) names the moving classes in stick order. `flags` (J, patterns) are the patterns. `rest` (patterns,)
    and `still` (K + 1,) hold what does not move: the summed pattern probabilities of the other classes, their weights
    by class, and last their summed chance to be seen. `own` (A, patterns) and `pattern` (patterns,) are work space. The
    gradient leaves out the cap, which the acceptance takes into account.
    """
    size, last = active.size, place.shape[1] - 1
    weight, seen = np.empty(size), np.empty(size)
    pattern[:] = rest
    density = _mix(place, flags, own, pattern, weight, seen)
    in_sight = still[still.size - 1]
    for a in range(size):
        in_sight += weight[a] * seen[a]
    total, people = 0.0, 0.0
    for x in range(counts.size):
        total += counts[x] * math.log(pattern[x])
        people += counts[x]
        pattern[x] = counts[x] / pattern[x]
    density += total - people * math.log(in_sight)
    density += _weights(active, weight, still, prior, slope)
    for a in range(size):
        members = 0.0
        for x in range(counts.size):
            own[a, x] *= pattern[x]
            members += own[a, x]
        pull = (members + slope[a, last] * (1.0 - seen[a])) / seen[a]
        for j in range(last):
            on_list = 0.0
            for x in range(counts.size):
                on_list += own[a, x] * flags[j, x]
            share = 1.0 / (1.0 + math.exp(-place[a, j]))
            slope[a, j] = on_list - share * pull + 1.0 - 2.0 * share
        slope[a, last] += members - people * weight[a] * seen[a] / in_sight
    return float(density)


@compiled_sums
def _mix(
    place: FloatArray, flags: FloatArray, own: FloatArray, pattern: FloatArray, weight: FloatArray, seen: FloatArray
) -> float:
    """Write each class's part of every pattern, add it to `pattern`; return the log prior of the rates.

    `weight` (A,) receives nu up to a common factor, `seen` (A,) the chance of a member to be seen.
    """
    size, lists = place.shape[0], place.shape[1] - 1
    cells = pattern.size
    odds = np.empty(lists)
    density = 0.0
    for a in range(size):
        missed, squeeze = 1.0, 1.0
        for j in range(lists):
            odds[j] = math.exp(place[a, j])
            no = 1.0 / (1.0 + odds[j])
            missed *= no
            squeeze *= odds[j] * no * no
            if squeeze < 1e-200:
                density += math.log(max(squeeze, 1e-320))
                squeeze = 1.0
        density += math.log(squeeze)
        seen[a] = max(1.0 - missed, 1e-300)
        weight[a] = math.exp(place[a, lists]) / seen[a]
        base = weight[a] * missed
        for x in range(cells):
            own[a, x] = base
        for j in range(lists):
            extra = odds[j] - 1.0
            for x in range(cells):
                own[a, x] *= 1.0 + flags[j, x] * extra
        for x in range(cells):
            pattern[x] += own[a, x]
    return density


@compiled
def _weights(active: IntArray, weight: FloatArray, still: FloatArray, prior: FloatArray, slope: FloatArray) -> float:
    """Return the log prior of the weights, alpha integrated out, and write its slope in their logs to the last column.

    In coordinates log(nu_k / nu_h) it is prod nu_k * prod_{k<K} 1/r_k * (b - log nu_K)^-(a + K - 1), r_k the weight
    after k; factors of classes that do not move are left out. `prior[4]` is log nu_K where that class does not move.
    """
    size, classes, last = active.size, still.size - 1, slope.shape[1] - 1
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
            slope[a, last] = 1.0 - nu[k] * (inverse + 1.0 / total + power / (spread * total))
            if k == classes - 1:
                slope[a, last] += power / spread
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

    `mass` (K, J + 1) holds the masses of the log odds and of log h by class; it must not depend on the state.
    `prior` is (a, b, cap). Classes lighter than `activity_floor` stay, and a trajectory that would change which
    classes move is refused, so that the move is reversible.
    """
    floor = activity_floor(counts)
    active = np.nonzero(lnu > floor)[0]
    if active.size == 0:
        return 0.0
    rest, still = np.zeros(counts.size), np.zeros(lnu.size + 1)
    _park(floor, lnu, lik, rest, still)
    weights_prior = np.array([prior[0], prior[1], prior[2], prior[3], lnu[lnu.size - 1]])
    lightness = 1.0 / mass[active]
    place = _coordinates(active, lam, lnu, lik)
    own, pattern = np.empty((active.size, counts.size)), np.empty(counts.size)
    slope, push = np.empty_like(place), np.empty_like(place)
    for a in range(active.size):
        for i in range(place.shape[1]):
            push[a, i] = rng.standard_normal() / math.sqrt(lightness[a, i])
    before = log_density(active, place, flags, counts, rest, still, weights_prior, own, pattern, slope)
    start = before - _kinetic(push, lightness)
    gain = 0.0
    for _ in range(steps):
        if not _leap(size_of_step, lightness, slope, push, place):
            return 0.0
        after = log_density(active, place, flags, counts, rest, still, weights_prior, own, pattern, slope)
        _kick(size_of_step, slope, push)
        gain = after - _kinetic(push, lightness) - start
        if not gain > -50.0:
            return 0.0
    return _settle(rng, gain, active, place, still, floor, patterns, counts, prior, lam, lnu, lik)


@compiled
def _park(floor: float, lnu: FloatArray, lik: FloatArray, rest: FloatArray, still: FloatArray) -> None:
    """Write what the classes that do not move contribute, as `log_density` needs it."""
    classes, cells = lnu.size, rest.size
    for k in range(classes):
        if lnu[k] <= floor:
            nu = math.exp(lnu[k])
            still[k] = nu
            if nu > 0.0:
                for x in range(cells):
                    rest[x] += nu * lik[k, x]
                still[classes] += nu * (1.0 - lik[k, cells])


@compiled
def _coordinates(active: IntArray, lam: FloatArray, lnu: FloatArray, lik: FloatArray) -> FloatArray:
    """Return where the active classes are, shape (A, J + 1)."""
    lists = lam.shape[1]
    place = np.empty((active.size, lists + 1))
    for a in range(active.size):
        k = active[a]
        for j in range(lists):
            place[a, j] = math.log(lam[k, j]) - math.log1p(-lam[k, j])
        place[a, lists] = lnu[k] + math.log(1.0 - lik[k, lik.shape[1] - 1])
    return place


@compiled
def _kick(step: float, slope: FloatArray, push: FloatArray) -> None:
    """Turn the momenta for half a step."""
    for a in range(push.shape[0]):
        for i in range(push.shape[1]):
            push[a, i] += 0.5 * step * slope[a, i]


@compiled
def _leap(step: float, lightness: FloatArray, slope: FloatArray, push: FloatArray, place: FloatArray) -> bool:
    """Turn the momenta for half a step and go a whole one; return whether the numbers can still be held.

    `lightness` (A, J + 1) is one over the masses.
    """
    _kick(step, slope, push)
    last = place.shape[1] - 1
    for a in range(place.shape[0]):
        for i in range(last + 1):
            place[a, i] += step * push[a, i] * lightness[a, i]
    for a in range(place.shape[0]):
        for j in range(last):
            if abs(place[a, j]) > 34.0:
                return False
        if abs(place[a, last]) > 60.0:
            return False
    return True


@compiled
def _kinetic(push: FloatArray, lightness: FloatArray) -> float:
    energy = 0.0
    for a in range(push.shape[0]):
        for i in range(push.shape[1]):
            energy += 0.5 * push[a, i] * push[a, i] * lightness[a, i]
    return energy


@compiled
def _settle(
    rng: np.random.Generator,
    gain: float,
    active: IntArray,
    place: FloatArray,
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
    total, in_sight = 0.0, still[classes]
    for k in range(classes):
        total += still[k]
    for a in range(active.size):
        missed = 1.0
        for j in range(lists):
            missed *= 1.0 / (1.0 + math.exp(place[a, j]))
        weights[active[a]] = place[a, lists] - math.log(max(1.0 - missed, 1e-300))
        total += math.exp(weights[active[a]])
        in_sight += math.exp(place[a, lists])
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
                lam[k, j] = 1.0 / (1.0 + math.exp(-place[a, j]))
            fill_likelihood(k, lam, patterns, lik)
    return share
