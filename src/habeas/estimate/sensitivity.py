"""What the answer hangs on: each list left out in turn, and the other methods on the same data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

from habeas.estimate.fit import Fit, NoAnswerError, Progress
from habeas.estimate.methods import pick, run
from habeas.estimate.options import METHOD_NAMES, EstimateOptions
from habeas.estimate.tables import leave_out, list_totals
from habeas.values.estimate import Alternative, CaptureTable, EstimateWarning, Influence, Interval

MOST_LISTS: Final = 12
_MOST_CELLS: Final = 10_000  # patterns times lists up to which a run takes seconds, so that a dozen more can be made
_QUICK_ESS: Final = 400
_QUICK_ROUNDS: Final = 64_000


def leave_one_out(
    table: CaptureTable, method: str, options: EstimateOptions, progress: Progress | None = None
) -> tuple[Influence, ...]:
    """Return the estimate without each list; empty for two lists, for more than twelve, and for too large a table."""
    if not 2 < len(table.lists) <= MOST_LISTS or too_large(table):
        return ()
    found = []
    for number, name in enumerate(table.lists):
        if progress is not None:
            progress("without each list", number / len(table.lists))
        found.append(_without(table, name, method, options))
    return tuple(found)


def too_large(table: CaptureTable) -> bool:
    """Say whether one run on a table takes so long that it is not repeated without each list and under each prior."""
    return len(table.patterns) * len(table.lists) > _MOST_CELLS


def not_repeated(tables: Sequence[CaptureTable], options: EstimateOptions) -> list[EstimateWarning]:
    """Return a warning where tables have too many lists to show what the number hangs on, with what to do."""
    largest = max(tables, key=lambda table: len(table.patterns) * len(table.lists))
    lists = max(len(table.lists) for table in tables)
    many = lists > MOST_LISTS
    if not (options.leave_one_out and many) and not (
        too_large(largest) and (options.leave_one_out or options.variants)
    ):
        return []
    text = (
        f"What the number becomes without each list{' and under other priors' if too_large(largest) else ''} is not "
        f"shown: {lists} lists, of which people stand on {len(largest.patterns):,} different sets, are too many to try "
        "each. Put lists of the same kind together (all newspapers as one), and six to eight will do."
    )
    return [EstimateWarning(kind="many_lists", text=text)]


def quick(options: EstimateOptions) -> EstimateOptions:
    """Return options for runs beside the main one: enough for a median and limits, no more."""
    return msgspec.structs.replace(
        options,
        ess=min(options.ess, _QUICK_ESS),
        max_rounds=min(options.max_rounds, _QUICK_ROUNDS),
        bootstrap=0,
        probes=0,
    )


def without_list(table: CaptureTable, name: str, method: str, options: EstimateOptions) -> Fit:
    """Return the fit without the list `name`, whose note says where another method stands in.

    Without one of three lists two are left, so that Chapman's estimator stands in for the latent classes.
    Raises NoAnswerError where there is no answer, or the sampler has not converged.
    """
    fewer = leave_out(table, table.lists.index(name))
    if len(fewer.lists) < 2:
        raise NoAnswerError("one list is left")
    if 0 in list_totals(fewer).values() or not fewer.patterns:
        raise NoAnswerError("another list is left empty")
    if len(fewer.lists) == 2 and method != "chao":
        method = pick(fewer, EstimateOptions())[0]
    fit = settled(run(method, fewer, quick(options)))
    return msgspec.structs.replace(fit, note="two lists left: Chapman" if method == "chapman" else "")


def settled(fit: Fit) -> Fit:
    """Return a fit that has converged. Raises NoAnswerError, with where the draws lie, for one that has not."""
    if not fit.diagnostics.converged:
        raise NoAnswerError(f"not converged; the draws lie in {fit.range.low:,.0f} to {fit.range.high:,.0f}")
    return fit


def _without(table: CaptureTable, name: str, method: str, options: EstimateOptions) -> Influence:
    observed = leave_out(table, table.lists.index(name)).observed
    try:
        fit = without_list(table, name, method, options)
    except NoAnswerError as reason:
        return Influence(left_out=name, observed=observed, estimate=None, note=str(reason))
    return Influence(left_out=name, observed=observed, estimate=fit.range, note=fit.note)


def hangs_on_lists(influence: Sequence[Influence], whole: Interval) -> list[EstimateWarning]:
    """Return a warning that names the lists without which the estimate moves, or cannot be had.

    It moves where each median lies outside the other interval: fewer lists tell less, so that a median strays anyway.
    """
    moved = [
        f"without {i.left_out} it is {i.estimate.median:,.0f}"
        for i in influence
        if i.estimate is not None and not _holds(whole, i.estimate) and not _holds(i.estimate, whole)
    ]
    lost = [i.left_out for i in influence if i.estimate is None]
    parts = [*moved, *([f"without {' or '.join(lost)} there is none"] if lost else [])]
    if not parts:
        return []
    return [EstimateWarning(kind="hangs_on_lists", text=f"The estimate hangs on single lists: {'; '.join(parts)}.")]


def _holds(one: Interval, other: Interval) -> bool:
    return one.low <= other.median <= one.high


def methods_higher(found: Sequence[Alternative], whole: Interval) -> list[EstimateWarning]:
    """Return a warning that names the methods whose whole interval lies above that of the estimate.

    Chao's is not among them: as a lower bound that ignores which lists depend on each other it may exceed a total.
    """
    above = [
        f"{METHOD_NAMES.get(a.method, a.method)} {a.estimate.median:,.0f} [{a.estimate.low:,.0f} - "
        f"{a.estimate.high:,.0f}]"
        for a in found
        if a.estimate is not None and a.method != "chao" and a.estimate.low > whole.high
    ]
    if not above:
        return []
    text = f"Likely too low. Other methods give more on the same lists, wholly above this range: {'; '.join(above)}."
    return [EstimateWarning(kind="methods_higher", text=text)]


def other_methods(lists: int, method: str) -> tuple[str, ...]:
    """Return the methods to show beside `method` for so many lists."""
    others = ("lincoln-petersen",) if lists == 2 else ("dga", "loglinear", "stepwise", "darroch", "chao")
    return tuple(other for other in others if other != method)


def alternatives(table: CaptureTable, method: str, options: EstimateOptions) -> tuple[Alternative, ...]:
    """Return the answers of the other methods; the stepwise interval is the quick one that ignores the choice."""
    found = []
    for other in other_methods(len(table.lists), method):
        try:
            fit = run(other, table, quick(options))
        except NoAnswerError as reason:
            found.append(Alternative(method=other, estimate=None, note=str(reason)))
            continue
        found.append(Alternative(method=other, estimate=fit.range, note=fit.note))
    return tuple(found)
