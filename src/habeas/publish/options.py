"""What may be chosen about a publication; every field has a default fit for a first look."""

from __future__ import annotations

from typing import Final

import msgspec

PROFILES: Final = ("strict", "partner", "internal")


class PublishOptions(msgspec.Struct, frozen=True, kw_only=True):
    """Options of `publish`.

    `profile` decides whose names leave the house: `strict` (only persons marked public), `partner` (initials for
    the others), `internal` (all). `draft` marks every page and switches the release gate to warnings. `rows` is
    the number of rows on a page of a long table, `evidence` the number of sentences quoted below one number;
    the rest stays one click away. `charts` draws the charts; `interactive` ships the scripts that let a reader
    point at a mark. `formats` are further forms of the brief
    (`html`, `pdf`, `docx`) and of the data (`parquet`, `ftm`). `address` is where the site will stand, for its feed.
    """

    title: str = ""
    profile: str = "strict"
    draft: bool = False
    rows: int = 200
    evidence: int = 12
    charts: bool = True
    interactive: bool = True
    formats: tuple[str, ...] = ("html",)
    address: str = ""
