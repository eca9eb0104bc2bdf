"""Bulk effective samples a second and core: our kernel, our own plain sweep, and the reference's published figures.

All timings are CPU time of one thread, so that a busy machine disturbs them little; the plain Gibbs sweep is compiled
by the same compiler and runs in the same process, so that the ratio between the two does not hang on the machine.
Usage: python bench/estimate_speed.py [REFERENCE.json [PATTERNS.csv[=ESS]]...]

More data sets may follow the reference's, each with the effective samples a second that LCMCR reaches on it.
"""

from __future__ import annotations

import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np

from habeas.estimate.latent.chains import Data
from habeas.estimate.latent.diagnose import convergence
from habeas.estimate.latent.engine import LatentSettings
from habeas.estimate.parse import parse_patterns
from habeas.estimate.simulate import SCENARIOS, simulate
from habeas.estimate.tables import counts_of, pattern_matrix
from habeas.values.estimate import CaptureTable

CHAINS = 4


def measure(table: CaptureTable, rounds: int, *, plain: bool) -> tuple[float, float]:
    """Return bulk effective samples a CPU second, and microseconds a round, after burn-in and tuning."""
    settings = LatentSettings(seed=3, cap=20.0, plain=plain)
    data = Data(pattern_matrix(table), counts_of(table), settings)
    chains = [data.begin(seed) for seed in np.random.SeedSequence(11).spawn(CHAINS)]
    with ThreadPoolExecutor(max_workers=1) as pool:
        data.choose(chains, pool)
    began = time.thread_time()
    found = [data.extend(chain, rounds, 1) for chain in chains]
    spent = time.thread_time() - began
    draws = np.concatenate([part.kept[:, :, 0] for part in found])
    return convergence(draws).ess_bulk / spent, 1e6 * spent / rounds / CHAINS


def measure_jax(table: CaptureTable, rounds: int) -> str:
    """Return bulk effective samples a CPU second of the engine `jax`, and microseconds a round; "" without JAX.

    CPU time of the whole process, since XLA has threads of its own; compiling comes before.
    """
    try:
        from habeas.estimate.latent.xla.engine import XlaChains
    except ModuleNotFoundError:
        return " | "
    settings = LatentSettings(seed=3, cap=20.0, chains=CHAINS, backend="jax")
    engine = XlaChains(pattern_matrix(table), counts_of(table), settings)
    engine.settle()
    began = time.process_time()
    draws = engine.extend(rounds, 1).kept[:, :, 0]
    spent = time.process_time() - began
    return f"{1e6 * spent / rounds / CHAINS:.0f} | {convergence(draws).ess_bulk / spent:,.0f}"


def main() -> None:
    """Print the table."""
    tables: dict[str, tuple[CaptureTable, float | None]] = {}
    if len(sys.argv) > 1:
        path = Path(sys.argv[1])
        entries: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))["datasets"]
        for name, entry in entries.items():
            text = (path.parent / entry["csv"]).read_text(encoding="utf-8")
            quiet = entry.get("lcmcr_quiet_timing") or {}
            tables[name] = (parse_patterns(text, name).tables[0], quiet.get("ess_bulk_per_s"))
    for named in sys.argv[2:]:
        path_of, _, known = named.partition("=")
        text = Path(path_of).read_text(encoding="utf-8")
        tables[Path(path_of).stem] = (parse_patterns(text, path_of).tables[0], float(known) if known else None)
    rng = np.random.default_rng(1)
    tables |= {name: (simulate(population, rng), None) for name, population in SCENARIOS.items()}
    print(
        "| data | people | sweep us | sweep ESS/s | round us | ours ESS/s | ours/sweep | LCMCR ESS/s | ours/LCMCR | "
        "jax us | jax ESS/s |"
    )
    print("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|")
    for name, (table, reference) in tables.items():
        plain, sweep = measure(table, 60_000, plain=True)
        ours, round_time = measure(table, 20_000, plain=False)
        against = f"{reference:,.0f} | {ours / reference:.1f}" if reference else " | "
        print(
            f"| {name} | {table.observed:,} | {sweep:.1f} | {plain:,.0f} | {round_time:.1f} | {ours:,.0f} | "
            f"{ours / plain:.1f} | {against} | {measure_jax(table, 10_000)} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
