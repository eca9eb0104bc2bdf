"""Random numbers that depend on names alone, so that a case is the same on every machine and in any order."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TypeVar

import numpy as np

T = TypeVar("T")


def generator(*names: str | int) -> np.random.Generator:
    """Return a PCG64 generator seeded by the SHA-256 of the names."""
    digest = hashlib.sha256("\x1f".join(str(name) for name in names).encode()).digest()
    return np.random.Generator(np.random.PCG64(int.from_bytes(digest[:16], "big")))


def chance(rng: np.random.Generator, probability: float) -> bool:
    """Return True with the given probability."""
    return bool(rng.random() < probability)


def pick(rng: np.random.Generator, items: Sequence[T], weights: Sequence[float] | None = None) -> T:
    """Return one of the items, by weight where weights are given."""
    if weights is None:
        return items[int(rng.integers(len(items)))]
    total = sum(weights)
    return items[int(rng.choice(len(items), p=[weight / total for weight in weights]))]
