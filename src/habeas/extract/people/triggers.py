"""Words that say what happened to somebody: verbs, nouns, adjectives, phrases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from habeas.extract.parse.base import Sentence, Token
from habeas.extract.people.lexicon import PeopleLexicon
from habeas.extract.people.patterns import Patterns

_LENGTH: Final = re.compile(r"year|month|day|life|death|suspended")
_SERVE: Final = frozenset({"serve"})


class Trigger(NamedTuple):
    """A word that bears a status, and where its person is to be looked for.

    `role` is one of: patient (object or passive subject of the verb), agent (subject), noun (of X, X's), against
    (a case against X), modified (the noun after it), subject (subject of the clause a phrase stands in), about (the
    name after a phrase), possessor (X's, or to X).
    `start`..`end` are document offsets of the words.
    """

    word: Token
    status: str
    role: str
    start: int
    end: int
    note: str = ""


class Triggers:
    """Finds the triggers of a sentence by one lexicon."""

    def __init__(self, lexicon: PeopleLexicon) -> None:
        self._lexicon = lexicon
        data = lexicon.data
        self._custody = lexicon.words("custody", "lemmas")
        self._guilty, self._guilty_verbs = lexicon.words("guilty", "words"), lexicon.words("guilty", "verbs")
        self._cases = lexicon.words("cases", "nouns")
        self._opened, self._dropped = lexicon.words("cases", "opened"), lexicon.words("cases", "dropped")
        self._granting = lexicon.words("cases", "granting")
        self._verdicts, self._upheld = lexicon.words("cases", "verdicts"), lexicon.words("cases", "upheld")
        self._term_nouns, self._have = lexicon.words("terms", "nouns"), lexicon.words("terms", "have")
        self._ahead_of = lexicon.words("terms", "ahead")
        self._imposing = lexicon.words("terms", "imposing")
        self._spend = lexicon.words("terms", "spend")
        self._movement = lexicon.words("movement", "verbs")
        self._granted_only = lexicon.words("nouns_granted", "nouns")
        self._not_done = lexicon.words("nouns_not_done", "heads")
        self._staying = lexicon.words("custody", "staying")
        self._overturned = lexicon.words("cases", "overturned")
        self._patterns = Patterns(lexicon)
        self._prisoners = lexicon.words("custody", "prisoners")
        self._states = [
            (re.compile(rf"\b{re.escape(phrase)}\b", re.IGNORECASE), status) for phrase, status in lexicon.states
        ]
        self._in_custody = re.compile("|".join(rf"\b{re.escape(w)}\b" for w in data["terms"]["custody"]), re.IGNORECASE)

    def find(self, sentence: Sentence, *, near: bool) -> list[Trigger]:
        """Return the triggers of a sentence; `near` says that the text around it speaks of custody."""
        custody = near or any(t.lemma in self._custody for t in sentence.tokens)
        clauses = [Trigger(*found) for found in self._patterns.of_clauses(sentence, custody=custody)]
        clauses = [c for c in clauses if c.status != "held" or self._stands(sentence, c)]
        clauses += self._refusals(sentence)
        clauses += [Trigger(*found) for found in self._patterns.of_heading(sentence)]
        found: list[Trigger] = []
        for token in sentence.tokens:
            found += self._of_token(sentence, token, custody=custody)
        # "was not among those released": the words inside a phrase tell nothing of their own
        found = [t for t in found if not any(c.start <= t.start and t.end <= c.end for c in clauses)]
        return [*found, *clauses, *self._of_phrases(sentence, [*found, *clauses], custody=custody)]

    def _stands(self, sentence: Sentence, clause: Trigger) -> bool:
        """Say whether a phrase of custody tells a state: one of a place ("at X prison") may only say where."""
        text = sentence.text[clause.start - sentence.start : clause.end - sentence.start].lower()
        if text.startswith("after "):
            return True  # "released after two years in prison" tells both
        place = text.startswith(("in ", "at ", "inside "))
        top = (sentence.head(clause.word) if clause.word.rel == "case" else None) or clause.word
        return self._fits(sentence, top, "held", "in prison" if place else text)

    def _refusals(self, sentence: Sentence) -> list[Trigger]:
        return [t for t in self._of_phrases(sentence, [], custody=True) if t.status == "not_freed"]

    def speaks_of_custody(self, sentence: Sentence) -> bool:
        """Say whether a sentence has a word of custody at all."""
        return any(t.lemma in self._custody or t.lower in self._custody for t in sentence.tokens)

    def _of_token(self, sentence: Sentence, token: Token, *, custody: bool) -> Iterator[Trigger]:
        lemma = token.lemma
        particles = sentence.kids(token, "compound:prt")
        if particles:
            joined = f"{lemma}-{particles[0].lower}"
            lemma = joined if joined in self._lexicon.patient else lemma
        verbal = token.pos in {"VERB", "AUX"} or (token.pos in {"ADJ", "NOUN", "PROPN"} and token.lower.endswith("ed"))
        verbal = verbal or token.lower in self._lexicon.prenominal
        carried = [Trigger(*found) for found in self._patterns.of_verb(sentence, token, lemma, custody=custody)]
        yield from carried
        if verbal and not carried and (custody or lemma not in self._lexicon.weak_verbs or _surely(sentence, token)):
            yield from self._verb(sentence, token, lemma)
        if token.pos in {"NOUN", "PROPN", "VERB"} and not (
            verbal and token.pos == "VERB" and lemma in self._lexicon.patient
        ):
            yield from self._noun(sentence, token, custody=custody)
            if custody:
                yield from (Trigger(*found) for found in self._patterns.of_noun(sentence, token))
        if token.lower in self._guilty:
            verb = next((t for t in [token, *sentence.ancestors(token)][:3] if t.lemma in self._guilty_verbs), None)
            if verb is not None:
                yield Trigger(verb, "convicted", "patient", min(verb.start, token.start), max(verb.end, token.end))

    def _verb(self, sentence: Sentence, token: Token, lemma: str) -> Iterator[Trigger]:
        modifier = (token.rel in {"amod", "compound"} and token.head > token.i) or self._leading(sentence, token)
        status = self._lexicon.patient.get(lemma)
        if modifier:
            prenominal = self._lexicon.prenominal.get(token.lower)
            if prenominal:
                yield Trigger(token, prenominal, "modified", token.start, token.end)
            return
        if lemma in {"hold", "keep"} and any(k.lower == "to" for k in sentence.kids(token, "aux")):
            return  # "the election to be held in May"
        if status:
            again = (
                token.i > 1 and sentence.tokens[token.i - 1].text == "-" and sentence.tokens[token.i - 2].lower == "re"
            )
            status = "rearrested" if again and status == "detained" else status
            yield Trigger(token, status, "patient", token.start, token.end)
        elif lemma == "leave" and self._left_for(sentence, token):
            yield Trigger(token, "in_exile", "agent", token.start, token.end)
        elif lemma in self._lexicon.agent:
            yield Trigger(token, self._lexicon.agent[lemma], "agent", token.start, token.end)
        elif lemma in self._spend and self._in_custody.search(sentence.text) and not self._ahead(sentence, token):
            yield Trigger(token, "held", "agent", token.start, token.end, "spent")
        elif (
            lemma in _SERVE
            and not any(self._is_term(k) for k in sentence.kids(token, "obj"))
            and re.search(
                r"\b(?:year|month)s?\b", sentence.text[token.start - sentence.start : token.end - sentence.start + 60]
            )
        ):
            # "is serving five years" is a sentence, "served four months" a time in custody
            over = token.has("Tense=Past") and not token.has("Aspect=Prog")
            over = over or any(k.lower == "after" for k in sentence.kids(token, "case", "mark"))
            yield Trigger(token, "held" if over else "sentenced", "agent", token.start, token.end)

    def _leading(self, sentence: Sentence, token: Token) -> bool:
        """Say whether a participle stands before a noun, though the parser took it for a verb: "the jailed X"."""
        before = sentence.tokens[token.i - 1] if token.i else None
        after = sentence.tokens[token.i + 1] if token.i + 1 < len(sentence.tokens) else None
        if token.lower not in self._lexicon.prenominal or before is None or after is None or token.rel == "acl":
            return False
        noun = after.pos in {"NOUN", "PROPN", "ADJ"} or after.text in {"“", '"'}
        if before.text == ",":  # "On Monday, jailed journalists A and B began ..."
            return noun and not sentence.kids(token, "nsubj", "nsubj:pass", "aux", "aux:pass", "obl")
        return noun and before.pos == "DET" and before.lower in {"the", "a", "an", "another", "his", "her", "their"}

    @staticmethod
    def _ahead(sentence: Sentence, verb: Token) -> bool:
        return any(k.lower in {"will", "would", "shall", "could", "may", "might"} for k in sentence.kids(verb, "aux"))

    @staticmethod
    def _left_for(sentence: Sentence, verb: Token) -> bool:
        """Say whether a country was left for another, as in "left Belarus for Lithuania"."""
        places = {(start, end) for start, end, kind in sentence.entities if kind == "GPE"}
        left = [k for k in sentence.kids(verb, "obj") if any(a <= k.start < b for a, b in places)]
        return bool(left) and re.search(r"\bfor [A-Z]", sentence.text[verb.end - sentence.start :][:60]) is not None

    def _is_term(self, noun: Token) -> bool:
        return noun.lemma in self._term_nouns

    def _noun(self, sentence: Sentence, token: Token, *, custody: bool) -> Iterator[Trigger]:
        head = sentence.head(token)
        verb = head if head is not None and head.pos in {"VERB", "AUX", "NOUN"} else None
        if token.lemma in self._verdicts and verb is not None and verb.lemma in self._upheld:
            yield _spanning(token, verb, token, "other", "noun", "verdict upheld")
            return
        if token.lemma in self._verdicts and verb is not None and verb.lemma in self._overturned:
            yield _spanning(token, verb, token, "other", "noun", "verdict overturned")
            return
        if token.lemma in self._cases and verb is not None:
            yield from self._case(token, verb)
        if self._is_term(token):
            yield from self._term(sentence, token, verb)
        yield from self._event(sentence, token, verb, custody=custody)
        if token.lemma in self._prisoners:
            yield Trigger(token, "held", "modified" if token.rel == "compound" else "group", token.start, token.end)

    def _case(self, token: Token, verb: Token) -> Iterator[Trigger]:
        """Read cases and charges: dropped, brought, faced."""
        if verb.lemma in self._dropped:
            yield _spanning(token, verb, token, "other", "against", "charges dropped")
        elif verb.lemma in self._opened:
            yield _spanning(token, verb, verb, "charged", "against")
        elif verb.lemma == "face" and token.lemma == "charge":
            yield _spanning(token, verb, verb, "charged", "agent")

    def _term(self, sentence: Sentence, token: Token, verb: Token | None) -> Iterator[Trigger]:
        """Read sentences that one receives or serves, and sentences that are merely named with their length."""
        around = sentence.text[max(0, token.start - sentence.start - 40) : token.end - sentence.start + 30].lower()
        if verb is not None and verb.lemma in self._have and _LENGTH.search(around):
            if verb.lemma in self._ahead_of:
                return
            imposed = verb.lemma in self._imposing and not sentence.kids(verb, "aux:pass", "nsubj:pass")
            given = imposed and (
                sentence.kids(verb, "iobj")
                or re.search(r"\b(?:to|on|upon|against) ", sentence.text[token.end - sentence.start :])
            )
            yield _spanning(token, verb, verb, "sentenced", "to" if given else "agent")
        elif (
            (token.lemma in {"sentence", "term"} or _measured(sentence, token))
            and re.search(r"year|month|life", around)
            and (verb is None or verb.lemma not in self._ahead_of)
        ):
            yield Trigger(token, "sentenced", "noun", token.start, token.end)

    def _event(self, sentence: Sentence, token: Token, verb: Token | None, *, custody: bool) -> Iterator[Trigger]:
        """Read nouns of events: "the arrest of X", "granted a pardon to X", "X received a pardon"."""
        status = self._lexicon.nouns.get(token.lemma)
        if not status or (not custody and token.lemma in self._lexicon.weak_nouns):
            return
        if (
            _measured(sentence, token)
            or self._inside_state(sentence, token)
            or (verb is not None and verb.lemma in self._not_done)
        ):
            return
        before = sentence.tokens[token.i - 1].lower if token.i else ""
        extended = verb is not None and verb.lemma in {"extend", "prolong", "renew"}
        if token.lemma == "arrest" and (before == "house" or extended):
            status = "held"
        if token.lemma in self._granted_only and (verb is None or verb.lemma not in self._granting):
            return
        done = verb is not None and verb.pos == "VERB" and token.rel == "obj"
        granted = verb is not None and verb.pos == "VERB" and verb.i < token.i and token.rel != "nsubj:pass"
        if (done or granted) and verb is not None and verb.lemma in self._granting:
            yield _spanning(token, verb, verb, status, "to")
        elif done and verb is not None and verb.lemma in self._have and status not in {"held", "detained"}:
            yield _spanning(token, verb, verb, status, "agent")
        else:
            yield Trigger(token, status, "noun", token.start, token.end)

    @staticmethod
    def _inside_state(sentence: Sentence, token: Token) -> bool:
        """Say whether a noun is part of a state that is found as a phrase ("under house arrest")."""
        cases = {k.lower for k in sentence.kids(token, "case")}
        if "under" in cases and token.lemma in {"custody", "detention"} and sentence.kids(token, "nmod:poss"):
            return True  # "held under her custody": she is the keeper
        return bool(cases & {"in", "under", "into", "from", "on", "to"}) and not any(
            k.rel in {"nmod:poss", "det"} for k in sentence.kids(token)
        )

    def _of_phrases(self, sentence: Sentence, found: list[Trigger], *, custody: bool) -> Iterator[Trigger]:
        taken: list[tuple[int, int]] = []
        for pattern, status in self._states:
            if status == "died" and not custody:
                continue
            for hit in pattern.finditer(sentence.text):
                start, end = sentence.start + hit.start(), sentence.start + hit.end()
                if any(start < b and a < end for a, b in taken) or any(t.start < end and start < t.end for t in found):
                    continue
                taken.append((start, end))
                inside = [t for t in sentence.tokens if t.start < end and start < t.end]
                ids = {t.i for t in inside}
                top = next((t for t in inside if t.head not in ids or t.head == t.i), None)
                given = self._given_term(sentence, top) if top is not None and status == "held" else None
                if given is not None:
                    yield Trigger(given, "sentenced", "agent", given.start, given.end)
                elif top is not None and self._fits(sentence, top, status, hit[0].lower()):
                    yield Trigger(top, status, "subject", start, end, hit[0].lower() if status == "other" else "")

    def _given_term(self, sentence: Sentence, top: Token) -> Token | None:
        """Return the verb of "has been given nine years in prison", "received a year in prison"."""
        for token in list(sentence.ancestors(top))[:3]:
            if token.pos == "VERB" and token.lemma in {"give", "receive", "get", "hand"}:
                between = sentence.text[token.end - sentence.start : top.start - sentence.start]
                return token if re.search(r"\b(?:year|month)s?\b", between) else None
        return None

    def _fits(self, sentence: Sentence, top: Token, status: str, phrase: str) -> bool:
        if status == "freed":
            verb = sentence.head(top)
            moved = verb is not None and verb.lemma in self._movement and not _negated(sentence, verb)
            return phrase not in {"home", "released"} or moved
        if status == "ill" and any(self._lexicon.agent.get(t.lemma) == "died" for t in sentence.ancestors(top)):
            return False  # "died of tuberculosis"
        # "sentenced to 10 years in prison", "jailed": the verb has said it already
        chain = [top, *sentence.ancestors(top)][:4]
        if status == "held" and any(t.lemma in self._spend or t.lemma in _SERVE for t in chain):
            return False
        said = any(
            self._lexicon.patient.get(t.lemma) in {"sentenced", "freed", "pardoned", "convicted"}
            or self._lexicon.agent.get(t.lemma) == "died"
            or t.lemma == "remand"
            for t in chain[:3]
        ) or any(t.lemma in self._ahead_of for t in chain)
        return not (status == "held" and (said or self._in_passing(sentence, top, phrase)))

    def _in_passing(self, sentence: Sentence, top: Token, phrase: str) -> bool:
        """Say whether a place of custody is only where something happened: "fell ill in prison"."""
        if not phrase.startswith("in ") or top.rel not in {"obl", "nmod"}:
            return False
        verb = sentence.head(top)
        if top.rel == "nmod":  # "said in an interview with state television at a prison"
            nouns = [top, *(t for t in sentence.ancestors(top) if t.pos in {"NOUN", "PROPN"})]
            outer = next((t for t in nouns if t.rel != "nmod"), top)
            if outer.rel not in {"obj", "obl"}:
                return False
            verb = sentence.head(outer)
        return verb is not None and verb.pos == "VERB" and verb.lemma not in self._staying


def _measured(sentence: Sentence, token: Token) -> bool:
    """Say whether imprisonment is given with its length, as a sentence: "four years' imprisonment for X"."""
    before = sentence.text[: token.start - sentence.start]
    return token.lemma == "imprisonment" and re.search(r"\b(?:years?|months?)(?:[’']| of| in)? $", before) is not None


def _negated(sentence: Sentence, verb: Token) -> bool:
    return any(kid.lower in {"not", "n't", "n’t", "never"} for kid in sentence.kids(verb, "advmod", "neg"))


def _surely(sentence: Sentence, verb: Token) -> bool:
    """Say whether a weak verb is strong in its form: "was freed", "was executed", "fled to Norland"."""
    if verb.lemma in {"free", "execute"}:
        return bool(sentence.kids(verb, "aux:pass"))
    after = sentence.text[verb.end - sentence.start :]
    return verb.lemma == "flee" and re.match(r" (?:(?:in)?to (?:[A-Z]|exile)|abroad|the country)", after) is not None


def _spanning(token: Token, verb: Token, word: Token, status: str, role: str, note: str = "") -> Trigger:
    """Return a trigger whose words are a noun and its verb; `word` is the one of the two that has the patient."""
    return Trigger(word, status, role, min(token.start, verb.start), max(token.end, verb.end), note)
