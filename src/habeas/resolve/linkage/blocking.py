"""Candidate pairs: rows that share a key. Each rule forgives other faults than the others do.

The rules combine how the parts of a name sound (consonant skeletons; groups of given names), sounds of initials,
skeletons with one consonant left out (a slip in it), dates of birth, fathers' names and places. A pair is compared
once, however many keys it shares.
"""

from __future__ import annotations

import itertools
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import msgspec
import numpy as np
import numpy.typing as npt

from habeas.resolve.linkage.columns import UNKNOWN, Columns
from habeas.resolve.names.blocks import shortened, signs
from habeas.resolve.names.parts import ParsedName, Part, first_sounds

Ints = npt.NDArray[np.int64]

_FEW: Final = 50
_PART_BITS: Final = 21  # three parts of a key in 63 bits


class NameKeys(msgspec.Struct, frozen=True):
    """What one name can be found by.

    `words` are the signs of each full part (ids of given-name groups, or skeletons), `fathers` those of a patronymic,
    `initials` the sounds of each part known by its initial, `first` the sounds each of `words` begins with.
    """

    words: tuple[tuple[str, ...], ...]
    fathers: tuple[str, ...]
    initials: tuple[str, ...]
    first: tuple[str, ...]


def name_keys(name: ParsedName) -> NameKeys:
    """Return what a name can be found by, in all its divisions."""
    words: dict[tuple[str, ...], str] = {}
    fathers: dict[str, None] = {}
    initials: dict[str, None] = {}
    for division in name.divisions:
        for part in division.parts:
            if part.initial:
                initials.setdefault("".join(sorted(first_sounds(part))))
            elif part.patronymic:
                fathers.update(dict.fromkeys(signs(part)))
            elif own := signs(part):
                words.setdefault(own, "".join(sorted(first_sounds(part))))
    return NameKeys(tuple(words), tuple(fathers), tuple(initials), tuple(words.values()))


class Block(msgspec.Struct, frozen=True):
    """The keys of one rule: parallel arrays of keys, rows, and whether the row probes: a pair needs one that does."""

    rule: str
    key: Ints
    row: Ints
    probe: npt.NDArray[np.bool_]


class _Keys:
    """Collects (key, row) of one rule; a key is made of up to three parts, each numbered as it comes."""

    def __init__(self) -> None:
        self.ids: dict[object, int] = {}
        self.key = array("q")
        self.row = array("q")
        self.probe = array("b")

    def add(self, parts: Iterable[object], row: int, *, probe: bool = True) -> None:
        key = 0
        for part in parts:
            key = key << _PART_BITS | self.ids.setdefault(part, len(self.ids) + 1)
        self.key.append(key)
        self.row.append(row)
        self.probe.append(probe)

    def block(self, rule: str) -> Block:
        key, row = np.array(self.key, dtype=np.int64), np.array(self.row, dtype=np.int64)
        return Block(rule, key, row, np.array(self.probe, dtype=bool))


def blocks(columns: Columns, parsed: Sequence[ParsedName]) -> Iterator[Block]:
    """Yield the keys of each rule in turn."""
    known = [name_keys(name) for name in parsed]
    rows = [(row, known[name]) for row, name in enumerate(columns.names.row.tolist()) if name != UNKNOWN]
    birth = columns.birth
    year = birth.year.tolist()
    full = (birth.day != UNKNOWN).tolist()
    date = (birth.year * 372 + birth.month * 31 + birth.day).tolist()
    place = _place_signs(columns)
    yield _two_words(rows)
    yield _initials(rows, full, date)
    yield _date_and_word(rows, full, date)
    yield _slip(rows, year, place)
    yield _beginning(rows, year, place)
    yield _given_and_father(rows, year)
    yield _lone(rows, year, place)
    yield _rare_value(columns)


Rows = list[tuple[int, NameKeys]]


def _two_words(rows: Rows) -> Block:
    """Key by two parts of the name."""
    keys = _Keys()
    for row, name in rows:
        for a, b in itertools.combinations(name.words, 2):
            for x, y in itertools.product(a, b):
                keys.add((x, y) if x < y else (y, x), row)
    return keys.block("two words")


def _initials(rows: Rows, full: list[bool], date: list[int]) -> Block:
    """Key by an initial that fits the beginning of a part, and another part or the day of birth."""
    keys = _Keys()
    for row, name in rows:
        probe = bool(name.initials)
        sounds = dict.fromkeys(itertools.chain(*(name.initials or name.first)))
        for sound, sign in itertools.product(sounds, itertools.chain(*name.words, [str(date[row])] * full[row])):
            keys.add((sign, sound), row, probe=probe)
    return keys.block("word and initial")


def _date_and_word(rows: Rows, full: list[bool], date: list[int]) -> Block:
    """Key by the day of birth and a part, whichever."""
    keys = _Keys()
    for row, name in rows:
        if full[row]:
            for sign in itertools.chain(*name.words, name.fathers):
                keys.add((date[row], sign), row)
    return keys.block("birth and word")


