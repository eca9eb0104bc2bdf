"""How many are held between two counts: a source's own series, or several's, moved by the waves told in between."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from typing import Final

import msgspec

from habeas.reconcile.outcome.answers import is_bound
from habeas.reconcile.outcome.assemble import SolvedSeries
from habeas.reconcile.outcome.banished import waves_of
from habeas.reconcile.prepared.groups import Groups
from habeas.reconcile.prepared.numbers import is_within, step_above
from habeas.values.history import Ask, Range, Stock

_SIGN: Final = {"recognised": 1, "detained": 1, "rearrested": 1, "freed": -1, "died": -1, "expelled": -1}
_LARGE: Final = 0.05  # share of the level from which a wave is told from what lists of different days differ by anyway
_MOST: Final = 0.5  # of the level, by which no wave can have moved it that the counts do not show
_NEAR: Final = 3  # days off at most from a count that tells by itself
_DATED: Final = 7  # days within which a wave must be known to move a level
_LEAP: Final = 1.5  # times that counts of several sources may lie apart for the level to lie between them
_STEP: Final = 0.1  # of a bound, at most, to the number that would be said instead: 2,800 for 2,700, 1,100 for 1,000


def level_between(
    ask: Ask,
    stocks: Sequence[Stock],
    series: Sequence[SolvedSeries],
    groups: Groups,
    name: str,
    accused: AbstractSet[str],
    drawn: Range | None = None,
) -> int | None:
    """Return the level on the last day asked for between the counts before and after it, null where nothing tells it.

    Of several sources a count of that day, or of some days off, tells by itself; else the level lies between theirs,
    unless it is outside the range of what was `drawn` from all counts: sources that count otherwise are no one series.

    A list restated week by week is its maker's own series: what it misses, it misses throughout. Told waves move the
    level on their days; what is left of the change is spread evenly. `name` is the group's; what is `accused` between
    other counts is none.
    """
    every = [s for s in stocks if (s.measure, s.group) == (ask.measure, name)]
    sure = [s.date for s in every if accused.isdisjoint(s.claims)]
    # The first list before a wave of arrests is far from all others, and right.
    own = [s for s in every if accused.isdisjoint(s.claims) or not sure or not min(sure) < s.date < max(sure)]
    before = max((s for s in own if s.date <= ask.end), key=lambda s: s.date, default=None)
    after = min((s for s in own if s.date >= ask.end), key=lambda s: s.date, default=None)
    if before is None or after is None or before.source != after.source or is_bound(before) or is_bound(after):
        near = _near(ask.end, [count for count in (before, after) if count is not None and not is_bound(count)])
        ends, waves = _ends(ask.end, own), _waves(series, groups, name)
        if ends is None:
            # What rounds a number to a tenth does not show what a wave moved.
            ends, waves = _round_ends(ask.end, own), []
        if near is not None or ends is None:
            return near
        level = _moved_level(ask.end, *ends, waves)
        return level if drawn is None or _is_within(level, drawn) else None
    return _moved_level(ask.end, before, after, _waves(series, groups, name))


def _moved_level(day: date, before: Stock, after: Stock, waves: Sequence[tuple[int, int]]) -> int:
    """Return the level of a day: the count before it, the large waves since, and a share of the rest of the change."""
    first, last = before.best or 0, after.best or 0
    if before.date == after.date:
        return first
    large = [(at, people) for at, people in waves if abs(people) >= _LARGE * max(first, last)]
    moved, whole = (_moved(large, before.date, until) for until in (day, after.date))
    if abs(whole) > _MOST * max(first, last) and whole * (last - first) <= 0:
        # Most of those held were let go, and as many are: they were others, or others came for them, nobody knows when.
        moved, whole = 0, 0
    return max(0, round(first + moved + (last - first - whole) * _part(day, before, after)))


def _ends(day: date, own: Sequence[Stock]) -> tuple[Stock, Stock] | None:
    """Return the counts of several sources between which the level of a day lies, null where none do.

    What is bounded from below is one of them only where the counts around it would leave fewer: "more than 1,400"
    between 1,405 and 1,287 says that it had not fallen yet. Counts that lie far apart tell of a leap, or of other
    people.
    """
    before = max((s for s in own if s.date <= day and not is_bound(s)), key=lambda s: s.date, default=None)
    after = min((s for s in own if s.date >= day and not is_bound(s)), key=lambda s: s.date, default=None)
    if before is None or after is None or before.date == after.date:
        return None
    first, last = before.best or 0, after.best or 0
    if not is_within(_LEAP, first, last):
        return None
    within = [s for s in own if is_bound(s) and before.date < s.date < after.date]
    raised = [s for s in within if (s.best or 0) > first + (last - first) * _part(s.date, before, after)]
    return (
        max((before, *(s for s in raised if s.date <= day)), key=lambda s: s.date),
        min((after, *(s for s in raised if s.date >= day)), key=lambda s: s.date),
    )


def _round_ends(day: date, own: Sequence[Stock]) -> tuple[Stock, Stock] | None:
    """Return the counts around a day of which one or both are bounds by round numbers, each as what it is said of.

    Who still counts 2,800 does not say "more than 2,700": such a bound tells of a number halfway to the next as round.
    """
    # "Tens of thousands" says too little of any number.
    told = [_halfway(s) if is_bound(s) else s for s in own if is_within(_LEAP, s.low or 0, s.high or 0)]
    before = max((s for s in told if s.date <= day), key=lambda s: s.date, default=None)
    after = min((s for s in told if s.date >= day), key=lambda s: s.date, default=None)
    if before is None or after is None or not is_within(_LEAP, before.best or 0, after.best or 0):
        return None
    return before, after


def _halfway(bound: Stock) -> Stock:
    least = bound.best or 0
    return msgspec.structs.replace(bound, best=round(least + min(step_above(least), least * _STEP) / 2))


def _part(day: date, before: Stock, after: Stock) -> float:
    """Return the share of the days between two counts that have gone by until a day."""
    return (day - before.date).days / (after.date - before.date).days


def _is_within(level: int, drawn: Range) -> bool:
    return (drawn.low is None or drawn.low <= level) and (drawn.high is None or level <= drawn.high)


def _near(day: date, counts: Sequence[Stock]) -> int | None:
    """Return the count of a day, or of one some days off, whoever gives it; null where none is so near."""
    nearest = min(counts, key=lambda count: abs(count.date - day), default=None)
    return nearest.best if nearest is not None and abs(nearest.date - day).days <= _NEAR else None


def _waves(series: Sequence[SolvedSeries], groups: Groups, name: str) -> list[tuple[int, int]]:
    """Return the day and the people, those taken above and those let go below nothing, of waves of known days."""
    own = {item.series.measure: item for item in series if groups.name(item.series.group) == name}
    measures = [m for m in _SIGN if m in own and not (m == "detained" and "recognised" in own)]
    return [
        (wave.day, _SIGN[measure] * wave.size)
        for measure in measures
        for wave in waves_of(measure, own)
        if wave.high - wave.low < _DATED
    ]


def _moved(waves: Sequence[tuple[int, int]], since: date, until: date) -> int:
    """Return by how many the waves told after one day and until another change those held."""
    return sum(people for day, people in waves if since.toordinal() < day <= until.toordinal())
