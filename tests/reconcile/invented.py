"""Original claims of an invented country, used throughout: no text here is from anywhere."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

from habeas.values.claim import CountClaim
from habeas.values.document import DatingCue, Document

_PLACES = count(1)


def day(text: str) -> date:
    return date.fromisoformat(text)


def claim(doc: str, low: int | None, high: int | None = -1, **fields: Any) -> CountClaim:
    """A claim with an exact figure unless `high` says otherwise; `on` or `window` give its days."""
    on, window = fields.pop("on", None), fields.pop("window", None)
    if on:
        fields |= {"when_kind": "on", "start_date": day(on), "end_date": day(on)}
    if window:
        start, end = window.split("..")
        fields |= {"when_kind": "between", "start_date": day(start), "end_date": day(end)}
    quote = fields.pop("quote", f"{low} prisoners")
    fields.setdefault("group", "political prisoners")
    return CountClaim(
        doc=doc,
        quote=quote,
        start=next(_PLACES),
        low=low,
        high=low if high == -1 else high,
        measure=fields.pop("measure", "freed"),
        **fields,
    ).with_id()


def document(name: str, published: str | None = None, text: str = "", outlet: str | None = None) -> Document:
    return Document(
        id=name, text=text or f"Report {name}.", published=day(published) if published else None, outlet=outlet
    )


def island_case() -> tuple[list[CountClaim], list[Document], list[DatingCue]]:
    """Four undated reports from an invented island; one prints the wrong year.

    The true history: 12 freed in early May 2031, 25 on Tuesday 20 May, 41 on 3 June; then 33 nobody breaks down; then
    16 on a Friday in late September.
    """
    claims = [
        claim("tide", 25, when_kind="on", weekday="tuesday", start_offset="P0D", end_offset="P0D"),
        claim("tide", 37, when_kind="between", start_offset="-P1M", end_offset="P0D"),
        claim("gull", 66, window="2030-05-16..2030-06-15", source="Shore Watch"),
        claim("reef", 41, on="2031-06-03", quote="latest release freed 41"),
        claim("reef", 78, when_kind="between", start_offset="-P2M", end_offset="P0D", occasions=3),
        claim("mast", 16, when_kind="on", weekday="friday", start_offset="P0D", end_offset="P0D"),
        claim("mast", 127, when_kind="between", start_offset="-P5M", end_offset="P0D", source="Shore Watch"),
    ]
    documents = [
        document("tide"),
        document("gull"),
        document("reef", text="The latest release freed 41 people on 3 June.".rjust(200)),
        document("mast"),
    ]
    cues = [
        DatingCue(doc="tide", kind="relative_year", low=day("2031-01-01"), high=day("2031-12-31")),
        DatingCue(doc="gull", kind="past_event", low=day("2031-02-01")),
        DatingCue(doc="gull", kind="future_event", high=day("2032-03-01")),
        DatingCue(doc="mast", kind="past_event", low=day("2031-09-01")),
        DatingCue(doc="mast", kind="future_event", high=day("2031-10-12")),
    ]
    return claims, documents, cues
