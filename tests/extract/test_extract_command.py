from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from habeas.cli.main import call

TEXT = "Police in Lavenia arrested 40 students on Monday, the monitor Lanterna said."


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_json_lines_carry_one_claim_a_line(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["extract", str(report), "--format", "jsonl"]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    claim = json.loads(line)
    assert (claim["low"], claim["high"], claim["measure"], claim["quote"]) == (40, 40, "detained", "40 students")


def test_a_cell_that_a_spreadsheet_would_run_is_defused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "docs.jsonl"
    path.write_text(json.dumps({"id": "=1+1", "text": TEXT, "lang": "en"}) + "\n", encoding="utf-8")
    assert call(["extract", str(path), "--format", "csv"]) == 0
    (row,) = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert row["doc"].startswith("'=")
    assert row["start_offset"] == "P0D"


def test_the_table_shows_number_measure_and_source(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["extract", str(report)]) == 0
    shown = capsys.readouterr().out
    assert "detained" in shown
    assert "Lanterna" in shown


def test_a_bad_file_is_told_and_the_rest_is_read(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = report.with_name("bad.jsonl")
    bad.write_text("{not json\n", encoding="utf-8")
    assert call(["extract", str(report), str(bad), "--format", "jsonl"]) == 1
    seen = capsys.readouterr()
    assert len(seen.out.splitlines()) == 1
    assert "bad.jsonl" in seen.err


def test_nothing_to_read_is_an_error_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["extract", str(tmp_path / "absent.txt"), "--format", "jsonl"]) == 2
    assert "Traceback" not in capsys.readouterr().err
