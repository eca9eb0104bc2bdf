"""Why two spellings of a name are held to be one."""

from __future__ import annotations

import msgspec


class PartMatch(msgspec.Struct, frozen=True, kw_only=True):
    """One part of a name beside its counterpart: phonetic `distance` (0 the same, 1 unrelated) and `how` they match.

    `how` is one of: equal, sounds alike, same given name, diminutive, initial, other initial, other given name,
    different.
    """

    left: str
    right: str
    distance: float
    how: str


class NameMatch(msgspec.Struct, frozen=True, kw_only=True):
    """How sure it is (0..1) that two spellings are one person's name, and why.

    `terms` are the features that moved the score, with their contribution to its log-odds, in the model's order.
    """

    left: str
    right: str
    score: float
    parts: tuple[PartMatch, ...] = ()
    terms: tuple[tuple[str, float], ...] = ()
