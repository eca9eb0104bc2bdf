"""How much of everything a brief shows: what is cut stays on the site, and the brief says so."""

from __future__ import annotations

from typing import Final

import msgspec


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """The most entries of each section of a brief, and the most figures told of one source."""

    occasions: int = 10
    changes: int = 5
    conflicts: int = 3
    sources: int = 5
    figures: int = 3
    unknown: int = 4
    cites: int = 3
    second: bool = True


# From roomy to tight: a form that has pages takes the first that leaves the brief on one.
TIGHTENING: Final = (
    Limits(),
    Limits(occasions=8, changes=4, conflicts=2, sources=4, figures=3, unknown=3),
    Limits(occasions=6, changes=3, conflicts=2, sources=3, figures=2, unknown=3, cites=2),
    Limits(occasions=4, changes=2, conflicts=1, sources=2, figures=2, unknown=2, cites=2, second=False),
    Limits(occasions=2, changes=1, conflicts=1, sources=1, figures=1, unknown=1, cites=1, second=False),
)
OVERVIEW: Final = Limits(occasions=14, conflicts=5, unknown=12)
