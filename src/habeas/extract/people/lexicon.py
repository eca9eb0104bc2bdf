"""The words of the grammar of status claims, read from one file a language."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib import resources
from typing import Any

from habeas.errors import RunError


class PeopleLexicon:
    """One language's words; `data` is the file as read, the rest is derived once for fast look-up."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.data = data
        self.patient = _inverted(data["patient"])
        self.agent = _inverted(data["agent"])
        self.nouns = _inverted(data["nouns"])
        self.weak_verbs = frozenset(data["weak"]["verbs"])
        self.weak_nouns = frozenset(data["weak_nouns"]["nouns"])
        self.prenominal = {word: status for status, words in data["prenominal"].items() for word in words}
        self.states: tuple[tuple[str, str], ...] = tuple(
            sorted(((p, s) for s, phrases in data["states"].items() for p in phrases), key=lambda x: (-len(x[0]), x))
        )

    def words(self, *path: str) -> frozenset[str]:
        """Return the list at `path` of the file as a set."""
        found: Any = self.data
        for name in path:
            found = found[name]
        return frozenset(found)


def _inverted(table: dict[str, str]) -> dict[str, str]:
    return {word: status for status, words in table.items() for word in words.split()}


@lru_cache(maxsize=4)
def load(language: str) -> PeopleLexicon:
    """Return the words of a language; raises RunError where there are none."""
    file = resources.files("habeas.extract.lexicon").joinpath("people", f"{language}.toml")
    if not file.is_file():
        raise RunError(f"language {language!r}", "status claims are not read in it", "use: en")
    return PeopleLexicon(tomllib.loads(file.read_text(encoding="utf-8")))
