"""What a case is prepared from, in one order and within the days that reports can be of.

Whoever hands claims over in another order gets the same bytes: nothing after this sees the order they came in.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import msgspec

from habeas.reconcile.prepared.windows import FAR, offset_days
from habeas.values.claim import CountClaim
from habeas.values.document import DatingCue, Document

FIRST_DAY: Final = date(1800, 1, 1)
LAST_DAY: Final = date(2200, 1, 1)
_MONTH_DAY: Final = re.compile(r"(\d{4}-)?(0?[1-9]|1[0-2])-(0?[1-9]|[12]\d|3[01])")


@dataclass(frozen=True)
class Inputs:
    """The claims, documents and cues of a case, and the documents that nothing dates."""

    claims: Sequence[CountClaim]
    documents: Sequence[Document]
    cues: Sequence[DatingCue]
    undatable: frozenset[str] = frozenset()


def received(
    claims: Sequence[CountClaim], documents: Sequence[Document], cues: Sequence[DatingCue]
) -> tuple[Inputs, tuple[str, ...]]:
    """Return a case as it is worked on, with notes on printed days and cues that no report can have.

    Claims are in the order of their documents and places in these, documents by id, cues by document and place.
    """
    told = _in_order(claims)
    dated, strange = [], []
    for document in sorted(documents, key=lambda document: (document.id, document.identity)):
        if document.published is None or is_plausible(document.published):
            dated.append(document)
        else:
            dated.append(msgspec.structs.replace(document, published=None))
            strange.append(f"{document.id} is dated {document.published}, outside 1800..2200: read as without a date")
    kept = sorted(
        (cue for cue in cues if _makes_sense(cue)), key=lambda cue: (cue.doc, cue.start, msgspec.json.encode(cue))
    )
    lost = sorted({cue.doc for cue in cues if not _makes_sense(cue)})
    why = "ends before it starts, lies outside 1800..2200 or cannot be read, and is not used"
    notes = [f"a cue to the day of {doc} {why}" for doc in lost]
    return Inputs(told, dated, kept), (*strange, *notes)


def is_plausible(day: date) -> bool:
    """Say whether a day is one that a report of political imprisonment may tell of."""
    return FIRST_DAY <= day <= LAST_DAY


def _in_order(claims: Iterable[CountClaim]) -> list[CountClaim]:
    """Return claims by document and place in it, with the places that they call each other by moved along."""
    by_doc: dict[str, list[CountClaim]] = defaultdict(list)
    for claim in claims:
        by_doc[claim.doc].append(claim)
    found = []
    for doc in sorted(by_doc):
        own = by_doc[doc]
        order = sorted(range(len(own)), key=lambda place: _key(own[place]))
        if order == list(range(len(own))):
            found += own
            continue
        moved = {old: new for new, old in enumerate(order)}
        for old in order:
            claim = own[old]
            ties = {
                name: moved.get(place, place)
                for name in ("subset_of", "repeats")
                if (place := getattr(claim, name)) is not None
            }
            found.append(msgspec.structs.replace(claim, **ties) if ties else claim)
    return found


def _key(claim: CountClaim) -> tuple[int, str, str]:
    # Ties name a place in the order that came in, which may not decide anything.
    return claim.start, claim.with_id().id, repr(msgspec.structs.replace(claim, subset_of=None, repeats=None))


def _makes_sense(cue: DatingCue) -> bool:
    days = [day for day in (cue.low, cue.high, cue.event_low, cue.event_high) if day is not None]
    spans = ((cue.low, cue.high), (cue.event_low, cue.event_high))
    backwards = any(low is not None and high is not None and high < low for low, high in spans)
    if backwards or not all(is_plausible(day) for day in days) or not -200 <= (cue.event_years or 0) <= 200:
        return False
    if cue.month_day is not None and not _MONTH_DAY.fullmatch(cue.month_day):
        return False
    return all(is_near(text) for text in (cue.offset_low, cue.offset_high) if text is not None)


def is_near(duration: str) -> bool:
    """Say whether a text is an ISO 8601 duration of at most a hundred years."""
    try:
        return abs(offset_days(duration)) <= FAR
    except (ValueError, OverflowError):
        return False
