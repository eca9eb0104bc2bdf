"""The SQLite store: one file, write-ahead log, one writer, many readers."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final, Self
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from habeas.errors import LedgerError
from habeas.ledger import schema
from habeas.ledger.base import Clock, Salt, Transaction, random_salt, utc_now
from habeas.ledger.seal import is_settled, seal_problem, write_seal
from habeas.ledger.sql import WRITING, SqlLedger
from habeas.values.record import Failure

# "HABE" in the file's header: tells a ledger from any other SQLite file, also to the program `file`.
APPLICATION_ID: Final = 0x48414245
WAIT_SECONDS: Final = 20.0
_REMEDY: Final = "restore a backup (habeas restore)"


class SqliteLedger(SqlLedger):
    """A ledger in one SQLite file.

    Durability is full (`synchronous=FULL`): what a finished `append` wrote survives a power cut. Erased content is
    overwritten (`secure_delete`) and the write-ahead log is emptied after an erasure.
    """

    def __init__(
        self,
        path: Path,
        *,
        clock: Clock = utc_now,
        salt: Salt = random_salt,
        wait_seconds: float = WAIT_SECONDS,
    ) -> None:
        """Open the ledger at `path`; raises LedgerError where there is none or it is not a ledger."""
        if not path.is_file():
            raise LedgerError(str(path), "no ledger here", "create a case with: habeas new CASE")
        engine = _engine(path, wait_seconds)
        super().__init__(engine, place=str(path), clock=clock, salt=salt)
        self._path = path
        self._wrote = False
        with self.connected() as connection:
            if connection.exec_driver_sql("PRAGMA application_id").scalar() != APPLICATION_ID:
                self.engine.dispose()
                raise LedgerError(str(path), "an SQLite file, but no ledger", "name a case created by: habeas new CASE")

    @classmethod
    def create(cls, path: Path, version: str, *, clock: Clock = utc_now, salt: Salt = random_salt) -> Self:
        """Create an empty ledger at `path`, where nothing may be yet, and open it."""
        path.touch(exist_ok=False)
        engine = _engine(path, WAIT_SECONDS)
        with engine.connect().execution_options(**{WRITING: True}) as connection, connection.begin():
            schema.metadata.create_all(connection)
            for statement in (*schema.VIEWS, *schema.SQLITE_GUARDS):
                connection.exec_driver_sql(statement)
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        engine.dispose()
        ledger = cls(path, clock=clock, salt=salt)
        return ledger.start(version)

    def translated(self, problem: DBAPIError) -> LedgerError:
        """Return SQLite's error in words with a remedy."""
        said = str(problem.orig)
        if "locked" in said or "busy" in said:
            return LedgerError(self.place, "another program is writing to this case", "wait until it has finished")
        if "readonly" in said or "unable to open" in said:
            return LedgerError(self.place, "cannot be written", "check the permissions of the file and its folder")
        if "full" in said:
            return LedgerError(self.place, "the disk is full", "free some space; nothing was half-written")
        if isinstance(problem.orig, sqlite3.DatabaseError) and ("malformed" in said or "not a database" in said):
            return LedgerError(self.place, f"is damaged ({said})", "restore a backup (habeas restore)")
        return LedgerError(self.place, said, "run: habeas verify CASE")

    def storage_faults(self) -> Iterator[Failure]:
        """Yield broken pages, broken references, guards that were taken off, and bytes changed outside the records."""
        pages = list(self._page_faults())
        yield from pages
        yield from self._guard_faults()
        problem = None if pages else seal_problem(self._path, self.head().hash, self._is_hash_of_a_row)
        if problem:
            yield Failure(where=self.place, what=problem, remedy="restore a backup to be sure (habeas restore)")

    def _is_hash_of_a_row(self, text: str) -> bool:
        query = sa.select(schema.entry.c.number).where(schema.entry.c.hash == text)
        with self.connected() as connection:
            return connection.execute(query).first() is not None

    def _page_faults(self) -> Iterator[Failure]:
        with self.connected() as connection:
            pages = connection.exec_driver_sql("PRAGMA integrity_check(20)").scalars().all()
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
            orphans = connection.exec_driver_sql(
                "SELECT number FROM body WHERE number NOT IN (SELECT number FROM entry)"
            )
            loose = orphans.scalars().all()
        for said in pages:
            if said != "ok":
                yield Failure(where=self.place, what=f"damaged storage: {' '.join(said.split())}", remedy=_REMEDY)
        for row in broken:
            yield Failure(where=f"{row[0]} {row[1]}", what=f"refers to a missing row of {row[2]}", remedy=_REMEDY)
        for number in loose:
            yield Failure(where=f"entry {number}", what="content without a row", remedy=_REMEDY)

    def _guard_faults(self) -> Iterator[Failure]:
        with self.connected() as connection:
            found = _statements(connection)
        for name, statement in _expected().items():
            if found.pop(name, None) != statement:
                yield Failure(where=self.place, what=f"{name!r} is missing or was altered", remedy=_REMEDY)
        for name in sorted(found):
            yield Failure(where=self.place, what=f"{name!r} does not belong to a ledger", remedy=_REMEDY)

    @contextmanager
    def writing(self) -> Iterator[Transaction]:
        """Open the one writing transaction; the file is sealed when the ledger is closed."""
        with super().writing() as transaction:
            yield transaction
        self._wrote = True  # only what was written is sealed: a folder that refused the one refuses the other

    def close(self) -> None:
        """Close the file and, after writing, seal it, unless another program still works on it."""
        head = self.head().hash if self._wrote else ""
        super().close()
        if self._wrote and is_settled(self._path):
            write_seal(self._path, head)
        self._wrote = False

    def seal_on_close(self) -> None:
        """Have the file sealed when the ledger is closed, though nothing was written: after it was restored."""
        self._wrote = True

    def forget(self) -> None:
        """Empty the write-ahead log, which may still hold what was erased."""
        with self._raw() as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def copy_to(self, path: Path) -> None:
        """Copy the ledger, as one moment sees it, into a new file, while others may go on writing."""
        with self._raw() as source, closing(sqlite3.connect(path)) as target:
            source.backup(target)
            target.execute("PRAGMA journal_mode = DELETE")  # one file, complete in itself

    @contextmanager
    def _raw(self) -> Iterator[sqlite3.Connection]:
        """Lend the driver's connection outside any transaction."""
        pooled = self.engine.raw_connection()
        try:
            connection = pooled.driver_connection
            assert isinstance(connection, sqlite3.Connection)  # noqa: S101 - this engine has no other driver
            yield connection
        finally:
            pooled.close()


