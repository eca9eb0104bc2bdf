"""Sources: what each said, how much of it fits the others, and how soon it spoke."""

from __future__ import annotations

from statistics import median
from urllib.parse import quote

import msgspec

from habeas.publish.blocks import Block, Heading, Said, Table
from habeas.publish.lineage import echoes, follows
from habeas.publish.pages.book import Book, Page
from habeas.publish.pages.paging import Listing, listing
from habeas.publish.story import Story
from habeas.publish.wording import capital, count, listed, number, sentence
from habeas.values.claim import CountClaim
from habeas.values.history import SourceRecord

FIGURES_SHOWN = 3
ECHOES_SHOWN = 40


class Speaker(msgspec.Struct, frozen=True, kw_only=True):
    """A source with its claims, in the order of documents and text, and what reconciliation found of it."""

    name: str
    claims: tuple[CountClaim, ...]
    found: SourceRecord | None = None


def sources(book: Book) -> tuple[Page, ...]:
    """Return the table of sources, then whose texts and statements are those of others."""
    speakers = _speakers(book)
    if not speakers:
        return ()
    states = book.states()
    head = ["Source", "Kind", "What it said", "How often right", "Delay"]
    what = Listing(
        name="sources",
        heading="Sources",
        caption="Who gives figures",
        head=(*head, "Follows") if book.record.reconciliation.copies else tuple(head),
        items=speakers,
        row=lambda story, speaker: _row(story, book, speaker, states),
        standfirst="A source is who asserts a figure: the speaker a report names, or else its outlet.",
        rows=40,
    )
    return listing(book, what, after=_shared)


def _speakers(book: Book) -> list[Speaker]:
    by_name = {record.name: record for record in book.record.reconciliation.sources}
    found: dict[str, list[CountClaim]] = {}
    for claim in book.evidence.claims.values():
        found.setdefault(book.evidence.asserted_by(claim), []).append(claim)
    ordered = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    return [Speaker(name=name, claims=tuple(claims), found=by_name.get(name)) for name, claims in ordered]


def _row(story: Story, book: Book, speaker: Speaker, states: dict[str, tuple[str, str]]) -> tuple[Said, ...]:
    kind = book.record.settings.sources.get(speaker.name) or (speaker.found.kind if speaker.found else "")
    told = story.sayings.each_once(speaker.claims)
    shown = list(told)[:FIGURES_SHOWN]
    rest = f", and {number(len(told) - len(shown))} more" if len(told) > len(shown) else ""
    others = [name for name in (speaker.found.spellings if speaker.found else ()) if name != speaker.name]
    also = f" (also: {listed(others[:3])})" if others else ""
    cells = (
        Said(f"{capital(speaker.name)}{also}", href=f"claims.html?source={quote(speaker.name)}"),
        Said("not stated" if kind in {"", "document"} else kind),
        Said(f"{capital(listed(shown))}{rest}.", story.cite.cite(claim.id for text in shown for claim in told[text])),
        Said(f"{_fit(speaker, states)}{_tested(speaker.found)}"),
        Said(_delay(story, speaker)),
    )
    if not book.record.reconciliation.copies:
        return cells
    own = {claim.doc for claim in speaker.claims if claim.source in {"", "document"}}
    return (*cells, Said(sentence(listed(follows(story.evidence, own))) or "Nobody here."))


def _tested(found: SourceRecord | None) -> str:
    """Say how many held of a source's figures that others test."""
    if found is None or not found.tested:
        return ""
    return f" Tested by others: {number(found.tested - found.failed)} of {number(found.tested)} held."


def _shared(story: Story) -> list[Block]:
    """Return near-copied texts, and single statements told by several reports: one voice each, not several."""
    evidence = story.evidence
    blocks: list[Block] = []
    copies = tuple(
        (
            Said(f"{capital(evidence.name(copy.doc))}, {evidence.called(copy.doc)}"),
            Said(f"{capital(evidence.name(copy.of))}, {evidence.called(copy.of)}"),
            Said(f"{copy.share:.0%} of its text" if copy.share is not None else "most of its text"),
        )
        for copy in evidence.record.reconciliation.copies[:ECHOES_SHOWN]
    )
    if copies:
        caption = "Texts that follow another: their figures count once"
        blocks += [Heading("Who copies from whom", "copies"), Table(caption, ("Report", "Follows", "Shared"), copies)]
    told = tuple(
        (
            Said(capital(echo.speaker)),
            Said(capital(story.sayings.figure(echo.claims[0])), story.cite.cite(claim.id for claim in echo.claims)),
            Said(capital(listed(evidence.name(claim.doc) for claim in echo.claims)) + "."),
        )
        for echo in echoes(evidence)[:ECHOES_SHOWN]
    )
    if told:
        head = ("Who said it", "What", "Told by, the earliest first")
        blocks += [Heading("One statement, several reports", "echoes"), Table("These count once", head, told)]
    return blocks


def _fit(speaker: Speaker, states: dict[str, tuple[str, str]]) -> str:
    kept = sum(1 for claim in speaker.claims if claim.id not in states)
    parts = [f"{number(kept)} of {number(len(speaker.claims))} as printed"]
    for state in ("read differently", "set aside", "left out"):
        found = sum(1 for claim in speaker.claims if states.get(claim.id, ("", ""))[0] == state)
        parts += [f"{number(found)} {state}"] if found else []
    return capital(", ".join(parts)) + "."


def _delay(story: Story, speaker: Speaker) -> str:
    """Return the median time from an occasion to the report of it; stocks and undated reports say nothing of it."""
    waits = []
    for claim in speaker.claims:
        published = story.evidence.published(claim.doc)
        if claim.when_kind == "on" and claim.end_date and published.best and not story.evidence.inferred(claim.doc):
            waits.append((published.best - claim.end_date).days)
    if not waits:
        return "Not known."
    return f"{capital(count(int(median(waits)), 'day'))} (median of {number(len(waits))})."
