"""Distinct names read once, and the scores of many pairs of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec
import numpy as np
import numpy.typing as npt

from habeas.resolve.names.compare import CLOSE, Comparison, Divisions, flatten
from habeas.resolve.names.model import probability, weights
from habeas.resolve.names.parts import parse

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_CHUNK: Final = 40_000
_SEXES: Final = {"": 0, "m": 1, "f": 2}


class Compared(msgspec.Struct, frozen=True):
    """Pairs of names compared: the score, how rare what they share is, and whether known given names or sexes clash.

    Rarity is in bits: the sum over the parts that match, each the mean of its two spellings.
    """

    score: Doubles
    rarity: Doubles
    given_clash: npt.NDArray[np.bool_]
    sex_clash: npt.NDArray[np.bool_]


class Laid(msgspec.Struct, frozen=True):
    """Every way to divide the names of each pair: rows of divisions, and the row of the pair each belongs to."""

    left: Ints
    right: Ints
    pair: Ints


class NameTable:
    """Distinct names, parsed; callers speak of names by their positions in `names`."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = tuple(names)
        self.parsed = [parse(name) for name in names]
        divisions, rows = flatten(self.parsed)
        self.divisions = Divisions(divisions)
        self._count = np.array([len(own) for own in rows], dtype=np.int64)
        self._first = np.cumsum(self._count) - self._count
        self._rows = np.array([row for own in rows for row in own], dtype=np.int64)
        self._regrouped = np.array([division.regrouped for division in divisions], dtype=bool)
        self._parts = np.array([len(name.divisions[0].parts) for name in self.parsed], dtype=np.int64)
        self._sex = np.array([_SEXES[name.sex] for name in self.parsed], dtype=np.int64)
        order = sorted(range(len(names)), key=self.names.__getitem__)
        # One order for either way round: the score of a pair has no direction.
        self._rank = np.empty(len(names), dtype=np.int64)
        self._rank[order] = np.arange(len(names))

    def lay(self, left: Ints, right: Ints) -> Laid:
        """Return every way to divide the two names of each pair.

        Names of one number of words are compared as written: only other names are regrouped.
        """
        across = self._count[right]
        ways = self._count[left] * across
        pair = np.repeat(np.arange(len(left)), ways)
        step = np.arange(len(pair)) - np.repeat(np.cumsum(ways) - ways, ways)
        a = self._rows[self._first[left][pair] + step // across[pair]]
        b = self._rows[self._first[right][pair] + step % across[pair]]
        even = (self._parts[left] == self._parts[right])[pair]
        keep = ~(even & (self._regrouped[a] | self._regrouped[b]))
        return Laid(a[keep], b[keep], pair[keep])

    def plain_tokens(self) -> tuple[Ints, Ints]:
        """Return the tokens of each name as written, and the name that each belongs to."""
        tokens = self.divisions.token[self._rows[self._first]]
        name, place = np.nonzero(tokens >= 0)
        return tokens[name, place], name

    def sex_clash(self, left: Ints, right: Ints) -> npt.NDArray[np.bool_]:
        """Return where the two names show different sexes."""
        a, b = self._sex[left], self._sex[right]
        return np.asarray((a > 0) & (b > 0) & (a != b))

    def features(self, left: Ints, right: Ints) -> tuple[Floats, Ints]:
        """Return the features of every way to divide each pair, and the row of the pair each belongs to."""
        laid = self.lay(left, right)
        clash = self.sex_clash(left, right)[laid.pair]
        return Comparison(self.divisions, laid.left, laid.right).features(clash), laid.pair

    def scores(self, left: Ints, right: Ints) -> Doubles:
        """Return the score of each pair; an empty name scores 0 against all."""
        return self._each(left, right, None).score

    def compare(self, left: Ints, right: Ints, bits: Doubles) -> Compared:
        """Compare pairs; `bits` holds the rarity (-log2 of the frequency) of each token of `divisions`."""
        return self._each(left, right, bits)

    def _each(self, left: Ints, right: Ints, bits: Doubles | None) -> Compared:
        n = len(left)
        sexes = self.sex_clash(left, right)
        out = Compared(np.zeros(n), np.zeros(n), np.zeros(n, dtype=bool), sexes)
        swap = self._rank[left] > self._rank[right]
        left, right = np.where(swap, right, left), np.where(swap, left, right)
        full = (self._parts[left] > 0) & (self._parts[right] > 0)
        # Names of few parts are compared in narrow tables, those of many apart from them.
        order = np.flatnonzero(full)
        order = order[np.argsort(np.maximum(self._parts[left], self._parts[right])[order], kind="stable")]
        for start in range(0, len(order), _CHUNK):
            at = order[start : start + _CHUNK]
            laid = self.lay(left[at], right[at])
            comparison = Comparison(self.divisions, laid.left, laid.right)
            values = probability(comparison.features(sexes[at][laid.pair]), weights())
            best = np.zeros(len(at))
            np.maximum.at(best, laid.pair, values)
            out.score[at] = best
            if bits is not None:
                chosen = np.flatnonzero(values == best[laid.pair])[::-1]
                row = np.zeros(len(at), dtype=np.int64)
                row[laid.pair[chosen]] = chosen  # of equals the first
                out.rarity[at] = shared_bits(comparison, bits)[row]
                out.given_clash[at] = comparison.given_clash()[row]
        return out


def shared_bits(comparison: Comparison, bits: Doubles) -> Doubles:
    """Return for each pair of divisions the summed rarity of the parts that match; initials add nothing."""
    rows, columns, far = comparison.order
    every = np.arange(len(far))[:, None]
    pick = (every, np.maximum(rows, 0), np.maximum(columns, 0))
    matched = (far < CLOSE) & ~comparison.by_initial[pick]
    table = comparison.table
    a = table.token[comparison.left][pick[0], pick[1]]
    b = table.token[comparison.right][pick[0], pick[2]]
    return np.asarray((np.where(matched, (bits[a] + bits[b]) / 2, 0)).sum(axis=1))
