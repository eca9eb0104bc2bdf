"""The claim that matters most to an answer: without it most of the people would be told by nobody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from habeas.reconcile.exact.history import History
from habeas.reconcile.outcome.assemble import SolvedSeries


@dataclass(frozen=True)
class _Told:
    """What a kept claim tells of the people in question: their slots, and how many of them it asks for at least.

    It is `timely` unless no report says since when it counts: such a number alone puts nobody on any days.
    """

    claim: str
    slots: frozenset[int]
    least: int
    timely: bool


def decisive(item: SolvedSeries, history: History, slots: frozenset[int]) -> str | None:
    """Return the claim without which the others would tell of the fewest people, null where they tell of all.

    The history is not solved anew without each claim: what the others tell of the same people stands for that.
    """
    told = list(_told(item, history, slots))
    timely: dict[int, list[_Told]] = defaultdict(list)  # by slot: of a century of reports few tell of one wave
    for one in told:
        for slot in one.slots if one.timely else ():
            timely[slot].append(one)
    lost: dict[str, int] = {}
    for one in told:
        others = {id(other): other for slot in one.slots for other in timely[slot] if other.claim != one.claim}
        lost[one.claim] = max(lost.get(one.claim, 0), _without(one, list(others.values()), history))
    most = max(lost.values(), default=0)
    return min((claim for claim, people in lost.items() if people == most), default=None) if most else None


def _told(item: SolvedSeries, history: History, slots: frozenset[int]) -> Iterator[_Told]:
    for _, statement, reading, inside in item.solved.kept(history):
        if statement.role in {"size", "ceiling"} or not inside & slots:
            continue
        least = max(0, reading.law.low - history.people(inside - slots))
        yield _Told(statement.id, inside & slots, least, not reading.window.open_start)


def _without(one: _Told, others: Sequence[_Told], history: History) -> int:
    """Return how many of a claim's people no other claim asks for; each of them is counted by one other at most."""
    left, people = set(one.slots), history.people(one.slots)
    found = 0
    for other in sorted(others, key=lambda each: (-each.least, each.claim)):
        shared = other.slots & left
        if shared:
            beside = history.people(other.slots - shared)
            found += min(history.people(shared), max(0, other.least - beside))
            left -= shared
    return people - found
