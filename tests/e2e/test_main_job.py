"""The main job end to end: reports in, an explained history out, the same bytes every time."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from habeas.cli.main import call
from habeas.publish.wording import times

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "belarus-2024"
SEEDS = ROOT.parent / "shared" / "seeds"
GOLD_SEEDS = ROOT.parent / "shared" / "gold" / "seeds"


class Job(msgspec.Struct, frozen=True):
    """What one run left behind."""

    out: Path
    printed: str
    history: dict[str, Any]


def _run(paths: list[Path], out: Path, capsys: pytest.CaptureFixture[str]) -> Job:
    assert call(["run", *map(str, paths), "--out", str(out)]) == 0
    return Job(out, capsys.readouterr().out, msgspec.json.decode((out / "history.json").read_bytes()))


def _waves(history: dict[str, Any]) -> list[tuple[int, str]]:
    freed = [row for row in history["occasions"] if row["measure"] == "freed"]
    return [(row["size"]["best"], row["date"]["best"]) for row in sorted(freed, key=lambda row: row["date"]["best"])]


def _assert_the_season_is_told(history: dict[str, Any], wrong_year_doc: str, claims: Path) -> None:
    """Four waves of 18, 30, 30, 37 by the end of September 2024, 63 not broken down, 29 later: 207."""
    waves = _waves(history)
    assert [size for size, _ in waves] == [18, 30, 30, 37, 29]
    assert all("2024-06-01" <= day <= "2024-09-30" for _, day in waves[:4])
    assert waves[4][1] > "2024-11-30"
    lumps = [row["size"]["best"] for row in history["lumps"] if row["measure"] == "freed"]
    assert sum(lumps) == 63
    best, runner_up = history["readings"][0], history["readings"][1]
    documents = {row["id"]: row["doc"] for row in map(msgspec.json.decode, claims.read_bytes().splitlines())}
    assert {repair["kind"] for repair in best["repairs"]} == {"year_slip"}
    assert {documents[repair["claim"]] for repair in best["repairs"]} == {wrong_year_doc}
    assert best["rejected"] == []
    assert runner_up["bits"] > best["bits"]


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("example") / "out"


def test_the_shipped_example_is_told_as_one_history(example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    job = _run([EXAMPLE], example, capsys)
    _assert_the_season_is_told(job.history, "explainer", job.out / "claims.jsonl")
    for name in ("brief.md", "site/index.html", "claims.jsonl", "history.json"):
        assert (job.out / name).stat().st_size > 0
    assert job.printed.strip() == (job.out / "brief.md").read_text(encoding="utf-8").strip()
    assert "207" in job.printed
    assert "269" in job.printed
    assert "2023" in job.printed
    best, runner_up = (reading["bits"] for reading in job.history["readings"][:2])
    assert f"next best account is {times(runner_up - best)} less likely" in job.printed


def test_two_processes_with_different_hash_seeds_write_the_same_bytes(tmp_path: Path) -> None:
    trees = []
    for seed in ("1", "2"):
        out = tmp_path / seed
        subprocess.run(
            [sys.executable, "-m", "habeas", "run", str(EXAMPLE), "--out", str(out)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
        )
        trees.append({path.relative_to(out): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()})
    assert trees[0].keys() == trees[1].keys()
    assert [str(name) for name in trees[0] if trees[0][name] != trees[1][name]] == []


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the reference reports are not beside this checkout")
def test_the_five_reference_reports_are_told_as_one_history(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    job = _run([SEEDS], tmp_path / "out", capsys)
    _assert_the_season_is_told(job.history, "001_04c3e0172556b28a", job.out / "claims.jsonl")
    undated = {row["id"]: row for row in job.history["documents"]}
    assert len(undated) == 5
    for row in undated.values():
        assert row["inferred"]
        assert row["why"]
        assert date(2024, 7, 1) <= date.fromisoformat(row["published"]["best"]) <= date(2025, 1, 26)


@pytest.mark.skipif(not GOLD_SEEDS.is_dir(), reason="the reference annotations are not beside this checkout")
def test_the_annotated_claims_alone_reach_the_same_history(capsys: pytest.CaptureFixture[str]) -> None:
    asks = ("freed 2024-06-01..2024-09-30", "freed 2024-08-01..2024-09-30")
    words = [word for ask in asks for word in ("--ask", ask)]
    files = [str(GOLD_SEEDS / "claims.jsonl"), "--documents", str(GOLD_SEEDS / "docs.jsonl")]
    assert call(["reconcile", *files, *words, "--format", "json"]) == 0
    history = msgspec.json.decode(capsys.readouterr().out)
    assert [size for size, _ in _waves(history)] == [18, 30, 30, 37, 29]
    assert [answer["best"] for answer in history["answers"][-2:]] == [115, 97]
    assert all(answer["derivation"] for answer in history["answers"])
