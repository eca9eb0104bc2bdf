"""Capitalised names that are no persons: places, peoples, bodies, outlets, and words of headlines.

The model's labels for names of other languages are little better than chance ("Novi Sad" a person), so a name is judged
by what the whole document says beside it: "the party Pelanta", "the town of Ostrin", "editor of Vestka", "the Ostrin
region", "in Ostrin and Belm". Against that stands what only persons have: titles, professions, arrests. The more often
told holds for the document, and in doubt a name is a person's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from habeas.extract.parse.base import Sentence, Token
from habeas.extract.parse.casing import is_headline
from habeas.extract.people.gazetteer import is_of_a_country, is_territory
from habeas.extract.people.lexicon import PeopleLexicon
from habeas.extract.people.mentions import Mention

Found = Sequence[tuple[Sentence, list[Mention]]]
_CAPITALISED: Final = r"[^\W\d_a-z][\w’'-]*"
_MEMBERS: Final = re.compile(rf"(?:{_CAPITALISED}(?: {_CAPITALISED}){{0,3}}(?:, and |, or |, | and | or ))+$")
_REST: Final = re.compile(rf"^(?:(?:, and |, or |, | and | or ){_CAPITALISED}(?: {_CAPITALISED}){{0,3}})*")
_LOWER: Final = re.compile(r"(?<![\w@./-])[^\W\d_]+(?![@\w])")
_OPENING: Final = r" [“\"‘'«]?$"
_LETTERS: Final = re.compile(r"[A-Z]{2,4}-?[A-Z]?[a-z]+$")  # "ABC-Info"
_SHORT: Final = re.compile(r"^ \(([A-Z]{2,6})\)")
_DATELINE: Final = re.compile(r"^(?:, [\w. ]{2,30}?)?(?P<wire> \([^)]{2,40}\))? ?(?:--|[–—]|- )")
_CLOSING: Final = frozenset({"VERB", "AUX", "PUNCT", "ADP", "CCONJ", "SCONJ"})
_THE: Final = re.compile(r"\b[Tt]he $")
_FEW: Final = 3  # one in more than so many is few
_SAYING_WHERE: Final = frozenset({"nsubj", "nsubj:pass", "obj", "iobj"})  # no place stands there: "in Ostrin, A B was"


class Things:
    """Tells names of things from names of persons, by one lexicon's nouns of bodies and places.

    `common` are words of English in lower case, `people` words for people.
    """

    def __init__(self, lexicon: PeopleLexicon, common: frozenset[str], people: frozenset[str]) -> None:
        self._common = common | people | lexicon.words("lists", "group_nouns")
        self._peoples, self._bodies = lexicon.words("things", "peoples"), lexicon.words("names", "bodies")
        self._given = lexicon.words("names", "given")
        body, place = _nouns(lexicon, "bodies"), _nouns(lexicon, "places")
        post, where = _nouns(lexicon, "posts"), _nouns(lexicon, "where")
        self._direct = re.compile(rf"\b(?:{body}|{place}|NGO)(?:e?s)?(?: called| named| known as)?{_OPENING}")
        self._within = re.compile(
            rf"\b(?:(?i:{place}|{post})(?:e?s)? of(?: the)?|(?:{body}|{place})(?:e?s)?,? (?:such as|like)"
            rf"|(?:{_nouns(lexicon, 'reporters')})s? (?:of|at|for|with)(?: the)?){_OPENING}"
        )
        self._named = re.compile(rf"\b(?:{place})(?:s|es)?,{_OPENING}")
        self._where = re.compile(rf"\b(?:{where})(?: the)?{_OPENING}", re.IGNORECASE)
        self._minded = re.compile(rf"\b(?:{_nouns(lexicon, 'minded')}) in ", re.IGNORECASE)
        self._about = re.compile(rf"\b(?:{_nouns(lexicon, 'about')})(?: the)?{_OPENING}", re.IGNORECASE)
        self._after = re.compile(rf"^[”\"’'»]? (?:{_nouns(lexicon, 'after')})(?P<many>e?s)?\b")
        words = r"(?: (?!(?:of|in|from|at|to|for|by|and|with)\b)[\w’'-]+){0,4}?"
        ends = r"(?:[,.;)]| (?:in|that|which|of|based|where)\b)"
        self._told = re.compile(rf"^, (?:an?|the|its|their|one of the){words} (?:{body}|{place}){ends}")

    def without(self, found: Found) -> tuple[list[tuple[Sentence, list[Mention]]], tuple[str, ...]]:
        """Return the names of each sentence without those of things, and the things that are called so, sorted."""
        forms = {_key(m): m.words for _, mentions in found for m in mentions}
        if not forms:
            return [(sentence, list(mentions)) for sentence, mentions in found], ()
        against, called = self._votes(found, forms)
        proven = Counter(_key(m) for _, mentions in found for m in mentions if m.proven)
        small = _lower_case(found)
        plain = {_key(m) for sentence, mentions in found if not is_headline(sentence.text) for m in mentions}
        things = {
            key
            for key, words in forms.items()
            if against[key] > proven[key]
            or self._is_no_name(words, small, proven=bool(proven[key]))
            or (key not in plain and not proven[key] and key in small)
        }
        persons = {w.casefold() for key, words in forms.items() if len(words) > 1 and key not in things for w in words}
        things -= persons  # a surname that is a place's as well
        named = {" ".join(m.words) for _, mentions in found for m in mentions if _key(m) in things & called}
        return [(s, [m for m in mentions if _key(m) not in things]) for s, mentions in found], tuple(sorted(named))

    def _is_no_name(self, words: tuple[str, ...], small: frozenset[str], *, proven: bool) -> bool:
        """Say whether a name is a country's, begins with an abbreviation, or is made of words that are none."""
        if (is_territory(words) and len(words) > 1) or (len(words) == 1 and _LETTERS.match(words[0])):
            return True
        low = [word.lower() for word in words]
        if proven or (len(low) > 1 and low[0] in self._given):
            return False
        if len(low) > 1 and all(word in small for word in low):
            return True
        plain = [bool({word, word.removesuffix("s")} & self._common) for word in low]
        of_countries = [word in self._peoples or is_of_a_country(word) for word in low]
        if len(low) > 1 and is_territory(words[:1]):  # "Jordan Hill"
            of_countries[0] = False
        return any(of_countries) and all(map(any, zip(plain, of_countries, strict=True)))

    def _votes(self, found: Found, forms: dict[str, tuple[str, ...]]) -> tuple[Counter[str], frozenset[str]]:
        """Count for each name the places of the text that show it to be a thing's; also return which are called so."""
        ordered = sorted(forms, key=lambda key: (-len(key), key))
        parts = (r"[\s-]+".join(map(re.escape, key.split())) for key in ordered)
        pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(parts)})(?![\w])", re.IGNORECASE)
        votes: Counter[str] = Counter()
        called: set[str] = set()
        for sentence, _ in found:
            for at in pattern.finditer(sentence.text):
                if not at[0][:1].isupper():
                    continue
                if self._is_called(sentence, *at.span()):
                    called.add(_folded(at[0]))
                elif not self._is_among(sentence, *at.span()):
                    continue
                votes[_folded(at[0])] += 1
        return votes, frozenset(called)

    def _is_called(self, sentence: Sentence, start: int, end: int) -> bool:
        """Say whether the words around a name, or its letters, tell of it alone that it is a thing's."""
        text = sentence.text
        before, after, name = text[:start], text[end:], text[start:end]
        if _is_dateline(before, name, after) or _is_acronym(sentence, start, end):
            return True
        if short := _SHORT.match(after):  # "Penal Forum (PF)"
            return short[1] == "".join(word[0] for word in re.split(r"[\s-]+", name) if word[0].isupper())
        if before.endswith("(") and after.startswith(")"):  # "the Parliament (Rada)"
            return (re.findall(r"[^\W\d_]+", before) or [""])[-1].lower() in self._bodies
        return self._is_explained(sentence, start, end)

    def _is_explained(self, sentence: Sentence, start: int, end: int) -> bool:
        """Say whether a noun beside a name tells what it is: "the party Pelanta", "Pelanta, an opposition party,"."""
        before, after = sentence.text[:start], sentence.text[end:]
        if (found := self._after.match(after)) and not found["many"]:
            return True
        head = _head(sentence, start, end)
        if self._told.match(after) or (_THE.search(before) and head is not None and _is_whole(sentence, head, end)):
            return True
        if not self._direct.search(before):
            return False
        noun = next((t for t in reversed(sentence.tokens) if t.end - sentence.start <= start and t.pos == "NOUN"), None)
        lone = " " not in sentence.text[start:end]
        if lone or head is None or noun is None:
            return True
        return noun.head == head.i or head.head == noun.i or (noun.head == head.head and noun.rel == head.rel)

    def _is_among(self, sentence: Sentence, start: int, end: int) -> bool:
        """Say whether a name stands, alone or in a list, where names of things do: "in Belm and Ostrin"."""
        before, after = sentence.text[:start], sentence.text[end:]
        if re.match(r"[’']s?\b", after):
            return False
        lone = " " not in sentence.text[start:end]
        rest = _REST.match(after)
        tail = self._after.match(after[rest.end() :]) if rest is not None else None
        if tail is not None and tail["many"]:
            return True
        members = _MEMBERS.search(before)
        opening = before[: members.start()] if members else before
        if members and not _goes_on(sentence, members.start(), start, end + (rest.end() if rest else 0)):
            return False
        if self._within.search(opening) or (self._named.search(opening) and (lone or members)):
            return True
        if self._where.search(opening):
            return lone or not self._minded.search(opening)
        return lone and bool(self._about.search(opening))


