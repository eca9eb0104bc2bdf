"""When a claim's figure holds: edges that are fixed days, or days counted from an undated document's publication.

Days are proleptic ordinals (`date.toordinal`), so that day mod 7 is the weekday with Monday = 1.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import msgspec
from dateutil.relativedelta import relativedelta

from habeas.reconcile.lexicon import prior
from habeas.values.claim import STOCKS, CountClaim
from habeas.values.spans import parse_duration

WEEKDAYS: Final = {
    name: number
    for number, name in enumerate(("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"))
}
_MONTH: Final = 30.44  # days of a mean month
FAR: Final = 36500  # days, a century: no edge of a window moves so far
SAME_START: Final = 3  # days within which totals count from one day
_LONG, _RIM = 28, 2  # windows of so many days may end so many days off
Days = tuple[int, int]  # the first and the last


@dataclass(frozen=True)
class Edge:
    """One end of a window: a fixed day (`doc` null) or days from the publication of `doc`; it may move a little.

    `early` and `late` are the days it may move either way, which is what "in the last two months" leaves open.
    """

    doc: str | None
    day: int
    early: int = 0
    late: int = 0


@dataclass(frozen=True)
class Window:
    """A closed interval of days; `weekday` (day mod 7) narrows it to one day of the week."""

    start: Edge
    end: Edge
    weekday: int | None = None
    open_start: bool = False

    @property
    def docs(self) -> frozenset[str]:
        """Undated documents the window hangs on."""
        return frozenset(edge.doc for edge in (self.start, self.end) if edge.doc is not None)

    @property
    def reach(self) -> Days:
        """All days that the edges leave; each counts from the day of the document that it hangs on, if any."""
        return self.start.day - self.start.early, self.end.day + self.end.late

    def begun(self, day: int | None) -> Window:
        """Return a total of no stated start as counted since a day at the latest, null for days unknown."""
        if day is None or not self.open_start or (self.end.doc is None and self.end.day < day):
            return self
        return replace(self, start=Edge(None, day, FAR, 0))

    def moved(self, start: int, end: int) -> Window:
        """Return the window with its edges moved by days."""
        return Window(
            Edge(self.start.doc, self.start.day + start, self.start.early, self.start.late),
            Edge(self.end.doc, self.end.day + end, self.end.early, self.end.late),
            self.weekday,
            self.open_start,
        )


def lies_within(days: Days, others: Days) -> bool:
    """Say whether days lie within others; the edges of a long stretch are not told to the day."""
    rim = _RIM if days[1] - days[0] >= _LONG else 0
    return others[0] - rim <= days[0] and days[1] <= others[1] + rim


def begin_together(start: int, asked: int, days: int) -> bool:
    """Say whether a total of about so many days counts from the day asked for: "since June" from some day of June."""
    is_month = date.fromordinal(start).day == 1 and 0 <= asked - start <= min(round(_MONTH), days // 10)
    return is_month or abs(start - asked) <= SAME_START


def beginnings(claims: Iterable[CountClaim]) -> dict[str, int]:
    """Return the day since which the totals of each measure are counted: that which most of the case's texts name."""
    starts: dict[str, Counter[int]] = defaultdict(Counter)
    for claim in claims:
        if claim.when_kind == "since" and claim.start_date is not None:
            starts[claim.measure][claim.start_date.toordinal()] += 1
    return {measure: min(c, key=lambda day: (-c[day], day)) for measure, c in starts.items()}


def as_running_total(claim: CountClaim) -> CountClaim:
    """Return a flow told "by" or "as of" a printed day, since nobody says when, as a running total; others as they are.

    It counts the whole time of its matter, as one told "since" does; "recently" hangs on the day of its report.
    """
    begun = claim.start_date is not None or claim.start_offset is not None
    until = claim.when_kind == "between" and claim.end_date is not None and claim.end_offset is None
    if begun or not until or claim.measure in STOCKS or claim.status != "actual":
        return claim
    return msgspec.structs.replace(claim, when_kind="since")


