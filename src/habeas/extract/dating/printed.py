"""Dates that a page bears as its own: metadata, address, dateline, "Published:" lines, the year of an annual report."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

import msgspec

from habeas.extract.dating.mentions import Mention, find_mentions
from habeas.extract.dating.reading import Reading
from habeas.extract.dating.vocabulary import Vocabulary
from habeas.values.document import DatingCue, Document

_IN_ADDRESS: Final = re.compile(
    r"(?:^|[/_-])(?P<y>(?:19|20)\d\d)(?:(?P<s>[/_-])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})|(?P<mm>\d\d)(?P<dd>\d\d))(?!\d)"
)
_HEAD: Final = 240
_PLACE: Final = re.compile(r"^[\W\d_]*[^\W\d_][^\n.!?]{0,50}?[,(]?\s*$")
_DASH_AFTER: Final = re.compile(r"^[.,]?\s*(?:[(\[][^)\]\n]{2,50}[)\]]\s*)*(?:--|—|–|-\s|:\s)")
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def metadata_cues(document: Document) -> list[DatingCue]:
    """Return the cue of a known date of publication, else that of a date in the address."""
    if document.published is not None:
        day = document.published
        return [
            DatingCue(
                doc=document.id, kind="metadata", low=day, high=day, why=f"published on {day} as stored with the text"
            )
        ]
    found = _IN_ADDRESS.search(document.url or "")
    if found is None:
        return []
    try:
        day = date(int(found["y"]), int(found["m"] or found["mm"]), int(found["d"] or found["dd"]))
    except ValueError:
        return []
    return [DatingCue(doc=document.id, kind="metadata", low=day, high=day, why=f"the page's address carries {day}")]


def is_yearly_report(document: Document, words: Vocabulary) -> bool:
    """Say whether the headline names an annual report: its dates without a year are those of the year it covers."""
    title = document.title or ""
    return _YEAR.search(title) is not None and words.yearly_report.search(title) is not None


def printed_mentions(reading: Reading) -> list[Mention]:
    """Return the dates in the head of the text that stand there as the text's own, the surest first."""
    head = [m for m in reading.mentions if m.start < _HEAD and m.precision == "day"]
    return [m for m in head if _is_labelled(reading, m) or _stands_alone(reading, m) or _is_dateline(reading, m)]


def printed_cues(reading: Reading) -> list[DatingCue]:
    """Return cues from dates that the text or its headline prints as its own."""
    cues = []
    for mention in printed_mentions(reading):
        span = (mention.start, mention.end)
        if mention.low is None or mention.high is None:
            cues.append(_without_year(reading, mention))
        elif _is_dateline(reading, mention):
            # A dateline bears the day of the report; the page may follow on the next.
            why = f"the dateline says {mention.low}; a page may follow a day later"
            cues.append(reading.cue("printed", span, why, mention.low, mention.high + timedelta(days=1)))
        else:
            cues.append(
                reading.cue("printed", span, f"the text bears the date {mention.low}", mention.low, mention.high)
            )
    return cues or _headline_cues(reading)


def _without_year(reading: Reading, mention: Mention) -> DatingCue:
    """Return the cue of a day that the text bears without its year: other reports of a case may tell which."""
    why = f"bears the date “{reading.text[mention.start : mention.end]}”, without a year"
    cue = reading.cue("printed", (mention.start, mention.end), why, certain=False)
    return msgspec.structs.replace(cue, month_day=mention.month_day, weekday=mention.weekday)


def _headline_cues(reading: Reading) -> list[DatingCue]:
    """Return cues from the headline: a whole date in it, or the year that an annual report is about."""
    title = reading.document.title
    if not title:
        return []
    days = [m for m in find_mentions(title, reading.words) if m.precision in {"day", "part"} and m.low is not None]
    if days:
        day = days[-1]
        exact = day.precision == "day"
        why = "the headline bears the date " + (
            str(day.low) if exact else f"{day.low} or {day.high}, by the order of day and month"
        )
        return [reading.cue("printed", (0, 0), why, day.low, day.high, certain=exact)]
    year = _YEAR.search(title)
    if year is None or not is_yearly_report(reading.document, reading.words):
        return []
    reported = int(year[0])
    why = f"an annual report on {reported} comes out when that year is over, by custom within the next"
    return [reading.cue("relative_year", (0, 0), why, date(reported, 12, 1), date(reported + 1, 12, 31), certain=False)]


def _line(text: str, mention: Mention) -> tuple[int, int]:
    """Return the line in which a date stands."""
    start = text.rfind("\n", 0, mention.start) + 1
    end = text.find("\n", mention.end)
    return start, end if end != -1 else len(text)


def _stands_alone(reading: Reading, mention: Mention) -> bool:
    """Say whether a line is nothing but the date and, it may be, an hour."""
    start, end = _line(reading.text, mention)
    rest = reading.text[start : mention.start] + reading.text[mention.end : end]
    return mention.low is not None and not re.search(r"[^\W\d_]{3,}", rest)


def _is_labelled(reading: Reading, mention: Mention) -> bool:
    """Say whether a word like "Published" stands before the date."""
    start, _ = _line(reading.text, mention)
    before = reading.text[max(start, mention.start - 30) : mention.start]
    labels = list(reading.words.label.finditer(before))
    if not labels:
        return False
    gap = before[labels[-1].end() :]
    # "released on 5 May" in running text is an event; a label opens its line or is followed by a colon.
    return ":" in gap or before[: labels[-1].start()].strip() == ""


def _is_dateline(reading: Reading, mention: Mention) -> bool:
    """Say whether the date stands between a place in capitals and a dash, as agencies open their reports."""
    start, _ = _line(reading.text, mention)
    place = reading.text[start : mention.start]
    letters = [c for c in place.split("(")[0] if c.isalpha()]
    shouted = bool(letters) and sum(c.isupper() for c in letters) >= 0.8 * len(letters)
    named = shouted or (len(place) <= 40 and place.rstrip().endswith((",", "(")))
    return (
        bool(_PLACE.match(place))
        and named
        and _DASH_AFTER.match(reading.text[mention.end : mention.end + 80]) is not None
    )
