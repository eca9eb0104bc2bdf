"""Which rows are one person: a best grouping, and plausible ones drawn at random.

Pairs are not decided one by one. A list that names each person once gives no two rows to one person, so the rows of
another list compete for it. A Gibbs sampler moves one row at a time, into a group of rows or out of all, with the odds
of its pairs there (in the manner of Sadinle 2017, Steorts, Hall & Fienberg 2016); each sweep after the burn-in is one
plausible linkage. Only rows whose pairs leave a doubt are moved.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import msgspec
import numpy as np
import numpy.typing as npt

from habeas.resolve.persons.cluster import join_best_first

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

FAINT: Final = -6.0  # bits; pairs below are no candidates for one person
_SURE: Final = 10.0  # bits; groups held together by no less, with no other row near, are not drawn anew
_APART: Final = -8.0  # bits that a pair counts which was not even compared
_JUDGED: Final = 40.0
_MOST_SHIFT: Final = 4.0  # bits
_GAIN: Final = 8.0  # the number of links answers little to a shift


class Graph(msgspec.Struct, frozen=True):
    """Rows and the weights (bits) of their pairs, both ways round; `same` and `apart` are judged pairs.

    `near` holds the total weight and the place of the pair in `by_field`, the weights of its fields (NaN: missing).
    """

    roster: list[int]
    near: dict[int, dict[int, tuple[float, int]]]
    by_field: list[tuple[float, ...]]
    same: frozenset[tuple[int, int]]
    apart: frozenset[tuple[int, int]]
    duplicates: bool

    def weights(self) -> Iterator[tuple[tuple[int, int], float]]:
        """Yield each pair of rows once, with its weight."""
        for a, others in self.near.items():
            for b, (weight, _) in others.items():
                if a < b:
                    yield (a, b), weight

    def fits(self, one: int, group: Sequence[int] | set[int]) -> bool:
        """Say whether a row may join a group: no judgement and no list that names each person once forbids it."""
        if not self.duplicates and any(self.roster[one] == self.roster[other] for other in group):
            return False
        return not self.apart or not any(_pair(one, other) in self.apart for other in group)

    def weight(self, one: int, group: Sequence[int] | set[int]) -> float:
        """Return the weight of a row against a group, in bits.

        What one member does not tell another may: each field counts by the mean over the members that tell it. Members
        that the row was not even compared with count against it.
        """
        own = self.near.get(one, {})
        met = [own[other] for other in group if other in own]
        if len(met) == 1 and len(group) == 1:
            return met[0][0]
        if not met:
            return _APART
        if any(at < 0 for _, at in met):  # judged the same
            return _JUDGED
        total = 0.0
        for values in zip(*(self.by_field[at] for _, at in met), strict=True):
            told = [value for value in values if value == value]  # noqa: PLR0124 - NaN is not itself
            total += sum(told) / len(told) if told else 0.0
        return total + _APART * (1 - len(met) / len(group))


def _pair(a: int, b: int) -> tuple[int, int]:
    return (a, b) if a < b else (b, a)


def graph_of(
    roster: Ints, left: Ints, right: Ints, by_field: Floats, judged: Mapping[tuple[int, int], str], *, duplicates: bool
) -> Graph:
    """Return the graph of all pairs that are not faint, with judgements in place of their weights.

    `by_field` holds one row a pair: what any pair of the two lists weighs, then the weight of each field.
    """
    bits = np.nansum(by_field, axis=1)
    keep = np.flatnonzero(bits > FAINT)
    pairs = {
        pair: (weight, at)
        for at, (pair, weight) in enumerate(
            zip(zip(left[keep].tolist(), right[keep].tolist(), strict=True), bits[keep].tolist(), strict=True)
        )
    }
    pairs |= {pair: (_JUDGED, -1) for pair, verdict in judged.items() if verdict == "same"}
    for pair, verdict in judged.items():
        if verdict in {"different", "unsure"}:
            pairs.pop(pair, None)
    near: dict[int, dict[int, tuple[float, int]]] = {}
    for (a, b), value in pairs.items():
        near.setdefault(a, {})[b] = value
        near.setdefault(b, {})[a] = value
    same = frozenset(pair for pair, verdict in judged.items() if verdict == "same")
    apart = frozenset(pair for pair, verdict in judged.items() if verdict == "different")
    fields = [tuple(row) for row in by_field[keep].tolist()]
    return Graph(roster.tolist(), near, fields, same, apart, duplicates)


def best_grouping(
    graph: Graph, value: Mapping[tuple[int, int], float], least: float, shift: float = 0.0
) -> list[list[int]]:
    """Return groups of two and more rows: pairs of at least `least` joined best first, where no rule is broken.

    Two groups are joined only if the mean weight across them, and the `shift` of all weights, favour it, so that a
    chain of doubtful pairs holds no group together.
    """

    def allowed(one: set[int], other: set[int]) -> bool:
        if not all(graph.fits(a, other) for a in one):
            return False
        if len(one) > len(other):
            one, other = other, one
        both = len(one) == len(other) > 1
        weights = [graph.weight(a, other) for a in one] + [graph.weight(b, one) for b in other if both]
        return sum(weights) / len(weights) + shift > 0

    groups: dict[int, set[int]] = {}
    first = sorted(graph.same)
    order = sorted((pair for pair, v in value.items() if v >= least), key=lambda pair: (-value[pair], pair))
    for a, b in (*first, *order):
        groups.setdefault(a, {a})
        groups.setdefault(b, {b})
    join_best_first(groups, first, lambda one, other: all(graph.fits(a, other) for a in one))
    join_best_first(groups, order, allowed)
    found = {id(group): sorted(group) for group in groups.values() if len(group) > 1}
    return sorted(found.values())


class Draws(msgspec.Struct, frozen=True):
    """What the sampler found.

    `probability` of each pair that is not faint; `plausible` holds, a draw, the groups of two and more rows;
    `open_rows` is the number of rows that were moved, `shift` what was added to all weights (bits).
    """

    probability: dict[tuple[int, int], float]
    plausible: tuple[tuple[tuple[int, ...], ...], ...]
    open_rows: int
    shift: float


def draw(graph: Graph, start: Sequence[Sequence[int]], *, draws: int, burn_in: int, seed: int) -> Draws:
    """Draw plausible groupings, from a first one; the same seed gives the same draws.

    The weights were fitted pair by pair. As rows compete, fewer pairs hold than the weights promise; a shift of all
    weights, found during the burn-in, makes up for that, so that as many pairs are expected as before.
    """
    fixed, open_groups = _settled(graph, start)
    probability = {pair: _chance(weight) for pair, weight in graph.weights() if pair in fixed}
    sampler = _Sampler(graph, open_groups, np.random.default_rng(seed))
    promised = sum(_chance(weight) for pair, weight in graph.weights() if pair not in fixed)
    for at in range(burn_in):
        sampler.tally.clear()
        sampler.sweep()
        if not graph.duplicates and promised > 1:
            found = sum(sampler.tally.values()) / 2
            step = _GAIN * math.log2(promised / max(found, 1.0)) / (1 + at / 5)
            sampler.shift = max(-_MOST_SHIFT, min(_MOST_SHIFT, sampler.shift + step))
    sampler.tally.clear()
    settled = [tuple(group) for group in start if (group[0], group[1]) in fixed]
    plausible = []
    for _ in range(draws):
        sampler.sweep()
        plausible.append(tuple(sorted([*settled, *sampler.groups()])))
    moved = set(sampler.rows)
    for pair, _ in graph.weights():
        if pair not in fixed:
            inside = pair[0] in moved and pair[1] in moved
            # Each sweep speaks of a pair twice: once for either of its rows.
            probability[pair] = sampler.tally.get(pair, 0.0) / (2 * max(draws, 1)) if inside else 0.0
    for pair in graph.same & probability.keys():
        probability[pair] = 1.0
    return Draws(probability, tuple(plausible), len(moved), sampler.shift)


def _chance(bits: float) -> float:
    return float(1 / (1 + 2.0 ** -max(min(bits, 60.0), -60.0)))


def _settled(graph: Graph, start: Sequence[Sequence[int]]) -> tuple[set[tuple[int, int]], list[list[int]]]:
    """Return the pairs inside groups that leave no doubt, and the groups (single rows too) that do."""
    fixed: set[tuple[int, int]] = set()
    sure: set[int] = set()
    doubtful: list[list[int]] = []
    for group in start:
        inside = set(group)
        within = [graph.near.get(a, {}).get(b, (_APART, 0))[0] for a, b in itertools.combinations(group, 2)]
        lonely = all(other in inside for one in group for other in graph.near.get(one, {}))
        if lonely and min(within) >= _SURE:
            fixed.update(itertools.combinations(group, 2))
            sure |= inside
        else:
            doubtful.append(list(group))
            sure |= inside
    alone = [[row] for row in sorted(graph.near) if row not in sure]
    return fixed, [*doubtful, *alone]


class _Sampler:
    """A Gibbs sampler over groupings of the rows that are in doubt."""

    def __init__(self, graph: Graph, groups: Sequence[Sequence[int]], rng: np.random.Generator) -> None:
        self.graph, self.rng = graph, rng
        self.home: dict[int, list[int]] = {}
        for group in groups:
            shared = list(group)
            for row in shared:
                self.home[row] = shared
        self.rows = sorted(self.home)
        self.bound = {row for pair in graph.same for row in pair}
        self.tally: dict[tuple[int, int], float] = {}
        self.shift = 0.0

    def sweep(self) -> None:
        """Move every row once, in order."""
        chance = self.rng.random(len(self.rows))
        for row, u in zip(self.rows, chance.tolist(), strict=True):
            self._move(row, u)

    def _move(self, row: int, u: float) -> None:
        graph, home = self.graph, self.home
        old = home[row]
        if row in self.bound and len(old) > 1:  # judged the same: it stays
            for other in old:
                if other != row:
                    self._count(row, other, 1.0)
            return
        old.remove(row)
        options = {id(home[other]): home[other] for other in graph.near.get(row, {}) if home[other]}
        open_to = [group for group in options.values() if graph.fits(row, group)]
        odds = [(group, 2.0 ** min(graph.weight(row, group) + self.shift, 60.0)) for group in open_to]
        total = 1.0 + math.fsum(weight for _, weight in odds)
        chosen: list[int] | None = None
        left = u * total
        for group, weight in odds:
            for other in group:
                self._count(row, other, weight / total)
            if chosen is None and left < weight:
                chosen = group
            left -= weight
        if chosen is None:
            chosen = []
        chosen.append(row)
        home[row] = chosen

    def _count(self, a: int, b: int, share: float) -> None:
        pair = _pair(a, b)
        self.tally[pair] = self.tally.get(pair, 0.0) + share

    def groups(self) -> list[tuple[int, ...]]:
        """Return the present groups of two and more rows."""
        return list({tuple(sorted(group)) for group in self.home.values() if len(group) > 1})
