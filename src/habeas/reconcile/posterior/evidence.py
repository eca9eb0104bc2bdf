"""What speaks for and against accusing a figure, and how sure that makes an accusation.

The readings of a figure are weighed by rough laws; what such a weighing is worth, beside who else tells of the same
days, is learned from cases whose slips are known (`bench/train_verdicts.py`; weights in `data/reporting.toml`).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from habeas.reconcile.lexicon import table
from habeas.reconcile.posterior.fates import DATE_SLIPS, PRINTED, Candidate
from habeas.reconcile.posterior.figures import OFFICIAL, Figure
from habeas.reconcile.posterior.sums import comes_out
from habeas.reconcile.posterior.witnesses import NAMES as WITNESSES
from habeas.reconcile.posterior.witnesses import said_by_others

Array = NDArray[np.float64]
ASIDE: Final = "set_aside"
KINDS: Final = (
    "announced_for_done", "cumulative_for_new", "digit_swap", "factor_ten", "month_slip", "stock_for_flow", "year_slip",
    ASIDE,
)  # fmt: skip
_OTHERS: Final = (
    "odds", "undated", "unplaced", "doubt", "promised", "bound", "few", "same", "apart", "near", "lone_day", "timely",
    "timelier", "remote", "detained", "fresh", "spread", "figures", "adds_up", "undated_odds",
    "above", "above_official",
)  # fmt: skip
NAMES: Final = (*KINDS, *_OTHERS, *WITNESSES)
_MOST_ODDS = 8.0  # nats: beyond, laws are not known well enough to tell more
_ALIKE = 1.2  # times: numbers farther apart differ
_MONTH = 30.0  # days, the unit of what is remote or fresh
_HIGH, _SCALES = 0.95, 1.64  # a quantile of the draws, and its distance from their middle in scales of a normal law
_LEAST_SCALE = 0.02  # of log totals: no draws are known better
_MOST_SCALES = 5.0  # above the draws: beyond, these are not known well enough to tell more


SEARCH: Final = "search"  # weight of the exact search's finding fault with the figure too


def chance(evidence: Sequence[float], *, search: bool = False) -> float:
    """Return the probability that a figure does not stand as printed, by the weights learned.

    `search` says that the exact search does not keep it as printed either.
    """
    weights = table("reporting")["accusation"]
    score = float(weights["sure"]) + search * float(weights[SEARCH])
    score += sum(float(weights[name]) * value for name, value in zip(NAMES, evidence, strict=True))
    return 1 / (1 + math.exp(-score))


@dataclass(frozen=True)
class Weighed:
    """A figure whose readings were weighed, and what that went by.

    `figure` is on the days that it is taken for, `scores` are the log-weights of the `readings` by kind and `likeliest`
    the likeliest of each; `totals` are the drawn totals of the figure as printed, by each of its printed readings, and
    `weights` those of one such drawing; `doubt` is the chance that it is wrong by the draws, null where its days hang
    on an undated document.
    """

    figure: Figure
    scores: Mapping[str, float]
    likeliest: Mapping[str, Candidate]
    readings: Sequence[Candidate]
    totals: Array
    weights: Array | None
    peers: Sequence[Figure]
    doubt: float | None


def evidence_of(weighed: Weighed) -> tuple[float, ...]:
    """Return what speaks for and against an accusation, in the order of `NAMES`."""
    scores, readings, peers, doubt = weighed.scores, weighed.readings, weighed.peers, weighed.doubt
    figure = next((c.figure for c in readings if c.alternative.kind == PRINTED), readings[0].figure)
    printed = scores.get(PRINTED, -math.inf)
    against = {kind: _clipped(scores.get(kind, -math.inf) - printed) for kind in KINDS}
    odds = _clipped(float(np.logaddexp.reduce([scores.get(kind, -math.inf) for kind in KINDS])) - printed)
    others = [peer for peer in peers if _is_other(peer, figure)]
    near = [peer for peer in others if peer.is_of_days(figure)]
    found = {
        **against,
        **_of_figure(figure, weighed.totals),
        **_of_days(readings, figure, near, others),
        **_of_excess(weighed),
        **said_by_others(weighed.figure, weighed.likeliest, peers),
        "odds": odds,
        "unplaced": float(doubt is None),
        "doubt": doubt or 0.0,
        "same": float(min(2, len({p.source for p in near if (p.low, p.high) == (figure.low, figure.high)}))),
        "apart": float(min(3, len({p.source for p in near if p.low == p.high and _differ(p, figure)}))),
        "near": float(min(3, len(near))),
        "figures": math.log(1 + len(peers)),
        "adds_up": float(figure.dated and comes_out(figure, peers)),
        # By how much other readings are likelier tells something else where the days are a guess.
        "undated_odds": odds * (not figure.dated),
    }
    return tuple(float(found[name]) for name in NAMES)


def _of_figure(figure: Figure, totals: Array) -> dict[str, float]:
    return {
        "undated": float(not figure.dated),
        "promised": float(figure.promised),
        "bound": float(figure.high is None),
        "few": 1 / math.sqrt(figure.said + 1),
        "detained": float(figure.measure == "detained"),
        "fresh": 0.5 ** min(figure.lag, int(_MONTH)),
        "spread": float(np.log(np.maximum(totals, 0.0) + 1).std()),
    }


def _of_excess(weighed: Weighed) -> dict[str, float]:
    """Return how far a figure lies above the draws, in scales of these, and that again where an authority prints it.

    Honest counts fall short of what happened: they are early, or bounds, or miss somebody. Slips go either way, and
    promises told as done upwards. What a monitor itself publishes above the draws is rather what the others miss.
    """
    figure, totals = weighed.figure, weighed.totals
    above = 0.0
    if not figure.first_hand and len(totals) > 1:
        middle, high = (math.log1p(max(0.0, each)) for each in _quantiles(totals, weighed.weights, (0.5, _HIGH)))
        scale = max(_LEAST_SCALE, (high - middle) / _SCALES)
        above = min(max(0.0, (math.log1p(figure.said) - middle) / scale), _MOST_SCALES)
    return {"above": above, "above_official": above * (figure.kind == OFFICIAL)}


def _quantiles(totals: Array, weights: Array | None, shares: Sequence[float]) -> list[float]:
    """Return quantiles of drawn totals, told one drawing after the other, each with the same weights."""
    each = np.ones(len(totals)) if weights is None else np.tile(weights, len(totals) // len(weights))
    order = np.argsort(totals, kind="stable")
    up_to = np.cumsum(each[order])
    places = np.searchsorted(up_to / up_to[-1], shares)
    return [float(totals[order][min(place, len(totals) - 1)]) for place in places]


def _of_days(
    readings: Sequence[Candidate], figure: Figure, near: Sequence[Figure], others: Sequence[Figure]
) -> dict[str, float]:
    """Return who tells of the days printed, and how the days of the figure agree with that of its document."""
    moved = [c for c in readings if c.alternative.kind in DATE_SLIPS]
    printed = max((c.timeliness for c in readings if c.alternative.kind == PRINTED), default=0.0)
    gain = max((c.timeliness for c in moved), default=printed) - printed
    apart = min((max(0, p.start - figure.end, figure.start - p.end) for p in others), default=0)
    return {
        "lone_day": float(bool(moved) and not near and figure.is_day),
        "timely": max(printed, -_MOST_ODDS),
        "timelier": _clipped(gain),
        "remote": math.log1p(apart / _MONTH) * figure.dated,
    }


def _is_other(peer: Figure, figure: Figure) -> bool:
    return peer.claim != figure.claim and peer.source != figure.source and not peer.spread and peer.low is not None


def _differ(peer: Figure, figure: Figure) -> bool:
    return abs(math.log(((peer.low or 0) + 1) / (figure.said + 1))) > math.log(_ALIKE)


def _clipped(value: float) -> float:
    return min(max(value, -_MOST_ODDS), _MOST_ODDS)
