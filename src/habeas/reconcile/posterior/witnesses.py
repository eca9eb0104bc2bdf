"""What the case's other figures say of a figure, and of the numbers and days that it would have if it were a slip.

The draws weigh how far a figure lies from all others together. Beside them it tells much whether others print the very
number that a slip would have made of it, or that very number of another month, and whether its own source contradicts
it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from habeas.reconcile.posterior.fates import DATE_SLIPS, NUMBER_SLIPS, Candidate
from habeas.reconcile.posterior.figures import SAME_DAYS, Figure
from habeas.reconcile.posterior.sums import comes_out

NAMES: Final = ("first_hand", "mended_own", "mended_sum", "beyond_own", "moved")
_MOST: Final = 2  # further reports of a number tell no more
_NOTHING: Final = 0.05  # weight below which a figure, almost certainly wrong itself, tells nothing of another
_BEYOND: Final = 1.1  # times a total that a part of it must be to contradict it
_SHIFTS: Final = ((30.4, 2.6), (365.0, 2.0))  # days from a date to the same one of the next month or year, give or take


def said_by_others(figure: Figure, likeliest: Mapping[str, Candidate], peers: Sequence[Figure]) -> dict[str, float]:
    """Return what speaks for and against a figure by other figures of its series, in the words of `NAMES`.

    `likeliest` is its likeliest reading of each kind. `first_hand`: who counted publishes it itself; `mended_own`: by
    how many more of its source's reports the number is printed that it has with a slip mended; `mended_sum`: that
    number comes out of others' sums; `beyond_own`: its own source counts fewer for longer days; `moved`: another report
    has that very number of days a month or a year apart.
    """
    others = [peer for peer in peers if peer.claim != figure.claim and not peer.spread and peer.low is not None]
    elsewhere = [peer for peer in others if peer.doc != figure.doc]
    own = [peer for peer in elsewhere if peer.source == figure.source]
    mended = [likeliest[kind].figure for kind in sorted(NUMBER_SLIPS | DATE_SLIPS) if kind in likeliest]
    # Of two numbers that each would be the other's slip, the one that fewer print is the slip.
    more = max((_repeating(each, own) for each in mended), default=0) - _repeating(figure, own)
    numbers = [likeliest[kind].figure for kind in sorted(NUMBER_SLIPS) if kind in likeliest]
    return {
        "first_hand": float(figure.first_hand),
        "mended_own": float(min(_MOST, max(0, more))),
        "mended_sum": float(figure.dated and any(comes_out(each, others) for each in numbers)),
        "beyond_own": float(any(p.source == figure.source and _counts_fewer_of_more(p, figure) for p in others)),
        "moved": float(any(_is_moved(peer, figure) for peer in elsewhere)),
    }


def _repeating(figure: Figure, others: Sequence[Figure]) -> int:
    """Return how many figures print the same of the same days."""
    return sum((other.low, other.high) == (figure.low, figure.high) and other.is_of_days(figure) for other in others)


def _counts_fewer_of_more(whole: Figure, part: Figure) -> bool:
    """Say whether a figure counts fewer people of longer days than another of days within these: both cannot stand."""
    if whole.high is None or whole.floor or whole.weight < _NOTHING:
        return False
    longer = whole.end - whole.start > part.end - part.start + SAME_DAYS
    within = whole.start <= part.start + SAME_DAYS and part.end - SAME_DAYS <= whole.end
    return longer and within and whole.high * _BEYOND < part.said


def _is_moved(other: Figure, figure: Figure) -> bool:
    """Say whether another figure is the same number of days a month or a year before or after."""
    starts, ends = abs(other.start - figure.start), abs(other.end - figure.end)
    apart = any(abs(starts - days) <= slack and abs(ends - days) <= slack for days, slack in _SHIFTS)
    return apart and bool(figure.low) and other.low == figure.low
