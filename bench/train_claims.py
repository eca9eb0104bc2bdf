"""Fits the weights of the statistical judgement on annotated claims: `python bench/train_claims.py --write`.

Data: the English sets under ../shared/gold (documents with count claims, annotated by hand; see the README there). Each
number in them that the grammar takes for a candidate is one example; its outcome is the measure of the gold claim
with the same bounds on the same words, or no claim. Further annotated sets (`--also DIR`) count alike; the made-up
sentences of `tests/extract/constructions.tsv` count a tenth each, for the rare measures. Nothing but weights of word
classes and relations enters the package: no text, no words.

Model: conditional logit with ridge penalty, fitted by L-BFGS. Figures are cross-validated in ten folds of whole
documents (documents on one event, by the field `cluster`, stay in one fold): core F1, expected calibration error
in ten bins of equal width, and the reliability table that the documentation shows.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize

from habeas.extract.grammar.features import MEASURE_ORDER
from habeas.extract.grammar.measures.draft import Candidate
from habeas.extract.parse.registry import parser_for
from habeas.extract.rules import RulesEngine
from habeas.values.document import Document

ROOT = Path(__file__).resolve().parent.parent
GOLD = ROOT.parent / "shared" / "gold"
WEIGHTS = ROOT / "src" / "habeas" / "extract" / "model" / "weights.en.json"
SETS = ("en", "news-mm", "seeds")
MADE_UP = ROOT / "tests" / "extract" / "constructions.tsv"
# What a made-up sentence counts beside a real number: little, for the table keeps those that are read right.
SHARE = 0.1
OUTCOMES = ("", *MEASURE_ORDER)
FOLDS = 10


def rows(path: Path) -> list[dict[str, Any]]:
    """Return the objects of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def documents(folder: Path, lang: str = "en", *, by: str = "event") -> list[tuple[Document, str]]:
    """Return the documents of a gold set with the event that they are about (or their id), or with their source."""
    out = []
    for row in rows(folder / "docs.jsonl"):
        if row["lang"] == lang:
            day = date.fromisoformat(row["published"]) if row.get("published") else None
            known = {k: row.get(k) for k in ("title", "outlet", "url", "place")}
            out.append(
                (
                    Document(id=row["id"], text=row["text"], lang=lang, published=day, **known),
                    _event(row) if by == "event" else _source(row),
                )
            )
    return out


def _source(row: dict[str, Any]) -> str:
    """Return the publisher, however its name is written ("U.S. Department of State", "US State Department, ...")."""
    name = re.sub(r"\(.*|,.*|:.*|press briefing.*|current events.*", "", (row.get("outlet") or row["id"]).lower())
    return " ".join(sorted(set(re.findall(r"[a-z]+", name.replace(".", ""))) - {"of", "the"}))


def _event(row: dict[str, Any]) -> str:
    return str(row.get("cluster") or row["id"])


def label(candidates: list[Candidate], gold: list[dict[str, Any]]) -> list[str]:
    """Return each candidate's outcome: the measure of the gold claim with its bounds that overlaps it most."""
    out = [""] * len(candidates)
    pairs = []
    for g, claim in enumerate(gold):
        start, end = claim["start"], claim["start"] + len(claim["quote"])
        for n, c in enumerate(candidates):
            q, base = c.mention.quantity, c.sentence.start
            noun_end = c.mention.noun.end if c.mention.noun is not None else 0
            over = min(end, max(base + q.end, noun_end)) - max(start, base + q.start)
            if over > 0 and (q.low, q.high) == (claim["low"], claim["high"]):
                agrees = c.choice is not None and c.choice.measure == claim["measure"]
                pairs.append((agrees, over, -g, -n))
    taken: set[int] = set()
    for _, _, g, n in sorted(pairs, reverse=True):
        if -g not in taken and not out[-n]:
            taken.add(-g)
            out[-n] = gold[-g]["measure"]
    return out