def _engine(path: Path, wait_seconds: float) -> sa.Engine:
    frozen = _is_frozen(path)
    # An immutable file needs no log and no lock beside it, so that copies on read-only media can be read.
    address = f"file:{quote(str(path.resolve()))}" + ("?mode=ro&immutable=1" if frozen else "?mode=rw")

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(address, uri=True, timeout=wait_seconds, check_same_thread=False)

    engine = sa.create_engine("sqlite://", creator=connect, poolclass=sa.QueuePool)
    pragmas = ["foreign_keys = ON", "secure_delete = ON", "trusted_schema = OFF"]
    if not frozen:
        pragmas += ["journal_mode = WAL", "synchronous = FULL"]

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: Any, _: object) -> None:
        connection.isolation_level = None  # transactions are begun below, not guessed by the driver
        # A damaged text must reach `verify`, which names its row, rather than stop the reading.
        connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get(WRITING) else "BEGIN")

    return engine


def _is_frozen(path: Path) -> bool:
    """Return whether nobody can write here now: the file or its folder is read-only, and no log waits beside it."""
    return is_settled(path) and not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK))


def _statements(connection: sa.Connection) -> dict[str, str]:
    rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").all()
    return {str(name): str(statement) for name, statement in rows}


def _expected() -> dict[str, str]:
    """Return name and statement of every table, view and guard of a ledger, as SQLite writes them down."""
    engine = sa.create_engine("sqlite://")
    with engine.connect() as connection:
        schema.metadata.create_all(connection)
        for statement in (*schema.VIEWS, *schema.SQLITE_GUARDS):
            connection.exec_driver_sql(statement)
        found = _statements(connection)
    engine.dispose()
    return found
