"""Custody over time: a detention opens an episode, a release ends it, the next detention opens another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Final

import msgspec

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
from habeas.values.months import months_after
from habeas.values.register import Episode
from habeas.values.status_claim import LIFE, StatusClaim

UNTOLD: Final = "not told"


def episodes(claims: Sequence[StatusClaim], published: Published | None = None) -> tuple[Episode, ...]:
    """Return the stretches in custody that claims show, in order of time.

    What is planned or denied takes no part. What only a later episode, exile or flight shows to have ended is
    ended by "not told".
    `published` bounds claims without a date by the day of their document; a
    claim that neither has a date nor a document with one takes part only where nothing contradicts it.
    """
    known: Published = published or {}
    begins = events_of(claims, BEGINS, known)
    ends = events_of(claims, ENDS, known)
    made = _paired([e for e in begins if e.when.own], [e for e in ends if e.when.own])
    for end in (e for e in ends if not e.when.own):
        made = _with_undated_end(made, end)
    for begin in (e for e in begins if not e.when.own):
        made = _with_undated_begin(made, begin)
    ordered = sorted(actual(claims), key=lambda c: (bounds_of(c, known).middle, c.id))
    for claim in (c for c in ordered if c.status in INSIDE):
        made = _seen(made, claim, bounds_of(claim, known), known)
    for claim in (c for c in ordered if c.status in OUTSIDE):
        made = _left(made, bounds_of(claim, known))
    # Of claims that differ in nothing but the term the longest counts, whatever their order.
    by_id = {claim.id: claim for claim in sorted(claims, key=lambda c: c.term_months or 0)}
    return _apart([_consistent(_measured(episode, by_id)) for episode in made])


def _paired(begins: Sequence[Event], ends: Sequence[Event]) -> list[Episode]:
    """Return episodes from dated arrests and releases, each release ending the arrest before it."""
    marks = sorted(
        [(event.when.middle, 0, event) for event in begins] + [(event.when.middle, 1, event) for event in ends],
        key=lambda mark: (mark[0], mark[1], mark[2].claims),
    )
    made: list[Episode] = []
    for _, is_end, event in marks:
        last = made[-1] if made else None
        if not is_end:
            made.append(_opened(event))
        elif last is not None and last.ended_by is None and not event.when.before(_start(last)):
            made[-1] = _closed(last, event)
        else:
            made.append(_closed(Episode(start_high=event.when.high or event.when.low), event))
    return made


def _with_undated_end(made: list[Episode], end: Event) -> list[Episode]:
    """Add a release without a date: it ends the last open episode, or tells again of one that is on record."""
    for at in range(len(made) - 1, -1, -1):
        if made[at].ended_by is None and not end.when.before(_start(made[at])):
            return [*made[:at], _closed(made[at], end), *made[at + 1 :]]
    if made and made[-1].ended_by is not None:
        return [*made[:-1], _told(made[-1], end.claims)]
    return [*made, _closed(Episode(start_high=end.when.high), end)]


def _with_undated_begin(made: list[Episode], begin: Event) -> list[Episode]:
    """Add an arrest without a date: that of an episode whose beginning is not told, else of the first one."""
    if begin.status == "rearrested" and made and made[-1].ended_by not in {None, "died"}:
        after = made[-1].end_low or made[-1].end_high
        opened = Episode(start_low=after, start_high=begin.when.high, claims=begin.claims)
        return [*made, opened]
    for at, episode in enumerate(made):
        if episode.start_low is None:
            return [*made[:at], _told(episode, begin.claims), *made[at + 1 :]]
    if made:
        return [_told(made[0], begin.claims), *made[1:]]
    return [_opened(begin)]


def _seen(made: list[Episode], claim: StatusClaim, when: Bounds, published: Published) -> list[Episode]:
    """Put a claim that the person is held into the episode it falls in; it opens one where there is none."""
    day = _last_seen(claim, when, published)
    if not when.own:
        if made:
            return [*made[:-1], _told(made[-1], (claim.id,))]
        return [Episode(start_high=when.high, seen=None, claims=(claim.id,))]
    for at in range(len(made) - 1, -1, -1):
        episode = made[at]
        ended = episode.end_high if episode.ended_by is not None else None
        if (day is None or ended is None or day <= ended) and not when.before(_start(episode)):
            seen = max((d for d in (episode.seen, day) if d is not None), default=None)
            return [*made[:at], msgspec.structs.replace(_told(episode, (claim.id,)), seen=seen), *made[at + 1 :]]
    start = months_after(when.high, -(claim.term_months or 0)) if _lasted(claim) and when.high else None
    opened = Episode(
        start_low=start if start is not None and when.low == when.high else None,
        start_high=start or when.low or when.high,
        seen=day,
        claims=(claim.id,),
    )
    return sorted([*made, opened], key=lambda e: (_start(e).middle, e.claims))


def _left(made: list[Episode], when: Bounds) -> list[Episode]:
    """End an open episode of a person who is told to be abroad or at large, unless they are seen held after that."""
    last = made[-1] if made else None
    if last is None or last.ended_by is not None:
        return made
    seen = last.seen or last.start_low
    if when.before(_start(last)) or (seen is not None and when.high is not None and when.high < seen):
        return made
    return [*made[:-1], msgspec.structs.replace(last, end_low=seen, end_high=when.high, ended_by=UNTOLD)]


def _lasted(claim: StatusClaim) -> bool:
    """Say whether the claim tells how long the person was held."""
    return claim.status == "held" and claim.term_months is not None and 0 < claim.term_months < LIFE


def _last_seen(claim: StatusClaim, when: Bounds, published: Published) -> date | None:
    """Return the last day on which the claim surely shows the person in custody."""
    if claim.date_low is not None and claim.date_high is None:  # since then, and so when it was written
        day = published.get(claim.doc)
        return max(claim.date_low, day.low) if day is not None and day.low is not None else claim.date_low
    return when.low


def _opened(event: Event) -> Episode:
    return Episode(start_low=event.when.low, start_high=event.when.high or event.when.low, claims=event.claims)


def _closed(episode: Episode, event: Event) -> Episode:
    return msgspec.structs.replace(
        _told(episode, event.claims), end_low=event.when.low, end_high=event.when.high, ended_by=event.status
    )


def _told(episode: Episode, claims: Sequence[str]) -> Episode:
    return msgspec.structs.replace(episode, claims=tuple(sorted({*episode.claims, *claims})))


def _start(episode: Episode) -> Bounds:
    return Bounds(episode.start_low, episode.start_high)


def _measured(episode: Episode, by_id: Mapping[str, StatusClaim]) -> Episode:
    """Let a told time in custody ("spent 30 months in jail") bound a beginning that no claim dates."""
    told = sorted(c.term_months or 0 for one in episode.claims if (c := by_id.get(one)) is not None and _lasted(c))
    if not told:
        return episode
    episode = msgspec.structs.replace(episode, stated_months=told[-1])
    if episode.start_low is not None or episode.ended_by is None:
        return episode
    low = months_after(episode.end_low, -(told[-1] + 1)) if episode.end_low is not None else None
    high = months_after(episode.end_high, -(told[-1])) if episode.end_high is not None else episode.start_high
    return msgspec.structs.replace(episode, start_low=low, start_high=high)


def _apart(made: list[Episode]) -> tuple[Episode, ...]:
    """End each episode that no claim ends, but that another follows, at a day not known before the next begins."""
    out = list(made)
    for at, (one, following) in enumerate(pairwise(made)):
        if one.ended_by is None:
            low = one.seen or one.start_low
            out[at] = msgspec.structs.replace(one, end_low=low, end_high=following.start_high, ended_by=UNTOLD)
    return tuple(out)


def _consistent(episode: Episode) -> Episode:
    """Draw in bounds that cannot be: nobody leaves before they were taken, nor is taken after they left."""
    start_high, end_low = episode.start_high, episode.end_low
    if episode.end_high is not None and (start_high is None or start_high > episode.end_high):
        start_high = episode.end_high
    if episode.seen is not None and (start_high is None or start_high > episode.seen):
        start_high = max(episode.seen, episode.start_low or episode.seen)
    if episode.start_low is not None and episode.ended_by is not None and (end_low or date.min) < episode.start_low:
        end_low = episode.start_low
    if episode.ended_by is not None and episode.seen is not None and end_low is not None and end_low < episode.seen:
        end_low = min(episode.seen, episode.end_high or episode.seen)
    return msgspec.structs.replace(episode, start_high=start_high, end_low=end_low)
