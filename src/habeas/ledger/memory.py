"""A ledger in memory: for tests and for work that needs no case."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import msgspec

from habeas.ledger.base import Clock, Ledger, Salt, Transaction, last_head, random_salt, utc_now
from habeas.ledger.entry import Entry, Head
from habeas.values.record import Failure


class MemoryLedger(Ledger):
    """Rows in a list; a transaction works on a copy that replaces the list when it ends well."""

    def __init__(self, *, clock: Clock = utc_now, salt: Salt = random_salt) -> None:
        super().__init__(clock=clock, salt=salt)
        self._rows: list[Entry] = []

    @contextmanager
    def writing(self) -> Iterator[Transaction]:
        """Open the writing transaction on a copy of the rows."""
        work = _Work(list(self._rows))
        yield work
        self._rows = work.rows

    def entries(self, *, until: str | None = None) -> Iterator[Entry]:
        """Yield the rows as they were when the iteration began."""
        return iter([row for row in self._rows if until is None or row.recorded_at <= until])

    def head(self) -> Head:
        """Return the end of the chain."""
        return last_head(self._rows)

    def find(self, kind: str, key: str) -> int | None:
        """Return the number of the row of a kind and key, or None."""
        return _Work(self._rows).find(kind, key)

    def storage_faults(self) -> Iterator[Failure]:
        """Yield nothing: memory has no storage of its own to check."""
        return iter(())

    def close(self) -> None:
        """Let go of nothing."""


class _Work:
    def __init__(self, rows: list[Entry]) -> None:
        self.rows = rows

    def head(self) -> Head:
        return last_head(self.rows)

    def find(self, kind: str, key: str) -> int | None:
        return next((row.number for row in self.rows if (row.kind, row.key) == (kind, key)), None)

    def put(self, entry: Entry) -> None:
        self.rows.append(entry)

    def erase(self, number: int) -> None:
        self.rows[number - 1] = msgspec.structs.replace(self.rows[number - 1], body=None, salt=None)
