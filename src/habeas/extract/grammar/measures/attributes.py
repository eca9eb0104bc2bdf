"""What is said of people in or beside their own noun phrase: modifiers, states, labels, the noun's meaning."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from habeas.extract.grammar.counts.counted import Mention, are_penalties, closes_entry
from habeas.extract.grammar.measures.company import joins_others
from habeas.extract.grammar.measures.light import LightVerbs
from habeas.extract.grammar.measures.signs import Sign, Signs, has_object
from habeas.extract.lexicon import WORD, Lexicon
from habeas.extract.parse.base import Sentence, Token

# How many words a label of a table or list may have.
_LABEL: Final = 9
# How far behind people a place of custody may stand that is theirs, whatever the parser tied it to.
_PLACE: Final = 8
# How many words a phrase of being missing has that tells what became of people who were taken.
_PLAIN: Final = 3


class Attributes:
    """Finds the signs that people bear themselves, by the verbs, nouns and phrases of one lexicon."""

    def __init__(self, lexicon: Lexicon, signs: Signs, light: LightVerbs) -> None:
        self._signs = signs
        self._light = light
        self._lexicon = lexicon
        self._patient = lexicon.verbs["patient"]
        self._agent = lexicon.verbs["agent"]
        self._those = lexicon.words("people", "anaphors")
        self._relations = lexicon.words("people", "relations")
        self._partitive = lexicon.words("people", "partitive_cases")
        self._undergo = lexicon.words("verbs", "light", "undergo")
        self._kept = lexicon.words("verbs", "light", "kept_people")
        self._passing = lexicon.words("verbs", "light", "passing")
        self._upon = lexicon.words("verbs", "light", "upon")  # "are home after months in jail"
        self._aspect = lexicon.words("grammar", "aspect_verbs")
        self._dwell = lexicon.words("verbs", "light", "dwell")
        self._copulas = lexicon.words("grammar", "copulas")
        self._declaring = lexicon.words("recognition", "verbs") - lexicon.words("recognition", "opinions")
        self._entries = lexicon.words("people", "listed", "entries")
        self._adding = lexicon.words("people", "listed", "adding")
        self._taken = lexicon.words("people", "taken")
        self._new = lexicon.words("people", "listed", "new")
        self._former = lexicon.words("people", "former")
        self._victims = lexicon.words("people", "victims")
        self._negations = lexicon.words("status", "negations")

    def listed_anew(self, sentence: Sentence, mention: Mention) -> Iterator[Sign]:
        """Read "24 new names were added to the list": a monitor calls 24 people political prisoners."""
        noun = mention.noun
        if noun is None or noun.lemma not in self._entries:
            return
        verb = sentence.head(noun)
        added = verb is not None and verb.lemma in self._adding
        if added or any(k.lower in self._new for k in sentence.kids(noun, "amod")):
            yield Sign("patient", ("recognised",), noun)

    def event_count(self, sentence: Sentence, mention: Mention) -> Iterator[Sign]:
        """Yield the sign of an event that the number itself counts ("24 arrests")."""
        noun = mention.noun
        if noun is None or any(self._signs.is_cancelled(sentence, t) for t in (noun, mention.top)):
            return
        if are_penalties(self._lexicon, sentence, mention):
            yield Sign("event_count", ("convicted",), noun)
            return
        event = noun if noun.lemma in self._lexicon.countable_events else self._event_before(sentence, mention)
        if event is not None:
            yield Sign("event_count", (self._lexicon.countable_events[event.lemma],), event)

    def _event_before(self, sentence: Sentence, mention: Mention) -> Token | None:
        """Return the event that people in brackets sum up: "most disappearances were recorded in 2014 (28 people)"."""
        before = [t for t in sentence.tokens if t.start < sentence.start + mention.quantity.start]
        if not before or before[-1].text != "(":
            return None
        for token in reversed(before[-_LABEL - 4 : -1]):
            if token.text in {";", ")", "("} or (token.pos == "NUM" and token.rel == "nummod"):
                return None
            if token.lemma in self._lexicon.countable_events:
                return token
        return None

    def labelled(self, sentence: Sentence, mention: Mention) -> Iterator[Sign]:
        """Read the label of a number in a table or list, "Arrested: 45", "Political prisoners - 45"."""
        before = [t for t in sentence.tokens if t.start < sentence.start + mention.quantity.start]
        if len(before) < 2 or len(before) > _LABEL or not closes_entry(sentence, mention):
            return
        label = before[-2]
        states = self._lexicon.states.find([t.lower for t in before[:-1]])
        if states and states[-1][1] == len(before) - 1:  # "Still in detention: 45"
            yield Sign("predicate", (states[-1][2],), label)
        elif label.lemma in self._lexicon.countable_events:
            yield Sign("event_count", (self._lexicon.countable_events[label.lemma],), label)
        elif label.lemma in self._lexicon.custody_nouns:
            yield Sign("predicate", self._lexicon.custody_nouns[label.lemma], label)
        elif label.lemma in self._patient:
            yield Sign("patient", self._patient[label.lemma], label, label.lemma in self._lexicon.weak_verbs)

    def modifier_of(self, sentence: Sentence, noun: Token) -> Iterator[Sign]:
        """Yield the signs of the participles and relative clauses of a noun: "those freed"."""
        kids = sentence.kids(noun, "acl", "acl:relcl", "amod")
        if noun.lemma in self._patient and any(k.lower in self._those for k in sentence.kids(noun, "det")):
            kids = [*kids, noun]  # "those freed", taken for a noun
        behind = sentence.tokens[noun.i + 1] if noun.i + 1 < len(sentence.tokens) else None
        if (
            not kids
            and behind is not None
            and behind.has("VerbForm=Part")
            and not sentence.kids(behind, "nsubj", "aux")
        ):
            kids = [behind]  # "those amnestied", where the parser hung the participle elsewhere
        for kid in kids:
            yield from (s._replace(kind="modifier") for s in self._signs.verb(sentence, kid, self._patient, "modifier"))

    def predicative(self, sentence: Sentence, word: Token, *, subject: bool = False) -> Iterator[Sign]:
        """Read "20 people are political prisoners", "20 were free"."""
        if not subject and not sentence.kids(word, "cop"):
            return
        if word.lemma in self._lexicon.custody_nouns:
            yield Sign("predicate", self._lexicon.custody_nouns[word.lemma], word)
        elif word.pos in {"ADJ", "VERB"} and word.lemma in self._patient:
            yield Sign("patient", self._patient[word.lemma], word)
        yield from self._victim(sentence, word)
        yield from self._signs.phrase(sentence, word, "predicate")

    def _victim(self, sentence: Sentence, word: Token) -> Iterator[Sign]:
        """Read "20 villagers are victims of enforced disappearance"."""
        if word.lemma in self._victims:
            for kid in sentence.kids(word, "nmod"):
                yield from (s._replace(kind="predicate") for s in self._signs.noun(sentence, kid))

    def complement_states(self, sentence: Sentence, verb: Token) -> Iterator[Sign]:
        """Yield the signs of the states that a verb leads to: "are in prison", "remain jailed"."""
        if verb.lemma in self._passing and not sentence.kids(verb, "aux:pass"):
            return
        for kid in sentence.kids(verb, "obl", "xcomp", "advmod", "obj", "nmod"):
            for sign in self._signs.phrase(sentence, kid, "predicate"):
                yield self._light.hanging(verb, sign)
            if verb.lemma in self._dwell and not {c.lower for c in sentence.kids(kid, "case")} & self._upon:
                for place in sentence.kids(kid, "nmod", "obl"):
                    yield from (s for s in self._signs.phrase(sentence, place, "predicate") if "held" in s.measures)
            if kid.rel == "xcomp" and not kid.has("VerbForm=Inf") and kid.pos in {"NOUN", "ADJ", "VERB"}:
                yield from self._victim(sentence, kid)
                if kid.lemma in self._lexicon.custody_nouns:
                    if verb.lemma not in self._declaring:  # "were declared political prisoners"
                        yield Sign("predicate", self._lexicon.custody_nouns[kid.lemma], kid)
                elif not any(k.lower in self._negations for k in sentence.kids(kid, "advmod")) and not has_object(
                    sentence, kid
                ):
                    told = self._signs.verb(sentence, kid, self._patient, "patient", follow=False)
                    # those who "remain free" were not let out
                    yield from (s for s in told if verb.lemma not in self._aspect or "freed" not in s.measures)

    def modifiers(self, sentence: Sentence, mention: Mention, *, governed: bool) -> Iterator[Sign]:
        """Yield the signs of what modifies the people: participles, relative clauses, phrases of a state.

        What befell the whole that they are part of counts as theirs where nothing else is said of them (`governed`).
        """
        for token in {t.i: t for t in (mention.noun, mention.top, mention.numeral) if t is not None}.values():
            for kid in (*sentence.kids(token, "amod", "acl", "acl:relcl", "compound"), *_shared(sentence, token)):
                yield from self._modifier(sentence, mention, token, kid, governed=governed)
                yield from self._signs.phrase(sentence, kid, "modifier")
            for kid in sentence.kids(token, "nmod", "obl", "advmod"):
                yield from self._signs.phrase(sentence, kid, "modifier")
                if {c.lower for c in sentence.kids(kid, "case")} & self._partitive:  # "six of the women freed"
                    for sign in (
                        self.modifier_of(sentence, kid) if kid is mention.noun or not self._kin(mention) else ()
                    ):
                        whole = sign.word.rel == "acl" and not mention.trailing and not governed
                        yield sign._replace(kind="patient") if whole else sign
                    if kid is not mention.noun and kid.lemma in self._lexicon.custody_nouns and not self._kin(mention):
                        yield Sign("modifier", self._lexicon.custody_nouns[kid.lemma], kid)

    def _kin(self, mention: Mention) -> bool:
        """Tell "40 relatives of political prisoners", who are none themselves, from "groups of prisoners"."""
        noun = mention.noun
        return noun is not None and noun.lemma in self._relations

    def _modifier(
        self, sentence: Sentence, mention: Mention, token: Token, kid: Token, *, governed: bool
    ) -> Iterator[Sign]:
        acts = kid.rel == "acl" and kid.has("VerbForm=Ger") and bool(sentence.kids(kid, "obj"))
        if kid.rel == "acl:relcl":
            yield from self._relative(sentence, kid, governed=governed)
        elif kid.rel == "acl" and kid.lemma in self._undergo:  # "12 men granted amnesty"
            yield from self._light.undergone(sentence, kid)
        elif kid.lemma in self._patient and not acts:
            between = sentence.tokens[token.i + 1 : kid.i]  # "and more than 600 already convicted"
            gapped = mention.noun is None and kid.rel == "acl" and all(t.pos == "ADV" for t in between)
            headline = kid.rel == "acl" and mention.top.rel == "root"  # "Dozens of students missing after raids"
            kind = (
                "patient" if gapped or headline else "modifier"
            )  # "30 were released and eight charged", "the 45 jailed"
            kept = self._is_kept(sentence, token, kid)
            for sign in self._signs.verb(sentence, kid, self._patient, kind, follow=kid.rel == "acl"):
                yield sign._replace(weak=sign.weak and not kept)

    def _is_kept(self, sentence: Sentence, people: Token, verb: Token) -> bool:
        """Tell "20 people held over the riots", where a verb of keeping people is plain, from "20 seats held"."""
        named = people.lemma in self._lexicon.people or people.lemma in self._lexicon.custody_nouns
        return named and verb.rel == "acl" and verb.lemma in self._kept and not sentence.kids(verb, "obj", "xcomp")

    def _relative(self, sentence: Sentence, verb: Token, *, governed: bool = False) -> Iterator[Sign]:
        if verb.lemma in self._copulas:  # "people who are to benefit from the pardon"
            for kid in sentence.kids(verb, "xcomp"):
                yield from self._relative(sentence, kid, governed=governed) if kid.has("VerbForm=Inf") else ()
        passive = bool(sentence.kids(verb, "aux:pass", "nsubj:pass"))
        if any(s.pos == "NUM" for s in sentence.kids(verb, "nsubj")):
            return  # "33 people, of whom 24 face charges"
        if verb.lemma in self._undergo:
            for sign in self._light.undergone(sentence, verb):
                yield sign._replace(kind="modifier") if governed else sign
        objects = [o for o in sentence.kids(verb, "obj") if o.lower not in self._relatives()]
        if passive:  # not "976 people, of whom 72 were detained"
            others = [s for s in sentence.kids(verb, "nsubj:pass") if s.lower not in self._relatives()]
            yield from self._signs.verb(sentence, verb, self._patient, "modifier") if not others else ()
            return
        subjects = [s for s in sentence.kids(verb, "nsubj") if s.pos != "PRON" or s.lower not in self._relatives()]
        if subjects and not objects:  # "people (whom) the police arrested"
            yield from self._signs.verb(sentence, verb, self._patient, "modifier")
        else:
            yield from self._signs.verb(sentence, verb, self._agent, "modifier")
        for sign in self.complement_states(sentence, verb):
            yield sign._replace(kind="modifier")
        yield from (s._replace(kind="modifier") for s in self.predicative(sentence, verb))

    def _relatives(self) -> frozenset[str]:
        return self._lexicon.words("grammar", "relatives")

    def state_after(self, sentence: Sentence, mention: Mention, limit: int) -> Iterator[Sign]:
        """State phrases after the people and before the next number or the end of the clause.

        What is told behind "three of the 25 detainees" is told of the three.
        """
        part = sentence.head(mention.top)
        cases = {c.lower for c in sentence.kids(mention.top, "case")}
        held = mention.noun is not None and mention.noun.lemma in self._lexicon.custody_nouns
        if held and mention.top.rel == "nmod" and part is not None and part.pos == "NUM" and cases & self._partitive:
            return
        begin = (mention.noun or mention.numeral).end - sentence.start
        text = sentence.text[begin : max(begin, limit - sentence.start)]
        matches = list(WORD.finditer(text))
        words = [m[0].lower().replace("’", "'") for m in matches]
        for i, j, measure in self._lexicon.states.find(words):
            if i > 16 or any(w in {";", "."} for w in words[:i]):
                break
            at = sentence.start + begin + matches[i].start()
            token = next((t for t in sentence.tokens if t.end > at), mention.numeral)
            if self._is_of_others(sentence, mention, token):
                break
            verb = next((t for t in sentence.ancestors(token) if t.pos == "VERB"), token)
            # "were seized in May and have not been heard of since"
            lasting = measure == "convicted" or (measure == "missing" and j - i >= _PLAIN)
            if verb.lemma in self._passing and not sentence.kids(verb, "aux:pass"):
                break
            yield self._light.hanging(
                verb, Sign("state", (measure,), token, weak=not lasting and ("," in words[:i] or i > 9))
            )

    def place_after(self, sentence: Sentence, mention: Mention, limit: int) -> Iterator[Sign]:
        """Read "journalists currently in the police detention", where the parser tied the place to another word."""
        first = max((mention.noun or mention.numeral).i, mention.numeral.i) + 1
        for token in sentence.tokens[first : first + _PLACE]:
            if token.start >= limit or token.pos in {"VERB", "PUNCT", "SCONJ"}:
                return
            if self._signs.is_custody_place(sentence, token):
                yield Sign("state", ("held",), token, weak=True)
                return

    @staticmethod
    def _is_of_others(sentence: Sentence, mention: Mention, phrase: Token) -> bool:
        """Tell "30,000 members, and its leader is in prison": the state behind another subject is not theirs."""
        first = max((mention.noun or mention.numeral).i, mention.numeral.i) + 1
        between = sentence.tokens[first : phrase.i]
        return any(t.rel.startswith("nsubj") and t.pos in {"NOUN", "PROPN"} and t.i != mention.top.i for t in between)

    def inherent(self, sentence: Sentence, mention: Mention) -> Iterator[Sign]:
        """Yield the sign that the meaning of the counted noun gives ("prisoners")."""
        noun = mention.noun
        if noun is None:
            return
        if any(k.lower in self._former for k in sentence.kids(noun, "amod", "compound")):
            return  # "26 former detainees" are held no more
        if joins_others(self._lexicon, sentence, noun):
            return  # "200 prisoners and persecuted people" are not all held
        if noun.lemma in self._taken and any(k.lower in self._new for k in sentence.kids(noun, "amod")):
            yield Sign("inherent", ("detained",), noun)  # "counted 140 new detainees"
        elif noun.lemma in self._lexicon.custody_nouns:
            kind = "predicate" if self._are_there(sentence, mention.top) else "inherent"
            yield Sign(kind, self._lexicon.custody_nouns[noun.lemma], noun)
        else:
            named = noun.lemma in self._lexicon.people  # "mothers of prisoners" are none themselves
            for kid in () if named else sentence.kids(noun, "nmod", "compound", "amod"):
                if kid.lemma in self._lexicon.custody_nouns and kid.i > noun.i:
                    yield Sign("inherent", self._lexicon.custody_nouns[kid.lemma], kid, weak=True)

    def _are_there(self, sentence: Sentence, people: Token) -> bool:
        """Tell "there are 300 prisoners, who have been tried", which says first that they are, from those let go."""
        verb = sentence.head(people)
        if verb is None or not sentence.kids(verb, "expl"):
            return False
        clauses = sentence.kids(people, "acl:relcl", "acl")
        return not any("freed" in self._patient.get(t.lemma, ()) for t in clauses)


def _shared(sentence: Sentence, people: Token) -> list[Token]:
    """Return the relative clauses that people share with those behind them: "23 men and six women who are free"."""
    if sentence.kids(people, "acl:relcl"):
        return []
    beside = (k for k in sentence.kids(people, "conj") if k.has("Number=Plur") and k.i > people.i)
    return [clause for k in beside for clause in sentence.kids(k, "acl:relcl")]
