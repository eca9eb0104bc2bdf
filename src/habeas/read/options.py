"""What a user may set for reading."""

from __future__ import annotations

from typing import Final

import msgspec

MEGABYTE: Final = 1_000_000


class ReadOptions(msgspec.Struct, frozen=True, kw_only=True):
    """Settings of the stage `read`.

    `max_bytes` limits one document (a file, a page, or one line of a `.jsonl`): reports are far below it, and
    parsing time grows with it. `max_bad_lines` is how many bad lines of one `.jsonl` are told one by one; the rest
    is summed up in one line. `lang` and `place` are given to documents that state none; without `lang`, the
    language is guessed from the text.
    """

    max_bytes: int = 10 * MEGABYTE
    max_bad_lines: int = 20
    lang: str | None = None
    place: str | None = None
