"""Words of custody that narrow nothing: a ministry's "people remanded" are its critics' "people held"."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Final

from habeas.reconcile.lexicon import table, words
from habeas.values.claim import STOCKS, CountClaim

_ALIKE: Final = 2  # times: counts farther apart are of other people
_SAME_WEEKS: Final = 60  # days within which a stock changes little
_SAME_TIME: Final = 1826  # ... and beyond which two counts tell nothing of each other
_BESIDE: Final = 1.05  # times a count must be exceeded by one of its report to be called a part by that
_Count = tuple[int, int]  # day, people


def in_any_custody(
    claims: Sequence[CountClaim],
    is_general: Callable[[str], bool],
    printed: Mapping[str, date],
    summed: Sequence[CountClaim] = (),
) -> frozenset[str]:
    """Return the counts of people held whose words of custody ("remanded", "awaiting trial") name the whole.

    Such words tell how somebody is held. They set nobody apart where counts by them lie within twice of, or between,
    those by general words, and no report gives such a count as a part, beside a larger one or beside the others that
    it is `summed` with, or far from one of the same weeks. `printed` are the days of the reports.
    """
    wholes: dict[str, list[_Count]] = defaultdict(list)
    own: list[CountClaim] = []
    largest: dict[tuple[str, str], int] = defaultdict(int)
    for claim in claims:
        if claim.measure not in STOCKS or claim.status != "actual" or not _number(claim):
            continue
        if is_general(claim.group):
            largest[claim.doc, claim.measure] = max(largest[claim.doc, claim.measure], _number(claim))
            day = _day(claim, printed)
            wholes[claim.measure] += [] if day is None else [(day, _number(claim))]
        elif _tells_custody(claim.group, is_general):
            own.append(claim)
    parted = {claim.measure for claim in own if largest[claim.doc, claim.measure] > _BESIDE * _number(claim)}
    called = [*summed, *(claim for claim in claims if claim.subset_of is not None)]
    parted |= {claim.measure for claim in called if _tells_custody(claim.group, is_general, alone=True)}
    found: dict[str, CountClaim] = {}
    for counts in wholes.values():
        counts.sort()
    # Each count taken for the whole shows how it went on.
    while more := [
        claim
        for claim in own
        if claim.id not in found
        and claim.measure not in parted
        and _continues(claim, _day(claim, printed), wholes[claim.measure])
    ]:
        found |= {claim.id: claim for claim in more}
        for claim in more:
            if (day := _day(claim, printed)) is not None:
                insort(wholes[claim.measure], (day, _number(claim)))
    return frozenset(found)


def _tells_custody(group: str, is_general: Callable[[str], bool], *, alone: bool = False) -> bool:
    """Say whether a group is general but for words of custody, which may stand `alone` ("12 awaiting trial")."""
    custody = set(table("groups")["custody"])
    own = words(group)
    rest = " ".join(word for word in own if word not in custody)
    return (alone or bool(rest)) and not custody.isdisjoint(own) and is_general(rest)


def _continues(claim: CountClaim, day: int | None, wholes: Sequence[_Count]) -> bool:
    number = _number(claim)
    if not wholes:
        return True
    if day is None:
        return any(_is_alike(number, other) for _, other in wholes)
    if not all(_is_alike(number, wholes[place][1]) for place in _within(wholes, day, _SAME_WEEKS)):
        return False
    near = _within(wholes, day, _SAME_TIME)
    now = bisect_left(wholes, (day, 0))
    around = [wholes[place][1] for place in (now - 1, now) if place in near]
    between = len(around) > 1 and min(around) <= number <= max(around)
    return between or any(_is_alike(number, wholes[place][1]) for place in near)


def _within(counts: Sequence[_Count], day: int, days: int) -> range:
    """Return the places of the counts, which are in the order of days, of so many days around one."""
    return range(bisect_left(counts, (day - days, 0)), bisect_left(counts, (day + days + 1, 0)))


def _is_alike(one: int, other: int) -> bool:
    return max(one, other) <= _ALIKE * min(one, other)


def _number(claim: CountClaim) -> int:
    return claim.low or claim.high or 0


def _day(claim: CountClaim, printed: Mapping[str, date]) -> int | None:
    day = claim.end_date or printed.get(claim.doc)
    return None if day is None else day.toordinal()
