"""Rosters as columns: one row a person of a list, every value a number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

import msgspec
import numpy as np
import numpy.typing as npt

from habeas.values.roster import DateSpan, Roster

Ints = npt.NDArray[np.int64]
UNKNOWN: Final = -1
_MEN: Final = "m male man м муж мужской чол h homme hombre masculino erkek mężczyzna ذكر مرد"
_WOMEN: Final = "f female woman ж жен женский жін w femme mujer femenino kadın kobieta أنثى زن"
_SEXES: Final[Mapping[str, int]] = {word: sex for sex, words in enumerate((_MEN, _WOMEN)) for word in words.split()}
_CUSTOM_DAY: Final = 0.03


class Birth(msgspec.Struct, frozen=True):
    """Dates of birth: `year`, `month`, `day`, each `UNKNOWN` where the list does not tell."""

    year: Ints
    month: Ints
    day: Ints


class Text(msgspec.Struct, frozen=True):
    """A column of texts: the distinct values, and for each row the position of its own, or `UNKNOWN`."""

    values: tuple[str, ...]
    row: Ints


class Columns(msgspec.Struct, frozen=True):
    """All rows of all lists, one list after the other.

    `roster` is the position of each row's list, `names` the column of names, `sex` 0 for men and 1 for women,
    `fields` the further columns by header.
    """

    roster: Ints
    names: Text
    birth: Birth
    sex: Ints
    place: Text
    fields: dict[str, Text]


def columns_of(rosters: Sequence[Roster], fields: Sequence[str] = ()) -> Columns:
    """Lay rosters out as columns; `fields` are headers whose cells are compared as text."""
    entries = [entry for roster in rosters for entry in roster.entries]
    return Columns(
        roster=np.repeat(np.arange(len(rosters)), [len(roster.entries) for roster in rosters]),
        names=text_of([entry.name for entry in entries]),
        birth=_births(rosters),
        sex=np.array(
            [_SEXES.get(e.texts.get("sex", "").casefold().strip(". "), UNKNOWN) for e in entries], dtype=np.int64
        ),
        place=text_of([entry.texts.get("place", "") for entry in entries]),
        fields={header: text_of([entry.cells.get(header, "") for entry in entries]) for header in fields},
    )


def text_of(cells: Sequence[str]) -> Text:
    """Return cells as a column; an empty cell tells nothing."""
    at: dict[str, int] = {}
    row = [at.setdefault(" ".join(cell.split()), len(at)) if cell.strip() else UNKNOWN for cell in cells]
    return Text(tuple(at), np.array(row, dtype=np.int64))


def _births(rosters: Sequence[Roster]) -> Birth:
    year: list[int] = []
    month: list[int] = []
    day: list[int] = []
    for roster in rosters:
        known = [_known(entry.dates.get("birth")) for entry in roster.entries]
        # A list with many births on 1 January writes that day where it knows the year alone.
        first = sum(m == 1 and d == 1 for _, m, d in known)
        dated = sum(d != UNKNOWN for _, _, d in known)
        placeholder = dated >= 30 and first > _CUSTOM_DAY * dated
        for y, m, d in known:
            blank = placeholder and m == 1 and d == 1
            year.append(y)
            month.append(UNKNOWN if blank else m)
            day.append(UNKNOWN if blank else d)
    return Birth(*(np.array(part, dtype=np.int64) for part in (year, month, day)))


def _known(span: DateSpan | None) -> tuple[int, int, int]:
    if span is None:
        return UNKNOWN, UNKNOWN, UNKNOWN
    low, high = span.low, span.high
    if low == high:
        return low.year, low.month, low.day
    if low.year != high.year:
        return UNKNOWN, UNKNOWN, UNKNOWN
    return low.year, low.month if low.month == high.month else UNKNOWN, UNKNOWN


def born(birth: Birth, row: int) -> str:
    """Return a date of birth as ISO 8601 as far as it is known."""
    y, m, d = (int(part[row]) for part in (birth.year, birth.month, birth.day))
    if y == UNKNOWN:
        return ""
    if m == UNKNOWN:
        return f"{y:04d}"
    return f"{y:04d}-{m:02d}" if d == UNKNOWN else date(y, m, d).isoformat()
