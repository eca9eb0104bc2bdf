"""Texts in a language in which persons cannot be looked for: what in them may be a name is withheld unseen.

In scripts with capitals (Latin, Cyrillic, Greek, Armenian) every capitalised word that does not merely begin a
sentence may be one: such words are withheld, except names of countries, of the case's sources that are no persons,
and of persons marked public. In scripts without capitals nothing tells a name from a word, so nothing is quoted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from habeas.values.record import Record
from habeas.values.territories import territories

_WORD: Final = re.compile(r"[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*")
_INITIAL: Final = re.compile(r"[^\W\d_]\.")
# Between the words of one name: a space, or the point of an initial.
_GAP: Final = re.compile(r"\.?[ \t\u00a0]{0,2}")
_BEGINS: Final = re.compile(r"(?:^|[.!?…:;\n\r•]|[\"“”«»„(\[–—-])[\s\"“”«»„(\[–—-]*$")
_STEM: Final = 4
_NO_PERSONS: Final = ("monitor", "official", "opposition", "newsroom")


def caseless(text: str) -> bool:
    """Tell whether most letters of a text know no capitals (Burmese, Arabic, Chinese, Georgian, ...)."""
    letters = [c for c in text[:5_000] if c.isalpha()]
    return bool(letters) and sum(c.lower() == c.upper() for c in letters) * 2 > len(letters)


def known_words(record: Record) -> frozenset[str]:
    """Return words that stand in no person's name here: of sources that are no persons, and of outlets."""
    settings = record.settings.sources.items()
    named = [name for name, kind in settings if kind in _NO_PERSONS]
    for found in record.reconciliation.sources:
        named += [found.name, *found.spellings] if found.kind in _NO_PERSONS else []
    named += [document.outlet for document in record.documents if document.outlet]
    return frozenset(word.casefold() for name in named for word in _WORD.findall(name))


def words_of(name: str) -> frozenset[str]:
    """Return the words of a name as `known_words` has them."""
    return frozenset(word.casefold() for word in _WORD.findall(name))


def is_territory(name: str, lang: str) -> bool:
    """Tell whether a name of several words is a country's or a territory's: no person bears it ("Hong Kong")."""
    plain = name.casefold().strip()
    return " " in plain and any(found == plain or found.startswith(f"{plain} ") for found in _territories(lang))


@cache
def countries(lang: str) -> frozenset[str]:
    """Return the stems of the names of countries in a language: inflected forms begin alike."""
    return frozenset(word for name in _territories(lang) for word in _WORD.findall(name) if len(word) >= _STEM)


@cache
def _territories(lang: str) -> tuple[str, ...]:
    """Return the names of countries and territories in a language, in lower case; none where it is not known."""
    return tuple(name.casefold() for name in territories(lang).values())


def suspects(text: str, known: Iterable[str]) -> list[tuple[int, int]]:
    """Return the stretches that may be names, in order: runs of capitalised words and initials, `known` ones apart.

    A single capitalised word counts where it does not begin a sentence, or where it stands in the text elsewhere
    inside one; a run of two or more counts anywhere.
    """
    words = frozenset(known)
    stems = frozenset(word[: max(_STEM, len(word) - 2)] for word in words if len(word) >= _STEM)
    inside = {found[0].casefold() for found in capitals(text) if not _begins(text, found.start())}
    runs: list[list[re.Match[str]]] = []
    for found in capitals(text):
        if _is_known(found[0], words, stems):
            continue
        joins = runs and _GAP.fullmatch(text, runs[-1][-1].end(), found.start())
        if joins and not (_begins(text, found.start()) and len(runs[-1][-1][0]) > 1):
            runs[-1].append(found)
        else:
            runs.append([found])
    return [
        (run[0].start(), run[-1].end())
        for run in runs
        if len(run) > 1 or not _begins(text, run[0].start()) or run[0][0].casefold() in inside
    ]


def capitals(text: str) -> list[re.Match[str]]:
    """Return capitalised words and initials; words all in capitals are abbreviations unless they are long."""
    return [
        found
        for found in _WORD.finditer(text)
        if found[0][0].isupper()
        and (len(found[0]) > 1 or _INITIAL.match(text, found.start()))
        and (not found[0].isupper() or len(found[0]) == 1 or len(found[0]) > 5)
    ]


def _is_known(word: str, words: frozenset[str], stems: frozenset[str]) -> bool:
    plain = word.casefold()
    return plain in words or any(plain[:n] in stems for n in range(_STEM, len(plain) + 1) if n >= len(plain) - 3)


def _begins(text: str, position: int) -> bool:
    return _BEGINS.search(text[max(0, position - 12) : position]) is not None or position == 0
