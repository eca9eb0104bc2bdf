"""The first page: the state of things, and where to read on."""

from __future__ import annotations

import msgspec

from habeas.publish import givers, labels, sections
from habeas.publish.blocks import Block
from habeas.publish.estimates import interval, rounded
from habeas.publish.figures import Total, series
from habeas.publish.limits import OVERVIEW
from habeas.publish.pages.book import Book, Page
from habeas.publish.story import Story
from habeas.publish.wording import Bounds, claim_people, is_counted, number, over, vague
from habeas.values.estimate import CaseEstimate


def overview(book: Book) -> tuple[Page, ...]:
    """Return the first page."""
    story = book.story(limit=4)
    lead = tuple(story.lead())
    blocks: list[Block] = []
    for section in (sections.occasions, sections.disagreements, sections.unknown):
        blocks += section(story, book.record, OVERVIEW)
    page = Page(
        path="index.html",
        template="index.html",
        heading=book.options.title or story.title(),
        section="index.html",
        standfirst=story.standfirst(),
        summary=lead[0].text,
        lead=lead,
        blocks=tuple(blocks),
        charts=("balance", "stock"),
        more={"keys": _keys(story)},
    )
    return (msgspec.structs.replace(page, notes=book.notes(story.cite)),)


def _keys(story: Story) -> list[dict[str, object]]:
    """Return the large numbers at the top: each flow in all, and the latest count of those held."""
    found: list[dict[str, object]] = [_key(story, flow) for flow in story.flows() if flow.group == story.main_group][:3]
    for (_, group, source), rows in series(story.record)[:1]:
        last = rows[-1]
        found.append(
            {
                "value": _large(last),
                "what": f"{labels.group(group)} {labels.measure(last.measure).verb}",
                "span": f"{_bounds(last)}{story.evidence.at(last).removeprefix('on ')}"
                + (f", {story.counter(last)}" if source not in {"", "document"} else ""),
                "cites": story.cite.cite(last.claims),
            }
        )
    found += [_estimate(case) for case in story.record.estimates[:1] if case.estimate.estimate is not None]
    return found


def _large(value: Bounds) -> str:
    """Return a number to be set large: "207", "1,400+" where it is a floor, "87–434" where its best would mislead."""
    best = value.best if value.best is not None else value.low
    if value.low is not None and value.high is not None and vague(value):
        return f"{number(value.low)}–{number(value.high)}"
    if best is None:
        return f"up to {number(value.high)}" if value.high is not None else "?"
    return f"{number(best)}+" if best == value.low != value.high and not is_counted(value) else number(best)


def _bounds(value: Bounds) -> str:
    """Return what stands before the days of a large number: its bounds, nothing where it is exact."""
    low, high = value.low or 0, value.high
    if low == high:
        return ""
    return f"{number(low)} to {number(high)}; " if high is not None else f"at least {number(low)}; "


def _estimate(case: CaseEstimate) -> dict[str, object]:
    whole = case.estimate.estimate
    known = f"{number(case.estimate.observed)} known"
    told = (interval(whole), known, case.estimate.caveat) if whole else (known,)
    return {
        "value": rounded(whole.median) if whole else "?",
        "what": f"{case.about or 'people'}, estimated in all",
        "span": "; ".join(part for part in told if part),
        "cites": (),
    }


def _key(story: Story, flow: Total) -> dict[str, object]:
    pair = givers.apart(story.evidence, flow)
    what = f"{labels.group(flow.group)} {labels.measure(flow.measure).brief}"
    if pair is not None:
        return {
            "value": " or ".join(claim_people(one.claim) for one in pair),
            "what": what,
            "span": givers.each(pair),
            "cites": story.cite.cite([one.claim.id for one in pair]),
        }
    return {
        "value": _large(flow),
        "what": what,
        "span": _bounds(flow) + over(flow.start, flow.end),
        "cites": story.cite.cite(flow.claims, near=flow.best)[:3],
    }
