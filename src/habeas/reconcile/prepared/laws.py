"""What a figure says of the true number: exact, a bound, about, a range, or nothing but a floor."""

from __future__ import annotations

import math
from dataclasses import dataclass

from habeas.reconcile.lexicon import prior
from habeas.reconcile.prepared.numbers import is_counted, is_round
from habeas.values.claim import CountClaim


@dataclass(frozen=True)
class Law:
    """Bounds that hold if the claim is kept, and a price for lying away from `centre` inside them.

    `spread` is the mean relative error of a rounded figure; the price is that of an exponential law, so many bits
    a person. `above` only prices the excess over a lower bound, and at most `outgrown` bits of it.
    """

    low: int
    high: int | None
    centre: int | None = None
    spread: float = 0.0
    above: bool = False
    binds: bool = True
    outgrown: float = 0.0

    @property
    def unit(self) -> int:
        """People in one step of the priced distance: figures are priced to half a percent of their size."""
        return max(1, (self.centre or 1) // 200)

    @property
    def bits_per_unit(self) -> float:
        """Price of one step away from the centre."""
        if self.centre is None or not self.spread:
            return 0.0
        return self.unit / (math.log(2) * self.spread * max(self.centre, 4))


UNBOUND = Law(0, None, binds=False)


def law_of(claim: CountClaim, *, floor: bool = False, ceiling: bool = False) -> Law:
    """Return the law of a claim's figure; `floor` keeps its lower bound only (a part bounds the whole from below).

    `ceiling` keeps its upper bound only: a figure of two things together bounds each from above.
    """
    low, high = claim.low, claim.high
    if ceiling:
        return Law(0, math.ceil(high * (1.2 if claim.approx else 1.0)) if high is not None else None)
    if floor:
        base = low if low is not None else 0
        loose = claim.approx and low == high  # "about 110"; "dozens" is 24 at least
        return Law(math.floor(base * (0.8 if loose else 1.0)), None)
    if low is not None and low == high:
        return (
            about(low, prior("laws", "about_spread" if is_round(low) else "about_unround"))
            if claim.approx
            else Law(low, low)
        )
    if low is not None and high is None:
        # "At least 6,477" is a count, which few outgrow; "more than 6,000", read as 6,001, is a manner of speaking.
        most = prior("laws", "outgrown_count_bits" if is_counted(low) else "outgrown_bits")
        return Law(low, None, low, prior("laws", "at_least_spread"), above=True, outgrown=most)
    return Law(low or 0, high)


def about(number: int, spread: float) -> Law:
    """Return the law of "about N" with a mean relative error."""
    reach = max(1, math.ceil(number * spread * 6))
    return Law(max(0, number - reach), number + reach, number, spread)
