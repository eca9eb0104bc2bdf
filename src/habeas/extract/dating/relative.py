"""Cues from phrases that count from the text's own day: "next year's elections", "three years ago", "on Wednesday"."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

import msgspec

from habeas.extract.dating.mentions import Mention, last_of_month
from habeas.extract.dating.outlook import FUTURE, outlook
from habeas.extract.dating.reading import Reading, Span
from habeas.extract.dating.vocabulary import normal
from habeas.values.document import DatingCue

_GAP: Final = re.compile(r"^[\s,(’'s–—-]{0,6}$")
_SINCE: Final = re.compile(r"(?:\s+[\w’'-]+){1,7}\s+(?:of|on|in)\s+")
_NEAR: Final = 4
_WEEKDAYS_KEPT: Final = 2
_LEAD_SENTENCES: Final = 5
# "Two years ago" is said of anything from a year and ten months to just under three years.
# Beside a bare year it counts in calendar years, give or take a few weeks about the turn of the year.
_ROUNDING: Final = {"year": (-0.15, 0.15)}
_LOOSE: Final = (-0.15, 0.95)
# "Nearly two months" are more than one and a half.
_SHORT: Final = 0.5
_AFTER: Final = re.compile(r"(?:\s+[\w’'-]+){0,7}\s+(?:of\s+|on\s+|in\s+)?")
_ANY_YEAR: Final = re.compile(r"(?<![\w.,/$€£-])(?:19|20)\d\d(?![\w/-]|[.,]\d)")


def relative_year_cues(reading: Reading, floor: date | None) -> list[DatingCue]:
    """Return the years that phrases like "next year's elections" leave, where the text also says in which year.

    `floor` is the latest day known to be past, which rules years out.
    """
    cues = []
    for found in reading.words.relative_phrase.finditer(reading.text):
        shift = reading.words.relative_years.get(normal(found[0]).replace("’", "'"))
        if shift is None:
            continue
        event = _event_beside(reading, found)
        year, certain = _named_year(reading, found, event, shift, floor)
        if year is None:
            continue
        own = year - shift
        named = f"the {event} of {year}" if event else str(year)
        why = f"calls {named} \u201c{normal(found[0])}\u201d, so it was written in {own}"
        cues.append(
            reading.cue("relative_year", found.span(), why, date(own, 1, 1), date(own, 12, 31), certain=certain)
        )
    return _first_of_each(cues)


def relative_event_cues(reading: Reading, floor: date | None) -> list[DatingCue]:
    """Return cues that place a named event at a distance from publication ("an election next month").

    `floor` is the latest day known to be past, which rules years out for what "next year" names.
    """
    cues: dict[tuple[str, str], DatingCue] = {}
    for found in reading.words.relative_phrase.finditer(reading.text):
        whole = normal(found[0]).replace("’", "'")
        phrase = whole.removesuffix("'s")
        offsets = reading.words.relative.get(phrase)
        event = _event_beside(reading, found)
        if offsets is None or event is None or event not in reading.words.unique_events:
            continue
        kind = "past_event" if offsets[0].startswith("-") else "future_event"
        why = f"puts the {event} at \u201c{phrase}\u201d from its own day"
        cue = reading.cue(kind, found.span(), why)
        shift = reading.words.relative_years.get(whole)
        year = _named_year(reading, found, event, shift, floor)[0] if shift is not None else None
        told = msgspec.structs.replace(
            cue,
            event=event,
            event_detail=reading.detail_of(found.span(), event),
            event_low=date(year, 1, 1) if year else None,
            event_high=date(year, 12, 31) if year else None,
            event_years=shift,
            offset_low=offsets[0],
            offset_high=offsets[1],
        )
        cues.setdefault((event, phrase), told)
    return list(cues.values())


def adjacent_cues(reading: Reading) -> list[DatingCue]:
    """Return cues from a date with its distance beside it: "yesterday, 15 May 2024", "in 2019, five years ago"."""
    cues: list[DatingCue] = []
    for mention in reading.mentions:
        if mention.low is None or mention.high is None:
            continue
        for found in reading.words.relative_phrase.finditer(reading.text, max(0, mention.start - 30), mention.end + 30):
            if _beside(reading.text, found, mention):
                cues.extend(_from_phrase(reading, normal(found[0]), mention))
        sentence = reading.sentence_at(mention.start)
        cues.extend(_from_after(reading, sentence, mention))
        for found in reading.words.ago.finditer(reading.text, sentence.start, sentence.end):
            if _beside(reading.text, found, mention):
                cues.extend(_from_ago(reading, found, mention))
    return _first_of_each(cues)


def weekday_cues(reading: Reading) -> list[DatingCue]:
    """Return the weekdays near publication that the text names ("on Wednesday"), those of the lead as certain."""
    cues: dict[str, DatingCue] = {}
    taken = [(m.start, m.end) for m in reading.mentions]
    for found in reading.words.weekday.finditer(reading.text):
        day = reading.words.weekdays[found["name"].lower()]
        sentence = reading.sentence_at(found.start("name"))
        if (
            day in cues
            or any(a <= found.start("name") < b for a, b in taken)
            or not _is_recent(reading, found, sentence)
        ):
            continue
        lead = sentence.place < _LEAD_SENTENCES and (found["lead"] or "").lower() not in {"last"}
        why = f"tells of {day.capitalize()} without a date, as reports do of their own day or one shortly before"
        cue = reading.cue("weekday", found.span("name"), why, certain=lead)
        cues[day] = msgspec.structs.replace(cue, weekday=day)
    return list(cues.values())[:_WEEKDAYS_KEPT]


def _is_recent(reading: Reading, found: re.Match[str], sentence: Span) -> bool:
    """Say whether a weekday is one just past: not "next Friday", "Bloody Sunday", nor told as still to come."""
    text, start = reading.text, found.start("name")
    if normal(found["lead"] or "") in {"next", "this coming", "coming"}:
        return False
    before = re.search(r"([\w’'-]+)\s+$", text[max(sentence.start, start - 24) : start])
    if before is not None and found["lead"] is None and before[1][0].isupper() and not before[1].isupper():
        return False
    return outlook(text, (sentence.start, sentence.end), start, found.end(), reading.words).view != FUTURE


def _event_beside(reading: Reading, found: re.Match[str]) -> str | None:
    """Return the event next to a phrase: "next year's presidential elections", "will vote in elections next year"."""
    between = reading.words.event_words.match(reading.text, found.end())
    noun = reading.words.event.match(reading.text, between.end() if between else found.end())
    if noun is None and reading.text[found.end() : found.end() + 2].lower() in {"'s", "’s"}:
        start = found.end() + 2
        between = reading.words.event_words.match(reading.text, start)
        noun = reading.words.event.match(reading.text, between.end()) if between else None
    if noun is not None:
        return reading.words.events[noun[0].lower()]
    sentence = reading.sentence_at(found.start())
    before = list(reading.words.event.finditer(reading.text, max(sentence.start, found.start() - 45), found.start()))
    if not before:
        return None
    gap = reading.text[before[-1].end() : found.start()]
    near = len(gap.split()) <= _NEAR and not re.search(r"[.;:,()—]", gap)
    return reading.words.events[before[-1][0].lower()] if near else None


def _named_year(
    reading: Reading, found: re.Match[str], event: str | None, shift: int, floor: date | None
) -> tuple[int | None, bool]:
    """Return the year that the text itself gives for what a relative phrase names, and whether it can be relied on."""
    latest = floor.year if floor is not None else 0
    if event is not None:
        years = {
            m.low.year
            for m in reading.mentions
            if m.low and m.low.year - shift >= latest and reading.event_of(m) == event
        }
        if len(years) == 1:
            return years.pop(), shift > 0
    if shift <= 0:
        return None, False
    # "2025 is a good time ... elections next year": a year still to come, named in the same or the previous sentence.
    here = reading.sentence_at(found.start())
    start = reading.sentences[max(0, here.place - 1)].start
    near = {int(year[0]) for year in _ANY_YEAR.finditer(reading.text, start, here.end) if int(year[0]) > latest}
    return (near.pop(), False) if len(near) == 1 else (None, False)


def _beside(text: str, found: re.Match[str], mention: Mention) -> bool:
    """Say whether nothing but punctuation and a short word stands between a phrase and a date."""
    if found.end() <= mention.start:
        gap = text[found.end() : mention.start]
    elif mention.end <= found.start():
        gap = text[mention.end : found.start()]
    else:
        return False
    if re.fullmatch(r"\s+since", text[max(0, found.end() - 6) : found.end()], re.IGNORECASE) and _SINCE.fullmatch(gap):
        return True  # "in the five years since the failed coup of July 2016"
    return _GAP.match(gap) is not None or re.fullmatch(r",?\s*\(?(?:in|on|the)\s+", gap) is not None


def _from_phrase(reading: Reading, phrase: str, mention: Mention) -> list[DatingCue]:
    assert mention.low is not None  # noqa: S101 - the caller passes dates with a year
    assert mention.high is not None  # noqa: S101
    span, words = (mention.start, mention.end), reading.words
    low, high = mention.low, mention.high
    if mention.precision == "day" and phrase in words.relative_days:
        moved = timedelta(days=words.relative_days[phrase])
        return [reading.cue("printed", span, f"calls {low} \u201c{phrase}\u201d", low - moved, high - moved)]
    if phrase in words.relative_months and mention.precision in {"day", "month"}:
        first = low.year * 12 + low.month - 1 - words.relative_months[phrase]
        start = date(first // 12, first % 12 + 1, 1)
        why = f"calls {low} \u201c{phrase}\u201d"
        return [reading.cue("printed", span, why, start, last_of_month(start.year, start.month), certain=False)]
    if phrase in words.relative_years:
        own = low.year - words.relative_years[phrase]
        return [
            reading.cue(
                "relative_year", span, f"calls {low.year} \u201c{phrase}\u201d", date(own, 1, 1), date(own, 12, 31)
            )
        ]
    return []


def _from_ago(reading: Reading, found: re.Match[str], mention: Mention) -> list[DatingCue]:
    assert mention.low is not None  # noqa: S101 - the caller passes dates with a year
    assert mention.high is not None  # noqa: S101
    count = reading.words.numbers.get(found["count"].lower()) or int(found["count"])
    unit = reading.words.units[found["unit"].lower()]
    early, late = _ROUNDING.get(mention.precision, _LOOSE)
    low = mention.low + timedelta(days=int((count + early) * unit))
    high = mention.high + timedelta(days=int((count + late) * unit))
    span = (min(found.start(), mention.start), max(found.end(), mention.end))
    return [
        reading.cue(
            "relative_year", span, f"puts {mention.low.year} \u201c{normal(found[0])}\u201d", low, high, certain=False
        )
    ]


def _from_after(reading: Reading, sentence: Span, mention: Mention) -> list[DatingCue]:
    """Return the cue of a sentence that counts its own day from an event: "Two months after the vote of 9 May 2031".

    That it is the text's own day shows in the present tense of what follows: "500 remain in prison", not "were taken".
    """
    assert mention.low is not None  # noqa: S101 - the caller passes dates with a year
    assert mention.high is not None  # noqa: S101
    words = reading.words
    found = words.after.match(reading.text, sentence.start, mention.start)
    if found is None or mention.precision != "day" or not _AFTER.fullmatch(reading.text, found.end(), mention.start):
        return []
    present, past = (verb.search(reading.text, mention.end, sentence.end) for verb in (words.present, words.past))
    if present is None or (past is not None and past.start() < present.start()):
        return []
    count = words.numbers.get(found["count"].lower()) or int(found["count"])
    early, late = (-_SHORT, 0.0) if found["nearly"] else _LOOSE
    unit = words.units[found["unit"].lower()]
    low = mention.low + timedelta(days=int((count + early) * unit))
    high = mention.high + timedelta(days=int((count + late) * unit))
    why = f"tells of its own day as \u201c{normal(found[0])}\u201d {mention.low}"
    return [reading.cue("relative_year", (found.start(), mention.end), why, low, high, certain=False)]


def _first_of_each(cues: list[DatingCue]) -> list[DatingCue]:
    kept: dict[tuple[str, date | None, date | None], DatingCue] = {}
    for cue in cues:
        kept.setdefault((cue.kind, cue.low, cue.high), cue)
    return list(kept.values())
