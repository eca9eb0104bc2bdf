"""Finds sentences that address a language model, so that they are neither sent to it nor believed."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib.resources import files

from habeas.extract.gate import lower
from habeas.extract.sentences import sentence_spans


@lru_cache(maxsize=1)
def _marks() -> re.Pattern[str]:
    source = files("habeas.extract") / "lexicon" / "llm" / "hostile.toml"
    marks = tomllib.loads(source.read_text(encoding="utf-8"))["marks"]
    return re.compile("|".join(r"\s+".join(re.escape(word) for word in mark.split()) for mark in marks))


def hostile_spans(text: str) -> list[tuple[int, int]]:
    """Return the sentences (start, end) that talk to a model rather than to a reader."""
    lowered = lower(text)
    if _marks().search(lowered) is None:
        return []
    marked = [(found.start(), found.end()) for found in _marks().finditer(lowered)]
    return [(a, b) for a, b in sentence_spans(text) if any(start < b and a < end for start, end in marked)]


def masked(text: str, spans: list[tuple[int, int]]) -> str:
    """Return the text with spans turned into blanks of the same length, so that offsets stay true."""
    for start, end in spans:
        text = text[:start] + re.sub(r"\S", " ", text[start:end]) + text[end:]
    return text
