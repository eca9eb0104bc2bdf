"""The brief as PDF, set by Typst (extra `publish`)."""

from __future__ import annotations

import importlib
import json
import re
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from habeas.errors import MissingExtraError
from habeas.publish.blocks import Block, Brief, Bullets, Heading, Note, Paragraph, Said, Table

_MARKS: Final = re.compile(r"([\\#\[\]*_`$<>@~=/+\-\"'])")
_HEAD: Final = """#set page(
  paper: "a4",
  margin: (x: 1.8cm, top: 1.5cm, bottom: 1.4cm),
  footer: context align(right, text(8pt)[#counter(page).display()]),
  footer-descent: 20%,
)
#set text(font: ("Libertinus Serif", "Noto Serif", "DejaVu Sans Mono"), size: 9.5pt, lang: "en")
#set par(leading: 0.55em, spacing: 0.75em)
#set list(spacing: 0.6em)
#set table(stroke: (x, y) => (bottom: 0.4pt + luma(180)), inset: (x: 3pt, y: 3pt))
#show heading: set text(10.5pt)
#show heading: set block(above: 0.95em, below: 0.5em)
#show table.cell.where(y: 0): strong
"""
_END: Final = "brief-ends-here"


def fitting(pages: Iterable[Brief]) -> Brief:
    """Return the first of several forms of a brief, from roomy to tight, whose text is one page; else the last.

    Raises MissingExtraError where typst is not installed, ValueError where there is no form.
    """
    typst, page = _typst(), None
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "brief.typ"
        for page in pages:
            source.write_text(typst_source(page), "utf-8")
            if json.loads(typst.query(str(source), f"<{_END}>", field="value", one=True)) == 1:
                return page
    if page is None:
        raise ValueError("no form of the brief was given")
    return page


def pdf(page: Brief, figures: tuple[tuple[str, str], ...] = ()) -> bytes:
    """Return a brief as PDF: its text, then on new pages the figures, (title, SVG), and the sentences cited.

    The same brief gives the same bytes. Raises MissingExtraError where typst is not installed.
    """
    typst = _typst()
    with tempfile.TemporaryDirectory() as folder:
        for n, (_, image) in enumerate(figures):
            (Path(folder) / f"figure-{n}.svg").write_text(image, "utf-8")
        source = Path(folder) / "brief.typ"
        source.write_text(typst_source(page, tuple(title for title, _ in figures)), "utf-8")
        return bytes(typst.compile(str(source)))


def _typst() -> Any:
    try:
        return importlib.import_module("typst")
    except ImportError as problem:
        raise MissingExtraError("the brief as PDF or DOCX", "publish") from problem


def typst_source(page: Brief, figures: tuple[str, ...] = ()) -> str:
    """Return a brief as Typst markup; text from documents is escaped, so that it cannot become markup."""
    lines = [_HEAD, f'#set document(title: [{_escape(page.title)}], author: "Habeas", date: none)', ""]
    lines += [f'#text(17pt, weight: "bold")[{_escape(page.title)}]', ""]
    lines += ["*Draft: not released.*", ""] if page.draft else []
    lines += [f"#text(luma(90))[{_escape(page.standfirst)}]", ""]
    for block in page.blocks:
        lines += [_block(block), ""]
    lines += [f"#context [#metadata(here().page()) <{_END}>]", ""]
    if figures or page.notes:
        lines += ["#pagebreak()", ""]
    for k, title in enumerate(figures):
        lines += [f'#block(breakable: false)[*{_escape(title)}* #image("figure-{k}.svg", width: 78%)]', ""]
    if page.notes:
        lines += ["= The sentences behind the numbers", "", *(_note(item) for item in page.notes)]
    return "\n".join(lines)


def _block(block: Block) -> str:
    if isinstance(block, Heading):
        return f"= {_escape(block.text)}"
    if isinstance(block, Paragraph):
        return " ".join(_said(item) for item in block.sentences)
    if isinstance(block, Bullets):
        return "\n".join(f"- {' '.join(_said(item) for item in entry)}" for entry in block.items)
    return _table(block)


def _table(block: Table) -> str:
    widths = (
        max(len(row[n].text) for row in (*block.rows, tuple(map(Said, block.head)))) for n in range(len(block.head))
    )
    columns = ", ".join(f"{min(max(width, 9), 60)}fr" for width in widths)
    cells = [f"[{_escape(name)}]" for name in block.head]
    cells += [f"[{_said(cell)}]" for row in block.rows for cell in row]
    return f"#text(8.5pt)[#table(columns: ({columns}), {', '.join(cells)})]"


def _note(item: Note) -> str:
    address = f" #text(luma(90))[{_escape(item.address)}]" if item.address else ""
    text = "".join(f"*{_escape(piece.text)}*" if piece.marked else _escape(piece.text) for piece in item.pieces)
    return f"#text(8.5pt)[{item.number}. {text} #text(luma(90))[{_escape(item.where)}.]{address}]\n"


def _said(item: Said) -> str:
    cites = "".join(f"[{n}]" for n in item.cites)
    return _escape(item.text) + (f"#super[{_escape(cites)}]" if cites else "")


def _escape(text: str) -> str:
    return _MARKS.sub(r"\\\1", text.replace("\n", " "))
