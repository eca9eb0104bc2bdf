"""Downloads: the record as data, with sizes and checksums."""

from __future__ import annotations

import hashlib
from typing import Final

from habeas.publish.blocks import Block, Heading, Paragraph, Said, Table
from habeas.publish.pages.book import Book, Page
from habeas.publish.wording import number

_WORDS: Final = {
    "brief.md": "The brief as Markdown",
    "brief.html": "The brief as one HTML file",
    "brief.pdf": "The brief as PDF",
    "brief.docx": "The brief as a Word document",
    "claims.jsonl": "Every figure with its quote, one JSON object a line",
    "history.json": "The reconciled history: readings, occasions, counts, dated reports",
    "claims.csv": "Every figure, as a table",
    "documents.csv": "The reports",
    "occasions.csv": "The occasions of the best reading",
    "counts.csv": "The counts of those held",
    "readings.csv": "The readings compared",
    "claim-reviews.jsonld": "Figures found wrong, as schema.org ClaimReview",
    "dataset.jsonld": "The data set, as schema.org Dataset",
    "entities.ftm.json": "FollowTheMoney entities",
    "record.zip": "All of it as one package (RO-Crate) with checksums",
    "SHA256SUMS": "Checksums, for sha256sum --check",
    "changes.json": "What changed, as JSON",
    "changes.xml": "What changed, as an Atom feed",
}


def downloads(book: Book) -> tuple[Page, ...]:
    """Return the page of downloads, none where the site ships no data."""
    if not book.files:
        return ()
    rows = tuple(
        (
            Said(name, href=f"downloads/{name}"),
            Said(_WORDS.get(name, _table(name))),
            Said(_size(len(data))),
            Said(hashlib.sha256(data).hexdigest()[:16]),
        )
        for name, data in sorted(book.files.items())
    )
    blocks: tuple[Block, ...] = (
        Table("Files", ("File", "What it is", "Size", "SHA-256, first 16 digits"), rows),
        Heading("Use", "use"),
        Paragraph(
            (
                Said("The figures are facts and free to use; quoted sentences remain their publishers’."),
                Said("Cells that a spreadsheet would take for formulas begin with an apostrophe."),
                Said("Two builds of the same record have the same bytes, so a checksum tells whether a copy is true."),
            )
        ),
    )
    page = Page(
        path="downloads.html",
        heading="Data",
        section="downloads.html",
        standfirst="The record in forms that other programs read.",
        summary="Files to download, with checksums.",
        blocks=blocks,
    )
    return (page,)


def _table(name: str) -> str:
    return f"The table {name.removesuffix('.parquet')} as Parquet" if name.endswith(".parquet") else name


def _size(size: int) -> str:
    return f"{number(size)} bytes" if size < 2_000 else f"{number(round(size / 1000))} kB"
