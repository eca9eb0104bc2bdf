"""What the SQL stores share: rows in and out through SQLAlchemy Core."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from habeas.errors import LedgerError
from habeas.ledger import schema
from habeas.ledger.base import Clock, Ledger, Salt, Transaction
from habeas.ledger.entry import Entry, Head, head_of

# Execution option of a connection whose transaction will write.
WRITING: Final = "habeas_writing"


class SqlLedger(Ledger):
    """A ledger on an SQL engine; a subclass opens the engine and knows its locks and its own checks."""

    def __init__(self, engine: sa.Engine, *, place: str, clock: Clock, salt: Salt) -> None:
        """Work on `engine`; `place` is how messages name the ledger."""
        super().__init__(clock=clock, salt=salt)
        self.engine = engine
        self.place = place

    def lock(self, connection: sa.Connection) -> None:
        """Make this transaction the only writing one, where its beginning (`WRITING`) does not do so."""

    @abstractmethod
    def translated(self, problem: DBAPIError) -> LedgerError:
        """Return the engine's error in words with a remedy."""

    @contextmanager
    def connected(self, *, writing: bool = False) -> Iterator[sa.Connection]:
        """Open a transaction; the engine's errors come out as LedgerError."""
        try:
            with self.engine.connect().execution_options(**{WRITING: writing}) as connection, connection.begin():
                yield connection
        except DBAPIError as problem:
            raise self.translated(problem) from problem
        except UnicodeDecodeError as problem:  # from the driver, where the names of the schema are damaged
            raise LedgerError(self.place, "is damaged", "restore a backup (habeas restore)") from problem

    @contextmanager
    def writing(self) -> Iterator[Transaction]:
        """Open the one writing transaction."""
        with self.connected(writing=True) as connection:
            self.lock(connection)
            transaction = _SqlTransaction(connection)
            yield transaction
            transaction.flush()

    def entries(self, *, until: str | None = None) -> Iterator[Entry]:
        """Yield the rows in order, as they were when the reading began."""
        table, body = schema.entry, schema.body
        query = (
            sa.select(table, body.c.salt, body.c.text.label("body"))
            .select_from(table.outerjoin(body, body.c.number == table.c.number))
            .order_by(table.c.number)
        )
        if until is not None:
            query = query.where(table.c.recorded_at <= until)
        with self.connected() as connection:
            for row in connection.execution_options(yield_per=2000).execute(query).mappings():
                yield _entry(row)

    def head(self) -> Head:
        """Return the end of the chain as the store noted it."""
        with self.connected() as connection:
            return _SqlTransaction(connection).head()

    def find(self, kind: str, key: str) -> int | None:
        """Return the number of the row of a kind and key, or None."""
        with self.connected() as connection:
            return _SqlTransaction(connection).find(kind, key)

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def _entry(row: sa.RowMapping) -> Entry:
    """Return a row as an entry; what damage has emptied or given another type becomes a blank, which `verify` names."""
    texts = {name: row[name] if isinstance(row[name], str) else "" for name in _TEXTS}
    number, target, salt, body = row["number"], row["target"], row["salt"], row["body"]
    return Entry(
        number=number if isinstance(number, int) else 0,
        target=target if isinstance(target, int) else None,
        salt=salt if isinstance(salt, str) else None,
        body=body if isinstance(body, str) else None,
        **texts,
    )


_TEXTS: Final = ("kind", "key", "recorded_at", "commitment", "previous", "hash")

# Built once: building a statement costs more than running it.
_FIND: Final = sa.select(schema.entry.c.number).where(
    schema.entry.c.kind == sa.bindparam("kind"), schema.entry.c.key == sa.bindparam("key")
)
_END: Final = sa.select(schema.head.c.number, schema.head.c.hash, schema.entry.c.recorded_at).select_from(
    schema.head.outerjoin(schema.entry, schema.entry.c.number == schema.head.c.number)
)


class _SqlTransaction:
    """Gathers rows and writes them together, when the transaction ends or a body is erased."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._head: Head | None = None
        self._pending: dict[tuple[str, str], Entry] = {}

    def head(self) -> Head:
        if self._head is None:
            row = self._connection.execute(_END).first()
            self._head = Head() if row is None else Head(number=row[0], hash=row[1], recorded_at=row[2] or "")
        return self._head

    def find(self, kind: str, key: str) -> int | None:
        waiting = self._pending.get((kind, key))
        if waiting is not None:
            return waiting.number
        return self._connection.execute(_FIND, {"kind": kind, "key": key}).scalar()

    def put(self, entry: Entry) -> None:
        self._pending[entry.kind, entry.key] = entry
        self._head = head_of(entry)

    def erase(self, number: int) -> None:
        self.flush()
        self._connection.execute(sa.delete(schema.body).where(schema.body.c.number == number))

    def flush(self) -> None:
        """Write the gathered rows, their bodies, and the end of the chain."""
        if not self._pending:
            return
        pending = list(self._pending.values())
        names = [column.name for column in schema.entry.columns]
        rows = [{name: getattr(entry, name) for name in names} for entry in pending]
        bodies = [{"number": entry.number, "salt": entry.salt, "text": entry.body} for entry in pending]
        self._connection.execute(sa.insert(schema.entry), rows)
        self._connection.execute(sa.insert(schema.body), bodies)
        end, first = self.head(), pending[0].number == 1
        values: dict[str, Any] = {"number": end.number, "hash": end.hash}
        statement = sa.insert(schema.head).values(one=1, **values) if first else sa.update(schema.head).values(**values)
        self._connection.execute(statement)
        self._pending.clear()
