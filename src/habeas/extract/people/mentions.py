"""Names of persons in a sentence: runs of capitalised words that are no body, place or month."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from habeas.extract.parse.base import Sentence, Token
from habeas.extract.parse.casing import is_headline
from habeas.extract.people.lexicon import PeopleLexicon

_WORD: Final = re.compile(r"[^\W\d_]+(?:[’'`\-‑][^\W\d_]+)*\.?")
_POSSESSIVE: Final = re.compile(r"[’']s?$")
_GAP: Final = re.compile(r"^[ \u00a0]{1,2}$|^- $|^\n?$")
_Word = tuple[int, int, str]  # start and end in the sentence, and the text
_LISTED: Final = re.compile(r"^(?:,|;|,? and|,? or|,? as well as) $")
_WIDEST: Final = 4  # words of a name that nothing but a list gives away
_NOT_NAMES: Final = frozenset(
    {"ADJ", "ADV", "VERB", "DET", "ADP", "PRON", "SCONJ", "CCONJ", "AUX", "NUM", "PART", "INTJ"}
)
_WHERE: Final = frozenset({"in", "at", "near", "outside", "inside", "across", "throughout", "around"})


class Mention(NamedTuple):
    """One name in a sentence: document offsets, words, the token that carries it, and whether it surely is a person.

    `sex` is what a title or an ending of the given name shows ("m", "f", ""). It is `proven` a person's where the words
    around it tell of one, whatever the parser calls it: a title, a profession, or what only persons suffer.
    """

    start: int
    end: int
    words: tuple[str, ...]
    head: Token
    tokens: tuple[int, ...]
    sure: bool
    sex: str
    proven: bool = False


class Names:
    """Finds names with one lexicon's titles, particles and words of bodies."""

    def __init__(
        self, lexicon: PeopleLexicon, common: frozenset[str] = frozenset(), people: frozenset[str] = frozenset()
    ) -> None:
        self._common, self._people = common, people
        self._titles = lexicon.words("names", "titles")
        self._qualifying = lexicon.words("names", "qualifying_titles")
        self._qualified = lexicon.words("names", "qualified")
        self._male, self._female = lexicon.words("names", "male_titles"), lexicon.words("names", "female_titles")
        self._particles = lexicon.words("names", "particles")
        self._bodies = lexicon.words("names", "bodies")
        self._suffered = lexicon.words("names", "suffered")
        self._sufferings = lexicon.words("names", "sufferings")
        self._parting = lexicon.words("names", "parting")
        self._honorifics = lexicon.words("names", "honorifics")
        self._given = lexicon.words("names", "given")
        self._male_in_a = lexicon.words("names", "male_in_a")

    def find_all(self, sentences: Sequence[Sentence]) -> list[tuple[Sentence, list[Mention]]]:
        """Return the names of each sentence of a document.

        A surname that is a word of English too ("Stone") is one wherever the document has the full name.
        """
        found = [(sentence, self.find(sentence)) for sentence in sentences]
        full = {mention.words[-1].lower() for _, mentions in found for mention in mentions if len(mention.words) > 1}
        if surnames := frozenset(full & self._common):
            return [(sentence, self.find(sentence, surnames)) for sentence in sentences]
        return found

    def find(self, sentence: Sentence, surnames: frozenset[str] = frozenset()) -> list[Mention]:
        """Return the names of a sentence in order; single words too, which the caller matches with known persons.

        `surnames` are words of English that the document is known to use as surnames.
        """
        shouted = sum(c.isupper() for c in sentence.text) > 0.7 * max(1, sum(c.isalpha() for c in sentence.text))
        titled = not shouted and is_headline(sentence.text)
        found: list[tuple[list[_Word], Mention | None]] = []
        for run in (piece for whole in self._runs(sentence) for piece in self._pieces(whole)):
            if titled:
                found += [
                    (part, self._mention(sentence, part, surnames)) for part in self._names(sentence, run, surnames)
                ]
                continue
            # Where all is in capitals, only what the parser takes for a person is a name.
            name = [word for word in run if self._is_label(sentence, word, {"PERSON"})] if shouted else run
            found.append((run, self._mention(sentence, name, surnames)))
        return [mention for mention in self._listed(sentence, found) if mention is not None]

    def _names(self, sentence: Sentence, run: list[_Word], surnames: frozenset[str]) -> Iterable[list[_Word]]:
        """Yield the parts of a headline's run of capitalised words between those that are no names."""
        by_start = {t.start - sentence.start: t for t in sentence.tokens}
        part: list[_Word] = []
        for word in run:
            token, low = by_start.get(word[0]), word[2].lower()
            plain = token is not None and (
                token.pos in _NOT_NAMES - {"ADJ", "VERB"} or {token.lemma, low, low.removesuffix("s")} & self._common
            )
            if plain and low not in surnames | self._titles and not self._is_label(sentence, word, {"PERSON"}):
                if part:
                    yield part
                part = []
            else:
                part.append(word)
        if part:
            yield part

    def _listed(self, sentence: Sentence, found: list[tuple[list[_Word], Mention | None]]) -> list[Mention | None]:
        """Return the names; who is listed with two persons of several names is one too: "A B, C D and Stone Hill"."""
        out = [mention for _, mention in found]
        for start, end in self._lists(sentence, found):
            sure = [m for m in out[start:end] if m is not None and m.sure and len(m.words) > 1]
            if end - start < 3 or len(sure) < 2 or 2 * len(sure) < end - start:
                continue
            for n in range(start, end):
                run, mention = found[n]
                words = frozenset(word[2].lower() for word in run)
                if mention is None and 1 < len(run) <= _WIDEST and not words & self._bodies:
                    mention = self._mention(sentence, run, words)
                if mention is not None and len(mention.words) > 1:
                    out[n] = mention._replace(sure=True)
        return out

    @staticmethod
    def _lists(sentence: Sentence, found: list[tuple[list[_Word], Mention | None]]) -> Iterable[tuple[int, int]]:
        """Yield the ranges of runs that stand in one list, with nothing between them but commas and "and"."""
        start = 0
        for n in range(1, len(found) + 1):
            if n < len(found) and _LISTED.match(sentence.text[found[n - 1][0][-1][1] : found[n][0][0][0]]):
                continue
            yield start, n
            start = n

    def _runs(self, sentence: Sentence) -> Iterable[list[_Word]]:
        """Yield runs of capitalised words (start, end, text), with particles inside."""
        run: list[_Word] = []
        pending: list[_Word] = []
        for found in _WORD.finditer(sentence.text):
            word = found[0]
            dotted = word.endswith(".") and len(word) > 2
            bare = _POSSESSIVE.sub("", word.rstrip(".") if dotted else word)
            start, end = found.start(), found.start() + len(bare)
            last = (pending or run)[-1] if run else None
            joined = last is not None and bool(_GAP.match(sentence.text[last[1] : start].lstrip(".")))
            capital = bare[:1].isupper() or ("-" in bare and bare.split("-")[-1][:1].isupper() and bare[:1].isalpha())
            if capital and joined:
                run += [*pending, (start, end, bare)]
                pending = []
            elif bare in self._particles and joined and not capital:
                pending.append((start, end, bare))
                continue
            else:
                if run:
                    yield run
                run, pending = ([(start, end, bare)] if capital else []), []
            if run and (bare != word and not dotted):  # a possessive ends a name
                yield run
                run, pending = [], []
        if run:
            yield run

    def _pieces(self, run: list[_Word]) -> Iterable[list[_Word]]:
        """Yield the names of a run that a title parts: "Namatai Kwezo Councillor Samuel Renzi"."""
        edges = [n for n, word in enumerate(run) if n > 1 and word[2].lower() in self._parting]
        for start, end in pairwise([0, *edges, len(run)]):
            yield run[start:end]

    def _mention(self, sentence: Sentence, run: list[_Word], surnames: frozenset[str]) -> Mention | None:
        sex = ""
        titled = False
        by_start = {t.start - sentence.start: t for t in sentence.tokens}
        while run:
            word = run[0][2].lower().rstrip(".")
            token = by_start.get(run[0][0])
            known = word in self._common or word.removesuffix("s") in self._common
            strange = token is not None and token.pos in {"ADJ", "VERB"} and not known  # a name the parser misread
            leading = token is not None and token.pos in _NOT_NAMES and not strange and len(run) > 1
            common = token is not None and token.pos == "NOUN" and run[0][0] == 0 and known and len(run) > 1
            plural = word.endswith("s") and word[:-1] in self._common and len(run) > 2  # "Journalists A B"
            if word in self._titles:
                sex = "m" if word in self._male else "f" if word in self._female else sex
                titled = titled or word in self._male | self._female | self._people or word in {"dr", "president"}
            elif not plural and not (
                leading or common or (self._is_label(sentence, run[0], {"NORP"}) and len(run) > 1)
            ):
                break
            run = run[1:]
        run = self._after_entity_start(sentence, run)
        while run and run[-1][2].lower() in self._titles:
            run = run[:-1]
        if not run or any(w[2].lower().rstrip(".") in self._bodies for w in run) or len(run) > 6:
            return None
        if all(len(w[2]) == 1 for w in run) or (len(run) == 1 and (run[0][2].isupper() or len(run[0][2]) < 3)):
            return None
        tokens = [
            t for t in sentence.tokens if t.start - sentence.start < run[-1][1] and run[0][0] < t.end - sentence.start
        ]
        if not tokens:
            return None
        return self._built(sentence, run, tokens, sex, surnames, titled=titled)

    def _after_entity_start(self, sentence: Sentence, run: list[_Word]) -> list[_Word]:
        """Cut off a name the first word of a sentence or an office that the parser sees end before it."""
        starts = {start - sentence.start for start, _, kind in sentence.entities if kind == "PERSON"}
        at = next((n for n, word in enumerate(run) if word[0] in starts), 0)
        if len(run) - at < 2 or at == 0:
            return run
        leading = {word[2].lower() for word in run[:at]}
        telling = any(leading & words for words in (self._bodies, self._titles, self._common))
        return run[at:] if (run[0][0] <= 1 and at == 1) or telling else run

    def _built(
        self,
        sentence: Sentence,
        run: list[_Word],
        tokens: list[Token],
        sex: str,
        surnames: frozenset[str],
        *,
        titled: bool,
    ) -> Mention | None:
        ids = {t.i for t in tokens}
        tops = [t for t in tokens if (t.head not in ids or t.head == t.i) and t.pos != "PUNCT"]
        head = tops[-1] if tops else tokens[-1]
        before = sentence.tokens[tokens[0].i - 1] if tokens[0].i else None
        titled = titled or (before is not None and before.pos == "NOUN" and before.lemma in self._people)
        titled = titled or (len(run) > 1 and run[0][2].lower() in self._honorifics)
        given_first = len(run) > 1 and run[0][2].lower() in self._given and run[-1][2].lower() not in self._common
        person = titled or given_first or any(self._is_label(sentence, w, {"PERSON"}) for w in run)
        low = [{w[2].lower(), w[2].lower().removesuffix("s")} - surnames for w in run]
        common = [not self._common.isdisjoint(words) for words in low]
        if len(run) == 1 and self._is_qualified(sentence, run[0]):
            person = titled = False
        if not person and any(common) and (len(run) < 2 or all(common) or self._is_thing(sentence, run, head)):
            return None
        place = all(self._is_label(sentence, w, {"GPE", "LOC", "NORP", "FAC", "LAW", "EVENT", "DATE"}) for w in run)
        if len(run) == 1 and head.pos not in {"PROPN", "NOUN", "ADJ", "VERB", "X"}:
            return None
        given = run[0][2].lower()
        if not sex and len(run) > 1:
            sex = "f" if given.endswith("a") and given not in self._male_in_a else ""
        lone = len(run) == 1
        place = place or (lone and not titled and _is_where(sentence, head))
        sure = titled or (person and not (place and lone)) or (lone and self._suffers(sentence, head))
        start, end = sentence.start + run[0][0], sentence.start + run[-1][1]
        proven = titled or self._is_told_of(sentence, head)
        return Mention(start, end, tuple(w[2] for w in run), head, tuple(sorted(ids)), sure, sex, proven)

    def _is_qualified(self, sentence: Sentence, word: _Word) -> bool:
        """Say whether what stands before a thing tells its kind, and is no title: "the 2031 General Election"."""
        before = next((t for t in reversed(sentence.tokens) if t.start - sentence.start < word[0]), None)
        kind = before is not None and before.lower in self._qualifying
        return kind and word[2].lower() in self._qualified and not self._is_label(sentence, word, {"PERSON"})

    def _is_told_of(self, sentence: Sentence, head: Token) -> bool:
        """Say whether a name has the place of a person, so that it is one whatever the parser calls it.

        It is told what it is by profession ("Muthuvel, a journalist, ..."), or it suffers, alone or in a list, what
        only persons do ("Rohullah was arrested").
        """
        if head.pos != "PROPN":
            return False
        if any(kid.lemma in self._people and kid.pos == "NOUN" for kid in sentence.kids(head, "appos")):
            return True
        first = _first_of_list(sentence, head)
        verb = sentence.head(first)
        if first.rel in {"nmod", "obl"} and any(kid.lower == "of" for kid in sentence.kids(first, "case")):
            return verb is not None and verb.lemma in self._sufferings  # "the arrest of Rohullah"
        return first.rel in {"nsubj:pass", "obj"} and verb is not None and verb.lemma in self._suffered

    def _suffers(self, sentence: Sentence, head: Token) -> bool:
        """Say whether a lone word is a person by its place alone: no word of English, and no place by its label."""
        if head.lower in self._common or not self._is_told_of(sentence, head):
            return False
        labels = {label for start, end, label in sentence.entities if start <= head.start < end}
        beside = [head, _first_of_list(sentence, head)]
        return not labels or any(
            kid.lemma in self._people for token in beside for kid in sentence.kids(token, "appos", "conj")
        )

    def _is_thing(self, sentence: Sentence, run: list[_Word], head: Token) -> bool:
        """Say whether a name is an acronym, or the parser takes a word of it for a place, a law, a work, a body.

        What it takes for a body is none where it suffers what only persons do.
        """
        things = {"GPE", "LOC", "FAC", "LAW", "EVENT", "WORK_OF_ART", "NORP", "PRODUCT", "DATE"}
        things |= {"ORG"} if len(run) < 3 and not self._is_told_of(sentence, head) else set()
        acronym = any(word[2].isupper() and len(word[2]) > 1 for word in run)
        return acronym or any(self._is_label(sentence, word, things) for word in run)

    @staticmethod
    def _is_label(sentence: Sentence, word: _Word, labels: set[str]) -> bool:
        at = sentence.start + word[0]
        return any(start <= at < end and label in labels for start, end, label in sentence.entities)


def _first_of_list(sentence: Sentence, head: Token) -> Token:
    listed = sentence.head(head) if head.rel == "conj" else None
    return listed if listed is not None and listed.pos in {"PROPN", "NOUN"} else head


def _is_where(sentence: Sentence, head: Token) -> bool:
    """Say whether a lone name says where something is: "in Jaffna", "in Mandalay, Kandahar and Jaffna"."""
    first = sentence.head(head) if head.rel == "conj" else head
    return first is not None and any(kid.lower in _WHERE for kid in sentence.kids(first, "case"))
