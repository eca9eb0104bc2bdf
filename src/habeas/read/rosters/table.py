"""A table as it stands in a file: headers and numbered rows of text, whatever the format."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

import msgspec

from habeas.errors import ItemError
from habeas.read.rosters.options import RosterOptions
from habeas.read.rosters.vocabulary import role_of_header
from habeas.values.record import Failure

_HEAD_ROWS: Final = 25
_SAMPLE: Final = 500

Row = tuple[int, tuple[str, ...]]


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """Headers, data rows with their numbers in the file, and what the reader has to be told."""

    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    sheet: str | None = None
    notes: tuple[Failure, ...] = ()


def shape(rows: Sequence[Row], origin: str, options: RosterOptions, sheet: str | None, notes: list[Failure]) -> Table:
    """Return raw rows as a table: header row found, headers made unique, empty rows dropped.

    Raises ItemError where there is nothing below the header.
    """
    filled = [(number, cells) for number, cells in rows if any(_says_something(cell) for cell in cells)]
    if not filled:
        raise ItemError(origin, "the table is empty", "name a list with at least one row")
    at = _header_index(filled, set(options.columns.values()))
    usual = Counter(_width(cells) for _, cells in filled[at or 0 :][:_SAMPLE]).most_common(1)[0][0]
    width = max(usual, _width(filled[at][1]) if at is not None else 0)
    if width > options.max_columns:
        what = f"has {width:,} columns; the first {options.max_columns} are read"
        notes.append(Failure(where=origin, what=what, remedy="delete columns that hold nothing"))
        width = options.max_columns
        filled = [(number, cells[:width]) for number, cells in filled]
    headers = _unique(filled[at][1] if at is not None else (), width, origin, notes)
    data = filled if at is None else filled[at + 1 :]
    if at is None:
        notes.append(Failure(where=origin, what="has no header row", remedy="put one above the data to be sure"))
    if not data:
        raise ItemError(origin, "holds a header and no rows", "name a list with at least one row")
    return Table(headers=headers, rows=tuple(data), sheet=sheet, notes=tuple(notes))


def _says_something(cell: str) -> bool:
    return any(char.isalnum() for char in cell)


def _width(cells: Sequence[str]) -> int:
    return max((at for at, cell in enumerate(cells, start=1) if cell), default=0)


def _header_index(rows: Sequence[Row], named: set[str]) -> int | None:
    """Return which of the first rows is the header, None where there is none.

    It is the row that holds a header the user named, else the one with most known words, else a first row of labels.
    """
    for index, (_, cells) in enumerate(rows[:_HEAD_ROWS]):
        if named & set(cells):
            return index
    usual = Counter(sum(bool(cell) for cell in cells) for _, cells in rows[:_SAMPLE]).most_common(1)[0][0]
    hits = [sum(role_of_header(cell) is not None for cell in cells if cell) for _, cells in rows[:_HEAD_ROWS]]
    if max(hits) > 0:
        best = hits.index(max(hits))
        # A sentence above the table may hold one known word, too: the other cells must be known or be labels.
        if hits[best] * 4 >= sum(bool(cell) for cell in rows[best][1]) or _is_label_row(rows, best, usual):
            return best
    for index in range(min(_HEAD_ROWS, len(rows) - 1)):
        if sum(bool(cell) for cell in rows[index][1]) >= max(1, usual * 0.6):
            below = [cell for _, cells in rows[index + 1 :][:_SAMPLE] for cell in cells if cell]
            plain = not any(char.isdigit() for cell in rows[index][1] for char in cell)
            typed = any(char.isdigit() for cell in below for char in cell)
            return index if plain and typed and _is_label_row(rows, index, usual) else None
    return None


def _is_label_row(rows: Sequence[Row], index: int, usual: int) -> bool:
    """Return whether a row is as full as the others, of short cells none of which stands below it."""
    labels = [cell for cell in rows[index][1] if cell]
    below = {cell for _, cells in rows[index + 1 :][:_SAMPLE] for cell in cells}
    return len(labels) >= usual * 0.6 and all(len(cell) <= 60 for cell in labels) and not below & set(labels)


def _unique(given: Sequence[str], width: int, origin: str, notes: list[Failure]) -> tuple[str, ...]:
    """Return one header a column: unnamed ones numbered, repeated ones told and numbered."""
    seen: Counter[str] = Counter()
    headers: list[str] = []
    repeated: list[str] = []
    for column in range(width):
        header = " ".join((given[column] if column < len(given) else "").split()) or f"column {column + 1}"
        seen[header] += 1
        if seen[header] == 2:
            repeated.append(header)
        headers.append(header if seen[header] == 1 else f"{header} ({seen[header]})")
    if repeated:
        what = f"has several columns called {', '.join(map(repr, repeated[:5]))}; they are numbered"
        notes.append(Failure(where=origin, what=what, remedy="give each column a name of its own"))
    return tuple(headers)
