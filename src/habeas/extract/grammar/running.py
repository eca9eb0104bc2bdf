"""Which figures are running totals: they count all there have been up to their telling, whatever day stands near."""

from __future__ import annotations

import re
from typing import Final

from habeas.extract.grammar.counts.counted import Mention
from habeas.extract.grammar.discourse import DAYS
from habeas.extract.grammar.measures.draft import Candidate
from habeas.extract.grammar.parts import Grammar
from habeas.extract.grammar.temporal.tenses import is_running
from habeas.extract.grammar.temporal.timed import Timed
from habeas.extract.grammar.temporal.windows import AFTERWARDS
from habeas.extract.parse.base import Sentence, Token

# What sources count up as it goes on.
COUNTED_UP: Final = frozenset({"detained"})


class RunningTotals:
    """Tells running totals from counts of what happened on one occasion, by the words of one lexicon."""

    def __init__(self, grammar: Grammar) -> None:
        self._g = grammar
        lexicon = grammar.lexicon
        self._summing = lexicon.words("attribution", "summing_verbs")
        self._amounts = lexicon.words("time", "amount_cases")
        self._totals = lexicon.words("people", "totals")
        self._anaphors = lexicon.words("people", "anaphors")
        self._so_far = lexicon.words("time", "so_far")
        self._unrest = lexicon.words("time", "unrest_nouns")
        self._wake = lexicon.words("time", "after_nouns") | lexicon.words("time", "cause_words")
        self._more = lexicon.words("people", "more")
        self._tallying = lexicon.words("attribution", "tallying_verbs")

    def is_total(self, candidate: Candidate, word: Token, measure: str) -> bool:
        """Say whether a figure is told as all there have been: "in all, 300 have been held", "has reached 300"."""
        sentence, mention = candidate.sentence, candidate.mention
        verb = next((t for t in sentence.ancestors(mention.numeral) if t.pos == "VERB"), None)
        if verb is not None and verb.lemma in self._g.growing_verbs:
            return any(k.lemma == "have" for k in sentence.kids(verb, "aux"))
        if self._is_of_case(candidate, word, measure):
            return True
        passive, own = bool(sentence.kids(word, "aux:pass")), measure in AFTERWARDS
        if self._opens_since(sentence, word):
            return passive or own or word.pos != "VERB"
        if self._sum_words(sentence, mention) is None:
            return False
        counted = any(t.lemma in self._g.counting_verbs for t in sentence.ancestors(word)) and word.pos == "NOUN"
        return counted or (is_running(sentence, word) and passive) or (own and self.is_to_date(candidate, word))

    def is_to_date(self, candidate: Candidate, word: Token) -> bool:
        """Say whether somebody tells what they have done so far: of arrests, those that they made themselves."""
        if not is_running(candidate.sentence, word):
            return False
        stretch = self._sum_words(candidate.sentence, candidate.mention) or (0, 0)
        told = any(w in candidate.sentence.text[slice(*stretch)].lower() for w in self._so_far)
        return told or self._opens_since(candidate.sentence, word)

    def is_beyond(self, sentence: Sentence, word: Token, measure: str) -> bool:
        """Say whether a verb tells of more than the day of its passage.

        "More than 400 have been arrested in such marches", "the guard has arrested 330" (but "has pardoned 330" may be
        one act), "were arrested in the wake of the unrest".
        """
        if word.pos != "VERB":
            return False
        if is_running(sentence, word) and (measure in COUNTED_UP or sentence.kids(word, "aux:pass")):
            return True
        below = [t for k in sentence.kids(word, "obl", "nmod") for t in (k, *sentence.kids(k, "nmod"))]
        links = {c.lower for t in below for c in sentence.kids(t, "case")} | {t.lower for t in below}
        return any(t.lemma in self._unrest for t in below) and bool(links & self._wake)

    def is_raised(self, sentence: Sentence, mention: Mention) -> bool:
        """Say whether what is told raises a total to a figure: "which brings to 300 the number of those convicted"."""
        verbs = (t for t in sentence.ancestors(mention.numeral) if t.lemma in self._summing)
        verb = next(verbs, None)
        if verb is None or not {k.lower for k in sentence.kids(mention.numeral, "case")} & self._amounts:
            return False
        named = sentence.kids(verb, "obj", "nsubj:pass")
        return any(t.lemma in self._totals or t.lower in self._anaphors for t in named)

    def sums_up(self, candidate: Candidate) -> bool:
        """Say whether a number without a verb is all there have been: "413 between 26 and 30 May, 1,369 in all"."""
        sentence = candidate.sentence
        stretch = self._sum_words(sentence, candidate.mention)
        if stretch is None or stretch[0] == 0 or any(stretch[0] <= t.span.start < stretch[1] for t in candidate.timed):
            return False
        inside = range(stretch[0] + sentence.start, stretch[1] + sentence.start)
        return not any(t.pos == "VERB" and t.start in inside for t in sentence.tokens)

    def is_tally(self, sentence: Sentence, word: Token) -> bool:
        """Say whether a figure is a running count ("has recorded 20 arrests"): it covers the text's period.

        Those who "have identified and arrested 20" do both to them, and count nobody.
        """
        joined = word.head if word.rel == "conj" and word.pos == "VERB" else -1
        return any(
            t.i != joined
            and t.lemma in self._g.counting_verbs
            and any(k.lemma == "have" for k in sentence.kids(t, "aux"))
            and not sentence.kids(t, "aux:pass")
            for t in sentence.ancestors(word)
        )

    def is_tallied_by(self, item: Timed, sentence: Sentence, word: Token) -> bool:
        """Say whether a day is that of the tally, not of what it counts: "on Tuesday it counted 90 prisoners released".

        Of deeds ("on Tuesday it counted 90 releases") it may be their own.
        """
        if item.span.role != "in" or item.span.first.kind not in DAYS or word.rel != "acl" or word.pos != "VERB":
            return False
        ways = list(sentence.ancestors(word))
        verb = next((t for t in ways if t.pos == "VERB"), None)
        if verb is None or verb.lemma not in self._tallying or verb.has("VerbForm=Inf"):
            return False
        below = any(t.i == word.i for t in sentence.ancestors(item.token))
        return not below and not sentence.kids(verb, "aux:pass")

    def _opens_since(self, sentence: Sentence, word: Token) -> bool:
        """Say whether a figure counts since an event that has no date: "since the panel was set up 30 were freed"."""
        verb = sentence.head(word) if word.rel in {"obj", "nsubj", "nsubj:pass"} else word
        below = sentence.kids(verb, "advcl", "obl") if verb is not None else []
        return any(k.lower in self._g.since_words for t in below for k in sentence.kids(t, "mark", "case"))

    def _is_of_case(self, candidate: Candidate, word: Token, measure: str) -> bool:
        """Say whether a perfect counts up what came of one event: "has convicted 300 over the riots of 5 May"."""
        sentence, mention = candidate.sentence, candidate.mention
        if measure not in AFTERWARDS or not is_running(sentence, word):
            return False
        beside = {t.lower for t in sentence.kids(mention.top)} | {t.lower for t in sentence.kids(mention.numeral)}
        return not beside & self._more and any(t.event == "over" for t in candidate.timed)

    def _sum_words(self, sentence: Sentence, mention: Mention) -> tuple[int, int] | None:
        """Return the stretch between commas in which a number stands, if it says that it is all there have been."""
        text, at = self._g.sum_words.sub(lambda m: m[0].replace(",", " "), sentence.text), mention.quantity.start
        start = max((m.end() for m in re.finditer(r"[,;:]\s", text[:at])), default=0)
        end = next((at + m.start() for m in re.finditer(r"[,;:](?!\d)", text[at:])), len(text))
        return (start, end) if self._g.sum_words.search(text, start, end) else None
