"""Verbs that leave their sense to what stands beside them: "got a pardon", "faces ten years", "had no news of 20"."""

from __future__ import annotations

from collections.abc import Iterator

from habeas.extract.grammar.measures.signs import Sign, Signs
from habeas.extract.lexicon import Lexicon
from habeas.extract.parse.base import Sentence, Token

_COMPLEMENTS = ("obj", "obl", "nmod", "iobj", "xcomp")
_BARE = frozenset({"obj", "iobj", "xcomp", "obl:npmod"})


class LightVerbs:
    """Finds the signs in what such verbs govern, by the words of one lexicon."""

    def __init__(self, lexicon: Lexicon, signs: Signs) -> None:
        self._signs = signs
        self._threat = lexicon.words("verbs", "light", "threat")
        self._serve = lexicon.words("verbs", "light", "serve")
        self._terms = lexicon.words("verbs", "light", "terms")
        self._whole_terms = lexicon.words("verbs", "light", "whole_terms")
        self._ranges = lexicon.words("verbs", "light", "term_links")
        self._beside = lexicon.words("places", "inside") | lexicon.words("verbs", "light", "occasion")
        self._partitive = lexicon.words("people", "partitive_cases")
        self._to_court = lexicon.words("verbs", "light", "to_court")
        self._courts = lexicon.words("verbs", "light", "courts")
        self._court_links = lexicon.words("nouns", "ties", "court")
        self._lost = lexicon.words("verbs", "light", "lost")
        self._tidings = lexicon.words("nouns", "tidings")
        self._tidings_links = lexicon.words("nouns", "ties", "tidings")
        self._left = lexicon.words("verbs", "light", "left")
        self._counting = lexicon.words("echo", "knowing") | lexicon.words("echo", "happening")
        self._like = lexicon.words("recognition", "links")
        self._patient = lexicon.verbs["patient"]
        self._denying = lexicon.words("verbs", "light", "denying")
        self._producing = lexicon.words("verbs", "light", "producing")
        self._asking = lexicon.words("status", "wish_verbs") | lexicon.words("verbs", "light", "challenging")
        self._events = lexicon.event_nouns
        self._replace = lexicon.words("verbs", "light", "replace")
        self._restraint = lexicon.words("verbs", "light", "restraint")
        self._at_large = lexicon.words("verbs", "light", "at_large")
        self._beyond = lexicon.words("verbs", "light", "beyond")
        self._none = lexicon.words("numbers", "zero_determiners") | lexicon.words("verbs", "light", "nothing")

    def undergone(self, sentence: Sentence, verb: Token) -> Iterator[Sign]:
        """Read "got pardons", "were subjected to arrests", "had their convictions upheld", "received five years"."""
        for kid in sentence.kids(verb, *_COMPLEMENTS):
            if {c.lower for c in sentence.kids(kid, "case")} & self._beside:
                continue  # "got life in a mass trial"
            for noun in (kid, *sentence.kids(kid, "conj", "compound")):
                for sign in self._signs.noun(sentence, noun):
                    yield self.hanging(verb, sign._replace(weak=False))
        for kid in sentence.kids(verb, "ccomp"):
            for noun in sentence.kids(kid, "nsubj", "nsubj:pass"):
                yield from (s._replace(weak=False) for s in self._signs.noun(sentence, noun))
        yield from self.term(sentence, verb)

    def hanging(self, verb: Token, sign: Sign) -> Sign:
        """Return the sense of a term that people serve (held) or face (charged); the sign as it is otherwise."""
        if {"convicted", "detained"} & set(sign.measures) and verb.lemma in self._threat:
            return sign._replace(measures=("charged",))
        if "convicted" in sign.measures and verb.lemma in self._serve:
            return sign._replace(measures=("held",))
        return sign

    def counted_as(self, sentence: Sentence, verb: Token) -> Iterator[Sign]:
        """Read "were counted as jailed", "have been listed as missing": what people are told to be."""
        if verb.lemma not in self._counting or verb.i + 2 >= len(sentence.tokens):
            return
        link, word = sentence.tokens[verb.i + 1 : verb.i + 3]
        if link.lower in self._like and word.has("VerbForm=Part"):
            yield from self._signs.verb(sentence, word, self._patient, "patient")

    def denied(self, sentence: Sentence, verb: Token) -> Iterator[Sign]:
        """Read "were denied bail", "refused parole to 20": those whom nobody lets go are held."""
        if verb.lemma in self._denying:
            for kid in sentence.kids(verb, "obj", "nsubj:pass", "xcomp"):
                if "freed" in self._events.get(kid.lemma, ()):
                    yield Sign("patient", ("held",), verb)

    def asked_for(self, sentence: Sentence, verb: Token) -> Iterator[Sign]:
        """Read "challenged the police to produce 20 people": those are missing whom others are asked to produce."""
        asking = sentence.head(verb)
        told = verb.lemma in self._producing and asking is not None and asking.lemma in self._asking
        if told and not any(t.lemma in self._courts for t in sentence.subtree(verb)):
            yield Sign("patient", ("missing",), verb)

    def softened(self, sentence: Sentence, verb: Token) -> Iterator[Sign]:
        """Read "(whose arrest) was replaced with a measure not related to imprisonment": they are let go."""
        if verb.lemma not in self._replace:
            return
        for kid in sentence.kids(verb, "obl", "nmod"):
            below = sentence.subtree(kid)
            beyond = any(t.lower in self._beyond for t in below) and any(t.lemma in self._at_large for t in below)
            if kid.lemma in self._restraint and beyond:
                yield Sign("patient", ("freed",), verb)

    def softened_event(self, sentence: Sentence, noun: Token) -> Iterator[Sign]:
        """Read "the arrest of 20 was replaced with a non-custodial measure"."""
        verb = sentence.head(noun)
        if noun.rel == "nsubj:pass" and verb is not None:
            yield from self.softened(sentence, verb)

    def term_for(self, sentence: Sentence, unit: Token) -> Iterator[Sign]:
        """Read the headline "Ten years in prison for six monks"."""
        told = bool(sentence.kids(unit, "nummod")) or unit.lemma in self._whole_terms
        inside = any(self._signs.is_custody_place(sentence, k) for k in sentence.kids(unit, "nmod", "obl"))
        if unit.lemma in self._terms and told and inside:
            yield Sign("nominal", ("convicted",), unit)

    def term(self, sentence: Sentence, verb: Token) -> Iterator[Sign]:
        """Read "received 20 years", "were given life", "got between two and six years", "face up to 15 years"."""
        for kid in sentence.kids(verb, *_BARE, "obl", "nmod"):
            cases = {c.lower for c in sentence.kids(kid, "case")}
            if kid.lemma not in self._terms or (cases and not cases <= self._ranges) or kid.i < verb.i:
                continue
            if any(t.lower in self._left for t in sentence.tokens[kid.i + 1 : kid.i + 3]):
                yield Sign("predicate", ("held",), kid, weak=True)  # "have ten years left": they serve their terms
                return
            told = bool(sentence.kids(kid, "nummod")) or kid.lemma in self._whole_terms
            if self._is_length(sentence, kid) or (told and not self._is_of_something(sentence, kid)):
                yield self.hanging(verb, Sign("patient", ("convicted",), kid, weak=True))

    def _is_length(self, sentence: Sentence, term: Token) -> bool:
        """Tell "terms of between three and nine years", whose length is told, from "terms of office"."""
        below = sentence.subtree(term)
        units = [t for t in below if t.i > term.i and t.lemma in self._terms and t.lemma not in self._whole_terms]
        return not self._signs.event(sentence, term) and any(sentence.kids(u, "nummod") for u in units)

    def _is_of_something(self, sentence: Sentence, term: Token) -> bool:
        """Tell "received two years of training", "were given two days to leave" from a sentence."""
        below = (c.lower for k in sentence.kids(term, "nmod") for c in sentence.kids(k, "case"))
        return bool(self._partitive & set(below)) or any(k.has("VerbForm=Inf") for k in sentence.kids(term, "acl"))

    def before_court(self, sentence: Sentence, verb: Token) -> Iterator[Sign]:
        """Read "appeared at a special court", "were brought before a judge", "sent 20 people to a tribunal"."""
        if verb.lemma not in self._to_court:
            return
        for kid in sentence.kids(verb, "obl", "nmod"):
            if kid.lemma in self._courts and {c.lower for c in sentence.kids(kid, "case")} & self._court_links:
                yield Sign("patient", ("charged",), verb)

    def without_news(self, sentence: Sentence, noun: Token, cases: set[str]) -> Iterator[Sign]:
        """Read "no news of 20 people", "lost contact with 20", "nothing has been heard of 20"."""
        if not cases & self._tidings_links:
            return
        verb = sentence.head(noun)
        lost = verb is not None and verb.lemma in self._lost
        denied = any(k.lower in self._none for k in sentence.kids(noun, "det"))
        unheard = noun.pos == "VERB" and any(k.lower in self._none for k in sentence.kids(noun, "nsubj:pass", "nsubj"))
        if unheard or (noun.lemma in self._tidings and (denied or lost)):
            yield Sign("nominal", ("missing",), noun)
