"""What one explanation of a series says otherwise than the best: only that, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from habeas.reconcile.exact.explain import repair_of, said
from habeas.reconcile.exact.fates import REJECTED, SOFT
from habeas.reconcile.exact.history import History, Wave
from habeas.reconcile.outcome.assemble import SolvedSeries
from habeas.reconcile.prepared.wording import between_text, done, join

_TOLD: Final = 3  # waves whose days a reader is told; of more only their sizes


def differences(item: SolvedSeries, other: History) -> str:
    """Return in one sentence what another history of a series makes of claims and waves that the best does not."""
    parts = list(dict.fromkeys([*_fates(item, other), *_waves(item, other)]))
    return "; ".join(parts) or f"the same people {done(item.series.measure)}, spread otherwise over the days"


def _fates(item: SolvedSeries, other: History) -> list[str]:
    best, found, slips = item.solved.histories[0], [], set()
    for number, statement in enumerate(item.solved.statements):
        own, before, after = item.solved.readings[number], best.fates[number], other.fates[number]
        kinds = ["rejected" if fate == REJECTED else own[fate].kind for fate in (before, after)]
        if before == after or set(kinds) <= SOFT or statement.carried:
            continue
        slip = own[after].slip if after != REJECTED else own[before].slip if before != REJECTED else None
        if slip is not None and slip in slips:
            continue
        slips |= {slip} if slip is not None else set()
        if kinds[1] in SOFT:
            found.append(f"{said(statement, own[0])} stands as printed")
        elif after == REJECTED:
            found.append(f"{said(statement, own[0])} is set aside")
        else:
            found.append(repair_of(statement, own[after]).explanation)
    return found


def _waves(item: SolvedSeries, other: History) -> list[str]:
    """Say which waves the other history has for which, and what all of them come to then."""
    before = Counter((wave.size, wave.occasion) for wave in item.solved.histories[0].waves)
    after = Counter((wave.size, wave.occasion) for wave in other.waves)
    gone = _kept(item.solved.histories[0].waves, before - after)
    new = _kept(other.waves, after - before)
    if not gone and not new:
        return []
    verb = done(item.series.measure)
    whole, instead = (sum(wave.size for wave in waves) for waves in (other.waves, item.solved.histories[0].waves))
    in_all = f"{whole:,} {verb} in all, not {instead:,}: " if whole != instead else ""
    if not new:
        return [f"{in_all}no wave of {_sizes(gone)}"]
    told = f"{_sizes(new)} {verb}"
    if len(new) <= _TOLD:
        first, *rest = new
        told = join([f"{first.size:,} {verb} {_when(first)}", *(f"{wave.size:,} {_when(wave)}" for wave in rest)])
    return [f"{in_all}{told}, instead of {_sizes(gone)}" if gone else f"{in_all}also {told}"]


def _kept(waves: Sequence[Wave], left: Counter[tuple[int, bool]]) -> list[Wave]:
    """Return one wave for each of the sizes counted, in the order of days."""
    left, found = Counter(left), []
    for wave in waves:
        key = (wave.size, wave.occasion)
        if left[key] > 0:
            left[key] -= 1
            found.append(wave)
    return found


def _when(wave: Wave) -> str:
    return between_text(wave.low, wave.high) + ("" if wave.occasion else " (not broken down)")


def _sizes(waves: Sequence[Wave]) -> str:
    return join([f"{wave.size:,}" for wave in waves])
