"""Lists of prisoners: who stands on one is held, whatever else is said of who they are.

"The list holds 90 names", "60 people are on it: 20 nuns, 30 people convicted over the strike and 10 deported miners",
"9 more were added to it". Lists run long and parsers lose the way in them, so that entries are read in order.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from habeas.extract.grammar.counts.counted import Mention
from habeas.extract.grammar.measures.company import joins_others
from habeas.extract.grammar.measures.draft import Candidate
from habeas.extract.grammar.measures.order import LAST
from habeas.extract.grammar.measures.signs import Sign
from habeas.extract.lexicon import Lexicon
from habeas.extract.parse.base import Sentence, Token

_CONJUNCTS: Final = frozenset({"conj", "appos"})
_NOMINAL: Final = frozenset({"NOUN", "PROPN", "NUM", "PRON", "ADJ"})
_BREAKS: Final = frozenset({";", "."})
_COLON: Final = ":"
# How many sentences behind the one that names a list may speak of it without naming it.
_REACH: Final = 3
_NEVER: Final = -_REACH - 1


class Standing(NamedTuple):
    """How people stand on a list: its "whole", an "entry" of it, or "new" on it; and whose list it is."""

    kind: str
    group: str

    def sign(self, mention: Mention) -> Sign:
        """Return the sign of the people: a monitor calls the new ones prisoners, and the others are held."""
        if self.kind == "new":
            return Sign("patient", ("recognised",), mention.top)
        return Sign("predicate", ("held",), mention.top)


class Told(NamedTuple):
    """What is known of a list where a number stands.

    `group` says whose list was named last, "" where there is none near; `close` that it may be called "it"; `last` is
    the last token of the entry before in this sentence, -1 where there is none.
    """

    group: str
    close: bool
    last: int


class Rosters:
    """Tells who stands on a list of prisoners, by the words of one lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._lists = lexicon.words("people", "listed", "lists")
        self._pronouns = lexicon.words("people", "listed", "pronouns")
        self._entries = lexicon.words("people", "listed", "entries")
        self._anyone = lexicon.words("people", "listed", "anyone")
        self._new = lexicon.words("people", "listed", "new")
        self._adding = lexicon.words("people", "listed", "adding")
        self._holding = lexicon.words("people", "listed", "holding")
        self._standing = lexicon.words("people", "listed", "standing")
        self._on = lexicon.words("people", "listed", "on")
        self._including = lexicon.words("echo", "including")
        self._upon = lexicon.words("people", "listed", "upon")
        self._people = lexicon.words("people", "anaphors")
        self._fallback: str = lexicon.data["people"]["listed"]["fallback"]
        self._patient = lexicon.verbs["patient"]
        self._among = lexicon.words("echo", "among")
        self._copulas = lexicon.words("grammar", "copulas")
        self._saying = lexicon.words("attribution", "verbs")

    def whose(self, sentence: Sentence, *, tied: bool) -> str:
        """Return whose list a sentence names ("political prisoners"), "" where it names no list of prisoners.

        With `tied` the prisoners must be the list's own: behind a pardon "the list" is that of those let out.
        """
        named = [t for t in sentence.tokens if t.lemma in self._lists and self._may_list(sentence, t)]
        if not named:
            return ""
        for held in filter(self._is_held, sentence.tokens):
            own = (held, *sentence.ancestors(held))
            if not tied or any(t in named for t in own) or any(held in sentence.ancestors(t) for t in named):
                return self._called(sentence, held)
        jailed = any("held" in self._patient.get(t.lemma, ()) for token in named for t in sentence.subtree(token))
        return self._fallback if jailed else ""

    def of_those_before(self, sentence: Sentence, group: str) -> str:
        """Return whose list "the list" is where the sentence before tells of prisoners (`group`)."""
        listed = (t for t in sentence.tokens if t.lemma in self._lists and not sentence.kids(t, "nmod", "compound"))
        return group if any(sentence.kids(t, "det") for t in listed) else ""

    def prisoners(self, sentence: Sentence) -> str:
        """Return the prisoners that a sentence tells of first, "" where it tells of none."""
        held = next(filter(self._is_held, sentence.tokens), None)
        return self._called(sentence, held) if held is not None else ""

    def _is_held(self, token: Token) -> bool:
        return "held" in self._lexicon.custody_nouns.get(token.lemma, ())

    def _may_list(self, sentence: Sentence, token: Token) -> bool:
        """Tell a list of people from a list of demands, a wanted list."""
        parts = (k for k in sentence.kids(token, "nmod") if k.i > token.i)
        whose = [k for k in parts if "held" in self._lexicon.custody_nouns.get(k.lemma, ()) or k.pos == "NOUN"]
        people = all(self._names_people(k) and not joins_others(self._lexicon, sentence, k) for k in whose)
        return people and all(self._is_held(k) for k in sentence.kids(token, "compound"))

    def _names_people(self, token: Token) -> bool:
        known = self._is_held(token) or self._lexicon.names_person(token.lemma, token.lower)
        return known or token.lower in self._people or token.has("NumType=Card") or token.lower.isdigit()

    def is_unnamed(self, mention: Mention) -> bool:
        """Say whether a number does not tell what the people on a list are: "90 names", "it has grown to 90"."""
        return mention.noun is None or mention.noun.lemma in self._entries

    def standing(self, sentence: Sentence, mention: Mention, told: Told) -> Standing | None:
        """Return how people stand on the list that the text speaks of; None where they stand on none."""
        first = next(t.i for t in sentence.tokens if t.end > sentence.start + mention.quantity.start)
        group = told.group
        if self._goes_on(sentence, mention, told.last, first):
            return Standing("entry", group or self._fallback)
        among = self._among_held(sentence, mention, first)
        if among:
            return Standing("entry", among)
        if not group or (self.is_unnamed(mention) and self._are_new(sentence, mention)):
            return None
        kind = "whole" if self._is_whole(mention) else "entry"
        head = sentence.head(_first_of(sentence, mention.top))
        if head is not None and self._is_added(sentence, head, close=told.close):
            return Standing("new", group)
        held = self._stands_bare(sentence, first)
        if head is not None:
            verbs = self._holding if kind == "whole" or not told.close else self._including
            held = held or (head.lemma in verbs and self._is_of_list(sentence, head, close=told.close))
            held = held or (head.lemma in self._standing and self._is_upon(sentence, head, self._on, close=told.close))
        if held or self._is_broken_down(sentence, first):
            return Standing(kind if held else "entry", group)
        return None

    def is_itself(self, sentence: Sentence, mention: Mention) -> bool:
        """Tell "on the new one", which is a list, from a count of one."""
        one = mention.numeral
        described = any(k.i < one.i for k in sentence.kids(one, "det", "amod"))
        return described and one.lower in self._pronouns and mention.noun is None and bool(sentence.kids(one, "case"))

    def _among_held(self, sentence: Sentence, mention: Mention, first: int) -> str:
        """Return who is meant where people are said to be among those held: "20 nuns are among the prisoners"."""
        for case in sentence.tokens:
            noun = sentence.head(case)
            if noun is None or noun is mention.noun or not self._is_held(noun):
                continue  # "she was among the 17 prisoners" who walked out
            if case.rel != "case" or case.lower not in self._among:
                continue
            low, high = min(case.i, first), max(noun.i, first)
            verbs = [t for t in sentence.tokens[:high] if self._is_finite(sentence, t) and t.lemma not in self._saying]
            plain = all(v.lemma in self._copulas for v in verbs) and (bool(verbs) or self._is_verbless(sentence))
            alike = not any(t.text in _BREAKS for t in sentence.tokens[low:high])
            if plain and alike and not self._is_told_of(sentence, noun):
                return self._called(sentence, noun)
        return ""

    def _is_told_of(self, sentence: Sentence, noun: Token) -> bool:
        """Tell "the prisoners freed", "the soon-to-be-released convicts" from prisoners who are no more than that."""
        below = (t for k in sentence.kids(noun) if k.rel not in {"case", "det"} for t in sentence.subtree(k))
        return any(set(self._patient.get(t.lemma, ())) - {"held", "detained", "convicted", "charged"} for t in below)

    def _called(self, sentence: Sentence, noun: Token) -> str:
        """Return what prisoners are called: "political prisoners"."""
        described = sentence.kids(noun, "amod", "compound")
        start = min([t.start for t in described if t.i < noun.i], default=noun.start)
        return sentence.text[start - sentence.start : noun.end - sentence.start]

    def _are_new(self, sentence: Sentence, mention: Mention) -> bool:
        """Tell "26 new names", told of as added, from the names on a list."""
        noun = mention.noun
        return noun is not None and any(k.lower in self._new and k.i < noun.i for k in sentence.kids(noun, "amod"))

    def _is_whole(self, mention: Mention) -> bool:
        noun = mention.noun
        return noun is None or noun.lemma in self._entries | self._anyone or self._is_held(noun)

    def _is_list(self, sentence: Sentence, token: Token, *, close: bool = False) -> bool:
        """Say whether a word is a list of people or, where one was `close` before, stands for it."""
        listed = token.lemma in self._lists and self._may_list(sentence, token)
        return listed or (close and not {token.lower, token.lemma}.isdisjoint(self._pronouns))

    def _is_of_list(self, sentence: Sentence, verb: Token, *, close: bool) -> bool:
        """Say whether a list is the subject: "the list holds 90 names", "by May it had grown to 90"."""
        subjects = sentence.kids(verb, "nsubj") or [
            s for above in sentence.ancestors(verb) if verb.rel == "conj" for s in sentence.kids(above, "nsubj")
        ]
        return any(self._is_list(sentence, s, close=close) for s in subjects)

    def _stands_bare(self, sentence: Sentence, first: int) -> bool:
        """Read "On the list: 90 names", a sentence without a verb."""
        upon = (
            self._is_list(sentence, t) and {c.lower for c in sentence.kids(t, "case")} & self._upon
            for t in sentence.tokens[:first]
        )
        return self._is_verbless(sentence) and any(upon)

    def _is_verbless(self, sentence: Sentence) -> bool:
        return not any(self._is_finite(sentence, t) for t in sentence.tokens)

    def _is_added(self, sentence: Sentence, verb: Token, *, close: bool) -> bool:
        """Read "20 people were added to it", "20 more joined the list"."""
        joined = any(self._is_list(sentence, k) for k in sentence.kids(verb, "obj"))
        return verb.lemma in self._adding and (joined or self._is_upon(sentence, verb, self._upon, close=close))

    def _is_upon(self, sentence: Sentence, verb: Token, cases: frozenset[str], *, close: bool) -> bool:
        """Read "90 names are on the list", "on the new one there are 20 nuns"; what is not named must be stood `on`."""
        for place in sentence.kids(verb, "obl", "nmod", "advmod"):
            told = {c.lower for c in sentence.kids(place, "case")}
            if told & cases and self._is_list(sentence, place, close=close):
                return True
            if told & self._upon and self._is_list(sentence, place):
                return True
        return False

    def _is_broken_down(self, sentence: Sentence, first: int) -> bool:
        """Read "The prisoners on the list fall into two groups: 20 nuns and 30 miners"."""
        colon = self._colon(sentence, first)
        heads = sentence.tokens[: max(colon, 0)]
        named = any(
            self._is_list(sentence, t) or (t.rel.startswith("nsubj") and t.lower in self._people) for t in heads
        )
        return colon > 0 and named and self._are_nouns(sentence, colon + 1, first)

    def _goes_on(self, sentence: Sentence, mention: Mention, last: int, first: int) -> bool:
        """Say whether people go on with a list behind the entry before, and are not "12 people let out in May"."""
        if not 0 <= last < first - 1 or mention.noun is None:
            return False
        clauses = sentence.kids(mention.noun, "acl", "acl:relcl")
        told = {measure for clause in clauses for measure in self._patient.get(clause.lemma, ())}
        return not told & (LAST | {"died"}) and self._are_nouns(sentence, last + 1, first)

    def _are_nouns(self, sentence: Sentence, start: int, end: int) -> bool:
        """Say whether nothing but nouns and what describes them stands there; behind a colon semicolons part them."""
        listed = self._colon(sentence, end) >= 0
        between = sentence.tokens[start:end]
        return not any((t.text in _BREAKS and not listed) or self._is_finite(sentence, t) for t in between)

    @staticmethod
    def _colon(sentence: Sentence, end: int) -> int:
        return next((t.i for t in reversed(sentence.tokens[:end]) if t.text == _COLON), -1)

    def _is_finite(self, sentence: Sentence, token: Token) -> bool:
        """Say whether a word is a finite verb, and no participle that was taken for one: "27 people convicted in"."""
        if token.pos not in {"VERB", "AUX"} or not token.has("VerbForm=Fin"):
            return False
        return token.lemma not in self._patient or bool(sentence.kids(token, "aux", "aux:pass", "nsubj:pass"))


