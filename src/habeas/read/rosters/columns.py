"""Which column holds what: proposed from its header and from its cells, with the reason."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

import msgspec

from habeas.errors import ItemError
from habeas.read.rosters.dates import parse_date
from habeas.read.rosters.options import RosterOptions
from habeas.read.rosters.table import Table
from habeas.read.rosters.vocabulary import role_of_header
from habeas.values.roster import DATE_ROLES, NAME_ROLES, ROLES, ColumnRole

_SAMPLE: Final = 400
_EMAIL: Final = re.compile(r"^\S+@\S+\.\S+$")
_URL: Final = re.compile(r"^(?:https?://|www\.)\S+$", re.IGNORECASE)
_NOT_IN_NAMES: Final = re.compile(r"[\d@/\\<>{}=+*#%&!?;:|]")


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """What the cells of one column look like, as shares of the filled ones."""

    filled: int
    names: float = 0.0
    dates: float = 0.0
    emails: float = 0.0
    urls: float = 0.0
    numbers: float = 0.0
    ages: float = 0.0
    distinct: float = 0.0
    words: float = 0.0


def is_email(cell: str) -> bool:
    """Return whether a cell is an e-mail address."""
    return _EMAIL.match(cell) is not None


def looks_like_name(cell: str) -> bool:
    """Return whether a cell could be a person's name: letters, few words, no digits or signs."""
    return (
        len(cell) <= 120
        and _NOT_IN_NAMES.search(cell) is None
        and any(char.isalpha() for char in cell)
        and len(cell.replace(",", " ").split()) <= 8
    )


def look(cells: Sequence[str]) -> Look:
    """Return what a column's cells look like, from up to 400 of the filled ones."""
    filled = [cell for cell in cells if cell][:_SAMPLE]
    if not filled:
        return Look(filled=0)

    def share(test: Callable[[str], bool]) -> float:
        return sum(map(test, filled)) / len(filled)

    return Look(
        filled=len(filled),
        names=share(looks_like_name),
        dates=share(lambda cell: parse_date(cell) is not None),
        emails=share(is_email),
        urls=share(lambda cell: _URL.match(cell) is not None),
        numbers=share(str.isdecimal),
        ages=share(lambda cell: cell.isdecimal() and int(cell) <= 110),
        distinct=len(set(filled)) / len(filled),
        words=sum(len(cell.split()) for cell in filled) / len(filled),
    )


def propose(table: Table, origin: str, options: RosterOptions) -> tuple[ColumnRole, ...]:
    """Return a role, or none, for each column; a role is given once.

    Raises ItemError where no column can hold names: a roster without names is none.
    """
    width = len(table.headers)
    looks = [look([cells[at] for _, cells in table.rows if at < len(cells)]) for at in range(width)]
    taken = _overrides(table, origin, options)
    refused = _by_headers(table, looks, taken)
    _given_name(taken, looks)
    if not {"name", "family_name"} & {role for role, _ in taken.values()}:
        likely = _likely_names(taken, looks)
        if likely is None:
            belied = next((f": column {table.headers[at]!r} {why}" for at, why in sorted(refused.items())), "")
            what = f"no column holds names{belied}"
            headers = ", ".join(repr(header) for header in table.headers[:8])
            raise ItemError(origin, what, f"say which one does: --column name=HEADER (headers: {headers})")
        taken[likely] = ("name", "its cells look like names of persons")
    return tuple(
        ColumnRole(
            column=at + 1, header=header, role=taken[at][0] if at in taken else None, why=_why(at, taken, refused)
        )
        for at, header in enumerate(table.headers)
    )


def _by_headers(table: Table, looks: Sequence[Look], taken: dict[int, tuple[str, str]]) -> dict[int, str]:
    """Give roles by headers, the surest first; return the columns whose cells belie their headers, and how."""
    used = {role for role, _ in taken.values()}
    offers: list[tuple[float, int, str]] = []
    refused: dict[int, str] = {}
    for at, header in enumerate(table.headers):
        named = role_of_header(header)
        if at in taken or named is None:
            continue
        problem = _misfit(named[0], looks[at])
        if problem:
            refused[at] = problem
        else:
            offers.append((named[1], -at, named[0]))
    for _, place, role in sorted(offers, reverse=True):
        if role not in used:
            used.add(role)
            taken[-place] = (role, f"its header says so ({table.headers[-place]!r})")
    return refused


def _why(at: int, taken: dict[int, tuple[str, str]], refused: dict[int, str]) -> str:
    if at in taken:
        return taken[at][1]
    return f"{refused[at]}, whatever its header says: kept as it is" if at in refused else "kept as it is"


def _overrides(table: Table, origin: str, options: RosterOptions) -> dict[int, tuple[str, str]]:
    taken: dict[int, tuple[str, str]] = {}
    for role, wanted in options.columns.items():
        if role not in ROLES:
            raise ItemError(origin, f"{role!r} is not what a column can hold", f"use one of: {', '.join(ROLES)}")
        if wanted in table.headers:
            at = table.headers.index(wanted)
        elif wanted.isdecimal() and 1 <= int(wanted) <= len(table.headers):
            at = int(wanted) - 1
        else:
            headers = ", ".join(repr(header) for header in table.headers[:8])
            raise ItemError(origin, f"has no column {wanted!r}", f"use a number or a header: {headers}")
        taken[at] = (role, "you said so")
    return taken


def _misfit(role: str, seen: Look) -> str | None:
    """Return why a column's cells cannot be what its header says, or None."""
    if not seen.filled:
        return None
    if role in NAME_ROLES:
        if seen.emails > 0.5:
            return "holds e-mail addresses"
        if seen.names < 0.5:
            return "holds no names"
    if role in DATE_ROLES and seen.dates < 0.2:
        return "holds no dates"
    if role == "age" and seen.ages < 0.5:
        return "holds no ages"
    return None


def _given_name(taken: dict[int, tuple[str, str]], looks: Sequence[Look]) -> None:
    """Beside a column of surnames, a column headed "name" with one word a cell holds given names."""
    roles = {role: at for at, (role, _) in taken.items()}
    if "given_name" in roles and not {"name", "family_name"} & set(roles):  # all the name there is
        taken[roles["given_name"]] = ("name", taken[roles["given_name"]][1])
    at = roles.get("name")
    if at is not None and "family_name" in roles and "given_name" not in roles and looks[at].words < 1.7:
        taken[at] = ("given_name", f"{taken[at][1]}, and surnames stand in a column of their own")


def _likely_names(taken: dict[int, tuple[str, str]], looks: Sequence[Look]) -> int | None:
    """Return the column, of those without a role, whose cells look most like full names."""
    best = [
        (seen.names * seen.distinct, -at)
        for at, seen in enumerate(looks)
        if at not in taken and seen.filled and seen.names > 0.8 and seen.distinct > 0.5 and 1.5 <= seen.words <= 5
    ]
    return -max(best)[1] if best else None
