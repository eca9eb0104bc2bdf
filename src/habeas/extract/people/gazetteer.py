"""Names of countries, and of their peoples and languages: what is written with a capital and is no person."""

from __future__ import annotations

from functools import cache
from typing import Final

from habeas.extract.people.registry import fold
from habeas.values.territories import spellings, territories

_STEM: Final = 4  # letters that a people's name shares with its country's
_LANDS: Final = ("istan", "stan", "land")
_ENDINGS: Final = ("n", "i", "nian", "vian")  # of the whole name: "Cuban", "Iraqi", "Peruvian"
_OF_STEMS: Final = ("an", "ian", "ean", "ese", "ish")  # of the name without its last sound, too: "Chinese"


def is_territory(words: tuple[str, ...]) -> bool:
    """Say whether a name is a country's or a territory's, also without its epithet ("Hong Kong")."""
    return _key(words) in _territories()


def is_of_a_country(word: str) -> bool:
    """Say whether a word is a country, one of its people, or its official language: "Kazakhs", "Sudanese", "Greek"."""
    low = fold(word)
    return any(w in _territories() or w in _languages() or w in _peoples() for w in (low, low.removesuffix("s")))


def _key(words: tuple[str, ...]) -> str:
    return " ".join(fold(w) for w in " ".join(words).replace("-", " ").split())


@cache
def _territories() -> frozenset[str]:
    called = (each for name in territories().values() for each in spellings(name.replace("St.", "Saint")))
    return frozenset(_key((part,)) for each in called for part in (each, each.split(" - ")[0]))


@cache
def _languages() -> frozenset[str]:
    """Return the languages that are official somewhere: most are called as a people is."""
    from babel import Locale
    from babel.languages import get_official_languages

    known = Locale("en")
    lands = [str(code) for code in known.territories]
    codes = {lang.split("_")[0] for code in lands for lang in get_official_languages(code, regional=True)}
    names = (str(known.languages[code]) for code in codes if code in known.languages)
    return frozenset(fold(name) for name in names if " " not in name and len(name) >= _STEM)


@cache
def _peoples() -> frozenset[str]:
    """Return the names of peoples that are made of their country's in a regular way."""
    peoples: set[str] = set()
    for name in _territories():
        if " " in name or len(name) < _STEM:
            continue
        short = {name.removesuffix(land) for land in _LANDS if name.endswith(land)}
        stems = {name, name[:-1], name.removesuffix("as"), name.removesuffix("on"), *short}
        found = {*short, *(name + end for end in _ENDINGS), *(stem + end for stem in stems for end in _OF_STEMS)}
        peoples |= {word for word in found if len(word) >= _STEM}
    return frozenset(peoples)
