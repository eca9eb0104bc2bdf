"""One event told twice: the same rare figure, or a rounded one beside it, on days next to each other."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from habeas.reconcile.lexicon import prior
from habeas.reconcile.prepared.laws import about
from habeas.reconcile.prepared.numbers import is_round, rounds_to
from habeas.reconcile.prepared.statements import Series, Statement
from habeas.reconcile.prepared.waves import is_more
from habeas.reconcile.prepared.windows import Days, Edge, Window
from habeas.values.claim import CountClaim

_DAYS: Final = 3  # from the first to the last day on which one event is told
_OWN: Final = 10  # the least that a report gives twice by more than chance
_RARE: Final = 30  # and that two reports do, if nobody rounds to it
_ROUNDED: Final = 100  # the least round figure that may be another's exact one
_SAME_DAY: Final = frozenset({"P0D", "-P0D"})
_FAR_BELOW: Final = 2  # times: "at least five" on the morrow of 300 is an event of its own


def retold(statements: Sequence[Statement], parts: Mapping[str, CountClaim]) -> dict[str, Days]:
    """Return, by claim, the days of an event that is told more than once, from the first to the last told of it.

    `parts` are the wholes of those that are parts of another figure, whose days they share.

    "14 were freed on Friday", says a report, and that the 14 left on the 3rd, a Thursday. One report has 3,072 freed
    on Tuesday, another "some 3,000" on Wednesday. Each is one release, whose day is in doubt, not two of equal size.
    """
    series: dict[Series, list[Statement]] = defaultdict(list)
    for statement in statements:
        if statement.claim.low and statement.role in {"on", "total"} and _is_short(statement.window):
            series[statement.series].append(statement)
    found: dict[str, Days] = {}
    for own in series.values():
        own.sort(key=lambda s: (*_days(s.window), s.id))
        for cluster in _clusters(own):
            first, last = _days(cluster[0].window)[0], max(_days(s.window)[1] for s in cluster)
            found |= {s.id: (first, last) for s in cluster}
    return found | {part: found[whole.id] for part, whole in parts.items() if whole.id in found}


def over_days(statement: Statement, days: Days | None) -> Statement:
    """Return a statement of an event told more than once over all days told of it; null leaves it as it is.

    A round figure beside the exact one is about so many.
    """
    if days is None:
        return statement
    law, number = statement.law, statement.claim.low or 0
    if law.low == law.high and is_round(number) and number >= _ROUNDED:
        law = about(number, prior("laws", "about_spread"))
    return replace(statement, window=Window(Edge(None, days[0]), Edge(None, days[1])), law=law)


def _clusters(own: Sequence[Statement]) -> Iterator[list[Statement]]:
    """Yield the statements that tell of one event on different days, in the order of days."""
    taken: set[str] = set()
    days = [_days(statement.window) for statement in own]
    starts = [start for start, _ in days]
    for place, first in enumerate(own):
        start, end = days[place]
        reach = bisect_right(starts, start + _DAYS)
        if first.id in taken or starts[reach - 1] <= end:
            continue  # nothing is told of a later day near enough
        cluster, later = [first], False
        for other, (begun, ended) in zip(own[place + 1 : reach], days[place + 1 : reach], strict=True):
            if other.id not in taken and ended - start <= _DAYS and _one_event(first, other):
                cluster.append(other)
                later |= begun > end
        if later:
            taken |= {statement.id for statement in cluster}
            yield cluster


def _is_short(window: Window) -> bool:
    """Say whether a window is of a few days, whose ends lie open by a day at most ("four days ago")."""
    slack = max(window.start.early, window.start.late, window.end.early, window.end.late)
    first, last = _days(window)
    return not window.docs and slack <= 1 and last - first <= _DAYS


def _days(window: Window) -> Days:
    """Return the first and the last day of a window, of a weekday's the last such day."""
    end = window.end.day
    if window.weekday is None:
        return window.start.day, end
    return (end - (end - window.weekday) % 7,) * 2


def _one_event(one: Statement, other: Statement) -> bool:
    mine, theirs = one.claim, other.claim
    if is_more(mine) or is_more(theirs):
        return False
    if mine.doc != theirs.doc and (_is_day_of_report(mine) or _is_day_of_report(theirs)) and _may_agree(one, other):
        return True
    if mine.low == theirs.low and mine.high == theirs.high:
        rare = (mine.low or 0) >= _RARE and not is_round(mine.low or 0)
        return rare or (mine.doc == theirs.doc and (mine.low or 0) >= _OWN)
    return _rounds(one, other) or _rounds(other, one)


def _is_day_of_report(claim: CountClaim) -> bool:
    """Say whether a claim has the day of its report for want of its own: a morning's paper tells of yesterday."""
    return claim.when_kind == "on" and not claim.weekday and {claim.start_offset, claim.end_offset} <= _SAME_DAY


def _may_agree(one: Statement, other: Statement) -> bool:
    """Say whether two figures can be of one number, neither of them far below the other."""
    lows = one.law.low, other.law.low
    highs = [law.high for law in (one.law, other.law) if law.high is not None]
    return max(lows) <= min([*highs, max(lows)]) and max(lows) <= _FAR_BELOW * min(lows)


def _rounds(rounded: Statement, exact: Statement) -> bool:
    """Say whether a round figure may be another's exact one, within its last round digit and a fifth."""
    claim, number = exact.claim, exact.claim.low or 0
    if claim.low != claim.high or claim.approx or is_round(number):
        return False
    named = [n for n in (rounded.claim.low or 0, (rounded.claim.low or 0) - 1) if n >= _ROUNDED and is_round(n)]
    if not named or (rounded.claim.high is not None and rounded.claim.low != rounded.claim.high):
        return False
    bound = rounded.claim.high is None
    return rounds_to(number, named[0]) and (not bound or number >= named[0])


def with_retold(statements: Sequence[Statement], days: Mapping[str, Days]) -> list[Statement]:
    """Return statements, each of an event told more than once over all its days."""
    return [over_days(statement, days.get(statement.id)) for statement in statements]
