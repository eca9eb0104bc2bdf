"""Known by name: how many of those counted have a name, how long they were held, and what does not fit the counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from habeas.publish import labels
from habeas.publish.blocks import Block, Bullets, Heading, Paragraph, Said, Table
from habeas.publish.pages.book import Book, Page
from habeas.publish.story import Story
from habeas.publish.wording import capital, count, number, on_days, people, sentence
from habeas.values.custody import Coverage

SHOWN = 60


class _Told(Protocol):
    @property
    def text(self) -> str:
        """A reader's sentence."""


def register(book: Book) -> tuple[Page, ...]:
    """Return the page of what the register tells beside the counts, none where it tells nothing."""
    custody, story = book.record.custody, book.story(limit=3)
    blocks = _coverage(custody.coverage)
    for heading, anchor, items in (
        ("Releases announced", "announced", custody.announced),
        ("Held by name", "held", [custody.curve] if any(point.high for point in custody.curve.points) else []),
        ("How long they were held", "durations", [custody.summary] if custody.summary and custody.durations else []),
        ("Years of prison cut short by releases", "cancelled", [item for item in custody.cancelled if item.known]),
        ("Years of prison imposed", "imposed", [item for item in custody.imposed if item.sentences.high]),
    ):
        blocks += _told(story, heading, anchor, items)
    if custody.conflicts:
        entries = tuple(_conflict(story, c.explanation, c.claims) for c in custody.conflicts[:SHOWN])
        blocks += [Heading("Where names and counts do not fit", "conflicts"), Bullets(entries)]
    if not blocks:
        return ()
    notes = (*custody.withheld, *custody.notes)
    if notes:
        told = tuple((Said(sentence(book.evidence.prose(note))),) for note in notes)
        blocks += [Heading("What this leaves out", "notes"), Bullets(told)]
    page = Page(
        path="register.html",
        heading="Known by name",
        section="register.html",
        standfirst="What the register of persons adds to the counts. Persons are named only where this edition may.",
        summary="Coverage by name, time in custody and years of prison imposed and taken back.",
        blocks=tuple(blocks),
        notes=book.notes(story.cite),
        charts=("by-name",),
        charts_at=len(_coverage(custody.coverage)),
    )
    return (page,)


def _coverage(items: Sequence[Coverage]) -> list[Block]:
    """Return the occasions of which somebody has a name, and how many have none."""
    named = [item for item in items if item.named.high or item.named.best]
    if not named:
        return []
    rows = tuple(
        (
            Said(capital(on_days(item.date).removeprefix("on "))),
            Said(labels.measure(item.measure).noun),
            Said(people(item.size)),
            Said(people(item.named)),
            Said(people(item.unnamed)),
        )
        for item in named[:SHOWN]
    )
    caption = "Occasions of which somebody is known by name"
    head = ("When", "What", "Counted", "Known by name", "Without a name")
    blocks: list[Block] = [Heading("How many have a name", "coverage"), Table(caption, head, rows)]
    notes = []
    if any(item.named.low != item.named.high for item in named):
        notes.append("a person whose days are not known may belong to several of these, and counts as possible in each")
    if len(named) > SHOWN:
        notes.append(f"{number(len(named) - SHOWN)} more are in the data")
    if len(items) > len(named):
        notes.append(f"of {count(len(items) - len(named), 'other occasion')}, nobody is known by name")
    return [*blocks, Paragraph(tuple(Said(sentence(note)) for note in notes))] if notes else blocks


def _told(story: Story, heading: str, anchor: str, items: Sequence[_Told]) -> list[Block]:
    entries = tuple((Said(sentence(story.evidence.prose(item.text))),) for item in items[:SHOWN] if item.text)
    left = len(items) - SHOWN
    more: tuple[Block, ...] = (Paragraph((Said(f"… and {number(left)} more in the data."),)),) if left > 0 else ()
    return [Heading(heading, anchor), Bullets(entries), *more] if entries else []


def _conflict(story: Story, explanation: str, claims: tuple[str, ...]) -> tuple[Said, ...]:
    return (Said(sentence(story.evidence.prose(explanation)), story.cite.cite(claims)),)
