"""Who speaks, from sentence to sentence."""

from __future__ import annotations

from typing import Final

from habeas.extract.grammar.counted import Mention
from habeas.extract.grammar.draft import Draft
from habeas.extract.grammar.labels import Labels, is_quoted, opens_quotation
from habeas.extract.grammar.sources import DOCUMENT, Sources
from habeas.extract.parse.base import Sentence, Token
from habeas.values.document import Document

# Ways of referring back that keep the speaker.
_SAME_SPEAKER: Final = frozenset({"part", "included"})


class Speakers:
    """Keeps the speaker of the running text: transcripts' turns, quotations over paragraphs, the one who "added"."""

    def __init__(self, sources: Sources, labels: Labels, document: Document) -> None:
        self._sources = sources
        self._labels = labels
        self._text = document.text
        self._turns = labels.turns(document.text)
        self._quoting: str | None = None
        self._named: list[str] = []
        self._before: str | None = None
        self._topic: str | None = None
        self._publisher: str | None = None

    def enter(self, sentence: Sentence) -> None:
        """Note what a new sentence changes before its claims are read."""
        main = self._sources.main_speaker(sentence)
        same = self._sources.continues(sentence)
        if main and not same:
            self._named.append(main)
        self._publisher = self._sources.publisher(sentence) or self._publisher
        speaker = main or (self._named[-1] if same and self._named else None)
        if speaker and opens_quotation(self._text, sentence.start, sentence.end):
            self._quoting = speaker
        self._before, self._topic = self._topic, None if main else self._sources.topic(sentence)

    def of(self, sentence: Sentence, word: Token, mention: Mention, antecedent: Draft | None, link: str) -> str:
        """Return the speaker of a claim whose measure is borne by `word`."""
        holder = self._sources.by_whom(sentence, mention.top)
        if holder is not None and (meant := self._meant(holder)) is not None:
            self._named.append(meant)
            return meant
        cited = self._sources.cited(sentence, word)
        if cited is not None:
            return cited
        found = self._sources.governing(sentence, word) or self._sources.governing(sentence, mention.top)
        meant = self._meant(found[0]) if found is not None else None
        if meant is not None:
            return meant
        phrases = self._sources.phrase(sentence, word)
        if phrases:
            who = self._nearest(phrases, mention)
            return self._meant(who) or who
        labelled = self._labels.of(sentence, sentence.start + mention.quantity.start)
        if labelled is not None:
            return labelled
        return self._carried(sentence, mention, antecedent, link)

    def _meant(self, who: str) -> str | None:
        """Return whom a name or a word that refers back means; None for a pronoun that means nobody named."""
        if self._sources.is_report(who) and self._publisher is not None:
            return self._publisher
        if not self._sources.is_pronoun(who):
            return who
        if self._before is not None and self._sources.is_bare(who):
            last = self._before.split()[-1].casefold()
            return next((n for n in self._named if n.split()[-1].casefold() == last), self._before)
        meant = next((n for n in reversed(self._named) if n != who and self._sources.refers(who, n)), None)
        return meant or (None if self._sources.is_bare(who) else who)

    def _carried(self, sentence: Sentence, mention: Mention, antecedent: Draft | None, link: str) -> str:
        """Return the speaker of a number whose sentence names none: that of what went before, or of a quotation."""
        if antecedent is not None and (
            link == "listed" or (link in _SAME_SPEAKER and sentence.index - antecedent.sentence.index <= 1)
        ):
            return antecedent.claim.source
        near = antecedent is not None and sentence.index - antecedent.sentence.index <= 1
        if antecedent is not None and near and (mention.anaphor or self._sources.opens_with_part(sentence)):
            return antecedent.claim.source
        if self._named and self._sources.speaks_of_list(sentence):
            return self._named[-1]
        if is_quoted(self._text, mention.numeral.start):
            behind = self._labels.behind_quotation(self._text, mention.numeral.start)
            speaker = (self._meant(behind) if behind else None) or self._quoting
            if speaker is not None:
                return speaker
        return next((who for at, who in reversed(self._turns) if at <= mention.numeral.start), DOCUMENT)

    @staticmethod
    def _nearest(phrases: list[tuple[int, str]], mention: Mention) -> str:
        """Several sources in one sentence: each follows its own number."""
        after = [p for p in phrases if p[0] > mention.numeral.start]
        return (after or phrases)[0][1] if len(phrases) > 1 else phrases[0][1]
