"""Figures that no sum may take in: what a report only says again, and parts or other people beside a stock."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from habeas.reconcile.lexicon import prior
from habeas.reconcile.prepared.beside import Beside, Told
from habeas.reconcile.prepared.groups import Groups
from habeas.reconcile.prepared.let_out import Release, explains_fall, releases_of
from habeas.reconcile.prepared.numbers import is_within, rounds_to
from habeas.reconcile.prepared.repairs import swapped
from habeas.values.claim import STOCKS, CountClaim
from habeas.values.history import LeftOut

_HELD: Final = "held"
_LEAST: Final = 20  # smaller rounded numbers agree by chance
_ALIKE: Final = 1.3  # times: counts nearer each other are of the same people


def told_apart(
    claims: Sequence[CountClaim], printed: Mapping[str, date], groups: Groups, pinned: Container[str]
) -> list[LeftOut]:
    """Return the claims that no sum may take in, each with why, but for those that a judgement has pinned.

    `printed` are the days of the documents that print theirs.
    """
    found = (*said_again(claims, printed, groups), *parts_of_stocks(claims, printed, groups))
    return [item for item in found if item.claim not in pinned]


def said_again(claims: Sequence[CountClaim], printed: Mapping[str, date], groups: Groups) -> list[LeftOut]:
    """Return the rounded flows whose exact number the same report gives, as a headline or lead does.

    "More than 3,000" over "a total of 3,072" is no second release, nor is "9,000" over "9,248" of the same people. Only
    a figure with no days of its own, but that of its report, is taken so.
    """
    exact: dict[tuple[str, str, str], list[CountClaim]] = defaultdict(list)
    for claim in claims:
        if claim.low is not None and claim.low == claim.high and not claim.approx and claim.measure not in STOCKS:
            exact[claim.doc, claim.measure, claim.status].append(claim)
    found = []
    for claim in claims:
        number = _rounded(claim)
        if number is None or not _without_days(claim, printed):
            continue
        for other in exact[claim.doc, claim.measure, claim.status]:
            plain = claim.low == claim.high and not claim.approx
            alike = not plain or groups.key_of(other) == groups.key_of(claim)
            if other.id != claim.id and alike and rounds_to(other.low or 0, number):
                why = f"the same report gives it exactly: {other.low:,}"
                found.append(LeftOut(claim=claim.id, why=why))
                break
    return found


def _rounded(claim: CountClaim) -> int | None:
    """Return the round number that a bound or an approximate figure names, null for others."""
    if claim.low is None or claim.measure in STOCKS or claim.subset_of is not None:
        return None
    if claim.high is None:
        # "More than 3,000" is read as 3,001 at least.
        return next((n for n in (claim.low, claim.low - 1) if n >= _LEAST and n % 10 == 0), None)
    if claim.low != claim.high or claim.low < _LEAST:
        return None
    # Without "about" only hundreds and thousands are taken for rounded.
    return claim.low if claim.low % (10 if claim.approx else 100) == 0 else None


def _without_days(claim: CountClaim, printed: Mapping[str, date]) -> bool:
    if claim.when_kind == "none":
        return claim.start_date is None and claim.end_date is None
    own = claim.start_date is not None and claim.start_date != printed.get(claim.doc)
    own = own and claim.start_offset not in {"P0D", "-P0D"}
    return claim.when_kind == "on" and claim.weekday is None and not own


def parts_of_stocks(claims: Sequence[CountClaim], printed: Mapping[str, date], groups: Groups) -> list[LeftOut]:
    """Return counts of people held that are of a part, or of other people, by what stands beside them.

    Of several unequal counts of one day in one report the largest is the whole, unless other reports make it too large;
    of another day it may count as many as there were then. A count far below, or above, those of other reports before
    and after it is of others, if neither a slip of the pen nor a release told in between explains it.
    """
    series: dict[tuple[str, str], dict[Told, list[CountClaim]]] = defaultdict(lambda: defaultdict(list))
    for claim in claims:
        if claim.measure in STOCKS and claim.status == "actual" and _number(claim):
            told = claim.doc, _day(claim, printed)
            series[claim.measure, groups.key_of(claim)][told].append(claim)
    found: list[LeftOut] = []
    releases = releases_of(claims, printed, groups.key_of)
    for (measure, group), counts in series.items():
        gone = releases.get(group, []) if measure == _HELD else []
        levels = {told: max(_number(claim) for claim in each) for told, each in counts.items()}
        # What one report's whole is depends on the others', which may be too large themselves.
        for _ in range(2):
            beside = Beside(levels)
            levels = {told: _whole(told, each, beside) for told, each in counts.items()}
        beside = Beside(levels)
        for told, each in counts.items():
            found += _apart(each, levels[told], [] if _fell(told, levels[told], beside, gone) else beside.around(told))
    return found


def _fell(told: Told, number: int, beside: Beside, releases: Sequence[Release]) -> bool:
    """Say whether a count lies below the one before it because people were let go in between."""
    before, day = beside.before(told), told[1]
    if before is None or day is None:
        return False
    since, level = before
    return explains_fall(releases, since, day, level - number)


def _apart(each: Sequence[CountClaim], whole: int, around: Sequence[int]) -> Iterator[LeftOut]:
    for claim in each:
        if not is_within(_ALIKE, _number(claim), whole):
            beside = f"the same report counts {whole:,}"
        elif len(around) > 1 and all(_is_other(_number(claim), level) for level in around):
            beside = f"reports around it count {min(around):,} and {max(around):,}"
        else:
            continue
        yield LeftOut(claim=claim.id, why=f"{beside}: this is a part of them, or of other people")


def _whole(told: Told, each: Sequence[CountClaim], beside: Beside) -> int:
    """Return the count of a report that is the whole: the largest that the others' usual count allows."""
    numbers = sorted({_number(claim) for claim in each})
    usual = beside.usual(told[0]) if len(numbers) > 1 else None
    if usual is None:
        return numbers[-1]
    within = [number for number in numbers if is_within(prior("stocks", "part_below"), number, usual)]
    return within[-1] if within else min(numbers, key=lambda number: abs(math.log(number / usual)))


def _is_other(number: int, level: int) -> bool:
    """Say whether a count is too far from a level to be of the same people, and no slip of the pen makes it so."""
    within = level / prior("stocks", "part_below") <= number <= level * prior("stocks", "other_above")
    slips: Iterable[int] = (number * 10, number // 10, *swapped(number))
    return not within and not any(is_within(_ALIKE, slip, level) for slip in slips if slip)


def _number(claim: CountClaim) -> int:
    return claim.low if claim.low else claim.high or 0


def _day(claim: CountClaim, printed: Mapping[str, date]) -> int | None:
    day = claim.end_date or printed.get(claim.doc)
    return None if day is None else day.toordinal()
