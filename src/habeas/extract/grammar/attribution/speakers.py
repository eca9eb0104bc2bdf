"""Who speaks, from sentence to sentence."""

from __future__ import annotations

from typing import Final

from habeas.extract.grammar.attribution.labels import Labels, is_quoted, opens_quotation
from habeas.extract.grammar.attribution.namings import DOCUMENT
from habeas.extract.grammar.attribution.sources import Sources
from habeas.extract.grammar.counts.counted import Mention
from habeas.extract.grammar.measures.draft import Draft
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
        self._publishers: list[tuple[int, str]] | None = None
        self._at = 0

    def enter(self, sentence: Sentence) -> None:
        """Note what a new sentence changes before its claims are read."""
        between = self._labels.sayings(self._text[self._at : sentence.start])
        self._named.extend(who for who in between if not self._sources.is_pronoun(who))
        self._at = sentence.end
        main = self._sources.main_speaker(sentence)
        same = self._sources.continues(sentence)
        if main and not same:
            self._named.append(main)
        self._publisher = self._sources.reports.publisher(sentence) or self._publisher
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
        found = self._sources.governing(sentence, word, mention.top) or self._sources.governing(
            sentence, mention.top, mention.top
        )
        meant = self._meant(found[0]) if found is not None else None
        if found is not None and meant is not None:
            inner = self._sources.within(sentence, word, found[1])
            return (self._meant(inner) if inner is not None else None) or meant
        phrases = self._sources.phrase(sentence, word)
        if phrases:
            who = self._nearest(phrases, mention)
            return self._meant(who) or who
        labelled = self._labels.of(sentence, sentence.start + mention.quantity.start)
        if labelled is not None and (meant := self._meant(labelled)) is not None:
            return meant
        report = self._sources.reports.on(sentence, mention.top)
        if report is not None and (meant := self._meant(report)) is not None:
            return meant
        asking = self._sources.asking(sentence, word) or self._sources.asking(sentence, mention.top)
        if asking is not None and (meant := self._meant(asking)) is not None:
            return meant
        return self._carried(sentence, mention, antecedent, link)

    def _meant(self, who: str) -> str | None:
        """Return whom a name or a word that refers back means; None for a pronoun that means nobody named."""
        if self._sources.is_report(who) and (issuer := self._issuer()) is not None:
            return issuer
        if not self._sources.is_pronoun(who):
            return self._in_full(who)
        if self._before is not None and self._sources.is_bare(who):
            last = self._before.split()[-1].casefold()
            return next((n for n in self._named if n.split()[-1].casefold() == last), self._before)
        meant = next((n for n in reversed(self._named) if n != who and self._sources.refers(who, n)), None)
        return meant or (None if self._sources.is_bare(who) else who)

    def _issuer(self) -> str | None:
        """Return whose report the text has spoken of last."""
        if self._publisher is None:
            if self._publishers is None:
                self._publishers = self._labels.publishers(self._text)
            return next((who for at, who in reversed(self._publishers) if at <= self._at), None)
        return self._publisher

    def _in_full(self, who: str) -> str:
        """Return the full name that a person was named by before: "Mr. Bek", "Bek" for "Tor Bek"."""
        last = self._sources.last_name(who)
        if last is None:
            return who
        return next((n for n in reversed(self._named) if last in n.casefold().split()[1:] and n != who), who)

    def _carried(self, sentence: Sentence, mention: Mention, antecedent: Draft | None, link: str) -> str:
        """Return the speaker of a number whose sentence names none: that of what went before, or of a quotation."""
        if antecedent is not None and (
            link == "listed" or (link in _SAME_SPEAKER and sentence.index - antecedent.sentence.index <= 1)
        ):
            return antecedent.claim.source
        near = antecedent is not None and sentence.index - antecedent.sentence.index <= 1
        if antecedent is not None and near and (mention.anaphor or self._sources.opens_with_part(sentence)):
            return antecedent.claim.source
        if self._named and self._sources.reports.goes_on(sentence):
            return self._named[-1]
        if is_quoted(self._text, mention.numeral.start):
            behind = self._labels.behind_quotation(self._text, mention.numeral.start)
            ahead = self._labels.sayings(self._text[sentence.start : mention.numeral.start])
            behind = behind or (ahead[-1] if ahead else None)
            speaker = (self._meant(behind) if behind else None) or self._quoting
            if speaker is not None:
                return speaker
        afterwards = self._labels.behind_sentence(self._text, sentence.end)
        if afterwards is not None and (meant := self._meant(afterwards)) is not None:
            return meant
        return next((who for at, who in reversed(self._turns) if at <= mention.numeral.start), DOCUMENT)

    @staticmethod
    def _nearest(phrases: list[tuple[int, str]], mention: Mention) -> str:
        """Several sources in one sentence: each follows its own number."""
        after = [p for p in phrases if p[0] > mention.numeral.start]
        return (after or phrases)[0][1] if len(phrases) > 1 else phrases[0][1]
