"""Writing what the stages yield: a document with its claims at one stroke, a judgement, an erasure."""

from __future__ import annotations

import hashlib
from datetime import datetime

import msgspec

from habeas.ledger.base import Ledger
from habeas.ledger.entry import NewEntry
from habeas.values.document import Document
from habeas.values.estimate import CaseEstimate
from habeas.values.extraction import Extraction
from habeas.values.judgement import Judgement
from habeas.values.record import Failure
from habeas.values.run import Run


class ExtractionHead(msgspec.Struct, frozen=True, kw_only=True):
    """The body of an extraction row: which document, read by what, and what was left out.

    Its claims and cues are rows of their own that point to it. `extractor` names engine, version and options.
    """

    doc: str
    extractor: str
    run: int
    failures: tuple[Failure, ...] = ()


class Erasure(msgspec.Struct, frozen=True, kw_only=True):
    """The body of a tombstone: who had content erased, and why (never what it said)."""

    who: str
    reason: str


def text_of(value: msgspec.Struct) -> str:
    """Return a value as the JSON text that a row's body holds."""
    return msgspec.json.encode(value).decode()


def extraction_key(document: Document, extractor: str) -> str:
    """Return the key of a document's reading by one extractor: the same pair is stored once."""
    return hashlib.sha256(f"{document.identity}\x1f{extractor}".encode()).hexdigest()


def append_run(ledger: Ledger, run: Run, moment: datetime) -> int:
    """Append a run and return its row's number."""
    return ledger.append([_run_row(run, moment)])[0]


def _run_row(run: Run, moment: datetime) -> NewEntry:
    key = hashlib.sha256(f"{moment.isoformat()}\x1f{text_of(run)}".encode()).hexdigest()
    return NewEntry(kind="run", key=key, body=text_of(run))


def append_extraction(ledger: Ledger, document: Document, extraction: Extraction, extractor: str, run: int) -> bool:
    """Append a document with its claims and cues in one transaction; return whether anything was new.

    A document is known by its identity (text, publisher, address, date), its reading by the extractor; what is
    there already is not repeated.
    """
    if ledger.find("extraction", extraction_key(document, extractor)) is not None:
        return False
    ledger.append(extraction_rows(document, extraction, extractor, run))
    return True


def extraction_rows(document: Document, extraction: Extraction, extractor: str, run: int) -> list[NewEntry]:
    """Return the rows of a document with its claims and cues, for one call to `append` that begins with them."""
    key = extraction_key(document, extractor)
    head = ExtractionHead(doc=document.id, extractor=extractor, run=run, failures=extraction.failures)
    new = [
        NewEntry(kind="document", key=document.identity, body=text_of(document)),
        NewEntry(kind="extraction", key=key, body=text_of(head), target=-1),
    ]
    for kind, values in (("claim", extraction.claims), ("cue", extraction.cues)):
        for index, value in enumerate(values):
            new.append(NewEntry(kind=kind, key=f"{key[:16]}/{index}", body=text_of(value), target=-2))
    return new


def append_judgement(ledger: Ledger, judgement: Judgement, moment: datetime) -> Judgement:
    """Append a judgement, dated `moment`, and return it as stored."""
    dated = msgspec.structs.replace(judgement, at=moment)
    ledger.append([NewEntry(kind="judgement", key=dated.id, body=text_of(dated))])
    return dated


def append_estimate(ledger: Ledger, estimate: CaseEstimate, run: Run, moment: datetime) -> bool:
    """Append an estimate and the run that computed it in one transaction; return whether it was new.

    Nothing is added where the latest estimate about the same people has the same input, settings and version.
    """
    latest = ""
    for row in ledger.entries():
        if row.kind == "estimate" and row.body is not None:
            stored = msgspec.json.decode(row.body, type=CaseEstimate)
            latest = stored.id if stored.about == estimate.about else latest
    if latest == estimate.id:
        return False
    first = _run_row(run, moment)
    key = f"{estimate.id}/{first.key[:16]}"
    ledger.append([first, NewEntry(kind="estimate", key=key, body=text_of(estimate), target=-1)])
    return True
