"""A person who asks to be forgotten is gone from every byte of a case; what documents tell of others stays.

Original text about an invented country and invented persons.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from habeas.cli.main import call

FIRST = """Nine prisoners freed in Ruritania
Ruritania freed nine political prisoners on 3 May 2018, the monitor Open Door said.
Among them is Greta Vantongeren, a teacher. She was arrested in 2016.
Vantongeren's brother waited at the gate. The government freed 12 others in June 2018.
"""
SECOND = """A year of trials
Greta van Tongeren and Greta
Vantongeren are one person, the court heard. Milos Adarek, a trade unionist, was arrested on 2 February 2017.
"""
LIST = "Family name,Given name,Date of arrest\nVantongeren,Greta,2016-03-04\nCaldero,Ines,2016-11-20\n"
NAME = b"vantongeren"


def _bytes_of(folder: Path) -> bytes:
    found = b""
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        found += path.read_bytes()
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as packed:
                found += b"".join(packed.read(name) for name in packed.namelist())
    return found.lower()


@pytest.fixture
def case(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "first.txt").write_text(FIRST, encoding="utf-8")
    (tmp_path / "in" / "vantongeren-trial.txt").write_text(SECOND, encoding="utf-8")
    (tmp_path / "list.csv").write_text(LIST, encoding="utf-8")
    folder = tmp_path / "case"
    assert call(["new", str(folder)]) == 0
    assert call(["add", str(folder), str(tmp_path / "in")]) == 0
    assert call(["add-list", str(folder), str(tmp_path / "list.csv"), "--name", "Open Door"]) == 0
    assert call(["judge", str(folder), "Greta Vantongeren", "public", "--by", "a tester"]) == 0
    return folder


def test_a_removed_person_is_in_no_byte_of_the_case_and_the_chain_holds(
    case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert NAME in _bytes_of(case)
    asked = ["remove-person", str(case), "Greta Vantongeren", "--reason", "request 12", "--by", "a tester", "--yes"]
    assert call(asked) == 0
    assert NAME not in _bytes_of(case)
    assert call(["verify", str(case)]) == 0
    assert call(["backup", str(case), str(tmp_path / "copies" / "case.habeas")]) == 0
    assert call(["site", str(case), str(tmp_path / "out"), "--profile", "internal"]) == 0
    assert NAME not in _bytes_of(tmp_path / "copies")
    assert NAME not in _bytes_of(tmp_path / "out")
    capsys.readouterr()
    for what in ("claims", "documents", "judgements", "entries"):
        assert call(["export", str(case), "--what", what]) == 0
    assert call(["register", str(case)]) == 0
    printed = capsys.readouterr().out
    assert NAME.decode() not in printed.lower()
    assert "Milos Adarek" in printed
    assert "Ines Caldero" in printed
    assert "12 others" in printed


def test_what_goes_with_the_sentences_on_the_person_is_told_before(
    case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    both = tmp_path / "both.txt"
    told = "Nine women were freed on 3 May 2018, and Milos Adarek, arrested with Greta Vantongeren, was not."
    both.write_text(told)
    assert call(["add", str(case), str(both)]) == 0
    capsys.readouterr()
    assert call(["remove-person", str(case), "Greta Vantongeren", "--reason", "request 12", "--yes"]) == 0
    told = capsys.readouterr().err
    [line] = [line for line in told.splitlines() if line.startswith("Gone with the sentences on the person: ")]
    assert "1 figure" in line
    assert "Milos Adarek" in line


def test_what_is_told_of_others_stays_readable(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["remove-person", str(case), "greta vantongeren", "--reason", "request 12", "--yes"]) == 0
    capsys.readouterr()
    assert call(["export", str(case), "--what", "documents"]) == 0
    printed = capsys.readouterr().out
    assert "freed nine political prisoners on 3 May 2018" in printed
    assert "[removed on request]" in printed
    assert "brother" not in printed


@pytest.mark.parametrize(
    ("name", "reason", "words"),
    [("Nobody Known", "request 12", "nothing in the case"), ("Greta Vantongeren", "for G. Vantongeren", "--reason")],
)
def test_a_removal_that_cannot_be_done_changes_nothing(
    case: Path, name: str, reason: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (case / "ledger.sqlite").read_bytes()
    assert call(["remove-person", str(case), name, "--reason", reason, "--yes"]) == 2
    assert words in capsys.readouterr().err
    assert (case / "ledger.sqlite").read_bytes() == before


def test_retention_tells_and_erases_only_when_asked(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with (case / "case.toml").open("a", encoding="utf-8") as settings:
        settings.write("\n[retention]\nlists_days = 0\n")
    assert call(["retention", str(case)]) == 0
    assert "list Open Door" in capsys.readouterr().out
    assert call(["register", str(case), "--show", "persons"]) == 0
    assert "Ines Caldero" in capsys.readouterr().out
    assert call(["retention", str(case), "--purge", "--yes", "--by", "a tester"]) == 0
    assert call(["register", str(case), "--show", "persons"]) == 0
    assert "Ines Caldero" not in capsys.readouterr().out
    assert call(["verify", str(case)]) == 0
