"""Fitting of the weights: a logistic model under constraints of sign, so that no feature can count the wrong way.

Clashes (sex, patronymic, initial, known given names) keep a least weight however few pairs of a training set show
them: a set of a hundred families holds a dozen of each, a national roster thousands.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import numpy.typing as npt

from habeas.resolve.names.compare import FEATURES
from habeas.resolve.names.model import Weights

Floats = npt.NDArray[np.float64]

LEAST: Final[Mapping[str, float]] = {
    "sex_clash": -3.5, "patronymic_clash": -2.0, "initial_clash": -1.5, "given_clash": -1.5, "lone": -3.0,
    "worst": 0.0, "worst_raw": 0.0, "extra": -0.05,
    "syllable": -0.2, "disorder": -3.5,
}  # fmt: skip
_START: Final[Mapping[str, float]] = {"worst": -10.0}


def fit(rows: npt.NDArray[np.float32], pair: npt.NDArray[np.int64], same: Floats, penalty: float = 0.5) -> Weights:
    """Return weights fitted to pairs of names known to be `same` (1) or not (0).

    `rows` are the features of every division of every pair, `pair` the row of `same` each belongs to. The division
    that counts is the one the model itself likes best, so fitting and choosing alternate (a few rounds settle it).
    """
    from scipy.optimize import minimize

    w = np.array([*(_START.get(name, 0.0) for name in FEATURES), 3.0])
    bounds = [(None, LEAST.get(name)) for name in FEATURES] + [(None, None)]
    w[:-1] = [min(value, LEAST.get(name, value)) for name, value in zip(FEATURES, w[:-1], strict=True)]
    sign = 2 * same - 1

    def loss(theta: Floats, chosen: Floats) -> tuple[float, Floats]:
        z = chosen @ theta[:-1] + theta[-1]
        gradient = -sign / (1 + np.exp(np.clip(z * sign, -40, 40)))
        value = np.logaddexp(0, -z * sign).sum() + penalty / 2 * (theta[:-1] ** 2).sum()
        return float(value), np.append(chosen.T @ gradient + penalty * theta[:-1], gradient.sum())

    for _ in range(4):
        z = rows @ w[:-1] + w[-1]
        order = np.lexsort((z, pair))
        last = np.append(np.flatnonzero(np.diff(pair[order])), len(order) - 1)
        chosen = rows[order[last]].astype(np.float64)
        w = minimize(loss, w, args=(chosen,), jac=True, bounds=bounds, method="L-BFGS-B").x
    return Weights(FEATURES, tuple(round(float(x), 4) for x in w[:-1]), round(float(w[-1]), 4))
