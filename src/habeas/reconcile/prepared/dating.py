"""When undated documents can have been published, as far as their cues and the case's dates say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from habeas.reconcile.lexicon import prior
from habeas.reconcile.prepared.numbers import is_round
from habeas.values.claim import CountClaim
from habeas.values.document import DatingCue, Document


@dataclass
class Span:
    """The days on which one undated document can have been published; `told` holds what sets either end.

    `sure` is set once a reason that no careless writer gets wrong has set an end.
    """

    low: int
    high: int
    told: dict[str, str] = field(default_factory=dict)
    sure: bool = False

    @property
    def reasons(self) -> list[str]:
        """What sets the first and the last day, in words, each once."""
        return list(dict.fromkeys(self.told[end] for end in ("low", "high") if end in self.told))

    @property
    def is_told(self) -> bool:
        """Say whether something dates the document: a sure reason, or reasons for either end."""
        return self.sure or len(self.told) > 1

    def narrow(self, low: int, high: int, why: str, *, sure: bool = True) -> bool:
        """Keep only the days low..high, and say whether that left fewer.

        A reason that contradicts the surer ones is left aside: better a wide interval than a wrong one.
        """
        low, high = max(low, self.low), min(high, self.high)
        if low > high or (low, high) == (self.low, self.high):
            return False
        self.told |= {end: why for end, moved in (("low", low != self.low), ("high", high != self.high)) if moved}
        self.low, self.high = low, high
        self.sure |= sure
        return True


def spans(
    undated: Sequence[str], claims: Sequence[CountClaim], documents: Sequence[Document], cues: Sequence[DatingCue]
) -> dict[str, Span] | None:
    """Return the possible days of each undated document; null where nothing in the case has a date."""
    anchors = _anchors(claims, documents, [cue for cue in cues if cue.doc in undated])
    if not anchors:
        return None
    slack = int(prior("windows", "undated_span_days"))
    found = {doc: Span(min(anchors) - slack, max(anchors) + slack) for doc in undated}
    published = [document.published.toordinal() for document in documents if document.published]
    for cue in sorted(cues, key=lambda cue: (not cue.certain, cue.doc, cue.start)):
        if cue.doc in found:
            _narrow(found[cue.doc], cue)
    _after_own_days(found, claims)
    _after_beginnings(found, claims)
    for cue in sorted(cues, key=lambda cue: (cue.doc, cue.start)):
        if cue.kind == "printed" and cue.month_day is not None and cue.doc in found:
            _by_company(found[cue.doc], cue, published)
    return found


def _by_company(span: Span, cue: DatingCue, published: Sequence[int]) -> None:
    """Keep the days near the case's other reports of those that a date printed without its year can be."""
    days = [
        day
        for year in range(date.fromordinal(max(1, span.low)).year, date.fromordinal(span.high).year + 1)
        if (day := _day_of(year, cue)) is not None and span.low <= day <= span.high
    ]
    far = {day: min((abs(day - other) for other in published), default=0) for day in days}
    near = [day for day in days if far[day] <= min(far.values()) + int(prior("dating", "company_days"))]
    if near:
        span.narrow(min(near), max(near) + 1, f"{cue.why}; of its years those near the other reports", sure=False)


def _day_of(year: int, cue: DatingCue) -> int | None:
    """Return a cue's day of a year; null where that year lacks it, or has it on another weekday than is printed."""
    month, day = (int(part) for part in (cue.month_day or "").split("-")[-2:])
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found.toordinal() if cue.weekday in {None, f"{found:%A}".lower()} else None


def _after_own_days(found: Mapping[str, Span], claims: Sequence[CountClaim]) -> None:
    """Keep documents, in place, from before the days on which they tell of people as taken, freed or held."""
    latest: dict[str, date] = {}
    for claim in claims:
        told = claim.status == "actual" and claim.start_date is not None and claim.start_offset is None
        if claim.doc in found and told and claim.start_date is not None:
            latest[claim.doc] = max(claim.start_date, latest.get(claim.doc, date.min))
    for doc, day in sorted(latest.items()):
        why = f"counts people on {day.day} {day:%B %Y} or later as a fact"
        found[doc].narrow(day.toordinal(), found[doc].high, why, sure=False)


