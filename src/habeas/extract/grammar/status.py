"""Whether a claim tells what happened, what is planned, what is imagined, or what is denied."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from habeas.extract.lexicon import Lexicon
from habeas.extract.parse.base import Sentence, Token

# How far before a predicate its auxiliaries and what stands before them may begin.
_REACH: Final = 16


class Mood(NamedTuple):
    """The status; `wished`: a release is asked for, the people are still held; `negated`: it is not so."""

    status: str = "actual"
    wished: bool = False
    negated: bool = False
    future: bool = False


class Moods:
    """Reads the mood of a predicate by auxiliaries, governing verbs and conjunctions."""

    def __init__(self, lexicon: Lexicon) -> None:
        def words(name: str) -> frozenset[str]:
            return lexicon.words("status", name)

        self._planned_aux, self._planned_verbs = words("planned_aux"), words("planned_verbs")
        self._planned_to_do = lexicon.data["status"]["planned_to_do"]
        self._patient = lexicon.verbs["patient"]
        self._planned_to_be = lexicon.data["status"]["planned_to_be"]
        self._plan_cases = words("plan_cases")
        self._ranking = words("ranking_words")
        self._opening = words("opening_verbs")
        self._striving = words("striving_verbs")
        self._ordering = words("ordering_verbs")
        self._weighing = words("weighing_verbs")
        self._mere = words("not_only")
        self._not_yet: list[str] = lexicon.data["status"]["not_yet"]
        self._hypothetical_aux, self._marks = words("hypothetical_aux"), words("hypothetical_marks")
        self._wish_verbs, self._wish_nouns = words("wish_verbs"), words("wish_nouns")
        self._denial, self._negations = words("denial_verbs"), words("negations")
        self._wanting = words("wanting_verbs")
        self._planned_nouns = words("planned_nouns")
        self._process, self._finishing = words("process_nouns"), words("finishing_verbs")
        self._events = lexicon.event_nouns
        self._legal = lexicon.words("verbs", "light", "legal")
        self._untrue = lexicon.words("status", "denial_marks")
        self._true = lexicon.words("status", "truth_marks")
        self._including = lexicon.words("parts", "inclusive_cases")
        self._conditional_past = words("conditional_past")

    def is_wanted(self, sentence: Sentence, word: Token) -> bool:
        """Say whether a participle tells what is wanted of an object: "wants 20 prisoners freed"."""
        owner = sentence.head(word) if word.rel == "acl" else None
        verb = sentence.head(owner) if owner is not None and owner.rel == "obj" else None
        return verb is not None and verb.pos == "VERB" and verb.lemma in self._wish_verbs

    def of(self, sentence: Sentence, word: Token, top: Token | None = None) -> Mood:
        """Return the mood in which `word` (the bearer of the measure) stands; `top` is the people's own token."""
        top = _first_joined(sentence, top) if top is not None else None
        if top is not None and word.rel == "nsubj" and word.head == top.head:
            word = sentence.tokens[word.head]  # "the amnesty will take in 20 people"
        if word.lemma in self._planned_nouns:
            return Mood("planned", future=True)
        chain = [word, *sentence.ancestors(word)]
        for depth, token in enumerate(chain[:7]):
            below = chain[:depth]
            if below and _parted(sentence, below[-1], token):
                break
            if below and below[-1].rel in {"nsubj", "nsubj:pass", "csubj"}:
                mood = self._of_subject(sentence, token, below[-1])
                if mood is not None or token.lemma not in self._planned_verbs:
                    return mood or Mood()
            found = self._at(sentence, token, below)
            if found is not None:
                return found
            if self._is_untrue(sentence, token, below):
                return Mood("denied")
            if self._closes(sentence, token, word, depth):
                break
        return Mood()

    def _of_subject(self, sentence: Sentence, verb: Token, subject: Token) -> Mood | None:
        """Return the mood that a verb gives the event that is its subject: "the release of 35 is expected"."""
        lowers = {k.lower for k in sentence.kids(verb, "aux")}
        if subject.pos == "VERB" and lowers & (self._planned_aux | self._hypothetical_aux):
            return Mood("hypothetical", future=True)
        if verb.lemma in self._wish_nouns and subject.pos in {"NOUN", "PROPN"}:
            return Mood("hypothetical", wished=True, future=True)  # "made the release of 60 a condition"
        planned = verb.lemma in self._planned_verbs and bool(sentence.kids(verb, "aux:pass"))
        comes = self._opening | self._legal  # "the trial of 20 will open", "charges will be filed against 20"
        planned = planned or (verb.lemma in comes and bool(lowers & self._planned_aux))
        return Mood("planned", future=True) if planned and subject.pos in {"NOUN", "PROPN"} else None

    @staticmethod
    def _closes(sentence: Sentence, token: Token, word: Token, depth: int) -> bool:
        """Say whether nothing above a token bears on the predicate `word` below it."""
        if token.rel == "acl:relcl":
            return True
        if depth:
            finite = token.rel == "advcl" and not token.has("VerbForm=Inf") and bool(sentence.kids(token, "nsubj"))
            return token.pos in {"VERB", "AUX"} and (finite or token.rel in {"conj", "parataxis"})
        modifies = token.rel == "acl" and word.has("VerbForm=Part")
        return modifies and not kids_of_clause(sentence, word)

    def _is_negated(self, sentence: Sentence, kids: list[Token]) -> bool:
        """Say whether a predicate is negated by one of its kids; "not only arrested" is not."""
        said = [k for k in kids if k.rel in {"advmod", "aux", "cc"} and k.lower.replace("’", "'") in self._negations]
        following = (sentence.tokens[k.i + 1].lower if k.i + 1 < len(sentence.tokens) else "" for k in said)
        return any(word not in self._mere for word in following)

    def _is_untrue(self, sentence: Sentence, token: Token, below: list[Token]) -> bool:
        """Say whether a report of the predicate is called false: "reports that six were freed were false"."""
        if not below or below[-1].rel not in {"acl", "ccomp", "csubj"} or token.pos not in {"NOUN", "ADJ"}:
            return False
        if token.pos == "ADJ":  # "it is not true that six were freed", "it is untrue that ..."
            negated = bool({k.lower for k in sentence.kids(token)} & self._negations)
            return token.lower in (self._true if negated else self._untrue)
        head = sentence.head(token)
        called = [*sentence.kids(token, "amod"), *((head,) if head is not None and token.rel == "nsubj" else ())]
        return any(
            t.lower in self._untrue and not {k.lower for k in sentence.kids(t)} & self._negations for t in called
        )

    def _at(self, sentence: Sentence, token: Token, below: list[Token]) -> Mood | None:
        kids = sentence.kids(token)
        lowers = {k.lower.replace("’", "'") for k in kids if k.rel in {"aux", "aux:pass", "mark", "advmod", "cop"}}
        if token.pos in {"VERB", "AUX", "ADJ", "NOUN"}:
            if any(k.lower in self._marks and k.rel in {"mark", "advmod"} for k in kids):
                return Mood("hypothetical", future=True)
            not_so = self._is_negated(sentence, kids) or _stands_before(sentence, token, self._not_yet)
            if not_so and not below:
                return Mood("actual", negated=True)
            asked = below and token.lemma in self._wish_verbs and self._governed(sentence, token, below)
            if asked:
                return asked  # "will ask the court to free 45"
            if lowers & self._planned_aux:
                if "have" in lowers and lowers & self._conditional_past:
                    return Mood("hypothetical")
                return Mood("planned", future=True) if not below or self._carries(below) else None
            means = bool(below) and below[-1].rel == "obl:agent"
            if lowers & self._hypothetical_aux and (means or all(t.rel == "xcomp" for t in below)):
                return Mood("hypothetical", wished="must" in lowers or "should" in lowers, future=True)
            bare = self._bare(sentence, token, below)
            if bare is not None:
                return bare
        infinitive = bool(below) and below[-1].rel == "advcl" and _is_infinitive(sentence, below[-1])
        bound = infinitive or (below and below[-1].rel not in {"nsubj", "nsubj:pass", "acl:relcl", "advcl"})
        return self._governed(sentence, token, below) if bound else None

    def _bare(self, sentence: Sentence, token: Token, below: list[Token]) -> Mood | None:
        """Return the mood of an infinitive: what is to be, what a headline announces, what an imperative demands."""
        ahead = _is_ahead(sentence, token) and not self._is_ranked(sentence, token)
        bound = token.lemma in self._planned_verbs and bool(below) and self._is_promised(sentence, below[-1])
        under_way = self._is_under_way(sentence, token)
        if self._to_be(sentence, token) or _is_announced(sentence, token) or ahead or bound or under_way:
            return Mood("planned", future=True)
        demanded = not below and _is_demand(sentence, token)
        return Mood("hypothetical", wished=True, future=True) if demanded else None

    def _is_promised(self, sentence: Sentence, deed: Token) -> bool:
        """Say whether a gerund tells what somebody is bound to: "committed to releasing 45"."""
        cases = {k.lower for k in sentence.kids(deed, "case", "mark")}
        return deed.rel == "advcl" and deed.has("Aspect=Prog") and bool(cases & self._plan_cases)

    def _is_under_way(self, sentence: Sentence, deed: Token) -> bool:
        """Say whether a gerund tells what is gone about and not said to be over: "the process of releasing 45"."""
        process = sentence.head(deed)
        if process is None or process.lemma not in self._process or not deed.has("Aspect=Prog"):
            return False
        told = (sentence.head(process), *sentence.kids(process, "amod", "acl", "acl:relcl"))
        return not any(t is not None and t.lemma in self._finishing for t in told)

    def _is_ranked(self, sentence: Sentence, token: Token) -> bool:
        """Say whether an infinitive ranks what is done: "the second group to be released in a month"."""
        nouns = (sentence.head(token), *sentence.kids(token, "nsubj:pass"))
        return any(k.lower in self._ranking for noun in nouns if noun is not None for k in sentence.kids(noun))

    def _governed(self, sentence: Sentence, token: Token, below: list[Token]) -> Mood | None:
        lemma = token.lemma
        particle = [k.lower for k in sentence.kids(token, "compound:prt")]
        cases = [c.lower for c in sentence.kids(below[-1], "case", "mark")]  # "pleaded for 50 to be let go"
        joined = f"{lemma}-{(particle or cases or [''])[0]}"
        # "pushed them to release 20", "appealed for 20 to be released"
        asked = below[-1].rel == "advcl" and _is_infinitive(sentence, below[-1])
        if below[-1].rel not in {"xcomp", "ccomp", "acl", "obj", "obl", "nmod"} and not asked:
            return None
        brought = {"charged", "convicted"} & set(self._events.get(below[-1].lemma, ()))
        sought = lemma in self._wish_verbs and lemma not in self._legal  # "are seeking life sentences for 20"
        if (
            brought and below[-1].rel == "obj" and not sought
        ):  # "pressed charges", "approved sentences": done, not asked or planned
            return None
        issued = asked and any(k.lemma in self._wish_nouns for k in sentence.kids(token, "obj", "nsubj:pass"))
        wish = lemma in self._wish_verbs or joined in self._wish_verbs or lemma in self._wish_nouns
        bare = lemma in self._wanting and not sentence.kids(below[-1], "aux", "aux:pass", "mark")
        if issued or (wish and (bare or not _is_told(sentence, below[-1]))):
            return Mood("hypothetical", wished=True, future=True)
        ordered = lemma in self._ordering and (asked or self._told_to_be(sentence, below[-1]))
        if ordered or asked:
            return Mood("planned", future=True) if ordered else None
        nominal = token.pos in {"NOUN", "PROPN"}
        bound = below[-1].rel in ({"nmod", "acl"} if nominal else {"xcomp", "ccomp", "obj", "obl"})
        including = any({c.lower for c in sentence.kids(t, "case")} & self._including for t in below)
        if (
            lemma in self._planned_verbs | self._striving
            and bound
            and not including
            and self._open_ended(sentence, below[-1])
        ):
            return Mood("planned", future=True)
        if lemma in self._weighing and token.has("Aspect=Prog") and bound:
            return Mood("hypothetical", future=True)  # "is considering the release of 20"
        if lemma in self._denial and below[-1].rel in {"ccomp", "xcomp", "obj", "advcl"}:
            return None if self._is_negated(sentence, sentence.kids(token)) else Mood("denied")
        return None

    @staticmethod
    def _open_ended(sentence: Sentence, complement: Token) -> bool:
        """Tell the infinitive or noun of a plan from "said that N were"."""
        if complement.pos in {"NOUN", "PROPN"}:
            return True
        told = (complement, *sentence.kids(complement, "aux:pass"))  # "ordered that 20 be released"
        return complement.has("VerbForm=Ger") or any(t.has("VerbForm=Inf") for t in told)

    @staticmethod
    def _told_to_be(sentence: Sentence, complement: Token) -> bool:
        """Say whether a participle tells what is to become of people: "ordered 20 officers released"."""
        bare = not sentence.kids(complement, "aux", "aux:pass", "mark")
        return bare and complement.rel in {"xcomp", "ccomp"} and complement.has("VerbForm=Part")

    @staticmethod
    def _carries(below: list[Token]) -> bool:
        bound = {"xcomp", "obj", "nsubj:pass", "nmod", "obl", "nsubj", "conj"}
        return all(t.rel in bound or (t.rel == "ccomp" and t.has("VerbForm=Inf")) for t in below)

    def _to_be(self, sentence: Sentence, token: Token) -> bool:
        """Say whether "are to be", "due to be" and the like stand right before the predicate."""
        does = token.lemma in self._patient and _stands_before(sentence, token, self._planned_to_do)
        if not does and not _stands_before(sentence, token, self._planned_to_be):
            return False
        return token.rel in {"xcomp", "root", "ccomp", "conj", "acl"}


