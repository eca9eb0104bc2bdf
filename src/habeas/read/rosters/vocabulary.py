"""The words of headers and units, from `data/headers.toml`."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Final

from habeas.values.roster import ROLES

_NUMBER_SIGNS: Final = frozenset({"№", "#", "nº", "n°", "Nº", "N°", "№№"})
_WORDS: Final = re.compile(r"[^\W_]+(?:['’ʼ-][^\W_]+)*")


@cache
def _tables() -> tuple[dict[str, str], dict[str, str], int]:
    """Return phrase -> role, unit word -> year or month, and the number of words of the longest phrase."""
    text = resources.files("habeas.read.rosters").joinpath("data/headers.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    phrases = {normal(phrase): role for role in ROLES for phrase in data[role]}
    units = {word: unit for unit, words in data["units"].items() for word in words}
    return phrases, units, max(len(phrase.split()) for phrase in phrases)


def normal(text: str) -> str:
    """Return a header in lower case, without punctuation, with single blanks."""
    return " ".join(_WORDS.findall(text.casefold().replace("’", "'").replace("ʼ", "'")))


def role_of_header(header: str) -> tuple[str, float] | None:
    """Return the role a header names and how surely: 1 for the whole header, less for a phrase within it."""
    if header.strip() in _NUMBER_SIGNS:
        return "number", 1.0
    phrases, _, longest = _tables()
    words = normal(header).split()
    whole = phrases.get(" ".join(words))
    if whole is not None:
        return whole, 1.0
    if not words or len(words) > 8:  # longer texts are sentences above a table
        return None
    if _names_whole_person(words, phrases, longest):
        return "name", 0.95
    for size in range(min(longest, len(words)), 0, -1):
        for start in range(len(words) - size + 1):
            found = phrases.get(" ".join(words[start : start + size]))
            if found is not None and (size > 1 or len(words[start]) > 2):
                return found, 0.5 + 0.4 * size / len(words)
    return None


def _names_whole_person(words: list[str], phrases: dict[str, str], longest: int) -> bool:
    """Say whether a header names a family name and beside it another part of a name: "Last name, first name"."""
    found: set[str] = set()
    start = 0
    while start < len(words):
        for size in range(min(longest, len(words) - start), 0, -1):
            role = phrases.get(" ".join(words[start : start + size]))
            if role is not None:
                found.add(role)
                start += size - 1
                break
        start += 1
    return "family_name" in found and bool(found & {"name", "given_name", "patronymic"})


def unit_of(word: str) -> str | None:
    """Return `year` or `month` for a word or abbreviation of it, else None."""
    return _tables()[1].get(word.casefold().strip("."))
