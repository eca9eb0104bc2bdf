"""The range of a flow: what was found for its days, what reports tell as a floor, and what its rows add up to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from habeas.reconcile.lexicon import table
from habeas.reconcile.posterior.told import Floor
from habeas.values.history import Range


class Ends(NamedTuple):
    """A range with its ends closed."""

    low: int
    best: int
    high: int


@dataclass(frozen=True)
class Rows:
    """What the rows of the history add up to on the days asked for, and what they may at most.

    They are but a `part` where a report, or what counts of those held leave, tells of more. They are `whole` where the
    days hold all of them, `counted` where they are a sum of just what was counted: neither where a figure is in doubt.
    """

    people: int
    most: int
    part: bool
    whole: bool = False
    counted: bool = False


def range_of(rows: Rows, found: Range, floor: Floor) -> Ends:
    """Return low, best and high of a flow: what was found, what reports tell as a floor, and what its rows add up to.

    The rows of the history stand beside the answer: its range holds their sum. That is the best value where they are
    the whole history, or where it is counted and lies in what was found. Where they put nobody, or too many, the
    range is as open as they leave it.
    """
    told = rows.people
    high = min(max(found.high or 0, floor.told), _most(max(told, floor.told), floor.usual, rows.most))
    low = min(max(found.low or 0, floor.least), high)
    inside = low <= told <= high
    sums = (rows.whole and not rows.part) or (rows.counted and inside)
    best = told if sums else min(max(found.best or 0, floor.told, low), high)
    room = told if told and inside else max(told, rows.most)
    return Ends(low if rows.part else min(low, told), best, max(high, room))


def _most(told: int, usual: float, open_to: int) -> int:
    """Return the most that a range may reach: reports tell no less than some share of what happened.

    It may reach what a history is `open_to`. Nor can days of which nobody tells have held many times what is usual.
    """
    terms = table("reporting")["terms"]
    share = int((told + terms["told_few"]) / terms["told_share"])
    return max(open_to, share, int(usual * terms["untold_times"]))
