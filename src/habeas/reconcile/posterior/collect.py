"""Claims as figures: which days each is of, by whom, and what other groups' figures say of a group."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from habeas.reconcile.lexicon import table
from habeas.reconcile.posterior.carried import carried_over
from habeas.reconcile.posterior.figures import (
    MONITOR,
    Figure,
    once_per_origin,
    parts_as_floors,
    without_parts_beyond_wholes,
)
from habeas.reconcile.prepared.groups import BROADER, POPULATION
from habeas.reconcile.prepared.let_out import leaps_by, releases_of
from habeas.reconcile.prepared.listed import Listed
from habeas.reconcile.prepared.prepare import Prepared
from habeas.reconcile.prepared.retold import over_days
from habeas.reconcile.prepared.statements import Statement, statement_of
from habeas.reconcile.prepared.windows import FAR, WEEKDAYS, Window, beginnings
from habeas.values.claim import STOCKS, CountClaim

Key = tuple[str, str]  # measure, group
Days = list[tuple[int, float]]  # days with their chances
_VAGUE_DAYS = 45  # an undated document whose day is open by more gives no hold
_VAGUE_START = 75  # days by which a window's start may move before it is as good as open
_UNKNOWN_LAG = 7  # days from an event to a report whose day is not known
_CUED_DAYS = 24  # days tried for an undated document of those that its cues leave
_MOST_WEEKS = 160  # ... and weeks of those of the case's dated ones
_MONTH = 30  # days around the case's dated reports in which an undated one is looked for
_PUT_OFF = 3  # days by which what was announced for a day may come sooner or later
_USUAL_DELAY = 4  # days from the latest event that a text dates to the text


@dataclass(frozen=True)
class Placed:
    """A claim's figure with the statement it came from, whose other readings may fit better."""

    figure: Figure
    statement: Statement


