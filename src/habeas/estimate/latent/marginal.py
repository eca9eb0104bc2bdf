"""What integrating out the unseen leaves behind: the chance to stay within the cap; and which classes matter."""

from __future__ import annotations

import math

from habeas.estimate.latent.compiled import compiled
from habeas.estimate.tables import FloatArray


@compiled
def activity_floor(counts: FloatArray) -> float:
    """Return the log weight below which a class matters to less than half a person of those seen."""
    return -math.log(2.0 * counts.sum())


@compiled
def log_within_cap(missed: float, people: float, cap: float) -> float:
    """Return log Pr(unseen <= cap * people), unseen negative binomial with `people` successes of chance 1 - missed.

    It is the regularised incomplete beta I_{1-missed}(people, m + 1), m = floor(cap * people), by Lentz's continued
    fraction; 0 where the cap is eight standard deviations away, and for no cap.
    """
    if cap == math.inf:
        return 0.0
    seen = max(1.0 - missed, 1e-300)
    if cap * people * seen - people * missed > 8.0 * math.sqrt(people * missed):
        return 0.0
    a, b, x = people, math.floor(cap * people) + 1.0, seen
    mirrored = x > (a + 1.0) / (a + b + 2.0)
    if mirrored:
        a, b, x = b, a, 1.0 - x
    front = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x) - math.log(a)
    c, d = 1.0, 1.0 / (1.0 - (a + b) * x / (a + 1.0))
    fraction = d
    for m in range(1, 10_000):
        step = m * (b - m) * x / ((a + 2 * m - 1.0) * (a + 2 * m))
        d = 1.0 / (1.0 + step * d)
        c = 1.0 + step / c
        fraction *= d * c
        step = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1.0))
        d = 1.0 / (1.0 + step * d)
        c = 1.0 + step / c
        fraction *= d * c
        if abs(d * c - 1.0) < 1e-13:
            break
    value = front + math.log(fraction)
    return math.log1p(-min(math.exp(value), 1.0 - 1e-16)) if mirrored else value
