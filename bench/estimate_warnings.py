"""How often a warning stands beside a default estimate that is wrong, and how often beside one that is right.

Usage: python bench/estimate_warnings.py [REPLICATES [SEED]]

Populations of eight families, each drawn at random: how many people, how many lists, rates, kinds, copies. The limits
of the warnings were chosen on seed 1; another seed shows what they are worth. "Wrong" is an estimate whose 95% interval
does not hold the truth; "warned" one that is withheld, or has words beside the number (`Estimate.caveat`). Settings are
reduced, as in `estimate_coverage`.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

import msgspec
import numpy as np

from habeas.errors import RunError
from habeas.estimate.options import EstimateOptions
from habeas.estimate.simulate import SCENARIOS, Population, simulate
from habeas.estimate.step import estimate
from habeas.estimate.tables import FloatArray
from habeas.values.estimate import CAVEATS, CaptureTable, Estimate

OPTIONS = EstimateOptions(
    ess=300, max_rounds=8000, probes=8, bootstrap=0, grid=10.0, leave_one_out=False, variants=False
)
FIXED = ("three kinds, opposed lists", "two kinds of people", "one list copies another", "sparse lists")


class Row(NamedTuple):
    """One population: what the lists show, the truth, and the estimate."""

    truth: int
    found: Estimate

    @property
    def wrong(self) -> bool:
        """Whether the interval, printed or not, misses the truth."""
        interval = self.found.range
        return interval is None or not interval.low <= self.truth <= interval.high


def independent(rng: np.random.Generator, lists: int, people: int) -> Population:
    """Return lists independent of each other, and people who are alike."""
    return Population(people=people, rates=(_rates(rng, lists, 0.04, 0.4),))


def kinds(rng: np.random.Generator, lists: int, people: int) -> Population:
    """Return two or three kinds of people, with any rates."""
    many = int(rng.integers(2, 4))
    return _mixed(people, rng.uniform(0.03, 0.6, (many, lists)), rng.dirichlet(np.full(many, 2.0)))


def opposed(rng: np.random.Generator, lists: int, people: int) -> Population:
    """Return kinds that lists prefer or avoid, each list its own, and often one that all reach seldom."""
    many = int(rng.integers(2, 4))
    base = np.array(_rates(rng, lists, 0.06, 0.3))
    factor = np.exp(rng.uniform(0.5, 1.6, (1, lists)) * np.where(rng.random((many, lists)) < 0.5, 1, -1))
    rates = np.clip(base * factor, 0.005, 0.85)
    if rng.random() < 0.5:
        rates[-1] = np.clip(base * 0.4, 0.005, 0.85)
    return _mixed(people, rates, rng.dirichlet(np.full(many, 4.0)))


def degree(rng: np.random.Generator, lists: int, people: int) -> Population:
    """Return people who are easier or harder to list by degree."""
    spread = float(rng.uniform(0.4, 1.5))
    return Population(people=people, rates=(_rates(rng, lists, 0.04, 0.4),), spread=spread)


def copies(rng: np.random.Generator, lists: int, people: int) -> Population:
    """Return one or two lists that take names from another."""
    return Population(people=people, rates=(_rates(rng, lists, 0.04, 0.4),), copies=_copies(rng, lists))


def sparse(rng: np.random.Generator, lists: int, people: int) -> Population:
    """Return independent lists that hold few."""
    return Population(people=people, rates=(_rates(rng, lists, 0.012, 0.08),))


def sparse_kinds(rng: np.random.Generator, lists: int, people: int) -> Population:
    """Return two kinds of people on lists that hold few, one of them at times a copy."""
    found = _easy_and_hard(rng, people, np.array(_rates(rng, lists, 0.012, 0.08)))
    return msgspec.structs.replace(found, copies=_copies(rng, lists)[:1] if rng.random() < 0.5 else ())


def kinds_and_copies(rng: np.random.Generator, lists: int, people: int) -> Population:
    """Return two kinds of people, and lists that take names from each other."""
    found = _easy_and_hard(rng, people, np.array(_rates(rng, lists, 0.04, 0.4)))
    return msgspec.structs.replace(found, copies=_copies(rng, lists))


Family = Callable[[np.random.Generator, int, int], Population]
FAMILIES: tuple[Family, ...] = (
    independent,
    kinds,
    opposed,
    degree,
    copies,
    sparse,
    sparse_kinds,
    kinds_and_copies,
)


def _rates(rng: np.random.Generator, lists: int, low: float, high: float) -> tuple[float, ...]:
    return tuple(float(v) for v in np.exp(rng.uniform(np.log(low), np.log(high), lists)))


def _mixed(people: int, rates: FloatArray, shares: FloatArray) -> Population:
    rows = tuple(tuple(float(v) for v in row) for row in rates)
    return Population(people=people, rates=rows, shares=tuple(float(v) for v in shares))


def _easy_and_hard(rng: np.random.Generator, people: int, base: FloatArray) -> Population:
    rates = np.stack([base * rng.uniform(1.2, 3.5, base.size), base * rng.uniform(0.2, 0.9, base.size)])
    return _mixed(people, np.clip(rates, 0.003, 0.8), rng.dirichlet(np.full(2, 4.0)))


def _copies(rng: np.random.Generator, lists: int) -> tuple[tuple[int, int, float], ...]:
    found = []
    for _ in range(int(rng.integers(1, 3))):
        source, target = rng.choice(lists, 2, replace=False)
        found.append((int(source), int(target), float(rng.uniform(0.15, 0.6))))
    return tuple(found)


def run(population: Population, table: CaptureTable, seed: int) -> Row | None:
    """Return the estimate of one population, none where its lists carry none."""
    try:
        return Row(population.people, estimate(table, msgspec.structs.replace(OPTIONS, seed=seed)))
    except RunError:
        return None


def drawn(family: Family, rng: np.random.Generator) -> Population:
    """Return a population of a family, of 300 to 5,000 people on three to five lists."""
    return family(rng, int(rng.integers(3, 6)), int(np.exp(rng.uniform(np.log(300), np.log(5000)))))


def told(name: str, rows: list[Row]) -> str:
    """Return one row of the table."""
    wrong, right = [r for r in rows if r.wrong], [r for r in rows if not r.wrong]

    def share(of: list[Row]) -> str:
        warned = sum(bool(row.found.caveat or row.found.withheld) for row in of)
        return f"{warned} of {len(of)}" if of else ""

    withheld = sum(bool(row.found.withheld) for row in rows)
    each = Counter(kind for row in rows for kind in {w.kind for w in row.found.warnings} & set(CAVEATS))
    kinds_told = ", ".join(f"{kind} {count}" for kind, count in sorted(each.items(), key=lambda e: (-e[1], e[0])))
    return f"| {name} | {len(rows)} | {len(wrong)} | {share(wrong)} | {share(right)} | {withheld} | {kinds_told} |"


def main() -> None:
    """Print one row a family, and one of all."""
    replicates = int(sys.argv[1]) if len(sys.argv) > 1 else 12
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 2
    print("| populations | n | wrong | warned where wrong | warned where right | withheld | by warning |")
    print("|---|--:|--:|--:|--:|--:|---|")
    everything: list[Row] = []
    families = {family.__name__.replace("_", " "): family for family in FAMILIES}
    for place, name in enumerate([*families, *FIXED]):
        rows = []
        for replicate in range(replicates):
            rng = np.random.default_rng([seed, place, replicate])
            population = SCENARIOS[name] if name in FIXED else drawn(families[name], rng)
            row = run(population, simulate(population, rng), replicate)
            rows += [row] if row else []
        everything += rows
        print(told(name, rows), flush=True)
    print(told("all", everything))


if __name__ == "__main__":
    main()
