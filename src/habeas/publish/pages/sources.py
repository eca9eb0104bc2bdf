"""Sources: what each said, how much of it fits the others, and how soon it spoke."""

from __future__ import annotations

from statistics import median
from urllib.parse import quote

import msgspec

from habeas.publish.blocks import Said
from habeas.publish.pages.book import Book, Page
from habeas.publish.pages.paging import Listing, listing
from habeas.publish.story import Story
from habeas.publish.wording import capital, count, listed, number
from habeas.values.claim import CountClaim


class Speaker(msgspec.Struct, frozen=True, kw_only=True):
    """A source with its claims, in the order of documents and text."""

    name: str
    claims: tuple[CountClaim, ...]


def sources(book: Book) -> tuple[Page, ...]:
    """Return the table of sources."""
    speakers = _speakers(book)
    if not speakers:
        return ()
    states = book.states()
    what = Listing(
        name="sources",
        heading="Sources",
        caption="Who gives figures",
        head=("Source", "Kind", "What it said", "How it fits the others", "Delay"),
        items=speakers,
        row=lambda story, speaker: _row(story, book, speaker, states),
        standfirst="A source is who asserts a figure: the speaker a report names, or else its outlet.",
        rows=40,
    )
    return listing(book, what)


def _speakers(book: Book) -> list[Speaker]:
    found: dict[str, list[CountClaim]] = {}
    for claim in book.evidence.claims.values():
        found.setdefault(book.evidence.asserted_by(claim), []).append(claim)
    ordered = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    return [Speaker(name=name, claims=tuple(claims)) for name, claims in ordered]


def _row(story: Story, book: Book, speaker: Speaker, states: dict[str, tuple[str, str]]) -> tuple[Said, ...]:
    kind = book.record.settings.sources.get(speaker.name, "not stated")
    shown = speaker.claims[:3]
    text = listed(story.figure(claim) for claim in shown)
    rest = f", and {number(len(speaker.claims) - len(shown))} more" if len(speaker.claims) > len(shown) else ""
    return (
        Said(capital(speaker.name), href=f"claims.html?source={quote(speaker.name)}"),
        Said(kind),
        Said(f"{capital(text)}{rest}.", story.cite.cite(claim.id for claim in shown)),
        Said(_fit(speaker, states)),
        Said(_delay(story, speaker)),
    )


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
