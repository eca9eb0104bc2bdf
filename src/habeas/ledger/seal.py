"""The seal of a ledger's file: its hash as the last writer left it.

The chain covers every record. A file holds other bytes, too: headers, free space, order of pages. The seal covers
those: it is written when a writer closes the file, and holds as long as the head is the one it names. A seal older
than the head (the writer was killed) says nothing and is passed over. It guards against accidents and clumsy hands;
records do not rest on it.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import msgspec


class Seal(msgspec.Struct, frozen=True, kw_only=True):
    """Head, size in bytes and SHA-256 of a ledger's file at the moment its last writer closed it."""

    head: str
    size: int
    sha256: str


def seal_path(ledger: Path) -> Path:
    """Return where the seal of a ledger stands."""
    return ledger.with_suffix(".seal")


def is_settled(ledger: Path) -> bool:
    """Return whether the file is complete in itself: nothing waits in a write-ahead log beside it."""
    log = ledger.with_name(ledger.name + "-wal")
    return not log.exists() or log.stat().st_size == 0


def write_seal(ledger: Path, head: str) -> None:
    """Write the seal of a settled ledger, replacing the one before at one stroke."""
    target = seal_path(ledger)
    work = target.with_name(f"{target.name}.{os.getpid()}")
    work.write_bytes(msgspec.json.encode(_measure(ledger, head)))
    work.replace(target)


def seal_problem(ledger: Path, head: str, is_known: Callable[[str], bool]) -> str | None:
    """Return what is wrong with a ledger's file or its seal, or None; also where there is no seal, or an older one.

    `is_known` tells whether a hash is that of a row: a seal of no row's hash was altered.
    """
    try:
        seal = msgspec.json.decode(seal_path(ledger).read_bytes(), type=Seal)
    except FileNotFoundError:
        return None
    except (msgspec.DecodeError, UnicodeDecodeError):
        return "its seal was altered"
    if seal.head != head:
        return None if is_known(seal.head) else "its seal was altered"
    if is_settled(ledger) and seal != _measure(ledger, head):
        return "bytes outside the records differ from when it was last written"
    return None


def _measure(ledger: Path, head: str) -> Seal:
    with ledger.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return Seal(head=head, size=ledger.stat().st_size, sha256=digest)
