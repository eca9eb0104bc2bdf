"""Decides, before any parsing, whether a text can carry a count claim and which of its sentences can.

Most of a news crawl never speaks of custody. One Aho-Corasick pass (Aho & Corasick 1975, here the Rust crate behind
`ahocorasick-rs`) over the words of custody drops such texts; numbers are sought only in the few sentences near a
hit. The words stand in `lexicon/gate/<language>.toml`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final, NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from habeas.extract.sentences import sentence_spans


class Span(NamedTuple):
    """A sentence in characters, `end` excluded; `place` is its number in the text.

    `carries` says that it can carry a claim itself; otherwise it stands beside one that can. `leans` says that the
    sentence before matters to it: it opens with a word that points back ("It added that ...", "Of those, ..."), or
    the sentence before names a speaker whose report goes on.
    """

    start: int
    end: int
    place: int
    carries: bool
    leans: bool = False


_REMEMBERED: Final = 256
# An entry of a list or table: a label, a colon or dash, a figure.
_ENTRY: Final = re.compile(r"[^\W\d][^:\n]{0,80}[:–—=]\s*(?:at least |about |some |over |more than )?\d")
_ENTRY_MARKS: Final = frozenset(":–—=")
_STRONG, _MEDIUM, _PERSON, _WEAK, _LINK = range(5)
_CLASSES: Final = ("strong", "medium", "persons", "weak", "links")


_Sentences = tuple[tuple[int, int], ...]


class _Words(NamedTuple):
    """Entries in one automaton: entry number -> its classes, and whether it matches whole words only."""

    automaton: AhoCorasick
    classes: list[tuple[int, ...]]
    whole: list[bool]

    def hits(self, lowered: str) -> Iterator[tuple[tuple[int, ...], int]]:
        """Yield (classes, start) of each entry at the start of a word, in order."""
        for which, start, end in self.automaton.find_matches_as_indexes(lowered):
            if start > 0 and lowered[start - 1].isalpha():
                continue
            if self.whole[which] and end < len(lowered) and lowered[end].isalpha():
                continue
            yield self.classes[which], start


class Gate:
    """The words of one language that let a text through.

    Raises LookupError where the package holds no gate words of `language`; see `gate_of`.
    """

    def __init__(self, language: str) -> None:
        source = files("habeas.extract") / "lexicon" / "gate" / f"{language}.toml"
        if not source.is_file():
            raise LookupError(language)
        table = tomllib.loads(source.read_text(encoding="utf-8"))
        self.language = language
        self._behind: int = table["reach"]["behind"]
        self._ahead: int = table["reach"]["ahead"]
        entries = {word: rank for rank, name in reversed(list(enumerate(_CLASSES))) for word in _entries(table[name])}
        persons = frozenset(_entries(table["persons"]))
        self._openers = _words({word: rank for word, rank in entries.items() if rank <= _MEDIUM}, persons)
        self._all = _words(entries, persons)
        leaning, speaking = _any(_entries(table["leaning"])), _any(_entries(table["speaking"]))
        self._leaning = re.compile(rf"\W*{leaning}(?!\w)")
        self._listing = re.compile(rf"(?<!\w){_any(_entries(table['listing']))}(?!\w)")
        self._speaking = re.compile(rf"(?<!\w){speaking}(?!\w)")
        # "As of Monday, it had counted ...", "according to the report"
        few = r" (?:\w+ ){0,2}?"
        self._referring = re.compile(rf"(?<!\w)(?:{leaning}{few}{speaking}|{speaking}{few}{leaning})(?!\w)")
        self._explained, self._number, self._weak_number = _number_patterns(table["numbers"])
        self._opening = re.compile(rf"\W*(?:the (?:other |remaining )?)?(?:{self._number.pattern})")
        self._tied = _tie_pattern(table)
        self._other_senses = _other_senses(table)
        self._zero = _zero_pattern(table)
        self._seen: dict[str, list[Span]] = {}

    def passes(self, text: str) -> bool:
        """Say whether a text can carry a claim: it has a sentence with a number near a word of custody."""
        return any(span.carries for span in self.spans(text, neighbours=0))

    def spans(self, text: str, neighbours: int = 1) -> list[Span]:
        """Return, in order, the sentences that can carry a claim and `neighbours` sentences on either side of each."""
        # The stage asks about the same texts more than once: for the parse, and for the dating cues.
        carriers = self._seen.get(text)
        if carriers is None:
            if len(self._seen) >= _REMEMBERED:
                self._seen.clear()
            carriers = self._seen[text] = self._carriers(text)
        if not carriers or not neighbours:
            return list(carriers)
        sentences, lowered = sentence_spans(text), lower(text)
        own = {span.place: span for span in carriers}
        wanted = {k for i in own for k in range(max(0, i - neighbours), min(len(sentences), i + neighbours + 1))}
        return [own.get(k) or Span(*sentences[k], k, False, self._leans(lowered, sentences, k)) for k in sorted(wanted)]  # noqa: FBT003

    def _carriers(self, text: str) -> list[Span]:
        lowered = lower(text)
        if next(self._openers.hits(lowered), None) is None:
            return []
        lowered = self._other_senses.sub(lambda found: " " * len(found[0]), lowered)
        sentences = sentence_spans(text)
        found = self._classes(lowered, sentences)
        return [
            Span(*sentences[i], i, carries=True, leans=self._leans(lowered, sentences, i))
            for i in self._near(lowered, sentences, found)
            if self._has_number(lowered, sentences[i], i, found) and self._is_tied(lowered, sentences, i, found)
        ]

    def _leans(self, lowered: str, sentences: _Sentences, i: int) -> bool:
        if i == 0:
            return False
        points_back = self._leaning.match(lowered, *sentences[i]) or self._referring.search(lowered, *sentences[i])
        listed = self._listing.search(lowered, *sentences[i])
        return (
            points_back is not None
            or listed is not None
            or self._speaking.search(lowered, *sentences[i - 1]) is not None
        )

    def _classes(self, lowered: str, sentences: _Sentences) -> list[list[bool]]:
        """Return, for each sentence, which classes of words it holds."""
        found = [[False] * len(_CLASSES) for _ in sentences]
        place = 0
        for ranks, start in self._all.hits(lowered):
            while place < len(sentences) - 1 and sentences[place][1] <= start:
                place += 1
            for rank in ranks:
                found[place][rank] = True
        return found

    def _near(self, lowered: str, sentences: _Sentences, found: list[list[bool]]) -> list[int]:
        """Return the sentences in which a number can count people in custody; none where nothing opens the text."""
        opened = any(row[_STRONG] for row in found) or any(
            row[_MEDIUM]
            and row[_PERSON]
            and (self._number.search(lowered, *sentences[i]) or self._zero.search(lowered, *sentences[i]))
            for i, row in enumerate(found)
        )
        if not opened:
            return []
        custody = [row[_STRONG] or row[_MEDIUM] for row in found]
        near: list[int] = []
        for i, row in enumerate(found):
            reached = any(custody[max(0, i - self._behind) : i + self._ahead + 1])
            beside = bool(near) and near[-1] == i - 1
            listed = beside and _is_entry(lowered[slice(*sentences[i])])
            # "Sixteen are older than 65": a figure that opens the sentence behind one of custody
            goes_on = beside and custody[i - 1] and self._opening.match(lowered, *sentences[i]) is not None
            if custody[i] or row[_WEAK] or ((row[_PERSON] or row[_LINK]) and reached) or listed or goes_on:
                near.append(i)
        return near

    def _is_tied(self, lowered: str, sentences: _Sentences, place: int, found: list[list[bool]]) -> bool:
        """Say whether a sentence with a number can count those of whom sentences on custody near it tell.

        It can where it speaks of custody itself or points to others. Else those sentences must tell of several people,
        by a person, a link or a number: "a man was arrested" and "the old prison" lend a crowd no measure.
        """
        row = found[place]
        if row[_STRONG] or row[_MEDIUM] or row[_LINK] or (row[_WEAK] and row[_PERSON]):
            return True
        near = range(max(0, place - self._behind), min(len(found), place + self._ahead + 1))
        custody = [k for k in near if found[k][_STRONG] or found[k][_MEDIUM]]
        if not custody:  # an entry of a list
            return not row[_WEAK]
        return any(
            found[k][_PERSON] or found[k][_LINK] or self._has_number(lowered, sentences[k], k, found) for k in custody
        )

    def _has_number(self, lowered: str, sentence: tuple[int, int], place: int, found: list[list[bool]]) -> bool:
        """Say whether a sentence holds a number that dates, ages, money and the like do not explain."""
        words = self._explained.sub(" ", lowered[sentence[0] : sentence[1]])
        row = found[place]
        own = row[_STRONG] or row[_MEDIUM] or row[_WEAK]
        if (self._number if own else self._tied).search(words):
            return True
        if row[_MEDIUM] and row[_PERSON] and self._zero.search(words):
            return True
        if place and (found[place - 1][_STRONG] or found[place - 1][_MEDIUM]) and self._opening.match(words):
            return True
        if _is_entry(words):
            return True
        near = found[place][_STRONG] or (place > 0 and found[place - 1][_STRONG])
        return near and self._weak_number.search(words) is not None


@lru_cache(maxsize=16)
def gate_of(language: str) -> Gate | None:
    """Return the gate of a language (an ISO 639-1 code), or None where there are no words for it.

    Without a gate nothing is known to be irrelevant: an engine that reads the language has to read every sentence.
    """
    try:
        return Gate(language)
    except LookupError:
        return None


def _is_entry(sentence: str) -> bool:
    """Say whether a sentence holds an entry of a list or table."""
    return not _ENTRY_MARKS.isdisjoint(sentence) and _ENTRY.search(sentence) is not None


def lower(text: str) -> str:
    """Return the text in lower case and of the same length, so that offsets stay true."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


