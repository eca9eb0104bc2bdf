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
        self._befallen = frozenset(lexicon.verbs["patient"]) - lexicon.weak_verbs
        self._copulas = lexicon.words("grammar", "copulas")
        self._reaching = lexicon.words("grammar", "reaching", "verbs")
        self._up_to = lexicon.words("grammar", "reaching", "cases")
        self._putting = lexicon.words("grammar", "putting", "verbs")
        self._at = lexicon.words("grammar", "putting", "cases")
        self._verb_labels = lexicon.words("numbers", "verb_labels", "words")

    def takes(self, sentence: Sentence, noun: Token, numeral: Token) -> bool:
        """Tell people in custody who take their number from the predicate: "prisoners at year's end ranged from ...".

        Others do where they are said to be in custody: "those in jail over the plot are 90", "students held number 90".
        """
        verb = sentence.head(noun)
        if verb is None or sentence.kids(noun, "nummod"):
            return False
        cases = {c.lower for c in sentence.kids(numeral, "case")}
        amount = verb.lemma in self._amounts or (verb.lemma in self._reaching and bool(cases & self._up_to))
        if noun.rel == "obj":  # "put their own arrests at 90", "put those released at 90"
            amount = self.is_putting(sentence, verb, numeral)
        if noun.lemma in self._lexicon.countable_events and noun.has("Number=Plur"):
            return amount and verb.lemma not in self._copulas  # "the arrests have climbed to 90"
        if noun.lemma in self._lexicon.custody_nouns:
            return amount
        named = noun.lower in self._anaphors or self._is_person(noun)
        return (
            named
            and (amount or (verb.i == numeral.i and bool(sentence.kids(verb, "cop"))))
            and self._are_held(sentence, noun)
        )

    def is_putting(self, sentence: Sentence, verb: Token, numeral: Token) -> bool:
        """Say whether a verb puts something at a number: "put those released at 90", "put the total at 90 people"."""
        return verb.lemma in self._putting and any(k.lower in self._at for k in sentence.kids(numeral, "case"))

    def _are_held(self, sentence: Sentence, noun: Token) -> bool:
        """Say whether the noun phrase of people says that they are in custody: "those in jail", "students held"."""
        below = [t for k in sentence.kids(noun, "acl", "acl:relcl", "nmod", "amod") for t in sentence.subtree(k)]
        custody = any(t.lemma in self._befallen or t.lemma in self._lexicon.custody_nouns for t in below)
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