def offset_days(duration: str) -> int:
    """Return a signed ISO 8601 duration in days, months at their mean length."""
    delta = parse_duration(duration)
    return round((delta.years * 12 + delta.months) * _MONTH) + delta.days


def tolerance(days: int, duration: str | None) -> int:
    """Return how far the edge of "the last N months" may lie from the letter: a week on two, a month on six."""
    if days == 0:
        return 0
    if duration is None or "D" in duration.replace("P0D", ""):
        return 0 if abs(days) < 3 else 1
    return max(1, round(abs(days) / 8)) if abs(days) <= 120 else round(abs(days) / 6)


def window_of(claim: CountClaim, published: date | None, latest: int) -> Window | None:
    """Return a claim's window; null where neither the claim nor its document says anything of time.

    `latest` is the last day the case can speak of, for stocks and flows of documents dated by nothing.
    """
    doc = claim.doc if published is None else None
    base = 0 if published is None else published.toordinal()
    if claim.when_kind == "on" and claim.weekday in WEEKDAYS and claim.start_date is None:
        back = int(prior("windows", "weekday_days"))
        shift = offset_days(claim.end_offset) if claim.end_offset else 0
        return Window(Edge(doc, base + shift - back), Edge(doc, base + shift), WEEKDAYS[claim.weekday])
    start = _start(claim, doc, base)
    end = _end(claim, doc, base, latest)
    return Window(start, end, None, start.early >= FAR)


def _start(claim: CountClaim, doc: str | None, base: int) -> Edge:
    if claim.start_date is not None and (claim.start_offset is None or doc is None):
        days = offset_days(claim.start_offset) if claim.start_offset else 0
        slack = tolerance(days, claim.start_offset) if claim.start_offset else 0
        return Edge(None, claim.start_date.toordinal(), slack, slack)
    if claim.start_offset is not None:
        days = offset_days(claim.start_offset)
        slack = tolerance(days, claim.start_offset)
        return Edge(doc, base + days, slack, slack)
    if claim.when_kind == "between":
        near, far = int(prior("windows", "recent_days_min")), int(prior("windows", "recent_days_max"))
        if claim.end_date is not None:
            return Edge(None, claim.end_date.toordinal() - near, far - near, 0)
        return Edge(doc, base - near, far - near, 0)
    if claim.when_kind in {"at", "on"} and claim.end_date is not None:
        return Edge(None, claim.end_date.toordinal())
    if claim.when_kind in {"at", "on"}:
        return Edge(doc, base, 30 if claim.when_kind == "on" else 0, 0)
    if claim.end_date is not None and claim.end_offset is None:  # "by 5 May" says nothing of the report's own day
        return Edge(None, claim.end_date.toordinal(), FAR, 0)
    return Edge(doc, base, FAR, 0)


def _end(claim: CountClaim, doc: str | None, base: int, latest: int) -> Edge:
    if claim.end_date is not None and (claim.end_offset is None or doc is None):
        # "In May", written on 20 May, is May so far.
        begun = claim.start_date is None or claim.start_date.toordinal() <= base
        done = doc is None and begun and claim.status == "actual" and claim.when_kind in {"between", "since"}
        return Edge(None, min(claim.end_date.toordinal(), base) if done else claim.end_date.toordinal())
    if claim.end_offset is not None:
        days = offset_days(claim.end_offset)
        return Edge(doc, base + days, *(tolerance(days, claim.end_offset),) * 2)
    if claim.start_date is not None and claim.when_kind in {"at", "on"}:
        return Edge(None, claim.start_date.toordinal())
    return Edge(doc, min(base, latest) if doc is None else base)


def shift_months(day: int, months: int) -> int:
    """Return a day moved by calendar months."""
    return (date.fromordinal(day) + relativedelta(months=months)).toordinal()
