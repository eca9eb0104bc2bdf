"""Answers of the exact history, widened by what the error laws leave open."""

from __future__ import annotations

import msgspec

from habeas.reconcile.assemble import SolvedSeries, fates_of
from habeas.reconcile.posterior.assess import Assessment
from habeas.reconcile.statements import Series
from habeas.values.claim import STOCKS
from habeas.values.history import Answer, Ask

_SMALL = 40
_CLEAN_SHARE = 0.12


def is_clean(item: SolvedSeries | None) -> bool:
    """Say whether one exact history explains a short series: proven cheapest, and hardly a claim read otherwise.

    Such a series is a puzzle with a solution: its figures fix each other to the person, and error laws add nothing.
    """
    if item is None or item.dated:
        return False
    best = item.solved.histories[0]
    claims = len(item.solved.statements)
    if claims > _SMALL or best.gap_bits > 0:
        return False
    repairs, rejected = fates_of(item.solved, best)
    return len(repairs) + len(rejected) <= max(1, _CLEAN_SHARE * claims)


def merged(
    number: int, ask: Ask, given: Answer, solved: list[SolvedSeries], group: str, assessment: Assessment
) -> Answer:
    """Return an answer with the range of the drawn histories, unless the exact history leaves no doubt."""
    found = assessment.ranges.get(number)
    if found is None or found.low is None or found.high is None:
        return given
    item = next((one for one in solved if one.series == Series(ask.measure, group, "actual")), None)
    if ask.measure not in STOCKS and is_clean(item):
        return given
    text = f"{found.best:,} ({found.low:,} to {found.high:,} in nine of ten histories that fit the figures)"
    return msgspec.structs.replace(
        given, low=found.low, best=found.best, high=found.high, derivation=f"{text}; {given.derivation}"
    )
