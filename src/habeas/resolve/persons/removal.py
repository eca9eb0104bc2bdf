"""Taking a person out of texts: how their name may stand there, and texts without the sentences that tell of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from habeas.values.document import Document

REMOVED: Final = "[removed on request]"
_BETWEEN: Final = r"(?:[\s\-_.,+]+|%20)"
# Inflected languages change the end of a name; English adds 's.
_ENDING: Final = r"(?:['’]s|\w{0,3})"
_VOWELS: Final = "aeiouyаеёиоуыэюяйьії"


class NamePattern:
    """Finds a person's name in a text: every spelling, in either order of its parts, in inflected forms."""

    def __init__(self, spellings: Iterable[str]) -> None:
        words = [tuple(re.findall(r"[^\W_]+(?:['’][^\W_]+)*", name)) for name in sorted(set(spellings))]
        full = {w for w in words if w} | {(w[-1], *w[:-1]) for w in words if len(w) > 1}
        last = {(w[-1],) for w in words if w and (len(w) > 1 or len(w[-1]) > 3)}
        self._full = _compiled(full)
        self._last = _compiled(last)

    def full(self, text: str) -> bool:
        """Say whether a text has the name in full."""
        return bool(self._full.search(text))

    def last(self, text: str) -> bool:
        """Say whether a text has the last part of the name, alone or not."""
        return bool(self._last.search(text) or self._full.search(text))

    def masked(self, text: str) -> str:
        """Return a text without the name, whole or its last part."""
        return self._last.sub(REMOVED, self._full.sub(REMOVED, text))


def sentences_on(
    text: str, pattern: NamePattern, sentences: Sequence[tuple[int, int]], told: Sequence[tuple[int, int]] = ()
) -> list[tuple[int, int]]:
    """Return the spans of the sentences that name the person, or later tell of them (`told`, spans) as "she"."""
    found: list[tuple[int, int]] = []
    for start, end in sentences:
        # What is told before the name first stands there is told of a group ("freed nine prisoners"), and stays.
        concerns = bool(found) and any(low < end and start < high for low, high in told)
        if concerns or pattern.last(text[start:end]):
            found.append((start, end))
    return found


def without_person(
    document: Document, pattern: NamePattern, sentences: Sequence[tuple[int, int]], told: Sequence[tuple[int, int]] = ()
) -> Document:
    """Return a document without the sentences on the person (see `sentences_on`).

    What is left of title, outlet and id is masked; address and origin go, where they hold the name. The text is a new
    one, so that offsets of claims made before do not fit it.
    """
    made: list[str] = []
    last = 0
    for start, end in sentences_on(document.text, pattern, sentences, told):
        made += [document.text[last:start], REMOVED]
        last = end
    text = pattern.masked("".join((*made, document.text[last:])))
    named = msgspec.structs.replace(document, text=text)
    return msgspec.structs.replace(
        named,
        id=f"document-{named.identity[:8]}" if pattern.last(document.id) else document.id,
        title=pattern.masked(document.title) if document.title else document.title,
        outlet=pattern.masked(document.outlet) if document.outlet else document.outlet,
        url=None if document.url and pattern.last(document.url) else document.url,
        origin=None if document.origin and pattern.last(document.origin) else document.origin,
    )


def _compiled(names: Iterable[tuple[str, ...]]) -> re.Pattern[str]:
    ordered = sorted(names, key=lambda words: (-len(words), words))
    joined = "|".join(_BETWEEN.join(_word(word) for word in words) for words in ordered)
    return re.compile(rf"(?<![^\W_])(?:{joined or '(?!)'})(?![^\W_])", re.IGNORECASE)


def _word(word: str) -> str:
    if len(word) < 4:
        return re.escape(word)
    stem = word[:-1] if word[-1].lower() in _VOWELS else word
    return re.escape(stem) + _ENDING
