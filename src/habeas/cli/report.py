"""What a command tells on stderr: failed items, each in one line, and progress on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

import click

from habeas.values.record import Failure

T = TypeVar("T")


def exit_code(failures: Sequence[Failure], *, done: int) -> int:
    """Print each failure and return the exit code: 0 all done, 1 some items failed, 2 nothing was done."""
    for failure in failures:
        remedy = f"; {failure.remedy}" if failure.remedy else ""
        click.echo(f"habeas: {failure.where}: {failure.what}{remedy}", err=True)
    if not failures:
        return 0
    return 1 if done else 2


def progress(items: Iterable[T], *, total: int | None, label: str) -> Iterator[T]:
    """Yield `items`, drawing a progress bar on stderr where stderr is a terminal."""
    if not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(items, description=label, total=total, console=Console(stderr=True), transient=True)


def count(number: int, one: str, many: str | None = None) -> str:
    """Return a number with its noun: "1 document", "1,204 entries"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
