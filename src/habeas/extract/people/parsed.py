"""Sentences parsed for the reading of persons, some kept: a text without a date is read again once it is dated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final

from habeas.extract.parse.base import Sentence
from habeas.extract.sentences import sentence_spans

_KEPT: Final = 100_000  # characters of text; its sentences take some ninety bytes for each


class Parsed:
    """Parses texts, each once; the sentences of those parsed last are kept as far as there is room."""

    def __init__(self) -> None:
        self._kept: dict[str, list[Sentence]] = {}

    def of(self, texts: Sequence[str]) -> Iterator[list[Sentence]]:
        """Yield the sentences of each text in turn; those that are not kept are parsed together."""
        known = {text: self._kept[text] for text in texts if text in self._kept}
        fresh = _parse([text for text in dict.fromkeys(texts) if text not in known])
        kept: dict[str, list[Sentence]] = {}
        self._kept, room, left = kept, _KEPT, Counter(texts)
        for text in texts:
            sentences = known[text] if text in known else next(fresh)
            left[text] -= 1
            if left[text]:
                known[text] = sentences
            else:
                known.pop(text, None)
                if len(text) <= room:
                    kept[text], room = sentences, room - len(text)
            yield sentences


def _parse(texts: Iterable[str]) -> Iterator[list[Sentence]]:
    from habeas.extract.parse.spacy_en import SpacyEnglish

    spans = [(text, sentence_spans(text)) for text in texts]
    stretches = (
        (text[start:end].replace("#", " "), start, n)  # a hashtag is a word; the length stays
        for text, listed in spans
        for n, (start, end) in enumerate(listed)
    )
    parsed = SpacyEnglish(entities=True).parse(stretches)
    for _, listed in spans:
        yield list(islice(parsed, len(listed)))
