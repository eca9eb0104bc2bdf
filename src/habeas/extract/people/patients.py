"""Whom a trigger concerns: persons named in the right place, enumerated, behind pronouns and group words."""

from __future__ import annotations

import re
from typing import Final

from habeas.extract.parse.base import Sentence, Token
from habeas.extract.people.bearers import bearers, is_passive
from habeas.extract.people.lexicon import PeopleLexicon
from habeas.extract.people.lost import after_preposition, before_participle, before_passive, in_commas
from habeas.extract.people.patient import NESTED, Patient, governed, verb_between
from habeas.extract.people.registry import Person, Placed, Registry
from habeas.extract.people.triggers import Trigger

_COUNTS: Final = {
    w: n
    for n, w in enumerate(
        ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"], 2
    )
}


_COLON: Final = re.compile(
    r"^(?: or \w+| and \w+)?(?: (?:include|includes|included|are|were)\b(?: (?:the )?following)?:?|:) "
)


_ARE: Final = re.compile(r"^(?: [\w.,-]+){0,5}? (?:is|are|was|were|includes?|included)(?: also)?(?: the following)?:? ")
_GROUP_BEFORE: Final = re.compile(
    r"\b(?:among|those|others|people|persons|prisoners|detainees|inmates|[a-z]+(?:ists|ers|ors|ents|ians)|men|women)"
    r"(?: \w+){0,3} $",
    re.IGNORECASE,
)


_COPULA: Final = re.compile(r"[\w ]{4,25}? (?:is|are|was|were) ")
_LIST_AFTER: Final = re.compile(r": (?=[A-Z])")


