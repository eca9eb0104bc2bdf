"""Whether a number stands where a text tells of ordinary justice: crime, crowds, the troubles of prisons.

A text is searched once for classes of words (an automaton after Aho and Corasick 1975). Words of politics or
persecution keep a number wherever they stand by it; words of war and of public order do so in a text that is about
politics or conflict. Words of crime tell of ordinary justice in any text, words of other offences and of prisons' own
troubles (disease, escape, overcrowding) in one that hardly speaks of politics.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Final, NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from habeas.extract.lexicon import Lexicon

_POLITICS, _CONFLICT, _CRIME, _TROUBLE, _STATE, _OFFENCE, _INSIDE = range(7)
_CLASSES: Final = ("politics", "conflict", "crime", "trouble", "state", "offence", "inside", "aside")
_ORDINARY: Final = frozenset({_CRIME, _TROUBLE})
# How many words of politics a text may drop in passing.
_PASSING: Final = 2
# How many different words of ordinary justice make it what a text is about, where there is none of politics.
_SEVERAL: Final = 2
# How many letters a text may be long that never says that it is about politics: one that names the state, any other.
_LONG: Final = 900
_SHORT: Final = 450
# How many different words of conflict make a text one that is about it.
_MANY: Final = 3
# Within how many letters round a riot it is said to be one inside a prison.
_BEFORE: Final = 30
_BEHIND: Final = 60
# How many letters round a sentence words tell of the same story.
_STORY: Final = 250


class Surroundings(NamedTuple):
    """Where, in one text, the words of each class begin, in order.

    `themes` are the different words of ordinary justice, `conflicts` those of war, public order and belief; `length`
    is that of the text in letters.
    """

    places: tuple[tuple[int, ...], ...]
    themes: frozenset[str]
    conflicts: frozenset[str]
    length: int

    def has(self, which: int, start: int, end: int) -> bool:
        """Say whether a word of a class begins within [start, end)."""
        found = self.places[which]
        place = bisect_left(found, start)
        return place < len(found) and found[place] < end

    @property
    def is_ordinary(self) -> bool:
        """Say whether the whole text is about ordinary justice.

        A text with a word of politics is not, one with words of conflict where it has more of ordinary justice. One
        that knows neither is where it has a word of ordinary justice or is long; if it does not even name the state,
        it need not be long, or names an offence.
        """
        if self.places[_POLITICS]:
            return False
        themes = len(self.themes)
        if self.conflicts:
            return themes >= _SEVERAL and len(self.conflicts) <= themes
        if self.places[_CRIME] or self.places[_TROUBLE] or self.length > _LONG:
            return True
        return not self.places[_STATE] and (bool(self.places[_OFFENCE]) or self.length > _SHORT)

    def is_common(self, start: int, end: int, kin: tuple[int, int] | None, *, after_common: bool) -> bool:
        """Say whether what is told in the sentence [start, end) is a matter of ordinary justice.

        `kin` is the sentence of the number that this one refers back to; `after_common` says that the sentence before
        held a number of people in ordinary custody.
        """
        spans = [(start, end)] if kin is None else [(start, end), kin]
        if any(self.has(_POLITICS, *span) for span in spans):
            return False
        political = len(self.places[_POLITICS])
        contested = political > 0 or len(self.conflicts) >= _MANY
        if contested and any(self.has(_CONFLICT, *span) for span in spans):
            return False
        if self.has(_CRIME, start, end):
            return True
        around = max(0, start - _STORY), end + _STORY
        if political > _PASSING or self.has(_POLITICS, around[0], start):
            return False  # what a story is about is said before its details
        if self.has(_TROUBLE, start, end) or after_common:
            return True
        if self.has(_POLITICS, *around) or (contested and self.has(_CONFLICT, *around)):
            return False
        return self.has(_CRIME, *around) or self.has(_TROUBLE, *around)


# The surroundings of a text that is not searched.
NOWHERE: Final = Surroundings(tuple(() for _ in _CLASSES), frozenset(), frozenset(), 0)


class Scenery:
    """Searches texts for the words of one lexicon; a closing "." makes an entry match whole words only."""

    def __init__(self, lexicon: Lexicon) -> None:
        entries: dict[str, list[int]] = {}  # "riot" is a word of conflict, and of what happens inside prisons
        for n, name in enumerate(_CLASSES):
            for word in lexicon.data["ordinary"][name]:
                entries.setdefault(word, []).append(n)
        listed = sorted(entries)
        self._classes = [entries[word] for word in listed]
        self._whole = [word.endswith(".") for word in listed]
        self._words = [word.rstrip(".") for word in listed]
        self._inside = frozenset(lexicon.data["ordinary"]["inside"])
        jail = lexicon.data["ordinary"]["jail"]
        dated = lexicon.data["ordinary"]["dated"]
        months = "|".join(sorted(lexicon.data["time"]["months"], key=lambda m: (-len(m), m)))
        self._dated = re.compile(
            rf"\b(?:{'|'.join(dated)}) (?:\d\d? (?:{months})|(?:{months}) \d\d?)\b" if dated else r"(?!)"
        )
        self._jail = re.compile("|".join(jail) if jail else r"(?!)")
        self._automaton = AhoCorasick(
            self._words, matchkind=MatchKind.LeftmostLongest, implementation=Implementation.DFA
        )

    def of(self, lowered: str) -> Surroundings:
        """Return the surroundings of a text in lower case; a lexicon without such words takes no text for ordinary."""
        if not self._words:
            return NOWHERE
        places: list[list[int]] = [[] for _ in _CLASSES]
        themes: set[str] = set()
        conflicts: set[str] = set()
        for which, start, end in self._automaton.find_matches_as_indexes(lowered):
            if start > 0 and lowered[start - 1].isalpha():
                continue
            if self._whole[which] and end < len(lowered) and lowered[end].isalpha():
                continue
            for kind in self._classes[which]:
                places[kind].append(start)
            if _CONFLICT in self._classes[which]:
                conflicts.add(self._words[which])
            elif not _ORDINARY.isdisjoint(self._classes[which]):
                themes.add(self._words[which])
        # "charged over 8 January": what is called by its day is a public event
        places[_STATE] = sorted([*places[_STATE], *(found.start() for found in self._dated.finditer(lowered))])
        inside = [e for e in places[_INSIDE] if self._jail.search(lowered, max(0, e - _BEFORE), e + _BEHIND)]
        if inside:
            places[_TROUBLE] = sorted(places[_TROUBLE] + inside)
            themes.add(_CLASSES[_INSIDE])
            conflicts -= self._inside  # "riot", "hostage": those of a prison riot are none of a war
        return Surroundings(tuple(map(tuple, places)), frozenset(themes), frozenset(conflicts), len(lowered))
