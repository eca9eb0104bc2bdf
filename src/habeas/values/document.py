"""Documents: immutable texts, and the cues they give about their own date."""

from __future__ import annotations

import hashlib
from datetime import date

from habeas.values.plain import Plain


class Document(Plain, frozen=True, kw_only=True):
    """An immutable text with its provenance.

    `id` is unique in a run. `published` is null where neither the page nor its metadata shows a date; the
    interval then follows from `DatingCue`s and from the figures (stage `reconcile`). Offsets of claims count
    characters of `text`. `origin` is the file or address the text was read from. `licence` is null where
    unknown, and a text without a licence is never republished in full.
    """

    id: str
    text: str
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: date | None = None
    lang: str | None = None
    place: str | None = None
    origin: str | None = None
    licence: str | None = None

    @property
    def sha256(self) -> str:
        """Content hash of the text (hex SHA-256 of its UTF-8 bytes)."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def identity(self) -> str:
        """Hash of the text with its publisher, address and date (hex SHA-256): what makes it this document.

        The same text under another file name is the same document; the same text from another publisher is another.
        """
        parts = (self.text, self.outlet, self.url, self.published)
        return hashlib.sha256("\x1f".join("" if part is None else str(part) for part in parts).encode()).hexdigest()

    @property
    def longer_id(self) -> str:
        """The id followed by the start of the content hash: for a document whose id is already taken."""
        return f"{self.id}-{self.identity[:8]}"


class DatingCue(Plain, frozen=True, kw_only=True):
    """One reason to believe that a document was published within [low, high] (null = open).

    `kind` is one of: `metadata`, `printed` (a dateline; one without a year sets `month_day` alone), `past_event` (an
    event told as past with a date), `future_event` (told as still to come), `relative_year` ("next year's elections in
    2025"), `weekday`.
    `certain` is false for cues that a careless writer may get wrong. A `weekday` cue sets `weekday` (the named day
    is the document's own day or lies shortly before it) and leaves low and high open. A cue that only ties the
    document to a named event ("an election next month", "the vote scheduled for Jan. 26") sets `event` (its head
    noun, lower case) and either `month_day` ("01-26", year not stated) or `offset_low`..`offset_high` (ISO 8601
    durations from publication to the event), so that another document that dates the event can date this one;
    `event_years` is the same in calendar years ("next year's election": 1). `event_low`..`event_high` are the days
    within which the text itself puts the named event, `event_detail` the adjective that tells it from others of its
    kind ("presidential").
    """

    doc: str
    kind: str
    low: date | None = None
    high: date | None = None
    weekday: str | None = None
    event: str | None = None
    event_detail: str | None = None
    event_low: date | None = None
    event_high: date | None = None
    event_years: int | None = None
    month_day: str | None = None
    offset_low: str | None = None
    offset_high: str | None = None
    certain: bool = True
    quote: str = ""
    start: int = 0
    why: str = ""
