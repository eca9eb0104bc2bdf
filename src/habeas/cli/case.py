"""The commands of a case: new, add, status, verify, erase, export, backup, restore."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from habeas.cli.notes import placed, say, say_all, without_claims
from habeas.cli.options import by_option, case_argument, login, opened, place_option
from habeas.cli.report import count, exit_code, progress
from habeas.errors import RunError
from habeas.values.record import Failure

if TYPE_CHECKING:
    import msgspec

    from habeas.ledger.snapshot import Snapshot


def _moment(value: str | datetime) -> datetime:
    """Return a moment in UTC: of a day its end; a moment without a zone is taken as UTC."""
    if isinstance(value, datetime):
        return value
    try:
        found = datetime.fromisoformat(value)
    except ValueError as problem:
        said = f"{value!r} is not a day or moment; write 2031-03-04 or 2031-03-04T12:00"
        raise click.BadParameter(said) from problem
    if len(value) == len("2031-03-04"):
        found = datetime.combine(found.date(), time.max)
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found


_AS_OF = click.option("--as-of", type=_moment, metavar="DAY", help="Show the case as it was at the end of a day (UTC).")


@click.command()
@case_argument
@click.option("--name", help="How the case is called on its pages (default: the folder's name).")
@place_option
@click.option(
    "--database", metavar="ADDRESS", help="Keep the ledger in PostgreSQL: postgresql://user@host/database, no password."
)
def new(case: Path, name: str | None, place: str | None, database: str | None) -> int:
    """Create CASE, a folder that holds one monitored situation: its settings and its ledger.

    The settings (case.toml) can be changed with any editor. The ledger (ledger.sqlite) only ever grows: documents,
    claims and judgements are added to it, and never changed. With --database a PostgreSQL server keeps it, so that
    several machines can work on one case.
    """
    from habeas import __version__
    from habeas.ledger.case import create_case, name_in_database
    from habeas.values.case import CaseSettings, Database

    kept = None if database is None else Database(address=database, name=name_in_database(case))
    create_case(case, CaseSettings(name=name or case.resolve().name, place=place, database=kept), __version__)
    click.echo(f"Created {case}. Add reports with: habeas add {case} PATH...", err=True)
    return 0


@click.command()
@case_argument
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
def add(case: Path, paths: tuple[str, ...]) -> int:
    """Read PATHs, extract their claims, and add both to CASE.

    PATH is a file or folder (.txt, .md, .html, .jsonl) or - for standard input. A document that the case holds is
    not added twice. Each document is added whole or not at all, so the command may be stopped and run again.
    """
    from habeas.extract.options import ExtractOptions
    from habeas.pipeline.adding import add_documents
    from habeas.pipeline.documents import read_documents

    with opened(case) as ledger:
        documents, failures = read_documents(paths, tell=say)
        additions = list(
            progress(add_documents(ledger, documents, ExtractOptions()), total=len(documents), label="Adding")
        )
    fresh = [addition for addition in additions if addition.new]
    claims = sum(addition.claims for addition in fresh)
    known = len(additions) - len(fresh)
    held = f"; {count(known, 'document')} already there" if known else ""
    click.echo(f"Added {count(len(fresh), 'document')} with {count(claims, 'claim')}{held}.", err=True)
    failures += [failure for addition in additions for failure in addition.failures]
    silent = [addition.document for addition in fresh if not addition.claims and not addition.failures]
    say_all(without_claims(silent, ()))
    return exit_code(placed(failures, (addition.document for addition in additions)), done=len(additions))


@click.command()
@case_argument
@_AS_OF
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print it.")
def status(case: Path, as_of: datetime | None, form: str) -> int:
    """Say what CASE holds: documents, claims, judgements, and the head of its ledger.

    Note the head somewhere else, on paper or with someone you trust: `habeas verify CASE --head HASH` then proves
    that nothing recorded until now was changed, not even by somebody who rewrote the whole ledger.
    """
    from habeas.ledger.case import load_settings
    from habeas.ledger.snapshot import snapshot

    settings = load_settings(case)
    with opened(case) as ledger:
        held = snapshot(ledger, as_of)
    table = _table(held)
    if form == "json":
        click.echo(json.dumps({"name": settings.name, "place": settings.place, **table}, ensure_ascii=False, indent=2))
        return 0
    click.echo(settings.name + (f" ({settings.place})" if settings.place else ""))
    for key, value in table.items():
        if value or key in {"documents", "claims"}:
            click.echo(f"  {key.replace('_', ' '):<20} {_shown(value)}")
    return 0


@click.command()
@case_argument
@click.option("--head", metavar="HASH", help="A head that `habeas status` printed before and you noted elsewhere.")
def verify(case: Path, head: str | None) -> int:
    """Check that nothing in CASE was altered, removed or put out of order since it was written.

    Every row of the ledger is tied to the one before by a hash, so any change shows. With --head, also that the row
    with this hash is still there.
    """
    from habeas.ledger.verify import is_hash

    if head is not None and not is_hash(head):
        raise click.BadParameter("a head is 64 characters of 0-9a-f, as `habeas status` prints it", param_hint="--head")
    with opened(case) as ledger:
        faults = list(_first(ledger.verify(head), 50))
        end = ledger.head()
    for fault in faults:
        click.echo(f"habeas: {fault.where}: {fault.what}; {fault.remedy}", err=True)
    if faults:
        raise RunError(str(case), "does not verify", "restore a backup (habeas restore); keep this copy as evidence")
    click.echo(f"{case}: {count(end.number, 'entry', 'entries')}, nothing altered. Head {end.hash}")
    return 0


@click.command()
@case_argument
@click.argument("document", metavar="DOCUMENT")
@click.option("--reason", required=True, help="Why (on whose request); it is kept, so name no one in it.")
@by_option
@click.option("--yes", is_flag=True, help="Do not ask.")
def erase(case: Path, document: str, reason: str, who: str | None, yes: bool) -> int:  # noqa: FBT001 - a click flag
    """Erase a DOCUMENT (its id), its claims and the judgements on them, for good.

    For the right to removal. What was recorded when stays, without its content, so that the ledger still verifies.
    Backups made before still hold the content: replace them.
    """
    from habeas.ledger.erase import erase_document

    if not yes:
        click.confirm(f"Erase {document} from {case}? This cannot be undone", abort=True, err=True)
    with opened(case) as ledger:
        emptied = erase_document(ledger, document, who or login(), reason)
    click.echo(f"Erased the content of {count(emptied, 'entry', 'entries')}. Replace backups made before.", err=True)
    return 0


@click.command()
@case_argument
@click.option(
    "--what",
    type=click.Choice(["claims", "status_claims", "documents", "cues", "judgements", "runs", "entries"]),
    default="claims",
    help="What to print.",
)
@_AS_OF
def export(case: Path, what: str, as_of: datetime | None) -> int:
    """Print the claims of CASE (or its documents, cues, judgements, runs) as JSON Lines.

    Claims are printed as the judgements leave them. `entries` are the rows of the ledger with their hashes, so that
    others can check the chain without Habeas. The output may name people: do not publish it unread.
    """
    from habeas.ledger.base import moment_text
    from habeas.ledger.case import load_settings
    from habeas.ledger.settle import settle, settle_status
    from habeas.ledger.snapshot import snapshot

    with opened(case) as ledger:
        if what == "entries":
            _print_lines(ledger.entries(until=None if as_of is None else moment_text(as_of)))
            return 0
        held = snapshot(ledger, as_of)
    values: Iterable[msgspec.Struct] = getattr(held, what, ())
    if what == "status_claims":
        values = settle_status(held.status_claims, held.judgements)
    if what == "claims":
        values, _ = settle(held.claims, held.judgements, load_settings(case))
    _print_lines(values)
    return 0


@click.command()
@case_argument
@click.argument("file", type=click.Path(path_type=Path))
def backup(case: Path, file: Path) -> int:
    """Pack CASE into FILE, one file that `habeas restore` checks and unpacks. Others may go on writing."""
    from habeas.ledger.backup import backup_case

    head = backup_case(case, file)
    click.echo(f"Packed {count(head.number, 'entry', 'entries')} into {file}. Head {head.hash}", err=True)
    return 0


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@case_argument
def restore(file: Path, case: Path) -> int:
    """Unpack FILE, made by `habeas backup`, into the new folder CASE. It is verified first; nothing is overwritten."""
    from habeas.ledger.backup import restore_case

    head = restore_case(file, case)
    click.echo(f"Restored {count(head.number, 'entry', 'entries')} to {case}. Head {head.hash}", err=True)
    return 0


def _print_lines(values: Iterable[msgspec.Struct]) -> None:
    import msgspec

    for value in values:
        click.echo(msgspec.json.encode(value).decode())


def _first(faults: Iterator[Failure], most: int) -> Iterator[Failure]:
    """Yield the first faults and, where there are more, one line that says so."""
    for number, fault in enumerate(faults):
        if number == most:
            yield Failure(where="more", what="further faults are not shown", remedy="mend these first")
            return
        yield fault


def _table(held: Snapshot) -> dict[str, Any]:
    dated = [document.published for document in held.documents if document.published is not None]
    by_measure: dict[str, int] = {}
    for claim in held.claims:
        by_measure[claim.measure] = by_measure.get(claim.measure, 0) + 1
    return {
        "documents": len(held.documents),
        "undated": len(held.documents) - len(dated),
        "first": min(dated).isoformat() if dated else None,
        "last": max(dated).isoformat() if dated else None,
        "claims": len(held.claims),
        "measures": dict(sorted(by_measure.items())),
        "judgements": len(held.judgements),
        "runs": len(held.runs),
        "erased_entries": held.erased,
        "left_out": len(held.failures),
        "extractors": list(held.extractors),
        "entries": held.head.number,
        "changed": held.head.recorded_at or None,
        "head": held.head.hash,
    }


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{number} {name}" for name, number in value.items())
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return f"{value:,}" if isinstance(value, int) else str(value)
