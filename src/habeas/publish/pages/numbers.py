"""Numbers: every question the record answers, each with its parts, its speakers and its sentences."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec

from habeas.publish import labels, sections
from habeas.publish.announced import every_promise
from habeas.publish.blocks import Block, Bullets, Heading, Paragraph, Said
from habeas.publish.evidence import closest
from habeas.publish.figures import Total, answered, series
from habeas.publish.pages.book import Book, Page
from habeas.publish.pages.paging import Listing, listing
from habeas.publish.questions import Question, questions
from habeas.publish.story import Story
from habeas.publish.wording import capital, count, people, sentence, times, when
from habeas.values.claim import CountClaim
from habeas.values.history import Stock

SPEAKERS_SHOWN = 6


def numbers(book: Book) -> tuple[Page, ...]:
    """Return the numbers page, and the pages of all counts where they are too many for it."""
    story = book.story()
    record = book.record
    blocks: list[Block] = [*sections.totals(story, record), *sections.stocks(story, record)]
    all_counts = counts(book)
    if all_counts:
        blocks.append(Paragraph((Said("All counts by source and day", href="counts.html"),)))
    blocks += every_promise(story, record)
    charts_at = len(blocks)
    blocks += answers(story, sorted(questions(record), key=_asked_first))
    if not blocks:
        blocks.append(Paragraph((Said("No number could be drawn from these reports."),)))
    page = Page(
        path="numbers.html",
        heading="Numbers",
        section="numbers.html",
        standfirst="What the record answers, how each number is made, and who says so.",
        summary="Totals, counts of those held, and answers with their derivation.",
        blocks=tuple(blocks),
        charts=("intervals", "stock"),
        charts_at=charts_at,
    )
    return (msgspec.structs.replace(page, notes=book.notes(story.cite)), *all_counts)


def answers(story: Story, asked: Iterable[Question]) -> list[Block]:
    """Return each answered question with its derivation and what would change it."""
    blocks: list[Block] = []
    for n, item in enumerate(asked, 1):
        blocks.append(Heading(_question(item), f"answer-{n}"))
        blocks += _answer(story, item)
    return blocks


def _asked_first(item: Question) -> tuple[int, bool]:
    """Put what people ask first first: those freed, then those detained; calendar years before other stretches."""
    order = {"freed": 0, "detained": 1, "held": 2}
    start, end = item.start, item.end
    year = start is not None and (start, end) == (date(start.year, 1, 1), date(start.year, 12, 31))
    return order.get(item.measure, 3), not year


def _question(item: Question) -> str:
    if not item.measure:
        return capital(item.answer.ask)
    words = labels.measure(item.measure)
    return f"How many {labels.group(item.group)} were {words.verb} {when(item.start, item.end)}?"


def _answer(story: Story, item: Question) -> list[Block]:
    """Return the number, what would change it, how it is made, and who gives which figure for it."""
    answer = item.answer
    shown = answered(story.record, item)
    said = [Said(sentence(people(shown, labels.group(item.group) if item.measure else "")))]
    said += story.differing(shown) if isinstance(shown, Total) else []
    if answer.bits_to_next is not None:
        said.append(Said(sentence(f"it changes only with a reading that is {times(answer.bits_to_next)} less likely")))
    if answer.decisive_claim:
        text = "it depends most on this sentence"
        said.append(Said(sentence(text), story.cite.cite([answer.decisive_claim])))
    blocks: list[Block] = [Paragraph(tuple(said))]
    steps = [sentence(story.evidence.prose(step)) for step in answer.derivation.split("; ") if step.strip()]
    if steps:
        blocks += [Paragraph((Said("How it is made:"),)), Bullets(tuple((Said(step),) for step in steps))]
    speakers = _speakers(story, item)
    return [*blocks, Paragraph((Said("Who says so:"),)), Bullets(speakers)] if speakers else blocks


def _speakers(story: Story, item: Question) -> tuple[tuple[Said, ...], ...]:
    """Return each speaker with the figures that carry the answer, those closest to it first."""
    by_source: dict[str, list[CountClaim]] = {}
    for claim in closest(story.evidence.known(item.answer.claims), item.answer.best):
        by_source.setdefault(story.evidence.asserted_by(claim), []).append(claim)
    found = list(by_source.items())
    shown = [story.sayings.said_by(name, claims, limit=3) for name, claims in found[:SPEAKERS_SHOWN]]
    if len(found) > SPEAKERS_SHOWN:
        shown.append((Said(sentence(f"and {count(len(found) - SPEAKERS_SHOWN, 'more source')}"), href="sources.html"),))
    return tuple(shown)


def counts(book: Book) -> tuple[Page, ...]:
    """Return all counts of those held or missing, where a series has more than its first and last."""
    rows = [stock for _, found in series(book.record) for stock in found]
    if len(rows) < 3:
        return ()
    what = Listing(
        name="counts",
        heading="All counts of those held",
        caption="Counts by source and day",
        head=("Day", "What", "People", "Who counts"),
        items=rows,
        row=_count,
        standfirst="Sources count by definitions of their own; their series are kept apart.",
    )
    return tuple(msgspec.structs.replace(page, section="numbers.html") for page in listing(book, what))


def _count(story: Story, item: Stock) -> tuple[Said, ...]:
    who = item.source if item.source and item.source != "document" else story.sayings.speakers(item.claims)
    what = f"{labels.measure(item.measure).noun}: {labels.group(item.group)}"
    return (
        Said(capital(story.evidence.at(item).removeprefix("on "))),
        Said(what),
        Said(people(item), story.cite.cite(item.claims)),
        Said(capital(who)),
    )
