"""Lists of persons that a case keeps: a version of a list with its rows, at one stroke."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import msgspec

from habeas.ledger.base import Ledger
from habeas.ledger.entry import Entry, NewEntry
from habeas.ledger.write import text_of
from habeas.values.roster import HeldList, RosterEntry


def list_key(held: HeldList) -> str:
    """Return the key of a version of a list: its name, its content, and what its columns were taken for."""
    columns = msgspec.json.encode(held.roster.columns).decode()
    parts = (held.name, held.roster.sha256, str(held.roster.sheet), columns)
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def append_list(ledger: Ledger, held: HeldList) -> bool:
    """Append a version of a list with its rows in one transaction; return whether it was new."""
    key = list_key(held)
    if ledger.find("list", key) is not None:
        return False
    head = msgspec.structs.replace(held, roster=msgspec.structs.replace(held.roster, entries=()))
    entries = [
        NewEntry(kind="list_entry", key=f"{key[:16]}/{index}", body=text_of(entry), target=-1)
        for index, entry in enumerate(held.roster.entries)
    ]
    ledger.append([NewEntry(kind="list", key=key, body=text_of(head)), *entries])
    return True


def held_lists(lists: Sequence[Entry], entries: Sequence[Entry]) -> tuple[HeldList, ...]:
    """Return the latest version of each list with the rows that were not erased, in the order of their names."""
    latest: dict[str, int] = {}
    heads: dict[int, HeldList] = {}
    for row in lists:
        heads[row.number] = msgspec.json.decode(row.body or "", type=HeldList)
        latest[heads[row.number].name] = row.number
    kept: dict[int, list[RosterEntry]] = {number: [] for number in latest.values()}
    for row in entries:
        if row.target in kept:
            kept[row.target].append(msgspec.json.decode(row.body or "", type=RosterEntry))
    return tuple(
        HeldList(name=name, roster=msgspec.structs.replace(heads[number].roster, entries=tuple(kept[number])))
        for name, number in sorted(latest.items())
    )
