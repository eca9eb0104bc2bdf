"""Claims as other programs write them, through the command itself: every bad line and claim is told, in any order."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest
from invented import claim, document, island_case

from habeas.cli.main import call

_GOOD = claim("a", 12, on="2033-03-04", source="Lamp Centre")
_BROKEN = {
    "a number that is none": ('"low":12', '"low":NaN', "JSON is malformed"),
    "a number beyond all": ('"low":12', '"low":1e400', "out of range"),
    "half a person": ('"low":12', '"low":12.5', "Expected `int | null`"),
    "a moment in a time zone": ('"2033-03-04"', '"2033-03-04T23:30:00+09:00"', "write days as YYYY-MM-DD"),
    "a year of five digits": ('"2033-03-04"', '"10000-01-01"', "write days as YYYY-MM-DD"),
}
_UNUSABLE = {
    "no measure": ({"measure": "liberated"}, "no known measure"),
    "negative": ({"low": -5, "high": -5}, "negative"),
    "beyond any case": ({"low": 10**30, "high": 10**30}, "more than any case holds"),
    "before it starts": ({"end_date": "2033-03-01"}, "before it starts"),
    "the first year": ({"start_date": "0001-01-01", "end_date": "0001-01-01"}, "outside 1800..2200"),
    "no document": ({"doc": " "}, "in which document"),
}


def _row(**fields: Any) -> str:
    return json.dumps({**msgspec.to_builtins(_GOOD), "id": "", **fields}, separators=(",", ":"))


@pytest.mark.parametrize("what", _BROKEN)
def test_a_line_that_is_no_claim_is_named_with_a_remedy_and_the_rest_is_done(what: str, tmp_path: Path, capsys):
    old, new, said = _BROKEN[what]
    line = _row().replace(old, new)
    assert line != _row()
    path = tmp_path / "claims.jsonl"
    path.write_text(f"{_row()}\n{line}\n", encoding="utf-8")
    assert call(["reconcile", str(path)]) == 1
    told = capsys.readouterr()
    assert "claims.jsonl, line 2" in told.err
    assert said in told.err
    assert "2033-03-04  freed political prisoners: 12" in told.out


@pytest.mark.parametrize("what", _UNUSABLE)
def test_a_claim_that_cannot_be_used_stands_under_left_out(what: str, tmp_path: Path, capsys):
    fields, why = _UNUSABLE[what]
    path = tmp_path / "claims.jsonl"
    path.write_text(f"{_row()}\n{_row(start=99, **fields)}\n", encoding="utf-8")
    assert call(["reconcile", str(path), "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [why in item["why"] for item in found["left_out"]] == [True]
    assert [occasion["size"]["best"] for occasion in found["occasions"]] == [12]


def test_a_file_that_begins_with_a_byte_order_mark_loses_no_line(tmp_path: Path, capsys):
    path = tmp_path / "claims.jsonl"
    path.write_text(_row(), encoding="utf-8-sig")
    assert call(["reconcile", str(path)]) == 0
    assert "freed political prisoners: 12" in capsys.readouterr().out


def test_every_process_and_every_order_of_lines_gives_the_same_bytes(tmp_path: Path):
    claims, documents, _ = island_case()
    claims += [
        _GOOD,
        claim("b", 30, None, on="2033-03-04"),
        claim("b", -3),
        claim("b", 400, measure="held", on="2033-02-01"),
    ]
    documents += [document("a", "2033-03-05"), document("b", "2033-03-06")]
    told = []
    for seed, step in (("0", 1), ("4711", -1)):
        paths = [tmp_path / f"{seed}-claims.jsonl", tmp_path / f"{seed}-documents.jsonl"]
        for path, values in zip(paths, (claims, documents), strict=True):
            lines = [msgspec.json.encode(value).decode() for value in values[::step]]
            path.write_text("\n".join(lines), encoding="utf-8")
        command = [sys.executable, "-m", "habeas", "reconcile", str(paths[0]), "--documents", str(paths[1])]
        run = subprocess.run(
            [*command, "--format", "json"], capture_output=True, env={**os.environ, "PYTHONHASHSEED": seed}, check=True
        )
        told.append(run.stdout)
    assert told[0] == told[1]
    assert "a number of people cannot be negative" in {item["why"] for item in json.loads(told[0])["left_out"]}
