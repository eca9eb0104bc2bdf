"""The entry: one file in, a roster and what could not be used out."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

from habeas.errors import ItemError
from habeas.read.rosters.columns import propose
from habeas.read.rosters.csv_table import read_csv
from habeas.read.rosters.entries import entries_of
from habeas.read.rosters.options import RosterOptions
from habeas.read.rosters.table import Row, shape
from habeas.read.rosters.xlsx_table import read_xlsx
from habeas.read.source import STDIN, Source
from habeas.values.record import Failure
from habeas.values.roster import Roster, RosterEntry

_DEFAULTS: Final = RosterOptions()
_OLD_BOOKS: Final = frozenset({".xls", ".ods", ".numbers"})


def read_roster(
    path: str | Path, options: RosterOptions = _DEFAULTS
) -> tuple[Roster, tuple[Failure, ...], tuple[Failure, ...]]:
    """Return a list as a roster, the rows and cells that could not be used, and notes on how it was read.

    CSV (any common separator and encoding), .tsv and .xlsx are read. Raises ItemError where nothing can be used.
    """
    origin = str(path)
    source = Source(path=Path(path), origin=origin, named=True)
    if source.path.suffix.lower() in _OLD_BOOKS:
        raise ItemError(origin, "a workbook of a kind that is not read", "save it as .xlsx or .csv")
    data = source.read(options.max_bytes)
    notes: list[Failure] = []
    rows: list[Row]
    sheet = None
    if data.startswith(b"PK\x03\x04"):
        rows, sheet = read_xlsx(data, origin, options.sheet, notes)
    else:
        rows = read_csv(data, origin, notes)
    bad = [note for note in notes if note.where != origin]
    notes = [note for note in notes if note.where == origin]
    table = shape(rows, origin, options, sheet, notes)
    columns = propose(table, origin, options)
    id_ = "stdin" if origin == STDIN else source.path.stem
    entries: list[RosterEntry] = []
    for item in entries_of(table, columns, id_, origin, options):
        if isinstance(item, RosterEntry):
            entries.append(item)
        else:
            bad.append(item)
    roster = Roster(
        id=id_,
        origin=origin,
        sha256=hashlib.sha256(data).hexdigest(),
        columns=columns,
        entries=tuple(entries),
        sheet=sheet,
    )
    return roster, tuple(bad), tuple(notes)
