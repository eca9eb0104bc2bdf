"""Bad input: each kind gets one line that names the file and the remedy, and everything else is done."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from habeas.cli.main import call

GOOD = "The government of Sarnia released 30 political prisoners on 4 March 2031, the Lake Monitor said.\n"


def huge(path: Path) -> None:
    """A text of 200 MB that takes no room on the disk after its first line."""
    path.write_text(GOOD)
    with path.open("ab") as stream:
        stream.truncate(200_000_000)


def broken_lines(path: Path) -> None:
    path.write_text(
        json.dumps({"id": "fine", "text": "Police detained 12 activists on 5 March 2031."}) + '\n{"id": "x", "te\n'
    )


BAD: dict[str, tuple[Callable[[Path], object], str]] = {
    "empty.txt": (lambda p: p.write_bytes(b""), "the file is empty"),
    "binary.txt": (lambda p: p.write_bytes(bytes(range(32)) * 40), "a binary file"),
    "huge.txt": (huge, "too large for one document (200 MB"),
    "encoding.txt": (lambda p: p.write_bytes(GOOD.encode() + b"\xff\xfe\x80 freed"), "not valid UTF-8"),
    "menu.html": (lambda p: p.write_text("<html><body><a href='/'>Home</a></body></html>"), "no article found"),
    "lines.jsonl": (broken_lines, "broken JSON"),
    "claims.jsonl": (lambda p: p.write_text('{"doc": "a", "quote": "30", "measure": "freed"}\n'), "holds claims"),
    "link.txt": (lambda p: p.symlink_to(p.parent / "gone"), "a link to a file that is not there"),
    "paper.pdf": (lambda p: p.write_bytes(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), "a PDF"),
}


def outputs(tmp_path: Path, command: str, source: Path) -> list[str]:
    if command == "run":
        return ["run", str(source), "--out", str(tmp_path / "out")]
    if command == "extract":
        return ["extract", str(source), "--format", "jsonl"]
    assert call(["new", str(tmp_path / "case")]) == 0
    return ["add", str(tmp_path / "case"), str(source)]


def written(tmp_path: Path, command: str, printed: str, capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    """Return the claims a command produced, wherever it puts them."""
    if command == "run":
        printed = (tmp_path / "out" / "claims.jsonl").read_text()
    elif command == "add":
        assert call(["verify", str(tmp_path / "case")]) == 0
        capsys.readouterr()
        assert call(["export", str(tmp_path / "case")]) == 0
        printed = capsys.readouterr().out
    return [json.loads(line) for line in printed.splitlines()]


@pytest.mark.parametrize("command", ["run", "extract", "add"])
def test_every_bad_file_in_a_folder_gets_its_line_and_the_rest_is_processed(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "in"
    source.mkdir()
    for name, (make, _) in BAD.items():
        make(source / name)
    (source / "good.txt").write_text(GOOD)
    words = outputs(tmp_path, command, source)
    capsys.readouterr()
    assert call(words) == 1
    printed = capsys.readouterr()
    told = [line for line in printed.err.splitlines() if line.startswith("habeas: ")]
    assert len(told) == len(BAD)
    for name, (_, what) in BAD.items():
        [line] = [line for line in told if f"/{name}" in line]
        assert what in line
        assert "; " in line  # and what to do about it
        assert len(line) < 300
    assert "Traceback" not in printed.err
    found = written(tmp_path, command, printed.out, capsys)
    assert {("good", 30), ("fine", 12)} <= {(claim["doc"], claim["low"]) for claim in found}


@pytest.mark.parametrize("command", ["run", "extract", "add"])
@pytest.mark.parametrize("name", sorted(set(BAD) - {"lines.jsonl"}))
def test_a_bad_file_alone_is_exit_code_two_and_nothing_is_written(
    command: str, name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make, what = BAD[name]
    make(tmp_path / name)
    words = outputs(tmp_path, command, tmp_path / name)
    capsys.readouterr()
    assert call(words) == 2
    printed = capsys.readouterr()
    assert what in printed.err
    assert str(tmp_path / name) in printed.err
    assert printed.out == ""
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("command", ["run", "extract", "add"])
def test_an_unreadable_folder_is_told_and_the_rest_is_read(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import os

    source = tmp_path / "in"
    (source / "shut").mkdir(parents=True)
    (source / "good.txt").write_text(GOOD)
    real = os.scandir

    def refuse(path: object) -> object:  # file permissions mean nothing to the superuser, who may run the tests
        if str(path).endswith("shut"):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)  # type: ignore[call-overload]

    words = outputs(tmp_path, command, source)
    monkeypatch.setattr(os, "scandir", refuse)
    capsys.readouterr()
    assert call(words) == 1
    printed = capsys.readouterr()
    monkeypatch.undo()
    assert f"habeas: {source / 'shut'}: not readable; give yourself permission" in printed.err
    assert [claim["low"] for claim in written(tmp_path, command, printed.out, capsys)] == [30]


@pytest.mark.parametrize("command", ["run", "extract", "add"])
def test_a_report_without_figures_is_named(command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "in"
    source.mkdir()
    (source / "good.txt").write_text(GOOD)
    (source / "bridge.txt").write_text(
        "The mayor of Sarnia opened a bridge across the river. The ducks did not mind.\n"
    )
    words = outputs(tmp_path, command, source)
    capsys.readouterr()
    assert call(words) == 0
    err = capsys.readouterr().err
    assert f"note: {source / 'bridge.txt'}: no count claim was found in it; if it gives figures" in err
    assert "good.txt: no count claim" not in err


def test_claims_that_no_history_can_hold_are_named_with_the_remedy(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "in"
    source.mkdir()
    (source / "a.txt").write_text(
        "The Lake Monitor said that exactly 30 political prisoners were freed on 4 March 2031.\n"
    )
    (source / "b.txt").write_text(
        "The Lake Monitor said that exactly 90 political prisoners were freed on 4 March 2031.\n"
    )
    assert call(["run", str(source), "--out", str(tmp_path / "out")]) == 0
    printed = capsys.readouterr()
    [line] = [line for line in printed.err.splitlines() if line.startswith("note: ")]
    assert "a.txt" in line or "b.txt" in line
    assert "habeas judge" in line
    assert "political prisoners" in line
    assert (tmp_path / "out" / "brief.md").is_file()


def test_a_folder_of_nothing_but_figureless_reports_still_ends_well(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bridge.txt").write_text("The mayor of Sarnia opened a bridge across the river.\n")
    assert call(["run", str(tmp_path / "bridge.txt"), "--out", str(tmp_path / "out")]) == 0
    printed = capsys.readouterr()
    assert "bridge.txt: no count claim was found" in printed.err
    assert "Traceback" not in printed.err
