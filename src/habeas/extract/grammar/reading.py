"""The second pass over a document: decided candidates become claims with window, status, source and group."""

from __future__ import annotations

import msgspec

from habeas.extract.grammar.counted import Mention, group_text
from habeas.extract.grammar.dates import ANAPHORIC, Window, ahead, resolve
from habeas.extract.grammar.discourse import DAYS, Timeline
from habeas.extract.grammar.draft import LIST_REACH, Candidate, Draft
from habeas.extract.grammar.features import supporting
from habeas.extract.grammar.namings import DOCUMENT
from habeas.extract.grammar.parts import Grammar
from habeas.extract.grammar.speakers import Speakers
from habeas.extract.grammar.status import Mood
from habeas.extract.grammar.stretches import Anchor
from habeas.extract.grammar.tenses import is_past, is_past_clause, is_present
from habeas.extract.grammar.timed import WITHIN_NOUN, Timed
from habeas.extract.grammar.windows import default_window, told_on, window_of
from habeas.extract.parse.base import Sentence, Token
from habeas.values.claim import STOCKS, CountClaim
from habeas.values.document import Document

_NEAR = 3
# Measures that are told of on the day they happen; trials and verdicts follow later.
# Times that stand before the names of events.
_EVENT_TIMES = frozenset({"day", "days", "month"})
# How news name the day on which somebody said something.
_NEWS_DAYS = frozenset({"weekday", "plain_day"})
_PROMPT = frozenset({"detained", "freed", "rearrested", "expelled"})


