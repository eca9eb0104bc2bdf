"""The PostgreSQL store: one schema a case, the same tables and guards as in SQLite."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final, Self

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from habeas.errors import LedgerError, MissingExtraError
from habeas.ledger import schema
from habeas.ledger.base import Clock, Salt, random_salt, utc_now
from habeas.ledger.sql import SqlLedger
from habeas.values.record import Failure

WAIT_SECONDS: Final = 20
_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,50}")
_ADDRESS: Final = "write it as postgresql://user@host/database"
_ELSEWHERE: Final = "take it out of the address and put it in ~/.pgpass or PGPASSWORD"
_REMEDY: Final = "restore a backup of the database"


class PostgresLedger(SqlLedger):
    """A ledger in one schema of a PostgreSQL database.

    Rows are read as of one moment (`REPEATABLE READ`); the writer holds an exclusive lock on the table of rows, so
    that the chain has one end. `url` is an address such as `postgresql://user@host/database`.
    """

    def __init__(self, url: str, name: str, *, clock: Clock = utc_now, salt: Salt = random_salt) -> None:
        """Open the ledger of the case `name`; raises LedgerError where there is none, or no server."""
        super().__init__(_engine(url, name), place=f"case {name}", clock=clock, salt=salt)
        with self.connected() as connection:
            if "entry" not in sa.inspect(connection).get_table_names(schema=_schema(name)):
                raise LedgerError(self.place, "no ledger of this name in the database", "create it with: habeas new")

    @classmethod
    def create(cls, url: str, name: str, version: str, *, clock: Clock = utc_now, salt: Salt = random_salt) -> Self:
        """Create an empty ledger in a new schema, at one stroke, and open it."""
        engine = _engine(url, name)
        try:
            with engine.begin() as connection:
                connection.execute(sa.schema.CreateSchema(_schema(name)))
                schema.metadata.create_all(connection)
                for statement in (*schema.VIEWS, *schema.POSTGRES_GUARDS):
                    connection.execute(sa.text(statement))
        except DBAPIError as problem:
            raise _translated(f"case {name}", problem) from problem
        finally:
            engine.dispose()
        return cls(url, name, clock=clock, salt=salt).start(version)

    def lock(self, connection: sa.Connection) -> None:
        """Keep other writers out until this transaction ends; readers go on."""
        connection.exec_driver_sql("LOCK TABLE entry IN EXCLUSIVE MODE")

    def forget(self) -> None:
        """Rewrite the table of contents, so that no dead row of it holds what was erased."""
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            try:
                connection.exec_driver_sql("VACUUM FULL body")
            except DBAPIError as problem:
                raise self.translated(problem) from problem

    def translated(self, problem: DBAPIError) -> LedgerError:
        """Return the server's error in words with a remedy."""
        return _translated(self.place, problem)

    def storage_faults(self) -> Iterator[Failure]:
        """Yield guards that were taken off or switched off, and contents without a row."""
        query = sa.text(
            "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "WHERE NOT t.tgisinternal AND t.tgenabled = 'O' AND c.relnamespace = current_schema()::regnamespace"
        )
        orphans = sa.select(schema.body.c.number).where(schema.body.c.number.not_in(sa.select(schema.entry.c.number)))
        with self.connected() as connection:
            found = {(name, table) for name, table in connection.execute(query)}
            loose = connection.execute(orphans).scalars().all()
        for name, table in sorted(_guards() - found):
            yield Failure(where=f"table {table}", what=f"its guard {name!r} was taken off", remedy=_REMEDY)
        for number in loose:
            yield Failure(where=f"entry {number}", what="content without a row", remedy=_REMEDY)


def _guards() -> set[tuple[str, str]]:
    """Return name and table of each guard, from the statements CREATE TRIGGER name ... ON table ... ."""
    statements = [statement.split() for statement in schema.POSTGRES_GUARDS]
    return {(words[2], words[words.index("ON") + 1]) for words in statements if words[1] == "TRIGGER"}


def _schema(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise LedgerError(f"case {name!r}", "cannot be a name in a database", "use a-z, 0-9 and _, a letter first")
    return f"habeas_{name}"


def _engine(url: str, name: str) -> sa.Engine:
    try:
        import psycopg  # noqa: F401 - only to say which extra is missing
    except ImportError as problem:
        raise MissingExtraError("a ledger on PostgreSQL", "postgres") from problem
    try:
        address = sa.make_url(url).set(drivername="postgresql+psycopg")
    except sa.exc.ArgumentError as problem:
        raise LedgerError(f"case {name}", "the address of its database is none", _ADDRESS) from problem
    if address.password:
        raise LedgerError(f"case {name}", "the address of its database has a password in it", _ELSEWHERE)
    options = f"-csearch_path={_schema(name)} -clock_timeout={WAIT_SECONDS}s"
    engine = sa.create_engine(address, isolation_level="REPEATABLE READ", connect_args={"options": options})

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: Any, _: object) -> None:
        connection.prepare_threshold = None  # poolers between us and the server may not keep prepared statements

    return engine


def _translated(place: str, problem: DBAPIError) -> LedgerError:
    said = str(problem.orig).strip().splitlines()[0] if str(problem.orig).strip() else type(problem.orig).__name__
    state = getattr(problem.orig, "sqlstate", None)
    if state == "55P03":
        return LedgerError(place, "another program is writing to this case", "wait until it has finished")
    if state == "42P06":
        return LedgerError(place, "exists already", "choose another name; nothing is ever overwritten")
    if state is None:
        return LedgerError(place, f"the server cannot be reached ({said})", "check the address and that it is running")
    return LedgerError(place, said, "check the database")
