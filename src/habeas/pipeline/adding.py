"""Adding documents to a case: each is extracted once, and kept with what was read from it in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from typing import Final, TypeVar

import msgspec

from habeas.extract.options import ExtractOptions
from habeas.extract.people.step import extractor_name as persons_extractor
from habeas.extract.step import extract
from habeas.ledger.base import Ledger, utc_now
from habeas.ledger.snapshot import snapshot
from habeas.ledger.status import Reading, append_reading, append_status, has_status
from habeas.ledger.write import append_run, extraction_key
from habeas.pipeline.provenance import extractor_name, run_of
from habeas.pipeline.record import read_persons
from habeas.values.document import Document
from habeas.values.record import Failure

T = TypeVar("T")


_TOGETHER: Final = 16  # documents read for persons at a time while a case is added to


class Addition(msgspec.Struct, frozen=True, kw_only=True):
    """What adding one document came to: its number of claims, what its reading left out, or that it was there."""

    document: Document
    new: bool
    claims: int = 0
    failures: tuple[Failure, ...] = ()


def add_documents(ledger: Ledger, documents: Iterable[Document], options: ExtractOptions) -> Iterator[Addition]:
    """Extract documents and add each with its counts and status claims to a ledger, one transaction a document.

    A document that the ledger holds, read by the same extractors, is passed over before it is extracted. The run is
    noted with the first document that is new. A document whose id another one has gets the start of its content
    hash appended. Documents that were never read for persons are, at the end.
    """
    extractor, persons = extractor_name(options), persons_extractor()
    held = snapshot(ledger)
    ids = _Ids(held.documents)
    waiting: dict[str, Document] = {}
    there: list[Addition] = []
    read = frozenset(held.status_read)
    behind = {document.id: document for document in held.documents if document.id not in read}

    def unread() -> Iterator[Document]:
        for document in map(ids.named, documents):
            if ledger.find("extraction", extraction_key(document, extractor)) is None:
                waiting[document.id] = document
                yield document
                continue
            there.append(Addition(document=document, new=False))
            if not has_status(ledger, document, persons):
                behind[document.id] = document

    @cache
    def run() -> int:
        return append_run(ledger, run_of("add", {"extract": options}), utc_now())

    for batch in _batches(extract(unread(), options), _TOGETHER):
        yield from _drained(there)
        named = [waiting.pop(extraction.doc) for extraction in batch]
        for document, extraction, status in zip(named, batch, read_persons(named), strict=True):
            reading = Reading(
                document=document, extraction=extraction, extractor=extractor, status=status, status_extractor=persons
            )
            new = append_reading(ledger, reading, run())
            behind.pop(document.id, None)
            yield Addition(document=document, new=new, claims=len(extraction.claims), failures=extraction.failures)
    yield from _drained(there)
    for document, status in zip(behind.values(), read_persons(behind.values()), strict=True):
        append_status(ledger, document, status, persons, run())


class _Ids:
    """The ids that documents have in a case: one content, one id, and no id for two contents."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._content = {document.id: document.identity for document in documents}
        self._id = {identity: id_ for id_, identity in self._content.items()}

    def named(self, document: Document) -> Document:
        """Return the document under the id that its content has in the case, or is given now."""
        id_ = self._id.get(document.identity, document.id)
        if self._content.get(id_, document.identity) != document.identity:
            id_ = document.longer_id
        self._content[id_], self._id[document.identity] = document.identity, id_
        return msgspec.structs.replace(document, id=id_)


def _batches(stream: Iterable[T], size: int) -> Iterator[list[T]]:
    source = iter(stream)
    while batch := list(islice(source, size)):
        yield batch


def _drained(additions: list[Addition]) -> Iterator[Addition]:
    while additions:
        yield additions.pop(0)
