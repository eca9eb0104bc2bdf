"""The weights of the score: a logistic model over the features of a comparison."""

from __future__ import annotations

import functools
from importlib.resources import files

import msgspec
import numpy as np
import numpy.typing as npt

from habeas.resolve.names.compare import FEATURES


class Weights(msgspec.Struct, frozen=True):
    """A logistic model over `FEATURES`, as `bench/names.py --fit` writes it."""

    features: tuple[str, ...]
    weights: tuple[float, ...]
    intercept: float


@functools.cache
def weights() -> Weights:
    """Return the shipped weights."""
    loaded = msgspec.json.decode(files(__package__).joinpath("weights.json").read_bytes(), type=Weights)
    assert loaded.features == FEATURES  # noqa: S101 - the file is ours and written from FEATURES
    return loaded


def probability(rows: npt.NDArray[np.float32], model: Weights) -> npt.NDArray[np.float64]:
    """Return the model's probability of each row of features."""
    z = np.full(len(rows), model.intercept)
    for column, weight in enumerate(model.weights):  # not a matrix product: its rounding depends on the batch
        z += rows[:, column].astype(np.float64) * weight
    return np.asarray(1 / (1 + np.exp(-np.clip(z, -40, 40))), dtype=np.float64)
