"""Claims on one person that cannot all hold: shown with their reason, never resolved here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from habeas.resolve.persons.bounds import (
    BEGINS,
    ENDS,
    INSIDE,
    OUTSIDE,
    Bounds,
    Event,
    Published,
    actual,
    bounds_of,
    events_of,
)
from habeas.values.status_claim import StatusClaim

_NEAR_DAYS = 45  # two dates of arrest this close, with no release between them, are two reports of one arrest


class Contradiction(NamedTuple):
    """Ids of claims that cannot all hold, and why in a sentence without a name."""

    claims: tuple[str, ...]
    why: str


def contradictions(claims: Sequence[StatusClaim], published: Published | None = None) -> list[Contradiction]:
    """Return what cannot all hold of one person's claims; only days that the claims themselves give are compared."""
    known: Published = published or {}
    dated = [c for c in claims if c.date_low is not None or c.date_high is not None]
    begins, ends = events_of(dated, BEGINS, known), events_of(dated, ENDS, known)
    inside = [(c, bounds_of(c, known)) for c in actual(dated) if c.status in INSIDE]
    outside = [(c, bounds_of(c, known)) for c in actual(dated) if c.status in OUTSIDE]
    found = [
        *_after_death(ends, [*begins, *ends], inside),
        *_before_any_arrest(begins, ends, inside),
        *_held_after(begins, ends, inside),
        *_freed_twice(begins, ends),
        *_two_dates_of_arrest(begins, ends),
        *_outside_while_held(begins, ends, outside),
        *_denied(claims, known),
    ]
    return sorted({c.claims: c for c in found}.values())


def _after_death(
    ends: Sequence[Event], events: Sequence[Event], inside: Sequence[tuple[StatusClaim, Bounds]]
) -> Iterator[Contradiction]:
    for death in (e for e in ends if e.status == "died"):
        for event in events:
            if event.status != "died" and death.when.before(event.when):
                why = f"died by {death.when.high}, but {event.status} on {event.when.low}"
                yield _of((*death.claims, *event.claims), why)
        for claim, when in inside:
            if death.when.before(when):
                words = claim.status.replace("_", " ")
                yield _of((*death.claims, claim.id), f"died by {death.when.high}, but {words} on {when.low}")
    deaths = [e for e in ends if e.status == "died"]
    for one, other in pairwise(deaths):
        yield _of((*one.claims, *other.claims), f"died {_days(one.when)} and {_days(other.when)}")


def _before_any_arrest(
    begins: Sequence[Event], ends: Sequence[Event], inside: Sequence[tuple[StatusClaim, Bounds]]
) -> Iterator[Contradiction]:
    """No release before detention: one that another report dates before the only arrest on record is shown.

    Where the person is known to have been held after that arrest, it is a second one, and nothing is wrong.
    """
    if len(begins) != 1 or begins[0].status == "rearrested":
        return
    (first,) = begins
    if any(not when.before(first.when) for _, when in inside):
        return
    for end in ends:
        if end.status not in {"died", "expelled"} and end.when.before(first.when) and first.docs.isdisjoint(end.docs):
            why = f"{end.status} {_days(end.when)}, before any arrest on record (the first is {_days(first.when)})"
            yield _of((*end.claims, *first.claims), why)


def _held_after(
    begins: Sequence[Event], ends: Sequence[Event], inside: Sequence[tuple[StatusClaim, Bounds]]
) -> Iterator[Contradiction]:
    for end in ends:
        for claim, when in inside:
            if end.status == "died" or not end.when.before(when):
                continue
            if not any(_may_lie_between(b.when, end.when, when) for b in begins):
                words = "held" if claim.status == "held" else claim.status.replace("_", " ")
                why = f"{end.status} by {end.when.high}, but {words} on {when.low} with no arrest in between"
                yield _of((*end.claims, claim.id), why)


def _freed_twice(begins: Sequence[Event], ends: Sequence[Event]) -> Iterator[Contradiction]:
    released = [e for e in ends if e.status != "died"]
    for one, other in pairwise(released):
        if one.when.before(other.when) and not any(_may_lie_between(b.when, one.when, other.when) for b in begins):
            words = f"{one.status} {_days(one.when)} and {other.status} {_days(other.when)}"
            yield _of((*one.claims, *other.claims), f"{words} with no arrest in between")


def _two_dates_of_arrest(begins: Sequence[Event], ends: Sequence[Event]) -> Iterator[Contradiction]:
    arrests = [e for e in begins if e.status == "detained"]
    for one, other in pairwise(arrests):
        near = other.when.middle - one.when.middle <= _NEAR_DAYS
        if near and one.docs.isdisjoint(other.docs):
            if any(_may_lie_between(e.when, one.when, other.when) for e in ends):
                continue
            why = f"detained {_days(one.when)} and {_days(other.when)} with no release in between"
            yield _of((*one.claims, *other.claims), why)


def _outside_while_held(
    begins: Sequence[Event], ends: Sequence[Event], outside: Sequence[tuple[StatusClaim, Bounds]]
) -> Iterator[Contradiction]:
    for begin in begins:
        for claim, when in outside:
            later = [e for e in ends if not e.when.before(begin.when)]
            ended = any(not when.before(e.when) for e in later)
            if begin.when.before(when) and later and not ended:
                words = claim.status.replace("_", " ")
                why = f"{words} on {when.low}, between an arrest ({_days(begin.when)}) and the release after it"
                yield _of((*begin.claims, claim.id), why)


def _denied(claims: Sequence[StatusClaim], published: Published) -> Iterator[Contradiction]:
    """One source denies what another tells of the same days."""
    for no in (c for c in claims if c.negated and not c.planned and c.status in BEGINS | ENDS):
        for yes in actual(claims):
            if yes.status == no.status and yes.doc != no.doc and (no.date_low or no.date_high):
                when = bounds_of(yes, published)
                if when.own and when.meets(bounds_of(no, published)):
                    yield _of((no.id, yes.id), f"{yes.status} {_days(when)} as one report tells, denied by another")


def _may_lie_between(when: Bounds, before: Bounds, after: Bounds) -> bool:
    """Say whether something may have happened after `before` began and by the end of `after`."""
    return not when.before(before) and not after.before(when)


def _of(claims: Sequence[str], why: str) -> Contradiction:
    return Contradiction(tuple(sorted(set(claims))), why)


def _days(when: Bounds) -> str:
    if when.low == when.high:
        return f"on {when.low}"
    if when.low is None:
        return f"by {when.high}"
    return f"from {when.low} on" if when.high is None else f"between {when.low} and {when.high}"
