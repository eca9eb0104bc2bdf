"""A document with its sentences and dates found: what every rule of dating looks at."""

from __future__ import annotations

import re
from bisect import bisect_right
from datetime import date
from typing import NamedTuple

from habeas.extract.dating.mentions import Mention, find_mentions
from habeas.extract.dating.outlook import Outlook, outlook
from habeas.extract.dating.vocabulary import Vocabulary
from habeas.extract.sentences import sentence_spans
from habeas.values.document import DatingCue, Document


class Span(NamedTuple):
    """A sentence: its characters, `end` excluded, and its number in the text."""

    start: int
    end: int
    place: int


class Reading(NamedTuple):
    """A document, the words of its language, its sentences and the dates it mentions."""

    document: Document
    words: Vocabulary
    sentences: list[Span]
    mentions: list[Mention]

    @property
    def text(self) -> str:
        """The document's text, which all offsets count."""
        return self.document.text

    def sentence_at(self, offset: int) -> Span:
        """Return the sentence that holds a character."""
        place = bisect_right(self.sentences, offset, key=lambda span: span.start) - 1
        return self.sentences[max(place, 0)]

    def outlook(self, mention: Mention) -> Outlook:
        """Return whether a date is told as past or still to come."""
        sentence = self.sentence_at(mention.start)
        return outlook(self.text, (sentence.start, sentence.end), mention.start, mention.end, self.words)

    def event_of(self, mention: Mention) -> str | None:
        """Return the event that a date belongs to: "the 2025 elections", "elections scheduled for Jan. 26"."""
        between = self.words.event_words.match(self.text, mention.end)
        noun = self.words.event.match(self.text, between.end() if between else mention.end)
        if noun is not None and noun.start() > mention.end:
            return self.words.events[noun[0].lower()]
        sentence = self.sentence_at(mention.start)
        before = list(self.words.event.finditer(self.text, max(sentence.start, mention.start - 60), mention.start))
        if before and not _PARTED.search(self.text, before[-1].end(), mention.start):
            return self.words.events[before[-1][0].lower()]
        return None

    def detail_of(self, span: tuple[int, int], event: str) -> str | None:
        """Return the adjective that tells which event of its kind is meant near a span: "presidential"."""
        sentence = self.sentence_at(span[0])
        around = max(sentence.start, span[0] - 60), min(sentence.end, span[1] + 60)
        for noun in self.words.event.finditer(self.text, *around):
            if self.words.events[noun[0].lower()] == event:
                told = list(
                    self.words.telling.finditer(self.text, max(sentence.start, noun.start() - 30), noun.start())
                )
                if told and not re.search(r"[.;:,]", self.text[told[-1].end() : noun.start()]):
                    return told[-1][0].lower()
        return None

    def cue(
        self,
        kind: str,
        span: tuple[int, int],
        why: str,
        low: date | None = None,
        high: date | None = None,
        *,
        certain: bool = True,
    ) -> DatingCue:
        """Return a cue of this document with the exact words it rests on."""
        return DatingCue(
            doc=self.document.id,
            kind=kind,
            low=low,
            high=high,
            certain=certain,
            quote=self.text[span[0] : span[1]],
            start=span[0],
            why=why,
        )


_PARTED = re.compile(r"[;:()—–.,]\s")


def read(document: Document, words: Vocabulary) -> Reading:
    """Find sentences and dates of a document."""
    spans = [Span(start, end, i) for i, (start, end) in enumerate(sentence_spans(document.text))]
    return Reading(document, words, spans, find_mentions(document.text, words))
