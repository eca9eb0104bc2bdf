"""What changed since the record that was published before."""

from __future__ import annotations

from habeas.publish.blocks import Block, Paragraph, Said
from habeas.publish.changes import Change
from habeas.publish.pages.book import Book, Page
from habeas.publish.pages.paging import Listing, listing
from habeas.publish.story import Story
from habeas.publish.wording import capital


def changed(book: Book) -> tuple[Page, ...]:
    """Return the pages of changes, none where there is no earlier record to compare with."""
    if book.changes is None:
        return ()
    what = Listing(
        name="changes",
        heading="What changed",
        caption="Figures that differ from the last publication",
        head=("Figure", "Change", "Before", "Now", "Why"),
        items=book.changes,
        row=_row,
        standfirst="Figures added, changed and removed since the record was last published.",
        empty="No figure changed.",
    )
    return listing(book, what, before=_feeds)


def _feeds(_: Story) -> list[Block]:
    said = (
        Said("The same as a feed", href="downloads/changes.xml"),
        Said("and as data", href="downloads/changes.json"),
    )
    return [Paragraph(said)]


def _row(story: Story, item: Change) -> tuple[Said, ...]:
    now = Said(item.after or "none", story.cite.cite(item.claims))
    return Said(item.what), Said(capital(item.kind)), Said(item.before or "none"), now, Said(item.reason)
