"""Signs of a measure, read off single words: verbs, event nouns and phrases of a state."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from habeas.extract.lexicon import Lexicon
from habeas.extract.parse.base import Sentence, Token

# Kinds of signs, strongest first.
KINDS: Final = (
    "event_count",  # "24 arrests"
    "patient",  # "arrested 20 people", "20 people were arrested"
    "nominal",  # "release of 20 people"
    "agent",  # "20 people walked free"
    "predicate",  # "20 people are in prison", "20 are political prisoners"
    "state",  # a state phrase right after the people
    "echo",  # "arrested 18 people. Five were teenagers"
    "modifier",  # "20 people arrested in May", "20 jailed journalists", "20 people who were arrested"
    "inherent",  # "20 prisoners"
)


class Sign(NamedTuple):
    """One sign of a measure: its kind, the measures it allows, the word that bears it.

    `weak` signs need a word of custody near; `later` ones belong to the second of two joined predicates.
    """

    kind: str
    measures: tuple[str, ...]
    word: Token
    weak: bool = False
    later: bool = False


class Signs:
    """Reads signs off words with the verbs, nouns and phrases of one lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._patient = lexicon.verbs["patient"]
        self._agent = lexicon.verbs["agent"]
        self._movement = lexicon.words("verbs", "weak", "movement")
        self._departure = lexicon.words("verbs", "weak", "departure")
        self._custody_place = lexicon.words("places", "custody_place")
        self._destination = lexicon.words("places", "destination") | self._custody_place
        self._cancel = lexicon.words("verbs", "light", "cancel")
        self._kept = lexicon.words("verbs", "light", "kept")
        self._lasting = lexicon.words("nouns", "lasting")
        self._legal = lexicon.words("verbs", "light", "legal")
        self._negations = lexicon.words("status", "negations")
        self._mere = lexicon.words("status", "not_only")
        self._again_words = lexicon.words("grammar", "again_words")
        self._inside = frozenset(lexicon.words("places", "inside"))
        self._from = frozenset(lexicon.words("places", "leaving"))
        self._plain_passive = lexicon.words("verbs", "light", "plain_passive")
        self._attributive = lexicon.words("verbs", "light", "attributive")
        self._tidings = lexicon.words("nouns", "tidings")
        self._clearing = lexicon.words("nouns", "clearing")
        self._elsewise = lexicon.words("nouns", "elsewise")
        self._unknown = lexicon.words("nouns", "unknown")
        self._envoys = lexicon.words("verbs", "light", "envoys")
        self._countries = lexicon.words("places", "countries")
        self._bodies = lexicon.words("places", "bodies")
        self._weak_nouns = lexicon.words("nouns", "weak")
        self._strip = lexicon.words("verbs", "light", "strip")
        self._nationality = lexicon.words("places", "nationality")
        self._revoke = lexicon.words("verbs", "light", "revoke")
        self._cleared = lexicon.words("verbs", "light", "clear")
        self._denying = lexicon.words("verbs", "light", "denying")
        self._them = lexicon.words("people", "anaphors")
        self._back = lexicon.words("verbs", "light", "back")
        self._way_out = lexicon.words("places", "way_out")
        self._onward = lexicon.words("verbs", "light", "onward")
        self._fetch = lexicon.words("verbs", "light", "fetch")

    def verb(
        self,
        sentence: Sentence,
        verb: Token,
        table: dict[str, tuple[str, ...]],
        kind: str,
        *,
        weak: bool = False,
        follow: bool = True,
    ) -> Iterator[Sign]:
        """Yield the sign of a verb, and with `follow` those of the verbs that share its people."""
        yield from self._single(sentence, verb, table, kind, weak=weak)
        if not follow:
            return
        for kid in sentence.kids(verb, "conj", "xcomp"):
            if kid.pos not in {"VERB", "ADJ", "AUX"} or not self._shares(sentence, verb, kid):
                continue
            for sign in self.verb(sentence, kid, table, kind, weak=weak, follow=kid.rel == "xcomp"):
                yield sign._replace(later=sign.later or kid.rel == "conj")
            if kid.rel == "conj" and kind == "patient":
                yield from self.verb(sentence, kid, self._agent, "agent", weak=weak, follow=False)
        if kind == "patient":
            for earlier in self._sharing(sentence, verb):
                yield from self.verb(sentence, earlier, table, kind, weak=weak, follow=False)

    def _shares(self, sentence: Sentence, verb: Token, kid: Token) -> bool:
        """Say whether a verb below another has the same people for subject or object.

        It has where it names none of its own, and where it says "them": "stopped 20 marchers and arrested them".
        """
        if kid.rel != "conj":
            return True
        objects = sentence.kids(kid, "obj")
        if objects:
            return any(o.lower in self._them for o in objects) and bool(sentence.kids(verb, "obj"))
        return not sentence.kids(kid, "nsubj", "nsubj:pass")

    def _single(
        self, sentence: Sentence, verb: Token, table: dict[str, tuple[str, ...]], kind: str, *, weak: bool
    ) -> Iterator[Sign]:
        lemma = self.lemma(sentence, verb)
        if kind == "patient" and lemma in self._strip:
            below = (
                *sentence.kids(verb, "obl"),
                *(k for o in sentence.kids(verb, "obj") for k in sentence.kids(o, "nmod")),
            )
            if any(k.lemma in self._nationality for k in below):  # "stripped 20 prisoners of their citizenship"
                yield Sign(kind, ("expelled",), verb)
        if kind == "patient" and verb.lemma in self._cleared:  # "acquitted 20 people"
            yield Sign(kind, (), verb)
        for name in dict.fromkeys((lemma, verb.lemma)):
            if name in table:
                second = self._is_second(sentence, verb)
                if verb.lemma in self._movement and name == verb.lemma:
                    moved = self._moved(sentence, verb, table[name])
                    if moved:
                        yield Sign(kind, moved, verb, weak, second)
                elif kind != "patient" and verb.lemma in self._departure and name == verb.lemma:
                    if self._out_of_custody(sentence, verb):
                        yield Sign(kind, table[name], verb, weak, second)
                else:
                    passive = name in self._plain_passive and bool(sentence.kids(verb, "aux:pass"))
                    plain = passive or (name in self._attributive and verb.rel in {"amod", "acl"})
                    plain = plain or ("expelled" in table[name] and self._out_of_country(sentence, verb))
                    frail = weak or (name in self._lexicon.weak_verbs and not plain)
                    yield Sign(kind, table[name], verb, frail, second)
                break

    def _sharing(self, sentence: Sentence, verb: Token) -> list[Token]:
        """Return the verbs before `verb` in its coordination that share its object or subject: "held and jailed 20"."""
        head = sentence.head(verb)
        if verb.rel != "conj" or head is None or head.pos not in {"VERB", "ADJ"}:
            return []
        if sentence.kids(verb, "nsubj", "nsubj:pass"):
            return []
        joined = [head, *(k for k in sentence.kids(head, "conj") if k.i < verb.i)]
        return [k for k in joined if k.pos in {"VERB", "ADJ"} and not sentence.kids(k, "obj", "nsubj:pass")]

    def _is_second(self, sentence: Sentence, verb: Token) -> bool:
        """Say whether a verb shares its object with a verb of custody before it: "convicted and jailed 20"."""
        if not sentence.kids(verb, "obj", "obl"):
            return False
        shared = (k.lemma for k in self._sharing(sentence, verb))
        return any(lemma in self._patient and lemma not in self._movement for lemma in shared)

    def _moved(self, sentence: Sentence, verb: Token, measures: tuple[str, ...]) -> tuple[str, ...]:
        """Return what a verb of moving people tells: taken, taken back, fetched out of custody, or nothing."""
        if verb.lemma in self._fetch and self._is_fetched(sentence, verb):
            onward = any(
                c.lower in self._onward for k in sentence.kids(verb, "obl", "nmod") for c in sentence.kids(k, "case")
            )
            return () if onward else ("freed",)  # "were taken from prison to court"
        if self._into_custody(sentence, verb):
            back = any(k.lower in self._back for k in sentence.kids(verb, "advmod", "compound:prt"))
            return ("rearrested",) if back else measures
        return ()

    def _into_custody(self, sentence: Sentence, verb: Token) -> bool:
        """Say whether a verb of moving leads to a place of custody ("were taken to a police station")."""
        for kid in sentence.kids(verb, "obl", "nmod", "advmod", "xcomp"):
            if any(t.lower in self._destination or t.lemma in self._destination for t in sentence.subtree(kid)):
                return True
        return False

    def _is_fetched(self, sentence: Sentence, verb: Token) -> bool:
        """Read "took nine people from prison", "got them out of jail", wherever the place hangs."""
        below = [k for o in sentence.kids(verb, "obj") for k in sentence.kids(o, "nmod")]
        for kid in (*sentence.kids(verb, "obl", "nmod"), *below):
            cases = sentence.kids(kid, "case")
            out = any({c.lower, sentence.tokens[c.i - 1].lower} & self._way_out for c in cases)
            if out and (kid.lower in self._custody_place or kid.lemma in self._custody_place):
                return True
        return False

    def _out_of_custody(self, sentence: Sentence, verb: Token) -> bool:
        """Say whether a verb of leaving leads out of a place of custody ("left the jail", "emerged from prison")."""
        for kid in sentence.kids(verb, "obj", "obl", "nmod"):
            leads = kid.rel == "obj" or bool({c.lower for c in sentence.kids(kid, "case")} & self._from)
            if leads and (kid.lower in self._custody_place or kid.lemma in self._custody_place):
                return True
        return False

    def _out_of_country(self, sentence: Sentence, verb: Token) -> bool:
        """Tell "expelled from Tarnia", "thrown out of the country" from the expulsion of members or envoys."""
        people = sentence.kids(verb, "obj", "nsubj:pass")
        if any(p.lemma in self._envoys for p in people):
            return False
        for kid in sentence.kids(verb, "obl", "nmod"):
            leads = bool({c.lower for c in sentence.kids(kid, "case")} & self._from) and kid.lower not in self._bodies
            if leads and (kid.pos == "PROPN" or kid.lemma in self._countries):
                return True
        return False

    def lemma(self, sentence: Sentence, verb: Token) -> str:
        """Return a verb's lemma with its particle ("round-up")."""
        again = self._again(sentence, verb)
        if again is not None:
            return again
        particles = sentence.kids(verb, "compound:prt")
        if not particles:  # "put them away", where the parser saw an adverb
            adverbs = (f"{verb.lemma}-{k.lower}" for k in sentence.kids(verb, "advmod") if k.i > verb.i)
            particled = next((name for name in adverbs if name in self._patient), None)
            if particled is not None:
                return particled
            nxt = sentence.tokens[verb.i + 1] if verb.i + 1 < len(sentence.tokens) else None
            joined = f"{verb.lemma}-{nxt.lower}" if nxt is not None else ""
            return joined if joined in self._patient or joined in self._agent else verb.lemma
        return f"{verb.lemma}-{particles[0].lower}"

    def _again(self, sentence: Sentence, verb: Token) -> str | None:
        """Return the verb of taking again that "re-arrested" or "detained again" is."""
        prefixed = verb.i > 1 and sentence.tokens[verb.i - 1].text == "-" and sentence.tokens[verb.i - 2].lower == "re"
        repeated = any(k.lower in self._again_words for k in sentence.kids(verb, "advmod"))
        name = f"re{verb.lemma}"
        return name if (prefixed or repeated) and name in self._patient else None

    def noun(self, sentence: Sentence, noun: Token) -> Iterator[Sign]:
        """Yield the sign of an event noun ("release"), unless what it names is called off.

        A detention that is said to last is a state: "the continued detention of 15 monks".
        """
        lemma = self.event(sentence, noun)
        if lemma is None or self.is_elsewise(sentence, noun):
            return
        if self.is_cancelled(sentence, noun):  # "dropped the charges against 20": told of, but no claim
            head = sentence.head(noun)
            denied = head is not None and head.lemma in self._denying and "freed" in self._lexicon.event_nouns[lemma]
            yield Sign("nominal", ("held",) if denied else (), noun)  # "amnesty for 20 was refused"
            return
        measures = self._lexicon.event_nouns[lemma]
        head = sentence.head(noun)
        if (
            "freed" in measures
            and head is not None
            and head.lemma in self._revoke
            and noun.rel in {"obj", "nsubj:pass"}
        ):
            measures = ("rearrested",)  # "revoked the release of 20 prisoners"
        prolonged = head is not None and noun.rel in {"obj", "nsubj:pass", "nsubj"} and head.lemma in self._lasting
        if "convicted" in measures and prolonged and head is not None and head.lemma not in self._legal:
            measures = ("held",)  # "16 had their sentences extended"
        if "detained" in measures and (
            prolonged or any(k.lemma in self._lasting for k in sentence.kids(noun, "amod", "compound"))
        ):
            measures = ("held",)
        inside = noun.i > 1 and sentence.tokens[noun.i - 1].lower in self._inside
        if inside and "died" in self._lexicon.event_nouns.get(sentence.tokens[noun.i - 2].lemma, ()):
            measures, noun = ("died",), sentence.tokens[noun.i - 2]  # "the death in detention of two men"
        legal = head is not None and head.pos in {"VERB", "AUX"} and self.lemma(sentence, head) in self._legal
        unknown = measures == ("missing",) and head is not None and self._is_unknown(sentence, noun, head)
        yield Sign("nominal", measures, noun, weak=lemma in self._weak_nouns and not legal and not unknown)

    def _is_unknown(self, sentence: Sentence, noun: Token, head: Token) -> bool:
        """Tell a fate that is unknown, asked for or not disclosed from a fate that is told."""
        if head.lemma in self._tidings or head.lemma in self._clearing:
            return True  # "information on the fate of 20 people", "reveal the fate"
        if noun.rel in {"obj", "nsubj:pass"}:
            return any(k.lower in self._negations for k in sentence.kids(head, "advmod"))
        said = (head, *sentence.kids(head, "xcomp"))
        return noun.rel == "nsubj" and any(t.lemma in self._unknown for t in said)

    def is_elsewise(self, sentence: Sentence, noun: Token) -> bool:
        """Say whether a noun has another sense here: the trial of a vaccine, a press release."""
        beside = (k for k in sentence.kids(noun, "compound", "amod", "nmod") if k.rel != "nmod" or k.i > noun.i)
        return any(k.lemma in self._elsewise for k in beside)

    def event(self, sentence: Sentence, noun: Token) -> str | None:
        """Return the event noun that a word is, alone or with what it is compounded with ("round-up", "jail term")."""
        table = self._lexicon.event_nouns
        if noun.i:
            before = sentence.tokens[noun.i - 1]
            hyphenated = before.text == "-" and noun.i > 1
            first = sentence.tokens[noun.i - 2] if hyphenated else before
            joined = f"{first.lemma}-{noun.lemma}"
            if joined in table and (hyphenated or first.rel == "compound"):
                return joined
        return noun.lemma if noun.lemma in table else None

    def is_cancelled(self, sentence: Sentence, noun: Token) -> bool:
        """Say whether an event is called off, as in "dropped charges", "reduced sentences"."""
        head = sentence.head(noun)
        below = (k for k in sentence.kids(noun, "amod", "acl") if k.rel == "acl" or k.lemma not in self._kept)
        named = [t.lemma for t in below] + ([head.lemma, self.lemma(sentence, head)] if head is not None else [])
        return any(lemma in self._cancel for lemma in named) or self._is_not_brought(sentence, noun)

    def _is_not_brought(self, sentence: Sentence, noun: Token) -> bool:
        """Say whether a charge or a sentence is not brought: "did not file charges", "no longer pursue charges"."""
        verb = sentence.head(noun)
        if verb is None or noun.rel not in {"obj", "nsubj:pass"} or verb.pos != "VERB" or verb.lemma not in self._legal:
            return False
        said = [k for k in sentence.kids(verb, "advmod", "aux") if k.i < noun.i or noun.rel == "nsubj:pass"]
        said += [k for t in said for k in sentence.kids(t, "advmod", "det")]  # "no longer"
        plain = (k for k in said if k.lower.replace("’", "'") in self._negations)
        return any(sentence.tokens[k.i + 1].lower not in self._mere for k in plain if k.i + 1 < len(sentence.tokens))

    def phrase(self, sentence: Sentence, word: Token, kind: str) -> Iterator[Sign]:
        """Return the state phrase that contains `word`, as in "behind bars"."""
        low = max(0, word.i - 4)
        words = [t.lower.replace("’", "'") for t in sentence.tokens[low : word.i + 3]]
        for i, j, measure in self._lexicon.states.find(words):
            if low + i <= word.i < low + j:
                yield Sign(kind, (measure,), word)
                return
        if self.is_custody_place(sentence, word):
            yield Sign(kind, ("held",), word)

    def is_custody_place(self, sentence: Sentence, word: Token) -> bool:
        """Say whether a word is where people are in custody: "in the police detention"."""
        return word.lemma in self._custody_place and bool({c.lower for c in sentence.kids(word, "case")} & self._inside)


def has_object(sentence: Sentence, verb: Token) -> bool:
    """Tell "waited holding flags", where people do something to others, from "were left waiting, held in cells"."""
    return verb.has("Tense=Pres") and bool(sentence.kids(verb, "obj"))
