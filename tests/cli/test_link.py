"""`habeas link`, as a user types it."""

from __future__ import annotations

import csv
import json
import stat
from pathlib import Path

import pytest

from habeas.cli.main import call

COURT = (
    "Фамилия;Имя;Отчество;Дата рождения;Регион\nАзёрный;Янка;Петрович;12.05.1980;Север\n"
    "Речная;Олеся;Ивановна;03.02.1991;Юг\nЛесной;Пётр;Сергеевич;30.11.1975;Юг\nИванов;Сергей;;;Север\n"
)
PRESS = "Name,Born\nYanka Aziorny,1980-05-12\nAlesia Rachnaya,1991-02-03\nHanna Zimovaya,1990-10-10\nS. Ivanov,\n"


@pytest.fixture
def lists(tmp_path: Path) -> list[str]:
    (tmp_path / "court.csv").write_text(COURT, encoding="utf-8")
    (tmp_path / "press.csv").write_text(PRESS, encoding="utf-8")
    return [str(tmp_path / "court.csv"), str(tmp_path / "press.csv")]


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_lists_are_linked_and_personal_data_is_kept_apart(
    lists: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert call(["link", *lists, "--out", str(out)]) == 0
    assert "pairs of rows are linked" in capsys.readouterr().out
    pairs = {(row["left_name"], row["right_name"]) for row in rows(out / "internal/pairs.csv")}
    assert any("Yanka Aziorny" in pair for pair in pairs)
    assert "INTERNAL" in (out / "internal/README.txt").read_text()
    assert stat.S_IMODE((out / "internal/rows.csv").stat().st_mode) == 0o600
    told = (out / "patterns.csv").read_text() + (out / "diagnostics.json").read_text()
    assert "Aziorny" not in told
    assert json.loads((out / "diagnostics.json").read_text())["rows"] == {"court": 4, "press": 4}


def test_the_patterns_go_straight_into_an_estimate(
    lists: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    call(["link", *lists, "--out", str(out), "--draws", "3"])
    assert [*rows(out / "patterns.csv")[0]] == ["linkage", "court", "press", "count"]
    assert {row["linkage"] for row in rows(out / "patterns.csv")} == {"0", "1", "2"}
    capsys.readouterr()
    asked = ["estimate", str(out / "patterns.csv"), "--linkage", "linkage", "--method", "chapman", "--format", "json"]
    assert call(asked) in {0, 2}  # two lists are few: whatever the method says of them, the file is understood
    assert "linkage" not in capsys.readouterr().err


def test_strata_divide_the_patterns(lists: list[str], tmp_path: Path) -> None:
    out = tmp_path / "out"
    call(["link", *lists, "--out", str(out), "--stratum", "Регион", "--draws", "1"])
    assert {row["Регион"] for row in rows(out / "patterns.csv")} == {"Север", "Юг", "not known"}


def test_verdicts_of_a_review_file_are_heeded_and_never_written_over(
    lists: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, again = tmp_path / "out", tmp_path / "again"
    call(["link", *lists, "--out", str(out)])
    pair = next(row for row in rows(out / "internal/pairs.csv") if "Yanka Aziorny" in row.values())
    review = out / "internal/review.csv"
    with review.open("a", encoding="utf-8", newline="") as file:
        blank = [pair["left"], pair["right"], *[""] * 11]
        csv.writer(file).writerow([*blank, "different", "me", "two cousins", "2031-01-02T10:00:00"])
        csv.writer(file).writerow([*blank, "perhaps", "me", "", ""])
        csv.writer(file).writerow([*blank, "same", "", "", ""])
    before = review.read_bytes()
    capsys.readouterr()
    assert call(["link", *lists, "--out", str(out), "--judged", str(review)]) == 2
    assert "verdicts" in capsys.readouterr().err
    assert review.read_bytes() == before
    assert call(["link", *lists, "--out", str(again), "--judged", str(review)]) == 1
    told = capsys.readouterr().err
    assert "'perhaps' is no verdict" in told
    assert "does not say who judged" in told
    assert not any("Yanka Aziorny" in row.values() for row in rows(again / "internal/pairs.csv"))


def test_a_list_that_cannot_be_read_is_told_and_the_rest_is_linked(
    lists: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mails.csv").write_text("Name,Id\na@b.example,1\nc@d.example,2\n")
    assert call(["link", *lists, str(tmp_path / "mails.csv"), "--out", str(tmp_path / "out")]) == 1
    assert "mails.csv: no column holds names" in capsys.readouterr().err
    assert call(["link", lists[0], str(tmp_path / "mails.csv"), "--out", str(tmp_path / "other")]) == 2
    assert "fewer than two lists are left" in capsys.readouterr().err


def test_a_column_can_be_named_for_one_list(lists: list[str], tmp_path: Path) -> None:
    press = Path(lists[1])
    press.write_text(PRESS.replace("Born", "X"))
    out = tmp_path / "out"
    assert call(["link", *lists, "--out", str(out), "--column", "press:birth=X"]) == 0
    assert {row["born"] for row in rows(out / "internal/rows.csv") if row["list"] == "press"} >= {"1980-05-12"}


def test_lists_without_two_rows_alike_are_given_no_rates(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.csv").write_text("name,born\nAnna Orlova,1990-01-02\n")
    (tmp_path / "b.csv").write_text("name,born\nTiku Brandt,1961-11-20\n")
    code = call(["link", str(tmp_path / "a.csv"), str(tmp_path / "b.csv"), "--out", str(tmp_path / "out")])
    printed = capsys.readouterr()
    told = printed.out + printed.err
    assert code == 0
    assert "        1 row   a" in told
    assert "no two rows are alike enough to be compared" in told
    assert "100.0%" not in told
