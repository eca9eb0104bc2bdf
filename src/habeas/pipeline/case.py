"""What a case holds, computed from its ledger: its record and history, its lists' tables, its estimates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import msgspec

from habeas import __version__
from habeas.estimate.disclosure import input_hash, settings_of, without_strata
from habeas.estimate.options import EstimateOptions
from habeas.estimate.parse import Tables, tally_memberships
from habeas.ledger.base import utc_now
from habeas.ledger.case import load_settings, open_ledger
from habeas.ledger.settle import reviewed, settle, settle_status
from habeas.ledger.snapshot import Snapshot, snapshot
from habeas.ledger.write import append_estimate
from habeas.pipeline.provenance import versions_of
from habeas.pipeline.record import RunOptions, Told, read_persons, told_of, with_persons
from habeas.reconcile.options import ReconcileOptions
from habeas.reconcile.step import reconcile
from habeas.resolve.persons.listed import LIST
from habeas.values.estimate import CaseEstimate, Estimate
from habeas.values.history import Ask, Reconciliation
from habeas.values.record import Record
from habeas.values.run import Run
from habeas.values.status_claim import StatusClaim


def record_of_case(folder: Path, as_of: datetime | None = None, options: RunOptions | None = None) -> Record:
    """Return the record of a case, computed from its ledger as it was at `as_of` (default: all of it).

    Judgements are applied: rejected claims are gone, corrected ones changed, pinned and excluded ones in the
    settings. Nothing is extracted again, except that documents never read for persons are, so that no name slips
    through.
    """
    options = options or RunOptions()
    held = _held(folder, as_of)
    claims, settings = settle(held.claims, held.judgements, load_settings(folder))
    record = Record(
        settings=settings,
        documents=held.documents,
        claims=claims,
        cues=held.cues,
        reconciliation=reconcile(claims, held.documents, held.cues, settings, (), options.reconcile),
        failures=held.failures,
        reviewed=reviewed(held.judgements),
        estimates=tuple(
            msgspec.structs.replace(kept, estimate=without_strata(kept.estimate)) for kept in held.estimates
        ),
        as_of=None if as_of is None else as_of.date(),
        version=__version__,
    )
    return with_persons(record, _told(held), held.lists, held.judgements, options)


def reconcile_case(folder: Path, asks: Sequence[Ask], options: ReconcileOptions) -> Reconciliation:
    """Return the history of a case with the answers to `asks`, judgements and settings applied."""
    held = _held(folder)
    claims, settings = settle(held.claims, held.judgements, load_settings(folder))
    return reconcile(claims, held.documents, held.cues, settings, asks, options)


def _held(folder: Path, as_of: datetime | None = None) -> Snapshot:
    ledger = open_ledger(folder)
    try:
        return snapshot(ledger, as_of)
    finally:
        ledger.close()


def _told(held: Snapshot) -> Told:
    """Return what a case's documents tell of persons, by document, as judgements leave it."""
    read = frozenset(held.status_read)
    late = told_of(read_persons(document for document in held.documents if document.id not in read))
    by_doc: dict[str, list[StatusClaim]] = {document.id: [] for document in held.documents}
    for claim in (*held.status_claims, *late.claims):
        by_doc[claim.doc].append(claim)
    claims = settle_status([claim for claims in by_doc.values() for claim in claims], held.judgements)
    return Told(
        claims=tuple(claims),
        unread=(*held.names_unread, *late.unread),
        others=(*held.others, *late.others),
        officials=(*held.officials, *late.officials),
        things=(*held.things, *late.things),
    )


def tables_of_case(folder: Path) -> Tables:
    """Return how many persons stand on which lists of a case, as its register brings them together."""
    persons = record_of_case(folder).custody.register.persons
    return tally_memberships(
        [entry.doc.removeprefix(LIST) for entry in person.entries if entry.doc.startswith(LIST)] for person in persons
    )


def keep_estimate(
    folder: Path, about: str, tables: Tables, options: EstimateOptions, found: Estimate
) -> tuple[CaseEstimate, bool]:
    """Add an estimate from `tables` to the ledger of a case; return it as kept, and whether it was new there.

    `about` says who is counted.
    """
    kept = CaseEstimate(
        about=about,
        estimate=found,
        source=tables.source,
        input_hash=input_hash(tables.tables),
        settings=settings_of(options),
        version=__version__,
    )
    run = Run(command="estimate", settings={"estimate": kept.settings}, versions=versions_of("habeas", "numpy"))
    ledger = open_ledger(folder)
    try:
        return kept, append_estimate(ledger, kept, run, utc_now())
    finally:
        ledger.close()
