"""Who is who within one document: full names, surnames alone, given names alone, pronouns, groups."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from habeas.extract.parse.base import Sentence, Token
from habeas.extract.people.lexicon import PeopleLexicon
from habeas.extract.people.mentions import Mention


@dataclass
class Person:
    """A person of one document: the fullest spelling, sex as far as shown, role and relation as written."""

    name: tuple[str, ...]
    sure: bool
    sex: str = ""
    role: str | None = None
    relation: str | None = None
    last: int = -1  # running number of the latest mention
    subject: int = -1  # running number of the latest mention as a subject
    mentions: int = 0
    sentence: int = -10  # index of the sentence of the latest mention
    concerned: bool = False  # the text has told a status of them
    in_office: bool = False  # who acts for a state is seldom its prisoner

    @property
    def text(self) -> str:
        """The fullest spelling."""
        return " ".join(self.name)


@dataclass
class Placed:
    """A mention with the person it names."""

    mention: Mention
    person: Person
    number: int = field(default=0)


class Registry:
    """The persons of one document. All names are entered first, so that a surname finds its later full form too."""

    def __init__(self, lexicon: PeopleLexicon, found: Sequence[tuple[Sentence, list[Mention]]]) -> None:
        self._she, self._he = lexicon.words("names", "she"), lexicon.words("names", "he")
        self._callings = lexicon.words("names", "callings")
        self.persons: list[Person] = []
        self._clock = 0
        self._sentence = 0
        self._by_last: dict[str, list[Person]] = {}
        self._by_first: dict[str, list[Person]] = {}  # by any word but the last: given names, first surnames
        self.group: list[Person] = []
        self._group_sentence = -10
        for _, mentions in found:
            for mention in mentions:
                if len(mention.words) > 1:
                    self._enter(mention)
        for _, mentions in found:
            for mention in mentions:
                if (
                    len(mention.words) == 1
                    and mention.sure
                    and self._known(mention) is None
                    and self._is_person(found, mention)
                ):
                    self._enter(mention)

    @staticmethod
    def _is_person(found: Sequence[tuple[Sentence, list[Mention]]], mention: Mention) -> bool:
        """Say whether the parser takes a lone word for a person wherever it stands, not for a place elsewhere."""
        verdicts = [m.sure for _, mentions in found for m in mentions if m.words == mention.words]
        return sum(verdicts) * 2 >= len(verdicts)

    def _enter(self, mention: Mention) -> Person:
        known = self._match(mention)
        if known is None:
            known = Person(mention.words, mention.sure, mention.sex)
            self.persons.append(known)
            self._by_last.setdefault(fold(mention.words[-1]), []).append(known)
            for word in dict.fromkeys(fold(w) for w in mention.words[:-1]):
                self._by_first.setdefault(word, []).append(known)
        else:
            for word in dict.fromkeys(fold(w) for w in mention.words[:-1]):
                if known not in self._by_first.setdefault(word, []):
                    self._by_first[word].append(known)
            if len(mention.words) > len(known.name):
                known.name = mention.words
        known.sure = known.sure or mention.sure
        known.sex = known.sex or mention.sex
        return known

    def _match(self, mention: Mention) -> Person | None:
        """Return the person whose full name this is, in the same or a compatible spelling."""
        for person in self._by_last.get(fold(mention.words[-1]), ()):
            if _compatible(person.name, mention.words):
                return person
        return None

    def _known(self, mention: Mention) -> Person | None:
        """Return the person whom a single word names: by surname, else by given name, else by a slip of spelling."""
        word = fold(mention.words[0])
        several = self._by_last.get(word) or self._by_first.get(word)
        if several:
            fitting = [p for p in several if not mention.sex or not p.sex or p.sex == mention.sex] or several
            return max(fitting, key=lambda p: (p.last, p.mentions))
        if len(word) >= 7:
            near = difflib.get_close_matches(word, sorted(self._by_last), 1, 0.88)
            if near and near[0][0] == word[0]:
                return self._by_last[near[0]][0]
        return None

    def place(self, sentence: Sentence, mention: Mention) -> Placed | None:
        """Return a mention with its person, noting that the person was just spoken of; None where it is no person."""
        person = self._match(mention) if len(mention.words) > 1 else self._known(mention)
        if person is None:
            return None
        self._clock += 1
        person.last, person.mentions, person.sentence = self._clock, person.mentions + 1, sentence.index
        self._sentence = sentence.index
        if len(mention.words) >= len(person.name):
            person.name = mention.words  # the spelling last used: texts waver between Aleksey and Alexey
        if _is_subject(sentence, mention.head):
            person.subject = self._clock
        if mention.sex:
            person.sex = mention.sex
        return Placed(mention, person, self._clock)

    def pronoun(self, token: Token, placed: Sequence[Placed], concerned: Sequence[Person] = ()) -> Person | None:
        """Return the person whom "he" or "she" means.

        Of those of fitting sex who were named lately: one whom this sentence already concerns, one whom the text
        has told a status of, the last subject, the last named; one who holds an office only where nobody else is near.
        """
        here = {id(p) for p in concerned}
        sex = "f" if token.lower in self._she else "m" if token.lower in self._he else ""
        if not sex:
            return None
        earlier = {id(p.person) for p in placed if p.mention.start < token.start}
        later = {id(p.person) for p in placed if p.mention.start > token.start}
        fitting = [
            p for p in self.persons if p.last >= 0 and p.sex in {"", sex} and (id(p) in earlier or id(p) not in later)
        ]
        if not fitting:
            return None
        recent = max(p.last for p in fitting)
        fitting = [p for p in fitting if p.last >= recent - 4]
        now = max(p.sentence for p in fitting) + (0 if any(id(p) in earlier for p in fitting) else 1)

        def weight(p: Person) -> tuple[bool, float, int, int]:
            # A sentence's distance weighs as much as a sex that is known, a little less than a status told before.
            likely = 1.2 * p.concerned + 0.6 * (p.sex == sex) - 2 * p.in_office - min(3, now - p.sentence)
            return id(p) in here, round(likely, 2), p.subject, p.last

        best = max(fitting, key=weight)
        best.sex = best.sex or sex
        return best

    def described(self, noun: str, sentence: int, placed: Sequence[Placed]) -> Person | None:
        """Return whom "the activist" means: the one of whom that was said, else the only person spoken of lately."""
        if noun not in self._callings:
            return None
        here = {id(p.person) for p in placed}
        lately = [p for p in self.persons if p.last >= 0 and sentence - p.sentence <= 2 and id(p) not in here]
        called = [p for p in lately if p.role and noun in p.role.casefold()]
        if called:
            return max(called, key=lambda p: p.last)
        return lately[0] if len(lately) == 1 and not lately[0].role else None

    def kin(self, word: str, owner: Person) -> Person | None:
        """Return the person who is the owner's `word` (wife, husband, son ...), as told or as surnames show."""
        told = f"{word} of {owner.text}"
        found = next((p for p in self.persons if p.relation == told), None)
        if found is None and word in {"husband", "wife"}:
            stem = fold(owner.name[-1])[:7]
            found = next(
                (p for p in self.persons if p is not owner and len(stem) > 4 and fold(p.name[-1]).startswith(stem)),
                None,
            )
            if found is not None:
                found.relation = found.relation or told
        return found

    def note_group(self, persons: Iterable[Person], sentence: int) -> None:
        """Note that several persons were named together: "the four" and "they" may mean them."""
        listed = list({id(p): p for p in persons}.values())
        if len(listed) > 1:
            if sentence == self._group_sentence and len(self.group) > len(listed):
                return
            self.group, self._group_sentence = listed, sentence

    def recent_group(self, sentence: int, reach: int = 4) -> list[Person]:
        """Return the group last named, if that was not too long ago."""
        return self.group if 0 <= sentence - self._group_sentence <= reach else []


def fold(word: str) -> str:
    """Return a word in lower case without accents, apostrophes and hyphens."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c)).casefold()
    return "".join(c for c in bare if c.isalpha())


def _compatible(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    a, b = [fold(w) for w in left[:-1]], [fold(w) for w in right[:-1]]
    if not a or not b:
        return True
    if set(a) & set(b):
        return True
    return any(x[:1] == y[:1] and (min(len(x), len(y)) == 1 or _alike(x, y)) for x in a for y in b)


def _alike(x: str, y: str) -> bool:
    return difflib.SequenceMatcher(None, x, y).ratio() >= 0.75


def _is_subject(sentence: Sentence, token: Token) -> bool:
    for _ in range(3):
        if token.rel in {"nsubj", "nsubj:pass"}:
            return True
        head = sentence.head(token)
        if head is None or token.rel not in {"conj", "appos", "compound", "flat"}:
            return False
        token = head
    return False
