"""How well a text's own words date it: publication dates of gold documents are hidden, inferred, and compared.

    python bench/dating.py [--gold DIR]

Prints, for each set with known dates: how many documents any cue bounds, how often the interval holds the true day,
how wide it is, and the same for each kind of cue, certain ones and doubtful ones apart.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from datetime import date
from pathlib import Path
from statistics import median

from habeas.extract.cues import bounds, dating_cues
from habeas.values.document import DatingCue, Document

GOLD = Path(__file__).resolve().parents[2] / "shared" / "gold"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=GOLD, help="folder of gold sets")
    folder = parser.parse_args().gold
    total: Counter[tuple[str, bool]] = Counter()
    right: Counter[tuple[str, bool]] = Counter()
    print("| set | dated | bounded on a side | holds | bounded on both | holds | median days | a year or less |")
    print("|---|---|---|---|---|---|---|---|")
    for path in sorted(p for p in folder.iterdir() if (p / "docs.jsonl").is_file()):
        rows = [json.loads(line) for line in (path / "docs.jsonl").open(encoding="utf-8")]
        dated = [row for row in rows if len(row.get("published") or "") == 10]
        if dated:
            print(f"| {path.name} | {len(dated)} | {_line(dated, total, right)} |")
    print("\n| kind of cue | certain | cues | hold |\n|---|---|---|---|")
    for (kind, certain), count in sorted(total.items()):
        print(f"| {kind} | {'yes' if certain else 'no'} | {count} | {right[kind, certain] / count:.3f} |")


def _line(rows: list[dict[str, str]], total: Counter[tuple[str, bool]], right: Counter[tuple[str, bool]]) -> str:
    one, both, widths = [], [], []
    for row in rows:
        true = date.fromisoformat(row["published"])
        hidden = Document(id=row["id"], text=row["text"], title=row.get("title"), lang=row["lang"])
        cues = [cue for cue in dating_cues(hidden) if cue.low or cue.high]
        for cue in cues:
            total[cue.kind, cue.certain] += 1
            right[cue.kind, cue.certain] += _holds(*_ends(cue), true)
        low, high = bounds(cues)
        if low or high:
            one.append(_holds(low, high, true))
        if low and high:
            both.append(_holds(low, high, true))
            widths.append((high - low).days)
    year = sum(width <= 366 for width in widths)
    return (
        f"{len(one)} | {_share(one)} | {len(both)} | {_share(both)} | "
        f"{median(widths) if widths else '-'} | {year}/{len(widths)}"
    )


def _ends(cue: DatingCue) -> tuple[date | None, date | None]:
    return cue.low, cue.high


def _holds(low: date | None, high: date | None, day: date) -> bool:
    return (low is None or low <= day) and (high is None or day <= high)


def _share(held: list[bool]) -> str:
    return f"{sum(held) / len(held):.3f}" if held else "-"


if __name__ == "__main__":
    main()
