"""The second pass over a document: decided candidates become claims with window, status, source and group."""

from __future__ import annotations

import msgspec

from habeas.extract.grammar.attribution.namings import DOCUMENT
from habeas.extract.grammar.attribution.speakers import Speakers
from habeas.extract.grammar.claim_windows import NEAR, ClaimWindows
from habeas.extract.grammar.counts.counted import Mention
from habeas.extract.grammar.features import supporting
from habeas.extract.grammar.measures.draft import LIST_REACH, Candidate, Draft
from habeas.extract.grammar.parts import Grammar
from habeas.extract.grammar.status import Mood
from habeas.extract.grammar.temporal.dates import Window
from habeas.extract.parse.base import Sentence, Token
from habeas.values.claim import STOCKS, CountClaim
from habeas.values.document import Document


class Reading:
    """The second pass: the decided candidates of one document in order, made into drafts."""

    def __init__(self, grammar: Grammar, document: Document) -> None:
        self._g = grammar
        self._document = document
        self._speakers = Speakers(grammar.sources, grammar.labels, document)
        self.drafts: list[Draft] = []
        self._lent = ""  # the group that numbers without a noun count: "20 of them are nuns" lends no nuns
        self._windows = ClaimWindows(grammar, document, self.drafts)

    def enter(self, sentence: Sentence) -> None:
        """Note who speaks and which years are printed, sentence by sentence."""
        self._speakers.enter(sentence)
        self._windows.enter(sentence)

    def take(self, number: int, candidate: Candidate, measure: str) -> None:
        """Append the draft of a candidate of a measure; its sentence has been entered."""
        sentence, mention = candidate.sentence, candidate.mention
        sign = supporting(candidate, measure)
        word = sign.word if sign is not None and sign.kind not in {"state", "inherent"} else mention.top
        antecedent = self._antecedent(candidate)
        mood = self._g.moods.of(sentence, word, mention.top)
        told = measure in STOCKS or (
            measure == "charged" and "convicted" in self._g.lexicon.event_nouns.get(word.lemma, ())
        )
        wished = told and mood.wished
        stays = measure in STOCKS and mood.status == "planned" and self._lasts(sentence, word)
        if wished or stays or (mention.quantity.zero and mood.status == "denied"):
            # Who asks for a release says that people are held, who denies holding any that none are; those who "will
            # remain in prison" are there now.
            mood = Mood()
        if mood.status == "actual" and antecedent is not None and self._shares_fate(candidate, measure, antecedent):
            mood = Mood(antecedent.claim.status, future=antecedent.claim.status == "planned")
        window = self._windows.of(candidate, word, measure, antecedent, mood, wished=wished)
        source = self._speakers.of(sentence, word, mention, antecedent, candidate.link)
        if (
            source == DOCUMENT
            and antecedent is not None
            and self._windows.goes_on(candidate, measure, mood, antecedent)
        ):
            source = antecedent.claim.source
        claim = self._claim(candidate, measure, window, mood.status, source, self._group(candidate, antecedent))
        if antecedent is not None and measure == "freed" and self._is_still_to_come(sentence, word, mention):
            self._put_off(antecedent)
        self.drafts.append(Draft(claim, mention, sentence, number))

    def _is_still_to_come(self, sentence: Sentence, word: Token, mention: Mention) -> bool:
        """Read "none of them (none) has been let out so far": who was pardoned before is still to be released."""
        perfect = any(k.lemma == "have" for k in sentence.kids(word, "aux"))
        return perfect and mention.quantity.zero and mention.anaphor

    def _put_off(self, earlier: Draft) -> None:
        """Make the release told of last a planned one."""
        if earlier is self.drafts[-1] and (earlier.claim.measure, earlier.claim.status) == ("freed", "actual"):
            self.drafts[-1] = earlier._replace(claim=msgspec.structs.replace(earlier.claim, status="planned"))

    def _lasts(self, sentence: Sentence, word: Token) -> bool:
        """Say whether a predicate tells that a state goes on: "will remain in prison"."""
        above = (word, *sentence.ancestors(word))
        verb = next((t for t in above if t.pos in {"VERB", "AUX"}), word)
        return verb.lemma in self._g.aspect_verbs

    def _antecedent(self, candidate: Candidate) -> Draft | None:
        """Return the draft before, if near: the one that a number may refer back to."""
        parted = candidate.link == "listed" or self._g.sources.opens_with_part(candidate.sentence)
        reach = LIST_REACH if parted else NEAR
        if self.drafts and candidate.sentence.index - self.drafts[-1].sentence.index <= reach:
            return self.drafts[-1]
        return None

    @staticmethod
    def _shares_fate(candidate: Candidate, measure: str, antecedent: Draft) -> bool:
        """Say whether a part without a predicate of its own is as planned or imagined as its whole."""
        own = any(s.kind in {"patient", "nominal", "agent", "event_count"} and not s.weak for s in candidate.signs)
        part = candidate.link in {"part", "included", "listed"}
        return part and not own and antecedent.claim.measure == measure and not candidate.mention.quantity.zero

    def _is_open(self, sentence: Sentence, mention: Mention) -> bool:
        """Say whether a plain number is at once said to be a lower bound ("but it could be higher")."""
        q = mention.quantity
        rest = sentence.text[q.end :]
        return q.low == q.high and not q.approx and not q.zero and self._g.may_be_more(rest)

    def _group(self, candidate: Candidate, antecedent: Draft | None) -> tuple[str, int]:
        """Return who is counted, and where the noun phrase that says so ends in the document."""
        mention = candidate.mention
        before = self._lent if antecedent is not None else ""
        group, end = self._g.groups.of(candidate.sentence, mention, before, listed=candidate.listed)
        group = candidate.group or group
        self._lent = group if mention.noun is not None else before
        return group, end

    def _claim(
        self, candidate: Candidate, measure: str, window: Window, status: str, source: str, group: tuple[str, int]
    ) -> CountClaim:
        sentence, mention = candidate.sentence, candidate.mention
        q, (group_name, noun_end) = mention.quantity, group
        start = sentence.start + q.start
        end = max(sentence.start + q.end, noun_end if mention.noun is not None else 0)
        if mention.noun is not None and mention.noun.end < sentence.start + q.start:
            start = mention.noun.start
        return CountClaim(
            doc=self._document.id,
            quote=self._document.text[start:end],
            start=start,
            low=q.low,
            high=None if self._is_open(sentence, mention) else q.high,
            occasions=None if measure in STOCKS else self._g.occasions(sentence),
            approx=q.approx,
            measure=measure,
            group=group_name,
            when_kind=window.kind,
            start_date=window.start,
            end_date=window.end,
            start_offset=window.start_offset,
            end_offset=window.end_offset,
            weekday=window.weekday,
            status=status,
            source=source,
        )
