"""Keeps a model's answers by the content of the question: the same question is asked, and paid for, once."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

import msgspec


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """One answer as it is kept."""

    content: str


class Cache:
    """A folder of answers, each in a file named by the SHA-256 of its question.

    A file that cannot be read or is damaged counts as absent; files are put in place whole, so that runs side by
    side never see half an answer.
    """

    def __init__(self, folder: str) -> None:
        self._folder = Path(folder)

    def get(self, key: str) -> str | None:
        """Return the answer kept under a key, or None."""
        try:
            return msgspec.json.decode(self._path(key).read_bytes(), type=Kept).content
        except (OSError, msgspec.DecodeError):
            return None

    def put(self, key: str, content: str) -> None:
        """Keep an answer. A folder that cannot be written to keeps nothing; the run goes on."""
        path = self._path(key)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
            with os.fdopen(handle, "wb") as file:
                file.write(msgspec.json.encode(Kept(content=content)))
            Path(name).replace(path)
        except OSError:
            return

    def _path(self, key: str) -> Path:
        return self._folder / key[:2] / f"{key}.json"


def key_of(*parts: object) -> str:
    """Return the key of a question: everything that the answer depends on goes into it."""
    return hashlib.sha256(msgspec.json.encode(parts)).hexdigest()
