"""`habeas extract`: the count claims of files, one a line."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Final

import click
import msgspec

from habeas.cli.notes import MOST, no_claim, place_of, say, say_all
from habeas.cli.report import exit_code, progress
from habeas.errors import RunError

if TYPE_CHECKING:
    from habeas.extract.options import ExtractOptions
    from habeas.run.base import Runner
    from habeas.values.claim import CountClaim
    from habeas.values.document import Document
    from habeas.values.record import Failure

# A spreadsheet takes a cell that begins with one of these for a formula.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--format", "form", type=click.Choice(["jsonl", "csv", "table"]), default="table", show_default=True)
@click.option("--engine", type=click.Choice(["rules", "llm", "both"]), default="rules", show_default=True)
@click.option(
    "--min-confidence",
    type=click.FloatRange(0, 1),
    default=0.0,
    metavar="P",
    help="Leave out claims less likely right than P.",
)
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    metavar="N",
    help="Read in N processes (engine rules). The output is the same.",
)
def extract(paths: tuple[str, ...], form: str, engine: str, min_confidence: float, jobs: int) -> int:
    """Print the count claims found in PATHs.

    PATH is a file or folder (.txt, .md, .html, .jsonl, .warc.gz) or - for standard input. Each claim has bounds,
    measure, group, window, status, source, the exact words it rests on, and a calibrated confidence. Documents are
    read one after the other: a crawl of any length needs no more memory than a short one.
    """
    from habeas.extract.options import ExtractOptions
    from habeas.run.local import LocalRunner, ProcessRunner

    if jobs > 1 and engine != "rules":
        raise click.UsageError(f"--jobs {jobs} is for the engine rules: a model's budget of tokens is of one process")
    reading = _Reading()
    documents = reading.documents(paths)
    first = next(documents, None)
    if first is None:
        exit_code(reading.failures, done=0)
        raise RunError(", ".join(paths), "no readable document", "give a folder or files in .txt, .md, .html or .jsonl")
    runner = ProcessRunner(jobs) if jobs > 1 else LocalRunner()
    options = ExtractOptions(engine=engine, min_confidence=min_confidence)
    _FORMS[form](reading.claims(chain((first,), documents), options, runner))
    say_all(reading.silent, reading.unheld)
    return exit_code(reading.failures, done=reading.read)


class _Reading:
    """A stream of documents on its way to claims: how many were read, what failed, and what said nothing.

    Of the texts none is held, and of places only those of documents under way.
    """

    def __init__(self) -> None:
        self.read = 0
        self.failures: list[Failure] = []
        self.silent: list[Failure] = []
        self.unheld = 0
        self._places: dict[str, str] = {}

    def documents(self, paths: Sequence[str]) -> Iterator[Document]:
        """Yield the documents of `paths` and note what cannot be read."""
        from habeas.pipeline.documents import each_document

        for document in each_document(paths, self.failures.append, tell=say):
            self.read += 1
            self._places[document.id] = place_of(document)
            yield document

    def claims(self, documents: Iterable[Document], options: ExtractOptions, runner: Runner) -> Iterator[CountClaim]:
        """Yield the claims of `documents`, and note which documents gave none."""
        from habeas.pipeline.documents import extract_documents

        extractions = extract_documents(documents, options, runner)
        for extraction in progress(extractions, total=None, label="Reading claims"):
            place = self._places.pop(extraction.doc)
            self.failures.extend(msgspec.structs.replace(failure, where=place) for failure in extraction.failures)
            if not extraction.claims and not extraction.failures:
                self._note_silent(place)
            yield from extraction.claims

    def _note_silent(self, place: str) -> None:
        if len(self.silent) < MOST:
            self.silent.append(no_claim(place))
        else:
            self.unheld += 1


def _print_jsonl(claims: Iterable[CountClaim]) -> None:
    encoder = msgspec.json.Encoder()
    for claim in claims:
        click.echo(encoder.encode(claim).decode())


def _print_csv(claims: Iterable[CountClaim]) -> None:
    from habeas.values.claim import CountClaim

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(CountClaim.__struct_fields__)
    for claim in claims:
        writer.writerow([_cell(getattr(claim, name)) for name in CountClaim.__struct_fields__])
        click.echo(out.getvalue(), nl=False)
        out.seek(0)
        out.truncate()
    click.echo(out.getvalue(), nl=False)


def _cell(value: object) -> object:
    """Return a cell's value; text that a spreadsheet would run as a formula gets an apostrophe before it."""
    if isinstance(value, str) and value.startswith(_FORMULA) and not _is_offset(value):
        return "'" + value
    return "" if value is None else value


def _is_offset(text: str) -> bool:
    """Say whether a text is a negative ISO 8601 duration, which no spreadsheet runs."""
    return text.startswith("-P") and text[2:].isalnum()


def _print_table(claims: Iterable[CountClaim]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in ("document", "number", "measure", "group", "when", "status", "source", "conf"):
        table.add_column(name, overflow="fold", justify="right" if name in {"number", "conf"} else "left")
    for claim in claims:
        cells = (
            claim.doc,
            _number(claim),
            claim.measure,
            claim.group,
            _when(claim),
            claim.status,
            claim.source,
            f"{claim.confidence:.2f}",
        )
        table.add_row(*(Text(cell) for cell in cells))
    width = None if sys.stdout.isatty() else 160
    Console(file=sys.stdout, width=width, highlight=False).print(table)


def _number(claim: CountClaim) -> str:
    about = "~" if claim.approx else ""
    if claim.low == claim.high:
        return f"{about}{claim.low}"
    if claim.high is None:
        return f"{about}≥{claim.low}"
    return f"{about}≤{claim.high}" if claim.low is None else f"{about}{claim.low}–{claim.high}"


def _when(claim: CountClaim) -> str:
    if claim.start_date or claim.end_date:
        start, end = (str(day) if day else "…" for day in (claim.start_date, claim.end_date))
        return start if start == end else f"{start}..{end}"
    if claim.weekday:
        return claim.weekday
    if claim.start_offset or claim.end_offset:
        return f"{claim.start_offset or '…'}..{claim.end_offset or '…'}"
    return ""


_FORMS: Final[dict[str, Callable[[Iterable[CountClaim]], None]]] = {
    "jsonl": _print_jsonl,
    "csv": _print_csv,
    "table": _print_table,
}
