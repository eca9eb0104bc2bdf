"""The brief as a small tree, rendered alike to Markdown, HTML, PDF and DOCX."""

from __future__ import annotations

import msgspec

from habeas.publish.passages import Stretch


class Said(msgspec.Struct, frozen=True):
    """One sentence, the numbers of its citations, and the page of the site it leads to, if any."""

    text: str
    cites: tuple[int, ...] = ()
    href: str = ""


class Heading(msgspec.Struct, frozen=True, tag=True):
    """A section's heading; `anchor` names it in HTML."""

    text: str
    anchor: str


class Paragraph(msgspec.Struct, frozen=True, tag=True):
    """Sentences that belong together."""

    sentences: tuple[Said, ...]


class Bullets(msgspec.Struct, frozen=True, tag=True):
    """A list; each item is one or more sentences."""

    items: tuple[tuple[Said, ...], ...]


class Table(msgspec.Struct, frozen=True, tag=True):
    """A table: column heads, and rows of cells; `numeric` are the indices of columns set right."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Said, ...], ...]
    numeric: tuple[int, ...] = ()


Block = Heading | Paragraph | Bullets | Table


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """A numbered citation, ready to be set: the sentence in pieces, its quotes marked, and where it stands."""

    number: int
    pieces: tuple[Stretch, ...]
    where: str
    address: str = ""
    doc: str = ""
    claim: str = ""
    page: str = ""
    lang: str = ""


class Brief(msgspec.Struct, frozen=True, kw_only=True):
    """A brief: title, a line on what it rests on, the blocks, and the numbered citations."""

    title: str
    standfirst: str
    blocks: tuple[Block, ...]
    notes: tuple[Note, ...]
    draft: bool = False
