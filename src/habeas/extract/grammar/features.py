"""What the statistical model sees of a candidate: classes of words and relations, never words themselves.

Features are shared by all measures ("a plain passive verb stands for this measure"), so that rare measures profit
from frequent ones, and by all languages that have a lexicon.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

from habeas.extract.grammar.measures.draft import Candidate, Features
from habeas.extract.grammar.measures.signs import Sign
from habeas.extract.grammar.parts import Grammar
from habeas.extract.grammar.status import Mood
from habeas.extract.grammar.temporal.tenses import is_present
from habeas.extract.lexicon import Lexicon
from habeas.extract.parse.base import Sentence, Token
from habeas.values.claim import STOCKS

MEASURE_ORDER: Final = (
    "held", "freed", "detained", "convicted", "charged", "died", "recognised", "expelled", "rearrested", "missing",
)  # fmt: skip
# Links that are too rare to be weighed on their own, and the ones that they are like.
_LINKS: Final = {"listed": "included", "total": "part"}
_GOVERNING: Final = frozenset({"event_count", "patient", "nominal", "agent", "predicate", "echo"})


class _View(NamedTuple):
    """What the features of every measure of one candidate look at: lemmas around it, mood and time."""

    clause: frozenset[str]
    sentence: frozenset[str]
    before: frozenset[str]
    mood: Mood
    present: bool
    still: bool
    timed: bool
    span: bool


class Featurizer:
    """Makes features with one lexicon's word classes."""

    def __init__(self, grammar: Grammar) -> None:
        self._g = grammar
        lexicon = grammar.lexicon
        self._families = _families(lexicon)
        self._refused = lexicon.refused_verbs
        self._still = lexicon.words("grammar", "stative_marks")
        self._said = lexicon.words("attribution", "verbs")

    def of(
        self, candidate: Candidate, antecedent: Candidate | None, before: Sentence | None, *, custody: bool, again: bool
    ) -> tuple[Features, dict[str, Features]]:
        """Return the features of no claim, and those of each measure; `again` says that the number was told before."""
        against = self._against(candidate, antecedent, custody=custody)
        if again:
            against["told before"] = 1.0
            against["told before, definite"] = float(candidate.mention.quantity.definite)
            against["told before, bare"] = float(candidate.mention.noun is None)
        view = self._view(candidate, before)
        measures = {m: self._for(m, candidate, antecedent, view) for m in MEASURE_ORDER}
        return against, measures

    def _view(self, c: Candidate, before: Sentence | None) -> _View:
        """Return what all measures look at, so that each is looked up once."""
        word = c.choice.sign.word if c.choice is not None else c.mention.top
        clause = self._clause(c)
        return _View(
            clause=frozenset(t.lemma for t in clause),
            sentence=frozenset(t.lemma for t in c.sentence.tokens),
            before=frozenset(t.lemma for t in before.tokens) if before is not None else frozenset(),
            mood=self._g.moods.of(c.sentence, word),
            present=is_present(c.sentence, word),
            still=any(t.lower in self._still for t in clause),
            timed=bool(c.timed),
            span=any(t.span.role in {"since", "between"} for t in c.timed),
        )

    def _for(self, measure: str, c: Candidate, antecedent: Candidate | None, view: _View) -> Features:
        out: Features = {f"is {measure}": 1.0}
        for sign in c.signs:
            resolved = self._g.measures.measure_of(c.sentence, sign)
            if measure not in sign.measures:
                continue
            strength = "weak" if sign.weak else "later" if sign.later else "plain"
            name = f"{sign.kind} {strength}" if resolved == measure else f"{sign.kind} other sense"
            out[name] = 1.0
        if not any(measure in s.measures for s in c.signs):
            rivals = {s.kind for s in c.signs if not s.weak}
            out["unsupported" if not rivals & _GOVERNING else "rivalled"] = 1.0
        if c.choice is not None and c.choice.measure == measure:
            out["rule"] = 1.0
            out["rule margin"] = min(c.choice.margin, 8.0) / 8.0
            out[f"rule {measure}"] = 1.0
        if antecedent is not None and antecedent.choice is not None and antecedent.choice.measure == measure:
            out[f"link {_LINKS.get(c.link, c.link)}"] = 1.0
        family = self._families[measure]
        if view.clause & family:
            out["word in clause"] = 1.0
        if view.sentence & family:
            out["word in sentence"] = 1.0
        if view.before & family:
            out["word before"] = 1.0
        _add_mood(out, measure, view)
        return out

    def _clause(self, c: Candidate) -> list[Token]:
        """Return the tokens of the clause that the number stands in."""
        for token in (c.mention.top, *c.sentence.ancestors(c.mention.top)):
            if token.pos in {"VERB", "AUX"} and token.lemma not in self._said:
                return [t for t in c.sentence.subtree(token) if abs(t.i - c.mention.top.i) <= 25]
        return list(c.sentence.tokens)

    def _against(self, c: Candidate, antecedent: Candidate | None, *, custody: bool) -> Features:
        q, mention = c.mention.quantity, c.mention
        out: Features = {"none": 1.0}
        out[f"noun {self._noun_class(c)}"] = 1.0
        size = "zero" if q.zero else "one" if q.low == q.high == 1 else "vague" if q.vague else "number"
        out[f"size {size}"] = 1.0
        if mention.noun is None:
            out[f"bare {size}"] = 1.0
        out["digits"] = float(q.digits)
        out["small digits"] = float(q.digits and q.low == q.high and (q.low or 0) < 5)
        out["partitive"] = float(mention.partitive)
        out["definite"] = float(q.definite)
        out["trailing"] = float(mention.trailing)
        out["extra"] = float(q.extra)
        kinds = {(s.kind, s.weak) for s in c.signs}
        governed = any(k in _GOVERNING and not weak for k, weak in kinds)
        out["no sign"] = float(not c.signs)
        out["no governing sign"] = float(not governed)
        out["only inherent"] = float(bool(kinds) and all(k == "inherent" for k, _ in kinds))
        out["only weak"] = float(bool(kinds) and all(weak for _, weak in kinds))
        out[f"governor {self._governor(c.sentence, mention.top, governed=governed)}"] = 1.0
        out["no custody in sentence"] = float(not custody)
        out["no antecedent"] = float(antecedent is None)
        out[f"link {_LINKS.get(c.link, c.link) or 'none'} none"] = 1.0
        if antecedent is not None and c.link in {"bare", "part"}:
            out["far back"] = float(c.sentence.index != antecedent.sentence.index)
        return out

    def _noun_class(self, c: Candidate) -> str:
        noun = c.mention.noun
        if noun is None:
            return "absent"
        if noun.lemma in self._g.lexicon.custody_nouns:
            return "custody"
        if noun.lemma in self._g.lexicon.countable_events:
            return "event"
        if self._g.counter.is_person(noun):
            return "person"
        if noun.pos == "PROPN":
            return "name"
        return "human ending" if self._g.counter.looks_human(noun) else "other"

    def _governor(self, sentence: Sentence, top: Token, *, governed: bool) -> str:
        """Name the kind of verb that governs the people where it is none of custody."""
        if governed:
            return "custody"
        for token in sentence.ancestors(top):
            if token.pos in {"VERB", "AUX"}:
                direct = token.i == top.head
                if token.lemma in self._refused:
                    return "refused" if direct else "refused above"
                if token.lemma in self._said:
                    return "saying"
                return f"other {top.rel}" if direct and top.rel in {"nsubj", "obj", "nsubj:pass", "obl"} else "other"
        return "none"


