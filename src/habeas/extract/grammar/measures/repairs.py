"""Reads past what parsers get wrong where participles stand behind people: "released 20 people held over the riots"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from habeas.extract.grammar.counts.counted import Mention
from habeas.extract.grammar.measures.attributes import Attributes
from habeas.extract.grammar.measures.light import LightVerbs
from habeas.extract.grammar.measures.signs import Sign, Signs
from habeas.extract.lexicon import Lexicon
from habeas.extract.parse.base import Sentence, Token

# How far behind a participle the verb may stand that it was mistaken for.
_GARDEN: Final = 20


class Repairs:
    """Finds the predicate of people that the parser gave to another verb, with one lexicon's words."""

    def __init__(self, lexicon: Lexicon, signs: Signs, light: LightVerbs, attributes: Attributes) -> None:
        self._signs = signs
        self._light = light
        self._attributes = attributes
        self._patient = lexicon.verbs["patient"]
        self._agent = lexicon.verbs["agent"]
        self._perfect = lexicon.words("echo", "perfect")
        self._undergo = lexicon.words("verbs", "light", "undergo")

    def robbed(self, sentence: Sentence, mention: Mention) -> Iterator[Sign]:
        """Read "released 35 people imprisoned for ..." where the parser gave the people to the second verb."""
        before = [t for t in sentence.tokens if t.end <= sentence.start + mention.quantity.start]
        verb = before[-1] if before else None
        if verb is None or verb.pos != "VERB" or verb.lemma not in self._patient or verb.rel in {"acl", "amod"}:
            return
        told = verb.has("VerbForm=Inf") or bool(sentence.kids(verb, "nsubj", "aux"))
        if told and mention.top.head != verb.i and not sentence.kids(verb, "aux:pass"):
            yield from self._signs.verb(sentence, verb, self._patient, "patient", follow=False)

    def headless(self, sentence: Sentence, top: Token) -> Iterator[Sign]:
        """Read "Authorities released by June 21 a total of 3,072 people", where the parser found no main verb."""
        for subject in sentence.kids(top, "nsubj") if top.rel == "root" else ():
            for verb in sentence.kids(subject, "acl"):
                if verb.i < top.i and not sentence.kids(verb, "obj") and not sentence.kids(top, "cop"):
                    yield from self._signs.verb(sentence, verb, self._patient, "patient", follow=False)

    def befallen(self, sentence: Sentence, mention: Mention) -> Iterator[Sign]:
        """Read the participle right behind such a whole, "Of the 310 people picked up, ...", wherever it hangs."""
        after = (mention.noun or mention.numeral).i + 1
        verb = sentence.tokens[after] if after < len(sentence.tokens) else None
        past = verb is not None and verb.pos == "VERB" and (verb.has("VerbForm=Part") or verb.has("Tense=Past"))
        if verb is not None and past and not sentence.kids(verb, "obj"):
            yield from self._signs.verb(sentence, verb, self._patient, "modifier", follow=False)

    def main_verb(self, sentence: Sentence, participle: Token) -> Token | None:
        """Find the predicate of "20 people held after the riot have been freed", "... are behind bars again".

        The parser may take the participle for the main verb: then another finite verb stands behind it, without a
        subject of its own.
        """
        if participle.lemma not in self._patient and participle.lemma not in self._undergo:
            return None
        for verb in sentence.tokens[participle.i + 1 : participle.i + _GARDEN]:
            if verb.text in {";", ":"}:
                return None
            if verb.pos not in {"VERB", "AUX"} or verb.rel in {"acl:relcl", "aux", "aux:pass", "cop", "advcl", "acl"}:
                continue
            finite = verb.has("VerbForm=Fin") or any(k.rel == "aux" for k in sentence.kids(verb))
            finite = finite or any(k.rel == "aux:pass" and k.has("VerbForm=Fin") for k in sentence.kids(verb))
            if not finite:
                continue
            subjects = [k for k in sentence.kids(verb, "nsubj", "nsubj:pass", "mark", "cc") if k.i > participle.i]
            joined = any(t.pos == "CCONJ" for t in sentence.tokens[participle.i + 1 : verb.i] if t.head == participle.i)
            return None if subjects or joined else verb
        return None

    def released_after(self, sentence: Sentence, noun: Token) -> Iterator[Sign]:
        """Read "1,000 men detained after the marches have been released", where no verb was taken for the main one."""
        for participle in sentence.kids(noun, "acl"):
            for verb in sentence.kids(participle, "advcl", "ccomp"):
                own = [t for t in sentence.tokens[participle.i : verb.i] if t.rel == "mark" and t.head == verb.i]
                had = any(k.lower in self._perfect for k in sentence.kids(verb, "aux"))
                if own and had and sentence.kids(verb, "aux:pass"):
                    yield from self._signs.verb(sentence, verb, self._patient, "patient", follow=False)

    @staticmethod
    def own_verb(sentence: Sentence, verb: Token, top: Token) -> Token | None:
        """Return the finite verb right behind people whom the parser gave to a passive clause before them."""
        behind = sentence.tokens[top.i + 1] if top.i + 1 < len(sentence.tokens) else None
        if behind is None or top.pos != "NUM" or not sentence.kids(verb, "aux:pass") or top.i < verb.i:
            return None
        finite = behind.pos in {"VERB", "AUX"} and behind.has("VerbForm=Fin")
        return behind if finite and not sentence.kids(behind, "nsubj", "nsubj:pass") else None

    @staticmethod
    def is_gapped_passive(sentence: Sentence, verb: Token, top: Token) -> bool:
        """Read "nine have been charged and 27 released pending an inquiry", where the parser saw 27 release it."""
        first = sentence.head(verb) if verb.rel == "conj" else None
        bare = top.pos == "NUM" and verb.i == top.i + 1 and not sentence.kids(verb, "aux", "aux:pass")
        return bare and first is not None and verb.has("Tense=Past") and bool(sentence.kids(first, "aux:pass"))

    def through_clause(self, sentence: Sentence, participle: Token) -> Iterator[Sign]:
        """Read "people arrested in May got an amnesty", "remain in jail", where a participle was read as a clause."""
        verb = sentence.head(participle) if participle.rel in {"csubj", "nsubj", "csubj:pass"} else None
        if verb is None:
            return
        if verb.lemma in self._undergo:
            yield from self._light.undergone(sentence, verb)
        elif participle.rel == "csubj" and not sentence.kids(verb, "aux:pass"):
            yield from self._signs.verb(sentence, verb, self._agent, "agent", follow=False)
            yield from self._attributes.complement_states(sentence, verb)
        yield from self._signs.verb(sentence, verb, self._patient, "patient", follow=False)
