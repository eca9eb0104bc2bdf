"""Mass releases beside counts of those held: before one there are many, after it few, and both are the same people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

import msgspec

from habeas.reconcile.prepared.numbers import is_within
from habeas.reconcile.prepared.windows import window_of
from habeas.reconcile.prepared.wording import day_text
from habeas.values.claim import CountClaim

_OUT: Final = frozenset({"freed", "expelled"})
_LEAST: Final = 20  # people: smaller releases empty no prison
_WAVE: Final = 31  # days over which one release may be told; what took longer is a total of several
_SUDDEN: Final = 3  # days within which a release has a day before and one after it
_AFTER: Final = 7  # days within which the rest is counted
_FALL: Final = 2  # times: a release explains a fall no farther from it, of those counted before; lists grow meanwhile
_EMPTIES: Final = 0.3  # of those held: a larger release is a leap of their number
_ALIKE: Final = 1.3  # times: as the difference of two counts that stand on either side of a release
GroupOf = Callable[[CountClaim], str]


class Release(NamedTuple):
    """People let go or banished within some days, as one report tells it."""

    first: int
    last: int
    people: int
    doc: str


def releases_of(claims: Sequence[CountClaim], printed: Mapping[str, date], key_of: GroupOf) -> dict[str, list[Release]]:
    """Return the releases of known days by the group that was let go."""
    found: dict[str, list[Release]] = defaultdict(list)
    for claim in claims:
        whole = claim.measure in _OUT and claim.status == "actual" and claim.subset_of is None
        window = window_of(claim, printed.get(claim.doc), date.max.toordinal()) if whole else None
        if window is None or window.docs or (claim.low or 0) < _LEAST:
            continue
        first, last = window.reach
        if 0 <= last - first <= _WAVE:
            found[key_of(claim)].append(Release(first, last, claim.low or 0, claim.doc))
    return found


def explains_fall(releases: Sequence[Release], since: int, until: int, fall: int) -> bool:
    """Say whether a release between the days of two counts is about as large as the fall from one to the other."""
    return fall > 0 and any(
        since < each.last and each.first <= until and is_within(_FALL, each.people, fall) for each in releases
    )


def leaps_by(releases: Sequence[Release], counts: Sequence[tuple[int, int]]) -> tuple[int, ...]:
    """Return the days on which releases took a large part of those held at once, by the `counts` (day, people) before.

    Reports of one release that leave different days open leave those that they share.
    """
    found: list[Release] = []
    for each in sorted(releases, key=lambda each: (each.last - each.first, each)):
        before = max((count for count in counts if count[0] < each.last), default=None)
        same = any(each.first <= one.last and one.first <= each.last for one in found)
        # Many more than were ever counted were others: a general amnesty empties no list of political prisoners.
        if before is not None and not same and _EMPTIES <= each.people / before[1] <= _FALL:
            found.append(each)
    return tuple(sorted(each.last for each in found))


def dated_before_releases(
    claims: Sequence[CountClaim], printed: Mapping[str, date], key_of: GroupOf
) -> tuple[list[CountClaim], list[str]]:
    """Return the claims, counts of no day that a release explains put on the day before it, and what was read so.

    A report of a release recalls how many were held: "135 let go; the last count was 151". Of whom it counts they are
    no more that day, where another report counts fewer by about as many on the days after.
    """
    releases = releases_of(claims, printed, key_of)
    rests = _dated_counts(claims, key_of)
    read, notes = [], []
    for claim in claims:
        found = next(_before(claim, releases, rests, printed, key_of), None) if _has_no_day(claim) else None
        if found is None:
            read.append(claim)
            continue
        release, rest = found
        day = date.fromordinal(release.first - 1)
        read.append(msgspec.structs.replace(claim, start_date=day, end_date=day))
        notes.append(
            f"{claim.low:,} held, of no day in {claim.doc}, is the count before {release.people:,} were let go on "
            f"{day_text(date.fromordinal(release.first))}: {rest.doc} counts {rest.low:,} after them"
        )
    return read, notes


def _has_no_day(claim: CountClaim) -> bool:
    held = claim.measure == "held" and claim.status == "actual" and claim.low is not None
    return held and (claim.start_date, claim.end_date, claim.start_offset, claim.end_offset) == (None,) * 4


def _dated_counts(claims: Sequence[CountClaim], key_of: GroupOf) -> dict[str, list[CountClaim]]:
    found: dict[str, list[CountClaim]] = defaultdict(list)
    for claim in claims:
        if claim.measure == "held" and claim.status == "actual" and claim.end_date is not None:
            found[key_of(claim)].append(claim)
    return found


def _before(
    claim: CountClaim,
    releases: Mapping[str, Sequence[Release]],
    rests: Mapping[str, Sequence[CountClaim]],
    printed: Mapping[str, date],
    key_of: GroupOf,
) -> Iterator[tuple[Release, CountClaim]]:
    """Yield the releases of a count's own report which another report's count shows to have come after it."""
    own = printed.get(claim.doc)
    for release in releases.get(key_of(claim), ()) if own is not None else ():
        sudden = release.doc == claim.doc and release.last - release.first < _SUDDEN
        if own is None or not sudden or not 0 <= own.toordinal() - release.last <= _SUDDEN:
            continue
        for rest in rests.get(key_of(claim), ()):
            days = rest.end_date.toordinal() - release.last if rest.end_date is not None else -1
            left = (claim.low or 0) - (rest.low or 0)
            if rest.doc != claim.doc and 0 <= days <= _AFTER and left > 0 and is_within(_ALIKE, left, release.people):
                yield release, rest
