"""How far the answer follows what the lists do not decide: other priors, a cap, and the dependence of all lists.

The lists cannot choose among these; a reader must see how much hangs on each. Variants of the latent class model are
run anew, or drawn again from the same posterior where weights of the draws suffice.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial
from typing import Final, NamedTuple

import msgspec
import numpy as np

from habeas.estimate.fit import Change, Fit, NoAnswerError, Progress
from habeas.estimate.methods import run
from habeas.estimate.options import EstimateOptions
from habeas.estimate.sensitivity import quick, settled, too_large
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
    (1.0, "all lists together show no dependence of their own"),
    (0.5, "all lists together depend half as much as the rest implies"),
    (2.0, "all lists together depend twice as much as the rest implies"),
)
_LCMCR_CAP: Final = 20.0
_ENOUGH_WEIGHT: Final = 100.0


class Choice(NamedTuple):
    """Something that the lists do not decide, chosen otherwise; `kind` and `setting` as in `Variant`."""

    kind: str
    setting: str
    change: Change


def choices(options: EstimateOptions) -> list[Choice]:
    """Return the other choices to try; each leaves a fit as it is where it does not bear on its method."""
    found = [
        Choice(
            "prior",
            f"{said} (alpha ~ Gamma({shape:g}, {rate:g}))",
            partial(_kinds, options=msgspec.structs.replace(quick(options), alpha_shape=shape, alpha_rate=rate)),
        )
        for said, shape, rate in _KINDS
    ]
    found.append(Choice("total", "every total equally likely beforehand", _flat))
    if options.cap is None:
        found.append(Choice("cap", f"no more than {_LCMCR_CAP:g} unseen for each known", _capped))
    found += [Choice("dependence", f"{said} (xi = {xi:g})", partial(_dependent, xi=xi)) for xi, said in _XI]
    return found


def variants(
    table: CaptureTable, method: str, fit: Fit, options: EstimateOptions, progress: Progress | None = None
) -> tuple[Variant, ...]:
    """Return the answers under other choices, for latent classes; () for other methods and for too large a table."""
    if method != "lcmcr" or too_large(table):
        return ()
    found = []
    for number, choice in enumerate(choices(options)):
        if progress is not None and choice.kind == "prior":
            progress("other priors", number / len(_KINDS))
        try:
            estimate, note = choice.change(table, method, fit)[0].range, ""
        except NoAnswerError as reason:
            estimate, note = None, str(reason)
        found.append(Variant(kind=choice.kind, setting=choice.setting, estimate=estimate, note=note))
    return shifted(found, fit.range)


def shifted(found: Sequence[Variant], whole: Interval) -> tuple[Variant, ...]:
    """Return variants with their shifts; where no dependence of all lists has an answer, one line says so."""
    told: list[Variant] = []
    for variant in found:
        if variant.kind == "dependence" and variant.estimate is None and any(v.kind == "dependence" for v in told):
            continue
        shift = None if variant.estimate is None else round(variant.estimate.median / whole.median, 4)
        told.append(msgspec.structs.replace(variant, shift=shift))
    return tuple(told)


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


def _kinds(table: CaptureTable, method: str, fit: Fit, *, options: EstimateOptions) -> tuple[Fit, int]:
    """Return the fit under another prior of how many kinds of people there are."""
    if method != "lcmcr":
        return fit, table.observed
    return settled(run("lcmcr", table, options)), table.observed


def _flat(table: CaptureTable, _method: str, fit: Fit) -> tuple[Fit, int]:
    """Return the fit under a flat prior of the total: draws weigh as much as their total."""
    return _weighted(fit, np.array(fit.draws)), table.observed


def _capped(table: CaptureTable, _method: str, fit: Fit) -> tuple[Fit, int]:
    draws = np.array(fit.draws)
    return _weighted(fit, (draws <= (1 + _LCMCR_CAP) * table.observed).astype(np.float64)), table.observed


def _weighted(fit: Fit, weights: FloatArray) -> Fit:
    """Return the posterior under a prior whose ratio to the default's, at each draw, is `weights`.

    Raises NoAnswerError where too few of the draws carry the weight. Without a posterior the fit stays as it is.
    """
    if not fit.draws:
        return fit
    draws, total = np.array(fit.draws), weights.sum()
    effective = total**2 / (weights**2).sum() if total > 0 else 0.0
    if effective < _ENOUGH_WEIGHT:
        raise NoAnswerError("the draws do not tell: too few of them lie where this choice puts its weight")
    order = np.argsort(draws, kind="stable")
    reached = np.cumsum(weights[order]) / total
    at = (np.arange(draws.size) + 0.5) / draws.size
    anew = draws[order][np.minimum(np.searchsorted(reached, at), draws.size - 1)]
    low, median, high = (float(draws[order][np.searchsorted(reached, q)]) for q in (0.025, 0.5, 0.975))
    mean = float((draws * weights).sum() / total)
    found = Interval(low=low, median=median, high=high, mean=mean)
    return msgspec.structs.replace(fit, range=found, draws=tuple(float(v) for v in anew))


def _dependent(table: CaptureTable, _method: str, _fit: Fit, *, xi: float) -> tuple[Fit, int]:
    return Fit(range=no_highest_order(table, xi)), table.observed


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
