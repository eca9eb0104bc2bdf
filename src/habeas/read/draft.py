"""What a reader of one format hands on: a document without its final id."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

import msgspec

from habeas.values.document import Document

# How heads of articles and lines of feeds call what a document has.
FIELDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "title": "title",
        "headline": "title",
        "published": "published",
        "date": "published",
        "outlet": "outlet",
        "publisher": "outlet",
        "url": "url",
        "link": "url",
        "lang": "lang",
        "language": "lang",
        "place": "place",
        "licence": "licence",
        "license": "licence",
    }
)
_SENTENCE_END: Final = re.compile(r"[.;:,…。։।]['\"”’»)]*$")
_BULLET: Final = re.compile(r"^\s*(?:[-*•–—]|\d+[.)])\s")
_MAX_HEADLINE: Final = 160


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """One text with the metadata its own format shows; `name` is the wish for its id.

    `doubt` is what a reader of the notes should know of its metadata, such as a date that could not be read.
    """

    name: str
    text: str
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: date | None = None
    lang: str | None = None
    place: str | None = None
    licence: str | None = None
    origin: str | None = None
    doubt: str | None = None

    def as_document(self, id_: str, lang: str | None, place: str | None) -> Document:
        """Return the document under its final id; `lang` and `place` fill what the format leaves open."""
        return Document(
            id=id_,
            text=self.text,
            title=self.title,
            outlet=self.outlet,
            url=self.url,
            published=self.published,
            lang=self.lang or lang,
            place=self.place or place,
            origin=self.origin,
            licence=self.licence,
        )


def headline(text: str) -> str | None:
    """Return the first line of a plain text where it looks like a headline: short, no full stop, text below it."""
    first, _, rest = text.lstrip().partition("\n")
    line = first.strip()
    if not rest.strip() or not 2 <= len(line) <= _MAX_HEADLINE or len(rest.strip()) < len(line):
        return None
    if _SENTENCE_END.search(line) or _BULLET.match(line) or not any(char.isalpha() for char in line):
        return None
    return line


def parse_day(text: str) -> date | None:
    """Return the day of an ISO 8601 date or time stamp ("2031-03-04", "2031-03-04T10:00Z"), else None."""
    found = re.match(r"\s*(\d{4}-\d{2}-\d{2})(?:$|[T\s])", text)
    if found is None:
        return None
    try:
        return date.fromisoformat(found[1])
    except ValueError:
        return None


def day_of_name(name: str) -> date | None:
    """Return the day that a file's name begins with ("2031-03-04 nine freed"), else None."""
    found = re.match(r"\d{4}-\d{2}-\d{2}(?!\d)", name)
    return parse_day(found[0]) if found else None
