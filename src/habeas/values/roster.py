"""Rosters: lists of persons that somebody keeps, row by row, with the cells each value was read from."""

from __future__ import annotations

from datetime import date
from typing import Final

import msgspec

from habeas.values.plain import Plain

# What a column can hold. Roles of dates name what happened on them.
NAME_ROLES: Final = ("name", "family_name", "given_name", "patronymic")
DATE_ROLES: Final = ("birth", "detained", "charged", "convicted", "freed", "died")
TEXT_ROLES: Final = ("charge", "place", "status", "sex", "occupation", "source", "note", "number")
ROLES: Final = (*NAME_ROLES, *DATE_ROLES, "age", "term", *TEXT_ROLES)


class DateSpan(msgspec.Struct, frozen=True, kw_only=True):
    """A day known to lie within low..high: equal for a full date, a month or a year for less."""

    low: date
    high: date


class ColumnRole(Plain, frozen=True, kw_only=True):
    """What one column is taken for: its 1-based `column`, its header, its `role` (null: kept as it is), and why."""

    column: int
    header: str
    role: str | None
    why: str


class RosterEntry(Plain, frozen=True, kw_only=True):
    """One row of a roster.

    `row` is the row's number in the file as a table program shows it; `cells` holds every filled cell by header, the
    evidence for all else. `name` is the full name, put together from its parts where the list keeps them apart.
    `dates` maps a date role to its span, `term_months` is a sentence (null: none or unknown; life is in `cells`).
    """

    roster: str
    row: int
    name: str
    cells: dict[str, str]
    family_name: str | None = None
    given_name: str | None = None
    patronymic: str | None = None
    dates: dict[str, DateSpan] = msgspec.field(default_factory=dict)
    age: int | None = None
    term_months: int | None = None
    texts: dict[str, str] = msgspec.field(default_factory=dict)


class Roster(Plain, frozen=True, kw_only=True):
    """One list as read: where from, its content's hash, what each column was taken for, and its good rows."""

    id: str
    origin: str
    sha256: str
    columns: tuple[ColumnRole, ...]
    entries: tuple[RosterEntry, ...]
    sheet: str | None = None


class HeldList(Plain, frozen=True, kw_only=True):
    """One version of a list that a case keeps under a name; a later version of the same name takes its place."""

    name: str
    roster: Roster


class RosterChange(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one person between two versions of a list: `kind` is added, removed or changed.

    For a change, `fields` maps each header to the cell before and after.
    """

    kind: str
    name: str
    old_row: int | None = None
    new_row: int | None = None
    fields: dict[str, tuple[str, str]] = {}
