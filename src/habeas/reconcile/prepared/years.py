"""Which years documents print beside their figures: a year that nobody printed cannot be a slip of the pen."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from habeas.values.claim import CountClaim
from habeas.values.document import Document

_NEAR: Final = 200  # characters on either side of a figure in which its year may stand


def unprinted_years(claims: Sequence[CountClaim], documents: Mapping[str, Document]) -> frozenset[tuple[str, int]]:
    """Return the (document, year) of claims whose year stands nowhere beside the document's figures of that year.

    Such a year was inferred, from the day of publication mostly. Documents whose text does not hold the quotes tell
    nothing of what they print.
    """
    told: dict[tuple[str, int], bool] = defaultdict(bool)
    for claim in claims:
        document = documents.get(claim.doc)
        place = _place(claim, document)
        for year in {day.year for day in (claim.start_date, claim.end_date) if day is not None}:
            told[claim.doc, year] |= document is None or place is None or _prints(document.text, place, claim, year)
    return frozenset(key for key, printed in told.items() if not printed)


def _place(claim: CountClaim, document: Document | None) -> int | None:
    if document is None or not claim.quote:
        return None
    if document.text.startswith(claim.quote, claim.start):
        return claim.start
    found = document.text.find(claim.quote)
    return found if found >= 0 else None


def _prints(text: str, place: int, claim: CountClaim, year: int) -> bool:
    near = text[max(0, place - _NEAR) : place + len(claim.quote) + _NEAR]
    digits = "".join(str(unicodedata.decimal(char, char)) for char in near)
    return str(year) in digits or f"’{year % 100:02}" in digits or f"'{year % 100:02}" in digits
