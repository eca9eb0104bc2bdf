"""From the status that a trigger names to the one that is told: mood, wishes, refusals, and the words around it."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from habeas.extract.grammar.parts import Grammar
from habeas.extract.grammar.status import Mood
from habeas.extract.grammar.temporal.timed import Timed
from habeas.extract.parse.base import Sentence
from habeas.extract.people.dates import Dates
from habeas.extract.people.facts import Terms
from habeas.extract.people.lexicon import PeopleLexicon
from habeas.extract.people.patient import Patient
from habeas.extract.people.triggers import Trigger

_AGAIN: Final = re.compile(r"^\W+(?:once )?again\b", re.IGNORECASE)
_BY_PARDON: Final = re.compile(
    r"^[^,;.]{0,30}?\b(?:under|by|through|on|via|as part of|following|after|thanks to|in) "
    r"(?:an? |the )?(?:\w+ )?(?:pardon|amnest|clemenc)"
)
_UNTIL_NOW: Final = re.compile(r"^[^,;.]{0,25}?\b(?:until now|ever since|since then|to this day|so far)\b")
_SWAP: Final = re.compile(
    r"\b(?:swap|swapped|(?:prisoner|in) exchange|exchange of prisoners|in return for)\b", re.IGNORECASE
)
_TO_A_TERM: Final = re.compile(r" to (?:an? |\d|[a-z]+[ -](?:year|month))")
_FOR_A_TERM: Final = re.compile(r"(?: [\w’'-]+){0,4}? for ")
_MODAL: Final = frozenset({"will", "would", "could", "might", "may", "should", "shall", "can", "to"})
_AVERTING: Final = frozenset({"avoid", "escape", "evade", "prevent", "resist"})
_TERMED: Final = frozenset({"sentenced", "held", "no_contact", "detained"})


class Told(NamedTuple):
    """What is told of a person: the status, its term in months, and the document offsets of the words of the term."""

    status: str
    term: float | None
    start: int
    end: int
    mood: Mood
    wished: bool = False
    negated: bool = False


class Refiner:
    """Refines statuses with one lexicon's words of wishing and refusing."""

    def __init__(self, lexicon: PeopleLexicon, grammar: Grammar, terms: Terms, dates: Dates) -> None:
        self._moods = grammar.moods
        self._terms, self._dates = terms, dates
        self._wish_verbs, self._wish_nouns = lexicon.words("wish", "verbs"), lexicon.words("wish", "nouns")
        self._approving = lexicon.words("wish", "approving")
        self._wish_modals, self._refusals = lexicon.words("wish", "modals"), lexicon.words("wish", "refusals")

    def told(
        self, sentence: Sentence, trigger: Trigger, patient: Patient, others: list[Trigger], timed: list[Timed]
    ) -> Told | None:
        """Return what a trigger tells of one person, or None where it tells nothing (imagined, not so)."""
        word = trigger.word
        mood = self._moods.of(sentence, word)
        if any(k.lower == "without" for k in sentence.kids(word, "mark", "case")):
            return None
        if any(k.lower == "either" for t in [word, *sentence.ancestors(word)][:2] for k in sentence.kids(t)):
            return None
        if trigger.status == "freed" and (mood.wished or self._wished(sentence, trigger)):
            return Told("held", None, trigger.start, trigger.end, mood, wished=True)
        status = self._in_mood(sentence, trigger, mood)
        if status is None:
            return None
        status, term, start, end = self._with_term(sentence, trigger, status, others)
        status = self._state_or_event(sentence, trigger, status, timed)
        status = _narrowed(sentence, trigger, patient, status, term)
        denied = mood.status == "denied" and word.pos == "VERB" and word.rel in {"ccomp", "xcomp"}
        return Told(status, term, start, end, mood, negated=denied or _averted(sentence, trigger))

    def _in_mood(self, sentence: Sentence, trigger: Trigger, mood: Mood) -> str | None:
        if mood.status == "hypothetical" and not self._told_aside(sentence, trigger):
            return None
        if trigger.status in {"freed", "pardoned"} and (mood.negated or self._refused(sentence, trigger)):
            return "not_freed"
        return None if mood.negated and trigger.status != "no_contact" else trigger.status

    def _told_aside(self, sentence: Sentence, trigger: Trigger) -> bool:
        """Say whether a relative clause states a fact, whatever is hoped around it: "the appeal of X, now jailed"."""
        for token in [trigger.word, *sentence.ancestors(trigger.word)][:4]:
            wished = token.lemma in self._wish_verbs | self._wish_nouns
            if wished or any(k.lower in _MODAL for k in sentence.kids(token, "aux")):
                return False
            if token.rel == "acl:relcl":
                return True
        return False

    def _with_term(
        self, sentence: Sentence, trigger: Trigger, status: str, others: list[Trigger]
    ) -> tuple[str, float | None, int, int]:
        after = sentence.text[trigger.end - sentence.start :]
        if status not in _TERMED and not (status == "convicted" and _TO_A_TERM.match(after)):
            return status, None, trigger.start, trigger.end
        term, start, end = self._terms.of(sentence, trigger, others)
        if status == "detained":
            status, term = _by_term(trigger, after, term)
        return (status, term, start, end) if term is not None else (status, None, trigger.start, trigger.end)

    def _state_or_event(self, sentence: Sentence, trigger: Trigger, status: str, timed: list[Timed]) -> str:
        """Tell a state ("has been detained since May", "is still jailed") from an event ("was detained in May")."""
        if status != "detained" or trigger.role != "patient":
            return status
        word = trigger.word
        item = self._dates.pick(sentence, timed, trigger, stock=True)
        after = item is not None and 0 <= sentence.start + item.span.start - trigger.end <= 40
        if item is not None and item.span.role in {"since", "between"} and after:
            return "held"
        aux = sentence.kids(word, "aux:pass", "aux")
        still = any(
            k.lower in {"still", "currently", "now", "remain", "remains"} for k in sentence.kids(word, "advmod")
        )
        present = any(k.lower in {"is", "are", "am", "'s", "being"} for k in aux)
        head = sentence.head(word)
        before = sentence.tokens[word.i - 1] if word.i else None
        remains = any(t is not None and t.lemma in {"remain", "stay"} for t in (head, before))
        dated = item is not None and item.span.role in {"in", "between"}
        return "held" if (still or remains or (present and not dated)) else status

    def _refused(self, sentence: Sentence, trigger: Trigger) -> bool:
        """Say whether a release was refused, or told of nobody ("none of them have been pardoned")."""
        head = sentence.head(trigger.word)
        if trigger.word.rel == "obj" and head is not None and head.lemma in self._refusals:
            return True
        if trigger.word.rel == "xcomp" and head is not None and head.lemma in {"refuse", "decline"}:
            return True
        return any(t.lower in {"none", "nobody"} for t in sentence.kids(trigger.word, "nsubj", "nsubj:pass"))

    def _wished(self, sentence: Sentence, trigger: Trigger) -> bool:
        """Say whether a release is asked for: "call for the release", "must be released"."""
        below = trigger.word
        if any(k.lower in self._wish_modals for k in sentence.kids(below, "aux")):
            return True
        for token in list(sentence.ancestors(below))[:4]:
            if token.lemma in self._approving:  # "I want to welcome the release"
                return False
            if token.lemma in self._wish_verbs and below.rel not in {"nsubj", "nsubj:pass", "advcl", "acl:relcl"}:
                return True
            if token.lemma in self._wish_nouns and token.pos == "NOUN":
                return True
            if token.pos in {"VERB", "AUX"} and any(k.lower in self._wish_modals for k in sentence.kids(token, "aux")):
                return below.rel in {"xcomp", "ccomp", "obj", "conj"}
            below = token
        return False


