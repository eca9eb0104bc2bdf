"""The held curve of the register: how many of its persons are in custody, day by day, beside the reconciled stocks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple

import msgspec

from habeas.analyse import wording
from habeas.analyse.inputs import Inputs
from habeas.values.custody import CurvePoint, HeldCurve
from habeas.values.months import months_after
from habeas.values.register import Episode, RegisterPerson
from habeas.values.status_claim import LIFE

_DAY = timedelta(days=1)


class Stay(NamedTuple):
    """Days in custody, each from a first day up to, and not including, another; null where there is none.

    `sure` are those on which the person was held beyond doubt, `best` those up to the end that is told, or that of the
    sentence, or of the record; `may` all on which the person may have been held.
    """

    sure: tuple[date, date] | None
    best: tuple[date, date]
    may: tuple[date, date]


def curve(inputs: Inputs) -> HeldCurve:
    """Return the curve from the first day on which a person of the register may be held to the last of the record."""
    until = inputs.until
    if until is None:
        return HeldCurve()
    dated = [(p, e) for p in inputs.register.persons for e in p.episodes if _first(e) is not None]
    stays = [stay for person, episode in dated if (stay := stay_of(person, episode, until)) is not None]
    made = HeldCurve(
        points=tuple(point for point in points(stays) if point.date <= until),
        stocks=tuple(s for s in inputs.reconciliation.stocks if s.measure == "held"),
        unstarted=sum(episode.start_low is None for _, episode in dated),
        until=until,
    )
    return msgspec.structs.replace(made, text=wording.curve(made))


def points(stays: Sequence[Stay]) -> tuple[CurvePoint, ...]:
    """Return the days on which a number changes, with the numbers from that day on."""
    steps: list[tuple[date, int, int]] = []
    for stay in stays:
        for which, span in enumerate((stay.sure, stay.best, stay.may)):
            if span is not None and span[0] < span[1]:
                steps += [(span[0], which, 1), (span[1], which, -1)]
    numbers = [0, 0, 0]
    made: list[CurvePoint] = []
    for day, changes in groupby(sorted(steps), key=lambda step: step[0]):
        before = tuple(numbers)
        for _, which, change in changes:
            numbers[which] += change
        if tuple(numbers) != before:
            made.append(CurvePoint(date=day, low=numbers[0], best=numbers[1], high=numbers[2]))
    return tuple(made)


def stay_of(person: RegisterPerson, episode: Episode, until: date) -> Stay | None:
    """Return the days of one episode, none where it begins after `until`.

    Nobody is held beyond `until`; without a told end, a person is surely held until last seen so, most likely until
    the sentence is served, and may be until the end of the record.
    """
    first = _first(episode)
    if first is None or first > until:
        return None
    after = until + _DAY
    latest = min(episode.start_high or first, until)
    seen = min((episode.seen or latest) + _DAY, after)
    if episode.ended_by is not None:
        leaves = episode.end_high or episode.end_low
        may_leave = min((leaves or until) + _DAY, after)
        sure_leave = min(episode.end_low or seen, after)
        best_leave = min(leaves or until, after)
    else:
        served = _served(person, episode, latest)
        may_leave, sure_leave = after, seen
        best_leave = after if served is None else min(max(served, seen), after)
    sure = (latest, max(sure_leave, seen)) if latest < max(sure_leave, seen) else None
    sure = (latest, min(sure[1], may_leave)) if sure is not None and latest < min(sure[1], may_leave) else None
    return Stay(sure, (latest, max(best_leave, latest)), (first, max(may_leave, first)))


def _first(episode: Episode) -> date | None:
    """Return the first day of an episode: the earliest possible, or the first on which the person is seen held."""
    return episode.start_low or episode.seen or episode.start_high


def _served(person: RegisterPerson, episode: Episode, begun: date) -> date | None:
    """Return when the longest sentence that belongs to an episode is served, counted from its beginning."""
    low = episode.start_low or episode.start_high
    terms = [
        s.term_months
        for s in person.states
        if s.status == "sentenced"
        and s.state == "actual"
        and s.term_months is not None
        and (s.end_high is None or low is None or s.end_high >= low)
    ]
    longest = max(terms, default=None)
    return None if longest is None or longest >= LIFE else months_after(begun, longest)


def daily(made: HeldCurve) -> Iterator[CurvePoint]:
    """Yield a point for every day from the first of the curve to its last."""
    if not made.points or made.until is None:
        return
    day, last = made.points[0].date, made.points[0]
    coming: Iterable[CurvePoint] = made.points[1:]
    queue = list(coming)
    while day <= made.until:
        if queue and queue[0].date <= day:
            last = queue.pop(0)
        yield msgspec.structs.replace(last, date=day)
        day += _DAY
