"""Count claims: a number of people, what happened to them, when, and who says so."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Final

import msgspec

from habeas.values.plain import Plain

STOCKS: Final = frozenset({"held", "missing"})
FLOWS: Final = frozenset({"freed", "detained", "convicted", "charged", "died", "recognised", "expelled", "rearrested"})
MEASURES: Final = STOCKS | FLOWS
STATUSES: Final = ("actual", "planned", "denied", "hypothetical")
WHEN_KINDS: Final = ("at", "on", "between", "since", "none")


class CountClaim(Plain, frozen=True, kw_only=True):
    """One statement, in one document, of a number of people affected by imprisonment.

    `low`..`high` are the bounds read literally (null = open). `start` is the character offset of `quote` in the
    document's text. `start_date`..`end_date` is the window resolved with the document's date; `start_offset` and
    `end_offset` are the same window as ISO 8601 durations from that date ("-P2M", "P0D") where the text is
    relative, and the only window of an undated document. `subset_of` is the 0-based index, among this document's
    claims in order, of the claim of which this is a stated part. `occasions` is the number of waves the text
    speaks of. `repeats` is the index of an earlier claim of the same document that says the same.
    `confidence` is the calibrated probability that the claim is right.
    """

    doc: str
    quote: str
    start: int
    low: int | None
    high: int | None
    measure: str
    approx: bool = False
    group: str = ""
    subset_of: int | None = None
    when_kind: str = "none"
    start_date: date | None = None
    end_date: date | None = None
    start_offset: str | None = None
    end_offset: str | None = None
    weekday: str | None = None
    occasions: int | None = None
    status: str = "actual"
    source: str = "document"
    outlet_source: str | None = None
    note: str = ""
    repeats: int | None = None
    extractor: str = ""
    confidence: float = 1.0
    id: str = ""

    def with_id(self) -> CountClaim:
        """Return the claim with its stable id: same document, span and value give the same id."""
        return self if self.id else msgspec.structs.replace(self, id=claim_id(self))


def claim_id(claim: CountClaim) -> str:
    """Return the 12-hex-digit id of a claim from its document, span, value and measure."""
    key = "\x1f".join(
        str(part) for part in (claim.doc, claim.start, claim.quote, claim.low, claim.high, claim.approx, claim.measure)
    )
    return hashlib.sha256(key.encode()).hexdigest()[:12]
