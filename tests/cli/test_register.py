"""The commands on the register of a case: what they print, what a judgement changes, what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from habeas.cli.main import call

FIRST = """Ruritania freed 20 political prisoners on 3 May 2018, the monitor Open Door said.
Among them is Greta Vantongeren, a teacher. Vantongeren was arrested on 4 March 2016.
Vantongeren was sentenced on 10 June 2016 to six years in prison.
Milos Adarek, a trade unionist who was detained on 2 February 2017, is still in prison. The government said that Adarek
will be released in June 2018.
"""
SECOND = """Unionist freed
12 June 2018
Milosh Adarek, the trade unionist, was released from prison on 9 June 2018. His wife, Lena Adarek, was arrested on
10 June 2018, police said.
"""


@pytest.fixture
def case(tmp_path: Path) -> Path:
    (tmp_path / "first.txt").write_text(FIRST, encoding="utf-8")
    (tmp_path / "second.txt").write_text(SECOND, encoding="utf-8")
    assert call(["new", str(tmp_path / "case")]) == 0
    assert call(["add", str(tmp_path / "case"), str(tmp_path / "first.txt"), str(tmp_path / "second.txt")]) == 0
    return tmp_path / "case"


def printed(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    capsys.readouterr()
    assert call(list(words)) == 0
    return capsys.readouterr().out


def test_the_register_is_shown_beside_the_counts(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = printed(capsys, "register", str(case))
    assert "in custody from 2016-03-04 to 2018-05-03" in out
    assert "1 of 20 freed on 2018-05-03 known by name" in out
    assert "confirmed by name since" in out
    assert "6.0 person-years of prison imposed in 2016" in out


def test_the_curve_is_one_line_a_day(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = printed(capsys, "register", str(case), "--show", "curve", "--format", "csv", "--until", "2018-07-01")
    rows = dict(line.split(",", 1) for line in out.splitlines()[1:])
    assert rows["2016-03-04"].startswith("1,1,1")
    assert rows["2017-02-02"].startswith("2,2,2")
    assert list(rows)[-1] == "2018-07-01"
    assert len(rows) == 850


def test_terms_are_added_up_in_a_window(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("register", str(case), "--show", "years", "--format", "json")
    asked = json.loads(printed(capsys, *words, "--window", "2016-06-01..2016-06-30"))
    assert [row["years"] for row in asked["imposed"]] == [{"low": 6.0, "high": 6.0}]
    none = json.loads(printed(capsys, *words, "--window", "2017-06-01..2017-06-30"))
    assert none["imposed"][0]["years"] == {"low": 0.0, "high": 0.0}


def test_a_judgement_parts_two_entries_and_its_withdrawal_joins_them(
    case: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def persons() -> list[dict[str, object]]:
        return json.loads(printed(capsys, "register", str(case), "--show", "persons", "--format", "json"))["register"][
            "persons"
        ]

    both = next(p for p in persons() if len(p["spellings"]) == 2)  # type: ignore[arg-type]
    left, right = (entry["id"] for entry in both["entries"])  # type: ignore[attr-defined]
    judged = ["judge", str(case), left, "different", "--other", right, "--by", "a tester"]
    assert call(judged) == 0
    assert not any(len(p["spellings"]) == 2 for p in persons())  # type: ignore[arg-type]
    assert call(["judge", str(case), left, "withdraw", "--other", right, "--by", "a tester"]) == 0
    assert any(len(p["spellings"]) == 2 for p in persons())  # type: ignore[arg-type]


def test_a_status_claim_can_be_rejected(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = printed(capsys, "export", str(case), "--what", "status_claims").splitlines()
    arrest = next(c for c in map(json.loads, lines) if c["person"] == "Lena Adarek")
    assert call(["judge", str(case), arrest["id"], "reject", "--by", "a tester"]) == 0
    assert "Lena Adarek" not in printed(capsys, "register", str(case), "--show", "persons")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["register", "CASE", "--window", "2016"], "START..END"),
        (["register", "CASE", "--format", "csv"], "--show curve"),
        (["judge", "CASE", "0123", "same", "--by", "x"], "--other"),
        (["judge", "CASE", "0123", "same", "--other", "4567", "--by", "x"], "no entry of this id"),
        (["judge", "CASE", "0123", "same", "--other", "0123", "--by", "x"], "against itself"),
        (["judge", "CASE", "0123", "accept", "--by", "x"], "no claim of this id"),
        (["add-list", "CASE", "no-such-file.csv", "--name", "x"], "no-such-file.csv"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    case: Path, words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert call([str(case) if word == "CASE" else word for word in words]) == 2
    assert said in capsys.readouterr().err


def test_making_somebody_public_whom_the_case_does_not_know_says_so(
    case: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert call(["judge", str(case), "Nobody Whosoever", "public", "--by", "a tester"]) == 0
    assert "nobody of this name" in capsys.readouterr().err
