"""Reads one document sentence by sentence into status claims."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple

import msgspec

from habeas.extract.grammar.claims import Grammar
from habeas.extract.grammar.dates import Anchor, resolve
from habeas.extract.grammar.discourse import Timeline
from habeas.extract.grammar.sources import DOCUMENT
from habeas.extract.grammar.windows import Timed
from habeas.extract.parse.base import Sentence
from habeas.extract.people.facts import Roles, Terms, place_of, quote_span
from habeas.extract.people.lexicon import PeopleLexicon
from habeas.extract.people.mentions import Names
from habeas.extract.people.patients import Patient, Patients
from habeas.extract.people.registry import Placed, Registry
from habeas.extract.people.triggers import Trigger, Triggers
from habeas.values.document import Document
from habeas.values.status_claim import StatusClaim

_STATES: Final = frozenset({"held", "no_contact", "ill", "at_large", "in_exile", "denied_care", "not_freed"})
_INHERITING: Final = frozenset({"convicted", "sentenced", "charged"})
_REPORT: Final = re.compile(r"\b((?:19|20)\d\d)\b.*\breport", re.IGNORECASE)


class PeopleGrammar:
    """The grammar of status claims of one language."""

    def __init__(self, lexicon: PeopleLexicon, grammar: Grammar) -> None:
        self.lexicon = lexicon
        self.grammar = grammar
        self.names = Names(lexicon)
        self.triggers = Triggers(lexicon)
        self.patients = Patients(lexicon)
        self.terms = Terms(lexicon, grammar.lexicon)
        self.roles = Roles(lexicon)
        self.wish_verbs = lexicon.words("wish", "verbs")
        self.wish_nouns = lexicon.words("wish", "nouns")
        self.wish_modals = lexicon.words("wish", "modals")

    def claims(self, document: Document, sentences: Sequence[Sentence]) -> list[StatusClaim]:
        """Return the status claims of a document's parsed sentences, in the order of the text."""
        return _Reading(self, _dated(document), sentences).run()


class _Draft(NamedTuple):
    claim: StatusClaim
    sentence: int
    how: str


