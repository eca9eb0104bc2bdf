"""Drawing histories: each slot, and each pair of neighbours, from its conditional distribution given the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations

import numpy as np
import numpy.typing as npt

from habeas.reconcile.dated.layout import Layout
from habeas.reconcile.dated.likelihood import AT_LEAST, AT_MOST, COUNTED, EXACT, FLOOR, RANGE, Figures, Floats, bits
from habeas.reconcile.lexicon import prior

Ints = npt.NDArray[np.int64]


_NARROW = 14  # slots of a claim up to which each two of them trade people
_TABLE_LENGTH = 32768  # people up to which the price of a sum is looked up; beyond, it is computed
_TABLE_ROWS = 4_000_000  # entries of that table at most, for memory
_SIZE_BITS = 3.2  # of a size in use, beside its magnitude
_COLD = 0.05  # below, the cheapest is taken
_FARTHEST = 60.0  # bits between prices that are told apart
_GROWN_APART = 5  # slots with growth of running totals between two that share people
_CHEAPER = 1e-6  # bits by which a history is cheaper than another
_POINTS = 12  # ways to share the people of two slots, beside those that meet a figure


@dataclass(frozen=True)
class Table:
    """Prices of each claim's figure over true numbers from `origin`, as far as a table may be long."""

    prices: npt.NDArray[np.float32]
    origin: Floats

    def with_rows(self, given: Figures, rows: Sequence[int]) -> Table:
        """Return the table with the prices of some claims computed anew."""
        prices, part = self.prices.copy(), np.array(rows, dtype=np.int64)
        values = np.arange(prices.shape[1], dtype=np.float64)
        prices[part] = bits(given.rows(part), self.origin[part][:, None] + values[None, :])
        return Table(prices, self.origin)

    def look_up(self, given: Figures, rows: Ints, truth: Floats) -> Floats:
        """Return the prices of some claims (rows) for true numbers (rows by values); of large ones they are worked out.

        `given` are the figures that the table is of.
        """
        place = (truth - self.origin[rows][:, None]).astype(np.int64)
        beyond = (place >= self.prices.shape[1]).any(axis=1)
        np.minimum(place, self.prices.shape[1] - 1, out=place)
        np.maximum(place, 0, out=place)
        found = np.asarray(self.prices[rows[:, None], place], dtype=np.float64)
        if beyond.any():
            found[beyond] = bits(given.rows(rows[beyond]), truth[beyond])
        return found


