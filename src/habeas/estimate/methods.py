"""The methods by name: which one to pick, what each assumes, and how it is run."""

from __future__ import annotations

from typing import Final

import numpy as np

from habeas.errors import MissingExtraError
from habeas.estimate.degree import fit_darroch
from habeas.estimate.dga import fit_dga
from habeas.estimate.fit import Fit, NoAnswerError, Progress
from habeas.estimate.heterogeneity import chao_interval
from habeas.estimate.lcmcr import fit_lcmcr
from habeas.estimate.loglinear import OK, Model, check, columns_of, fit_poisson, hierarchical_models, term_name
from habeas.estimate.options import EstimateOptions
from habeas.estimate.stepwise import fit_stepwise, wald
from habeas.estimate.tables import full_cells, full_counts
from habeas.estimate.twolists import two_list_interval
from habeas.values.estimate import CaptureTable, Cell, EstimateWarning, Interval

_TWO: Final = (
    "The two lists are independent and everyone is equally likely to stand on each. Two lists cannot test either."
)
ASSUMPTIONS: Final = {
    "lcmcr": "People fall into a few kinds; within a kind the lists are independent, and people on no list are of the "
    "same kinds as those seen. The data cannot test the last part.",
    "dga": "Lists depend on each other as in some decomposable graph, and all lists together have no dependence of "
    "their own that the people seen do not show. The data cannot test the last part.",
    "loglinear": "Lists depend on each other only through the terms of the best model; the dependence of all lists at "
    "once is taken as none. The data cannot test that.",
    "stepwise": "Lists depend on each other in pairs only. Data can test that for those seen, not for those missed.",
    "darroch": "Lists are independent for each person, and people differ in how easily any list reaches them, by a "
    "shape that the data cannot test for those missed.",
    "chao": "A lower bound: people who are harder to list than average make the truth higher.",
    "chapman": _TWO,
    "lincoln-petersen": _TWO,
}


def pick(table: CaptureTable, options: EstimateOptions) -> tuple[str, str]:
    """Return the method for a table and why."""
    if options.method != "auto":
        return options.method, "asked for"
    if len(table.lists) == 2:
        return "chapman", "two lists leave no choice: their overlap, taken as if they were independent"
    return (
        "lcmcr",
        "three or more lists: latent classes allow for lists that depend on each other and people who differ",
    )


def run(method: str, table: CaptureTable, options: EstimateOptions, progress: Progress | None = None) -> Fit:
    """Run one method.

    Raises NoAnswerError where it has none for this table, MissingExtraError where SciPy, ArviZ, Numba or JAX is not
    installed.
    """
    try:
        return _run(method, table, options, progress)
    except ModuleNotFoundError as missing:
        in_jax = options.backend == "jax" and (missing.name or "").startswith(("jax", "habeas.estimate.latent.xla"))
        raise MissingExtraError(f"the method {method}", "jax" if in_jax else "estimate") from missing


def _run(method: str, table: CaptureTable, options: EstimateOptions, progress: Progress | None) -> Fit:
    if method == "lcmcr":
        return fit_lcmcr(table, options, progress)
    if method == "dga":
        return fit_dga(table, options.delta, options.grid)
    if method == "stepwise":
        return fit_stepwise(table, options.threshold, options.bootstrap, options.seed)
    if method == "loglinear":
        return fit_loglinear(table)
    if method == "darroch":
        return fit_darroch(table)
    if method == "chao":
        found = chao_interval(table)
        if found is None:
            raise NoAnswerError("nobody stands on exactly one list, or nobody on more, so Chao's bound says nothing")
        return Fit(range=found)
    return _fit_two(method, table)


def _fit_two(method: str, table: CaptureTable) -> Fit:
    if len(table.lists) != 2:
        raise NoAnswerError(f"{method} takes two lists, these are {len(table.lists)}")
    found = two_list_interval(table, method)
    if found is None:
        raise NoAnswerError("nobody stands on both lists, so Lincoln-Petersen has no answer")
    text = (
        "Two lists: that they are independent cannot be tested. Lists that copy each other make the number too low, "
        "lists that avoid each other too high."
    )
    return Fit(range=found, warnings=(EstimateWarning(kind="two_lists", text=text),))


def fit_loglinear(table: CaptureTable) -> Fit:
    """Return the hierarchical log-linear model with the best BIC among those that have an answer.

    All models up to four lists, all models of pairs for five. Raises NoAnswerError for more lists, or where no model
    has a finite maximum. The interval takes the model as given, which a warning says.
    """
    lists = len(table.lists)
    if not 2 < lists <= 5:
        raise NoAnswerError(f"the search over all log-linear models takes three to five lists, these are {lists}")
    cells = full_cells(lists)
    counts = full_counts(table, cells)
    everything = np.ones(len(cells), dtype=bool)
    fits = []
    for terms in hierarchical_models(lists):
        design = columns_of(cells, [*((j,) for j in range(lists)), *terms])
        fits.append((fit_poisson(design, counts), terms, design))
    fits.sort(key=lambda entry: (entry[0].bic, entry[1]))
    best = next((f for f in fits if check(Model(f[2], everything, 0), counts) == OK), None)
    if best is None:
        raise NoAnswerError("no log-linear model has an answer: the lists share too few people")
    fit, terms, _ = best
    low, high = wald(fit, table.observed)
    names = ", ".join(term_name(term, table.lists) for term in terms) or "none"
    fitted = {tuple(int(v) for v in cell): float(mean) for cell, mean in zip(cells, fit.fitted, strict=True)}
    return Fit(
        range=Interval(low=low, median=fit.total, high=high, mean=fit.total),
        cells=tuple(
            Cell(
                lists=tuple(name for name, on in zip(table.lists, pattern, strict=True) if on),
                observed=count,
                fitted=fitted[pattern],
            )
            for pattern, count in zip(table.patterns, table.counts, strict=True)
        ),
        warnings=(
            EstimateWarning(
                kind="after_selection",
                text="The interval takes the chosen model as certain; in simulations such 95% intervals held the truth "
                "in about 60% of cases.",
            ),
        ),
        note=f"best of {len(fits)} models by BIC, dependent lists: {names}",
    )
