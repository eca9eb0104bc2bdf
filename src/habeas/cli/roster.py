"""`habeas roster`: a list of persons as it is understood, and what changed between two versions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from habeas.cli.notes import say_all
from habeas.cli.report import count, exit_code

if TYPE_CHECKING:
    from habeas.read.rosters.options import RosterOptions
    from habeas.values.roster import Roster, RosterChange


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="ROLE=HEADER",
    help="Say what a column holds, by its header or number: --column name=3 --column detained='Arrest date'.",
)
@click.option("--sheet", help="Sheet of a workbook (default: the one with most rows).")
@click.option("--day-first/--month-first", default=None, help="How to read 03/04/2031 where the column does not tell.")
@click.option("--compare", "old", type=click.Path(path_type=Path), metavar="OLD", help="Print what changed since OLD.")
@click.option("--format", "form", type=click.Choice(["text", "jsonl"]), default="text", show_default=True)
def roster(
    file: Path,
    columns: tuple[str, ...],
    sheet: str | None,
    day_first: bool | None,  # noqa: FBT001 - a click flag
    old: Path | None,
    form: str,
) -> int:
    """Read FILE, a list of persons in CSV or XLSX, and show how it is understood.

    What each column holds is proposed from its header (in many languages) and its cells, with the reason; --column
    overrides it. Rows and cells that cannot be used are named with the reason, the rest is kept. With --format
    jsonl, each person is printed with the row and the cells the facts were read from.
    """
    from habeas.pipeline.lists import read_list
    from habeas.read.rosters.options import RosterOptions

    options = RosterOptions(columns=pairs(columns), sheet=sheet, day_first=day_first)
    found, bad, notes = read_list(file, options)
    say_all(notes)
    if old is not None:
        _print_changes(_changes(old, found, options), form)
    elif form == "jsonl":
        _print_jsonl(found.entries)
    else:
        for line in _lines(found):
            click.echo(line)
    return exit_code(bad, done=len(found.entries))


def pairs(columns: tuple[str, ...]) -> dict[str, str]:
    """Return ROLE=HEADER options as a table; raises BadParameter where one has no equals sign."""
    found: dict[str, str] = {}
    for given in columns:
        role, equals, header = given.partition("=")
        if not equals:
            raise click.BadParameter(f"{given!r} is not ROLE=HEADER", param_hint="--column")
        found[role.strip()] = header.strip()
    return found


def _changes(old: Path, new: Roster, options: RosterOptions) -> tuple[RosterChange, ...]:
    from habeas.pipeline.lists import compare_lists, read_list

    before, _, _ = read_list(old, options)
    return compare_lists(before, new)


def _print_jsonl(values: tuple[object, ...]) -> None:
    import msgspec

    for value in values:
        click.echo(msgspec.json.encode(value).decode())


def _print_changes(changes: tuple[RosterChange, ...], form: str) -> None:
    if form == "jsonl":
        _print_jsonl(changes)
        return
    for change in changes:
        row = change.new_row if change.new_row is not None else change.old_row
        click.echo(f"{change.kind:<8} {change.name} (row {row})")
        for header, (before, after) in change.fields.items():
            click.echo(f"           {header}: {before or '(empty)'} -> {after or '(empty)'}")
    counts = {kind: sum(change.kind == kind for change in changes) for kind in ("added", "removed", "changed")}
    click.echo(", ".join(f"{number} {kind}" for kind, number in counts.items()), err=True)


def _lines(found: Roster) -> Iterator[str]:
    yield f"{found.origin}" + (f", sheet {found.sheet!r}" if found.sheet else "")
    yield count(len(found.entries), "person")
    yield ""
    yield "column  role          why"
    for column in found.columns:
        yield f"{column.column:>6}  {column.role or '-':<12}  {column.header!r}: {column.why}"
    yield ""
    for entry in found.entries[:5]:
        dates = ", ".join(f"{role} {_span(str(span.low), str(span.high))}" for role, span in entry.dates.items())
        term = f"; {entry.term_months} months" if entry.term_months is not None else ""
        yield f"row {entry.row}: {entry.name}" + (f"; {dates}" if dates else "") + term
    if len(found.entries) > 5:
        yield f"... and {len(found.entries) - 5:,} more (--format jsonl prints all)"


def _span(low: str, high: str) -> str:
    return low if low == high else f"{low}..{high}"