class Collection:
    """All figures of a case, by measure and group; `published` are the days found for undated documents."""

    def __init__(self, prepared: Prepared, published: Mapping[str, tuple[int, int, int]]) -> None:
        self._prepared = prepared
        self._days = {doc: day.toordinal() for doc, day in prepared.printed.items()}
        for doc, span in prepared.spans.items():
            low, best, high = published.get(doc, (span.low, (span.low + span.high) // 2, span.high))
            if high - low <= _VAGUE_DAYS:
                self._days[doc] = best
            elif (latest := self._latest_told(doc)) is not None and low <= latest <= high:
                self._days[doc] = min(high, latest + _USUAL_DELAY)
        self._by_doc: dict[str, list[CountClaim]] = defaultdict(list)
        for claim in prepared.claims:
            self._by_doc[claim.doc].append(claim)
        self._begun = beginnings(prepared.claims)
        self._planned = [claim for claim in prepared.claims if claim.status == "planned"]
        self._promised = {(c.measure, c.low, c.high) for c in self._planned}
        self._open = {doc: (span.low, span.high, *published.get(doc, ())) for doc, span in prepared.spans.items()}
        self._releases = releases_of(prepared.claims, prepared.printed, prepared.case.groups.key_of)
        self.settled: Mapping[str, Days] = {}  # of claims of undated pages, by the other figures of the page
        self._supposed: tuple[str, int] | None = None
        self.beyond: set[str] = set()  # claims of one day that no figures take in, as totals over it count fewer
        self.placed: dict[Key, list[Placed]] = defaultdict(list)
        self.untimed: dict[Key, list[CountClaim]] = defaultdict(list)  # claims whose days nothing tells
        self._adrift: dict[Key, list[CountClaim]] = defaultdict(list)  # ... and that were left out for that
        for claim in prepared.claims:
            if claim.status == "actual":
                self._place(claim)
        self._sums = self._summed(prepared.lists)
        for claim in prepared.adrift:
            if claim.status == "actual" and (statement := statement_of(claim, prepared.case)) is not None:
                self._adrift[claim.measure, statement.series.group].append(claim)

    def _summed(self, lists: Sequence[Listed]) -> list[Figure]:
        """Return what lists of groups held make together, each as a count of the whole."""
        found = []
        for listed in lists:
            statement = statement_of(listed.whole, self._prepared.case)
            days = None if statement is None else self.days_of(statement.window, listed.whole)
            if statement is not None and days is not None:
                found.append(self.figure_of(statement, *days))
        return found

    def _latest_told(self, doc: str) -> int | None:
        """Return the latest day that an undated document itself tells of as past."""
        days = [
            claim.end_date.toordinal()
            for claim in self._prepared.claims
            if claim.doc == doc and claim.end_date is not None and claim.when_kind in {"on", "at", "between"}
        ]
        return max(days, default=None)

    def supposing(self, doc: str, day: int) -> Collection:
        """Return this collection as it were if an undated document had been published on a day."""
        view = object.__new__(Collection)
        view.__dict__.update(self.__dict__)  # as `copy` does, at a tenth of its cost: there are many
        view.suppose(doc, day)
        return view

    def suppose(self, doc: str, day: int) -> None:
        """Take an undated document to have been published on a day."""
        self._days, self._supposed = {**self._days, doc: day}, (doc, day)

    def open_days(self, claim: CountClaim) -> Days:
        """Return the days on which a claim's undated document may have been published, each with its chance; else none.

        Once they are `settled` these are by the other figures of its page; before, those of its cues alike.
        """
        if claim.id in self.settled:
            return self.settled[claim.id]
        if claim.doc not in self._open:
            return []
        low, high, *_ = self._open[claim.doc]
        return _spread_out(low, high, _CUED_DAYS, 1.0)

    def weeks(self, doc: str) -> Days:
        """Return a day of each week in which an undated document may have been published, each with its chance.

        Between them lie the days of waves. Most pages are of the days of the case's dated ones; outside them weeks
        are not told apart, nor in a case of many years.
        """
        low, high, *_ = self._open[doc]
        stray = float(table("reporting")["terms"]["inferred"])
        printed = [day.toordinal() for day in self._prepared.printed.values()]
        first, last = max(low, min(printed, default=low) - _MONTH), min(high, max(printed, default=high) + _MONTH)
        days = dict(_spread_out(low, high, _CUED_DAYS, stray))
        for day, chance in _spread_out(first, last, _weeks(first, last), 1 - stray) if first <= last else ():
            days[day] = days.get(day, 0.0) + chance
        return sorted(days.items())

    def is_open(self, doc: str) -> bool:
        """Say whether a document has no date."""
        return doc in self._open

    def unplaced(self, key: Key) -> list[Placed]:
        """Return the claims of a series whose days nothing tells, placed as if published amid what is open."""
        found = []
        for claim in (*self.untimed.get(key, ()), *self._adrift.get(key, ())):
            statement = statement_of(claim, self._prepared.case)
            if statement is None or claim.doc not in self._open:
                continue
            low, high, *_ = self._open[claim.doc]
            view = self.supposing(claim.doc, (low + high) // 2)
            days = view.days_of(statement.window, claim)
            if days is not None:
                found.append(Placed(view.figure_of(statement, *days), statement))
        return found

    def announces(self, claim: CountClaim) -> bool:
        """Say whether a claim's own document announces its very number."""
        said = (claim.measure, claim.low, claim.high)
        return any(
            other.status == "planned" and (other.measure, other.low, other.high) == said
            for other in self._by_doc.get(claim.doc, ())
        )

    def _related(self, group: str) -> bool:
        groups = self._prepared.case.groups
        return any(
            relation.relation == "subset" and groups.key(relation.left) == group
            for relation in self._prepared.case.settings.groups
        )

    def _place(self, claim: CountClaim) -> None:
        statement = statement_of(claim, self._prepared.case)
        if statement is None or statement.role in {"size", "ceiling"}:
            return
        statement = over_days(statement, self._prepared.case.retold.get(claim.id))
        days = self.days_of(statement.window, claim)
        if days is None:
            self.untimed[claim.measure, statement.series.group].append(claim)
            return
        figure = self.figure_of(statement, *days)
        self.placed[claim.measure, statement.series.group].append(Placed(figure, statement))

    def figure_of(self, statement: Statement, start: int, end: int) -> Figure:
        """Return a statement's figure over given days."""
        claim = statement.claim
        told = self._days.get(claim.doc)
        end = end if told is None else min(end, max(told, start))
        vague = statement.window.open_start or _is_vague(statement.window)
        unclear = vague and claim.measure not in STOCKS and not self._since(claim)
        speakers = self._prepared.case.speakers
        kind = speakers.kind(claim)
        return Figure(
            claim=claim.id,
            measure=claim.measure,
            start=end if claim.measure in STOCKS else start,
            end=end,
            low=claim.low,
            high=claim.high,
            approx=claim.approx,
            kind=kind,
            lag=_UNKNOWN_LAG if told is None else max(0, told - end),
            loose=claim.start_offset is not None and claim.weekday is None and claim.measure not in STOCKS,
            floor=statement.role == "floor" or unclear,
            source=speakers.key(claim),
            confidence=claim.confidence,
            promised=(claim.measure, claim.low, claim.high) in self._promised,
            dated=not statement.window.docs,
            stray=float(table("reporting")["terms"]["inferred"]) if statement.window.docs else 0.0,
            pinned=claim.id in self._prepared.case.settings.pinned,
            doc=claim.doc,
            first_hand=kind == MONITOR and speakers.publishes(claim),
        )

    def leaps(self, key: Key) -> tuple[int, ...]:
        """Return the days on which reports tell that a large part of a stock was let go."""
        counts = [(each.figure.end, each.figure.low or 0) for each in self.placed.get(key, ()) if each.figure.low]
        return leaps_by(self._releases.get(key[1], ()), counts) if key[0] == "held" else ()

    def is_printed(self, doc: str) -> bool:
        """Say whether a document prints its own date."""
        return doc in self._prepared.printed

    def told_last(self, claim: CountClaim) -> int | None:
        """Return the day of a dated document that tells nothing later by its date than this claim, else null."""
        supposed = self._supposed if self._supposed and self._supposed[0] == claim.doc else None
        printed = self._prepared.printed.get(claim.doc)
        day = supposed[1] if supposed else printed.toordinal() if printed else None
        if day is None or not _by_date(claim) or claim.end_date is None:
            return None
        others = self._by_doc.get(claim.doc, ())
        if any(o.end_date is not None and o.end_date > claim.end_date for o in others if _by_date(o)):
            return None
        return day

    def stocks_near(self, day: int) -> list[int]:
        """Return the counts of people held told within some weeks of a day, whatever their group."""
        near = int(table("reporting")["terms"]["mixed_up_days"])
        return [
            placed.figure.low
            for (measure, _), every in sorted(self.placed.items())
            if measure in STOCKS
            for placed in every
            if placed.figure.low and abs(placed.figure.end - day) <= near
        ]

    def announced(self, claim: CountClaim, day: int) -> list[int]:
        """Return the figures of a claim's measure announced some weeks before a day, but for those of other days."""
        near = int(table("reporting")["terms"]["mixed_up_days"])
        return [
            other.low
            for other in self._planned
            if other.measure == claim.measure
            and other.low
            and (told := self._days.get(other.doc)) is not None
            and -1 <= day - told <= near
            and _may_be_on(other, day)
        ]

    def _since(self, claim: CountClaim) -> bool:
        return claim.when_kind in {"since", "none"} and claim.measure in self._begun

    def days_of(self, window: Window, claim: CountClaim) -> tuple[int, int] | None:
        """Return a window's days, null where they hang on a document whose own day is open."""
        found = []
        for edge in (window.start, window.end):
            base = 0 if edge.doc is None else self._days.get(edge.doc)
            if base is None:
                return None
            slack = edge.early + edge.late
            middle = (edge.late - edge.early) // 2 if slack <= _VAGUE_START else -edge.early
            found.append(base + edge.day + (middle if edge.early < FAR else 0))
        start, end = found
        if window.weekday is not None and claim.weekday in WEEKDAYS:
            end -= (end - window.weekday) % 7
            return end, end
        if window.start.early >= FAR:
            start = self._begun[claim.measure] if self._since(claim) else end - _longest(window)
        return (start, end) if start <= end else None

    def figures(self, key: Key, accused: Container[str] = ()) -> list[Figure]:
        """Return a group's own figures, and what its narrower and wider groups' say of it, but for accused claims."""
        measure, group = key
        groups = self._prepared.case.groups
        own = _in_order(placed.figure for placed in self.placed.get(key, ()))
        every, own = own, without_parts_beyond_wholes(own)
        self.beyond |= {figure.claim for figure in every} - {figure.claim for figure in own}
        own = parts_as_floors(own)
        own += [each for each in self._sums if key == (each.measure, POPULATION) and each.claim not in accused]
        found = list(own)
        for (other_measure, other), placed in sorted(self.placed.items()):
            if other_measure != measure or other == group:
                continue
            theirs = _in_order(each.figure for each in placed if each.figure.claim not in accused)
            if groups.parent(other) == group:
                found += carried_over(own, theirs, wider=False, related=self._related(other))
            elif groups.parent(group) == other and other != BROADER:
                found += carried_over(own, theirs, wider=True, related=self._related(group))
        return once_per_origin(found)


def _spread_out(low: int, high: int, most: int, chance: float) -> list[tuple[int, float]]:
    """Return at most so many days of low..high, evenly spread, that share a chance."""
    number = min(most, high - low + 1)
    days = [low + (2 * i + 1) * (high - low + 1) // (2 * number) for i in range(number)]
    return [(day, chance / number) for day in days]


def _weeks(low: int, high: int) -> int:
    return min(_MOST_WEEKS, max(1, round((high - low + 1) / 7)))


def _in_order(figures: Iterable[Figure]) -> list[Figure]:
    """Return figures in an order of their own, so that the order of the claims tells nothing."""
    return sorted(figures, key=lambda f: (f.end, f.start, f.lag, f.claim))


def _may_be_on(claim: CountClaim, day: int) -> bool:
    """Say whether an announced day is this one, or one of the days around it."""
    first, last = claim.start_date, claim.end_date or claim.start_date
    if first is None or last is None:
        return True
    return first.toordinal() - _PUT_OFF <= day <= last.toordinal() + _PUT_OFF


def _by_date(claim: CountClaim) -> bool:
    """Say whether a claim tells something done by a printed date, not "on Monday" or "in the last month"."""
    return claim.status == "actual" and claim.when_kind in {"on", "between"} and claim.start_offset is None


def _is_vague(window: Window) -> bool:
    """Say whether a window's start is as good as open: "in recent months"."""
    return window.start.early + window.start.late > _VAGUE_START


def _longest(window: Window) -> int:
    """Return how far back a window without a start is taken to reach: "recent months" are less than a year."""
    return 300 if window.open_start else window.start.early
