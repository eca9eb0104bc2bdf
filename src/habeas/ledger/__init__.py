"""The append-only store of a case: port and SQLite."""
