"""The sections of a brief, each present only where the record has something to say under it."""

from __future__ import annotations

from typing import Final

from habeas.publish import labels
from habeas.publish.blocks import Block, Bullets, Heading, Paragraph, Said, Table
from habeas.publish.changes import Change
from habeas.publish.figures import Total, by_day, series, years
from habeas.publish.story import BITS_IN_WORDS, Story
from habeas.publish.wording import capital, count, number, over, people, sentence, when
from habeas.values.claim import CountClaim
from habeas.values.record import Record

OCCASIONS_SHOWN: Final = 14
CHANGES_SHOWN: Final = 8
CONFLICTS_SHOWN: Final = 5
DATES_SHOWN: Final = 10
SOURCES_SHOWN: Final = 8
REASONS_SHOWN: Final = 8


def occasions(story: Story, record: Record) -> list[Block]:
    """Return the table of occasions and of lumps, the latest ones of a long history."""
    parts = [part for part in by_day(record) if part.group == story.main_group]
    if not parts:
        return []
    shown = parts[-OCCASIONS_SHOWN:]
    blocks: list[Block] = [Heading("Occasions", "occasions")]
    if len(parts) > len(shown):
        blocks.append(Paragraph((Said(f"The last {number(len(shown))} of {number(len(parts))}; the site lists all."),)))
    rows = tuple(story.row(part) for part in shown)
    return [*blocks, Table("Occasions of the best reading", ("When", "What", "People", "How we know"), rows)]


def totals(story: Story, record: Record) -> list[Block]:
    """Return totals by calendar year, with the parts that make each of them and who says so."""
    rows: list[tuple[Said, ...]] = []
    for flow in story.flows():
        by_year = years(record, flow)
        told = [part for part in by_year if part.best or part.low] if len(by_year) > 1 else []
        rows += [_total_row(story, part, str(part.start.year) if part.start else "") for part in told]
        whole = when(flow.start, flow.end)
        if len(by_year) == 1 and flow.start is not None and not whole.endswith(f"in {flow.start.year}"):
            whole = f"{flow.start.year}, {over(flow.start, flow.end)}"
        rows.append(_total_row(story, flow, capital(whole)))
    if not rows:
        return []
    head = ("What", "When", "People", "Made of", "Who says so")
    return [Heading("In all", "totals"), Table("Totals of the best reading", head, tuple(rows))]


def _total_row(story: Story, part: Total, label: str) -> tuple[Said, ...]:
    whom = f"{labels.measure(part.measure).noun}: {labels.group(part.group)}"
    made_of = story.made_of(part)
    return (
        Said(whom),
        Said(label),
        Said(people(part), story.cite.cite(part.claims)),
        made_of,
        Said(capital(story.speakers(part.claims, near=part.best))),
    )


def stocks(story: Story, record: Record) -> list[Block]:
    """Return the counts of those held, by source."""
    rows: list[tuple[Said, ...]] = []
    for (_, group, source), found in series(record):
        for item in (found[0], found[-1]) if len(found) > 1 else found:
            who = source if source and source != "document" else story.speakers(item.claims)
            what = f"{labels.measure(item.measure).noun}: {labels.group(group)}"
            rows.append(
                (
                    Said(what),
                    Said(capital(story.at(item).removeprefix("on "))),
                    Said(people(item), story.cite.cite(item.claims)),
                    Said(capital(who)),
                )
            )
    if not rows:
        return []
    caption = "First and latest count of each source"
    return [Heading("How many are held", "held"), Table(caption, ("What", "Day", "People", "Who counts"), tuple(rows))]


def disagreements(story: Story, record: Record) -> list[Block]:
    """Return the conflicts with what each way out costs, then the runner-up reading."""
    found = record.reconciliation.conflicts
    second = story.runner_up()
    if not found and not second:
        return []
    blocks: list[Block] = [Heading("Where reports disagree", "disagreements")]
    if found:
        blocks.append(Bullets(tuple(story.conflict(item) for item in found[:CONFLICTS_SHOWN])))
    if len(found) > CONFLICTS_SHOWN:
        rest = count(len(found) - CONFLICTS_SHOWN, "further disagreement")
        blocks.append(Paragraph((Said(sentence(f"{rest} on the site")),)))
    return [*blocks, Paragraph((*second, Said(BITS_IN_WORDS)))]


