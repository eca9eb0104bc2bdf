"""The one way functions are compiled here: Numba, without the interpreter lock, cached on disk, typed for mypy."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar, cast

from numba import njit

P = ParamSpec("P")
R = TypeVar("R")


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """Return `function` compiled on its first call; NumPy's error model, so that a division by zero gives inf."""
    return cast("Callable[P, R]", njit(nogil=True, cache=True, error_model="numpy")(function))


def compiled_sums(function: Callable[P, R]) -> Callable[P, R]:
    """Return `function` compiled like `compiled`, with sums free to be reordered so that they use vector units."""
    rules = {"reassoc", "contract", "nsz", "arcp"}
    return cast("Callable[P, R]", njit(nogil=True, cache=True, error_model="numpy", fastmath=rules)(function))