def price_table(given: Figures, base: Floats, counts: npt.NDArray[np.bool_], sizes: Ints, largest: int) -> Table:
    """Return the table of what each claim's figure costs, long enough for any usual sum in reach."""
    reach = float((counts @ sizes.astype(np.float64)).max(initial=0.0))
    length = int(min(_TABLE_LENGTH, 2 * max(largest, reach) + 2))
    origin = np.floor(base)
    rows = max(1, _TABLE_ROWS // length)
    prices = np.empty((len(base), length), dtype=np.float32)
    for first in range(0, len(base), rows):
        part = np.arange(first, min(first + rows, len(base)))
        prices[part] = bits(given.rows(part), origin[part][:, None] + np.arange(length, dtype=np.float64)[None, :])
    return Table(prices, origin)


@dataclass
class Chain:
    """A history being improved or sampled: sizes of slots, and what each claim counts of it (plus a settled `base`)."""

    slots: Layout
    given: Figures
    counts: npt.NDArray[np.bool_]
    base: Floats
    sizes: Ints
    largest: int
    variants: Mapping[int, npt.NDArray[np.bool_]] = field(default_factory=dict)
    table: Table | None = None

    def __post_init__(self) -> None:
        self._table = self.table or price_table(self.given, self.base, self.counts, self.sizes, self.largest)
        self.sums: Floats = self.base + self.counts @ self.sizes.astype(np.float64)
        slots, rows = np.nonzero(self.counts.T)
        self._rows = np.split(rows, np.searchsorted(slots, np.arange(1, len(self.slots))))
        self._grid = _distinct(np.concatenate([np.arange(4), np.geomspace(4, self.largest, 28)]).astype(np.int64))
        self._grid_width = np.log2(np.maximum(1.0, np.gradient(self._grid.astype(np.float64))))
        length = (self.slots.high - self.slots.low + 1).astype(np.float64)
        some = np.maximum(np.clip(length * prior("sampling", "unreported_per_day"), 0.02, 0.6), self.slots.grown)
        empty = np.where(self.slots.occasion, prior("sampling", "empty_day_bits"), -np.log2(1 - some))
        size = np.where(self.slots.growth > 0, prior("history", "grown_lump_bits"), _SIZE_BITS)
        used = np.where(self.slots.occasion, _SIZE_BITS, -np.log2(some) + size)
        self._empty, self._used = empty, used
        # By how many a running total grew need not be written out, only how far from it a size lies.
        self._usual = np.log2(self.slots.growth + 1.0)
        self._apart: dict[tuple[int, int], tuple[Ints, Floats, npt.NDArray[np.bool_], Floats]] = {}

    @property
    def prices(self) -> Table:
        """The table of prices in use."""
        return self._table

    def price(self) -> float:
        """Return the whole price of the history in bits."""
        claims = self.claim_bits(np.arange(len(self.sums)), self.sums[:, None])[:, 0]
        own = np.where(self.sizes == 0, self._empty, np.abs(np.log2(self.sizes + 1.0) - self._usual) + self._used)
        return float(claims.sum() + sum(own.tolist()))

    def claim_bits(self, rows: Ints, truth: Floats) -> Floats:
        """Return the price of some claims' figures (rows) for true numbers (rows by values), from a table."""
        return self._table.look_up(self.given, rows, truth)

    def prior(self, slot: int, sizes: Ints) -> Floats:
        """Return the price of a slot's sizes: a reported day is seldom empty, a stretch between often is."""
        price: Floats = np.abs(np.log2(sizes + 1.0) - self._usual[slot]) + self._used[slot]
        price[sizes == 0] = self._empty[slot]
        return price

    def sweep(self, rng: np.random.Generator, heat: float) -> None:
        """Redraw vague edges, every slot, then pairs of slots; `heat` 1 samples, near 0 descends."""
        self.choose_edges(rng, heat)
        for slot in range(len(self.slots)):
            self.redraw(slot, rng, heat)
        for slot in range(len(self.slots) - 1):
            self._shift(slot, slot + 1, rng, heat)
        if len(self.slots) > 2:
            for _ in range(len(self.slots) // 2):
                one, other = sorted(rng.choice(len(self.slots), 2, replace=False))
                self._shift(int(one), int(other), rng, heat)

    def polish(self, rng: np.random.Generator) -> None:
        """Descend over every pair of slots of which one is in use and which a narrow claim counts together.

        So over those near each other in which running totals grew: one lump may stand for the growth of several.
        """
        pairs: set[tuple[int, int]] = set()
        for row in self.counts:
            slots = np.flatnonzero(row).tolist()
            if 2 <= len(slots) <= _NARROW:
                pairs |= {(a, b) for a, b in combinations(slots, 2) if self.sizes[a] or self.sizes[b]}
        grown = np.flatnonzero(self.slots.grown > 0).tolist()
        for place, one in enumerate(grown):
            near = grown[place + 1 : place + 1 + _GROWN_APART]
            pairs |= {(one, other) for other in near if self.sizes[one] or self.sizes[other]}
        for one, other in sorted(pairs):
            self._shift(one, other, rng, 0.0)

    def extend(self, rng: np.random.Generator) -> None:
        """Descend over moves of a vague window's edge with a lump that then fits anew."""
        for row, options in self.variants.items():
            for option in options:
                lumps = np.flatnonzero((option | self.counts[row]) & ~self.slots.occasion & (self.sizes > 0)).tolist()
                for lump in lumps:
                    if not np.array_equal(option, self.counts[row]):
                        self._extend_along(row, option, lump, rng)

    def _extend_along(self, row: int, option: npt.NDArray[np.bool_], lump: int, rng: np.random.Generator) -> None:
        """Let a claim count other slots and fit a lump anew, if that is cheaper."""
        before, sizes, sums, counted = self.price(), self.sizes.copy(), self.sums.copy(), self.counts[row].copy()
        self._count(row, option)
        self.redraw(lump, rng, 0.0)
        if self.price() >= before - _CHEAPER:
            self._count(row, counted)
            self.sizes, self.sums = sizes, sums

    def _count(self, row: int, chosen: npt.NDArray[np.bool_]) -> None:
        """Let a claim count other slots."""
        changed = np.flatnonzero(chosen != self.counts[row])
        self.counts[row] = chosen
        self.sums[row] = self.base[row] + float(chosen @ self.sizes.astype(np.float64))
        for slot in changed:
            self._rows[slot] = np.flatnonzero(self.counts[:, slot])
        self._apart.clear()

    def choose_edges(self, rng: np.random.Generator, heat: float) -> None:
        """Redraw which slots each claim of a vague window counts, among the `variants` it leaves open."""
        for row, options in self.variants.items():
            sums = self.base[row] + options @ self.sizes.astype(np.float64)
            price = self.claim_bits(np.array([row]), sums[None, :])[0]
            chosen = options[_draw(price, None, rng, heat)]
            if not np.array_equal(chosen, self.counts[row]):
                self._count(row, chosen)

    def _targets(self, rows: Ints, without: Floats) -> Ints:
        """Return the sizes at which some claim's figure is met."""
        kind, low, high = self.given.kind[rows], self.given.low[rows], self.given.high[rows]
        wanted = np.where(kind == AT_MOST, high, low)[kind != RANGE] - without[kind != RANGE]
        wanted = np.concatenate([wanted, (high - without)[(kind == RANGE) & np.isfinite(high)]])
        return np.asarray(wanted[np.isfinite(wanted)], dtype=np.int64)

    def _candidates(self, rows: Ints, without: Floats, now: int) -> tuple[Ints, Floats]:
        targets = self._targets(rows, without)
        near = np.concatenate([targets, targets + 1, targets - 1, np.array([now, 0])])
        sharp = _distinct(near[(near >= 0) & (near <= self.largest)])
        place = np.minimum(np.searchsorted(sharp, self._grid), len(sharp) - 1)
        grid = sharp[place] != self._grid
        values = np.concatenate([sharp, self._grid[grid]])
        return values, np.concatenate([np.zeros(len(sharp)), self._grid_width[grid]])

    def redraw(self, slot: int, rng: np.random.Generator, heat: float) -> None:
        """Draw the size of one slot anew, given all others."""
        rows, now = self._rows[slot], int(self.sizes[slot])
        without = self.sums[rows] - now
        values, width = self._candidates(rows, without, now)
        price = self.prior(slot, values)
        if len(rows):
            price = price + self.claim_bits(rows, without[:, None] + values[None, :]).sum(axis=0)
        chosen = int(values[_draw(price, width, rng, heat)])
        if chosen != now:
            self.sizes[slot] = chosen
            self.sums[rows] += chosen - now

    def _telling_apart(self, one: int, other: int) -> tuple[Ints, Floats, npt.NDArray[np.bool_], Floats]:
        """Return the claims that count one of two slots alone: +1 where the first, which are sharp, their low ends."""
        if (one, other) not in self._apart:
            differ = np.flatnonzero(self.counts[:, one] != self.counts[:, other])
            kind = self.given.kind[differ]
            sharp = np.isin(kind, (EXACT, AT_LEAST, COUNTED, FLOOR))
            sign = np.where(self.counts[differ, one], 1.0, -1.0)
            self._apart[one, other] = (differ, sign, sharp, self.given.low[differ])
        return self._apart[one, other]

    def _shift(self, one: int, other: int, rng: np.random.Generator, heat: float) -> None:
        """Move people between two slots, which leaves every sum over both as it is."""
        total = int(self.sizes[one] + self.sizes[other])
        if total == 0:
            return
        differ, sign, sharp, low = self._telling_apart(one, other)
        now = int(self.sizes[one])
        without = self.sums[differ] - sign * now
        met = ((low - without) * sign)[sharp]
        values = np.concatenate([met[np.isfinite(met)].astype(np.int64), _shares(total), np.array([now])])
        values = _distinct(values[(values >= 0) & (values <= total)])
        price = self.prior(one, values) + self.prior(other, total - values)
        if len(differ):
            price = price + self.claim_bits(differ, without[:, None] + sign[:, None] * values[None, :]).sum(axis=0)
        chosen = int(values[_draw(price, None, rng, heat)])
        if chosen != now:
            self.sizes[one], self.sizes[other] = chosen, total - chosen
            self.sums[differ] += sign * (chosen - now)


def _distinct(values: Ints) -> Ints:
    """Return values in their order, each once (`numpy.unique` without its overhead, which counts on a dozen values)."""
    values = np.sort(values)
    first = np.ones(len(values), dtype=np.bool_)
    np.not_equal(values[1:], values[:-1], out=first[1:])
    return values[first]


@lru_cache(maxsize=4096)
def _shares(total: int) -> Ints:
    """Return some even shares of people between two slots: those of the first."""
    return np.linspace(0, total, min(total + 1, _POINTS)).astype(np.int64)


def _draw(price: Floats, width: Floats | None, rng: np.random.Generator, heat: float) -> int:
    """Return a place, likelier the lower its price and the wider the stretch of values it stands for."""
    if heat < _COLD:
        return int(price.argmin())
    score = (price.min() - price) / heat
    if width is not None:
        score = score + width - width.min()
    belief = np.exp2(np.minimum(np.maximum(score, -_FARTHEST), _FARTHEST))
    edges = np.cumsum(belief)
    return int(edges.searchsorted(rng.random() * edges[-1]))
