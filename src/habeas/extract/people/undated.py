"""Status claims of documents without a date, once other reports have dated them.

"Until November" has a year only where the document has one. A document that must be from between two days is read
once as if published on the first and once as if on the last; a claim's days reach from the earlier to the later.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Final

import msgspec

from habeas.extract.people.step import status_claims
from habeas.values.document import Document
from habeas.values.history import DateRange
from habeas.values.status_claim import StatusClaim

_WIDEST: Final = 400  # days; a document that may be from any of two years gives no month its year
_Key = tuple[int, str, str, str]


def dated_claims(
    claims: Sequence[StatusClaim], documents: Iterable[Document], published: Mapping[str, DateRange]
) -> tuple[StatusClaim, ...]:
    """Return the claims, with days from the dates that were inferred for their documents; ids stay as they are.

    Claims of documents that print a date, or that may be from more than 400 days, are returned as they are.
    """
    speaking = {claim.doc for claim in claims}
    bounds = {
        d.id: (d, low, high)
        for d in documents
        for low, high in [_ends(published.get(d.id))]
        if d.id in speaking and d.published is None and low is not None
    }
    found = _readings(bounds.values())
    return tuple(_with_days(claim, found.get(claim.doc, ())) for claim in claims)


def _ends(day: DateRange | None) -> tuple[date | None, date | None]:
    if day is None or day.low is None or day.high is None or (day.high - day.low).days > _WIDEST:
        return None, None
    return day.low, day.high


def _readings(bounds: Iterable[tuple[Document, date | None, date | None]]) -> dict[str, list[dict[_Key, StatusClaim]]]:
    """Read each document as of both its ends; returns the two readings by document, claims by place and content."""
    twice = [msgspec.structs.replace(d, published=day) for d, low, high in bounds for day in (low, high)]
    read = groupby(status_claims(twice), key=lambda found: found.doc)
    return {doc: [{_key(claim): claim for claim in found.claims} for found in pair] for doc, pair in read}


def _key(claim: StatusClaim) -> _Key:
    return claim.start, claim.quote, claim.person, claim.status


def _with_days(claim: StatusClaim, readings: Sequence[Mapping[_Key, StatusClaim]]) -> StatusClaim:
    told = [reading[_key(claim)] for reading in readings if _key(claim) in reading]
    if len(told) < 2:
        return claim
    lows, highs = [one.date_low for one in told], [one.date_high for one in told]
    low = None if None in lows else min(day for day in lows if day is not None)
    high = None if None in highs else max(day for day in highs if day is not None)
    return msgspec.structs.replace(claim, date_low=low, date_high=high)
