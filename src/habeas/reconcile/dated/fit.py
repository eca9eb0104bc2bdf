"""Fitting a dated series: the cheapest history, what each claim's fate is in it, and draws of what else it may be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from habeas.reconcile.dated.gibbs import Chain, Table
from habeas.reconcile.dated.layout import Layout, layout, members, span_of, variants
from habeas.reconcile.dated.likelihood import Figures, figures
from habeas.reconcile.exact.lonely import lonely_moves
from habeas.reconcile.lexicon import prior
from habeas.reconcile.prepared.statements import PINNED_BITS, Alternative, Slip, Statement

_COOLING: Final = (1.0, 0.6, 0.3, 0.1, 0.0, 0.0)  # temperature of each round; at none the cheapest is taken
_SUSPECT_BITS: Final = 6.0  # a claim that costs more is tried in its other readings
_GAIN_BITS: Final = 2.0  # that a repair must save
_REPEAT_WEIGHT: Final = 0.1  # of a claim of an origin that was counted before
_PINNED_WEIGHT: Final = 40.0  # of a claim that a judgement pins
_SURE: Final = 0.95  # share of the draws that a claim must be far from to be set aside
_EXTENDED: Final = 80  # slots up to which vague edges are moved together with a lump
_RUNNING_DAYS: Final = (30, 61, 91, 183, 365, 36500)  # back to which a total told as new may reach
_FATES: Final = frozenset(
    {
        "year_slip",
        "month_slip",
        "digit_swap",
        "factor_ten",
        "cumulative_for_new",
        "stock_for_flow",
        "announced_for_done",
    }
)


@dataclass(frozen=True)
class Settled:
    """What an earlier stretch has settled: the flow in each claim's window before day `cut` (null: nothing yet)."""

    base: npt.NDArray[np.float64]
    cut: int | None = None


@dataclass
class Fit:
    """A dated series while it is fitted: the chain, and the reading that each statement is in."""

    statements: Sequence[Statement]
    readings: Sequence[Sequence[Alternative]]
    slots: Layout
    chain: Chain
    fates: list[int]
    repair_bits: float = 0.0
    samples: npt.NDArray[np.int64] = field(default_factory=lambda: np.zeros((0, 0), dtype=np.int64))
    drawn_sums: npt.NDArray[np.float64] = field(default_factory=lambda: np.zeros((0, 0)))

    def price(self) -> float:
        """Return the price of the history and of all repairs in it."""
        return self.chain.price() + self.repair_bits

    def claim_bits(self) -> npt.NDArray[np.float64]:
        """Return what each claim's figure costs in this history."""
        return self.chain.claim_bits(np.arange(len(self.chain.sums)), self.chain.sums[:, None])[:, 0]


def start(
    statements: Sequence[Statement],
    readings: Sequence[Sequence[Alternative]],
    wrong: Sequence[float],
    settled: Settled | None = None,
) -> Fit:
    """Lay out the slots and set each reported day to the middle of what is said of it."""
    slots = layout(statements, readings, settled.cut if settled is not None else None)
    given = figures(statements, wrong, _weights(statements))
    counts = np.array([members(slots, s, s.window) for s in statements], dtype=np.bool_).reshape(
        len(statements), len(slots)
    )
    base = settled.base if settled is not None else np.zeros(len(statements))
    sizes = np.zeros(len(slots), dtype=np.int64)
    values = np.array([max(s.claim.low or 0, s.claim.high or 0) for s in statements], dtype=np.int64)
    single = counts.sum(axis=1) == 1
    for slot in np.flatnonzero(slots.occasion):
        said = values[single & counts[:, slot]]
        if len(said):
            sizes[slot] = int(np.median(said))
    largest = max(20, 2 * int(values.max(initial=10)))
    chain = Chain(slots, given, counts, base, sizes, largest, _variants(slots, statements, given))
    return Fit(statements, readings, slots, chain, [0] * len(statements))


def _variants(slots: Layout, statements: Sequence[Statement], given: Figures) -> dict[int, npt.NDArray[np.bool_]]:
    found = {}
    for number, statement in enumerate(statements):
        rows = variants(slots, statement, statement.window) if given.weight[number] else None
        if rows is not None:
            found[number] = rows
    return found


