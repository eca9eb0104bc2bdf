"""A brief as CommonMark with pipe tables."""

from __future__ import annotations

import re
from typing import Final

from habeas.publish.blocks import Block, Brief, Bullets, Heading, Note, Paragraph, Said

_MARKS: Final = re.compile(r"([\\`*_\[\]<>#|~])")
_LIST_START: Final = re.compile(r"^(\s*)([-+]|\d+[.)])(?=\s)")


def markdown(page: Brief) -> str:
    """Render a brief as Markdown; text from documents is escaped, so that it cannot become markup."""
    lines = [f"# {_escape(page.title)}", ""]
    if page.draft:
        lines += ["**Draft: not released.**", ""]
    lines += [f"*{_escape(page.standfirst)}*", ""]
    for block in page.blocks:
        lines += [*_block(block), ""]
    if page.notes:
        lines += ["## The sentences behind the numbers", "", *(_note(item) for item in page.notes)]
    return "\n".join(lines).rstrip("\n") + "\n"


def _block(block: Block) -> list[str]:
    if isinstance(block, Heading):
        return [f"## {_escape(block.text)}"]
    if isinstance(block, Paragraph):
        return [_line_start(" ".join(_said(item) for item in block.sentences))]
    if isinstance(block, Bullets):
        return [f"- {' '.join(_said(item) for item in entry)}" for entry in block.items]
    marks = ["---:" if n in block.numeric else "---" for n in range(len(block.head))]
    rows = [f"| {' | '.join(_said(cell) for cell in row)} |" for row in block.rows]
    return [f"| {' | '.join(block.head)} |", f"| {' | '.join(marks)} |", *rows]


def _note(item: Note) -> str:
    address = f" <{item.address}>" if item.address else ""
    text = "".join(f"**{_escape(piece.text)}**" if piece.marked else _escape(piece.text) for piece in item.pieces)
    return f"{item.number}. {_line_start(text)} — {_escape(item.where)}.{address}"


def _said(item: Said) -> str:
    return _escape(item.text) + (" " + "".join(f"[{n}]" for n in item.cites) if item.cites else "")


def _escape(text: str) -> str:
    return _MARKS.sub(r"\\\1", text)


def _line_start(text: str) -> str:
    """Keep a sentence that begins with "1. " or "- " from becoming a list."""
    return _LIST_START.sub(lambda m: f"{m[1]}{m[2][:-1]}\\{m[2][-1]}", text)
