"""Remembers the vectors of words, which spaCy's models work out from a word alone before they look at its sentence.

That work (the layer `MultiHashEmbed`) is a third of the cost of a parse, and most words of a text are common ones. A
vector from memory is the same as a new one, bit for bit: the products of matrices are taken row by row.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_LARGEST: Final = 20_000
_LAYER: Final = "embed"
_EXTRACTOR: Final = "extract_features"

_Vectors = list[np.ndarray[Any, np.dtype[np.float32]]]


class RememberedWords:
    """The forward step of a layer that gives each word of some documents its vector."""

    def __init__(self, embed: Any) -> None:
        from thinc.api import chain

        self._features, *layers = embed.layers
        self._embed: Any = chain(*layers)
        self._memory: dict[bytes, np.ndarray[Any, np.dtype[np.float32]]] = {}

    def __call__(self, model: Any, docs: Sequence[Doc], is_train: bool) -> tuple[_Vectors, Callable[[Any], Any]]:  # noqa: ARG002, FBT001 - thinc's signature
        """Return one array of vectors a document; there is nothing to train here, so no way back."""
        rows = np.concatenate(self._features.predict(docs))
        keys = rows.view(f"V{rows.itemsize * rows.shape[1]}").ravel().tolist()
        self._learn(keys, rows)
        vectors = np.array([self._memory[key] for key in keys])
        ends = np.cumsum([len(doc) for doc in docs])
        return np.split(vectors, ends[:-1]), lambda _: []

    def _learn(self, keys: list[bytes], rows: np.ndarray[Any, Any]) -> None:
        """Work out the vectors of words that are not in memory."""
        if len(self._memory) > _LARGEST:
            self._memory.clear()
        unknown = {key: n for n, key in enumerate(keys) if key not in self._memory}
        if unknown:
            (vectors,) = self._embed.predict([rows[list(unknown.values())]])
            self._memory.update(zip(unknown, vectors, strict=True))


def remember_words(model: Language) -> Language:
    """Put the memory in the place of the embedding of a model's component `tok2vec`, where it has the known form."""
    from thinc.api import Model

    tok2vec = model.get_pipe("tok2vec").model  # type: ignore[attr-defined] # missing from spaCy's stub
    embed = tok2vec.get_ref(_LAYER)
    if tok2vec.layers[0] is embed and embed.layers[0].name == _EXTRACTOR:
        tok2vec.layers[0] = Model("remembered_words", RememberedWords(embed))
    return model
