"""Reading: what a case held at one moment, as values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

import msgspec

from habeas.errors import LedgerError
from habeas.ledger.base import SCHEMA, Ledger, Start, moment_text
from habeas.ledger.entry import Entry, Head, head_of
from habeas.ledger.lists import held_lists
from habeas.ledger.status import StatusHead
from habeas.ledger.write import ExtractionHead
from habeas.values.claim import CountClaim
from habeas.values.document import DatingCue, Document
from habeas.values.estimate import CaseEstimate
from habeas.values.judgement import Judgement
from habeas.values.record import Failure
from habeas.values.roster import HeldList
from habeas.values.run import Run
from habeas.values.status_claim import StatusClaim

T = TypeVar("T")
H = TypeVar("H", ExtractionHead, StatusHead)


class Snapshot(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a ledger held at one moment, in the order in which it was added.

    `claims` and `cues` are those of the latest reading of each document, grouped by document; earlier readings stay
    in the ledger. `judgements` are all of them, in order of time. `failures` are what the readings left out.
    `status_claims` are those of the latest reading for persons; `status_read` are the ids of the documents that have
    one, `names_unread` of those in whose language it found nobody to read; `others` are the names of persons of whom
    a document tells no status, `officials` of those who hold an office, `things` names that one calls a
    place's or a body's.
    `lists` are the latest version of each list of persons. `estimates` are the latest one about each group of
    people; earlier ones stay in the ledger.
    """

    documents: tuple[Document, ...] = ()
    claims: tuple[CountClaim, ...] = ()
    cues: tuple[DatingCue, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    runs: tuple[Run, ...] = ()
    failures: tuple[Failure, ...] = ()
    status_claims: tuple[StatusClaim, ...] = ()
    status_read: tuple[str, ...] = ()
    names_unread: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    officials: tuple[str, ...] = ()
    things: tuple[str, ...] = ()
    lists: tuple[HeldList, ...] = ()
    estimates: tuple[CaseEstimate, ...] = ()
    extractors: tuple[str, ...] = ()
    erased: int = 0
    head: Head = Head()


def snapshot(ledger: Ledger, as_of: datetime | None = None) -> Snapshot:
    """Return what `ledger` held at the moment `as_of` (UTC; default: now), erased content left out.

    Raises LedgerError where a row's content cannot be read.
    """
    head, rows = Head(), dict[str, list[Entry]]()
    for row in ledger.entries(until=None if as_of is None else moment_text(as_of)):
        head = head_of(row)
        if row.body is not None:
            rows.setdefault(row.kind, []).append(row)
    for row in rows.get("ledger", ()):
        _check_schema(_decode(row, Start))
    documents = {row.number: _decode(row, Document) for row in rows.get("document", ())}
    counts = _readings(rows.get("extraction", ()), documents, ExtractionHead)
    told = _readings(rows.get("status_extraction", ()), documents, StatusHead)
    return Snapshot(
        documents=tuple(documents.values()),
        claims=_parts(rows.get("claim", ()), counts, CountClaim),
        cues=_parts(rows.get("cue", ()), counts, DatingCue),
        judgements=tuple(_decode(row, Judgement) for row in rows.get("judgement", ())),
        runs=tuple(_decode(row, Run) for row in rows.get("run", ())),
        failures=tuple(failure for reading in counts.values() for failure in reading.failures),
        status_claims=_parts(rows.get("status_claim", ()), told, StatusClaim),
        status_read=tuple(reading.doc for reading in told.values()),
        names_unread=tuple(reading.doc for reading in told.values() if reading.failures),
        others=tuple(sorted({name for reading in told.values() for name in reading.others})),
        officials=tuple(sorted({name for reading in told.values() for name in reading.officials})),
        things=tuple(sorted({name for reading in told.values() for name in reading.things})),
        lists=held_lists(rows.get("list", ()), rows.get("list_entry", ())),
        estimates=_latest(_decode(row, CaseEstimate) for row in rows.get("estimate", ())),
        extractors=tuple(sorted({reading.extractor for reading in counts.values()})),
        erased=len(rows.get("tombstone", ())),
        head=head,
    )


def _readings(rows: Sequence[Entry], documents: Mapping[int, Document], wanted: type[H]) -> dict[int, H]:
    """Return the latest reading of each document by the number of its row, in the order of the documents."""
    latest = {row.target: row for row in rows}
    found = (latest[number] for number in documents if number in latest)
    return {row.number: _decode(row, wanted) for row in found}


def _parts(rows: Sequence[Entry], readings: Mapping[int, object], wanted: type[T]) -> tuple[T, ...]:
    """Return what belongs to the given readings, grouped by reading."""
    parts: dict[int, list[T]] = {number: [] for number in readings}
    for row in rows:
        if row.target in parts:
            parts[row.target].append(_decode(row, wanted))
    return tuple(part for listed in parts.values() for part in listed)


def _latest(estimates: Iterable[CaseEstimate]) -> tuple[CaseEstimate, ...]:
    return tuple({estimate.about: estimate for estimate in estimates}.values())


def _check_schema(start: Start) -> None:
    if start.schema > SCHEMA:
        what = f"written by a newer version ({start.version})"
        raise LedgerError("ledger", what, "update Habeas to open this case")


def _decode(row: Entry, wanted: type[T]) -> T:
    try:
        return msgspec.json.decode(row.body or "", type=wanted)
    except msgspec.DecodeError as problem:
        what = f"its content is no {row.kind} ({problem})"
        raise LedgerError(row.name, what, "run `habeas verify`; if it is whole, update Habeas") from problem
