"""Markdown: front matter becomes metadata, syntax goes, the reading text stays."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from habeas.read.draft import Draft, headline, parse_day

if TYPE_CHECKING:
    from markdown_it.token import Token

_FENCE: Final = re.compile(r"\A(---|\+\+\+)[ \t]*\n(.*?)\n\1[ \t]*(?:\n|\Z)", re.DOTALL)
_YAML_LINE: Final = re.compile(r"^([A-Za-z][\w-]*)\s*:\s*(\S.*)$")
_FIELDS: Final = {
    "title": "title",
    "headline": "title",
    "date": "published",
    "published": "published",
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


def read_markdown(text: str, name: str) -> Draft:
    """Return the draft of a Markdown text; the title is the front matter's, else the first heading's."""
    fields, body = front_matter(text)
    plain, heading = _plain(body)
    return Draft(
        name=name,
        text=plain,
        title=fields.get("title") or heading or headline(plain),
        outlet=fields.get("outlet"),
        url=fields.get("url"),
        published=parse_day(fields.get("published", "")),
        lang=fields.get("lang"),
        place=fields.get("place"),
        licence=fields.get("licence"),
    )


def front_matter(text: str) -> tuple[dict[str, str], str]:
    """Return the known fields of a YAML (`---`) or TOML (`+++`) head and the text below it.

    Of YAML only `key: value` lines at the top level are read, which is what heads of articles hold.
    """
    found = _FENCE.match(text)
    if found is None:
        return {}, text
    pairs = list(_toml(found[2]) if found[1] == "+++" else _yaml(found[2]))
    if not pairs:  # a rule at the top of the text, not a head
        return {}, text
    fields: dict[str, str] = {}
    for key, value in pairs:
        field = _FIELDS.get(key.lower())
        if field and value:
            fields.setdefault(field, value)
    return fields, text[found.end() :]


def _yaml(head: str) -> Iterator[tuple[str, str]]:
    for line in head.splitlines():
        found = _YAML_LINE.match(line)
        if found:
            value = found[2].strip()
            quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "'\""
            yield found[1], value[1:-1] if quoted else value


def _toml(head: str) -> Iterator[tuple[str, str]]:
    import tomllib

    try:
        table = tomllib.loads(head)
    except tomllib.TOMLDecodeError:
        return
    for key, value in table.items():
        if isinstance(value, str | int):
            yield key, str(value)
        elif isinstance(value, datetime | date):
            yield key, value.isoformat()


def _plain(markdown: str) -> tuple[str, str | None]:
    """Return the reading text, one block a line with blank lines between paragraphs, and the first heading."""
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark").enable("table").parse(markdown)
    blocks: list[str] = []
    title = None
    marker = ""
    cells: list[str] = []
    for index, token in enumerate(tokens):
        match token.type:
            case "list_item_open":
                marker = f"{token.info}. " if token.info else "- "
            case "tr_open":
                cells = []
            case "tr_close":
                blocks.append(" | ".join(cells))
            case "fence" | "code_block":
                blocks.append(token.content.rstrip("\n"))
            case "inline":
                words = _inline(token)
                before = tokens[index - 1].type
                if before in {"td_open", "th_open"}:
                    cells.append(words)
                    continue
                if before == "heading_open" and title is None:
                    title = " ".join(words.split())
                blocks.append(marker + words)
                marker = ""
    return "\n\n".join(block for block in blocks if block.strip()) + "\n", title


def _inline(token: Token) -> str:
    """Return the words of one inline token: links by their text, images and HTML tags left out."""
    parts = []
    for child in token.children or []:
        if child.type in {"text", "code_inline"}:
            parts.append(child.content)
        elif child.type == "softbreak":
            parts.append(" ")
        elif child.type == "hardbreak":
            parts.append("\n")
    return "".join(parts)
