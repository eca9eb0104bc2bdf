"""The engine `rules`: gate, parse, grammar of claims, statistical judgement. Offline and deterministic."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final, NamedTuple

from habeas.extract.engine import Found
from habeas.extract.gate import gate_of, lower
from habeas.extract.grammar.claims import candidates_of, drafts_of
from habeas.extract.grammar.measures.draft import Candidate
from habeas.extract.grammar.measures.surroundings import NOWHERE, Surroundings
from habeas.extract.grammar.parts import Grammar
from habeas.extract.judge import load_judge
from habeas.extract.lexicon import load
from habeas.extract.parse.base import Parser, Sentence
from habeas.extract.sentences import after_dateline, sentence_spans
from habeas.values.document import Document

VERSION: Final = 1
_QUOTATION: Final = 3000


class Opinion(NamedTuple):
    """What the judge thinks of one number: its place and bounds, and the probability of each measure ("" for none)."""

    start: int
    end: int
    low: int | None
    high: int | None
    shares: dict[str, float]


class RulesEngine:
    """Extracts claims of one language by a parser, a lexicon and the grammar."""

    def __init__(self, language: str, parser: Parser, *, batch: int = 64) -> None:
        lexicon = load(language)
        self._grammar = Grammar(lexicon)
        self._parser = parser
        self._gate = gate_of(language)
        self._judge = load_judge(language)
        self._batch = batch
        self._name = f"rules-{language}/{VERSION}.{lexicon.version}"

    @property
    def name(self) -> str:
        """Name and version, as written into each claim."""
        return self._name

    def claims_of(self, document: Document) -> Found:
        """Return the claims of one document."""
        return next(found for _, found in self.claims_of_many([document]))

    def claims_of_many(self, documents: Iterable[Document]) -> Iterator[tuple[Document, Found]]:
        """Yield each document with its claims; the sentences of a batch of documents are parsed together."""
        for document, surroundings, sentences in self._parsed(documents):
            candidates = candidates_of(self._grammar, surroundings, sentences) if sentences else []
            decisions = [self._judge.decide(c) for c in candidates]
            if all(decision.measure is None for decision in decisions):
                yield document, Found(())
                continue
            drafts = drafts_of(self._grammar, document, sentences, candidates, decisions)
            yield document, Found(self._judge.claims(drafts, decisions, self._name))

    def opinions_of(self, document: Document) -> list[Opinion]:
        """Return what the judge thinks of every number of a document that may be a claim, in the order of the text."""
        candidates = next(found for _, found in self.candidates_of_many([document]))
        return [
            Opinion(
                c.sentence.start + c.mention.quantity.start,
                c.sentence.start + c.mention.quantity.end,
                c.mention.quantity.low,
                c.mention.quantity.high,
                self._judge.shares(c),
            )
            for c in candidates
        ]

    def candidates_of_many(self, documents: Iterable[Document]) -> Iterator[tuple[Document, list[Candidate]]]:
        """Yield each document with its undecided candidates: what the statistical model is trained on."""
        for document, surroundings, sentences in self._parsed(documents):
            yield document, candidates_of(self._grammar, surroundings, sentences)

    def _parsed(self, documents: Iterable[Document]) -> Iterator[tuple[Document, Surroundings, list[Sentence]]]:
        """Yield each document with what it is about and its parsed sentences, none for one of ordinary justice."""
        stream = iter(documents)
        while batch := list(islice(stream, self._batch)):
            chosen = [self._stretches(document.text) for document in batch]
            about = [
                self._grammar.scenery.of(lower(f"{d.text}\n{d.title or ''}")) if spans else NOWHERE
                for d, spans in zip(batch, chosen, strict=True)
            ]
            chosen = [[] if a.is_ordinary else spans for a, spans in zip(about, chosen, strict=True)]
            stretches = (
                (document.text[start:end], start, index)
                for document, spans in zip(batch, chosen, strict=True)
                for index, start, end in spans
            )
            parsed = self._parser.parse(stretches)
            for document, surroundings, spans in zip(batch, about, chosen, strict=True):
                yield document, surroundings, list(islice(parsed, len(spans)))

    def _stretches(self, text: str) -> list[tuple[int, int, int]]:
        """Return (index, start, end) of the sentences to parse: those that can carry a claim, and what they lean on."""
        if self._gate is None:
            return [(n, start, end) for n, (start, end) in enumerate(sentence_spans(text))]
        spans = self._gate.spans(text, neighbours=0)
        if not spans:
            return []
        sentences = sentence_spans(text)
        carriers = {span.place for span in spans}
        leaning = {span.place - 1 for span in spans if span.leans}
        wanted = carriers | leaning | _openings(text, sentences, carriers)
        return [(n, after_dateline(text, *sentences[n]), sentences[n][1]) for n in sorted(wanted)]


def _opening(text: str, offset: int) -> int:
    """Return where the quotation begins that an offset lies in, or -1; straight marks stay in a paragraph."""
    begin = max(0, offset - _QUOTATION)
    opening = text.rfind("“", begin, offset)
    if opening > text.rfind("”", begin, offset):
        return opening
    paragraph = text.rfind("\n", begin, offset) + 1
    return text.rfind('"', paragraph, offset) if text.count('"', paragraph, offset) % 2 else -1


def _openings(text: str, sentences: tuple[tuple[int, int], ...], carriers: set[int]) -> set[int]:
    """Return the sentences that introduce the quotations in which carriers stand: they name the speaker."""
    out: set[int] = set()
    for n in carriers:
        start = sentences[n][0]
        opening = _opening(text, start)
        if opening >= 0:
            first = next(k for k, (_, end) in enumerate(sentences) if end > opening)
            out.update({first, max(0, first - 1)})
    return out
