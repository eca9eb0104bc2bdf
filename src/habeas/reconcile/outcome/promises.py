"""Promises: what was announced, what has been confirmed since and by whom, and what is outstanding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

import msgspec

from habeas.reconcile.exact.engine import History
from habeas.reconcile.outcome.assemble import SolvedSeries
from habeas.reconcile.prepared.prepare import Prepared
from habeas.reconcile.prepared.statements import Series
from habeas.reconcile.prepared.wording import bounds_text, day_text, done
from habeas.values.claim import FLOWS, CountClaim
from habeas.values.history import Answer, Ask, Promise, Range

_DUE_DAYS = 90
_EARLY_DAYS = 2


class _Announced(NamedTuple):
    claim: CountClaim
    day: int
    first: int
    last: int


def promises_of(
    prepared: Prepared,
    series: Sequence[SolvedSeries],
    published: Mapping[str, tuple[int, int, int]],
    aside: frozenset[str] = frozenset(),
) -> tuple[Promise, ...]:
    """Return every announced flow beside the actual one of the same group; an announcement told twice counts once.

    Waves that only claims set `aside` tell of confirm nothing.
    """
    found: dict[tuple[object, ...], list[_Announced]] = {}
    for claim in prepared.claims:
        if claim.status == "planned" and claim.measure in FLOWS:
            announced = _announced(claim, prepared, published)
            key = (claim.measure, prepared.case.groups.key_of(claim), claim.low, claim.high, announced.day // _DUE_DAYS)
            found.setdefault(key, []).append(announced)
    firsts = sorted(
        ((min(group, key=lambda a: (a.day, a.claim.id)), group) for group in found.values()),
        key=lambda pair: (pair[0].day, pair[0].claim.id),
    )
    taken = {(item.series, slot) for item in series for slot in _told_by(item, aside)}
    promises = [_promise(first, group, prepared, series, taken) for first, group in firsts]
    return tuple(sorted(promises, key=lambda promise: (promise.announced, promise.measure, promise.claims)))


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


def _announced(claim: CountClaim, prepared: Prepared, published: Mapping[str, tuple[int, int, int]]) -> _Announced:
    if claim.doc in prepared.printed:
        day = prepared.printed[claim.doc].toordinal()
    elif claim.doc in published:
        day = published[claim.doc][1]
    else:
        span = prepared.spans[claim.doc]
        day = (span.low + span.high) // 2
    first = claim.start_date.toordinal() if claim.start_date else day
    last = claim.end_date.toordinal() if claim.end_date else max(first, day) + _DUE_DAYS
    return _Announced(claim, day, min(first, day) - _EARLY_DAYS, max(last, first) + _EARLY_DAYS)


def _promise(
    first: _Announced,
    group: Sequence[_Announced],
    prepared: Prepared,
    series: Sequence[SolvedSeries],
    taken: set[tuple[Series, int]],
) -> Promise:
    claim, groups = first.claim, prepared.case.groups
    key = groups.key_of(claim)
    item = next((one for one in series if one.series == Series(claim.measure, key, "actual")), None)
    confirmed, ids, by = _confirmed(item, first, prepared, taken) if item is not None else (0, (), ())
    number = claim.low if claim.low is not None else claim.high or 0
    outstanding = max(0, number - confirmed)
    said = bounds_text(claim.low, claim.high, approx=claim.approx)
    text = f"{said} {groups.name(key)} to be {done(claim.measure)}, announced {day_text(first.day)} ({claim.source})"
    text += (
        f"; confirmed so far {confirmed:,}" + (f" by {', '.join(by)}" if by else "")
        if confirmed
        else "; none confirmed so far"
    )
    text += f"; outstanding {outstanding:,}" if outstanding else "; nothing outstanding"
    return Promise(
        measure=claim.measure,
        group=groups.name(key),
        announced=date.fromordinal(first.day),
        source=claim.source,
        due_start=date.fromordinal(max(1, first.first)),
        due_end=date.fromordinal(first.last),
        size=Range(low=claim.low, best=number, high=claim.high),
        confirmed=confirmed,
        confirmed_by=by,
        outstanding=outstanding,
        claims=tuple(dict.fromkeys([*(a.claim.id for a in group), *ids])),
        derivation=text,
    )


def _confirmed(
    item: SolvedSeries, announced: _Announced, prepared: Prepared, taken: set[tuple[Series, int]]
) -> tuple[int, tuple[str, ...], tuple[str, ...]]:
    """Return the actual flow that answers a promise, the claims of it, and their sources.

    A wave answers one promise. A promise for given days is answered by all waves of these; one without days by the
    waves that follow it, until its number is reached.
    """
    best: History = item.solved.histories[0]
    number = announced.claim.low if announced.claim.low is not None else announced.claim.high or 0
    dated = announced.claim.start_date is not None or announced.claim.end_date is not None
    waves: dict[int, int] = {}
    for wave in best.waves:
        if announced.first <= wave.day <= announced.last and (item.series, wave.slot) not in taken:
            if not dated and sum(waves.values()) >= number:
                break
            waves[wave.slot] = wave.size
            taken.add((item.series, wave.slot))
    ids, by = [], []
    for statement, inside in zip(item.solved.statements, best.inside, strict=True):
        if inside and inside <= waves.keys() and statement.role != "size":
            ids.append(statement.id)
            by.append(prepared.case.speakers.shown(statement.claim))
    return sum(waves.values()), tuple(ids), tuple(dict.fromkeys(by))