def _first_joined(sentence: Sentence, token: Token) -> Token:
    """Return the first of the people that a token is joined to: "40 prisoners and 12 soldiers"."""
    while token.rel == "conj" and token.head < token.i:
        token = sentence.tokens[token.head]
    return token


@lru_cache(maxsize=32)
def _last_words(phrases: tuple[str, ...]) -> frozenset[str]:
    return frozenset(phrase.split()[-1] for phrase in phrases)


def _stands_before(sentence: Sentence, token: Token, phrases: Sequence[str]) -> bool:
    """Say whether one of some phrases stands right before a predicate and its auxiliaries."""
    last = _last_words(tuple(phrases))
    if not any(t.lower in last for t in sentence.tokens[max(0, token.i - _REACH) : token.i]):
        return False  # most predicates, at once
    first = min((k.i for k in sentence.kids(token, "aux", "aux:pass", "mark")), default=token.i)
    before = f" {' '.join(t.lower for t in sentence.tokens[max(0, first - 3) : token.i])} "
    return any(f" {phrase} " in before for phrase in phrases)


def _is_demand(sentence: Sentence, token: Token) -> bool:
    """Tell the imperative of a headline or a slogan, "Free the 20", "Ruritania: Release 20 writers"."""
    asked = token.has("VerbForm=Inf") or (token.pos == "ADJ" and bool(sentence.kids(token, "obj")))  # "Free the 20"
    opens = token.rel == "root" or (token.i == 0 and token.rel in {"advcl", "ccomp"})  # "Free the 20, bishops say"
    bare = opens and asked and not sentence.kids(token, "aux", "aux:pass", "mark", "cop")
    addressed = (
        sentence.tokens[k.i + 1].text == ":" for k in sentence.kids(token, "nsubj") if k.i + 1 < len(sentence.tokens)
    )
    return bare and all(addressed)


