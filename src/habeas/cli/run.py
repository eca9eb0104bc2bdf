"""`habeas run` and `habeas demo`: the main job on files, no case needed."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import click

from habeas.cli.notes import contradictions, placed, say, say_all, without_claims
from habeas.cli.options import OutFolder, place_option
from habeas.cli.report import exit_code, progress
from habeas.errors import RunError

_OUT = click.option(
    "--out",
    type=OutFolder(),
    help="Folder for brief, site and data.",
)


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@_OUT
@place_option
@click.option("--time-limit", type=click.FloatRange(min=0.1), metavar="SECONDS", help="Bound on the reconciliation.")
@click.option("--jobs", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes that read claims.")
def run(paths: tuple[str, ...], out: Path | None, place: str | None, time_limit: float | None, jobs: int) -> int:
    """Read PATHs, reconcile their figures, and write a brief, a site and the data behind them.

    PATH is a file or folder (.txt, .md, .html, .jsonl) or - for standard input. The brief is printed; brief.md,
    site/index.html, claims.jsonl and history.json are written to the output folder (default: habeas-out).
    """
    return _main_job(paths, out or Path("habeas-out"), place, time_limit, jobs)


@click.command()
@_OUT
def demo(out: Path | None) -> int:
    """Run the whole job on the shipped example: five short reports that disagree about one season of releases."""
    return _main_job((str(example_folder()),), out or Path("habeas-demo"), "BY")


def example_folder() -> Path:
    """Return the folder of the shipped example, in an installed package or in a checkout."""
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "examples", package.parent.parent / "examples"):
        if (folder / "belarus-2024").is_dir():
            return folder / "belarus-2024"
    raise RunError("habeas demo", "the shipped example was not found", "reinstall habeas, or use `habeas run` on files")


def _main_job(
    paths: tuple[str, ...], out: Path, place: str | None, time_limit: float | None = None, jobs: int = 1
) -> int:
    from habeas.pipeline.documents import read_documents
    from habeas.pipeline.record import RunOptions, build_record, publish_record
    from habeas.publish.brief import brief_markdown
    from habeas.reconcile.options import ReconcileOptions
    from habeas.run.local import LocalRunner, ProcessRunner
    from habeas.values.case import CaseSettings
    from habeas.values.extraction import Extraction

    documents, failures = read_documents(paths, tell=say)
    if not documents:
        exit_code(failures, done=0)
        raise RunError(", ".join(paths), "no readable document", "give a folder or files in .txt, .md, .html or .jsonl")

    def watch(extractions: Iterable[Extraction]) -> Iterable[Extraction]:
        return progress(extractions, total=len(documents), label="Reading claims")

    options = RunOptions(
        reconcile=ReconcileOptions() if time_limit is None else ReconcileOptions(time_limit_s=time_limit)
    )
    runner = LocalRunner() if jobs == 1 else ProcessRunner(jobs)
    record = build_record(documents, failures, CaseSettings(place=place), options, watch, runner)
    written = publish_record(record, out, options.publish)
    _show(brief_markdown(record))
    _say_where(out, written)
    told = {claim.doc for claim in record.claims} | {failure.where for failure in record.failures}
    say_all(without_claims(record.documents, told))
    say_all(list(contradictions(record)))
    return exit_code(placed(record.failures, record.documents), done=len(documents))


def _show(brief: str) -> None:
    """Print the brief: set for reading on a terminal, as plain Markdown into a pipe."""
    if not sys.stdout.isatty():
        click.echo(brief)
        return
    from rich.console import Console
    from rich.markdown import Markdown

    Console().print(Markdown(brief))


def _say_where(out: Path, written: tuple[Path, ...]) -> None:
    """Say on stderr what was written, so that standard output holds the brief alone."""
    names = {path.relative_to(out).as_posix() for path in written if path.is_relative_to(out)}
    shown = [name for name in ("brief.md", "site/index.html", "claims.jsonl", "history.json") if name in names]
    click.echo(f"\nWritten to {out}: {', '.join(shown)}\nOpen {out / 'site' / 'index.html'} in a browser.", err=True)
