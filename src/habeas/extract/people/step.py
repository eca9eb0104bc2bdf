"""The entry of this part of the stage: documents in, status claims out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice

import msgspec

from habeas.extract.grammar.claims import Grammar
from habeas.extract.lexicon import load as load_words
from habeas.extract.people.lexicon import load
from habeas.extract.people.reading import PeopleGrammar
from habeas.extract.sentences import sentence_spans
from habeas.values.document import Document
from habeas.values.record import Failure
from habeas.values.status_claim import StatusClaim

VERSION = 1
LANGUAGES = frozenset({"en"})
_BATCH = 32


class PeopleFound(msgspec.Struct, frozen=True, kw_only=True):
    """What one document says of named persons, and why it was left out where it was."""

    doc: str
    claims: tuple[StatusClaim, ...] = ()
    failures: tuple[Failure, ...] = ()


def status_claims(documents: Iterable[Document]) -> Iterator[PeopleFound]:
    """Yield each document's status claims, in order; a document in another language than English is a failure."""
    stream = iter(documents)
    while batch := list(islice(stream, _BATCH)):
        yield from _batch(batch)


def _batch(documents: list[Document]) -> Iterator[PeopleFound]:
    from habeas.extract.parse.spacy_en import SpacyEnglish

    readable = [d for d in documents if (d.lang or "en") in LANGUAGES]
    spans = [sentence_spans(d.text) for d in readable]
    stretches = (
        (d.text[start:end].replace("#", " "), start, n)  # a hashtag is a word; the length stays
        for d, listed in zip(readable, spans, strict=True)
        for n, (start, end) in enumerate(listed)
    )
    parsed = SpacyEnglish(entities=True).parse(stretches)
    counts = {id(d): len(listed) for d, listed in zip(readable, spans, strict=True)}
    for document in documents:
        if id(document) not in counts:
            yield PeopleFound(doc=document.id, failures=(_unread(document),))
            continue
        sentences = list(islice(parsed, counts[id(document)]))
        claims = _grammar().claims(document, sentences)
        yield PeopleFound(
            doc=document.id, claims=tuple(msgspec.structs.replace(c, extractor=f"people-en/{VERSION}") for c in claims)
        )


def _unread(document: Document) -> Failure:
    return Failure(
        where=document.id, what=f"status claims are not read in language {document.lang!r}", remedy="English is"
    )


@lru_cache(maxsize=1)
def _grammar() -> PeopleGrammar:
    from habeas.extract.parse.spacy_en import common_words

    return PeopleGrammar(load("en"), Grammar(load_words("en")), common_words())
