"""Strata and plausible linkages: estimated in parallel, added up and pooled."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec
import numpy as np

from habeas.errors import RunError
from habeas.estimate.fit import Fit, Progress
from habeas.estimate.heterogeneity import chao_interval
from habeas.estimate.honesty import wide, withheld
from habeas.estimate.options import EstimateOptions
from habeas.estimate.overlaps import capture_frequencies, list_sizes, overlaps, plain_cells
from habeas.estimate.pooling import ENOUGH_LINKAGES, draws_of, mixture_density, pool_linkages
from habeas.estimate.sensitivity import hangs_on_lists, methods_higher, not_repeated
from habeas.estimate.tables import merge, restrict
from habeas.estimate.totals import Part, Total, in_threads, sums_of
from habeas.estimate.variants import follows_prior
from habeas.values.estimate import CAVEATS, CaptureTable, Estimate, EstimateWarning, Interval

One = Callable[[CaptureTable, EstimateOptions], tuple[Estimate, Fit]]


def estimate_parts(
    tables: Sequence[CaptureTable], options: EstimateOptions, one: One, progress: Progress | None = None
) -> Estimate:
    """Estimate every table with `one` in parallel threads, pool over linkages, and add up over strata.

    A stratum that cannot be estimated stays in `strata` with the reason, and withholds the total; one in which nobody
    stands on any list is left out, and said to be. Each table has a seed of its own, so the result does not depend on
    how many threads there are.
    """
    if len({table.lists for table in tables}) > 1:
        raise RunError("strata", "do not have the same lists", "give every stratum the same list columns")
    quick = msgspec.structs.replace(options, threads=1, leave_one_out=False, alternatives=False, variants=False)
    jobs = [(table, msgspec.structs.replace(quick, seed=options.seed + 7919 * i)) for i, table in enumerate(tables)]
    parts = in_threads(lambda job: _part(job[0], job[1], one), jobs, options, "strata and linkages", progress)
    held = {table.stratum for table in tables if table.patterns}
    empty = [name for name in dict.fromkeys(table.stratum for table in tables) if name not in held]
    if not held:
        raise RunError("the lists", "hold nobody", "give at least one pattern with a positive count")
    parts = [part for part in parts if part.table.stratum in held]
    strata = list(dict.fromkeys(part.table.stratum for part in parts))
    linkages = list(dict.fromkeys(table.linkage for table in tables))
    rng = np.random.default_rng([options.seed, 91])
    by_stratum = [_pooled([p for p in parts if p.table.stratum == name], options, rng) for name in strata]
    whole = by_stratum[0] if len(strata) == 1 else _total(parts, by_stratum, linkages, options, rng)
    told = not_repeated([part.table for part in parts], options)
    whole = msgspec.structs.replace(whole, warnings=(*whole.warnings, *told))
    whole = _with_changes(whole, Total(parts, options, progress), options)
    return msgspec.structs.replace(whole, warnings=(*whole.warnings, *_left_out(empty)))


def _with_changes(whole: Estimate, total: Total, options: EstimateOptions) -> Estimate:
    """Return the estimate with what it hangs on, as far as the options ask for it; not where there is no total."""
    found = whole.range
    if found is None:
        return whole
    warnings = list(whole.warnings)
    if options.leave_one_out:
        influence, each = total.influence()
        warnings += hangs_on_lists(influence, found)
        strata = tuple(msgspec.structs.replace(e, influence=each.get(e.stratum, ())) for e in whole.strata)
        whole = msgspec.structs.replace(whole, influence=influence, strata=strata)
    if options.variants:
        whole = msgspec.structs.replace(whole, variants=total.variants(found))
        warnings += follows_prior(whole.variants, found)
    if options.alternatives:
        whole = msgspec.structs.replace(whole, alternatives=total.alternatives())
        warnings += methods_higher(whole.alternatives, found)
    return msgspec.structs.replace(whole, warnings=tuple(warnings))


def _left_out(empty: Sequence[str]) -> list[EstimateWarning]:
    return [
        EstimateWarning(
            kind="empty_stratum",
            text=f"Nobody in stratum {name} stands on any list; the estimate is about the others.",
            stratum=name,
        )
        for name in empty
    ]


def _part(table: CaptureTable, options: EstimateOptions, one: One) -> Part:
    try:
        found, fit = one(table, options)
    except RunError as reason:
        text = f"Not estimable: {reason.what}; join it to another stratum, or leave it out."
        found = Estimate(
            observed=table.observed,
            estimate=None,
            method="none",
            withheld=text,
            stratum=table.stratum,
            warnings=(EstimateWarning(kind="not_estimable", text=text, grave=True),),
        )
        return Part(table, found, None)
    kept = [j for j, name in enumerate(table.lists) if name in {size.name for size in found.lists}]
    return Part(restrict(table, kept), found, fit)


def _pooled(parts: list[Part], options: EstimateOptions, rng: np.random.Generator) -> Estimate:
    """Return one stratum's estimate over all its linkages."""
    first = parts[0].found
    usable = [(draws_of(p.fit, p.table.observed, rng), p.table.observed) for p in parts if p.fit is not None]
    if len(parts) == 1 or not usable:
        return first
    pooled = pool_linkages([d for d, _ in usable], [n for _, n in usable])
    unlike = {w.kind: w for p in parts for w in p.found.warnings if w.kind != "wide"}
    warnings = [*unlike.values(), *wide(pooled, options), *_few(len(usable), len(parts))]
    reason = withheld(warnings)
    return msgspec.structs.replace(
        first,
        observed=round(float(np.mean([n for _, n in usable]))),
        estimate=None if reason else pooled,
        range=pooled,
        bands=(),
        density=mixture_density([d for d, _ in usable]),
        withheld=reason,
        linkages=len(parts),
        warnings=tuple(warnings),
    )


