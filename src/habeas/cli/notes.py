"""Notes on stderr: what a reader should know although nothing failed, one line each, with what to do about it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

import click
import msgspec

from habeas.values.claim import CountClaim
from habeas.values.document import Document
from habeas.values.history import Occasion, Repair
from habeas.values.record import Failure, Record

# Cheaper repairs ("about 30" for 30) are how people round, not a contradiction.
_WORTH_A_NOTE_BITS: Final = 6.0
_CONFLICT_REMEDY: Final = "see the brief; check the sentence, and decide in a case with: habeas judge"
_QUOTE_LENGTH: Final = 60
MOST: Final = 20


def say(note: Failure) -> None:
    """Print one note."""
    click.echo(f"note: {note.where}: {note.what}" + (f"; {note.remedy}" if note.remedy else ""), err=True)


def say_all(notes: Sequence[Failure], unheld: int = 0) -> None:
    """Print notes, the first `MOST` in full and the rest by their number; `unheld` more were counted, not kept."""
    for note in notes[:MOST]:
        say(note)
    more = max(0, len(notes) - MOST) + unheld
    if more:
        click.echo(f"note: {more:,} more notes of this kind are not shown", err=True)


def place_of(document: Document) -> str:
    """Return how a message names a document: its file, with the id where the file's name does not tell it."""
    if document.origin is None or document.origin == document.id:
        return document.id
    return document.origin if Path(document.origin).stem == document.id else f"{document.origin} ({document.id})"


def placed(failures: Iterable[Failure], documents: Iterable[Document]) -> list[Failure]:
    """Return the failures with the file in place of the id, where a stage named a document by its id."""
    places = {document.id: place_of(document) for document in documents}
    return [msgspec.structs.replace(failure, where=places.get(failure.where, failure.where)) for failure in failures]


def no_claim(place: str) -> Failure:
    """Return the note that no count claim was found in the document at `place`."""
    return Failure(
        where=place, what="no count claim was found in it", remedy="if it gives figures, see `habeas extract --help`"
    )


def without_claims(documents: Iterable[Document], speaking: Collection[str]) -> list[Failure]:
    """Return a note for each document whose id is not among the `speaking`: no count claim was found in it."""
    return [no_claim(place_of(document)) for document in documents if document.id not in speaking]


def contradictions(record: Record) -> Iterator[Failure]:
    """Yield a note for each claim that the best reading had to set aside or to read as an error."""
    if not record.reconciliation.readings:
        return
    places = {document.id: place_of(document) for document in record.documents}
    claims = {claim.id: claim for claim in record.claims}
    best = record.reconciliation.readings[0]
    for claim in (claims[id_] for id_ in best.rejected if id_ in claims):
        what = f'"{_short(claim.quote)}" cannot be true together with the other figures and is set aside'
        yield Failure(where=places.get(claim.doc, claim.doc), what=what, remedy=_CONFLICT_REMEDY)
    for repair in best.repairs:
        found = claims.get(repair.claim)
        if found is not None and repair.bits >= _WORTH_A_NOTE_BITS:
            where = places.get(found.doc, found.doc)
            yield Failure(where=where, what=_told(found, repair), remedy=_CONFLICT_REMEDY)
    told = {*best.rejected, *(repair.claim for repair in best.repairs)}
    for occasion in best.occasions or record.reconciliation.occasions:
        for claim in (claims[id_] for id_ in occasion.claims if id_ in claims and id_ not in told):
            if _is_outvoted(claim, occasion):
                what = f'"{_short(claim.quote)}" stands against {occasion.size.best} on the same day by other figures'
                yield Failure(where=places.get(claim.doc, claim.doc), what=what, remedy=_CONFLICT_REMEDY)


def _is_outvoted(claim: CountClaim, occasion: Occasion) -> bool:
    """Return whether a claim of one day's occasion, exact as printed, lies outside the size it was given."""
    same_day = claim.start_date is not None and claim.start_date == claim.end_date == occasion.date.best
    low, high = occasion.size.low, occasion.size.high
    if not same_day or claim.approx or claim.subset_of is not None or claim.status != "actual":
        return False
    below = claim.high is not None and low is not None and claim.high < low
    above = claim.low is not None and high is not None and claim.low > high
    return below or above


def _told(claim: CountClaim, repair: Repair) -> str:
    return f'"{_short(claim.quote)}" fits the other figures only as {repair.to} instead of {repair.from_}'


def _short(quote: str) -> str:
    words = " ".join(quote.split())
    return words if len(words) <= _QUOTE_LENGTH else f"{words[:_QUOTE_LENGTH]}…"
