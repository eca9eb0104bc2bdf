"""The data behind a publication: claims as JSON Lines, the history as JSON."""

from __future__ import annotations

import msgspec

from habeas.values.record import Record


def claims_lines(record: Record) -> bytes:
    """Return every claim with its id, one JSON object a line."""
    lines = (msgspec.json.encode(claim.with_id()) for claim in record.claims)
    return b"".join(line + b"\n" for line in lines)


def history_json(record: Record) -> bytes:
    """Return the reconciliation as indented JSON, with the fields of `habeas reconcile --format json`."""
    return msgspec.json.format(msgspec.json.encode(record.reconciliation), indent=1) + b"\n"
