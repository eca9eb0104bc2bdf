"""People in custody who take their number from the predicate: "those in jail over the plot now number 90"."""

from __future__ import annotations

from collections.abc import Callable

from habeas.extract.lexicon import Lexicon
from habeas.extract.parse.base import Sentence, Token


class Numbered:
    """Finds such people with one lexicon's words; `is_person` says whether a noun names people."""

    def __init__(self, lexicon: Lexicon, is_person: Callable[[Token], bool]) -> None:
        self._lexicon = lexicon
        self._is_person = is_person
        self._anaphors = lexicon.words("people", "anaphors")
        self._amounts = lexicon.words("grammar", "amount_verbs")
        self._taken = frozenset(w for w, told in lexicon.verbs["patient"].items() if {"held", "detained"} & set(told))
        self._verb_labels = lexicon.words("numbers", "verb_labels", "words")

    def takes(self, sentence: Sentence, noun: Token) -> bool:
        """Tell people in custody who take their number from the predicate: "prisoners at year's end ranged from ...".

        Others do where they are said to be in custody: "those in jail over the plot are 90", "students held number 90".
        """
        verb = sentence.head(noun)
        if verb is None or sentence.kids(noun, "nummod"):
            return False
        amount = verb.lemma in self._amounts
        if noun.lemma in self._lexicon.custody_nouns:
            return amount
        named = noun.lower in self._anaphors or self._is_person(noun)
        return (
            named
            and (amount or (verb.pos == "NUM" and bool(sentence.kids(verb, "cop"))))
            and self._are_held(sentence, noun)
        )

    def _are_held(self, sentence: Sentence, noun: Token) -> bool:
        """Say whether the noun phrase of people says that they are in custody: "those in jail", "students held"."""
        below = [t for k in sentence.kids(noun, "acl", "acl:relcl", "nmod", "amod") for t in sentence.subtree(k)]
        custody = any(t.lemma in self._taken or t.lemma in self._lexicon.custody_nouns for t in below)
        return custody or any(m == "held" for _, _, m in self._lexicon.states.find([t.lower for t in below]))

    def of(self, sentence: Sentence, numeral: Token) -> Token | None:
        """Return the people of "those in jail now number 90", whatever the parser makes of "number"."""
        verb = sentence.tokens[numeral.i - 1] if numeral.i else None
        if verb is None or verb.lower not in self._verb_labels:
            return None
        for token in sentence.tokens[: verb.i]:
            if token.pos in {"VERB", "AUX"} and token.has("VerbForm=Fin"):
                return None
            if token.pos in {"NOUN", "PRON"} and token.rel not in {"compound", "nmod:poss"}:
                people = token.lower in self._anaphors or self._is_person(token)
                return token if people and token.i + 1 < verb.i else None
        return None
