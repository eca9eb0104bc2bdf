"""How candidate pairs agree: one code a field and pair, and how often persons that are not one agree so by chance."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import msgspec
import numpy as np
import numpy.typing as npt

from habeas.resolve.linkage.columns import UNKNOWN, Birth, Columns, Text

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int16]
MISSING: Final = -1


class Field(msgspec.Struct, frozen=True):
    """One thing that is compared.

    `levels` names its codes, `expected` is the share of each among true matches that is assumed before any data,
    `chance` the assumed share among others, and `compare` gives the codes of pairs of rows. `sampled` says that chance
    agreement is counted on random pairs; else (names) on pairs within lists as well.
    """

    name: str
    levels: tuple[str, ...]
    expected: Floats
    chance: Floats
    compare: Callable[[Ints, Ints], Codes]


BIRTH_LEVELS: Final = (
    "same day",
    "same month, day unknown",
    "same year, month unknown",
    "day and month exchanged",
    "a slip in the year",
    "another day",
    "another month",
    "same year",
    "a year apart",
    "different",
)
_BIRTH_EXPECTED: Final = (0.73, 0.04, 0.12, 0.015, 0.02, 0.025, 0.02, 0.01, 0.015, 0.005)
_BIRTH_CHANCE: Final = (5e-5, 2e-4, 5e-3, 5e-5, 6e-4, 1.5e-3, 6e-4, 1.5e-2, 4e-2, 0.93)


def birth_field(birth: Birth) -> Field:
    """Return the comparison of dates of birth, which forgives a slip and unknown parts."""

    def compare(left: Ints, right: Ints) -> Codes:
        (ya, yb), (ma, mb), (da, db) = ((part[left], part[right]) for part in (birth.year, birth.month, birth.day))
        known = (ya != UNKNOWN) & (yb != UNKNOWN)
        full = (da != UNKNOWN) & (db != UNKNOWN)
        months = (ma != UNKNOWN) & (mb != UNKNOWN)
        year, month, day = ya == yb, ma == mb, da == db
        out = np.full(len(left), 9, dtype=np.int16)
        for code, agreed in (
            (8, np.abs(ya - yb) == 1),
            (7, year & full),
            (6, full & year & day),
            (5, full & year & month),
            (4, full & month & day & _year_slip(ya, yb)),
            (3, full & year & (ma == db) & (da == mb)),
            (2, year & ~months),
            (1, year & months & month & ~full),
            (0, full & year & month & day),
        ):
            out[agreed] = code
        out[~known] = MISSING
        return out

    return Field("birth", BIRTH_LEVELS, np.array(_BIRTH_EXPECTED), np.array(_BIRTH_CHANCE), compare)


def _year_slip(left: Ints, right: Ints) -> npt.NDArray[np.bool_]:
    """Return where two years differ by one, or in one digit."""
    wrong = sum((left // power % 10 != right // power % 10).astype(np.int64) for power in (1, 10, 100, 1000))
    return np.asarray((np.abs(left - right) == 1) | (wrong == 1))


def sex_field(sex: Ints) -> Field:
    """Return the comparison of sexes, where both lists have a column of them."""

    def compare(left: Ints, right: Ints) -> Codes:
        a, b = sex[left], sex[right]
        return np.where((a == UNKNOWN) | (b == UNKNOWN), MISSING, np.where(a == b, 0, 1)).astype(np.int16)

    return Field("sex", ("same", "different"), np.array([0.99, 0.01]), np.array([0.6, 0.4]), compare)


_SAME: Final = ("same, very common", "same, common", "same", "same, rare", "same, very rare")
_SAME_BITS: Final = (3.5, 5.0, 7.0, 10.0)
TEXT_LEVELS: Final = (*_SAME, "alike", "different")
_USUAL: Final = 1 / 200  # how often a value is met again, where lists are too short to tell
_BACKGROUND: Final = 20.0  # rows that this assumption is worth
_TEXT_EXPECTED: Final = (0.1, 0.1, 0.15, 0.15, 0.2, 0.1, 0.2)
_TEXT_CHANCE: Final = (3e-2, 1e-2, 3e-3, 5e-4, 1e-4, 1e-2, 0.95)


def text_field(name: str, column: Text, alike: Callable[[Sequence[str], Sequence[str]], Floats]) -> Field:
    """Return the comparison of a column of texts; rare values that agree say more than common ones.

    `alike` gives the likeness (0..1) of pairs of texts: from 0.9 they count as the same, from 0.75 as alike.
    """
    used = column.row[column.row != UNKNOWN]
    count = np.bincount(used, minlength=len(column.values))
    share = (np.maximum(count - 1, 0) + _BACKGROUND * _USUAL) / (max(len(used) - 1, 0) + _BACKGROUND)
    bits = -np.log2(share)

    def compare(left: Ints, right: Ints) -> Codes:
        a, b = column.row[left], column.row[right]
        out = np.full(len(left), MISSING, dtype=np.int16)
        known = np.flatnonzero((a != UNKNOWN) & (b != UNKNOWN))
        key, back = np.unique(a[known] * len(column.values) + b[known], return_inverse=True)
        x, y = key // max(len(column.values), 1), key % max(len(column.values), 1)
        near = np.ones(len(key))
        other = np.flatnonzero(x != y)
        near[other] = alike([column.values[at] for at in x[other]], [column.values[at] for at in y[other]])
        rarity = np.minimum(bits[x], bits[y])
        same = np.searchsorted(_SAME_BITS, rarity, side="right")
        out[known] = np.where(near >= 0.9, same, np.where(near >= 0.75, len(_SAME), len(_SAME) + 1))[back]
        return out

    return Field(name, TEXT_LEVELS, np.array(_TEXT_EXPECTED), np.array(_TEXT_CHANCE), compare)


def fields_of(columns: Columns, names: Field) -> tuple[Field, ...]:
    """Return the fields that at least two lists fill: what only one list knows links nothing."""
    from habeas.resolve.linkage.texts import by_letters, by_sound

    found = [names]
    for field, filled in (
        (birth_field(columns.birth), columns.birth.year != UNKNOWN),
        (sex_field(columns.sex), columns.sex != UNKNOWN),
        (text_field("place", columns.place, by_sound), columns.place.row != UNKNOWN),
        *((text_field(header, text, by_letters), text.row != UNKNOWN) for header, text in columns.fields.items()),
    ):
        lists = len(np.unique(columns.roster))
        if len(np.unique(columns.roster[filled])) >= min(2, lists):
            found.append(field)
    return tuple(found)
