"""Named events that several reports speak of: one report dates the election that another awaits "next month".

Cues of one kind ("election") are brought together as events, each with the days on which it can have fallen. An
event then dates the documents that name it. Where no year can be told, the solver chooses one (`EventLink`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from habeas.reconcile.prepared.dating import Span
from habeas.reconcile.prepared.windows import offset_days
from habeas.values.document import DatingCue, Document

_AHEAD_DAYS: Final = 366  # what a text without a year calls "coming" comes within so many days
_ROUNDS: Final = 3  # of settling years from one another; names seldom lean on more
_SLACK: Final = 3  # "next month" is told with a few days to spare
_FOREVER: Final = date.max.toordinal()


@dataclass(frozen=True)
class EventLink:
    """A tie of an undated document to an event: days from publication to the event, and the days it can fall on."""

    doc: str
    low: int
    high: int
    days: tuple[int, ...]
    why: str


@dataclass
class Event:
    """One event: its kind, the adjective that tells it from others, the days it can fall on, and who says so."""

    kind: str
    detail: str | None
    low: int
    high: int
    by: str
    told: set[str] = field(default_factory=set)

    def is_named_by(self, cue: DatingCue) -> bool:
        """Say whether a cue's words can mean this event."""
        return self.kind == _kind(cue) and (None in {self.detail, cue.event_detail} or self.detail == cue.event_detail)

    def meets(self, low: int, high: int) -> bool:
        """Say whether the event can fall within low..high."""
        return self.low <= high and low <= self.high

    def keep(self, low: int, high: int, cue: DatingCue) -> None:
        """Keep only the days low..high, as a cue tells."""
        self.told.add(cue.doc)
        self.detail = self.detail or cue.event_detail
        if low > self.low or high < self.high:
            self.low, self.high, self.by = max(low, self.low), min(high, self.high), cue.doc

    @property
    def when(self) -> str:
        """The day of the event, or the days it can fall on, in words."""
        first, last = date.fromordinal(self.low), date.fromordinal(self.high)
        if first == last:
            return f"on {first.day} {first:%B %Y}"
        return f"between {first.day} {first:%B %Y} and {last.day} {last:%B %Y}"


def tie_events(
    found: Mapping[str, Span], cues: Sequence[DatingCue], documents: Sequence[Document]
) -> list[list[EventLink]]:
    """Narrow the days of undated documents by the events they name and others date; return what stays open.

    `found` is changed in place. A link is returned for each kind of event of which only day and month are told.
    """
    published = {document.id: document.published for document in documents if document.published}
    naming = [cue for cue in cues if cue.event and (cue.doc in found or cue.doc in published)]
    events = _dated_events(naming, published)
    yearless = [cue for cue in naming if cue.month_day and cue.event_low is None and cue.doc in found]
    for _ in range(_ROUNDS):
        yearless = [cue for cue in yearless if not _settle_year(cue, events, found[cue.doc])]
        ordered = sorted(naming, key=lambda cue: (not cue.certain, cue.doc, cue.start))
        moved = [_date_by(cue, events, found[cue.doc]) for cue in ordered if cue.doc in found]
        if not any(moved):
            break
    return _open_links(yearless, naming, found, published)


def _kind(cue: DatingCue) -> str:
    return (cue.event or "").lower().rstrip("s")


def _dated_events(cues: Iterable[DatingCue], published: Mapping[str, date]) -> list[Event]:
    """Bring together what texts say of one event, the closest dates first; what could mean two events dates none."""
    told = [(days, cue) for cue in cues if (days := _days_told(cue, published.get(cue.doc))) is not None]
    events: list[Event] = []
    for (low, high), cue in sorted(told, key=lambda pair: (pair[0][1] - pair[0][0], pair[1].doc, pair[1].start)):
        meant = [event for event in events if event.is_named_by(cue) and event.meets(low, high)]
        if len(meant) == 1:
            meant[0].keep(low, high, cue)
        elif not meant:
            events.append(Event(_kind(cue), cue.event_detail, low, high, cue.doc, {cue.doc}))
    return events


def _days_told(cue: DatingCue, published: date | None) -> tuple[int, int] | None:
    """Return the days within which a cue puts its event by itself, or by its document's printed date."""
    if cue.event_low is not None and cue.event_high is not None:
        return cue.event_low.toordinal(), cue.event_high.toordinal()
    if published is None:
        return None
    if cue.month_day is not None:
        day = _nearest(cue, published)
        return (day, day) if day else None
    low, high = _offsets(cue)
    if low is None or high is None:
        return None
    first, last = published.toordinal() + low, published.toordinal() + high
    if cue.event_years is not None:
        year = published.year + cue.event_years
        first, last = max(first, date(year, 1, 1).toordinal()), min(last, date(year, 12, 31).toordinal())
    return (first, last) if first <= last else None


def _nearest(cue: DatingCue, published: date) -> int:
    """Return the day that a dated text means by a day and month: the nearest, ahead or behind where it says which."""
    own, ahead = published.toordinal(), cue.kind == "future_event"
    days = [_day(year, cue.month_day or "") for year in (published.year - 1, published.year, published.year + 1)]
    sides = [day for day in days if day and (not cue.certain or (day >= own if ahead else day <= own))]
    return min(sides, key=lambda day: abs(day - own), default=0)


