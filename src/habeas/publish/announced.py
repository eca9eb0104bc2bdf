"""What was announced: how many, by whom and when, what has been confirmed since, and what is outstanding."""

from __future__ import annotations

from habeas.publish import labels
from habeas.publish.blocks import Block, Bullets, Heading, Said
from habeas.publish.limits import Limits
from habeas.publish.story import Story
from habeas.publish.wording import capital, claim_people, day, listed, number, period, rest_on_site
from habeas.values.history import Promise
from habeas.values.record import Record

MOST = 6  # promises in a brief; the site has all


def announced(story: Story, record: Record, limits: Limits) -> list[Block]:
    """Return the promises of the main group, the latest first."""
    found = [promise for promise in record.reconciliation.promises if promise.group == story.main_group]
    found.sort(key=lambda promise: (promise.announced, promise.claims), reverse=True)
    most = min(MOST, limits.occasions)
    entries = [_entry(story, promise) for promise in found[:most]]
    if len(found) > most:
        entries.append((Said(rest_on_site(len(found) - most, "announcement"), href="numbers.html#announced"),))
    return _section(entries)


def every_promise(story: Story, record: Record) -> list[Block]:
    """Return all promises, in the order of days."""
    return _section([_entry(story, promise) for promise in record.reconciliation.promises])


def _section(entries: list[tuple[Said, ...]]) -> list[Block]:
    return [Heading("What was announced", "announced"), Bullets(tuple(entries))] if entries else []


def _entry(story: Story, promise: Promise) -> tuple[Said, ...]:
    known = story.evidence.known(promise.claims)
    told = [claim for claim in known if claim.id in promise.told_by]
    planned = [claim for claim in told if claim.status == "planned"]
    size = claim_people(planned[0]) if planned else number(promise.size.best or 0)
    said = f"{size} {labels.group(promise.group)} to be {labels.measure(promise.measure).brief}"
    if planned and planned[0].start_date is not None and planned[0].end_date is not None:
        said += f", {period(planned[0].start_date, planned[0].end_date)}"
    first = [claim for claim in told if claim.source == promise.source]
    who = listed(dict.fromkeys(story.evidence.asserted_by(claim) for claim in first))
    said = f"{capital(who)}, {day(promise.announced)}: {said};"
    done = [claim.id for claim in known if claim.id not in promise.told_by]
    by = listed(dict.fromkeys(story.evidence.speaker(name) for name in promise.confirmed_by))
    confirmed = f"{number(promise.confirmed)} confirmed so far" + (f" by {by}" if by else "")
    outstanding = f"{number(promise.outstanding)} outstanding." if promise.outstanding else "nothing outstanding."
    return (
        Said(said, story.cite.cite(claim.id for claim in told)),
        Said(f"{confirmed if promise.confirmed else 'none confirmed so far'};", story.cite.cite(done)),
        Said(outstanding),
    )
