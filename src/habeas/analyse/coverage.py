"""Register against counts: who of each occasion is known by name, and names that the counts cannot hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec

from habeas.analyse import wording
from habeas.analyse.inputs import STATUSES_OF, Happened, Inputs, distinct, happened
from habeas.values.custody import CountConflict, Coverage
from habeas.values.history import DateRange, Range


class Counted(NamedTuple):
    """People that reports count together: an occasion, or a lump that no report breaks down."""

    measure: str
    group: str
    date: DateRange
    size: Range
    claims: tuple[str, ...]


def counted(inputs: Inputs) -> list[Counted]:
    """Return the occasions and lumps of the history whose people can be known by name, in order of time."""
    history = inputs.reconciliation
    found = [Counted(o.measure, o.group, o.date, o.size, o.claims) for o in history.occasions]
    for lump in history.lumps:
        day = DateRange(low=lump.start, best=None, high=lump.end)
        found.append(Counted(lump.measure, lump.group, day, lump.size, lump.claims))
    found = [item for item in found if item.measure in STATUSES_OF]
    return sorted(found, key=lambda c: (str(c.date.low), str(c.date.high), c.measure, c.group, c.claims))


def coverage(inputs: Inputs) -> tuple[Coverage, ...]:
    """Return for each occasion how many of its people are known by name, by measure and time."""
    items = counted(inputs)
    made: list[Coverage] = []
    for measure in sorted({item.measure for item in items}):
        of_measure = [item for item in items if item.measure == measure]
        events = happened(inputs.register, measure)
        sure, best, may = _shares(inputs, of_measure, events)
        made += [_covered(item, sure[at], best[at], may[at]) for at, item in enumerate(of_measure)]
    return tuple(made)


def _shares(
    inputs: Inputs, items: Sequence[Counted], events: Sequence[Happened]
) -> tuple[dict[int, set[str]], dict[int, set[str]], dict[int, set[str]]]:
    """Return who surely, who most likely and who possibly belongs to each of the counted occasions."""
    sure: dict[int, set[str]] = defaultdict(set)
    best: dict[int, set[str]] = defaultdict(set)
    may: dict[int, set[str]] = defaultdict(set)
    beside = _Beside(inputs)
    for event in events:
        fitting = [at for at, item in enumerate(items) if event.meets(item.date)]
        for at in fitting:
            may[at].add(event.person)
        told = [at for at in fitting if beside(event, items[at])]
        inside = [at for at in fitting if event.inside(items[at].date)]
        for at in told or (fitting if len(fitting) == 1 else inside if len(inside) == 1 else []):
            best[at].add(event.person)
        for at in inside if len(fitting) == 1 else []:
            sure[at].add(event.person)
    return sure, best, may


class _Beside:
    """Says whether a report names a person right beside the count of an occasion."""

    def __init__(self, inputs: Inputs) -> None:
        self._told = inputs.told()
        self._counts = {claim.id: claim for claim in inputs.claims}
        self._near = inputs.options.near

    def __call__(self, event: Happened, item: Counted) -> bool:
        counts = [self._counts[one] for one in item.claims if one in self._counts]
        statuses = STATUSES_OF[item.measure]
        return any(
            claim.doc == count.doc and abs(claim.start - count.start) <= self._near
            for claim in (self._told[one] for one in event.claims if one in self._told)
            if claim.status in statuses
            for count in counts
        )


def _covered(item: Counted, sure: set[str], best: set[str], may: set[str]) -> Coverage:
    high = item.size.high
    most = len(may) if high is None else max(min(len(may), high), len(sure))
    likely = min(max(len(best | sure), len(sure)), most)
    named = Range(low=len(sure), best=likely, high=most)
    made = Coverage(
        measure=item.measure,
        group=item.group,
        date=item.date,
        size=item.size,
        named=named,
        unnamed=Range(low=_less(item.size.low, most), best=_less(item.size.best, likely), high=_less(high, len(sure))),
        persons=distinct([*best, *sure]),
        fits=high is None or len(sure) <= high,
    )
    return msgspec.structs.replace(made, text=wording.coverage(made))


def _less(size: int | None, named: int) -> int | None:
    return None if size is None else max(0, size - named)


def count_conflicts(inputs: Inputs, covered: Sequence[Coverage]) -> tuple[CountConflict, ...]:
    """Return what names and counts cannot both have right: more persons named than were counted."""
    claims = {(c.measure, c.group, c.date): c.claims for c in counted(inputs)}
    found = [
        CountConflict(explanation=item.text, persons=item.persons, claims=claims[item.measure, item.group, item.date])
        for item in covered
        if not item.fits
    ]
    return (*found, *_totals(inputs, covered), *_stocks(inputs))


def _totals(inputs: Inputs, covered: Sequence[Coverage]) -> Iterator[CountConflict]:
    """Names known must not outnumber the people whom all occasions and lumps of a measure count together."""
    for measure in sorted({item.measure for item in covered}):
        items = [item for item in counted(inputs) if item.measure == measure]
        most = [item.size.high for item in items]
        lows = [item.date.low for item in items if item.date.low is not None]
        highs = [item.date.high for item in items if item.date.high is not None]
        if None in most or not lows or not highs:
            continue
        span = DateRange(low=min(lows), best=None, high=max(highs))
        known = [event for event in happened(inputs.register, measure) if event.inside(span)]
        total = sum(size for size in most if size is not None)
        if len({event.person for event in known}) > total:
            number = len({event.person for event in known})
            yield CountConflict(
                explanation=f"{number:,} persons {measure} {wording.day(span)} are known by name, but reports count "
                f"{total:,} at most.",
                persons=distinct([event.person for event in known]),
                status_claims=distinct([claim for event in known for claim in event.claims]),
                claims=distinct([claim for item in items for claim in item.claims]),
            )


def _stocks(inputs: Inputs) -> Iterator[CountConflict]:
    """Persons surely held on a day must not outnumber a stock of that day."""
    for stock in inputs.reconciliation.stocks:
        if stock.measure != "held" or stock.high is None:
            continue
        held = [
            (person.id, episode)
            for person in inputs.register.persons
            for episode in person.episodes
            if episode.start_high is not None
            and episode.start_high <= stock.date
            and max(day for day in (episode.seen, episode.end_low, episode.start_high) if day is not None) > stock.date
        ]
        if len({person for person, _ in held}) > stock.high:
            number = len({person for person, _ in held})
            yield CountConflict(
                explanation=f"{number:,} persons of the register were surely held on {stock.date}, but "
                f"{stock.high:,} at most were counted.",
                persons=distinct([person for person, _ in held]),
                status_claims=distinct([claim for _, episode in held for claim in episode.claims]),
                claims=stock.claims,
            )


def uncounted(inputs: Inputs, covered: Sequence[Coverage]) -> int:
    """Return how many persons were freed, on days that are known, when no report counts a release."""
    days = [item.date for item in covered if item.measure == "freed"]
    events = happened(inputs.register, "freed") if days else []
    dated = [event for event in events if event.low is not None and event.high is not None]
    return len({event.person for event in dated if not any(event.meets(day) for day in days)})
