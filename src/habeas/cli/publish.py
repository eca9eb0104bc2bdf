"""`habeas brief` and `habeas site`: what readers get from a case."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from habeas.cli.options import OutFolder, case_argument
from habeas.publish.options import PROFILES

if TYPE_CHECKING:
    from collections.abc import Callable

    from habeas.publish.options import PublishOptions
    from habeas.values.record import Record

_DAY = click.DateTime(formats=["%Y-%m-%d"])


def shared(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that all publications share."""
    options = (
        click.option("--as-of", type=_DAY, metavar="DAY", help="Show the case as it was at the end of a day (UTC)."),
        click.option("--since", type=_DAY, metavar="DAY", help="Tell what changed since the end of an earlier day."),
        click.option(
            "--profile",
            type=click.Choice(PROFILES),
            default="strict",
            show_default=True,
            help="Whose names are shown: public persons only, initials for the others, or all.",
        ),
        click.option("--title", default="", help="Headline (default: made from the figures)."),
        click.option("--draft", is_flag=True, help="Publish what the case's rules would refuse, marked as a draft."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.command()
@case_argument
@click.option(
    "--format",
    "form",
    type=click.Choice(["md", "html", "pdf", "docx"]),
    default="md",
    show_default=True,
    help="Form of the brief.",
)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="File to write (default: print it).")
@shared
def brief(case: Path, form: str, out: Path | None, **more: Any) -> int:
    """Write the brief of CASE: one page in which every number leads to the sentences that carry it."""
    from habeas.publish.folder import write_whole
    from habeas.publish.step import briefs, released, since

    if out is None and form in {"pdf", "docx"} and sys.stdout.isatty():
        raise click.UsageError(f"a {form} file is no text for a terminal; name a file with --out")
    record, before, options = publication(case, more, (form,))
    shown = released(record, options, before)
    content = briefs(shown, options, since(before, shown, options))[f"brief.{form}"]
    if out is None:
        sys.stdout.buffer.write(content)
    else:
        write_whole(out, content)
        click.echo(f"Written to {out}", err=True)
    return 0


@click.command()
@case_argument
@click.argument("out", type=OutFolder())
@click.option(
    "--with",
    "extra",
    type=click.Choice(["pdf", "docx", "parquet", "ftm"]),
    multiple=True,
    help="Further forms among the downloads; may be repeated.",
)
@click.option("--address", default="", metavar="URL", help="Where the site will stand, for its feed of changes.")
@shared
def site(case: Path, out: Path, extra: tuple[str, ...], address: str, **more: Any) -> int:
    """Write the brief, the site and the data of CASE into the folder OUT.

    The site works from a folder: open OUT/site/index.html. Nothing of it asks the network for anything.
    """
    from habeas.publish.step import publish

    record, before, options = publication(case, more, ("html", *extra), address)
    publish(record, out, options, before)
    click.echo(f"Written to {out}\nOpen {out / 'site' / 'index.html'} in a browser.", err=True)
    return 0


def publication(
    case: Path, more: dict[str, Any], formats: tuple[str, ...], address: str = ""
) -> tuple[Record, Record | None, PublishOptions]:
    """Return the record of a case, the earlier one to compare it with, and the options of the publication."""
    from habeas.cli.notes import say
    from habeas.pipeline.case import record_of_case
    from habeas.publish.options import PublishOptions
    from habeas.values.record import Failure

    as_of, since = _end(more.pop("as_of")), _end(more.pop("since"))
    if as_of is not None and since is not None and since >= as_of:
        raise click.UsageError("--since must be an earlier day than --as-of")
    record = record_of_case(case, as_of)
    before = None if since is None else record_of_case(case, since)
    if since is not None and before is not None and not before.documents:
        what = f"held nothing at the end of {since.date()}, so there is nothing to compare with"
        say(Failure(where=str(case), what=what, remedy="name a later day with --since (habeas status shows its days)"))
        before = None
    return record, before, PublishOptions(formats=formats, address=address, **more)


def _end(day: datetime | None) -> datetime | None:
    """Return the last moment of a day in UTC."""
    return None if day is None else day.replace(tzinfo=UTC) + timedelta(days=1) - timedelta(microseconds=1)
