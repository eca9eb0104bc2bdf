"""`habeas register` and `habeas add-list`: the persons of a case, and what they tell beside the counts."""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from habeas.cli.notes import say_all
from habeas.cli.options import case_argument
from habeas.cli.report import exit_code
from habeas.errors import RunError

if TYPE_CHECKING:
    from habeas.values.custody import Custody
    from habeas.values.record import Record
    from habeas.values.register import Episode, RegisterPerson, State

_DAY = click.DateTime(formats=["%Y-%m-%d"])
_SECTIONS = ("persons", "conflicts", "review", "coverage", "announced", "curve", "durations", "years")


@click.command()
@case_argument
@click.option(
    "--show", type=click.Choice(["all", *_SECTIONS]), default="all", show_default=True, help="Which part to print."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "csv"]),
    default="text",
    show_default=True,
    help="How to print it; csv is for the curve, one line a day.",
)
@click.option(
    "--window", "windows", multiple=True, metavar="START..END", help="Add up the terms imposed in these days."
)
@click.option("--until", type=_DAY, metavar="DAY", help="Last day of curve and durations (default: of the documents).")
@click.option("--as-of", type=_DAY, metavar="DAY", help="Show the case as it was at the end of a day (UTC).")
@click.option("--public", is_flag=True, help="Only what may be published: public persons, no small cells.")
def register(
    case: Path,
    show: str,
    form: str,
    windows: tuple[str, ...],
    until: datetime | None,
    as_of: datetime | None,
    public: bool,  # noqa: FBT001 - a click flag
) -> int:
    """Show the persons of CASE: their status over time, and how they stand to the counts.

    \b
    persons    names in all spellings, episodes of custody, statuses in order of time
    conflicts  claims that cannot all hold, and names that the counts cannot hold
    review     pairs of entries that may be one person, for `habeas judge`
    coverage   how many of each occasion are known by name
    announced  releases announced for a person, confirmed by name or not
    curve      how many were in custody, day by day, beside the reported stocks
    durations  how long people were held
    years      person-years: terms imposed, and remaining terms cancelled by releases

    The output names people: do not publish it. With --public it has only what an edition for the public may show.
    """  # noqa: D301 - \b is click's mark for a list
    from habeas.analyse.options import AnalyseOptions
    from habeas.pipeline.case import record_of_case
    from habeas.pipeline.record import RunOptions

    if form == "csv" and show != "curve":
        raise click.UsageError("csv is for the curve: add --show curve")
    moment = None if as_of is None else as_of.replace(tzinfo=UTC) + timedelta(days=1) - timedelta(microseconds=1)
    asked = AnalyseOptions(
        until=None if until is None else until.date(), windows=tuple(_window(text) for text in windows)
    )
    record = record_of_case(case, moment, RunOptions(analyse=asked))
    custody = record.custody_shown if public else record.custody
    if form == "json":
        _print_json(custody, show)
    elif form == "csv":
        _print_curve(custody)
    else:
        for line in _lines(record, custody, show):
            click.echo(line)
    return 0


@click.command(name="add-list")
@case_argument
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--name", required=True, help="Who keeps the list; a later version of the same name takes its place.")
@click.option("--column", "columns", multiple=True, metavar="ROLE=HEADER", help="Say what a column holds.")
@click.option("--sheet", help="Sheet of a workbook (default: the one with most rows).")
@click.option("--day-first/--month-first", default=None, help="How to read 03/04/2031 where the column does not tell.")
def add_list(
    case: Path,
    file: Path,
    name: str,
    columns: tuple[str, ...],
    sheet: str | None,
    day_first: bool | None,  # noqa: FBT001 - a click flag
) -> int:
    """Add FILE, a list of persons (CSV, XLSX), to CASE: its rows join the register.

    `habeas roster FILE` shows first how the list is understood. Nothing is overwritten: an earlier version of the list
    stays in the ledger, and is no longer shown.
    """
    from habeas.cli.roster import pairs
    from habeas.pipeline.lists import add_list
    from habeas.read.rosters.options import RosterOptions

    options = RosterOptions(columns=pairs(columns), sheet=sheet, day_first=day_first)
    held, new, bad, notes = add_list(case, file, name, options)
    say_all(notes)
    rows = len(held.roster.entries)
    click.echo(f"Added {name!r} with {rows:,} persons." if new else f"{name!r} is there already.", err=True)
    return exit_code(bad, done=rows)


def two_entries(case: Path, left: str, right: str | None) -> str:
    """Return how a message names two entries of the register; raises RunError where one is not known."""
    from habeas.pipeline.case import record_of_case

    if right is None:
        raise click.UsageError("say which second entry is meant: --other ENTRY")
    if left == right:
        raise click.UsageError("an entry cannot be judged against itself: give another one with --other")
    register = record_of_case(case).custody.register
    names = {entry.id: entry.name for person in register.persons for entry in person.entries}
    for one in (left, right):
        if one not in names:
            remedy = f"see the ids with: habeas register {case} --show review"
            raise RunError(one, f"no entry of this id in {case}", remedy)
    return f"{names[left]} and {names[right]}"


