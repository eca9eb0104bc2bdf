"""Numbers: every question the record answers, each with its parts, its speakers and its sentences."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from habeas.publish import labels, sections
from habeas.publish.blocks import Block, Heading, Paragraph, Said
from habeas.publish.figures import Question, questions, series
from habeas.publish.pages.book import Book, Page
from habeas.publish.pages.paging import Listing, listing
from habeas.publish.story import Story
from habeas.publish.wording import bits, capital, people, sentence, when
from habeas.values.history import Stock


def numbers(book: Book) -> tuple[Page, ...]:
    """Return the numbers page, and the pages of all counts where they are too many for it."""
    story = book.story()
    record = book.record
    blocks: list[Block] = [*sections.totals(story, record), *sections.stocks(story, record)]
    all_counts = counts(book)
    if all_counts:
        blocks.append(Paragraph((Said("All counts by source and day", href="counts.html"),)))
    blocks += answers(story, questions(record))
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
    )
    return (msgspec.structs.replace(page, notes=book.notes(story.cite)), *all_counts)


def answers(story: Story, asked: Iterable[Question]) -> list[Block]:
    """Return each answered question with its derivation and what would change it."""
    blocks: list[Block] = []
    for n, item in enumerate(asked, 1):
        blocks.append(Heading(_question(item), f"answer-{n}"))
        blocks.append(Paragraph(tuple(_answer(story, item))))
    return blocks


def _question(item: Question) -> str:
    if not item.measure:
        return capital(item.answer.ask)
    words = labels.measure(item.measure)
    return f"How many {labels.group(item.group)} were {words.verb} {when(item.start, item.end)}?"


def _answer(story: Story, item: Question) -> list[Said]:
    answer = item.answer
    said = [Said(sentence(people(answer)), story.cite.cite(answer.claims))]
    if answer.derivation:
        said.append(Said(sentence(story.evidence.prose(answer.derivation))))
    speakers = story.speakers(answer.claims)
    if answer.claims:
        said.append(Said(sentence(f"said by {speakers}")))
    if answer.bits_to_next is not None:
        said.append(
            Said(sentence(f"the answer changes only with a reading that costs {bits(answer.bits_to_next)} more"))
        )
    if answer.decisive_claim:
        text = "the claim on which it depends most is this one"
        said.append(Said(sentence(text), story.cite.cite([answer.decisive_claim])))
    return said


def counts(book: Book) -> tuple[Page, ...]:
    """Return all counts of those held or out of contact, where a series has more than its first and last."""
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
    who = item.source if item.source and item.source != "document" else story.speakers(item.claims)
    what = f"{labels.measure(item.measure).noun}: {labels.group(item.group)}"
    return (
        Said(capital(story.at(item).removeprefix("on "))),
        Said(what),
        Said(people(item), story.cite.cite(item.claims)),
        Said(capital(who)),
    )
