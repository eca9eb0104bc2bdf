"""When a claim holds: by a time of its sentence, by the figure that it leans on, or by the text around it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from habeas.extract.grammar.counts.counted import Mention
from habeas.extract.grammar.discourse import DAYS, PROMPT, Timeline
from habeas.extract.grammar.measures.draft import LIST_REACH, Candidate, Draft
from habeas.extract.grammar.parts import Grammar
from habeas.extract.grammar.running import COUNTED_UP, RunningTotals
from habeas.extract.grammar.status import Mood
from habeas.extract.grammar.temporal.dates import ANAPHORIC, Window, ahead, resolve
from habeas.extract.grammar.temporal.stretches import Anchor
from habeas.extract.grammar.temporal.tenses import is_past, is_past_clause, is_present, is_running
from habeas.extract.grammar.temporal.timed import WITHIN_NOUN, Timed
from habeas.extract.grammar.temporal.windows import default_window, told_on, window_of
from habeas.extract.parse.base import Sentence, Token
from habeas.values.claim import STOCKS
from habeas.values.document import Document

# How many sentences behind it a figure may lean on another one.
NEAR: Final = 3
# What befalls people long after they were taken.
_LATE: Final = frozenset({"charged", "convicted", "died"})
# Times that stand before the names of events.
_EVENT_TIMES: Final = frozenset({"day", "days", "month"})
# So many hardly fall on one day: who tells of them counts up to it.
_MANY: Final = 1000
# How news name the day on which somebody said something.
_NEWS_DAYS: Final = frozenset({"weekday", "plain_day"})


class ClaimWindows:
    """Gives the claims of one document their windows; `drafts` are those read so far, in order."""

    def __init__(self, grammar: Grammar, document: Document, drafts: Sequence[Draft]) -> None:
        self._g = grammar
        self._document = document
        self._timeline = Timeline(grammar, document)
        self._drafts = drafts
        self._running = RunningTotals(grammar)

    def enter(self, sentence: Sentence) -> None:
        """Note the years printed up to the end of a sentence."""
        self._timeline.enter(sentence)

    def of(
        self,
        candidate: Candidate,
        word: Token,
        measure: str,
        antecedent: Draft | None,
        mood: Mood,
        *,
        wished: bool,
    ) -> Window:
        """Return when a claim of a measure holds that `word` bears; `wished`: only its end is asked for."""
        sentence = candidate.sentence
        perfect = any(k.lemma == "have" for k in sentence.kids(word, "aux"))
        anchor = self._timeline.anchor(future=mood.future, perfect=perfect)
        stock = measure in STOCKS and not self._g.windows.vanished(sentence, word, measure)
        lag = self._g.windows.lag(sentence, candidate.timed, word)
        if lag is not None and not stock:
            return self._lagged(*lag, candidate, anchor)
        item = self._picked(candidate, word, measure, mood, stock=stock, wished=wished)
        apart = self._told_apart(candidate, word, item, anchor, stock=stock)
        if apart is not None:
            return apart
        anchor = self._anchored(anchor, item, sentence) if item is not None else anchor
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
            state = self._state(candidate, word, anchor) if stock and mood.status == "actual" else None
            return state or default_window(measure if mood.status == "actual" else "freed", anchor)
        return self._untimed(candidate, word, measure, anchor)

    def _state(self, candidate: Candidate, word: Token, anchor: Anchor) -> Window | None:
        """Return when a state without a time holds in an undated text: with that of the sentence before, or at the end.

        "As of May 90 were in prison. Sixteen of another case were in custody": past states go with the one before; a
        report that covers a period tells of the states at its end.
        """
        if anchor.published is not None:
            return None
        last = self._drafts[-1] if self._drafts else None
        near = last is not None and candidate.sentence.index - last.sentence.index <= 1
        if last is not None and near and last.claim.measure in STOCKS and is_past(candidate.sentence, word):
            c = last.claim
            return Window(c.when_kind, c.start_date, c.end_date) if c.when_kind == "at" and c.end_date else None
        told = self._timeline.coverage
        end = resolve(told, anchor, stock=False).end if told is not None else None
        return Window("at", end, end) if end is not None and not is_past(candidate.sentence, word) else None

    def _told_apart(
        self, candidate: Candidate, word: Token, item: Timed | None, anchor: Anchor, *, stock: bool
    ) -> Window | None:
        """Return the window of a number that takes no time of its sentence: one told in passing, at first, as a sum."""
        sentence, windows = candidate.sentence, self._g.windows
        if stock:  # "55 of the original 75 dissidents"
            return Window("at") if item is None and windows.was_at_first(sentence, candidate.mention.top) else None
        if windows.is_aside(sentence, word) and (item is None or not windows.is_below(sentence, item, word)):
            return Window()  # "Despite the release of these 20, ..."
        if self._running.is_raised(sentence, candidate.mention):
            return self._raised(item, word, anchor)
        return Window("since") if self._running.sums_up(candidate) else None

    @staticmethod
    def _raised(item: Timed | None, word: Token, anchor: Anchor) -> Window | None:
        """Return the window of a total that what happened on a day has raised, where that is not told since when."""
        if item is None:
            return Window("since")
        if item.span.role != "in" or item.span.first.kind not in DAYS:
            return None
        day = window_of(item, word, anchor, stock=False)
        return Window("since", None, day.end, None, day.end_offset)

    def _anchored(self, anchor: Anchor, item: Timed, sentence: Sentence) -> Anchor:
        """Return an anchor with what the text tells elsewhere of the day or event that a time names."""
        basic = item.span.first
        if basic.kind in ANAPHORIC:
            anchor = anchor._replace(told=self._timeline.days_before(sentence, item.span.start, anchor))
        if basic.kind == "moment" or (basic.day is not None and basic.year is None):
            anchor = anchor._replace(days=self._timeline.days)
        if basic.kind == "moment":
            anchor = anchor._replace(event=self._timeline.event(sentence, item.span, anchor))
        return anchor

    def _picked(
        self, candidate: Candidate, word: Token, measure: str, mood: Mood, *, stock: bool, wished: bool
    ) -> Timed | None:
        """Return the time of a claim's own sentence that belongs to it, or None."""
        sentence, windows = candidate.sentence, self._g.windows
        numeral = candidate.mention.numeral
        item = windows.pick(sentence, candidate.timed, word, numeral, stock=stock, future=mood.future, measure=measure)
        if item is not None and stock and wished and item.span.role != "as_of":
            return None  # "asked on Tuesday that 20 be freed who are held since May": they are held now
        below = item is not None and windows.is_below(sentence, item, word)
        if mood.status == "planned" and not below:
            return None  # "ordered on Tuesday that 20 be freed"
        if not stock and not below and any(k.lower in self._g.later_words for k in sentence.kids(word, "advmod")):
            return None  # "since 5 May 15 have been held, and eight of them were later freed"
        return item

    @staticmethod
    def _bounded(window: Window, item: Timed | None, candidate: Candidate, anchor: Anchor) -> Window:
        """Return a window with the other bound that its sentence prints.

        "As of 12 April, ... since May", and "as of 12 April, ... over the May riots": no earlier than these.
        "Before 12 April, ... since January": no later.
        """
        if window.kind == "since":
            ends = [t.span for t in candidate.timed if _closes(t, candidate.mention.numeral)]
            end = resolve(ends[0], anchor, stock=False).end if ends else None
            if end is not None and (window.start is None or window.start <= end):
                return window._replace(kind="between", end=end, end_offset=None)
        opened = window.start in {None, anchor.opens} and window.start_offset is None
        if window.kind == "between" and opened and (window.end, window.end_offset) != (None, None):
            counted = item is not None and item.span.role == "as_of"
            ahead_of = candidate.mention.numeral.i if window.start is not None else len(candidate.sentence.tokens)
            since = [t.span for t in candidate.timed if t.span.role == "since" and not t.event and t.token.i < ahead_of]
            starts = since or [t.span for t in candidate.timed if counted and _is_of_event(t)]
            start = resolve(starts[0]._replace(role="in"), anchor, stock=False).start if starts else window.start
            if start is None or window.end is None or start < window.end:
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

    def goes_on(self, candidate: Candidate, measure: str, mood: Mood, antecedent: Draft) -> bool:
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
        if mood.status == "planned" != antecedent.claim.status:
            return False  # "300 were freed on Monday, and 2,500 are to follow"
        runs_on = perfect and antecedent.claim.when_kind == "since"
        if runs_on and self.goes_on(candidate, measure, mood, antecedent):
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
        tallied = not stock and self._running.is_tallied_by(item, sentence, word)
        running = is_running(sentence, word)
        within = item.span.role == "since" and not running and self._g.windows.shares_since(sentence, item, word)
        above = item.span.role != "since" and any(t.i == item.token.i for t in sentence.ancestors(word))
        if within or (above and not tallied):  # "on 9 May, when 20 were freed"
            role = item.span.role if item.span.role == "between" else "in"
            return window_of(item._replace(span=item.span._replace(role=role)), word, anchor, stock=stock)
        if item.event == "after" and running and not stock:  # "have been arrested after Sunday's rally"
            item = item._replace(span=item.span._replace(role="since"))
        if item.span.first.kind == "moment" and item.span.role == "after" and anchor.event is None and not running:
            return None  # "953 were arrested after the riots"
        if tallied or (not stock and self._counts_up_to(item, sentence, word)):
            return window_of(
                item._replace(span=item.span._replace(role="as_of")), word, anchor._replace(opens=None), stock=stock
            )
        counted = item.span.role == "as_of" or self._is_of_instance(item, sentence)
        said = told_on(item, sentence, word, self._g.saying_verbs) if not counted else None
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
        standing = self._timeline.is_report and measure not in PROMPT
        if standing and item.span.first.kind == "day" and item.span.role == "in":  # counted up to the day of saying
            return window_of(
                item._replace(span=item.span._replace(role="as_of")), word, anchor._replace(opens=None), stock=stock
            )
        return None

    @staticmethod
    def _counts_up_to(item: Timed, sentence: Sentence, word: Token) -> bool:
        """Say whether a time ends what had happened by then: "at the end of 2030 48 mayors had been arrested"."""
        had = any(k.lemma == "have" and k.has("Tense=Past") for k in sentence.kids(word, "aux"))
        return item.span.role == "in" and item.span.first.kind == "year_end" and had

    def _is_of_instance(self, item: Timed, sentence: Sentence) -> bool:
        """Say whether a time is that of an incident, whoever tells of it: "In one incident on 3 May, police said"."""
        head = sentence.head(item.token)
        return head is not None and item.token.rel == "nmod" and head.lemma in self._g.instance_nouns

    def _untimed(self, candidate: Candidate, word: Token, measure: str, anchor: Anchor) -> Window:
        """Return the window of a flow whose sentence names no time: from its tense, or from the text before it."""
        sentence = candidate.sentence
        if self._running.is_total(candidate, word, measure):
            return Window("since")
        if self._running.is_to_date(candidate, word):
            return Window()
        if self._is_of_today(candidate, word, measure) or is_present(sentence, word, self._g.telling_verbs):
            return Window("on", anchor.published, anchor.published, "P0D", "P0D")
        if (self._g.occasions(sentence) or 1) > 1:  # several days, so none of them
            return self._timeline.report_year() or Window()
        later = next((k for k in sentence.kids(word, "advmod") if k.lower in self._g.since_words), None)
        days = self._timeline.days_before(sentence, later.start - sentence.start, anchor) if later is not None else None
        if days is not None:  # "11 have since been freed"
            return Window("since", days[0], anchor.published, None, "P0D")
        if any(k.lower in self._g.ever_words for k in sentence.kids(word, "advmod")):
            return Window("since", None, anchor.published, None, "P0D")
        told, tally = self._timeline.coverage, self._running.is_tally(sentence, word)
        if told is None and tally:
            told = self._timeline.period
        if told is not None:
            return resolve(told, anchor, stock=False)
        prompt = measure in PROMPT and not self._is_later(sentence, candidate.mention)
        window = self._of_passage(candidate, word, measure, anchor) if prompt else Window()
        return Window("since") if tally and window == Window() else window

    def _is_of_today(self, candidate: Candidate, word: Token, measure: str) -> bool:
        """Say whether a brief without any date tells of its own day: no event gone before, no total that one gives."""
        sentence = candidate.sentence
        if not self._timeline.is_brief or self._is_perfect(sentence, word) or self._running.is_tally(sentence, word):
            return False
        said = any(t.lemma in self._g.saying_verbs and t.has("VerbForm=Fin") for t in sentence.tokens)
        named = said if word.pos == "VERB" else word.rel == "nsubj"
        if measure in COUNTED_UP and (named or word.rel in {"acl", "amod"}):
            return False  # "739 were arrested, the police said": so many by now
        said = said and (candidate.mention.quantity.low or 0) >= _MANY
        whole = self._g.sum_words.search(sentence.text) or any(t.lower in self._g.share_words for t in sentence.tokens)
        return not said and not whole and not any(t.span.first.kind == "moment" for t in candidate.timed)

    def _of_passage(self, candidate: Candidate, word: Token, measure: str, anchor: Anchor) -> Window:
        """Return the day that the text beside a sentence tells of, as far as what happened there has not another."""
        sentence = candidate.sentence
        if candidate.mention.quantity.zero and word.pos == "NOUN" and is_past(sentence, word):
            days = self._timeline.days_before(sentence, 0, anchor)  # "There were no arrests" at what was told of last
            return Window("on", *days) if days is not None and days[0] == days[1] else Window()
        told_past = word.pos == "VERB" and is_past(sentence, word)
        dated = any(t.span.first.kind in DAYS for t in candidate.timed)
        passage = self._timeline.before(sentence, measure if told_past and not dated else "")
        if self._running.is_beyond(sentence, word, measure):
            passage = None
        if passage is not None:
            told = [d.claim for d in self._drafts if passage.start <= d.claim.start < passage.end]
            flows = [c for c in told if c.measure not in STOCKS and c.status == "actual"]
            window = resolve(passage.day._replace(role="in"), anchor, stock=False)
            own = flows[-1] if flows else None
            if own is None or (own.start_date, own.end_date) == (window.start, window.end):
                return window
            return Window()  # "... as announced on 8 May. Earlier it had counted 80 releases."
        event = self._last_event(sentence, word, measure)
        if event is not None:
            return event
        said = any(told_on(t, sentence, word, self._g.saying_verbs) for t in candidate.timed)
        day = None if said else self._timeline.after(sentence, candidate.mention.quantity)
        return resolve(day._replace(role="in"), anchor, stock=False) if day is not None else Window()

    def _last_event(self, sentence: Sentence, word: Token, measure: str) -> Window | None:
        """Return the day of the event of the same kind that the paragraph before told of, if what follows goes on."""
        last = self._drafts[-1] if self._drafts else None
        if last is None or sentence.index - last.sentence.index > NEAR or last.claim.when_kind != "on":
            return None
        c = last.claim
        alike = (c.measure, c.status) == (measure, "actual") and c.start_date is not None
        told = word.pos == "VERB" and is_past(sentence, word)
        if not alike or not told or not self._timeline.is_untimed(last.sentence.end, sentence.end):
            return None
        return Window("on", c.start_date, c.end_date, c.start_offset, c.end_offset, c.weekday)

    def _is_later(self, sentence: Sentence, mention: Mention) -> bool:
        """Say whether a sentence tells of what came after the passage before it ("subsequently")."""
        verb = sentence.head(mention.top)
        said = sentence.kids(verb, "advmod") if verb is not None else []
        return any(t.lower in self._g.later_words for t in (*sentence.tokens[: mention.numeral.i], *said))

    @staticmethod
    def _is_perfect(sentence: Sentence, word: Token) -> bool:
        told = (word.pos == "VERB" and not word.has("Aspect=Prog")) or (
            word.pos == "NOUN" and word.rel in {"obj", "nmod", "obl"}
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
        same = sentence.index == antecedent.sentence.index
        if measure != earlier and measure in _LATE and not same:
            return False  # "47 were arrested in May. Forty-five of them were convicted after a long trial."
        if measure != earlier and self._is_later(sentence, mention):
            return False  # "12 of them were later charged"
        if sentence.index - antecedent.sentence.index > (LIST_REACH if opens else NEAR if included else 1):
            return False
        if mention.partitive or included or (not same and opens):
            return True
        if measure == earlier and any(t.lower in self._g.continuing for t in sentence.tokens[: mention.numeral.i]):
            return True
        return measure == earlier and (same or mention.anaphor or mention.quantity.definite)


def _closes(item: Timed, numeral: Token) -> bool:
    """Say whether a time is that up to which a running total counts: "as of 12 April", "before 12 April, ..."."""
    if item.span.first.kind in ANAPHORIC | {"so_far"}:
        return False
    ahead = item.span.role == "before" and item.token.i < numeral.i
    return item.span.role == "as_of" or ahead


def _is_of_event(item: Timed) -> bool:
    """Say whether a day or month names the event, or the people, that it stands with: "the May 2021 protesters"."""
    return item.span.first.kind in _EVENT_TIMES and item.token.rel in WITHIN_NOUN
