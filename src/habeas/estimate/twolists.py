"""Two lists: Lincoln-Petersen and Chapman, with intervals that never fall below the number observed."""

from __future__ import annotations

import math
from typing import Final

from habeas.values.estimate import CaptureTable, Interval

Z95: Final = 1.959963984540054


def lincoln_petersen(left: int, right: int, both: int) -> float | None:
    """Return n1 n2 / m (Petersen 1896, Lincoln 1930), or None where nobody stands on both lists."""
    return left * right / both if both else None


def chapman(left: int, right: int, both: int) -> float:
    """Return Chapman's (n1 + 1)(n2 + 1)/(m + 1) - 1 (1951), nearly unbiased and finite for m = 0."""
    return (left + 1) * (right + 1) / (both + 1) - 1


def chapman_variance(left: int, right: int, both: int) -> float:
    """Return Seber's (1970) variance estimate of Chapman's estimator."""
    return (left + 1) * (right + 1) * (left - both) * (right - both) / ((both + 1) ** 2 * (both + 2))


def lincoln_petersen_variance(left: int, right: int, both: int) -> float:
    """Return n1 n2 (n1 - m)(n2 - m)/m^3, the variance estimate of Lincoln-Petersen for m > 0."""
    return left * right * (left - both) * (right - both) / both**3


def unseen_interval(observed: int, total: float, variance: float) -> tuple[float, float]:
    """Return a 95% interval of the total, log-normal in the number unseen (Chao 1987, Biometrics 43)."""
    unseen = total - observed
    if unseen <= 0 or variance <= 0:
        return max(total, float(observed)), max(total, float(observed))
    factor = math.exp(Z95 * math.sqrt(math.log1p(variance / unseen**2)))
    return observed + unseen / factor, observed + unseen * factor


def two_list_counts(table: CaptureTable, i: int = 0, j: int = 1) -> tuple[int, int, int]:
    """Return the sizes of lists `i` and `j` and of their overlap."""
    left = right = both = 0
    for pattern, count in zip(table.patterns, table.counts, strict=True):
        left += pattern[i] * count
        right += pattern[j] * count
        both += pattern[i] * pattern[j] * count
    return left, right, both


def two_list_interval(table: CaptureTable, method: str, i: int = 0, j: int = 1) -> Interval | None:
    """Return the estimate from lists `i` and `j` by `chapman` or `lincoln-petersen`; None where undefined."""
    left, right, both = two_list_counts(table, i, j)
    observed = left + right - both
    if method == "chapman":
        total, variance = chapman(left, right, both), chapman_variance(left, right, both)
    else:
        estimate = lincoln_petersen(left, right, both)
        if estimate is None:
            return None
        total, variance = estimate, lincoln_petersen_variance(left, right, both)
    low, high = unseen_interval(observed, total, variance)
    return Interval(low=low, median=total, high=high, mean=total)
