"""Numerals that count no people: shares, ratios, sums of money, ages, ordinals, labels."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final, NamedTuple

from habeas.extract.lexicon import Lexicon, Phrases

# "One in five", "nine out of ten": the largest share, and the wholes that shares are given of.
_RATIO: Final = 9
_WHOLES: Final = frozenset({3, 4, 5, 6, 7, 8, 10, 20, 100, 1000})


class Core(NamedTuple):
    """A numeral among the words of a sentence: its first word, the one after its last, and its bounds."""

    first: int
    after: int
    low: int
    high: int
    approx: bool
    vague: bool
    digits: bool


class Refusals:
    """Tells numerals that may count people from others by the words of one lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        table = lexicon.data["numbers"]
        self._units: dict[str, int] = table["words"]
        self._multipliers: dict[str, int] = table["multipliers"]
        self._articles = frozenset(table["articles"])
        self._joiners = frozenset(table["joiners"])
        self._reciprocal = frozenset(table["reciprocal"])
        self._singly = frozenset(table["singly"])
        self._percent = frozenset(table["percent"])
        self._currency = frozenset(table["currency"])
        self._labels = frozenset(table["labels"])
        self._totals = lexicon.words("people", "totals")
        self._verbs = frozenset(table["verb_labels"]["words"])
        self._before_verbs = frozenset(table["verb_labels"]["after"])
        self._suffixes = frozenset(table["ordinal_suffixes"])
        self._fractions = frozenset(table["fractions"]) | frozenset(table["multiples"])
        self._age_words = frozenset(table["age_words"])
        self._age_ends = frozenset(table["age_ends"])
        self._distributive = frozenset(table["distributive"])
        self._of_each = frozenset(table["distributive_links"])
        self._ratio_words = Phrases((w, w) for w in table["ratio_words"])
        self._things = lexicon.things

    def counts(self, words: list[str], matches: list[re.Match[str]], core: Core) -> bool:
        """Say whether a numeral may count people: no share, sum of money, ordinal, age, time or label."""
        following = words[core.after] if core.after < len(words) else ""
        previous = words[core.first - 1] if core.first > 0 else ""
        if core.digits and (_touches_letter(matches, core) or self._enumerates(words, matches, core)):
            return False
        if self._is_share(words, core, previous, following):
            return False
        return not self._is_label(words, matches, core, previous, following)

    def _is_share(self, words: list[str], core: Core, previous: str, following: str) -> bool:
        """Tell fractions, rates, percentages, sums of money and ages."""
        if previous in self._age_words and core.high < 100 and following in self._age_ends:
            return True  # "prisoners under 18, ..."
        if self._is_fraction(words, core) or previous in self._distributive:
            return True
        if any(
            second in self._distributive and first in self._of_each
            for first, second in pairwise(words[core.after : core.after + 3])
        ):  # "one of every four"
            return True
        if self._is_ratio(words, core):
            return True
        money = following in self._currency or previous in self._currency
        return money or following in self._percent or " ".join(words[core.after : core.after + 2]) in self._percent

    def _is_ratio(self, words: list[str], core: Core) -> bool:
        """Tell both numbers of "one in five", "nine out of ten": a share of all, and no number of people."""
        gap = self._ratio_words.at(words, core.after)
        second = words[core.after + gap[0]] if gap and core.after + gap[0] < len(words) else ""
        if gap and core.high <= _RATIO and self._small(second) in _WHOLES:
            return core.high < self._small(second)
        gap = self._ratio_words.before(words, core.first)
        first = words[core.first - gap[0] - 1] if gap and core.first > gap[0] else ""
        return gap is not None and core.high in _WHOLES and 0 < self._small(first) < min(core.high, _RATIO + 1)

    def _small(self, word: str) -> int:
        """Return the value of a single number word or figure, 0 for any other word."""
        return (
            int(word) if word.isdecimal() and len(word) <= 4 else self._units.get(word, self._multipliers.get(word, 0))
        )

    def _is_label(
        self, words: list[str], matches: list[re.Match[str]], core: Core, previous: str, following: str
    ) -> bool:
        """Tell ordinals, scores, times and the numbers of articles and places."""
        tight_after = core.after < len(words) and matches[core.after].start() == matches[core.after - 1].end()
        tight_before = core.first > 0 and matches[core.first - 1].end() == matches[core.first].start()
        if tight_after and (following in {"-", ":", "/", "°"} or following[:2] in self._suffixes):
            nearest = words[core.after + 1] if core.after + 1 < len(words) else ""
            if following == ":" and not nearest.isdigit():
                return False  # "stands at 340: of these, ..."
            if following != "-" or nearest in self._things or nearest.isdigit():
                return True
        if tight_before and previous in {"-", "/", ":", ".", "#", "№", "§"} and core.digits:
            return True
        told = previous in self._verbs and core.first > 1 and words[core.first - 2] in self._before_verbs
        labelled = core.digits and previous in self._labels and core.low <= 999 and not (tight_before or told)
        counted = bool(
            self._totals & set(words[max(0, core.first - 12) : core.first])
        )  # "put the number of them at 90"
        return labelled and not (previous == "at" and (counted or following not in {",", ".", ""}))

    def _is_fraction(self, words: list[str], core: Core) -> bool:
        """Tell "one-third", "two thirds", "three times", "three and a half", "one another" from numbers of people."""
        rest = words[core.after : core.after + 3]
        if rest and rest[0] in {"-", "‑"}:
            rest = rest[1:]
        if rest and rest[0] in self._fractions:
            return True
        if len(rest) > 2 and rest[0] in self._joiners and rest[1] in self._articles and rest[2] in self._fractions:
            return True
        if core.low != core.high or core.high != 1:
            return False
        if len(rest) > 1 and rest[0] in self._singly and rest[1] == words[core.first]:
            return True  # "one by one"
        return bool(rest) and rest[0] in self._reciprocal

    @staticmethod
    def _enumerates(words: list[str], matches: list[re.Match[str]], core: Core) -> bool:
        """Tell the number of a paragraph, "(3) ..." or "15) ...", at the head of a sentence."""
        following = words[core.after] if core.after < len(words) else ""
        heads = core.first == 0 or (core.first == 1 and words[0] in {"(", "["})
        return heads and following in {")", ".", "]"} and matches[core.after].start() == matches[core.after - 1].end()


def _touches_letter(matches: list[re.Match[str]], core: Core) -> bool:
    """Tell digits inside a word or an address ("11J", "2pm", "t.co/a5b") from numbers."""
    text, start, end = matches[0].string, matches[core.first].start(), matches[core.after - 1].end()
    before, after = text[start - 1 : start], text[end : end + 1]
    return before.isalpha() or (after.isalpha() and matches[core.after - 1][0].isdigit()) or before in {"_", "/", "@"}
