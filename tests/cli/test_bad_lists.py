"""Lists as people keep them, through the commands: what is wrong is explained, and the good rows reach the register."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from habeas.cli.main import call

GOOD = "Yanka Aziorny"
DAY = "2030-05-12"


def text(path: Path, content: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(content.encode(encoding))
    return path


def merged_cells(folder: Path) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ("Open Door", "", ""),
        ("Name", "Prison", "Detained"),
        (GOOD, "Colony 7", DAY),
        ("Alesia Rachnaya", "", DAY),
    ):
        sheet.append(row)
    sheet.merge_cells("A1:C1")
    sheet.merge_cells("B3:B4")
    book.save(folder / "list.xlsx")
    return folder / "list.xlsx"


def repeated_headers(folder: Path) -> Path:
    return text(folder / "list.csv", f"Name,Name,Detained,Detained\n{GOOD},Aziorny Y.,{DAY},\nNina Lesnaya,,{DAY},\n")


def no_such_day(folder: Path) -> Path:
    return text(folder / "list.csv", f"Name,Detained\n{GOOD},{DAY}\nNina Lesnaya,31.02.2030\n")


def addresses(folder: Path) -> Path:
    rows = "nina@example.org,2030-06-01\nolga@example.org,2030-06-02\n"
    return text(folder / "list.csv", f"Name,Detained\n{GOOD},{DAY}\nNina Lesnaya,{DAY}\nAles Horny,{DAY}\n{rows}")


def addresses_beside_names(folder: Path) -> Path:
    rows = "nina@example.org,Nina Lesnaya,2030-06-01\nales@example.org,Ales Horny,2030-06-01\n"
    return text(folder / "list.csv", f"Name,Who,Detained\nyanka@example.org,{GOOD},{DAY}\n{rows}")


def mixed_encodings(folder: Path) -> Path:
    path = folder / "list.csv"
    russian = "Иванова Нина,2030-06-01\nПетрова Ольга,2030-06-02\nСидорова Анна,2030-06-03\n".encode("cp1251")
    path.write_bytes(f"Name,Detained\n{GOOD},{DAY}\nАзёрная Нина,{DAY}\n".encode() + russian)
    return path


def a_thousand_columns(folder: Path) -> Path:
    head = ",".join(["Name", "Detained", *(f"x{n}" for n in range(998))])
    rows = "".join(f"{name},{DAY}{',1' * 998}\n" for name in (GOOD, "Nina Lesnaya"))
    return text(folder / "list.csv", f"{head}\n{rows}")


CASES = (
    (merged_cells, "merged"),
    (repeated_headers, "several columns called 'Name', 'Detained'"),
    (no_such_day, "is no date: '31.02.2030'"),
    (addresses, "has an e-mail address for a name: 'nina@example.org'"),
    (addresses_beside_names, ""),
    (mixed_encodings, "mixes encodings"),
    (a_thousand_columns, "has 1,000 columns"),
)


@pytest.mark.parametrize(("make", "words"), CASES, ids=[make.__name__ for make, _ in CASES])
def test_a_bad_list_is_explained_and_its_good_rows_join_the_register(
    make: Callable[[Path], Path], words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case, file = tmp_path / "case", make(tmp_path)
    assert call(["new", str(case)]) == 0
    assert call(["add-list", str(case), str(file), "--name", "Open Door"]) in {0, 1}
    told = capsys.readouterr()
    assert words in told.err
    assert "Traceback" not in told.err
    assert call(["register", str(case), "--show", "persons"]) == 0
    shown = capsys.readouterr().out
    assert GOOD in shown
    assert DAY in shown
    assert "@" not in shown


def test_a_list_of_addresses_alone_is_refused_with_the_remedy(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = text(tmp_path / "list.csv", "Name,Detained\nnina@example.org,2030-06-01\nolga@example.org,2030-06-02\n")
    assert call(["new", str(tmp_path / "case")]) == 0
    assert call(["add-list", str(tmp_path / "case"), str(file), "--name", "Open Door"]) == 2
    told = capsys.readouterr().err
    assert "holds e-mail addresses" in told
    assert "--column name=HEADER" in told