class Patients:
    """Finds patients with one lexicon's list words."""

    def __init__(self, lexicon: PeopleLexicon) -> None:
        self._including = tuple(sorted(lexicon.words("lists", "including"), key=lambda w: (-len(w), w)))
        self._resuming = lexicon.words("lists", "resuming")
        self._kin = frozenset(lexicon.data["kin"]["words"])
        self._plural = lexicon.words("lists", "plural_pronouns")
        self._group_nouns = lexicon.words("lists", "group_nouns")
        self._she = lexicon.words("names", "she")
        self._singular = lexicon.words("names", "he") | lexicon.words("names", "she")

    def of(
        self, sentence: Sentence, trigger: Trigger, placed: list[Placed], registry: Registry, here: list[Person]
    ) -> list[Patient]:
        """Return the persons a trigger concerns, in the order of the text.

        `here` are the persons whom earlier triggers of the same sentence concern ("sentenced each to ...").
        """
        out = self._adjacent(sentence, trigger, placed)
        if out:
            return out
        if trigger.role == "heading":
            listed = self._enumeration(sentence, trigger.end - sentence.start, placed, strict=False)
            return [Patient(p.person, p.mention.start, p.mention.end, "listed") for p in listed]
        tokens = bearers(sentence, trigger)
        for token in tokens:
            out += self._at(sentence, token, placed, registry, trigger, here)
        plural = any(k.lower == "were" for k in sentence.kids(trigger.word, "aux:pass"))
        if len(out) == 1 and plural and out[0].how == "named" and trigger.word.rel not in {"acl:relcl", "acl", "conj"}:
            whole = before_passive(sentence, trigger, placed, [])
            out = whole if len(whole) > 1 else out
        if not out and trigger.role == "patient":
            out = (
                before_participle(sentence, trigger, placed)
                or before_passive(sentence, trigger, placed, tokens)
                or self._enumerated(sentence, trigger, placed)
                or self._carried_on(sentence, trigger, placed, registry)
            )
        if not out and trigger.role == "subject":
            out = self._enumerated(sentence, trigger, placed)
        out = [_told_of(p, placed) for p in out]
        if not out and trigger.role == "noun" and trigger.status in {"pardoned", "freed"}:
            out = after_preposition(sentence, trigger, placed)
        return list({id(p.person): p for p in reversed(out)}.values())[::-1]

    def _enumerated(self, sentence: Sentence, trigger: Trigger, placed: list[Placed]) -> list[Patient]:
        """Return the names of "among those freed are A; B, a poet; and C", where the parser lost the group."""
        before = sentence.text[: trigger.start - sentence.start][-60:]
        verb = _ARE.match(sentence.text[trigger.end - sentence.start :])
        if verb is None or not _GROUP_BEFORE.search(before):
            return []
        begin = trigger.end - sentence.start + verb.end()
        listed = self._enumeration(sentence, begin, placed, strict=False)
        return [Patient(p.person, p.mention.start, p.mention.end, "listed") for p in listed]

    def _carried_on(
        self, sentence: Sentence, trigger: Trigger, placed: list[Placed], registry: Registry
    ) -> list[Patient]:
        """Return X of "X was found guilty of lying and jailed", where the parser ties "jailed" to "lying"."""
        word = trigger.word
        if (
            word.rel != "conj"
            or not word.has("VerbForm=Part")
            or sentence.kids(word, "obj", "nsubj", "aux", "aux:pass")
        ):
            return []
        for verb in list(sentence.ancestors(word))[:4]:
            if sentence.kids(verb, "aux:pass") and is_passive(sentence, verb):
                found = [
                    self._at(sentence, t, placed, registry, trigger, []) for t in sentence.kids(verb, "nsubj:pass")
                ]
                return [patient for patients in found for patient in patients]
        return []

    @staticmethod
    def _adjacent(sentence: Sentence, trigger: Trigger, placed: list[Placed]) -> list[Patient]:
        """Return the name a participle follows: "A, sentenced to two years, B, sentenced to three"."""
        word = trigger.word
        if trigger.role != "patient" or word.i == 0 or sentence.kids(word, "aux:pass", "aux", "obj"):
            return []
        before = sentence.text[: word.start - sentence.start]
        if not re.search(r"(?:, |\()(?:first |then |now |also )?$", before) or not word.has("VerbForm=Part"):
            return []
        for p in placed:
            if 0 <= word.start - p.mention.end <= 9 and not _is_list_before(sentence, word):
                return [Patient(p.person, p.mention.start, p.mention.end, "named")]
        return []

    def opened(self, sentence: Sentence, placed: list[Placed]) -> list[Placed]:
        """Return the names of a list that a sentence opens by "including", "these include", "one of the women"."""
        text = sentence.text.lower()
        openers = [text.find(w) for w in self._resuming if text.find(w) >= 0]
        if not openers:
            return []
        copula = _COPULA.match(text, min(openers))  # "among them are A and B"
        return self._enumeration(sentence, copula.end() if copula else min(openers), placed, strict=False)

    def _at(
        self,
        sentence: Sentence,
        token: Token,
        placed: list[Placed],
        registry: Registry,
        trigger: Trigger,
        here: list[Person],
    ) -> list[Patient]:
        if token.pos == "PRON" or token.lower in self._singular | self._plural | {"their"}:
            if token.lower in self._plural | {"their"} and not sentence.kids(
                token, "acl", "acl:relcl", "nmod", "obl", "acl"
            ):
                return self._grouped(sentence, token, registry, None, here)
            person = self._ahead(sentence, token, placed) or registry.pronoun(token, placed, here)
            if person is not None:
                return [Patient(person, token.start, token.end, "pronoun")]
        relative = self._relative(sentence, token, placed, registry)
        if relative is not None:
            return [relative]
        included = self._included(sentence, token, placed)
        if included:
            return included
        region = self._region(sentence, token)
        named = [p for p in placed if p.mention.head.i in region]
        if not named and token.pos == "NOUN":  # "the activist X", which the parser took apart
            named = [p for p in placed if p.mention.start == token.end + 1]
        if trigger.role == "group":
            named = []
        plural = any(k.lower in {"were", "are", "have"} for k in sentence.kids(trigger.word, "aux", "aux:pass"))
        nested = trigger.word.rel in {"acl", "acl:relcl"} or _in_relative(sentence, trigger.word)
        nested = nested and not _tells_subject(sentence, trigger.word, token)
        if nested and not plural and token.pos == "PROPN" and trigger.role in {"patient", "agent"}:
            # "A, arrested in May, B and C": the participle is A's alone
            return [
                Patient(p.person, p.mention.start, p.mention.end, "named") for p in named if token.i in p.mention.tokens
            ]
        out = [Patient(p.person, p.mention.start, p.mention.end, "named") for p in named]
        out += self._listed(sentence, token, placed, named, trigger)
        out = out or in_commas(sentence, token, trigger, placed)
        if out or trigger.role in {"group", "modified"}:
            return out
        return self._by_description(sentence, token, placed, registry, here)

    def _ahead(self, sentence: Sentence, token: Token, placed: list[Placed]) -> Person | None:
        """Return X of "Two years after her arrest, X is ...": whom a pronoun before the main clause means."""
        sex = "f" if token.lower in self._she else "m"
        if token.lower not in self._singular or any(p.mention.start < token.start for p in placed):
            return None
        for p in placed[:1]:
            between = sentence.text[token.end - sentence.start : p.mention.start - sentence.start]
            verb = sentence.head(p.mention.head)
            subject = p.mention.head.rel in {"nsubj", "nsubj:pass"} and verb is not None and verb.rel == "root"
            if subject and "," in between and ";" not in between and p.person.sex in {"", sex}:
                return p.person
        return None

    def _by_description(
        self, sentence: Sentence, token: Token, placed: list[Placed], registry: Registry, here: list[Person]
    ) -> list[Patient]:
        """Return whom "the activist", "the four" or "the women" mean, of those whom the text named before."""
        count = _COUNTS.get(token.lower) or next(
            (_COUNTS[k.lower] for k in sentence.kids(token, "nummod") if k.lower in _COUNTS), None
        )
        definite = any(k.lower in {"the", "these", "those", "all", "both"} for k in sentence.kids(token, "det"))
        bare = not [k for k in sentence.kids(token) if k.rel not in {"det", "punct", "case", "cc", "conj"}]
        if definite and bare and count is None and not token.has("Number=Plur"):
            person = registry.described(token.lemma, sentence.index, placed)
            if person is not None:
                return [Patient(person, token.start, token.end, "pronoun")]
        if definite and (count is not None or (bare and token.lower in self._group_nouns)):
            return self._grouped(sentence, token, registry, count, here)
        return []

    def _relative(self, sentence: Sentence, token: Token, placed: list[Placed], registry: Registry) -> Patient | None:
        """Return the person whom "her husband" means, if the document names the husband."""
        owners = sentence.kids(token, "nmod:poss")
        if token.lemma not in self._kin or not owners:
            return None
        if any(token.end <= p.mention.start <= token.end + 2 for p in placed):
            return None
        owner = registry.pronoun(owners[0], placed)
        if owner is None:
            owner = next((p.person for p in placed if owners[0].i in p.mention.tokens), None)
        person = registry.kin(token.lemma, owner) if owner is not None else None
        return Patient(person, owners[0].start, token.end, "pronoun") if person is not None else None

    def _included(self, sentence: Sentence, token: Token, placed: list[Placed]) -> list[Patient]:
        """Return the names of "those arrested included A and B", "among those released were A and B"."""
        verb = sentence.head(token)
        if verb is None or token.i in {i for p in placed for i in p.mention.tokens}:
            return []
        subject = token.rel == "nsubj" and verb.lemma in {"include", "be"} and verb.i > token.i
        among = any(c.lower == "among" for c in sentence.kids(token, "case"))
        copula = [k for k in sentence.kids(verb, "cop") if k.i > token.i] if token.rel == "nsubj" else []
        plural = token.lower in {"those", "others"} or token.has("Number=Plur")
        if not plural or not (subject or among or copula):
            return []
        after = verb if subject else (copula[0] if copula else token)
        if among and not subject:
            after = next((t for t in sentence.tokens[token.i :] if t.lemma == "be"), token)
        listed = self._enumeration(sentence, after.end - sentence.start, placed, strict=False)
        return [Patient(p.person, p.mention.start, p.mention.end, "listed") for p in listed]

    def _region(self, sentence: Sentence, token: Token) -> set[int]:
        """Return the tokens of a noun phrase that may be its person: itself, its conjuncts and appositions."""
        region = {token.i}
        todo = [token]
        head = sentence.head(token)
        if token.rel == "appos" and head is not None and head.pos in {"PROPN", "NOUN"}:
            # "X, a journalist who spent ...": what is said of the apposition is said of the name
            region.add(head.i)
        while todo:
            at = todo.pop()
            for kid in sentence.kids(at):
                enumerated = kid.rel in {"conj", "appos"} and kid.pos in {"PROPN", "NOUN", "X", "ADJ", "VERB"}
                inner = kid.rel in {"compound", "flat"} and (at.pos == "PROPN" or kid.i > at.i)
                listed = kid.rel in {"nmod", "dep", "obl"} and self._opens_list(sentence, kid)
                if (enumerated or inner or listed) and kid.i not in region:
                    region.add(kid.i)
                    todo.append(kid)
        return region

    @staticmethod
    def _opens_list(sentence: Sentence, token: Token) -> bool:
        return " ".join(c.lower for c in sentence.kids(token, "case")) in {"including", "such as", "like"}

    def _listed(
        self, sentence: Sentence, token: Token, placed: list[Placed], named: list[Placed], trigger: Trigger
    ) -> list[Patient]:
        """Return the names of an enumeration that follows the phrase ("including A, B; C", "(A, B)")."""
        begin_at = token.end - sentence.start
        window = sentence.text[begin_at:].lower()
        openers = [window.find(w) for w in self._including if 0 <= window.find(w) <= 120]
        openers += [found.start() for found in [_LIST_AFTER.search(sentence.text[begin_at:])] if found]
        own = {trigger.word.i, *(k.i for k in sentence.kids(trigger.word, "aux", "aux:pass"))}
        openers = [o for o in openers if not verb_between(sentence, token.end, sentence.start + begin_at + o, own)]
        if trigger.role == "group":
            openers += [found.end() for found in [_COLON.match(window)] if found]
        bracket = window.find("(")
        bracketed = 0 <= bracket <= 70 and token.pos == "NOUN"
        if not openers and not bracketed and not named:
            return []
        if openers and not (named and token.pos == "PROPN"):
            begin = begin_at + min(openers)
        elif bracketed:
            begin = begin_at + bracket
        else:
            begin = max(p.mention.end for p in named) - sentence.start
            openers = []
        taken = {id(p) for p in named}
        return [
            Patient(p.person, p.mention.start, p.mention.end, "listed")
            for p in self._enumeration(sentence, begin, placed, strict=not openers, first_free=bracketed)
            if id(p) not in taken
        ]

    @staticmethod
    def _enumeration(
        sentence: Sentence, begin: int, placed: list[Placed], *, strict: bool, first_free: bool = False
    ) -> list[Placed]:
        """Return the names after `begin` up to the first verb of a main clause; relative clauses are passed over."""
        out: list[Placed] = []
        previous = begin
        for p in placed:
            start = p.mention.start - sentence.start
            if start < begin:
                continue
            between = _unbracketed([t for t in sentence.tokens if previous <= t.start - sentence.start < start])
            between = _after_semicolon(between) if out else between
            verbs = [t for t in between if t.pos in {"VERB", "AUX"} and t.lemma != "include"]
            finite = [t for t in verbs if t.rel not in NESTED and not _in_clause_of_list(sentence, t, begin)]
            loose = not out and first_free
            if finite or (strict and (verbs or not (loose or _is_list(between)))):
                break
            previous = p.mention.end - sentence.start
            head = p.mention.head
            argument = head.rel in {"obj", "obl", "nsubj", "nsubj:pass", "nmod"}
            if not governed(sentence, p) and not (argument and _in_clause_of_list(sentence, head, begin)):
                out.append(p)
        return out

    def _grouped(
        self, sentence: Sentence, token: Token, registry: Registry, count: int | None, here: list[Person]
    ) -> list[Patient]:
        group = here if len(here) > 1 and count in {None, len(here)} else registry.recent_group(sentence.index)
        if count is not None and len(group) != count:
            return []
        return [Patient(person, token.start, token.end, "group") for person in group]


