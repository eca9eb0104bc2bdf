"""The grammar of claims: from parsed sentences to candidates, and from decided candidates to drafts of claims."""

from __future__ import annotations

from collections.abc import Sequence

from habeas.extract.grammar.links import linked
from habeas.extract.grammar.measures.draft import Candidate, Decision, Draft
from habeas.extract.grammar.measures.surroundings import Surroundings
from habeas.extract.grammar.parts import Grammar
from habeas.extract.grammar.reading import Reading
from habeas.extract.grammar.retold import retold
from habeas.extract.grammar.survey import Survey
from habeas.extract.parse.base import Sentence
from habeas.values.document import Document


def candidates_of(grammar: Grammar, surroundings: Surroundings, sentences: Sequence[Sentence]) -> list[Candidate]:
    """Return the numbers of a document's parsed sentences that may be claims, in the order of the text."""
    survey = Survey(grammar, surroundings)
    for sentence in sentences:
        survey.take(sentence)
    return survey.candidates


def drafts_of(
    grammar: Grammar,
    document: Document,
    sentences: Sequence[Sentence],
    candidates: Sequence[Candidate],
    decisions: Sequence[Decision],
) -> list[Draft]:
    """Return the drafts of the candidates that were decided to be claims, in the order of the text."""
    reading = Reading(grammar, document)
    number = 0
    for sentence in sentences:
        reading.enter(sentence)
        while number < len(candidates) and candidates[number].sentence is sentence:
            measure = decisions[number].measure
            if measure is not None:
                reading.take(number, candidates[number], measure)
            number += 1
    return grammar.confinement.told(linked(retold(document, reading.drafts), candidates, grammar.fetching_verbs))
