"""Which figures do not fit the history that the others tell, and which reading of them would."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from habeas.reconcile.lexicon import table
from habeas.reconcile.posterior.collect import Collection, Placed
from habeas.reconcile.posterior.figures import Figure, error_law
from habeas.reconcile.posterior.sampler import FlowSampler, Likelihood
from habeas.reconcile.posterior.stocks import StockSampler
from habeas.reconcile.repairs import alternatives
from habeas.reconcile.statements import Alternative, Statement
from habeas.values.claim import STOCKS, CountClaim

Array = NDArray[np.float64]
# Readings that only loosen a figure say nothing here: the error laws already allow for them.
_LOOSENING = frozenset({"near", "event_week", "wrong_group"})
_RUNNING_DAYS = (14, 30, 60, 90, 180, 365)


@dataclass(frozen=True)
class Candidate:
    """One reading of a figure under suspicion: the days and the figure it amounts to, and its price."""

    alternative: Alternative
    figure: Figure
    statement: Statement


def candidates(placed: Placed, others: Sequence[CountClaim], collection: Collection) -> list[Candidate]:
    """Return the printed reading of a figure and the readings that would change its days or its number."""
    found = []
    claim = placed.statement.claim
    for alternative in alternatives(placed.statement, others):
        if alternative.kind in _LOOSENING or not alternative.law.binds:
            continue
        if alternative.kind == "cumulative_for_new":
            bits = alternative.bits + math.log2(len(_RUNNING_DAYS))
            running = replace(alternative, bits=bits)
            found += [
                Candidate(running, replace(placed.figure, start=placed.figure.end - days), placed.statement)
                for days in _RUNNING_DAYS
            ]
            continue
        days = collection.days_of(alternative.window, claim)
        if days is None:
            continue
        figure = replace(placed.figure, start=days[0], end=days[1])
        if alternative.kind in {"digit_swap", "factor_ten"}:
            figure = replace(figure, low=int(alternative.to), high=int(alternative.to))
        if claim.measure in STOCKS:
            figure = replace(figure, start=figure.end)
        found.append(Candidate(alternative, figure, placed.statement))
    return found


def log_density(figure: Figure, totals: Array) -> float:
    """Return the log-density of a figure, taken as right, over drawn totals."""
    law = error_law(replace(figure, weight=1.0))
    return float(np.logaddexp.reduce(Likelihood([law]).right(totals[:, None])[:, 0]) - math.log(len(totals)))


def judge(found: Sequence[Candidate], totals: Sequence[Array]) -> Candidate | None:
    """Return the reading that explains a figure best, null where it is best set aside; printed readings come first."""
    wrong = error_law(found[0].figure).wrong
    aside = math.log(wrong) + math.log(float(table("reporting")["terms"]["wrong_density"]))
    best, score = None, aside
    for candidate, own in zip(found, totals, strict=True):
        value = log_density(candidate.figure, own) - candidate.alternative.bits * math.log(2)
        if value > score:
            best, score = candidate, value
    return best


def doubts(sampler: FlowSampler | StockSampler, totals: Array) -> Array:
    """Return the probability that each figure is wrong, over the drawn histories."""
    result: Array = sampler.likelihood.wrong_probability(totals).mean(axis=0)
    return result
