"""Lends a claim the time of the claim that tells the same: headline and lead, figure and repeat, what a quotation says.

The "today" of a quotation is the day it was said, not that of the report.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

from habeas.extract.grammar.attribution.labels import is_quoted
from habeas.extract.grammar.measures.draft import Draft
from habeas.values.claim import STOCKS, CountClaim
from habeas.values.document import Document

# Smaller numbers recur by chance; they repeat a claim only where the group is the same.
_TELLING: Final = 20
# How many sentences a lead stands below its headline.
_LEAD: Final = 4
_HEADLINE: Final = 160
_TODAY: Final = "P0D"


def retold(document: Document, drafts: Sequence[Draft]) -> list[Draft]:
    """Return the drafts of a document, those without a time dated by the ones that tell the same with a time."""
    out = list(drafts)
    for n, draft in enumerate(drafts):
        told = draft.claim.measure not in STOCKS and draft.claim.status in {"actual", "planned"}
        if told and _is_headline(document, draft):
            lead = next((d.claim for d in drafts[n + 1 :] if _leads(draft, d)), None)
            if lead is not None and (_tells_when(lead) or _is_just_it(claim=draft.claim, lead=lead)):
                out[n] = draft._replace(claim=_with_window(draft.claim, lead))
    for n, draft in enumerate(out):
        claim = draft.claim
        if claim.measure in STOCKS or claim.status != "actual" or _is_dated(claim):
            continue
        others = (d.claim for d in [*reversed(out[:n]), *out[n + 1 :]])
        known = draft.mention.quantity.definite or draft.mention.partitive
        same = next((c for c in others if _is_dated(c) and _same(claim, c, known=known)), None)
        if same is not None:
            out[n] = draft._replace(claim=_with_window(claim, same))
    return [_on_the_day_it_was_said(document, draft, out[:n]) for n, draft in enumerate(out)]


def _on_the_day_it_was_said(document: Document, draft: Draft, before: Sequence[Draft]) -> Draft:
    """Return a draft, a quotation's figure of "today" with the day that the report itself gives the figure before."""
    claim = draft.claim
    if claim.measure in STOCKS or (claim.when_kind, claim.start_offset, claim.end_offset) != ("on", _TODAY, _TODAY):
        return draft
    if (claim.low or 0) < _TELLING or not is_quoted(document.text, claim.start):
        return draft
    told = (claim.measure, claim.status, claim.low)
    for other in (each.claim for each in reversed(before)):
        if (other.measure, other.status, other.low) == told and other.when_kind == "on" and _is_dated(other):
            return draft._replace(claim=_with_window(claim, other))
    return draft


def _tells_when(lead: CountClaim) -> bool:
    """Say whether a lead tells of one occasion, or of a plan: its time is that of the headline above it."""
    return lead.when_kind in {"on", "none"} or lead.status == "planned"


def _is_just_it(claim: CountClaim, lead: CountClaim) -> bool:
    """Say whether a lead gives a headline's very figure a time: "607 freed" above "607 had been freed by 5 May"."""
    return _is_dated(lead) and (claim.low, claim.high) == (lead.low, lead.high)


def _is_dated(claim: CountClaim) -> bool:
    return any((claim.start_date, claim.end_date, claim.start_offset, claim.end_offset, claim.weekday))


def _is_headline(document: Document, draft: Draft) -> bool:
    """Say whether a claim stands in a first line without a full stop."""
    text = document.text.lstrip()
    line = text.split("\n", 1)[0].rstrip()
    skipped = len(document.text) - len(text)
    closed = line.endswith((".", "!", "?", "”", '"'))
    return "\n" in text and len(line) <= _HEADLINE and not closed and draft.claim.start < skipped + len(line)


def _leads(headline: Draft, draft: Draft) -> bool:
    """Say whether a claim below a headline tells what the headline tells: its figure lies within the headline's."""
    a, b = headline.claim, draft.claim
    if a.measure != b.measure or b.status != a.status or draft.sentence.index - headline.sentence.index > _LEAD:
        return False
    least, most = a.low if a.low is not None else 0, a.high
    low, high = b.low if b.low is not None else 0, b.high
    return low >= least and (most is None or (high is not None and high <= most))


def _same(a: CountClaim, b: CountClaim, *, known: bool) -> bool:
    """Say whether two claims tell the same figure; `known` says that the first speaks of people told of before."""
    if (a.measure, a.low, a.high, a.status) != (b.measure, b.low, b.high, b.status):
        return False
    return known or a.group.casefold() == b.group.casefold() or (a.low or a.high or 0) >= _TELLING


def _with_window(claim: CountClaim, origin: CountClaim) -> CountClaim:
    return msgspec.structs.replace(
        claim,
        when_kind=origin.when_kind,
        start_date=origin.start_date,
        end_date=origin.end_date,
        start_offset=origin.start_offset,
        end_offset=origin.end_offset,
        weekday=origin.weekday,
    )
