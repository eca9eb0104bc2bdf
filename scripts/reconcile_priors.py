"""Write every prior of reconciliation as a page, from the files that the program reads.

python scripts/reconcile_priors.py > docs/methods/reconcile-priors.md
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

DATA = Path(__file__).parents[1] / "src" / "habeas" / "reconcile" / "data"
_HEAD = """# Every prior of reconciliation

Written by `python scripts/reconcile_priors.py` from `src/habeas/reconcile/data`; a test holds the two
equal. What each is for: [the price of a history](reconcile.md), [ranges and verdicts](reconcile-ranges.md).
"""
_TITLES = {
    "priors": "Prices of the exact history, in bits (`priors.toml`)",
    "sources": "Sources (`sources.toml`)",
    "reporting": "Error laws of reports, for ranges and verdicts (`reporting.toml`)",
}
_SECTION = re.compile(r"\[([\w.]+)\]\s*(?:#\s*(.*))?")
_ENTRY = re.compile(r"(\w+) = ([-\d.]\S*)\s*(?:#\s*(.*))?")


def page() -> str:
    """Return the page: a table a file, a row a number, with the file's own comment on it."""
    return (
        "\n".join([_HEAD, *(line for name, title in _TITLES.items() for line in _table(name, title))]).rstrip() + "\n"
    )


def numbers(name: str) -> dict[str, float]:
    """Return the numbers of a data file by section and name, as the program reads them."""

    def flat(table: dict[str, object], path: str) -> Iterator[tuple[str, float]]:
        for key, value in table.items():
            if isinstance(value, dict):
                yield from flat(value, f"{path}{key}.")
            elif isinstance(value, int | float):
                yield f"{path}{key}", value

    return dict(flat(tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8")), ""))


def _table(name: str, title: str) -> Iterator[str]:
    lines = (DATA / f"{name}.toml").read_text(encoding="utf-8").splitlines()
    first = next(n for n, line in enumerate(lines) if line.startswith("["))
    head = " ".join(line.removeprefix("# ") for line in lines[:first] if line)
    yield from (f"## {title}", "", head, "", "| prior | value | what |", "|---|--:|---|")
    section = ""
    for line in lines[first:]:
        if found := _SECTION.fullmatch(line):
            section = found[1]
            if found[2]:
                yield f"| **{section}** | | {found[2]} |"
        elif found := _ENTRY.fullmatch(line):
            yield f"| {section}.{found[1]} | {found[2]} | {found[3] or ''} |"
        elif line.startswith("# "):
            yield f"| | | {line.removeprefix('# ')} |"
    yield ""


if __name__ == "__main__":
    print(page(), end="")
