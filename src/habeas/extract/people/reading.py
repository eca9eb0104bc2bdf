"""Reads one document sentence by sentence into status claims."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple

import msgspec

from habeas.extract.grammar.claims import Grammar
from habeas.extract.grammar.discourse import Timeline
from habeas.extract.grammar.sources import DOCUMENT
from habeas.extract.grammar.windows import Timed
from habeas.extract.parse.base import Sentence
from habeas.extract.people.bearers import bearers
from habeas.extract.people.dates import Dates, Moment, now
from habeas.extract.people.facts import Roles, Terms, place_of, quote_span
from habeas.extract.people.lexicon import PeopleLexicon
from habeas.extract.people.mentions import Names
from habeas.extract.people.patients import Patient, Patients
from habeas.extract.people.registry import Person, Placed, Registry
from habeas.extract.people.triggers import Trigger, Triggers
from habeas.values.document import Document
from habeas.values.status_claim import StatusClaim

_TOLD_OF_GROUPS: Final = frozenset({"pardoned", "freed", "detained", "convicted", "charged", "held", "not_freed"})
_REACH: Final = 3
_TO_A_TERM: Final = re.compile(r"^(?: was| were| got| received)? (?:sentenced )?to (?:a |an )?")
_AGAIN: Final = re.compile(r"^\W+(?:once )?again\b", re.IGNORECASE)
_BY_PARDON: Final = re.compile(
    r"^[^,;.]{0,30}?\b(?:under|by|through|on|via|as part of|following|after|thanks to|in) (?:an? |the )?(?:\w+ )?(?:pardon|amnest|clemenc)"
)
_UNTIL_NOW: Final = re.compile(r"^[^,;.]{0,25}?\b(?:until now|ever since|since then|to this day|so far)\b")
_AVERTING: Final = frozenset({"avoid", "escape", "evade", "prevent", "resist"})
_OF_THEM: Final = re.compile(r"\b(?:one of the|others? (?:\w+ )?were)\b", re.IGNORECASE)
_SWAP: Final = re.compile(
    r"\b(?:swap|swapped|(?:prisoner|in) exchange|exchange of prisoners|in return for)\b", re.IGNORECASE
)
_INHERITING: Final = frozenset({"convicted", "sentenced", "charged"})
_REPORT: Final = re.compile(r"\b((?:19|20)\d\d)\b.*\breport", re.IGNORECASE)


class PeopleGrammar:
    """The grammar of status claims of one language."""

    def __init__(self, lexicon: PeopleLexicon, grammar: Grammar, common: frozenset[str] = frozenset()) -> None:
        self.lexicon = lexicon
        self.grammar = grammar
        self.names = Names(lexicon, common)
        self.triggers = Triggers(lexicon)
        self.patients = Patients(lexicon)
        self.terms = Terms(lexicon, grammar.lexicon)
        self.roles = Roles(lexicon)
        self.dates = Dates(grammar)
        self.wish_verbs = lexicon.words("wish", "verbs")
        self.wish_nouns = lexicon.words("wish", "nouns")
        self.refusals = lexicon.words("wish", "refusals")
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
        self._before: date | None = None  # what a list tells of its members happened by then
        self._moment: Moment | None = None
        self._drafts: list[_Draft] = []
        self._open: list[_Draft] = []  # told of persons who are not named yet

    def run(self) -> list[StatusClaim]:
        custody = [self._g.triggers.speaks_of_custody(sentence) for sentence, _ in self._found]
        for n, (sentence, mentions) in enumerate(self._found):
            placed = [p for m in mentions if (p := self._registry.place(sentence, m)) is not None]
            spans = self._g.grammar.times.find(sentence.text)
            self._years.enter(sentence)
            self._moment = self._g.dates.moment(sentence, spans, self._years.anchor(future=False), self._moment)
            self._g.roles.note(sentence, placed, self._registry)
            near = any(custody[max(0, n - 2) : n + 2])
            self._take(sentence, placed, self._g.grammar.windows.timed(sentence, spans), near=near)
        return _merged(self._drafts)

    def _take(self, sentence: Sentence, placed: list[Placed], timed: list[Timed], *, near: bool) -> None:
        triggers = self._g.triggers.find(sentence, near=near)
        here: list[Person] = []
        reach = _REACH if _OF_THEM.search(sentence.text) else 1
        waiting = [d for d in self._open if 0 < sentence.index - d.sentence <= reach]
        listed = [p.person for p in self._g.patients.opened(sentence, placed)] if waiting else []
        self._before = waiting[-1].claim.date_high if listed else None
        direct: list[Person] = []
        for trigger in triggers:
            if trigger.role == "group" and listed:
                continue
            patients = self._g.patients.of(sentence, trigger, placed, self._registry, here)
            patients = [p for p in patients if p.person.sure or len(p.person.name) > 1]
            for patient in patients:
                direct += [patient.person] if trigger.word.rel not in {"acl", "acl:relcl", "conj"} else []
                draft = self._draft(sentence, trigger, patient, triggers, timed)
                if draft is not None and not self._echoes(sentence, trigger, patient, draft):
                    self._drafts.append(_Draft(draft, sentence.index, patient.how))
                    patient.person.concerned = True
            if trigger.status == "sentenced":
                self._elliptic(sentence, trigger, patients, placed, timed)
            if patients and len(patients) < 2 and trigger.role != "against":
                here = here if len(here) > 1 else [patients[0].person]
            if len(patients) > 1 and trigger.role != "against":
                here = [p.person for p in patients]
                self._registry.note_group(here, sentence.index)
            if not patients:
                self._leave_open(sentence, trigger, triggers, timed)
        self._take_up(sentence, placed, waiting, [p for p in listed if p not in direct])

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
        elif status in {"freed", "pardoned"} and (mood.negated or self._refused(sentence, trigger)):
            status = "not_freed"
        elif mood.negated and status != "no_contact":
            return None
        term: float | None = None
        extra = (trigger.start, trigger.end)
        if status == "convicted" and re.match(
            r" to (?:an? |\d|[a-z]+[ -](?:year|month))", sentence.text[trigger.end - sentence.start :]
        ):
            term, *where = self._g.terms.of(sentence, trigger, others)
            extra = (where[0], where[1])
        if status in {"sentenced", "held", "no_contact", "detained"} and not wished:
            term, *where = self._g.terms.of(sentence, trigger, others)
            status, term = self._by_term(sentence, trigger, status, term)
            if term is not None:
                extra = (where[0], where[1])
        status = self._state_or_event(sentence, trigger, status, timed)
        status = self._refined(sentence, trigger, patient, status, term)
        anchor = self._years.anchor(future=mood.future)
        low, high = self._g.dates.of(sentence, trigger, status, timed, anchor, self._moment if not wished else None)
        if wished:
            low, high = now(anchor)
        if low is None and high is None and self._before and trigger.word.rel in {"acl", "acl:relcl", "conj", "appos"}:
            high = self._before if status in _INHERITING | {"detained"} else None
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
            negated=self._averted(sentence, trigger)
            or mood.status == "denied"
            and trigger.word.pos == "VERB"
            and trigger.word.rel in {"ccomp", "xcomp"},
            note=trigger.note,
        )

    def _by_term(
        self, sentence: Sentence, trigger: Trigger, status: str, term: float | None
    ) -> tuple[str, float | None]:
        """ "jailed for five years" is a sentence, "imprisoned for six months" a time in custody."""
        if status != "detained" or term is None:
            return status, term if status != "detained" else None
        between = sentence.text[trigger.end - sentence.start : trigger.end - sentence.start + 45].lower()
        if not re.match(r"(?: [\w’'-]+){0,4}? for ", between):
            return status, None
        if trigger.word.lemma in {"jail", "imprison", "incarcerate", "intern"}:
            return ("sentenced" if trigger.word.lemma == "jail" else "held"), term
        return status, None

    def _refined(self, sentence: Sentence, trigger: Trigger, patient: Patient, status: str, term: float | None) -> str:
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

    def _state_or_event(self, sentence: Sentence, trigger: Trigger, status: str, timed: list[Timed]) -> str:
        """ "has been detained since May", "is still jailed" tell a state; "was detained in May" an event."""
        if status != "detained" or trigger.role != "patient":
            return status
        word = trigger.word
        item = self._g.dates.pick(sentence, timed, trigger, stock=True)
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

    @staticmethod
    def _averted(sentence: Sentence, trigger: Trigger) -> bool:
        """Say whether it was kept from happening: "to avoid being deported"."""
        head = sentence.head(trigger.word)
        return head is not None and head.lemma in _AVERTING and trigger.word.rel in {"xcomp", "ccomp", "obj"}

    def _refused(self, sentence: Sentence, trigger: Trigger) -> bool:
        """Say whether a release was refused, or told of nobody ("none of them have been pardoned")."""
        head = sentence.head(trigger.word)
        if trigger.word.rel == "obj" and head is not None and head.lemma in self._g.refusals:
            return True
        return any(t.lower in {"none", "nobody"} for t in sentence.kids(trigger.word, "nsubj", "nsubj:pass"))

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
            d.claim.person == claim.person
            and d.claim.status in {"held", "detained"}
            and sentence.index - d.sentence <= 2
            for d in self._drafts
        )

    def _elliptic(
        self, sentence: Sentence, trigger: Trigger, patients: list[Patient], placed: list[Placed], timed: list[Timed]
    ) -> None:
        """ "sentenced A to 22 years and B to 20": B has a sentence of his own."""
        if not patients:
            return
        taken = {id(p.person) for p in patients}
        for p in placed:
            after = sentence.text[p.mention.end - sentence.start :]
            if p.mention.start < trigger.end or id(p.person) in taken or not _TO_A_TERM.match(after):
                continue
            terms = [t for t in self._g.terms.find(after) if t[0] <= 25]
            if terms:
                own = Patient(p.person, p.mention.start, p.mention.end, "named")
                draft = self._draft(sentence, trigger, own, [trigger], timed)
                if draft is not None:
                    end = p.mention.end + terms[0][1]
                    quote = self._document.text[draft.start : end]
                    claim = msgspec.structs.replace(draft, term_months=terms[0][2], quote=quote)
                    self._drafts.append(_Draft(claim, sentence.index, "named"))

    def _sentenced_here(self, sentence: Sentence, placed: list[Placed], waiting: _Draft) -> list[Person]:
        """Return those whose terms follow a verdict on unnamed people: "found 13 guilty. A and B received ..."."""
        if waiting.claim.status != "convicted":
            return []
        triggers = [t for t in self._g.triggers.find(sentence, near=True) if t.status == "sentenced"]
        found = [p for t in triggers for p in self._g.patients.of(sentence, t, placed, self._registry, [])]
        before = {d.claim.person for d in self._drafts if d.sentence < sentence.index}
        return [p.person for p in found if p.how == "named" and p.person.text not in before]

    def _leave_open(self, sentence: Sentence, trigger: Trigger, others: list[Trigger], timed: list[Timed]) -> None:
        """Remember what happened to several unnamed persons: the next sentences may name them."""
        if trigger.role not in {"patient", "noun"} or trigger.status not in _TOLD_OF_GROUPS:
            return
        for token in bearers(sentence, trigger):
            members = [token, *sentence.kids(token, "nmod")]
            group = next((t for t in members if t.pos == "NOUN" and t.has("Number=Plur")), None)
            if group is not None:
                nobody = Patient(Person(("",), sure=True), group.start, group.end, "listed")
                draft = self._draft(sentence, trigger, nobody, others, timed)
                if draft is not None:
                    self._open = [d for d in self._open if d.sentence == sentence.index]
                    self._open.append(_Draft(draft, sentence.index, "listed"))
                return

    def _take_up(self, sentence: Sentence, placed: list[Placed], waiting: list[_Draft], listed: list[Person]) -> None:
        """Give the names that a sentence lists the statuses that were left open before it."""
        for draft in waiting:
            for person in listed or self._sentenced_here(sentence, placed, draft):
                claim = msgspec.structs.replace(
                    draft.claim, person=person.text, role=person.role, relation=person.relation
                )
                self._drafts.append(_Draft(claim, sentence.index, "listed"))


def _dated(document: Document) -> Document:
    """Date an undated annual report by the year in its title, so that its months find their year."""
    if document.published is None and document.title and (found := _REPORT.search(document.title)):
        return msgspec.structs.replace(document, published=date(int(found[1]), 12, 31))
    return document


def _merged(drafts: list[_Draft]) -> list[StatusClaim]:
    """Keep one claim a person, status and time: the dated one before the undated, the fuller quote before the shorter."""
    drafts = _inherited([d for d in drafts if not _said_as_pardon(d, drafts)])
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


def _said_as_pardon(draft: _Draft, drafts: list[_Draft]) -> bool:
    """Say whether a release is only the other half of "pardoned and released"."""
    return draft.claim.status == "freed" and any(
        d.claim.status == "pardoned" and d.sentence == draft.sentence and d.claim.person == draft.claim.person
        for d in drafts
    )


def _same_fact(a: StatusClaim, b: StatusClaim) -> bool:
    if (a.person, a.status, a.negated) != (b.person, b.status, b.negated):
        return False
    if a.term_months and b.term_months and a.term_months != b.term_months:
        return False
    if not (a.date_low or a.date_high) or not (b.date_low or b.date_high):
        return True
    narrow, wide = sorted((_days(a), _days(b)))
    if wide > 200 and narrow < 60 and a.status in {"detained", "freed"}:
        return False  # "arrested repeatedly during the year" is more than the arrest of one day
    low = max(a.date_low or date.min, b.date_low or date.min)
    high = min(a.date_high or date.max, b.date_high or date.max)
    if a.status == "held":
        return a.date_high == b.date_high and not (a.term_months or b.term_months)
    return low <= high


def _days(claim: StatusClaim) -> int:
    return ((claim.date_high or date.max) - (claim.date_low or date.min)).days


def _weight(draft: _Draft) -> tuple[bool, bool, int, bool, int]:
    claim = draft.claim
    longer = _days(claim) if claim.status == "held" and claim.date_low else 0
    return (claim.term_months is not None, claim.date_low is not None, longer, draft.how == "named", -len(claim.quote))
