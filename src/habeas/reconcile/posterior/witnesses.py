"""What the case's other figures say of a figure, and of the numbers it would have if it were a slip.

The draws weigh how far a figure lies from all others together. Beside them it tells much whether others print the very
number that a slip would have made of it, and whether the same source contradicts itself: the desk that restates a
count errs more often than who counts.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from habeas.reconcile.posterior.fates import NUMBER_SLIPS, PRINTED, Candidate
from habeas.reconcile.posterior.figures import SAME_DAYS, Figure
from habeas.reconcile.posterior.sums import comes_out

Array = NDArray[np.float64]
NAMES: Final = ("first_hand", "own_again", "mended_own", "mended_others", "mended_sum", "beyond_own", "unkept")
_MOST = 2  # further reports of a number tell no more
_BEYOND = 1.1  # times a total that a part of it must be to contradict it
_UNKEPT = 0.93  # share of a promise below which it was not kept
_SUREST = 0.98  # chance of that: laws are not known well enough to tell more


def said_by_others(
    figure: Figure, readings: Sequence[Candidate], peers: Sequence[Figure], totals: Array, weights: Array | None
) -> dict[str, float]:
    """Return what speaks for and against a figure by other reports' figures, in the words of `NAMES`.

    `totals` are the drawn totals of its printed readings, one after the other, `weights` those of each one's draws.
    """
    others = [peer for peer in peers if peer.claim != figure.claim and not peer.spread and peer.low is not None]
    other_pages = [peer for peer in others if peer.doc != figure.doc]
    own = [peer for peer in other_pages if peer.source == figure.source]
    strangers = [peer for peer in other_pages if peer.source != figure.source]
    mended = [c.figure for c in readings if _is_mended(c, figure)]
    again = len(_repeating(figure, own))
    # Of two numbers that each would be the other's slip, the one that fewer print is the slip.
    by_own = max((len(_repeating(each, own)) for each in mended), default=0) - again
    by_strangers = max((_sources(_repeating(each, strangers)) for each in mended), default=0)
    by_strangers -= _sources(_repeating(figure, strangers))
    return {
        "first_hand": float(figure.first_hand),
        "own_again": float(min(_MOST, again)),
        "mended_own": float(min(_MOST, max(0, by_own))),
        "mended_others": float(min(_MOST, max(0, by_strangers))),
        "mended_sum": float(_sums_up(figure, readings, others)),
        "beyond_own": float(any(p.source == figure.source and _counts_fewer_of_more(p, figure) for p in others)),
        "unkept": _unkept(figure, readings, totals, weights),
    }


def _is_mended(candidate: Candidate, figure: Figure) -> bool:
    """Say whether a reading gives a figure another number or other days, but those of a running total."""
    kind, own = candidate.alternative.kind, candidate.figure
    return kind not in {PRINTED, "cumulative_for_new"} and candidate.elsewhere is None and own.measure == figure.measure


def _repeating(figure: Figure, others: Sequence[Figure]) -> list[Figure]:
    """Return the figures that print the same of the same days."""
    return [o for o in others if (o.low, o.high) == (figure.low, figure.high) and o.is_of_days(figure)]


def _sources(figures: Sequence[Figure]) -> int:
    return len({figure.source for figure in figures})


def _sums_up(figure: Figure, readings: Sequence[Candidate], others: Sequence[Figure]) -> bool:
    """Say whether the number that a figure would have with its digits mended comes out of others' sums."""
    mended = [c.figure for c in readings if c.alternative.kind in NUMBER_SLIPS and c.figure.dated]
    return figure.dated and any(comes_out(each, others) for each in {(m.low, m.start): m for m in mended}.values())


def _counts_fewer_of_more(whole: Figure, part: Figure) -> bool:
    """Say whether a figure counts fewer people of longer days than another of days within these: both cannot stand."""
    if whole.measure != part.measure or whole.high is None or whole.floor or part.low is None:
        return False
    longer = whole.end - whole.start > part.end - part.start + SAME_DAYS
    within = whole.start <= part.start + SAME_DAYS and part.end - SAME_DAYS <= whole.end
    return longer and within and whole.high * _BEYOND < part.low


def _unkept(figure: Figure, readings: Sequence[Candidate], totals: Array, weights: Array | None) -> float:
    """Return the log-odds, by the draws, that an announcement of the figure's number was not kept; else none."""
    if not any(c.alternative.kind == "announced_for_done" for c in readings):
        return 0.0
    shares = None if weights is None else np.tile(weights, len(totals) // len(weights))
    short = float(np.average(totals < _UNKEPT * (figure.low or 0), weights=shares))
    short = min(max(short, 1 - _SUREST), _SUREST)
    return math.log(short / (1 - short))
