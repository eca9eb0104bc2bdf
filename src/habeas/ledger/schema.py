"""Tables, views and guards, the same for SQLite and PostgreSQL; only the guards are spelt apart.

Layout 1. `entry` holds the rows, `body` their contents, `head` the end of the chain. Guards (triggers) refuse every
UPDATE and DELETE, except the erasure of a body whose tombstone stands. Views show one kind each.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Integer, MetaData, Table, Text, UniqueConstraint

from habeas.ledger.entry import KINDS

metadata: Final = MetaData()
_NUMBER: Final = BigInteger().with_variant(Integer(), "sqlite")

entry: Final = Table(
    "entry",
    metadata,
    Column("number", _NUMBER, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("target", _NUMBER, ForeignKey("entry.number")),
    Column("recorded_at", Text, nullable=False),
    Column("commitment", Text, nullable=False),
    Column("previous", Text, nullable=False),
    Column("hash", Text, nullable=False),
    UniqueConstraint("kind", "key"),
    sqlite_strict=True,
)

body: Final = Table(
    "body",
    metadata,
    Column("number", _NUMBER, ForeignKey("entry.number"), primary_key=True, autoincrement=False),
    Column("salt", Text, nullable=False),
    Column("text", Text, nullable=False),
    sqlite_strict=True,
)

head: Final = Table(
    "head",
    metadata,
    Column("one", Integer, CheckConstraint("one = 1"), primary_key=True, autoincrement=False),
    Column("number", _NUMBER, nullable=False),
    Column("hash", Text, nullable=False),
    sqlite_strict=True,
)

# Kinds that came after layout 1 have no view, so that ledgers made before are whole.
_UNSEEN: Final = frozenset({"ledger", "estimate", "status_extraction", "status_claim", "list", "list_entry"})

VIEWS: Final = tuple(
    f"CREATE VIEW {kind}s AS SELECT e.number, e.key, e.target, e.recorded_at, b.text AS json "  # noqa: S608 - our own names
    f"FROM entry e LEFT JOIN body b ON b.number = e.number WHERE e.kind = '{kind}'"
    for kind in KINDS
    if kind not in _UNSEEN
)

_REFUSALS: Final = (
    ("entry", "UPDATE", ""),
    ("entry", "DELETE", ""),
    ("body", "UPDATE", ""),
    (
        "body",
        "DELETE",
        "NOT EXISTS (SELECT 1 FROM entry WHERE kind = 'tombstone' AND target = OLD.number)",
    ),
    ("head", "DELETE", ""),
    ("head", "UPDATE", "NEW.number <= OLD.number"),
)

SQLITE_GUARDS: Final = tuple(
    f"CREATE TRIGGER refuse_{action.lower()}_{table} BEFORE {action} ON {table} "
    + (f"WHEN {when} " if when else "")
    + f"BEGIN SELECT RAISE(ABORT, 'a ledger is append-only: {action} on {table} refused'); END"
    for table, action, when in _REFUSALS
)

POSTGRES_GUARDS: Final = (
    "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'a ledger is append-only: % on % refused', TG_OP, TG_TABLE_NAME; END $$",
    "CREATE FUNCTION refuse_body() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN IF EXISTS (SELECT 1 FROM entry WHERE kind = 'tombstone' AND target = OLD.number) THEN RETURN OLD; "
    "END IF; RAISE EXCEPTION 'a ledger is append-only: % on % refused', TG_OP, TG_TABLE_NAME; END $$",
    "CREATE FUNCTION refuse_head() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN IF NEW.number > OLD.number THEN RETURN NEW; "
    "END IF; RAISE EXCEPTION 'a ledger is append-only: % on % refused', TG_OP, TG_TABLE_NAME; END $$",
    "CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON entry FOR EACH ROW EXECUTE FUNCTION refuse()",
    "CREATE TRIGGER refuse_update BEFORE UPDATE ON body FOR EACH ROW EXECUTE FUNCTION refuse()",
    "CREATE TRIGGER refuse_delete BEFORE DELETE ON body FOR EACH ROW EXECUTE FUNCTION refuse_body()",
    "CREATE TRIGGER refuse_update BEFORE UPDATE ON head FOR EACH ROW EXECUTE FUNCTION refuse_head()",
    "CREATE TRIGGER refuse_delete BEFORE DELETE ON head FOR EACH ROW EXECUTE FUNCTION refuse()",
    "CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON entry FOR EACH STATEMENT EXECUTE FUNCTION refuse()",
    "CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON body FOR EACH STATEMENT EXECUTE FUNCTION refuse()",
    "CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON head FOR EACH STATEMENT EXECUTE FUNCTION refuse()",
)
