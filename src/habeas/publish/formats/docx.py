"""The brief as DOCX, with python-docx (extra `publish`)."""

from __future__ import annotations

import importlib
import io
import zipfile
from datetime import datetime
from typing import Any

from habeas.errors import MissingExtraError
from habeas.publish.blocks import Block, Brief, Bullets, Heading, Note, Paragraph, Said
from habeas.publish.exports.bundle import archive


def docx(page: Brief, figures: tuple[tuple[str, bytes], ...] = ()) -> bytes:
    """Return a brief as a Word document; `figures` are (title, PNG). The same brief gives the same bytes."""
    try:
        library: Any = importlib.import_module("docx")
        shared: Any = importlib.import_module("docx.shared")
    except ImportError as problem:
        raise MissingExtraError("the brief as DOCX", "publish") from problem
    made = library.Document()
    _properties(made, page.title)
    _closely(made, shared)
    made.add_heading(page.title, level=0)
    if page.draft:
        made.add_paragraph().add_run("Draft: not released.").bold = True
    made.add_paragraph().add_run(page.standfirst).italic = True
    for block in page.blocks:
        _block(made, shared, block)
    if figures or page.notes:
        made.add_page_break()
    for title, image in figures:
        made.add_paragraph().add_run(title).bold = True
        made.add_picture(io.BytesIO(image), width=shared.Cm(15))
    if page.notes:
        made.add_heading("The sentences behind the numbers", level=1)
    for item in page.notes:
        _note(made, item)
    out = io.BytesIO()
    made.save(out)
    with zipfile.ZipFile(out) as pack:
        return archive({name: pack.read(name) for name in pack.namelist()})


def _properties(made: Any, title: str) -> None:
    """Set what a template would fill with a name and the clock."""
    fixed = datetime(1980, 1, 1)  # noqa: DTZ001 - python-docx writes it as it stands
    made.core_properties.title, made.core_properties.author = title, "Habeas"
    made.core_properties.last_modified_by, made.core_properties.comments = "Habeas", ""
    made.core_properties.created = made.core_properties.modified = fixed


def _closely(made: Any, shared: Any) -> None:
    """Set type and margins so that a brief of usual length keeps to its page."""
    for section in made.sections:
        section.top_margin = section.bottom_margin = shared.Cm(1.5)
        section.left_margin = section.right_margin = shared.Cm(1.8)
    for name, size in (("Normal", 9.5), ("Heading 1", 11), ("Title", 17)):
        style = made.styles[name]
        style.font.size = shared.Pt(size)
        style.paragraph_format.space_after = shared.Pt(3)
        style.paragraph_format.space_before = shared.Pt(6 if name == "Heading 1" else 0)


def _block(made: Any, shared: Any, block: Block) -> None:
    if isinstance(block, Heading):
        made.add_heading(block.text, level=1)
    elif isinstance(block, Paragraph):
        _said(made.add_paragraph(), block.sentences)
    elif isinstance(block, Bullets):
        for entry in block.items:
            _said(made.add_paragraph(style="List Bullet"), entry)
    else:
        made.add_paragraph().add_run(block.caption).italic = True
        table = made.add_table(rows=1, cols=len(block.head), style="Light Grid Accent 1")
        for cell, name in zip(table.rows[0].cells, block.head, strict=True):
            cell.text = name
        for row in block.rows:
            for cell, item in zip(table.add_row().cells, row, strict=True):
                _said(cell.paragraphs[0], (item,))
        for paragraph in (p for row in table.rows for cell in row.cells for p in cell.paragraphs):
            paragraph.paragraph_format.space_after = 0
            for run in paragraph.runs:
                run.font.size = shared.Pt(8.5)


def _said(paragraph: Any, items: tuple[Said, ...]) -> None:
    for item in items:
        paragraph.add_run(item.text)
        if item.cites:
            paragraph.add_run(" " + "".join(f"[{n}]" for n in item.cites)).font.superscript = True
        paragraph.add_run(" ")


def _note(made: Any, item: Note) -> None:
    paragraph = made.add_paragraph()
    paragraph.add_run(f"{item.number}. ")
    for piece in item.pieces:
        paragraph.add_run(piece.text).bold = piece.marked
    address = f" {item.address}" if item.address else ""
    paragraph.add_run(f" — {item.where}.{address}")
