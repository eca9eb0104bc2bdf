"""Keys that rows are found by. Each rule forgives other faults than the others do.

The rules combine how the parts of a name sound (consonant skeletons; groups of given names), sounds of initials,
skeletons with one consonant left out (a slip in it), dates of birth, fathers' names and places.
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
from habeas.resolve.names.blocks import shortened, signs, sound_class
from habeas.resolve.names.parts import ParsedName, Part, first_sounds

Ints = npt.NDArray[np.int64]
Signs = list[tuple[str, ...]]
Told = Sequence[tuple[object, ...]]

_FEW: Final = 50
_EXACT: Final = 128.0  # rows of a block that are compared, whatever else agrees: the fewer, the more a rule forgives
_SURNAME: Final = 64.0
_FUZZY: Final = 16.0
_PART_BITS: Final = 21  # three parts of a key in 63 bits


class NameKeys(msgspec.Struct, frozen=True):
    """What one name can be found by.

    `words` are the signs of each full part (ids of given-name groups, or skeletons), `fathers` those of a patronymic,
    `initials` the sounds of each part known by its initial; of each of `words`, `first` are the sounds it begins with
    and `sounds` the class of all its sounds.
    """

    words: tuple[tuple[str, ...], ...]
    fathers: tuple[str, ...]
    initials: tuple[str, ...]
    first: tuple[str, ...]
    sounds: tuple[str, ...]


def name_keys(name: ParsedName) -> NameKeys:
    """Return what a name can be found by, in all its divisions."""
    words: dict[tuple[str, ...], tuple[str, str]] = {}
    fathers: dict[str, None] = {}
    initials: dict[str, None] = {}
    for division in name.divisions:
        for part in division.parts:
            if part.initial:
                initials.setdefault("".join(sorted(first_sounds(part))))
            elif part.patronymic:
                fathers.update(dict.fromkeys(signs(part)))
            elif own := signs(part):
                words.setdefault(own, ("".join(sorted(first_sounds(part))), sound_class(part)))
    first, sounds = zip(*words.values(), strict=True) if words else ((), ())
    return NameKeys(tuple(words), tuple(fathers), tuple(initials), first, sounds)


class Block(msgspec.Struct, frozen=True):
    """The keys of one rule: parallel arrays of keys, rows, and whether the row probes: a pair needs one that does.

    `spent` names what is part of the keys, and so says nothing more of a pair: "father", "year", "place", "day",
    "surname". In a block of k rows, what else agrees must be worth k / `rivals`.
    """

    rule: str
    key: Ints
    row: Ints
    probe: npt.NDArray[np.bool_]
    spent: str
    rivals: float


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

    def block(self, rule: str, spent: str = "", rivals: float = _FUZZY) -> Block:
        key, row = np.array(self.key, dtype=np.int64), np.array(self.row, dtype=np.int64)
        return Block(rule, key, row, np.array(self.probe, dtype=bool), spent, rivals)


class Known(msgspec.Struct, frozen=True):
    """What rows are known by: of those with a name the keys of the name; of all fathers, year, place and day of birth.

    A tuple of signs or values each, empty where the list does not tell. `surname` are the classes of sounds of all
    parts that are no known given names.
    """

    rows: list[tuple[int, NameKeys]]
    surname: Signs
    father: Signs
    year: list[tuple[int, ...]]
    place: Signs
    day: list[tuple[int, ...]]


def known_of(columns: Columns, parsed: Sequence[ParsedName]) -> Known:
    """Return what rows are known by; `parsed` are the distinct names of `columns.names`."""
    own = [name_keys(name) for name in parsed]
    rows = [(row, own[name]) for row, name in enumerate(columns.names.row.tolist()) if name != UNKNOWN]
    father: Signs = [()] * len(columns.roster)
    surname: Signs = [()] * len(columns.roster)
    for row, name in rows:
        father[row] = name.fathers
        surname[row] = tuple(sounds for sounds in name.sounds if not sounds.startswith("g"))
    birth = columns.birth
    date = (birth.year * 372 + birth.month * 31 + birth.day).tolist()
    full = (birth.day != UNKNOWN).tolist()
    return Known(
        rows=rows,
        surname=surname,
        father=father,
        year=[(year,) if year != UNKNOWN else () for year in birth.year.tolist()],
        place=_place_signs(columns),
        day=[(one,) if known else () for one, known in zip(date, full, strict=True)],
    )


def _place_signs(columns: Columns) -> Signs:
    own = [signs(Part(value.split(",")[0].split()[0])) if value[:1].isalpha() else () for value in columns.place.values]
    return [own[at][:2] if at != UNKNOWN else () for at in columns.place.row.tolist()]


def blocks(columns: Columns, known: Known) -> Iterator[Block]:
    """Yield the keys of each rule in turn."""
    others: dict[str, Told] = {"father": known.father, "year": known.year, "place": known.place}
    yield _two_words(known.rows)
    yield _initials(known.rows)
    yield _initials_and_day(known)
    yield _day_and_word(known)
    yield _surname_and_sound(known.rows)
    for spent, other in others.items():
        yield _slip(known.rows, other, spent)
    for spent in ("father", "year"):
        yield _given_and_sound(known.rows, others[spent], spent)
    yield _given_and_father(known)
    for spent in ("year", "place"):
        yield _lone(known.rows, others[spent], spent)
    yield _rare_value(columns)


Rows = list[tuple[int, NameKeys]]


def _two_words(rows: Rows) -> Block:
    """Key by two parts of the name."""
    keys = _Keys()
    for row, name in rows:
        for a, b in itertools.combinations(name.words, 2):
            for x, y in itertools.product(a, b):
                keys.add((x, y) if x < y else (y, x), row)
    return keys.block("two words", rivals=_EXACT)


def _initials(rows: Rows) -> Block:
    """Key by an initial that fits the beginning of a part, and another part."""
    keys = _Keys()
    for row, name in rows:
        probe = bool(name.initials)
        sounds = dict.fromkeys(itertools.chain(*(name.initials or name.first)))
        for sound, sign in itertools.product(sounds, itertools.chain(*name.words)):
            keys.add((sign, sound), row, probe=probe)
    return keys.block("word and initial", rivals=_EXACT)


def _initials_and_day(known: Known) -> Block:
    """Key by an initial that fits the beginning of a part, and the day of birth."""
    keys = _Keys()
    for row, name in known.rows:
        sounds = dict.fromkeys(itertools.chain(*(name.initials or name.first)))
        for sound, day in itertools.product(sounds, known.day[row]):
            keys.add((day, sound), row, probe=bool(name.initials))
    return keys.block("birth and initial", "day")


def _day_and_word(known: Known) -> Block:
    """Key by the day of birth and a part, whichever."""
    keys = _Keys()
    for row, name in known.rows:
        for day, sign in itertools.product(known.day[row], itertools.chain(*name.words, name.fathers)):
            keys.add((day, sign), row)
    return keys.block("birth and word", "day")


def _surname_and_sound(rows: Rows) -> Block:
    """Key by a part that is no known given name, and the sound that another part begins with."""
    keys = _Keys()
    for row, name in rows:
        sounds = [(by, sound) for by, first in enumerate(name.first) for sound in first]
        sounds += [(-1, sound) for initial in name.initials for sound in initial]
        for at, surname in enumerate(name.sounds):
            if not surname.startswith("g"):
                for sound in dict.fromkeys(sound for by, sound in sounds if by != at):
                    keys.add((surname, sound), row)
    return keys.block("surname and sound", "surname", _SURNAME)


def _slip(rows: Rows, other: Told, spent: str) -> Block:
    """Key by a part with a slip in one consonant, another part, and father's name, year of birth or place."""
    keys = _Keys()
    for row, name in rows:
        for a, b in itertools.permutations(name.words, 2) if other[row] else ():
            for key in dict.fromkeys(short for sign in a for short in shortened(sign)):
                for sign, told in itertools.product(b, other[row]):
                    keys.add((key, sign, told), row)
    return keys.block("slip", spent)


