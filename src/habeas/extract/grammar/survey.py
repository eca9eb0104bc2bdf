"""The first pass over a document: every number that may be a claim, with its signs and features."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from habeas.extract.grammar.counts.counted import Mention, are_penalties, closes_entry
from habeas.extract.grammar.counts.numbers import Quantity
from habeas.extract.grammar.features import Featurizer
from habeas.extract.grammar.measures.draft import LIST_REACH, Candidate
from habeas.extract.grammar.measures.measure import Choice
from habeas.extract.grammar.measures.order import LAST, undescribed
from habeas.extract.grammar.measures.rosters import Followed
from habeas.extract.grammar.measures.signs import Sign
from habeas.extract.grammar.measures.surroundings import Surroundings
from habeas.extract.grammar.parts import Grammar
from habeas.extract.grammar.temporal.timed import Timed
from habeas.extract.parse.base import Sentence, Token

_NEAR: Final = 3
# Scores of signs below which a number takes the measure of the one that it refers back to; for a part named by a noun
# such as "prisoners" the noun alone does not speak.
_SCORED: Final = 2.0
_NAMED_PART: Final = 2.1
_PREDICATES: Final = frozenset({"patient", "nominal", "agent", "modifier", "event_count"})
# How many sentences behind a number one may stand that echoes it.
_ECHO: Final = 1
_OPENING: Final = 5  # words before the number of "Of the more than 750 people freed, ..."
_TAKEN: Final = frozenset({"missing", "died"})
_ASKED: Final = {"freed": "held", "convicted": "charged"}


class Survey:
    """Collects the candidates of one document."""

    def __init__(self, grammar: Grammar, surroundings: Surroundings) -> None:
        self._g = grammar
        self._surroundings = surroundings
        self._features = Featurizer(grammar)
        self._partitive = frozenset(grammar.lexicon.data["people"]["partitive_cases"])
        self._refusing = grammar.lexicon.words("verbs", "light", "refusing")
        self._none = grammar.lexicon.words("numbers", "zero_determiners")
        self._stative = grammar.lexicon.words("verbs", "light", "stative")
        self._before: Sentence | None = None
        self._roster = Followed(grammar.rosters)
        self.candidates: list[Candidate] = []
        # The candidates that others are part of, by the index of the part; and where the last number stands that
        # counts people of whom nothing is told: no count behind it speaks of those before it.
        self._wholes: dict[int, int] = {}
        self._stranger = -1
        self._disaster = -_NEAR - 1  # the last sentence that tells of a disaster
        self._common = -_NEAR - 1  # the last sentence that counts people in ordinary custody

    def take(self, sentence: Sentence) -> None:
        """Add the candidates of the next sentence."""
        if self._g.strangers.is_disaster(sentence.text):
            self._disaster = sentence.index
        self._roster.enter(sentence)
        spans = self._g.times.find(sentence.text)
        timed = self._g.carriers.of(sentence, spans)
        quantities = self._g.numbers.find(sentence.text, [(t.start, t.end) for t in spans])
        mentions = self._g.counter.mentions(sentence, quantities)
        described = {m.numeral.i for m in mentions if self._g.strangers.is_epithet(sentence, m)}
        for n, mention in enumerate(mentions):
            if mention.numeral.i in described:
                continue
            thing = mention.noun is not None and self._g.counter.is_thing(mention.noun)
            if thing and not are_penalties(self._g.lexicon, sentence, mention):
                continue
            if self._g.counter.is_measured(sentence, mention) or self._g.strangers.is_refused(sentence, mention):
                continue
            if self._g.strangers.are_others(sentence, mention) or self._roster.is_itself(sentence, mention):
                self._stranger = len(self.candidates)
                continue
            limit = mentions[n + 1].quantity.start + sentence.start if n + 1 < len(mentions) else sentence.end
            own = [t for t in timed if not _is_of_later(sentence, mention, mentions[n + 1 :], t)]
            candidate = self._candidate(sentence, mention, limit, own)
            left = self._is_left(sentence, candidate) or self._is_common(sentence, candidate)
            if _is_one_described(candidate):  # "one officer put the total at 90" speaks of others
                continue
            if left or _is_cleared(candidate) or _is_none_of_freed(candidate):
                self._stranger = len(self.candidates)
                continue
            if candidate.choice is not None:
                self._roster.note(sentence, candidate.choice.measure)
            self.candidates.append(candidate)
        self._before = sentence

    def _candidate(self, sentence: Sentence, mention: Mention, limit: int, timed: list[Timed]) -> Candidate:
        listed = closes_entry(sentence, mention)
        place, antecedent = self._antecedent(sentence, mention.quantity if listed else None)
        told = (self._told(sentence, mention, s) for s in self._g.predicates.signs(sentence, mention, limit))
        before = antecedent.choice if antecedent is not None and mention.noun is None else None
        taken = before is not None and before.measure in (_TAKEN | {"held"} if mention.partitive else _TAKEN)
        signs = self._g.measures.settled(sentence, [s for s in told if s is not None], taken=taken)
        custody = self._g.is_custody(sentence)
        if sentence.index - self._disaster <= _NEAR:
            signs = tuple(s for s in signs if s.measures != ("missing",) and (custody or s.measures != ("died",)))
        signs = _firmed(mention, signs, antecedent, sentence)
        if antecedent is not None and listed:
            signs = undescribed(signs, None)
        elif antecedent is not None:
            signs = self._as_part(sentence, mention, signs, antecedent)
        now = any(t.span.role == "as_of" or t.span.first.kind == "year_end" for t in timed)
        if (
            mention.quantity.zero or now
        ):  # "no journalist was imprisoned in 2015" tells of the prisons, not of the courts
            signs = tuple(s._replace(measures=("held",)) if self._is_stock(s) else s for s in signs)
        standing = self._roster.standing(sentence, mention)
        if standing is not None:
            signs = (standing.sign(mention),)
        echo, signs = self._echoed(sentence, mention, signs, place) if standing is None else ("", signs)
        choice = self._g.measures.choose(sentence, list(signs), custody_near=custody or antecedent is not None)
        link = ""
        if antecedent is not None and not self._is_whole(sentence, mention):
            link = "listed" if listed else "total" if mention.total else self._link(sentence, mention, antecedent)
        link = echo if echo and link in {"bare", "near", "after", "definite"} else link
        if standing is not None:
            link = self._roster.rank(standing, sentence, antecedent)
        enough = _NAMED_PART if link in {"included", "listed", "part"} else _SCORED
        if (choice is None or choice.score < enough) and antecedent is not None and link not in {"", "near", "after"}:
            assert antecedent.choice is not None  # noqa: S101 - antecedents are candidates with a choice
            choice = Choice(antecedent.choice.measure, Sign("inherent", (), mention.top), 1.5, 1.5, frozenset())
        group = standing.group if standing is not None and self._g.rosters.is_unnamed(mention) else ""
        listed = standing is not None and standing.kind == "entry"
        bare = Candidate(mention, sentence, timed, signs, choice, place, link, {}, {}, group, listed)
        q = mention.quantity
        again = any((c.mention.quantity.low, c.mention.quantity.high) == (q.low, q.high) for c in self.candidates)
        against, measures = self._features.of(bare, antecedent, self._before, custody=custody, again=again)
        if choice is None and not q.low == q.high == 1:
            self._stranger = len(self.candidates)
        return bare._replace(against=against, measures=measures)

    def _as_part(
        self, sentence: Sentence, mention: Mention, signs: tuple[Sign, ...], whole: Candidate
    ) -> tuple[Sign, ...]:
        """Return the signs of people who may be part of those counted before, without what only says who they are."""
        told = whole.choice.measure if whole.choice is not None else ""
        if whole.sentence.index == sentence.index and self._g.includes(sentence, mention):
            signs = self._g.order.of_included(told, signs)
        listed = mention.noun is None and self._is_broken_down(sentence, mention, whole)
        part = listed or (mention.noun is None and (mention.partitive or self._is_of(sentence, mention, whole)))
        if not part or sentence.index - whole.sentence.index > _ECHO:
            return signs
        if told in LAST:
            left = self._g.order.of_released(sentence, signs)
        elif told == "held" and listed:
            left = self._g.order.of_entry(signs)
        else:
            left = self._g.order.of_charged(sentence, signs) if told == "held" else signs
        return signs if len(left) == len(signs) else (*left, Sign("echo", (told,), mention.top))

    def _is_broken_down(self, sentence: Sentence, mention: Mention, entry: Candidate) -> bool:
        """Say whether a number breaks down a total before a colon: "holds 90 prisoners: 40 await trial, 50 ..."."""
        colon = sentence.text.rfind(": ", 0, mention.quantity.start)
        if colon < 0 or entry.sentence is not sentence:
            return False
        totals = (c for c in self.candidates if c.sentence is sentence and c.mention.quantity.end <= colon)
        return any(
            c.choice is not None and c.choice.measure == "held" and _holds(c.mention.quantity, mention.quantity)
            for c in totals
        )

    def _is_of(self, sentence: Sentence, mention: Mention, whole: Candidate) -> bool:
        """Say whether the whole of a part is named before it: "Of these, 22 ...", "Of the 750 people freed, 22 ..."."""
        opened = whole.sentence is sentence and whole.mention.numeral.i <= _OPENING
        if opened and sentence.tokens[0].lower in self._partitive:
            return True
        opening = self._fronted(sentence, mention)
        return opening is not None and (opening.i <= _OPENING or mention.numeral.i - opening.i <= _NEAR)

    def _is_common(self, sentence: Sentence, candidate: Candidate) -> bool:
        """Say whether people are in custody, tried or let out as a matter of ordinary justice."""
        kin = None
        if candidate.antecedent is not None and (candidate.link or candidate.mention.noun is None):
            told = self.candidates[candidate.antecedent].sentence
            kin = (told.start, told.end)
        after = 0 <= sentence.index - self._common <= 1
        common = self._surroundings.is_common(sentence.start, sentence.end, kin, after_common=after)
        if common:
            self._common = sentence.index
        return common

    def _is_stock(self, sign: Sign) -> bool:
        return {"held", "detained"} <= set(sign.measures) and sign.word.lemma in self._stative

    def _is_left(self, sentence: Sentence, candidate: Candidate) -> bool:
        """Say whether others than political prisoners are let out: "an amnesty for 8,000 that excludes dissidents"."""
        freed = any("freed" in s.measures for s in candidate.signs)
        return (
            freed and not candidate.mention.quantity.zero and self._g.strangers.leaves_out(sentence, candidate.mention)
        )

    def _echoed(
        self, sentence: Sentence, mention: Mention, signs: tuple[Sign, ...], place: int | None
    ) -> tuple[str, tuple[Sign, ...]]:
        """Return how a number echoes the one before it, "" where it does not, and its signs with what it takes over."""
        antecedent = self.candidates[place] if place is not None else None
        if place is None or antecedent is None or antecedent.choice is None or place < self._stranger:
            return "", signs
        back = LIST_REACH if mention.partitive or self._g.echoes.opens_with_part(sentence) else _ECHO
        if sentence.index - antecedent.sentence.index > back:
            return "", signs
        aside = mention.partitive and mention.noun is None  # "..., 22 of them in the capital"
        kinds = (_PREDICATES | {"predicate", "state"}) - ({"nominal"} if aside else set())
        told = antecedent.choice.measure
        named = self._g.order.of_held(mention, signs) if told == "held" else signs
        own = [s for s in named if s.kind in kinds and not s.weak]
        whole = self.candidates[self._wholes.get(place, place)]
        echo = "" if own else "total" if mention.total else self._g.echoes.of(sentence, mention, antecedent, whole)
        if told == "held" and not echo and not own and antecedent.sentence is sentence:
            echo = "joined" if self._g.confinement.tells(sentence, mention.quantity.end) else ""
        if not echo:
            return "", signs
        if echo != "total":
            self._wholes[len(self.candidates)] = self._wholes.get(place, place)
        kept = (s for s in named if s.kind != "nominal") if aside else named
        return echo, (*kept, Sign("echo", (told,), mention.top))

    def _told(self, sentence: Sentence, mention: Mention, sign: Sign) -> Sign | None:
        """Return what a sign tells of what is not done, None where that is nothing.

        A release that is asked for, or that has not come, says that people are held, a sentence that is asked for that
        they are tried; who was not arrested, charged or convicted makes no claim.
        """
        if sign.kind not in _PREDICATES:
            return sign
        if "freed" in sign.measures and self._is_refused(sentence, sign.word):
            return sign._replace(measures=("held",))
        above = sentence.head(sign.word)
        if above is not None and sign.word.rel == "xcomp" and above.lemma in self._refusing:
            return None
        ground = above if sign.word.rel == "acl" else None
        if ground is not None and any(k.lower in self._none for k in sentence.kids(ground, "det")):
            return sign._replace(measures=("held",)) if "freed" in sign.measures else None  # "no plans to arrest them"
        mood = self._g.moods.of(sentence, sign.word)
        if mention.quantity.zero and mood.negated:
            return sign  # "did not arrest any students"
        if mood.negated and sign.word.pos == "VERB":
            return sign._replace(measures=("held",)) if "freed" in sign.measures else None
        told = next((_ASKED[m] for m in sign.measures if m in _ASKED), None)
        wished = mood.wished or self._g.moods.is_wanted(sentence, sign.word)
        return sign._replace(measures=(told,)) if wished and told is not None else sign

    def _is_refused(self, sentence: Sentence, word: Token) -> bool:
        """Say whether a word of release is what somebody refuses: "declined to release on bail 36 students"."""
        for token in (word, *sentence.ancestors(word)):
            if token.rel == "xcomp":
                verb = sentence.head(token)
                return verb is not None and verb.lemma in self._refusing
            if token.rel not in {"compound", "nummod", "obl", "obj", "nmod"}:
                break
        return False

    def _antecedent(self, sentence: Sentence, listed: Quantity | None) -> tuple[int | None, Candidate | None]:
        """Return the last candidate, within a few sentences, that its signs give a measure.

        An entry of a list leans on the entry before it, or on a total that can hold it.
        """
        reach = LIST_REACH if listed is not None or self._g.echoes.opens_with_part(sentence) else _NEAR
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

    def _fronted(self, sentence: Sentence, mention: Mention) -> Token | None:
        """Return the "these" of "of these," that opens the sentence that a bare number stands in."""
        people = self._g.lexicon.data["people"]
        for token in sentence.tokens[: mention.numeral.i]:
            if token.lower in people["anaphors"]:
                cases = {c.lower for c in sentence.kids(token, "case")} | {sentence.tokens[max(0, token.i - 1)].lower}
                if cases & set(people["partitive_cases"]):
                    return token
        return None

    def _link(self, sentence: Sentence, mention: Mention, antecedent: Candidate) -> str:
        """Say how a number refers back: by what is left out, as a part, by enumeration, by an article."""
        if mention.noun is None:
            opening = self._fronted(sentence, mention)
            if mention.partitive or (opening is not None and not _is_behind(sentence, antecedent, opening)):
                return "part"
            return "included" if self._g.includes(sentence, mention) else "bare"
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


def _is_behind(sentence: Sentence, part: Candidate, opening: Token) -> bool:
    """Say whether a number is told of behind "of these,", as the next one is, and is no part of those before."""
    head = sentence.head(opening) if opening.rel == "det" else opening
    whole = sentence.subtree(head) if head is not None else []
    return (
        part.sentence is sentence
        and part.link != "part"
        and part.mention.numeral.i > opening.i
        and part.mention.numeral not in whole
    )


def _is_of_later(sentence: Sentence, mention: Mention, later: Sequence[Mention], time: Timed) -> bool:
    """Tell the time of a count behind a semicolon: "900 have been arrested; 12 were arrested on Monday"."""
    stop = sentence.text.find(";", mention.quantity.end)
    return stop >= 0 and any(stop < m.quantity.start < time.span.start for m in later)


def _is_one_described(candidate: Candidate) -> bool:
    """Tell "one freed detainee said", where custody only says who it is, from "one of them was freed"."""
    q = candidate.mention.quantity
    return q.low == q.high == 1 and all(s.kind in {"inherent", "modifier"} for s in candidate.signs)


def _is_none_of_freed(candidate: Candidate) -> bool:
    """Tell "none of the 27 freed is fully free", which speaks of how free they are, from "none of the 27 was freed"."""
    freed = [s for s in candidate.signs if "freed" in s.measures]
    none_of = candidate.mention.quantity.zero and candidate.mention.partitive
    return none_of and any(s.kind == "modifier" for s in freed) and _is_chosen(candidate, "freed")


def _is_chosen(candidate: Candidate, measure: str) -> bool:
    return candidate.choice is not None and candidate.choice.measure == measure


def _is_cleared(candidate: Candidate) -> bool:
    """Say whether all that is told of people is called off: "dropped the charges against 20", "20 were acquitted"."""
    governing = [s for s in candidate.signs if s.kind in _PREDICATES and s.kind != "modifier"]
    told = governing + [s for s in candidate.signs if _is_relative(candidate.sentence, s.word)]
    return bool(governing) and not any(s.measures for s in told)


def _is_relative(sentence: Sentence, word: Token) -> bool:
    """Say whether a word heads a relative clause or hangs on its head: "who were freed", "who are in jail"."""
    head = sentence.head(word)
    return word.rel == "acl:relcl" or (word.rel in {"obl", "advmod"} and head is not None and head.rel == "acl:relcl")


def _holds(whole: Quantity, part: Quantity) -> bool:
    """Say whether a number can be the total of which another is a part."""
    return whole.high is None or (part.low or part.high or 0) <= whole.high


def _firmed(
    mention: Mention, signs: tuple[Sign, ...], antecedent: Candidate | None, sentence: Sentence
) -> tuple[Sign, ...]:
    """Return the signs, plain where the number before bears them out: "sentenced 22 officers. Six got life"."""
    if antecedent is None or antecedent.choice is None or sentence.index - antecedent.sentence.index > _ECHO:
        return signs
    told = antecedent.choice.measure
    own = any(s.kind in _PREDICATES and not s.weak for s in signs)
    if mention.noun is not None or own:
        return signs
    return tuple(s._replace(weak=s.weak and told not in s.measures) for s in signs)
