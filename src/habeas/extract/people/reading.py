"""Reads one document sentence by sentence into status claims."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

import msgspec

from habeas.extract.grammar.attribution.namings import DOCUMENT
from habeas.extract.grammar.discourse import Timeline
from habeas.extract.grammar.parts import Grammar
from habeas.extract.grammar.temporal.timed import Timed
from habeas.extract.parse.base import Sentence
from habeas.extract.people.bearers import bearers
from habeas.extract.people.dates import Dated, Dates, Moment, now
from habeas.extract.people.facts import Roles, Terms, place_of, quote_span
from habeas.extract.people.lexicon import PeopleLexicon
from habeas.extract.people.mentions import Names
from habeas.extract.people.merge import INHERITING, Draft, merged
from habeas.extract.people.others import Bystanders, Others
from habeas.extract.people.patient import Patient
from habeas.extract.people.patients import Patients
from habeas.extract.people.refine import Refiner, Told
from habeas.extract.people.registry import Person, Placed, Registry
from habeas.extract.people.things import Things
from habeas.extract.people.triggers import Trigger, Triggers
from habeas.values.document import Document
from habeas.values.status_claim import StatusClaim

_TOLD_OF_GROUPS: Final = frozenset({"pardoned", "freed", "detained", "convicted", "charged", "held", "not_freed"})
_IN_A_PLACE: Final = frozenset({"held", "detained", "sentenced", "freed"})
_REACH: Final = 3
# Events that one sentence tells of unnamed people and the next of each by name.
_KIND: Final = {
    "freed": "out",
    "pardoned": "out",
    "exchanged": "out",
    "detained": "in",
    "died": "end",
    "convicted": "verdict",
    "sentenced": "verdict",
}
_OF_THEM: Final = re.compile(r"\b(?:one of the|others? (?:\w+ )?were)\b", re.IGNORECASE)
_TO_A_TERM: Final = re.compile(
    r"^(?: was| were| got| received)? (?:sentenced )?to (?:a |an )?|^ (?:\d+|[a-z]+)[ -](?:years?|months?)\b"
)
_BARE_TERM: Final = re.compile(r"^ (\d{1,2})(?=[,.;]| and [A-Z]| and \w+ [A-Z])")
_YEARS: Final = re.compile(r"\d years\b")
_REPORT: Final = re.compile(r"\b((?:19|20)\d\d)\b.*\breport", re.IGNORECASE)


class PeopleGrammar:
    """The grammar of status claims of one language."""

    def __init__(self, lexicon: PeopleLexicon, grammar: Grammar, common: frozenset[str] = frozenset()) -> None:
        self.lexicon = lexicon
        self.grammar = grammar
        self.names = Names(lexicon, common, grammar.lexicon.people)
        self.things = Things(lexicon, common, grammar.lexicon.people)
        self.triggers = Triggers(lexicon)
        self.patients = Patients(lexicon)
        self.terms = Terms(lexicon, grammar.lexicon)
        self.roles = Roles(lexicon)
        self.dates = Dates(grammar)
        self.others = Others(lexicon, common, grammar.lexicon.people)
        self.refiner = Refiner(lexicon, grammar, self.terms, self.dates)

    def read(self, document: Document, sentences: Sequence[Sentence]) -> tuple[list[StatusClaim], Bystanders]:
        """Return the status claims of a document's parsed sentences, in the order of the text, and others named."""
        reading = _Reading(self, _dated(document), sentences)
        return reading.run(), self.others.of(reading.placed)._replace(things=reading.things)


