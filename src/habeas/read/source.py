"""The operating system's border: paths become files, and files become bytes, with every refusal in words."""

from __future__ import annotations

import errno
import io
import os
import stat
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import msgspec

from habeas.errors import ItemError
from habeas.read.options import MEGABYTE
from habeas.values.record import Failure

STDIN: Final = "-"

_OS_WORDS: Final = {
    errno.EACCES: ("not readable", "give yourself permission to read it, or leave it out"),
    errno.EPERM: ("not readable", "give yourself permission to read it, or leave it out"),
    errno.ENOENT: ("not found", "check the spelling of the path"),
    errno.ENOTDIR: ("not found", "check the spelling of the path"),
    errno.ELOOP: ("a link that leads back to itself", "remove the link"),
    errno.ENAMETOOLONG: ("the path is too long", "move it to a folder nearer the top"),
}


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """A file to read: where it lies, how it is named to the user, and whether it was named or found in a folder."""

    path: Path
    origin: str
    named: bool

    @property
    def is_stdin(self) -> bool:
        """Whether the bytes come from standard input."""
        return self.origin == STDIN

    @contextmanager
    def opened(self) -> Iterator[io.BufferedReader[Any]]:
        """Open the bytes for reading; raises ItemError in words where the system refuses, at any point."""
        try:
            if self.is_stdin:
                stream: io.BufferedReader[Any] = io.BufferedReader(sys.stdin.buffer)
                try:
                    yield stream
                finally:
                    stream.detach()  # standard input is not ours to close
            else:
                with self.path.open("rb") as opened:
                    yield opened
        except OSError as problem:
            raise os_error(self.origin, problem) from problem

    def read(self, limit: int) -> bytes:
        """Return all bytes; refuses more than `limit` without loading them."""
        if not self.is_stdin:
            try:
                size = self.path.stat().st_size
            except OSError as problem:
                raise os_error(self.origin, problem) from problem
            if size > limit:
                raise too_large(self.origin, size, limit)
        with self.opened() as stream:
            data = stream.read(limit + 1)
        if len(data) > limit:
            raise too_large(self.origin, len(data), limit)
        return data


def os_error(origin: str, problem: OSError) -> ItemError:
    """Return the system's refusal as an error that names the file and the remedy."""
    what, remedy = _OS_WORDS.get(
        problem.errno or 0, (problem.strerror or str(problem), "check the file and the disk it is on")
    )
    return ItemError(origin, what, remedy)


def too_large(origin: str, size: int, limit: int) -> ItemError:
    """Return the refusal of a document above the limit."""
    said = f"{size / MEGABYTE:,.0f} MB" if size > limit + 1 else f"more than {limit / MEGABYTE:,.0f} MB"
    return ItemError(
        origin,
        f"too large for one document ({said}, the limit is {limit / MEGABYTE:g} MB)",
        "split it into one file a report, or into a .jsonl with one report a line",
    )


def sources(paths: Sequence[str | Path]) -> Iterator[Source | Failure]:
    """Yield the files that `paths` name, folders in sorted order and downwards, hidden ones skipped.

    A folder that is reached twice (by a link, or named twice) is walked once. Whatever cannot be reached is a Failure.
    """
    walked: set[tuple[int, int]] = set()
    for given in paths:
        origin = str(given)
        if origin == STDIN:
            yield Source(path=Path(STDIN), origin=STDIN, named=True)
            continue
        path = Path(given)
        try:
            status = path.stat()
        except (OSError, ValueError) as problem:
            yield _unreachable(path, origin, problem)
            continue
        if stat.S_ISDIR(status.st_mode):
            yield from _folder(path, walked, named=True)
        else:
            yield Source(path=path, origin=origin, named=True)


def _unreachable(path: Path, origin: str, problem: OSError | ValueError) -> Failure:
    if not isinstance(problem, OSError):  # a NUL in the path
        return Failure(where=repr(origin), what="not a path", remedy="check its spelling")
    if problem.errno == errno.ENOENT and path.is_symlink():
        return Failure(where=origin, what="a link to a file that is not there", remedy="remove the link, or mend it")
    told = os_error(origin, problem)
    return Failure(where=told.where, what=told.what, remedy=told.remedy)


def _folder(folder: Path, walked: set[tuple[int, int]], *, named: bool) -> Iterator[Source | Failure]:
    """Walk one folder; an explicit stack of names keeps deep trees off Python's own stack."""
    pending = [folder]
    found = False
    while pending:
        path = pending.pop()
        try:
            status = path.stat()
        except OSError as problem:
            found = True
            yield _unreachable(path, str(path), problem)
            continue
        if not stat.S_ISDIR(status.st_mode):
            found = True
            yield _file(path, status.st_mode)
            continue
        if (status.st_dev, status.st_ino) in walked:
            found = True
            continue
        walked.add((status.st_dev, status.st_ino))
        try:
            names = sorted((entry.name for entry in os.scandir(path) if not entry.name.startswith(".")), reverse=True)
        except OSError as problem:
            found = True
            yield _unreachable(path, str(path), problem)
            continue
        pending.extend(path / name for name in names)
    if named and not found:
        yield Failure(where=str(folder), what="holds no files", remedy="name a folder with reports in it")


def _file(path: Path, mode: int) -> Source | Failure:
    if not stat.S_ISREG(mode):  # opening a pipe or a device that nobody feeds would wait for ever
        return Failure(where=str(path), what="not a regular file", remedy="leave it out")
    return Source(path=path, origin=str(path), named=False)
