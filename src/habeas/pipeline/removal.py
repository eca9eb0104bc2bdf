"""The right to removal: a person taken out of a case, documents kept as far as they tell of others.

Documents are read again without the sentences on the person.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from habeas.errors import ItemError
from habeas.extract.options import ExtractOptions
from habeas.extract.people.step import extractor_name as persons_extractor
from habeas.extract.sentences import sentence_spans
from habeas.extract.step import extract
from habeas.ledger.base import Ledger, utc_now
from habeas.ledger.case import SETTINGS
from habeas.ledger.erase import erase_rows, rows_that_say, with_parts
from habeas.ledger.snapshot import Snapshot, snapshot
from habeas.ledger.status import Reading, append_reading
from habeas.ledger.write import append_run
from habeas.pipeline.provenance import extractor_name
from habeas.pipeline.record import read_persons
from habeas.resolve.persons.removal import NamePattern, sentences_on, without_person
from habeas.resolve.persons.step import people_of
from habeas.values.claim import CountClaim
from habeas.values.document import Document
from habeas.values.run import Run
from habeas.values.status_claim import StatusClaim


class _Wanted(msgspec.Struct, frozen=True):
    """Whom to remove: the pattern of their name, and the ids of their entries, which are hashes of it."""

    pattern: NamePattern
    spellings: tuple[str, ...]
    entries: frozenset[str]

    def says(self, text: str) -> bool:
        """Say whether a text names the person, or is the id of an entry of theirs."""
        return text in self.entries or self.pattern.full(text)


class Removal(msgspec.Struct, frozen=True, kw_only=True):
    """What a removal came to: spellings that were looked for, documents kept without the person, rows emptied.

    `figures` count claims and statuses of `others` (other persons, by name) stand in the sentences that go, and go too.
    `doubtful` are ids of documents that have the last part of the name alone, which may be another person's and
    stays; `settings` says that case.toml has the name.
    """

    spellings: tuple[str, ...]
    documents: tuple[str, ...]
    figures: int = 0
    others: tuple[str, ...] = ()
    emptied: int = 0
    doubtful: tuple[str, ...] = ()
    settings: bool = False


def plan_removal(ledger: Ledger, folder: Path, name: str) -> Removal:
    """Return what removing the person of this name would touch; raises ItemError where no content has the name."""
    held = snapshot(ledger)
    wanted = _wanted(held, name)
    pattern = wanted.pattern
    named = [d.id for d in held.documents if _names(d, pattern)]
    if not rows_that_say(list(ledger.entries()), wanted.says):
        raise ItemError(name, "nothing in the case has this name", "see the names with: habeas register CASE")
    figures, others = _lost(held, named, pattern)
    return Removal(
        spellings=wanted.spellings,
        documents=tuple(named),
        figures=figures,
        others=others,
        doubtful=tuple(d.id for d in held.documents if d.id not in named and pattern.last(d.text)),
        settings=pattern.last((folder / SETTINGS).read_text(encoding="utf-8")),
    )


def remove_person(ledger: Ledger, folder: Path, name: str, who: str, reason: str) -> Removal:
    """Take a person out of every row of a case, for good; returns what was done.

    Documents that name them are added again without the sentences on them, and read anew, before the old ones are
    erased with their claims, the judgements on these, and every other row that has the name.
    """
    plan = plan_removal(ledger, folder, name)
    held = snapshot(ledger)
    wanted = _wanted(held, name)
    pattern = wanted.pattern
    if pattern.last(reason) or pattern.last(who):
        raise ItemError("--reason", "has the name in it, and is kept", "say whose request it was without the name")
    rows = list(ledger.entries())
    kept = _rewritten(held, plan, pattern)
    _append(ledger, kept)
    emptied = erase_rows(ledger, with_parts(rows, rows_that_say(rows, wanted.says)), who, reason)
    return msgspec.structs.replace(plan, documents=tuple(document.id for document in kept), emptied=emptied)


def _wanted(held: Snapshot, name: str) -> _Wanted:
    """Return all spellings of the persons who have this one; the name as given where nobody in the register does."""
    people = people_of(held.status_claims, held.lists, held.judgements)
    folded = name.casefold()
    same = [p for p in people.register.persons if folded in {one.casefold() for one in (p.name, *p.spellings)}]
    spellings = tuple(sorted({name, *(one for person in same for one in (person.name, *person.spellings))}))
    entries = frozenset(entry.id for person in same for entry in person.entries)
    return _Wanted(NamePattern(spellings), spellings, entries)


def _names(document: Document, pattern: NamePattern) -> bool:
    told = (document.text, document.title, document.url, document.id, document.origin, document.outlet)
    return any(pattern.full(text) for text in told if text)


def _lost(held: Snapshot, named: Sequence[str], pattern: NamePattern) -> tuple[int, tuple[str, ...]]:
    """Return how many figures stand in the sentences on a person, and who else is told of there."""
    told, figures, others = _told(held, pattern), 0, set[str]()
    for document in held.documents:
        if document.id in named:
            spans = sentences_on(document.text, pattern, sentence_spans(document.text), told.get(document.id, ()))
            figures += sum(_inside(claim, spans) for claim in held.claims if claim.doc == document.id)
            here = (claim for claim in held.status_claims if claim.doc == document.id and _inside(claim, spans))
            others |= {claim.person for claim in here if not pattern.full(claim.person)}
    return figures, tuple(sorted(others))


def _inside(claim: CountClaim | StatusClaim, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= claim.start < end for start, end in spans)


def _told(held: Snapshot, pattern: NamePattern) -> dict[str, list[tuple[int, int]]]:
    """Return, by document, the spans of what is told of a person, by name or not."""
    spans: dict[str, list[tuple[int, int]]] = {}
    for claim in held.status_claims:
        if pattern.full(claim.person) or (claim.relation and pattern.full(claim.relation)):
            spans.setdefault(claim.doc, []).append((claim.start, claim.start + len(claim.quote)))
    return spans


def _rewritten(held: Snapshot, plan: Removal, pattern: NamePattern) -> list[Document]:
    """Return the documents that name the person, without the sentences on them."""
    spans, named = _told(held, pattern), set(plan.documents)
    return [
        without_person(document, pattern, sentence_spans(document.text), spans.get(document.id, ()))
        for document in held.documents
        if document.id in named
    ]


def _append(ledger: Ledger, documents: Sequence[Document]) -> None:
    if not documents:
        return
    options = ExtractOptions()
    run = append_run(ledger, Run(command="remove-person"), utc_now())
    read = zip(documents, extract(documents, options), read_persons(documents), strict=True)
    for document, extraction, status in read:
        reading = Reading(
            document=document,
            extraction=extraction,
            extractor=extractor_name(options),
            status=status,
            status_extractor=persons_extractor(),
        )
        append_reading(ledger, reading, run)
