"""The ways in which English dates a figure and says whose it is: a text and what it says a line.

`windows.tsv` holds texts made up for these tests, each with the window and the speaker of its claims in order. A window
is a day, "start..end" with either end open, or "none"; "*" leaves a field open; "\\n" in a text ends a line.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from habeas.extract.engine import Engine
from habeas.values.claim import CountClaim
from habeas.values.document import Document

_TABLE = Path(__file__).with_name("windows.tsv")


class Row(NamedTuple):
    """A text with what its claims say."""

    windows: list[str]
    speakers: list[str]
    document: Document


def _rows() -> list[Row]:
    out: list[Row] = []
    published: date | None = None
    title: str | None = None
    for n, line in enumerate(_TABLE.read_text(encoding="utf-8").splitlines()):
        if line.startswith("!pub "):
            published = None if line[5:] == "none" else date.fromisoformat(line[5:])
        elif line.startswith("!title "):
            title = None if line[7:] == "none" else line[7:]
        elif line and not line.startswith("#"):
            windows, speakers, text = line.split("\t")
            text = text.replace("\\n", "\n")
            document = Document(id=f"row-{n}", text=text, lang="en", published=published, title=title)
            said = windows.split("; ")
            told = speakers.split("; ")
            out.append(Row(said, told * len(said) if len(told) == 1 else told, document))
    return out


ROWS = _rows()


@pytest.fixture(scope="module")
def told(english: Engine) -> dict[str, list[CountClaim]]:
    """Return the claims of each text, in order."""
    return {r.document.id: sorted(english.claims_of(r.document).claims, key=lambda c: c.start) for r in ROWS}


def _window(claim: CountClaim) -> str:
    start, end = claim.start_date, claim.end_date
    if start is None and end is None:
        return "none"
    return str(start) if start == end else f"{start or ''}..{end or ''}"


def _means(said: str, source: str) -> bool:
    """Say whether a speaker is the one expected: as the gold sets' scorer does, one name within the other."""
    a, b = said.casefold(), source.casefold()
    return said == "*" or (a == b if "document" in {a, b} else a in b or b in a)


@pytest.mark.parametrize("row", ROWS, ids=[r.document.text[:60] for r in ROWS])
def test_each_figure_has_its_window_and_its_speaker(told: dict[str, list[CountClaim]], row: Row) -> None:
    claims = told[row.document.id]
    windows = [w if w == "*" else _window(c) for c, w in zip(claims, row.windows, strict=True)]
    speakers = [s if _means(s, c.source) else c.source for c, s in zip(claims, row.speakers, strict=True)]
    assert (windows, speakers) == (row.windows, row.speakers)
