"""Populations of known size, listed by lists that depend on each other and on who people are."""

from __future__ import annotations

from collections import Counter
from typing import Final

import msgspec
import numpy as np

from habeas.estimate.parse import table_of
from habeas.estimate.tables import FloatArray
from habeas.values.estimate import CaptureTable


class Population(msgspec.Struct, frozen=True, kw_only=True):
    """How a population is listed.

    `people` is the true number. `rates[k]` are the chances of a person of kind k to stand on each list and
    `shares[k]` how common the kind is. `spread` is the standard deviation of a person's own shift of all log odds
    (people who are easier or harder to list); `copies` holds (from, to, chance): a person on list `from` is copied
    to list `to` with that chance.
    """

    people: int
    rates: tuple[tuple[float, ...], ...]
    shares: tuple[float, ...] = (1.0,)
    spread: float = 0.0
    copies: tuple[tuple[int, int, float], ...] = ()


def simulate(population: Population, rng: np.random.Generator) -> CaptureTable:
    """Return what the lists of one such population show."""
    rates = np.array(population.rates)
    kinds = rng.choice(len(population.shares), size=population.people, p=np.array(population.shares))
    odds = np.log(rates[kinds] / (1 - rates[kinds]))
    shift = population.spread * rng.standard_normal(population.people)
    chances: FloatArray = 1 / (1 + np.exp(-(odds + shift[:, None])))
    listed = (rng.random(chances.shape) < chances).astype(int)
    for source, target, chance in population.copies:
        copied = (listed[:, source] == 1) & (rng.random(population.people) < chance)
        listed[copied, target] = 1
    tally = Counter(tuple(int(v) for v in row) for row in listed)
    return table_of([f"list {j + 1}" for j in range(rates.shape[1])], tally)


SCENARIOS: Final = {
    "independent lists": Population(people=1000, rates=((0.3, 0.25, 0.2, 0.15),)),
    "two kinds of people": Population(
        people=1000, rates=((0.55, 0.45, 0.4, 0.35), (0.12, 0.1, 0.15, 0.08)), shares=(0.4, 0.6)
    ),
    "three kinds, opposed lists": Population(
        people=2000,
        rates=((0.6, 0.1, 0.4, 0.3, 0.2), (0.1, 0.6, 0.3, 0.1, 0.3), (0.1, 0.1, 0.1, 0.1, 0.1)),
        shares=(0.3, 0.3, 0.4),
    ),
    "people who differ by degree": Population(people=1000, rates=((0.3, 0.25, 0.2, 0.15),), spread=1.0),
    "one list copies another": Population(people=1000, rates=((0.3, 0.25, 0.2, 0.15),), copies=((0, 1, 0.4),)),
    "sparse lists": Population(people=2000, rates=((0.05, 0.05, 0.06, 0.04, 0.03),)),
    "a kind no list reaches": Population(
        people=1000, rates=((0.4, 0.35, 0.3, 0.25), (0.01, 0.01, 0.01, 0.01)), shares=(0.7, 0.3)
    ),
}