def _slip(rows: Rows, year: list[int], place: list[tuple[str, ...]]) -> Block:
    """Key by a part with a slip in one consonant, another part, and father's name, year of birth or place."""
    keys = _Keys()
    for row, name in rows:
        others = [*name.fathers, *place[row], *([str(year[row])] if year[row] != UNKNOWN else [])]
        for a, b in itertools.permutations(name.words, 2):
            for key in dict.fromkeys(short for sign in a for short in shortened(sign)):
                for sign, other in itertools.product(b, others):
                    keys.add((key, sign, other), row)
    return keys.block("slip")


def _beginning(rows: Rows, year: list[int], place: list[tuple[str, ...]]) -> Block:
    """Key by a part, the sound that another begins with, and father's name, year of birth or place."""
    keys = _Keys()
    for row, name in rows:
        others = [*name.fathers, *place[row], *([str(year[row])] if year[row] != UNKNOWN else [])]
        for (at, word), (by, first) in itertools.product(enumerate(name.words), enumerate(name.first)):
            if at != by:
                for sign, sound, other in itertools.product(word, first, others):
                    keys.add((sign, sound, other), row)
    return keys.block("part and beginning")


def _given_and_father(rows: Rows, year: list[int]) -> Block:
    """Key by a part, the father's name and the year of birth: whatever the surname has become."""
    keys = _Keys()
    for row, name in rows:
        if year[row] != UNKNOWN:
            for word, father in itertools.product(itertools.chain(*name.words), name.fathers):
                keys.add((year[row], word, father), row)
    return keys.block("part, father and year")


def _lone(rows: Rows, year: list[int], place: list[tuple[str, ...]]) -> Block:
    """Key by a name of one word, and the year of birth or the place."""
    keys = _Keys()
    for row, name in rows:
        probe = len(name.words) == 1 and not name.initials
        others = [*place[row], *([str(year[row])] if year[row] != UNKNOWN else [])]
        for sign, other in itertools.product(itertools.chain(*name.words), others):
            keys.add((sign, other), row, probe=probe)
    return keys.block("lone word")


def _rare_value(columns: Columns) -> Block:
    """Key by a value of a further column (a number, an address) that few rows bear."""
    keys = _Keys()
    for header, text in columns.fields.items():
        folded = ["".join(value.casefold().split()) for value in text.values]
        bearers = Counter(folded[at] for at in text.row.tolist() if at != UNKNOWN)
        for row, at in enumerate(text.row.tolist()):
            if at != UNKNOWN and bearers[folded[at]] <= _FEW:
                keys.add((header, folded[at]), row)
    return keys.block("rare value")


def _place_signs(columns: Columns) -> list[tuple[str, ...]]:
    own = [signs(Part(value.split(",")[0].split()[0])) if value[:1].isalpha() else () for value in columns.place.values]
    return [own[at][:2] if at != UNKNOWN else () for at in columns.place.row.tolist()]


def pairs_of(block: Block, roster: Ints, *, duplicates: bool, widest: int) -> tuple[Ints, Ints, int]:
    """Return the pairs of rows (left < right) that share a key, and how many were left out for wide blocks.

    Without `duplicates` rows of one list make no pair. A key that would give more than `widest` pairs gives none.
    """
    key, row, probe = block.key, block.row, block.probe
    order = np.lexsort((row, ~probe, key))
    order = order[np.append(True, (np.diff(key[order]) != 0) | (np.diff(row[order]) != 0))[: len(order)]]
    key, row, probe = key[order], row[order], probe[order]
    bounds = np.append(np.flatnonzero(np.diff(key, prepend=-1)), len(key))
    size = np.diff(bounds)
    # Probes come first in their block: each is paired with all that follow, the others with none.
    ahead = np.where(probe, np.repeat(bounds[1:], size) - np.arange(len(key)) - 1, 0)
    total = np.add.reduceat(ahead, bounds[:-1]) if len(key) else np.empty(0, dtype=np.int64)
    wide = total > widest
    ahead[np.repeat(wide, size)] = 0
    first = np.repeat(np.arange(len(key)), ahead)
    second = first + np.arange(len(first)) - np.repeat(np.cumsum(ahead) - ahead, ahead) + 1
    a, b = row[first], row[second]
    useful = slice(None) if duplicates else roster[a] != roster[b]
    return np.minimum(a, b)[useful], np.maximum(a, b)[useful], int(total[wide].sum())


class CandidatePairs(msgspec.Struct, frozen=True):
    """Pairs to compare, left < right, in order; per rule how many pairs it gave, alone or not, and those left out."""

    left: Ints
    right: Ints
    given: dict[str, int]
    left_out: dict[str, int]


def candidate_pairs(columns: Columns, parsed: Sequence[ParsedName], *, duplicates: bool, widest: int) -> CandidatePairs:
    """Return the pairs of rows that share a key of any rule. `parsed` are the distinct names of `columns.names`."""
    n = len(columns.roster)
    codes = np.empty(0, dtype=np.int64)
    given: dict[str, int] = {}
    left_out: dict[str, int] = {}
    for block in blocks(columns, parsed):
        left, right, over = pairs_of(block, columns.roster, duplicates=duplicates, widest=widest)
        given[block.rule], left_out[block.rule] = len(left), over
        codes = np.union1d(codes, left * n + right)
    return CandidatePairs(codes // max(n, 1), codes % max(n, 1), given, left_out)
