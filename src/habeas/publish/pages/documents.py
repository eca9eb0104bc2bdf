"""Reports: a table of all, and a page for each with its claims highlighted in place.

The full text is shown only under a licence that allows it; otherwise title, address and the quoted sentences.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import msgspec

from habeas.publish import labels
from habeas.publish.blocks import Block, Said, Table
from habeas.publish.evidence import Evidence, open_licence
from habeas.publish.pages.book import Book, Page
from habeas.publish.pages.paging import Listing, listing
from habeas.publish.passages import Passage
from habeas.publish.story import Story
from habeas.publish.wording import capital, count, days, number, sentence
from habeas.values.claim import CountClaim
from habeas.values.document import DatingCue, Document

UNDATED_SHOWN = 25
LONGEST_TEXT = 200_000  # characters of a text shown on a page; pages stay light on a phone


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of text, plain or marked; `begins` are the claims whose quotes begin here: their anchors."""

    text: str
    marked: bool = False
    begins: tuple[str, ...] = ()


def documents(book: Book) -> tuple[Page, ...]:
    """Return the table of reports and one page a report."""
    record = book.record
    what = Listing(
        name="documents",
        heading="Reports",
        caption="Reports read",
        head=("Report", "Title", "Outlet", "Published", "Figures"),
        items=record.documents,
        row=lambda story, document: _row(story, book, document),
        standfirst="Every text the record rests on, with the day it was published or written.",
        empty="No report could be read.",
        rows=book.options.rows,
    )
    cues: dict[str, list[DatingCue]] = {}
    for cue in record.cues:
        cues.setdefault(cue.doc, []).append(cue)
    states = book.states()
    pages = tuple(_page(book, document, cues.get(document.id, []), states) for document in record.documents)
    return (*listing(book, what, after=lambda story: _undated(book, story)), *pages)


def _undated(book: Book, story: Story) -> list[Block]:
    """Return when each undated report was written, and why we think so."""
    found = [document.id for document in book.record.documents if book.evidence.inferred(document.id)]
    if not found:
        return []
    rows = tuple(story.dated(doc) for doc in found[:UNDATED_SHOWN])
    caption = "When the undated reports were written"
    if len(found) > len(rows):
        caption += f", the first {number(len(rows))} of {number(len(found))}"
    return [Table(caption, ("Report", "Title", "Written", "Why"), rows)]


def _row(story: Story, book: Book, document: Document) -> tuple[Said, ...]:
    evidence = story.evidence
    published = days(evidence.published(document.id))
    note = " (inferred)" if evidence.inferred(document.id) and published != "not known" else ""
    return (
        Said(capital(evidence.name(document.id)), href=book.document_path(document.id)),
        Said(evidence.title(document.id)),
        Said(document.outlet or "not known"),
        Said(capital(published) + note),
        Said(number(len(evidence.by_document.get(document.id, [])))),
    )


def _page(book: Book, document: Document, cues: list[DatingCue], states: dict[str, tuple[str, str]]) -> Page:
    evidence = book.evidence
    claims = sorted(evidence.by_document.get(document.id, []), key=lambda claim: (claim.start, claim.id))
    story = book.story()
    shown = open_licence(document)
    entry = evidence.dated.get(document.id)
    return Page(
        path=book.document_path(document.id),
        template="document.html",
        heading=evidence.title(document.id),
        title=f"{capital(evidence.name(document.id))}: {evidence.title(document.id)}",
        section="documents.html",
        standfirst=f"{capital(evidence.name(document.id))} of {number(len(book.record.documents))}",
        summary=f"{count(len(claims), 'figure')} in this report.",
        more={
            "document": document,
            "address": evidence.address(document.id),
            "published": capital(days(evidence.published(document.id))),
            "why": sentence(evidence.prose(entry.why)) if entry and entry.why else "",
            "cues": [_cue(evidence, cue) for cue in cues],
            "claims": [_claim(story, claim, states) for claim in claims],
            "pieces": pieces(document.text[:LONGEST_TEXT], claims) if shown else (),
            "cut": shown and len(document.text) > LONGEST_TEXT,
            "shown": shown,
            "sentences": [] if shown else _sentences(evidence, claims),
        },
    )


def _cue(evidence: Evidence, cue: DatingCue) -> dict[str, str]:
    kind = labels.CUES.get(cue.kind, cue.kind.replace("_", " "))
    return {"kind": capital(kind), "quote": cue.quote, "why": sentence(evidence.prose(cue.why)) if cue.why else ""}


def _claim(story: Story, claim: CountClaim, states: dict[str, tuple[str, str]]) -> dict[str, Any]:
    state, why = states.get(claim.id, ("used as printed", ""))
    return {
        "id": claim.id,
        "quote": claim.quote,
        "figure": capital(story.sayings.figure(claim)),
        "group": claim.group or "not stated",
        "source": story.evidence.asserted_by(claim),
        "state": capital(state) + (f": {why.rstrip('.')}" if why else ""),
        "used": not why,
    }


def _sentences(evidence: Evidence, claims: list[CountClaim]) -> list[dict[str, Any]]:
    """Return the quoted sentences, each once, with every quote in it kept whole."""
    found: dict[str, Passage] = {}
    ids: dict[str, list[str]] = {}
    for claim in claims:
        words = evidence.passage(claim)
        found[words.text] = found[words.text].with_marks(words) if words.text in found else words
        ids.setdefault(words.text, []).append(claim.id)
    return [{"pieces": words.pieces, "ids": ids[text]} for text, words in found.items()]


def pieces(text: str, claims: list[CountClaim]) -> tuple[Piece, ...]:
    """Cut a text at the borders of its quotes; the pieces in their order are the text."""
    spans = [(claim.start, claim.start + len(claim.quote), claim.id) for claim in claims]
    spans = [span for span in spans if 0 <= span[0] < span[1] <= len(text)]
    borders = sorted({0, len(text), *(start for start, _, _ in spans), *(end for _, end, _ in spans)})
    made = []
    for start, end in pairwise(borders):
        marked = any(low <= start and end <= high for low, high, _ in spans)
        begins = tuple(claim for low, _, claim in spans if low == start)
        made.append(Piece(text=text[start:end], marked=marked, begins=begins))
    return tuple(made)
