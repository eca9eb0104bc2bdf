"""The one entry of the stage: pick a method, run it, say why, and say what the answer does not tell."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from habeas.errors import RunError
from habeas.estimate.degree import likely_too_low
from habeas.estimate.dependence import opposed_lists
from habeas.estimate.fit import Fit, NoAnswerError, Progress
from habeas.estimate.heterogeneity import chao_interval
from habeas.estimate.honesty import posterior_warnings, withheld
from habeas.estimate.methods import ASSUMPTIONS, pick, run
from habeas.estimate.options import METHODS, EstimateOptions
from habeas.estimate.overlaps import EVERYONE, capture_frequencies, data_warnings, list_sizes, overlaps, plain_cells
from habeas.estimate.sensitivity import alternatives, hangs_on_lists, leave_one_out, methods_higher, not_repeated
from habeas.estimate.strata import estimate_parts
from habeas.estimate.tables import list_totals, restrict
from habeas.estimate.variants import follows_prior, variants
from habeas.values.estimate import CaptureTable, Estimate, EstimateWarning


def estimate(
    tables: CaptureTable | Sequence[CaptureTable],
    options: EstimateOptions | None = None,
    progress: Progress | None = None,
) -> Estimate:
    """Return how many there are in all.

    One table gives one estimate. Several tables are strata, plausible linkages of the same people, or both, told
    apart by their `stratum` and `linkage`; the strata are estimated in parallel and their totals added draw by draw.
    `progress` is called with what is being done and the share of it that is done.
    Raises RunError where the tables cannot carry any estimate: nobody observed, fewer than two lists with people.
    """
    options = options or EstimateOptions()
    if options.method not in METHODS:
        raise RunError("estimate", f"there is no method {options.method!r}", f"choose one of {', '.join(METHODS)}")
    if isinstance(tables, CaptureTable):
        return estimate_table(tables, options, progress)[0]
    if not tables:
        raise RunError("estimate", "there are no tables", "give at least one list")
    if len(tables) == 1:
        return estimate_table(tables[0], options, progress)[0]
    return estimate_parts(tables, options, estimate_table, progress)


def estimate_table(
    table: CaptureTable, options: EstimateOptions, progress: Progress | None = None
) -> tuple[Estimate, Fit]:
    """Return the estimate of one table, and the fit it was made from."""
    table, warnings = _usable(table)
    method, why = pick(table, options)
    try:
        fit = run(method, table, options, progress)
    except NoAnswerError as reason:
        raise RunError(table.stratum or "estimate", str(reason), "choose another --method") from reason
    warnings += [*data_warnings(table), *fit.warnings, *posterior_warnings(fit, options)]
    if method not in {"darroch", "chao"}:
        warnings += [*likely_too_low(table, fit), *opposed_lists(table)]
    reason_withheld = withheld(warnings)
    found = Estimate(
        observed=table.observed,
        estimate=None if reason_withheld else fit.range,
        method=method,
        why=f"{why}; {fit.note}" if fit.note else why,
        assumption=ASSUMPTIONS[method],
        withheld=reason_withheld,
        stratum=table.stratum,
        range=fit.range,
        bands=fit.bands,
        diagnostics=fit.diagnostics,
        lists=list_sizes(table),
        overlaps=overlaps(table),
        capture_frequencies=capture_frequencies(table),
        cells=fit.cells or plain_cells(table),
        density=fit.density,
        lower_bound=None if any(warning.kind == EVERYONE for warning in warnings) else chao_interval(table),
        warnings=tuple(warnings),
    )
    warnings += not_repeated([table], options)
    if options.leave_one_out:
        influence = leave_one_out(table, method, options, progress)
        warnings += hangs_on_lists(influence, fit.range)
        found = msgspec.structs.replace(found, influence=influence, warnings=tuple(warnings))
    if options.variants:
        found = msgspec.structs.replace(found, variants=variants(table, method, fit, options, progress))
        warnings += follows_prior(found.variants, fit.range)
        found = msgspec.structs.replace(found, warnings=tuple(warnings))
    if options.alternatives:
        if progress is not None:
            progress("other methods", 0.0)
        found = msgspec.structs.replace(found, alternatives=alternatives(table, method, options))
        warnings += methods_higher(found.alternatives, fit.range)
        found = msgspec.structs.replace(found, warnings=tuple(warnings))
    return found, fit


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
