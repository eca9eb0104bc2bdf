"""Which documents other documents bear out: whose figures count people whom another one counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from habeas.reconcile.outcome.assemble import SolvedSeries
from habeas.reconcile.prepared.prepare import Prepared

Slots = frozenset[tuple[int, int]]  # (series, slot)


def company(series: Sequence[SolvedSeries], doc: str) -> int:
    """Return how many of a document's kept figures count people whom another document counts."""
    counted = _counted(series)
    theirs = frozenset[tuple[int, int]]().union(
        *(slots for other, own in counted.items() if other != doc for slots in own)
    )
    return sum(bool(slots & theirs) for slots in counted.get(doc, ()))


def undatable(prepared: Prepared, series: Sequence[SolvedSeries]) -> frozenset[str]:
    """Return the documents of which nothing tells when they were written: no words, no days, no dated one's figures.

    The days left to them are but those of the rest of the case, which would date a report of any time.
    """
    counted = {doc: frozenset[tuple[int, int]]().union(*own) for doc, own in _counted(series).items()}
    dated = {claim.doc for claim in prepared.claims if claim.start_date is not None or claim.end_date is not None}
    tied = {link.doc for links in prepared.links for link in links}
    adrift = {doc for doc, span in prepared.spans.items() if not span.is_told and doc not in dated | tied}
    reached = frozenset[tuple[int, int]]().union(*(slots for doc, slots in counted.items() if doc not in adrift))
    while found := {doc for doc in adrift if counted.get(doc, frozenset()) & reached}:
        adrift -= found
        reached = reached.union(*(counted[doc] for doc in found))
    return frozenset(adrift)


def _counted(series: Sequence[SolvedSeries]) -> dict[str, list[Slots]]:
    """Return the people that each document's kept figures count.

    A bound from below, or what a narrower group says of a wider one, is no company: anybody's people meet it.
    """
    found: dict[str, list[Slots]] = defaultdict(list)
    for number, item in enumerate(series):
        for statement, inside in zip(item.solved.statements, item.solved.histories[0].inside, strict=True):
            if inside and not statement.carried and statement.claim.high is not None:
                found[statement.claim.doc].append(frozenset((number, slot) for slot in inside))
    return found
