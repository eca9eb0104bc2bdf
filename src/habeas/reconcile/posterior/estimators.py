"""How a question's number is found: estimators in their order, each of which narrows or moves what those before it say.

To add one, write a function of a question and the estimate so far that returns another estimate, or the same where it
knows nothing, and put it into `OF_FLOW` or `OF_STOCK` where what it knows is surer than what stands before it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from habeas.reconcile.outcome.assemble import SolvedSeries
from habeas.reconcile.outcome.between import total_between
from habeas.reconcile.posterior.account import is_told_throughout, largest_within, settled
from habeas.reconcile.posterior.assess import Assessment
from habeas.reconcile.posterior.grounds import is_clean, rests_on_numbers, spans_all
from habeas.reconcile.posterior.own_series import bracket
from habeas.reconcile.posterior.ranges import Rows, range_of
from habeas.reconcile.posterior.told import Floor
from habeas.reconcile.posterior.vouched import doubted
from habeas.values.claim import STOCKS
from habeas.values.history import Answer, Ask, Range

_FAR_OFF, _FEW = 2.0, 5  # times beyond the drawn range, and people
_LEVEL = "drawn from all counts by the error laws of their sources"
_BETWEEN = "by the counts nearest to it, moved by the waves told in between"
_PACE = "by the running totals before and after, growing between them as totals do but for waves of known days"
_OWN_SERIES = "between the running totals of one source before and after"
_NO_SUM = "as no single sum of reports fits them"
_COUNTED = "what figures of these days count, and what was drawn for days of which none tells"


@dataclass(frozen=True)
class Estimate:
    """A number with its range, and where it comes from in words; nothing moves one that is settled to the person."""

    low: int
    best: int
    high: int
    words: str
    settled: bool = False

    def at(self, best: int, words: str) -> Estimate:
        """Return the estimate with another best value, its range stretched to hold it."""
        return Estimate(min(self.low, best), best, max(self.high, best), words)


@dataclass(frozen=True)
class Question:
    """What estimators may know of a question: the exact history's answer and series, and what was drawn.

    `level` is what counts of those held before and after its last day leave for that day.
    """

    number: int
    ask: Ask
    given: Answer
    item: SolvedSeries | None
    assessment: Assessment
    drawn: Range
    level: int | None = None

    @cached_property
    def sure(self) -> SolvedSeries | None:
        """The exact history of the series, null where its answer rests on an accused figure."""
        return self.item if self.item is not None and not doubted(self.item, self.given, self.assessment) else None

    @cached_property
    def proven(self) -> SolvedSeries | None:
        """The series if its history is proven, its answer rests on no doubted figure, and is near what was drawn."""
        if self.sure is None or self.number not in self.assessment.histories or not is_clean(self.sure):
            return None
        low, high = (self.drawn.low or 0) / _FAR_OFF, _FAR_OFF * ((self.drawn.high or 0) + _FEW)
        return self.sure if low <= (self.given.best or 0) <= high else None

    @cached_property
    def paced(self) -> int | None:
        """What a running total of the history had come to between two of its reports."""
        return total_between(self.ask, self.sure) if self.sure is not None else None

    @property
    def is_told_throughout(self) -> bool:
        """Whether sums that two documents each tell hold each other to the person: the history's answer stands."""
        return self.proven is not None and self.paced is None and is_told_throughout(self.proven, self.ask)

    @property
    def floor(self) -> Floor:
        """What reports tell by themselves; in a proven series nobody says fewer than its largest figure."""
        floor = self.assessment.floors.get(self.number, Floor(0, 0))
        if self.proven is None:
            return floor
        return replace(floor, least=max(floor.least, largest_within(self.proven, self.ask)))

    @property
    def rows(self) -> Rows:
        """What the rows of the history add up to on the days asked for."""
        people = self.given.best or 0
        part = self.number in self.assessment.balanced or people < self.floor.single
        rows = Rows(people, self.given.high or 0, part=part)
        if self.sure is None:
            return rows
        counted = rests_on_numbers(self.sure, self.given, self.ask)
        return replace(rows, whole=spans_all(self.sure, self.ask), counted=counted)


Estimator = Callable[[Question, Estimate], Estimate]


def estimated(question: Question) -> Estimate:
    """Return what a question's estimators come to, one after another, from what was drawn."""
    found = _drawn(question)
    for estimator in _estimators(question):
        if not found.settled:
            found = estimator(question, found)
    return found


def _estimators(question: Question) -> Sequence[Estimator]:
    if question.ask.measure in STOCKS:
        return OF_STOCK
    return OF_FLOW if question.given.best is not None else ()


def _drawn(question: Question) -> Estimate:
    """Return the median of the drawn histories and their central range."""
    drawn, words = question.drawn, _LEVEL
    if question.ask.measure not in STOCKS and question.given.best is not None:
        balanced = question.number in question.assessment.balanced
        leave = " and from what counts of those held leave" if balanced else ""
        words = f"drawn from all figures by the error laws of their sources{leave}, {_NO_SUM}"
    return Estimate(drawn.low or 0, drawn.best or 0, drawn.high or 0, words)


def by_proof(question: Question, found: Estimate) -> Estimate:
    """Take what settled figures of a proven series count, and what was drawn on the days of which they do not tell."""
    series, people = question.proven, question.given.best or 0
    left = settled(series, question.ask, question.assessment.histories[question.number]) if series is not None else None
    if left is None:
        return found
    low, high = left.low or 0, left.high or 0
    if low == high == people:
        return Estimate(people, people, people, _COUNTED, settled=True)
    return Estimate(low, left.best or 0, high, _COUNTED)


def by_rows(question: Question, found: Estimate) -> Estimate:
    """Hold the range to what reports tell as a floor and to the rows of the history, which are `best` where counted."""
    return Estimate(
        *range_of(question.rows, Range(low=found.low, best=found.best, high=found.high), question.floor), found.words
    )


def by_pace(question: Question, found: Estimate) -> Estimate:
    """Take what a running total had come to between two of its reports, where the range holds it."""
    paced = question.paced
    return found.at(paced, _PACE) if paced is not None and found.low <= paced <= found.high else found


def by_own_series(question: Question, found: Estimate) -> Estimate:
    """Keep the best value between totals of one source, before and after the last day: a total never falls."""
    drawn = question.assessment.histories.get(question.number)
    accused = {*question.assessment.repaired, *question.assessment.rejected}
    own = None if drawn is None else bracket(question.ask, drawn.figures, accused)
    return found if own is None or own.holds(found.best) else found.at(own.nearest(found.best), _OWN_SERIES)


def by_level(question: Question, found: Estimate) -> Estimate:
    """Take the level between counts: what a source's own list misses, it misses throughout."""
    return found if question.level is None else found.at(question.level, _BETWEEN)


OF_FLOW: Final[Sequence[Estimator]] = (by_proof, by_rows, by_pace, by_own_series)
OF_STOCK: Final[Sequence[Estimator]] = (by_level,)
