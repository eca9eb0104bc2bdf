"""Coverage and width of all methods on populations of known size, and how the default grows true with more people.

Usage: python bench/estimate_coverage.py [REPLICATES]

Populations drawn from the model itself get four times as many replicates, since their coverage is the one that should
be 95%. The latent classes run at reduced settings (`OPTIONS`), which leave a Monte Carlo error in each limit.
"""

from __future__ import annotations

import sys
from collections import Counter

import msgspec
import numpy as np

from habeas.estimate.degree import likely_too_low
from habeas.estimate.fit import NoAnswerError
from habeas.estimate.honesty import posterior_warnings, withheld
from habeas.estimate.methods import run
from habeas.estimate.options import EstimateOptions
from habeas.estimate.parse import table_of
from habeas.estimate.simulate import SCENARIOS, Population, simulate
from habeas.values.estimate import CaptureTable

METHODS = ("lcmcr", "dga", "loglinear", "stepwise", "darroch", "chao")
OPTIONS = EstimateOptions(ess=400, max_rounds=16_000, bootstrap=0, probes=12, grid=10.0)
OWN = "kinds drawn at random"


def assumed(rng: np.random.Generator) -> Population:
    """Return a population from the model itself: one to three kinds, rates uniform, moderate sizes."""
    kinds = int(rng.integers(1, 4))
    rates = tuple(tuple(float(v) for v in row) for row in rng.uniform(0.05, 0.6, (kinds, 4)))
    shares = rng.dirichlet(np.full(kinds, 2.0))
    return Population(people=int(rng.integers(400, 2000)), rates=rates, shares=tuple(float(v) for v in shares))


def one(method: str, table: CaptureTable, truth: int, seed: int) -> tuple[float, ...] | None:
    """Return whether the interval holds the truth or lies below it, its width, the ratio, withheld, warned."""
    options = msgspec.structs.replace(OPTIONS, seed=seed)
    try:
        fit = run(method, table, options)
    except NoAnswerError:
        return None
    found = fit.range
    held = bool(withheld([*fit.warnings, *posterior_warnings(fit, options)]))
    inside, below = found.low <= truth <= found.high, found.high < truth
    warned = method not in {"darroch", "chao"} and bool(likely_too_low(table, fit))
    return inside, below, found.high / found.low, found.median / truth, held, warned


def coverage(replicates: int) -> None:
    """Print one row a population and method."""
    print(
        "| population | n | method | coverage of 95% | too low | high/low | estimate/truth | none | withheld | warned |"
    )
    print("|---|--:|---|--:|--:|--:|--:|--:|--:|--:|")
    for name, fixed in [(OWN, None), *SCENARIOS.items()]:
        rng = np.random.default_rng(2024)
        results: dict[str, list[tuple[float, ...]]] = {method: [] for method in METHODS}
        wanted = replicates * (1 if fixed else 4)
        for replicate in range(wanted):
            population = fixed or assumed(rng)
            table = simulate(population, rng)
            for method in METHODS:
                row = one(method, table, population.people, replicate)
                results[method] += [row] if row else []
        for method, rows in results.items():
            if rows:
                columns = np.array(rows, dtype=float)
                inside, below, _, _, held, warned = columns.mean(axis=0)
                _, _, width, ratio, _, _ = np.median(columns, axis=0)
                print(
                    f"| {name} | {wanted} | {method} | {inside:.0%} | {below:.0%} | {width:.2f} | {ratio:.2f} | "
                    f"{wanted - len(rows)} | {held:.0%} | {warned:.0%} |",
                    flush=True,
                )


def growth(name: str) -> None:
    """Print what the latent classes and the plain sweep make of the counts that ever larger populations would show."""
    print(f"\n| {name}: people | median/truth | 95% interval/truth | plain sweep: median/truth | kinds in use |")
    print("|--:|--:|--:|--:|--:|")
    from habeas.estimate.latent.engine import LatentSettings
    from habeas.estimate.latent.run import run_chains

    population = SCENARIOS[name]
    rates, shares = np.array(population.rates), np.array(population.shares)
    cells = list(np.ndindex(*(2,) * rates.shape[1]))[1:]
    chances = [float(shares @ np.prod(np.where(np.array(cell) == 1, rates, 1 - rates), axis=1)) for cell in cells]
    for people in (1_000, 10_000, 100_000):
        tally = Counter({cell: round(people * chance) for cell, chance in zip(cells, chances, strict=True)})
        table = table_of([f"list {j + 1}" for j in range(rates.shape[1])], tally)
        settings = LatentSettings(seed=1, ess=400, max_rounds=24_000, probes=0)
        found = run_chains(table, settings)
        plain = run_chains(table, msgspec.structs.replace(settings, plain=True, max_rounds=60_000))
        low, median, high = np.quantile(found.people, (0.025, 0.5, 0.975)) / people
        print(
            f"| {people:,} | {median:.2f} | {low:.2f} - {high:.2f} | {np.median(plain.people) / people:.2f} | "
            f"{found.classes.mean():.1f} |",
            flush=True,
        )


def main() -> None:
    """Print both tables."""
    coverage(int(sys.argv[1]) if len(sys.argv) > 1 else 24)
    growth("two kinds of people")


if __name__ == "__main__":
    main()
