"""Truth discovery: algorithms that weigh sources and facts by each other, from the papers that describe them.

Sums, Average.Log, Investment and PooledInvestment follow Pasternack and Roth, "Knowing what to believe (when you
already know something)", COLING 2010; TruthFinder follows Yin, Han and Yu, "Truth discovery with multiple conflicting
information providers on the web", IEEE TKDE 20(6), 2008. The PyPI package `truthdiscovery` has them too, but pins
NumPy 1.24.2, so they are written out here; `tests/bench/test_discovery.py` compares both where the package is at hand.
A fact is one value of one object; facts of an object exclude each other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]
ROUNDS = 20


@dataclass(frozen=True)
class Votes:
    """Who asserts what.

    `says[s, f]` is 1 where source s asserts fact f, `exclude[f, g]` is 1 where facts f and g share an object,
    `implies[f, g]` in (-1, 1) is how much fact f speaks for fact g (TruthFinder only).
    """

    facts: tuple[tuple[str, float], ...]
    says: Vector
    exclude: Vector
    implies: Vector


def votes(assertions: Sequence[tuple[str, str, float]]) -> Votes:
    """Lay out (source, object, value) assertions as matrices; a later value of a source for an object replaces it."""
    latest = {(source, thing): value for source, thing, value in assertions}
    sources = sorted({source for source, _ in latest})
    facts = tuple(sorted({(thing, value) for (_, thing), value in latest.items()}))
    place = {fact: i for i, fact in enumerate(facts)}
    says = np.zeros((len(sources), len(facts)))
    for (source, thing), value in latest.items():
        says[sources.index(source), place[thing, value]] = 1.0
    things = np.array([thing for thing, _ in facts])
    exclude = (things[:, None] == things[None, :]).astype(np.float64)
    values = np.array([value for _, value in facts])
    gap = np.abs(values[:, None] - values[None, :]) / np.maximum(1.0, np.maximum(values[:, None], values[None, :]))
    # Yin et al. ask for a similarity less a base; near numbers support each other, far ones speak against.
    implies = np.where(np.eye(len(facts)) > 0, 0.0, (np.exp(-5.0 * gap) - 0.5) * exclude)
    return Votes(facts, says, exclude, implies)


def _scaled(vector: Vector) -> Vector:
    top = float(vector.max())
    scaled: Vector = vector / top if top > 0 else vector
    return scaled


def voting(data: Votes) -> Vector:
    """Belief of each fact: how many sources assert it."""
    backers: Vector = data.says.sum(axis=0)
    return backers


def sums(data: Votes) -> Vector:
    """Run Sums (Hubs and Authorities): trust is the sum of beliefs, belief the sum of trusts."""
    belief = np.full(len(data.facts), 0.5)
    for _ in range(ROUNDS):
        belief = _scaled(data.says.T @ _scaled(data.says @ belief))
    return belief


def average_log(data: Votes) -> Vector:
    """Average.Log: trust is the mean belief times the log of the number of facts."""
    belief, count = np.full(len(data.facts), 0.5), data.says.sum(axis=1)
    for _ in range(ROUNDS):
        belief = _scaled(data.says.T @ _scaled(np.log(count) / count * (data.says @ belief)))
    return belief


def _returns(data: Votes, trust: Vector, belief: Vector, count: Vector) -> Vector:
    stake: Vector = trust / count
    invested = data.says.T @ stake
    share = np.divide(belief, invested, out=np.zeros_like(belief), where=invested > 0)
    return _scaled(stake * (data.says @ share))


def investment(data: Votes) -> Vector:
    """Investment (g = 1.2): sources stake trust on facts and are paid by belief, pro rata."""
    count, trust = data.says.sum(axis=1), np.ones(data.says.shape[0])
    backers = data.says.sum(axis=0)
    belief: Vector = backers / (data.exclude @ backers)
    for _ in range(ROUNDS):
        trust = _returns(data, trust, belief, count)
        belief = _scaled((data.says.T @ (trust / count)) ** 1.2)
    return belief


def pooled_investment(data: Votes) -> Vector:
    """PooledInvestment (g = 1.4, ten rounds): Investment with belief shared out within each object."""
    count, trust = data.says.sum(axis=1), np.ones(data.says.shape[0])
    belief: Vector = 1.0 / data.exclude.sum(axis=1)
    for _ in range(10):
        trust = _returns(data, trust, belief, count)
        base = data.says.T @ (trust / count)
        grown = base**1.4
        pool = data.exclude @ grown
        belief = _scaled(base * np.divide(grown, pool, out=np.zeros_like(grown), where=pool > 0))
    return belief


def truth_finder(data: Votes) -> Vector:
    """TruthFinder (rho 0.5, gamma 0.3, initial trust 0.9): confidence by log-odds of sources, with implication."""
    count, trust = data.says.sum(axis=1), np.full(data.says.shape[0], 0.9)
    belief: Vector = np.zeros(len(data.facts))
    for _ in range(ROUNDS):
        score = data.says.T @ -np.log1p(-np.minimum(trust, 1 - 1e-9))
        belief = 1 / (1 + np.exp(-0.3 * (score + 0.5 * data.implies.T @ score)))
        trust = data.says @ belief / count
    return belief


ALGORITHMS: dict[str, Callable[[Votes], Vector]] = {
    "voting": voting,
    "Sums": sums,
    "Average.Log": average_log,
    "Investment": investment,
    "PooledInvestment": pooled_investment,
    "TruthFinder": truth_finder,
}
