"""`habeas roster`, as a user types it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from habeas.cli.main import call

LIST = "Name,Date of arrest,Sentence\nYanka Aziorny,12.05.2030,8 years\nAlesia Rachnaya,31.02.2030,\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "list.csv"
    path.write_text(LIST)
    return path


def test_the_proposed_columns_are_shown_with_the_reason(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["roster", str(file)]) == 1  # one cell is no date
    printed = capsys.readouterr()
    assert "2 persons" in printed.out
    assert "detained      'Date of arrest': its header says so" in printed.out
    assert "row 2: Yanka Aziorny; detained 2030-05-12; 96 months" in printed.out
    assert f"habeas: {file}:3: 'Date of arrest' is no date: '31.02.2030'; correct the cell" in printed.err


def test_each_person_is_printed_with_the_cells_of_the_row(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call(["roster", str(file), "--format", "jsonl"])
    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert (first["row"], first["cells"]["Sentence"]) == (2, "8 years")
    assert second["dates"] == {}


def test_two_versions_are_compared(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    newer = tmp_path / "newer.csv"
    newer.write_text(LIST.replace("8 years", "9 years").replace("Alesia Rachnaya,31.02.2030", "Piatro Liasny,1.6.2030"))
    assert call(["roster", str(newer), "--compare", str(file)]) == 0
    printed = capsys.readouterr()
    assert "removed  Alesia Rachnaya (row 3)" in printed.out
    assert "Sentence: 8 years -> 9 years" in printed.out
    assert "added    Piatro Liasny (row 3)" in printed.out
    assert "1 added, 1 removed, 1 changed" in printed.err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--column", "name"], "not ROLE=HEADER"),
        (["--column", "name=Nobody"], "has no column 'Nobody'; use a number or a header"),
        (["--column", "hero=Name"], "is not what a column can hold"),
    ],
)
def test_a_wrong_option_is_told_with_the_remedy(
    file: Path, words: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(["roster", str(file), *words]) == 2
    assert told in capsys.readouterr().err


def test_a_missing_file_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["roster", str(tmp_path / "none.csv")]) == 2
    assert "none.csv: not found" in capsys.readouterr().err
