"""A text that is read again is not parsed again, and the sentences are those of a parse of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest

from habeas.extract.parse.base import Sentence
from habeas.extract.people import parsed as module
from habeas.extract.people.parsed import Parsed

ONE = "Anna Vale was arrested on Monday. She is held in Ostrow prison."
TWO = "The court freed Piotr Stanek."
LONG = "Nothing is told of anybody here. " * 4_000


def _words(sentences: Iterable[Sentence]) -> list[tuple[object, ...]]:
    return [(s.tokens, s.text, s.start, s.index, s.entities) for s in sentences]


@pytest.fixture
def parses(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the texts that went through the parser, as they go; the long one needs no parser here."""
    seen: list[str] = []
    real = module._parse

    def counted(texts: Iterable[str]) -> Iterator[list[Sentence]]:
        listed = list(texts)
        seen.extend(listed)
        yield from ([] for _ in listed) if LONG in listed else real(listed)

    monkeypatch.setattr(module, "_parse", counted)
    return seen


def test_texts_come_in_their_order_each_parsed_once(parses: list[str]) -> None:
    found = list(Parsed().of([ONE, TWO, ONE]))
    assert parses == [ONE, TWO]
    assert _words(found[0]) == _words(found[2]) == _words(next(Parsed().of([ONE])))
    assert _words(found[1]) == _words(next(Parsed().of([TWO])))


def test_the_texts_of_the_reading_before_are_kept(parses: list[str]) -> None:
    texts = Parsed()
    first = list(texts.of([ONE, TWO]))
    again = list(texts.of([TWO, TWO, ONE]))
    assert parses == [ONE, TWO]
    assert [_words(found) for found in again] == [_words(first[1]), _words(first[1]), _words(first[0])]


def test_a_text_for_which_there_is_no_room_is_parsed_again(parses: list[str]) -> None:
    texts = Parsed()
    assert [list(texts.of([LONG, LONG])), list(texts.of([LONG]))] == [[[], []], [[]]]
    assert parses == [LONG, LONG]


def test_what_is_kept_is_of_the_last_reading_alone(parses: list[str]) -> None:
    texts = Parsed()
    for read in ([ONE], [TWO], [ONE]):
        list(texts.of(read))
    assert parses == [ONE, TWO, ONE]