def _after_beginnings(found: Mapping[str, Span], claims: Sequence[CountClaim]) -> None:
    """Keep documents, in place, from before the day since which they count, where another document names it too."""
    naming: dict[date, set[str]] = defaultdict(set)
    since = [c for c in claims if c.when_kind == "since" and c.status == "actual" and c.start_date is not None]
    for claim in since:
        if claim.start_date is not None:
            naming[claim.start_date].add(claim.doc)
    for day in sorted(naming):
        for doc in sorted(naming[day] & found.keys()) if len(naming[day]) > 1 else ():
            span = found[doc]
            span.narrow(day.toordinal(), span.high, f"counts since {day.day} {day:%B %Y}, as others do", sure=False)


def _anchors(claims: Sequence[CountClaim], documents: Sequence[Document], cues: Sequence[DatingCue]) -> list[int]:
    days = [document.published for document in documents]
    days += [day for claim in claims if claim.when_kind != "since" for day in (claim.start_date, claim.end_date)]
    # What a report of a printed day looks back on ("the largest since 1994") tells of no other report's day.
    days += [day for cue in cues for day in (cue.low, cue.high)]
    return [day.toordinal() for day in days if day is not None]


def _narrow(span: Span, cue: DatingCue) -> None:
    low = cue.low.toordinal() if cue.low else span.low
    high = cue.high.toordinal() if cue.high else span.high
    why = cue.why or (f"it says “{cue.quote}”" if cue.quote else cue.kind.replace("_", " "))
    span.narrow(low, high, why, sure=cue.certain)


def share_figures(found: Mapping[str, Span], claims: Sequence[CountClaim], documents: Sequence[Document]) -> None:
    """Narrow the days of undated documents that give the same unusual figures as a dated one, in place.

    A small figure may agree by chance. Of two or more exact ones that nobody rounds, or one of four digits, both
    documents tell of one event: the undated one is no older than that, and was seldom written long after the other.
    """
    published = {document.id: document.published.toordinal() for document in documents if document.published}
    told: dict[tuple[str, int], list[CountClaim]] = defaultdict(list)
    for claim in claims:
        if _is_unusual(claim) and claim.doc in published:
            told[claim.measure, claim.low or 0].append(claim)
    least, late = int(prior("dating", "shared_figures")), int(prior("dating", "shared_days"))
    alone = prior("dating", "shared_alone")
    undated: dict[str, set[tuple[str, int]]] = defaultdict(set)
    for claim in claims:
        if claim.doc in found and _is_unusual(claim):
            undated[claim.doc].add((claim.measure, claim.low or 0))
    for doc, own in sorted(undated.items()):
        matches: dict[str, list[CountClaim]] = defaultdict(list)
        for figure in sorted(own):
            for claim in {claim.doc: claim for claim in told.get(figure, ())}.values():
                matches[claim.doc].append(claim)
        for other in sorted(matches, key=lambda other: (-len(matches[other]), published[other], other)):
            if len(matches[other]) < least and all((claim.low or 0) < alone for claim in matches[other]):
                continue
            since = max(_told_of(claim, published[other]) for claim in matches[other])
            figures = " and ".join(f"{claim.low:,}" for claim in matches[other][:3])
            found[doc].narrow(since, published[other] + late, f"gives the same figures as {other}: {figures}")


def _is_unusual(claim: CountClaim) -> bool:
    exact = claim.low is not None and claim.low == claim.high and not claim.approx and claim.status == "actual"
    return exact and claim.low is not None and claim.low >= prior("dating", "shared_least") and not is_round(claim.low)


def _told_of(claim: CountClaim, published: int) -> int:
    """Return the first day on which a dated claim's figure can have been told."""
    if claim.when_kind in {"on", "at"} and claim.start_date is not None:
        return claim.start_date.toordinal()
    if claim.when_kind == "between" and claim.end_date is not None:
        return min(claim.end_date.toordinal(), published)
    return published - int(prior("dating", "report_delay_days"))
