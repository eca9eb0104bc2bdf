"""When what a claim tells happened: its own dates, else what the day of its document leaves; one event told twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final, NamedTuple

from habeas.values.history import DateRange
from habeas.values.status_claim import StatusClaim

Published = Mapping[str, DateRange]

BEGINS: Final = frozenset({"detained", "rearrested"})
ENDS: Final = frozenset({"freed", "pardoned", "exchanged", "expelled", "died"})
INSIDE: Final = frozenset({"held", "no_contact", "not_freed", "denied_care"})
OUTSIDE: Final = frozenset({"at_large", "in_exile"})
SENTENCES: Final = frozenset({"sentenced", "convicted"})
LASTING: Final = INSIDE | OUTSIDE | {"ill"}


class Bounds(NamedTuple):
    """A stretch of days, open (null) at an end that is not known; `own` says that the claim itself gives a day."""

    low: date | None
    high: date | None
    own: bool = True

    @property
    def middle(self) -> int:
        """Its middle as a day number, to put events in order; that of the known end where one is open."""
        low, high = self.low or self.high or date.min, self.high or self.low or date.min
        return (low.toordinal() + high.toordinal()) // 2

    @property
    def width(self) -> int:
        """Its width in days; an open end counts as a century."""
        if self.low is None or self.high is None:
            return 36_525
        return (self.high - self.low).days

    def meets(self, other: Bounds) -> bool:
        """Say whether some day lies within both."""
        return (self.low or date.min) <= (other.high or date.max) and (other.low or date.min) <= (self.high or date.max)

    def within(self, other: Bounds) -> Bounds:
        """Return the days of both; only for bounds that meet."""
        low = max((d for d in (self.low, other.low) if d is not None), default=None)
        high = min((d for d in (self.high, other.high) if d is not None), default=None)
        return Bounds(low, high, self.own or other.own)

    def before(self, other: Bounds) -> bool:
        """Say whether it surely lies before `other`."""
        return self.high is not None and other.low is not None and self.high < other.low


class Event(NamedTuple):
    """Something that happened to a person once, told by one or several claims."""

    status: str
    when: Bounds
    claims: tuple[str, ...]
    docs: frozenset[str]


def bounds_of(claim: StatusClaim, published: Published) -> Bounds:
    """Return when it happened: the claim's dates; where it has none, by the last day its document may be from.

    A claim "since" a day, without an end, ends where its document does.
    """
    day = published.get(claim.doc)
    last = day.high if day is not None else None
    if claim.date_low is None and claim.date_high is None:
        return Bounds(None, last, own=False)
    if claim.date_high is None and claim.date_low is not None and last is not None and last >= claim.date_low:
        return Bounds(claim.date_low, last)
    return Bounds(claim.date_low, claim.date_high)


def actual(claims: Iterable[StatusClaim]) -> list[StatusClaim]:
    """Return the claims that tell of something that was so: neither announced nor denied."""
    return [claim for claim in claims if not claim.planned and not claim.negated]


def events_of(claims: Iterable[StatusClaim], statuses: frozenset[str], published: Published) -> list[Event]:
    """Return the events of the given statuses in order of time: claims whose days meet tell of one event.

    The narrowest come first, so that "in 2021" joins "on 5 May 2021" rather than stand beside it.
    """
    dated = [(claim, bounds_of(claim, published)) for claim in actual(claims) if claim.status in statuses]
    dated.sort(key=lambda pair: (not pair[1].own, pair[1].width, pair[1].middle, pair[0].status, pair[0].id))
    events: list[Event] = []
    for claim, when in dated:
        for at, event in enumerate(events):
            if event.when.meets(when) and _same_kind(event.status, claim.status):
                ids = tuple(sorted({*event.claims, claim.id}))
                events[at] = Event(event.status, event.when.within(when), ids, event.docs | {claim.doc})
                break
        else:
            events.append(Event(claim.status, when, (claim.id,), frozenset({claim.doc})))
    return sorted(events, key=lambda event: (event.when.middle, event.status, event.claims))


def _same_kind(one: str, other: str) -> bool:
    """Say whether two statuses may be one event: a death is no release, a second arrest not the first."""
    return (one == "died") == (other == "died") and (one == "rearrested") == (other == "rearrested")
