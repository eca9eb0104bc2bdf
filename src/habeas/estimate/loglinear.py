"""Log-linear models: Poisson regressions on the 2^J - 1 observable cells, and whether their answer exists at all.

Fienberg (Biometrika 59, 1972); existence as in Fienberg and Rinaldo (Annals of Statistics 40, 2012); pairs of lists
without overlap as in Chan, Silverman and Vincent (JASA 116, 2021).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

import numpy as np

from habeas.estimate.tables import BoolArray, FloatArray

Term = tuple[int, ...]
_TOLERANCE: Final = 1e-7
OK, NO_MAXIMUM, NOT_IDENTIFIED = 0, 1, 2


class LogLinear(NamedTuple):
    """A fitted model: the people in all, the standard error of the intercept log n0, and its fit to the cells."""

    total: float
    intercept: float
    se_intercept: float
    deviance: float
    aic: float
    bic: float
    df: int
    fitted: FloatArray
    coefficients: FloatArray

    @property
    def unseen(self) -> float:
        """People on no list."""
        return math.exp(self.intercept)

    @property
    def se_total(self) -> float:
        """Standard error of the total, the Poisson spread of the unseen included."""
        return math.sqrt(self.unseen + (self.unseen * self.se_intercept) ** 2)


class Model(NamedTuple):
    """A design: columns over the cells that are kept; `extra` counts parameters that went to minus infinity."""

    design: FloatArray
    kept: BoolArray
    extra: int


def columns_of(cells: FloatArray, terms: Iterable[Term]) -> FloatArray:
    """Return the design matrix of an intercept and the products of the lists in each term."""
    columns = [np.ones(len(cells))]
    columns += [np.prod(cells[:, list(term)], axis=1) for term in terms]
    return np.stack(columns, axis=1)


def model_of(cells: FloatArray, counts: FloatArray, pairs: Sequence[Term]) -> Model:
    """Return the model of all main effects and the pairs and higher terms given.

    A pair that nobody shares has parameter minus infinity: the term goes, and so does every cell with both lists.
    """
    lists = cells.shape[1]
    kept = np.ones(len(cells), dtype=bool)
    finite: list[Term] = [(j,) for j in range(lists)]
    extra = 0
    for term in pairs:
        both = np.all(cells[:, list(term)] == 1, axis=1)
        if counts[both].sum() == 0:
            kept &= ~both
            extra += 1
        else:
            finite.append(term)
    return Model(columns_of(cells, finite)[kept], kept, extra)


def fit_poisson(design: FloatArray, counts: FloatArray, *, extra: int = 0) -> LogLinear:
    """Return the maximum likelihood fit with logarithmic link, by Newton steps halved where they overshoot.

    `extra` parameters at minus infinity count in AIC and BIC. Whether a maximum exists is `check`'s to say.
    """
    beta = np.asarray(np.linalg.lstsq(design, np.log(counts + 0.5), rcond=None)[0], dtype=np.float64)
    loss = _loss(design, counts, beta)
    for _ in range(200):
        mean = np.exp(design @ beta)
        information = design.T @ (mean[:, None] * design)
        gradient = design.T @ (counts - mean)
        step = np.linalg.lstsq(information, gradient, rcond=1e-14)[0]
        size, fresh = 1.0, math.inf
        while size > 1e-6:
            fresh = _loss(design, counts, beta + size * step)
            if fresh <= loss + 1e-12 * abs(loss):
                break
            size /= 2
        beta = beta + size * step
        done = float(gradient @ step) < 1e-12 * (1 + counts.sum())
        loss = fresh
        if done:
            break
    return _finished(design, counts, beta, extra)


def _loss(design: FloatArray, counts: FloatArray, beta: FloatArray) -> float:
    linear = design @ beta
    if linear.max() > 200:
        return math.inf
    return float(np.exp(linear).sum() - counts @ linear)


def _finished(design: FloatArray, counts: FloatArray, beta: FloatArray, extra: int) -> LogLinear:
    from scipy.special import gammaln

    mean = np.exp(design @ beta)
    information = design.T @ (mean[:, None] * design)
    variance = np.linalg.pinv(information, hermitian=True)[0, 0]
    positive = counts > 0
    deviance = 2 * float((counts[positive] * np.log(counts[positive] / mean[positive])).sum() - (counts - mean).sum())
    log_likelihood = float((counts * (design @ beta) - mean - gammaln(counts + 1)).sum())
    parameters = design.shape[1] + extra
    people = counts.sum()
    return LogLinear(
        total=float(people + math.exp(beta[0])),
        intercept=float(beta[0]),
        se_intercept=math.sqrt(max(float(variance), 0.0)),
        deviance=deviance,
        aic=-2 * log_likelihood + 2 * parameters,
        bic=-2 * log_likelihood + math.log(people) * parameters,
        df=len(counts) - design.shape[1],
        fitted=mean,
        coefficients=beta,
    )


def check(model: Model, counts: FloatArray) -> int:
    """Return OK, NO_MAXIMUM where the likelihood has no finite maximum, NOT_IDENTIFIED where columns are dependent.

    There is a maximum if and only if some strictly positive table has the same sufficient statistics: maximise t
    over y >= t with A'y = A'counts (Fienberg and Rinaldo 2012), by HiGHS.
    """
    from scipy.optimize import linprog

    design, seen = model.design, counts[model.kept]
    if np.linalg.matrix_rank(design) < design.shape[1]:
        return NOT_IDENTIFIED
    if np.all(seen > 0):
        return OK
    cells = len(seen)
    bound = np.hstack([-np.eye(cells), np.ones((cells, 1))])
    equal = np.hstack([design.T, np.zeros((design.shape[1], 1))])
    goal = np.zeros(cells + 1)
    goal[-1] = -1.0
    limits = [(0, None)] * cells + [(None, None)]
    found = linprog(
        goal, A_ub=bound, b_ub=np.zeros(cells), A_eq=equal, b_eq=design.T @ seen, bounds=limits, method="highs"
    )
    return OK if found.status == 0 and -found.fun > _TOLERANCE else NO_MAXIMUM


def hierarchical_models(lists: int) -> list[tuple[Term, ...]]:
    """Return the interaction terms of every hierarchical model with all main effects.

    All models up to four lists, those of pairs for five. The interaction of all lists at once is never identified
    and is left out.
    """
    if lists > 5:
        raise ValueError("too many lists for an exhaustive search")
    pairs = list(itertools.combinations(range(lists), 2))
    models: list[tuple[Term, ...]] = []
    for size in range(len(pairs) + 1):
        for chosen in itertools.combinations(pairs, size):
            if lists == 2 and chosen:
                continue
            if lists == 4:
                triples = [
                    t
                    for t in itertools.combinations(range(4), 3)
                    if all(p in chosen for p in itertools.combinations(t, 2))
                ]
                models += [
                    chosen + extra for r in range(len(triples) + 1) for extra in itertools.combinations(triples, r)
                ]
            else:
                models.append(chosen)
    return models


def term_name(term: Term, lists: Sequence[str]) -> str:
    """Return a term as users write it: "A:B"."""
    return ":".join(lists[j] for j in term)
