"""Which figures do not fit the history that the others tell, and which reading of them would."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from habeas.reconcile.laws import UNBOUND
from habeas.reconcile.lexicon import prior, table
from habeas.reconcile.posterior.collect import Collection, Placed
from habeas.reconcile.posterior.figures import Figure, error_law
from habeas.reconcile.posterior.sampler import FlowSampler, Likelihood
from habeas.reconcile.posterior.stocks import StockSampler
from habeas.reconcile.repairs import Twins, alternatives
from habeas.reconcile.statements import Alternative, Statement
from habeas.values.claim import STOCKS

Array = NDArray[np.float64]
# Readings that only loosen a figure say nothing here: the error laws already allow for them.
_LOOSENING = frozenset({"near", "event_week", "wrong_group"})
_RUNNING_DAYS = (14, 30, 60, 90, 180, 365)
_DATE_SLIPS = frozenset({"year_slip", "month_slip"})
_LEAST_MIXED_UP = 20  # smaller numbers agree by chance


@dataclass(frozen=True)
class Candidate:
    """One reading of a figure under suspicion: the days and the figure it amounts to, and its price.

    `elsewhere` is the log-density of the figure where the reading makes it count something that is not drawn here (a
    stock told as a flow); `timeliness` how well the reading's days agree with the day of the document, in nats.
    """

    alternative: Alternative
    figure: Figure
    statement: Statement
    elsewhere: float | None = None
    timeliness: float = 0.0


def candidates(placed: Placed, others: Twins, collection: Collection) -> list[Candidate]:
    """Return the printed reading of a figure and the readings that would change its days or its number."""
    found = _of_other_measures(placed, collection)
    claim = placed.statement.claim
    told = collection.told_last(claim)
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
        timely = 0.0 if told is None else timeliness(told, *days)
        found.append(Candidate(alternative, figure, placed.statement, timeliness=timely))
    return sorted(found, key=lambda candidate: candidate.alternative.kind != "as_printed")


def _of_other_measures(placed: Placed, collection: Collection) -> list[Candidate]:
    """Return the readings by which a flow's figure is a stock's or an announcement's, where one nearly equals it."""
    claim, found = placed.statement.claim, []
    if claim.measure in STOCKS or claim.low is None or claim.low < _LEAST_MIXED_UP:
        return []
    spread = float(table("reporting")["terms"]["mixed_up_spread"])
    near = {
        "stock_for_flow": (collection.stocks_near(placed.figure.end), "held"),
        "announced_for_done": (collection.announced(claim, placed.figure.end), "announced"),
    }
    for kind, (figures, reading) in near.items():
        apart = min((abs(math.log(claim.low / figure)) for figure in figures if figure > 0), default=math.inf)
        if apart <= 4 * spread:
            printed = claim.measure if kind == "stock_for_flow" else "done"
            other = Alternative(kind, prior("repairs", kind), placed.statement.window, UNBOUND, printed, reading)
            density = -math.log(2 * spread) - apart / spread
            found.append(Candidate(other, placed.figure, placed.statement, elsewhere=density))
    return found


def timeliness(told: int, start: int, end: int) -> float:
    """Return the log-density of the days between what a document tells last and the document itself.

    Most texts tell of what has just happened; a date a year or a month before its document's is where slips hide.
    """
    terms = table("reporting")["timeliness"]
    lag = max(0, told - end)
    fresh, stale = float(terms["fresh"]), float(terms["stale_days"])
    density = fresh / terms["fresh_days"] * math.exp(-lag / terms["fresh_days"])
    density += (1 - fresh) / stale * math.exp(-lag / stale)
    ahead = float(terms["unfinished"]) if end > told else 1.0
    return math.log(density * ahead) + (math.log(float(terms["ahead"])) if start > told else 0.0)


def untimely(placed: Placed, found: Sequence[Candidate]) -> bool:
    """Say whether a date slip would make a figure's days agree so much better with its document as to be weighed."""
    printed = next((c for c in found if c.alternative.kind == "as_printed"), None)
    if printed is None or placed.figure.measure in STOCKS:
        return False
    gains = [
        c.timeliness - printed.timeliness - c.alternative.bits * math.log(2)
        for c in found
        if c.alternative.kind in _DATE_SLIPS
    ]
    return max(gains, default=-math.inf) > -float(table("reporting")["timeliness"]["weighed"])


def log_density(figure: Figure, totals: Array) -> float:
    """Return the log-density of a figure, taken as right, over drawn totals."""
    law = error_law(replace(figure, weight=1.0))
    return float(np.logaddexp.reduce(Likelihood([law]).right(totals[:, None])[:, 0]) - math.log(len(totals)))


def judge(found: Sequence[Candidate], totals: Sequence[Array]) -> Candidate | None:
    """Return the reading that explains a figure best, null where it is best set aside.

    A figure stands as printed unless another fate is more likely by the odds of `accuse`: to accuse a source wrongly
    does more harm than to let a slip pass.
    """
    terms = table("reporting")["terms"]
    wrong = error_law(found[0].figure).wrong
    aside = math.log(wrong) + math.log(float(terms["wrong_density"]))
    margin = math.log(float(terms["accuse"]))
    scores = [
        (log_density(c.figure, own) if c.elsewhere is None else c.elsewhere)
        + c.timeliness
        - c.alternative.bits * math.log(2)
        for c, own in zip(found, totals, strict=True)
    ]
    # Set aside, a figure still has the days it prints.
    scores.append(aside + found[0].timeliness)
    printed = scores[0] if found[0].alternative.kind == "as_printed" else -math.inf
    place = int(np.argmax(scores))
    if scores[place] < printed + margin:
        return found[0]
    return found[place] if place < len(found) else None


def doubts(sampler: FlowSampler | StockSampler, totals: Array) -> Array:
    """Return the probability that each figure is wrong, over the drawn histories."""
    result: Array = sampler.likelihood.wrong_probability(totals).mean(axis=0)
    return result
