"""People told of as included: "the releases include 20", "an amnesty covering 20", "among those freed were 20"."""

from __future__ import annotations

from collections.abc import Iterator

from habeas.extract.grammar.counts.counted import Mention
from habeas.extract.grammar.measures.attributes import Attributes
from habeas.extract.grammar.measures.signs import Sign, Signs
from habeas.extract.lexicon import Lexicon
from habeas.extract.parse.base import Sentence, Token


class Inclusion:
    """Finds the signs of such people with one lexicon's words: what befell the whole befell the part."""

    def __init__(self, lexicon: Lexicon, signs: Signs, attributes: Attributes) -> None:
        self._lexicon = lexicon
        self._signs = signs
        self._attributes = attributes
        self._patient = lexicon.verbs["patient"]
        self._inclusive = lexicon.words("verbs", "light", "include")
        self._negations = lexicon.words("status", "negations")
        self._including = lexicon.words("parts", "inclusive_cases")
        self._partitive = lexicon.words("people", "partitive_cases")
        self._totals = lexicon.words("people", "totals")
        self._those = lexicon.words("people", "anaphors")
        self._copulas = lexicon.words("grammar", "copulas")

    def covering(self, sentence: Sentence, verb: Token) -> Iterator[Sign]:
        """Read what includes people: "the releases include 20 women", "an amnesty covering 20 prisoners"."""
        if any(k.lower in self._negations for k in sentence.kids(verb, "advmod")):
            return  # "the pardon did not extend to 20 others"
        if verb.lemma in self._inclusive or self._signs.lemma(sentence, verb) in self._inclusive:
            owner = sentence.head(verb) if verb.rel in {"acl", "acl:relcl"} else None
            main = sentence.head(verb) if verb.rel == "xcomp" else None  # "is expected to benefit 20"
            subjects = sentence.kids(main, "nsubj", "nsubj:pass") if main is not None else sentence.kids(verb, "nsubj")
            for subject in (*subjects, *((owner,) if owner is not None else ())):
                yield from self._including_noun(sentence, subject)

    def among(self, sentence: Sentence, verb: Token, top: Token) -> Iterator[Sign]:
        """Read "identified 20 prisoners among those freed": what befell the whole befell the part."""
        for kid in sentence.kids(verb, "obl", "nmod"):
            if kid.i > top.i and {c.lower for c in sentence.kids(kid, "case")} & self._partitive:
                yield from (s._replace(kind="patient") for s in self._attributes.modifier_of(sentence, kid))

    def _including_noun(self, sentence: Sentence, noun: Token) -> Iterator[Sign]:
        """Read the subject of "include": "the releases", "the amnesty list", "those arrested", "the detainees"."""
        for event in (noun, *sentence.kids(noun, "compound")):
            yield from self._signs.noun(sentence, event)
        yield from (s._replace(kind="patient") for s in self._attributes.modifier_of(sentence, noun))
        listed = sentence.kids(noun, "nmod") if noun.lemma in self._totals else []
        for held in (noun, *listed):  # "the detainees include 20 women", "the register of prisoners lists 20"
            if held.lemma in self._lexicon.custody_nouns:
                yield Sign("predicate", self._lexicon.custody_nouns[held.lemma], held)
        for people in listed:  # "the list of those pardoned includes 20 women"
            yield from (s._replace(kind="patient") for s in self._attributes.modifier_of(sentence, people))

    def fronted(self, sentence: Sentence, top: Token) -> Iterator[Sign]:
        """Read "Among those remanded are 20 nuns and 30 miners", "Those remanded are 20 nuns"."""
        verb = next(iter(sentence.kids(top, "cop")), None)
        for noun in sentence.tokens[: verb.i] if verb is not None else ():
            among = {c.lower for c in sentence.kids(noun, "case")} & self._including
            several = noun.has("Number=Plur") and noun.rel == "nsubj" and noun.head == top.i
            if not among and not several:
                continue
            between = sentence.tokens[noun.i + 1 : verb.i if verb is not None else noun.i]
            if not any(t.has("VerbForm=Fin") and t.pos in {"VERB", "AUX"} for t in between):
                yield from (s._replace(kind="patient") for s in self._attributes.modifier_of(sentence, noun))
                for kid in sentence.kids(noun, "nmod"):  # "Those in prison are 20 nuns"
                    yield from self._signs.phrase(sentence, kid, "predicate")

    def opened(self, sentence: Sentence, mention: Mention) -> Iterator[Sign]:
        """Read "Of those arrested, 20 are nuns, 30 miners and 40 farmers", where nothing else is said of a part."""
        first = next((t for t in sentence.tokens if t.pos not in {"PUNCT", "CCONJ", "ADV"}), None)
        noun = sentence.head(first) if first is not None and first.rel == "case" else None
        if first is None or noun is None or first.lower not in self._partitive | self._including:
            return
        if noun.lower not in self._those or mention.numeral.i < noun.i:
            return
        verbs: list[Token] = []
        for token in sentence.tokens[mention.numeral.i + 1 :]:
            if token.pos in {"PUNCT", "CCONJ"}:
                break
            verbs += [token] if token.pos in {"VERB", "AUX"} else []
        if not verbs or self._is_kind(sentence, verbs[0]):
            yield from (s._replace(kind="patient") for s in self._attributes.modifier_of(sentence, noun))

    def _is_kind(self, sentence: Sentence, verb: Token) -> bool:
        """Say whether a copula tells what people are: "of those held, 60 are nuns"."""
        if verb.lemma not in self._copulas:
            return False
        rest = (t for t in sentence.tokens[verb.i + 1 :] if t.pos not in {"ADV", "DET", "ADJ"} and t.rel != "compound")
        noun = next(rest, None)
        return noun is not None and noun.pos == "NOUN" and self._lexicon.names_person(noun.lemma, noun.lower)

    def inverted(self, sentence: Sentence, verb: Token, top: Token) -> Iterator[Sign]:
        """Read "Among those released were 20 students"; "of the 90 arrested, 60 are in custody" tells of the 60."""
        for kid in sentence.kids(verb, "obl", "nmod", "advmod"):
            if max(kid.i, top.i) < verb.i and not self._is_kind(sentence, verb):
                continue
            if {c.lower for c in sentence.kids(kid, "case")} & (self._including | self._partitive):
                for sign in self._attributes.modifier_of(sentence, kid):
                    yield sign._replace(kind="patient")
                loose = sentence.tokens[kid.i + 1] if kid.i + 1 < len(sentence.tokens) else kid
                if loose.rel == "advcl" and loose.head == verb.i and loose.has("VerbForm=Part"):  # "the batch freed"
                    yield from self._signs.verb(sentence, loose, self._patient, "patient", follow=False)
