"""Status claims of named persons: scored against labelled documents, beside a baseline, in one run.

    python bench/people.py DOCS.jsonl GOLD.jsonl [--ids FILE] [--json FILE]
    python bench/people.py DOCS.jsonl GOLD.jsonl --fit

A predicted and a gold claim pair up within a document when status and `negated` are equal and the names agree (same
last word, no two different given names); each claim pairs once. core: F1 on pairs; dates, terms: share of pairs with
equal bounds and term; persons: F1 on (document, person); stray: quotes that are not found at their offset. The
baseline takes every name that the parser calls a person and the first custody verb of its sentence. `--fit` writes the
confidence of each way in which a claim is found.
"""

from __future__ import annotations

import argparse
import collections
import json
import re
import time
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from habeas.extract.parse.spacy_en import SpacyEnglish
from habeas.extract.people.registry import fold
from habeas.extract.people.step import status_claims, ways
from habeas.extract.sentences import sentence_spans
from habeas.values.document import Document

Row = dict[str, Any]
CONFIDENCE = Path(__file__).parents[1] / "src/habeas/extract/people/confidence.json"
UNSEEN = 0.81  # share of right claims on 20 documents, when nobody had looked at them
BASELINE = (
    ("pardon", "pardoned"),
    ("releas|freed", "freed"),
    ("sentenced", "sentenced"),
    ("convict|guilty", "convicted"),
    ("charged", "charged"),
    ("arrest|detain", "detained"),
    ("jail|prison|held", "held"),
)


def rows(path: Path) -> list[Row]:
    """Read a JSON Lines file."""
    return [json.loads(line) for line in path.open(encoding="utf-8") if line.strip()]


def document(row: Row) -> Document:
    """Return a document from a line of the file of documents."""
    day = row.get("published")
    return Document(
        id=row["id"],
        text=row["text"],
        title=row.get("title"),
        url=row.get("url"),
        lang=row.get("lang"),
        published=date.fromisoformat(day) if day else None,
    )


def same(left: str, right: str) -> bool:
    """Say whether two names agree: same last word, and no two different given names."""
    a, b = ([fold(w) for w in name.replace("-", " ").split()] for name in (left, right))
    a, b = [w for w in a if w], [w for w in b if w]
    if not a or not b or a[-1] != b[-1]:
        return False
    given, other = a[:-1], b[:-1]
    initials = any(x[0] == y[0] and min(len(x), len(y)) == 1 for x in given for y in other)
    return not given or not other or bool(set(given) & set(other)) or initials


def f1(hits: int, gold: int, found: int) -> dict[str, float]:
    """Return precision, recall and F1."""
    p, r = hits / found if found else 0.0, hits / gold if gold else 0.0
    return {"p": round(p, 3), "r": round(r, 3), "f1": round(2 * p * r / (p + r), 3) if p + r else 0.0}


def pairs(gold: Sequence[Row], found: Sequence[Row]) -> list[tuple[Row, Row]]:
    """Pair the claims of one document, each once, those with equal dates first."""
    left, out = list(found), []
    for g in gold:
        fits = [
            p
            for p in left
            if p["status"] == g["status"]
            and bool(p.get("negated")) == bool(g.get("negated"))
            and same(p["person"], g["person"])
        ]
        if fits:
            best = min(fits, key=lambda p: (p["date_low"] != g["date_low"], p["date_high"] != g["date_high"]))
            left.remove(best)
            out.append((g, best))
    return out


