"""How a running total grows between two reports of it: as a power of the days since it began."""

from __future__ import annotations

import math
from typing import NamedTuple

_FLAT = 1e-6  # powers below which growth goes with the logarithm of the days


class Reached(NamedTuple):
    """How many days a running total had lasted, its first included, and how many people it had come to."""

    days: int
    people: float


def share_grown(before: Reached, after: Reached, days: int) -> float:
    """Return which part of the growth from one total to a later one had come after so many days since the beginning.

    The one power of days that runs through both totals: where half came early, the rest comes ever more slowly; where
    few came in the first weeks, later weeks bring more. A total of nobody has no power, and grows evenly from there.
    """
    if not before.days < days < after.days:
        return float(days >= after.days)
    if before.people <= 0 or after.people <= before.people or before.days < 1:
        return (days - before.days) / (after.days - before.days)
    whole, part = math.log(after.days / before.days), math.log(days / before.days)
    power = math.log(after.people / before.people) / whole
    return part / whole if power < _FLAT else math.expm1(power * part) / math.expm1(power * whole)
