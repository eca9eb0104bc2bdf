"""Drawing histories: each slot, and each pair of neighbours, from its conditional distribution given the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np
import numpy.typing as npt

from habeas.reconcile.dated.layout import Layout
from habeas.reconcile.dated.likelihood import AT_LEAST, AT_MOST, EXACT, FLOOR, RANGE, Figures, Floats, bits
from habeas.reconcile.lexicon import prior

Ints = npt.NDArray[np.int64]


_NARROW = 14
_TABLE_LENGTH = 32768
_TABLE_ROWS = 4_000_000


@dataclass(frozen=True)
class Table:
    """Prices of each claim's figure over true numbers from `origin`; beyond the end a figure is plainly wrong."""

    prices: npt.NDArray[np.float32]
    origin: Floats

    def with_rows(self, given: Figures, rows: Sequence[int]) -> Table:
        """Return the table with the prices of some claims computed anew."""
        prices, part = self.prices.copy(), np.array(rows, dtype=np.int64)
        values = np.arange(prices.shape[1], dtype=np.float64)
        prices[part] = bits(given.rows(part), self.origin[part][:, None] + values[None, :])
        return Table(prices, self.origin)

    def look_up(self, rows: Ints, truth: Floats) -> Floats:
        """Return the prices of some claims (rows) for true numbers (rows by values)."""
        place = (truth - self.origin[rows][:, None]).astype(np.int64)
        np.clip(place, 0, self.prices.shape[1] - 1, out=place)
        return np.asarray(self.prices[rows[:, None], place], dtype=np.float64)


def price_table(given: Figures, base: Floats, counts: npt.NDArray[np.bool_], sizes: Ints, largest: int) -> Table:
    """Return the table of what each claim's figure costs, long enough for any sum in reach."""
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
        self._rows = [np.flatnonzero(self.counts[:, slot]) for slot in range(len(self.slots))]
        self._grid = np.unique(np.concatenate([np.arange(4), np.geomspace(4, self.largest, 28)]).astype(np.int64))
        self._grid_width = np.log2(np.maximum(1.0, np.gradient(self._grid.astype(np.float64))))

    @property
    def prices(self) -> Table:
        """The table of prices in use."""
        return self._table

    def price(self) -> float:
        """Return the whole price of the history in bits."""
        claims = self.claim_bits(np.arange(len(self.sums)), self.sums[:, None])[:, 0]
        return float(claims.sum() + sum(self.prior(k, self.sizes[k : k + 1])[0] for k in range(len(self.slots))))

    def claim_bits(self, rows: Ints, truth: Floats) -> Floats:
        """Return the price of some claims' figures (rows) for true numbers (rows by values), from a table."""
        return self._table.look_up(rows, truth)

    def prior(self, slot: int, sizes: Ints) -> Floats:
        """Return the price of a slot's sizes: a reported day is seldom empty, a stretch between often is."""
        length = self.slots.high[slot] - self.slots.low[slot] + 1
        amount = np.log2(sizes + 1.0)
        if self.slots.occasion[slot]:
            return np.asarray(np.where(sizes == 0, prior("sampling", "empty_day_bits"), 3.2 + amount))
        some = max(0.02, min(0.6, float(length) * prior("sampling", "unreported_per_day")))
        return np.asarray(np.where(sizes == 0, -np.log2(1 - some), -np.log2(some) + 3.2 + amount))

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
        """Descend over every pair of slots that a narrow claim counts together, of which at least one is in use."""
        pairs: set[tuple[int, int]] = set()
        for row in self.counts:
            slots = np.flatnonzero(row).tolist()
            if 2 <= len(slots) <= _NARROW:
                pairs |= {(a, b) for a, b in combinations(slots, 2) if self.sizes[a] or self.sizes[b]}
        for one, other in sorted(pairs):
            self._shift(one, other, rng, 0.0)

    def choose_edges(self, rng: np.random.Generator, heat: float) -> None:
        """Redraw which slots each claim of a vague window counts, among the `variants` it leaves open."""
        for row, options in self.variants.items():
            sums = self.base[row] + options @ self.sizes.astype(np.float64)
            price = self.claim_bits(np.array([row]), sums[None, :])[0]
            chosen = options[_draw(price, np.zeros(len(price)), rng, heat)]
            changed = np.flatnonzero(chosen != self.counts[row])
            if len(changed):
                self.counts[row] = chosen
                self.sums[row] = self.base[row] + float(chosen @ self.sizes.astype(np.float64))
                for slot in changed:
                    self._rows[slot] = np.flatnonzero(self.counts[:, slot])

    def _targets(self, rows: Ints, without: Floats) -> Ints:
        """Return the sizes at which some claim's figure is met."""
        kind, low, high = self.given.kind[rows], self.given.low[rows], self.given.high[rows]
        wanted = np.where(kind == AT_MOST, high, low)[kind != RANGE] - without[kind != RANGE]
        wanted = np.concatenate([wanted, (high - without)[(kind == RANGE) & np.isfinite(high)]])
        return np.asarray(wanted[np.isfinite(wanted)], dtype=np.int64)

    def _candidates(self, rows: Ints, without: Floats, now: int) -> tuple[Ints, Floats]:
        targets = self._targets(rows, without)
        near = np.concatenate([targets, targets + 1, targets - 1, np.array([now, 0])])
        sharp = np.unique(near[(near >= 0) & (near <= self.largest)])
        grid = ~np.isin(self._grid, sharp)
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

    def _shift(self, one: int, other: int, rng: np.random.Generator, heat: float) -> None:
        """Move people between two slots, which leaves every sum over both as it is."""
        total = int(self.sizes[one] + self.sizes[other])
        if total == 0:
            return
        differ = np.flatnonzero(self.counts[:, one] != self.counts[:, other])
        sign = np.where(self.counts[differ, one], 1.0, -1.0)
        now = int(self.sizes[one])
        without = self.sums[differ] - sign * now
        low, kind = self.given.low[differ], self.given.kind[differ]
        met = ((low - without) * sign)[(kind == EXACT) | (kind == AT_LEAST) | (kind == FLOOR)]
        grid = np.linspace(0, total, min(total + 1, 12)).astype(np.int64)
        values = np.unique(np.concatenate([met[np.isfinite(met)].astype(np.int64), grid, np.array([now])]))
        values = values[(values >= 0) & (values <= total)]
        price = self.prior(one, values) + self.prior(other, total - values)
        if len(differ):
            price = price + self.claim_bits(differ, without[:, None] + sign[:, None] * values[None, :]).sum(axis=0)
        chosen = int(values[_draw(price, np.zeros(len(values)), rng, heat)])
        if chosen != now:
            self.sizes[one], self.sizes[other] = chosen, total - chosen
            self.sums[differ] += sign * (chosen - now)


def _draw(price: Floats, width: Floats, rng: np.random.Generator, heat: float) -> int:
    if heat < 0.05:
        return int(np.argmin(price))
    belief = np.exp2(np.clip((price.min() - price) / heat + width - width.min(), -60, 60))
    edges = np.cumsum(belief)
    return int(np.searchsorted(edges, rng.random() * edges[-1]))
