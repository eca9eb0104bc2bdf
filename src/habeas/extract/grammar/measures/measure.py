"""Decides which measure a mention has, from its signs."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from habeas.extract.grammar.measures.signs import Sign
from habeas.extract.lexicon import Lexicon
from habeas.extract.parse.base import Sentence, Token

# How much a sign of each kind weighs, plain and weak. Only the order matters: signs that govern the people beat
# signs inside their noun phrase, and these beat the meaning of the noun.
_WEIGHTS: Final = {
    "event_count": (12.0, 12.0),
    "patient": (8.0, 4.2),
    "nominal": (7.0, 3.0),
    "agent": (7.0, 3.0),
    "predicate": (6.0, 3.0),
    "echo": (5.0, 5.0),
    "modifier": (4.0, 2.2),
    "state": (3.4, 1.6),
    "inherent": (2.0, 1.0),
}


# How many words may stand between a verb of seeing and what is seen to happen.
_SEEN: Final = 7
# Measures that are the narrower sense of others.
_NARROWER: Final = (
    ("expelled", {"freed"}),
    ("rearrested", {"detained", "held", "freed"}),
    ("convicted", {"charged"}),
    ("missing", {"detained"}),
)
# What befell people who are in somebody's hands.
_TAKEN: Final = frozenset({"held", "detained", "missing"})
# How many words behind a verb of dying a phrase may begin that says where.
_WHERE: Final = 6
# How far behind a verb the term may stand that makes it tell of a sentence.
_TERM: Final = 9


class Choice(NamedTuple):
    """The measure chosen, the sign that carried it, and how far it is ahead of the next measure."""

    measure: str
    sign: Sign
    score: float
    margin: float
    kinds: frozenset[str]


class Measures:
    """Chooses between measures by the signs' weights and by whether a verb tells a state or an event."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._stative = lexicon.words("grammar", "stative_marks")
        self._again = lexicon.words("grammar", "again_words")
        self._executions = lexicon.words("verbs", "light", "execution")
        self._leaving = lexicon.words("verbs", "light", "leaving")
        self._patient = lexicon.verbs["patient"]
        self._upon = lexicon.words("verbs", "light", "upon")
        self._put = lexicon.words("verbs", "light", "put")
        self._courts = lexicon.words("verbs", "light", "courts")
        self._trials = lexicon.words("verbs", "light", "trials")
        self._trial_links = lexicon.words("verbs", "light", "trial_links")
        self._witness = lexicon.words("verbs", "light", "witness")
        self._present = lexicon.words("grammar", "present_be")
        standing = "|".join(map(re.escape, lexicon.data["time"]["standing_words"]))
        self._on_a_day = re.compile(rf"\b(?:{standing})\b", re.IGNORECASE)
        self._stative_verbs = lexicon.words("verbs", "light", "stative")
        self._term_verbs = lexicon.words("verbs", "light", "term")
        self._terms = lexicon.words("verbs", "light", "terms")
        self._long_units = lexicon.words("verbs", "light", "long_units")
        self._holding = lexicon.words("verbs", "light", "kept_people")
        self._briefly = lexicon.words("verbs", "light", "briefly")
        self._short_units = lexicon.words("verbs", "light", "short_units")
        self._have = lexicon.words("echo", "perfect")
        self._rough = lexicon.words("verbs", "light", "rough")
        self._untried = lexicon.words("verbs", "light", "untried")
        self._lacking = lexicon.words("verbs", "light", "lacking")
        self._lasting = lexicon.words("verbs", "light", "for_long")
        self._longer = lexicon.words("verbs", "light", "longer")
        self._than = lexicon.words("refuse", "than")
        self._occasion = lexicon.words("verbs", "light", "occasion")
        self._in_custody = lexicon.words("places", "custody_place")
        self._outside = lexicon.words("places", "outside")
        self._recognition = lexicon.words("recognition", "verbs")
        self._opinions = lexicon.words("recognition", "opinions")
        self._as = lexicon.words("recognition", "links")
        self._adding = lexicon.words("people", "listed", "adding")
        self._totals = lexicon.words("people", "totals")
        self._entries = lexicon.words("people", "listed", "entries")
        self._objects = lexicon.words("recognition", "objects")
        self._unrest = lexicon.words("time", "gatherings") | lexicon.words("time", "unrest_nouns")

    def settled(self, sentence: Sentence, signs: list[Sign], *, taken: bool = False) -> tuple[Sign, ...]:
        """Return the signs that hold: deaths in custody only, recognition of prisoners only, the narrower sense.

        `taken` says that those who died are told of before as taken or lost: "61 disappeared; nine were found dead".
        """
        out = []
        captured = any(s.kind == "modifier" and set(s.measures) <= _TAKEN for s in signs)
        taken = taken or captured
        for printed in signs:
            sign = self._sensed(sentence, printed, captured=captured)
            first = sign.measures[0] if sign.measures else ""
            kept: Sign | None = sign
            if first == "died":
                kept = sign._replace(weak=False) if taken else self._if_dead(sentence, sign)
            if first == "recognised" and self._is_standing(sentence, sign.word):
                sign = sign._replace(measures=("held",))  # "are regarded as political prisoners"
                kept = sign
            elif first == "recognised":
                before = sentence.tokens[sign.word.i - 1] if sign.word.i else None
                within = before is not None and before.pos == "NUM"  # "90 recognised political prisoners" are held
                told = self._is_aside(sentence, sign.word) and any(_is_told_of(s) for s in signs)
                recognised = sign.kind == "patient" and not (within or told)
                listed = sign.word.lemma in self._entries  # "24 new names were added"
                recognised = recognised and (listed or self._is_recognition(sentence, sign.word))
                kept = sign._replace(weak=False) if recognised else None
            if kept is not None:
                out.append(kept)
        if any(_is_told_of(s) for s in out):
            out = [s for s in out if s.measures != ("held",) or not self._is_judged(sentence, s.word)]
        if not any({"detained", "held"} & set(s.measures) for s in out):  # "left the country after their release"
            out = [s for s in out if s.measures != ("rearrested",) or s.word.lower not in self._upon]
        return tuple(_narrowed(self._taken_again(sentence, out)))

    def _sensed(self, sentence: Sentence, sign: Sign, *, captured: bool) -> Sign:
        """Return a sign in its narrower sense; `captured` says that people are called so beside it."""
        if sign.word.lemma in self._term_verbs and self._is_sentence(sentence, sign.word):
            return sign._replace(measures=("convicted",))
        if sign.measures == ("held",) and self._is_brief(sentence, sign.word):
            return sign._replace(measures=("detained",), weak=False)  # "was briefly held"
        if sign.measures == ("detained",) and self._stays(sentence, sign.word):
            return sign._replace(measures=("held",))
        if captured and sign.kind == "agent" and sign.measures == ("freed",):
            return sign._replace(weak=False)  # "30 captured soldiers came home"
        return sign

    def _stays(self, sentence: Sentence, verb: Token) -> bool:
        """Read "have been arrested and are in custody": without a day of its own the arrest only opens the state."""
        if not self._is_perfect(sentence, verb):
            return False
        for kid in sentence.kids(verb, "conj"):
            now = kid.has("Tense=Pres") and not sentence.kids(kid, "nsubj", "nsubj:pass")
            states = self._lexicon.states.find([t.lower for t in sentence.subtree(kid)]) if now else []
            if any(measure == "held" for _, _, measure in states):
                return True
        return False

    def _is_aside(self, sentence: Sentence, verb: Token) -> bool:
        """Tell "21 of those pardoned were considered political prisoners" from recognising them as such."""
        return verb.lemma in self._opinions and bool(sentence.kids(verb, "aux:pass"))

    def _is_standing(self, sentence: Sentence, verb: Token) -> bool:
        """Tell what people are taken for now, "are regarded as political prisoners", from a decision on them."""
        now = any(k.lower in self._present for k in sentence.kids(verb, "aux:pass"))
        return now and verb.lemma in self._opinions and self._is_recognition(sentence, verb)

    def _is_judged(self, sentence: Sentence, word: Token) -> bool:
        verb = sentence.head(word)
        return verb is not None and self._is_aside(sentence, verb)

    def _taken_again(self, sentence: Sentence, signs: list[Sign]) -> list[Sign]:
        """Read "the 14 freed in spring are behind bars again": who was freed and is held once more was taken again."""
        freed = any(s.kind == "modifier" and s.measures == ("freed",) for s in signs)
        again = [t.i for t in sentence.tokens if t.lower in self._again]
        if not freed or not again:
            return signs
        held = [
            s for s in signs if s.measures == ("held",) and s.kind in {"predicate", "state"} and s.word.i < again[-1]
        ]
        return [s._replace(measures=("rearrested",)) if s in held else s for s in signs]

    def _if_dead(self, sentence: Sentence, sign: Sign) -> Sign | None:
        """Return the sign of a death where it happened in custody or was an execution, else None."""
        if sign.kind == "event_count" and self._is_of_unrest(sentence, sign.word):
            return sign if self._dies_in_custody(sentence, sign.word) else None
        if sign.kind in {"event_count", "state", "modifier", "predicate"}:
            custody = any(t.lower in self._in_custody or t.lemma in self._in_custody for t in sentence.tokens)
            return (
                sign if custody or (sign.kind == "state" and sign.word.lemma in self._put) else None
            )  # "put to death"
        executed = sign.kind in {"patient", "nominal"} and sign.word.lemma in self._executions
        return sign._replace(weak=False) if executed or self._dies_in_custody(sentence, sign.word) else None

    def _is_of_unrest(self, sentence: Sentence, deaths: Token) -> bool:
        """Say whether deaths are those that clashes led to: "the marches caused 40 deaths and 300 arrests"."""
        verb = sentence.head(deaths)
        return verb is not None and any(k.lemma in self._unrest for k in sentence.kids(verb, "nsubj"))

    def choose(self, sentence: Sentence, signs: list[Sign], *, custody_near: bool) -> Choice | None:
        """Return the measure with the heaviest signs, or None where there is no usable sign."""
        scores: dict[str, float] = {}
        carriers: dict[str, Sign] = {}
        for rank, sign in enumerate(signs):
            measure = self.measure_of(sentence, sign)
            if measure is None or not self._allowed(sign, custody_near=custody_near):
                continue
            weight = _weight(sign) - 0.01 * rank
            if measure not in scores or weight > scores[measure]:
                carriers[measure] = sign
                scores[measure] = weight
        if not scores:
            return None
        self._promote(scores)
        ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
        best, score = ranked[0]
        margin = score - (ranked[1][1] if len(ranked) > 1 else 0.0)
        return Choice(best, carriers[best], score, margin, frozenset(s.kind for s in signs))

    @staticmethod
    def _promote(scores: dict[str, float]) -> None:
        """Expelled on release counts as expelled, taken again as rearrested: the narrower measure wins."""
        for narrow, wide in (("expelled", "freed"), ("rearrested", "detained"), ("rearrested", "held")):
            if narrow in scores and wide in scores and scores[narrow] >= 3.0:
                scores[narrow] = max(scores[narrow], scores[wide] + 0.5)

    def measure_of(self, sentence: Sentence, sign: Sign) -> str | None:
        """Return the measure that a sign stands for in its sentence, None where it stands for none."""
        if len(sign.measures) == 1:
            return sign.measures[0]
        if "held" in sign.measures and "detained" in sign.measures:
            return "held" if self.is_state(sentence, sign) else "detained"
        return sign.measures[0] if sign.measures else None

    def is_state(self, sentence: Sentence, sign: Sign) -> bool:
        """Say whether "detained", "jailed", "imprisoned" tells that people are in custody, not that they were taken."""
        word = sign.word
        kids = sentence.kids(word)
        lowers = {k.lower for k in kids}
        head = sentence.head(word)
        infinitive = any(k.rel == "aux:pass" and k.lower == k.lemma for k in kids)
        if infinitive and head is not None and any(k.lower in self._present for k in sentence.kids(head)):
            return True  # "are reported to be imprisoned"
        governed = head is not None and word.rel in {"xcomp", "ccomp"} and head.lower in self._stative
        if self._is_told_of_prisoners(sentence, sign) or self._is_kept_long(sentence, word):
            return True
        left = head is not None and head.lemma in self._leaving  # "leaving 12 detained"
        owner = sentence.head(head) if head is not None and word.rel == "acl" and head.rel == "obj" else None
        if left or (owner is not None and owner.lemma in self._leaving) or lowers & self._stative or governed:
            return True
        if any(k.rel in {"aux:pass", "cop"} and k.lower in self._present for k in kids):
            return not self._on_occasion(sentence, word)
        if any(t.lemma in self._witness for t in sentence.tokens[max(0, word.i - _SEEN) : word.i]):
            return False  # "the crackdown saw 80 people jailed"
        bare = sign.kind == "modifier" or (sign.weak and word.has("VerbForm=Part"))
        if bare and word.lemma in self._stative_verbs and not any(k.rel == "aux" for k in kids):
            return True
        if (sign.kind == "modifier" and word.rel in {"amod", "compound"}) or self._are_there(sentence, word):
            return True
        ongoing = head is not None and head.rel == "root" and any(k.lower in self._present for k in sentence.kids(head))
        return sign.kind == "modifier" and word.rel == "acl" and ongoing and word.lemma != "detain"

    def _are_there(self, sentence: Sentence, participle: Token) -> bool:
        """Tell "there are 20 citizens detained in foreign prisons" from news of arrests.

        "As of May there were 20 detained" tells of such people, "there were 20 detained after the march" is news.
        """
        people = sentence.head(participle)
        verb = sentence.head(people) if people is not None and participle.rel == "acl" else None
        if verb is None or not sentence.kids(verb, "expl"):
            return False
        return verb.has("Tense=Pres") or (verb.has("Tense=Past") and self._on_a_day.search(sentence.text) is not None)

    def _is_brief(self, sentence: Sentence, verb: Token) -> bool:
        """Read "were briefly held", "held 20 people for several hours": they were taken, and are held no more."""
        if verb.lemma not in self._holding:
            return False
        if any(k.lower in self._briefly for k in sentence.kids(verb, "advmod")):
            return True
        spans = (k for k in sentence.kids(verb, "obl", "nmod") if k.lemma in self._short_units)
        return any(c.lower in self._lasting for k in spans for c in sentence.kids(k, "case"))

    def _is_told_of_prisoners(self, sentence: Sentence, sign: Sign) -> bool:
        """Read "131 political prisoners detained in the camps": where prisoners are, no new arrest."""
        head = sentence.head(sign.word)
        held = head is not None and "held" in self._lexicon.custody_nouns.get(head.lemma, ())
        return held and sign.kind == "modifier" and sign.word.rel == "acl" and not sentence.kids(sign.word, "aux:pass")

    def _is_kept_long(self, sentence: Sentence, verb: Token) -> bool:
        """Read "detained 50 people for more than two months", "detained longer than the law allows"."""
        for kid in sentence.kids(verb, "obl", "advmod"):
            after = sentence.tokens[kid.i + 1].lower if kid.i + 1 < len(sentence.tokens) else ""
            if kid.lower in self._longer and after in self._than:
                return True
            cases = {c.lower for c in sentence.kids(kid, "case")}
            perfect = self._is_perfect(sentence, verb)
            if perfect and cases & self._lacking and kid.lemma in self._untried:
                return True  # "have been detained without trial since May"
            units = {kid.lemma, *(k.lemma for k in sentence.kids(kid, "nmod"))}  # "for a period of two years"
            if cases & self._lasting and units & self._long_units and verb.lemma not in self._term_verbs:
                return True
            if perfect and cases & self._lasting and kid.lemma in self._terms:
                return True  # "have been jailed for more than 200 days"
        return False

    def _is_perfect(self, sentence: Sentence, verb: Token) -> bool:
        """Say whether people have been in a state: "have been jailed"."""
        have = any(k.lower in self._have for k in sentence.kids(verb, "aux"))
        return have and bool(sentence.kids(verb, "aux:pass"))

    def _is_sentence(self, sentence: Sentence, verb: Token) -> bool:
        """Say whether a verb of putting in prison tells of a sentence: by a term, a trial, or a court that does it."""
        doers = sentence.kids(verb, "obl:agent") if sentence.kids(verb, "aux:pass") else sentence.kids(verb, "nsubj")
        trials = (t for t in sentence.kids(verb, "obl", "nmod") if t.lemma in self._trials)
        tried = any(c.lower in self._trial_links for t in trials for c in sentence.kids(t, "case"))
        return tried or self._has_term(sentence, verb) or any(t.lemma in self._courts for t in doers)

    def _has_term(self, sentence: Sentence, verb: Token) -> bool:
        """Say whether a term follows a verb ("for three years", "for life")."""
        return any(
            verb.i < k.i <= verb.i + _TERM
            and k.lemma in self._terms
            and not (self._is_perfect(sentence, verb) and self._rough & {t.lower for t in sentence.subtree(k)})
            and any(c.lower == "for" for c in sentence.kids(k, "case"))
            for k in (
                *sentence.kids(verb, "obl", "nmod"),
                *(n for o in sentence.kids(verb, "obj") for n in sentence.kids(o, "nmod")),
            )
        )

    def _on_occasion(self, sentence: Sentence, verb: Token) -> bool:
        below = (c for k in sentence.kids(verb, "obl", "advcl", "nmod") for c in sentence.kids(k, "case", "mark"))
        return any(c.lower in self._occasion for c in below)

    @staticmethod
    def _allowed(sign: Sign, *, custody_near: bool) -> bool:
        return custody_near or not sign.weak or sign.kind == "state"

    def _is_recognition(self, sentence: Sentence, verb: Token) -> bool:
        if verb.lemma not in self._recognition:
            return False
        if verb.lemma in self._adding:  # "were added to its monthly list"
            return any(k.lemma in self._totals for k in sentence.kids(verb, "obl"))
        whole = " ".join(t.lower for t in sentence.subtree(verb))
        if any(f"{link} {phrase}" in whole for phrase in self._objects for link in self._as):
            return True
        counted = {t.i for k in sentence.kids(verb, "obj", "nsubj:pass", "nsubj") for t in sentence.subtree(k)}
        text = " ".join(t.lower for t in sentence.subtree(verb) if t.i not in counted)
        return any(phrase in text for phrase in self._objects)

    def _is_inside(self, sentence: Sentence, token: Token) -> bool:
        """Tell "died in prison" from "died in an ambush near the prison"."""
        if token.lower not in self._in_custody and token.lemma not in self._in_custody:
            return False
        return not any(c.lower in self._outside for c in sentence.kids(token, "case"))

    def _dies_in_custody(self, sentence: Sentence, verb: Token) -> bool:
        if any(t.lower in self._in_custody for t in sentence.tokens[verb.i + 1 : verb.i + 3]):
            return True  # "the death in detention of two men", wherever the phrase hangs
        behind = self._lexicon.states.find([t.lower for t in sentence.tokens[verb.i + 1 :]])
        if any(i <= _WHERE and measure == "held" for i, _, measure in behind):
            return True  # "died behind bars"
        head = sentence.head(verb)
        above = sentence.kids(head, "nsubj", "nsubj:pass") if head is not None and verb.rel in {"xcomp", "conj"} else []
        for kid in above + sentence.kids(verb, "obl", "nmod", "advmod", "nsubj", "nsubj:pass", "obj", "advcl"):
            whole = kid.rel in {"obl", "nmod"} or len(sentence.subtree(kid)) <= 6
            below = sentence.subtree(kid) if whole else [kid, *sentence.kids(kid, "amod", "acl")]
            if any(self._is_inside(sentence, t) for t in below):
                return True
            if any(t.rel == "acl" and {"held", "detained"} & set(self._patient.get(t.lemma, ())) for t in below):
                return True  # "nine of those held have died"
        return False