@lru_cache(maxsize=8)
def _families(lexicon: Lexicon) -> dict[str, frozenset[str]]:
    """Return the lemmas that speak of each measure: verbs, event nouns, custody nouns."""
    out: dict[str, set[str]] = {m: set() for m in MEASURE_ORDER}
    tables = (lexicon.verbs["patient"], lexicon.verbs["agent"], lexicon.event_nouns, lexicon.custody_nouns)
    for table in tables:
        for word, measures in table.items():
            # "convict" and "captive" are other parts of speech as well
            if word not in lexicon.weak_verbs and not (
                table is lexicon.custody_nouns and word in lexicon.verbs["patient"]
            ):
                for measure in measures:
                    out[measure].add(word)
    return {m: frozenset(words) for m, words in out.items()}


def supporting(candidate: Candidate, measure: str) -> Sign | None:
    """Return the sign that carries a measure of a candidate: the first plain one, else the first."""
    fits = [s for s in candidate.signs if measure in s.measures]
    plain = [s for s in fits if not s.weak and not s.later]
    return next(iter(plain or fits), None)


def _add_mood(out: Features, measure: str, view: _View) -> None:
    if view.mood.wished and measure in {"held", "freed"}:
        out[f"wished {measure}"] = 1.0
    stock = measure in STOCKS
    if view.mood.future and stock:
        out["future stock"] = 1.0
    if view.present:
        out["present stock" if stock else "present flow"] = 1.0
    if view.still:
        out["still stock" if stock else "still flow"] = 1.0
    if view.timed:
        out[f"{'span' if view.span else 'time'} {'stock' if stock else 'flow'}"] = 1.0
