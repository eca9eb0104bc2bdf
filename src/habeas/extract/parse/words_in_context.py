"""Works out the vectors of words in context, a quarter of a parse, with numpy's products of matrices.

spaCy's models look at a word with its neighbours in several layers (`MaxoutWindowEncoder`): a window of words, a
product of matrices, the largest of some pieces, normalised, and added to what the word had. spaCy takes the products
with a library of its own, which knows few processors; numpy's takes a third of its time on the others. numpy rounds a
row by the number of rows beside it, so each sentence's product is taken on its own: what comes out for a sentence
never depends on those it is read with. It equals the model's own vectors but for the last bits.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from spacy.language import Language

_LAYER: Final = "encode"
_SMALLEST: Final = np.float32(1e-8)

_Array = np.ndarray[Any, np.dtype[np.float32]]


class _Step(NamedTuple):
    """One layer: weights (3 x width, pieces x width) and bias, scale and shift of what is normalised."""

    weights: _Array
    bias: _Array
    scale: _Array
    shift: _Array


class WordsInContext:
    """The forward step of a layer that gives each word of some sentences its vector in context."""

    def __init__(self, encode: Any) -> None:
        from threadpoolctl import ThreadpoolController

        self._steps = _steps(encode)
        self._width: int = self._steps[0].scale.size
        # The products are small: a second thread costs more than it gives, and would round as it shares the rows.
        self._threads = ThreadpoolController()

    def __call__(self, sentences: Sequence[_Array]) -> list[_Array]:
        """Return one array of vectors a sentence."""
        margin, width = len(self._steps), self._width
        rows = sum(map(len, sentences)) + 2 * margin * len(sentences)
        vectors = np.zeros((rows, width), np.float32)
        places = _places(sentences, margin)
        for (start, end), sentence in zip(places, sentences, strict=True):
            vectors[start:end] = sentence
        windows = np.zeros((rows, 3 * width), np.float32)
        products = np.zeros((rows, self._steps[0].bias.size), np.float32)
        with self._threads.limit(limits=1, user_api="blas"):
            for left, step in zip(range(margin - 1, -1, -1), self._steps, strict=True):
                windows[1:, :width] = vectors[:-1]
                windows[:, width : 2 * width] = vectors
                windows[:-1, 2 * width :] = vectors[1:]
                for start, end in places:  # a layer reads one row further out on either side than it gives
                    own = slice(start - left, end + left)
                    np.matmul(windows[own], step.weights, out=products[own])
                vectors += _activated(products, step)
        return [vectors[start:end] for start, end in places]


def use_words_in_context(model: Language) -> Language:
    """Put this layer in the place of the encoder of a model's component `tok2vec`, where it has the known form."""
    from thinc.api import Model

    tok2vec = model.get_pipe("tok2vec").model  # type: ignore[attr-defined] # missing from spaCy's stub
    encode = tok2vec.get_ref(_LAYER)
    if tok2vec.layers[1] is encode and _is_known(encode):
        tok2vec.layers[1] = Model("words_in_context", _forward(WordsInContext(encode)))
    return model


def _forward(layer: WordsInContext) -> Callable[..., tuple[list[_Array], Callable[[Any], Any]]]:
    """Return a layer as thinc calls one; there is nothing to train here, so no way back."""

    def forward(_: Any, sentences: Sequence[_Array], *, is_train: bool) -> tuple[list[_Array], Callable[[Any], Any]]:
        del is_train
        return layer(sentences), lambda _: []

    return forward


def _is_known(encode: Any) -> bool:
    """Say whether an encoder is made of windows of three words, maxout, normalisation and residual layers alone."""
    nodes = list(encode.walk())
    parts = [node.name for node in nodes if not node.layers and node.name != "dropout"]
    depth = parts.count("maxout")
    windows = [node.attrs["window_size"] for node in nodes if node.name == "expand_window"]
    residual = sum(node.name.startswith("residual(") and len(node.layers) == 1 for node in nodes)
    known = sorted(parts) == sorted(["expand_window", "maxout", "layernorm"] * depth)
    return depth > 0 and known and windows == [1] * depth and residual >= depth


def _steps(encode: Any) -> list[_Step]:
    nodes = [node for node in encode.walk() if node.name in {"maxout", "layernorm"}]
    steps = []
    for maxout, norm in zip(nodes[::2], nodes[1::2], strict=True):
        weights = maxout.get_param("W")  # width, pieces, 3 x width
        by_piece = weights.transpose(1, 0, 2).reshape(-1, weights.shape[2])
        bias = maxout.get_param("b").T.ravel()
        steps.append(_Step(np.ascontiguousarray(by_piece.T), bias, norm.get_param("G"), norm.get_param("b")))
    return steps


def _places(sentences: Sequence[_Array], margin: int) -> list[tuple[int, int]]:
    """Return the rows of each sentence, with `margin` empty rows of its own on either side."""
    places, start = [], margin
    for sentence in sentences:
        places.append((start, start + len(sentence)))
        start += len(sentence) + 2 * margin
    return places


def _activated(products: _Array, step: _Step) -> _Array:
    """Return the largest of the pieces of each row, normalised, scaled and shifted."""
    products += step.bias
    width = step.scale.size
    out = products[:, :width].copy()
    for start in range(width, step.bias.size, width):
        np.maximum(out, products[:, start : start + width], out=out)
    out -= out.mean(axis=1, keepdims=True)
    variance = np.einsum("ij,ij->i", out, out)[:, None] / np.float32(width) + _SMALLEST
    out *= variance ** np.float32(-0.5)
    out *= step.scale
    out += step.shift
    return out
