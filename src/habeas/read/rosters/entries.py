"""Rows to entries: names put together, dates and terms read, each bad cell or row told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from habeas.read.rosters.columns import is_email, looks_like_name
from habeas.read.rosters.dates import day_comes_first, parse_date
from habeas.read.rosters.options import RosterOptions
from habeas.read.rosters.table import Table
from habeas.read.rosters.vocabulary import normal, unit_of
from habeas.values.record import Failure
from habeas.values.roster import DATE_ROLES, TEXT_ROLES, ColumnRole, DateSpan, RosterEntry

_AMOUNT: Final = re.compile(r"(\d+(?:[.,]\d+)?)\s*-?\s*([^\W\d_]+)?")
_UNKNOWN: Final = frozenset(
    {"-", "–", "—", "?", "n/a", "na", "none", "unknown", "нет", "неизвестно", "невядома", "невідомо"}
)


def entries_of(
    table: Table, columns: Sequence[ColumnRole], roster: str, origin: str, options: RosterOptions
) -> Iterator[RosterEntry | Failure]:
    """Yield an entry for each row that names a person, and a Failure for each row or cell that cannot be used.

    A row with one bad cell is kept without it; a row without a name is left out.
    """
    at = {column.role: column.column - 1 for column in columns if column.role}
    orders = {role: _order(table, at[role], options) for role in DATE_ROLES if role in at}
    for number, cells in table.rows:
        where = f"{origin}:{number}"
        if any(cells[len(table.headers) :]):
            what = f"has {len(cells)} cells where the header has {len(table.headers)}"
            yield Failure(where=where, what=what, remedy="look for a separator inside a cell; the row is left out")
            continue
        problem = _name_problem(cells, at)
        if problem:
            yield problem_of(where, problem)
            continue
        dates: dict[str, DateSpan] = {}
        for role, day_first in orders.items():
            text = _cell(cells, at.get(role))
            span = parse_date(text, day_first=day_first)
            if span is not None:
                dates[role] = span
            elif text and text.casefold() not in _UNKNOWN:
                what = f"{table.headers[at[role]]!r} is no date: {text[:40]!r}"
                yield Failure(where=where, what=what, remedy="correct the cell; the row is kept without it")
        yield _entry(table, cells, at, roster, number, dates)


def problem_of(where: str, problem: str) -> Failure:
    """Return the Failure of a row that cannot be used."""
    return Failure(where=where, what=problem, remedy="correct the row; it is left out")


def _order(table: Table, at: int, options: RosterOptions) -> bool | None:
    shown = day_comes_first(cells[at] for _, cells in table.rows if at < len(cells))
    return options.day_first if shown is None else shown


def _name_problem(cells: Sequence[str], at: dict[str, int]) -> str | None:
    parts = [_cell(cells, at.get(role)) for role in ("name", "family_name", "given_name")]
    given = [part for part in parts if part]
    if not given:
        filled = [cell for cell in cells if cell]
        return f"has no name, only {filled[0][:40]!r}" if len(filled) == 1 else "has no name"
    if any(is_email(part) for part in given):
        return f"has an e-mail address for a name: {given[0][:40]!r}"
    if not any(looks_like_name(part) for part in given):
        return f"has no name but {given[0][:40]!r}"
    return None


def _entry(
    table: Table,
    cells: Sequence[str],
    at: dict[str, int],
    roster: str,
    number: int,
    dates: dict[str, DateSpan],
) -> RosterEntry:
    family, given, patronymic = (_cell(cells, at.get(role)) for role in ("family_name", "given_name", "patronymic"))
    whole = _cell(cells, at.get("name"))
    age = _cell(cells, at.get("age"))
    term_at = at.get("term")
    return RosterEntry(
        roster=roster,
        row=number,
        name=whole or " ".join(part for part in (given, patronymic, family) if part),
        cells={header: cell for header, cell in zip(table.headers, cells, strict=False) if cell},
        family_name=family or None,
        given_name=given or None,
        patronymic=patronymic or None,
        dates=dates,
        age=int(age) if age.isdecimal() and int(age) <= 110 else None,
        term_months=None if term_at is None else term_months(_cell(cells, term_at), table.headers[term_at]),
        texts={role: text for role in TEXT_ROLES if (text := _cell(cells, at.get(role)))},
    )


def _cell(cells: Sequence[str], at: int | None) -> str:
    return " ".join(cells[at].split()) if at is not None and at < len(cells) else ""


def term_months(text: str, header: str = "") -> int | None:
    """Return a sentence in months: "8 years", "2 года 6 месяцев", "3.5" under a header that names years.

    None where the cell gives no length (a life sentence, a fine) or no unit is to be found.
    """
    default = next((unit for word in normal(header).split() if (unit := unit_of(word))), None)
    total, found = 0.0, False
    for amount, word in _AMOUNT.findall(text):
        unit = unit_of(word) if word else default
        if unit is not None:
            total += float(amount.replace(",", ".")) * (12 if unit == "year" else 1)
            found = True
    return round(total) if found and total <= 1200 else None