def score(gold: Iterable[Row], found: Iterable[Row], texts: dict[str, str]) -> Row:
    """Return the figures of one method."""
    by_doc: dict[str, tuple[list[Row], list[Row]]] = {doc: ([], []) for doc in texts}
    for side, listed in enumerate((gold, found)):
        for row in listed:
            if row["doc"] in by_doc:
                by_doc[row["doc"]][side].append(row)
    paired = [pair for g, p in by_doc.values() for pair in pairs(g, p)]
    persons = [0, 0, 0]
    for g, p in by_doc.values():
        named = [_distinct(r["person"] for r in side) for side in (g, p)]
        hits = sum(any(same(a, b) for b in named[1]) for a in named[0])
        persons = [persons[0] + hits, persons[1] + len(named[0]), persons[2] + len(named[1])]
    n = max(len(paired), 1)
    every = [row for _, p in by_doc.values() for row in p]
    return {
        "core": f1(len(paired), sum(len(g) for g, _ in by_doc.values()), len(every)),
        "persons": f1(*persons),
        "dates": round(
            sum((g["date_low"], g["date_high"]) == (p["date_low"], p["date_high"]) for g, p in paired) / n, 3
        ),
        "terms": round(sum(g["term_months"] == p["term_months"] for g, p in paired) / n, 3),
        "stray": sum(texts[r["doc"]][r["start"] : r["start"] + len(r["quote"])] != r["quote"] for r in every),
    }


def _distinct(names: Iterable[str]) -> list[str]:
    out: list[str] = []
    for name in names:
        if not any(same(name, other) for other in out):
            out.append(name)
    return out


def baseline(documents: Sequence[Document]) -> list[Row]:
    """Return the claims of the baseline: every person of a sentence, with its first custody word."""
    out = []
    for doc in documents:
        spans = sentence_spans(doc.text)
        for sentence in SpacyEnglish(entities=True).parse((doc.text[a:b], a, n) for n, (a, b) in enumerate(spans)):
            status = next((s for pattern, s in BASELINE if re.search(pattern, sentence.text, re.IGNORECASE)), None)
            for start, end, kind in sentence.entities if status else ():
                if kind == "PERSON":
                    name = doc.text[start:end]
                    claim = {"doc": doc.id, "person": name, "quote": name, "start": start, "status": status}
                    out.append({**claim, "date_low": None, "date_high": None, "term_months": None})
    return out


def fit(documents: Sequence[Document], gold: Sequence[Row]) -> None:
    """Measure the share of right claims of each way in which they are found.

    Shares are drawn towards `UNSEEN`, with the weight of 30 claims: the grammar was written while looking at these
    documents, and does better on them than on others.
    """
    found = msgspec.to_builtins(list(ways(documents)))
    right: collections.Counter[str] = collections.Counter()
    for doc in documents:
        pair = pairs([g for g in gold if g["doc"] == doc.id], [p for p in found if p["doc"] == doc.id])
        right.update(p["extractor"] for _, p in pair)
    total = collections.Counter(p["extractor"] for p in found)
    shares = {way: round((right[way] + 30 * UNSEEN) / (n + 30), 3) for way, n in sorted(total.items())}
    CONFIDENCE.write_bytes(msgspec.json.format(msgspec.json.encode({**shares, "other": UNSEEN})) + b"\n")


def main() -> None:
    """Print the figures as a Markdown table, or fit the confidences."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("docs", type=Path)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--ids", type=Path)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--fit", action="store_true")
    asked = parser.parse_args()
    gold = rows(asked.gold)
    ids = set(asked.ids.read_text().split()) if asked.ids else {g["doc"] for g in gold}
    documents = [document(row) for row in rows(asked.docs) if row["id"] in ids]
    if asked.fit:
        fit(documents, gold)
        return
    texts = {d.id: d.text for d in documents}
    begun = time.perf_counter()
    found = [c for item in status_claims(documents) for c in item.claims]
    seconds = time.perf_counter() - begun
    figures = {
        "habeas people": score(gold, json.loads(msgspec.json.encode(found)), texts),
        "named entity + custody word": score(gold, baseline(documents), texts),
    }
    print("| method | core F1 | persons F1 | dates | terms | stray |\n|---|---|---|---|---|---|")
    for name, m in figures.items():
        core = f"{m['core']['f1']} (p {m['core']['p']}, r {m['core']['r']})"
        print(f"| {name} | {core} | {m['persons']['f1']} | {m['dates']} | {m['terms']} | {m['stray']} |")
    print(f"\n{len(documents)} documents, {seconds / max(len(documents), 1) * 1000:.0f} ms each with start-up")
    if asked.json:
        asked.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