def _entries(table: dict[str, Any]) -> list[str]:
    return [*table["words"].split(), *table["phrases"]]


def _words(entries: dict[str, int], persons: frozenset[str]) -> _Words:
    """Return entries ready to be sought; a closing "." makes an entry match whole words only.

    A word of custody that names persons as well ("defendants") is of both classes.

    The longest entry at a place wins; so that it never hides a stronger one, entries that a stem of the same or
    a stronger class opens are left out.
    """
    listed = [word for word in sorted(entries) if not _opened_by_another(word, entries)]
    # A dense table is the fastest form for word lists of this size.
    automaton = AhoCorasick(
        [word.rstrip(".") for word in listed], matchkind=MatchKind.LeftmostLongest, implementation=Implementation.DFA
    )
    classes = [tuple({entries[w], _PERSON} if w in persons else {entries[w]}) for w in listed]
    return _Words(automaton, classes, [word.endswith(".") for word in listed])


def _opened_by_another(word: str, entries: dict[str, int]) -> bool:
    bare = word.rstrip(".")
    stems = (bare[:n] for n in range(1, len(bare) + (bare != word)))
    return any(entries.get(stem, len(_CLASSES)) <= entries[word] for stem in stems)


def _number_patterns(table: dict[str, Any]) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Return patterns, for lower-case text, of explained numbers, of numbers, and of very common number words."""
    words = _any(table["words"].split())
    months = _any(table["months"].split())
    after = _any([*table["after"].split(), *table["after_phrases"]])
    figure = r"\d[\d.,\u00a0\u202f]*"
    number = rf"(?:{figure}|(?<!\w){words}(?!\w))"
    year = r"(?:1[5-9]|20)\d\d(?![\d,.]*\d)"
    explained = (
        # 16 september 2024, september 16, 2024, september 2024
        rf"(?<!\w)(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?{months}(?!\w)\.?(?:\s+\d{{1,2}}(?:st|nd|rd|th)?(?![\d,.]*\d))?(?:,?\s+{year})?",
        r"\d{4}-\d\d-\d\d",
        rf"(?<!\w){_any(table['before_year'].split())}[\s-]+{year}(?:\s*[-–]\s*\d{{2,4}})?",
        rf"(?<!\w){_any(table['before'].split())}\.?\s*{figure}",
        rf"{number}[\s-]*{after}(?!\w)",
        # 20 roads in the north; but not "20 party members", where the thing only tells what people are counted
        rf"{number}\s+(?:\w+\s+)?{_any(table['things'].split())}(?=\s*(?:[^\w\s-]|$|{_any(table['closing'].split())}(?!\w)))",
    )
    return (
        # Each begins with a figure or at the beginning of a word: other places are passed over at once.
        re.compile(rf"(?:(?=\d)|(?<!\w))(?:{'|'.join(explained)})"),
        re.compile(rf"\d|(?<!\w){words}(?!\w)"),
        re.compile(rf"(?<!\w){_any(table['weak'])}(?!\w)"),
    )


def _tie_pattern(table: dict[str, Any]) -> re.Pattern[str]:
    """Return the pattern, for lower-case text, of a number with a person or a link a few words from it."""
    number = rf"(?:\d[\d.,]*|(?<!\w){_any(table['numbers']['words'].split())}(?!\w))"
    ends = {False: r"\w*", True: r"(?!\w)"}
    persons, links = (
        "(?:" + "|".join(re.escape(word.rstrip(".")) + ends[word.endswith(".")] for word in listed) + ")"
        for listed in (_entries(table["persons"]), _entries(table["links"]))
    )
    return re.compile(
        rf"{number}(?:\W+\w+){{0,4}}?\W+(?:{persons}|{links})|(?<!\w){links}(?:\W+\w+){{0,6}}?\W+{number}"
    )


def _other_senses(table: dict[str, Any]) -> re.Pattern[str]:
    """Return the pattern, for lower-case text, of words of custody in other senses ("a trial of the vaccine")."""
    patterns = table.get("other_senses", {}).get("patterns", ())
    return re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)" if patterns else r"(?!)")


def _zero_pattern(table: dict[str, Any]) -> re.Pattern[str]:
    """Return the pattern, for lower-case text, of a word for zero with a person a few words after it."""
    zeros = table["numbers"].get("zeros")
    if not zeros:
        return re.compile(r"(?!)")
    persons = "|".join(re.escape(word.rstrip(".")) for word in _entries(table["persons"]))
    return re.compile(rf"(?<!\w){_any(zeros)}(?:\W+\w+){{0,4}}?\W+(?:{persons})")


def _any(words: Iterable[str]) -> str:
    """Return a pattern for any of the words, the longest first."""
    return "(?:" + "|".join(re.escape(word) for word in sorted(set(words), key=lambda w: (-len(w), w))) + ")"
