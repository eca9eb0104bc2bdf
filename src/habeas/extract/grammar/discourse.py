"""What runs on from sentence to sentence: who speaks, and which year dates without a year belong to."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final

from habeas.extract.grammar.counted import Mention
from habeas.extract.grammar.dates import Anchor
from habeas.extract.grammar.draft import Draft
from habeas.extract.grammar.sources import DOCUMENT, Sources
from habeas.extract.grammar.times import TimeSpan
from habeas.extract.parse.base import Sentence, Token
from habeas.values.document import Document

if TYPE_CHECKING:
    from habeas.extract.grammar.claims import Grammar

_OPEN, _CLOSE = "“", "”"
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d|,\d)")


class Speakers:
    """Keeps the speaker of the running text: transcripts' turns, quotations over paragraphs, the one who "added"."""

    def __init__(self, sources: Sources, document: Document) -> None:
        self._sources = sources
        self._text = document.text
        self._turn: str | None = None
        self._last: str | None = None
        self._last_index = -10
        self._line = -1

    def enter(self, sentence: Sentence) -> None:
        """Note what a new sentence changes before its claims are read."""
        line = self._text.rfind("\n", 0, sentence.start)
        if line != self._line or sentence.start == 0:
            self._line = line
            turn = self._sources.turn(sentence.text)
            if turn:
                self._turn = turn
        main = self._sources.main_speaker(sentence)
        if main:
            self._last, self._last_index = main, sentence.index

    def of(self, sentence: Sentence, word: Token, mention: Mention, antecedent: Draft | None) -> str:
        """Return the speaker of a claim whose measure is borne by `word`."""
        found = self._sources.governing(sentence, word) or self._sources.governing(sentence, mention.top)
        if found is not None:
            who = found[0]
            if not self._sources.is_pronoun(who):
                return who
            if self._last and self._last != who:
                return self._last
        phrases = self._sources.phrase(sentence)
        if phrases:
            return self._nearest(phrases, mention)
        if antecedent is not None and antecedent.sentence.index == sentence.index and mention.partitive:
            return antecedent.claim.source
        if mention.anaphor and antecedent is not None and sentence.index - antecedent.sentence.index <= 1:
            return antecedent.claim.source
        if self._quoted(mention.numeral.start) and self._last:
            return self._last
        return self._turn or DOCUMENT

    @staticmethod
    def _nearest(phrases: list[tuple[int, str]], mention: Mention) -> str:
        """Several sources in one sentence: each follows its own number."""
        after = [p for p in phrases if p[0] > mention.numeral.start]
        return (after or phrases)[0][1] if len(phrases) > 1 else phrases[0][1]

    def _quoted(self, offset: int) -> bool:
        """Say whether an offset lies in a quotation that may run over paragraphs."""
        before = self._text[max(0, offset - 3000) : offset]
        return before.rfind(_OPEN) > before.rfind(_CLOSE)


class Years:
    """Finds the year of dates that leave it out."""

    def __init__(self, grammar: Grammar, document: Document) -> None:
        self._published = document.published
        self._running: int | None = None
        self._report = self._report_year(grammar, document)

    def _report_year(self, grammar: Grammar, document: Document) -> int | None:
        """Return the year that an annual report is about, or None for other texts.

        A text tells that it is one by its words ("at year's end"), or by past events in months that lie after its
        own date in the calendar.
        """
        text = document.text.lower()
        marked = any(mark in text for mark in grammar.lexicon.data["time"]["report_marks"])
        if document.published is not None:
            later = self._later_months(grammar, document)
            if (marked and document.published.month <= 8) or later >= 2:
                return document.published.year - 1
            return None
        years = [int(y) for y in _YEAR.findall(document.text)]
        if not years:
            return None
        return max(years) if marked else None

    @staticmethod
    def _later_months(grammar: Grammar, document: Document) -> int:
        assert isinstance(document.published, date)  # noqa: S101 - the caller has looked
        found = 0
        for span in grammar.times.find(document.text):
            basic = span.first
            if basic.kind in {"day", "month", "days"} and basic.year is None and basic.month is not None:
                found += basic.month > document.published.month + 1
        return found

    def enter(self, sentence: Sentence, spans: list[TimeSpan]) -> None:
        """Note the years that a sentence prints."""
        del sentence
        for span in spans:
            for basic in (span.first, span.second):
                if (
                    basic is not None
                    and basic.year is not None
                    and (self._published is None or basic.year <= self._published.year)
                ):
                    self._running = basic.year2 or basic.year

    def anchor(self, *, future: bool) -> Anchor:
        """Return what dates are resolved with at this point of the text."""
        year = self._report
        if year is None and self._published is None:
            year = self._running
        return Anchor(self._published, year, future)
