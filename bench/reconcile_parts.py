"""What reconciling some reports costs, part by part: processor seconds, medians over fresh processes.

    python bench/reconcile_parts.py [PATH ...] [--runs N]

PATH defaults to the five reference reports beside the checkout, else to the shipped example. Reports are read and
extracted first, which is not counted. `solving` holds `runners-up`; threads of the solver count in full.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SEEDS = ROOT.parent / "shared" / "seeds"


def _timed(module: ModuleType, name: str, part: str, spent: dict[str, float]) -> None:
    """Add the processor time of a function of a module to a part's."""
    inner = getattr(module, name)

    def outer(*given: Any, **named: Any) -> Any:
        began = time.process_time()
        try:
            return inner(*given, **named)
        finally:
            spent[part] = spent.get(part, 0.0) + time.process_time() - began

    setattr(module, name, outer)


def one_run(paths: list[str]) -> dict[str, float]:
    """Return the processor seconds of each part in this process, which has not imported the solver yet."""
    from habeas.pipeline.documents import extract_documents, read_documents
    from habeas.pipeline.record import RunOptions

    documents, _ = read_documents(paths)
    extractions = list(extract_documents(documents, RunOptions().extract))
    claims = tuple(claim for extraction in extractions for claim in extraction.claims)
    cues = tuple(cue for extraction in extractions for cue in extraction.cues)
    spent: dict[str, float] = {}
    from habeas.reconcile import step
    from habeas.reconcile.exact import readings
    from habeas.reconcile.exact.cpsat import cp_model

    began = time.process_time()
    cp_model()
    spent["import of the solver"] = time.process_time() - began
    _timed(step, "_solved", "solving", spent)
    _timed(readings, "_others", "runners-up", spent)
    _timed(step, "_drawn", "ranges and verdicts", spent)
    _timed(step, "_conflicts", "conflicts", spent)
    began, clock = time.process_time(), time.perf_counter()
    step.reconcile(claims, documents, cues)
    spent["in all, imports apart"] = time.process_time() - began
    spent["... by the clock"] = time.perf_counter() - clock
    return spent


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--once", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    default = SEEDS if SEEDS.is_dir() else ROOT / "examples" / "belarus-2024"
    paths = [str(Path(path).resolve()) for path in given.paths] or [str(default)]
    if given.once:
        print(json.dumps(one_run(paths)))
        return
    command = [sys.executable, str(Path(__file__).resolve()), *paths, "--once"]
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    rows = []
    for _ in range(given.runs):
        done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)  # noqa: S603
        rows.append(json.loads(done.stdout.strip().splitlines()[-1]))
    print(f"| part | processor s, median of {given.runs} |\n|---|---|")
    for part in rows[0]:
        print(f"| {part} | {statistics.median(row[part] for row in rows):.2f} |")


if __name__ == "__main__":
    main()