def dates(story: Story, record: Record) -> list[Block]:
    """Return when each undated report was written, and why we think so."""
    undated = [document.id for document in record.documents if story.evidence.inferred(document.id)]
    if not undated:
        return []
    blocks: list[Block] = [Heading("When the undated reports were written", "dates")]
    rows = tuple(story.dated(doc) for doc in undated[:DATES_SHOWN])
    blocks.append(Table("Inferred days of publication", ("Report", "Begins", "Written", "Why"), rows))
    if len(undated) > len(rows):
        blocks.append(
            Paragraph((Said(sentence(f"{count(len(undated) - len(rows), 'more undated report')} on the site")),))
        )
    return blocks


def speakers(story: Story, _: Record) -> list[Block]:
    """Return who gives figures, those with most claims first."""
    by_source: dict[str, list[CountClaim]] = {}
    for claim in story.evidence.claims.values():
        by_source.setdefault(story.evidence.asserted_by(claim), []).append(claim)
    ordered = sorted(by_source.items(), key=lambda item: (-len(item[1]), item[0]))
    entries = tuple(story.said_by(name, claims) for name, claims in ordered[:SOURCES_SHOWN])
    blocks: list[Block] = [Heading("Who says what", "sources"), Bullets(entries)] if entries else []
    if len(ordered) > SOURCES_SHOWN:
        blocks.append(Paragraph((Said(sentence(f"{count(len(ordered) - SOURCES_SHOWN, 'more source')} on the site")),)))
    return blocks


def unknown(story: Story, record: Record) -> list[Block]:
    """Return what is not known: days not reported, claims left out and why, items that could not be read."""
    entries: list[tuple[Said, ...]] = []
    for lump in record.reconciliation.lumps:
        noun, group = labels.measure(lump.measure), labels.group(lump.group)
        dates = over(lump.start, lump.end)
        text = f"on which days {people(lump.size, group)} were {noun.verb} {dates}"
        entries.append((Said(sentence(text), story.cite.cite(lump.claims)),))
    reasons: dict[str, list[str]] = {}
    for item in record.reconciliation.left_out:
        reasons.setdefault(item.why, []).append(item.claim)
    ordered = sorted(reasons.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    for why, claims in ordered[:REASONS_SHOWN]:
        text = f"{count(len(claims), 'claim')} left out: {story.evidence.prose(why).rstrip('.')}"
        entries.append((Said(sentence(text), story.cite.cite(claims)),))
    if len(ordered) > REASONS_SHOWN:
        rest = sum(len(claims) for _, claims in ordered[REASONS_SHOWN:])
        entries.append((Said(sentence(f"{count(rest, 'claim')} left out for other reasons, listed on the site")),))
    entries += [(Said(sentence(story.evidence.prose(text))),) for text in record.reconciliation.notes]
    entries += [(Said(sentence(f"not read: {f.where}: {f.what}")),) for f in record.failures[:REASONS_SHOWN]]
    if len(record.failures) > REASONS_SHOWN:
        entries.append((Said(sentence(f"{count(len(record.failures) - REASONS_SHOWN, 'further item')} not read")),))
    return [Heading("What is not known or was left out", "unknown"), Bullets(tuple(entries))] if entries else []


def changed(story: Story, changes: tuple[Change, ...]) -> list[Block]:
    """Return what changed since the last brief."""
    blocks: list[Block] = [Heading("What changed", "changed")]
    if not changes:
        return [*blocks, Paragraph((Said("No figure changed since the last brief."),))]
    entries = []
    for item in changes[:CHANGES_SHOWN]:
        if item.after is None:
            text = f"{item.what}: {item.before}, no longer in the record"
        elif item.before is None:
            text = f"{item.what}: {item.after}, new"
        else:
            text = f"{item.what}: {item.after}, was {item.before}"
        entries.append((Said(sentence(text), story.cite.cite(item.claims)[:3]), Said(item.reason)))
    rest = count(len(changes) - CHANGES_SHOWN, "further change")
    more = ((Said(sentence(f"{rest} on the site")),),) if len(changes) > CHANGES_SHOWN else ()
    return [*blocks, Bullets((*entries, *more))]
