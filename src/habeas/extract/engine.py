"""The port of an extractor: whatever reads count claims out of one document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple, Protocol

from habeas.values.claim import CountClaim
from habeas.values.document import Document
from habeas.values.record import Failure


class Found(NamedTuple):
    """What one engine read out of one document: claims in the order of the text, and what it had to leave out.

    `subset_of` and `repeats` of the claims are indices into this `claims` tuple.
    """

    claims: tuple[CountClaim, ...]
    failures: tuple[Failure, ...] = ()


class Engine(Protocol):
    """An extractor of count claims.

    `name` goes into the field `extractor` of every claim, with a version ("rules-en/1"). An engine never raises
    for a bad document: it returns a `Failure` for it. Engines may look at several documents at a time
    (`claims_of_many`), but what they return for one never depends on the others.
    """

    @property
    def name(self) -> str:
        """Name and version, as written into each claim."""
        ...

    def claims_of(self, document: Document) -> Found:
        """Return the claims of one document, with every field filled except `outlet_source` and `id`."""
        ...

    def claims_of_many(self, documents: Iterable[Document]) -> Iterator[tuple[Document, Found]]:
        """Yield each document with its claims, in the order given; may batch, holds few documents at a time."""
        ...
