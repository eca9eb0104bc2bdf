"""Coverage and width of all methods on populations of known size.

Usage: python bench/estimate_coverage.py [REPLICATES]
"""

from __future__ import annotations

import sys

import msgspec
import numpy as np

from habeas.estimate.fit import NoAnswerError
from habeas.estimate.honesty import posterior_warnings, withheld
from habeas.estimate.methods import run
from habeas.estimate.options import EstimateOptions
from habeas.estimate.simulate import SCENARIOS, Population, simulate

METHODS = ("lcmcr", "dga", "loglinear", "stepwise", "chao")
OPTIONS = EstimateOptions(ess=400, max_rounds=16_000, bootstrap=0, probes=12, grid=10.0)


def assumed(rng: np.random.Generator) -> Population:
    """Return a population from the model itself: two or three kinds, rates uniform, moderate sizes."""
    kinds = int(rng.integers(1, 4))
    rates = tuple(tuple(float(v) for v in row) for row in rng.uniform(0.05, 0.6, (kinds, 4)))
    shares = rng.dirichlet(np.full(kinds, 2.0))
    return Population(people=int(rng.integers(400, 2000)), rates=rates, shares=tuple(float(v) for v in shares))


def main() -> None:
    """Print one row a scenario and method: how often the 95% interval holds the truth, its width, the bias."""
    replicates = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    print("| population | method | coverage of 95% | median high/low | median estimate/truth | no answer | withheld |")
    print("|---|---|--:|--:|--:|--:|--:|")
    for name, fixed in [("kinds drawn at random", None), *SCENARIOS.items()]:
        rng = np.random.default_rng(2024)
        results: dict[str, list[tuple[bool, float, float, bool]]] = {method: [] for method in METHODS}
        for replicate in range(replicates):
            population = fixed or assumed(rng)
            table = simulate(population, rng)
            for method in METHODS:
                options = msgspec.structs.replace(OPTIONS, seed=replicate)
                try:
                    fit = run(method, table, options)
                except NoAnswerError:
                    continue
                found, truth = fit.range, population.people
                held = bool(withheld([*fit.warnings, *posterior_warnings(fit, options)]))
                inside = found.low <= truth <= found.high
                results[method].append((inside, found.high / found.low, found.median / truth, held))
        for method, rows in results.items():
            if rows:
                within, width, ratio, kept_back = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
                print(
                    f"| {name} | {method} | {within.mean():.0%} | {np.median(width):.2f} | {np.median(ratio):.2f} | "
                    f"{replicates - len(rows)} | {kept_back.mean():.0%} |",
                    flush=True,
                )


if __name__ == "__main__":
    main()
