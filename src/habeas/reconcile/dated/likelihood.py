"""How likely a source is to print a figure, given the true number: one mixture a kind of figure.

Every figure is exact with some probability, slightly off with some (an earlier or later state of the same list),
and plainly wrong with the rest, which depends on the kind of source. Prices are minus log2.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from habeas.reconcile.lexicon import prior
from habeas.reconcile.prepared.numbers import is_counted, is_round, step_above
from habeas.reconcile.prepared.statements import Statement

EXACT, ABOUT, AT_LEAST, AT_MOST, RANGE, FLOOR, COUNTED = range(7)
Floats = npt.NDArray[np.float64]
_TINY: Final = 1e-12  # keeps a logarithm finite
SIZE_SPAN: Final = 9.0  # ln of the largest size in question: sizes and wrong figures are spread evenly over magnitudes


@dataclass(frozen=True)
class Figures:
    """The figures of many claims as columns: kind, bounds, relative spread, share of plainly wrong ones.

    `step` is that from a bound to the next number as round.
    """

    kind: npt.NDArray[np.int64]
    low: Floats
    high: Floats
    spread: Floats
    step: Floats
    wrong: Floats
    weight: Floats

    def rows(self, chosen: npt.NDArray[np.int64]) -> Figures:
        """Return the figures of some claims."""
        return Figures(
            self.kind[chosen],
            self.low[chosen],
            self.high[chosen],
            self.spread[chosen],
            self.step[chosen],
            self.wrong[chosen],
            self.weight[chosen],
        )


def figures(statements: Sequence[Statement], wrong: Sequence[float], weight: Sequence[float]) -> Figures:
    """Return the figures of statements, with the share of wrong ones and the weight of each."""
    rows = [_figure(statement) for statement in statements]
    columns = np.array(rows, dtype=np.float64).reshape(len(rows), 4)
    return Figures(
        columns[:, 0].astype(np.int64),
        columns[:, 1],
        columns[:, 2],
        columns[:, 3],
        np.array([step_above(max(1, statement.claim.low or 0)) for statement in statements], dtype=np.float64),
        np.array(wrong, dtype=np.float64),
        np.array(weight, dtype=np.float64),
    )


def _figure(statement: Statement) -> tuple[float, float, float, float]:
    claim = statement.claim
    low, high = claim.low, claim.high
    if statement.role == "floor":
        return FLOOR, float(statement.law.low), np.inf, 0.0
    if statement.role == "ceiling":
        return RANGE, 0.0, float(statement.law.high if statement.law.high is not None else np.inf), 0.0
    if low is not None and low == high:
        if claim.approx:
            return ABOUT, low, low, prior("laws", "about_spread" if is_round(low) else "about_unround")
        return EXACT, low, low, prior("laws", "near_spread")
    if low is not None and high is None:
        kind = COUNTED if is_counted(low) else AT_LEAST
        return kind, low, np.inf, prior("laws", "at_least_spread")
    if low is None and high is not None:
        return AT_MOST, 0.0, high, prior("laws", "at_least_spread")
    return RANGE, float(low or 0), float(high if high is not None else np.inf), 0.0


def bits(given: Figures, truth: Floats) -> Floats:
    """Return the price of printing each figure (rows) if the true number is `truth` (rows by values)."""
    kind, low, high = given.kind[:, None], given.low[:, None], given.high[:, None]
    wrong, spread = given.wrong[:, None], given.spread[:, None]
    number = np.where(np.isfinite(low), low, 0.0)
    gross = wrong / (SIZE_SPAN * (np.where(kind == AT_MOST, high, number) + 3.0))
    scale = np.maximum(0.6, spread * np.maximum(truth, 1.0))
    near = np.exp(-np.abs(truth - number) / scale) / (2 * scale)
    far = np.exp(-np.abs(truth - number) / (4 * scale)) / (8 * scale)
    share = np.select(
        [kind == EXACT, kind == ABOUT, kind == AT_LEAST, kind == COUNTED, kind == AT_MOST, kind == RANGE],
        [
            0.55 * (np.abs(truth - number) < 0.5) + 0.28 * near + 0.13 * far,
            0.75 * near + 0.2 * far,
            _bound(truth, number, scale, given.step[:, None]),
            0.5 * (np.abs(truth - number) < 0.5) + 0.5 * _bound(truth, number, scale, given.step[:, None]),
            np.where(truth <= high, 1.0 / (np.where(np.isfinite(high), high, 1.0) + 1.0), 0.0),
            (truth >= low) & (truth <= high),
        ],
        default=truth >= low,
    )
    flat = (kind == RANGE) | (kind == FLOOR)
    chance = (1 - wrong) * share + np.where(flat, wrong * 0.2, gross)
    return np.asarray(-np.log2(chance + _TINY) * given.weight[:, None], dtype=np.float64)


def _bound(truth: Floats, number: Floats, scale: Floats, step: Floats) -> Any:
    """Return the chance of "at least N": half the speakers are near the number, half know a part of it.

    Of those who are near, half cut a count off: "more than 83,900" is said of 83,950, not of 85,000.
    """
    excess = truth - number
    wide = np.maximum(2 * scale, 1.0)
    cut = np.minimum(step, wide)
    tight = 0.5 * _falling(excess, wide) + 0.5 * _falling(excess, cut)
    loose = 1.0 / (truth + 2.0)
    return np.where(excess >= -0.5, 0.5 * tight + 0.45 * loose, 0.0)


def _falling(excess: Floats, scale: Floats) -> Any:
    return np.exp(-np.maximum(excess, 0.0) / scale) / scale
