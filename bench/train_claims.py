"""Fits the weights of the statistical judgement on annotated claims: `python bench/train_claims.py --write`.

Data: the English sets under ../shared/gold (documents with count claims, annotated by hand; see the README there). Each
number in them that the grammar takes for a candidate is one example; its outcome is the measure of the gold claim
with the same bounds on the same words, or no claim. Nothing but weights of word classes and relations enters the
package: no text, no words.

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
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize

from habeas.extract.grammar.draft import Candidate
from habeas.extract.grammar.features import MEASURE_ORDER
from habeas.extract.parse.registry import parser_for
from habeas.extract.rules import RulesEngine
from habeas.values.document import Document

ROOT = Path(__file__).resolve().parent.parent
GOLD = ROOT.parent / "shared" / "gold"
WEIGHTS = ROOT / "src" / "habeas" / "extract" / "model" / "weights.en.json"
SETS = ("en", "news-mm", "seeds")
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
    """All candidates of the gold sets as tensors: example x outcome x feature."""

    def __init__(self, by: str = "event") -> None:
        engine = RulesEngine("en", parser_for("en"))
        self.candidates: list[Candidate] = []
        self.labels: list[str] = []
        self.events: list[str] = []
        self.sets: list[str] = []
        self.gold_events: list[str] = []
        self.gold_sets: list[str] = []
        for name in SETS:
            claims: dict[str, list[dict[str, Any]]] = {}
            for claim in rows(GOLD / name / "claims.jsonl"):
                claims.setdefault(claim["doc"], []).append(claim)
            listed = documents(GOLD / name, by=by)
            events = {d.id: e for d, e in listed}
            for document, candidates in engine.candidates_of_many(d for d, _ in listed):
                mine = claims.get(document.id, [])
                self.candidates += candidates
                self.labels += label(candidates, mine)
                self.events += [events[document.id]] * len(candidates)
                self.sets += [name] * len(candidates)
                self.gold_events += [events[document.id]] * len(mine)
                self.gold_sets += [name] * len(mine)
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


def fold(event: str) -> int:
    """Return the fold of an event, by a hash that is the same everywhere."""
    return int(hashlib.sha256(event.encode()).hexdigest(), 16) % FOLDS


def fit(x: np.ndarray, y: np.ndarray, ridge: float) -> np.ndarray:
    """Return the weights that maximise the penalised likelihood."""
    chosen = x[np.arange(len(y)), y].sum(axis=0)

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        scores = x @ w
        scores -= scores.max(axis=1, keepdims=True)
        shares = np.exp(scores)
        shares /= shares.sum(axis=1, keepdims=True)
        value = -np.log(shares[np.arange(len(y)), y] + 1e-12).sum() + 0.5 * ridge * (w @ w)
        gradient = np.einsum("io,iof->f", shares, x) - chosen + ridge * w
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
        out[test] = shares(examples.x[test], fit(examples.x[~test], examples.y[~test], ridge))
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
    parser.add_argument("--ridge", type=float, default=2.0)
    parser.add_argument("--threshold", type=float, default=0.45)
    parser.add_argument("--half", action="store_true", help="train on documents of even hash only")
    parser.add_argument("--by", choices=("event", "source"), default="event", help="what no two folds share")
    args = parser.parse_args()
    examples = Examples(args.by)
    keep = np.ones(len(examples.y), dtype=bool)
    if args.half:
        docs = {c: int(hashlib.sha256(e.encode()).hexdigest(), 16) % 2 == 0 for c, e in enumerate(examples.events)}
        keep = np.array([docs[n] or examples.sets[n] != "en" for n in range(len(examples.y))])
    print(
        "examples", len(examples.y), "claims among them", int((examples.y > 0).sum()), "gold", len(examples.gold_sets)
    )
    report(examples, args.ridge, args.threshold)
    if args.write:
        w = fit(examples.x[keep], examples.y[keep], args.ridge)
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
    for name in (*SETS, "all"):
        rows_ = np.array([name in (s, "all") for s in examples.sets])
        gold = sum(name in (s, "all") for s in examples.gold_sets)
        figures = {t: core(p[rows_], examples.y[rows_], gold, t) for t in (0.35, 0.4, 0.45, 0.5, 0.55, threshold)}
        print(name, {t: f"{f['p']:.3f} {f['r']:.3f} {f['f1']:.3f}" for t, f in figures.items()})
    error, table = reliability(p, examples.y, threshold)
    print(f"expected calibration error {error:.3f}")
    for confidence, right, n in table:
        print(f"  confidence {confidence:.2f}  right {right:.2f}  n {n}")
    confusion = Counter(
        (OUTCOMES[y] or "no claim", OUTCOMES[best] or "no claim")
        for y, best in zip(examples.y, p.argmax(axis=1), strict=True)
        if y != best
    )
    print("confused (gold, read):", confusion.most_common(14))


if __name__ == "__main__":
    main()
