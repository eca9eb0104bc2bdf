"""A person's statuses over time: every claim in its place, announced and denied ones marked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec

from habeas.resolve.persons.bounds import INSIDE, LASTING, SENTENCES, Bounds, Published, bounds_of
from habeas.values.months import months_after
from habeas.values.register import State
from habeas.values.status_claim import LIFE, StatusClaim


def states(claims: Sequence[StatusClaim], published: Published | None = None) -> tuple[State, ...]:
    """Return the statuses of one person in order of time, one where several claims tell the same.

    Claims tell the same where status, mood and term agree and their days meet. A status that lasted for a stated time
    up to a day ("no contact for 20 months until November") begins that long before it.
    """
    known: Published = published or {}
    told = [(claim, _bounds(claim, known)) for claim in claims]
    told.sort(key=lambda pair: (not pair[1].own, pair[1].width, pair[1].middle, pair[0].status, pair[0].id))
    groups: list[tuple[list[StatusClaim], Bounds]] = []
    for claim, when in told:
        for at, (members, common) in enumerate(groups):
            if _same(members[0], claim) and common.meets(when):
                groups[at] = ([*members, claim], common.within(when))
                break
        else:
            groups.append(([claim], when))
    made = [_state(members, when) for members, when in groups]
    return tuple(sorted(made, key=_order))


def without_sentences(claims: Sequence[StatusClaim]) -> list[StatusClaim]:
    """Return claims in which a term is how long a status held: "serving an eight-year sentence" tells no such time.

    The same words, or words that meet them, tell of the sentence then.
    """
    sentences = [(c.doc, c.start, c.start + len(c.quote), c.term_months) for c in claims if c.status in SENTENCES]
    return [
        msgspec.structs.replace(claim, term_months=None)
        if claim.status in INSIDE
        and claim.term_months is not None
        and any(
            doc == claim.doc
            and term == claim.term_months
            and start < claim.start + len(claim.quote)
            and claim.start < end
            for doc, start, end, term in sentences
        )
        else claim
        for claim in claims
    ]


def _bounds(claim: StatusClaim, published: Published) -> Bounds:
    """Return the days of a claim; what is announced may lie after its document, what is undated and lasts is open."""
    if claim.date_low is None and claim.date_high is None and (claim.planned or claim.status in LASTING):
        return Bounds(None, None, own=False)
    if claim.planned or claim.status in LASTING:
        return Bounds(claim.date_low, claim.date_high)
    return bounds_of(claim, published)


def _same(one: StatusClaim, other: StatusClaim) -> bool:
    terms = one.term_months == other.term_months or None in {one.term_months, other.term_months}
    return one.status == other.status and _mood(one) == _mood(other) and terms


def _mood(claim: StatusClaim) -> str:
    return "denied" if claim.negated else "planned" if claim.planned else "actual"


def _state(members: Sequence[StatusClaim], when: Bounds) -> State:
    term = next((c.term_months for c in members if c.term_months is not None), None)
    status = members[0].status
    start, end = when, when
    if status in LASTING:
        start, end = _lasting(when, term)
    return State(
        status=status,
        start_low=start.low,
        start_high=start.high,
        end_low=end.low,
        end_high=end.high,
        term_months=term,
        place=next((c.place for c in members if c.place), None),
        state=_mood(members[0]),
        claims=tuple(sorted(c.id for c in members)),
    )


def _lasting(when: Bounds, term: float | None) -> tuple[Bounds, Bounds]:
    """Return when a state began and when it ended, from the days on which it is told to have held."""
    if when.low is not None and when.high is None:  # since
        return Bounds(when.low, when.low), Bounds(None, None)
    if term is not None and 0 < term < LIFE and when.high is not None:  # for so long, until
        began = Bounds(months_after(when.low, -term) if when.low else None, months_after(when.high, -term))
        return began, when
    return Bounds(None, when.high), Bounds(when.low, None)


def _order(state: State) -> tuple[int, str, tuple[str, ...]]:
    day = state.start_high or state.start_low or state.end_low or state.end_high or date.max
    return day.toordinal(), state.status, state.claims