class _Reading:
    def __init__(self, g: PeopleGrammar, document: Document, sentences: Sequence[Sentence]) -> None:
        self._g = g
        self._document = document
        self._found = [(sentence, g.names.find(sentence)) for sentence in sentences]
        self._registry = Registry(g.lexicon, self._found)
        self._years = Timeline(g.grammar, document)
        self._drafts: list[_Draft] = []

    def run(self) -> list[StatusClaim]:
        custody = [self._g.triggers.speaks_of_custody(sentence) for sentence, _ in self._found]
        for n, (sentence, mentions) in enumerate(self._found):
            placed = [p for m in mentions if (p := self._registry.place(sentence, m)) is not None]
            spans = self._g.grammar.times.find(sentence.text)
            self._years.enter(sentence)
            self._g.roles.note(sentence, placed, self._registry)
            near = any(custody[max(0, n - 2) : n + 2])
            self._take(sentence, placed, self._g.grammar.windows.timed(sentence, spans), near=near)
            self._note_group(sentence, placed)
        return _merged(self._drafts)

    def _take(self, sentence: Sentence, placed: list[Placed], timed: list[Timed], *, near: bool) -> None:
        triggers = self._g.triggers.find(sentence, near=near)
        for trigger in triggers:
            for patient in self._g.patients.of(sentence, trigger, placed, self._registry):
                if not patient.person.sure and len(patient.person.name) < 2:
                    continue
                draft = self._draft(sentence, trigger, patient, triggers, timed)
                if draft is not None:
                    self._drafts.append(_Draft(draft, sentence.index, patient.how))

    def _draft(
        self, sentence: Sentence, trigger: Trigger, patient: Patient, others: list[Trigger], timed: list[Timed]
    ) -> StatusClaim | None:
        mood = self._g.grammar.moods.of(sentence, trigger.word)
        status = trigger.status
        wished = status == "freed" and (mood.wished or self._wished(sentence, trigger))
        if wished:
            status = "held"
        elif mood.status == "hypothetical":
            return None
        elif mood.negated and status in {"freed", "pardoned"}:
            status = "not_freed"
        elif mood.negated and status != "no_contact":
            return None
        term: float | None = None
        extra = (trigger.start, trigger.end)
        if status in {"sentenced", "held", "no_contact", "detained"} and not wished:
            term, *where = self._g.terms.of(sentence, trigger, others)
            status, term = self._by_term(sentence, trigger, status, term)
            if term is not None:
                extra = (where[0], where[1])
        status = self._state_or_event(sentence, trigger, status, timed)
        low, high = self._dates(sentence, trigger, status, timed, wished=wished, future=mood.future)
        start, end = quote_span(sentence, trigger, patient, extra)
        text = self._document.text
        return StatusClaim(
            doc=self._document.id,
            quote=text[start:end],
            start=start,
            person=patient.person.text,
            status=status,
            date_low=low,
            date_high=high,
            term_months=term,
            place=place_of(sentence) if status in {"held", "detained", "sentenced", "freed"} else None,
            relation=patient.person.relation,
            role=patient.person.role,
            source=self._source(sentence, trigger),
            planned=mood.status == "planned" and not wished,
            negated=mood.status == "denied",
            note=trigger.note,
        )

    def _by_term(
        self, sentence: Sentence, trigger: Trigger, status: str, term: float | None
    ) -> tuple[str, float | None]:
        """ "jailed for five years" is a sentence, "imprisoned for six months" a time in custody."""
        if status != "detained" or term is None:
            return status, term if status != "detained" else None
        between = sentence.text[trigger.end - sentence.start : trigger.end - sentence.start + 45].lower()
        if not re.match(r"(?: \w+){0,2} for ", between):
            return status, None
        if trigger.word.lemma in {"jail", "imprison", "incarcerate", "intern"}:
            return ("sentenced" if trigger.word.lemma == "jail" else "held"), term
        return status, None

    def _state_or_event(self, sentence: Sentence, trigger: Trigger, status: str, timed: list[Timed]) -> str:
        """ "has been detained since May", "is still jailed" tell a state; "was detained in May" an event."""
        if status != "detained" or trigger.role != "patient":
            return status
        word = trigger.word
        item = self._g.grammar.windows.pick(sentence, timed, word, word, stock=True) if timed else None
        after = item is not None and 0 <= sentence.start + item.span.start - trigger.end <= 40
        if item is not None and item.span.role in {"since", "between"} and after:
            return "held"
        aux = sentence.kids(word, "aux:pass", "aux")
        still = any(
            k.lower in {"still", "currently", "now", "remain", "remains"} for k in sentence.kids(word, "advmod")
        )
        present = any(k.lower in {"is", "are", "am", "'s", "being"} for k in aux)
        head = sentence.head(word)
        remains = head is not None and head.lemma in {"remain", "stay"} and word.rel in {"xcomp", "acl", "advcl"}
        dated = item is not None and item.span.role in {"in", "between"}
        return "held" if (still or remains or (present and not dated)) else status

    def _wished(self, sentence: Sentence, trigger: Trigger) -> bool:
        """Say whether a release is asked for: "call for the release", "must be released"."""
        below = trigger.word
        if any(k.lower in self._g.wish_modals for k in sentence.kids(below, "aux")):
            return True
        for token in list(sentence.ancestors(below))[:4]:
            if token.lemma in self._g.wish_verbs and below.rel not in {"nsubj", "nsubj:pass", "advcl", "acl:relcl"}:
                return True
            if token.lemma in self._g.wish_nouns and token.pos == "NOUN":
                return True
            if token.pos in {"VERB", "AUX"} and any(
                k.lower in self._g.wish_modals for k in sentence.kids(token, "aux")
            ):
                return below.rel in {"xcomp", "ccomp", "obj", "conj"}
            below = token
        return False

    def _dates(
        self, sentence: Sentence, trigger: Trigger, status: str, timed: list[Timed], *, wished: bool, future: bool
    ) -> tuple[date | None, date | None]:
        anchor = self._years.anchor(future=future)
        now = self._now(anchor)
        if wished:
            return now
        word = trigger.word
        item = self._g.grammar.windows.pick(sentence, timed, word, word, stock=status in _STATES) if timed else None
        if item is not None and trigger.role != "modified":
            window = resolve(item.span, anchor, stock=status in _STATES)
            if window.start or window.end:
                return window.start, window.end
        if status in {"held", "no_contact", "at_large", "denied_care", "not_freed"} and self._is_present(
            sentence, trigger
        ):
            return now
        return None, None

    def _now(self, anchor: Anchor) -> tuple[date | None, date | None]:
        """Return the time of a text's present: its day, or the year that an annual report is about."""
        published = anchor.published
        if published is not None and anchor.year is not None and anchor.year < published.year:
            return date(anchor.year, 1, 1), date(anchor.year, 12, 31)
        return published, published

    @staticmethod
    def _is_present(sentence: Sentence, trigger: Trigger) -> bool:
        if trigger.role in {"modified", "group"}:
            return True
        chain = [trigger.word, *sentence.ancestors(trigger.word)][:3]
        for token in chain:
            if token.pos in {"VERB", "AUX"}:
                tensed = [token, *sentence.kids(token, "aux", "aux:pass", "cop")]
                if any(t.has("Tense=Past") and t.has("VerbForm=Fin") for t in tensed):
                    return any(t.lemma in {"remain", "continue"} for t in tensed)
                return True
        return trigger.role == "noun"

    def _source(self, sentence: Sentence, trigger: Trigger) -> str:
        found = self._g.grammar.sources.governing(sentence, trigger.word)
        if found is not None and not self._g.grammar.sources.is_pronoun(found[0]):
            return found[0]
        phrases = self._g.grammar.sources.phrase(sentence)
        return phrases[0][1] if phrases else DOCUMENT

    def _note_group(self, sentence: Sentence, placed: list[Placed]) -> None:
        """Note the persons whom this sentence concerns together, else those whom it lists."""
        here = [d.claim.person for d in self._drafts if d.sentence == sentence.index]
        concerned = [p for p in self._registry.persons if p.text in here]
        self._registry.note_group(concerned if len(concerned) > 1 else [p.person for p in placed], sentence.index)


