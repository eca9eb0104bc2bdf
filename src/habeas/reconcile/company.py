"""Which documents other documents bear out: whose figures count people whom another one counts."""

from __future__ import annotations

from collections.abc import Sequence

from habeas.reconcile.assemble import SolvedSeries
from habeas.reconcile.prepare import Prepared


def company(series: Sequence[SolvedSeries], doc: str) -> int:
    """Return how many of a document's kept figures count people whom another document counts.

    A bound from below, or what a narrower group says of a wider one, is no company: anybody's people meet it.
    """
    number = 0
    for item in series:
        pairs = list(zip(item.solved.statements, item.solved.histories[0].inside, strict=True))
        counted = [(s.claim.doc, slots) for s, slots in pairs if not s.carried and s.claim.high is not None]
        theirs = frozenset[int]().union(*(slots for other, slots in counted if other != doc))
        number += sum(bool(slots & theirs) for own, slots in counted if own == doc)
    return number


def undatable(prepared: Prepared, series: Sequence[SolvedSeries]) -> frozenset[str]:
    """Return the documents of which nothing tells when they were written: no words, no days, no other's figures.

    The days left to them are but those of the rest of the case, which would date a report of any time.
    """
    dated = {claim.doc for claim in prepared.claims if claim.start_date is not None or claim.end_date is not None}
    tied = {link.doc for links in prepared.links for link in links}
    open_docs = [doc for doc, span in prepared.spans.items() if not span.told and doc not in dated | tied]
    return frozenset(doc for doc in open_docs if not company(series, doc))