def _key(mention: Mention) -> str:
    return _folded(" ".join(mention.words))


def _folded(name: str) -> str:
    return re.sub(r"[\s-]+", " ", name).casefold()


def _nouns(lexicon: PeopleLexicon, which: str) -> str:
    return "|".join(sorted(map(re.escape, lexicon.words("things", which))))


def _lower_case(found: Found) -> frozenset[str]:
    """Return the words that a document writes small at least as often as not, headlines apart."""
    small, large = Counter[str](), Counter[str]()
    for sentence, _ in found:
        if not is_headline(sentence.text):
            for at in _LOWER.finditer(sentence.text):
                (small if at[0].islower() else large)[at[0].lower()] += 1
    return frozenset(word for word, count in small.items() if count >= large[word])


def _is_dateline(before: str, name: str, after: str) -> bool:
    """Say whether a report begins with the name of its place: "OSTRIN, May 4 (Wire) --", "OSTRIN: Police ..."."""
    if before.strip():
        return False
    found = _DATELINE.match(after)
    return bool(found and (found["wire"] or name.isupper())) or (name.isupper() and after.startswith(":"))


def _is_acronym(sentence: Sentence, start: int, end: int) -> bool:
    """Say whether a lone name is set in capitals, in a sentence that is not."""
    text = sentence.text
    name = text[start:end]
    beside = re.search(rf"{_CAPITALISED} $", text[:start]) or re.match(rf" {_CAPITALISED}", text[end:])
    shouted = sum(map(str.isupper, text)) > 0.3 * sum(map(str.isalpha, text))
    return name.isupper() and name.isalpha() and len(name) > 2 and beside is None and not shouted


