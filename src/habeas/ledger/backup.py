"""A case in one file, and back: a ZIP of settings, ledger and a manifest that both are checked against."""

from __future__ import annotations

import hashlib
import os
import tempfile
import zipfile
import zlib
from pathlib import Path
from typing import IO, Final

import msgspec

from habeas.errors import LedgerError
from habeas.ledger.case import LEDGER, SETTINGS, new_folder, open_ledger
from habeas.ledger.entry import Head

MANIFEST: Final = "manifest.json"
_FORMAT: Final = "habeas backup 1"
# What zipfile raises on files that are no ZIP or not the one that was written.
_DAMAGE: Final = (zipfile.BadZipFile, zlib.error, KeyError, EOFError, RuntimeError, ValueError, OverflowError)
_MAX_MANIFEST: Final = 100_000
_CHUNK: Final = 1 << 20
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # the same case gives the same members, whenever it is packed


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """One file of a backup: its size in bytes and its SHA-256."""

    size: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a backup holds; `head` is the end of the ledger's chain."""

    format: str
    head: Head
    members: dict[str, Member]


def backup_case(folder: Path, file: Path) -> Head:
    """Pack a case into `file`, while others may go on writing, and return the head it was packed at.

    The packed copy is verified first. Raises LedgerError where it does not verify, or where `file` exists.
    """
    from habeas.ledger.sqlite import SqliteLedger

    if file.exists() or file.is_symlink():
        raise LedgerError(str(file), "exists already", "choose another name; nothing is ever overwritten")
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".habeas-backup-", dir=file.parent) as scratch:
        work = Path(scratch)
        ledger = open_ledger(folder)
        if not isinstance(ledger, SqliteLedger):
            ledger.close()
            raise LedgerError(str(folder), "is kept in a database", "back the database up with its own tools: pg_dump")
        ledger.copy_to(work / LEDGER)
        ledger.close()
        settings = (folder / SETTINGS).read_bytes()
        (work / SETTINGS).write_bytes(settings)
        copy = SqliteLedger(work / LEDGER)
        fault = next(copy.verify(), None)
        head = copy.head()
        copy.close()
        _leave_wal(work / LEDGER)
        if fault is not None:
            raise LedgerError(str(folder), f"does not verify ({fault.where}: {fault.what})", "run: habeas verify CASE")
        members = {name: _member(work / name) for name in (SETTINGS, LEDGER)}
        packed = work / "packed"
        _pack(work, packed, Manifest(format=_FORMAT, head=head, members=members))
        packed.chmod(0o600)
        os.link(packed, file)  # unlike a rename, refuses to replace a file that came meanwhile
    return head


def restore_case(file: Path, folder: Path) -> Head:
    """Unpack a backup into a new case folder and return its head; nothing is left behind where it does not verify."""
    from habeas.ledger.sqlite import SqliteLedger

    with new_folder(folder) as work:
        try:
            with zipfile.ZipFile(file) as packed:
                manifest = _manifest(packed, file)
                for name, member in manifest.members.items():
                    with packed.open(name) as source:
                        _unpack(source, work / name, member, f"{file}:{name}")
        except _DAMAGE as problem:
            raise LedgerError(str(file), "is not a backup, or is damaged", "use another backup") from problem
        ledger = SqliteLedger(work / LEDGER)
        fault = next(ledger.verify(manifest.head.hash), None)
        head = ledger.head()
        ledger.seal_on_close()
        ledger.close()
        if fault is not None:
            raise LedgerError(str(file), f"does not verify ({fault.where}: {fault.what})", "use another backup")
    return head


def _leave_wal(path: Path) -> None:
    """Take a closed ledger out of write-ahead mode, so that its one file is complete."""
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")


def _member(path: Path) -> Member:
    with path.open("rb") as stream:
        return Member(size=path.stat().st_size, sha256=hashlib.file_digest(stream, "sha256").hexdigest())


def _pack(work: Path, target: Path, manifest: Manifest) -> None:
    with zipfile.ZipFile(target, "x", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(zipfile.ZipInfo(MANIFEST, _EPOCH), msgspec.json.format(msgspec.json.encode(manifest)))
        for name in manifest.members:
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            with (work / name).open("rb") as source, packed.open(info, "w", force_zip64=True) as sink:
                while chunk := source.read(_CHUNK):
                    sink.write(chunk)
    descriptor = os.open(target, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _manifest(packed: zipfile.ZipFile, file: Path) -> Manifest:
    with packed.open(MANIFEST) as stream:
        data = stream.read(_MAX_MANIFEST)
    try:
        manifest = msgspec.json.decode(data, type=Manifest)
    except msgspec.DecodeError as problem:
        raise LedgerError(str(file), "its manifest is damaged", "use another backup") from problem
    if manifest.format != _FORMAT:
        raise LedgerError(str(file), f"is of a kind not known here ({manifest.format!r:.60})", "update Habeas")
    if set(manifest.members) != {SETTINGS, LEDGER}:  # also keeps any other path out of the folder
        raise LedgerError(str(file), "does not hold what a backup holds", "use another backup")
    return manifest


def _unpack(source: IO[bytes], target: Path, member: Member, where: str) -> None:
    digest = hashlib.sha256()
    left = member.size
    with target.open("xb") as sink:
        # One byte beyond the stated size is enough to know that the file is another.
        while left >= 0 and (chunk := source.read(min(_CHUNK, left + 1))):
            left -= len(chunk)
            digest.update(chunk)
            sink.write(chunk)
    if left != 0 or digest.hexdigest() != member.sha256:
        raise LedgerError(where, "is not what was packed", "use another backup")
