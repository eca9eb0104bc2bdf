"""Chinese names romanised from Cantonese, read as Mandarin (Law Kwun-chung as Luo Guancong)."""

from __future__ import annotations

import functools
import itertools
import tomllib
from importlib.resources import files
from typing import Final

from habeas.resolve.names.symbols import strip_marks

_MOST: Final = 4


@functools.cache
def _tables() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    raw = tomllib.loads(files(__package__).joinpath("parts.toml").read_text(encoding="utf-8"))
    return _inverted(raw["han_families"]), _inverted(raw["han_syllables"])


def _inverted(lines: list[str]) -> dict[str, tuple[str, ...]]:
    """Return, for each Cantonese spelling, the Mandarin ones it may stand for, in the order of the table."""
    out: dict[str, list[str]] = {}
    for line in lines:
        mandarin, *others = line.split()
        for other in others or [mandarin]:
            out.setdefault(other, []).append(mandarin)
    return {key: tuple(dict.fromkeys(values)) for key, values in out.items()}


def mandarin_divisions(words: list[str]) -> list[list[str]]:
    """Return Mandarin readings of a name whose last two or three words are a Cantonese family and given name."""
    families, syllables = _tables()
    folded = [strip_marks(word.casefold()) for word in words]
    for start in range(max(0, len(folded) - 3), len(folded) - 1):
        family, given = folded[start], folded[start + 1 :]
        if family in families and all(syllable in syllables for syllable in given):
            choices = itertools.product(families[family], *(syllables[syllable] for syllable in given))
            lead = words[:start] if start else []
            return [[*lead, head, "".join(rest)] for head, *rest in itertools.islice(choices, _MOST)]
    return []
