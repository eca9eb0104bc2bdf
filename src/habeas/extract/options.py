"""Options of the stage `extract`."""

from __future__ import annotations

from typing import Final

import msgspec

ENGINES: Final = ("rules", "llm", "both")


class ExtractOptions(msgspec.Struct, frozen=True, kw_only=True):
    """How claims are read out of documents.

    `engine` is one of `ENGINES`. Claims whose calibrated confidence is below `min_confidence` are dropped.
    `batch` is the number of documents that are parsed together; it changes speed and memory, never results.
    """

    engine: str = "rules"
    min_confidence: float = 0.0
    batch: int = 64