class _Reading:
    def __init__(self, g: PeopleGrammar, document: Document, sentences: Sequence[Sentence]) -> None:
        self._g = g
        self._document = document
        self._found, self.things = g.things.without(g.names.find_all(sentences))
        self._registry = Registry(g.lexicon, self._found)
        self._timeline = Timeline(g.grammar, document)
        self._lately: dict[str, tuple[Dated, int]] = {}  # when each kind of event was last told, and in which sentence
        self._before: date | None = None  # what a list tells of its members happened by then
        self._moment: Moment | None = None
        self._drafts: list[Draft] = []
        self.placed: list[tuple[Sentence, Placed]] = []
        self._open: list[Draft] = []  # told of persons who are not named yet

    def run(self) -> list[StatusClaim]:
        custody = [self._g.triggers.speaks_of_custody(sentence) for sentence, _ in self._found]
        for n, (sentence, mentions) in enumerate(self._found):
            placed = [p for m in mentions if (p := self._registry.place(sentence, m)) is not None]
            self.placed += [(sentence, p) for p in placed]
            spans = self._g.grammar.times.find(sentence.text)
            self._timeline.enter(sentence)
            self._moment = self._g.dates.moment(sentence, spans, self._timeline.anchor(future=False), self._moment)
            self._g.roles.note(sentence, placed, self._registry)
            for p in placed:
                p.person.in_office = p.person.in_office or self._g.others.acts_for_state(sentence, p, placed)
            near = any(custody[max(0, n - 2) : n + 2])
            self._take(sentence, placed, self._g.grammar.carriers.of(sentence, spans), near=near)
        return merged(self._drafts)

    def _take(self, sentence: Sentence, placed: list[Placed], timed: list[Timed], *, near: bool) -> None:
        triggers = self._g.triggers.find(sentence, near=near)
        reach = _REACH if _OF_THEM.search(sentence.text) else 1
        waiting = [d for d in self._open if 0 < sentence.index - d.sentence <= reach]
        listed = [p.person for p in self._g.patients.opened(sentence, placed)] if waiting else []
        self._before = waiting[-1].claim.date_high if listed else None
        here: list[Person] = []
        direct: list[Person] = []
        for trigger in triggers:
            if trigger.role == "group" and listed:
                continue
            found = self._g.patients.of(sentence, trigger, placed, self._registry, here)
            patients = [p for p in found if _credible(sentence, p)]
            if trigger.status == "sentenced":
                patients = [p for n, p in enumerate(patients) if not n or not _with_own_term(sentence, p)]
            self._tell(sentence, trigger, patients, triggers, timed)
            if trigger.status == "sentenced":
                self._elliptic(sentence, trigger, patients, placed, timed)
            if trigger.word.rel not in {"acl", "acl:relcl", "conj"}:
                direct += [p.person for p in patients]
            if patients and trigger.role != "against" and (len(patients) > 1 or len(here) < 2):
                here = [p.person for p in patients]
                self._registry.note_group(here, sentence.index)
            if not patients:
                self._leave_open(sentence, trigger, triggers, timed)
        self._take_up(sentence, placed, waiting, [p for p in listed if p not in direct])

    def _tell(
        self,
        sentence: Sentence,
        trigger: Trigger,
        patients: list[Patient],
        triggers: list[Trigger],
        timed: list[Timed],
    ) -> None:
        for patient in patients:
            claim = self._draft(sentence, trigger, patient, triggers, timed)
            if claim is not None and not self._echoes(sentence, trigger, patient, claim):
                self._drafts.append(Draft(claim, patient.person, sentence.index, patient.how))
                patient.person.concerned = True

    def _draft(
        self, sentence: Sentence, trigger: Trigger, patient: Patient, others: list[Trigger], timed: list[Timed]
    ) -> StatusClaim | None:
        told = self._g.refiner.told(sentence, trigger, patient, others, timed)
        if told is None:
            return None
        low, high = self._dates(sentence, trigger, told, timed)
        kind = _KIND.get(told.status, "")
        known = self._lately.get(kind, ((None, None), 0))[0] == (low, high)  # taken over from there, for one of several
        if kind and low is not None and low == high and not told.mood.future and not known:
            self._lately[kind] = ((low, high), sentence.index)
        start, end = quote_span(sentence, trigger, patient, (told.start, told.end))
        return StatusClaim(
            doc=self._document.id,
            quote=self._document.text[start:end],
            start=start,
            person=patient.person.text,
            status=told.status,
            date_low=low,
            date_high=high,
            term_months=told.term,
            place=place_of(sentence) if told.status in _IN_A_PLACE else None,
            relation=patient.person.relation,
            role=patient.person.role,
            source=self._source(sentence, trigger),
            planned=told.mood.status == "planned" and not told.wished,
            negated=told.negated,
            note=trigger.note or self._note(sentence, told),
            extractor=f"{patient.how}/{trigger.role}",
        )

    def _note(self, sentence: Sentence, told: Told) -> str:
        """Return "conditional" for a sentence that is not to be served, by the words around its term."""
        if told.status != "sentenced":
            return ""
        around = sentence.text[max(0, told.start - sentence.start - 30) : told.end - sentence.start + 25]
        return "conditional" if self._g.terms.is_suspended(around) and "prison" not in around else ""

    def _dates(self, sentence: Sentence, trigger: Trigger, told: Told, timed: list[Timed]) -> Dated:
        anchor = self._timeline.anchor(future=told.mood.future)
        if told.wished:
            return now(anchor)
        low, high = self._g.dates.of(sentence, trigger, told.status, timed, anchor, self._moment)
        nested = trigger.word.rel in {"acl", "acl:relcl", "conj", "appos"} and not _heads_list(sentence, trigger)
        if low is None and high is None and not nested and not told.mood.future:
            low, high = self._just_told(sentence, told.status)
        if low is None and high is None and nested and told.status in INHERITING | {"detained"}:
            high = self._before
        return low, high

    def _just_told(self, sentence: Sentence, status: str) -> Dated:
        """Return the days of an event of this kind told in the two sentences before, which this one tells in full."""
        kind = _KIND.get(status, "")
        dated, index = self._lately.get(kind, ((None, None), -_REACH))
        nearest = 0 if kind == "verdict" else 1  # one verdict has terms for several persons in one sentence
        return dated if nearest <= sentence.index - index <= 2 else (None, None)

    def _source(self, sentence: Sentence, trigger: Trigger) -> str:
        found = self._g.grammar.sources.governing(sentence, trigger.word)
        if found is not None and not self._g.grammar.sources.is_pronoun(found[0]):
            return found[0]
        phrases = self._g.grammar.sources.phrase(sentence)
        return phrases[0][1] if phrases else DOCUMENT

    def _echoes(self, sentence: Sentence, trigger: Trigger, patient: Patient, claim: StatusClaim) -> bool:
        """Say whether a noun only takes up what was just told: "X was arrested. His detention sparked ..."."""
        if trigger.role != "noun" or claim.status not in {"held", "detained"} or claim.term_months is not None:
            return False
        if patient.how != "pronoun" or claim.date_low != claim.date_high:
            return False
        return any(
            d.person is patient.person and d.claim.status in {"held", "detained"} and sentence.index - d.sentence <= 2
            for d in self._drafts
        )

    def _elliptic(
        self, sentence: Sentence, trigger: Trigger, patients: list[Patient], placed: list[Placed], timed: list[Timed]
    ) -> None:
        """Add the sentence of B in "sentenced A to 22 years and B to 20"."""
        if not patients:
            return
        taken = {id(p.person) for p in patients}
        for p in placed:
            after = sentence.text[p.mention.end - sentence.start :]
            bare = _BARE_TERM.match(after)
            if p.mention.start < trigger.end or id(p.person) in taken or not (bare or _TO_A_TERM.match(after)):
                continue
            terms = [t for t in self._g.terms.find(after) if t[0] <= 25]
            if bare is not None and _YEARS.search(sentence.text):  # "A received 30 years, B 22 and C 12"
                terms = [(0, bare.end(), float(bare[1]) * 12)]
            if terms:
                own = Patient(p.person, p.mention.start, p.mention.end, "named")
                draft = self._draft(sentence, trigger, own, [trigger], timed)
                if draft is not None:
                    end = p.mention.end + terms[0][1]
                    quote = self._document.text[draft.start : end]
                    claim = msgspec.structs.replace(draft, term_months=terms[0][2], quote=quote)
                    self._drafts.append(Draft(claim, p.person, sentence.index, "named"))

    def _sentenced_here(self, sentence: Sentence, placed: list[Placed], waiting: Draft) -> list[Person]:
        """Return those whose terms follow a verdict on unnamed people: "found 13 guilty. A and B received ..."."""
        if waiting.claim.status != "convicted":
            return []
        triggers = [t for t in self._g.triggers.find(sentence, near=True) if t.status == "sentenced"]
        found = [p for t in triggers for p in self._g.patients.of(sentence, t, placed, self._registry, [])]
        before = {id(d.person) for d in self._drafts if d.sentence < sentence.index}
        return [p.person for p in found if p.how == "named" and id(p.person) not in before]

    def _leave_open(self, sentence: Sentence, trigger: Trigger, others: list[Trigger], timed: list[Timed]) -> None:
        """Remember what happened to several unnamed persons: the next sentences may name them."""
        if trigger.role not in {"patient", "noun"} or trigger.status not in _TOLD_OF_GROUPS | set(_KIND):
            return
        for token in bearers(sentence, trigger):
            members = [token, *sentence.kids(token, "nmod")]
            group = next((t for t in members if t.pos == "NOUN" and t.has("Number=Plur")), None)
            if group is not None:
                nobody = Patient(Person(("",), sure=True), group.start, group.end, "listed")
                draft = self._draft(sentence, trigger, nobody, others, timed)
                if draft is not None:
                    self._open = [d for d in self._open if d.sentence == sentence.index]
                    self._open.append(Draft(draft, nobody.person, sentence.index, "listed"))
                return

    def _take_up(self, sentence: Sentence, placed: list[Placed], waiting: list[Draft], listed: list[Person]) -> None:
        """Give the names that a sentence lists the statuses that were left open before it."""
        for draft in waiting:
            for person in listed or self._sentenced_here(sentence, placed, draft):
                claim = msgspec.structs.replace(
                    draft.claim, person=person.text, role=person.role, relation=person.relation
                )
                self._drafts.append(Draft(claim, person, sentence.index, "listed"))


