"""Workbooks (.xlsx) through openpyxl."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from habeas.errors import ItemError, MissingExtraError
from habeas.read.rosters.table import Row
from habeas.values.record import Failure

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

# A workbook is a ZIP: what it unpacks to is bounded before it is opened.
_MAX_UNPACKED: Final = 1_000_000_000


def read_xlsx(data: bytes, origin: str, sheet: str | None, notes: list[Failure]) -> tuple[list[Row], str]:
    """Return the rows of one sheet with their numbers, and the sheet's name; default is the sheet with most rows.

    Merged cells are filled with the value they show: downwards always, sideways not (a title over a table is one
    cell). Raises ItemError where the file is no workbook or has no such sheet.
    """
    try:
        import openpyxl
    except ImportError as problem:
        raise MissingExtraError("reading .xlsx", "lists") from problem
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            unpacked = sum(member.file_size for member in packed.infolist())
        if unpacked > _MAX_UNPACKED:
            raise ItemError(origin, "unpacks to more than 1 GB", "split it, or save it as CSV")
        book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, SyntaxError, EOFError, OSError) as problem:
        raise ItemError(origin, "is no workbook, or is damaged", "save it again as .xlsx or .csv") from problem
    chosen = _sheet(book, origin, sheet, notes)
    merged = _merged(chosen, origin, notes)
    rows: list[Row] = []
    for number, values in enumerate(chosen.iter_rows(values_only=True), start=1):
        cells = [_text(value) for value in values]
        for column, value in merged.get(number, {}).items():
            if column < len(cells) and not cells[column]:
                cells[column] = value
        rows.append((number, tuple(cells)))
    return rows, str(chosen.title)


def _sheet(book: Any, origin: str, wanted: str | None, notes: list[Failure]) -> Worksheet:
    sheets: list[Worksheet] = list(book.worksheets)
    if not sheets:
        raise ItemError(origin, "holds no sheet with cells", "save the list as .csv")
    if wanted is not None:
        for sheet in sheets:
            if sheet.title == wanted:
                return sheet
        names = ", ".join(repr(sheet.title) for sheet in sheets)
        raise ItemError(origin, f"has no sheet {wanted!r}", f"use one of: {names}")
    best = max(sheets, key=lambda sheet: sheet.max_row)
    if len(sheets) > 1:
        others = ", ".join(repr(sheet.title) for sheet in sheets if sheet is not best)
        what = f"only the sheet {best.title!r} is read, not {others}"
        notes.append(Failure(where=origin, what=what, remedy="name another with --sheet"))
    return best


def _merged(sheet: Worksheet, origin: str, notes: list[Failure]) -> dict[int, dict[int, str]]:
    """Return row -> column (from 0) -> value for the cells that a vertical merge covers."""
    filled: dict[int, dict[int, str]] = {}
    several = 0
    for area in sheet.merged_cells.ranges:
        value = _text(sheet.cell(area.min_row, area.min_col).value)
        if area.max_row > area.min_row and value:
            several += 1
            for row in range(area.min_row + 1, area.max_row + 1):
                filled.setdefault(row, {})[area.min_col - 1] = value
    if several:
        what = f"{several} merged cells were filled downwards"
        notes.append(Failure(where=origin, what=what, remedy="unmerge them to be sure"))
    return filled


def _text(value: object) -> str:
    """Return what a cell shows, dates in ISO form, whole numbers without a fraction."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if not (value.hour or value.minute or value.second) else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
