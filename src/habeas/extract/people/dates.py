"""When a status happened or held: by the trigger's own expression of time, or by the present of the text."""

from __future__ import annotations

from datetime import date
from typing import Final, NamedTuple

from habeas.extract.grammar.parts import Grammar
from habeas.extract.grammar.temporal.dates import resolve
from habeas.extract.grammar.temporal.stretches import Anchor
from habeas.extract.grammar.temporal.timed import Timed
from habeas.extract.grammar.temporal.times import TimeSpan
from habeas.extract.parse.base import Sentence, Token
from habeas.extract.people.triggers import Trigger

STATES: Final = frozenset({"held", "no_contact", "ill", "at_large", "in_exile", "denied_care", "not_freed"})
_LASTING: Final = frozenset({"held", "no_contact", "at_large", "denied_care", "not_freed", "ill"})
_NESTED: Final = frozenset({"acl", "acl:relcl"})
_RULING: Final = frozenset(
    {"rule", "find", "condemn", "criticize", "criticise", "discuss", "recall", "protest", "denounce"}
)
_STAYING: Final = frozenset({"remain", "continue", "stay"})
_REACH: Final = 2

Dated = tuple[date | None, date | None]


class Moment(NamedTuple):
    """A day or period that the running text names as its present ("as of October", "at year's end")."""

    low: date | None
    high: date | None
    sentence: int