def _is_told_of(sign: Sign) -> bool:
    """Say whether a sign tells what befell people who are then judged: "21 of those pardoned were considered ..."."""
    return sign.kind == "modifier" and bool({"freed", "convicted", "died", "expelled"} & set(sign.measures))


def _is_called(sign: Sign, measure: str) -> bool:
    return sign.measures == (measure,) and sign.word.rel in {"amod", "acl", "acl:relcl", "xcomp"}


def _narrowed(signs: list[Sign]) -> list[Sign]:
    """Freed and deported is expelled, taken again rearrested, tried and convicted convicted, dead not held."""
    if any("died" in s.measures and not s.weak for s in signs):  # "died in a jail": the jail is where
        signs = [s for s in signs if s.measures != ("held",) or s.kind not in {"state", "predicate"}]
    if any(s.measures == ("missing",) and s.kind in {"state", "predicate"} and not s.weak for s in signs):
        signs = [s for s in signs if s.kind != "agent" or not s.weak]  # "20 remain missing" remain nowhere known
    if any("freed" in s.measures and not s.weak and s.kind in {"patient", "agent"} for s in signs):
        # "those reported among the missing have returned home": what they were called, and what befell them
        signs = [s._replace(kind="modifier") if _is_called(s, "missing") else s for s in signs]
    for narrow, wide in _NARROWER:
        firm = [s for s in signs if narrow in s.measures and not s.weak and s.kind in {"patient", "state", "predicate"}]
        if firm:
            signs = [s._replace(later=True) if wide & set(s.measures) else s for s in signs]
            signs = [s._replace(kind="patient", later=False) if s in firm else s for s in signs]
    return signs


def _weight(sign: Sign) -> float:
    return _WEIGHTS[sign.kind][1 if sign.weak else 0] - (0.6 if sign.later else 0.0)
