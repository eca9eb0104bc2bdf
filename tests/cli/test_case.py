"""The commands of a case, as a user types them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from habeas.cli.main import call

REPORT = "The government of Sarnia released {} political prisoners on {} March 2031, the Lake Monitor said.\n"
Habeas = Callable[..., tuple[int, str, str]]


@pytest.fixture
def habeas(capsys: pytest.CaptureFixture[str]) -> Habeas:
    """Run a command in this process; returns exit code, standard output and standard error."""

    def run(*words: object) -> tuple[int, str, str]:
        capsys.readouterr()
        code = call([str(word) for word in words])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "first.txt").write_text(REPORT.format(30, 4))
    (folder / "second.txt").write_text(REPORT.format(18, 11))
    return folder


@pytest.fixture
def case(tmp_path: Path, habeas: Habeas, reports: Path) -> Path:
    folder = tmp_path / "case"
    assert habeas("new", folder, "--name", "Sarnia", "--place", "CA")[0] == 0
    assert habeas("add", folder, reports)[0] == 0
    return folder


def claims(habeas: Habeas, case: Path, *options: str) -> list[dict[str, object]]:
    code, out, _ = habeas("export", case, *options)
    assert code == 0
    return [json.loads(line) for line in out.splitlines()]


def status(habeas: Habeas, case: Path, *options: str) -> dict[str, object]:
    code, out, _ = habeas("status", case, "--format", "json", *options)
    assert code == 0
    found = json.loads(out)
    assert isinstance(found, dict)
    return found


def test_what_is_added_is_counted_exported_and_verified(case: Path, habeas: Habeas) -> None:
    found = status(habeas, case)
    assert (found["name"], found["place"], found["documents"]) == ("Sarnia", "CA", 2)
    assert {(claim["doc"], claim["low"]) for claim in claims(habeas, case)} == {("first", 30), ("second", 18)}
    code, out, _ = habeas("verify", case)
    assert code == 0
    assert str(found["head"]) in out


def test_adding_the_same_files_twice_adds_nothing(case: Path, habeas: Habeas, reports: Path) -> None:
    before = status(habeas, case)
    (reports / "renamed.txt").write_text((reports / "first.txt").read_text())
    (reports / "first.txt").unlink()
    code, _, err = habeas("add", case, reports)
    assert code == 0
    assert "Added 0 documents with 0 claims; 2 documents already there." in err
    assert status(habeas, case) == before


def test_another_report_of_the_same_name_is_added_under_a_name_of_its_own(
    case: Path, habeas: Habeas, tmp_path: Path
) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other/first.txt").write_text(REPORT.format(44, 20))
    assert habeas("add", case, tmp_path / "other")[0] == 0
    documents = claims(habeas, case, "--what", "documents")
    assert len({str(document["id"]) for document in documents}) == 3
    assert {str(c["doc"]) for c in claims(habeas, case)} == {str(d["id"]) for d in documents}


def test_a_bad_file_is_told_and_the_rest_added(case: Path, habeas: Habeas, tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_bytes(b"\x00\x01")
    (tmp_path / "good.txt").write_text(REPORT.format(7, 25))
    code, _, err = habeas("add", case, tmp_path / "bad.txt", tmp_path / "good.txt")
    assert code == 1
    assert "Added 1 document with 1 claim." in err
    assert f"habeas: {tmp_path / 'bad.txt'}: a binary file" in err


def test_adding_nothing_readable_is_an_error_of_its_own(case: Path, habeas: Habeas, tmp_path: Path) -> None:
    before = status(habeas, case)
    code, _, err = habeas("add", case, tmp_path / "missing.txt")
    assert code == 2
    assert "missing.txt: not found; check the spelling" in err
    assert status(habeas, case) == before


@pytest.mark.parametrize("command", ["add", "status", "verify", "export", "judge", "backup", "erase"])
def test_a_folder_that_is_no_case_is_told_with_the_remedy(command: str, habeas: Habeas, tmp_path: Path) -> None:
    more = {"add": ["x.txt"], "judge": ["a", "accept"], "backup": ["b"], "erase": ["a", "--reason", "r", "--yes"]}
    code, _, err = habeas(command, tmp_path / "none", *more.get(command, []))
    assert code == 2
    assert "is not a case" in err
    assert "habeas new" in err
    assert not (tmp_path / "none").exists()


def test_a_case_as_of_a_past_day_does_not_hold_what_came_later(case: Path, habeas: Habeas) -> None:
    today = datetime.now(UTC).date()
    assert status(habeas, case, "--as-of", "2001-01-01")["documents"] == 0
    assert status(habeas, case, "--as-of", today.isoformat())["documents"] == 2
    assert claims(habeas, case, "--as-of", "2001-01-01T12:00") == []
    code, _, err = habeas("status", case, "--as-of", "yesterday")
    assert code == 2
    assert "write 2031-03-04" in err


def test_a_verdict_changes_what_is_exported_and_can_be_taken_back(case: Path, habeas: Habeas) -> None:
    thirty = next(str(c["id"]) for c in claims(habeas, case) if c["low"] == 30)
    assert habeas("judge", case, thirty, "correct", "--set", "low=31", "--set", "high=null", "--by", "Ann")[0] == 0
    assert {(c["low"], c["high"]) for c in claims(habeas, case)} == {(31, None), (18, 18)}
    assert habeas("judge", case, thirty, "reject", "--reason", "it is a quotation", "--by", "Ann")[0] == 0
    assert [c["low"] for c in claims(habeas, case)] == [18]
    assert habeas("judge", case, thirty, "withdraw", "--by", "Bea")[0] == 0
    assert {c["low"] for c in claims(habeas, case)} == {30, 18}
    kept = claims(habeas, case, "--what", "judgements")
    assert [(j["verdict"], j["who"], j["reason"]) for j in kept] == [
        ("correct", "Ann", ""),
        ("reject", "Ann", "it is a quotation"),
        ("withdraw", "Bea", ""),
    ]
    assert habeas("verify", case)[0] == 0


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["nosuchclaim", "accept"], "no claim of this id"),
        (["CLAIM", "correct"], "--set"),
        (["CLAIM", "accept", "--set", "low=3"], "--set"),
        (["CLAIM", "correct", "--set", "low"], "not FIELD=VALUE"),
        (["CLAIM", "correct", "--set", "quote=x"], "cannot be corrected in quote"),
        (["CLAIM", "correct", "--set", "measure=escaped"], "measure cannot be"),
        (["CLAIM", "praise"], "praise"),
    ],
)
def test_a_verdict_that_makes_no_sense_is_refused_and_nothing_recorded(
    case: Path, habeas: Habeas, words: list[str], told: str
) -> None:
    id_ = str(claims(habeas, case)[0]["id"])
    before = status(habeas, case)
    code, _, err = habeas("judge", case, *[id_ if word == "CLAIM" else word for word in words])
    assert code == 2
    assert told in err
    assert status(habeas, case) == before


def test_an_altered_ledger_is_told_row_by_row(case: Path, habeas: Habeas) -> None:
    data = (case / "ledger.sqlite").read_bytes()
    (case / "ledger.sqlite").write_bytes(data.replace(b"released 30 political", b"released 90 political"))
    code, out, err = habeas("verify", case)
    assert code == 2
    assert out == ""
    assert "its content was altered; restore a backup" in err
    assert "does not verify" in err


def test_a_head_noted_elsewhere_shows_whether_the_ledger_was_rewritten(
    case: Path, habeas: Habeas, tmp_path: Path, reports: Path
) -> None:
    noted = str(status(habeas, case)["head"])
    (reports / "third.txt").write_text(REPORT.format(9, 28))
    assert habeas("add", case, reports)[0] == 0
    assert habeas("verify", case, "--head", noted)[0] == 0
    assert habeas("new", tmp_path / "forged")[0] == 0
    assert habeas("add", tmp_path / "forged", reports)[0] == 0
    code, _, err = habeas("verify", tmp_path / "forged", "--head", noted)
    assert code == 2
    assert "no entry has the hash that was noted" in err
    assert habeas("verify", case, "--head", "abc")[0] == 2


def test_the_chain_can_be_checked_without_us(
    case: Path, habeas: Habeas, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert habeas("erase", case, "first", "--reason", "r", "--yes", "--by", "Ann")[0] == 0
    page = (Path(__file__).resolve().parents[2] / "docs" / "methods" / "ledger.md").read_text()
    script = page.split("```python\n")[1].split("```")[0]
    lines = habeas("export", case, "--what", "entries")[1]
    (tmp_path / "entries.jsonl").write_text(lines)
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.split()[-1] == status(habeas, case)["head"]
    (tmp_path / "entries.jsonl").write_text(lines.replace("released 18", "released 19"))
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "AssertionError" in done.stderr


def test_an_erased_document_is_gone_and_the_case_verifies(case: Path, habeas: Habeas) -> None:
    assert habeas("erase", case, "first", "--reason", "on request", "--by", "Ann", "--yes")[0] == 0
    assert [c["low"] for c in claims(habeas, case)] == [18]
    assert habeas("verify", case)[0] == 0
    assert all(b"released 30" not in file.read_bytes() for file in case.iterdir())
    code, _, err = habeas("erase", case, "first", "--reason", "again", "--by", "Ann", "--yes")
    assert code == 2
    assert "no document of this id" in err


def test_erasing_asks_first(case: Path, habeas: Habeas, monkeypatch: pytest.MonkeyPatch) -> None:
    import io

    monkeypatch.setattr(sys, "stdin", io.StringIO("n\n"))
    assert habeas("erase", case, "first", "--reason", "r")[0] == 130
    assert len(claims(habeas, case)) == 2


def test_a_backup_is_restored_to_the_same_case(case: Path, habeas: Habeas, tmp_path: Path) -> None:
    assert habeas("backup", case, tmp_path / "b.habeas")[0] == 0
    assert habeas("restore", tmp_path / "b.habeas", tmp_path / "again")[0] == 0
    assert status(habeas, tmp_path / "again") == status(habeas, case)
    assert claims(habeas, tmp_path / "again") == claims(habeas, case)
    for words in (("backup", case, tmp_path / "b.habeas"), ("restore", tmp_path / "b.habeas", case)):
        code, _, err = habeas(*words)
        assert code == 2
        assert "exists already; choose another name" in err


def test_the_record_of_a_case_is_computed_from_its_ledger(case: Path, habeas: Habeas) -> None:
    from habeas.pipeline.case import record_of_case

    thirty = next(str(c["id"]) for c in claims(habeas, case) if c["low"] == 30)
    assert habeas("judge", case, thirty, "reject", "--by", "Ann")[0] == 0
    record = record_of_case(case)
    assert (record.settings.name, record.settings.place) == ("Sarnia", "CA")
    assert [d.id for d in record.documents] == ["first", "second"]
    assert [c.low for c in record.claims] == [18]
    assert [occasion.size.best for occasion in record.reconciliation.occasions] == [18]
    assert record_of_case(case, datetime(2001, 1, 1, tzinfo=UTC)).claims == ()
    assert record_of_case(case) == record


@pytest.mark.slow
def test_a_case_answers_questions_as_its_judgements_leave_it(case: Path, habeas: Habeas, reports: Path) -> None:
    def answer() -> dict[str, object]:
        code, out, _ = habeas("reconcile", case, "--ask", "how many were released in March 2031?", "--format", "json")
        assert code == 0
        (found,) = json.loads(out)["answers"]
        return found

    assert (answer()["ask"], answer()["best"]) == ("freed 2031-03-01..2031-03-31", 48)
    eighteen = next(claim["id"] for claim in claims(habeas, case) if claim["low"] == 18)
    assert habeas("judge", case, eighteen, "reject", "--reason", "not in the text")[0] == 0
    assert answer()["best"] == 30
    code, _, err = habeas("reconcile", case, "--documents", reports)
    assert code == 2
    assert "a case has its own documents" in err


def test_a_day_before_anything_was_on_record_is_nothing_to_compare_with(case: Path, habeas: Habeas) -> None:
    code, out, err = habeas("brief", case, "--since", "2020-01-01")
    assert code == 0
    assert "What changed" not in out
    assert "held nothing at the end of 2020-01-01" in err


def test_adding_that_is_killed_leaves_a_whole_case_and_can_be_taken_up_again(tmp_path: Path, habeas: Habeas) -> None:
    lines = [{"id": f"r{n}", "text": REPORT.format(n + 2, n % 28 + 1) * 3} for n in range(400)]
    (tmp_path / "docs.jsonl").write_text("\n".join(map(json.dumps, lines)))
    case = tmp_path / "case"
    assert habeas("new", case)[0] == 0
    command = [sys.executable, "-m", "habeas", "add", str(case), str(tmp_path / "docs.jsonl")]
    for _ in range(3):
        before = (case / "ledger.sqlite").stat().st_size
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        while process.poll() is None and _size(case) <= before:
            time.sleep(0.01)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        assert habeas("verify", case)[0] == 0
        counts = {str(d["id"]): 0 for d in claims(habeas, case, "--what", "documents")}
        for claim in claims(habeas, case):
            counts[str(claim["doc"])] += 1
        assert set(counts.values()) <= {3}
    assert habeas("add", case, tmp_path / "docs.jsonl")[0] == 0
    assert status(habeas, case)["documents"] == 400


def _size(case: Path) -> int:
    return sum(file.stat().st_size for file in case.iterdir())


def test_a_backup_that_is_not_there_is_told_with_a_remedy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["restore", str(tmp_path / "none.habeas"), str(tmp_path / "case")]) == 2
    assert capsys.readouterr().err.endswith("none.habeas: No such file or directory; check the spelling of the path\n")
