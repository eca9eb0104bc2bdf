"""Which days are left to slots and documents: bounds tightened by differences, and the combinations still open."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from habeas.reconcile.exact.space import Difference

Bounds = dict[str, tuple[int, int]]


def freedom(
    names: Sequence[str], ranges: Bounds, differences: Sequence[Difference], weekdays: Mapping[str, int]
) -> tuple[float, dict[str, int]]:
    """Return about log2 of the number of ways to choose the named days within their ties, and one in the middle.

    One day after another is set to the middle of what the earlier ones leave it.
    """
    left, bits = dict(ranges), 0.0
    for name in names:
        low, high = left[name]
        step = 7 if name in weekdays else 1
        bits += math.log2(max(1, (high - low) // step + 1))
        middle = (low + high) // 2
        if name in weekdays:
            middle = min(high, middle + (weekdays[name] - middle) % 7)
        left[name] = (middle, middle)
        left = propagate(left, differences, weekdays)
    return bits, {name: left[name][0] for name in names}


def propagate(bounds: Bounds, differences: Sequence[Difference], weekdays: Mapping[str, int]) -> Bounds:
    """Tighten day bounds until nothing changes: exact for differences, rounded inwards by weekdays."""
    for _ in range(200):
        changed = False
        for difference in differences:
            low, high = bounds[difference.later]
            first, last = bounds[difference.earlier]
            if first + difference.gap > low:
                bounds[difference.later], changed = (first + difference.gap, high), True
            if high - difference.gap < last:
                bounds[difference.earlier], changed = (first, high - difference.gap), True
        for name, weekday in weekdays.items():
            low, high = bounds[name]
            rounded = (low + (weekday - low) % 7, high - (high - weekday) % 7)
            if rounded != (low, high) and rounded[0] <= rounded[1]:
                bounds[name], changed = rounded, True
        if not changed:
            break
    return bounds