class Examples:
    """All candidates of the sets as tensors: example x outcome x feature, with what each example counts."""

    def __init__(self, by: str = "event", also: Sequence[Path] = ()) -> None:
        self._engine = RulesEngine("en", parser_for("en"))
        self._by = by
        self.candidates: list[Candidate] = []
        self.labels: list[str] = []
        self.events: list[str] = []
        self.sets: list[str] = []
        self.gold_sets: list[str] = []
        for folder in (*(GOLD / name for name in SETS), *also):
            self._add_set(folder)
        self._add_made_up()
        self.weights = np.array([SHARE if name == MADE_UP.name else 1.0 for name in self.sets])
        # Sources differ much in size: each is left out on its own.
        sources = {e: n for n, e in enumerate(sorted(set(self.events)))}
        self.folds = [fold(e) if by == "event" else sources[e] for e in self.events]
        self.names = sorted({f for c in self.candidates for table in (c.against, *c.measures.values()) for f in table})
        place = {name: n for n, name in enumerate(self.names)}
        self.x = np.zeros((len(self.candidates), len(OUTCOMES), len(self.names)))
        for i, c in enumerate(self.candidates):
            for o, outcome in enumerate(OUTCOMES):
                for name, value in (c.measures[outcome] if outcome else c.against).items():
                    self.x[i, o, place[name]] = value
        self.y = np.array([OUTCOMES.index(label) for label in self.labels])

    def _add_set(self, folder: Path) -> None:
        claims: dict[str, list[dict[str, Any]]] = {}
        for claim in rows(folder / "claims.jsonl"):
            claims.setdefault(claim["doc"], []).append(claim)
        listed = documents(folder, by=self._by)
        events = {d.id: e for d, e in listed}
        for document, candidates in self._engine.candidates_of_many(d for d, _ in listed):
            mine = claims.get(document.id, [])
            self._add(candidates, label(candidates, mine), events[document.id], folder.name)
            self.gold_sets += [folder.name] * len(mine)

    def _add_made_up(self) -> None:
        table = [line.split("\t") for line in MADE_UP.read_text("utf-8").splitlines() if line and line[0] != "#"]
        told = {text: expected.split("; ") for expected, text in table}
        sentences = (Document(id=text, text=text, lang="en", published=date(2021, 6, 16)) for text in told)
        for document, candidates in self._engine.candidates_of_many(sentences):
            labels = [_told(c, told[document.id]) for c in candidates]
            self._add(candidates, labels, document.id if self._by == "event" else MADE_UP.name, MADE_UP.name)
            self.gold_sets += [MADE_UP.name] * sum(map(bool, labels))

    def _add(self, candidates: list[Candidate], labels: list[str], event: str, name: str) -> None:
        self.candidates += candidates
        self.labels += labels
        self.events += [event] * len(candidates)
        self.sets += [name] * len(candidates)


def _told(candidate: Candidate, expected: list[str]) -> str:
    """Return the measure that a made-up sentence gives a number: "20-30 detained planned" has it second."""
    q = candidate.mention.quantity
    low, high = ("" if bound is None else str(bound) for bound in (q.low, q.high))
    value = low if low == high else f"{low}-{high}"
    return next((entry.split()[1] for entry in expected if entry.split()[0] == value and " " in entry), "")


def fold(event: str) -> int:
    """Return the fold of an event, by a hash that is the same everywhere."""
    return int(hashlib.sha256(event.encode()).hexdigest(), 16) % FOLDS


def fit(x: np.ndarray, y: np.ndarray, counts: np.ndarray, ridge: float) -> np.ndarray:
    """Return the weights that maximise the penalised likelihood; `counts` is what each example counts."""
    chosen = counts @ x[np.arange(len(y)), y]

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        scores = x @ w
        scores -= scores.max(axis=1, keepdims=True)
        shares = np.exp(scores)
        shares /= shares.sum(axis=1, keepdims=True)
        value = -(counts @ np.log(shares[np.arange(len(y)), y] + 1e-12)) + 0.5 * ridge * (w @ w)
        gradient = np.einsum("io,iof->f", shares * counts[:, None], x) - chosen + ridge * w
        return float(value), gradient

    result = minimize(loss, np.zeros(x.shape[2]), jac=True, method="L-BFGS-B", options={"maxiter": 500})
    return np.asarray(result.x)


def shares(x: np.ndarray, w: np.ndarray) -> np.ndarray:
    """Return the probability of each outcome of each example."""
    scores = x @ w
    scores -= scores.max(axis=1, keepdims=True)
    out = np.exp(scores)
    return np.asarray(out / out.sum(axis=1, keepdims=True))


