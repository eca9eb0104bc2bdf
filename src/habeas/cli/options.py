"""What several commands take: the case they work on, who decides, a country, a folder to write."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from habeas.errors import RunError
from habeas.values.territories import spellings, territories

if TYPE_CHECKING:
    from habeas.ledger.base import Ledger


class Country(click.ParamType[str]):
    """A country by its code (ISO 3166 alpha-2) or its English name; the value is the code."""

    name = "country"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the code of the country that `value` names; fails where there is none."""
        sought = str(value).strip().casefold()
        for code, name in territories().items():
            if sought in {called.casefold() for called in (code, *spellings(name))}:
                return code
        said = f"{value!r} is no country; write its code in two letters (BY) or its English name"
        raise click.BadParameter(said, ctx, param)


class OutFolder(click.Path):
    """A folder to write to; an empty name, as an unset variable gives it, would mean the current one and is refused."""

    def __init__(self) -> None:
        super().__init__(path_type=Path, file_okay=False)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the folder; fails for an empty name."""
        if not str(value).strip():
            self.fail("the name of the folder is empty; for the current folder write .", param, ctx)
        return super().convert(value, param, ctx)


case_argument = click.argument("case", type=click.Path(path_type=Path))
by_option = click.option("--by", "who", metavar="NAME", help="Who decides (default: your login name).")
place_option = click.option(
    "--place", type=Country(), metavar="COUNTRY", help="Country whose prisons the reports speak of: BY, or Belarus."
)


@contextmanager
def opened(case: Path) -> Iterator[Ledger]:
    """Lend the ledger of a case, closed afterwards."""
    from habeas.ledger.case import open_ledger

    ledger = open_ledger(case)
    try:
        yield ledger
    finally:
        ledger.close()


def login() -> str:
    """Return the login name of whoever decides; raises RunError where the machine knows none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError) as problem:
        raise RunError("--by", "your login name is not known", "say who decides: --by NAME") from problem
