"""What the parts of the stage share: the register beside the history, and the claims behind both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

import msgspec

from habeas.analyse.options import AnalyseOptions
from habeas.values.claim import CountClaim
from habeas.values.history import DateRange, Reconciliation
from habeas.values.register import Episode, Register, RegisterPerson, State
from habeas.values.status_claim import StatusClaim

_CLOSE: Final = 366  # days within which a document's day must lie to tell how far the record reaches

# Which statuses of a person are the measure of a count.
STATUSES_OF: Final[Mapping[str, frozenset[str]]] = {
    "freed": frozenset({"freed", "pardoned", "exchanged"}),
    "detained": frozenset({"detained", "rearrested"}),
    "rearrested": frozenset({"rearrested"}),
    "charged": frozenset({"charged"}),
    "convicted": frozenset({"convicted", "sentenced"}),
    "expelled": frozenset({"expelled"}),
    "died": frozenset({"died"}),
}


class Inputs(msgspec.Struct, frozen=True, kw_only=True):
    """The register and its status claims, the history and its count claims, and the last day of the record."""

    register: Register
    status_claims: tuple[StatusClaim, ...]
    claims: tuple[CountClaim, ...]
    reconciliation: Reconciliation
    options: AnalyseOptions
    until: date | None

    def told(self) -> dict[str, StatusClaim]:
        """Return the status claims by id."""
        return {claim.id: claim for claim in self.status_claims}


class Happened(msgspec.Struct, frozen=True, kw_only=True):
    """One event of one person, with the days on which it may have happened (null: not bounded)."""

    person: str
    status: str
    low: date | None
    high: date | None
    claims: tuple[str, ...]

    def meets(self, day: DateRange) -> bool:
        """Say whether it may have happened within `day`."""
        return (self.low or date.min) <= (day.high or date.max) and (day.low or date.min) <= (self.high or date.max)

    def inside(self, day: DateRange) -> bool:
        """Say whether it surely happened within `day`."""
        if self.low is None or self.high is None or day.low is None or day.high is None:
            return False
        return day.low <= self.low and self.high <= day.high


def last_day(options: AnalyseOptions, reconciliation: Reconciliation, register: Register) -> date | None:
    """Return the last day of the record: as asked, else the last on which a document may be from, else of an event.

    A document whose day lies anywhere in over a year tells only of the first of these days.
    """
    if options.until is not None:
        return options.until
    days = [_latest(d.published) for d in reconciliation.documents]
    days += [day for person in register.persons for e in person.episodes for day in (e.seen, e.end_high, e.start_high)]
    return max((day for day in days if day is not None), default=None)


def _latest(published: DateRange) -> date | None:
    low, high = published.low, published.high
    if low is not None and high is not None and (high - low).days > _CLOSE:
        return low
    return high or published.best


def happened(register: Register, measure: str) -> list[Happened]:
    """Return the events of all persons that a count of `measure` would count, in the order of the register.

    Releases and arrests are those of the episodes, where several claims on one event have become one; the rest are
    states. What is announced or denied is left out.
    """
    wanted = STATUSES_OF.get(measure, frozenset())
    found: list[Happened] = []
    for person in register.persons:
        if measure in {"freed", "died", "expelled"}:
            found += [_end(person, e) for e in person.episodes if e.ended_by in wanted]
        elif measure == "detained":
            found += [_begin(person, e) for e in person.episodes if _told_to_begin(person, e)]
        else:
            found += [_state(person, s) for s in person.states if s.status in wanted and s.state == "actual"]
    return found


def _told_to_begin(person: RegisterPerson, episode: Episode) -> bool:
    begins = {c for s in person.states if s.status in STATUSES_OF["detained"] for c in s.claims}
    return bool(begins & set(episode.claims))


def _end(person: RegisterPerson, episode: Episode) -> Happened:
    return Happened(
        person=person.id,
        status=episode.ended_by or "",
        low=episode.end_low,
        high=episode.end_high,
        claims=episode.claims,
    )


def _begin(person: RegisterPerson, episode: Episode) -> Happened:
    return Happened(
        person=person.id,
        status="detained",
        low=episode.start_low,
        high=episode.start_high,
        claims=episode.claims,
    )


def _state(person: RegisterPerson, state: State) -> Happened:
    return Happened(
        person=person.id, status=state.status, low=state.start_low, high=state.end_high, claims=state.claims
    )


def distinct(persons: Sequence[str]) -> tuple[str, ...]:
    """Return ids once each, in order."""
    return tuple(sorted(set(persons)))
