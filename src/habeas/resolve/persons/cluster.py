"""Constrained clustering: the best-scored pairs first, and never across a pair that is held apart.

The result depends on the set of pairs alone: ties are broken by the entries' ids, never by the order of input.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from typing import NamedTuple

Pair = tuple[str, str]


class Clusters(NamedTuple):
    """Groups of entry ids, each sorted, in order; `refused` are judged-same pairs that a held-apart pair forbids."""

    groups: tuple[tuple[str, ...], ...]
    refused: tuple[Pair, ...]


def ordered(left: str, right: str) -> Pair:
    """Return a pair in the order of its ids."""
    return (left, right) if left <= right else (right, left)


def cluster(
    ids: Sequence[str], scores: Mapping[Pair, float], same: Set[Pair], apart: Set[Pair], *, link: float, floor: float
) -> Clusters:
    """Group entries: `same` pairs first, then by score; no pair of `apart` ever ends in one group.

    `scores` holds compared pairs, in the order of their ids; a pair that was not compared scores 0. Groups are joined
    by score only if every pair across them scores at least `floor` or is judged `same`.
    """
    group = {one: {one} for one in ids}
    refused: list[Pair] = []
    for left, right in sorted(same):
        if left in group and right in group and not _join(group, left, right, apart):
            refused.append((left, right))
    linking = sorted((pair for pair, score in scores.items() if score >= link), key=lambda p: (-scores[p], p))
    for left, right in linking:
        if all(
            scores.get(ordered(a, b), 0.0) >= floor or ordered(a, b) in same for a in group[left] for b in group[right]
        ):
            _join(group, left, right, apart)
    groups = {tuple(sorted(members)) for members in group.values()}
    return Clusters(tuple(sorted(groups)), tuple(refused))


def _join(group: dict[str, set[str]], left: str, right: str, apart: Set[Pair]) -> bool:
    """Join two groups unless a pair across them is held apart; say whether they are one now."""
    one, other = group[left], group[right]
    if one is other:
        return True
    if any(ordered(a, b) in apart for a in one for b in other):
        return False
    one |= other
    for member in other:
        group[member] = one
    return True