def _by_term(trigger: Trigger, after: str, term: float | None) -> tuple[str, float | None]:
    """Tell "jailed for five years", a sentence, from "imprisoned for six months", a time in custody."""
    lemma = trigger.word.lemma
    if term is None or not _FOR_A_TERM.match(after[:45].lower()):
        return "detained", None
    if lemma == "jail":
        return "sentenced", term
    return ("held", term) if lemma in {"imprison", "incarcerate", "intern"} else ("detained", None)


def _narrowed(sentence: Sentence, trigger: Trigger, patient: Patient, status: str, term: float | None) -> str:
    """Return the narrower status that words around the trigger show."""
    after = sentence.text[trigger.end - sentence.start :]
    if status == "detained" and _AGAIN.match(after):
        return "rearrested"
    if status == "freed" and _SWAP.search(after):
        return "exchanged"
    if status == "freed" and _BY_PARDON.match(after):
        return "pardoned"
    if status == "detained" and _UNTIL_NOW.match(after):
        return "held"
    if status == "convicted" and term is not None:
        return "sentenced"
    grouped = patient.how == "listed" and trigger.word.rel in {"acl", "acl:relcl"}
    if status == "detained" and grouped and trigger.word.lemma in {"jail", "imprison", "incarcerate", "detain"}:
        return "held"  # "journalists jailed for their writing, such as X"
    return status


def _averted(sentence: Sentence, trigger: Trigger) -> bool:
    """Say whether it was kept from happening: "to avoid being deported"."""
    head = sentence.head(trigger.word)
    return head is not None and head.lemma in _AVERTING and trigger.word.rel in {"xcomp", "ccomp", "obj"}
