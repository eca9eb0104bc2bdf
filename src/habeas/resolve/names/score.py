"""One score in 0..1 for two spellings of a person's name, and its reasons."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Sequence
from importlib.resources import files
from typing import Final

import msgspec
import numpy as np
import numpy.typing as npt

from habeas.resolve.names.compare import FEATURES, Comparison, Divisions, flatten
from habeas.resolve.names.parts import ParsedName, parse
from habeas.values.name_match import NameMatch, PartMatch

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

_CHUNK: Final = 20_000


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


class Candidates(msgspec.Struct, frozen=True):
    """Pairs of divisions to compare: `pair` is the row of the caller's pair each belongs to."""

    table: Divisions
    left: Ints
    right: Ints
    pair: Ints
    sex_clash: npt.NDArray[np.bool_]


def candidates(lefts: Sequence[str], rights: Sequence[str]) -> Candidates:
    """Parse the names and lay out every way to divide the two names of each pair."""
    texts = {text: at for at, text in enumerate(dict.fromkeys(itertools.chain(lefts, rights)))}
    names: list[ParsedName] = [parse(text) for text in texts]
    divisions, rows = flatten(names)
    pair: list[int] = []
    left: list[int] = []
    right: list[int] = []
    for at, (a, b) in enumerate(zip(lefts, rights, strict=True)):
        name_a, name_b = names[texts[a]], names[texts[b]]
        same_count = len(name_a.divisions[0].parts) == len(name_b.divisions[0].parts)
        for (m, row_a), (n, row_b) in itertools.product(enumerate(rows[texts[a]]), enumerate(rows[texts[b]])):
            if same_count and (name_a.divisions[m].regrouped or name_b.divisions[n].regrouped):
                continue
            pair.append(at)
            left.append(row_a)
            right.append(row_b)
    sex = np.array([{"": 0, "m": 1, "f": 2}[name.sex] for name in names])
    sa, sb = sex[[texts[a] for a in lefts]], sex[[texts[b] for b in rights]]
    clash = (sa > 0) & (sb > 0) & (sa != sb)
    at_pair = np.array(pair, dtype=np.int64)
    return Candidates(
        Divisions(divisions), np.array(left, dtype=np.int64), np.array(right, dtype=np.int64), at_pair, clash[at_pair]
    )


def features(lefts: Sequence[str], rights: Sequence[str]) -> tuple[Floats, Ints]:
    """Return the features of every way to divide each pair, and the row of the pair each belongs to."""
    laid = candidates(lefts, rights)
    return Comparison(laid.table, laid.left, laid.right).features(laid.sex_clash), laid.pair


def probability(rows: Floats, model: Weights) -> npt.NDArray[np.float64]:
    """Return the model's probability of each row of features."""
    z = np.full(len(rows), model.intercept)
    for column, weight in enumerate(model.weights):  # not a matrix product: its rounding depends on the batch
        z += rows[:, column].astype(np.float64) * weight
    return np.asarray(1 / (1 + np.exp(-np.clip(z, -40, 40))), dtype=np.float64)


def score_pairs(lefts: Sequence[str], rights: Sequence[str]) -> npt.NDArray[np.float64]:
    """Return the score of each pair, 0..1: how sure it is that both spellings are one person's name.

    The order of the two names does not matter; an empty name scores 0 against all. Names are parsed once however
    often they occur, so that one call on many pairs is far cheaper than many calls.
    """
    out = np.zeros(len(lefts))
    for start in range(0, len(lefts), _CHUNK):
        # One order for either way round: the score of a pair has no direction.
        ordered = [sorted(p) for p in zip(lefts[start : start + _CHUNK], rights[start : start + _CHUNK], strict=True)]
        a, b = [p[0] for p in ordered], [p[1] for p in ordered]
        rows, pair = features(a, b)
        best = np.zeros(len(a))
        np.maximum.at(best, pair, probability(rows, weights()))
        best[[at for at, (x, y) in enumerate(ordered) if _empty(x) or _empty(y)]] = 0.0
        out[start : start + len(a)] = best
    return out


def _empty(name: str) -> bool:
    return not parse(name).divisions[0].parts


def score(left: str, right: str) -> float:
    """Return the score of one pair."""
    return float(score_pairs([left], [right])[0])


def explain(left: str, right: str) -> NameMatch:
    """Return the score of one pair with its reasons: which part matched which, how, and what speaks against."""
    swapped = left > right
    laid = candidates([right], [left]) if swapped else candidates([left], [right])
    comparison = Comparison(laid.table, laid.left, laid.right)
    rows = comparison.features(laid.sex_clash)
    best = int(probability(rows, weights()).argmax())
    parts = tuple(_part(comparison, best, step, swapped=swapped) for step in range(comparison.assigned(best)))
    terms = rows[best] * np.asarray(weights().weights)
    why = tuple((name, round(float(term), 3)) for name, term in zip(FEATURES, terms, strict=True) if term)
    return NameMatch(left=left, right=right, score=score(left, right), parts=parts, terms=why)


def _part(comparison: Comparison, row: int, step: int, *, swapped: bool) -> PartMatch:
    """Put one assigned pair of parts into words."""
    a, b, far, how = comparison.matched(row, step)
    return PartMatch(left=b if swapped else a, right=a if swapped else b, distance=round(far, 3), how=how)
