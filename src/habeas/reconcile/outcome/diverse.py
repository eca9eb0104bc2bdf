"""Which further histories of a series a reader should see: those that explain the claims otherwise."""

from __future__ import annotations

from collections.abc import Iterator

from habeas.reconcile.exact.history import History
from habeas.reconcile.outcome.assemble import SolvedSeries, lumps_of, occasions_of
from habeas.reconcile.prepared.groups import Groups
from habeas.values.history import Range

Sizes = list[Range]


def telling(item: SolvedSeries, groups: Groups) -> Iterator[History]:
    """Yield the histories after the best that judge a claim otherwise, or whose waves lie outside the ranges shown.

    What differs from a history shown before only within the ranges of its numbers is not another explanation.
    """
    best, *others = item.solved.histories
    shown = [(best.fates, _sizes(item, best, groups))]
    for history in others:
        sizes = _sizes(item, history, groups)
        if any(history.fates == fates and _within(sizes, known) for fates, known in shown):
            continue
        shown.append((history.fates, sizes))
        yield history


def _sizes(item: SolvedSeries, history: History, groups: Groups) -> Sizes:
    waves = [o.size for o in occasions_of(item, history, groups, widths=True)]
    flows = [u.size for u in lumps_of(item, history, groups, widths=True)]
    return sorted(waves + flows, key=lambda size: size.best or 0)


def _within(sizes: Sizes, known: Sizes) -> bool:
    return len(sizes) == len(known) and all(
        (other.low or 0) <= (size.best or 0) and (other.high is None or (size.best or 0) <= other.high)
        for size, other in zip(sizes, known, strict=True)
    )
