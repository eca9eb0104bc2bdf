"""People whom the parser left without a predicate: tied to the event noun before them or to the verb behind."""

from __future__ import annotations

from collections.abc import Iterator

from habeas.extract.grammar.counts.counted import Mention
from habeas.extract.grammar.measures.signs import Sign, Signs
from habeas.extract.lexicon import Lexicon
from habeas.extract.parse.base import Sentence, Token


class Orphans:
    """Finds the signs of such people with one lexicon's words."""

    def __init__(self, lexicon: Lexicon, signs: Signs) -> None:
        self._lexicon = lexicon
        self._signs = signs
        self._patient = lexicon.verbs["patient"]
        self._agent = lexicon.verbs["agent"]
        self._ties = lexicon.words("nouns", "ties", "patient")
        self._along = lexicon.words("attribution", "along")
        self._including = lexicon.words("parts", "inclusive_cases")

    def signs(self, sentence: Sentence, mention: Mention) -> Iterator[Sign]:
        """Tie people whom the parser left without a predicate to the event noun before or the verb after them."""
        first = sentence.head(mention.top) if mention.top.rel == "conj" else None
        cases = {c.lower for t in (mention.top, first) if t is not None for c in sentence.kids(t, "case")}
        held = self._lexicon.custody_nouns
        if cases & self._ties:
            for token in reversed(sentence.tokens[max(0, mention.top.i - 30) : mention.top.i]):
                tied = (k for k in sentence.kids(token, "nmod", "obl"))
                if token.pos in {"VERB", "AUX"} and token.rel not in {"amod", "compound"}:
                    break
                same = any({c.lower for c in sentence.kids(k, "case")} & cases for k in tied)
                if token.lemma in self._lexicon.event_nouns and (same or mention.top.lemma in held):
                    yield from self._signs.noun(sentence, token)
                    return
        yield from self._summed(sentence, mention)
        yield from self._listed(sentence, mention)
        yield from self._absolute(sentence, mention)
        yield from self._next_verb(sentence, mention)

    def _summed(self, sentence: Sentence, mention: Mention) -> Iterator[Sign]:
        """Read "More arrests were made; two women at the gate, two at the station", where no total was told."""
        first = mention.numeral.i
        breaks = [t.i for t in sentence.tokens[:first] if t.text in {";", ":", "–", "—"}]
        if not breaks or any(t.pos in {"VERB", "AUX"} for t in sentence.tokens[breaks[-1] : first + 6]):
            return
        for token in sentence.tokens[: breaks[-1]]:
            counted = bool(sentence.kids(token, "nummod"))
            if token.lemma in self._lexicon.countable_events and token.has("Number=Plur") and not counted:
                yield Sign("nominal", (self._lexicon.countable_events[token.lemma],), token)
                return

    def _listed(self, sentence: Sentence, mention: Mention) -> Iterator[Sign]:
        """Read the last of a list of objects that was cut off: "release the women, the old and 1,000 others"."""
        first = min((t.i for t in sentence.subtree(mention.top) if t.i <= mention.numeral.i), default=mention.numeral.i)
        before = sentence.tokens[first - 1] if first else None
        joined = before is not None and (before.pos == "CCONJ" or before.rel == "cc")  # "and", "as well as"
        if not joined or mention.top.rel not in {"obj", "conj", "appos", "dep"}:
            return
        for token in reversed(sentence.tokens[max(0, first - 20) : first - 1]):
            clause = sentence.head(token) if token.pos == "AUX" else None
            if clause is not None and clause.rel == "acl:relcl":
                continue
            if token.pos in {"AUX", "SCONJ"} or token.text in {";", ":"}:
                return
            if token.pos == "VERB" and token.rel not in {"amod", "acl:relcl"}:
                if sentence.kids(token, "obj") and token.lemma in self._patient:
                    yield from self._signs.verb(sentence, token, self._patient, "patient", weak=True, follow=False)
                return

    def _absolute(self, sentence: Sentence, mention: Mention) -> Iterator[Sign]:
        """Read "with 6,000 people in the army and the courts detained"."""
        cases = {c.lower for c in sentence.kids(mention.top, "case")}
        if not cases & self._along:
            return
        for token in sentence.tokens[mention.top.i + 1 : mention.top.i + 20]:
            if token.text in {";", ":"} or token.pos == "AUX":
                return
            if token.pos == "VERB" and token.lemma in self._patient and not token.has("VerbForm=Inf"):
                if not sentence.kids(token, "aux", "aux:pass", "obj"):
                    yield from self._signs.verb(sentence, token, self._patient, "modifier", follow=False)
                return

    def _next_verb(self, sentence: Sentence, mention: Mention) -> Iterator[Sign]:
        people = mention.noun or mention.numeral
        for token in sentence.tokens[people.i + 1 : people.i + 26]:
            if token.text in {";", ":"}:
                return
            if token.rel in {"case", "mark"}:  # "including 761 minors"
                continue
            beside = mention.noun is None and token.i == people.i + 1  # "28 held pending trial"
            if token.rel == "amod" and token.head > token.i and not beside:  # "lawyers defending jailed activists"
                continue
            custody = token.lemma in self._patient
            if token.lemma in self._agent and not sentence.kids(token, "nsubj") and token.i <= people.i + 3:
                yield from self._signs.verb(sentence, token, self._agent, "agent", follow=False)
                return
            own_clause = token.rel in {"acl", "acl:relcl"} and token.head == people.i
            if token.pos in {"VERB", "AUX"} and not custody and token.rel != "acl:relcl":
                if sentence.kids(token, "nsubj", "nsubj:pass"):
                    return
            elif token.pos == "VERB" and custody and not own_clause and self._lacks_subject(sentence, token, people):
                signs = self._signs.verb(sentence, token, self._patient, "modifier", follow=False)
                yield from (sign._replace(weak=sign.weak and not beside) for sign in signs)
                return

    def _lacks_subject(self, sentence: Sentence, verb: Token, people: Token) -> bool:
        """Say whether a participle or passive after the people has no subject but an aside."""
        subjects = sentence.kids(verb, "nsubj:pass", "nsubj")
        if any(k.i > people.i and not self._aside(sentence, k) for k in subjects):
            return False
        near = bool(sentence.kids(verb, "aux:pass")) or verb.i <= people.i + 2
        return verb.has("VerbForm=Part") and near and not sentence.kids(verb, "obj")

    def _aside(self, sentence: Sentence, subject: Token) -> bool:
        """Say whether a subject is an aside: "20 people, three women among them, were freed"."""
        return any(
            {c.lower for c in sentence.kids(k, "case")} & self._including for k in sentence.kids(subject, "nmod", "obl")
        )
