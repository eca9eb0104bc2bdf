"""Running totals of one count in other words: "372 people", "418 protesters", "553 people", all since one day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Final

from habeas.reconcile.lexicon import table, words
from habeas.reconcile.prepared.windows import SAME_START
from habeas.values.claim import FLOWS, CountClaim

_GROWTH: Final = 2  # times: one number between totals no farther apart, or two between such at most this squared
_LEAST: Final = 30  # smaller totals agree by chance
_Total = tuple[int, int, CountClaim]  # first day, last day


def said_otherwise(
    claims: Sequence[CountClaim], key: Callable[[str], str], population: str, printed: Mapping[str, date]
) -> frozenset[str]:
    """Return the totals of a seeming part that continue the running totals of the whole.

    Reports of one process call those it counts "people", then "protesters", then "people". A total of other words is of
    the whole where that of before and that of after it, counted since the same day, leave it hardly another place; and
    only where no total of these words lies elsewhere. What a text calls a part, and women or men, are parts. `printed`
    are the days of the reports that print theirs, `key` gives the group of words.
    """
    runs: dict[tuple[str, str], list[_Total]] = defaultdict(list)
    for claim in claims:
        days = _days(claim, printed)
        if days is not None and (claim.low or 0) >= _LEAST:
            runs[claim.measure, key(claim.group)].append((*days, claim))
    found: set[str] = set()
    for (measure, group), own in runs.items():
        if group != population and _continue(own, runs.get((measure, population), [])):
            found |= {claim.id for _, _, claim in own}
    return frozenset(found)


def _continue(own: Sequence[_Total], whole: Sequence[_Total]) -> bool:
    """Say whether totals of other words continue those of the whole: none contradicts it, and near ones show it."""
    growths = []
    for start, end, claim in own:
        parted = any(word in part for word in words(claim.group) for part in table("groups")["partitions"].values())
        others = sorted((last, one.low or 0) for first, last, one in whole if abs(first - start) <= SAME_START)
        before = [number for last, number in others if last <= end][-1:]
        after = [number for last, number in others if last >= end][:1]
        if parted or claim.subset_of is not None:
            return False
        if any(number > (claim.low or 0) for number in before) or any(number < (claim.low or 0) for number in after):
            return False
        growths += [after[0] / before[0]] if before and after else []
    few, many = (sum(growth <= most for growth in growths) for most in (_GROWTH, _GROWTH**2))
    return few > 0 or many > 1


def _days(claim: CountClaim, printed: Mapping[str, date]) -> tuple[int, int] | None:
    """Return the first and the last day of a running total, null for other claims."""
    is_total = claim.measure in FLOWS and claim.when_kind == "since" and claim.status == "actual"
    if not is_total or claim.start_date is None:
        return None
    last = claim.end_date or printed.get(claim.doc)
    return None if last is None else (claim.start_date.toordinal(), last.toordinal())
