"""Write every prior of reconciliation as a page, from the files that the program reads.

python scripts/reconcile_priors.py > docs/methods/reconcile-priors.md
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

STAGE = Path(__file__).parents[1] / "src" / "habeas" / "reconcile"
DATA = STAGE / "data"
_HEAD = """# Every prior of reconciliation

Written by `python scripts/reconcile_priors.py` from `src/habeas/reconcile`; a test holds the two
equal. What each is for: [the price of a history](reconcile.md), [ranges and verdicts](reconcile-ranges.md).
"""
_TITLES = {
    "priors": "Prices of the exact history, in bits (`priors.toml`)",
    "sources": "Sources (`sources.toml`)",
    "reporting": "Error laws of reports, for ranges and verdicts (`reporting.toml`)",
}
_LIMITS = """## Limits in the code

What serves one module alone stands there: how near numbers and days must be to be taken for the same, how much a
search looks at.
"""
_SECTION = re.compile(r"\[([\w.]+)\]\s*(?:#\s*(.*))?")
_ENTRY = re.compile(r"(\w+) = ([-\d.]\S*)\s*(?:#\s*(.*))?")


def page() -> str:
    """Return the page: a table a file, a row a number, with the file's own comment on it."""
    tables = (line for name, title in _TITLES.items() for line in _table(name, title))
    return "\n".join([_HEAD, *tables, *_limits_table()]).rstrip() + "\n"


class Limit(NamedTuple):
    """A number that stands in the code it serves: where, by which name, and its comment."""

    file: str
    name: str
    value: str
    why: str


def limits() -> Iterator[Limit]:
    """Yield the numbers that modules of the stage name for themselves, by file."""
    for path in sorted(STAGE.rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        lines = source.splitlines()
        for node in ast.parse(source).body:
            if not isinstance(node, ast.Assign | ast.AnnAssign) or not _is_number(node.value):
                continue
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            name = ast.unparse(target).strip("()").replace("_", " ").lower()
            why = lines[node.lineno - 1].partition("  # ")[2]
            yield Limit(path.relative_to(STAGE).as_posix(), " ".join(name.split()), ast.unparse(node.value), why)


def _is_number(node: ast.expr | None) -> bool:
    """Say whether an expression is a number, a fraction or power of such, or a row of them."""
    if isinstance(node, ast.Tuple):
        return all(_is_number(each) for each in node.elts)
    if isinstance(node, ast.BinOp):
        return _is_number(node.left) and _is_number(node.right)
    if isinstance(node, ast.UnaryOp):
        return _is_number(node.operand)
    return isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not isinstance(node.value, bool)


def _limits_table() -> Iterator[str]:
    yield from (_LIMITS, "| where | limit | value | what |", "|---|---|--:|---|")
    for each in limits():
        yield f"| `{each.file}` | {each.name} | {each.value} | {each.why} |"


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