def _weights(statements: Sequence[Statement]) -> list[float]:
    """Weigh statements: what one origin repeats of one window is evidence once; the size of each wave is no sum."""
    seen: set[object] = set()
    weights = []
    for statement in statements:
        key = (statement.origin, statement.window, statement.role)
        pinned = statement.reject_bits >= PINNED_BITS
        weights.append(
            0.0 if statement.role == "size" else _PINNED_WEIGHT if pinned else _REPEAT_WEIGHT if key in seen else 1.0
        )
        seen.add(key)
    return weights


def improve(fit: Fit, rng: np.random.Generator, *, repairs: bool, late: bool = False) -> None:
    """Cool to the cheapest history, then try the repairs of the claims that fit it badly, until none pays."""
    if late:
        fit.chain.sweep(rng, 0.0)
        return
    for heat in _COOLING:
        fit.chain.sweep(rng, heat)
    fit.chain.polish(rng)
    for _ in range(3 if repairs else 0):
        if not _repair_round(fit, rng):
            break
    for _ in range(2):
        fit.chain.sweep(rng, 0.0)
        fit.chain.polish(rng)
        if len(fit.slots) <= _EXTENDED:
            fit.chain.extend(rng)


def _repair_round(fit: Fit, rng: np.random.Generator) -> bool:
    cost = fit.claim_bits()
    alone = _alone(fit)
    order = sorted(range(len(fit.statements)), key=lambda n: (-cost[n], n))
    changed = False
    for number in order:
        if fit.fates[number] or not 0 < fit.chain.given.weight[number] < _PINNED_WEIGHT:
            continue
        if cost[number] > _SUSPECT_BITS or alone[number]:
            changed = _try(fit, number, rng) or changed
    return changed


def _alone(fit: Fit) -> npt.NDArray[np.bool_]:
    """Return which claims alone name a day, so that a slip of the date would go unseen in their price."""
    named = np.array([statement.role == "on" for statement in fit.statements], dtype=np.bool_)
    bearers = fit.chain.counts[named].sum(axis=0)
    lone = (bearers == 1) & fit.slots.occasion & (fit.chain.sizes > 0)
    return np.asarray(named & (fit.chain.counts & lone[None, :]).any(axis=1), dtype=np.bool_)


def _try(fit: Fit, number: int, rng: np.random.Generator) -> bool:
    """Adopt the repair of a claim that saves most, if it saves enough."""
    now = fit.price()
    best: tuple[float, int] | None = None
    for place, alternative in enumerate(fit.readings[number]):
        if alternative.kind in _FATES:
            trial = _apply(fit, number, place, rng)
            gain = now - trial.price - _lonely_bits(fit)
            if gain > _GAIN_BITS and (best is None or gain > best[0] + 1e-9):
                best = (gain, place)
            trial.undo()
    if best is None:
        return False
    _apply(fit, number, best[1], rng)
    return True


def _lonely_bits(fit: Fit) -> float:
    """Return the price of dates moved to people whom no other document counts, under a trial's readings."""
    inside = [frozenset(np.flatnonzero(row & (fit.chain.sizes > 0)).tolist()) for row in fit.chain.counts]
    return prior("repairs", "lonely") * lonely_moves(fit.statements, fit.readings, fit.fates, inside)


@dataclass
class _Trial:
    fit: Fit
    price: float
    saved: tuple[Figures, npt.NDArray[np.bool_], npt.NDArray[np.int64], list[int], float]
    variants: Mapping[int, npt.NDArray[np.bool_]]
    table: Table

    def undo(self) -> None:
        given, counts, sizes, fates, repair_bits = self.saved
        self.fit.fates, self.fit.repair_bits = fates, repair_bits
        _reset(self.fit, given, counts, sizes, self.table)
        self.fit.chain.variants = self.variants


def _reset(fit: Fit, given: Figures, counts: npt.NDArray[np.bool_], sizes: npt.NDArray[np.int64], table: Table) -> None:
    old = fit.chain
    open_edges = {row: options for row, options in old.variants.items() if not fit.fates[row]}
    fit.chain = Chain(old.slots, given, counts, old.base, sizes, old.largest, open_edges, table)


