"""Comparison of parsed names, many pairs at once: which parts are one another, and what that says.

Parts of one name are assigned to parts of the other, best first; the features of a pair describe the assignment. A
name that may be divided in several ways is compared in each, and the best counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from habeas.resolve.names.distance import TokenArrays
from habeas.resolve.names.given import heard_as
from habeas.resolve.names.parts import MOST_PARTS, Division, ParsedName, Part, first_sounds, is_syllable, part_reading
from habeas.resolve.names.symbols import read

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

FEATURES: Final = (
    "worst",  # distance of the worst pair of parts
    "worst_raw",  # the same in phonemes, not divided by length
    "initials",  # parts known by a fitting initial only
    "initial_clash",  # an initial that does not fit
    "lone",  # a single word against a longer name
    "extra",  # parts that only one name has
    "patronymic_clash",
    "sex_clash",
    "given_clash",  # two different known given names
    "cognates",  # parts that are one given name in two languages
    "short",  # 1 / letters of the shorter name
    "unvowelled",  # one side is written without its vowels
    "syllable",  # distance of the worst pair of single syllables, in phonemes: there each sound counts
    "disorder",  # three parts or more in an order that no custom of writing explains
)
_SOUNDS: Final = "aeiouIbvghxkdtzsZScCGlmnprf"
_MOST_GROUPS: Final = 6
COGNATE: Final = 0.02
CLASH: Final = 0.45
DIMINUTIVE: Final = 0.12
UNRELATED: Final = 0.8
CLOSE: Final = 0.2
NOTHING: Final = 2.0  # no part stands there
_INITIAL_RAW: Final = 2.5  # an initial that does not fit weighs like this many unrelated phonemes
_MOST_RAW: Final = 4.0


class Divisions:
    """Distinct divisions as arrays: one row a division, one column a part."""

    def __init__(self, divisions: Sequence[Division]) -> None:
        ids: dict[Part, int] = {}
        shape = (len(divisions), MOST_PARTS)
        self.token = np.full(shape, -1, dtype=np.int64)
        self.initial = np.zeros(shape, dtype=bool)
        self.rank = np.zeros(shape, dtype=np.int64)
        self.patronymic = np.zeros(shape, dtype=bool)
        for at, division in enumerate(divisions):
            for j, part in enumerate(division.parts):
                self.token[at, j] = ids.setdefault(part, len(ids))
                self.initial[at, j] = part.initial
                self.rank[at, j] = part.rank
                self.patronymic[at, j] = part.patronymic
        self.count = (self.token >= 0).sum(axis=1)
        self.parts = list(ids)
        self._read(self.parts)

    def _read(self, parts: list[Part]) -> None:
        readings = [part_reading(part) for part in parts] or [read("")]
        self.arrays = TokenArrays(readings)
        self.groups = np.full((len(readings), _MOST_GROUPS), -1, dtype=np.int64)
        self.pet = self.groups.copy()
        self.sounds = np.zeros(len(readings), dtype=np.int64)
        self.syllable = np.array([is_syllable(one) for one in readings], dtype=bool)
        bit = {sound: 1 << at for at, sound in enumerate(_SOUNDS)}
        for at, part in enumerate(parts):
            heard = heard_as(readings[at])
            formal = [group for group in heard.groups if group not in heard.pet][:_MOST_GROUPS]
            self.groups[at, : len(formal)] = formal
            self.pet[at, : len(heard.pet)] = heard.pet[:_MOST_GROUPS]
            self.sounds[at] = sum(bit.get(sound, 0) for sound in first_sounds(part))


def _meet(left: Ints, right: Ints) -> npt.NDArray[np.bool_]:
    """Return where two padded rows of group ids share one."""
    return np.asarray(((left[:, :, None] == right[:, None, :]) & (left[:, :, None] >= 0)).any(axis=(1, 2)))


class Comparison:
    """The compared parts of pairs of divisions: `apart` [pairs, parts, parts], 0 the same and 1 unrelated."""

    def __init__(self, table: Divisions, left: Ints, right: Ints) -> None:
        self.table, self.left, self.right = table, left, right
        # No wider than the longest name among these: most names have two or three parts.
        self.width = max(1, int(max(table.count[left].max(initial=0), table.count[right].max(initial=0))))
        self.apart, self.cognate, self.clash, self.by_initial = self._parts_apart()
        self.order = self._assign()

    def _parts_apart(self) -> tuple[Floats, npt.NDArray[np.bool_], npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
        t = self.table
        shape = (len(self.left), self.width, self.width)
        a, b = (np.broadcast_to(x, shape) for x in self._both(t.token))
        ia, ib = (np.broadcast_to(x, shape) for x in self._both(t.initial))
        live = (a >= 0) & (b >= 0)
        apart = np.full(shape, NOTHING, dtype=np.float32)
        cognate, clash = np.zeros(shape, dtype=bool), np.zeros(shape, dtype=bool)
        words = live & ~ia & ~ib
        apart[words], cognate[words], clash[words] = self._words_apart(a[words], b[words])
        by_initial = live & (ia | ib)
        # A father's name is not the son's given name: Viktor is not the Viktorovich of another.
        pa, pb = self._both(t.patronymic)
        apart[words & (pa != pb)] = UNRELATED
        if by_initial.any():
            apart[by_initial] = self._initials_apart()[by_initial]
        return apart, cognate, clash, by_initial

    def _both(self, column: npt.NDArray[Any]) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
        """Return a column of the table for the parts of the left and of the right names, ready to be crossed."""
        return column[self.left, : self.width][:, :, None], column[self.right, : self.width][:, None, :]

    def _words_apart(self, a: Ints, b: Ints) -> tuple[Floats, npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
        t = self.table
        key, back = np.unique(a * len(t.sounds) + b, return_inverse=True)
        left, right = key // len(t.sounds), key % len(t.sounds)
        apart = t.arrays.distances(left, right)
        ga, gb, pa, pb = t.groups[left], t.groups[right], t.pet[left], t.pet[right]
        formal = _meet(ga, gb) | _meet(pa, pb)
        shared = formal | _meet(ga, pb) | _meet(pa, gb)
        known = ((ga[:, 0] >= 0) | (pa[:, 0] >= 0)) & ((gb[:, 0] >= 0) | (pb[:, 0] >= 0))
        target = np.where(formal, np.float32(COGNATE), np.float32(DIMINUTIVE))
        cognate = shared & (apart > target)
        clash = known & ~shared
        apart = np.where(cognate, target, np.where(clash, np.maximum(apart, np.float32(CLASH)), apart))
        return apart[back], cognate[back], clash[back]

    def _initials_apart(self) -> Floats:
        """Fit initials to the words that begin with their sound and stand where the initial's name would."""
        t = self.table
        token_a, token_b = self._both(t.token)
        sounds = (t.sounds[token_a] & t.sounds[token_b]) != 0
        ia, ib = self._both(t.initial)
        ra, rb = self._both(t.rank)
        pa, pb = self._both(t.patronymic)
        place = np.arange(self.width)
        # A first initial is no patronymic; a later one is a patronymic, or not the first word.
        fits_b = np.where(ra == 0, ~pb, pb | (place[None, None, :] > 0))
        fits_a = np.where(rb == 0, ~pa, pa | (place[None, :, None] > 0))
        right_place = np.where(ia & ib, ra == rb, np.where(ia, fits_b, fits_a))
        return np.where(sounds & right_place, np.float32(0.1), np.float32(1.0))

    def _assign(self) -> tuple[Ints, Ints, Floats]:
        """Assign parts to parts, nearest first; return rows, columns and distances, -1 and 2 where nothing is left."""
        n = len(self.left)
        cost = self.apart.reshape(n, -1).copy()
        # Of equal fits the one that keeps the order is taken.
        slant = np.abs(np.subtract.outer(np.arange(self.width), np.arange(self.width))).ravel() * 1e-3
        cost += slant.astype(np.float32)
        rows = np.full((n, self.width), -1, dtype=np.int64)
        columns = rows.copy()
        far = np.full((n, self.width), NOTHING, dtype=np.float32)
        every = np.arange(n)
        view = cost.reshape(n, self.width, self.width)
        for step in range(int(np.minimum(self.table.count[self.left], self.table.count[self.right]).max(initial=0))):
            at = cost.argmin(axis=1)
            r, c = at // self.width, at % self.width
            value = self.apart[every, r, c]
            live = value < NOTHING
            rows[live, step], columns[live, step], far[live, step] = r[live], c[live], value[live]
            view[every, r, :] = 9
            view[every, :, c] = 9
        return rows, columns, far

    def assigned(self, row: int) -> int:
        """Return how many parts of one pair were assigned to one another."""
        return int((self.order[2][row] < NOTHING).sum())

    def matched(self, row: int, step: int) -> tuple[str, str, float, str]:
        """Return the texts of one assigned pair of parts, their distance, and how they match in a word."""
        i, j = int(self.order[0][row, step]), int(self.order[1][row, step])
        a = self.table.parts[self.table.token[self.left[row], i]]
        b = self.table.parts[self.table.token[self.right[row], j]]
        far = float(self.apart[row, i, j])
        if a.initial or b.initial:
            how = "initial" if far < 0.5 else "other initial"
        elif self.clash[row, i, j]:
            how = "other given name"
        elif self.cognate[row, i, j]:
            how = "same given name" if far <= COGNATE + 1e-6 else "diminutive"
        elif a.text.casefold() == b.text.casefold():
            how = "equal"
        else:
            how = "sounds alike" if far < CLOSE else "different"
        return a.text, b.text, far, how

    def features(self, sex_clash: npt.NDArray[np.bool_]) -> Floats:
        """Return one row of `FEATURES` a pair."""
        rows, columns, far = self.order
        t = self.table
        na, nb = t.count[self.left], t.count[self.right]
        used = far < NOTHING
        k = used.sum(axis=1)
        every = np.arange(len(far))[:, None]
        pick = (every, np.maximum(rows, 0), np.maximum(columns, 0))
        initial = self.by_initial[pick] & used
        worst = np.where(k > 0, np.where(used, far, -1).max(axis=1), 1)
        both_fathers = t.patronymic[self.left][pick[0], pick[1]] & t.patronymic[self.right][pick[0], pick[2]] & used
        token_a, token_b = t.token[self.left], t.token[self.right]
        length = np.maximum(t.arrays.length, 1)
        own_a, own_b = token_a[pick[0], pick[1]], token_b[pick[0], pick[2]]
        lengths = (length[own_a] + length[own_b]) / 2
        raw = np.where(initial, np.where(far >= 0.5, _INITIAL_RAW, 0), np.where(used, far * lengths, 0))
        letters = np.minimum(*(np.where(x >= 0, t.arrays.length[x], 0).sum(axis=1) for x in (token_a, token_b)))
        values = {
            "worst": worst,
            "worst_raw": np.minimum(raw.max(axis=1), _MOST_RAW),
            "initials": (initial & (far < 0.5)).sum(axis=1),
            "initial_clash": (initial & (far >= 0.5)).any(axis=1),
            "lone": (np.minimum(na, nb) == 1) & (np.maximum(na, nb) > 1),
            "extra": np.minimum(np.abs(na - nb), 3),
            "patronymic_clash": (both_fathers & (far > 0.12)).any(axis=1),
            "sex_clash": sex_clash,
            "given_clash": self.given_clash(),
            "cognates": (self.cognate[pick] & used).sum(axis=1),
            "short": 1 / np.maximum(letters, 2),
            "syllable": np.minimum((raw * (t.syllable[own_a] & t.syllable[own_b] & ~initial)).max(axis=1), _MOST_RAW),
            "disorder": self._disorder(both_fathers | initial),
            "unvowelled": (t.arrays.abjad[token_a[:, 0]] != 0) | (t.arrays.abjad[token_b[:, 0]] != 0),
        }
        return np.stack([np.asarray(values[name], dtype=np.float32) for name in FEATURES], axis=1)

    def given_clash(self) -> npt.NDArray[np.bool_]:
        """Return where two different known given names are assigned to one another."""
        rows, columns, far = self.order
        every = np.arange(len(far))[:, None]
        clash = self.clash[every, np.maximum(rows, 0), np.maximum(columns, 0)]
        return np.asarray((clash & (far < NOTHING)).any(axis=1))

    def _disorder(self, aside: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
        """Return where three or more matched parts stand in an order that is no rotation of the other name's.

        Family names come first or last, so that a rotation is a custom of writing; `aside` are the steps of the
        assignment (fathers' names, initials) whose place is free.
        """
        rows, columns, far = self.order
        place = np.full((len(far), self.width), -1, dtype=np.int64)
        counted = (far < CLOSE) & ~aside
        at, step = np.nonzero(counted)
        place[at, rows[at, step]] = columns[at, step]
        first, last, falls = (np.full(len(far), start, dtype=np.int64) for start in (-1, -1, 0))
        for i in range(self.width):
            here = place[:, i]
            falls += (here >= 0) & (last > here)
            first = np.where((first < 0) & (here >= 0), here, first)
            last = np.where(here >= 0, here, last)
        falls += last > first
        return np.asarray((counted.sum(axis=1) >= 3) & (falls >= 2))


def flatten(names: Sequence[ParsedName]) -> tuple[list[Division], list[list[int]]]:
    """Return the distinct divisions of names, and for each name the rows of its own."""
    ids: dict[Division, int] = {}
    rows = [[ids.setdefault(division, len(ids)) for division in name.divisions] for name in names]
    return list(ids), rows
