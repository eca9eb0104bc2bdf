"""Counts of people held that are a slip of the pen off those around them: a zero too many, digits swapped."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from statistics import median

import msgspec

from habeas.reconcile.exact.explain import repair_of
from habeas.reconcile.lexicon import prior
from habeas.reconcile.prepared.prepare import Prepared
from habeas.reconcile.prepared.repairs import Twins, swapped
from habeas.reconcile.prepared.statements import Alternative, Statement, statement_of
from habeas.values.claim import STOCKS, CountClaim
from habeas.values.history import Repair


def mended_stocks(prepared: Prepared, days: Mapping[str, int]) -> tuple[dict[str, CountClaim], list[Repair]]:
    """Return the counts read otherwise than printed, by claim, and why; `days` are the days of counts by claim.

    A count is laid against the median of those of its group told within some weeks by other documents. What lies off
    costs bits by a law of exponential relative error, at most those of setting it aside; a slip costs its prior.
    """
    counts: dict[tuple[str, str], list[CountClaim]] = defaultdict(list)
    for claim in prepared.claims:
        if claim.id in days and claim.measure in STOCKS and claim.low is not None:
            counts[claim.measure, prepared.case.groups.key_of(claim)].append(claim)
    twins = Twins(prepared.claims, prepared.case)
    mended: dict[str, CountClaim] = {}
    repairs: list[Repair] = []
    for own in counts.values():
        around = _Around(own, days)
        for claim in own:
            near = around.near(claim)
            statement = statement_of(claim, prepared.case) if near else None
            found = _slip(claim, median(near), statement, twins) if statement is not None else None
            if found is not None and statement is not None:
                mended[claim.id] = msgspec.structs.replace(claim, low=int(found.to), high=int(found.to))
                repairs.append(repair_of(statement, found))
    return mended, repairs


class _Around:
    """The counts of one group in the order of their days."""

    def __init__(self, counts: Sequence[CountClaim], days: Mapping[str, int]) -> None:
        self._counts, self._days = counts, days
        self._order = sorted(range(len(counts)), key=lambda place: days[counts[place].id])
        self._told = [days[counts[place].id] for place in self._order]

    def near(self, claim: CountClaim) -> list[int]:
        """Return what other documents count within some weeks, each once; empty where too few do, or on one side only.

        The first list before a wave of arrests, or the last after an amnesty, is far from all others and right.
        """
        reach, day = prior("stocks", "near_days"), self._days[claim.id]
        within = self._order[bisect_left(self._told, day - reach) : bisect_right(self._told, day + reach)]
        found = {
            other.doc: (self._days[other.id], other.low)
            for other in (self._counts[place] for place in sorted(within))
            if other.doc != claim.doc and other.low
        }
        between = any(at <= day for at, _ in found.values()) and any(at >= day for at, _ in found.values())
        enough = between and len(found) >= prior("stocks", "near_counts")
        return [number for _, number in found.values()] if enough else []


def _slip(claim: CountClaim, usual: float, statement: Statement, twins: Twins) -> Alternative | None:
    if claim.low is None or claim.low != claim.high or claim.low < prior("stocks", "least"):
        return None
    most = statement.reject_bits
    printed = min(_bits(claim.low, usual), most)
    tens = [claim.low * 10] + ([claim.low // 10] if claim.low % 10 == 0 else [])
    swaps = [] if twins.is_vouched_for(claim) else swapped(claim.low)
    options = [("factor_ten", number) for number in tens] + [("digit_swap", number) for number in swaps]
    priced = [(_bits(number, usual) + prior("repairs", kind), kind, number) for kind, number in options]
    bits, kind, number = min(priced)
    if printed - bits < prior("stocks", "least_bits"):
        return None
    return Alternative(kind, prior("repairs", kind), statement.window, statement.law, str(claim.low), str(number))


def _bits(number: int, usual: float) -> float:
    return abs(math.log(number / usual)) / (prior("stocks", "spread") * math.log(2)) if number and usual else math.inf
