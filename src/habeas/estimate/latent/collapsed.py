"""Draws given only who is in which class, with the rates and the weights of all classes integrated out.

Given everybody's class, lambda_kj is Beta and integrates to B(1 + s_kj, 1 + m_k - s_kj), and the sticks to a product
that telescopes. As a function of the u unseen people in class k what is left is

    f(u) = G(N) / G(alpha + N) * G(1 + m) / u! * prod_j G(1 + m - s_j) / G(2 + m) * prod_{0<=h<k} 1 / (alpha + M_h),

m = a + u with a the people seen in the class, M_h the people in classes after h, M_0 = N; the last class has
G(alpha + m) for G(1 + m) and one factor less, as the stick ends there. In the plain sweep u and lambda_k hold each
other in place when most people are unseen; here lambda_k does not exist, and u moves as far as the lists let it. Alpha
and the order of the sticks are drawn given the same sums. Lambda and nu must be drawn anew right after (a partially
collapsed Gibbs sampler: van Dyk and Park, JASA 103, 2008).
"""

from __future__ import annotations

import math

import numpy as np

from habeas.estimate.latent.compiled import compiled
from habeas.estimate.tables import FloatArray, IntArray

_TAIL = 5.0  # degrees of freedom of the proposal: f falls off as a power of u
_STEPS = 12
_WIDTH = 4.0  # of the slice in log alpha: the standard deviation of its prior with shape 1/4
_LEAST = -600.0


@compiled
def _log_chance(
    u: float, k: int, seen: float, on_list: FloatArray, later: FloatArray, alpha: float, last: bool
) -> float:
    """Return log f(u); `later` (k + 1,) holds M_0..M_k without the unseen of class k, `seen` is a."""
    m = seen + u
    total = later[0] + u
    value = math.lgamma(total) - math.lgamma(alpha + total) - math.lgamma(u + 1.0)
    value += math.lgamma(alpha + m) if last else math.lgamma(1.0 + m)
    for j in range(on_list.size):
        value += math.lgamma(1.0 + m - on_list[j])
    value -= on_list.size * math.lgamma(2.0 + m)
    product = 1.0
    for h in range(k if last else k + 1):
        product *= alpha + later[h] + u
        if product > 1e200:
            value -= math.log(product)
            product = 1.0
    return value - math.log(product)


@compiled
def _slope(y: float, k: int, seen: float, on_list: FloatArray, later: FloatArray, alpha: float, last: bool) -> float:
    """Return the slope of log(u f(u)) in y = log u, from f(u + 1/2) / f(u - 1/2): no Gamma function is needed."""
    u = math.exp(y)
    m = seen + u
    total = later[0] + u
    above = (total - 0.5) * (max(alpha + m - 0.5, 1e-300) if last else m + 0.5)
    below = (alpha + total - 0.5) * (u + 0.5)
    value = 0.0
    for j in range(on_list.size):
        above *= m - on_list[j] + 0.5
        below *= m + 1.5
        if below > 1e150:
            value += math.log(above / below)
            above, below = 1.0, 1.0
    for h in range(k if last else k + 1):
        above *= alpha + later[h] + u - 0.5
        below *= alpha + later[h] + u + 0.5
        if below > 1e150:
            value += math.log(max(above, 1e-300) / below)
            above, below = 1.0, 1.0
    return 1.0 + u * (value + math.log(max(above / below, 1e-300)))


@compiled
def _mode(
    k: int,
    seen: float,
    on_list: FloatArray,
    later: FloatArray,
    alpha: float,
    last: bool,
) -> tuple[float, float]:
    """Return where u f(u) is greatest in y = log u, roughly, and the spread of a normal with the curvature there.

    Regula falsi with the Illinois rule; it does not know the present u, and need not be exact, only always the same.
    """
    low, high = -1.5, math.log(40.0 * (later[0] + 10.0))
    at_low = _slope(low, k, seen, on_list, later, alpha, last)
    at_high = _slope(high, k, seen, on_list, later, alpha, last)
    if at_low <= 0.0:
        return low, min(0.5 / math.sqrt(0.1 - at_low), 1.5)
    if at_high >= 0.0:
        return high, 2.0
    bend = (at_low - at_high) / (high - low)
    side = 0
    middle = low
    for _ in range(_STEPS):
        middle = (low * at_high - high * at_low) / (at_high - at_low)
        value = _slope(middle, k, seen, on_list, later, alpha, last)
        if value > 0.0:
            bend = abs((value - at_high) / (high - middle))
            low, at_low = middle, value
            at_high *= 0.5 if side == 1 else 1.0
            side = 1
        else:
            bend = abs((at_low - value) / (middle - low))
            high, at_high = middle, value
            at_low *= 0.5 if side == -1 else 1.0
            side = -1
        if value * value < 0.04 * bend:
            break
    ahead = _slope(middle + 0.2, k, seen, on_list, later, alpha, last)
    behind = _slope(middle - 0.2, k, seen, on_list, later, alpha, last)
    return middle, min(math.sqrt(0.4 / max(behind - ahead, 1e-9)), 3.0)