class Followed:
    """Follows the list of prisoners that a document speaks of, sentence by sentence."""

    def __init__(self, rosters: Rosters) -> None:
        self._rosters = rosters
        self._named = self._freed = _NEVER
        self._group = self._spoken = ""  # whose list it is; the prisoners of the sentence before
        self._last = -1
        self._whole = False  # whether the sentence gave the length of the list

    def enter(self, sentence: Sentence) -> None:
        """Note whether a sentence names a list."""
        self._last = -1
        self._whole = False
        released = sentence.index - self._freed <= _REACH and self._freed > self._named
        whose = self._rosters.whose(sentence, tied=released)
        if not whose and self._spoken and not released:
            whose = self._rosters.of_those_before(sentence, self._spoken)
        self._spoken = self._rosters.prisoners(sentence)
        if whose:
            self._named, self._group = sentence.index, whose

    def note(self, sentence: Sentence, measure: str) -> None:
        """Note what is told of the people of a number."""
        if measure in LAST:
            self._freed = sentence.index

    def is_itself(self, sentence: Sentence, mention: Mention) -> bool:
        """Say whether a number stands for the list: "on the new one"."""
        return sentence.index - self._named <= _REACH and self._rosters.is_itself(sentence, mention)

    def standing(self, sentence: Sentence, mention: Mention) -> Standing | None:
        """Return how people stand on the list; numbers are asked about in the order of the text."""
        behind = sentence.index - self._named
        told = Told(self._group if behind <= _REACH else "", behind <= 1, self._last)
        found = self._rosters.standing(sentence, mention, told)
        if found is not None and found.kind != "new":
            self._named = max(self._named, sentence.index)
            self._last = max((mention.noun or mention.numeral).i, mention.numeral.i)
            self._whole = self._whole or found.kind == "whole"
        return found

    def rank(self, standing: Standing, sentence: Sentence, antecedent: Candidate | None) -> str:
        """Say how an entry refers back: to the whole list told in its sentence, or to the entry before."""
        if standing.kind != "entry" or antecedent is None or antecedent.sentence is not sentence:
            return ""
        return "included" if self._whole and antecedent.link not in {"included", "joined"} else "joined"


def _first_of(sentence: Sentence, top: Token) -> Token:
    """Return the first of the conjuncts that people are one of."""
    head = sentence.head(top)
    while top.rel in _CONJUNCTS and head is not None and head.pos in _NOMINAL:
        top, head = head, sentence.head(head)
    return top
