"""Whom a trigger concerns: the persons in the right place of the tree, in lists, behind pronouns and group words."""

from __future__ import annotations

from typing import Final, NamedTuple

from habeas.extract.parse.base import Sentence, Token
from habeas.extract.people.lexicon import PeopleLexicon
from habeas.extract.people.registry import Person, Placed, Registry
from habeas.extract.people.triggers import Trigger

_INNER: Final = frozenset({"conj", "appos", "compound", "flat", "nmod", "dep", "obl", "acl", "parataxis"})
_COUNTS: Final = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}


class Patient(NamedTuple):
    """One person whom a trigger concerns, with the document offsets of the name or pronoun that stands for them."""

    person: Person
    start: int
    end: int
    how: str  # named, pronoun, group, listed


class Patients:
    """Finds patients with one lexicon's list words."""

    def __init__(self, lexicon: PeopleLexicon) -> None:
        self._including = tuple(sorted(lexicon.words("lists", "including"), key=lambda w: (-len(w), w)))
        self._plural = lexicon.words("lists", "plural_pronouns")
        self._he = lexicon.words("names", "he") | lexicon.words("names", "she")
        self._patient_verbs = lexicon.patient

    def of(self, sentence: Sentence, trigger: Trigger, placed: list[Placed], registry: Registry) -> list[Patient]:
        """Return the persons a trigger concerns, in the order of the text."""
        out: list[Patient] = []
        for token in self.bearers(sentence, trigger):
            out += self._at(sentence, token, placed, registry, trigger)
        if not out:
            out = self._before_comma(sentence, trigger, placed)
        return list({id(p.person): p for p in reversed(out)}.values())[::-1]

    # -- where the person stands -------------------------------------------------------------------------------
    def bearers(self, sentence: Sentence, trigger: Trigger) -> list[Token]:
        """Return the tokens (heads of noun phrases or pronouns) that stand in the patient's place."""
        word = trigger.word
        if trigger.role == "patient":
            return self._patient(sentence, word)
        if trigger.role == "agent":
            return self._subject(sentence, word)
        if trigger.role == "modified":
            head = sentence.head(word)
            while head is not None and head.rel == "compound" and head.head > head.i:
                head = sentence.head(head)
            return [head] if head is not None else []
        if trigger.role == "group":
            return [word]
        if trigger.role == "against":
            return self._against(sentence, word)
        if trigger.role == "subject":
            return self._state_subject(sentence, word)
        return self._of_noun(sentence, word)

    def _patient(self, sentence: Sentence, verb: Token, depth: int = 0) -> list[Token]:
        if self._is_passive(sentence, verb):
            return self._subject(sentence, verb)
        objects = sentence.kids(verb, "obj")
        if objects:
            return objects
        if verb.rel == "conj" and depth < 3:
            head = sentence.head(verb)
            if head is not None:
                # "was arrested and charged", "arrested X and charged him"
                return self._patient(sentence, head, depth + 1) if head.pos in {"VERB", "AUX", "ADJ"} else []
        if verb.has("VerbForm=Part") and not verb.has("Tense=Pres"):
            return self._subject(sentence, verb)
        return []

    def _is_passive(self, sentence: Sentence, verb: Token) -> bool:
        if sentence.kids(verb, "nsubj:pass", "aux:pass"):
            return True
        if verb.rel == "conj":
            head = sentence.head(verb)
            own = sentence.kids(verb, "nsubj", "obj", "aux")
            return head is not None and not own and verb.has("VerbForm=Part") and self._is_passive(sentence, head)
        past = verb.has("VerbForm=Part") and not verb.has("Aspect=Prog") and not verb.has("Tense=Pres")
        if verb.rel in {"acl", "advcl", "amod", "dep", "parataxis", "appos"} and (past or verb.pos == "ADJ"):
            return not sentence.kids(verb, "obj", "nsubj", "aux")
        return False

    def _subject(self, sentence: Sentence, verb: Token, depth: int = 0) -> list[Token]:
        own = sentence.kids(verb, "nsubj:pass", "nsubj")
        for kid in sentence.kids(verb, "aux:pass", "aux"):
            own += sentence.kids(kid, "nsubj", "nsubj:pass", "xcomp")
        relative = [t for t in own if t.lower in {"who", "whom", "that", "which"}]
        if verb.rel in {"acl:relcl", "acl"} and (relative or not own):
            head = sentence.head(verb)
            return [head] if head is not None else []
        if own:
            return own
        head = sentence.head(verb)
        if head is None or depth > 3:
            return []
        if verb.rel in {"conj", "xcomp", "advcl", "ccomp", "dep", "parataxis"}:
            if head.pos in {"NOUN", "PROPN"} and verb.rel in {"dep", "parataxis"}:
                return [head]
            objects = sentence.kids(head, "obj") if verb.rel == "xcomp" else []
            return objects or self._subject(sentence, head, depth + 1)
        if verb.rel == "appos":
            return [head]
        return []

    def _against(self, sentence: Sentence, word: Token) -> list[Token]:
        """Return X of "a case against X", wherever the parser hangs the phrase."""
        near = [word, *sentence.kids(word), *list(sentence.ancestors(word))[:1]]
        out = []
        for token in near:
            for kid in sentence.kids(token, "nmod", "obl"):
                if any(c.lower in {"against", "on"} for c in sentence.kids(kid, "case")) and kid not in out:
                    out.append(kid)
        return out

    def _of_noun(self, sentence: Sentence, noun: Token) -> list[Token]:
        out = [k for k in sentence.kids(noun, "nmod:poss")]
        for token in [noun, *sentence.kids(noun, "nmod", "obl")]:
            for kid in sentence.kids(token, "nmod", "obl"):
                cases = {c.lower for c in sentence.kids(kid, "case")}
                if (cases & {"of"}) or (
                    cases & {"for", "against"} and noun.lemma not in {"arrest", "detention", "release"}
                ):
                    out.append(kid)
        if not out and noun.rel == "conj":
            head = sentence.head(noun)
            if head is not None and head.pos in {"NOUN", "PROPN"}:
                return self._of_noun(sentence, head)
        for kid in sentence.kids(noun, "conj"):
            if not out:
                out += [
                    k for k in sentence.kids(kid, "nmod") if any(c.lower == "of" for c in sentence.kids(kid, "case"))
                ]
                out += self._of_conjunct(sentence, kid)
        return out

    @staticmethod
    def _of_conjunct(sentence: Sentence, noun: Token) -> list[Token]:
        return [k for k in sentence.kids(noun, "nmod") if {c.lower for c in sentence.kids(k, "case")} & {"of"}]

    def _state_subject(self, sentence: Sentence, top: Token) -> list[Token]:
        token: Token | None = top
        for _ in range(5):
            if token is None:
                return []
            if token.pos in {"VERB", "AUX", "ADJ"} or sentence.kids(token, "cop"):
                objects = sentence.kids(token, "obj")
                if objects and token.lemma in {"hold", "keep", "place", "put", "send", "detain", "leave", "throw"}:
                    return objects
                return self._subject(sentence, token)
            head = sentence.head(token)
            if head is not None and head.pos in {"NOUN", "PROPN"} and token.rel in {"nmod", "amod", "appos", "acl"}:
                if head.pos == "PROPN" or token.rel != "nmod":
                    return [head]
            token = head
        return []

    # -- who stands there --------------------------------------------------------------------------------------
    def _at(
        self, sentence: Sentence, token: Token, placed: list[Placed], registry: Registry, trigger: Trigger
    ) -> list[Patient]:
        if token.pos == "PRON" or token.lower in self._he:
            if token.lower in self._plural or token.lower in {"their", "them"}:
                return self._grouped(sentence, token, registry, None)
            person = registry.pronoun(token, placed)
            return [Patient(person, token.start, token.end, "pronoun")] if person is not None else []
        region = self._region(sentence, token)
        named = [p for p in placed if p.mention.head.i in region]
        out = [Patient(p.person, p.mention.start, p.mention.end, "named") for p in named]
        out += self._listed(sentence, token, placed, named, trigger)
        if out:
            return out
        count = _COUNTS.get(token.lower) or next(
            (_COUNTS[k.lower] for k in sentence.kids(token, "nummod") if k.lower in _COUNTS), None
        )
        definite = any(k.lower in {"the", "these", "those", "all", "both"} for k in sentence.kids(token, "det"))
        plural = token.has("Number=Plur") or token.pos == "NUM"
        if token.lower in self._plural or (definite and plural):
            return self._grouped(sentence, token, registry, count)
        return []

    def _region(self, sentence: Sentence, token: Token) -> set[int]:
        """Return the tokens of a noun phrase that may be its person: itself, its conjuncts and appositions."""
        region = {token.i}
        todo = [token]
        while todo:
            at = todo.pop()
            for kid in sentence.kids(at):
                enumerated = kid.rel in {"conj", "appos"} and kid.pos in {"PROPN", "NOUN", "X", "ADJ", "VERB"}
                inner = kid.rel in {"compound", "flat"} and at.pos in {"NOUN", "PROPN"}
                listed = kid.rel in {"nmod", "dep", "obl"} and self._opens_list(sentence, kid)
                if (enumerated or inner or listed) and kid.i not in region:
                    region.add(kid.i)
                    todo.append(kid)
        return region

    def _opens_list(self, sentence: Sentence, token: Token) -> bool:
        cases = " ".join(c.lower for c in sentence.kids(token, "case"))
        return cases in {"including", "such as", "like", "as"} and cases != "as"

    def _listed(
        self, sentence: Sentence, token: Token, placed: list[Placed], named: list[Placed], trigger: Trigger
    ) -> list[Patient]:
        """Return the names of an enumeration that follows the phrase ("including A, B; C", "(A, B)")."""
        text = sentence.text
        at = max([token.end, *(p.mention.end for p in named)]) - sentence.start
        window = text[token.end - sentence.start :].lower()
        openers = [window.find(w) for w in self._including if 0 <= window.find(w) <= 90]
        bracket = window.find("(")
        if named and named[0].mention.start - token.end > 60:
            return []
        if not openers and not (0 <= bracket <= 70 and token.pos == "NOUN") and len(named) < 1:
            return []
        if openers:
            begin = token.end - sentence.start + min(openers)
        elif 0 <= bracket <= 70 and token.pos == "NOUN":
            begin = token.end - sentence.start + bracket
        else:
            begin = at
        del trigger
        taken = {id(p) for p in named}
        return [
            Patient(p.person, p.mention.start, p.mention.end, "listed")
            for p in self._enumeration(sentence, begin, placed, strict=not openers)
            if id(p) not in taken
        ]

    def _enumeration(self, sentence: Sentence, begin: int, placed: list[Placed], *, strict: bool) -> list[Placed]:
        """Return the names after `begin` up to the first verb of a main clause (relative clauses are passed over)."""
        out: list[Placed] = []
        previous = begin
        for p in placed:
            start = p.mention.start - sentence.start
            if start < begin:
                continue
            between = [t for t in sentence.tokens if previous <= t.start - sentence.start < start]
            finite = [
                t
                for t in between
                if t.pos in {"VERB", "AUX"}
                and t.rel not in {"acl", "acl:relcl", "amod", "case", "conj", "aux:pass", "aux", "compound"}
            ]
            if finite or (strict and (any(t.pos in {"VERB", "AUX"} for t in between) or not _is_list(between))):
                break
            if p.mention.head.rel == "nmod:poss" or _owned(sentence, p.mention.head):
                previous = p.mention.end - sentence.start
                continue
            out.append(p)
            previous = p.mention.end - sentence.start
        return out

    def _grouped(self, sentence: Sentence, token: Token, registry: Registry, count: int | None) -> list[Patient]:
        group = registry.recent_group(sentence.index)
        if count is not None and len(group) != count:
            return []
        return [Patient(person, token.start, token.end, "group") for person in group]

    def _before_comma(self, sentence: Sentence, trigger: Trigger, placed: list[Placed]) -> list[Patient]:
        """ "X, a journalist, sentenced to ...": the parser lost the noun; the name before the comma is meant."""
        word = trigger.word
        if (
            trigger.role != "patient"
            or not word.has("VerbForm=Part")
            or sentence.kids(word, "obj", "nsubj", "nsubj:pass")
        ):
            return []
        before = [p for p in placed if p.mention.end <= word.start]
        if not before or any(k.rel in {"aux", "aux:pass"} for k in sentence.kids(word)):
            return []
        last = before[-1]
        gap = sentence.text[last.mention.end - sentence.start : word.start - sentence.start]
        if len(gap) > 90 or not gap.lstrip().startswith((",", "(", "–", "-")):
            return []
        between = [t for t in sentence.tokens if last.mention.end <= t.start < word.start]
        if any(t.pos in {"VERB", "AUX"} for t in between):
            return []
        return [Patient(last.person, last.mention.start, last.mention.end, "named")]


def _is_list(between: list[Token]) -> bool:
    return any(t.lower in {",", ";", "and", "or", "&"} for t in between)


def _owned(sentence: Sentence, token: Token) -> bool:
    """Say whether a name is the owner in "X's brother Y" or the place in "of X"."""
    return any(k.lower in {"'s", "’s", "’", "of", "by"} for k in sentence.kids(token, "case"))
