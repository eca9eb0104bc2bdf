"""A lexicon's patterns of time: a text is searched only for those whose words it holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation

from habeas.extract.lexicon import Lexicon

# Placeholder in a pattern -> the table of the lexicon whose words it stands for.
_TABLES: Final = {
    "month": "months",
    "month2": "months",
    "weekday": "weekdays",
    "unit": "units",
    "season": "seasons",
    "ordinal": "ordinals",
    "holiday": "holidays",
    "plain_day": "plain_days",
    "month_part": "month_parts",
    "year_part": "year_parts",
    "hours": "hours",
    "shift": "shifts",
    "day_shift": "day_shifts",
}
_CENTURIES: Final = ("19", "20")
_YEAR: Final = r"(?:19|20)\d\d)(?!\d|,\d)"
_SMALL: Final = 20
_INNERMOST_GROUP: Final = re.compile(r"\((?:[^()\\]|\\.)*\)\??")
_PLACEHOLDER: Final = re.compile(r"\{(\w+)\}")


class TimePattern(NamedTuple):
    """A pattern for one sense; `needs` are the placeholders of which any match holds a word."""

    kind: str
    expression: re.Pattern[str]
    needs: frozenset[str]


class TimePatterns:
    """The patterns of one lexicon; `patterns` lists them in their order."""

    def __init__(self, lexicon: Lexicon) -> None:
        table = lexicon.data["time"]
        words = {name: _plain(table.get(source, ())) for name, source in _TABLES.items()}
        words |= dict.fromkeys(("year", "year2"), _CENTURIES)
        fill = _alternatives(words, lexicon.data["numbers"])
        self.patterns = tuple(
            TimePattern(entry["kind"], _compiled(entry["re"], fill), _needs(entry["re"]) & words.keys())
            for entry in table["pattern"]
        )
        self._names: dict[str, set[str]] = {}
        for name, listed in words.items():
            for word in listed:
                self._names.setdefault(word, set()).add(name)
        self._words = sorted(self._names)
        self._automaton = AhoCorasick(self._words, implementation=Implementation.DFA)

    def matches(self, text: str) -> Iterator[tuple[str, re.Match[str]]]:
        """Yield (kind, match) of each pattern, pattern by pattern; matches of different patterns may overlap."""
        held = self._held(text)
        for kind, expression, needs in self.patterns:
            if needs <= held:
                for found in expression.finditer(text):
                    yield kind, found

    def _held(self, text: str) -> set[str]:
        """Return the placeholders of which a text holds a word."""
        lowered = _straight(text.lower())
        hits = self._automaton.find_matches_as_indexes(lowered, overlapping=True)
        return {name for word in {hit[0] for hit in hits} for name in self._names[self._words[word]]}


def _compiled(source: str, fill: dict[str, str]) -> re.Pattern[str]:
    for name, alternatives in fill.items():
        source = source.replace("{" + name + "}", alternatives)
    return re.compile(rf"(?<!\w)(?:{source})(?!\w)", re.IGNORECASE)


def _needs(source: str) -> frozenset[str]:
    """Return the placeholders without which a pattern cannot match: those outside of groups and alternatives."""
    bare, count = source, 1
    while count:
        bare, count = _INNERMOST_GROUP.subn("", bare)
    return frozenset(_PLACEHOLDER.findall(bare)) if "|" not in bare else frozenset()


def _alternatives(words: Mapping[str, Iterable[str]], numbers: dict[str, Any]) -> dict[str, str]:
    """Return what each placeholder stands for, as a pattern with a group of its name."""
    fill = {name: f"(?P<{name}>{_any(listed)})" for name, listed in words.items()}
    fill |= {name: fill[name] + r"\.?" for name in ("month", "month2")}
    fill |= {name: f"(?P<{name}>{_YEAR}" for name in ("year", "year2")}
    small = [word for word, value in numbers["words"].items() if value <= _SMALL] + list(numbers["articles"])
    fill["n"] = rf"(?P<n>\d\d?|{_any(small)})"
    return fill


def _any(words: Iterable[str]) -> str:
    """Return a pattern for any of the words, the longest first."""
    listed = sorted((re.escape(word).replace("'", "['’]") for word in words), key=lambda word: (-len(word), word))
    return "|".join(listed)


def _plain(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(_straight(word.lower()) for word in words)


def _straight(text: str) -> str:
    return text.replace("’", "'")
