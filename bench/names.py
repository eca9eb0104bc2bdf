"""Name matching: our score beside its peers on one labelled set, in one run; and the fitting of the weights.

    python bench/names.py PAIRS.csv [--peer-python PYTHON] [--json FILE]
    python bench/names.py PAIRS.csv --fit

PAIRS.csv has columns left, right, same, left_person, right_person. Our figures are twice: of the shipped weights, and
cross-validated by family (persons that share a pair are never in both halves), which is the honest one where the
shipped weights were fitted to the same file. Pairs a second are of
processor time on one core. Peers that need PyICU run in an interpreter of their own:

    apt-get install libicu-dev pkg-config
    python -m venv /tmp/peer && /tmp/peer/bin/pip install nomenklatura
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt

from habeas.resolve.names.fit import fit
from habeas.resolve.names.model import probability
from habeas.resolve.names.score import features, score_pairs

Floats = npt.NDArray[np.float64]
FOLDS = 5
WEIGHTS = Path(__file__).parents[1] / "src/habeas/resolve/names/weights.json"
PEER = """
import json, sys, time
from followthemoney import model
from nomenklatura.matching import get_algorithm
from nomenklatura.matching.types import ScoringConfig
pairs = json.load(sys.stdin)
def make(n, i):
    e = model.make_entity("Person"); e.id = i; e.add("name", n); return e
out = {}
for name in ("logic-v2", "name-based"):
    a = get_algorithm(name); config = ScoringConfig.defaults()
    made = [(make(l, f"l{i}"), make(r, f"r{i}")) for i, (l, r) in enumerate(pairs)]  # it caches by id
    t = time.process_time()
    out[name] = [[a.compare(l, r, config).score for l, r in made], len(pairs) / (time.process_time() - t)]
json.dump(out, sys.stdout)
"""


def families(rows: Sequence[dict[str, str]]) -> list[str]:
    """Return for each row the family (persons connected by pairs) it belongs to."""
    parent: dict[str, str] = {}

    def find(x: str) -> str:
        while parent.setdefault(x, x) != x:
            x = parent[x]
        return x

    for row in rows:
        parent[find(row["left_person"])] = find(row["right_person"])
    return [find(row["left_person"]) for row in rows]


def measure(scores: Floats, same: Floats) -> dict[str, float]:
    """Return ROC-AUC, best F1, precision at recall 0.9 and recall at 1% false merges; ties count whole."""
    order = np.argsort(-scores, kind="stable")
    ends = np.append(np.flatnonzero(np.diff(scores[order])), len(order) - 1)
    hits, misses = np.cumsum(same[order])[ends], np.cumsum(1 - same[order])[ends]
    recall, false = hits / same.sum(), misses / (1 - same).sum()
    precision = hits / (hits + misses)
    auc = float(np.trapezoid(np.concatenate([[0], recall]), np.concatenate([[0], false])))
    return {
        "auc": auc,
        "f1": float((2 * precision * recall / np.maximum(precision + recall, 1e-9)).max()),
        "p_at_r90": float(precision[recall >= 0.9].max()),
        "r_at_1pct": float(recall[false <= 0.01].max(initial=0.0)),
    }


def cross_validated(rows: Sequence[dict[str, str]], same: Floats) -> Floats:
    """Return scores of each pair by weights fitted without its family."""
    family = families(rows)
    shuffled = np.random.default_rng(0).permutation(sorted(set(family)))
    fold = {name: at % FOLDS for at, name in enumerate(shuffled)}
    of = np.array([fold[name] for name in family])
    x, pair = features([r["left"] for r in rows], [r["right"] for r in rows])
    out = np.zeros(len(same))
    for held in range(FOLDS):
        train = of != held
        keep = train[pair]
        model = fit(x[keep], (np.cumsum(train) - 1)[pair[keep]], same[train])
        best = np.zeros(len(same))
        np.maximum.at(best, pair, probability(x, model))
        out[~train] = best[~train]
    return out


def plain_methods() -> dict[str, Callable[[str, str], float]]:
    """Return the plain fuzzy methods compared with."""
    from anyascii import anyascii
    from rapidfuzz import fuzz

    return {
        "rapidfuzz token_sort_ratio": fuzz.token_sort_ratio,
        "anyascii + token_sort_ratio": lambda a, b: fuzz.token_sort_ratio(anyascii(a).lower(), anyascii(b).lower()),
        "anyascii + WRatio": lambda a, b: fuzz.WRatio(anyascii(a).lower(), anyascii(b).lower()),
    }


def run(path: Path, peer: str | None) -> dict[str, dict[str, float]]:
    """Measure every method on the file and return its figures."""
    rows = list(csv.DictReader(path.open(encoding="utf-8")))
    same = np.array([float(row["same"]) for row in rows])
    lefts, rights = [r["left"] for r in rows], [r["right"] for r in rows]
    results: dict[str, dict[str, float]] = {}
    for name, method in plain_methods().items():
        begun = time.process_time()
        scores = np.array([method(a, b) for a, b in zip(lefts, rights, strict=True)])
        results[name] = {**measure(scores, same), "pairs_s": len(rows) / (time.process_time() - begun)}
    if peer:
        asked = json.dumps(list(zip(lefts, rights, strict=True)))
        answer = subprocess.run([peer, "-c", PEER], input=asked, capture_output=True, text=True, check=True)  # noqa: S603
        for name, (scores, speed) in json.loads(answer.stdout).items():
            results[f"nomenklatura {name}"] = {**measure(np.array(scores), same), "pairs_s": speed}
    rng = np.random.default_rng(0)
    names = np.array(sorted({*lefts, *rights}))
    many = [list(names[rng.integers(0, len(names), 100_000)]) for _ in range(2)]
    begun = time.process_time()
    score_pairs(many[0], many[1])
    speed = 100_000 / (time.process_time() - begun)
    results["habeas, shipped weights"] = {**measure(score_pairs(lefts, rights), same), "pairs_s": speed}
    results["habeas, cross-validated by family"] = {**measure(cross_validated(rows, same), same), "pairs_s": speed}
    return results


def main() -> None:
    """Print the comparison as a Markdown table, or fit and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs", type=Path)
    parser.add_argument("--peer-python")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--fit", action="store_true")
    asked = parser.parse_args()
    if asked.fit:
        rows = list(csv.DictReader(asked.pairs.open(encoding="utf-8")))
        x, pair = features([r["left"] for r in rows], [r["right"] for r in rows])
        model = fit(x, pair, np.array([float(row["same"]) for row in rows]))
        WEIGHTS.write_bytes(msgspec.json.format(msgspec.json.encode(model)) + b"\n")
        print(WEIGHTS)
        return
    results = run(asked.pairs, asked.peer_python)
    print("| method | ROC-AUC | best F1 | precision at recall 0.9 | recall at 1% false merges | pairs/s |")
    print("|---|---|---|---|---|---|")
    for name, m in results.items():
        figures = " | ".join(f"{m[key]:.3f}" for key in ("auc", "f1", "p_at_r90", "r_at_1pct"))
        print(f"| {name} | {figures} | {m['pairs_s']:,.0f} |")
    if asked.json:
        asked.json.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
