"""What documents say of named persons, as the ledger keeps it: once a document and extractor."""

from __future__ import annotations

import msgspec

from habeas.ledger.base import Ledger
from habeas.ledger.entry import NewEntry
from habeas.ledger.write import extraction_key, extraction_rows, text_of
from habeas.values.document import Document
from habeas.values.extraction import Extraction, StatusExtraction
from habeas.values.record import Failure


class StatusHead(msgspec.Struct, frozen=True, kw_only=True):
    """The body of a `status_extraction` row: which document, read by what, and what was left out.

    Its status claims are rows of their own that point to it. `run` is the number of the run's row. `others` are the
    names of persons without a status, `officials` of those who hold an office, `things` names of no persons.
    """

    doc: str
    extractor: str
    run: int
    failures: tuple[Failure, ...] = ()
    others: tuple[str, ...] = ()
    officials: tuple[str, ...] = ()
    things: tuple[str, ...] = ()


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """All that one document says: its counts and its status claims, each with the name of what read them."""

    document: Document
    extraction: Extraction
    extractor: str
    status: StatusExtraction
    status_extractor: str


def has_status(ledger: Ledger, document: Document, extractor: str) -> bool:
    """Say whether the ledger holds the status claims of a document as this extractor reads them."""
    return ledger.find("status_extraction", extraction_key(document, extractor)) is not None


def append_reading(ledger: Ledger, reading: Reading, run: int) -> bool:
    """Append a document with its counts and status claims in one transaction; return whether its counts were new."""
    new = ledger.find("extraction", extraction_key(reading.document, reading.extractor)) is None
    rows = extraction_rows(reading.document, reading.extraction, reading.extractor, run)
    rows += _status_rows(reading.document, reading.status, reading.status_extractor, run, len(rows) + 1)
    ledger.append(rows)
    return new


def append_status(ledger: Ledger, document: Document, found: StatusExtraction, extractor: str, run: int) -> None:
    """Append the status claims of a document, in one transaction with the document where that is new."""
    first = NewEntry(kind="document", key=document.identity, body=text_of(document))
    ledger.append([first, *_status_rows(document, found, extractor, run, 2)])


def _status_rows(
    document: Document, found: StatusExtraction, extractor: str, run: int, position: int
) -> list[NewEntry]:
    """Return the rows of one call to `append` whose first row is the document; they stand from `position` on."""
    key = extraction_key(document, extractor)
    head = StatusHead(
        doc=document.id,
        extractor=extractor,
        run=run,
        failures=found.failures,
        others=found.others,
        officials=found.officials,
        things=found.things,
    )
    return [
        NewEntry(kind="status_extraction", key=key, body=text_of(head), target=-1),
        *(
            NewEntry(kind="status_claim", key=f"{key[:16]}/{index}", body=text_of(claim), target=-position)
            for index, claim in enumerate(found.claims)
        ),
    ]