def _few(usable: int, given: int) -> list[EstimateWarning]:
    warnings = []
    if usable < given:
        text = f"{given - usable} of {given} linkages have no estimate and are left out."
        warnings.append(EstimateWarning(kind="linkages_left_out", text=text))
    if usable < ENOUGH_LINKAGES:
        text = f"Only {usable} plausible linkages: what the linkage adds to the uncertainty is itself uncertain."
        warnings.append(EstimateWarning(kind="few_linkages", text=text))
    return warnings


def _of_stratum(found: Estimate, warning: EstimateWarning) -> EstimateWarning:
    name = found.stratum or "without name"
    return msgspec.structs.replace(warning, text=f"Stratum {name}: {warning.text}", stratum=name)


def _total(
    parts: list[Part],
    by_stratum: list[Estimate],
    linkages: list[str],
    options: EstimateOptions,
    rng: np.random.Generator,
) -> Estimate:
    """Add the strata up, draw by draw within each linkage, and pool the linkages."""
    sums, observed = sums_of([(p.table, p.fit, p.table.observed) for p in parts], rng)
    warnings = [
        _of_stratum(e, EstimateWarning(kind="stratum_withheld", text=e.withheld, grave=True))
        for e in by_stratum
        if e.withheld
    ]
    warnings += [_of_stratum(e, w) for e in by_stratum for w in e.warnings if w.kind in CAVEATS]
    if sums and len(linkages) > 1:
        warnings += _few(len(sums), len(linkages))
    total: Interval | None = pool_linkages(sums, observed) if sums else None
    if total is not None:
        warnings += wide(total, options)
    reason = withheld(warnings)
    whole = merge([p.table for p in parts if p.table.linkage == linkages[0]])
    methods = sorted({e.method for e in by_stratum if e.method != "none"})
    return Estimate(
        observed=round(float(np.mean(observed))) if observed else whole.observed,
        estimate=None if reason else total,
        method="+".join(methods) or "none",
        why=f"the sum of {len(by_stratum)} strata, each estimated by itself",
        assumption=next((e.assumption for e in by_stratum if e.assumption), ""),
        withheld=reason,
        range=total,
        density=mixture_density(sums),
        lists=list_sizes(whole),
        overlaps=overlaps(whole),
        capture_frequencies=capture_frequencies(whole),
        cells=plain_cells(whole),
        lower_bound=chao_interval(whole),
        strata=tuple(by_stratum),
        linkages=len(linkages),
        warnings=tuple(warnings),
    )
