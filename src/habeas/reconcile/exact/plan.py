"""Where occasions and lumps may lie: the slots that a series' statements call for.

Free slots float over the whole time in question; they are for undated documents. Where windows are fixed, each reported
day gets a slot of its own and each gap that they tell apart gets a lump, which keeps the model linear.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from habeas.reconcile.prepared.statements import Alternative, Statement
from habeas.reconcile.prepared.windows import FAR, Window

OCCASION, LUMP = "occasion", "lump"
_MAX_FREE = 12  # occasions without days of their own that one model holds
_MAX_GAPS = 160  # gaps between windows in which a lump may lie; of more the longest are kept
_DAYS_BEFORE = 366  # of which a total without a start may tell beside what others do
_MANY_FIXED = 4  # fixed totals of which floating lumps cannot tell them all


@dataclass(frozen=True)
class SlotPlan:
    """A place for one occasion or lump on one of the days low..high; those of one `chain` follow each other."""

    kind: str
    low: int
    high: int
    chain: int


def is_fixed(window: Window) -> bool:
    """Say whether a window is two fixed days, free of any document's date."""
    return not window.docs


def horizon(windows: Sequence[Window], pubs: dict[str, tuple[int, int]]) -> tuple[int, int]:
    """Return the first and last day that any of the windows can reach, open starts not counted."""
    lows, highs = [], []
    for window in windows:
        for edge in (window.start, window.end):
            low, high = (0, 0) if edge.doc is None else pubs[edge.doc]
            early = 0 if edge.early >= FAR else edge.early
            lows.append(low + edge.day - early)
            highs.append(high + edge.day + edge.late)
    return min(lows), max(highs)


def with_days_before(span: tuple[int, int], statements: Sequence[Statement]) -> tuple[int, int]:
    """Return a horizon with days before it, where a total of no stated start may count people of then."""
    totals = [s for s in statements if s.role == "total" and s.window.open_start and s.law.high is not None]
    return (span[0] - _DAYS_BEFORE, span[1]) if totals else span


def plan_slots(
    statements: Sequence[Statement], readings: Sequence[Sequence[Alternative]], span: tuple[int, int]
) -> list[SlotPlan]:
    """Return the slots for statements and their alternative readings over the days of `span`."""
    slots, chains = _reported_days(statements)
    movable = any(window.docs for statement in statements for window in (statement.window,))
    waves = max((statement.waves or 0 for statement in statements), default=0)
    loose = {(s.window, s.claim.low, s.claim.high) for s in statements if s.role == "on" and not _is_day(s.window)}
    totals = {s.window for s in statements if s.role in {"total", "floor"}}
    free = min(_MAX_FREE, max(len(loose) + (1 if movable and totals else 0), waves + (1 if movable else 0)))
    slots += [SlotPlan(OCCASION, *span, chains)] * free
    floating = {window for window in totals if window.docs}
    mostly_fixed = len(totals) - len(floating) >= _MANY_FIXED
    if movable:
        slots += [SlotPlan(LUMP, *span, chains + 1)] * min(3, len(floating if mostly_fixed else totals) + 1)
    if mostly_fixed or not movable:
        slots += [SlotPlan(LUMP, low, high, chains + 2 + i) for i, (low, high) in enumerate(_gaps(readings, span))]
    return slots


def _is_day(window: Window) -> bool:
    return is_fixed(window) and window.end.day - window.start.day <= 3 and not window.start.early


def _reported_days(statements: Sequence[Statement]) -> tuple[list[SlotPlan], int]:
    days = sorted({(s.window.start.day, s.window.end.day) for s in statements if s.role == "on" and _is_day(s.window)})
    clusters: list[list[tuple[int, int]]] = []
    for day in days:
        if clusters and day[0] <= max(end for _, end in clusters[-1]) + 1:
            clusters[-1].append(day)
        else:
            clusters.append([day])
    slots = []
    for number, cluster in enumerate(clusters):
        low, high = cluster[0][0], max(end for _, end in cluster)
        slots += [SlotPlan(OCCASION, low, high, number)] * min(len(cluster), high - low + 1)
    return slots, len(clusters)


def _gaps(readings: Sequence[Sequence[Alternative]], span: tuple[int, int]) -> list[tuple[int, int]]:
    """Return the intervals between neighbouring window edges that some total covers."""
    windows = [a.window for group in readings for a in group if a.law.binds and is_fixed(a.window)]
    covers = []
    for window in windows:
        low = span[0] if window.start.early >= FAR else max(span[0], window.start.day - window.start.early)
        high = min(span[1], window.end.day + window.end.late)
        if low <= high:
            covers.append((low, high, window))
    cuts = set()
    for low, high, window in covers:
        cuts |= {low, high + 1}
        if window.start.early < FAR:
            cuts |= {window.start.day + window.start.late, window.start.day}
        cuts |= {window.end.day - window.end.early + 1, window.end.day + 1}
    ordered = sorted(cut for cut in cuts if span[0] <= cut <= span[1] + 1)
    gaps = [
        (low, high - 1)
        for low, high in pairwise(ordered)
        if any(start <= low and high - 1 <= end for start, end, _ in covers)
    ]
    return gaps if len(gaps) <= _MAX_GAPS else _thinned(gaps)


def _thinned(gaps: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Keep the longest gaps: where windows differ by days, a lump in the neighbouring gap stands for both."""
    kept = sorted(gaps, key=lambda gap: (gap[0] - gap[1], gap))[:_MAX_GAPS]
    return sorted(kept)
