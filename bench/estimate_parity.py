"""Our posteriors beside the reference's long runs, and what the diagnostics say of the data it could not settle.

Usage: python bench/estimate_parity.py REFERENCE.json [DATASET]...

REFERENCE.json holds `datasets`: name -> `csv` (a file of capture patterns beside it) and, where the reference was run,
`lcmcr_long` with N_median, ci95, mcse_median, mcse_q025, mcse_q975. A data set is `even` where median and both limits
lie within four combined Monte Carlo errors and within 2% (median) and 5% (limits). Every data set is run with the
reference's settings: ten classes, and its hidden cap of 20 unseen for each observed.
"""

from __future__ import annotations

import json
import math
import sys
import time
from pathlib import Path
from typing import Any

from habeas.estimate.options import EstimateOptions
from habeas.estimate.parse import parse_patterns
from habeas.estimate.step import estimate
from habeas.values.estimate import Estimate

OPTIONS = EstimateOptions(cap=20.0, seed=1, leave_one_out=False, alternatives=False, variants=False)
ALLOWED_ERRORS = 4.0


def distance(ours: float, theirs: float, our_error: float | None, their_error: float) -> float:
    """Return the difference in combined Monte Carlo errors; counts are whole, so that an error is at least a half."""
    return abs(ours - theirs) / max(math.hypot(our_error or 0.0, their_error), 0.5)


def compared(found: Estimate, entry: dict[str, Any]) -> str:
    """Return the cells of one row: both answers, the greatest distance, the relative differences, the verdict."""
    long, number, state = entry["lcmcr_long"], found.range, found.diagnostics
    if number is None:
        return "none | | | | no"
    rows = [
        (number.low, long["ci95"][0], state.mcse_low, long["mcse_q025"], 0.05),
        (number.median, long["N_median"], state.mcse_median, long["mcse_median"], 0.02),
        (number.high, long["ci95"][1], state.mcse_high, long["mcse_q975"], 0.05),
    ]
    errors = [distance(ours, theirs, one, other) for ours, theirs, one, other, _ in rows]
    shares = [abs(ours / theirs - 1) for ours, theirs, *_ in rows]
    even = all(e <= ALLOWED_ERRORS for e in errors) and all(
        share <= row[4] for share, row in zip(shares, rows, strict=True)
    )
    return (
        f"{long['N_median']:,.0f} [{long['ci95'][0]:,.0f}-{long['ci95'][1]:,.0f}] | "
        f"{number.median:,.0f} [{number.low:,.0f}-{number.high:,.0f}] | {max(errors):.1f} | "
        f"{shares[1]:.1%} / {max(shares[0], shares[2]):.1%} | {'yes' if even else 'no'}"
    )


def main() -> None:
    """Print the table."""
    path = Path(sys.argv[1])
    entries: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))["datasets"]
    print("| data | people | lists | LCMCR, long | ours | MC errors | median / limits apart | even | headline | s |")
    print("|---|--:|--:|---|---|--:|--:|---|---|--:|")
    for name in sys.argv[2:] or sorted(entries):
        table = parse_patterns((path.parent / entries[name]["csv"]).read_text(encoding="utf-8"), name).tables[0]
        began = time.perf_counter()
        found = estimate(table, OPTIONS)
        spent = time.perf_counter() - began
        cells = compared(found, entries[name]) if "lcmcr_long" in entries[name] else " | | | | "
        said = "withheld: " + ", ".join(w.kind for w in found.warnings if w.grave) if found.withheld else "printed"
        print(f"| {name} | {table.observed:,} | {len(table.lists)} | {cells} | {said} | {spent:.0f} |", flush=True)


if __name__ == "__main__":
    main()