def _is_infinitive(sentence: Sentence, verb: Token) -> bool:
    """Say whether a verb is an infinitive, in the passive as well ("to be released")."""
    return verb.has("VerbForm=Inf") or any(k.has("VerbForm=Inf") for k in sentence.kids(verb, "aux:pass"))


def _is_announced(sentence: Sentence, token: Token) -> bool:
    """Tell the headline's future, "Ministry to free 20 prisoners": an infinitive that is the whole predicate."""
    particle = any(k.pos == "PART" for k in sentence.kids(token, "aux"))
    return (
        particle
        and token.rel == "root"
        and token.has("VerbForm=Inf")
        and bool(sentence.kids(token, "nsubj", "nsubj:pass"))
    )


def _is_told(sentence: Sentence, verb: Token) -> bool:
    """Say whether a clause tells what happened, in a finite past: "insists that 20 were freed" wishes nothing."""
    told = (verb, *sentence.kids(verb, "aux", "aux:pass"))
    return verb.pos == "VERB" and any(t.has("Tense=Past") and t.has("VerbForm=Fin") for t in told)


def _is_ahead(sentence: Sentence, token: Token) -> bool:
    """Tell the passive infinitive behind its people, "20 prisoners to be freed": what is to come."""
    kids = sentence.kids(token, "aux", "aux:pass")
    infinitive = any(k.pos == "PART" for k in kids) and any(k.rel == "aux:pass" and k.has("VerbForm=Inf") for k in kids)
    return infinitive and token.rel in {"acl", "acl:relcl", "root"} and not sentence.kids(token, "mark")


def kids_of_clause(sentence: Sentence, word: Token) -> bool:
    """Say whether a participle heads a clause ("reports that 60 were detained") and is no mere modifier."""
    return bool(sentence.kids(word, "mark", "aux", "aux:pass"))


def _parted(sentence: Sentence, first: Token, second: Token) -> bool:
    """Say whether a semicolon parts two words: what is said on one side does not reach the other."""
    low, high = sorted((first.i, second.i))
    return any(t.text == ";" for t in sentence.tokens[low:high])
