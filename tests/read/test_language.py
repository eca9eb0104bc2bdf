"""The language of a text is known, English without the model."""

from __future__ import annotations

import py3langid
import pytest

from habeas.read.language import guess_language

ENGLISH = (
    "The court in Nordhaven heard the case of nine students who were held after the march, and their lawyers said that "
    "they had not been allowed to see the files which the police have kept from them."
)
OTHERS = {
    "nl": (
        "De politie heeft gisteren twaalf mensen opgepakt na een betoging voor het stadhuis; een van hen was gewond "
        "en werd naar het ziekenhuis gebracht, zei een woordvoerder van de gemeente."
    ),
    "da": (
        "Politiet har i går anholdt tolv mennesker efter en demonstration foran rådhuset, og to af dem var for unge "
        "til at blive afhørt uden deres forældre, siger en talsmand for kommunen."
    ),
    "es": (
        "La policía detuvo ayer a doce personas después de una manifestación frente al ayuntamiento, y dos de ellas "
        "eran menores de edad que fueron entregadas a sus padres por la noche."
    ),
    "ru": (
        "Вчера полиция задержала двенадцать человек после митинга у здания мэрии; двое из них были "
        "несовершеннолетними, и ночью их передали родителям, сообщила представительница города."
    ),
}


def test_plain_english_is_known_without_the_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(py3langid, "classify", lambda text: pytest.fail(f"the model was asked: {text}"))
    assert guess_language(ENGLISH) == "en"


@pytest.mark.parametrize("code", OTHERS)
def test_other_languages_are_known_by_the_model(code: str) -> None:
    assert guess_language(OTHERS[code]) == code


@pytest.mark.parametrize("code", OTHERS)
def test_a_text_with_an_english_sentence_is_left_to_the_model(code: str) -> None:
    text = " ".join([OTHERS[code]] * 4 + [ENGLISH])
    assert guess_language(text) == py3langid.classify(text)[0]


def test_a_short_english_line_is_left_to_the_model() -> None:
    assert guess_language("Nine students were arrested in the old town on Friday.") == "en"


def test_too_few_letters_tell_nothing() -> None:
    assert guess_language("12.05.2021 -- 34") is None
