"""One row of the ledger, and the hash that ties it to the row before.

The hash of a row covers its number, kind, key, target, time and a commitment to its body: the hash of a random salt
and the body. The body itself is kept apart, so that it can be erased on request while the chain stays whole; the
salt goes with it, so that nobody can test a guess of what was erased against the commitment that remains.
"""

from __future__ import annotations

import hashlib
from typing import Final

import msgspec

KINDS: Final = (
    *("ledger", "run", "document", "extraction", "claim", "cue", "judgement", "estimate", "tombstone"),
    *("status_extraction", "status_claim", "list", "list_entry"),
)
NO_HASH: Final = "0" * 64


class NewEntry(msgspec.Struct, frozen=True, kw_only=True):
    """What a writer asks to append: `key` is unique within `kind`, `target` the number of the row it belongs to."""

    kind: str
    key: str
    body: str
    target: int | None = None


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One row: `body` and `salt` are None once erased; all hashes are hex SHA-256, `recorded_at` is UTC."""

    number: int
    kind: str
    key: str
    target: int | None
    recorded_at: str
    commitment: str
    previous: str
    hash: str
    salt: str | None
    body: str | None

    @property
    def name(self) -> str:
        """How a message names the row."""
        return f"entry {self.number} ({self.kind} {self.key[:16]})"


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """The end of the chain: the number and hash of the last row. Noted elsewhere, it anchors all rows before it."""

    number: int = 0
    hash: str = NO_HASH
    recorded_at: str = ""


def commit(salt: str, body: str) -> str:
    """Return the commitment to a body: the hash of salt, newline and body."""
    return hashlib.sha256(f"{salt}\n{body}".encode()).hexdigest()


def link(entry: Entry) -> str:
    """Return the hash a row must have: over the previous hash and the row's canonical bytes (a JSON array)."""
    row = (entry.number, entry.kind, entry.key, entry.target, entry.recorded_at, entry.commitment)
    return hashlib.sha256(entry.previous.encode() + b"\n" + msgspec.json.encode(row)).hexdigest()


def chain(new: NewEntry, head: Head, moment: str, salt: str) -> Entry:
    """Return `new` as the row after `head`; its time never lies before the head's, whatever the clock says."""
    entry = Entry(
        number=head.number + 1,
        kind=new.kind,
        key=new.key,
        target=new.target,
        recorded_at=max(moment, head.recorded_at),
        commitment=commit(salt, new.body),
        previous=head.hash,
        hash=NO_HASH,
        salt=salt,
        body=new.body,
    )
    return msgspec.structs.replace(entry, hash=link(entry))


def head_of(entry: Entry) -> Head:
    """Return the head of a chain that ends in `entry`."""
    return Head(number=entry.number, hash=entry.hash, recorded_at=entry.recorded_at)
