"""Names as evidence: the score of two spellings, in levels, each by how rare the shared parts are.

Two Ivan Ivanovs say little, two Zinaida Khvaratskayas much: agreement on a value that a share f of people bear is
1/f times as telling (frequency-based weights; Newcombe et al. 1959, Winkler 1988).
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from habeas.resolve.linkage.columns import UNKNOWN, Text
from habeas.resolve.linkage.evidence import MISSING, Codes, Field
from habeas.resolve.names.blocks import sound_class
from habeas.resolve.names.table import Compared, NameTable

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

LEVELS: Final = (0.975, 0.965, 0.94, 0.85, 0.5)  # scores; what is below is told by what clashes
_BY_RARITY: Final = len(LEVELS)  # levels that are divided by rarity
_LOW: Final = ("different", "of another given name", "of another sex")
EDGES: Final = (7.0, 10.0, 12.0, 14.0, 16.0, 18.0, 20.0, 22.0, 26.0)  # bits
_BINS: Final = len(EDGES) + 1
_LOW_EDGES: Final = (3.0, 9.0)  # below: nothing, a given name, a given name and a father's name are shared
_EXPECTED: Final = (0.5, 0.12, 0.16, 0.08, 0.06)
_LOW_EXPECTED: Final = ((0.008, 0.04, 0.012), (0.001, 0.005, 0.005), (0.0005, 0.002, 0.001))
_LOW_CHANCE: Final = ((0.1495, 0.04, 0.001), (0.4, 0.004, 0.001), (0.4, 0.004, 0.0005))
_FUZZ: Final = (1.0, 1.2, 1.5, 3.0, 8.0)  # how many more names are that near than are equal
_KNOWN_GIVEN: Final = 1 / 60
_OTHER: Final = 1 / 2000
_BACKGROUND: Final = 200.0  # rows that the assumed frequencies are worth


def labels() -> tuple[str, ...]:
    """Return the codes of names in words."""
    words = ("equal in sound", "all but equal", "nearly equal", "alike", "may be one")
    bins = [f"shares under {EDGES[0]:g} bits", *(f"shares {edge:g} bits or more" for edge in EDGES)]
    divided = [f"{word}, {rarity}" for word in words for rarity in bins]
    low = [f"{word}, {shared}" for word in _LOW for shared in ("nothing shared", "one part", "two parts")]
    return (*divided, *low)


def token_bits(table: NameTable, names: Ints) -> Floats:
    """Return the rarity, in bits, of each token of a table; `names` is the column of names, one a row.

    How often another row bears it, from its class of sounds, with assumed frequencies for what lists are too short to
    tell: one in 60 for a known given name, one in 2,000 for any other.
    """
    parts = table.divisions.parts
    classes: dict[str, int] = {}
    prior: list[float] = []
    own = np.zeros(len(parts), dtype=np.int64)
    for at, part in enumerate(parts):
        sign = "" if part.initial else sound_class(part)
        own[at] = classes.setdefault(f"{sign}/{'p' if part.patronymic else ''}", len(classes))
        if own[at] == len(prior):
            prior.append(_KNOWN_GIVEN if sign.startswith("g") or part.patronymic else _OTHER)
    rows = np.bincount(names[names != UNKNOWN], minlength=len(table.names))
    tokens, name = table.plain_tokens()
    seen = np.bincount(own[tokens], weights=rows[name], minlength=len(classes))
    total = max(int(rows.sum()), 1)
    share = (np.maximum(seen - 1, 0) + _BACKGROUND * np.array(prior)) / (total - 1 + _BACKGROUND)
    return np.asarray(-np.log2(share)[own])


class NameEvidence:
    """Codes of pairs of rows by their names."""

    def __init__(self, column: Text) -> None:
        self.column = column
        self.table = NameTable(column.values)
        self.bits = token_bits(self.table, column.row)

    def compare(self, left: Ints, right: Ints) -> Codes:
        """Return the code of each pair of rows; equal pairs of names are scored once."""
        a, b = self.column.row[left], self.column.row[right]
        out = np.full(len(left), MISSING, dtype=np.int16)
        known = np.flatnonzero((a != UNKNOWN) & (b != UNKNOWN))
        n = max(len(self.table.names), 1)
        low, high = np.minimum(a, b)[known], np.maximum(a, b)[known]
        key, back = np.unique(low * n + high, return_inverse=True)
        out[known] = code(self.table.compare(key // n, key % n, self.bits))[back]
        return out

    def field(self) -> Field:
        """Return the comparison of names with what is assumed of it before any data."""
        spread = np.array([0.02, 0.06, 0.08, 0.12, 0.16, 0.16, 0.14, 0.1, 0.1, 0.06])
        edges = np.array([EDGES[0] - 2, *EDGES])
        expected = np.concatenate([*(share * spread for share in _EXPECTED), *_LOW_EXPECTED])
        chance = np.concatenate([fuzz * spread * 2.0 ** -(edges + 1.5) for fuzz in _FUZZ])
        chance = np.concatenate([chance * 0.1 / max(chance.sum(), 0.1), *_LOW_CHANCE])
        return Field("name", labels(), expected, chance / chance.sum(), self.compare)


def code(found: Compared) -> Codes:
    """Return the code of each pair: how near the names are, or what parts them, and the bits that they share."""
    level = np.searchsorted(-np.array(LEVELS), -found.score, side="left")
    bins = np.searchsorted(np.array(EDGES), found.rarity, side="right")
    clash = np.where(found.sex_clash, 2, np.where(found.given_clash, 1, 0))
    low = clash * (len(_LOW_EDGES) + 1) + np.searchsorted(np.array(_LOW_EDGES), found.rarity, side="right")
    return np.where(level < _BY_RARITY, level * _BINS + bins, _BY_RARITY * _BINS + low).astype(np.int16)


def is_divided(field: Field) -> npt.NDArray[np.bool_]:
    """Return the levels of names that rarity divides: chance agreement there is counted in full, not sampled."""
    return np.arange(len(field.levels)) < _BY_RARITY * _BINS


def is_near(field: Field) -> npt.NDArray[np.bool_]:
    """Return the levels of names that share something; the last entry is that of a missing name, which does not."""
    return np.array([not level.endswith("nothing shared") for level in field.levels] + [False])
