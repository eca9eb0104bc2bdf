"""Forward choice of dependent pairs for sparse lists, with bias-corrected and accelerated bootstrap intervals.

Chan, Silverman and Vincent (JASA 116, 2021); BCa: DiCiccio and Efron (Statistical Science 11, 1996).
"""

from __future__ import annotations

import itertools
import math
from typing import NamedTuple

import numpy as np

from habeas.estimate.fit import Fit, NoAnswerError
from habeas.estimate.loglinear import OK, LogLinear, Term, check, fit_poisson, model_of
from habeas.estimate.tables import BoolArray, FloatArray, full_cells, full_counts
from habeas.estimate.twolists import Z95
from habeas.values.estimate import Band, CaptureTable, Interval

MOST_LISTS = 10


class Chosen(NamedTuple):
    """The pairs in order of entry and the fit with them; `empty` are those that nobody shares."""

    pairs: tuple[Term, ...]
    fit: LogLinear
    empty: tuple[Term, ...]


def choose(cells: FloatArray, counts: FloatArray, threshold: float) -> Chosen:
    """Add, one by one, the pair whose overlap is least likely under the model so far, while its p is below threshold.

    p = min(P(X <= m), P(X >= m)) for the observed overlap m and X Poisson with the fitted overlap. Pairs that leave
    no finite maximum or no identified model are passed over. Raises NoAnswerError where even the main effects fail.
    """
    state = _with(cells, counts, ())
    if state is None:
        raise NoAnswerError("not even the model of independent lists has an answer: the lists share too few people")
    while True:
        step = None
        for p, pair in _surprises(cells, counts, state):
            if p >= threshold or (step := _with(cells, counts, (*state.pairs, pair))) is not None:
                break
        if step is None:
            empty = tuple(p for p in state.pairs if counts[np.all(cells[:, list(p)] == 1, axis=1)].sum() == 0)
            return Chosen(state.pairs, state.fit, empty)
        state = step


class _State(NamedTuple):
    pairs: tuple[Term, ...]
    kept: BoolArray
    fit: LogLinear


def _with(cells: FloatArray, counts: FloatArray, pairs: tuple[Term, ...]) -> _State | None:
    """Return the fit with these pairs, or None where it has no finite maximum or is not identified."""
    model = model_of(cells, counts, pairs)
    if check(model, counts) != OK:
        return None
    return _State(pairs, model.kept, fit_poisson(model.design, counts[model.kept], extra=model.extra))


def _surprises(cells: FloatArray, counts: FloatArray, state: _State) -> list[tuple[float, Term]]:
    from scipy.stats import poisson

    fitted = np.zeros(len(cells))
    fitted[state.kept] = state.fit.fitted
    found = []
    for pair in itertools.combinations(range(cells.shape[1]), 2):
        if pair in state.pairs:
            continue
        both = np.all(cells[:, list(pair)] == 1, axis=1)
        observed, mean = counts[both].sum(), fitted[both].sum()
        p = min(float(poisson.cdf(observed, mean)), float(poisson.sf(observed - 1, mean)))
        found.append((p, pair))
    return sorted(found)


def fit_stepwise(table: CaptureTable, threshold: float, bootstrap: int, seed: int) -> Fit:
    """Return the stepwise estimate; with `bootstrap` = 0 the interval ignores that the model was chosen.

    Raises NoAnswerError for more than ten lists or where no model has an answer.
    """
    if len(table.lists) > MOST_LISTS:
        raise NoAnswerError(f"the stepwise search takes at most {MOST_LISTS} lists, these are {len(table.lists)}")
    cells = full_cells(len(table.lists))
    counts = full_counts(table, cells)
    chosen = choose(cells, counts, threshold)
    names = ", ".join(":".join(table.lists[j] for j in pair) for pair in chosen.pairs) or "none"
    if bootstrap:
        low, high, bands = _bca(cells, counts, chosen.fit.total, threshold, bootstrap, seed)
    else:
        low, high, bands = *wald(chosen.fit, table.observed), ()
    total = chosen.fit.total
    return Fit(
        range=Interval(low=low, median=total, high=high, mean=total), bands=bands, note=f"dependent pairs: {names}"
    )


def wald(fit: LogLinear, observed: int) -> tuple[float, float]:
    """Return the 95% interval that follows from a normal intercept, model given."""
    spread = Z95 * fit.se_intercept
    return observed + math.exp(fit.intercept - spread), observed + math.exp(fit.intercept + spread)


def _total(cells: FloatArray, counts: FloatArray, threshold: float) -> float | None:
    try:
        return choose(cells, counts, threshold).fit.total
    except NoAnswerError:
        return None


def _bca(
    cells: FloatArray, counts: FloatArray, estimate: float, threshold: float, size: int, seed: int
) -> tuple[float, float, tuple[Band, ...]]:
    """Resample people with the model chosen anew each time; acceleration from a jackknife weighted by the counts."""
    from scipy.stats import norm

    rng = np.random.default_rng([seed, 41])
    people = int(counts.sum())
    resampled = rng.multinomial(people, counts / people, size=size).astype(float)
    totals = [_total(cells, row, threshold) for row in resampled]
    replicates = np.sort([t for t in totals if t is not None])
    if len(replicates) < size / 2:
        raise NoAnswerError("most resamples of these lists have no answer: the lists share too few people")
    below = float(np.clip((replicates < estimate).mean(), 0.5 / size, 1 - 0.5 / size))
    z0, acceleration = float(norm.ppf(below)), _acceleration(cells, counts, threshold)

    def limit(level: float) -> float:
        z = z0 + norm.ppf(level)
        adjusted = norm.cdf(z0 + z / (1 - acceleration * z))
        return float(np.quantile(replicates, adjusted, method="median_unbiased"))

    bands = tuple(Band(level=v, low=limit((1 - v) / 2), high=limit((1 + v) / 2)) for v in (0.5, 0.8, 0.95))
    return bands[-1].low, bands[-1].high, bands


def _acceleration(cells: FloatArray, counts: FloatArray, threshold: float) -> float:
    totals, weights = [], []
    for x in np.flatnonzero(counts > 0):
        fewer = counts.copy()
        fewer[x] -= 1
        total = _total(cells, fewer, threshold)
        if total is not None:
            totals.append(total)
            weights.append(counts[x])
    values, weight = np.array(totals), np.array(weights)
    centred = (values * weight).sum() / weight.sum() - values
    squares = (weight * centred**2).sum()
    return float((weight * centred**3).sum() / (6 * squares**1.5)) if squares > 0 else 0.0