def _window(text: str) -> tuple[date, date]:
    start, dots, end = text.partition("..")
    try:
        found = date.fromisoformat(start), date.fromisoformat(end)
    except ValueError:
        found = None
    if not dots or found is None or found[0] > found[1]:
        raise click.BadParameter(f"{text!r} is not START..END, such as 2024-01-01..2024-06-30", param_hint="--window")
    return found


def _print_json(custody: Custody, show: str) -> None:
    import msgspec

    table = msgspec.to_builtins(custody)
    parts = {
        "persons": ("register",),
        "conflicts": ("conflicts",),
        "review": ("register",),
        "coverage": ("coverage",),
        "announced": ("announced",),
        "curve": ("curve",),
        "durations": ("durations", "summary"),
        "years": ("cancelled", "imposed"),
    }
    chosen = table if show == "all" else {name: table[name] for name in parts[show]}
    if show == "conflicts":
        chosen["persons"] = table["register"]["conflicts"]
    click.echo(msgspec.json.format(msgspec.json.encode(chosen), indent=2).decode())


def _print_curve(custody: Custody) -> None:
    from habeas.analyse.curve import daily

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["date", "low", "best", "high", "stock_low", "stock_best", "stock_high", "stock_source"])
    stocks = {stock.date: stock for stock in custody.curve.stocks}
    days = custody.curve.points if custody.curve.step > 1 else daily(custody.curve)
    for point in days:
        stock = stocks.get(point.date)
        beside = (stock.low, stock.best, stock.high, stock.source) if stock is not None else ("", "", "", "")
        writer.writerow([point.date, point.low, point.best, point.high, *beside])


def _lines(record: Record, custody: Custody, show: str) -> Iterator[str]:
    parts: dict[str, Callable[[Custody], Iterable[str]]] = {
        "persons": _persons,
        "conflicts": _conflicts,
        "review": _review,
        "coverage": lambda found: (item.text for item in found.coverage),
        "announced": _announced,
        "curve": _curve,
        "durations": lambda found: [found.summary.text] if found.summary is not None else [],
        "years": _years,
    }
    yield record.settings.name or "Register"
    for name in _SECTIONS if show == "all" else (show,):
        yield f"\n{name.capitalize()}"
        told = list(parts[name](custody))
        yield from (f"  {line}" for line in told or ["none"])
    for note in (*custody.notes, *custody.withheld):
        yield f"\nNote: {note}"


def _persons(custody: Custody) -> Iterator[str]:
    for person in custody.register.persons:
        also = [name for name in person.spellings if name != person.name]
        yield person.name + (f" (also {', '.join(also)})" if also else "")
        yield from (f"    {line}" for line in _about(person))


def _about(person: RegisterPerson) -> Iterator[str]:
    yield from (*person.roles, *person.relations)
    if person.lists:
        yield f"on the lists: {', '.join(person.lists)}"
    for episode in person.episodes:
        yield _episode(episode)
    for state in person.states:
        yield _state(state)


def _episode(episode: Episode) -> str:
    begun = f"in custody from {_span(episode.start_low, episode.start_high)}"
    if episode.ended_by is None:
        return f"{begun}, no end told" + (f"; last seen held {episode.seen}" if episode.seen else "")
    return f"{begun} to {_span(episode.end_low, episode.end_high)} ({episode.ended_by})"


def _state(state: State) -> str:
    words = state.status.replace("_", " ") + {"planned": ", as announced", "denied": ", denied"}.get(state.state, "")
    if state.term_months is not None:
        words += " for life" if state.term_months >= 9999 else f" ({state.term_months:g} months)"
    if (state.start_low, state.start_high) == (state.end_low, state.end_high):
        return f"- {words}: {_span(state.start_low, state.start_high)}"
    begun = _span(state.start_low, state.start_high)
    return f"- {words}: from {begun} to {_span(state.end_low, state.end_high)}"


def _span(low: date | None, high: date | None) -> str:
    if low is None and high is None:
        return "?"
    if low == high:
        return str(low)
    return f"{low or '?'}..{high or '?'}"


def _conflicts(custody: Custody) -> Iterator[str]:
    names = {person.id: person.name for person in custody.register.persons}
    for conflict in custody.register.conflicts:
        yield f"{names.get(conflict.person, conflict.person)}: {conflict.explanation}"
    for count in custody.conflicts:
        yield count.explanation


def _review(custody: Custody) -> Iterator[str]:
    entries = {entry.id: entry for person in custody.register.persons for entry in person.entries}
    for link in custody.register.review:
        one, other = entries[link.left], entries[link.right]
        yield f"{link.score:.2f}  {one.id} {one.name} ({one.doc}) / {other.id} {other.name} ({other.doc})"


def _announced(custody: Custody) -> Iterator[str]:
    names = {person.id: person.name for person in custody.register.persons}
    for item in custody.announced:
        yield f"{names.get(item.person, item.person)}: {item.text}"


def _years(custody: Custody) -> Iterator[str]:
    yield from (item.text for item in custody.imposed)
    yield from (item.text for item in custody.cancelled)


def _curve(custody: Custody) -> Iterator[str]:
    yield custody.curve.text
    for stock in custody.curve.stocks:
        known = [point for point in custody.curve.points if point.date <= stock.date]
        point = known[-1] if known else None
        register = f"{point.low:,} to {point.high:,}" if point is not None else "0"
        yield f"{stock.date}: {register} by name, {stock.low} to {stock.high} counted ({stock.source})"
