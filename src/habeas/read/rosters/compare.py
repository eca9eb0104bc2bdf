"""Two versions of one list: who was added, who was removed, and what changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from habeas.values.roster import Roster, RosterChange, RosterEntry

Key = Callable[[RosterEntry], str | None]


def compare(old: Roster, new: Roster) -> tuple[RosterChange, ...]:
    """Return the changes from `old` to `new`: removed rows in the old order, then changed and added in the new one.

    Rows are matched by the list's own number where both versions give one to every row and none twice; else by the
    name, with the birth date where both have it. Of several rows of one key, the first are matched with the first.
    """
    key = _number if _numbered(old) and _numbered(new) and _numbers_stay(old, new) else _person
    waiting: dict[str, list[RosterEntry]] = defaultdict(list)
    for entry in old.entries:
        waiting[key(entry)].append(entry)
    later: list[RosterChange] = []
    for entry in new.entries:
        before = waiting[key(entry)].pop(0) if waiting.get(key(entry)) else None
        if before is None:
            later.append(RosterChange(kind="added", name=entry.name, new_row=entry.row))
            continue
        fields = _difference(before, entry)
        if fields:
            change = RosterChange(kind="changed", name=entry.name, old_row=before.row, new_row=entry.row, fields=fields)
            later.append(change)
    left = {id(entry) for entries in waiting.values() for entry in entries}
    removed = (entry for entry in old.entries if id(entry) in left)
    return (*(RosterChange(kind="removed", name=e.name, old_row=e.row) for e in removed), *later)


def _number(entry: RosterEntry) -> str:
    return entry.texts.get("number", "")


def _person(entry: RosterEntry) -> str:
    words = " ".join(sorted(entry.name.casefold().replace(",", " ").split()))
    birth = entry.dates.get("birth")
    return f"{words}|{birth.low.isoformat() if birth else ''}"


def _numbered(roster: Roster) -> bool:
    numbers = [_number(entry) for entry in roster.entries]
    return bool(numbers) and all(numbers) and len(set(numbers)) == len(numbers)


def _numbers_stay(old: Roster, new: Roster) -> bool:
    """Return whether a number means the same person in both: running numbers are given anew in each version."""
    before = {_number(entry): _person(entry) for entry in old.entries}
    shared = [entry for entry in new.entries if _number(entry) in before]
    same = sum(before[_number(entry)] == _person(entry) for entry in shared)
    return bool(shared) and same * 2 >= len(shared)


def _difference(old: RosterEntry, new: RosterEntry) -> dict[str, tuple[str, str]]:
    headers = list(dict.fromkeys((*old.cells, *new.cells)))
    pairs = {header: (old.cells.get(header, ""), new.cells.get(header, "")) for header in headers}
    return {header: pair for header, pair in pairs.items() if pair[0] != pair[1]}