def _offsets(cue: DatingCue) -> tuple[int | None, int | None]:
    low, high = (offset_days(text) if text else None for text in (cue.offset_low, cue.offset_high))
    return low, high


def _settle_year(cue: DatingCue, events: Sequence[Event], span: Span) -> bool:
    """Find the one event whose days hold a day and month told without a year, and put it on that day."""
    fitting: list[tuple[Event, int]] = []
    for event in events:
        if not event.is_named_by(cue) or cue.month_day is None:
            continue
        years = range(date.fromordinal(event.low).year, date.fromordinal(event.high).year + 1)
        days = [day for year in years if event.low <= (day := _day(year, cue.month_day)) <= event.high]
        ahead = cue.kind == "future_event"
        fitting += [(event, day) for day in days if (day >= span.low if ahead else day <= span.high)]
    if len(fitting) != 1:
        return False
    event, day = fitting[0]
    event.keep(day, day, cue)
    return True


def _date_by(cue: DatingCue, events: Sequence[Event], span: Span) -> bool:
    """Narrow the days of a document by the events that a cue of it can mean; say whether that left fewer."""
    meant = [(event, days) for event in events if (days := _written(cue, event)) is not None]
    meant = [(event, days) for event, days in meant if days[0] <= span.high and span.low <= days[1]]
    if not meant:
        return False
    low, high = min(days[0] for _, days in meant), max(days[1] for _, days in meant)
    event = meant[0][0]
    name = " ".join(word for word in (event.detail, event.kind) if word)
    placed = (
        f"puts the {name} {event.when}"
        if event.by == cue.doc
        else f"awaits the {name} that {event.by} puts {event.when}"
    )
    if cue.kind == "past_event":
        placed = placed.replace("awaits", "looks back on")
    quoted = f" (“{cue.quote}”)" if cue.quote and event.by != cue.doc else ""
    return span.narrow(low, high, placed + quoted)


def _written(cue: DatingCue, event: Event) -> tuple[int, int] | None:
    """Return the days on which a text with this cue can have been written if it means the event, null if it cannot."""
    if not event.is_named_by(cue):
        return None
    if cue.event_low is not None and cue.event_high is not None:
        if not event.meets(cue.event_low.toordinal(), cue.event_high.toordinal()):
            return None
    elif cue.month_day is not None and not _holds(event, cue.month_day):
        return None
    low, high = _offsets(cue)
    if low is not None and high is not None:
        first, last = event.low - high - _spare(high), event.high - low + _spare(low)
        years = {date.fromordinal(day).year for day in (event.low, event.high)}
        if cue.event_years is not None and len(years) == 1:
            year = years.pop() - cue.event_years
            first, last = max(first, date(year, 1, 1).toordinal()), min(last, date(year, 12, 31).toordinal())
        return (first, last) if first <= last else None
    if cue.kind == "past_event":
        return event.low, _FOREVER
    return (1 if cue.event_low is not None else event.low - _AHEAD_DAYS), event.high


def _spare(offset: int) -> int:
    """Return the days by which a distance may be missed: none where it is told as a day or two."""
    return _SLACK if abs(offset) > _SLACK else 0


def _holds(event: Event, month_day: str) -> bool:
    years = range(date.fromordinal(event.low).year, date.fromordinal(event.high).year + 1)
    return any(event.low <= _day(year, month_day) <= event.high for year in years)


def _open_links(
    yearless: Sequence[DatingCue],
    naming: Sequence[DatingCue],
    found: Mapping[str, Span],
    published: Mapping[str, date],
) -> list[list[EventLink]]:
    """Return, kind by kind, the ties of documents to an event of a known day and month whose year nothing settles."""
    links = []
    for kind in sorted({_kind(cue) for cue in yearless}):
        own = [cue for cue in naming if _kind(cue) == kind and cue.event_low is None]
        days = _possible_days(own, found, published)
        ties = [_link(cue, days) for cue in own if cue.doc in found] if days else []
        if ties:
            links.append(ties)
    return links


def _possible_days(
    cues: Sequence[DatingCue], found: Mapping[str, Span], published: Mapping[str, date]
) -> tuple[int, ...]:
    month_days = {cue.month_day for cue in cues if cue.month_day}
    if len(month_days) != 1:
        return ()
    lows = [found[cue.doc].low if cue.doc in found else published[cue.doc].toordinal() for cue in cues]
    highs = [found[cue.doc].high if cue.doc in found else published[cue.doc].toordinal() for cue in cues]
    years = range(date.fromordinal(max(1, min(lows))).year - 1, date.fromordinal(max(highs)).year + 2)
    return tuple(day for year in years if (day := _day(year, next(iter(month_days)))))


def _day(year: int, month_day: str) -> int:
    month, day = (int(part) for part in month_day.split("-")[-2:])
    try:
        return date(year, month, day).toordinal()
    except ValueError:
        return 0


def _link(cue: DatingCue, days: tuple[int, ...]) -> EventLink:
    why = cue.why or f"it says “{cue.quote}”"
    low, high = _offsets(cue)
    if low is not None or high is not None:
        low, high = low or 0, high if high is not None else _AHEAD_DAYS
        return EventLink(cue.doc, low - _spare(low), high + _spare(high), days, why)
    if cue.kind == "past_event":
        return EventLink(cue.doc, -_AHEAD_DAYS, 0, days, why)
    return EventLink(cue.doc, 0, _AHEAD_DAYS, days, why)
