"""Names told in one breath with names that are withheld: in "N, M and O were among the nine", O is a person as well.

Whoever looks for persons may overlook one of a list. The list gives the overlooked one away: its other members are
persons, so this one is withheld too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Final

from habeas.publish.unread import capitals

_BETWEEN_WORDS: Final = re.compile(r"[ \t\u00a0]{1,2}")
_BETWEEN_NAMES: Final = re.compile(r"\s*,?\s+(?:and|or|as well as|&|y|e|et|und|i|oraz|ve|и|і|та)\s+|\s*,\s+")
_MOST_WORDS: Final = 4
_PERSONS: Final = 2  # members of a list that are persons by other evidence, from which on the rest are too


def named_alongside(texts: Iterable[str], hidden: Callable[[str], bool], known: frozenset[str]) -> tuple[str, ...]:
    """Return the names that stand in lists of names with at least two others that are `hidden`, sorted.

    A name here has two to four capitalised words; one of whose words all are `known` (outlets, sources) is none.
    """
    found: set[str] = set()
    for text in texts:
        for names in _lists(text):
            told = {name: hidden(name) for name in names}
            if sum(told.values()) >= _PERSONS:
                found |= {name for name, is_hidden in told.items() if not is_hidden and not _is_known(name, known)}
    return tuple(sorted(found))


def _lists(text: str) -> list[list[str]]:
    """Return the lists of names in a text: runs of capitalised words with commas or "and" between them."""
    lists: list[list[tuple[int, int]]] = []
    for start, end in _runs(text):
        if lists and _BETWEEN_NAMES.fullmatch(text, lists[-1][-1][1], start):
            lists[-1].append((start, end))
        else:
            lists.append([(start, end)])
    return [[text[start:end] for start, end in names] for names in lists if len(names) > _PERSONS]


def _runs(text: str) -> list[tuple[int, int]]:
    runs: list[list[re.Match[str]]] = []
    for word in capitals(text):
        if runs and _BETWEEN_WORDS.fullmatch(text, runs[-1][-1].end(), word.start()):
            runs[-1].append(word)
        else:
            runs.append([word])
    return [(run[0].start(), run[-1].end()) for run in runs if 1 < len(run) <= _MOST_WORDS]


def _is_known(name: str, known: frozenset[str]) -> bool:
    return all(word.casefold() in known for word in re.findall(r"[^\W\d_]+", name))
