"""Options of the stage `resolve`."""

from __future__ import annotations

import msgspec


class ResolveOptions(msgspec.Struct, frozen=True, kw_only=True):
    """When two entries are one person.

    Pairs that score at least `link` are linked, unless a rule or a judgement holds them apart; pairs between `review`
    and `link` are left to a human. Two groups of entries are joined only if every pair across them scores at least
    `floor`: an initial that fits two persons joins neither to the other.
    """

    link: float = 0.8
    review: float = 0.5
    floor: float = 0.35
