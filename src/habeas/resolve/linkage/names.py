"""Names as evidence: the score of two spellings, in levels, each by how rare the shared parts are.

Two Ivan Ivanovs say little, two Zinaida Khvaratskayas much: agreement on a value that a share f of people bear is
1/f times as telling (frequency-based weights; Newcombe et al. 1959, Winkler 1988).
"""

from __future__ import annotations

import itertools
from typing import Final

import numpy as np
import numpy.typing as npt

from habeas.resolve.linkage.columns import UNKNOWN, Text
from habeas.resolve.linkage.evidence import MISSING, Codes, Field
from habeas.resolve.names.given import heard_as
from habeas.resolve.names.parts import Part, part_reading
from habeas.resolve.names.symbols import phonemes
from habeas.resolve.names.table import NameTable

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

LEVELS: Final = (0.965, 0.94, 0.85, 0.5, 0.2)  # scores; the last level is all below
_BY_RARITY: Final = 4  # levels that are divided by rarity
EDGES: Final = (7.0, 10.0, 12.0, 14.0, 16.0, 18.0, 20.0, 22.0, 26.0)  # bits
_BINS: Final = len(EDGES) + 1
_LOW_EDGES: Final = (3.0, 9.0)  # below: nothing, a given name, a given name and a father's name are shared
_EXPECTED: Final = (0.62, 0.16, 0.08, 0.06)
_LOW_EXPECTED: Final = ((0.005, 0.025, 0.01), (0.005, 0.025, 0.01))
_LOW_CHANCE: Final = ((0.002, 0.004, 0.0005), (0.9495, 0.04, 0.004))
_FUZZ: Final = (1.0, 1.5, 3.0, 8.0)  # how many more names are that near than are equal
_CONSONANT: Final = {
    sound: name
    for name, sounds in {
        "K": "ghxk",
        "T": "td",
        "S": "szSZcCG",
        "P": "bp",
        "V": "vf",
        "M": "m",
        "N": "n",
        "L": "l",
        "R": "r",
    }.items()
    for sound in sounds
}
_VOWEL: Final = {"a": "a", "o": "a", "e": "e", "i": "e", "u": "u"}
_KNOWN_GIVEN: Final = 1 / 60
_OTHER: Final = 1 / 2000
_BACKGROUND: Final = 200.0  # rows that the assumed frequencies are worth


def labels() -> tuple[str, ...]:
    """Return the codes of names in words."""
    words = ("equal in sound", "nearly equal", "alike", "may be one", "hardly one", "different")
    bins = [f"shares under {EDGES[0]:g} bits", *(f"shares {edge:g} bits or more" for edge in EDGES)]
    divided = [f"{word}, {rarity}" for word in words[:_BY_RARITY] for rarity in bins]
    low = [f"{word}, {shared}" for word in words[_BY_RARITY:] for shared in ("nothing shared", "one part", "two parts")]
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
        sign = "" if part.initial else _sound_class(part)
        own[at] = classes.setdefault(f"{sign}/{'p' if part.patronymic else ''}", len(classes))
        if own[at] == len(prior):
            prior.append(_KNOWN_GIVEN if sign.startswith("g") or part.patronymic else _OTHER)
    rows = np.bincount(names[names != UNKNOWN], minlength=len(table.names))
    tokens, name = table.plain_tokens()
    seen = np.bincount(own[tokens], weights=rows[name], minlength=len(classes))
    total = max(int(rows.sum()), 1)
    share = (np.maximum(seen - 1, 0) + _BACKGROUND * np.array(prior)) / (total - 1 + _BACKGROUND)
    return np.asarray(-np.log2(share)[own])


def _sound_class(part: Part) -> str:
    """Return the class of sounds that a part's frequency is counted in: its given name, else its sounds, coarsely."""
    reading = part_reading(part)
    groups = heard_as(reading).groups
    if groups:
        return f"g{groups[0]}"
    usual = [phonemes(symbol)[0] for symbol in reading.symbols]
    vowel = next((_VOWEL[sound] for sound in usual if sound in _VOWEL), "")
    return vowel + "".join(key for key, _ in itertools.groupby(_CONSONANT.get(sound, "") for sound in usual))


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
        score, rarity = self.table.scores_and_bits(key // n, key % n, self.bits)
        out[known] = code(score, rarity)[back]
        return out

    def field(self) -> Field:
        """Return the comparison of names with what is assumed of it before any data."""
        spread = np.array([0.02, 0.06, 0.08, 0.12, 0.16, 0.16, 0.14, 0.1, 0.1, 0.06])
        edges = np.array([EDGES[0] - 2, *EDGES])
        expected = np.concatenate([*(share * spread for share in _EXPECTED), *_LOW_EXPECTED])
        chance = np.concatenate([fuzz * spread * 2.0 ** -(edges + 1.5) for fuzz in _FUZZ])
        chance = np.concatenate([chance * 0.1 / max(chance.sum(), 0.1), *_LOW_CHANCE])
        return Field("name", labels(), expected, chance / chance.sum(), self.compare)


def code(score: Floats, rarity: Floats) -> Codes:
    """Return the code of each pair from its score and from the bits that its names share."""
    level = np.searchsorted(-np.array(LEVELS), -score, side="left")
    bins = np.searchsorted(np.array(EDGES), rarity, side="right")
    low = (level - _BY_RARITY) * (len(_LOW_EDGES) + 1) + np.searchsorted(np.array(_LOW_EDGES), rarity, side="right")
    return np.where(level < _BY_RARITY, level * _BINS + bins, _BY_RARITY * _BINS + low).astype(np.int16)


def is_divided(field: Field) -> npt.NDArray[np.bool_]:
    """Return the levels of names that rarity divides: chance agreement there is counted in full, not sampled."""
    return np.arange(len(field.levels)) < _BY_RARITY * _BINS


def is_near(field: Field) -> npt.NDArray[np.bool_]:
    """Return the levels of names that share something; the last entry is that of a missing name, which does not."""
    return np.array([not level.startswith("different, nothing") for level in field.levels] + [False])
