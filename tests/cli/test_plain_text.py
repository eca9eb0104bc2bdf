"""No text from outside steers a terminal, a page or a table: what is shown is plain, and its letters are all there."""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.cli.main import call
from habeas.values.claim import CountClaim
from habeas.values.document import Document
from habeas.values.plain import plain, plain_line
from habeas.values.roster import RosterEntry

ESCAPE, OVERRIDE, ISOLATE = "\x1b[31m", "\u202e", "\u2067"
_STEERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]|\r(?!\n)")
_TEXTS = st.text(st.characters(codec="utf-8")) | st.text(f"ab \n{ESCAPE}{OVERRIDE}{ISOLATE}\x9b\x07\r")
RIGHT_TO_LEFT = "أُفرج عن ٣٠ سجينًا\u200f (30) می\u200cگوید"


@given(_TEXTS)
def test_a_plain_text_steers_nothing_and_every_offset_stays(text: str) -> None:
    shown = plain(text)
    assert not _STEERS.search(shown)
    assert len(shown) == len(text)
    assert all(new == old or _STEERS.fullmatch(old) for new, old in zip(shown, text, strict=True))
    assert plain(shown) == shown
    assert "\n" not in plain_line(text)


def test_scripts_written_from_right_to_left_keep_their_letters_marks_and_joiners() -> None:
    assert plain(RIGHT_TO_LEFT) == RIGHT_TO_LEFT
    assert all(unicodedata.category(char) != "Cc" for char in RIGHT_TO_LEFT)


def test_every_value_from_outside_is_plain_however_it_comes_in() -> None:
    own = {"doc": "a", "start": 0, "low": 30, "high": 30, "measure": "freed"}
    claim = CountClaim(quote=f"30{ESCAPE}\nmen", group=f"{OVERRIDE}men", **own)  # type: ignore[arg-type]
    line = json.dumps({"quote": "30", "source": f"The {ESCAPE}\nShore", **own})
    again = msgspec.json.decode(line, type=CountClaim)
    changed = msgspec.structs.replace(claim, source=f"{ISOLATE}Watch")
    row = RosterEntry(roster="l", row=2, name="A\x07B", cells={f"na{ESCAPE}me": f"A{OVERRIDE}B"})
    text = Document(id="a", text=f"line\nline{ESCAPE}", title="one\ntwo").text
    named = (claim.group, again.source, changed.source, row.name)
    for shown in (*named, claim.quote, text, *row.cells, *row.cells.values()):
        assert not _STEERS.search(shown)
    assert "\n" in claim.quote
    assert "\n" not in again.source


def test_neither_terminal_nor_pages_nor_tables_get_what_steers_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "reports.jsonl"
    text = f"The {OVERRIDE}Lake Monitor{ESCAPE} said 30 political prisoners\x9b were released on 4 March 2031. "
    lines = [{"id": f"re{ESCAPE}port", "text": text, "outlet": f"{OVERRIDE}{RIGHT_TO_LEFT}\x07"}]
    source.write_text("".join(json.dumps(line) + "\n" for line in lines))
    (tmp_path / f"bad{ESCAPE}.txt").write_bytes(b"")
    out = tmp_path / "out"
    call(["run", str(source), str(tmp_path / f"bad{ESCAPE}.txt"), "--out", str(out)])
    printed = capsys.readouterr()
    assert "the file is empty" in printed.err
    assert not _STEERS.search(printed.out + printed.err)
    written = [path for path in out.rglob("*") if path.suffix in {".html", ".csv", ".md", ".jsonl", ".json", ".txt"}]
    assert {".html", ".csv", ".md"} <= {path.suffix for path in written}
    for path in written:
        found = _STEERS.search(path.read_text(encoding="utf-8"))
        assert found is None, (path, found)
    assert any(RIGHT_TO_LEFT in path.read_text(encoding="utf-8") for path in written)


def test_a_table_of_names_is_written_back_plain(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "pairs.csv"
    table.write_text(f"left,right\nAnna{ESCAPE} Orlova,Anna{OVERRIDE} Orlova\n")
    assert call(["names", "score", str(table)]) == 0
    printed = capsys.readouterr().out
    assert not _STEERS.search(printed)
    assert len(list(csv.reader(printed.splitlines()))) == 2
