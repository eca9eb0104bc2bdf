"""A lexicon's patterns of time: a text is searched only for those whose words it holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation

from habeas.extract.gate import lower
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
_HOUR: Final = r"\d\d?(?:[:.]\d\d)?(?: ?[ap]\.?m\.?)?"
_INNERMOST_GROUP: Final = re.compile(r"\((?:[^()\\]|\\.)*\)\??")
_PLACEHOLDER: Final = re.compile(r"\{(\w+)\}")


class TimePattern(NamedTuple):
    """A pattern for one sense.

    `needs` names what any match holds a word of: placeholders, and words that the lexicon states beside the pattern.
    `opener` is the placeholder that every match begins with, if it is always the same.
    """

    kind: str
    expression: re.Pattern[str]
    needs: frozenset[str]
    opener: str | None

    def search(self, text: str, starts: Mapping[str, set[int]]) -> Iterator[re.Match[str]]:
        """Yield the matches in a text, given where words of each placeholder start; none overlap."""
        if self.opener is None:
            yield from self.expression.finditer(text)
            return
        end = 0
        for start in sorted(starts[self.opener]):
            found = self.expression.match(text, start) if start >= end else None
            if found is not None:
                end = found.end()
                yield found


class TimePatterns:
    """The patterns of one lexicon; `patterns` lists them in their order."""

    def __init__(self, lexicon: Lexicon) -> None:
        table = lexicon.data["time"]
        words = {name: _plain(table.get(source, ())) for name, source in _TABLES.items()}
        words |= dict.fromkeys(("year", "year2"), _CENTURIES)
        fill = _alternatives(words, lexicon.data["numbers"], _plain(table.get("hour_words", ())))
        words |= {_named(entry["needs"]): _plain(entry["needs"]) for entry in table["pattern"] if "needs" in entry}
        self.patterns = tuple(_pattern(entry, fill, words) for entry in table["pattern"])
        self._names: dict[str, set[str]] = {}
        for name, listed in words.items():
            for word in listed:
                self._names.setdefault(word, set()).add(name)
        self._words = sorted(self._names)
        self._automaton = AhoCorasick(self._words, implementation=Implementation.DFA)

    def matches(self, text: str) -> Iterator[tuple[str, re.Match[str]]]:
        """Yield (kind, match) of each pattern, pattern by pattern; matches of different patterns may overlap."""
        starts = self._starts(text)
        for pattern in self.patterns:
            if pattern.needs <= starts.keys():
                for found in pattern.search(text, starts):
                    yield pattern.kind, found

    def _starts(self, text: str) -> dict[str, set[int]]:
        """Return where in a text words start that are needed, by the names of what needs them."""
        starts: dict[str, set[int]] = {}
        for word, start, _ in self._automaton.find_matches_as_indexes(_straight(lower(text)), overlapping=True):
            for name in self._names[self._words[word]]:
                starts.setdefault(name, set()).add(start)
        return starts


def _pattern(entry: dict[str, Any], fill: dict[str, str], words: Mapping[str, Iterable[str]]) -> TimePattern:
    needs = _outside_groups(entry["re"]) & words.keys()
    opener = _PLACEHOLDER.match(entry["re"])
    return TimePattern(
        entry["kind"],
        _compiled(entry["re"], fill),
        needs | {_named(entry["needs"])} if "needs" in entry else needs,
        opener[1] if opener is not None and opener[1] in needs else None,
    )


def _compiled(source: str, fill: dict[str, str]) -> re.Pattern[str]:
    for name, alternatives in fill.items():
        source = source.replace("{" + name + "}", alternatives)
    return re.compile(rf"(?<!\w)(?:{source})(?!\w)", re.IGNORECASE)


def _outside_groups(source: str) -> frozenset[str]:
    """Return the placeholders that every match of a pattern fills: those outside of groups and alternatives."""
    bare, count = source, 1
    while count:
        bare, count = _INNERMOST_GROUP.subn("", bare)
    return frozenset(_PLACEHOLDER.findall(bare)) if "|" not in bare else frozenset()


def _alternatives(words: Mapping[str, Iterable[str]], numbers: dict[str, Any], hours: Iterable[str]) -> dict[str, str]:
    """Return what each placeholder stands for, as a pattern with a group of its name; `clock` is an hour, if any."""
    fill = {name: f"(?P<{name}>{_any(listed)})" for name, listed in words.items()}
    fill |= {name: fill[name] + r"\.?" for name in ("month", "month2")}
    fill |= {name: f"(?P<{name}>{_YEAR}" for name in ("year", "year2")}
    small = [word for word, value in numbers["words"].items() if value <= _SMALL] + list(numbers["articles"])
    fill["n"] = rf"(?P<n>\d\d?|{_any(small)})"
    fill["clock"] = rf"(?: (?:{_any(hours)}|{_HOUR})){{0,6}}?"
    return fill


def _any(words: Iterable[str]) -> str:
    """Return a pattern for any of the words, the longest first."""
    listed = sorted((re.escape(word).replace("'", "['’]") for word in words), key=lambda word: (-len(word), word))
    return "|".join(listed)


def _plain(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(_straight(word.lower()) for word in words)


def _named(words: Iterable[str]) -> str:
    """Return the name of words that a pattern states as needed, apart from the names of placeholders."""
    return f"any of: {', '.join(words)}"


def _straight(text: str) -> str:
    return text.replace("’", "'")
