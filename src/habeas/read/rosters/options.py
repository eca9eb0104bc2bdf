"""What a user may set for reading lists."""

from __future__ import annotations

import msgspec


class RosterOptions(msgspec.Struct, frozen=True, kw_only=True):
    """Settings of reading a roster.

    `columns` maps a role (`habeas.values.roster.ROLES`) to a header or a 1-based column number, and overrides what
    is proposed. `sheet` names a sheet of a workbook (default: the one with most rows). `day_first` settles dates
    such as 03/04/2021 where the column itself does not. `max_bytes` limits the file, `max_columns` the columns that
    are looked at.
    """

    columns: dict[str, str] = {}
    sheet: str | None = None
    day_first: bool | None = None
    max_bytes: int = 100_000_000
    max_columns: int = 200
