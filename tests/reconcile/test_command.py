"""`habeas reconcile` from the command line."""

from __future__ import annotations

import json

import msgspec
import pytest
from invented import island_case

from habeas.cli.main import call


@pytest.fixture
def files(tmp_path):
    claims, documents, _ = island_case()
    texts = {
        "tide": "The vote of 2032 is next year's concern.",
        "gull": "Since 4 February 2031 the harbour has been closed.",
        "mast": "Since 2 September 2031 the harbour has been open again.",
    }
    documents = [msgspec.structs.replace(each, text=texts.get(each.id, each.text)) for each in documents]
    paths = []
    for name, values in (("claims.jsonl", claims), ("docs.jsonl", documents)):
        path = tmp_path / name
        path.write_bytes(b"\n".join(msgspec.json.encode(value) for value in values))
        paths.append(str(path))
    return paths


def test_json_has_the_fields_of_the_contract_and_answers_the_question(files, capsys):
    code = call(
        ["reconcile", files[0], "--documents", files[1], "--ask", "freed 2031-06-03..2031-06-03", "--format", "json"]
    )
    found = json.loads(capsys.readouterr().out)
    assert code == 0
    assert {"readings", "occasions", "stocks", "documents", "conflicts", "answers", "left_out"} <= found.keys()
    assert found["answers"][0]["best"] == 41
    assert {"claim", "kind", "from", "to"} <= found["readings"][0]["repairs"][0].keys()


def test_text_tells_waves_readings_and_conflicts(files, capsys):
    assert call(["reconcile", *files[:1], "--documents", files[1]]) == 0
    out = capsys.readouterr().out
    assert "Occasions" in out
    assert "Readings" in out
    assert "read as a slip" in out


def test_claims_that_float_without_their_reports_days_say_so(files, capsys):
    assert call(["reconcile", files[0]]) == 0
    assert "5 claims have no days of their own" in capsys.readouterr().err
    assert call(["reconcile", files[0], "--documents", files[1]]) == 0
    assert "no days of their own" not in capsys.readouterr().err


def test_documents_may_be_files_in_a_folder(tmp_path, capsys):
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "2031-05-06 pier.txt").write_text("Thirty political prisoners were freed yesterday.")
    assert call(["extract", str(folder), "--format", "jsonl"]) == 0
    claims = tmp_path / "claims.jsonl"
    claims.write_text(capsys.readouterr().out)
    asks = ["--ask", "freed 2031-05-05..2031-05-05", "--format", "json"]
    assert call(["reconcile", str(claims), "--documents", str(folder), *asks]) == 0
    assert json.loads(capsys.readouterr().out)["answers"][0]["best"] == 30


def test_a_broken_line_is_named_and_the_rest_is_done(files, capsys):
    with open(files[0], "a", encoding="utf-8") as file:  # noqa: PTH123
        file.write("\n{broken\n")
    assert call(["reconcile", files[0], "--documents", files[1]]) == 1
    captured = capsys.readouterr()
    assert "claims.jsonl, line 8" in captured.err
    assert "Occasions" in captured.out


@pytest.mark.parametrize("ask", ["freed lately", "liberated 2031-01-01..2031-02-01", "freed 2031-02-30..2031-03-01"])
def test_a_question_that_cannot_be_read_says_how_to_write_it(files, capsys, ask):
    assert call(["reconcile", files[0], "--ask", ask]) == 2
    assert "ask" in capsys.readouterr().err
