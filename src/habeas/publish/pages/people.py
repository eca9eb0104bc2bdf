"""People: what is said of each person who may be named, and how many may not; each has a page."""

from __future__ import annotations

import msgspec

from habeas.publish.blocks import Block, Paragraph, Said
from habeas.publish.pages.book import Book, Page
from habeas.publish.pages.paging import Listing, listing
from habeas.publish.pages.person import person_page, person_path, with_term
from habeas.publish.story import Story
from habeas.publish.wording import capital, count, listed, sentence, when
from habeas.values.person import NamedPerson
from habeas.values.register import RegisterPerson
from habeas.values.status_claim import StatusClaim


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A person with what is said of them in the order of time, their place in the list, and what the register knows."""

    person: NamedPerson
    claims: tuple[StatusClaim, ...]
    place: int
    known: RegisterPerson | None


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
    own = (person_page(book, entry.place, entry.known, entry.claims) for entry in entries if entry.known)
    return (*listing(book, what, before=before), *own)


def _entries(book: Book) -> list[Entry]:
    by_name: dict[str, list[StatusClaim]] = {}
    for claim in book.record.status_claims:
        by_name.setdefault(claim.person, []).append(claim)
    known = {person.name: person for person in book.record.register}
    found: list[Entry] = []
    for person in sorted(book.record.persons, key=lambda p: p.name):
        names = dict.fromkeys((person.name, *person.spellings))
        claims = [claim for name in names for claim in by_name.get(name, ())]
        claims.sort(key=lambda c: (str(c.date_high or c.date_low or ""), c.doc, c.start))
        if claims:
            place = len(found) + 1
            found.append(Entry(person=person, claims=tuple(claims), place=place, known=known.get(person.name)))
    return found


def _row(story: Story, book: Book, entry: Entry) -> tuple[Said, ...]:
    said = "; ".join(_status(claim) for claim in entry.claims[-6:])
    who = listed(
        dict.fromkeys(c.source if c.source != "document" else story.evidence.name(c.doc) for c in entry.claims[-6:])
    )
    doc = entry.claims[-1].doc
    latest = Said(capital(story.evidence.name(doc)), href=book.document_path(doc))
    own = person_path(entry.place) if entry.known else ""
    return Said(entry.person.name, href=own), Said(sentence(said)), Said(capital(who)), latest


def _status(claim: StatusClaim) -> str:
    text = with_term(claim.status, claim.term_months)
    if claim.negated:
        text = f"denied to be {text}"
    if claim.planned:
        text = f"to be {text}, as announced"
    return f"{text} {when(claim.date_low, claim.date_high)}" if claim.date_low or claim.date_high else text
