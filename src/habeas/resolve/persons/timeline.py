"""Custody over time: episodes from a person's claims, and the claims that cannot all hold."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from habeas.values.register import Episode
from habeas.values.status_claim import StatusClaim

_BEGINS: Final = frozenset({"detained", "rearrested"})
_ENDS: Final = frozenset({"freed", "pardoned", "exchanged", "expelled", "died"})
_INSIDE: Final = frozenset({"held", "charged", "convicted", "sentenced", "no_contact", "not_freed", "denied_care"})


def episodes(claims: Sequence[StatusClaim]) -> tuple[Episode, ...]:
    """Return the stretches in custody that dated claims show, in order.

    A detention opens an episode, a release ends the one that is open; a second detention on another day opens a new
    one. A claim that is planned, denied or undated takes no part.
    """
    out: list[Episode] = []
    for claim in _dated(claims):
        last = out[-1] if out else None
        running = last is not None and last.ended_by is None
        if claim.status in _BEGINS:
            if running and last is not None and _may_open(last, claim):
                out[-1] = _with(last, claim, narrow_start=True)
            else:
                out.append(Episode(start_low=claim.date_low, start_high=claim.date_high, claims=(claim.id,)))
        elif claim.status in _ENDS:
            out = _ended(out, claim)
        elif running and last is not None:
            out[-1] = _with(last, claim)
        elif claim.status == "held":
            out.append(Episode(start_high=claim.date_low or claim.date_high, claims=(claim.id,)))
    return tuple(out)


def contradictions(claims: Sequence[StatusClaim]) -> list[tuple[tuple[str, ...], str]]:
    """Return (claim ids, explanation) of claims on one person that cannot all hold."""
    told = _dated(claims)
    out: list[tuple[tuple[str, ...], str]] = []
    for end in (c for c in told if c.status in _ENDS and c.date_high is not None):
        for later in told:
            if later.date_low is None or end.date_high is None or later.date_low <= end.date_high:
                continue
            if end.status == "died" and later.status in _BEGINS | _ENDS | {"held"} and later.id != end.id:
                out.append(((end.id, later.id), f"died by {end.date_high}, but {later.status} on {later.date_low}"))
            elif later.status == "held" and not _taken_between(told, end, later):
                why = f"{end.status} by {end.date_high}, but held on {later.date_low} with no arrest in between"
                out.append(((end.id, later.id), why))
    terms = [c for c in told if c.status == "sentenced" and c.term_months is not None]
    for n, one in enumerate(terms):
        for other in terms[n + 1 :]:
            if one.term_months != other.term_months and _overlap(one.date_low, one.date_high, other):
                why = f"sentenced to {one.term_months:g} and to {other.term_months:g} months at one time"
                out.append(((one.id, other.id), why))
    return out


def _dated(claims: Sequence[StatusClaim]) -> list[StatusClaim]:
    usable = [c for c in claims if not c.planned and not c.negated and (c.date_low or c.date_high)]
    relevant = [c for c in usable if c.status in _BEGINS | _ENDS | _INSIDE]
    rank = {"detained": 0, "rearrested": 2}
    return sorted(
        relevant, key=lambda c: (c.date_low or c.date_high, rank.get(c.status, 1), c.date_high or date.max, c.id)
    )


def _may_open(episode: Episode, claim: StatusClaim) -> bool:
    """Say whether a detention may be the one that opened a running episode."""
    unknown = claim.status == "detained" and episode.start_low is None
    return unknown or _overlap(episode.start_low, episode.start_high, claim)


def _overlap(low: date | None, high: date | None, claim: StatusClaim) -> bool:
    return max(low or date.min, claim.date_low or date.min) <= min(high or date.max, claim.date_high or date.max)


def _with(episode: Episode, claim: StatusClaim, *, narrow_start: bool = False) -> Episode:
    low, high = episode.start_low, episode.start_high
    if narrow_start:
        low = max((d for d in (low, claim.date_low) if d is not None), default=None)
        high = min((d for d in (high, claim.date_high) if d is not None), default=None)
    return Episode(start_low=low, start_high=high, claims=(*episode.claims, claim.id))


def _ended(out: list[Episode], claim: StatusClaim) -> list[Episode]:
    last = out[-1] if out else None
    if last is not None and last.ended_by is not None and _overlap(last.end_low, last.end_high, claim):
        # The same release told once more, or pardon and release told apart.
        again = Episode(
            start_low=last.start_low,
            start_high=last.start_high,
            end_low=max((d for d in (last.end_low, claim.date_low) if d is not None), default=None),
            end_high=min((d for d in (last.end_high, claim.date_high) if d is not None), default=None),
            ended_by=last.ended_by,
            claims=(*last.claims, claim.id),
        )
        return [*out[:-1], again]
    begun = last if last is not None and last.ended_by is None else Episode()
    ended = Episode(
        start_low=begun.start_low,
        start_high=begun.start_high,
        end_low=claim.date_low,
        end_high=claim.date_high,
        ended_by=claim.status,
        claims=(*begun.claims, claim.id),
    )
    return [*(out[:-1] if begun is last else out), ended]


def _taken_between(told: Sequence[StatusClaim], end: StatusClaim, later: StatusClaim) -> bool:
    return any(
        c.status in _BEGINS
        and (c.date_high or date.max) >= (end.date_low or date.min)
        and (c.date_low or date.min) <= later.date_low
        for c in told
        if later.date_low is not None
    )
