"""Markdown: front matter becomes metadata, syntax goes, the reading text stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from habeas.read.draft import Draft, headline
from habeas.read.head import described, front_matter

if TYPE_CHECKING:
    from markdown_it.token import Token


def read_markdown(text: str, name: str) -> Draft:
    """Return the draft of a Markdown text; the title is the front matter's, else the first heading's."""
    fields, body = front_matter(text)
    plain, heading = _plain(body)
    return described(fields, Draft(name=name, text=plain, title=heading or headline(plain)))


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