def cross_validated(examples: Examples, ridge: float) -> np.ndarray:
    """Return each example's probabilities from weights that have not seen its document, its event or its source."""
    folds = np.array(examples.folds)
    out = np.zeros(examples.x.shape[:2])
    for k in sorted(set(examples.folds)):
        test = folds == k
        rest = ~test
        out[test] = shares(examples.x[test], fit(examples.x[rest], examples.y[rest], examples.weights[rest], ridge))
    return out


def core(p: np.ndarray, y: np.ndarray, gold: int, threshold: float) -> dict[str, float]:
    """Return precision, recall and F1 on measures at a threshold on the probability of any claim."""
    is_claim = 1.0 - p[:, 0] >= threshold
    best = p[:, 1:].argmax(axis=1) + 1
    hits = int((is_claim & (best == y)).sum())
    n = int(is_claim.sum())
    precision, recall = hits / max(n, 1), hits / max(gold, 1)
    return {"p": precision, "r": recall, "f1": 2 * precision * recall / max(precision + recall, 1e-9), "n": n}


def reliability(p: np.ndarray, y: np.ndarray, threshold: float) -> tuple[float, list[tuple[float, float, int]]]:
    """Return the expected calibration error and (mean confidence, share right, count) of each of ten bins."""
    is_claim = 1.0 - p[:, 0] >= threshold
    best = p[:, 1:].argmax(axis=1) + 1
    confidence = p[np.arange(len(p)), best][is_claim]
    right = (best == y)[is_claim]
    bins = np.minimum((confidence * 10).astype(int), 9)
    table = [
        (float(confidence[bins == b].mean()), float(right[bins == b].mean()), int((bins == b).sum()))
        for b in range(10)
        if (bins == b).any()
    ]
    error = sum(n * abs(c - r) for c, r, n in table) / max(len(confidence), 1)
    return float(error), table


def main() -> None:
    """Cross-validate, choose ridge and threshold, and write the weights where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="write the weights into the package")
    parser.add_argument("--ridge", type=float, default=5.0)
    parser.add_argument("--threshold", type=float, default=0.5)
    parser.add_argument("--also", type=Path, nargs="*", default=[], metavar="DIR", help="further annotated sets")
    parser.add_argument("--by", choices=("event", "source"), default="event", help="what no two folds share")
    args = parser.parse_args()
    examples = Examples(args.by, args.also)
    print(
        "examples", len(examples.y), "claims among them", int((examples.y > 0).sum()), "gold", len(examples.gold_sets)
    )
    report(examples, args.ridge, args.threshold)
    if args.write:
        w = fit(examples.x, examples.y, examples.weights, args.ridge)
        table = {name: round(float(v), 4) for name, v in zip(examples.names, w, strict=True) if abs(v) >= 5e-5}
        text = json.dumps(
            {"threshold": args.threshold, "ridge": args.ridge, "weights": table}, indent=0, sort_keys=True
        )
        WEIGHTS.parent.mkdir(exist_ok=True)
        WEIGHTS.write_text(text + "\n", encoding="utf-8")
        print("wrote", WEIGHTS.relative_to(ROOT), len(table), "weights")


def report(examples: Examples, ridge: float, threshold: float) -> None:
    """Print the cross-validated figures."""
    p = cross_validated(examples, ridge)
    real = np.array([name != MADE_UP.name for name in examples.sets])
    for name in (*dict.fromkeys(examples.sets), "all"):
        rows_ = np.array([name in (s, "all") for s in examples.sets]) & (real | (name == MADE_UP.name))
        gold = sum(name in (s, "all") and (s != MADE_UP.name or name == s) for s in examples.gold_sets)
        figures = {t: core(p[rows_], examples.y[rows_], gold, t) for t in (0.4, 0.45, 0.5, 0.55, threshold)}
        error, _ = reliability(p[rows_], examples.y[rows_], threshold)
        print(name, {t: f"{f['p']:.3f} {f['r']:.3f} {f['f1']:.3f}" for t, f in figures.items()}, f"ece {error:.3f}")
    p, y = p[real], examples.y[real]
    error, table = reliability(p, y, threshold)
    print(f"expected calibration error {error:.3f}")
    for confidence, right, n in table:
        print(f"  confidence {confidence:.2f}  right {right:.2f}  n {n}")
    confusion = Counter(
        (OUTCOMES[true] or "no claim", OUTCOMES[best] or "no claim")
        for true, best in zip(y, p.argmax(axis=1), strict=True)
        if true != best
    )
    print("confused (gold, read):", confusion.most_common(14))


if __name__ == "__main__":
    main()
