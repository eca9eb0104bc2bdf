"""Parts of a whole that a report gives beside it: "177 convicted, 144 in the capital and 33 in other cities"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final

from habeas.reconcile.groups import Groups
from habeas.values.claim import STOCKS, CountClaim

_LEAST: Final = 10  # smaller numbers add up by chance
_MOST_PARTS: Final = 4
_MOST_CLAIMS: Final = 12  # figures of one report and window, beyond which sums arise by chance
_NEAR: Final = 400  # characters between a whole and its parts


def parts_of_flows(claims: Sequence[CountClaim], given: Sequence[CountClaim], groups: Groups) -> frozenset[str]:
    """Return the ids of flows that are parts of another figure of their report, of the same people and days.

    Either the report calls them so, or it gives them beside a whole that they add up to exactly. `claims` are those in
    use, `given` all of the case, in whose order claims refer to each other.
    """
    return frozenset([*_called(claims, given, groups), *_adding_up(claims, groups)])


def _called(claims: Sequence[CountClaim], given: Sequence[CountClaim], groups: Groups) -> Iterator[str]:
    used = {claim.id: claim for claim in claims}
    own: dict[str, list[str]] = defaultdict(list)
    for claim in given:
        own[claim.doc].append(claim.with_id().id)
    for claim in claims:
        told, place = own[claim.doc], claim.subset_of
        whole = used.get(told[place]) if place is not None and 0 <= place < len(told) else None
        if whole is not None and _same_people(claim, whole, groups):
            yield claim.id


def _same_people(part: CountClaim, whole: CountClaim, groups: Groups) -> bool:
    same = part.measure == whole.measure and part.status == whole.status and part.measure not in STOCKS
    return same and part.id != whole.id and _days(part) == _days(whole) and groups.key_of(part) == groups.key_of(whole)


def _days(claim: CountClaim) -> tuple[object, ...]:
    return (
        claim.when_kind,
        claim.start_date,
        claim.end_date,
        claim.start_offset,
        claim.end_offset,
        claim.weekday,
    )


def _adding_up(claims: Sequence[CountClaim], groups: Groups) -> Iterator[str]:
    beside: dict[tuple[object, ...], list[CountClaim]] = defaultdict(list)
    for claim in claims:
        if claim.low and claim.low == claim.high and not claim.approx and claim.measure not in STOCKS:
            beside[claim.doc, claim.measure, claim.status, groups.key_of(claim), _days(claim)].append(claim)
    for own in beside.values():
        if not 2 < len(own) <= _MOST_CLAIMS:
            continue
        for whole in own:
            yield from _parts(whole, [one for one in own if one.id != whole.id])


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
