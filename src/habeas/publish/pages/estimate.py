"""How many in all: the estimate with what is known, the lists behind it, and what would change it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from habeas.publish.blocks import Block, Bullets, Heading, Paragraph, Said, Table
from habeas.publish.estimates import in_words, interval, method
from habeas.publish.pages.book import Book, Page
from habeas.publish.wording import capital, listed, number, sentence
from habeas.values.estimate import CaseEstimate, Diagnostics, Estimate

_ORIGIN: Final = {
    "patterns": "a table of capture patterns",
    "lists": "lists that were linked beforehand",
    "links": "lists linked by Habeas",
}


def estimate(book: Book) -> tuple[Page, ...]:
    """Return the page of estimates, none where the case holds none."""
    found = book.record.estimates
    if not found:
        return ()
    blocks = [block for n, case in enumerate(found, 1) for block in _case(case, n, alone=len(found) == 1)]
    page = Page(
        path="estimate.html",
        heading="How many in all",
        section="estimate.html",
        standfirst="Those known and those on no list: an estimate from how far independent lists overlap.",
        summary=" ".join(in_words(case) for case in found[:2]),
        blocks=tuple(blocks),
        charts=tuple(name for name in book.charts if name.startswith(("posterior-", "overlaps-", "influence-"))),
        charts_at=next((n for n, block in enumerate(blocks) if isinstance(block, Table)), 0),
    )
    return (page,)


def _case(case: CaseEstimate, place: int, *, alone: bool) -> list[Block]:
    found = case.estimate
    blocks: list[Block] = [] if alone else [Heading(capital(case.about or f"Estimate {place}"), f"estimate-{place}")]
    blocks.append(Paragraph((Said(in_words(case)), *_sentences(found.assumption, found.why))))
    warned = sorted(found.warnings, key=lambda item: not item.grave)
    if warned:
        blocks.append(Paragraph((Said("Before you use it:"),)))
        blocks.append(Bullets(tuple((Said(sentence(item.text)),) for item in warned)))
    rows = tuple(
        (Said(item.name), Said(number(item.size)), Said(number(item.only_here)), Said(number(item.shared)))
        for item in found.lists
    )
    if rows:
        head = ("List", "People", "On this list alone", "On others too")
        blocks.append(Table("The lists", head, rows, (1, 2, 3)))
    blocks += _without(found)
    blocks += _others(found)
    return [*blocks, *_origin(case)]


def _sentences(*texts: str) -> Iterable[Said]:
    return (Said(sentence(text)) for text in texts if text.strip())


def _without(found: Estimate) -> list[Block]:
    """Return what the estimate becomes without each list; no number where the estimate itself is withheld."""
    if not found.influence or found.estimate is None:
        return []
    rows = tuple(
        (
            Said(item.left_out),
            Said(number(item.observed)),
            Said(interval(item.estimate) if item.estimate else item.note or "no answer"),
        )
        for item in found.influence
    )
    return [Table("Without each list", ("Left out", "Known", "Estimated in all"), rows)]


def _others(found: Estimate) -> list[Block]:
    if found.estimate is None:
        return []
    rows = [
        (
            Said(method(item.method)),
            Said(interval(item.estimate) if item.estimate else "no answer"),
            Said(sentence(item.note)),
        )
        for item in found.alternatives
    ]
    rows += [
        (
            Said(f"{item.kind}: {item.setting}"),
            Said(interval(item.estimate) if item.estimate else "no answer"),
            Said(sentence(item.note)),
        )
        for item in found.variants
    ]
    head = ("Method or setting", "Estimated in all", "To be noted")
    return [Table("Other methods and settings, for comparison", head, tuple(rows))] if rows else []


def _origin(case: CaseEstimate) -> list[Block]:
    """Return where the numbers came from, and how far the computation can be trusted, for statisticians."""
    found = case.estimate
    rows = [
        ("Made from", _ORIGIN.get(case.source, case.source or "not stated")),
        ("Lists", listed(item.name for item in found.lists) or "not stated"),
        ("Method", method(found.method)),
        ("Linkages pooled", number(found.linkages)),
        ("Seed", str(case.settings.get("seed", "not stated"))),
        ("Content hash of the tables", case.input_hash[:12]),
        ("Version of Habeas", case.version or "not stated"),
        *_trust(found.diagnostics),
    ]
    cells = tuple((Said(name), Said(value)) for name, value in rows)
    return [Table("How it was computed", ("What", "Value"), cells)]


def _trust(found: Diagnostics) -> list[tuple[str, str]]:
    told = [("Converged", "yes" if found.converged else "no")]
    values = (("R-hat", found.rhat, ".3f"), ("Effective sample size", found.ess, ",.0f"))
    told += [(name, format(value, form)) for name, value, form in values if value is not None]
    if found.mcse_median is not None:
        told.append(("Monte Carlo error of the median", f"{found.mcse_median:,.0f} people"))
    if found.beyond_15n is not None:
        told.append(("Draws above fifteen times those known", f"{found.beyond_15n:.1%}"))
        cap = (
            "none"
            if found.cap is None
            else f"{found.cap:g} unseen for each known; {found.at_cap or 0:.1%} of draws at it"
        )
        told.append(("Cap", cap))
    return told
