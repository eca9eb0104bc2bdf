"""How far the answer follows what the lists do not decide: other priors, a cap, and the dependence of all lists.

The lists cannot choose among these; a reader must see how much hangs on each. Variants of the latent class model are
run anew, or drawn again from the same posterior where weights of the draws suffice.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import msgspec
import numpy as np

from habeas.estimate.fit import Fit, NoAnswerError
from habeas.estimate.methods import run
from habeas.estimate.options import EstimateOptions
from habeas.estimate.sensitivity import quick
from habeas.estimate.tables import FloatArray
from habeas.estimate.twolists import Z95
from habeas.values.estimate import CaptureTable, EstimateWarning, Interval, Variant

# Gamma priors of the concentration alpha; the default is Gamma(0.25, 0.25).
_KINDS: Final = (
    ("few kinds of people expected", 0.25, 2.0),
    ("more kinds of people expected", 1.0, 1.0),
    ("many kinds of people expected", 4.0, 2.0),
)
_XI: Final = (
    (0.5, "all lists together depend half as much as the rest implies"),
    (1.0, "all lists together show no dependence of their own"),
    (2.0, "all lists together depend twice as much as the rest implies"),
)
_LCMCR_CAP: Final = 20.0
_ENOUGH_WEIGHT: Final = 100.0


def variants(table: CaptureTable, method: str, fit: Fit, options: EstimateOptions) -> tuple[Variant, ...]:
    """Return the answers under other choices, for latent classes; () for other methods."""
    if method != "lcmcr":
        return ()
    found = [_kinds(table, said, shape, rate, options) for said, shape, rate in _KINDS]
    draws = np.array(fit.draws)
    found.append(_weighted("total", "every total equally likely beforehand", draws, draws))
    if options.cap is None:
        within = (draws <= (1 + _LCMCR_CAP) * table.observed).astype(np.float64)
        found.append(_weighted("cap", f"no more than {_LCMCR_CAP:g} unseen for each known", draws, within))
    found += _dependence(table)
    whole = fit.range.median
    return tuple(
        msgspec.structs.replace(v, shift=None if v.estimate is None else round(v.estimate.median / whole, 4))
        for v in found
    )


def follows_prior(found: Sequence[Variant], whole: Interval) -> list[EstimateWarning]:
    """Return a warning that names the priors under which the estimate leaves its own 95% interval."""
    moved = [
        f"{v.estimate.median:,.0f} with {v.setting}"
        for v in found
        if v.kind in {"prior", "total"} and v.estimate is not None and not whole.low <= v.estimate.median <= whole.high
    ]
    if not moved:
        return []
    text = f"The answer follows what was assumed beforehand, not the lists alone: it would be {'; '.join(moved)}."
    return [EstimateWarning(kind="follows_prior", text=text)]


def _kinds(table: CaptureTable, said: str, shape: float, rate: float, options: EstimateOptions) -> Variant:
    other = msgspec.structs.replace(quick(options), alpha_shape=shape, alpha_rate=rate)
    setting = f"{said} (alpha ~ Gamma({shape:g}, {rate:g}))"
    fit = run("lcmcr", table, other)
    if not fit.diagnostics.converged:
        note = f"not converged; the draws lie in {fit.range.low:,.0f} to {fit.range.high:,.0f}"
        return Variant(kind="prior", setting=setting, estimate=None, note=note)
    return Variant(kind="prior", setting=setting, estimate=fit.range)


def _weighted(kind: str, setting: str, draws: FloatArray, weights: FloatArray) -> Variant:
    """Return the posterior under a prior whose ratio to the default's, as a function of N, is `weights`."""
    total = weights.sum()
    effective = total**2 / (weights**2).sum() if total > 0 else 0.0
    if effective < _ENOUGH_WEIGHT:
        note = "the draws do not tell: too few of them lie where this choice puts its weight"
        return Variant(kind=kind, setting=setting, estimate=None, note=note)
    order = np.argsort(draws, kind="stable")
    reached = np.cumsum(weights[order]) / total
    low, median, high = (float(draws[order][np.searchsorted(reached, q)]) for q in (0.025, 0.5, 0.975))
    mean = float((draws * weights).sum() / total)
    return Variant(kind=kind, setting=setting, estimate=Interval(low=low, median=median, high=high, mean=mean))


def _dependence(table: CaptureTable) -> list[Variant]:
    """Return the totals that other dependences of all lists at once give, or one line that says why there are none."""
    try:
        return [
            Variant(kind="dependence", setting=f"{said} (xi = {xi:g})", estimate=no_highest_order(table, xi))
            for xi, said in _XI
        ]
    except NoAnswerError as reason:
        return [Variant(kind="dependence", setting=_XI[1][1], estimate=None, note=str(reason))]


def no_highest_order(table: CaptureTable, xi: float = 1.0) -> Interval:
    """Return the total where the highest-order interaction of the lists is `xi`, with a log-normal interval.

    unseen = product of cells with an odd number of lists / product of those with an even number / xi; its logarithm
    has variance sum 1 / count (Aleshin-Guendel, Sadinle, Wakefield 2024; xi = 1: no highest-order interaction).
    Raises NoAnswerError where a set of lists is held by nobody: the product of the cells is then 0 or not defined.
    """
    if len(table.patterns) < 2 ** len(table.lists) - 1:
        raise NoAnswerError("some sets of lists are shared by nobody, so that this has no answer")
    signed = sum(
        (1 if sum(pattern) % 2 else -1) * math.log(count)
        for pattern, count in zip(table.patterns, table.counts, strict=True)
    )
    unseen = math.exp(signed) / xi
    reach = math.exp(Z95 * math.sqrt(sum(1 / count for count in table.counts)))
    total = table.observed + unseen
    return Interval(low=table.observed + unseen / reach, median=total, high=table.observed + unseen * reach, mean=total)
