"""Promises: what was announced, what has been confirmed since and by whom, and what is outstanding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

import msgspec

from habeas.reconcile.exact.history import History
from habeas.reconcile.outcome.assemble import SolvedSeries
from habeas.reconcile.prepared.prepare import Prepared
from habeas.reconcile.prepared.statements import Series
from habeas.reconcile.prepared.wording import bounds_text, day_text, done
from habeas.values.claim import FLOWS, CountClaim
from habeas.values.history import Answer, Ask, Promise, Range

_DUE_DAYS = 90  # within which a promise without days is to be kept, and after which a like one is another
_EARLY_DAYS = 2  # by which releases may precede or follow the days they were announced for


class _Telling(NamedTuple):
    """A claim that tells of a promise, the days it may be of, and those within which it says that this falls due."""

    claim: CountClaim
    low: int
    high: int
    due: tuple[int | None, int | None]

    @property
    def printed(self) -> bool:
        """Say whether the claim tells of it as announced, not as done."""
        return self.claim.status == "planned"


def promises_of(
    prepared: Prepared,
    series: Sequence[SolvedSeries],
    published: Mapping[str, tuple[int, int, int]],
    aside: frozenset[str] = frozenset(),
) -> tuple[Promise, ...]:
    """Return every announced flow beside the actual one of the same group.

    One that is told again within three months of the last telling, for days that the first does not exclude, counts
    once, from the first day on which it is told; so do claims set `aside` that print it as done. Waves that only
    claims set `aside` tell of confirm nothing.
    """
    tellings: dict[tuple[object, ...], list[_Telling]] = {}
    for claim in prepared.claims:
        if claim.measure in FLOWS and (claim.status == "planned" or claim.id in aside):
            key = (claim.measure, prepared.case.groups.key_of(claim), claim.low, claim.high)
            tellings.setdefault(key, []).append(_telling(claim, prepared, published))
    found = sorted(
        (group for told in tellings.values() for group in _retold(told)),
        key=lambda group: (_announced(group), min(told.claim.id for told in group)),
    )
    taken = {(item.series, slot) for item in series for slot in _told_by(item, aside)}
    promises = [_promise(group, prepared, series, taken) for group in found]
    return tuple(sorted(promises, key=lambda promise: (promise.announced, promise.measure, promise.claims)))


def _telling(claim: CountClaim, prepared: Prepared, published: Mapping[str, tuple[int, int, int]]) -> _Telling:
    start, end = (None if day is None else day.toordinal() for day in (claim.start_date, claim.end_date))
    if claim.status != "planned" and start is not None:
        return _Telling(claim, start, start, (None, None))
    if claim.doc in prepared.printed:
        low = high = prepared.printed[claim.doc].toordinal()
    else:
        span = prepared.spans[claim.doc]
        low, _, high = published.get(claim.doc, (span.low, 0, span.high))
    return _Telling(claim, low, high, (start, end))


def _retold(tellings: Sequence[_Telling]) -> list[list[_Telling]]:
    """Return the tellings of one figure by promise, the surely dated placed first; some claim tells each as one."""
    promises: list[list[_Telling]] = []
    for told in sorted(tellings, key=lambda told: (told.high - told.low, told.low, told.claim.id)):
        own = next((group for group in promises if _is_of(told, group)), None)
        if own is None:
            promises.append([told])
        else:
            own.append(told)
    return [group for group in promises if any(told.printed for told in group)]


def _is_of(told: _Telling, promise: Sequence[_Telling]) -> bool:
    near = any(told.low <= one.high + _DUE_DAYS and one.low <= told.high + _DUE_DAYS for one in promise)
    return near and not any(_excludes(told.due, one.due) for one in promise)


def _excludes(one: tuple[int | None, int | None], other: tuple[int | None, int | None]) -> bool:
    """Say whether two spans of days, each open where null, have no day in common."""
    return any(
        start is not None and end is not None and end < start for start, end in ((one[0], other[1]), (other[0], one[1]))
    )


def _announced(promise: Sequence[_Telling]) -> int:
    """Return the first day on which a promise is told, by its surely dated claims where there are any."""
    exact = [told.low for told in promise if told.high == told.low]
    return min(exact) if exact else min((told.low + told.high) // 2 for told in promise)


def _due(promise: Sequence[_Telling], announced: int) -> tuple[int, int]:
    """Return the days within which a promise is to be kept."""
    starts = [told.due[0] for told in promise if told.due[0] is not None]
    ends = [told.due[1] for told in promise if told.due[1] is not None]
    first = min(starts, default=announced)
    last = max(ends) if ends else max(first, announced) + _DUE_DAYS
    return min(first, announced) - _EARLY_DAYS, max(last, first) + _EARLY_DAYS


def _told_by(item: SolvedSeries, claims: frozenset[str]) -> set[int]:
    """Return the waves of the best history that only some claims tell of."""
    names = [s.id if s.role in {"on", "total"} and not s.carried else None for s in item.solved.statements]
    return {slot for slot, ids in item.solved.histories[0].told_by(names).items() if ids <= claims}


def with_promises(answer: Answer, ask: Ask, group: str, promises: Sequence[Promise]) -> Answer:
    """Return an answer that also says what was announced for the days asked for, and what is outstanding of it."""
    due = [
        promise.derivation
        for promise in promises
        if (promise.measure, promise.group) == (ask.measure, group)
        and promise.due_start <= ask.end
        and promise.due_end >= ask.start
    ]
    if not due:
        return answer
    return msgspec.structs.replace(answer, derivation=f"{answer.derivation}; announced: {'; '.join(due)}")


def _promise(
    tellings: Sequence[_Telling],
    prepared: Prepared,
    series: Sequence[SolvedSeries],
    taken: set[tuple[Series, int]],
) -> Promise:
    groups, announced = prepared.case.groups, _announced(tellings)
    claim = min(tellings, key=lambda told: (abs(told.low - announced), told.high, told.claim.id)).claim
    key = groups.key_of(claim)
    due = _due(tellings, announced)
    number = claim.low if claim.low is not None else claim.high or 0
    dated = any(told.due != (None, None) for told in tellings)
    item = next((one for one in series if one.series == Series(claim.measure, key, "actual")), None)
    confirmed, ids, by = (
        _confirmed(item, due, None if dated else number, prepared, taken) if item is not None else (0, (), ())
    )
    outstanding = max(0, number - confirmed)
    said = bounds_text(claim.low, claim.high, approx=claim.approx)
    text = f"{said} {groups.name(key)} to be {done(claim.measure)}, announced {day_text(announced)} ({claim.source})"
    text += (
        f"; confirmed so far {confirmed:,}" + (f" by {', '.join(by)}" if by else "")
        if confirmed
        else "; none confirmed so far"
    )
    text += f"; outstanding {outstanding:,}" if outstanding else "; nothing outstanding"
    return Promise(
        measure=claim.measure,
        group=groups.name(key),
        announced=date.fromordinal(announced),
        source=claim.source,
        due_start=date.fromordinal(max(1, due[0])),
        due_end=date.fromordinal(due[1]),
        size=Range(low=claim.low, best=number, high=claim.high),
        confirmed=confirmed,
        confirmed_by=by,
        outstanding=outstanding,
        claims=tuple(dict.fromkeys([*(told.claim.id for told in tellings), *ids])),
        told_by=tuple(told.claim.id for told in tellings),
        derivation=text,
    )


def _confirmed(
    item: SolvedSeries,
    due: tuple[int, int],
    most: int | None,
    prepared: Prepared,
    taken: set[tuple[Series, int]],
) -> tuple[int, tuple[str, ...], tuple[str, ...]]:
    """Return the actual flow that answers a promise, the claims of it, and their sources.

    A wave answers one promise. A promise for given days is answered by all waves of these; one without days by the
    waves that follow it, until `most`, its number, is reached.
    """
    best: History = item.solved.histories[0]
    waves: dict[int, int] = {}
    for wave in best.waves:
        if due[0] <= wave.day <= due[1] and (item.series, wave.slot) not in taken:
            if most is not None and sum(waves.values()) >= most:
                break
            waves[wave.slot] = wave.size
            taken.add((item.series, wave.slot))
    ids, by = [], []
    for statement, inside in zip(item.solved.statements, best.inside, strict=True):
        if inside and inside <= waves.keys() and statement.role != "size":
            ids.append(statement.id)
            by.append(prepared.case.speakers.shown(statement.claim))
    return sum(waves.values()), tuple(ids), tuple(dict.fromkeys(by))
