"""Judgements that pin figures which no history can hold together: one of them gives way, and that is told."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from habeas.reconcile.exact.explain import said
from habeas.reconcile.outcome.conflicts import minimal, satisfiable
from habeas.reconcile.prepared.inputs import Inputs
from habeas.reconcile.prepared.prepare import Prepared, prepare
from habeas.reconcile.prepared.statements import PINNED_BITS, Alternative, Statement
from habeas.reconcile.prepared.wording import join
from habeas.values.case import CaseSettings


def consistent(settings: CaseSettings, given: Inputs) -> tuple[CaseSettings, tuple[str, ...]]:
    """Return settings whose pins some history holds as printed, and what a reader is told of those that gave way.

    Of a smallest set of pinned figures that cannot all hold, that of the source most often wrong is weighed like any
    other figure; of equal ones the last by its id.
    """
    told: list[str] = []
    while settings.pinned:
        prepared = prepare(given.claims, given.documents, given.cues, settings)
        clash = _clash(prepared)
        if not clash:
            break
        yielding = max(clash, key=lambda s: (prepared.case.speakers.wrong(s.claim), s.id))
        told.append(_told(clash, yielding))
        pinned = tuple(claim for claim in settings.pinned if claim != yielding.id)
        settings = msgspec.structs.replace(settings, pinned=pinned)
    return settings, tuple(told)


def _clash(prepared: Prepared) -> list[Statement]:
    """Return a smallest set of pinned figures of one series that no history holds, empty where there is none."""
    spans = {doc: (span.low, span.high) for doc, span in prepared.spans.items()}

    def holds(some: Sequence[Statement]) -> bool:
        return satisfiable(some, spans, prepared.links)

    for _, statements in sorted(prepared.series.items()):
        pinned = [s for s in statements if s.reject_bits >= PINNED_BITS]
        if pinned and not holds(pinned):
            return minimal(pinned, holds)
    return []


def _told(clash: Sequence[Statement], yielding: Statement) -> str:
    words = {s.id: said(s, Alternative("as_printed", 0.0, s.window, s.law)) for s in clash}
    cannot = "cannot all hold" if len(clash) > 1 else "cannot hold"
    return (
        f"judgements pin {join([words[s.id] for s in clash])}, which {cannot}: "
        f"{words[yielding.id]} is weighed like any other figure; withdraw a judgement"
    )
