"""The files of `habeas link`, and the verdicts that come back in one of them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec

from habeas.errors import RunError
from habeas.values.judgement import LINKS, WITHDRAW, Judgement
from habeas.values.linkage import Linkage, LinkPair, LinkRow
from habeas.values.record import Failure

INTERNAL: Final = "internal"
_NOTICE: Final = """INTERNAL: personal data.

These files name persons and say on which lists they stand. Do not publish them, do not send them unencrypted, and erase
them when the work is done. What may leave this folder are patterns.csv and diagnostics.json beside it: counts alone.
"""
_VERDICTS: Final = (*LINKS, WITHDRAW)


def write(found: Linkage, out: Path) -> None:
    """Write counts to `out`, and all that names persons to its folder `internal`, readable by its owner alone."""
    inner = out / INTERNAL
    inner.mkdir(parents=True, exist_ok=True)
    inner.chmod(0o700)
    rows = {row.id: row for row in found.rows}
    (inner / "README.txt").write_text(_NOTICE, encoding="utf-8")
    weak = set(found.diagnostics.weak)
    _write(
        inner / "rows.csv",
        ("person", "list", "row", "id", "name", "born", "place", "weak"),
        (
            (
                row.person,
                row.roster,
                row.row,
                row.id,
                row.name,
                row.born,
                row.place,
                "yes" if row.person in weak else "",
            )
            for row in found.rows
        ),
    )
    header = ("left", "right", "left_name", "right_name", "left_born", "right_born", "left_place", "right_place",
              "lists", "probability", "bits", "decided", "why")  # fmt: skip
    _write(inner / "pairs.csv", header, (_pair(pair, rows) for pair in found.links))
    _write(
        inner / "review.csv",
        (*header, "verdict", "who", "reason", "at"),
        ((*_pair(p, rows), "", "", "", "") for p in found.review),
    )
    patterns = (
        (table.linkage, *_strata(table.stratum, found.strata), *pattern, count)
        for table in found.plausible
        for pattern, count in zip(table.patterns, table.counts, strict=True)
    )
    _write(out / "patterns.csv", ("linkage", *found.strata, *found.lists, "count"), patterns)
    told = msgspec.to_builtins(found.diagnostics)
    told["weak"] = len(found.diagnostics.weak)
    (out / "diagnostics.json").write_bytes(msgspec.json.format(msgspec.json.encode(told), indent=1) + b"\n")


def _strata(stratum: str, headers: Sequence[str]) -> list[str]:
    return (stratum.split(" / ") if stratum else ["not known"] * len(headers)) if headers else []


def _pair(pair: LinkPair, rows: dict[str, LinkRow]) -> tuple[object, ...]:
    a, b = rows[pair.left], rows[pair.right]
    why = "; ".join(f"{part.field}: {part.agreement} ({part.bits:+.1f})" for part in pair.why)
    lists = f"{a.roster} row {a.row}, {b.roster} row {b.row}"
    return (a.id, b.id, a.name, b.name, a.born, b.born, a.place, b.place, lists, pair.probability, pair.bits,
            pair.decided, why)  # fmt: skip


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
    if path.parent.name == INTERNAL:
        path.chmod(0o600)


def protect(out: Path, judged: Sequence[Path]) -> None:
    """Raise RunError rather than write over a review file that somebody has filled in."""
    path = out / INTERNAL / "review.csv"
    if not path.exists():
        return
    with path.open(encoding="utf-8-sig", newline="") as file:
        if any((row.get("verdict") or "").strip() for row in csv.DictReader(file)):
            remedy = f"move it elsewhere and pass it with --judged, or choose another --out than {out}"
            what = "holds verdicts that would be overwritten"
            if path.resolve() in {one.resolve() for one in judged}:
                what = "holds verdicts and lies where the new review file goes"
            raise RunError(str(path), what, remedy)


def read_judgements(paths: Sequence[Path]) -> tuple[list[Judgement], list[Failure]]:
    """Return the verdicts of review files, in the order of the files and rows, and the rows that cannot be used.

    Verdicts with a time (`at`, ISO 8601) come in the order of their times, after those without.
    """
    found: list[Judgement] = []
    bad: list[Failure] = []
    for path in paths:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for number, row in enumerate(csv.DictReader(file), start=2):
                if not (row.get("verdict") or "").strip():
                    continue
                try:
                    found.append(_judgement(row))
                except ValueError as problem:
                    remedy = "correct the row; it is left out"
                    bad.append(Failure(where=f"{path}:{number}", what=str(problem), remedy=remedy))
    timed = sorted((j for j in found if j.at is not None), key=lambda j: (j.at.isoformat() if j.at else "", j.id))
    return [*(j for j in found if j.at is None), *timed], bad


def _judgement(row: dict[str, str]) -> Judgement:
    cells = {key: (value or "").strip() for key, value in row.items() if isinstance(value, str)}
    verdict = cells["verdict"].casefold()
    if verdict not in _VERDICTS:
        raise ValueError(f"{cells['verdict']!r} is no verdict: use {', '.join(_VERDICTS)}")
    if not cells.get("who"):
        raise ValueError("does not say who judged")
    if not cells.get("left") or not cells.get("right"):
        raise ValueError("does not name two rows in columns left and right")
    at = datetime.fromisoformat(cells["at"]) if cells.get("at") else None
    return Judgement(
        verdict=verdict,
        target=cells["left"],
        other=cells["right"],
        who=cells["who"],
        reason=cells.get("reason", ""),
        at=at,
    )
