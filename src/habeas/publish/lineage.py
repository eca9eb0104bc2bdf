"""Who says what others said before: near-copied texts, and one statement told by several reports."""

from __future__ import annotations

from datetime import date

import msgspec

from habeas.publish.evidence import Evidence
from habeas.values.claim import CountClaim


class Echo(msgspec.Struct, frozen=True, kw_only=True):
    """One figure of one named speaker that several reports tell: one statement, not several; the earliest first."""

    speaker: str
    claims: tuple[CountClaim, ...]


def echoes(evidence: Evidence) -> tuple[Echo, ...]:
    """Return the statements told by more than one report, those told most often first.

    Same speaker, measure, group and bounds, in different documents: what reconciliation counts once.
    """
    found: dict[tuple[object, ...], dict[str, CountClaim]] = {}
    for claim in evidence.claims.values():
        if claim.source in {"", "document"} or claim.doc not in evidence.place_of:
            continue
        key = (evidence.asserted_by(claim), claim.measure, claim.group, claim.low, claim.high)
        found.setdefault(key, {}).setdefault(claim.doc, claim)
    told = [
        Echo(speaker=str(key[0]), claims=tuple(sorted(by_doc.values(), key=lambda c: _order(evidence, c))))
        for key, by_doc in found.items()
        if len(by_doc) > 1
    ]
    return tuple(sorted(told, key=lambda echo: (-len(echo.claims), echo.speaker, echo.claims[0].id)))


def _order(evidence: Evidence, claim: CountClaim) -> tuple[date, int]:
    return evidence.published(claim.doc).best or date.max, evidence.place_of[claim.doc]


def follows(evidence: Evidence, docs: set[str]) -> tuple[str, ...]:
    """Return whose texts the given reports follow: outlets, else reports, each once, in the order of reports."""
    found = [copy.of for copy in evidence.record.reconciliation.copies if copy.doc in docs and copy.of not in docs]
    ordered = sorted(set(found), key=lambda doc: evidence.place_of.get(doc, 1 << 30))
    return tuple(dict.fromkeys(evidence.called(doc) for doc in ordered))
