"""Options of the stage `analyse`."""

from __future__ import annotations

from datetime import date

import msgspec


class AnalyseOptions(msgspec.Struct, frozen=True, kw_only=True):
    """What is computed from the register.

    `until` is the last day of the record (default: the last day on which a document may have been published).
    `windows` are the stretches for which imposed terms are added up (default: each year in which somebody was
    sentenced). `least` is the smallest number of persons who are not public that an edition for the public may show
    in one cell. `near` is how many characters apart a person and a count may stand in a document to be told of
    together.
    """

    until: date | None = None
    windows: tuple[tuple[date, date], ...] = ()
    least: int = 5
    near: int = 400
