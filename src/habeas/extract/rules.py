"""The engine `rules`: gate, parse, grammar of claims, statistical judgement. Offline and deterministic."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

from habeas.extract.engine import Found
from habeas.extract.gate import gate_of
from habeas.extract.grammar.claims import Grammar
from habeas.extract.grammar.draft import Candidate
from habeas.extract.judge import load_judge
from habeas.extract.lexicon import load
from habeas.extract.parse.base import Parser, Sentence
from habeas.extract.sentences import sentence_spans
from habeas.values.document import Document

VERSION: Final = 1


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
        for document, sentences in self._parsed(documents):
            candidates = self._grammar.candidates(sentences)
            decisions = [self._judge.decide(c) for c in candidates]
            drafts = self._grammar.drafts(document, sentences, candidates, decisions)
            yield document, Found(self._judge.claims(drafts, decisions, self._name))

    def candidates_of_many(self, documents: Iterable[Document]) -> Iterator[tuple[Document, list[Candidate]]]:
        """Yield each document with its undecided candidates: what the statistical model is trained on."""
        for document, sentences in self._parsed(documents):
            yield document, self._grammar.candidates(sentences)

    def _parsed(self, documents: Iterable[Document]) -> Iterator[tuple[Document, list[Sentence]]]:
        stream = iter(documents)
        while batch := list(islice(stream, self._batch)):
            chosen = [self._stretches(document.text) for document in batch]
            stretches = (
                (document.text[start:end], start, index)
                for document, spans in zip(batch, chosen, strict=True)
                for index, start, end in spans
            )
            parsed = self._parser.parse(stretches)
            for document, spans in zip(batch, chosen, strict=True):
                yield document, list(islice(parsed, len(spans)))

    def _stretches(self, text: str) -> list[tuple[int, int, int]]:
        """Return (index, start, end) of the sentences to parse: those that can carry a claim, and what they lean on."""
        if self._gate is None:
            return [(n, start, end) for n, (start, end) in enumerate(sentence_spans(text))]
        spans = self._gate.spans(text, neighbours=1)
        leaning = {span.place for span in spans if span.carries and span.leans}
        return [(s.place, s.start, s.end) for s in spans if s.carries or s.place + 1 in leaning]
