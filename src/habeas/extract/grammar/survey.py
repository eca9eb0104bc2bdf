"""The first pass over a document: every number that may be a claim, with its signs and features."""

from __future__ import annotations

import re
from typing import Final

from habeas.extract.grammar.counted import Mention, closes_entry
from habeas.extract.grammar.draft import LIST_REACH, Candidate
from habeas.extract.grammar.features import Featurizer
from habeas.extract.grammar.measure import Choice
from habeas.extract.grammar.numbers import Quantity
from habeas.extract.grammar.parts import Grammar
from habeas.extract.grammar.signs import Sign
from habeas.extract.grammar.windows import Timed
from habeas.extract.parse.base import Sentence

_NEAR: Final = 3
# Scores of signs below which a number takes the measure of the one that it refers back to; for a part named by a noun
# such as "prisoners" the noun alone does not speak.
_SCORED: Final = 2.0
_NAMED_PART: Final = 2.1
_OLDEST: Final = 120
_NAMED: Final = 2
_BESIDE: Final = 32
_FEW: Final = 9
_COMPARED: Final = 10
_YEARS: Final = re.compile(r"(?:1[89]|20)\d\d ?[-–—] ?(?:1[89]|20)\d\d")
_PREDICATES: Final = frozenset({"patient", "nominal", "agent", "modifier", "event_count"})
_ASKED: Final = {"freed": "held", "convicted": "charged"}
_NATION: Final = 15_000_000  # more than all the prisons of the world hold


