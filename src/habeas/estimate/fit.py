"""What every method returns to `step`: one shape, so that methods can be exchanged and compared."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from habeas.values.estimate import Band, CaptureTable, Cell, Density, Diagnostics, EstimateWarning, Interval

Progress = Callable[[str, float], None]
"""Called with what is being done, in words, and the share of it that is done."""


class Fit(msgspec.Struct, frozen=True, kw_only=True):
    """The answer of one method to one table; `draws` of N where the method has a posterior."""

    range: Interval
    bands: tuple[Band, ...] = ()
    diagnostics: Diagnostics = Diagnostics()
    cells: tuple[Cell, ...] = ()
    density: Density = Density()
    warnings: tuple[EstimateWarning, ...] = ()
    draws: tuple[float, ...] = ()
    note: str = ""


class NoAnswerError(Exception):
    """A method has no answer to these data; the message says why, in a sentence for users."""


Change = Callable[[CaptureTable, str, Fit], tuple[Fit, int]]
"""What becomes of a table, its method and its fit if one thing were otherwise: another fit, and the people seen.

Raises NoAnswerError where there is none.
"""
