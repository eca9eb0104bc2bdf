from __future__ import annotations

import csv
import io
import json
from itertools import count, islice
from pathlib import Path

import pytest

from habeas.cli.main import call
from habeas.extract.options import ExtractOptions
from habeas.pipeline.documents import extract_documents
from habeas.run.base import Runner
from habeas.run.local import LocalRunner, ProcessRunner
from habeas.values.document import Document

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


def test_several_processes_print_the_same_bytes_as_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "docs.jsonl"
    texts = (TEXT.replace("40", str(number)) for number in range(2, 140))
    path.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), encoding="utf-8")
    assert call(["extract", str(path), "--format", "jsonl"]) == 0
    alone = capsys.readouterr().out
    assert call(["extract", str(path), "--format", "jsonl", "--jobs", "2"]) == 0
    assert capsys.readouterr().out == alone
    assert len(alone.splitlines()) == 138


def test_a_model_is_asked_by_one_process_only(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["extract", str(report), "--engine", "llm", "--jobs", "2"]) == 2
    assert "--jobs" in capsys.readouterr().err


def test_documents_without_claims_are_named_up_to_a_number(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "docs.jsonl"
    lines = (json.dumps({"id": f"d{n}", "text": f"The harbour of Lavenia opened pier {n}."}) for n in range(30))
    path.write_text("\n".join(lines), encoding="utf-8")
    assert call(["extract", str(path), "--format", "jsonl"]) == 0
    told = capsys.readouterr().err
    assert told.count("no count claim was found") == 20
    assert "10 more notes" in told


@pytest.mark.parametrize("runner", [LocalRunner(), ProcessRunner(2)])
def test_an_endless_stream_of_documents_gives_its_claims_as_it_goes(runner: Runner) -> None:
    endless = (Document(id=f"d{n}", text=TEXT.replace("40", str(n + 2)), lang="en") for n in count())
    extractions = extract_documents(endless, ExtractOptions(), runner)
    assert [claim.low for extraction in islice(extractions, 3) for claim in extraction.claims] == [2, 3, 4]
