"""Headlines leave out the "at least" of the report below them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

import msgspec

from habeas.values.claim import CountClaim

_TELLING: Final = 20  # smaller numbers of one report agree by chance


def with_hedges(claims: Sequence[CountClaim]) -> list[CountClaim]:
    """Return the claims, plain figures that their own report goes on to tell as a least number told so too.

    "80 prisoners released" above "at least 80 prisoners were released" is no count of 80 and not one more.
    """
    least: dict[tuple[str, str, str, int | None], int] = defaultdict(lambda: -1)
    for claim in claims:
        if claim.high is None and (claim.low or 0) >= _TELLING:
            key = (claim.doc, claim.measure, claim.status, claim.low)
            least[key] = max(least[key], claim.start)
    return [
        msgspec.structs.replace(claim, high=None)
        if claim.low == claim.high and least[claim.doc, claim.measure, claim.status, claim.low] > claim.start
        else claim
        for claim in claims
    ]
