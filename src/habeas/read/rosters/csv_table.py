"""Comma-separated values, with whatever separator and encoding they come."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections import Counter
from typing import Final

from habeas.errors import ItemError
from habeas.read.decode import decode
from habeas.read.rosters.table import Row
from habeas.values.record import Failure

_SEPARATORS: Final = (",", ";", "\t", "|")
_MAX_CELL: Final = 20_000
_TELLING: Final = 4  # bytes that are not ASCII; fewer may be damage
# Stray lines of a file are most likely in the old encoding of the script that its other lines are written in.
_ENCODINGS: Final = {"CYRILLIC": "cp1251", "GREEK": "cp1253", "HEBREW": "cp1255", "ARABIC": "cp1256", "THAI": "cp874"}


def read_csv(data: bytes, origin: str, notes: list[Failure]) -> list[Row]:
    """Return the rows of a CSV file with the line each begins at; bad rows go to `notes`.

    Lines in another encoding than the rest (files put together from several sources) are decoded by themselves.
    """
    text = _text(data, origin, notes)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
    rows: list[Row] = []
    line = 1
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as problem:
            remedy = "look for a quotation mark that is not closed"
            notes.append(Failure(where=f"{origin}:{line}", what=f"the row cannot be read ({problem})", remedy=remedy))
            line = reader.line_num + 1
            continue
        if cells is None:
            _check_regular(rows, origin)
            return rows
        if any(len(cell) > _MAX_CELL for cell in cells):
            remedy = "look for a quotation mark that is not closed"
            notes.append(Failure(where=f"{origin}:{line}", what="a cell without end", remedy=remedy))
        else:
            rows.append((line, tuple(cell.strip() for cell in cells)))
        line = reader.line_num + 1


def _check_regular(rows: list[Row], origin: str) -> None:
    """Refuse running text, whose commas fall anywhere: in a table, most rows have the same number of cells."""
    widths = Counter(len(cells) for _, cells in rows if any(cells))
    if widths and max(widths.values()) * 2 < widths.total():
        remedy = "name a list in CSV or XLSX; reports are read by: habeas extract"
        raise ItemError(origin, "is no table: its rows have different numbers of cells", remedy)


def _text(data: bytes, origin: str, notes: list[Failure]) -> str:
    try:
        found = decode(data, origin)
    except ItemError:
        if b"\x00" in data or not data.strip():
            raise
        return _line_by_line(data, origin, notes)
    if found.guessed:
        what = f"read as {found.encoding}, which is a guess"
        notes.append(Failure(where=origin, what=what, remedy="save it as UTF-8 to be sure"))
    return found.text


def _usual_for(text: str) -> str | None:
    """Return the one-byte encoding in which the script of a text's letters is mostly written; None for Latin ones."""
    scripts = Counter(unicodedata.name(char, "").split(" ", 1)[0] for char in text if char > "\x7f" and char.isalpha())
    return _ENCODINGS.get(scripts.most_common(1)[0][0]) if scripts else None


def _line_by_line(data: bytes, origin: str, notes: list[Failure]) -> str:
    """Decode a file of mixed encodings: UTF-8 where it is, all other lines together in the one that fits them."""
    lines = data.replace(b"\r\n", b"\n").split(b"\n")
    broken = [number for number, line in enumerate(lines) if not _is_utf8(line)]
    odd = set(broken)
    kept = b"\n".join(line for number, line in enumerate(lines) if number not in odd).decode("utf-8-sig")
    stray = b"\n".join(lines[number] for number in broken)
    telling = sum(byte > 0x7F for byte in stray) >= _TELLING
    try:
        other = decode(stray, origin, _usual_for(kept) if telling else None)
    except ItemError:
        for number in broken:
            remedy = "save the file as UTF-8"
            notes.append(
                Failure(where=f"{origin}:{number + 1}", what="neither UTF-8 nor another encoding", remedy=remedy)
            )
            lines[number] = b""
        return b"\n".join(lines).decode("utf-8-sig")
    what = f"mixes encodings: {len(broken)} of {len(lines)} lines were read as {other.encoding}, which is a guess"
    notes.append(Failure(where=origin, what=what, remedy="save it as UTF-8 to be sure"))
    for number, text in zip(broken, other.text.split("\n"), strict=True):
        lines[number] = text.encode()
    return b"\n".join(lines).decode("utf-8-sig")


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _separator(text: str) -> str:
    """Return the separator that gives most lines the same number of cells, more than one."""
    sample = text[:100_000]
    if len(text) > len(sample):
        sample = sample[: sample.rfind("\n") + 1] or sample
    best, best_score = ",", 0.0
    for separator in _SEPARATORS:
        try:
            rows = [row for row in csv.reader(io.StringIO(sample, newline=""), delimiter=separator) if any(row)]
        except csv.Error:
            continue
        widths = Counter(len(row) for row in rows if len(row) > 1)
        if widths:
            score = max(widths.values()) / len(rows) + min(max(widths), 50) / 1000  # of two that fit, the wider
            if score > best_score:
                best, best_score = separator, score
    return best
