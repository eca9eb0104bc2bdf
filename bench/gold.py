"""Scores the extractor on the annotated sets and holds the floors: `python bench/gold.py`.

Runs the engine `rules` over every gold set under ../shared/gold, in the languages that have a lexicon, scores it with
the sets' own `score.py`, prints one JSON object, and exits 1 where a figure lies below its floor in
`bench/floors.toml`. Without the sets it says so and exits 0.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from habeas.extract.lexicon import languages
from habeas.extract.options import ExtractOptions
from habeas.extract.step import extract
from habeas.values.document import Document

ROOT = Path(__file__).resolve().parent.parent
GOLD = ROOT.parent / "shared" / "gold"
FLOORS = ROOT / "bench" / "floors.toml"
FIGURES = ("core", "full", "window", "kind", "status", "source", "stray")


def documents(folder: Path, language: str) -> Iterator[Document]:
    """Yield the documents of a gold set in one language."""
    for line in (folder / "docs.jsonl").read_text(encoding="utf-8").splitlines():
        row: dict[str, Any] = json.loads(line)
        if row["lang"] == language:
            day = date.fromisoformat(row["published"]) if row.get("published") else None
            known = {name: row.get(name) for name in ("title", "outlet", "url", "place")}
            yield Document(id=row["id"], text=row["text"], lang=language, published=day, **known)


def score(folder: Path, language: str) -> dict[str, Any]:
    """Return the figures of one gold set in one language, as its scorer prints them."""
    encoder = msgspec.json.Encoder()
    with tempfile.NamedTemporaryFile("wb", suffix=".jsonl") as out:
        for extraction in extract(documents(folder, language), ExtractOptions()):
            out.writelines(encoder.encode(claim) + b"\n" for claim in extraction.claims)
        out.flush()
        command = [sys.executable, str(GOLD / "score.py"), str(folder), out.name, "--lang", language]
        printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603 - our own
    raw: dict[str, Any] = json.loads(printed)
    return {name: raw[name]["f1"] if isinstance(raw[name], dict) else raw[name] for name in FIGURES} | {
        "documents": raw["documents"],
        "gold": raw["gold"],
        "predicted": raw["predicted"],
        "precision": raw["core"]["p"],
        "recall": raw["core"]["r"],
    }


def below(figures: dict[str, dict[str, Any]], floors: dict[str, dict[str, float]]) -> list[str]:
    """Return a line for each figure that lies below its floor (above it, for `stray`)."""
    out = []
    for name, wanted in floors.items():
        for figure, floor in wanted.items():
            value = figures.get(name, {}).get(figure)
            if value is None:
                continue
            if (value > floor) if figure == "stray" else (value < floor):
                out.append(f"{name}: {figure} is {value}, the floor is {floor}")
    return out


def main() -> int:
    """Score every set, print the figures, and compare them with the floors."""
    if not GOLD.is_dir():
        print(f"no gold sets at {GOLD}: nothing scored")
        return 0
    figures: dict[str, dict[str, Any]] = {}
    for folder in sorted(p for p in GOLD.iterdir() if (p / "claims.jsonl").is_file()):
        held = {json.loads(line)["lang"] for line in (folder / "docs.jsonl").read_text("utf-8").splitlines()}
        for language in sorted(held & languages()):
            figures[f"{folder.name}/{language}"] = score(folder, language)
    print(json.dumps(figures, indent=1))
    failed = below(figures, tomllib.loads(FLOORS.read_text(encoding="utf-8")))
    for line in failed:
        print(f"below the floor: {line}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
