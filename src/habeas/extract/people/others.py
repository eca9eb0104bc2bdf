"""Persons of whom a text tells no status: who of them holds an office, and whose names are personal data."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from habeas.extract.parse.base import Sentence
from habeas.extract.people.lexicon import PeopleLexicon
from habeas.extract.people.registry import Person, Placed

_BEFORE = 60  # characters before a name in which its bearer's office may stand
_WORD = re.compile(r"[^\W\d_]+(?:[-.][^\W\d_]+)*\.?")
_NEXT_CLAUSE = re.compile(r"[,;:.()“”\"]\s|\b(?:and|that|who|said|told|to|by|with|for|against|from)\b")


class Bystanders(NamedTuple):
    """Names of persons of whom a document tells no status, in the order of the text, office holders apart.

    `things` are names that the document calls a place's or a body's.
    """

    others: tuple[str, ...]
    officials: tuple[str, ...]
    things: tuple[str, ...] = ()


class Others:
    """Tells the persons of a text who have no status, by one lexicon's words of offices.

    Names of `common` words and words for `people` alone are no names of persons.
    """

    def __init__(self, lexicon: PeopleLexicon, common: frozenset[str], people: frozenset[str]) -> None:
        self._common, self._people = common, people
        self._offices, self._voices = lexicon.words("offices", "offices"), lexicon.words("offices", "voices")
        self._bodies, self._at_risk = lexicon.words("offices", "public_bodies"), lexicon.words("offices", "at_risk")
        named_after = "|".join(sorted(map(re.escape, lexicon.words("offices", "named_after"))))
        self._named_after = re.compile(rf"^(?:[’']s)? (?:{named_after})\b", re.IGNORECASE)

    def of(self, placed: Sequence[tuple[Sentence, Placed]]) -> Bystanders:
        """Return who is named without a status."""
        holders = {id(p.person) for sentence, p in placed if self.holds_office(sentence, p)}
        names = {
            " ".join(p.mention.words): id(p.person)
            for _, p in placed
            if self._may_be_named(p.person) and not self._is_common(p.mention.words)
        }
        return Bystanders(
            others=tuple(name for name, person in names.items() if person not in holders),
            officials=tuple(name for name, person in names.items() if person in holders),
        )

    @staticmethod
    def _may_be_named(person: Person) -> bool:
        return person.sure and not person.concerned

    def _is_common(self, words: tuple[str, ...]) -> bool:
        return all(word.lower() in self._common or word.lower() in self._people for word in words)

    def holds_office(self, sentence: Sentence, p: Placed) -> bool:
        """Say whether a person is named here as the holder of an office."""
        after = sentence.text[p.mention.end - sentence.start :]
        phrase = _NEXT_CLAUSE.split(_before(sentence, p))[-1]
        return bool(self._named_after.match(after)) or any(map(self._is_office, (p.person.role or "", phrase)))

    def acts_for_state(self, sentence: Sentence, p: Placed, placed: Sequence[Placed]) -> bool:
        """Say whether a person is named here as the holder of an office that no other name stands before."""
        near = any(p.mention.start - _BEFORE < q.mention.end <= p.mention.start for q in placed)
        return self._is_office(p.person.role or "") or (not near and self.holds_office(sentence, p))

    def _is_office(self, text: str) -> bool:
        words = {word.strip(".").lower() for word in _WORD.findall(text)}
        if words & self._at_risk:
            return False
        return bool(words & self._offices) or bool(words & self._voices and words & self._bodies)


def _before(sentence: Sentence, p: Placed) -> str:
    return sentence.text[: p.mention.start - sentence.start][-_BEFORE:]