def _dated(document: Document) -> Document:
    """Date an undated annual report by the year in its title, so that its months find their year."""
    if document.published is None and document.title and (found := _REPORT.search(document.title)):
        return msgspec.structs.replace(document, published=date(int(found[1]), 12, 31))
    return document


def _merged(drafts: list[_Draft]) -> list[StatusClaim]:
    """Keep one claim a person, status and time: the dated one before the undated, the fuller quote before the shorter."""
    drafts = _inherited(drafts)
    kept: list[_Draft] = []
    for draft in drafts:
        twin = next((n for n, other in enumerate(kept) if _same_fact(draft.claim, other.claim)), None)
        if twin is None:
            kept.append(draft)
        elif _weight(draft) > _weight(kept[twin]):
            kept[twin] = draft
    claims = sorted((d.claim for d in kept), key=lambda c: (c.start, c.person, c.status, len(c.quote)))
    return [claim.with_id() for claim in claims]


def _inherited(drafts: list[_Draft]) -> list[_Draft]:
    """Give a verdict or charge without a date that of the same person's step told right before it."""
    out: list[_Draft] = []
    for draft in drafts:
        claim = draft.claim
        if claim.status in _INHERITING and claim.date_low is None and claim.date_high is None:
            for other in reversed(out):
                if draft.sentence - other.sentence > 1:
                    break
                if (
                    other.claim.person == claim.person
                    and other.claim.status in _INHERITING | {"detained"}
                    and other.claim.date_low
                ):
                    claim = msgspec.structs.replace(
                        claim, date_low=other.claim.date_low, date_high=other.claim.date_high
                    )
                    break
        out.append(draft._replace(claim=claim))
    return out


def _same_fact(a: StatusClaim, b: StatusClaim) -> bool:
    if (a.person, a.status, a.negated) != (b.person, b.status, b.negated):
        return False
    if a.term_months and b.term_months and a.term_months != b.term_months:
        return False
    if not (a.date_low or a.date_high) or not (b.date_low or b.date_high):
        return True
    low = max(a.date_low or date.min, b.date_low or date.min)
    high = min(a.date_high or date.max, b.date_high or date.max)
    return low <= high if a.status != "held" else (a.date_low, a.date_high) == (b.date_low, b.date_high)


def _weight(draft: _Draft) -> tuple[bool, bool, bool, int]:
    claim = draft.claim
    return (claim.term_months is not None, claim.date_low is not None, draft.how == "named", -len(claim.quote))
