"""What runs on from sentence to sentence: the days and years that a text tells of."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise
from typing import Final, NamedTuple

from habeas.extract.cues import bounds, dating_cues
from habeas.extract.grammar.counts.numbers import Quantity
from habeas.extract.grammar.parts import Grammar
from habeas.extract.grammar.temporal.dates import Window, days_told
from habeas.extract.grammar.temporal.stretches import Anchor
from habeas.extract.grammar.temporal.timed import is_dateline
from habeas.extract.grammar.temporal.times import Basic, TimeSpan
from habeas.extract.grammar.temporal.told_dates import ToldDates
from habeas.extract.lexicon import WORD
from habeas.extract.parse.base import Sentence
from habeas.extract.sentences import sentence_spans
from habeas.values.document import Document

_PERIODS: Final = frozenset({"back", "back_one"})
_COVERED: Final = frozenset({"months", "quarter", "first_months"})
_DATED: Final = frozenset({"day", "days", "weekday", "month"})
_SAME_DAY: Final = frozenset({"plain_day", "so_far"})
_BRIEF: Final = 500
_PASSAGE: Final = 900
# How far back "the next day" may look for the day before it; how long a line may be that is a date and no more.
_REACH: Final = 1500
_DATE_LINE: Final = 40
# Within how many characters the head of a report names its first and last day.
_TITLE: Final = 40
_BULLETS: Final = " \t\r\n*•-–—:#."
# How far into a text its lead may begin, and how many sentences after it may name its day.
_LEAD: Final = 250
_NEXT: Final = 2
# Expressions of single days.
DAYS: Final = frozenset({"day", "weekday", "holiday", "plain_day"})
# Measures that are told of on the day they happen; trials and verdicts follow later.
PROMPT: Final = frozenset({"detained", "freed", "rearrested", "expelled"})
_PASSAGE_DAYS: Final = DAYS | {"weekend"}
_OPENED: Final = 2  # words from "began" to its day, at most
_NEAR: Final = 5  # words from a verb of saying to its day, at most
_SAID: Final = 2  # the same within the paragraph: "said on Monday", "told Dawn on Monday"
_PASSAGE_KINDS: Final = DAYS | {"days", "weekend", "month_part"}
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d|,\d)")


class Passage(NamedTuple):
    """A sentence before another one, by its place in the text, and the day that it tells of last."""

    start: int
    end: int
    day: TimeSpan


class Timeline:
    """Follows the dates of a text: the year that dates without a year belong to, and the day a passage tells of."""

    def __init__(self, grammar: Grammar, document: Document) -> None:
        self._times = grammar.times
        self._numbers = grammar.numbers
        self._table = grammar.lexicon.data["time"]
        self._past_perfect = grammar.lexicon.words("grammar", "past_perfect")
        self._document = document
        self._told = ToldDates(grammar.times, self._table.get("events", {}), document.text)
        self._running: int | None = None
        self._months: dict[int, int] = {}
        self._latest: tuple[int, int] | None = None
        self._cued: int | None = None
        self.period: TimeSpan | None = None
        self._speaks_of_custody = grammar.speaks_of_custody
        self._tells_of = grammar.tells_of
        self._during = grammar.lexicon.words("time", "event_words")
        self._opening = grammar.lexicon.words("time", "opening_words")
        self._said = grammar.lexicon.words("time", "said_words")
        self._befalls = grammar.lexicon.verbs["patient"]
        self._than = grammar.lexicon.words("time", "than_words")
        self._comparing = grammar.lexicon.words("time", "comparing")
        self._causes = grammar.lexicon.words("time", "named_event_words")
        self._to_come = grammar.lexicon.words("time", "to_come")
        self._report = self._report_year()
        self._seen = 0
        self._brief = self._is_brief()
        self._breaks: tuple[str, ...] = tuple(grammar.lexicon.data["grammar"]["topic_breaks"])
        self.coverage = self._coverage()
        self._headings: list[tuple[int, TimeSpan]] | None = None

    @property
    def is_report(self) -> bool:
        """Say whether the text is an annual report."""
        return self._report is not None

    @property
    def is_brief(self) -> bool:
        """Say whether the text is a dated news brief without any date in it: it tells of its own day."""
        return self._brief

    def _is_brief(self) -> bool:
        text = self._document.text
        if self._document.published is None or self.is_report or len(text) > _BRIEF:
            return False
        return all(t.first.kind in _SAME_DAY for t in self._times.find(text))

    def _coverage(self) -> TimeSpan | None:
        """Return the period that a report says it covers, in its title or beside words such as "this report"."""
        text = self._document.text
        heads = (self._document.title or "", text.lstrip().partition("\n")[0][:_BRIEF])
        for head in heads:
            named = any(mark in head.lower() for mark in self._table.get("period_titles", ()))
            kinds = _COVERED | {"month"} if named else _COVERED if head is heads[0] else frozenset()
            found = [t for t in self._times.find(head) if t.role != "since"]
            titled = [t for t in found if t.first.kind in kinds or (named and t.role == "between" and t.start < _TITLE)]
            if titled:
                return titled[0]
        lowered = text.lower()
        marks = [mark for mark in self._table["coverage_marks"] if mark in lowered]
        for start, end in sentence_spans(text) if marks else ():
            told = text[start:end]
            if any(mark in told.lower() for mark in marks):
                for span in self._times.find(told):
                    year = span.first.year2 or span.first.year or (span.second.year if span.second else None)
                    if year is not None and (span.role == "between" or span.first.kind in _COVERED):
                        return span
        return None

    def report_year(self) -> Window | None:
        """Return the year that an annual report tells of, as a window; None for other texts."""
        if self._report is None:
            return None
        return Window("between", date(self._report, 1, 1), date(self._report, 12, 31))

    def _report_year(self) -> int | None:
        """Return the year that an annual report is about, or None for other texts.

        A text shows that it is one by its title or address ("2021 country reports"), by its words ("at year's end"),
        or by past events in months that lie after its own date in the calendar.
        """
        published = self._document.published
        named = f"{self._document.title or ''} {self._document.url or ''}".lower()
        years = [int(y) for y in _YEAR.findall(named.replace("_", " ").replace("-", " "))]
        if years and any(word in named for word in self._table["report_titles"]):
            return years[0] if published is None or published.year - years[0] in {0, 1} else None
        text = self._document.text.lower()
        marked = any(mark in text for mark in self._table["report_marks"])
        if published is not None:
            if (marked and published.month <= 8) or self._later_months() >= 2:
                return published.year - 1
            return None
        printed = [int(y) for y in _YEAR.findall(self._document.text)]
        return max(printed) if printed and marked else None

    def _later_months(self) -> int:
        """Return how many days or months of the text lie after its own date in the calendar and show no year."""
        published = self._document.published
        assert published is not None  # noqa: S101 - the caller has looked
        told = [t.first for t in self._times.find(self._document.text) if t.first.month is not None]
        dated = {basic.month for basic in told if basic.year is not None}  # of another year, as the text itself shows
        later = {
            (basic.month, basic.day)
            for basic in told
            if basic.kind in {"day", "month", "days"}
            and basic.month not in dated
            and (basic.month or 0) > published.month + 1
        }
        return len(later)

    def enter(self, sentence: Sentence) -> None:
        """Note the years printed up to the end of a sentence."""
        stretch = self._document.text[self._seen : sentence.end]
        self._seen = sentence.end
        for span in self._times.find(stretch):
            basic = span.first
            year = basic.year2 or basic.year
            if year is not None:
                self._months.update({m: year for m in (basic.month, basic.month2) if m is not None})
                month = basic.month2 or basic.month
                self._latest = (year, month) if month is not None and basic.kind in _DATED else self._latest
        for start, end in sentence_spans(stretch):
            told = stretch[start:end]
            if self._speaks_of_custody(told):
                spans = (s for s in self._times.find(told) if s.role == "since" or s.first.kind in _PERIODS)
                self.period = next(spans, self.period)
        for found in _YEAR.findall(stretch):
            year = int(found)
            if self._document.published is None or year <= self._document.published.year:
                self._running = year

    def anchor(self, *, future: bool, perfect: bool = True) -> Anchor:
        """Return what dates are resolved with at this point of the text.

        `perfect` says that a predicate counts up all that went before; in plain past, an annual report counts its year.
        """
        if self._report is not None or self._document.published is not None:
            opens = date(self._report, 1, 1) if self._report is not None and not perfect else None
            return Anchor(self._document.published, self._report, future, opens=opens)
        year = self._cued_year() or self._running or self._told.only_year
        latest = None if self._cued_year() else self._latest
        return Anchor(None, year, future, tuple(sorted(self._months.items())), latest=latest)

    def _cued_year(self) -> int | None:
        """Return the year in which an undated text was published, where its cues leave but one."""
        if self._cued is None:
            low, high = bounds(dating_cues(self._document))
            self._cued = low.year if low and high and low.year == high.year else 0
        return self._cued or None

    def before(self, sentence: Sentence, measure: str = "") -> Passage | None:
        """Return the day that the passage before a sentence tells of: the last one of its paragraph.

        Sentences in the past perfect tell of what went before, and are passed over. With a `measure`, the paragraph
        before counts as well, where it tells of what the measure counts: news have paragraphs of one sentence.
        """
        if any(mark in sentence.text.lower() for mark in self._breaks):
            return None
        text = self._document.text
        own = text.rfind("\n", 0, sentence.start) + 1
        edge = text.rfind("\n", 0, len(text[:own].rstrip())) + 1 if measure else own
        begin = max(edge, sentence.start - _PASSAGE)
        spans = sentence_spans(text[begin : sentence.start])
        for start, end in reversed(spans):
            told = text[begin + start : begin + end]
            lowered = told.lower()
            if set(lowered.split()) & self._past_perfect:
                continue
            days = [t for t in self._times.find(told) if t.role in {"in", "between"} and t.first.kind in _PASSAGE_KINDS]
            if days and is_dateline(told[: days[-1].start], told[days[-1].end :]):
                continue
            if days and any(apart(told, days[-1]) for apart in (self._begins, self._is_said, self._is_apart)):
                return None
            if days and begin + start < own and not self._is_event(told, days[-1], measure):
                return None
            if days:
                return Passage(begin + start, begin + end, days[-1])
            if any(mark in lowered for mark in self._breaks):
                return None
        return None

    def _begins(self, told: str, day: TimeSpan) -> bool:
        """Say whether a day is the first of several: "Mass arrests began on 3 May", not "began Monday freeing some"."""
        near = [w.lower() for w in WORD.findall(told[: day.start])][-_OPENED:]
        first = WORD.match(told, day.start)
        return bool(self._opening & set(near)) and first is not None and first[0].lower() in self._during

    def _is_said(self, told: str, day: TimeSpan, reach: int = _SAID) -> bool:
        """Say whether a day is that on which somebody spoke of what had happened: "said on Sunday that 20 were held".

        `reach` is how many words may stand between. What somebody says will happen may happen on that day.
        """
        before = [w.lower() for w in WORD.findall(told[: day.start])]
        behind = [w.lower() for w in WORD.findall(told[day.end :])]
        opens = len(before) <= _OPENED
        said = self._said & {*before[-reach:], *behind[: _NEAR if opens else 1]}  # "on Sunday said"
        return bool(said) and not self._announces(behind)

    def _announces(self, words: list[str]) -> bool:
        """Say whether a clause tells of what will befall people: "that it would free 20"."""
        coming = next((n for n, word in enumerate(words) if word in self._to_come), len(words))
        return any(PROMPT & set(self._befalls.get(word, ())) for word in words[coming + 1 :][:_NEAR])

    def _is_apart(self, told: str, day: TimeSpan) -> bool:
        """Say whether a day is none of the past told: of what is to come, of what people were taken over, of before.

        "All would be freed by Friday", "accused over the acts of 8 January", "32 more than on Saturday", "against 362
        at the end of May".
        """
        before = [w.lower() for w in WORD.findall(told[: day.start])]
        if (self._to_come | self._causes) & set(before[-_NEAR:]) or self._than & set(before[-1:]):
            return True
        near = before[-_NEAR:]
        return any(a in self._comparing and b[:1].isdigit() for a, b in pairwise(near))

    def _is_event(self, told: str, day: TimeSpan, measure: str) -> bool:
        """Say whether a sentence gives the day of what a measure counts, not a day on which somebody said something."""
        prompt = self._tells_of(told) & PROMPT
        return day.first.kind in _PASSAGE_DAYS and prompt == {measure} and not self._is_said(told, day, _NEAR)

    def is_untimed(self, start: int, end: int) -> bool:
        """Say whether a stretch of the text names no day and turns to no other story."""
        text = self._document.text[start:end]
        lowered = text.lower()
        return not any(mark in lowered for mark in self._breaks) and not any(
            t.first.kind in _PASSAGE_KINDS for t in self._times.find(text)
        )

    @property
    def days(self) -> tuple[tuple[int, int, int], ...]:
        """(month, day, year) of the days that the text prints with a year somewhere."""
        return self._told.years if self._report is None else ()

    def event(self, sentence: Sentence, span: TimeSpan, anchor: Anchor) -> tuple[date, date] | None:
        """Return the days of an event that a sentence names without its date, where the text gives it elsewhere."""
        return self._told.event(sentence.text[span.start : span.end], anchor)

    def days_before(self, sentence: Sentence, offset: int, anchor: Anchor) -> tuple[date, date] | None:
        """Return the days told of last before an offset of a sentence, from which "the next day" goes on."""
        end = sentence.start + offset
        return days_told(self._times.find(self._document.text[max(0, end - _REACH) : end]), anchor)

    def heading(self, sentence: Sentence) -> TimeSpan | None:
        """Return the date that stands as a line of its own above a sentence, in a text with several such lines."""
        if self._headings is None:
            self._headings = self._dated_lines()
        if len(self._headings) < 2:
            return None
        return next((span for at, span in reversed(self._headings) if at < sentence.start), None)

    def _dated_lines(self) -> list[tuple[int, TimeSpan]]:
        out, at = [], 0
        for line in self._document.text.splitlines(keepends=True):
            bare = line.strip(_BULLETS)
            if 0 < len(bare) <= _DATE_LINE and any(c.isdigit() for c in bare):
                year = _YEAR.fullmatch(bare)
                found = self._times.find(bare)
                if year:
                    out.append((at, TimeSpan(0, 4, "in", Basic("year", year=int(bare)))))
                elif len(found) == 1 and not (bare[: found[0].start] + bare[found[0].end :]).strip(_BULLETS):
                    out.append((at, found[0]))
            at += len(line)
        return out

    def after(self, sentence: Sentence, quantity: Quantity) -> TimeSpan | None:
        """Return the day that a lead tells of, where the next sentences name it: "The arrests came on Friday".

        A day on which somebody spoke is not it, nor that of another number than `quantity`.
        """
        text = self._document.text
        if self._document.published is None or sentence.start > _LEAD:
            return None
        if any(t.role == "in" for t in self._times.find(text[: sentence.start])):
            return None
        for start, end in sentence_spans(text[sentence.end : sentence.end + _PASSAGE])[:_NEXT]:
            told = text[sentence.end + start : sentence.end + end]
            if not self._speaks_of_custody(told):
                continue
            times = self._times.find(told)
            days = [t for t in times if t.role == "in" and t.first.kind in _PASSAGE_KINDS]
            if days:
                others = self._numbers.find(told, [(t.start, t.end) for t in times])
                own = not others or any(_may_be(quantity, other) for other in others)
                return days[0] if own and not self._is_said(told, days[0]) else None
        return None


def _may_be(told: Quantity, other: Quantity) -> bool:
    """Say whether another number may be the one told: its bounds do not lie apart; "dozens" may be any more."""
    above = told.low is not None and other.high is not None and other.high < told.low
    below = told.high == told.low and told.low is not None and other.low is not None and other.low > told.low
    return not above and not below
