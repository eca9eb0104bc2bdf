"""Disagreements: what cannot all be true, what each way out costs, and the other readings."""

from __future__ import annotations

import msgspec

from habeas.publish import disputes, labels
from habeas.publish.blocks import Block, Heading, Paragraph, Said, Table
from habeas.publish.pages.book import Book, Page, chunks
from habeas.publish.pages.paging import path
from habeas.publish.story import Story
from habeas.publish.wording import bits, capital, day, days, listed, number, sentence, times
from habeas.values.history import Conflict

PER_PAGE = 25


def disagreements(book: Book) -> tuple[Page, ...]:
    """Return the conflicts, then the readings compared."""
    parts = chunks(book.record.reconciliation.conflicts, PER_PAGE)
    links = tuple((path("disagreements", n), number(n)) for n in range(1, len(parts) + 1)) if len(parts) > 1 else ()
    pages = []
    for n, part in enumerate(parts, 1):
        story = book.story()
        blocks = [block for k, item in enumerate(part, 1 + (n - 1) * PER_PAGE) for block in _conflict(story, item, k)]
        if n == 1:
            blocks = [*_summary(story), *blocks, *_questioned(story), *_readings(story)]
        page = Page(
            path=path("disagreements", n),
            heading="Disagreements" if n == 1 else f"Disagreements, page {number(n)}",
            section="disagreements.html",
            standfirst="Where reports cannot all be right as printed, and what it would take to believe each."
            if n == 1
            else "",
            summary="Conflicts between reports, their causes and their repairs.",
            blocks=tuple(blocks),
            links=links,
            charts=("claims",) if n == 1 else (),
            charts_at=1 if blocks and isinstance(blocks[0], Paragraph) else 0,
        )
        pages.append(msgspec.structs.replace(page, notes=book.notes(story.cite)))
    return tuple(pages)


def _summary(story: Story) -> list[Block]:
    said = story.repairs_in_short()
    return [Paragraph(tuple(said))] if said else []


def _conflict(story: Story, item: Conflict, place: int) -> list[Block]:
    claims = story.evidence.known(item.claims)[:12]
    docs = list(dict.fromkeys(claim.doc for claim in claims))
    which = listed(f"{story.evidence.name(doc)} ({story.evidence.called(doc)})" for doc in docs[:2])
    cause = f"{item.cause} in {which}" if item.cause and len(docs) == 1 else item.cause or which
    blocks: list[Block] = [
        Heading(f"{number(place)}. {capital(cause or 'figures that cannot all hold')}", f"conflict-{place}"),
        Paragraph((Said(disputes.explained(story, item), story.cite.cite(item.claims)),)),
    ]
    said: dict[tuple[str, str], list[str]] = {}
    for claim in claims:
        said.setdefault((claim.doc, story.sayings.figure(claim)), []).append(claim.id)
    rows = tuple(
        (
            Said(f"{capital(story.evidence.name(doc))}, {story.evidence.called(doc)}"),
            Said(capital(figure), story.cite.cite(ids)),
        )
        for (doc, figure), ids in said.items()
    )
    if rows:
        blocks.append(Table("What they say", ("Report", "Figure"), rows))
    ways = _ways(story, item)
    return [*blocks, Table("Ways out", ("To make them fit", "Price"), ways)] if ways else blocks


def _ways(story: Story, item: Conflict) -> tuple[tuple[Said, ...], ...]:
    told = story.evidence.prose(item.explanation, item.claims)
    found = []
    for way in item.repairs:
        text = disputes.change(story, way)
        found.append(
            (Said(sentence(f"assume {labels.repair(way.kind)}" if text in told else text)), Said(bits(way.bits)))
        )
    return tuple(found)


def _questioned(story: Story) -> list[Block]:
    """Return the reports whose printed day is doubted, with the days they fit and why."""
    rows = tuple(
        (
            Said(f"{capital(story.evidence.name(entry.id))}, {story.evidence.called(entry.id)}"),
            Said(day(printed)),
            Said(capital(days(entry.published))),
            Said(sentence(story.evidence.prose(entry.questioned or entry.why))),
        )
        for entry in story.history.documents
        if entry.questioned and (printed := entry.printed) is not None
    )
    head = ("Report", "Printed", "Fits", "Why")
    return [Heading("Printed days in doubt", "printed-days"), Table("Days as printed", head, rows)] if rows else []


def _readings(story: Story) -> list[Block]:
    readings = story.history.readings
    if not readings:
        return []
    rows, shared = [], set[str]()
    for n, reading in enumerate(readings, 1):
        extra = reading.bits - readings[0].bits
        assumed = disputes.assumes(story, reading)
        own = [text for text in assumed if n == 1 or text not in shared] or [
            "The same, spread otherwise over the days."
        ]
        shared |= set(assumed) if n == 1 else set()
        rows.append(
            (
                Said(f"{number(n)}{', the best' if n == 1 else ''}"),
                Said("" if n == 1 else f"{capital(times(extra))} less" if extra >= 1 else "Nearly as likely"),
                Said(" ".join(own), story.cite.cite(disputes.touched(reading))),
                Said(disputes.told(reading)),
                Said(bits(reading.bits) if n == 1 else f"{bits(extra)} more"),
            )
        )
    head = ("Reading", "How likely", "What it assumes", "What follows", "Price")
    text = disputes.BITS_IN_WORDS.replace(
        "Readings are", "A reading is one complete explanation of all figures. They are"
    )
    return [
        Heading("The readings compared", "readings"),
        Paragraph((Said(text),)),
        Table("From the most likely on", head, tuple(rows)),
    ]
