"""Doubles that ship, so that tests of programs on top of Habeas need no patching either.

The store for tests is `habeas.ledger.memory.MemoryLedger`, a full ledger in memory.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count


class SteppingClock:
    """A clock for ledgers that starts where a test says and moves on by one second at each reading."""

    def __init__(self, start: datetime = datetime(2031, 3, 4, 12, tzinfo=UTC)) -> None:
        """Begin at `start`; `now` is the last moment given, and may be set."""
        self.now = start

    def __call__(self) -> datetime:
        """Return the next moment."""
        self.now += timedelta(seconds=1)
        return self.now


def counted_salts() -> Callable[[], str]:
    """Return a source of salts that counts, so that two ledgers of the same rows have the same hashes."""
    numbers = count(1)
    return lambda: f"{next(numbers):032x}"
