"""`habeas people`: the status claims of files, one a line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import click
import msgspec

from habeas.cli.report import exit_code, progress
from habeas.errors import RunError

if TYPE_CHECKING:
    from habeas.values.document import Document
    from habeas.values.record import Failure
    from habeas.values.status_claim import StatusClaim

_COLUMNS = ("person", "status", "date_low", "date_high", "term_months", "relation", "role", "source", "quote", "doc")


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--format", "form", type=click.Choice(["jsonl", "csv"]), default="jsonl", show_default=True)
@click.option("--by-person", is_flag=True, help="Bring the persons of all documents together; print one JSON register.")
def people(paths: tuple[str, ...], form: str, by_person: bool) -> int:  # noqa: FBT001 - click's calling convention
    """Print what PATHs say happened to persons they name.

    PATH is a file or folder (.txt, .md, .html, .jsonl) or - for standard input. Each claim has the person's fullest
    spelling, the status, dates, the term of a sentence, role and relation, the source, and the exact words it rests
    on. Names of people at risk are personal data: keep the output where you keep such lists.
    """
    from habeas.pipeline.documents import read_documents

    documents, failures = read_documents(paths)
    if not documents:
        exit_code(failures, done=0)
        raise RunError(", ".join(paths), "no readable document", "give a folder or files in .txt, .md, .html or .jsonl")
    claims = _claims(documents, failures)
    if by_person:
        click.echo(_register(list(claims)))
    elif form == "jsonl":
        encoder = msgspec.json.Encoder()
        for claim in claims:
            click.echo(encoder.encode(claim).decode())
    else:
        click.echo(_table(claims), nl=False)
    return exit_code(failures, done=len(documents))


def _claims(documents: list[Document], failures: list[Failure]) -> Iterator[StatusClaim]:
    """Yield the claims of documents as they are read; what fails goes to `failures`."""
    from habeas.extract.people.step import status_claims

    for found in progress(status_claims(documents), total=len(documents), label="Reading who is named"):
        failures.extend(found.failures)
        yield from found.claims


def _register(claims: list[StatusClaim]) -> str:
    """Return the register that claims make, as indented JSON: persons, links, open pairs, conflicts."""
    from habeas.resolve.persons.register import build_register, entries_of

    register = build_register(entries_of(claims), claims)
    return msgspec.json.format(msgspec.json.encode(register), indent=1).decode()


def _table(claims: Iterable[StatusClaim]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for claim in claims:
        writer.writerow([_cell(getattr(claim, name)) for name in _COLUMNS])
    return out.getvalue()


def _cell(value: object) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
