"""When undated documents can have been published, as far as their cues and the case's dates say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from habeas.reconcile.lexicon import prior
from habeas.reconcile.windows import offset_days
from habeas.values.claim import CountClaim
from habeas.values.document import DatingCue, Document


@dataclass
class Span:
    """The days on which one undated document can have been published; `told` holds what sets either end."""

    low: int
    high: int
    told: dict[str, str] = field(default_factory=dict)

    @property
    def reasons(self) -> list[str]:
        """What sets the first and the last day, in words, each once."""
        return list(dict.fromkeys(self.told[end] for end in ("low", "high") if end in self.told))


@dataclass(frozen=True)
class EventLink:
    """A tie of an undated document to an event: days from publication to the event, and the days it can fall on."""

    doc: str
    low: int
    high: int
    days: tuple[int, ...]
    why: str


def spans(
    undated: Sequence[str], claims: Sequence[CountClaim], documents: Sequence[Document], cues: Sequence[DatingCue]
) -> dict[str, Span] | None:
    """Return the possible days of each undated document; null where nothing in the case has a date."""
    anchors = _anchors(claims, documents, cues)
    if not anchors:
        return None
    slack = int(prior("windows", "undated_span_days"))
    found = {doc: Span(min(anchors) - slack, max(anchors) + slack) for doc in undated}
    for cue in sorted(cues, key=lambda cue: (not cue.certain, cue.doc, cue.start)):
        if cue.doc in found:
            _narrow(found[cue.doc], cue)
    return found


def _anchors(claims: Sequence[CountClaim], documents: Sequence[Document], cues: Sequence[DatingCue]) -> list[int]:
    days = [document.published for document in documents]
    days += [day for claim in claims if claim.when_kind != "since" for day in (claim.start_date, claim.end_date)]
    days += [day for cue in cues for day in (cue.low, cue.high)]
    return [day.toordinal() for day in days if day is not None]


def _narrow(span: Span, cue: DatingCue) -> None:
    low = max(span.low, cue.low.toordinal()) if cue.low else span.low
    high = min(span.high, cue.high.toordinal()) if cue.high else span.high
    # A cue that contradicts the surer ones is left aside: better a wide interval than a wrong one.
    if low > high or (low, high) == (span.low, span.high):
        return
    why = cue.why or (f"it says “{cue.quote}”" if cue.quote else cue.kind.replace("_", " "))
    span.told |= {end: why for end, moved in (("low", low != span.low), ("high", high != span.high)) if moved}
    span.low, span.high = low, high


def event_links(
    found: Mapping[str, Span], cues: Sequence[DatingCue], documents: Sequence[Document]
) -> list[list[EventLink]]:
    """Return, event by event, the ties of documents to events that some document dates by day and month.

    The year of such an event follows from the documents that speak of it, so every year in question is possible.
    """
    published = {document.id: document.published.toordinal() for document in documents if document.published}
    named: dict[str, list[DatingCue]] = defaultdict(list)
    for cue in cues:
        if cue.event and (cue.doc in found or cue.doc in published):
            named[cue.event.lower().rstrip("s")].append(cue)
    links = []
    for event in sorted(named):
        days = _event_days(named[event], cues, found, published)
        if days:
            ties = [_link(cue, days) for cue in named[event] if cue.doc in found]
            links.append([tie for tie in ties if tie is not None])
    return [group for group in links if group]


def _event_days(
    cues: Sequence[DatingCue], others: Sequence[DatingCue], found: Mapping[str, Span], published: Mapping[str, int]
) -> tuple[int, ...]:
    month_days = {cue.month_day for cue in cues if cue.month_day}
    if len(month_days) != 1:
        return ()
    month, day = (int(part) for part in next(iter(month_days)).split("-")[-2:])
    lows = [found[cue.doc].low if cue.doc in found else published[cue.doc] for cue in cues]
    highs = [found[cue.doc].high if cue.doc in found else published[cue.doc] for cue in cues]
    years = _named_years(cues, others) or range(
        date.fromordinal(max(1, min(lows))).year - 1, date.fromordinal(max(highs)).year + 2
    )
    return tuple(found_day for year in years if (found_day := _day(year, month, day)))


def _named_years(cues: Sequence[DatingCue], others: Sequence[DatingCue]) -> tuple[int, ...]:
    """Return the year of an event that a text calls next year's and names, as two cues of one place tell together."""
    years = set()
    for cue in cues:
        for other in others:
            same = (other.doc, other.start, other.kind) == (cue.doc, cue.start, "relative_year")
            if same and other.low and other.low == other.low.replace(month=1, day=1) and cue.offset_high == "P730D":
                years.add(other.low.year + 1)
    return tuple(sorted(years)) if len(years) == 1 else ()


def _day(year: int, month: int, day: int) -> int:
    try:
        return date(year, month, day).toordinal()
    except ValueError:
        return 0


def _link(cue: DatingCue, days: tuple[int, ...]) -> EventLink | None:
    why = cue.why or f"it says “{cue.quote}”"
    if cue.offset_low is not None or cue.offset_high is not None:
        low = offset_days(cue.offset_low) if cue.offset_low else 0
        high = offset_days(cue.offset_high) if cue.offset_high else 366
        return EventLink(cue.doc, low - 3 if low > 3 else low, high + 3, days, why)
    if cue.kind == "past_event":
        return EventLink(cue.doc, -366, 0, days, why)
    return EventLink(cue.doc, 0, 366, days, why)
