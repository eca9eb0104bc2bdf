"""Disagreements: what cannot all be true, what each way out costs, and the other readings."""

from __future__ import annotations

import msgspec

from habeas.publish.blocks import Block, Bullets, Heading, Paragraph, Said
from habeas.publish.pages.book import Book, Page, chunks
from habeas.publish.pages.paging import path
from habeas.publish.story import BITS_IN_WORDS, Story
from habeas.publish.wording import bits, capital, count, number, sentence, times
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
            blocks = [*_summary(story), *blocks, *_readings(story)]
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
        )
        pages.append(msgspec.structs.replace(page, notes=book.notes(story.cite)))
    return tuple(pages)


def _summary(story: Story) -> list[Block]:
    said = story.repairs_in_short()
    return [Paragraph(tuple(said))] if said else []


def _conflict(story: Story, item: Conflict, place: int) -> list[Block]:
    docs = list(dict.fromkeys(claim.doc for claim in story.evidence.known(item.claims)))
    cause = f": {item.cause}" if item.cause else ""
    blocks: list[Block] = [Heading(f"Disagreement {number(place)}{cause}", f"conflict-{place}")]
    blocks.append(
        Paragraph(
            (
                Said(
                    sentence(story.evidence.prose(item.explanation, item.claims) or "these figures cannot all hold"),
                    story.cite.cite(item.claims),
                ),
            )
        )
    )
    claims = story.evidence.known(item.claims)[:12]
    said: dict[str, list[str]] = {}
    for claim in claims:
        said.setdefault(f"{capital(story.evidence.name(claim.doc))} has {story.figure(claim)}.", []).append(claim.id)
    rows = tuple((Said(text, story.cite.cite(ids)),) for text, ids in said.items())
    if docs:
        blocks.append(Bullets(rows))
    if item.repairs:
        told = story.evidence.prose(item.explanation, item.claims)
        ways = tuple((Said(story.way_out(way, told)),) for way in item.repairs)
        blocks += [Paragraph((Said("Ways out, and what each costs:"),)), Bullets(ways)]
    return blocks


def _readings(story: Story) -> list[Block]:
    readings = story.history.readings
    if not readings:
        return []
    blocks: list[Block] = [Heading("The readings compared", "readings"), Paragraph((Said(BITS_IN_WORDS),))]
    entries = []
    shared: set[str] = set()
    for n, reading in enumerate(readings, 1):
        extra = reading.bits - readings[0].bits
        price = f"{bits(reading.bits)} in all" if n == 1 else f"{bits(extra)} more, {times(extra)} less likely"
        changes = (
            count(len(reading.repairs), "repair"),
            count(len(reading.rejected), "claim set aside", "claims set aside"),
        )
        head = Said(
            f"Reading {number(n)}{', the best' if n == 1 else ''}: {price}; {changes[0]}, {changes[1]}.",
            story.cite.cite(story.touched(reading)),
        )
        assumed = [text for text in story.assumes(reading) if text not in shared]
        entries.append((head, *(Said(text) for text in assumed)))
        shared = shared or set(assumed)
    return [*blocks, Bullets(tuple(entries))]
