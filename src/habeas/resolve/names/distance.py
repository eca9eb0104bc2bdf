"""Phonetic edit distance between tokens, for many pairs at once.

A weighted edit distance: substitution prices by the phonemes that two symbols may stand for, drop prices by position
(after Needleman & Wunsch 1970, with articulatory prices in the spirit of Kondrak's ALINE, 2000). All pairs of one
call are filled in together, one cell of the table at a time, so that a pair costs microseconds.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from habeas.resolve.names.symbols import Reading, tables

_CHUNK: Final = 1 << 16
_ENDING: Final = re.compile(
    r"((o|e|a|i)vi[C1c]|enk[oa]|[sck]k[ia]|(o|e|a)[vwu]a?|[td]in|slav|slaw|ian|oQlu|enia|Dze|Svili|iani)$"
)


def _shared_ending(symbols: str) -> int:
    found = _ENDING.search(symbols)
    return len(found[0]) if found and found.start() > 1 else 0


class TokenArrays:
    """The readings of distinct tokens as padded arrays; row numbers are the callers' token ids."""

    def __init__(self, readings: Sequence[Reading]) -> None:
        alphabet = {s: at for at, s in enumerate(tables().alphabet)}
        self.length = np.array([len(r.symbols) for r in readings], dtype=np.int64)
        width = max(1, int(self.length.max(initial=0)))
        shape = (len(readings), width)
        # The ending that a whole class of names shares says little: it counts for less in the length.
        self.weight = np.array([len(r.symbols) - 0.6 * _shared_ending(r.symbols) for r in readings], dtype=np.float32)
        self.symbols = np.zeros(shape, dtype=np.int16)
        self.drop = np.zeros((2, *shape), dtype=np.float32)
        self.abjad = np.array([r.abjad for r in readings], dtype=np.int64)
        for at, reading in enumerate(readings):
            n = len(reading.symbols)
            self.symbols[at, :n] = [alphabet[s] for s in reading.symbols]
            self.drop[0, at, :n] = reading.drop
            self.drop[1, at, :n] = reading.drop_abjad

    def distances(self, left: npt.NDArray[np.int64], right: npt.NDArray[np.int64]) -> npt.NDArray[np.float32]:
        """Return the distance of each pair of token ids, divided by the mean length: 0 equal, about 1 unrelated."""
        out = np.ones(len(left), dtype=np.float32)
        # Neighbours of like length share a chunk, so that short pairs do not pay for long ones.
        order = np.argsort(self.length[left] * 32 + self.length[right], kind="stable")
        for start in range(0, len(order), _CHUNK):
            rows = order[start : start + _CHUNK]
            out[rows] = self._chunk(left[rows], right[rows])
        return out

    def _chunk(self, left: npt.NDArray[np.int64], right: npt.NDArray[np.int64]) -> npt.NDArray[np.float32]:
        n, m = self.length[left], self.length[right]
        height, width = int(n.max()), int(m.max())
        prices = tables().prices
        regime = np.maximum(self.abjad[left], self.abjad[right])
        # Position first, so that each step reads and writes one contiguous row.
        a, b = self.symbols[left, :height].T.copy(), self.symbols[right, :width].T.copy()
        drop_a, drop_b = self.drop[regime, left, :height].T.copy(), self.drop[regime, right, :width].T.copy()
        flat = prices.ravel()
        base = a.astype(np.int32) * len(prices)
        row = np.zeros((width + 1, len(left)), dtype=np.float32)
        np.cumsum(drop_b, axis=0, out=row[1:])
        result = np.where(n == 0, row[np.minimum(m, width), np.arange(len(left))], np.float32(0))
        for i in range(height):
            previous, row = row, np.empty_like(row)
            row[0] = previous[0] + drop_a[i]
            for j in range(width):
                best = previous[j] + flat[base[i] + b[j]]
                np.minimum(best, previous[j + 1] + drop_a[i], out=best)
                np.minimum(best, row[j] + drop_b[j], out=row[j + 1])
            done = n == i + 1
            if done.any():
                at = np.flatnonzero(done)
                result[at] = row[m[at], at]
        mean = np.maximum((self.weight[left] + self.weight[right]) / 2, 1)
        return np.minimum(result / mean, 1).astype(np.float32)
