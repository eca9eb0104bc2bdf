"""Status claims: something that happened to, or is true of, one named person."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Final

import msgspec

from habeas.values.plain import Plain

STATUSES: Final = (
    *("detained", "charged", "convicted", "sentenced", "held", "freed", "pardoned", "exchanged", "expelled"),
    *("rearrested", "died", "no_contact", "ill", "denied_care", "not_freed", "at_large", "in_exile", "other"),
)
LIFE: Final = 9999


class StatusClaim(Plain, frozen=True, kw_only=True):
    """One statement, in one document, of what happened to one named person, or of the state they are in.

    `person` is the fullest spelling in the document, also where `quote` has a pronoun; `start` is the character
    offset of `quote`. `date_low`..`date_high` bound when it happened or held, null where the text gives no time.
    `term_months` is the length of the sentence, or of the time in custody, that is stated for it (`LIFE` for life).
    `planned` says that the text announces it; `negated` that the text denies it. `relation` ties a relative to
    another person ("wife of ..."). `source` is who says it ("document" where nobody is named). `confidence` is the
    share of such claims that were right on labelled texts.
    """

    doc: str
    quote: str
    start: int
    person: str
    status: str
    date_low: date | None = None
    date_high: date | None = None
    term_months: float | None = None
    place: str | None = None
    relation: str | None = None
    role: str | None = None
    source: str = "document"
    negated: bool = False
    planned: bool = False
    note: str = ""
    extractor: str = ""
    confidence: float = 1.0
    id: str = ""

    def with_id(self) -> StatusClaim:
        """Return the claim with its stable id: same document, span, person and status give the same id."""
        return self if self.id else msgspec.structs.replace(self, id=status_claim_id(self))


def status_claim_id(claim: StatusClaim) -> str:
    """Return the 12-hex-digit id of a status claim from its document, span, person and status."""
    parts = (claim.doc, claim.start, claim.quote, claim.person, claim.status, claim.date_low, claim.date_high)
    return hashlib.sha256("\x1f".join(str(part) for part in parts).encode()).hexdigest()[:12]
