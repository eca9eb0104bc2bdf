"""Reading: what a case held at one moment, as values."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar

import msgspec

from habeas.errors import LedgerError
from habeas.ledger.base import SCHEMA, Ledger, Start, moment_text
from habeas.ledger.entry import Entry, Head, head_of
from habeas.ledger.status import StatusHead
from habeas.ledger.write import ExtractionHead
from habeas.values.claim import CountClaim
from habeas.values.document import DatingCue, Document
from habeas.values.estimate import CaseEstimate
from habeas.values.judgement import Judgement
from habeas.values.record import Failure
from habeas.values.run import Run
from habeas.values.status_claim import StatusClaim

T = TypeVar("T")


class Snapshot(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a ledger held at one moment, in the order in which it was added.

    `claims` and `cues` are those of the latest reading of each document, grouped by document; earlier readings stay
    in the ledger. `judgements` are all of them, in order of time. `failures` are what the readings left out.
    `status_claims` are those of the latest reading for persons; `status_read` are the ids of the documents that have
    one, `names_unread` of those in whose language it found nobody to read.
    `estimates` are the latest one about each group of people; earlier ones stay in the ledger.
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
    estimates: tuple[CaseEstimate, ...] = ()
    extractors: tuple[str, ...] = ()
    erased: int = 0
    head: Head = Head()


def snapshot(ledger: Ledger, as_of: datetime | None = None) -> Snapshot:
    """Return what `ledger` held at the moment `as_of` (UTC; default: now), erased content left out.

    Raises LedgerError where a row's content cannot be read.
    """
    head, erased = Head(), 0
    documents: dict[int, Document] = {}
    latest: dict[int, int] = {}  # document row -> row of its latest reading
    readings: dict[int, ExtractionHead] = {}
    claims: dict[int, list[CountClaim]] = {}
    cues: dict[int, list[DatingCue]] = {}
    single: dict[str, list[Entry]] = {"judgement": [], "run": [], "estimate": []}
    for row in ledger.entries(until=None if as_of is None else moment_text(as_of)):
        head = head_of(row)
        erased += row.kind == "tombstone"
        if row.body is None:
            continue
        match row.kind:
            case "ledger":
                _check_schema(_decode(row, Start))
            case "document":
                documents[row.number] = _decode(row, Document)
            case "extraction":
                readings[row.number] = _decode(row, ExtractionHead)
                latest[row.target or 0] = row.number
            case "claim":
                claims.setdefault(row.target or 0, []).append(_decode(row, CountClaim))
            case "cue":
                cues.setdefault(row.target or 0, []).append(_decode(row, DatingCue))
            case "judgement" | "run" | "estimate":
                single[row.kind].append(row)
    current = [latest[number] for number in documents if number in latest]
    return Snapshot(
        documents=tuple(documents.values()),
        claims=tuple(claim for number in current for claim in claims.get(number, ())),
        cues=tuple(cue for number in current for cue in cues.get(number, ())),
        judgements=tuple(_decode(row, Judgement) for row in single["judgement"]),
        runs=tuple(_decode(row, Run) for row in single["run"]),
        failures=tuple(failure for number in current for failure in readings[number].failures),
        estimates=_latest(_decode(row, CaseEstimate) for row in single["estimate"]),
        extractors=tuple(sorted({readings[number].extractor for number in current})),
        erased=erased,
        head=head,
    )


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
