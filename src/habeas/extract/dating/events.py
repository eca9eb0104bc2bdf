"""Cues from events: what is told as past lies before publication, what is still to come behind it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final, NamedTuple

import msgspec

from habeas.extract.dating.mentions import Mention, possible_years, resolve
from habeas.extract.dating.outlook import FUTURE, OPEN, PAST
from habeas.extract.dating.reading import Reading
from habeas.values.document import DatingCue

_PAST_KEPT: Final = 3
_FUTURE_KEPT: Final = 2
# A weekday comes back to its day of the year after five, six or eleven years: fewer leave one year for both.
_NEAR_YEARS: Final = 4


class Dated(NamedTuple):
    """A date with a year, the event it belongs to, and whether the words around it are firm about past or future."""

    mention: Mention
    event: str | None
    firm: bool


def dated_events(reading: Reading, skip: Iterable[Mention]) -> tuple[list[Dated], list[Dated]]:
    """Return the dates told as past and those told as future, without those in `skip`."""
    past: list[Dated] = []
    future: list[Dated] = []
    left_out = set(skip)
    for mention in reading.mentions:
        if mention.low is None or mention in left_out:
            continue
        view, event = reading.outlook(mention), reading.event_of(mention)
        dated = Dated(mention, event, view.firm)
        if view.view == FUTURE:
            future.append(dated)
        elif view.view == PAST or (view.view == OPEN and (event is None or event in reading.words.sudden_events)):
            past.append(dated)
    return past, future


def event_cues(reading: Reading, past: list[Dated], future: list[Dated]) -> list[DatingCue]:
    """Return cues from the latest dated events told as past and the next ones told as still to come."""
    cues = []
    latest = _distinct(sorted(past, key=lambda d: (_low(d.mention), d.firm, -d.mention.start), reverse=True))[
        :_PAST_KEPT
    ]
    for rank, dated in enumerate(latest):
        low = _low(dated.mention)
        others = [d for d in past if d.mention is not dated.mention and _low(d.mention).year >= low.year]
        certain = dated.firm and (rank > 0 or bool(others))
        doubt = "" if certain else _doubt(dated, others)
        cue = reading.cue("past_event", _span(dated), f"tells of {low} or later as past{doubt}", low, certain=certain)
        cues.append(named(reading, cue, dated))
    floor = max((c.low for c in cues if c.low is not None and c.certain), default=date.min)
    coming = sorted(
        (d for d in future if _high(d.mention) >= floor),
        key=lambda d: (_high(d.mention), not d.firm, d.mention.start),
    )
    for dated in _distinct(coming)[:_FUTURE_KEPT]:
        why = f"tells of {_phrase(dated.mention)} as still to come"
        cue = reading.cue("future_event", _span(dated), why, high=_high(dated.mention), certain=dated.firm)
        cues.append(named(reading, cue, dated))
    return [*cues, *_other_events(reading, past, future, cues)]


def _other_events(reading: Reading, past: list[Dated], future: list[Dated], known: list[DatingCue]) -> list[DatingCue]:
    """Return cues of the dated events that any country has one at a time: they date documents that only name them."""
    told = {(cue.event, cue.event_low) for cue in known}
    cues: dict[tuple[str, date], DatingCue] = {}
    for kind, own in (("past_event", past), ("future_event", future)):
        for dated in own:
            event, low = dated.event, _low(dated.mention)
            if event not in reading.words.unique_events or event is None or (event, low) in told:
                continue
            ahead = kind == "future_event"
            cue = reading.cue(
                kind,
                _span(dated),
                f"tells of the {event} of {_phrase(dated.mention)} as {'still to come' if ahead else 'past'}",
                None if ahead else low,
                _high(dated.mention) if ahead else None,
                certain=False,
            )
            cues.setdefault((event, low), named(reading, cue, dated))
    return list(cues.values())


def named(reading: Reading, cue: DatingCue, dated: Dated) -> DatingCue:
    """Return a cue with the event it names and the days that the text gives for it, if others may date by it."""
    if dated.event is None or dated.event not in reading.words.unique_events:
        return cue
    return msgspec.structs.replace(
        cue,
        event=dated.event,
        event_detail=reading.detail_of(_span(dated), dated.event),
        event_low=_low(dated.mention),
        event_high=_high(dated.mention),
    )


def yearless_cues(reading: Reading, skip: Iterable[Mention]) -> list[DatingCue]:
    """Return cues that tie the document to a day, without its year, of a named event ("elections on Jan. 26")."""
    cues: dict[tuple[str, str], DatingCue] = {}
    left_out = set(skip)
    for mention in reading.mentions:
        if mention.month_day is None or mention.low is not None or mention in left_out:
            continue
        event = reading.event_of(mention)
        if event is not None and event in reading.words.unique_events:
            cues.setdefault((event, mention.month_day), _yearless(reading, mention, event))
    return list(cues.values())


def _yearless(reading: Reading, mention: Mention, event: str) -> DatingCue:
    """Return the cue of one named event on a day whose year the text does not give."""
    view = reading.outlook(mention)
    kind, told = ("future_event", "still to come") if view.view == FUTURE else ("past_event", "past")
    sentence = reading.sentence_at(mention.start).start
    named = list(reading.words.event.finditer(reading.text, max(sentence, mention.start - 60), mention.start))
    begin = named[-1].start() if named else mention.start
    why = f"tells of the {event} as {told}, on {mention.month_day} of a year it does not name"
    cue = reading.cue(kind, (begin, mention.end), why, certain=view.firm)
    detail = reading.detail_of((begin, mention.end), event)
    return msgspec.structs.replace(cue, event=event, event_detail=detail, month_day=mention.month_day)


def resolved_cues(reading: Reading, low: date | None, high: date | None, skip: Iterable[Mention]) -> list[DatingCue]:
    """Return cues from dates without a year, once other cues leave one year for the text.

    A writer leaves the year out for the current one. That is custom, not law: such cues are never certain.
    """
    if low is None or high is None or low.year != high.year:
        return []
    left_out = set(skip)
    whole = [
        w
        for mention in reading.mentions
        if mention.low is None and mention not in left_out and reading.outlook(mention).view == PAST
        if (w := resolve(mention, low.year)) is not None and low < _low(w) <= high
    ]
    if not whole:
        return []
    latest = max(whole, key=lambda m: (_low(m), -m.start))
    why = f"tells of {_phrase(latest)} as past, in the year {low.year} that other words leave"
    return [reading.cue("past_event", (latest.start, latest.end), why, _low(latest), certain=False)]


def weekday_year_cues(
    reading: Reading, low: date | None, high: date | None, skip: Iterable[Mention]
) -> list[DatingCue]:
    """Return the cue of past days printed with their weekday but no year, where few years leave but one.

    "Thursday 9 April" in a text that tells of 2018 as past is of 2020. That the text is of one of the years next to
    the latest it tells of is custom, so the cue is never certain.
    """
    left_out = set(skip)
    days = [
        m
        for m in reading.mentions
        if m.low is None and m.weekday is not None and m not in left_out and reading.outlook(m).view == PAST
    ]
    known = low or high
    if known is None or not days or (low is not None and high is not None and high.year == low.year):
        return []
    first = low.year if low is not None else known.year - _NEAR_YEARS
    last = min(first + _NEAR_YEARS, high.year if high is not None else date.max.year)
    within = (low or date.min, high or date.max)
    shared = set.intersection(*(set(possible_years(m, first, last)) for m in days))
    whole = [w for m in days for year in shared if (w := resolve(m, year)) and within[0] <= _low(w) <= within[1]]
    if len({_low(w).year for w in whole}) != 1:
        return []
    latest = max(whole, key=lambda m: (_low(m), -m.start))
    day = _low(latest)
    why = f"tells of a {latest.weekday} {day} as past: of the years {first} to {last} no other has that weekday there"
    span = (latest.start, latest.end)
    return [reading.cue("past_event", span, why, day, date(day.year, 12, 31), certain=False)]


def _doubt(dated: Dated, others: list[Dated]) -> str:
    if not dated.firm:
        return ", though its tense is not clear"
    return "" if others else " (one mention, in which a slip would go unseen)"


def _distinct(ordered: list[Dated]) -> list[Dated]:
    """Return the first of each run of equal dates."""
    kept: dict[tuple[date, date], Dated] = {}
    for dated in ordered:
        kept.setdefault((_low(dated.mention), _high(dated.mention)), dated)
    return list(kept.values())


def _low(mention: Mention) -> date:
    return mention.low or date.min


def _high(mention: Mention) -> date:
    return mention.high or date.max


def _span(dated: Dated) -> tuple[int, int]:
    return dated.mention.start, dated.mention.end


def _phrase(mention: Mention) -> str:
    return str(mention.low) if mention.low == mention.high else f"{mention.low} to {mention.high}"
