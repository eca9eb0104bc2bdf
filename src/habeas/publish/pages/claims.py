"""All figures in one table, with filters that stand in the address.

Without scripts the table is a row of static pages. With them, the filters search all rows, which lie in small
script files beside the page, so that they can be read from a folder as well as from a server.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from habeas.publish import labels
from habeas.publish.blocks import Said
from habeas.publish.pages.book import Book, Page, chunks
from habeas.publish.pages.paging import Listing, listing
from habeas.publish.story import Story
from habeas.publish.wording import capital
from habeas.values.claim import CountClaim

ROWS_PER_FILE = 1_500
USED = "used as printed"


class Facet(msgspec.Struct, frozen=True, kw_only=True):
    """A filter of the table: its name in the address, its label, and its choices as (value, words)."""

    name: str
    label: str
    choices: tuple[tuple[str, str], ...]


def claims(book: Book) -> tuple[Page, ...]:
    """Return the static pages of the table; the first one carries the filters."""
    rows = ordered(book)
    if not rows:
        return ()
    states = book.states()
    what = Listing(
        name="claims",
        heading="All figures",
        caption="Every count claim in the record",
        head=("Report", "Figure", "Group", "Who says so", "In the best reading"),
        items=rows,
        row=lambda story, claim: _row(story, book, claim, states),
        standfirst="Every number of people that a report gives, whether the best reading uses it or not.",
        rows=book.options.rows,
    )
    files = len(chunks(rows, ROWS_PER_FILE))
    more = {"facets": facets(book, rows, states), "files": files, "total": len(rows)}
    pages = listing(book, what)
    first = msgspec.structs.replace(pages[0], template="claims.html", more=more)
    return (first, *pages[1:])


def ordered(book: Book) -> list[CountClaim]:
    """Return all claims in the order of documents and of text."""
    return book.evidence.known(book.evidence.claims)


def _row(story: Story, book: Book, claim: CountClaim, states: dict[str, tuple[str, str]]) -> tuple[Said, ...]:
    return (
        Said(capital(story.evidence.name(claim.doc)), href=book.claim_path(claim.id)),
        Said(capital(story.sayings.figure(claim, whom=False))),
        Said(claim.group or "not stated"),
        Said(story.evidence.asserted_by(claim)),
        Said(capital(states.get(claim.id, (USED, ""))[0])),
    )


def year(claim: CountClaim) -> str:
    """Return the year in which a claim's window ends, empty where it has none."""
    day = claim.end_date or claim.start_date
    return str(day.year) if day else ""


def facets(book: Book, rows: Sequence[CountClaim], states: dict[str, tuple[str, str]]) -> tuple[Facet, ...]:
    """Return the filters with the values that occur."""
    measures = sorted({claim.measure for claim in rows})
    sources = sorted({book.evidence.asserted_by(claim) for claim in rows})
    years = sorted({year(claim) for claim in rows} - {""})
    found = sorted({states.get(claim.id, (USED, ""))[0] for claim in rows})
    return (
        Facet(name="measure", label="What", choices=tuple((m, labels.measure(m).noun) for m in measures)),
        Facet(name="source", label="Who says so", choices=tuple((s, s) for s in sources[:500])),
        Facet(name="year", label="Year", choices=tuple((y, y) for y in years)),
        Facet(name="state", label="In the best reading", choices=tuple((s, capital(s)) for s in found)),
    )


def claim_files(book: Book) -> dict[str, str]:
    """Return the script files that hold the rows: path -> text."""
    states, story = book.states(), book.story()
    made: dict[str, str] = {}
    rows = ordered(book)
    if not rows:
        return made
    for n, part in enumerate(chunks(rows, ROWS_PER_FILE), 1):
        data = [
            [
                book.evidence.place_of.get(claim.doc, 0),
                claim.id,
                claim.measure,
                capital(story.sayings.figure(claim, whom=False)),
                claim.group,
                book.evidence.asserted_by(claim),
                year(claim),
                states.get(claim.id, (USED, ""))[0],
            ]
            for claim in part
        ]
        made[f"data/claims-{n}.js"] = f"habeasRows({msgspec.json.encode(data).decode()});\n"
    return made
