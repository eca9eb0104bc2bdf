"""Constrained clustering: the best-scored pairs first, and never across a pair that is held apart.

The result depends on the set of pairs alone: ties are broken by the entries' ids, never by the order of input.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from typing import NamedTuple, TypeVar

Pair = tuple[str, str]
T = TypeVar("T")


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

    def free(one: set[str], other: set[str]) -> bool:
        return not any(ordered(a, b) in apart for a in one for b in other)

    def near(one: set[str], other: set[str]) -> bool:
        pairs = [ordered(a, b) for a in one for b in other]
        return free(one, other) and all(scores.get(pair, 0.0) >= floor or pair in same for pair in pairs)

    refused = join_best_first(group, [p for p in sorted(same) if p[0] in group and p[1] in group], free)
    linking = sorted((pair for pair, score in scores.items() if score >= link), key=lambda p: (-scores[p], p))
    join_best_first(group, linking, near)
    groups = {tuple(sorted(members)) for members in group.values()}
    return Clusters(tuple(sorted(groups)), tuple(refused))


def join_best_first(
    group: dict[T, set[T]], pairs: Iterable[tuple[T, T]], allowed: Callable[[set[T], set[T]], bool]
) -> list[tuple[T, T]]:
    """Join the groups of each pair in turn where `allowed`; return the pairs that stayed apart.

    `group` holds the group that each entry is in, one set shared by all its members; it is changed in place.
    """
    refused: list[tuple[T, T]] = []
    for left, right in pairs:
        one, other = group[left], group[right]
        if one is other:
            continue
        if not allowed(one, other):
            refused.append((left, right))
            continue
        one |= other
        for member in other:
            group[member] = one
    return refused
