"""The entry of this part of the stage: documents in, status claims out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.resources import files
from itertools import islice

import msgspec

from habeas import __version__
from habeas.extract.grammar.parts import Grammar
from habeas.extract.lexicon import load as load_words
from habeas.extract.people.lexicon import load
from habeas.extract.people.others import Bystanders
from habeas.extract.people.parsed import Parsed
from habeas.extract.people.reading import PeopleGrammar
from habeas.values.document import Document
from habeas.values.extraction import StatusExtraction
from habeas.values.record import Failure
from habeas.values.status_claim import StatusClaim

VERSION = 6
LANGUAGES = frozenset({"en", "pcm", "sco"})  # a short English text may be taken for a near relative
_BATCH = 32


def status_claims(documents: Iterable[Document]) -> Iterator[StatusExtraction]:
    """Yield each document's status claims, in order; a document in another language than English is a failure."""
    stream = iter(documents)
    while batch := list(islice(stream, _BATCH)):
        yield from _batch(batch)


@lru_cache(maxsize=1)
def extractor_name() -> str:
    """Return version and vocabulary in one name: what reads a document anew must have another."""
    words = files("habeas.extract.lexicon").joinpath("people/en.toml").read_bytes()
    shares = files(__package__).joinpath("confidence.json").read_bytes()
    return f"people-en/{VERSION} {__version__} {hashlib.sha256(words + shares).hexdigest()[:8]}"


def _batch(documents: list[Document]) -> Iterator[StatusExtraction]:
    readable = [d for d in documents if (d.lang or "en").split("-")[0] in LANGUAGES]
    found = dict(zip(map(id, readable), _found(readable), strict=True))
    for document in documents:
        yield found.get(id(document)) or StatusExtraction(doc=document.id, failures=(_unread(document),))


def _found(documents: list[Document]) -> list[StatusExtraction]:
    """Read documents together; where that fails each is read alone, so that one bad document costs only itself."""
    try:
        return [_signed_all(d, *read) for d, read in zip(documents, _read(documents), strict=True)]
    except Exception as problem:  # noqa: BLE001 - whatever a strange text may provoke
        if len(documents) > 1:
            return [_found([document])[0] for document in documents]
        what = f"status claims could not be read ({type(problem).__name__}: {problem})"
        failure = Failure(where=documents[0].id, what=what, remedy="please report it with the text")
        return [StatusExtraction(doc=documents[0].id, failures=(failure,))]


def _signed_all(document: Document, claims: list[StatusClaim], named: Bystanders) -> StatusExtraction:
    return StatusExtraction(
        doc=document.id,
        claims=tuple(_signed(claim) for claim in claims),
        others=named.others,
        officials=named.officials,
        things=named.things,
    )


def _read(documents: list[Document]) -> list[tuple[list[StatusClaim], Bystanders]]:
    parsed = _parsed().of([d.text for d in documents])
    return [_grammar().read(d, sentences) for d, sentences in zip(documents, parsed, strict=True)]


@lru_cache(maxsize=1)
def _parsed() -> Parsed:
    return Parsed()


def _signed(claim: StatusClaim) -> StatusClaim:
    """Put the extractor's name in place of the way the claim was found, and the confidence that this way deserves."""
    shares = _confidence()
    confidence = shares.get(claim.extractor, shares["other"])
    return msgspec.structs.replace(claim, extractor=f"people-en/{VERSION}", confidence=confidence)


@lru_cache(maxsize=1)
def _confidence() -> dict[str, float]:
    """Return the share of right claims by the way they were found, as `bench/people.py --fit` measured it."""
    return msgspec.json.decode(files(__package__).joinpath("confidence.json").read_bytes(), type=dict[str, float])


def ways(documents: Iterable[Document]) -> Iterator[StatusClaim]:
    """Yield claims that still tell in `extractor` how each was found; what confidence is measured on."""
    for document in documents:
        yield from _read([document])[0][0]


def _unread(document: Document) -> Failure:
    return Failure(
        where=document.id, what=f"status claims are not read in language {document.lang!r}", remedy="English is"
    )


@lru_cache(maxsize=1)
def _grammar() -> PeopleGrammar:
    from habeas.extract.parse.spacy_en import common_words

    return PeopleGrammar(load("en"), Grammar(load_words("en")), common_words())
