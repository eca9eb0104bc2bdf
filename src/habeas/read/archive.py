"""Web archives (WARC, also gzip- or zstd-compressed) through fastwarc: each archived page that holds an article."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import IO, TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import msgspec

from habeas.errors import ItemError, MissingExtraError
from habeas.read.decode import decode
from habeas.read.draft import Draft
from habeas.read.options import ReadOptions
from habeas.read.page import declared_encoding, read_page
from habeas.values.record import Failure

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

_SLUG: Final = re.compile(r"[^\w.-]+")
_HTML: Final = ("text/html", "application/xhtml")


def is_archive(name: str) -> bool:
    """Return whether a file's name is that of a web archive."""
    return name.lower().endswith((".warc", ".warc.gz", ".warc.zst"))


def read_archive(
    stream: IO[bytes], origin: str, options: ReadOptions, tell: Callable[[Failure], None]
) -> Iterator[Draft | Failure]:
    """Yield a draft for each page of an archive that holds an article, in the archive's order.

    What a crawl holds besides articles (lists, menus, images) is normal: it is summed up in one note, not told page by
    page. A page above the limit is told.
    """
    passed = pages = 0
    try:
        for record in _records(stream):
            address = str(record.headers.get("WARC-Target-URI") or "")
            if not _is_page(record):
                continue
            pages += 1
            try:
                yield _draft(record, address, origin, options)
            except ItemError as problem:
                if "too large" in problem.what:
                    yield Failure(where=f"{origin}:{address}", what=problem.what, remedy=problem.remedy)
                passed += 1
    except (OSError, ValueError) as problem:
        what = f"the archive is damaged ({problem})"
        yield Failure(where=origin, what=what, remedy="fetch it again; what was read before this place is kept")
    if passed:
        what = f"{passed:,} of {pages:,} pages hold no article and were passed over"
        tell(Failure(where=origin, what=what))
    if not pages:
        yield Failure(where=origin, what="holds no web pages", remedy="name a WARC with responses in it")


def _records(stream: IO[bytes]) -> Iterator[Any]:
    try:
        from fastwarc.warc import ArchiveIterator, WarcRecordType
    except ImportError as problem:
        raise MissingExtraError("reading web archives", "warc") from problem
    yield from ArchiveIterator(stream, record_types=WarcRecordType.response, parse_http=True, auto_decode="all")


def _is_page(record: WarcRecord) -> bool:
    kind = (record.http_content_type or "").lower()
    status = record.http_headers.status_code if record.http_headers is not None else None
    return status == 200 and kind.startswith(_HTML)


def _draft(record: WarcRecord, address: str, origin: str, options: ReadOptions) -> Draft:
    where = f"{origin}:{address}"
    data = record.reader.read(options.max_bytes + 1)
    if len(data) > options.max_bytes:
        raise ItemError(where, "the page is too large for one document", "save its text as .txt")
    text = decode(data, where, record.http_charset or declared_encoding(data)).text
    draft = read_page(text, _name(address), where)
    return draft if draft.url else msgspec.structs.replace(draft, url=address or None)


def _name(address: str) -> str:
    """Return a readable id from an address: the last part of its path, else its host."""
    parts = urlsplit(address)
    last = [part for part in parts.path.split("/") if part]
    stem = re.sub(r"\.(?:html?|php|aspx?)$", "", last[-1]) if last else ""
    return _SLUG.sub("-", stem or parts.netloc).strip("-") or "page"
