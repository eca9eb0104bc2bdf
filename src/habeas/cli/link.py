"""`habeas link`: lists of persons linked, with probabilities, reasons, a review file and capture patterns."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from habeas.cli.notes import say_all
from habeas.cli.options import OutFolder
from habeas.cli.report import count, exit_code
from habeas.errors import RunError
from habeas.values.record import Failure

if TYPE_CHECKING:
    from habeas.read.rosters.options import RosterOptions
    from habeas.values.linkage import Linkage
    from habeas.values.roster import Roster


@click.command()
@click.argument("lists", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--out", required=True, type=OutFolder(), help="Folder for the results.")
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="[LIST:]ROLE=HEADER",
    help="Say what a column holds, as for `habeas roster`; LIST: (a file's name without ending) limits it to one list.",
)
@click.option("--field", "fields", multiple=True, metavar="HEADER", help="Compare this column too; repeatable.")
@click.option("--stratum", "strata", multiple=True, metavar="HEADER", help="Divide patterns.csv by this column.")
@click.option("--duplicates", is_flag=True, help="A list may name a person twice; look for that, too.")
@click.option("--accept", "link", type=click.FloatRange(0, 1), default=0.5, show_default=True)
@click.option(
    "--review", type=click.FloatRange(0, 1), default=0.1, show_default=True, help="Least likely pair to show."
)
@click.option("--judged", multiple=True, type=click.Path(path_type=Path), help="A review file with verdicts filled in.")
@click.option("--draws", type=click.IntRange(1, 1000), default=20, show_default=True, help="Plausible linkages.")
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--day-first/--month-first", default=None, help="How to read 03/04/2031 where the column does not tell.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def link(
    lists: tuple[Path, ...],
    out: Path,
    columns: tuple[str, ...],
    judged: tuple[Path, ...],
    day_first: bool | None,  # noqa: FBT001 - a click flag
    form: str,
    **settings: object,
) -> int:
    """Link LISTS of persons (CSV, XLSX): which rows are one person, how surely, and where that is open.

    Writes patterns.csv (how many stand on which lists: for `habeas estimate`) and diagnostics.json to the folder, and
    to its folder `internal`, which holds personal data: rows.csv (each row with its person), pairs.csv (the links with
    their reasons) and review.csv (pairs to decide: fill in `verdict` and `who`, and pass the file with --judged).
    One list alone is searched for persons it names twice.
    """
    import msgspec

    from habeas.cli.link_files import protect, read_judgements, write
    from habeas.pipeline.lists import link_lists
    from habeas.resolve.linkage.options import LinkageOptions

    protect(out, judged)
    rosters, bad = _rosters(lists, columns, day_first)
    judgements, unread = read_judgements(judged)
    found = link_lists(rosters, msgspec.convert(settings, LinkageOptions), judgements)
    write(found, out)
    if form == "json":
        click.echo(msgspec.json.format(msgspec.json.encode(found.diagnostics), indent=1).decode())
    else:
        _tell(found, out)
    return exit_code([*bad, *unread], done=len(found.rows))


def _rosters(
    lists: Sequence[Path],
    columns: Sequence[str],
    day_first: bool | None,  # noqa: FBT001 - passed on
) -> tuple[list[Roster], list[Failure]]:
    """Read the lists; one that cannot be read is told and left out, unless fewer than asked for would be left."""
    from habeas.pipeline.lists import read_list

    rosters: list[Roster] = []
    failures: list[Failure] = []
    for path in lists:
        try:
            roster, bad, notes = read_list(path, _options(path, columns, day_first))
        except RunError as problem:
            failures.append(Failure(where=problem.where, what=problem.what, remedy=problem.remedy))
            continue
        say_all(notes)
        failures += bad
        rosters.append(roster)
    if not rosters or (len(rosters) < 2 <= len(lists)):
        worst = failures[0]
        raise RunError(worst.where, f"{worst.what}; fewer than two lists are left to link", worst.remedy)
    return rosters, failures


def _options(path: Path, columns: Sequence[str], day_first: bool | None) -> RosterOptions:  # noqa: FBT001 - passed on
    from habeas.read.rosters.options import RosterOptions

    chosen: dict[str, str] = {}
    for given in columns:
        role, equals, header = given.partition("=")
        if not equals:
            raise click.BadParameter(f"{given!r} is not [LIST:]ROLE=HEADER", param_hint="--column")
        target, colon, own = role.rpartition(":")
        if not colon or target == path.stem:
            chosen[own.strip()] = header.strip()
    return RosterOptions(columns=chosen, day_first=day_first)


def _tell(found: Linkage, out: Path) -> None:
    told = found.diagnostics
    for name, rows in told.rows.items():
        twice = told.repeated.get(name, 0)
        click.echo(
            f"{rows:>9,} {'row ' if rows == 1 else 'rows'}  {name}"
            + (f" ({twice:,} seem to name a person twice)" if twice else "")
        )
    persons = sum(told.sizes.values())
    click.echo(f"{persons:>9,} persons; on how many rows: {_sizes(told.sizes)}")
    click.echo(f"{len(found.links):>9,} pairs of rows are linked, of {told.candidates:,} compared")
    if told.candidates:
        expected = f"{told.precision:.1%} of them right, {told.recall:.1%} found"
        click.echo(f"          expected, by the model's own word: {expected}")
    else:
        click.echo("          no two rows are alike enough to be compared; see habeas roster on each list")
    weak = count(len(told.weak), "person hangs", "persons hang")
    click.echo(f"{len(found.review):>9,} pairs for a human; {weak} together weakly")
    if told.left_out:
        click.echo(f"          {told.left_out:,} pairs of very common names were not compared")
    click.echo(f"written to {out}; its folder internal holds personal data")


def _sizes(sizes: dict[int, int]) -> str:
    return ", ".join(f"{size}: {count:,}" for size, count in sizes.items())