class Survey:
    """Collects the candidates of one document."""

    def __init__(self, grammar: Grammar) -> None:
        self._g = grammar
        self._features = Featurizer(grammar)
        self._partitive = frozenset(grammar.lexicon.data["people"]["partitive_cases"])
        self._pairing = frozenset(grammar.lexicon.data["numbers"]["pairing"])
        self._both = frozenset(grammar.lexicon.data["numbers"]["zero_of_two"])
        self._occasions = grammar.lexicon.words("nouns", "occasions")
        self._comparatives = grammar.lexicon.words("refuse", "comparatives")
        self._than = grammar.lexicon.words("refuse", "than")
        self._criminals = grammar.lexicon.words("refuse", "criminals")
        self._courts = grammar.lexicon.words("verbs", "light", "courts")
        self._before: Sentence | None = None
        refuse = grammar.lexicon.data["refuse"]
        self._refused_before = tuple(refuse.get("before", ()))
        self._refused_after = tuple(refuse.get("after", ()))
        self.candidates: list[Candidate] = []

    def take(self, sentence: Sentence) -> None:
        """Add the candidates of the next sentence."""
        spans = self._g.times.find(sentence.text)
        timed = self._g.windows.timed(sentence, spans)
        quantities = self._g.numbers.find(sentence.text, [(t.start, t.end) for t in spans])
        mentions = self._g.counter.mentions(sentence, quantities)
        described = {m.numeral.i for m in mentions if self._is_epithet(sentence, m)}
        for n, mention in enumerate(mentions):
            if mention.numeral.i in described:
                continue
            if mention.noun is not None and self._g.counter.is_thing(mention.noun):
                continue
            if self._g.counter.is_measured(sentence, mention) or self._is_refused(sentence, mention):
                continue
            other = any(
                test(sentence, mention)
                for test in (
                    self._is_hurt,
                    self._is_age,
                    self._is_absent_thing,
                    self._is_floating,
                    self._is_ordinary,
                    self._is_years,
                    self._is_difference,
                )
            )
            if other or self._counts_occasions(mention) or (mention.quantity.low or 0) >= _NATION:
                continue
            limit = mentions[n + 1].quantity.start + sentence.start if n + 1 < len(mentions) else sentence.end
            self.candidates.append(self._candidate(sentence, mention, limit, timed))
        self._before = sentence

    def _counts_occasions(self, mention: Mention) -> bool:
        """Tell "two releases this summer", which counts occasions of several people each, from "300 releases"."""
        q = mention.quantity
        few = q.low is not None and q.low == q.high and q.low <= _FEW and not q.vague
        return few and mention.noun is not None and mention.noun.lemma in self._occasions

    def _is_epithet(self, sentence: Sentence, mention: Mention) -> bool:
        """Tell "Anna Smith, one of the country's best known writers", which describes, from a count of one."""
        q = mention.quantity
        part = mention.noun is not None and mention.noun.head == mention.numeral.i
        if not (q.low == q.high == 1 and (mention.partitive or part)):
            return False
        chain = [mention.top, *sentence.ancestors(mention.top)]
        named = any(t.rel in {"appos", "conj"} and chain[n + 1].pos == "PROPN" for n, t in enumerate(chain[:-1]))
        above = sentence.head(mention.top)  # "one of the prisoners is X", "one of the detainees, teacher X, has ..."
        named = named or (above is not None and above.pos == "PROPN" and mention.top.rel.startswith("nsubj"))
        nouns = (t for t in (mention.top, mention.noun) if t is not None)
        named = named or any(k.pos == "PROPN" for t in nouns for k in sentence.kids(t, "appos"))
        called = bool(sentence.kids(mention.top, "cop")) and bool(sentence.kids(mention.top, "nsubj"))
        return (
            named
            or called
            or (
                mention.noun is not None
                and any(t.has("Degree=Sup") for t in sentence.subtree(mention.noun) if t.i < mention.noun.i)
            )
        )

    def _is_ordinary(self, sentence: Sentence, mention: Mention) -> bool:
        """Tell those who are in custody for ordinary crime, and those who sit in court: "a three-judge panel"."""
        noun = mention.noun
        if noun is None:
            return False
        head = sentence.head(noun) if noun.rel == "compound" else None
        return noun.lemma in self._criminals or (head is not None and head.lemma in self._courts)

    def _is_years(self, sentence: Sentence, mention: Mention) -> bool:
        """Tell the years after a name, "the former minister (2005-2011)", from a range of people."""
        q = mention.quantity
        return mention.noun is None and _YEARS.fullmatch(sentence.text[q.core_start : q.end]) is not None

    def _is_difference(self, sentence: Sentence, mention: Mention) -> bool:
        """Tell "34 more detainees than a year before", which compares, from "34 more detainees"."""
        after = [t.lower for t in sentence.tokens if t.start >= sentence.start + mention.quantity.end][:_COMPARED]
        return bool(after) and after[0] in self._comparatives and bool(set(after[1:]) & self._than)

    def _is_floating(self, sentence: Sentence, mention: Mention) -> bool:
        """Tell "both in May and in June", "were both arrested" from "both were arrested"."""
        del sentence
        apart = mention.numeral.rel in {"cc:preconj", "advmod", "cc", "dep"} or mention.numeral.pos == "CCONJ"
        return mention.noun is None and mention.numeral.lower in self._pairing and apart

    def _is_age(self, sentence: Sentence, mention: Mention) -> bool:
        """Tell the age after a name, "John Doe, 48, was freed"."""
        q, i = mention.quantity, mention.numeral.i
        if mention.noun is not None or not q.digits or q.low != q.high or not (q.low or 0) < _OLDEST or i < _NAMED:
            return False
        if sentence.tokens[i - 1].pos == "ADV" and i > _NAMED:
            i -= 1  # "Jane Doe, now 63"
        name, comma = sentence.tokens[i - 2], sentence.tokens[i - 1]
        i = mention.numeral.i
        after = sentence.tokens[i + 1].text if i + 1 < len(sentence.tokens) else "."
        named = name.pos == "PROPN" or self._g.counter.is_person(name)
        return comma.text == "," and after in {",", ".", ")", ";"} and named

    def _is_absent_thing(self, sentence: Sentence, mention: Mention) -> bool:
        """Tell "for no cause", "neither tried nor freed", which count nobody, from "no prisoners"."""
        if not mention.quantity.zero:
            return False
        noun = mention.noun
        if noun is None:
            after = next((t for t in sentence.tokens if t.start >= sentence.start + mention.quantity.end), None)
            return mention.numeral.lower in self._both and (
                after is None or after.pos in {"VERB", "AUX", "ADJ", "CCONJ"}
            )
        known = self._g.counter.is_person(noun) or noun.lemma in self._g.lexicon.countable_events
        return not known and not self._g.counter.looks_human(noun)

    def _is_hurt(self, sentence: Sentence, mention: Mention) -> bool:
        """Tell "ten killed and 300 injured" from people who share the predicate before them."""
        behind = (t for t in sentence.tokens if t.start >= sentence.start + mention.quantity.end)
        after = next((t for t in behind if t.pos != "ADV"), None)
        return (
            mention.noun is None
            and after is not None
            and after.lemma in self._g.lexicon.refused_verbs
            and after.has("VerbForm=Part")
        )

    def _is_refused(self, sentence: Sentence, mention: Mention) -> bool:
        """Tell capacities, rates and people at large by the words beside a number."""
        q = mention.quantity
        before = sentence.text[max(0, q.start - _BESIDE) : q.core_start].lower()
        after = sentence.text[q.end : q.end + _BESIDE].lower()
        return any(p in before for p in self._refused_before) or any(p in after for p in self._refused_after)

    def _candidate(self, sentence: Sentence, mention: Mention, limit: int, timed: list[Timed]) -> Candidate:
        told = (self._told(sentence, s) for s in self._g.predicates.signs(sentence, mention, limit))
        signs = self._g.measures.settled(sentence, [s for s in told if s is not None])
        custody = self._g.is_custody(sentence)
        listed = closes_entry(sentence, mention)
        place, antecedent = self._antecedent(sentence, mention.quantity if listed else None)
        choice = self._g.measures.choose(sentence, list(signs), custody_near=custody or antecedent is not None)
        link = ""
        if antecedent is not None and not self._is_whole(sentence, mention):
            link = "listed" if listed else "total" if mention.total else self._link(sentence, mention, antecedent)
        enough = _NAMED_PART if link in {"included", "listed", "part"} else _SCORED
        if (choice is None or choice.score < enough) and antecedent is not None and link not in {"", "near", "after"}:
            assert antecedent.choice is not None  # noqa: S101 - antecedents are candidates with a choice
            choice = Choice(antecedent.choice.measure, Sign("inherent", (), mention.top), 1.5, 1.5, frozenset())
        bare = Candidate(mention, sentence, timed, signs, choice, place, link, {}, {})
        against, measures = self._features.of(bare, antecedent, self._before, custody=custody)
        return bare._replace(against=against, measures=measures)

    def _told(self, sentence: Sentence, sign: Sign) -> Sign | None:
        """Return what a sign tells of what is not done, None where that is nothing.

        A release that is asked for, or that has not come, says that people are held, a sentence that is asked for that
        they are tried; who was not arrested, charged or convicted makes no claim.
        """
        if sign.kind not in _PREDICATES:
            return sign
        mood = self._g.moods.of(sentence, sign.word)
        if mood.negated and sign.word.pos == "VERB":
            return sign._replace(measures=("held",)) if "freed" in sign.measures else None
        told = next((_ASKED[m] for m in sign.measures if m in _ASKED), None)
        wished = mood.wished or self._g.moods.is_wanted(sentence, sign.word)
        return sign._replace(measures=(told,)) if wished and told is not None else sign

    def _antecedent(self, sentence: Sentence, listed: Quantity | None) -> tuple[int | None, Candidate | None]:
        """Return the last candidate, within a few sentences, that its signs give a measure.

        An entry of a list leans on the entry before it, or on a total that can hold it.
        """
        reach = LIST_REACH if listed is not None else _NEAR
        for n in range(len(self.candidates) - 1, -1, -1):
            candidate = self.candidates[n]
            if listed is not None and candidate.link != "listed" and not _holds(candidate.mention.quantity, listed):
                continue
            if sentence.index - candidate.sentence.index > reach:
                break
            if candidate.choice is not None:
                return n, candidate
        return None, None

    def _is_whole(self, sentence: Sentence, mention: Mention) -> bool:
        """Say whether a number is the whole of which the number before it is a part: "40 of some 60 farmers"."""
        head = sentence.head(mention.top)
        cases = {c.lower for c in sentence.kids(mention.top, "case")}
        return head is not None and head.pos == "NUM" and bool(cases & self._partitive)

    def _fronted(self, sentence: Sentence, mention: Mention) -> bool:
        """Say whether "of these," opens the sentence that a bare number stands in."""
        people = self._g.lexicon.data["people"]
        for token in sentence.tokens[: mention.numeral.i]:
            if token.lower in people["anaphors"]:
                cases = {c.lower for c in sentence.kids(token, "case")} | {sentence.tokens[max(0, token.i - 1)].lower}
                if cases & set(people["partitive_cases"]):
                    return True
        return False

    def _link(self, sentence: Sentence, mention: Mention, antecedent: Candidate) -> str:
        """Say how a number refers back: by what is left out, as a part, by enumeration, by an article."""
        if mention.noun is None:
            return "part" if mention.partitive or self._fronted(sentence, mention) else "bare"
        if not self._g.counter.is_person(mention.noun):
            return "near" if antecedent.sentence.index == sentence.index else "after"
        if self._g.includes(sentence, mention):
            return "included"
        cases = {c.lower for c in sentence.kids(mention.top, "case")}
        if antecedent.sentence.index == sentence.index:
            if cases & self._g.lexicon.words("parts", "inclusive_cases"):
                return "included"
            if mention.top.rel in {"conj", "appos"}:
                return "joined"
        if mention.quantity.definite or mention.partitive:
            return "definite"
        return "near" if antecedent.sentence.index == sentence.index else "after"


def _holds(whole: Quantity, part: Quantity) -> bool:
    """Say whether a number can be the total of which another is a part."""
    return whole.high is None or (part.low or part.high or 0) <= whole.high
