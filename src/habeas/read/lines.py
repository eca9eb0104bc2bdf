"""JSON Lines (and a JSON array) of documents."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import IO, Any, Final

import msgspec

from habeas.errors import ItemError
from habeas.read.draft import FIELDS, Draft, parse_day
from habeas.read.options import MEGABYTE, ReadOptions
from habeas.values.record import Failure

_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")
_EXAMPLE: Final = 'write one object a line, such as {"id": "a-1", "text": "..."}'


class _ClaimsFileError(ItemError):
    """The file holds claims, so no line of it will be a document."""


def read_lines(stream: IO[bytes], origin: str, stem: str, options: ReadOptions) -> Iterator[Draft | Failure]:
    """Yield a draft for each line of a `.jsonl` of documents, and a Failure for each line that is none.

    Lines are read one at a time, so the file may be of any size. A file of claims is told once and left.
    """
    bad = good = number = 0
    for number, line in enumerate(_bounded(stream, options.max_bytes), start=1):
        where = f"{origin}:{number}"
        if number == 1 and line is not None and line.startswith(_UTF16):
            yield Failure(where=origin, what="not in UTF-8, which JSON Lines must be", remedy="save it as UTF-8")
            return
        if line is not None and not line.strip(b" \t\r\n\xef\xbb\xbf"):
            continue
        try:
            yield _draft(_object(line, where, options), where, f"{stem}-{number}")
            good += 1
        except _ClaimsFileError as problem:
            yield Failure(where=origin, what=problem.what, remedy=problem.remedy)
            return
        except ItemError as problem:
            bad += 1
            if bad <= options.max_bad_lines:
                yield Failure(where=where, what=problem.what, remedy=problem.remedy)
    if bad > options.max_bad_lines:
        more = bad - options.max_bad_lines
        yield Failure(where=origin, what=f"{more:,} more lines are no documents", remedy=_EXAMPLE)
    if not good and not bad:
        yield Failure(where=origin, what="the file is empty", remedy=_EXAMPLE)


def read_array(text: str, origin: str, stem: str) -> Iterator[Draft | Failure]:
    """Yield a draft for each object of a `.json` file: one document, or an array of them."""
    try:
        found = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError) as problem:
        raise ItemError(origin, f"broken JSON ({problem})", "mend it, or save the text as .txt") from problem
    items = found if isinstance(found, list) else [found]
    if not items:
        raise ItemError(origin, "holds no documents", _EXAMPLE)
    for number, item in enumerate(items, start=1):
        where = f"{origin}:item {number}" if isinstance(found, list) else origin
        try:
            yield _draft(_checked(item, where), where, f"{stem}-{number}" if isinstance(found, list) else stem)
        except _ClaimsFileError as problem:
            yield Failure(where=origin, what=problem.what, remedy=problem.remedy)
            return
        except ItemError as problem:
            yield Failure(where=problem.where, what=problem.what, remedy=problem.remedy)


def _bounded(stream: IO[bytes], limit: int) -> Iterator[bytes | None]:
    """Yield lines; None stands for one above `limit`, whose rest is skipped without being kept."""
    while line := stream.readline(limit + 1):
        if len(line) <= limit:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(limit)
        yield None


def _object(line: bytes | None, where: str, options: ReadOptions) -> dict[str, Any]:
    if line is None:
        what = f"the line is too large for one document (more than {options.max_bytes / MEGABYTE:g} MB)"
        raise ItemError(where, what, "split it into several lines, one report each")
    try:
        line.decode("utf-8")
    except UnicodeDecodeError as problem:
        raise ItemError(where, f"not valid UTF-8 (byte {problem.start + 1})", "save the file as UTF-8") from problem
    try:
        found = msgspec.json.decode(line.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, RecursionError) as problem:
        raise ItemError(where, f"broken JSON ({problem})", f"mend the line; {_EXAMPLE}") from problem
    return _checked(found, where)


def _checked(found: object, where: str) -> dict[str, Any]:
    if not isinstance(found, dict):
        raise ItemError(where, "not a JSON object", _EXAMPLE)
    if "text" not in found:
        if "quote" in found and ("measure" in found or "doc" in found):
            what = "holds claims, not documents"
            raise _ClaimsFileError(where, what, "pass it to `habeas reconcile`, and its documents to this command")
        raise ItemError(where, "has no `text` field", _EXAMPLE)
    return found


def _draft(found: dict[str, Any], where: str, name: str) -> Draft:
    text = found["text"]
    if not isinstance(text, str) or not text.strip():
        what = "`text` is empty" if text in ("", None) or isinstance(text, str) else "`text` is not a string"
        raise ItemError(where, what, "put the report's text in it, or leave the line out")
    given = found.get("id")
    if isinstance(given, int) and not isinstance(given, bool):
        given = str(given)
    if given is not None and not isinstance(given, str):
        raise ItemError(where, "`id` is neither a string nor a number", "write it as a short string")
    fields: dict[str, str] = {}
    for key, field in FIELDS.items():
        if field == "published" or (key != field and not isinstance(found.get(key), str)):
            continue  # a feed's own structure under another word ("publisher": {...}) is no fault
        if value := _string(found, key, where):
            fields.setdefault(field, value)
    return Draft(name=(given or "").strip() or name, text=text, published=_day(found, where), **fields)


def _string(found: dict[str, Any], key: str, where: str) -> str | None:
    value = found.get(key)
    if value is not None and not isinstance(value, str):
        raise ItemError(where, f"`{key}` is not a string", "write it as a string, or null")
    return value or None


def _day(found: dict[str, Any], where: str) -> date | None:
    for key in (key for key, field in FIELDS.items() if field == "published"):
        value = found.get(key)
        if value is None or value == "":
            continue
        day = parse_day(value) if isinstance(value, str) else None
        if day is None:
            raise ItemError(where, f"`{key}` is not a date: {value!r:.40}", "write it as YYYY-MM-DD, or null")
        return day
    return None
