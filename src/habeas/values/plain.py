"""Text as it may be shown: no character that steers a terminal, or that turns the text around it.

What comes from outside is made so where it becomes a value, the one door to pages, tables and terminals. Every such
character is replaced by one other, so that offsets into a text stay what they were. Marks of direction (U+200E,
U+200F, U+061C) and joiners, which right-to-left and Indic scripts are written with, stay; embeddings, isolates and
overrides, which reorder what stands beside them unless they are closed, become a space of no width: the
letters' own direction is enough.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from operator import attrgetter
from typing import Any, Final, NamedTuple

import msgspec

_UNSAFE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]|\r(?!\n)")
_SEEN, _SPACE, _UNSEEN = "\ufffd", " ", "\u200b"
_TABLE: Final = (
    dict.fromkeys((*range(0x09), *range(0x0E, 0x20), *range(0x7F, 0xA0)), _SEEN)
    | dict.fromkeys(map(ord, "\x0b\x0c\r"), _SPACE)
    | dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)), _UNSEEN)
)
_BREAKS: Final = str.maketrans("\r\n\t", "   ")


def plain(text: str) -> str:
    """Return a text without control characters, escape sequences' beginnings and controls of direction."""
    return text if text.isprintable() else _UNSAFE.sub(lambda found: _TABLE[ord(found[0])], text)


def plain_line(text: str) -> str:
    """Return a plain text on one line, as names are written."""
    return text if text.isprintable() else plain(text).translate(_BREAKS)


class Plain(msgspec.Struct, frozen=True, kw_only=True):
    """A value from outside, all of whose texts are plain: names on one line, what is quoted with its own lines."""

    def __post_init__(self) -> None:
        """Replace what no text may hold; msgspec calls it for every value made, decoded or changed."""
        texts, tables = _texts(type(self))
        if not "".join(filter(None, texts.of(self))).isprintable():
            for name in texts.names:
                value = getattr(self, name)
                if value is not None and not value.isprintable():
                    safe = plain(value) if name in _OF_LINES else plain_line(value)
                    msgspec.structs.force_setattr(self, name, safe)
        for name in tables:
            msgspec.structs.force_setattr(self, name, _all_plain(getattr(self, name)))


_OF_LINES: Final = frozenset({"text", "quote", "note", "what"})


class _Texts(NamedTuple):
    names: tuple[str, ...]
    of: Callable[[object], tuple[str | None, ...]]


@cache
def _texts(kind: type[Plain]) -> tuple[_Texts, tuple[str, ...]]:
    """Return the fields of a kind of value that are texts, and those that are rows and tables of texts."""
    told = {name: str(kind.__annotations__[name]) for name in kind.__struct_fields__}
    texts = tuple(name for name, told_as in told.items() if told_as in {"str", "str | None"})
    tables = tuple(name for name, told_as in told.items() if told_as in {"dict[str, str]", "tuple[str, ...]"})
    return _Texts(texts, attrgetter(*texts)), tables


def _all_plain(value: Any) -> Any:
    """Return a table or a row of texts with every text plain."""
    if isinstance(value, dict):
        return {plain_line(key): plain(item) for key, item in value.items()}
    return tuple(plain(item) for item in value)