class Dates:
    """Dates statuses with one grammar's expressions of time."""

    def __init__(self, grammar: Grammar) -> None:
        self._windows = grammar.windows
        self._saying = grammar.lexicon.words("attribution", "verbs") | _RULING

    def pick(self, sentence: Sentence, timed: list[Timed], trigger: Trigger, *, stock: bool) -> Timed | None:
        """Return the expression of time that belongs to a trigger, or None."""
        own = [item for item in timed if not self._of_other(sentence, item, trigger)]
        word = _predicate(sentence, trigger.word)
        return (
            self._windows.pick(sentence, own, word, word, stock=stock, measure="held" if stock else "") if own else None
        )

    def of(
        self,
        sentence: Sentence,
        trigger: Trigger,
        status: str,
        timed: list[Timed],
        anchor: Anchor,
        moment: Moment | None,
    ) -> Dated:
        """Return the days between which a status happened or held; (None, None) where the text gives no time."""
        item = self.pick(sentence, timed, trigger, stock=status in STATES) if trigger.role != "modified" else None
        if item is not None:
            found = self._resolved(item, status, anchor)
            if found != (None, None):
                return self._before_main(sentence, trigger, item, status, found)
        if trigger.role == "group" and moment is not None and sentence.index - moment.sentence <= _REACH:
            return moment.low, moment.high
        if status in _LASTING and is_present(sentence, trigger):
            return now(anchor)
        if status not in STATES and self._is_news(sentence, trigger, anchor):
            return anchor.published, anchor.published
        return self._opening(trigger, status, timed, anchor)

    def moment(self, sentence: Sentence, spans: list[TimeSpan], anchor: Anchor, last: Moment | None) -> Moment | None:
        """Return the moment that a sentence names as the text's present, else the last one."""
        for span in spans:
            if span.role == "as_of" or span.first.kind == "year_end":
                window = resolve(span._replace(role="in"), anchor, stock=False)
                if window.end is not None:
                    return Moment(window.start or window.end, window.end, sentence.index)
        return last

    def _resolved(self, item: Timed, status: str, anchor: Anchor) -> Dated:
        span = item.span
        if status in STATES and span.role in {"in", "as_of"}:
            window = resolve(span._replace(role="in"), anchor, stock=False)
        else:
            window = resolve(span, anchor, stock=status in STATES)
        low, high = window.start, window.end
        today = now(anchor)[1]
        if span.role == "since" and status in STATES and today is not None:
            high = today
        elif high is not None and anchor.published is not None and not anchor.future and status not in STATES:
            high = min(high, anchor.published) if low is None or low <= anchor.published else high
        return low, high

    @staticmethod
    def _before_main(sentence: Sentence, trigger: Trigger, item: Timed, status: str, found: Dated) -> Dated:
        """Let what a relative clause tells have happened by the time of its main clause, if it has no time itself."""
        word = trigger.word
        nested = word
        for _ in range(3):
            if nested.rel in _NESTED:
                break
            head = sentence.head(nested)
            if head is None or nested.rel != "conj":
                return found
            nested = head
        if nested.rel not in _NESTED or status in STATES:
            return found
        inside = {t.i for t in sentence.subtree(nested)}
        return found if item.token.i in inside else (None, found[1])

    def _opening(self, trigger: Trigger, status: str, timed: list[Timed], anchor: Anchor) -> Dated:
        """Return the time that opens a sentence: it holds for all that the sentence tells in its main clauses."""
        first = timed[0] if timed and timed[0].span.start <= 1 and timed[0].span.role == "in" else None
        if first is None or trigger.word.rel in _NESTED or status in STATES or trigger.role == "noun":
            return None, None
        return self._resolved(first, status, anchor)

    @staticmethod
    def _is_news(sentence: Sentence, trigger: Trigger, anchor: Anchor) -> bool:
        """Say whether an event is told in the present tense, as headlines and chronicles do."""
        if trigger.role not in {"patient", "agent"} or anchor.published is None or trigger.word.rel in _NESTED:
            return False
        if anchor.year is not None and anchor.year < anchor.published.year:
            return False
        tensed = [trigger.word, *sentence.kids(trigger.word, "aux", "aux:pass")]
        finite = [t for t in tensed if t.has("VerbForm=Fin")]
        return bool(finite) and all(t.has("Tense=Pres") and t.lemma != "have" for t in finite)

    def _of_other(self, sentence: Sentence, item: Timed, trigger: Trigger) -> bool:
        """Say whether a time belongs to a noun beside the trigger, or to the saying of it."""
        start, end = sentence.start + item.span.start, sentence.start + item.span.end
        inside = {t.i for t in sentence.tokens if start <= t.start < end}
        head: Token | None = sentence.head(item.token)
        while head is not None and head.i in inside:
            head = sentence.head(head)
        if head is None or head.i == trigger.word.i:
            return False
        if trigger.role == "noun" and head.lemma in self._saying:
            below = trigger.word
            return any(t.i == head.i for t in sentence.ancestors(below))
        if head.pos not in {"NOUN", "PROPN"}:
            return False
        return item.token.i < head.i and item.token.rel in {"compound", "nummod", "amod", "nmod"}


def _predicate(sentence: Sentence, word: Token) -> Token:
    """Return the verb whose complement a word is: "had been held incommunicado until May"."""
    head = sentence.head(word)
    return head if head is not None and word.rel == "xcomp" and word.pos != "VERB" and head.pos == "VERB" else word


def now(anchor: Anchor) -> Dated:
    """Return the time of a text's present: its day, or the year that an annual report is about."""
    published = anchor.published
    if published is not None and anchor.year is not None and anchor.year < published.year:
        return date(anchor.year, 1, 1), date(anchor.year, 12, 31)
    return published, published


def is_present(sentence: Sentence, trigger: Trigger) -> bool:
    """Say whether a state is told as lasting: by tense, by "remain", or by an adjective before the name."""
    if trigger.role in {"modified", "group"}:
        return True
    for token in [trigger.word, *sentence.ancestors(trigger.word)][:3]:
        if token.pos in {"VERB", "AUX"}:
            tensed = [token, *sentence.kids(token, "aux", "aux:pass", "cop")]
            if any(t.has("Tense=Past") and t.has("VerbForm=Fin") for t in tensed):
                return any(t.lemma in _STAYING for t in tensed)
            return True
    return trigger.role == "noun"
