"""States of one running total that are told as events: "340 have been detained", of its day, and "410" a week later.

Sizes of events come in any order; states of one total only rise, seldom by many times, lie between the totals that are
told as such, and leave room for all events told between two of them. What of this a case shows is weighed in bits.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from datetime import date
from itertools import accumulate
from typing import Final, NamedTuple

import msgspec
import numpy as np

from habeas.reconcile.lexicon import prior
from habeas.reconcile.prepared.groups import Groups
from habeas.reconcile.prepared.waves import is_more
from habeas.reconcile.prepared.windows import SAME_START
from habeas.values.claim import FLOWS, CountClaim

_SAME_DAY: Final = frozenset({None, "P0D", "-P0D"})
_NEVER: Final = 1e9  # bits
_Days = dict[int, int]  # people told of a day as an event, the most of several


class _Count(NamedTuple):
    """One count that is a running total, or may be a state of one; `price` is null for what is told as a total."""

    day: int
    people: int
    id: str
    bounded: bool
    approx: bool
    price: float | None


def states_of_totals(
    claims: Sequence[CountClaim],
    printed: Mapping[str, date],
    groups: Groups,
    begun: Mapping[str, int],
    as_told: Container[str],
) -> dict[str, CountClaim]:
    """Return, by id, the counts told of their report's day, or of none, that are states of a running total, as such.

    `printed` are the days of the reports that print theirs, `begun` those since which most totals of a measure are
    counted, `as_told` what stands as it is: parts of another figure, sums of several, what a judgement pins.
    """
    series: dict[tuple[str, str], list[CountClaim]] = defaultdict(list)
    for claim in claims:
        whole = claim.id not in as_told and claim.subset_of is None
        if claim.measure in FLOWS and claim.status == "actual" and claim.low and whole and claim.doc in printed:
            series[claim.measure, groups.key_of(claim)].append(claim)
    found: dict[str, CountClaim] = {}
    for (measure, _), own in sorted(series.items()):
        found |= _states(own, printed, begun.get(measure))
    return found


def _states(own: Sequence[CountClaim], printed: Mapping[str, date], begun: int | None) -> dict[str, CountClaim]:
    counts = sorted(count for claim in own if (count := _count(claim, printed, begun)) is not None)
    told_as_such = [count for count in counts if count.price is None]
    if len(counts) < prior("states", "least_counts") or len(counts) > prior("states", "most_counts"):
        return {}
    events: _Days = {}
    for claim in own:
        if claim.when_kind == "on" and (day := claim.end_date or claim.start_date or printed[claim.doc]):
            events[day.toordinal()] = max(events.get(day.toordinal(), 0), claim.low or 0)
    law = _Law(counts, events)
    bits, chain = law.cheapest(_of_each_day(counts))
    saved = law.cheapest(told_as_such)[0] - bits - prior("states", "any_bits")
    if saved < prior("states", "least_bits") or len(chain) < prior("states", "least_counts"):
        return {}
    days = {count.id: count.day for count in counts if count.price is not None and _is_on(count, chain)}
    first = min([*(count.day for count in chain), *events, *([begun] if begun is not None else [])])
    start = begun if begun is not None and begun <= min(days.values()) else first
    return {claim.id: _as_total(claim, start, days[claim.id]) for claim in own if claim.id in days}


def _count(claim: CountClaim, printed: Mapping[str, date], begun: int | None) -> _Count | None:
    """Return a claim as a count that is, or may be, a running total; null for others."""
    published = printed[claim.doc].toordinal()
    last = claim.end_date.toordinal() if claim.end_date is not None else published
    price: float | None
    if claim.when_kind == "since" and claim.start_date is not None:
        if begun is None or abs(claim.start_date.toordinal() - begun) > SAME_START:
            return None
        price = None
    elif is_more(claim) or (claim.low or 0) < prior("states", "least_people") or claim.weekday:
        return None
    elif claim.when_kind == "none" and claim.start_date is None and claim.start_offset is None:
        price = prior("states", "timeless_bits")
    elif claim.when_kind == "on" and 0 <= published - last <= 1 and claim.start_date in {None, claim.end_date}:
        of_report = claim.start_offset in _SAME_DAY and claim.end_offset in _SAME_DAY and last == published
        price = prior("states", "day_of_report_bits" if of_report else "own_day_bits")
    else:
        return None
    return _Count(min(last, published), claim.low or 0, claim.id, claim.high is not None, claim.approx, price)


def _of_each_day(counts: Sequence[_Count]) -> list[_Count]:
    """Return what is told as totals, and of the other counts of a day the largest: early counts of one event rise."""
    largest = {count.day: count for count in counts if count.price is not None}
    return [count for count in counts if count.price is None or largest[count.day] == count]


def _is_on(count: _Count, chain: Sequence[_Count]) -> bool:
    """Say whether a count is a state of a chain, or lies between two of them that leave no room for it as an event.

    Of several counts of one day all that lie between its state and the state before are states.
    """
    if count in chain:
        return True
    before = max((state for state in chain if state.day < count.day), default=chain[0])
    after = min((state for state in chain if state.day >= count.day), default=chain[-1])
    room = after.people - before.people
    return before.people <= count.people <= after.people and (count.day == after.day or count.people > room)


def _as_total(claim: CountClaim, start: int, day: int) -> CountClaim:
    first, last = date.fromordinal(min(start, day)), date.fromordinal(day)
    return msgspec.structs.replace(
        claim, when_kind="since", start_date=first, end_date=last, start_offset=None, end_offset=None
    )


class _Law:
    """What counts cost as states of one total, against what they cost as events of their days."""

    def __init__(self, counts: Sequence[_Count], events: _Days) -> None:
        sizes = np.log([count.people for count in counts if count.price is not None] or [1])
        self._usual = float(np.median(sizes))
        self._spread = float(np.clip(sizes.std(), prior("states", "least_spread"), prior("states", "most_spread")))
        self._days = sorted(events)
        self._sums = [0, *accumulate(events[day] for day in self._days)]

    def cheapest(self, counts: Sequence[_Count]) -> tuple[float, list[_Count]]:
        """Return the cheapest rising chain of states among counts, in bits more than all of them as events.

        What is told as a total is a state; one that a chain leaves out costs as much as a wrong figure.
        """
        fixed = [0, *accumulate(int(count.price is None) for count in counts)]
        wrong = prior("states", "wrong_bits")
        bits = [0.0] * len(counts)
        before: list[int | None] = [None] * len(counts)
        for n, count in enumerate(counts):
            bits[n] = fixed[n] * wrong + self._begins(count)
            for m in range(n):
                cost = bits[m] + (fixed[n] - fixed[m + 1]) * wrong + self._follows(counts[m], count)
                if cost < bits[n]:
                    bits[n], before[n] = cost, m
        ends = [cost + (fixed[-1] - fixed[n + 1]) * wrong for n, cost in enumerate(bits)]
        last = min(range(len(counts)), key=lambda n: ends[n], default=None)
        if last is None or ends[last] >= fixed[-1] * wrong:
            return fixed[-1] * wrong, []
        return ends[last], [counts[n] for n in self._traced(before, last)][::-1]

    @staticmethod
    def _traced(before: Sequence[int | None], last: int) -> Iterator[int]:
        place: int | None = last
        while place is not None:
            yield place
            place = before[place]

    def _begins(self, count: _Count) -> float:
        """Return the cost of a chain's first state: events told before are among those it counts."""
        told = self._sums[bisect_left(self._days, count.day)]
        own = 0.0 if count.price is None else count.price - self._as_event(count)
        return own + (_grown(told, count) if told else self._as_event(count))

    def _follows(self, before: _Count, after: _Count) -> float:
        """Return the cost of one state after another, and after the events told strictly between the two."""
        slack = prior("states", "about" if before.approx or after.approx or not before.bounded else "exact")
        if math.log(after.people / before.people) < -slack and after.bounded:
            return _NEVER
        told = self._sums[bisect_left(self._days, after.day)] - self._sums[bisect_right(self._days, before.day)]
        own = 0.0 if after.price is None else after.price - self._as_event(after)
        return own + _grown(before.people + max(0, told), after)

    def _as_event(self, count: _Count) -> float:
        """Return the cost of a count's size as that of an event: spread over magnitudes as the case's counts are."""
        off = (math.log(count.people) - self._usual) / self._spread
        return (off * off / 2 + math.log(self._spread * math.sqrt(2 * math.pi))) / math.log(2)


def _grown(told: int, count: _Count) -> float:
    """Return the cost of a total's size where so many are told of: seldom many times, and often just as many.

    Where it counts fewer than are told, one of the figures is wrong.
    """
    off, about = math.log(count.people / told), prior("states", "about")
    if off < -about:
        return prior("states", "wrong_bits")
    scale, exact = prior("states", "growth"), prior("states", "exact")
    same = prior("states", "same") if count.price is None else 0.0
    density = (1 - same) / (scale * (1 + max(0.0, off) / scale) ** 2) + same / (2 * exact) * (abs(off) <= exact)
    return -math.log2(density)
