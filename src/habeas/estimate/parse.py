"""Capture patterns and rosters as text -> capture tables, with every fault explained.

A row of a capture table cannot be skipped without changing the answer, so faults refuse the whole table, all of them
named at once. The one exception is a row of zeros only: those people are what is to be estimated, and the row is
left out and reported.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from habeas.errors import RunError
from habeas.values.estimate import CaptureTable
from habeas.values.record import Failure

_COUNT_NAMES: Final = ("count", "freq", "frequency", "n")
_PERSON_NAMES: Final = ("person", "person_id", "id")
_LINKAGE_NAME: Final = "linkage"
_YES: Final = {"1", "1.0", "true", "yes"}
_NO: Final = {"0", "0.0", "false", "no"}
_MOST_FAULTS_SHOWN: Final = 5


class Tables(NamedTuple):
    """Capture tables, one a stratum and linkage in order of first appearance, and what was left out.

    `source` is `patterns`, `lists`, `links` or `register`, as in `CaseEstimate`.
    """

    tables: tuple[CaptureTable, ...]
    failures: tuple[Failure, ...]
    source: str = "patterns"


class _Columns(NamedTuple):
    lists: tuple[int, ...]
    people: int | None
    strata: tuple[int, ...]
    linkage: int | None


def table_of(
    lists: Sequence[str], patterns: Counter[tuple[int, ...]], *, stratum: str = "", linkage: str = ""
) -> CaptureTable:
    """Return the capture table of a tally of patterns; patterns with nobody and the all-zero one are dropped."""
    kept = sorted((pattern for pattern, count in patterns.items() if count > 0 and any(pattern)), reverse=True)
    return CaptureTable(
        lists=tuple(lists),
        patterns=tuple(kept),
        counts=tuple(patterns[pattern] for pattern in kept),
        stratum=stratum,
        linkage=linkage,
    )


def parse_patterns(text: str, where: str, *, strata: Sequence[str] = (), linkage: str | None = None) -> Tables:
    """Read a CSV of capture patterns: one 0/1 column a list, and a column `count`.

    Without a `count` column each row is one person. `strata` names columns that split the population, `linkage` the
    column that numbers plausible linkages of the same people (default: a column of this name, where there is one).
    Comma, semicolon and tab are understood.
    Raises RunError that names rows, columns and remedies.
    """
    rows = _rows(text, where)
    header = [name.strip() for name in rows[0]]
    columns = _columns(header, rows[1:], where, strata, linkage)
    names = tuple(header[i] for i in columns.lists)
    tallies: dict[tuple[str, str], Counter[tuple[int, ...]]] = {}
    faults: list[str] = []
    failures: list[Failure] = []
    for number, row in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in row):
            continue
        try:
            pattern, count = _row(row, header, columns)
        except ValueError as fault:
            faults.append(f"row {number}: {fault}")
            continue
        key = (
            " / ".join(row[i].strip() for i in columns.strata),
            row[columns.linkage].strip() if columns.linkage is not None else "",
        )
        tally = tallies.setdefault(key, Counter())
        if any(pattern):
            tally[pattern] += count
        elif count:
            failures.append(_all_zero(where, number, count))
    if faults:
        raise RunError(where, _several(faults), "correct these rows: an estimate from the others would be wrong")
    if not tallies:
        raise RunError(where, "has a header but no rows", "give one row a capture pattern")
    tables = tuple(table_of(names, tally, stratum=key[0], linkage=key[1]) for key, tally in tallies.items())
    return Tables(tables, tuple(failures))


def parse_rosters(rosters: Sequence[tuple[str, str]], *, strata: Sequence[str] = ()) -> Tables:
    """Read two or more lists of linked people: (name of the list, CSV text with a column `person`).

    The same value of `person` on two lists is the same person. A person who stands twice on a list counts once.
    `strata` names columns, the same on all lists; where lists disagree on a person the first list decides.
    Raises RunError where a list lacks its column or has no people.
    """
    names = tuple(name for name, _ in rosters)
    if len(set(names)) < len(names):
        raise RunError(", ".join(names), "two lists have the same name", "rename one of the files")
    seen: dict[str, list[int]] = {}
    part: dict[str, str] = {}
    for position, (name, text) in enumerate(rosters):
        for person, stratum in _people(text, name, strata):
            seen.setdefault(person, [0] * len(names))[position] = 1
            part.setdefault(person, stratum)
    tallies: dict[str, Counter[tuple[int, ...]]] = {}
    for person, pattern in seen.items():
        tallies.setdefault(part[person], Counter())[tuple(pattern)] += 1
    return Tables(tuple(table_of(names, tally, stratum=key) for key, tally in tallies.items()), (), "lists")


def tally_memberships(memberships: Iterable[Iterable[str]]) -> Tables:
    """Count people by the lists they stand on: `memberships` names the lists of each person.

    People on no list are passed over. Raises RunError where fewer than two lists name somebody.
    """
    sets = [frozenset(lists) for lists in memberships]
    names = tuple(sorted(frozenset().union(*sets)))
    if len(names) < 2:
        what = f"has {len(names)} lists of persons; overlaps carry the answer"
        raise RunError("the case", what, "add at least two, better three lists with: habeas add-list CASE LIST")
    tally = Counter(tuple(int(name in lists) for name in names) for lists in sets if lists)
    return Tables((table_of(names, tally),), (), "register")


def _people(text: str, where: str, strata: Sequence[str]) -> list[tuple[str, str]]:
    rows = _rows(text, where)
    header = [name.strip().casefold() for name in rows[0]]
    column = next((header.index(name) for name in _PERSON_NAMES if name in header), None)
    if column is None:
        raise RunError(where, "has no column `person`", "link the lists first: the same person, the same value")
    places = []
    for name in strata:
        if name.casefold() not in header:
            raise RunError(where, f"has no column {name!r}", f"its columns are: {', '.join(rows[0])}")
        places.append(header.index(name.casefold()))
    people = []
    for row in rows[1:]:
        if len(row) > column and row[column].strip():
            stratum = " / ".join(row[i].strip() if i < len(row) else "" for i in places)
            people.append((row[column].strip(), stratum))
    if not people:
        raise RunError(where, "names nobody", "leave this list out")
    return people


def _rows(text: str, where: str) -> list[list[str]]:
    text = text.removeprefix("\ufeff")
    first = text.split("\n", 1)[0]
    delimiter = max((",", ";", "\t"), key=first.count)
    try:
        rows = [row for row in csv.reader(io.StringIO(text), delimiter=delimiter) if row]
    except csv.Error as fault:
        raise RunError(where, f"is not a CSV file ({fault})", "save it as CSV, UTF-8") from fault
    if not rows:
        raise RunError(where, "is empty", "give a header and one row a capture pattern")
    return rows


def _columns(
    header: list[str], rows: list[list[str]], where: str, strata: Sequence[str], linkage: str | None
) -> _Columns:
    lowered = [name.casefold() for name in header]
    if linkage is None and _LINKAGE_NAME in lowered and _LINKAGE_NAME not in {name.casefold() for name in strata}:
        linkage = _LINKAGE_NAME
    repeated = sorted({name for name in header if lowered.count(name.casefold()) > 1})
    if repeated:
        raise RunError(where, f"has two columns named {repeated[0]!r}", "give every list its own name")
    if any(not name for name in header):
        raise RunError(where, "has a column without a name", "name every list in the first row")
    found = {}
    for name in (*strata, *([linkage] if linkage else ())):
        if name.casefold() not in lowered:
            raise RunError(where, f"has no column {name!r}", f"its columns are: {', '.join(header)}")
        found[name] = lowered.index(name.casefold())
    taken = set(found.values())
    count = next((lowered.index(n) for n in _COUNT_NAMES if n in lowered and lowered.index(n) not in taken), None)
    lists = tuple(i for i in range(len(header)) if i not in taken and i != count)
    _refuse_other_columns(header, rows, where, lists)
    if not lists:
        raise RunError(where, "has no list columns", "give one 0/1 column a list and a last column `count`")
    if len(lists) == 1:
        raise RunError(
            where,
            f"has one list only ({header[lists[0]]})",
            "overlaps carry the answer: at least two lists, better three or more, are needed",
        )
    return _Columns(lists, count, tuple(found[name] for name in strata), found[linkage] if linkage else None)


def _refuse_other_columns(header: list[str], rows: list[list[str]], where: str, lists: tuple[int, ...]) -> None:
    """Say which column is not a list, where most of its values are neither 0 nor 1: a stray name, a count."""
    for i in lists:
        values = [row[i].strip().casefold() for row in rows if i < len(row) and row[i].strip()]
        odd = [value for value in values if value not in _YES | _NO]
        if values and len(odd) * 2 > len(values):
            numeric = all(value.lstrip("-").replace(".", "", 1).isdigit() for value in odd)
            remedy = "name the column of counts `count`" if numeric else f"name it with --stratum {header[i]}"
            raise RunError(where, f"column {header[i]!r} holds {odd[0]!r}, neither 0 nor 1", f"{remedy}, or remove it")


def _row(row: list[str], header: list[str], columns: _Columns) -> tuple[tuple[int, ...], int]:
    if len(row) != len(header):
        raise ValueError(f"has {len(row)} values under {len(header)} columns")
    pattern = []
    for i in columns.lists:
        value = row[i].strip().casefold()
        if value not in _YES | _NO:
            raise ValueError(f"column {header[i]!r} holds {row[i].strip()!r}, neither 0 nor 1")
        pattern.append(1 if value in _YES else 0)
    return tuple(pattern), _count(row[columns.people]) if columns.people is not None else 1


def _count(text: str) -> int:
    try:
        number = float(text.strip())
    except ValueError:
        raise ValueError(f"the count {text.strip()!r} is not a number") from None
    if not abs(number) < 2**53:
        raise ValueError(f"the count {text.strip()!r} is not a number of people")
    if number < 0:
        raise ValueError(f"the count {text.strip()} is negative")
    if number != int(number):
        raise ValueError(f"the count {text.strip()} is not a whole number of people")
    return int(number)


def _all_zero(where: str, number: int, count: int) -> Failure:
    return Failure(
        where=f"{where}, row {number}",
        what=f"{count} people on no list at all; they are what is to be estimated, and the row was left out",
        remedy="remove the row of zeros, or add the list these people stand on",
    )


def _several(faults: list[str]) -> str:
    shown = "; ".join(faults[:_MOST_FAULTS_SHOWN])
    more = len(faults) - _MOST_FAULTS_SHOWN
    return shown + (f"; and {more} more" if more > 0 else "")
