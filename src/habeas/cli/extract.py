"""`habeas extract`: the count claims of files, one a line."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Final

import click
import msgspec

from habeas.cli.notes import placed, say, say_all, without_claims
from habeas.cli.report import exit_code, progress
from habeas.errors import RunError

if TYPE_CHECKING:
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
def extract(paths: tuple[str, ...], form: str, engine: str, min_confidence: float) -> int:
    """Print the count claims found in PATHs.

    PATH is a file or folder (.txt, .md, .html, .jsonl) or - for standard input. Each claim has bounds, measure,
    group, window, status, source, the exact words it rests on, and a calibrated confidence.
    """
    from habeas import pipeline
    from habeas.extract.options import ExtractOptions

    documents, failures = pipeline.read_documents(paths, tell=say)
    if not documents:
        exit_code(failures, done=0)
        raise RunError(", ".join(paths), "no readable document", "give a folder or files in .txt, .md, .html or .jsonl")
    options = ExtractOptions(engine=engine, min_confidence=min_confidence)
    told: set[str] = set()
    _FORMS[form](_claims(documents, options, failures, told))
    say_all(without_claims(documents, told))
    return exit_code(placed(failures, documents), done=len(documents))


def _claims(
    documents: list[Document], options: object, failures: list[Failure], told: set[str]
) -> Iterator[CountClaim]:
    """Yield the claims of documents as they are read; what fails goes to `failures`, who said anything to `told`."""
    from habeas import pipeline
    from habeas.extract.options import ExtractOptions

    assert isinstance(options, ExtractOptions)  # noqa: S101 - the module is imported late, for a fast --help
    extractions = pipeline.extract_documents(documents, options)
    for extraction in progress(extractions, total=len(documents), label="Reading claims"):
        failures.extend(extraction.failures)
        if extraction.claims or extraction.failures:
            told.add(extraction.doc)
        yield from extraction.claims


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
