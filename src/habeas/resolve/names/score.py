"""One score in 0..1 for two spellings of a person's name, and its reasons."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from habeas.resolve.names.compare import FEATURES, Comparison
from habeas.resolve.names.model import probability, weights
from habeas.resolve.names.table import NameTable
from habeas.values.name_match import NameMatch, PartMatch

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


def _table(lefts: Sequence[str], rights: Sequence[str]) -> tuple[NameTable, Ints, Ints]:
    at = {name: place for place, name in enumerate(dict.fromkeys(itertools.chain(lefts, rights)))}
    left, right = (np.array([at[name] for name in side], dtype=np.int64) for side in (lefts, rights))
    return NameTable(list(at)), left, right


def features(lefts: Sequence[str], rights: Sequence[str]) -> tuple[Floats, Ints]:
    """Return the features of every way to divide each pair, and the row of the pair each belongs to."""
    table, left, right = _table(lefts, rights)
    return table.features(left, right)


def score_pairs(lefts: Sequence[str], rights: Sequence[str]) -> npt.NDArray[np.float64]:
    """Return the score of each pair, 0..1: how sure it is that both spellings are one person's name.

    The order of the two names does not matter; an empty name scores 0 against all. Names are parsed once however
    often they occur, so that one call on many pairs is far cheaper than many calls.
    """
    if len(lefts) != len(rights):
        raise ValueError("as many names on the left as on the right are needed")
    table, left, right = _table(lefts, rights)
    return table.scores(left, right)


def score(left: str, right: str) -> float:
    """Return the score of one pair."""
    return float(score_pairs([left], [right])[0])


def explain(left: str, right: str) -> NameMatch:
    """Return the score of one pair with its reasons: which part matched which, how, and what speaks against."""
    swapped = left > right
    table, first, second = _table([right if swapped else left], [left if swapped else right])
    laid = table.lay(first, second)
    comparison = Comparison(table.divisions, laid.left, laid.right)
    rows = comparison.features(table.sex_clash(first, second)[laid.pair])
    best = int(probability(rows, weights()).argmax())
    parts = tuple(_part(comparison, best, step, swapped=swapped) for step in range(comparison.assigned(best)))
    terms = rows[best] * np.asarray(weights().weights)
    why = tuple((name, round(float(term), 3)) for name, term in zip(FEATURES, terms, strict=True) if term)
    return NameMatch(left=left, right=right, score=score(left, right), parts=parts, terms=why)


def _part(comparison: Comparison, row: int, step: int, *, swapped: bool) -> PartMatch:
    """Put one assigned pair of parts into words."""
    a, b, far, how = comparison.matched(row, step)
    return PartMatch(left=b if swapped else a, right=a if swapped else b, distance=round(far, 3), how=how)
