"""The words of a language as the grammar of claims needs them, read from one TOML file a language."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import lru_cache
from importlib import resources
from typing import Any

from habeas.errors import RunError

WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:[’'][^\W\d_]+)*|[^\s\w]|_", re.UNICODE)


class Phrases:
    """A set of phrases, matched on the words of a text, longest first; each phrase carries a value."""

    def __init__(self, entries: Iterable[tuple[str, Any]]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], Any]]] = {}
        self._by_last: dict[str, list[tuple[tuple[str, ...], Any]]] = {}
        for phrase, value in entries:
            words = tuple(WORD.findall(phrase.lower().replace("’", "'")))
            if words:
                self._by_first.setdefault(words[0], []).append((words, value))
                self._by_last.setdefault(words[-1], []).append((words, value))
        for table in (self._by_first, self._by_last):
            for listed in table.values():
                listed.sort(key=lambda entry: -len(entry[0]))

    def at(self, words: list[str], i: int) -> tuple[int, Any] | None:
        """Return (number of words, value) of the longest phrase that starts at word `i`."""
        for phrase, value in self._by_first.get(words[i], ()) if i < len(words) else ():
            if tuple(words[i : i + len(phrase)]) == phrase:
                return len(phrase), value
        return None

    def before(self, words: list[str], i: int) -> tuple[int, Any] | None:
        """Return (number of words, value) of the longest phrase that ends right before word `i`."""
        for phrase, value in self._by_last.get(words[i - 1], ()) if i > 0 else ():
            if i >= len(phrase) and tuple(words[i - len(phrase) : i]) == phrase:
                return len(phrase), value
        return None

    def find(self, words: list[str]) -> list[tuple[int, int, Any]]:
        """Return (first word, word after the last, value) of all phrases in `words`, without overlaps."""
        out, i = [], 0
        while i < len(words):
            hit = self.at(words, i) if words[i] in self._by_first else None
            if hit is None:
                i += 1
            else:
                out.append((i, i + hit[0], hit[1]))
                i += hit[0]
        return out


class Lexicon:
    """One language's words. `data` is the file as read; the rest is derived once for fast look-up."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.data = data
        self.language: str = data["language"]
        self.version: int = data["version"]
        self.verbs = {role: _inverted(table) for role, table in data["verbs"].items() if role != "weak"}
        self.weak_verbs = frozenset(data["verbs"]["weak"]["verbs"].split())
        self.event_nouns = _inverted(data["nouns"]["event"])
        self.countable_events = {noun: m for m, nouns in data["nouns"]["countable"].items() for noun in nouns}
        self.custody_nouns = _inverted(data["people"]["custody"])
        self.people = frozenset(data["people"]["nouns"].split())
        self.plural: str = data["people"]["plural"]
        self.person_suffixes = tuple(data["people"]["suffixes"])
        self.things = frozenset(data["people"]["things"].split())
        self.refused_verbs = frozenset(data["refuse"]["verbs"].split())
        self.states = Phrases((p, m) for m, phrases in data["states"].items() for p in phrases)

    def words(self, *path: str) -> frozenset[str]:
        """Return the list (or the space-separated words) at `path` of the file as a set."""
        found: Any = self.data
        for name in path:
            found = found[name]
        return frozenset(found.split() if isinstance(found, str) else found)

    def names_person(self, lemma: str, printed: str) -> bool:
        """Say whether a noun is one for persons, by its lemma or, for names of peoples, without the plural's ending."""
        return lemma in self.people or printed.removesuffix(self.plural) in self.people

    def phrases(self, *path: str) -> Phrases:
        """Return the phrases listed at `path` as a matcher (cached by the caller)."""
        found: Any = self.data
        for name in path:
            found = found[name]
        return Phrases((p, p) for p in found) if isinstance(found, list) else Phrases(found.items())


def _inverted(table: dict[str, str]) -> dict[str, tuple[str, ...]]:
    out: dict[str, list[str]] = {}
    for measure, words in table.items():
        for word in words.split():
            out.setdefault(word, []).append(measure)
    return {word: tuple(measures) for word, measures in out.items()}


# The fullest lexicon; what another language has no words for is empty there.
_TEMPLATE = "en"
# Tables whose entries are words of the language, not names of the grammar.
_FREE = frozenset({"vague", "range_open", "between_words", "seasons", "holidays", "month_parts", "year_parts", "units"})


def _complete(table: dict[str, Any], template: dict[str, Any]) -> None:
    """Give `table` an empty entry for each word list of `template` that it leaves out, table by table."""
    for name, value in template.items():
        if isinstance(value, (list, str)):
            table.setdefault(name, type(value)())
        elif isinstance(value, dict):
            own = table.setdefault(name, {})
            if all(isinstance(inner, (list, dict, str)) for inner in value.values()) and name not in _FREE:
                _complete(own, value)


@lru_cache(maxsize=8)
def load(language: str) -> Lexicon:
    """Return the lexicon of a language by its ISO 639-1 code.

    Raises RunError where there is no lexicon of that language.
    """
    file = resources.files(__package__).joinpath(f"{language}.toml")
    if not file.is_file():
        known = sorted(f.name[:-5] for f in resources.files(__package__).iterdir() if f.name.endswith(".toml"))
        raise RunError(f"language {language!r}", "there is no lexicon for it", f"use one of: {', '.join(known)}")
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    if language != _TEMPLATE:
        template = resources.files(__package__).joinpath(f"{_TEMPLATE}.toml")
        _complete(table, tomllib.loads(template.read_text(encoding="utf-8")))
    return Lexicon(table)


@lru_cache(maxsize=1)
def languages() -> frozenset[str]:
    """Return the codes of the languages that have a lexicon."""
    return frozenset(f.name[:-5] for f in resources.files(__package__).iterdir() if f.name.endswith(".toml"))
