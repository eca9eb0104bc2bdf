"""Long tables cut into pages that a phone can load, with links between them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from habeas.publish.blocks import Block, Paragraph, Said, Table
from habeas.publish.pages.book import Book, Page, chunks
from habeas.publish.story import Story
from habeas.publish.wording import number

CITED_ROWS = 60  # rows on a page whose rows carry citations: sentences weigh more than rows


class Listing(msgspec.Struct, frozen=True, kw_only=True):
    """A table that may need several pages: `row` turns an item into cells with that page's citations."""

    name: str
    heading: str
    caption: str
    head: tuple[str, ...]
    items: Sequence[Any]
    row: Callable[[Story, Any], tuple[Said, ...]]
    standfirst: str = ""
    empty: str = "Nothing to show."
    rows: int = CITED_ROWS


def listing(
    book: Book,
    what: Listing,
    before: Callable[[Story], list[Block]] | None = None,
    after: Callable[[Story], list[Block]] | None = None,
) -> tuple[Page, ...]:
    """Return the pages of a listing; `before` stands above the table on the first page, `after` below it there."""
    parts = chunks(what.items, what.rows)
    links = tuple((path(what.name, n), f"{number(n)}") for n in range(1, len(parts) + 1)) if len(parts) > 1 else ()
    pages = []
    for n, part in enumerate(parts, 1):
        story = book.story(limit=3)
        blocks: list[Block] = list(before(story)) if before is not None and n == 1 else []
        if part:
            cells = tuple(what.row(story, item) for item in part)
            blocks.append(Table(f"{what.caption}{_range(n, len(part), what)}", what.head, cells))
        else:
            blocks.append(Paragraph((Said(what.empty),)))
        blocks += after(story) if after is not None and n == 1 else []
        pages.append(
            Page(
                path=path(what.name, n),
                heading=what.heading if n == 1 else f"{what.heading}, page {number(n)}",
                section=path(what.name, 1),
                standfirst=what.standfirst if n == 1 else "",
                summary=what.standfirst or what.heading,
                blocks=tuple(blocks),
                notes=book.notes(story.cite),
                links=links,
            )
        )
    return tuple(pages)


def path(name: str, page: int) -> str:
    """Return "occasions.html", "occasions-2.html"."""
    return f"{name}.html" if page == 1 else f"{name}-{page}.html"


def _range(page: int, shown: int, what: Listing) -> str:
    if shown == len(what.items):
        return ""
    first = (page - 1) * what.rows + 1
    return f", {number(first)} to {number(first + shown - 1)} of {number(len(what.items))}"
