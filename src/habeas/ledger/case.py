"""The case folder: `case.toml` with the settings, `ledger.sqlite` with the record unless a database keeps it."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from habeas.errors import LedgerError, RunError
from habeas.values.case import CaseSettings

if TYPE_CHECKING:
    from habeas.ledger.base import Ledger

SETTINGS: Final = "case.toml"
LEDGER: Final = "ledger.sqlite"

_TEMPLATE: Final = """\
# Settings of this case. Change them with any editor; they take effect at the next command.

# How the case is called on its pages.
name = {name}
{place}
# How groups of people relate, where their names do not tell: "subset" (left within right), "same", or "overlap".
# [[groups]]
# left = "women"
# relation = "subset"
# right = "political prisoners"

# What kind of source each is: "monitor", "official", "opposition", "newsroom" or "person".
# [sources]
# "Name as the reports give it" = "monitor"
"""


def create_case(folder: Path, settings: CaseSettings, version: str) -> None:
    """Create a case folder with its settings and an empty ledger; nothing is left behind where that fails.

    Raises LedgerError where something stands at `folder` already.
    """
    from habeas.ledger.sqlite import SqliteLedger

    with new_folder(folder) as work:
        (work / SETTINGS).write_text(settings_text(settings), encoding="utf-8")
        if settings.database is None:
            SqliteLedger.create(work / LEDGER, version).close()
        else:
            from habeas.ledger.postgres import PostgresLedger

            PostgresLedger.create(settings.database.address, settings.database.name, version).close()


def settings_text(settings: CaseSettings) -> str:
    """Return the text of a new `case.toml`, with comments that say what can be set."""
    place = (
        f"\n# Country whose prisons the reports speak of (ISO 3166 alpha-2).\nplace = {_quoted(settings.place)}\n"
        if settings.place
        else '\n# Country whose prisons the reports speak of (ISO 3166 alpha-2).\n# place = "XX"\n'
    )
    text = _TEMPLATE.format(name=_quoted(settings.name), place=place)
    if settings.database is None:
        return text
    address, name = _quoted(settings.database.address), _quoted(settings.database.name)
    where = "# Where the ledger is kept: a schema of a PostgreSQL database."
    return f"{text}\n{where}\n[database]\naddress = {address}\nname = {name}\n"


def load_settings(folder: Path) -> CaseSettings:
    """Return the settings of a case; raises RunError with place and remedy where `case.toml` cannot be used."""
    path = folder / SETTINGS
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        settings = msgspec.convert(table, CaseSettings)
    except FileNotFoundError as problem:
        raise LedgerError(
            str(folder), "is not a case (no case.toml)", f"create it with: habeas new {folder}"
        ) from problem
    except NotADirectoryError as problem:
        raise LedgerError(str(folder), "is not a case folder", "name the folder that `habeas new` made") from problem
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise RunError(str(path), f"is not valid TOML ({problem})", "mend the line") from problem
    except msgspec.ValidationError as problem:
        raise RunError(str(path), str(problem), "mend the setting; docs/guide/case.md lists them all") from problem
    unknown = sorted(set(table) - set(CaseSettings.__struct_fields__))
    if unknown:
        known = ", ".join(CaseSettings.__struct_fields__)
        raise RunError(str(path), f"has no setting {unknown[0]!r}", f"use one of: {known}")
    return settings


def open_ledger(folder: Path) -> Ledger:
    """Open the ledger of a case, in its folder or in the database that its settings name.

    Raises LedgerError where the folder is no case, or its ledger is not to be found.
    """
    from habeas.ledger.sqlite import SqliteLedger

    if not (folder / SETTINGS).exists() and not (folder / LEDGER).exists():
        raise LedgerError(str(folder), "is not a case", f"create it with: habeas new {folder}")
    if (folder / LEDGER).is_file():
        return SqliteLedger(folder / LEDGER)
    database = load_settings(folder).database
    if database is None:
        raise LedgerError(str(folder / LEDGER), "is missing", "restore a backup (habeas restore)")
    from habeas.ledger.postgres import PostgresLedger

    return PostgresLedger(database.address, database.name)


def name_in_database(folder: Path) -> str:
    """Return the name of a case in a database: its folder's, in the letters that such a name may have."""
    plain = re.sub(r"[^a-z0-9]+", "_", folder.resolve().name.lower()).strip("_")[:40]
    return plain if plain[:1].isalpha() else f"case_{plain}".rstrip("_")


@contextmanager
def new_folder(folder: Path) -> Iterator[Path]:
    """Lend a working folder beside `folder` that becomes `folder` when all went well, and is removed otherwise."""
    if folder.is_symlink() or (folder.exists() and (not folder.is_dir() or any(folder.iterdir()))):
        raise LedgerError(str(folder), "exists already", "choose another name; nothing is ever overwritten")
    folder.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        yield work
        work.rename(folder)
    finally:
        if work.exists():
            shutil.rmtree(work)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # a JSON string is a TOML basic string
