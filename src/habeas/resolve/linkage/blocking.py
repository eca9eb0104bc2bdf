"""Candidate pairs: rows that share a key, and enough besides it for how many share it.

A pair is compared once, however many keys it shares. In a block of k rows a pair has some k rivals, so that agreement
on its key alone decides nothing where k is large: the more rows, the more must agree in the birth, the place or the
father's name. What is left grows with the number of rows, not with its square.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import msgspec
import numpy as np
import numpy.typing as npt

from habeas.resolve.linkage.columns import UNKNOWN, Birth, Columns
from habeas.resolve.linkage.keys import Block, Known, blocks, known_of
from habeas.resolve.names.parts import ParsedName

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]

_CHUNK: Final = 4_000_000  # pairs laid out at a time
_MOST_SIGNS: Final = 2
_DAY, _MONTH, _YEAR, _SLIP, _APART = 10.0, 7.0, 5.0, 3.0, -3.0  # bits, roughly
_PLACE, _FATHER, _OTHER_FATHER, _SURNAME = 3.0, 4.0, -3.0, 3.0


class Support:
    """What agrees in a pair of rows besides its key, in bits, roughly: finer sounds, birth, place, father."""

    def __init__(self, birth: Birth, known: Known) -> None:
        self.year, self.month, self.day = (part.astype(np.int32) for part in (birth.year, birth.month, birth.day))
        ids: dict[object, int] = {}
        self.signs = {
            "surname": (_padded(known.surname, ids), _SURNAME, 0.0),
            "place": (_padded(known.place, ids), _PLACE, 0.0),
            "father": (_padded(known.father, ids), _FATHER, _OTHER_FATHER),
        }

    def enough(self, left: Ints, right: Ints, spent: str, need: Floats) -> npt.NDArray[np.bool_]:
        """Return where pairs of rows agree by `need` bits and more, but for what is `spent` in the key.

        What tells most is looked at first, and the rest only where it can still decide.
        """
        unspent = [self.signs[name] for name in self.signs if name not in spent]
        out = np.zeros(len(left), dtype=np.float32)
        if "day" not in spent:
            out += self._birth(left, right, year_spent="year" in spent)
        for at, (column, same, other) in enumerate(unspent):
            most = sum(one for _, one, _ in unspent[at:])
            least = sum(one for _, _, one in unspent[at:])
            open_ = np.flatnonzero((out + most >= need) & (out + least < need))
            a, b = column[left[open_]], column[right[open_]]
            told = (a[:, 0] >= 0) & (b[:, 0] >= 0)
            met = told & ((a[:, 0] == b[:, 0]) | (a[:, 0] == b[:, 1]) | (a[:, 1] == b[:, 0]))
            met |= (a[:, 1] >= 0) & (a[:, 1] == b[:, 1])
            out[open_] += np.where(met, np.float32(same), np.where(told, np.float32(other), np.float32(0)))
        return np.asarray(out >= need)

    def _birth(self, left: Ints, right: Ints, *, year_spent: bool) -> Floats:
        (ya, yb), (ma, mb), (da, db) = ((part[left], part[right]) for part in (self.year, self.month, self.day))
        full = (da != UNKNOWN) & (db != UNKNOWN)
        year, month, day = ya == yb, ma == mb, da == db
        slip = (year.astype(np.int8) + month + day == 2) | (year & (ma == db) & (da == mb))
        in_part = np.where((ma != UNKNOWN) & month, _MONTH, _YEAR)
        in_part = np.where(year, in_part, np.where(np.abs(ya - yb) == 1, 0.0, _APART))
        out = np.where(full, np.where(slip, _SLIP, np.where(year, 0.0, _APART)), in_part)
        out[full & year & month & day] = _DAY
        out[(ya == UNKNOWN) | (yb == UNKNOWN)] = 0.0
        return np.asarray(out - _YEAR * (year_spent & (out > 0)), dtype=np.float32)


def _padded(signs: Sequence[tuple[str, ...]], ids: dict[object, int]) -> npt.NDArray[np.int32]:
    out = np.full((len(signs), _MOST_SIGNS), -1, dtype=np.int32)
    for row, own in enumerate(signs):
        for at, sign in enumerate(own[:_MOST_SIGNS]):
            out[row, at] = ids.setdefault(sign, len(ids))
    return out


def pairs_of(block: Block) -> Iterator[tuple[Ints, Ints, Ints]]:
    """Yield, in chunks, the pairs of rows that share a key of a block, and the number of rows that share it."""
    key, row, probe = block.key, block.row, block.probe
    if not len(key):
        return
    order = np.lexsort((row, ~probe, key))
    order = order[np.append(True, (np.diff(key[order]) != 0) | (np.diff(row[order]) != 0))[: len(order)]]
    key, row, probe = key[order], row[order], probe[order]
    bounds = np.append(np.flatnonzero(np.diff(key, prepend=-1)), len(key))
    size = np.repeat(np.diff(bounds), np.diff(bounds))
    # Probes come first in their block: each is paired with all that follow, the others with none.
    ahead = np.where(probe, np.repeat(bounds[1:], np.diff(bounds)) - np.arange(len(key)) - 1, 0)
    laid = np.cumsum(ahead)
    start = 0
    while start < len(key):
        end = max(start + 1, int(np.searchsorted(laid, (laid[start - 1] if start else 0) + _CHUNK, side="right")))
        own = ahead[start:end]
        first = np.repeat(np.arange(start, end), own)
        second = first + np.arange(len(first)) - np.repeat(np.cumsum(own) - own, own) + 1
        yield row[first], row[second], size[first]
        start = end


class CandidatePairs(msgspec.Struct, frozen=True):
    """Pairs to compare, left < right, in order; per rule how many pairs it gave, alone or not, and those left out."""

    left: Ints
    right: Ints
    given: dict[str, int]
    left_out: dict[str, int]


def candidate_pairs(
    columns: Columns, parsed: Sequence[ParsedName], *, duplicates: bool, complete: bool = False
) -> CandidatePairs:
    """Return the pairs of rows that share a key of any rule, and agree in what else is known where many share it.

    `parsed` are the distinct names of `columns.names`. Without `duplicates` rows of one list make no pair. `complete`
    returns all pairs that share a key.
    """
    n = len(columns.roster)
    known = known_of(columns, parsed)
    support = Support(columns.birth, known)
    codes = np.empty(0, dtype=np.int64)
    given: dict[str, int] = {}
    left_out: dict[str, int] = {}
    for block in blocks(columns, known):
        found = [codes]
        for a, b, size in pairs_of(block):
            across = slice(None) if duplicates else columns.roster[a] != columns.roster[b]
            left, right, rows = np.minimum(a, b)[across], np.maximum(a, b)[across], size[across]
            if not complete:
                keep = support.enough(left, right, block.spent, np.log2(rows / block.rivals).astype(np.float32))
                left_out[block.rule] = left_out.get(block.rule, 0) + len(keep) - int(keep.sum())
                left, right = left[keep], right[keep]
            found.append(_distinct(left * n + right))
            given[block.rule] = given.get(block.rule, 0) + len(found[-1])
        codes = _distinct(np.concatenate(found))
    return CandidatePairs(codes // max(n, 1), codes % max(n, 1), given, left_out)


def _distinct(codes: Ints) -> Ints:
    """Return the distinct codes in order, sorted: `np.unique` hashes, and codes of pairs of rows collide there."""
    codes = np.sort(codes)
    return np.asarray(codes[np.append(True, codes[1:] != codes[:-1])[: len(codes)]])
