"""Exact averaging over decomposable graphs (Madigan and York, Biometrika 84, 1997).

For each decomposable graph on the lists, with a hyper-Dirichlet prior of weight delta a cell, the marginal likelihood
of every number of unseen people is a product of gamma functions. Numbers come out exactly as from the R package dga;
memory does not grow with graphs times grid, and the largest term is taken out before anything is exponentiated.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from habeas.estimate.fit import Fit, NoAnswerError
from habeas.estimate.graphs import decomposable_graphs
from habeas.estimate.tables import FloatArray, counts_of, pattern_matrix
from habeas.values.estimate import Band, CaptureTable, Density, EstimateWarning, Interval

MOST_LISTS: Final = 5
_CHUNK: Final = 4096
_EDGE: Final = 0.001
_SHOWN: Final = 0.005


class GraphAverage(NamedTuple):
    """`weights` (grid,) the posterior of unseen = 1, 2, .. ; `graphs` the posterior of each graph."""

    weights: FloatArray
    graphs: FloatArray


def average(table: CaptureTable, delta: float, most: int) -> GraphAverage:
    """Return the posterior over 1..`most` unseen people and over graphs, uniform prior over graphs, p(N) ~ 1/N.

    log weight = lnG(N + 1) - lnG(n0 + 1) - ln N + sum over cliques l_C - sum over separators l_S
    + (cliques - separators) (lnG(2^J d) - lnG(N + 2^J d)), l_A the log Dirichlet constant of the margin on A.
    """
    from scipy.special import gammaln, logsumexp

    lists, observed = len(table.lists), table.observed
    graphs = decomposable_graphs(lists)
    subsets = sorted({s for g in graphs for s in g.cliques + g.separators})
    place = {s: i for i, s in enumerate(subsets)}
    signs = np.zeros((len(graphs), len(subsets) + 1))
    for row, graph in enumerate(graphs):
        for clique in graph.cliques:
            signs[row, place[clique]] += 1
        for separator in graph.separators:
            signs[row, place[separator]] -= 1
        signs[row, -1] = len(graph.cliques) - len(graph.separators)
    margins = [_margin(table, subset, delta) for subset in subsets]
    by_unseen, by_graph = [], np.full(len(graphs), -np.inf)
    for first in range(1, most + 1, _CHUNK):
        unseen = np.arange(first, min(first + _CHUNK, most + 1), dtype=float)
        people = observed + unseen
        terms = np.empty((len(subsets) + 1, len(unseen)))
        for i, (fixed, zero, weight) in enumerate(margins):
            terms[i] = fixed + gammaln(zero + unseen + weight)
        whole = 2.0**lists * delta
        terms[-1] = gammaln(whole) - gammaln(people + whole)
        logs = signs @ terms
        logs += gammaln(people + 1) - gammaln(unseen + 1) - np.log(people)
        by_unseen.append(logsumexp(logs, axis=0))
        by_graph = np.logaddexp(by_graph, logsumexp(logs, axis=1))
    joined = np.concatenate(by_unseen)
    total = logsumexp(joined)
    return GraphAverage(np.exp(joined - total), np.exp(by_graph - total))


def _margin(table: CaptureTable, subset: tuple[int, ...], delta: float) -> tuple[float, float, float]:
    """Return, for the margin on `subset`, what does not depend on the unseen, its all-zero count, and its weight."""
    from scipy.special import gammaln

    patterns, counts = pattern_matrix(table)[:, list(subset)].astype(int), counts_of(table)
    size = len(subset)
    cells = np.zeros(2**size)
    np.add.at(cells, patterns @ (1 << np.arange(size)), counts)
    weight = delta * 2.0 ** (len(table.lists) - size)
    fixed = float(gammaln(cells[1:] + weight).sum() - 2**size * gammaln(weight))
    return fixed, float(cells[0]), weight


def fit_dga(table: CaptureTable, delta: float | None, grid: float) -> Fit:
    """Return the graph average as a fit; `delta` null = 2^-lists, `grid` the most unseen in multiples of the seen.

    Raises NoAnswerError for more than five lists, where the number of graphs explodes.
    """
    lists = len(table.lists)
    if not 2 < lists <= MOST_LISTS:
        raise NoAnswerError(f"graph averaging takes three to {MOST_LISTS} lists, these are {lists}")
    found = average(table, 2.0**-lists if delta is None else delta, max(int(grid * table.observed), 2))
    people = table.observed + 1 + np.arange(len(found.weights))
    cumulative = np.cumsum(found.weights)

    def quantile(level: float) -> float:
        return float(people[min(int(np.searchsorted(cumulative, level)), len(people) - 1)])

    bands = tuple(Band(level=v, low=quantile((1 - v) / 2), high=quantile((1 + v) / 2)) for v in (0.5, 0.8, 0.95))
    best = np.argsort(-found.graphs, kind="stable")[:3]
    graphs = decomposable_graphs(lists)
    note = "; ".join(f"{graphs[i].name(table.lists)} ({found.graphs[i]:.0%})" for i in best if found.graphs[i] > _SHOWN)
    warnings = []
    edge = float(found.weights[-max(len(people) // 50, 1) :].sum())
    if edge > _EDGE:
        text = (
            f"{edge:.1%} of the graph average lies at the end of its grid of {grid:g} unseen for each observed: "
            "the grid cuts it off."
        )
        warnings.append(EstimateWarning(kind="grid_edge", text=text, grave=True))
    shown = np.unique(np.searchsorted(cumulative, np.linspace(0.0005, 0.9995, 160)).clip(0, len(people) - 1))
    return Fit(
        range=Interval(
            low=bands[-1].low, median=quantile(0.5), high=bands[-1].high, mean=float(people @ found.weights)
        ),
        bands=bands,
        density=Density(
            at=tuple(float(v) for v in people[shown]), posterior=tuple(float(f"{v:.6g}") for v in found.weights[shown])
        ),
        warnings=tuple(warnings),
        note=f"lists most likely tied: {note}",
        draws=tuple(quantile(v) for v in (np.arange(1000) + 0.5) / 1000),
    )
