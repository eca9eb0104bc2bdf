"""Applies spaCy's rule lemmatizer through a memory of numbers: it looks each word up by its text again and again.

The lemmatizer's own answer for a word depends on its text, part of speech and morphology alone (`rule_lemmatize` keeps
a cache by these three), so that the first answer holds for all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from habeas.extract.parse.remembered import in_place_of

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_NAME: Final = "habeas_remembered_lemmas"
_LARGEST: Final = 100_000


class RememberedLemmas:
    """A pipeline component: each token without a lemma gets what the lemmatizer gave its like."""

    def __init__(self, lemmatizer: Any) -> None:
        self._lemmatizer = lemmatizer
        self._memory: dict[tuple[int, int, int], int] = {}

    def __call__(self, doc: Doc) -> Doc:
        """Set the lemma of each token that has none."""
        memory = self._memory
        for token in doc:
            if token.lemma:
                continue
            key = (token.orth, token.pos, token.morph.key)  # type: ignore[attr-defined] # missing from spaCy's stub
            known = memory.get(key)
            if known is not None:
                token.lemma = known
                continue
            token.lemma_ = self._lemmatizer.lemmatize(token)[0]
            if len(memory) < _LARGEST:
                memory[key] = token.lemma
        return doc


def remember_lemmas(model: Language) -> Language:
    """Put the memory in the place of a model's lemmatizer and return the model."""
    return in_place_of(model, "lemmatizer", _NAME, RememberedLemmas)
