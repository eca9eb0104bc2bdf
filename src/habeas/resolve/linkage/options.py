"""What a user may set for linking lists."""

from __future__ import annotations

import msgspec


class LinkageOptions(msgspec.Struct, frozen=True, kw_only=True):
    """Settings of linking lists.

    Pairs are accepted at a probability of at least `link`; pairs between `review` and `link` are left to a human.
    `duplicates` says that a list may hold a person twice (else every list is taken to name each person once).
    `fields` names further columns, the same header in every list, that are compared as text; `strata` columns that
    divide the population in the capture patterns, and decide nothing. `draws` is the number
    of plausible linkages drawn, from `seed`, after `burn_in` sweeps.
    """

    link: float = 0.5
    review: float = 0.1
    duplicates: bool = False
    fields: tuple[str, ...] = ()
    strata: tuple[str, ...] = ()
    draws: int = 20
    burn_in: int = 10
    seed: int = 1
