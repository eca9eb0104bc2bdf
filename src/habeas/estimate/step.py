"""The one entry of the stage: pick a method, run it, say why, and say what the answer does not tell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import msgspec

from habeas.errors import RunError
from habeas.estimate.fit import Fit, NoAnswerError
from habeas.estimate.honesty import posterior_warnings, withheld
from habeas.estimate.lcmcr import fit_lcmcr
from habeas.estimate.options import METHODS, EstimateOptions
from habeas.estimate.overlaps import capture_frequencies, data_warnings, list_sizes, overlaps
from habeas.estimate.tables import list_totals, restrict
from habeas.estimate.twolists import two_list_interval
from habeas.values.estimate import CaptureTable, Estimate, EstimateWarning, Interval

Progress = Callable[[float, float], None]

ASSUMPTIONS: Final = {
    "lcmcr": "People fall into a few kinds; within a kind the lists are independent, and people on no list are of the same kinds as those seen. The data cannot test the last part.",
    "chapman": "The two lists are independent and everyone is equally likely to stand on each. Two lists cannot test either.",
    "lincoln-petersen": "The two lists are independent and everyone is equally likely to stand on each. Two lists cannot test either.",
}


def estimate(table: CaptureTable, options: EstimateOptions | None = None, progress: Progress | None = None) -> Estimate:
    """Return how many there are in all, from one capture table.

    Raises RunError where the table cannot carry any estimate: nobody observed, fewer than two lists with people.
    """
    options = options or EstimateOptions()
    if options.method not in METHODS:
        raise RunError("estimate", f"there is no method {options.method!r}", f"choose one of {', '.join(METHODS)}")
    table, warnings = _usable(table)
    method, why = _pick(table, options)
    try:
        fit = _run(method, table, options, progress)
    except NoAnswerError as reason:
        raise RunError(table.stratum or "estimate", str(reason), "choose another --method") from reason
    warnings += data_warnings(table) + list(fit.warnings) + posterior_warnings(table, method, fit, options)
    reason_withheld = withheld(warnings)
    return Estimate(
        observed=table.observed,
        estimate=None if reason_withheld else fit.range,
        method=method,
        why=why,
        assumption=ASSUMPTIONS[method],
        withheld=reason_withheld,
        stratum=table.stratum,
        range=fit.range,
        bands=fit.bands,
        diagnostics=fit.diagnostics,
        lists=list_sizes(table),
        overlaps=overlaps(table),
        capture_frequencies=capture_frequencies(table),
        cells=fit.cells,
        density=fit.density,
        warnings=tuple(warnings),
    )


def _usable(table: CaptureTable) -> tuple[CaptureTable, list[EstimateWarning]]:
    """Drop lists that hold nobody, and refuse tables from which nothing follows."""
    where = table.stratum or "the lists"
    if not table.patterns:
        raise RunError(where, "hold nobody", "give at least one pattern with a positive count")
    totals = list_totals(table)
    empty = [name for name, size in totals.items() if size == 0]
    if len(totals) - len(empty) < 2:
        raise RunError(where, "people stand on one list only", "overlaps carry the answer: add a second list")
    if not empty:
        return table, []
    keep = [j for j, name in enumerate(table.lists) if name not in empty]
    text = f"Nobody stands on {', '.join(empty)}; the estimate goes without."
    return restrict(table, keep), [EstimateWarning(kind="empty_list", text=text)]


def _pick(table: CaptureTable, options: EstimateOptions) -> tuple[str, str]:
    if options.method != "auto":
        return options.method, "asked for"
    if len(table.lists) == 2:
        return "chapman", "two lists leave no choice: their overlap, taken as if they were independent"
    return (
        "lcmcr",
        "three or more lists: latent classes allow for lists that depend on each other and people who differ",
    )


def _run(method: str, table: CaptureTable, options: EstimateOptions, progress: Progress | None) -> Fit:
    if method == "lcmcr":
        return fit_lcmcr(table, options, progress)
    if len(table.lists) != 2:
        raise NoAnswerError(f"{method} takes two lists, these are {len(table.lists)}")
    found: Interval | None = two_list_interval(table, method)
    if found is None:
        raise NoAnswerError("nobody stands on both lists, so Lincoln-Petersen has no answer")
    return Fit(range=found)
