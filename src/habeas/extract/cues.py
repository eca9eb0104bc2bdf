"""What a document gives away about its own date of publication."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Final

from habeas.extract.dating.custom import custom_cues
from habeas.extract.dating.events import dated_events, event_cues, resolved_cues, weekday_year_cues, yearless_cues
from habeas.extract.dating.printed import is_yearly_report, metadata_cues, printed_cues, printed_mentions
from habeas.extract.dating.reading import read
from habeas.extract.dating.relative import adjacent_cues, relative_event_cues, relative_year_cues, weekday_cues
from habeas.extract.dating.vocabulary import vocabulary
from habeas.values.document import DatingCue, Document

DEFAULT_LANGUAGE = "en"
# The grammar asks about each undated text of a batch, and the stage once more when the batch is read.
_REMEMBERED: Final = 128


@lru_cache(maxsize=_REMEMBERED)
def dating_cues(document: Document) -> tuple[DatingCue, ...]:
    """Return every reason the document gives for its date of publication, metadata first, then in order of rules.

    A document with a date in its metadata still yields its weekday and event cues: they date other documents and
    show slips. A language without a file of dating words yields metadata only. Never raises for a bad text.
    """
    cues = metadata_cues(document)
    words = vocabulary((document.lang or DEFAULT_LANGUAGE).split("-")[0].lower())
    if words is None or not document.text.strip():
        return tuple(cues)
    reading = read(document, words)
    own = printed_mentions(reading)
    cues += printed_cues(reading)
    past, future = dated_events(reading, own)
    events = event_cues(reading, past, future)
    floor = max((cue.low for cue in events if cue.low is not None and cue.certain), default=None)
    cues += events
    cues += relative_year_cues(reading, floor)
    cues += adjacent_cues(reading)
    if not is_yearly_report(document, words):
        cues += weekday_year_cues(reading, *bounds(cues), own)
        cues += resolved_cues(reading, *bounds(cues), own)
    cues += yearless_cues(reading, own)
    cues += relative_event_cues(reading, floor)
    weekdays = weekday_cues(reading)
    cues += weekdays
    cues += custom_cues(reading, weekdays, own)
    return tuple(cues)


def bounds(cues: Iterable[DatingCue]) -> tuple[date | None, date | None]:
    """Return the interval that cues leave together; one that would empty it is passed over, certain cues go first."""
    low: date | None = None
    high: date | None = None
    for cue in sorted(cues, key=lambda c: not c.certain):
        new_low = cue.low if low is None or (cue.low is not None and cue.low > low) else low
        new_high = cue.high if high is None or (cue.high is not None and cue.high < high) else high
        if new_low is None or new_high is None or new_low <= new_high:
            low, high = new_low, new_high
    return low, high
