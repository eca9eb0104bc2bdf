"""What the answer hangs on: each list left out in turn, and the other methods on the same data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

from habeas.estimate.fit import NoAnswerError
from habeas.estimate.methods import pick, run
from habeas.estimate.options import EstimateOptions
from habeas.estimate.tables import leave_out, list_totals
from habeas.values.estimate import Alternative, CaptureTable, EstimateWarning, Influence, Interval

MOST_LISTS: Final = 12
_QUICK_ESS: Final = 400
_QUICK_ROUNDS: Final = 32_000


def leave_one_out(table: CaptureTable, method: str, options: EstimateOptions) -> tuple[Influence, ...]:
    """Return the estimate without each list; empty for two lists, and for more than twelve.

    Without one of three lists two are left, so Chapman's estimator stands in for the latent classes, and says so.
    """
    if not 2 < len(table.lists) <= MOST_LISTS:
        return ()
    cheap = quick(options)
    return tuple(_without(table, j, method, cheap) for j in range(len(table.lists)))


def quick(options: EstimateOptions) -> EstimateOptions:
    """Return options for runs beside the main one: enough for a median and limits, no more."""
    return msgspec.structs.replace(
        options,
        ess=min(options.ess, _QUICK_ESS),
        max_rounds=min(options.max_rounds, _QUICK_ROUNDS),
        bootstrap=0,
        probes=0,
    )


def _without(table: CaptureTable, j: int, method: str, options: EstimateOptions) -> Influence:
    fewer, name = leave_out(table, j), table.lists[j]
    if 0 in list_totals(fewer).values() or not fewer.patterns:
        return Influence(left_out=name, observed=fewer.observed, estimate=None, note="another list is left empty")
    if len(fewer.lists) == 2 and method != "chao":
        method = pick(fewer, EstimateOptions())[0]
    try:
        fit = run(method, fewer, options)
    except NoAnswerError as reason:
        return Influence(left_out=name, observed=fewer.observed, estimate=None, note=str(reason))
    note = "two lists left: Chapman" if method == "chapman" else ""
    if not fit.diagnostics.converged:
        note = f"not converged; the draws lie in {fit.range.low:,.0f} to {fit.range.high:,.0f}"
        return Influence(left_out=name, observed=fewer.observed, estimate=None, note=note)
    return Influence(left_out=name, observed=fewer.observed, estimate=fit.range, note=note)


def hangs_on_lists(influence: Sequence[Influence], whole: Interval) -> list[EstimateWarning]:
    """Return a warning that names the lists without which the estimate leaves the interval, or cannot be had."""
    moved = [
        f"without {i.left_out} it is {i.estimate.median:,.0f}"
        for i in influence
        if i.estimate is not None and not whole.low <= i.estimate.median <= whole.high
    ]
    lost = [i.left_out for i in influence if i.estimate is None]
    parts = [*moved, *([f"without {' or '.join(lost)} there is none"] if lost else [])]
    if not parts:
        return []
    return [EstimateWarning(kind="hangs_on_lists", text=f"The estimate hangs on single lists: {'; '.join(parts)}.")]


def alternatives(table: CaptureTable, method: str, options: EstimateOptions) -> tuple[Alternative, ...]:
    """Return the answers of the other methods; the stepwise interval is the quick one that ignores the choice."""
    cheap = msgspec.structs.replace(options, bootstrap=0)
    others = ("lincoln-petersen",) if len(table.lists) == 2 else ("dga", "loglinear", "stepwise", "darroch", "chao")
    found = []
    for other in others:
        if other == method:
            continue
        try:
            fit = run(other, table, cheap)
        except NoAnswerError as reason:
            found.append(Alternative(method=other, estimate=None, note=str(reason)))
            continue
        found.append(Alternative(method=other, estimate=fit.range, note=fit.note))
    return tuple(found)
