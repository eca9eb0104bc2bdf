"""The stage's entry: paths in, documents and failures out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

import msgspec

from habeas.errors import ItemError, MissingExtraError
from habeas.read.archive import is_archive, read_archive
from habeas.read.decode import decode
from habeas.read.draft import Draft, day_of_name
from habeas.read.language import guess_language
from habeas.read.lines import read_array, read_lines
from habeas.read.markdown import read_markdown
from habeas.read.options import ReadOptions
from habeas.read.page import declared_encoding, looks_like_html, read_page
from habeas.read.plain import read_plain
from habeas.read.source import Source, sources, too_large
from habeas.values.document import Document
from habeas.values.record import Failure

Tell = Callable[[Failure], None]

_DEFAULTS: Final = ReadOptions()
_TEXT: Final = frozenset({".txt", ".text"})
_MARKDOWN: Final = frozenset({".md", ".markdown"})
_PAGE: Final = frozenset({".html", ".htm", ".xhtml"})
_LINES: Final = frozenset({".jsonl", ".ndjson"})
_TABLES: Final = frozenset({".csv", ".tsv", ".xlsx", ".xls", ".ods"})
_KNOWN: Final = _TEXT | _MARKDOWN | _PAGE | {".json"}
_DAY_IN_NAME: Final = re.compile(r"\d{4}-\d{2}-\d{2}(?!\d)")
_ARRAY: Final = re.compile(r"\s*\[\s*\{")
_WRITE_DAY: Final = "write it as YYYY-MM-DD"
_KINDS: Final = ".txt, .md, .html, .jsonl, .warc.gz"


def read(
    paths: Sequence[str | Path], options: ReadOptions = _DEFAULTS, *, tell: Tell | None = None
) -> Iterator[Document | Failure]:
    """Yield the documents in files, folders and standard input ("-"), in order, and a Failure for each bad item.

    Folders are read downwards in sorted order, hidden files skipped. A text that was read before with the same
    publisher, address and date is not yielded again. Ids are those the files give, else their names; where two
    documents would share one, the later gets the start of its content hash appended, so that an id does not
    depend on how many other files there are. `tell` hears of what is passed over without harm: repeated texts,
    guessed encodings, dates that cannot be read, tables found in a folder.
    """
    hear = tell or _ignore
    seen: set[str] = set()
    ids: set[str] = set()
    for source in sources(paths):
        if isinstance(source, Failure):
            yield source
            continue
        for item in _contained(source, options, hear):
            if isinstance(item, Failure):
                yield item
                continue
            document = _document(item, options, ids)
            key = document.identity
            if key in seen:
                hear(Failure(where=item.origin or source.origin, what="the same text was read before; skipped"))
                continue
            seen.add(key)
            ids.add(document.id)
            if item.doubt:
                hear(Failure(where=item.origin or source.origin, what=item.doubt, remedy=_WRITE_DAY))
            yield document


def _ignore(_: Failure) -> None:
    """Hear nothing."""


def _document(draft: Draft, options: ReadOptions, ids: set[str]) -> Document:
    lang = draft.lang or options.lang or guess_language(draft.text)
    document = draft.as_document(draft.name, lang, options.place)
    return document if draft.name not in ids else draft.as_document(document.longer_id, lang, options.place)


def _contained(source: Source, options: ReadOptions, hear: Tell) -> Iterator[Draft | Failure]:
    """Yield what one file holds; an error of the file becomes its last item."""
    try:
        for item in _drafts(source, options, hear):
            yield item if isinstance(item, Failure) else _with_origin(item, source)
    except (ItemError, MissingExtraError) as problem:  # a missing extra stops its own file, not the others
        yield Failure(where=problem.where, what=problem.what, remedy=problem.remedy)


def _with_origin(draft: Draft, source: Source) -> Draft:
    return msgspec.structs.replace(draft, origin=source.origin)


def _drafts(source: Source, options: ReadOptions, hear: Tell) -> Iterator[Draft | Failure]:
    suffix = source.path.suffix.lower()
    if suffix in _TABLES:
        what, remedy = "a table, not a report", "lists of persons are read by other commands"
        if source.named:
            raise ItemError(source.origin, what, remedy)
        hear(Failure(where=source.origin, what=what, remedy=remedy))
    elif is_archive(source.path.name):
        with source.opened() as stream:
            yield from read_archive(stream, source.origin, options, hear)
    elif suffix in _LINES or source.is_stdin:
        stem = "stdin" if source.is_stdin else source.path.stem
        with source.opened() as stream:
            if suffix in _LINES or stream.peek(64).lstrip(b" \t\r\n\xef\xbb\xbf").startswith(b"{"):
                yield from read_lines(stream, source.origin, stem, options)
            else:
                yield from _whole(stream.read(options.max_bytes + 1), source, options, hear)
    else:
        yield from _whole(source.read(options.max_bytes), source, options, hear)


def _whole(data: bytes, source: Source, options: ReadOptions, hear: Tell) -> Iterator[Draft | Failure]:
    """Yield what a file holds that is one text, or one JSON value."""
    if len(data) > options.max_bytes:
        raise too_large(source.origin, len(data), options.max_bytes)
    suffix, stem = source.path.suffix.lower(), "stdin" if source.is_stdin else source.path.stem
    is_page = suffix in _PAGE or (suffix not in _KNOWN and looks_like_html(data))
    found = decode(data, source.origin, declared_encoding(data) if is_page else None)
    if suffix not in _KNOWN and not source.named:
        raise ItemError(source.origin, f"not of a kind that is read ({_KINDS})", "rename it to .txt, or leave it out")
    if found.guessed:
        what = f"read as {found.encoding}, which is a guess"
        hear(Failure(where=source.origin, what=what, remedy="save it as UTF-8 to be sure"))
    if suffix == ".json" or (source.is_stdin and _ARRAY.match(found.text)):
        yield from read_array(found.text, source.origin, stem)
        return
    if is_page:
        draft = read_page(found.text, stem, source.origin)
    else:
        draft = read_markdown(found.text, stem) if suffix in _MARKDOWN else read_plain(found.text, stem)
    yield _dated_by_name(draft, stem)


def _dated_by_name(draft: Draft, stem: str) -> Draft:
    """Return a draft with the day that its file's name begins with, where the text gives none itself."""
    if draft.published is not None:
        return draft
    day = day_of_name(stem)
    looks_dated = _DAY_IN_NAME.match(stem)
    doubt = f"no such day as {looks_dated[0]}, with which its name begins" if looks_dated and day is None else None
    return msgspec.structs.replace(draft, published=day, doubt=draft.doubt or doubt)
