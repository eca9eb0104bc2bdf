"""What judgements make of claims: rejected ones go, corrected ones change, pins and exclusions become settings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

from habeas.errors import ItemError
from habeas.values.case import CaseSettings
from habeas.values.claim import MEASURES, STATUSES, WHEN_KINDS, CountClaim
from habeas.values.judgement import REVIEWS, WEIGHTS, WITHDRAW, Judgement
from habeas.values.status_claim import STATUSES as PERSON_STATUSES
from habeas.values.status_claim import StatusClaim

# What a correction may change; the rest says where the claim stands.
CORRECTABLE: Final = frozenset(
    {"low", "high", "approx", "measure", "group", "status", "source", "note", "occasions"}
    | {"when_kind", "start_date", "end_date", "start_offset", "end_offset", "weekday"}
)

# The same for a status claim.
CORRECTABLE_STATUS: Final = frozenset(
    {"person", "status", "date_low", "date_high", "term_months", "place", "relation", "role", "source"}
    | {"negated", "planned", "note"}
)


def settle(
    claims: Sequence[CountClaim], judgements: Sequence[Judgement], settings: CaseSettings
) -> tuple[tuple[CountClaim, ...], CaseSettings]:
    """Return the claims and settings that the judgements leave; the latest of each kind on a claim counts.

    A rejected claim is left out and the indices of its document's other claims (`subset_of`, `repeats`) follow. A
    corrected claim keeps its id. Pinned and excluded claims are added to those of the settings.
    """
    reviews = _latest(judgements, REVIEWS)
    weights = _latest(judgements, WEIGHTS)
    by_doc: dict[str, list[CountClaim]] = {}
    for claim in claims:
        by_doc.setdefault(claim.doc, []).append(claim)
    settled = tuple(claim for group in by_doc.values() for claim in _reviewed(group, reviews))
    pins = (target for target, judgement in weights.items() if judgement.verdict == "pin")
    exclusions = (target for target, judgement in weights.items() if judgement.verdict == "exclude")
    return settled, msgspec.structs.replace(
        settings,
        pinned=tuple(sorted({*settings.pinned, *pins})),
        excluded=tuple(sorted({*settings.excluded, *exclusions})),
    )


def reviewed(judgements: Sequence[Judgement]) -> tuple[str, ...]:
    """Return the ids of the claims that the latest review accepted or corrected, sorted."""
    return tuple(sorted(id_ for id_, last in _latest(judgements, REVIEWS).items() if last.verdict != "reject"))


def corrected(claim: CountClaim, changes: dict[str, object]) -> CountClaim:
    """Return the claim with its fields corrected; raises ItemError for a field or value that a claim cannot have."""
    unknown = sorted(set(changes) - CORRECTABLE)
    if unknown:
        raise ItemError(
            claim.id, f"cannot be corrected in {', '.join(unknown)}", f"use: {', '.join(sorted(CORRECTABLE))}"
        )
    fields = msgspec.to_builtins(claim) | changes
    try:
        found = msgspec.convert(fields, CountClaim, strict=False)
    except msgspec.ValidationError as problem:
        raise ItemError(
            claim.id, f"cannot be corrected so ({problem})", "see docs/guide/case.md for the fields"
        ) from problem
    for field, value, allowed in (
        ("measure", found.measure, MEASURES),
        ("status", found.status, STATUSES),
        ("when_kind", found.when_kind, WHEN_KINDS),
    ):
        if value not in allowed:
            raise ItemError(claim.id, f"{field} cannot be {value!r}", f"use one of: {', '.join(sorted(allowed))}")
    if found.low is not None and found.high is not None and found.low > found.high:
        raise ItemError(claim.id, f"low {found.low} lies above high {found.high}", "exchange them")
    return found


def settle_status(claims: Sequence[StatusClaim], judgements: Sequence[Judgement]) -> tuple[StatusClaim, ...]:
    """Return the status claims that the judgements leave: rejected ones are gone, corrected ones keep their ids."""
    reviews = _latest(judgements, REVIEWS)
    kept: list[StatusClaim] = []
    for claim in claims:
        review = reviews.get(claim.id)
        if review is None or review.verdict == "accept":
            kept.append(claim)
        elif review.verdict == "correct":
            kept.append(corrected_status(claim, review.changes))
    return tuple(kept)


def corrected_status(claim: StatusClaim, changes: dict[str, object]) -> StatusClaim:
    """Return the status claim with its fields corrected; raises ItemError for what a status claim cannot have."""
    unknown = sorted(set(changes) - CORRECTABLE_STATUS)
    if unknown:
        raise ItemError(
            claim.id, f"cannot be corrected in {', '.join(unknown)}", f"use: {', '.join(sorted(CORRECTABLE_STATUS))}"
        )
    try:
        found = msgspec.convert(msgspec.to_builtins(claim) | changes, StatusClaim, strict=False)
    except msgspec.ValidationError as problem:
        what = f"cannot be corrected so ({problem})"
        raise ItemError(claim.id, what, "see docs/guide/register.md for the fields") from problem
    if found.status not in PERSON_STATUSES:
        raise ItemError(
            claim.id, f"status cannot be {found.status!r}", f"use one of: {', '.join(sorted(PERSON_STATUSES))}"
        )
    if found.date_low is not None and found.date_high is not None and found.date_low > found.date_high:
        raise ItemError(claim.id, f"date_low {found.date_low} lies after {found.date_high}", "exchange them")
    return found


def _latest(judgements: Sequence[Judgement], verdicts: Sequence[str]) -> dict[str, Judgement]:
    latest: dict[str, Judgement] = {}
    for judgement in judgements:
        if judgement.verdict == WITHDRAW:
            latest.pop(judgement.target, None)
        elif judgement.verdict in verdicts:
            latest[judgement.target] = judgement
    return latest


def _reviewed(claims: list[CountClaim], reviews: dict[str, Judgement]) -> list[CountClaim]:
    """Return one document's claims after review, with indices among them moved along."""
    kept: dict[int, int] = {}
    out: list[CountClaim] = []
    for index, claim in enumerate(claims):
        review = reviews.get(claim.id)
        if review is not None and review.verdict == "reject":
            continue
        kept[index] = len(out)
        out.append(corrected(claim, review.changes) if review is not None and review.verdict == "correct" else claim)
    return [
        msgspec.structs.replace(
            claim,
            subset_of=None if claim.subset_of is None else kept.get(claim.subset_of),
            repeats=None if claim.repeats is None else kept.get(claim.repeats),
        )
        for claim in out
    ]
