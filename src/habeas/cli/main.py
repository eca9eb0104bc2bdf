"""The `habeas` command: finds a subcommand, runs it, and turns errors into words and exit codes.

Subcommands live in modules of their own, imported only when called, so that `habeas --help` starts fast.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence
from typing import Final

import click

from habeas import __version__
from habeas.errors import HabeasError

# name -> (module, attribute, one line for `habeas --help`)
COMMANDS: Final[dict[str, tuple[str, str, str]]] = {
    "demo": ("habeas.cli.run", "demo", "Run the whole job on the shipped example."),
    "run": ("habeas.cli.run", "run", "Read files, reconcile their figures, write a brief and a site."),
    "extract": ("habeas.cli.extract", "extract", "Print the count claims found in files."),
    "reconcile": ("habeas.cli.reconcile", "reconcile", "Explain claims that disagree by one history."),
    "new": ("habeas.cli.case", "new", "Create a case folder."),
    "add": ("habeas.cli.case", "add", "Add files to a case."),
    "status": ("habeas.cli.case", "status", "Say what a case holds."),
    "judge": ("habeas.cli.judge", "judge", "Record your verdict on a claim or a person."),
    "brief": ("habeas.cli.publish", "brief", "Write the brief of a case."),
    "site": ("habeas.cli.publish", "site", "Write brief, site and data of a case."),
    "bundle": ("habeas.cli.bundle", "bundle", "Pack brief, site and data of a case into one file, signed if you wish."),
    "verify-bundle": ("habeas.cli.bundle", "verify_bundle", "Check a bundle's checksums and signature."),
    "serve": ("habeas.cli.serve", "serve", "Show the site of a case in a browser of this machine."),
    "export": ("habeas.cli.case", "export", "Print a case's claims or documents as JSON Lines."),
    "verify": ("habeas.cli.case", "verify", "Check that nothing in a case was altered."),
    "erase": ("habeas.cli.case", "erase", "Erase a document's content for good."),
    "remove-person": ("habeas.cli.removal", "remove_person", "Take a person out of a case for good."),
    "retention": ("habeas.cli.removal", "retention", "Tell what a case keeps beyond its time, and erase it on demand."),
    "backup": ("habeas.cli.case", "backup", "Pack a case into one file."),
    "restore": ("habeas.cli.case", "restore", "Unpack and verify a backup."),
    "people": ("habeas.cli.people", "people", "Print what files say happened to persons they name."),
    "register": ("habeas.cli.register", "register", "Show the persons of a case beside its counts."),
    "add-list": ("habeas.cli.register", "add_list", "Add a list of persons to a case."),
    "names": ("habeas.cli.names", "names", "Tell whether two spellings are one person's name."),
    "roster": ("habeas.cli.roster", "roster", "Read a list of persons (CSV, XLSX), or compare two versions."),
    "link": ("habeas.cli.link", "link", "Link lists of persons: which rows are one person."),
    "estimate": ("habeas.cli.estimate", "estimate", "Estimate how many there are in all, the uncounted included."),
    "bench": ("habeas.cli.bench", "bench", "Time each stage on the shipped example."),
}


_REMEDIES: Final[tuple[tuple[type[OSError], str], ...]] = (
    (FileNotFoundError, "check the spelling of the path"),
    (PermissionError, "ask for the right to it, or name another place"),
    (IsADirectoryError, "name a file"),
    (NotADirectoryError, "name a folder"),
)


class LazyGroup(click.Group):
    """A click group that imports a subcommand when it is called, not when help is shown."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names in the order of `COMMANDS`: the order in which a newcomer needs them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import and return one subcommand, or None where there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        module, attribute, _ = COMMANDS[cmd_name]
        command = getattr(importlib.import_module(module), attribute)
        assert isinstance(command, click.Command)  # noqa: S101 - a wrong entry in COMMANDS is our own bug
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the table of commands without importing any of them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, _, line) in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="habeas")
def cli() -> None:
    """Habeas reads what is reported about political imprisonment and keeps a record that can be checked.

    Start with `habeas demo`, then `habeas run FOLDER` on reports of your own.
    """


def main(argv: Sequence[str] | None = None) -> None:
    """Run the command line and exit: 0 done, 1 some items failed, 2 nothing could be done."""
    sys.exit(call(argv))


def call(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; every error becomes one line on stderr."""
    try:
        outcome = cli.main(args=list(argv) if argv is not None else None, prog_name="habeas", standalone_mode=False)
    except click.ClickException as problem:
        problem.show()
        return 2
    except click.Abort:
        click.echo("habeas: stopped", err=True)
        return 130
    except HabeasError as problem:
        _tell(str(problem))
        return 2
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as problem:
        remedy = next((text for kind, text in _REMEDIES if isinstance(problem, kind)), "check the path and the disk")
        _tell(f"{problem.filename or 'system'}: {problem.strerror or problem}; {remedy}")
        return 2
    except Exception as problem:
        if os.environ.get("HABEAS_TRACE"):
            raise
        _tell(
            f"internal error: {type(problem).__name__}: {problem}; "
            "please report it with the output of the same command run with HABEAS_TRACE=1"
        )
        return 2
    return outcome if isinstance(outcome, int) else 0


def _tell(problem: str) -> None:
    """Write what stopped a command; it may hold names from outside, of files and persons."""
    from habeas.values.plain import plain

    click.echo(f"habeas: {plain(problem)}", err=True)
