"""Occasions and timeline: what happened when, as the best reading has it."""

from __future__ import annotations

from datetime import date

import msgspec

from habeas.publish import labels
from habeas.publish.blocks import Block, Paragraph, Said
from habeas.publish.figures import by_day
from habeas.publish.pages.book import Book, Page
from habeas.publish.pages.paging import Listing, listing
from habeas.publish.story import Story
from habeas.publish.wording import capital, days, people, when
from habeas.values.history import Lump, Occasion, Stock


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """Something on the timeline, placed on its earliest day."""

    day: date
    order: int
    what: Occasion | Lump | Stock | str


def occasions(book: Book) -> tuple[Page, ...]:
    """Return the table of occasions and of people moved on days that no report gives."""
    parts = by_day(book.record)
    if not parts:
        return ()
    what = Listing(
        name="occasions",
        heading="Occasions",
        caption="Occasions of the best reading",
        head=("When", "What", "People", "How we know"),
        items=parts,
        row=lambda story, part: story.row(part),
        standfirst="Each release or wave of arrests that the reports together require, with its day or interval.",
    )
    pages = listing(book, what, before=_flows)
    return (msgspec.structs.replace(pages[0], charts=("balance", "composition")), *pages[1:])


def _flows(story: Story) -> list[Block]:
    return [Paragraph(tuple(story.flow(flow) for flow in story.flows() if flow.group == story.main_group))]


def timeline(book: Book) -> tuple[Page, ...]:
    """Return everything dated in one order: occasions, counts, and the reports themselves."""
    moments = _moments(book)
    if not moments:
        return ()
    what = Listing(
        name="timeline",
        heading="Timeline",
        caption="In the order of days",
        head=("When", "What"),
        items=moments,
        row=lambda story, moment: _row(story, book, moment),
        standfirst="Occasions and counts of the best reading, and when each report was written.",
        rows=100,
    )
    pages = listing(book, what)
    return (msgspec.structs.replace(pages[0], charts=("claims",)), *pages[1:])


def _moments(book: Book) -> list[Moment]:
    found: list[Moment] = []
    for item in book.record.reconciliation.occasions:
        when_ = item.date.low or item.date.best or item.date.high
        if when_ is not None:
            found.append(Moment(day=when_, order=0, what=item))
    found += [Moment(day=item.start, order=1, what=item) for item in book.record.reconciliation.lumps]
    found += [
        Moment(day=book.evidence.counted_between(item).first, order=2, what=item)
        for item in book.record.reconciliation.stocks
    ]
    for document in book.record.documents:
        published = book.evidence.published(document.id)
        when_ = published.low or published.best or published.high
        if when_ is not None:
            found.append(Moment(day=when_, order=3, what=document.id))
    return sorted(found, key=lambda moment: (moment.day, moment.order))


def _row(story: Story, book: Book, moment: Moment) -> tuple[Said, ...]:
    item = moment.what
    if isinstance(item, str):
        verb = "was written, to judge by what it says" if story.evidence.inferred(item) else "was published"
        text = f"{capital(story.evidence.name(item))}, {story.evidence.title(item)}, {verb}."
        return Said(capital(days(story.evidence.published(item))), href=book.document_path(item)), Said(text)
    if isinstance(item, Stock):
        return Said(capital(story.evidence.at(item).removeprefix("on "))), story.stock((item,))
    text = f"{people(item.size, labels.group(item.group))} {labels.measure(item.measure).verb}"
    cites = story.cite.cite(item.claims)
    if isinstance(item, Lump) and item.start != item.end:
        return Said(capital(when(item.start, item.end))), Said(f"{capital(text)}; no report gives the days.", cites)
    begin, end = (item.start, item.end) if isinstance(item, Lump) else (item.date.low, item.date.high)
    return Said(capital(when(begin, end).removeprefix("on "))), Said(f"{capital(text)}.", cites)
