"""Parts of a whole that a report gives beside it: "177 convicted, 144 in the capital and 33 in other cities"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final

from habeas.reconcile.prepared.groups import Groups
from habeas.values.claim import STOCKS, CountClaim

_LEAST: Final = 10  # smaller numbers add up by chance
_MOST_PARTS: Final = 4  # figures that make a sum; with more some sum arises by chance
_MOST_CLAIMS: Final = 12  # figures of one report and window, beyond which sums arise by chance
_TIMES: Final = 20  # a count so many times another is no slip of its pen: a digit too many makes ten times
_APART: Final = 1  # days between those of a part and those of its whole
_NEAR: Final = 400  # characters between a whole and its parts


def parts_of_flows(claims: Sequence[CountClaim], given: Sequence[CountClaim], groups: Groups) -> dict[str, CountClaim]:
    """Return, by the id of each flow that is a part of another figure of its people, that whole, on whose days it is.

    Either the report calls them so, or it gives them beside a whole that they add up to exactly, or that is at least
    twice as large and told in other words ("90 political prisoners ... and 15 people"). A part of what another report
    counts stands for itself. `claims` are those in use, `given` all of the case, in whose order claims refer to each
    other.
    """
    called = list(_called_parts(claims, given))
    return dict(
        [
            *((part.id, part) for part in _told_alone(claims, called, groups)),
            *_beside(claims, groups),
            *_adding_up(claims, groups),
            *((part.id, whole) for part, whole in called if _same_people(part, whole, groups)),
        ]
    )


def _called_parts(claims: Sequence[CountClaim], given: Sequence[CountClaim]) -> Iterator[tuple[CountClaim, CountClaim]]:
    """Yield the claims that their reports call parts of others, with these."""
    used = {claim.id: claim for claim in claims}
    own: dict[str, list[str]] = defaultdict(list)
    for claim in given:
        own[claim.doc].append(claim.with_id().id)
    for claim in claims:
        told, place = own[claim.doc], claim.subset_of
        whole = used.get(told[place]) if place is not None and 0 <= place < len(told) else None
        if whole is not None:
            yield claim, whole


def _told_alone(
    claims: Sequence[CountClaim], called: Sequence[tuple[CountClaim, CountClaim]], groups: Groups
) -> Iterator[CountClaim]:
    """Yield the exact counts of a day that are of a part of those whom another report counts on that day.

    Either that report calls as many a part ("139 were freed on Monday, 76 of them in one district", and elsewhere "a
    court freed 76 on Monday"), or its parts add up to many times more ("two were freed on Monday"). Without its parts a
    count so much larger may be no count of that day.
    """
    of_a_day = [(part, whole) for part, whole in called if _is_of_a_day(part) and _is_of_a_day(whole)]
    wholes: dict[tuple[object, ...], set[str]] = defaultdict(set)
    for part, whole in of_a_day:
        if _LEAST <= (part.low or 0) < (whole.low or 0):
            wholes[part.low, *_day(whole, groups)].add(whole.doc)
    sums = _sums(of_a_day, groups)
    alone: dict[tuple[object, ...], list[CountClaim]] = defaultdict(list)
    for claim in claims:
        if claim.subset_of is not None or not claim.low or not _is_of_a_day(claim):
            continue
        day = _day(claim, groups)
        most = max((whole.low or 0 for whole in sums.get(day, ()) if whole.doc != claim.doc), default=0)
        if wholes[claim.low, *day] - {claim.doc} or most > _TIMES * claim.low:
            alone[claim.doc, *day].append(claim)
    for claim in claims:
        if any(part is claim or _rounds(claim, part) for part in alone.get((claim.doc, *_day(claim, groups)), ())):
            yield claim


def _sums(
    called: Sequence[tuple[CountClaim, CountClaim]], groups: Groups
) -> dict[tuple[object, ...], list[CountClaim]]:
    """Return the wholes that their parts, each smaller, add up to, by their day."""
    parts: dict[str, int] = defaultdict(int)
    for part, whole in called:
        parts[whole.id] += (part.low or 0) if (part.low or 0) < (whole.low or 0) else 0
    found: dict[tuple[object, ...], list[CountClaim]] = defaultdict(list)
    for whole in {whole.id: whole for _, whole in called}.values():
        if parts[whole.id] == whole.low:
            found[_day(whole, groups)].append(whole)
    return found


def _rounds(claim: CountClaim, part: CountClaim) -> bool:
    """Say whether a vague count may be that of a part which its report gives exactly: "dozens" above "76 people"."""
    vague = claim.start_date == claim.end_date and (claim.approx or claim.low != claim.high)
    return vague and (claim.low or 0) <= (part.low or 0) and (claim.high is None or claim.high >= (part.high or 0))


def _is_of_a_day(claim: CountClaim) -> bool:
    exact = claim.low is not None and claim.low == claim.high and not claim.approx and claim.measure not in STOCKS
    return exact and claim.start_date is not None and claim.start_date == claim.end_date


def _day(claim: CountClaim, groups: Groups) -> tuple[object, ...]:
    return claim.measure, claim.status, claim.start_date, groups.key_of(claim)


def _same_people(part: CountClaim, whole: CountClaim, groups: Groups) -> bool:
    same = part.measure == whole.measure and part.status == whole.status and part.measure not in STOCKS
    return same and part.id != whole.id and _near(part, whole) and groups.key_of(part) == groups.key_of(whole)


def _near(part: CountClaim, whole: CountClaim) -> bool:
    """Say whether a part's days are those of its whole, or days given for both lie next to each other.

    "3,085 were freed", the report says of its own day, "724 and 2,361 of them on Wednesday".
    """
    if days_told(part) == days_told(whole):
        return True
    if part.start_date is None or part.end_date is None or whole.start_date is None or whole.end_date is None:
        return False
    return (part.start_date - whole.end_date).days <= _APART and (whole.start_date - part.end_date).days <= _APART


def days_told(claim: CountClaim) -> tuple[object, ...]:
    """Return all that a claim says of its days."""
    return (
        claim.when_kind,
        claim.start_date,
        claim.end_date,
        claim.start_offset,
        claim.end_offset,
        claim.weekday,
    )


def _beside(claims: Sequence[CountClaim], groups: Groups) -> Iterator[tuple[str, CountClaim]]:
    for own in _of_one_day(claims, groups).values():
        whole = max(own, key=lambda claim: (claim.low or 0, claim.id))
        for part in own:
            if part.group != whole.group and 2 * (part.low or 0) <= (whole.low or 0):
                yield part.id, whole


def _of_one_day(claims: Sequence[CountClaim], groups: Groups) -> dict[tuple[object, ...], list[CountClaim]]:
    """Return the exact flows of each report, measure, group and days."""
    found: dict[tuple[object, ...], list[CountClaim]] = defaultdict(list)
    for claim in claims:
        if claim.low and claim.low == claim.high and not claim.approx and claim.measure not in STOCKS:
            found[claim.doc, claim.measure, claim.status, groups.key_of(claim), days_told(claim)].append(claim)
    return found


def _adding_up(claims: Sequence[CountClaim], groups: Groups) -> Iterator[tuple[str, CountClaim]]:
    for own in _of_one_day(claims, groups).values():
        if not 2 < len(own) <= _MOST_CLAIMS:
            continue
        for whole in own:
            yield from ((part, whole) for part in _parts(whole, [one for one in own if one.id != whole.id]))


def _parts(whole: CountClaim, others: Sequence[CountClaim]) -> tuple[str, ...]:
    number = whole.low or 0
    near = [one for one in others if abs(one.start - whole.start) <= _NEAR and 0 < (one.low or 0) < number]
    if number < _LEAST:
        return ()
    for count in range(2, _MOST_PARTS + 1):
        for parts in combinations(near, count):
            if sum(part.low or 0 for part in parts) == number:
                return tuple(part.id for part in parts)
    return ()
