"""Cuts a long text into overlapping parts at the ends of sentences, so that no claim is cut in two."""

from __future__ import annotations

from typing import NamedTuple

from habeas.extract.sentences import sentence_spans


class Part(NamedTuple):
    """A stretch of a text: `text` begins at character `start` of the document."""

    start: int
    text: str


def parts_of(text: str, size: int, overlap: int) -> list[Part]:
    """Return parts of at most `size` characters, each sharing up to `overlap` with the one before.

    Parts begin and end with sentences; a sentence longer than `size` is a part of its own.
    """
    sentences = sentence_spans(text)
    if not sentences:
        return []
    parts: list[Part] = []
    first = 0
    while True:
        last = first
        while last + 1 < len(sentences) and sentences[last + 1][1] - sentences[first][0] <= size:
            last += 1
        start, end = sentences[first][0], sentences[last][1]
        parts.append(Part(start, text[start:end]))
        if last + 1 == len(sentences):
            return parts
        following = last + 1
        while following - 1 > first and end - sentences[following - 1][0] <= overlap:
            following -= 1
        first = following