def _told_of(patient: Patient, placed: list[Placed]) -> Patient:
    """Return A for B in "A, nephew of B, was released", where the parser took the nearer name for the subject."""
    if patient.how != "named":
        return patient
    for p in placed:
        relation = p.person.relation
        if relation and relation.endswith(f" of {patient.person.text}") and p.mention.end < patient.start:
            return Patient(p.person, p.mention.start, p.mention.end, "named")
    return patient


def _in_relative(sentence: Sentence, word: Token) -> bool:
    head = sentence.head(word)
    return word.rel == "conj" and head is not None and head.rel in {"acl", "acl:relcl"}


def _tells_subject(sentence: Sentence, word: Token, subject: Token) -> bool:
    """Say whether a participle tells of a whole subject: of A, B and C in "A, B and C were among nine men arrested"."""
    told = next((t for t in sentence.ancestors(word) if t.pos not in {"VERB", "AUX", "ADJ"}), None)
    return subject.rel in {"nsubj", "nsubj:pass"} and told is not None and subject.i < told.i != subject.i


def _in_clause_of_list(sentence: Sentence, verb: Token, begin: int) -> bool:
    """Say whether a verb stands in a relative clause that is itself part of the list."""
    return any(t.rel in {"acl", "acl:relcl"} and t.start - sentence.start >= begin for t in sentence.ancestors(verb))


def _is_list_before(sentence: Sentence, word: Token) -> bool:
    return word.i > 0 and sentence.tokens[word.i - 1].lower in {"and", "or", "but"}


def _unbracketed(tokens: list[Token]) -> list[Token]:
    """Return the tokens that stand in no closed bracket."""
    out: list[Token] = []
    for token in tokens:
        if token.text == ")":
            opening = next((n for n in range(len(out) - 1, -1, -1) if out[n].text == "("), None)
            out = out[:opening] if opening is not None else []
        else:
            out.append(token)
    return out


def _after_semicolon(tokens: list[Token]) -> list[Token]:
    """Return the tokens from the last semicolon on: it parts the items of a list, whatever is told of one of them."""
    at = next((n for n in range(len(tokens) - 1, -1, -1) if tokens[n].text == ";"), 0)
    return tokens[at:]


def _is_list(between: list[Token]) -> bool:
    return any(t.lower in {",", ";", "and", "or", "&"} for t in between)
