"""Dates that a text tells once: of days that it prints elsewhere without a year, of events that it then names alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from habeas.extract.grammar.temporal.dates import resolve
from habeas.extract.grammar.temporal.stretches import Anchor
from habeas.extract.grammar.temporal.times import Times, TimeSpan
from habeas.extract.lexicon import WORD

_DATED: Final = frozenset({"day", "days", "month", "weekday"})
_NEAR: Final = 3  # words between an event and its date: "the coup in the small hours of 1 February"
_CHARACTERS: Final = 40


class ToldDates:
    """The dates printed anywhere in one text; looked up once, when first asked for.

    `events` maps words for events to the name that all words for the same event share ("takeover": "coup").
    """

    def __init__(self, times: Times, events: Mapping[str, str], text: str) -> None:
        self._times = times
        self._events = events
        self._text = text
        self._years: tuple[tuple[int, int, int], ...] | None = None

    @property
    def years(self) -> tuple[tuple[int, int, int], ...]:
        """(month, day, year) of the days that the text prints with one year only, in order."""
        if self._years is None:
            found: dict[tuple[int, int], set[int]] = {}
            for span in self._times.find(self._text):
                basic = span.first
                if basic.year is not None and basic.month is not None and basic.day is not None:
                    found.setdefault((basic.month, basic.day), set()).add(basic.year)
            self._years = tuple(
                (month, day, min(years)) for (month, day), years in sorted(found.items()) if len(years) == 1
            )
        return self._years

    @property
    def only_year(self) -> int | None:
        """The year of all days that the text prints with a year, if it is one."""
        found = {year for _, _, year in self.years}
        return found.pop() if len(found) == 1 else None

    def event(self, moment: str, anchor: Anchor) -> tuple[date, date] | None:
        """Return the days of the event that an expression such as "since the coup" names, if the text gives one date.

        The date stands beside a word for the same event: "the takeover of 1 February 2021", "the 1 February coup".
        """
        name = self._name(WORD.findall(moment)[-1:])
        if name is None:
            return None
        told = {
            (window.start, window.end)
            for span in self._times.find(self._text)
            if span.first.kind in _DATED and span.role in {"in", "since", "after"} and name in self._beside(span)
            for window in (resolve(span._replace(role="in"), anchor, stock=False),)
            if window.start is not None and window.end is not None
        }
        return told.pop() if len(told) == 1 else None

    def _beside(self, span: TimeSpan) -> set[str | None]:
        """Return the events named right before or right behind a date, within its clause."""
        before = self._text[max(0, span.start - _CHARACTERS) : span.start]
        behind = self._text[span.end : span.end + _CHARACTERS]
        near = WORD.findall(before.rpartition(",")[2])[-_NEAR:] + WORD.findall(behind.partition(",")[0])[:_NEAR]
        return {self._name([word]) for word in near}

    def _name(self, words: list[str]) -> str | None:
        return next((self._events.get(word.lower()) for word in words), None)
