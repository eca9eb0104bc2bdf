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
    "one slip",
    "a year apart",
    "different",
)
_BIRTH_EXPECTED: Final = (0.736, 0.04, 0.12, 0.08, 0.02, 0.004)
_BIRTH_CHANCE: Final = (5e-5, 2e-4, 5e-3, 5e-3, 5e-2, 0.94)


def birth_field(birth: Birth) -> Field:
    """Return the comparison of dates of birth, which forgives a slip and unknown parts."""

    def compare(left: Ints, right: Ints) -> Codes:
        (ya, yb), (ma, mb), (da, db) = ((part[left], part[right]) for part in (birth.year, birth.month, birth.day))
        known = (ya != UNKNOWN) & (yb != UNKNOWN)
        full = (da != UNKNOWN) & (db != UNKNOWN)
        months = (ma != UNKNOWN) & (mb != UNKNOWN)
        year, month, day = ya == yb, ma == mb, da == db
        slip = full & (((year.astype(int) + month + day) == 2) | (year & (ma == db) & (da == mb)))
        out = np.full(len(left), 5, dtype=np.int16)
        out[np.abs(ya - yb) == 1] = 4
        out[slip] = 3
        out[year & ~months] = 2
        out[year & months & month & ~full] = 1
        out[full & year & month & day] = 0
        out[~known] = MISSING
        return out

    return Field("birth", BIRTH_LEVELS, np.array(_BIRTH_EXPECTED), np.array(_BIRTH_CHANCE), compare)


def sex_field(sex: Ints) -> Field:
    """Return the comparison of sexes, where both lists have a column of them."""

    def compare(left: Ints, right: Ints) -> Codes:
        a, b = sex[left], sex[right]
        return np.where((a == UNKNOWN) | (b == UNKNOWN), MISSING, np.where(a == b, 0, 1)).astype(np.int16)

    return Field("sex", ("same", "different"), np.array([0.99, 0.01]), np.array([0.6, 0.4]), compare)


TEXT_LEVELS: Final = ("same, rare", "same", "same, common", "alike", "different")
_TEXT_EXPECTED: Final = (0.2, 0.3, 0.2, 0.1, 0.2)
_TEXT_CHANCE: Final = (1e-4, 1e-3, 1e-2, 1e-2, 0.98)
_RARE_BITS: Final = 10.0
_COMMON_BITS: Final = 5.0


def text_field(name: str, column: Text, alike: Callable[[Sequence[str], Sequence[str]], Floats]) -> Field:
    """Return the comparison of a column of texts; rare values that agree say more than common ones.

    `alike` gives the likeness (0..1) of pairs of texts: from 0.9 they count as the same, from 0.75 as alike.
    """
    used = column.row[column.row != UNKNOWN]
    count = np.bincount(used, minlength=len(column.values))
    bits = np.log2(max(len(used), 2)) - np.log2(np.maximum(count, 1))

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
        same = np.where(rarity >= _RARE_BITS, 0, np.where(rarity >= _COMMON_BITS, 1, 2))
        out[known] = np.where(near >= 0.9, same, np.where(near >= 0.75, 3, 4))[back]
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
