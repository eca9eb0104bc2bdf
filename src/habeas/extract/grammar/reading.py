"""Reads one document sentence by sentence, with a memory of what was counted, when, and by whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from habeas.extract.grammar.counted import Mention, group_text
from habeas.extract.grammar.dates import Window, resolve
from habeas.extract.grammar.discourse import Speakers, Timeline
from habeas.extract.grammar.draft import Draft
from habeas.extract.grammar.measure import Choice
from habeas.extract.grammar.predicates import Sign
from habeas.extract.grammar.status import Mood
from habeas.extract.grammar.windows import Timed, default_window, is_present, window_of
from habeas.extract.parse.base import Sentence
from habeas.values.claim import STOCKS, CountClaim
from habeas.values.document import Document

if TYPE_CHECKING:
    from habeas.extract.grammar.claims import Grammar

_NEAR = 3


class Reading:
    """The state of reading one document."""

    def __init__(self, grammar: Grammar, document: Document) -> None:
        self._g = grammar
        self._document = document
        self._speakers = Speakers(grammar.sources, document)
        self._timeline = Timeline(grammar, document)
        self.drafts: list[Draft] = []

    def take(self, sentence: Sentence) -> None:
        """Read one sentence and append its drafts."""
        spans = self._g.times.find(sentence.text)
        timed = self._g.windows.timed(sentence, spans)
        barred = [(t.start, t.end) for t in spans]
        quantities = self._g.numbers.find(sentence.text, barred)
        mentions = self._g.counter.mentions(sentence, quantities)
        self._speakers.enter(sentence)
        self._timeline.enter(sentence)
        for n, mention in enumerate(mentions):
            following = mentions[n + 1].quantity.start + sentence.start if n + 1 < len(mentions) else sentence.end
            draft = self._draft(sentence, mention, following, timed)
            if draft is not None:
                self.drafts.append(draft)

    def _draft(self, sentence: Sentence, mention: Mention, limit: int, timed: list[Timed]) -> Draft | None:
        noun = mention.noun
        if noun is not None and self._g.counter.is_thing(noun):
            return None
        signs = self._g.predicates.signs(sentence, mention, limit)
        custody = self._g.is_custody(sentence)
        choice = self._g.measures.choose(sentence, signs, custody_near=custody or self._near(sentence))
        antecedent = self._antecedent(sentence, mention)
        inherited = False
        if (
            (choice is None or choice.score < 2.0)
            and antecedent is not None
            and self._refers(mention, antecedent, sentence)
        ):
            choice = Choice(antecedent.claim.measure, Sign("inherent", (), mention.top), 1.5, 1.5, frozenset())
            inherited = True
        if choice is None:
            return None
        mood = self._g.moods.of(sentence, choice.sign.word)
        measure = choice.measure
        if mood.wished and measure in {"freed"}:
            measure, mood = "held", Mood()
        status = mood.status
        window = self._window(sentence, mention, choice, measure, timed, antecedent, mood)
        source = self._speakers.of(sentence, choice.sign.word, mention, antecedent)
        claim = self._claim(sentence, mention, measure, window, status, source, antecedent)
        return Draft(claim, mention, sentence, choice, tuple(signs), inherited, custody, mood)

    def _near(self, sentence: Sentence) -> bool:
        return any(sentence.index - d.sentence.index <= _NEAR for d in self.drafts[-1:])

    def _antecedent(self, sentence: Sentence, mention: Mention) -> Draft | None:
        """Return the draft that an elliptical, partitive or anaphoric number refers back to."""
        del mention
        for draft in reversed(self.drafts):
            if sentence.index - draft.sentence.index > _NEAR:
                return None
            return draft
        return None

    def _refers(self, mention: Mention, antecedent: Draft, sentence: Sentence) -> bool:
        if mention.anaphor:
            return True
        if mention.noun is None:
            return False
        same = antecedent.sentence.index == sentence.index
        linked = mention.top.rel in {"conj", "appos"} or bool(
            {c.lower for c in sentence.kids(mention.top, "case")} & self._g.lexicon.words("parts", "inclusive_cases")
        )
        return self._g.counter.is_person(mention.noun) and (
            (same and linked) or mention.quantity.definite or mention.partitive or self._g.includes(sentence, mention)
        )

    def _window(
        self,
        sentence: Sentence,
        mention: Mention,
        choice: Choice,
        measure: str,
        timed: list[Timed],
        antecedent: Draft | None,
        mood: Mood,
    ) -> Window:
        word = choice.sign.word
        anchor = self._timeline.anchor(future=mood.future)
        item = self._g.windows.pick(sentence, timed, word, mention.numeral, stock=measure in STOCKS, future=mood.future)
        if item is not None:
            return window_of(item, word, measure, anchor)
        if antecedent is not None and self._shares_time(sentence, mention, measure, antecedent):
            c = antecedent.claim
            return Window(c.when_kind, c.start_date, c.end_date, c.start_offset, c.end_offset, c.weekday)
        if measure in STOCKS or mood.status != "actual":
            return default_window(measure if mood.status == "actual" else "freed", anchor)
        if is_present(sentence, word):
            return Window("on", anchor.published, anchor.published, "P0D", "P0D")
        told = self._timeline.before(sentence)
        if told is not None:
            return resolve(told._replace(role="in"), anchor, stock=False)
        return Window()

    def _shares_time(self, sentence: Sentence, mention: Mention, measure: str, antecedent: Draft) -> bool:
        """Say whether a number is told of at the time of the number that it refers back to."""
        earlier = antecedent.claim.measure
        if (earlier in STOCKS) != (measure in STOCKS):
            return False
        if sentence.index - antecedent.sentence.index > 1:
            return False
        same = sentence.index == antecedent.sentence.index
        linked = mention.anaphor or mention.partitive or self._g.includes(sentence, mention)
        return linked or (same and measure == earlier) or (mention.quantity.definite and measure == earlier)

    def _claim(
        self,
        sentence: Sentence,
        mention: Mention,
        measure: str,
        window: Window,
        status: str,
        source: str,
        antecedent: Draft | None,
    ) -> CountClaim:
        q = mention.quantity
        group, _, noun_end = group_text(sentence, mention)
        if not group and antecedent is not None:
            group = antecedent.claim.group
        start = sentence.start + q.start
        end = max(sentence.start + q.end, noun_end if mention.noun is not None else 0)
        if mention.noun is not None and mention.noun.end < sentence.start + q.start:
            start = mention.noun.start
        return CountClaim(
            doc=self._document.id,
            quote=self._document.text[start:end],
            start=start,
            low=q.low,
            high=q.high,
            approx=q.approx,
            measure=measure,
            group=group,
            when_kind=window.kind,
            start_date=window.start,
            end_date=window.end,
            start_offset=window.start_offset,
            end_offset=window.end_offset,
            weekday=window.weekday,
            status=status,
            source=source,
        )
