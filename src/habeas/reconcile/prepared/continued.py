"""Counts without a time that continue a running total: "4,228 since October", then "7,200 have been detained"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import Final

from habeas.reconcile.prepared.waves import is_more, is_size_of_each
from habeas.reconcile.prepared.windows import SAME_START
from habeas.values.claim import FLOWS, CountClaim

_GROWTH: Final = 4  # times the last total at most, where no later one bounds it
_LEAST: Final = 30  # smaller numbers lie between others by chance
_Run = list[tuple[int, int]]  # of running totals: last day, people


def continuing(
    claims: Sequence[CountClaim],
    key: Callable[[CountClaim], str],
    begun: Mapping[str, int],
    printed: Mapping[str, date],
    parts: Collection[str],
) -> frozenset[str]:
    """Return the counts of no stated time that are read as running totals up to the day of their reports.

    Of a process counted since one day, who says "7,200 have been detained" names no start again. Such a count is the
    next total where it is no smaller than those of days before, no larger than those of days after, and not far above
    the last. Else it stays what it was: so many at least, by the day of its report. `begun` is the first day of each
    measure's totals, `printed` are the days of the reports that print theirs; `parts` continue nothing.
    """
    runs: dict[tuple[str, str], _Run] = defaultdict(list)
    for claim in claims:
        last = claim.end_date or printed.get(claim.doc)
        if _is_total(claim, begun) and last is not None and claim.id not in parts:
            runs[claim.measure, key(claim)].append((last.toordinal(), claim.low or 0))
    found: set[str] = set()
    untimed = [c for c in claims if _is_open(c) and c.measure in begun and c.doc in printed and c.id not in parts]
    for claim in sorted(untimed, key=lambda c: (printed[c.doc], c.low or 0, c.id)):
        run, day = runs.get((claim.measure, key(claim)), []), printed[claim.doc].toordinal()
        if _continues(claim.low or 0, day, run):
            run.append((day, claim.low or 0))
            found.add(claim.id)
    return frozenset(found)


def _is_total(claim: CountClaim, begun: Mapping[str, int]) -> bool:
    """Say whether a flow is counted since the day from which its measure's totals are."""
    first = begun.get(claim.measure)
    if first is None or claim.status != "actual" or (claim.low or 0) < _LEAST:
        return False
    if claim.start_date is None:
        return claim.when_kind == "since" and claim.start_offset is None
    return claim.when_kind in {"since", "between"} and abs(claim.start_date.toordinal() - first) <= SAME_START


def _is_open(claim: CountClaim) -> bool:
    """Say whether a flow is told as done, without a time, by a number neither small nor vague nor one of several."""
    timeless = claim.when_kind == "none" and claim.start_date is None and claim.start_offset is None
    told = claim.measure in FLOWS and claim.status == "actual" and (claim.low or 0) >= _LEAST
    exact = claim.high is None or claim.high == claim.low
    several = claim.subset_of is not None or is_more(claim) or is_size_of_each(claim)
    return timeless and told and exact and not several


def _continues(number: int, day: int, run: _Run) -> bool:
    before = max((people for last, people in run if last <= day), default=None)
    after = min((people for last, people in run if last > day), default=None)
    if before is None or number < before or (after is not None and number > after):
        return False
    return after is not None or number <= _GROWTH * before
