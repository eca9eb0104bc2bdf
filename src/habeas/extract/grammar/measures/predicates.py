"""What is said of the people counted: every sign, in the sentence, of a measure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from habeas.extract.grammar.counts.counted import Mention
from habeas.extract.grammar.measures.attributes import Attributes
from habeas.extract.grammar.measures.company import Company
from habeas.extract.grammar.measures.inclusion import Inclusion
from habeas.extract.grammar.measures.light import LightVerbs
from habeas.extract.grammar.measures.orphans import Orphans
from habeas.extract.grammar.measures.repairs import Repairs
from habeas.extract.grammar.measures.signs import Sign, Signs, has_object
from habeas.extract.lexicon import Lexicon
from habeas.extract.parse.base import Sentence, Token

_OBJECT: Final = frozenset({"obj", "iobj", "dobj"})
_OBLIQUE: Final = frozenset({"nmod", "obl", "appos", "nmod:poss", "dep", "advmod", "obl:npmod", "compound"})
_JOINED: Final = frozenset({"conj", "parataxis"})
_CLAUSAL: Final = frozenset({"xcomp", "attr", "ccomp", "acl:relcl", "acl", "advcl"})
_PASSIVE_SUBJECT: Final = frozenset({"nsubj:pass", "csubj:pass"})


class Predicates:
    """Finds signs by the verbs, nouns and phrases of one lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._signs = Signs(lexicon)
        self._company = Company(lexicon, self._signs)
        self._light = LightVerbs(lexicon, self._signs)
        self._orphans = Orphans(lexicon, self._signs)
        self._attributes = Attributes(lexicon, self._signs, self._light)
        self._inclusion = Inclusion(lexicon, self._signs, self._attributes)
        self._repairs = Repairs(lexicon, self._signs, self._light, self._attributes)
        self._patient = lexicon.verbs["patient"]
        self._agent = lexicon.verbs["agent"]
        self._ties = lexicon.words("nouns", "ties", "patient")
        self._judged = lexicon.words("nouns", "ties", "judged")
        self._brought = lexicon.words("nouns", "ties", "brought")
        self._like = lexicon.words("recognition", "links")
        self._put = lexicon.words("verbs", "light", "put")
        self._including = lexicon.words("parts", "inclusive_cases")
        self._partitive = lexicon.words("people", "partitive_cases")
        self._movement = lexicon.words("verbs", "weak", "movement")
        self._hedge = (0, 0)
        self._determiners = lexicon.words("hedges", "exact")
        self._means = lexicon.words("nouns", "ties", "means")
        self._undergo = lexicon.words("verbs", "light", "undergo")
        self._kept = lexicon.words("verbs", "light", "kept_people")
        self._holding = lexicon.words("verbs", "light", "holding")
        self._leaving = lexicon.words("verbs", "light", "leaving")
        self._take = lexicon.words("verbs", "light", "take")
        self._quantities = lexicon.words("people", "collective")
        self._aspect = lexicon.words("grammar", "aspect_verbs")

    def signs(self, sentence: Sentence, mention: Mention, limit: int) -> list[Sign]:
        """Return the signs of a mention; state phrases count up to the document offset `limit`."""
        out = [*self._attributes.event_count(sentence, mention), *self._attributes.labelled(sentence, mention)]
        out += self._attributes.listed_anew(sentence, mention)
        self._hedge = (sentence.start + mention.quantity.start, sentence.start + mention.quantity.core_end)
        whole = self._company.is_whole(sentence, mention)
        fronted = self._is_fronted_whole(sentence, mention)
        if fronted or whole:
            out += self._repairs.befallen(sentence, mention)
        if not fronted:
            out += self._repairs.robbed(sentence, mention)
            out += list(self._cut_off(sentence, mention)) or list(self._governing(sentence, mention.top))
            out += self._company.caused(sentence, mention)
            out += self._repairs.headless(sentence, mention.top)
            out += self._repairs.released_after(sentence, mention.noun or mention.top)
        out += self._company.alongside(sentence, mention)
        own = (s for s in out if s.kind != "predicate" or s.word.lemma not in self._lexicon.custody_nouns)
        governed = any(s.kind in {"patient", "nominal", "agent", "predicate"} for s in own)
        out += self._attributes.modifiers(sentence, mention, governed=governed)
        if not whole and not any(s.kind in {"patient", "nominal", "agent", "predicate"} for s in out):
            out += self._inclusion.opened(sentence, mention)
            out += self._orphans.signs(sentence, mention)
        states = list(self._attributes.state_after(sentence, mention, limit))
        if whole:  # "40 of the 90 strikers are still in jail" tells that 90 were; "... were let go" nothing of the 90
            out += [s for s in states if s.measures == ("held",)]
        else:
            out += states or self._attributes.place_after(sentence, mention, limit)
        out += self._attributes.inherent(sentence, mention)
        return out

    def _is_fronted_whole(self, sentence: Sentence, mention: Mention) -> bool:
        """Tell "Of the 310 people arrested, 85 were let go": what is said is said of the 85."""
        before = [t.lower for t in sentence.tokens if t.start < sentence.start + mention.quantity.start]
        fronted = bool(before) and before[0] in self._partitive and set(before[1:]) <= self._determiners
        return fronted and mention.top.rel.startswith("nsubj")

    def _cut_off(self, sentence: Sentence, mention: Mention) -> Iterator[Sign]:
        """Read "..., and scores remain in prison" where the parser joined the people to the nouns before them."""
        after = max((mention.noun or mention.numeral).i, mention.numeral.i) + 1
        verb = sentence.tokens[after] if after < len(sentence.tokens) else None
        if verb is None or not verb.has("VerbForm=Fin"):
            return
        told = mention.top.rel == "appos" and verb.lemma in self._aspect and not sentence.kids(verb, "nsubj")
        if told or (mention.top.rel == "conj" and verb.rel == "conj"):  # "frees two, 40 remain inside"
            yield from self._subject(sentence, verb, mention.top)

    def _governing(self, sentence: Sentence, top: Token, depth: int = 0) -> Iterator[Sign]:
        head = sentence.head(top)
        if depth > 4 or (head is not None and _is_parted(sentence, top, head)):
            return
        if head is None:
            yield from self._attributes.predicative(sentence, top) if top.pos != "VERB" else ()
            yield from self._inclusion.fronted(sentence, top)
            return
        if top.rel == "nsubj" and head.rel == "aux:pass":  # "20 people arrested in May were on Monday sentenced"
            verb = sentence.head(head)
            yield from self._passive_subject(sentence, verb) if verb is not None else ()
            return
        rel = top.rel
        verbal = head.pos in {"VERB", "AUX"}
        if rel in _PASSIVE_SUBJECT:
            yield from self._passive_subject(sentence, head)
        elif rel in _OBJECT:
            yield from self._object(sentence, head, top)
        elif rel == "nsubj":
            yield from self._subject(sentence, head, top)
        elif rel in _OBLIQUE:
            yield from self._oblique(sentence, top, head, depth)
        elif rel in _JOINED and (top.pos in {"VERB", "AUX"} or not verbal):
            yield from self._company.beside_complement(sentence, head, top)
            yield from self._governing(sentence, head, depth + 1)
        elif rel in _JOINED or rel in _CLAUSAL:
            yield from self._clausal(sentence, head, top, verbal=verbal)

    def _clausal(self, sentence: Sentence, head: Token, top: Token, *, verbal: bool) -> Iterator[Sign]:
        if top.rel in _CLAUSAL:
            yield from self._attributes.predicative(sentence, top)
            yield from self._inclusion.fronted(sentence, top)
        if top.rel == "xcomp" and sentence.kids(head, "cop"):  # "Still missing are 20 men"
            yield from self._signs.phrase(sentence, head, "predicate")
        if verbal:
            yield from self._signs.verb(sentence, head, self._patient, "patient", weak=True)

    def _passive_subject(self, sentence: Sentence, verb: Token) -> Iterator[Sign]:
        if verb.rel == "amod":  # "seven of whom are convicted criminals" tells what they are
            yield from self._signs.verb(sentence, verb, self._patient, "modifier", follow=False)
            return
        yield from self._signs.verb(sentence, verb, self._patient, "patient")
        if verb.lemma in self._undergo:
            yield from self._light.undergone(sentence, verb)
        yield from self._light.before_court(sentence, verb)
        yield from self._light.denied(sentence, verb)
        yield from self._light.counted_as(sentence, verb)
        yield from self._light.softened(sentence, verb)
        yield from self._put_into_custody(sentence, verb)
        yield from self._through(sentence, verb)
        yield from self._reported(sentence, verb)
        if all(s.weak for s in self._signs.verb(sentence, verb, self._patient, "patient")):
            yield from self._attributes.complement_states(sentence, verb)

    def _put_into_custody(self, sentence: Sentence, verb: Token, *people: Token) -> Iterator[Sign]:
        """Read "placed under house arrest", "put 20 people behind bars": verbs of putting make the state an event."""
        if verb.lemma in self._put:
            inner = (k for top in people for k in sentence.kids(top, "nmod"))
            for kid in (*sentence.kids(verb, "obl", "advmod", "nmod", "xcomp"), *inner):
                for sign in self._signs.phrase(sentence, kid, "patient"):
                    if "held" in sign.measures:
                        yield Sign("patient", ("detained",), verb)

    def _object(self, sentence: Sentence, verb: Token, top: Token) -> Iterator[Sign]:
        if any(self._signs.is_elsewise(sentence, s) for s in sentence.kids(verb, "nsubj")):
            return  # "the trial of the vaccine took in 20 people"
        own = self._repairs.own_verb(sentence, verb, top)
        if own is not None:  # "Of those who were detained 20 remain in prison"
            yield from self._subject(sentence, own, top)
            return
        covering = list(self._inclusion.covering(sentence, verb))
        yield from covering
        if not covering:  # "the amnesty takes in 20 people" takes nobody in
            holds = self._holds_people(sentence, verb, top)
            for sign in self._signs.verb(sentence, verb, self._patient, "patient"):
                yield sign._replace(weak=sign.weak and not holds)
        yield from self._light.before_court(sentence, verb)
        yield from self._light.denied(sentence, verb)
        yield from self._light.asked_for(sentence, verb)
        yield from self._inclusion.among(sentence, verb, top)
        yield from self._put_into_custody(sentence, verb, top)
        yield from self._light_verb(sentence, verb, top)
        if not covering and verb.lemma in self._take and top.lemma in self._lexicon.custody_nouns:
            yield Sign("patient", ("detained",), verb)

    def _holds_people(self, sentence: Sentence, verb: Token, top: Token) -> bool:
        """Tell "the army is holding 20 students" from "the hall holds 20 people", "holds 20 seats"."""
        nouns = (top, *sentence.kids(top, "nmod"))  # "is holding hundreds of Ukrainians"
        if verb.lemma not in self._holding or not any(self._lexicon.names_person(t.lemma, t.lower) for t in nouns):
            return False
        return not any(s.lemma in self._lexicon.things for s in sentence.kids(verb, "nsubj"))

    def _through(self, sentence: Sentence, verb: Token) -> Iterator[Sign]:
        """Read "came home in a prisoner swap", "left under the amnesty": the event by which something happens."""
        for kid in sentence.kids(verb, "obl", "nmod"):
            if {c.lower for c in sentence.kids(kid, "case")} & self._means:
                yield from (s for s in self._signs.noun(sentence, kid) if "freed" in s.measures)

    def _subject(self, sentence: Sentence, head: Token, top: Token) -> Iterator[Sign]:
        main = self._repairs.main_verb(sentence, head) if self._bare_participle(sentence, head) else None
        if main is not None:
            yield from self._behind(sentence, head, main)
            return
        whole = sentence.head(head) if head.rel == "advcl" and head.pos == "AUX" else None
        if whole is not None and any(k.lower in self._like for k in sentence.kids(head, "mark")):
            yield from self._subject(sentence, whole, top)  # "40 are in jail, as are 300 children"
            return
        if head.lemma in self._undergo:
            yield from self._light.undergone(sentence, head)
        yield from self._repairs.through_clause(sentence, head)
        if head.lemma not in self._aspect or not sentence.kids(head, "xcomp"):  # "remain poor", "remain jailed"
            yield from self._signs.verb(sentence, head, self._agent, "agent")
        yield from self._light.before_court(sentence, head)
        yield from self._main_predicate(sentence, head, top)
        yield from self._through(sentence, head)
        yield from self._controlled_verbs(sentence, head)
        yield from self._attributes.complement_states(sentence, head)
        if not head.rel.startswith("acl"):
            yield from self._inclusion.inverted(sentence, head, top)

    def _behind(self, sentence: Sentence, participle: Token, main: Token) -> Iterator[Sign]:
        """Read the verb behind a participle that was taken for it: the participle only says who is meant."""
        modifying = self._signs.verb(sentence, participle, self._patient, "modifier", follow=False)
        yield from (s._replace(kind="modifier") for s in modifying)
        joined = [k for k in sentence.kids(main, "conj") if k.pos == "VERB" and not sentence.kids(k, "nsubj")]
        for verb in (main, *joined):
            passive = bool(sentence.kids(verb, "aux:pass")) or (verb is not main and verb.has("VerbForm=Part"))
            table, kind = (self._patient, "patient") if passive else (self._agent, "agent")
            signs = self._signs.verb(sentence, verb, table, kind, follow=False)
            yield from (s._replace(later=s.later or verb is not main) for s in signs)
            yield from self._light.undergone(sentence, verb) if verb.lemma in self._undergo else ()
            yield from self._light.softened(sentence, verb)
        yield from self._light.before_court(sentence, main)
        yield from self._attributes.complement_states(sentence, main)

    def _main_predicate(self, sentence: Sentence, head: Token, top: Token) -> Iterator[Sign]:
        if self._repairs.is_gapped_passive(sentence, head, top):
            yield from self._signs.verb(sentence, head, self._patient, "patient", follow=False)
        elif self._bare_participle(sentence, head):
            if head.lemma in self._kept and self._is_beside(sentence, top, head):  # "17 (still) held after clashes"
                yield Sign("patient", self._patient[head.lemma], head)
            adjacent = head.i > 0 and sentence.tokens[head.i - 1].pos == "NUM"  # "1,430 recognised political prisoners"
            kind = "modifier" if adjacent else "patient"
            above = sentence.head(head)
            left = head.rel == "ccomp" and above is not None and above.lemma in self._leaving  # "keeps 20 locked up"
            yield from self._signs.verb(sentence, head, self._patient, kind, weak=not left)
        if head.pos in {"NOUN", "PROPN", "ADJ", "NUM"}:
            yield from self._attributes.predicative(sentence, head, subject=True)
            judge = sentence.head(head)
            if judge is not None and "recognised" in self._patient.get(judge.lemma, ()):
                yield Sign("patient", ("recognised",), judge)
        else:
            yield from self._signs.phrase(sentence, head, "predicate")

    def _is_beside(self, sentence: Sentence, top: Token, verb: Token) -> bool:
        """Say whether nothing but adverbs parts people from a verb: "Dozens still held in Odrava"."""
        between = sentence.tokens[top.i + 1 : verb.i]
        person = top.pos == "NUM" or top.lemma in self._quantities or self._lexicon.names_person(top.lemma, top.lower)
        return person and all(t.pos == "ADV" for t in between)

    def _controlled_verbs(self, sentence: Sentence, head: Token) -> Iterator[Sign]:
        for verb in self._controlled(sentence, head):
            passive = any(k.rel in {"aux:pass"} for k in sentence.kids(verb))
            undergone = verb.has("VerbForm=Part") and not has_object(sentence, verb)
            table = self._patient if passive or undergone else self._agent
            second = verb.rel == "conj" and table is self._patient  # "are in jail and charged with treason"
            kind = "patient" if passive else "modifier" if second else "agent"
            yield from self._signs.verb(sentence, verb, table, kind, follow=verb.rel == "xcomp")
            if not passive:
                yield from self._attributes.complement_states(sentence, verb)

    def _reported(self, sentence: Sentence, verb: Token) -> Iterator[Sign]:
        """Read "are thought to be in secret prisons": the state stands below what is thought."""
        for kid in sentence.kids(verb, "xcomp"):
            if kid.pos in {"AUX", "VERB"} and kid.has("VerbForm=Inf"):
                yield from self._attributes.complement_states(sentence, kid)

    def _bare_participle(self, sentence: Sentence, verb: Token) -> bool:
        """Tell "207 people convicted for ..." where the parser took the participle for the main verb."""
        kids = sentence.kids(verb)
        return (
            verb.has("VerbForm=Part")
            and not verb.has("Tense=Pres")
            and not any(k.rel in {"aux", "aux:pass", "obj"} for k in kids)
        ) or (verb.has("Tense=Past") and not any(k.rel in {"obj", "ccomp", "xcomp"} for k in kids))

    def _controlled(self, sentence: Sentence, head: Token) -> Iterator[Token]:
        for kid in sentence.kids(head, "xcomp", "conj"):
            if kid.pos in {"VERB", "ADJ"} and not sentence.kids(kid, "nsubj", "nsubj:pass"):
                yield kid

    def _light_verb(self, sentence: Sentence, verb: Token, top: Token) -> Iterator[Sign]:
        """Read "granted 20 people amnesty", "put 20 people behind bars", "placed 20 under arrest"."""
        granted = verb.lemma in self._undergo
        if granted:
            yield from self._light.term(sentence, verb)
        for kid in sentence.kids(verb, "obj", "obl", "xcomp", "iobj"):
            if kid.i != top.i:
                signs = self._signs.noun(sentence, kid)
                yield from (s._replace(weak=False) if granted else s for s in signs)
                yield from self._signs.phrase(sentence, kid, "predicate")

    def _oblique(self, sentence: Sentence, top: Token, head: Token, depth: int) -> Iterator[Sign]:
        cases = {c.lower for c in sentence.kids(top, "case") if not self._hedge[0] <= c.start < self._hedge[1]}
        hedged = not cases and bool(sentence.kids(top, "case"))
        verbal = head.pos in {"VERB", "AUX"}
        if verbal and top.rel == "obl:npmod" and top.i < head.i and sentence.kids(head, "aux:pass"):
            yield from self._passive_subject(sentence, head)  # "Twelve men - four of them priests - were freed"
            return
        yield from self._light.without_news(sentence, head, cases)
        yield from self._light.softened_event(sentence, head)
        if verbal and self._is_gapped(sentence, top):  # "detained 58 people in one town, 21 in the next"
            yield from self._signs.verb(sentence, head, self._patient, "patient")
        joined = next((f"{head.lemma}-{c}" for c in sorted(cases) if f"{head.lemma}-{c}" in self._patient), None)
        if hedged and verbal:  # "arrested over 20 people": the hedge was taken for a preposition
            yield from self._signs.verb(sentence, head, self._patient, "patient")
        elif (
            self._signs.event(sentence, head)
            and (cases & self._ties or not cases or top.rel == "nmod:poss")  # "20 prisoners' releases"
            and not self._acts(sentence, head)
        ):
            yield from self._event(sentence, head)
        elif cases & self._judged and (
            head.pos == "VERB" or head.rel == "nmod" or head.lemma in self._brought or self._signs.event(sentence, head)
        ):
            yield from self._judged_signs(sentence, head)
        elif joined is not None:  # "hands over 20 people": the particle was taken for a preposition
            yield Sign("patient", self._patient[joined], head)
        elif cases & self._partitive and top.i < head.i and verbal:
            return  # "Of the 20 defendants, six were jailed": the six, not the 20
        elif cases & self._including or top.rel == "appos":
            yield from self._governing(sentence, head, depth + 1)
            yield from self._attributes.modifier_of(sentence, head)
        elif cases & self._ties:
            yield from self._tied(sentence, head, depth)

    def _is_gapped(self, sentence: Sentence, top: Token) -> bool:
        """Say whether a number stands for people and the verb before them: only its place is told anew."""
        after = sentence.tokens[top.i + 1] if top.i + 1 < len(sentence.tokens) else None
        bare = top.pos == "NUM" and top.rel == "obl:npmod" and not sentence.kids(top, "case")
        stated = any(s for k in sentence.kids(top, "nmod", "obl") for s in self._signs.phrase(sentence, k, "predicate"))
        return bare and after is not None and after.pos == "ADP" and not stated

    @staticmethod
    def _acts(sentence: Sentence, word: Token) -> bool:
        """Tell a verb from the noun of the same form: "of the 45, 30 were released"."""
        return word.pos == "VERB" and bool(sentence.kids(word, "nsubj", "nsubj:pass", "aux", "aux:pass"))

    def _judged_signs(self, sentence: Sentence, head: Token) -> Iterator[Sign]:
        """Read "charges against 20 people", "charges were brought against them", "sentences imposed on 20"."""
        nouns = sentence.kids(head, "obj", "nsubj:pass") if head.pos == "VERB" else [head]
        above = sentence.head(head) if head.rel in {"acl", "nmod"} else None  # "charges of fraud against 20 people"
        for noun in (*nouns, *((above,) if above is not None else ())):
            for sign in self._signs.noun(sentence, noun):
                if not sign.measures or set(sign.measures) & {"charged", "convicted"}:
                    yield sign._replace(weak=False)
            if noun.lemma in self._brought and not self._signs.is_cancelled(sentence, noun):
                yield Sign("nominal", ("charged",), noun)

    def _event(self, sentence: Sentence, noun: Token) -> Iterator[Sign]:
        yield from self._signs.noun(sentence, noun)
        first = sentence.head(noun)
        if noun.rel == "conj" and first is not None:  # "amnesty or dropped charges for 20"
            yield from self._signs.noun(sentence, first)

    def _tied(self, sentence: Sentence, head: Token, depth: int) -> Iterator[Sign]:
        """Read "granted amnesty to 20 people", and climb "the release of the group of 20 people"."""
        yield from self._light.term_for(sentence, head)
        if head.pos == "VERB":
            yield from self._light.denied(sentence, head)
            granted = head.lemma in self._undergo
            yield from self._inclusion.covering(sentence, head)  # "the amnesty applies to 15 officers"
            owner = sentence.head(head) if head.rel == "acl" else None  # "the sentences handed to 20 people"
            for kid in (*sentence.kids(head, "obj", "nsubj:pass", "conj"), *((owner,) if owner is not None else ())):
                yield from (s._replace(weak=s.weak and not granted) for s in self._signs.noun(sentence, kid))
            yield from self._signs.verb(sentence, head, self._patient, "patient", weak=True)
        elif head.pos == "ADJ" and head.rel == "amod":  # "an amnesty applicable to 1,400 people"
            owner = sentence.head(head)
            yield from self._signs.noun(sentence, owner) if owner is not None and owner.i < head.i else ()
        elif head.pos in {"NOUN", "PROPN"} and depth < 3 and head.rel != "conj":
            nominal = (s for s in self._governing(sentence, head, depth + 1) if s.kind == "nominal")
            yield from (s._replace(weak=True) for s in nominal)


def _is_parted(sentence: Sentence, people: Token, verb: Token) -> bool:
    """Say whether a semicolon parts people from a verb behind them: "and 20 charged; 30 are in custody"."""
    return people.i < verb.i and any(t.text == ";" for t in sentence.tokens[people.i : verb.i])