def _dated(document: Document) -> Document:
    """Date an undated annual report by the year in its title, so that its months find their year."""
    if document.published is None and document.title and (found := _REPORT.search(document.title)):
        return msgspec.structs.replace(document, published=date(int(found[1]), 12, 31))
    return document


def _heads_list(sentence: Sentence, trigger: Trigger) -> bool:
    """Say whether a participle tells of all who are listed: "among those released were A and B"."""
    head = sentence.head(trigger.word)
    return head is not None and head.lower in {"those", "these", "others", "ones"}


def _with_own_term(sentence: Sentence, patient: Patient) -> bool:
    """Say whether a term of their own follows a name: B of "sentenced A to 22 years and B to 20"."""
    return bool(_TO_A_TERM.match(sentence.text[patient.end - sentence.start :]))


def _credible(sentence: Sentence, patient: Patient) -> bool:
    """Say whether a name is surely a person's: two words, or one that stands alone in the person's place."""
    if len(patient.person.name) > 1:
        return True
    if not patient.person.sure or patient.how == "listed":
        return False
    tokens = [t for t in sentence.tokens if patient.start <= t.start < patient.end]
    if patient.how != "named" or not tokens:
        return True
    after = sentence.tokens[tokens[-1].i + 1] if tokens[-1].i + 1 < len(sentence.tokens) else None
    followed = after is not None and (after.pos in {"NOUN", "PROPN"} or after.text in {")", "-"})
    return not followed and not sentence.kids(tokens[-1], "det", "amod")
