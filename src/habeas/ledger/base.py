"""The port: what every store of a ledger does. Reading and writing are apart; nothing is ever changed.

A store keeps rows (`Entry`) in order and their bodies apart. It offers one writing transaction at a time, and any
number of readers that each see the rows of one moment. All else (the chain, times, what the rows mean) is the same
for every store and stands in this package's other modules.
"""

from __future__ import annotations

import secrets
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import Final, Protocol, Self, final

import msgspec

from habeas.ledger.entry import Entry, Head, NewEntry, chain, head_of
from habeas.ledger.verify import chain_faults
from habeas.values.record import Failure

Clock = Callable[[], datetime]
Salt = Callable[[], str]

SCHEMA: Final = 1


class Start(msgspec.Struct, frozen=True, kw_only=True):
    """The body of the first row: the layout of the ledger and the version that made it."""

    schema: int
    version: str


def utc_now() -> datetime:
    """Return the present moment: the default clock, replaced in tests."""
    return datetime.now(UTC)


def random_salt() -> str:
    """Return 128 random bits in hex: the default salt of a body's commitment."""
    return secrets.token_hex(16)


def moment_text(moment: datetime) -> str:
    """Return a moment as ledgers write it: UTC, microseconds, of one width, so that texts sort as times do."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class Transaction(Protocol):
    """One writing transaction: all of it is stored, or nothing."""

    def head(self) -> Head:
        """Return the end of the chain, this transaction's rows included."""
        ...

    def find(self, kind: str, key: str) -> int | None:
        """Return the number of the row of a kind and key, or None."""
        ...

    def put(self, entry: Entry) -> None:
        """Append a row and its body."""
        ...

    def erase(self, number: int) -> None:
        """Drop the body of a row; its tombstone has been put before."""
        ...


class Ledger(ABC):
    """An append-only store of a case's documents, claims, runs and judgements, tied by a hash chain."""

    def __init__(self, *, clock: Clock = utc_now, salt: Salt = random_salt) -> None:
        """Write rows with the times of `clock` and salts of `salt`."""
        self._clock = clock
        self._salt = salt

    @abstractmethod
    def writing(self) -> AbstractContextManager[Transaction]:
        """Open the one writing transaction; waits for another writer, raises LedgerError where that takes long."""

    @abstractmethod
    def entries(self, *, until: str | None = None) -> Iterator[Entry]:
        """Yield the rows in order, as one moment saw them; only those recorded up to `until`, where given."""

    @abstractmethod
    def head(self) -> Head:
        """Return the end of the chain as the store noted it."""

    @abstractmethod
    def find(self, kind: str, key: str) -> int | None:
        """Return the number of the row of a kind and key, or None."""

    @abstractmethod
    def storage_faults(self) -> Iterator[Failure]:
        """Yield what is wrong with the storage itself: broken pages, lost guards."""

    @abstractmethod
    def close(self) -> None:
        """Let go of files and connections."""

    @final
    def append(self, new: Sequence[NewEntry]) -> list[int]:
        """Append rows in one transaction and return their numbers; a row already there (kind, key) is not repeated.

        A row's `target` may be negative: -1 stands for the first row of this call, -2 for the second, and so on.
        """
        numbers: list[int] = []
        moment = moment_text(self._clock())
        with self.writing() as transaction:
            for item in new:
                there = transaction.find(item.kind, item.key)
                if there is not None:
                    numbers.append(there)
                    continue
                target = numbers[-item.target - 1] if item.target is not None and item.target < 0 else item.target
                settled = msgspec.structs.replace(item, target=target)
                entry = chain(settled, transaction.head(), moment, self._salt())
                transaction.put(entry)
                numbers.append(entry.number)
        return numbers

    @final
    def erase(self, numbers: Sequence[int], body: str) -> list[int]:
        """Erase the bodies of rows for good and put a tombstone (with `body`: who and why) for each, at one stroke."""
        stones: list[int] = []
        moment = moment_text(self._clock())
        with self.writing() as transaction:
            for number in numbers:
                if transaction.find("tombstone", str(number)) is not None:
                    continue
                new = NewEntry(kind="tombstone", key=str(number), target=number, body=body)
                entry = chain(new, transaction.head(), moment, self._salt())
                transaction.put(entry)
                transaction.erase(number)
                stones.append(entry.number)
        self.forget()
        return stones

    def forget(self) -> None:  # noqa: B027 - a store without leftovers has nothing to do
        """Make sure that what was erased is not left in logs or free pages; stores that keep such override it."""

    @final
    def start(self, version: str) -> Self:
        """Write the first row of a new ledger, where there is none."""
        if self.head().number == 0:
            body = msgspec.json.encode(Start(schema=SCHEMA, version=version)).decode()
            self.append([NewEntry(kind="ledger", key="start", body=body)])
        return self

    @final
    def verify(self, anchor: str | None = None) -> Iterator[Failure]:
        """Yield everything that was altered, is missing or out of place; nothing where the ledger is whole."""
        yield from self.storage_faults()
        yield from chain_faults(self.entries(), self.head, anchor)


def last_head(entries: Sequence[Entry]) -> Head:
    """Return the head of rows held in a list."""
    return head_of(entries[-1]) if entries else Head()