def _head(sentence: Sentence, start: int, end: int) -> Token | None:
    tokens = _tokens(sentence, start, end)
    inside = {t.i for t in tokens}
    return next((t for t in reversed(tokens) if t.head not in inside or t.head == t.i), None)


def _tokens(sentence: Sentence, start: int, end: int) -> list[Token]:
    return [t for t in sentence.tokens if start <= t.start - sentence.start < end and t.pos != "PUNCT"]


def _is_whole(sentence: Sentence, head: Token, end: int) -> bool:
    """Say whether a lone name heads its phrase: "the Zarvis said", not "the Orlova case"."""
    after = next((t for t in sentence.tokens if t.start - sentence.start >= end), None)
    alone = head.i > 0 and sentence.tokens[head.i - 1].lower == "the"
    return alone and head.rel not in {"compound", "amod"} and (after is None or after.pos in _CLOSING)


def _goes_on(sentence: Sentence, begin: int, start: int, end: int) -> bool:
    """Say whether the name at `start` belongs to the list from `begin` to `end`: "in Belm and Ostrin".

    A comma may as well part a place from persons ("two men in Belm, A B and C D, were"): then the model must take few
    names of the list for persons.
    """
    text = sentence.text
    head = _head(sentence, start, end)
    listed = text.count(",", begin, start) > 1 or re.search(r" (?:and|or) $", text[begin:start])
    follows = listed or (head is not None and head.rel == "conj")
    if not follows or _place_in_tree(sentence, start, end) in _SAYING_WHERE:
        return False
    members = re.finditer(rf"{_CAPITALISED}(?: {_CAPITALISED})*", text[begin:end])
    labels = [sentence.label(sentence.start + begin + at.start()) for at in members]
    return "," not in text[begin:end] or _FEW * labels.count("PERSON") < len(labels)


def _place_in_tree(sentence: Sentence, start: int, end: int) -> str:
    """Return the relation of a name, or of the first of the list that it stands in."""
    token = _head(sentence, start, end)
    for _ in range(len(sentence.tokens)):
        if token is None:
            return ""
        if token.rel not in {"conj", "appos"} or token.head == token.i:
            return token.rel
        token = sentence.head(token)
    return ""
