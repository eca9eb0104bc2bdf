"""A dated series solved, whole or stretch by stretch, in the form the rest of the stage reads."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from habeas.reconcile.dated.fit import Fit, Settled, improve, rejected, sample, start
from habeas.reconcile.dated.layout import span_of
from habeas.reconcile.exact.fates import REJECTED
from habeas.reconcile.exact.history import History, Wave
from habeas.reconcile.exact.readings import Solved
from habeas.reconcile.options import ReconcileOptions
from habeas.reconcile.prepared.repairs import Twins, alternatives
from habeas.reconcile.prepared.sources import doubted
from habeas.reconcile.prepared.statements import Alternative, Case, Statement
from habeas.values.claim import CountClaim

_STARTS: Final = 6  # fits of a series that is solved at once: each stops where no small change pays


def solve_dated(
    statements: Sequence[Statement],
    claims: Sequence[CountClaim],
    case: Case,
    options: ReconcileOptions,
    seconds: Callable[[], float | None] = lambda: None,
) -> tuple[Solved, bool]:
    """Return the best history found of a series with fixed windows, and whether time ran out before all was tried.

    A long series is solved stretch by stretch in the order of time, each with the end of the one before; what lies
    before a stretch is settled and enters its sums as a constant.
    """
    twins = Twins(claims, case)
    ordered = sorted(statements, key=lambda s: (span_of(s.window)[1], span_of(s.window)[0], s.id))
    readings = [alternatives(statement, twins, repairs=options.repairs) for statement in ordered]
    ends = [span_of(statement.window)[1] for statement in ordered]
    past, short = Past(), False
    step = max(8, options.chunk_claims)
    first, fates, inside, price = 0, [0] * len(ordered), [frozenset[int]()] * len(ordered), 0.0
    while first < len(ordered):
        last, cut = _reach(ends, first, step)
        late = seconds() == 0.0
        short = short or late
        part = Stretch(ordered[first:last], readings[first:last], case, options, late)
        done = part.settle(past, cut)
        for place, (fate, slots) in enumerate(zip(done.fates, done.inside, strict=True)):
            fates[first + place], inside[first + place] = fate, slots
        price += done.price
        first = last if cut is None else bisect_left(ends, cut)
    history = History(price, 0.0, tuple(past.waves), tuple(fates), {}, tuple(inside))
    return Solved(tuple(ordered), tuple(tuple(own) for own in readings), (history,)), short


def _reach(ends: Sequence[int], first: int, step: int) -> tuple[int, int | None]:
    """Return how far a stretch from `first` reaches, and the day up to which it settles (null: to the end).

    It settles about `step` statements and looks a third of that further; statements of one last day stay together.
    """
    last = min(len(ends), first + step + step // 3)
    if last == len(ends):
        return last, None
    cut = max(ends[first + step], ends[first] + 1)
    last = max(last, bisect_left(ends, cut))
    return (last, cut) if last < len(ends) else (len(ends), None)


class Past:
    """The settled waves of a series, and their sums up to any day."""

    def __init__(self) -> None:
        self.waves: list[Wave] = []
        self.cut: int | None = None
        self._days: list[int] = []
        self._sums: list[int] = [0]

    def add(self, wave: Wave) -> None:
        """Settle one more wave; waves come in the order of time."""
        self.waves.append(wave)
        self._days.append(wave.day)
        self._sums.append(self._sums[-1] + wave.size)

    def total(self, start: int, end: int) -> int:
        """Return the settled flow within two days."""
        return self._sums[bisect_right(self._days, end)] - self._sums[bisect_left(self._days, start)]


@dataclass(frozen=True)
class Settlement:
    """What one stretch settles: the fates of its statements, the slots they count, and its price."""

    fates: tuple[int, ...]
    inside: tuple[frozenset[int], ...]
    price: float


@dataclass(frozen=True)
class Stretch:
    """Statements solved at once; one that comes `late` is only brought near, without repairs or draws."""

    statements: Sequence[Statement]
    readings: Sequence[Sequence[Alternative]]
    case: Case
    options: ReconcileOptions
    late: bool = False

    def settle(self, past: Past, cut: int | None) -> Settlement:
        """Fit the stretch on top of the past, and add to the past the waves before `cut` (all, if null)."""
        wrong = [doubted(self.case.speakers.wrong(s.claim), s.claim.confidence) for s in self.statements]
        base = np.array([self._base(s, past) for s in self.statements], dtype=np.float64)
        rngs = self._chances(past, whole=past.cut is None and cut is None)
        fits = [start(self.statements, self.readings, wrong, Settled(base, past.cut)) for _ in rngs]
        for fit, rng in zip(fits, rngs, strict=True):
            improve(fit, rng, repairs=self.options.repairs, late=self.late)
        fit, rng = min(zip(fits, rngs, strict=True), key=lambda found: found[0].price())
        if not self.late:
            sample(fit, rng, self.options.updates)
        out = set(rejected(fit))
        fates = tuple(REJECTED if n in out else fate for n, fate in enumerate(fit.fates))
        names = self._settle_waves(fit, past, cut)
        inside = tuple(
            frozenset(names[k] for k in np.flatnonzero(row).tolist() if k in names)
            if n not in out and not base[n]
            else frozenset()
            for n, row in enumerate(fit.chain.counts)
        )
        return Settlement(fates, inside, fit.price())

    def _chances(self, past: Past, *, whole: bool) -> list[np.random.Generator]:
        """Return the source of chance of each start: a `whole` series is fitted from several, of which one is kept.

        A look that is only to teach how often sources err, or to bring figures near each other, has one.
        """
        several = whole and not self.late and self.options.repairs and self.options.effort >= 1.0
        seed = [self.options.seed, len(past.waves), len(self.statements)]
        return [np.random.default_rng([*seed, *([n] if n else [])]) for n in range(_STARTS if several else 1)]

    def _base(self, statement: Statement, past: Past) -> int:
        if past.cut is None or statement.role == "on":
            return 0
        first, last = span_of(statement.window)
        return past.total(first, min(last, past.cut - 1))

    def _settle_waves(self, fit: Fit, past: Past, cut: int | None) -> dict[int, int]:
        """Add the waves before the cut to the past; return the lasting number of each slot of the stretch."""
        names: dict[int, int] = {}
        number = len(past.waves)
        for k in np.flatnonzero(fit.chain.sizes).tolist():
            low, high = int(fit.slots.low[k]), int(fit.slots.high[k])
            names[k] = number
            number += 1
            if cut is None or high < cut:
                days = (low, high) if fit.slots.occasion[k] else _stretch(fit, k, cut)
                past.add(Wave(names[k], bool(fit.slots.occasion[k]), (low + high) // 2, *days, int(fit.chain.sizes[k])))
        past.cut = cut
        return names


def _stretch(fit: Fit, slot: int, cut: int | None) -> tuple[int, int]:
    """Return all days a lump may span: slots are cut finer than the claims, as they are read, tell apart."""
    counts, slots = fit.chain.counts, fit.slots
    own = counts[:, slot]
    low, high = int(slots.low[slot]), int(slots.high[slot])
    lumps = np.flatnonzero(~slots.occasion)
    place = int(np.searchsorted(lumps, slot))
    for k in lumps[:place][::-1].tolist():
        if not np.array_equal(counts[:, k], own):
            break
        low = int(slots.low[k])
    for k in lumps[place + 1 :].tolist():
        if not np.array_equal(counts[:, k], own) or (cut is not None and slots.high[k] >= cut):
            break
        high = int(slots.high[k])
    return low, high
