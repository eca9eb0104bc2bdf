"""Writing an output folder so that a reader never meets it half-written.

Everything is written to a hidden folder beside the target; then each top-level entry is moved into place by a rename.
Files of the user's own that lie in the target are left alone.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from habeas.errors import RunError


@contextmanager
def staged(out: Path) -> Iterator[Path]:
    """Give a new folder beside `out`; on success its entries replace those of the same name in `out`.

    On any error the folder is removed and `out` is as it was. Raises RunError where `out` is a file or its parent
    cannot be written.
    """
    if out.exists() and not out.is_dir():
        raise RunError(str(out), "is a file, and a folder is needed here", "name another folder")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        stage = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
    except OSError as problem:
        raise RunError(
            str(out), f"cannot be written: {problem.strerror}", "name a folder you may write to"
        ) from problem
    try:
        stage.chmod(0o755)
        yield stage
        _move(stage, out)
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _move(stage: Path, out: Path) -> None:
    if not out.exists():
        stage.rename(out)
        return
    for entry in sorted(stage.iterdir()):
        target = out / entry.name
        if target.is_dir() and not target.is_symlink():
            old = Path(tempfile.mkdtemp(prefix=f".{entry.name}.", dir=out))
            target.rename(old / "old")
            entry.rename(target)
            shutil.rmtree(old, ignore_errors=True)
        else:
            os.replace(entry, target)  # noqa: PTH105 - Path.replace is the same call; this names the atomic one


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all. Raises RunError where it cannot be written."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        with os.fdopen(handle, "wb") as out:
            out.write(content)
        part = Path(name)
        part.chmod(0o644)
        part.replace(path)
    except OSError as problem:
        raise RunError(str(path), f"cannot be written: {problem.strerror}", "name a file you may write to") from problem
