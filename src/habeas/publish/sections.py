"""The sections of a brief, each present only where the record has something to say under it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from habeas.publish import disputes, labels
from habeas.publish.blocks import Block, Bullets, Heading, Paragraph, Said, Table
from habeas.publish.changes import Change
from habeas.publish.figures import Total, by_day, series, total, years
from habeas.publish.limits import Limits
from habeas.publish.story import Story
from habeas.publish.wording import capital, count, listed, over, people, rest_on_site, sentence
from habeas.values.claim import CountClaim
from habeas.values.history import LeftOut, Lump, Occasion
from habeas.values.record import Record

SMALL = 0.1  # part of a total below which it is no news that its days are not known


def occasions(story: Story, record: Record, limits: Limits) -> list[Block]:
    """Return the table of occasions and of lumps; of a long history the latest, the main flow first.

    Other groups follow while there is room, each event once: a release is no less news because a report calls those
    freed by another word.
    """
    parts = by_day(record)
    main = [part for part in parts if part.group == story.main_group]
    shown = _shown(main, limits.occasions)
    others = (part for part in parts if part.group != story.main_group)
    for part in others:
        if len(shown) < limits.occasions and not any(map(_tells_the_same(part), shown)):
            shown.append(part)
    if not shown:
        return []
    rows = tuple(story.row(part) for part in shown)
    caption = "Occasions of the best reading" + (", the latest" if len(shown) < len(main) else "")
    blocks: list[Block] = [Heading("Occasions", "occasions"), Table(caption, _OCCASION_HEAD, rows)]
    if len(shown) < len(parts):
        blocks.append(Paragraph((Said(rest_on_site(len(parts) - len(shown), "row"), href="occasions.html"),)))
    return blocks


def _tells_the_same(part: Occasion | Lump) -> Callable[[Occasion | Lump], bool]:
    """Return whether another row may tell the same: as many people, to whom the same happened, on days in common."""

    def same(other: Occasion | Lump) -> bool:
        (start, end), (low, high) = _days(part), _days(other)
        return part.measure == other.measure and part.size.best == other.size.best and start <= high and low <= end

    return same


def _days(part: Occasion | Lump) -> tuple[date, date]:
    if isinstance(part, Lump):
        return part.start, part.end
    return part.date.low or date.min, part.date.high or date.max


_OCCASION_HEAD = ("When", "What", "People", "How we know")


def _shown(parts: list[Occasion | Lump], most: int) -> list[Occasion | Lump]:
    """Return the rows to show: of the first flow the latest, and the largest row of each other flow while room is."""
    if len(parts) <= most:
        return parts
    flows: dict[str, list[Occasion | Lump]] = {}
    for part in parts:
        flows.setdefault(part.measure, []).append(part)
    main, *others = flows.values()
    largest = [max(rows, key=lambda part: part.size.best or part.size.low or 0) for rows in others][: most // 3]
    return [*main[-(most - len(largest)) :], *largest]


def totals(story: Story, record: Record) -> list[Block]:
    """Return totals by calendar year, with the parts that make each of them and who says so."""
    rows: list[tuple[Said, ...]] = []
    for flow in story.flows():
        by_year = years(record, flow)
        told = [part for part in by_year if part.best or part.low] if len(by_year) > 1 else []
        rows += [_total_row(story, part, str(part.start.year) if part.start else "") for part in told]
        rows.append(_total_row(story, flow, capital(over(flow.start, flow.end))))
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
        Said(capital(story.sayings.speakers(part.claims, near=part.best))),
    )


def stocks(story: Story, record: Record) -> list[Block]:
    """Return the counts of those held, by source."""
    rows: list[tuple[Said, ...]] = []
    for (_, group, source), found in series(record):
        for item in (found[0], found[-1]) if len(found) > 1 else found:
            who = source if source and source != "document" else story.sayings.speakers(item.claims)
            what = f"{labels.measure(item.measure).noun}: {labels.group(group)}"
            rows.append(
                (
                    Said(what),
                    Said(capital(story.evidence.at(item).removeprefix("on "))),
                    Said(people(item), story.cite.cite(item.claims)),
                    Said(capital(who)),
                )
            )
    if not rows:
        return []
    caption = "First and latest count of each source"
    return [Heading("How many are held", "held"), Table(caption, ("What", "Day", "People", "Who counts"), tuple(rows))]


def disagreements(story: Story, record: Record, limits: Limits) -> list[Block]:
    """Return the conflicts with their causes, then the next best account."""
    found = record.reconciliation.conflicts
    second = disputes.runner_up(story) if limits.second else []
    if not found and not second:
        return []
    blocks: list[Block] = [Heading("Where reports disagree", "disagreements")]
    entries = [disputes.conflict(story, item) for item in found[: limits.conflicts]]
    if len(found) > limits.conflicts:
        rest = rest_on_site(len(found) - limits.conflicts, "disagreement")
        entries.append((Said(rest, href="disagreements.html"),))
    if second:
        entries.append(tuple(second))
    return [*blocks, Bullets(tuple(entries))]


def speakers(story: Story, _: Record, limits: Limits) -> list[Block]:
    """Return who gives figures, those with most claims first."""
    by_source: dict[str, list[CountClaim]] = {}
    for claim in story.evidence.claims.values():
        by_source.setdefault(story.evidence.asserted_by(claim), []).append(claim)
    ordered = sorted(by_source.items(), key=lambda item: (-len(item[1]), item[0]))
    entries = [story.sayings.said_by(name, claims, limits.figures) for name, claims in ordered[: limits.sources]]
    if len(ordered) > limits.sources:
        entries.append((Said(rest_on_site(len(ordered) - limits.sources, "source"), href="sources.html"),))
    return [Heading("Who says what", "sources"), Bullets(tuple(entries))] if entries else []


def unknown(story: Story, record: Record, limits: Limits) -> list[Block]:
    """Return what is not known: days not reported, days of reports, claims left out and why, items not read."""
    entries = _loose(story, record)
    entries += [tuple(story.dating_in_short())] if story.dating_in_short() else []
    entries += _left_out(story, record.reconciliation.left_out)
    failures = record.failures
    entries += [(Said(sentence(f"not read: {f.where}: {f.what}")),) for f in failures[:2]]
    if len(failures) > 2:
        entries.append((Said(sentence(f"{count(len(failures) - 2, 'further item')} not read")),))
    left = entries[limits.unknown :]
    if len(left) > 1:
        entries = [*entries[: limits.unknown], (Said(rest_on_site(len(left), "gap"), href="numbers.html"),)]
    return [Heading("What is not known", "unknown"), Bullets(tuple(entries))] if entries else []


def _loose(story: Story, record: Record) -> list[tuple[Said, ...]]:
    """Say on which days nobody knows how many moved, one entry a flow."""
    flows: dict[tuple[str, str], list[Lump]] = {}
    for lump in record.reconciliation.lumps:
        whole = total(record, lump.measure, lump.group)
        if lump.start < lump.end and whole is not None and (lump.size.best or 0) >= SMALL * (whole.best or 0):
            flows.setdefault((lump.measure, lump.group), []).append(lump)
    entries: list[tuple[Said, ...]] = []
    for (measure, group), lumps in flows.items():
        shown = listed(f"{people(lump.size)} {over(lump.start, lump.end)}" for lump in lumps[:2])
        more = f", and in {count(len(lumps) - 2, 'further stretch', 'further stretches')}" if len(lumps) > 2 else ""
        text = f"the days on which {labels.group(group)} were {labels.measure(measure).verb}: {shown}{more}"
        claims = [claim for lump in lumps[:2] for claim in lump.claims]
        entries.append((Said(sentence(text), story.cite.cite(claims)),))
    return entries


def _left_out(story: Story, items: tuple[LeftOut, ...]) -> list[tuple[Said, ...]]:
    reasons: dict[str, list[str]] = {}
    for item in items:
        reasons.setdefault(item.why, []).append(item.claim)
    ordered = sorted(reasons.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    return [
        (
            Said(
                sentence(f"{count(len(claims), 'figure')} left out: {story.evidence.prose(why).rstrip('.')}"),
                story.cite.cite(claims),
            ),
        )
        for why, claims in ordered
    ]


def changed(story: Story, changes: tuple[Change, ...], limits: Limits) -> list[Block]:
    """Return what changed since the last brief."""
    blocks: list[Block] = [Heading("What changed since the last brief", "changed")]
    if not changes:
        return [*blocks, Paragraph((Said("No figure changed since the last brief."),))]
    entries: list[tuple[Said, ...]] = []
    for item in changes[: limits.changes]:
        if item.after is None:
            text = f"{item.what}: {item.before}, no longer in the record"
        elif item.before is None:
            text = f"{item.what}: {item.after}, new"
        else:
            text = f"{item.what}: {item.after}, was {item.before}"
        entries.append((Said(sentence(text), story.cite.cite(item.claims)[:3]), Said(item.reason)))
    if len(changes) > limits.changes:
        entries.append((Said(rest_on_site(len(changes) - limits.changes, "change"), href="changes.html"),))
    return [*blocks, Bullets(tuple(entries))]