def _apply(fit: Fit, number: int, place: int, rng: np.random.Generator) -> _Trial:
    """Put a claim (with its document, for a slip of the year) into another reading; let the slots it touches settle."""
    chain = fit.chain
    saved = (chain.given, chain.counts.copy(), chain.sizes.copy(), list(fit.fates), fit.repair_bits)
    alternative = fit.readings[number][place]
    touched = _tied(fit, number, alternative.slip) if alternative.slip else [(number, place)]
    counts, fates = chain.counts.copy(), list(fit.fates)
    low, high, weight = chain.given.low.copy(), chain.given.high.copy(), chain.given.weight.copy()
    slots: set[int] = set()
    for n, p in touched:
        reading = fit.readings[n][p]
        slots |= set(np.flatnonzero(counts[n]).tolist())
        counts[n] = _counted(fit, n, reading)
        slots |= set(np.flatnonzero(counts[n]).tolist()) if counts[n].sum() < 12 else set()
        fates[n] = p
        if not reading.law.binds:
            weight[n] = 0.0
        elif reading.kind in {"digit_swap", "factor_ten"}:
            low[n] = high[n] = float(reading.to)
    given = Figures(chain.given.kind, low, high, chain.given.spread, chain.given.step, chain.given.wrong, weight)
    fit.fates = fates
    altered = [n for n, _ in touched if low[n] != chain.given.low[n] or weight[n] != chain.given.weight[n]]
    table = chain.prices.with_rows(given, altered) if altered else chain.prices
    _reset(fit, given, counts, chain.sizes.copy(), table)
    fit.repair_bits += alternative.bits
    few = sorted(slots)[:24]
    for _ in range(2):
        for slot in few:
            fit.chain.redraw(slot, rng, 0.0)
    return _Trial(fit, fit.price(), saved, chain.variants, chain.prices)


def _counted(fit: Fit, number: int, reading: Alternative) -> npt.NDArray[np.bool_]:
    """Return the slots a claim counts in another reading; a total given as new may run from any of a few days back."""
    if reading.kind != "cumulative_for_new":
        return members(fit.slots, fit.statements[number], reading.window)
    _, end = span_of(reading.window)
    middle = (fit.slots.low + fit.slots.high) // 2
    rows = [(middle <= end) & (middle >= end - days) for days in _RUNNING_DAYS]
    figure = float(fit.chain.given.low[number])
    return np.asarray(min(rows, key=lambda row: abs(float(row @ fit.chain.sizes) - figure)), dtype=np.bool_)


def _tied(fit: Fit, number: int, slip: Slip) -> list[tuple[int, int]]:
    """Return the claims of a document that a slip of its year moves together."""
    found = []
    for n, own in enumerate(fit.readings):
        for place, alternative in enumerate(own):
            if alternative.slip == slip:
                found.append((n, place))
    return found or [(number, 0)]


def rejected(fit: Fit) -> list[int]:
    """Return the claims that are plainly wrong in this history and in nearly all that were drawn."""
    given = fit.chain.given
    sums = np.vstack([fit.chain.sums[None, :], fit.drawn_sums]) if len(fit.drawn_sums) else fit.chain.sums[None, :]
    far = (sums < 0.8 * given.low - 5) | (sums > 1.25 * given.high + 5)
    return [
        n
        for n in range(len(fit.statements))
        if fit.fates[n] == 0 and 0 < given.weight[n] < _PINNED_WEIGHT and far[0, n] and far[:, n].mean() > _SURE
    ]


def sample(fit: Fit, rng: np.random.Generator, updates: int) -> None:
    """Draw histories around the cheapest one; `updates` bounds the slots redrawn in all."""
    chain = fit.chain
    best, edges = chain.sizes.copy(), chain.counts.copy()
    per_sweep = max(1, int(2.5 * len(fit.slots)))
    sweeps = int(np.clip(updates // per_sweep, 20, 60))
    drawn, sums = [], []
    for sweep in range(sweeps):
        chain.sweep(rng, 1.0)
        if sweep >= sweeps // 6:
            drawn.append(chain.sizes.copy())
            sums.append(chain.sums.copy())
    fit.samples, fit.drawn_sums = np.array(drawn, dtype=np.int64), np.array(sums)
    fit.chain = Chain(chain.slots, chain.given, edges, chain.base, best, chain.largest, chain.variants, chain.prices)
