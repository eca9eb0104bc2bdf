"""Those taken against those let go, as far as their ranges decide which are more."""

from __future__ import annotations

import msgspec

from habeas.publish.figures import Total, pairs, parts, total
from habeas.values.record import Record


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """Those taken against those let go over one period, and the difference (taken less let go).

    `settled` is "more" or "fewer" (taken than let go) where the ranges and what they rest on decide it, "likely more"
    or "likely fewer" where the ranges meet but each best value lies outside the other range,
    else "open": a total whose parts rest on bounds from below alone may be greater than any range says.
    """

    taken: Total
    freed: Total
    settled: str
    low: int | None
    best: int | None
    high: int | None

    @property
    def verdict(self) -> str:
        """The finding in words, without a full stop."""
        if self.settled == "open":
            return "whether more were detained than freed is open"
        likely = ", in all likelihood" if self.settled.startswith("likely") else ""
        return f"{self.settled.removeprefix('likely ')} were detained than freed{likely}"


def comparisons(record: Record) -> tuple[Comparison, ...]:
    """Return those detained against those freed, of one group and over much the same time."""
    keys = pairs(record)
    freed = [group for measure, group in keys if measure == "freed"]
    taken = [group for measure, group in keys if measure == "detained"]
    found = []
    for group in (group for group in freed if group in taken):
        out, into = total(record, "freed", group), total(record, "detained", group)
        if out is not None and into is not None and of_one_time(out, into):
            found.append(_compare(record, into, out))
    return tuple(found)


def of_one_time(one: Total, other: Total) -> bool:
    """Tell whether two totals span much the same time: half of the shorter one's days lie in the other's."""
    if one.first is None or one.end is None or other.first is None or other.end is None:
        return True
    shared = (min(one.end, other.end) - max(one.first, other.first)).days + 1
    return 2 * shared > min((one.end - one.first).days, (other.end - other.first).days)


def _compare(record: Record, taken: Total, freed: Total) -> Comparison:
    def minus(left: int | None, right: int | None) -> int | None:
        return left - right if left is not None and right is not None else None

    low, high = minus(taken.low, freed.high), minus(taken.high, freed.low)
    settled = "open"
    if low is not None and low > 0 and not _from_below(record, freed):
        settled = "more"
    elif high is not None and high < 0 and not _from_below(record, taken):
        settled = "fewer"
    elif _clearly(taken, freed) and not _from_below(record, freed):
        settled = "likely more"
    elif _clearly(freed, taken) and not _from_below(record, taken):
        settled = "likely fewer"
    return Comparison(
        taken=taken,
        freed=freed,
        settled=settled,
        low=low,
        best=minus(taken.best, freed.best),
        high=high,
    )


def _clearly(more: Total, less: Total) -> bool:
    """Tell whether one range lies above the other but for their ends: each best value is outside the other range."""
    if more.low is None or more.best is None or less.best is None or less.high is None:
        return False
    return more.low >= less.best and more.best >= less.high


def _from_below(record: Record, flow: Total) -> bool:
    """Tell whether a part of a total rests on figures that are bounds from below and nothing else."""
    behind = {claim for part in parts(flow) for claim in part.claims}
    open_above = {claim.id: claim.high is None for claim in record.claims if claim.id in behind}
    known = ([open_above[claim] for claim in part.claims if claim in open_above] for part in parts(flow))
    return any(found and all(found) for found in known)