def _given_and_sound(rows: Rows, other: Told, spent: str) -> Block:
    """Key by a part, the sound that another begins with, and father's name or year of birth."""
    keys = _Keys()
    for row, name in rows:
        parts = itertools.product(enumerate(name.words), enumerate(name.first)) if other[row] else ()
        for (at, word), (by, first) in parts:
            if at != by:
                for sign, sound, told in itertools.product(word, first, other[row]):
                    keys.add((sign, sound, told), row)
    return keys.block("part and sound", spent)


def _given_and_father(known: Known) -> Block:
    """Key by a part, the father's name and the year of birth: whatever the surname has become."""
    keys = _Keys()
    for row, name in known.rows:
        for year, word, father in itertools.product(known.year[row], itertools.chain(*name.words), name.fathers):
            keys.add((year, word, father), row)
    return keys.block("part, father and year", "father year")


def _lone(rows: Rows, other: Told, spent: str) -> Block:
    """Key by a name of one word, and the year of birth or the place."""
    keys = _Keys()
    for row, name in rows:
        probe = len(name.words) == 1 and not name.initials
        for sign, told in itertools.product(itertools.chain(*name.words), other[row]):
            keys.add((sign, told), row, probe=probe)
    return keys.block("lone word", spent)


def _rare_value(columns: Columns) -> Block:
    """Key by a value of a further column (a number, an address) that few rows bear."""
    keys = _Keys()
    for header, text in columns.fields.items():
        folded = ["".join(value.casefold().split()) for value in text.values]
        bearers = Counter(folded[at] for at in text.row.tolist() if at != UNKNOWN)
        for row, at in enumerate(text.row.tolist()):
            if at != UNKNOWN and bearers[folded[at]] <= _FEW:
                keys.add((header, folded[at]), row)
    return keys.block("rare value", rivals=_EXACT)
