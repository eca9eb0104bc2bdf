"""One score in 0..1 for two spellings of a person's name, and its reasons."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from habeas.resolve.names.compare import FEATURES, Comparison
from habeas.resolve.names.model import probability, weights
from habeas.resolve.names.table import NameTable
from habeas.values.name_match import NameMatch, PartMatch

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

_CHUNK: Final = 10_000  # pairs explained at a time


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
    return explain_pairs([left], [right])[0]


def explain_pairs(lefts: Sequence[str], rights: Sequence[str]) -> list[NameMatch]:
    """Return the score of each pair with its reasons; one call on many pairs is far cheaper than many calls."""
    turned = [left > right for left, right in zip(lefts, rights, strict=True)]
    table, left, right = _table(
        [b if turn else a for a, b, turn in zip(lefts, rights, turned, strict=True)],
        [a if turn else b for a, b, turn in zip(lefts, rights, turned, strict=True)],
    )
    scores = table.scores(left, right)
    out: list[NameMatch] = []
    for start in range(0, len(turned), _CHUNK):
        own = slice(start, start + _CHUNK)
        out += _explained(table, left[own], right[own], scores[own], turned[own])
    return out


def _explained(
    table: NameTable, left: Ints, right: Ints, scores: npt.NDArray[np.float64], turned: Sequence[bool]
) -> Iterator[NameMatch]:
    laid = table.lay(left, right)
    comparison = Comparison(table.divisions, laid.left, laid.right)
    rows = comparison.features(table.sex_clash(left, right)[laid.pair])
    value = probability(rows, weights())
    order = np.lexsort((np.arange(len(value)), -value, laid.pair))
    best = order[np.searchsorted(laid.pair[order], np.arange(len(left)))]  # of equals the first
    terms = rows[best] * np.asarray(weights().weights)
    for at, row in enumerate(best.tolist()):
        one, other = table.names[int(left[at])], table.names[int(right[at])]
        yield NameMatch(
            left=other if turned[at] else one,
            right=one if turned[at] else other,
            score=float(scores[at]),
            parts=tuple(_part(comparison, row, n, swapped=turned[at]) for n in range(comparison.assigned(row))),
            terms=tuple((name, round(float(term), 3)) for name, term in zip(FEATURES, terms[at], strict=True) if term),
        )


def _part(comparison: Comparison, row: int, step: int, *, swapped: bool) -> PartMatch:
    """Put one assigned pair of parts into words."""
    a, b, far, how = comparison.matched(row, step)
    return PartMatch(left=b if swapped else a, right=a if swapped else b, distance=round(far, 3), how=how)
