"""Decomposable (chordal) graphs on a few lists, with their cliques and separators."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

Edge = tuple[int, int]
Set = frozenset[int]


class Graph(NamedTuple):
    """A decomposable graph: its maximal cliques, and its non-empty minimal separators with multiplicity."""

    cliques: tuple[tuple[int, ...], ...]
    separators: tuple[tuple[int, ...], ...]

    def name(self, lists: Sequence[str]) -> str:
        """Return the cliques of two lists and more, by the names of the lists: "A-B, B-C"; "none" without any."""
        tied = ["-".join(lists[v] for v in clique) for clique in self.cliques if len(clique) > 1]
        return ", ".join(tied) or "none"


@lru_cache(maxsize=8)
def decomposable_graphs(size: int) -> tuple[Graph, ...]:
    """Return every decomposable graph on `size` labelled vertices: 2, 8, 61, 822 for 2 to 5."""
    pairs = list(itertools.combinations(range(size), 2))
    found = []
    for chosen in itertools.product((False, True), repeat=len(pairs)):
        graph = _decompose(size, [pair for pair, on in zip(pairs, chosen, strict=True) if on])
        if graph is not None:
            found.append(graph)
    return tuple(found)


def _decompose(size: int, edges: list[Edge]) -> Graph | None:
    """Return cliques and separators by maximum cardinality search, or None where the graph is not chordal.

    Tarjan and Yannakakis (SIAM Journal on Computing 13, 1984).

    In that order the earlier neighbours of each vertex are a clique exactly if the graph is chordal, and a new
    maximal clique starts where their number does not grow; the neighbours of its first vertex are a separator.
    """
    near: dict[int, set[int]] = {v: set() for v in range(size)}
    for left, right in edges:
        near[left].add(right)
        near[right].add(left)
    order: list[int] = []
    cliques: list[Set] = []
    separators: Counter[Set] = Counter()
    while len(order) < size:
        rest = [v for v in range(size) if v not in order]
        vertex = max(rest, key=lambda v: (len(near[v] & set(order)), -v))
        earlier = frozenset(near[vertex] & set(order))
        if any(b not in near[a] for a, b in itertools.combinations(sorted(earlier), 2)):
            return None
        if cliques and cliques[-1] == earlier:
            cliques[-1] = earlier | {vertex}
        else:
            if earlier:
                separators[earlier] += 1
            cliques.append(earlier | {vertex})
        order.append(vertex)
    maximal = sorted((tuple(sorted(c)) for c in cliques), key=lambda c: (c, len(c)))
    return Graph(tuple(maximal), tuple(sorted(tuple(sorted(s)) for s in separators.elements())))
