"""Models of Otis and others for people who differ in how often they are listed, as Rcapture fits them.

Baillargeon and Rivest (Journal of Statistical Software 19(5), 2007). Models in which being listed once changes the
chance of being listed later (Mb, Mbh) depend on the order of the lists and mean nothing here.
"""

from __future__ import annotations

import numpy as np

from habeas.estimate.loglinear import LogLinear, fit_poisson
from habeas.estimate.tables import FloatArray, full_cells, full_counts
from habeas.estimate.twolists import unseen_interval
from habeas.values.estimate import CaptureTable, Interval


def fit_heterogeneity(table: CaptureTable, shape: str, *, by_list: bool) -> LogLinear:
    """Fit M0 / Mt (`shape` none) or Mh / Mth with the given shape of heterogeneity.

    `by_list` lets the lists differ in size. The column for a person on k lists is 2^k - 1 (poisson2), k^2/2
    (darroch) or -log(3.5 + k) + log 3.5 (gamma3.5); `chao` has one column max(k - j + 1, 0) for each j = 3..J, and
    drops those with a negative coefficient, which makes it a lower bound.
    """
    lists = len(table.lists)
    cells = full_cells(lists)
    counts = full_counts(table, cells)
    if shape == "chao":
        return _lower_bound(heterogeneity_design(cells, "none", by_list=by_list), cells.sum(axis=1), counts, lists)
    return fit_poisson(heterogeneity_design(cells, shape, by_list=by_list), counts)


def heterogeneity_design(cells: FloatArray, shape: str, *, by_list: bool) -> FloatArray:
    """Return the design matrix over `cells`: intercept, one column a list or one for all, the column of `shape`."""
    times = cells.sum(axis=1)
    base = np.column_stack([np.ones(len(cells)), cells if by_list else times])
    columns: dict[str, FloatArray] = {
        "poisson2": 2.0**times - 1,
        "darroch": times**2 / 2,
        "gamma3.5": -np.log(3.5 + times) + np.log(3.5),
    }
    return base if shape == "none" else np.column_stack([base, columns[shape]])


def _lower_bound(base: FloatArray, times: FloatArray, counts: FloatArray, lists: int) -> LogLinear:
    extra = [np.maximum(times - j + 1, 0) for j in range(3, lists + 1)]
    while True:
        fit = fit_poisson(np.column_stack([base, *extra]), counts)
        tail = fit.coefficients[base.shape[1] :]
        if not len(tail) or tail.min() >= 0:
            return fit
        extra.pop(int(np.argmin(tail)))


def chao_interval(table: CaptureTable) -> Interval | None:
    """Return Chao's lower bound (1987, Biometrics 43), bias-corrected for `J` lists, with a log-normal interval.

    n + (J - 1)/J * f1 (f1 - 1) / (2 (f2 + 1)), f_k the people on exactly k lists; None where nobody is on one list
    alone, or nobody on more: what then comes out follows from the correction of the bias and not from the lists.
    """
    lists = len(table.lists)
    once = sum(c for p, c in zip(table.patterns, table.counts, strict=True) if sum(p) == 1)
    twice = sum(c for p, c in zip(table.patterns, table.counts, strict=True) if sum(p) == 2)
    share = (lists - 1) / lists
    unseen = share * once * (once - 1) / (2 * (twice + 1))
    if unseen <= 0 or once == table.observed:
        return None
    ratio = once / max(twice, 1)
    variance = max(twice, 1) * (share * ratio**2 / 2 + share**2 * ratio**3 + share**2 * ratio**4 / 4)
    total = table.observed + unseen
    low, high = unseen_interval(table.observed, total, variance)
    return Interval(low=low, median=total, high=high, mean=total)


def coverage_interval(table: CaptureTable) -> float | None:
    """Return the sample coverage estimate of Chao and Tsay (JASA 93, 1998) without dependence, D / C.

    C is one minus the mean share of each list that no other list shows, D the mean number of people left when one
    list is dropped; None where no list shares anybody.
    """
    lists = len(table.lists)
    sizes, alone = [0] * lists, [0] * lists
    for pattern, count in zip(table.patterns, table.counts, strict=True):
        for j in range(lists):
            sizes[j] += pattern[j] * count
            alone[j] += count if pattern[j] and sum(pattern) == 1 else 0
    coverage = 1 - sum(a / s for a, s in zip(alone, sizes, strict=True) if s) / lists
    left = sum(table.observed - a for a in alone) / lists
    return left / coverage if coverage > 0 else None
