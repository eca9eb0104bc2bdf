"""One claim a person, status and time: what a text says twice is kept once."""

from __future__ import annotations

from datetime import date
from typing import Final, NamedTuple

import msgspec

from habeas.extract.people.registry import Person
from habeas.values.status_claim import StatusClaim

# A verdict or charge told right after another step of the same case happened with it, if it has no date of its own.
INHERITING: Final = frozenset({"convicted", "sentenced", "charged"})
_FULLER: Final = {"freed": frozenset({"pardoned"}), "held": frozenset({"no_contact"})}
_RELEASED: Final = frozenset({"freed", "pardoned", "exchanged"})


class Draft(NamedTuple):
    """A claim before merging: its person, the index of its sentence, and how the person was found there."""

    claim: StatusClaim
    person: Person
    sentence: int
    how: str


def merged(drafts: list[Draft]) -> list[StatusClaim]:
    """Keep one claim a person, status and time, in the order of the text; the dated and the named one is kept."""
    drafts = _inherited([d for d in drafts if not _said_better(d, drafts)])
    kept: list[Draft] = []
    for draft in drafts:
        twin = next((n for n, other in enumerate(kept) if _same_fact(draft, other)), None)
        if twin is None:
            kept.append(draft)
        elif _weight(draft) > _weight(kept[twin]):
            kept[twin] = draft
    claims = sorted((d.claim for d in kept), key=lambda c: (c.start, c.person, c.status, len(c.quote)))
    return [claim.with_id() for claim in claims]


def _inherited(drafts: list[Draft]) -> list[Draft]:
    """Give a verdict or charge without a date that of the same person's step told right before it."""
    out: list[Draft] = []
    for draft in drafts:
        claim = draft.claim
        if claim.status in INHERITING and claim.date_low is None and claim.date_high is None:
            for other in reversed(out):
                if draft.sentence - other.sentence > 1:
                    break
                if (
                    other.person is draft.person
                    and other.claim.status in INHERITING | {"detained"}
                    and other.claim.date_low
                ):
                    claim = msgspec.structs.replace(
                        claim, date_low=other.claim.date_low, date_high=other.claim.date_high
                    )
                    break
        out.append(draft._replace(claim=claim))
    return out


def _said_better(draft: Draft, drafts: list[Draft]) -> bool:
    """Say whether a status is only the other half of "pardoned and released", "held incommunicado"."""
    fuller = _FULLER.get(draft.claim.status, frozenset())
    if draft.claim.extractor == "listed/group":
        fuller |= _RELEASED  # "pardoned 560 prisoners including X"
    return any(
        d.claim.status in fuller and d.sentence == draft.sentence and d.person is draft.person and _one_saying(d, draft)
        for d in drafts
    )


def _one_saying(fuller: Draft, draft: Draft) -> bool:
    """Say whether silence is told in the words of custody ("held incommunicado"), not elsewhere in the sentence."""
    if fuller.claim.status != "no_contact":
        return True
    a, b = fuller.claim, draft.claim
    return a.start <= b.start and b.start + len(b.quote) <= a.start + len(a.quote)


def _same_fact(one: Draft, other: Draft) -> bool:
    a, b = one.claim, other.claim
    if one.person is not other.person or (a.status, a.negated) != (b.status, b.negated):
        return False
    if a.term_months and b.term_months and a.term_months != b.term_months:
        return False
    if not (a.date_low or a.date_high) or not (b.date_low or b.date_high):
        return True
    narrow, wide = sorted((_days(a), _days(b)))
    if wide > 200 and narrow < 60 and a.status in {"detained", "freed"}:
        return False  # "arrested repeatedly during the year" is more than the arrest of one day
    low = max(a.date_low or date.min, b.date_low or date.min)
    high = min(a.date_high or date.max, b.date_high or date.max)
    if a.status == "held" and one.sentence == other.sentence and None in {a.term_months, b.term_months}:
        return low <= high
    if a.status == "held":
        return a.date_high == b.date_high and not (a.term_months or b.term_months)
    return low <= high


def _days(claim: StatusClaim) -> int:
    return ((claim.date_high or date.max) - (claim.date_low or date.min)).days


def _weight(draft: Draft) -> tuple[bool, bool, int, bool, int]:
    claim = draft.claim
    longer = _days(claim) if claim.status == "held" and claim.date_low else 0
    return (claim.term_months is not None, claim.date_low is not None, longer, draft.how == "named", -len(claim.quote))
