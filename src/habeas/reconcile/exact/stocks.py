"""Stocks: how many are held (or missing) at a day, by group and by who counts."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from habeas.reconcile.lexicon import prior
from habeas.reconcile.prepared.groups import POPULATION
from habeas.reconcile.prepared.laws import law_of
from habeas.reconcile.prepared.listed import Listed
from habeas.reconcile.prepared.prepare import Prepared
from habeas.reconcile.prepared.statements import Case
from habeas.reconcile.prepared.windows import window_of
from habeas.reconcile.prepared.wording import bounds_text
from habeas.values.claim import STOCKS, CountClaim
from habeas.values.history import Stock

_OPEN_DAYS = 183  # a count whose day is open by more than half a year has none
_QUANTILE = -math.log(0.05)


class _Count(NamedTuple):
    """A count at its day: as it is read, as it is printed where that differs, and the list it is the sum of."""

    day: int
    claim: CountClaim
    printed: CountClaim | None = None
    listed: Listed | None = None

    @property
    def claims(self) -> tuple[str, ...]:
        """The claims that the count rests on."""
        return (self.claim.id,) if self.listed is None else tuple(part.id for part in self.listed.parts)


def stock_days(prepared: Prepared, published: Mapping[str, tuple[int, int, int]]) -> dict[str, int]:
    """Return the day of each count of a stock that has one, by its claim: whose document is of a day, or nearly so."""
    found = {}
    for claim in prepared.claims:
        if claim.measure in STOCKS and claim.status == "actual":
            day = _day(claim, prepared, published)
            if day is not None:
                found[claim.id] = day
    return found


def stocks_of(prepared: Prepared, days: Mapping[str, int], mended: Mapping[str, CountClaim]) -> tuple[Stock, ...]:
    """Return each count of a stock at its day, bounded by its own law, in the order of days.

    `mended` are the counts that are read otherwise than printed.
    """
    found: dict[tuple[str, str, int], list[_Count]] = defaultdict(list)
    for claim in prepared.claims:
        if claim.id in days:
            day = days[claim.id]
            count = _Count(day, mended.get(claim.id, claim), claim if claim.id in mended else None)
            found[claim.measure, prepared.case.groups.key_of(claim), day].append(count)
    for listed in prepared.lists:
        if listed.whole.id in days:
            day = days[listed.whole.id]
            found[listed.whole.measure, POPULATION, day].append(_Count(day, listed.whole, listed=listed))
    case = prepared.case
    stocks = [
        _stock(sorted(counts, key=lambda count: _rank(count.claim, case)), case.groups.name(group))
        for (_, group, _), counts in found.items()
    ]
    return tuple(sorted(stocks, key=lambda stock: (stock.measure, stock.group, stock.date, stock.source)))


def _day(claim: CountClaim, prepared: Prepared, published: Mapping[str, tuple[int, int, int]]) -> int | None:
    window = window_of(claim, prepared.case.published(claim.doc), prepared.case.latest)
    if window is None:
        return None
    if window.end.doc is None:
        return window.end.day
    span = prepared.spans[claim.doc]
    low, best, high = published.get(claim.doc, (span.low, (span.low + span.high) // 2, span.high))
    # A stock changes: a count of some day of a year tells of no day.
    return best + window.end.day if high - low <= _OPEN_DAYS else None


def _rank(claim: CountClaim, case: Case) -> tuple[bool, bool, str, str]:
    """Order the counts of one day: those of monitors, who keep lists, before what others round."""
    rounded = claim.approx or claim.low != claim.high
    return rounded, case.speakers.kind(claim) != "monitor", claim.doc, claim.id


def _stock(counts: Sequence[_Count], group: str) -> Stock:
    """Return the counts of one day as one; the first is the most exact."""
    claims = [count.claim for count in counts]
    ranges = [_range(claim) for claim in claims]
    low, high = max(low for low, _ in ranges), min(high for _, high in ranges)
    if low > high:
        low, high = min(low for low, _ in ranges), max(high for _, high in ranges)
    exact = claims[0].low if claims[0].low == claims[0].high else None
    # "At most 5,000" is said where there are nearly so many, not none.
    told = high if claims[0].low is None else low
    best = min(max(told if exact is None else exact, low), high)
    said = "; ".join(_said(count) for count in counts)
    return Stock(
        date=date.fromordinal(counts[0].day),
        low=low,
        best=best,
        high=high,
        measure=claims[0].measure,
        group=group,
        source=claims[0].source,
        claims=tuple(dict.fromkeys(name for count in counts for name in count.claims)),
        derivation=said,
    )


def _said(count: _Count) -> str:
    claim = count.claim
    text = f"{bounds_text(claim.low, claim.high, approx=claim.approx)} [{claim.doc}]"
    if count.listed is not None:
        text += f", {count.listed.words}"
    return text if count.printed is None else f"{text}, where {count.printed.low:,} is printed"


def _range(claim: CountClaim) -> tuple[int, int]:
    law = law_of(claim)
    if law.above or law.high is None:
        low = law.low
        return low, math.ceil(low * (1 + _QUANTILE * prior("laws", "at_least_spread")))
    if law.centre is not None:
        reach = math.ceil(_QUANTILE * law.spread * law.centre)
        return law.centre - reach, law.centre + reach
    return law.low, law.high
