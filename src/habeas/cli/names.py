"""`habeas names`: score pairs of spellings of persons' names."""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path

import click

from habeas.errors import RunError


@click.group()
def names() -> None:
    """Tell whether two spellings are one person's name."""


@names.command("score")
@click.argument("pairs", metavar="PAIRS.csv")
@click.option("--explain", is_flag=True, help="Add a column `why`: which parts matched how.")
def score(pairs: str, explain: bool) -> int:  # noqa: FBT001 - click's calling convention
    """Add a column `score` in 0..1 to PAIRS.csv, for its columns `left` and `right`; print CSV.

    `-` reads standard input.
    """
    from habeas.resolve.names.score import explain as explain_pair
    from habeas.resolve.names.score import score_pairs

    text = _text(pairs)
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    columns = list(rows.fieldnames or [])
    missing = [name for name in ("left", "right") if name not in columns]
    if missing:
        raise RunError(pairs, f"has no column {' and '.join(missing)}", "name the two columns `left` and `right`")
    table = list(rows)
    added = [name for name in (["score", "why"] if explain else ["score"]) if name not in columns]
    writer = csv.DictWriter(sys.stdout, [*columns, *added], extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    lefts, rights = ([row[side] or "" for row in table] for side in ("left", "right"))
    for row, value in zip(table, score_pairs(lefts, rights), strict=True):
        why = {}
        if explain:
            match = explain_pair(row["left"] or "", row["right"] or "")
            why = {"why": "; ".join(f"{part.left} / {part.right}: {part.how}" for part in match.parts)}
        writer.writerow({**row, "score": f"{value:.4f}", **why})
    return 0


def _delimiter(text: str) -> str:
    """Return what parts the columns of the first line; spreadsheets of many countries write semicolons."""
    first = text.partition("\n")[0]
    return max(",;\t", key=lambda c: (first.count(c), c == ","))


def _text(path: str) -> str:
    from habeas.read.decode import decode
    from habeas.values.plain import plain

    data = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    return plain(decode(data, "standard input" if path == "-" else path).text)