class Reading:
    """The second pass: the decided candidates of one document in order, made into drafts."""

    def __init__(self, grammar: Grammar, document: Document) -> None:
        self._g = grammar
        self._document = document
        self._speakers = Speakers(grammar.sources, grammar.labels, document)
        self._timeline = Timeline(grammar, document)
        self.drafts: list[Draft] = []

    def enter(self, sentence: Sentence) -> None:
        """Note who speaks and which years are printed, sentence by sentence."""
        self._speakers.enter(sentence)
        self._timeline.enter(sentence)

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
        window = self._window(candidate, word, measure, antecedent, mood, wished=wished)
        source = self._speakers.of(sentence, word, mention, antecedent, candidate.link)
        if source == DOCUMENT and antecedent is not None and self._goes_on(candidate, measure, mood, antecedent):
            source = antecedent.claim.source
        claim = self._claim(sentence, mention, measure, window, mood.status, source, antecedent)
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
        reach = LIST_REACH if parted else _NEAR
        if self.drafts and candidate.sentence.index - self.drafts[-1].sentence.index <= reach:
            return self.drafts[-1]
        return None

    @staticmethod
    def _shares_fate(candidate: Candidate, measure: str, antecedent: Draft) -> bool:
        """Say whether a part without a predicate of its own is as planned or imagined as its whole."""
        own = any(s.kind in {"patient", "nominal", "agent", "event_count"} and not s.weak for s in candidate.signs)
        part = candidate.link in {"part", "included", "listed"}
        return part and not own and antecedent.claim.measure == measure and not candidate.mention.quantity.zero

    def _window(
        self,
        candidate: Candidate,
        word: Token,
        measure: str,
        antecedent: Draft | None,
        mood: Mood,
        *,
        wished: bool,
    ) -> Window:
        sentence, mention = candidate.sentence, candidate.mention
        perfect = any(k.lemma == "have" for k in sentence.kids(word, "aux"))
        anchor = self._timeline.anchor(future=mood.future, perfect=perfect)
        stock = measure in STOCKS and not self._g.windows.vanished(sentence, word, measure)
        lag = self._g.windows.lag(sentence, candidate.timed, word)
        if lag is not None and not stock:
            return self._lagged(*lag, candidate, anchor)
        aside = not stock and self._g.windows.is_aside(sentence, word)
        item = self._picked(candidate, word, measure, mood, stock=stock, wished=wished)
        if aside and (item is None or not self._g.windows.is_below(sentence, item, word)):
            return Window()  # "Despite the release of these 20, ..."
        if item is None and stock and self._g.windows.was_at_first(sentence, mention.top):
            return Window("at")  # "55 of the original 75 dissidents"
        if item is not None and item.span.first.kind in ANAPHORIC:
            anchor = anchor._replace(told=self._timeline.days_before(sentence, item.span.start, anchor))
        if item is not None and item.span.first.kind == "moment":
            anchor = anchor._replace(event=self._timeline.event(sentence, item.span, anchor))
        timed = self._timed(item, sentence, word, measure, anchor, stock=stock) if item is not None else None
        if timed is not None:
            timed = timed if stock else self._bounded(timed, item, candidate, anchor)
            return ahead(timed, anchor) if mood.future else timed
        if antecedent is not None and self._keeps_time(candidate, measure, mood, antecedent, perfect=perfect):
            c = antecedent.claim
            return Window(c.when_kind, c.start_date, c.end_date, c.start_offset, c.end_offset, c.weekday)
        heading = self._timeline.heading(sentence) if mood.status == "actual" else None
        if heading is not None:
            return resolve(heading, anchor, stock=stock)
        if stock or mood.status != "actual":
            return default_window(measure if mood.status == "actual" else "freed", anchor)
        return self._untimed(candidate, word, measure, anchor)

    def _picked(
        self, candidate: Candidate, word: Token, measure: str, mood: Mood, *, stock: bool, wished: bool
    ) -> Timed | None:
        """Return the time of a claim's own sentence that belongs to it, or None."""
        sentence, windows = candidate.sentence, self._g.windows
        numeral = candidate.mention.numeral
        item = windows.pick(sentence, candidate.timed, word, numeral, stock=stock, future=mood.future, measure=measure)
        if item is not None and stock and wished and item.span.role != "as_of":
            return None  # "asked on Tuesday that 20 be freed who are held since May": they are held now
        if item is not None and mood.status == "planned" and not windows.is_below(sentence, item, word):
            return None  # "ordered on Tuesday that 20 be freed"
        return item

    @staticmethod
    def _bounded(window: Window, item: Timed | None, candidate: Candidate, anchor: Anchor) -> Window:
        """Return a window with the other bound that its sentence prints.

        "As of 12 April, ... since May", and "as of 12 April, ... over the May riots": no earlier than these.
        """
        if window.kind == "since":
            ends = [t.span for t in candidate.timed if t.span.role == "as_of" and t.span.first.kind != "so_far"]
            end = resolve(ends[0], anchor, stock=False).end if ends else None
            if end is not None and (window.start is None or window.start <= end):
                return window._replace(kind="between", end=end, end_offset=None)
        if window.kind == "between" and window.start is None and window.end is not None:
            counted = item is not None and item.span.role == "as_of"
            starts = [t.span for t in candidate.timed if t.span.role == "since" or (counted and _is_of_event(t))]
            start = resolve(starts[0]._replace(role="in"), anchor, stock=False).start if starts else None
            if start is not None and start < window.end:
                return window._replace(start=start, start_offset=None)
        return window

    def _lagged(self, item: Timed, main: Token, candidate: Candidate, anchor: Anchor) -> Window:
        """Return the day of what happened "a week after": before the day of the main clause, where that is known."""
        sentence = candidate.sentence
        own = self._g.windows.pick(sentence, candidate.timed, main, main, stock=False)
        window = window_of(own, main, anchor, stock=False) if own is not None else Window()
        day = window.start if window.start == window.end else None
        if own is None and is_present(sentence, main, self._g.attitude_verbs):
            day = anchor.published
        before = item.span.first._replace(kind="shift", n=-(item.span.first.n or 1))
        if day is None:
            return Window()
        return resolve(item.span._replace(first=before), anchor._replace(told=(day, day)), stock=False)

    def _goes_on(self, candidate: Candidate, measure: str, mood: Mood, antecedent: Draft) -> bool:
        """Say whether a figure goes on with the one of the sentence before: same measure, no time of its own."""
        before, sentence = antecedent.sentence, candidate.sentence
        between = self._document.text[before.end : sentence.start]
        return (
            sentence.index - before.index == 1
            and "\n" not in between
            and not candidate.timed
            and (antecedent.claim.measure, antecedent.claim.status) == (measure, mood.status)
        )

    def _keeps_time(self, candidate: Candidate, measure: str, mood: Mood, antecedent: Draft, *, perfect: bool) -> bool:
        """Say whether a number without a time is told of at that of the one before: a list, a count, a part."""
        if candidate.link == "listed" and antecedent.claim.measure == measure:
            return True
        runs_on = perfect and antecedent.claim.when_kind == "since"
        if runs_on and self._goes_on(candidate, measure, mood, antecedent):
            return True
        return self._shares_time(candidate.sentence, candidate.mention, measure, antecedent)

    def _holds_now(self, item: Timed, sentence: Sentence, word: Token, measure: str) -> bool:
        """Say whether a time tells since when people are held, or their number has grown: they are held now."""
        if measure not in STOCKS or item.span.role != "since":
            return False
        head = sentence.head(item.token)
        grown = head is not None and head.lower in self._g.change_words
        return grown or (measure == "held" and not is_past(sentence, word))

    def _timed(
        self, item: Timed, sentence: Sentence, word: Token, measure: str, anchor: Anchor, *, stock: bool
    ) -> Window | None:
        """Return the window that a time expression gives; the time of saying bounds what is said, or says nothing."""
        if self._holds_now(item, sentence, word, measure):
            return default_window(measure, anchor)
        within = item.span.role == "since" and self._g.windows.shares_since(sentence, item, word)
        if within or any(t.i == item.token.i for t in sentence.ancestors(word)):  # "on 9 May, when 20 were freed"
            return window_of(item._replace(span=item.span._replace(role="in")), word, anchor, stock=stock)
        said = told_on(item, sentence, word, self._g.saying_verbs) if item.span.role != "as_of" else None
        if stock:  # "said on Friday that 20 were in jail"
            of_day = said is not None and item.span.role == "in" and item.span.first.kind in _NEWS_DAYS
            return default_window(measure, anchor) if of_day else window_of(item, word, anchor, stock=True)
        late = item.span.first.kind in DAYS and is_past_clause(sentence, word)
        if (
            said is None
            or (said in self._g.announcing_verbs and not late)
            or (measure == "convicted" and said in self._g.verdict_verbs)
        ):
            return window_of(item, word, anchor, stock=stock)
        standing = self._timeline.is_report and measure not in _PROMPT
        if standing and item.span.first.kind == "day" and item.span.role == "in":  # counted up to the day of saying
            return window_of(
                item._replace(span=item.span._replace(role="as_of")), word, anchor._replace(opens=None), stock=stock
            )
        return None

    def _untimed(self, candidate: Candidate, word: Token, measure: str, anchor: Anchor) -> Window:
        """Return the window of a flow whose sentence names no time: from its tense, or from the text before it."""
        sentence = candidate.sentence
        brief = self._timeline.is_brief and not self._is_perfect(sentence, word)
        if brief or is_present(sentence, word, self._g.telling_verbs):
            return Window("on", anchor.published, anchor.published, "P0D", "P0D")
        if (self._g.occasions(sentence) or 1) > 1:  # several days, so none of them
            return self._timeline.report_year() or Window()
        later = next((k for k in sentence.kids(word, "advmod") if k.lower in self._g.since_words), None)
        days = self._timeline.days_before(sentence, later.start - sentence.start, anchor) if later is not None else None
        if days is not None:  # "11 have since been freed"
            return Window("since", days[0], anchor.published, None, "P0D")
        told = self._timeline.coverage
        if told is None and self._is_tally(sentence, word):
            told = self._timeline.period
        if told is None and measure in _PROMPT and not self._is_later(sentence, candidate.mention):
            said = any(told_on(t, sentence, word, self._g.saying_verbs) for t in candidate.timed)
            passage = self._timeline.before(sentence) or (None if said else self._timeline.after(sentence))
            told = passage._replace(role="in") if passage is not None else None
        return resolve(told, anchor, stock=False) if told is not None else Window()

    def _is_tally(self, sentence: Sentence, word: Token) -> bool:
        """Say whether a figure is a running count ("has recorded 20 arrests"): it covers the text's period."""
        return any(
            t.lemma in self._g.counting_verbs and any(k.lemma == "have" for k in sentence.kids(t, "aux"))
            for t in sentence.ancestors(word)
        )

    def _is_open(self, sentence: Sentence, mention: Mention) -> bool:
        """Say whether a plain number is at once said to be a lower bound ("but it could be higher")."""
        q = mention.quantity
        rest = sentence.text[q.end :]
        return q.low == q.high and not q.approx and not q.zero and self._g.may_be_more(rest)

    def _is_later(self, sentence: Sentence, mention: Mention) -> bool:
        """Say whether a sentence tells of what came after the passage before it ("subsequently")."""
        verb = sentence.head(mention.top)
        said = sentence.kids(verb, "advmod") if verb is not None else []
        return any(t.lower in self._g.later_words for t in (*sentence.tokens[: mention.numeral.i], *said))

    @staticmethod
    def _is_perfect(sentence: Sentence, word: Token) -> bool:
        told = (word.pos == "VERB" and not word.has("Aspect=Prog")) or (
            word.pos == "NOUN" and word.rel in {"obj", "nmod"}
        )
        return not told or any(k.lemma == "have" for k in sentence.kids(word, "aux"))

    def _shares_time(self, sentence: Sentence, mention: Mention, measure: str, antecedent: Draft) -> bool:
        """Say whether a number is told of at the time of the number that it refers back to."""
        earlier = antecedent.claim.measure
        c = antecedent.claim  # a state always holds at some moment, if not at that of those who were held at first
        unheld = measure in STOCKS and (c.when_kind == "none" or (c.start_date, c.start_offset) == (None, None))
        if (earlier in STOCKS) != (measure in STOCKS) or unheld:
            return False
        included = self._g.includes(sentence, mention)
        opens = self._g.sources.opens_with_part(sentence)
        if measure != earlier and self._is_later(sentence, mention):
            return False  # "12 of them were later charged"
        if sentence.index - antecedent.sentence.index > (LIST_REACH if opens else _NEAR if included else 1):
            return False
        same = sentence.index == antecedent.sentence.index
        if mention.partitive or included or (not same and opens):
            return True
        if measure == earlier and any(t.lower in self._g.continuing for t in sentence.tokens[: mention.numeral.i]):
            return True
        return measure == earlier and (same or mention.anaphor or mention.quantity.definite)

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
            high=None if self._is_open(sentence, mention) else q.high,
            occasions=None if measure in STOCKS else self._g.occasions(sentence),
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


def _is_of_event(item: Timed) -> bool:
    """Say whether a day or month names the event, or the people, that it stands with: "the May 2021 protesters"."""
    return item.span.first.kind in _EVENT_TIMES and item.token.rel in WITHIN_NOUN