@compiled
def draw_unseen_of(
    rng: np.random.Generator,
    now: int,
    k: int,
    seen: float,
    on_list: FloatArray,
    later: FloatArray,
    alpha: float,
    last: bool,
    most: float,
) -> int:
    """Return a draw of the unseen people of class k that leaves their conditional distribution as it is.

    Metropolis-Hastings with a proposal that does not know the present number `now`: log(u + a uniform) is Student-t
    about its mode, the scale from the curvature there. `most` is the greatest number allowed.
    """
    mode, spread = _mode(k, seen, on_list, later, alpha, last)
    deviate = rng.standard_normal() / math.sqrt(2.0 * rng.standard_gamma(0.5 * _TAIL) / _TAIL)
    proposed = mode + spread * deviate
    if proposed > 40.0:
        return now
    fresh = int(math.exp(proposed))
    if fresh > most:
        return now
    present = math.log(now + 1.0 - rng.random())
    back = (present - mode) / spread
    gain = proposed - present
    gain += 0.5 * (_TAIL + 1.0) * (math.log1p(deviate * deviate / _TAIL) - math.log1p(back * back / _TAIL))
    if fresh != now:
        gain += _log_chance(float(fresh), k, seen, on_list, later, alpha, last)
        gain -= _log_chance(float(now), k, seen, on_list, later, alpha, last)
    return fresh if gain >= 0.0 or rng.random() < math.exp(gain) else now


@compiled
def redraw_unseen(
    rng: np.random.Generator, members: IntArray, seen: IntArray, on_list: IntArray, alpha: float, most: float
) -> int:
    """Redraw the unseen people of every class that holds somebody seen; `members` (K,) follows. Return how many moved.

    `seen` (K,) are the people seen in each class, `on_list` (K, J) those of them on each list; `most` bounds the
    unseen of all classes together.
    """
    classes, lists = on_list.shape
    later = np.empty(classes)
    taken = np.empty(lists)
    unseen = 0
    for k in range(classes):
        unseen += members[k] - seen[k]
    moved = 0
    for k in range(classes):
        if seen[k] == 0:
            continue
        now = members[k] - seen[k]
        tail = 0.0
        for h in range(classes - 1, -1, -1):
            tail += members[h] if h != k else seen[h]
            if h <= k:
                later[h] = tail
        for j in range(lists):
            taken[j] = on_list[k, j]
        others = unseen - now
        fresh = draw_unseen_of(rng, now, k, float(seen[k]), taken, later, alpha, k == classes - 1, most - others)
        moved += fresh != now
        members[k] = seen[k] + fresh
        unseen = others + fresh
    return moved


@compiled
def _log_alpha_density(log_alpha: float, members: IntArray, prior: FloatArray) -> float:
    """Return the log density of log alpha given how many people are in each class, the weights integrated out."""
    alpha = math.exp(log_alpha)
    classes = members.size
    value = (prior[0] + classes - 1.0) * log_alpha - prior[1] * alpha + math.lgamma(alpha + members[classes - 1])
    after = float(members[classes - 1])
    product = 1.0
    for k in range(classes - 2, -1, -1):
        after += members[k]
        product *= alpha + after
        if product > 1e200 or product < 1e-200:
            value -= math.log(product)
            product = 1.0
    return float(value - math.log(product) - math.lgamma(alpha + after))


@compiled
def draw_alpha(rng: np.random.Generator, log_alpha: float, members: IntArray, prior: FloatArray) -> float:
    """Return log alpha drawn given `members` (K,): slice sampling, stepping out (Neal, Ann. Statist. 31, 2003)."""
    level = _log_alpha_density(log_alpha, members, prior) + math.log(1.0 - rng.random())
    low = log_alpha - _WIDTH * rng.random()
    high = low + _WIDTH
    while low > _LEAST and _log_alpha_density(low, members, prior) > level:
        low -= _WIDTH
    while _log_alpha_density(high, members, prior) > level:
        high += _WIDTH
    while True:
        fresh = low + (high - low) * rng.random()
        if _log_alpha_density(fresh, members, prior) >= level:
            return float(fresh)
        if fresh < log_alpha:
            low = fresh
        else:
            high = fresh


@compiled
def exchange_neighbours(
    rng: np.random.Generator, members: IntArray, seen: IntArray, on_list: IntArray, alpha: float
) -> None:
    """Go once through neighbouring classes, exchanging the sticks they hang on, the weights integrated out."""
    classes, lists = on_list.shape
    after = 0.0
    for k in range(classes - 2, -1, -1):
        if k + 2 < classes:
            after += members[k + 2]
        one, other = members[k], members[k + 1]
        if one == other == 0:
            continue
        if k == classes - 2:
            gain = math.lgamma(1.0 + other) + math.lgamma(alpha + one) - math.lgamma(alpha + other)
            gain -= math.lgamma(1.0 + one)
        else:
            gain = math.log(alpha + after + other) - math.log(alpha + after + one)
        if gain >= 0.0 or rng.random() < math.exp(gain):
            members[k], members[k + 1] = other, one
            seen[k], seen[k + 1] = seen[k + 1], seen[k]
            for j in range(lists):
                on_list[k, j], on_list[k + 1, j] = on_list[k + 1, j], on_list[k, j]
