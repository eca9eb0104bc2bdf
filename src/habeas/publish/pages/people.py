"""People: what is said of each person who may be named, and how many may not."""

from __future__ import annotations

from typing import Final

import msgspec

from habeas.publish.blocks import Block, Paragraph, Said
from habeas.publish.pages.book import Book, Page
from habeas.publish.pages.paging import Listing, listing
from habeas.publish.story import Story
from habeas.publish.wording import capital, count, listed, sentence, when
from habeas.values.person import NamedPerson
from habeas.values.status_claim import LIFE, StatusClaim

_WORDS: Final = {
    "no_contact": "without contact",
    "denied_care": "denied care",
    "not_freed": "not freed",
    "at_large": "at large",
    "in_exile": "in exile",
    "rearrested": "arrested again",
}


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A person with what is said of them, in the order of time."""

    person: NamedPerson
    claims: tuple[StatusClaim, ...]


def people(book: Book) -> tuple[Page, ...]:
    """Return the pages on persons, none where no person may be named."""
    entries = _entries(book)
    if not entries:
        return ()
    named = sum(len(entry.claims) for entry in entries)
    hidden = len(book.record.status_claims) - named

    def before(_: Story) -> list[Block]:
        if not hidden:
            return []
        text = f"{count(hidden, 'further statement')} on persons who are not named here, as the profile asks"
        return [Paragraph((Said(sentence(text)),))]

    what = Listing(
        name="people",
        heading="People",
        caption="Persons who may be named",
        head=("Person", "What is said", "Who says so", "In"),
        items=entries,
        row=lambda story, entry: _row(story, book, entry),
        standfirst="What the reports say of each person whom this edition may name.",
    )
    return listing(book, what, before=before)


def _entries(book: Book) -> list[Entry]:
    by_name: dict[str, list[StatusClaim]] = {}
    for claim in book.record.status_claims:
        by_name.setdefault(claim.person, []).append(claim)
    found = []
    for person in sorted(book.record.persons, key=lambda p: p.name):
        names = dict.fromkeys((person.name, *person.spellings))
        claims = [claim for name in names for claim in by_name.get(name, ())]
        claims.sort(key=lambda c: (str(c.date_high or c.date_low or ""), c.doc, c.start))
        if claims:
            found.append(Entry(person=person, claims=tuple(claims)))
    return found


def _row(story: Story, book: Book, entry: Entry) -> tuple[Said, ...]:
    said = "; ".join(_status(claim) for claim in entry.claims[-6:])
    who = listed(
        dict.fromkeys(c.source if c.source != "document" else story.evidence.name(c.doc) for c in entry.claims[-6:])
    )
    doc = entry.claims[-1].doc
    latest = Said(capital(story.evidence.name(doc)), href=book.document_path(doc))
    return Said(entry.person.name), Said(sentence(said)), Said(capital(who)), latest


def _status(claim: StatusClaim) -> str:
    text = _WORDS.get(claim.status, claim.status.replace("_", " "))
    if claim.term_months is not None:
        years, months = divmod(round(claim.term_months), 12)
        parts = [count(years, "year")] * bool(years) + [count(months, "month")] * bool(months)
        text += " for life" if claim.term_months >= LIFE else f" ({listed(parts)})" if parts else ""
    if claim.negated:
        text = f"denied to be {text}"
    if claim.planned:
        text = f"to be {text}, as announced"
    return f"{text} {when(claim.date_low, claim.date_high)}" if claim.date_low or claim.date_high else text
