"""Search over the site without a server: an index cut into small script files, loaded as a reader types."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

import msgspec

from habeas.publish.pages.book import Book, Page, chunks
from habeas.publish.wording import capital, shorten

ENTRIES_PER_FILE = 400
FILE_BYTES = 150_000
DEEPEST = 3
_WORD = re.compile(r"\w+", re.UNICODE)


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """Something that can be found: a page, a report or a quoted sentence."""

    title: str
    href: str
    text: str


class Index(msgspec.Struct, frozen=True, kw_only=True):
    """The index as files (path -> text); a word lies in the file of its first `depth` characters."""

    depth: int
    files: dict[str, str]


def search(_: Book) -> tuple[Page, ...]:
    """Return the search page; the depth of the index is filled in when all pages are known."""
    page = Page(
        path="search.html",
        template="search.html",
        heading="Search",
        section="search.html",
        summary="Search reports, quoted sentences and pages.",
        more={"depth": 0},
    )
    return (page,)


def words(text: str) -> list[str]:
    """Return the words of a text as they are indexed: without case and accents, in any script."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return _WORD.findall("".join(c for c in plain if not unicodedata.combining(c)))


def shard(word: str, depth: int) -> str:
    """Return the name of the file that holds a word: its first characters as code points."""
    return "-".join(f"{ord(c):x}" for c in word[:depth])


def index_of(book: Book, pages: list[Page]) -> Index:
    """Return the index of a site: as few files as keep each of them light."""
    entries = list(_entries(book, pages))
    found: dict[str, list[int]] = {}
    for n, entry in enumerate(entries):
        for word in sorted(set(words(f"{entry.title} {entry.text}"))):
            found.setdefault(word, []).append(n)
    packed = {word: _packed(found[word]) for word in sorted(found)}
    made = {}
    for n, part in enumerate(chunks(entries, ENTRIES_PER_FILE)):
        rows = [[entry.title, entry.href, shorten(entry.text, 260)] for entry in part]
        made[f"search/entries-{n}.js"] = f"habeasEntries({n},{msgspec.json.encode(rows).decode()});\n"
    depth = 0
    while depth < DEEPEST and _heaviest(packed, depth) > FILE_BYTES:
        depth += 1
    for name, shard_words in _shards(packed, depth).items():
        made[f"search/w-{name}.js"] = f'habeasWords("{name}",{msgspec.json.encode(shard_words).decode()});\n'
    return Index(depth=depth, files=made)


def _shards(packed: dict[str, str], depth: int) -> dict[str, dict[str, str]]:
    made: dict[str, dict[str, str]] = {}
    for word, numbers in packed.items():
        made.setdefault(shard(word, depth), {})[word] = numbers
    return dict(sorted(made.items()))


def _heaviest(packed: dict[str, str], depth: int) -> int:
    parts = _shards(packed, depth).values()
    return max((sum(len(word) + len(numbers) + 6 for word, numbers in part.items()) for part in parts), default=0)


def _packed(numbers: list[int]) -> str:
    """Return ascending numbers as base-36 steps: half the size of plain lists."""
    digits, last, made = "0123456789abcdefghijklmnopqrstuvwxyz", 0, []
    for value in numbers:
        step, text = value - last, ""
        while True:
            step, rest = divmod(step, 36)
            text = digits[rest] + text
            if not step:
                break
        made.append(text)
        last = value
    return " ".join(made)


def _entries(book: Book, pages: list[Page]) -> Iterator[Entry]:
    for page in pages:
        if page.template != "document.html" and page.path != "search.html":
            yield Entry(title=page.heading, href=page.path, text=f"{page.standfirst} {page.summary}".strip())
    for document in book.record.documents:
        title = f"{capital(book.evidence.name(document.id))}: {book.evidence.title(document.id)}"
        href = book.document_path(document.id)
        yield Entry(title=title, href=href, text=book.evidence.byline(document.id))
        seen: set[str] = set()
        for claim in book.evidence.by_document.get(document.id, []):
            text = book.evidence.passage(claim).text
            if text not in seen:
                seen.add(text)
                yield Entry(title=title, href=f"{href}#q{claim.id}", text=text)
