"""Lists of persons: columns recognised, dates in any form, bad rows told and good ones kept."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.errors import ItemError
from habeas.read.rosters.compare import compare
from habeas.read.rosters.dates import parse_date
from habeas.read.rosters.entries import term_months
from habeas.read.rosters.options import RosterOptions
from habeas.read.rosters.step import read_roster
from habeas.read.rosters.vocabulary import role_of_header
from habeas.values.record import Failure
from habeas.values.roster import DateSpan, Roster

DEFAULTS = RosterOptions()
PEOPLE = [
    ["Yanka Aziorny", "04.03.1990", "12.05.2030", "8 years"],
    ["Alesia Rachnaya", "17.11.1987", "13.05.2030", "2 years 6 months"],
    ["Piatro Liasny", "1985", "May 2030", "life"],
]
HEADERS = ["Full name", "Date of birth", "Date of arrest", "Sentence"]


def write(path: Path, rows: list[list[str]], delimiter: str = ",", encoding: str = "utf-8") -> Path:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def book(path: Path, rows: list[list[object]], merged: tuple[str, ...] = (), title: str = "List") -> Path:
    openpyxl = pytest.importorskip("openpyxl", reason="the extra `lists` is not installed")
    made = openpyxl.Workbook()
    made.active.title = title
    for row in rows:
        made.active.append(row)
    for area in merged:
        made.active.merge_cells(area)
    made.save(path)
    return path


def parts(path: Path, options: RosterOptions = DEFAULTS) -> tuple[Roster, list[Failure], list[Failure]]:
    roster, bad, notes = read_roster(path, options)
    return roster, list(bad), list(notes)


def roles(roster: Roster) -> dict[str, str | None]:
    return {column.header: column.role for column in roster.columns}


def day(text: str) -> DateSpan:
    return DateSpan(low=date.fromisoformat(text), high=date.fromisoformat(text))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_list_is_read_whatever_its_separator_and_encoding(tmp_path: Path, delimiter: str, encoding: str) -> None:
    roster, bad, notes = parts(write(tmp_path / "list.csv", [HEADERS, *PEOPLE], delimiter, encoding))
    assert (bad, notes) == ([], [])
    assert roles(roster) == dict(zip(HEADERS, ["name", "birth", "detained", "term"], strict=True))
    assert [entry.name for entry in roster.entries] == [row[0] for row in PEOPLE]
    assert [entry.row for entry in roster.entries] == [2, 3, 4]
    first, second, third = roster.entries
    assert first.dates == {"birth": day("1990-03-04"), "detained": day("2030-05-12")}
    assert (first.term_months, second.term_months, third.term_months) == (96, 30, None)
    assert third.dates["birth"] == DateSpan(low=date(1985, 1, 1), high=date(1985, 12, 31))
    assert third.cells["Sentence"] == "life"


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        (
            ["№", "Фамилия", "Имя", "Отчество", "Дата рождения"],
            ["number", "family_name", "given_name", "patronymic", "birth"],
        ),
        (["Прозвішча, імя", "Затрыманы", "Артыкул", "Нататкі"], ["name", "detained", "charge", "note"]),
        (["Прізвище", "Ім’я", "Дата арешту", "Вирок"], ["family_name", "given_name", "detained", "term"]),
        (["Apellidos", "Nombres", "Edad", "Fecha de detención"], ["family_name", "given_name", "age", "detained"]),
        (["Nom", "Prénom", "Date de naissance"], ["family_name", "given_name", "birth"]),
        (["الاسم الكامل", "تاريخ الاعتقال", "السجن"], ["name", "detained", "place"]),
        (["Name (Latin)", "DOB", "Date of arrest/detention"], ["name", "birth", "detained"]),
    ],
)
def test_headers_of_many_languages_are_understood(headers: list[str], expected: list[str]) -> None:
    assert [found[0] if (found := role_of_header(header)) else None for header in headers] == expected


@pytest.mark.parametrize(
    "header",
    [
        "Last name, first name",
        "Surname and name",
        "Прізвище, ім'я, по батькові",
        "Фамилия, имя",
        "Họ và tên",
        "Nazwisko, imię",
    ],
)
def test_a_header_of_several_parts_of_a_name_heads_whole_names(tmp_path: Path, header: str) -> None:
    path = tmp_path / "list.csv"
    path.write_text(f"{header};Remark\nShevchuk Oleh;none\nKoval Hanna;none\n", encoding="utf-8")
    roster = read_roster(path)[0]
    assert roster.columns[0].role == "name"
    assert [entry.name for entry in roster.entries] == ["Shevchuk Oleh", "Koval Hanna"]


def test_names_in_several_columns_are_put_together_and_kept_apart(tmp_path: Path) -> None:
    rows = [["Surname", "Name", "Age"], ["Aziorny", "Yanka", "41"], ["Rachnaya", "Alesia", "?"]]
    roster, bad, _ = parts(write(tmp_path / "list.csv", rows))
    assert not bad
    assert [(e.name, e.family_name, e.given_name, e.age) for e in roster.entries] == [
        ("Yanka Aziorny", "Aziorny", "Yanka", 41),
        ("Alesia Rachnaya", "Rachnaya", "Alesia", None),
    ]


def test_columns_without_known_headers_are_recognised_by_their_cells(tmp_path: Path) -> None:
    rows = [["Xyz", "Qwerty"], *[[f"2030-05-{n:02}", name] for n, (name, *_) in enumerate(PEOPLE, start=1)]]
    roster, _, _ = parts(write(tmp_path / "list.csv", rows))
    assert roles(roster)["Qwerty"] == "name"
    assert "look like names" in roster.columns[1].why


def test_a_list_without_a_header_is_read_and_told(tmp_path: Path) -> None:
    roster, _, notes = parts(write(tmp_path / "list.csv", PEOPLE))
    assert [entry.name for entry in roster.entries] == [row[0] for row in PEOPLE]
    assert ["has no header row" in note.what for note in notes] == [True]


def test_lines_above_the_header_are_passed_over(tmp_path: Path) -> None:
    rows = [["List of detained persons", "", "", ""], ["as of 1 June 2030", "", "", ""], HEADERS, *PEOPLE]
    roster, bad, _ = parts(write(tmp_path / "list.csv", rows))
    assert not bad
    assert [entry.row for entry in roster.entries] == [4, 5, 6]


def test_a_user_can_say_what_a_column_holds(tmp_path: Path) -> None:
    path = write(tmp_path / "list.csv", [["A", "B"], ["Yanka Aziorny", "Alesia Rachnaya"]])
    assert parts(path, RosterOptions(columns={"name": "B"}))[0].entries[0].name == "Alesia Rachnaya"
    assert parts(path, RosterOptions(columns={"name": "1"}))[0].entries[-1].name == "Yanka Aziorny"
    for columns in ({"name": "C"}, {"name": "9"}, {"hero": "A"}):
        with pytest.raises(ItemError) as caught:
            read_roster(path, RosterOptions(columns=columns))
        assert caught.value.remedy


def test_a_date_that_does_not_exist_is_told_and_the_person_kept(tmp_path: Path) -> None:
    rows = [HEADERS, *PEOPLE, ["Maryna Liasnaya", "1.1.1990", "31.02.2030", ""]]
    roster, [failure], _ = parts(write(tmp_path / "list.csv", rows))
    assert roster.entries[-1].dates == {"birth": day("1990-01-01")}
    assert failure.where.endswith("list.csv:5")
    assert "'Date of arrest' is no date: '31.02.2030'" in failure.what


def test_a_row_whose_name_is_an_address_or_missing_is_told_and_the_rest_kept(tmp_path: Path) -> None:
    rows = [HEADERS, *PEOPLE, ["ala@post.example", "", "", ""], ["", "1990", "", ""], ["12345", "", "", ""]]
    roster, bad, _ = parts(write(tmp_path / "list.csv", rows))
    assert len(roster.entries) == 3
    assert [failure.where.rpartition(":")[2] for failure in bad] == ["5", "6", "7"]
    assert "e-mail address" in bad[0].what
    assert all("no name" in failure.what for failure in bad[1:])


def test_a_name_column_of_addresses_is_not_taken_for_names(tmp_path: Path) -> None:
    mails = [["Name", "Number"], *[[f"p{n}@post.example", str(n)] for n in range(20)]]
    with pytest.raises(ItemError, match=r"'Name' holds e-mail addresses; say which one does: --column name="):
        read_roster(write(tmp_path / "list.csv", mails))
    both = [["Name", "Contact"], *[[f"p{n}@post.example", name] for n, (name, *_) in enumerate(PEOPLE)]]
    roster, _, _ = parts(write(tmp_path / "both.csv", both))
    assert [entry.name for entry in roster.entries] == [row[0] for row in PEOPLE]


def test_a_column_whose_cells_belie_its_header_is_kept_with_the_reason(tmp_path: Path) -> None:
    rows = [["Name", "Born"], ["Yanka Aziorny", "yes"], ["Alesia Rachnaya", "unknown"]]
    roster, _, _ = parts(write(tmp_path / "list.csv", rows))
    assert roster.columns[1].role is None
    assert roster.columns[1].why == "holds no dates, whatever its header says: kept as it is"


def test_repeated_headers_are_numbered_and_told(tmp_path: Path) -> None:
    rows = [["Name", "Date", "Date"], ["Yanka Aziorny", "1", "2"]]
    roster, _, [note] = parts(write(tmp_path / "list.csv", rows))
    assert roster.entries[0].cells == {"Name": "Yanka Aziorny", "Date": "1", "Date (2)": "2"}
    assert "several columns called 'Date'" in note.what


def test_a_thousand_columns_are_told_and_the_names_still_read(tmp_path: Path) -> None:
    rows = [["Name", *[f"c{n}" for n in range(999)]], ["Yanka Aziorny", *["x"] * 999]]
    roster, bad, [note] = parts(write(tmp_path / "list.csv", rows))
    assert [entry.name for entry in roster.entries] == ["Yanka Aziorny"]
    assert not bad
    assert "1,000 columns; the first 200 are read" in note.what


def test_a_stray_line_is_read_in_the_old_encoding_of_the_other_lines_script(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes("Имя,Год\nВера Лис,1991\n".encode() + "Олег Зорин,1990\n".encode("cp1251"))
    roster, _, _ = parts(path)
    assert [entry.name for entry in roster.entries] == ["Вера Лис", "Олег Зорин"]


def test_a_file_put_together_from_two_encodings_is_read_line_by_line(tmp_path: Path) -> None:
    utf8 = "Имя;Дата ареста\nОзёрный Иван;1.5.2030\n".encode()
    other = "Лесная Мария Петровна;2.5.2030\nРечной Олег Павлович;3.5.2030\n".encode("cp1251")
    path = tmp_path / "list.csv"
    path.write_bytes(utf8 + other)
    roster, bad, [note] = parts(path)
    assert not bad
    assert [e.name for e in roster.entries] == ["Озёрный Иван", "Лесная Мария Петровна", "Речной Олег Павлович"]
    assert "mixes encodings: 2 of 5 lines" in note.what
    path.write_bytes(utf8 + b"\xff\xfe\xfa;1\n" + "Лесная Мария;4.5.2030\n".encode())
    roster, [failure], _ = parts(path)
    assert [e.name for e in roster.entries] == ["Озёрный Иван", "Лесная Мария"]
    assert failure.where.endswith(":3")


def test_a_row_with_too_many_cells_is_told(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Name,Place\nYanka Aziorny,North\nAlesia, Rachnaya,South\n")
    roster, [failure], _ = parts(path)
    assert [entry.name for entry in roster.entries] == ["Yanka Aziorny"]
    assert failure.where.endswith(":3")
    assert "3 cells where the header has 2" in failure.what


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.csv", b"", "empty"),
        ("a.csv", b"\n\n;;\n", "empty"),
        ("a.csv", b"Name,Age\n", "no rows"),
        ("a.csv", b"\x00\x01\x02", "binary"),
        ("a.csv", b"Age,Number\n3,4\n", "no column holds names"),
        ("a.txt", b"One, two.\nThree.\nFour, five, six.\nSeven, eight, nine, ten.\n", "is no table"),
        ("a.xls", b"\xd0\xcf\x11\xe0", "a workbook of a kind that is not read"),
        ("a.xlsx", b"PK\x03\x04 but no workbook", "no workbook"),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_the_remedy(tmp_path: Path, name: str, data: bytes, words: str) -> None:
    (tmp_path / name).write_bytes(data)
    if name.endswith(".xlsx"):
        pytest.importorskip("openpyxl", reason="the extra `lists` is not installed")
    with pytest.raises(ItemError) as caught:
        read_roster(tmp_path / name)
    assert words in str(caught.value)
    assert caught.value.remedy


def test_a_workbook_is_read_with_its_dates_and_merged_cells(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Prisoners of Sarnia", None, None],
        ["Prison", "Name", "Date of arrest"],
        ["North", "Yanka Aziorny", datetime(2030, 5, 12)],  # noqa: DTZ001 - workbooks know no zones
        [None, "Alesia Rachnaya", "13/05/2030"],
        ["South", "Piatro Liasny", 2030],
    ]
    roster, bad, notes = parts(book(tmp_path / "list.xlsx", rows, ("A1:C1", "A3:A4")))
    assert not bad
    assert [(e.row, e.texts["place"]) for e in roster.entries] == [(3, "North"), (4, "North"), (5, "South")]
    assert [e.dates["detained"] for e in roster.entries][:2] == [day("2030-05-12"), day("2030-05-13")]
    assert any("1 merged cells were filled downwards" in note.what for note in notes)
    assert roster.sheet == "List"


def test_the_largest_sheet_is_read_and_another_can_be_named(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl", reason="the extra `lists` is not installed")
    made = openpyxl.Workbook()
    made.active.title = "Cover"
    made.active.append(["Name"])
    made.active.append(["Cover Person"])
    other = made.create_sheet("People")
    for row in (HEADERS, *PEOPLE):
        other.append(row)
    made.save(tmp_path / "list.xlsx")
    roster, _, [note] = parts(tmp_path / "list.xlsx")
    assert roster.sheet == "People"
    assert "'Cover'" in note.what
    assert parts(tmp_path / "list.xlsx", RosterOptions(sheet="Cover"))[0].entries[0].name == "Cover Person"
    with pytest.raises(ItemError, match="'People'"):
        read_roster(tmp_path / "list.xlsx", RosterOptions(sheet="None"))


def test_a_workbook_that_unpacks_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from habeas.read.rosters import xlsx_table

    pytest.importorskip("openpyxl", reason="the extra `lists` is not installed")
    with zipfile.ZipFile(tmp_path / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b" " * 2_000_000)
    monkeypatch.setattr(xlsx_table, "_MAX_UNPACKED", 1_000_000)
    with pytest.raises(ItemError, match="unpacks to more than"):
        read_roster(tmp_path / "bomb.xlsx")


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("2021-03-04", "2021-03-04", "2021-03-04"),
        ("2021-03-04 10:20:30", "2021-03-04", "2021-03-04"),
        ("04.03.2021", "2021-03-04", "2021-03-04"),
        ("4/3/2021", "2021-03-04", "2021-04-03"),
        ("3/14/2021", "2021-03-14", "2021-03-14"),
        ("05.06.87", "1987-06-05", "1987-06-05"),
        ("March 4, 2021", "2021-03-04", "2021-03-04"),
        ("4th of March 2021", "2021-03-04", "2021-03-04"),
        ("4 марта 2021 г.", "2021-03-04", "2021-03-04"),
        ("4 сакавіка 2021", "2021-03-04", "2021-03-04"),
        ("4 березня 2021 року", "2021-03-04", "2021-03-04"),
        ("4 de marzo de 2021", "2021-03-04", "2021-03-04"),
        ("4 mars 2021", "2021-03-04", "2021-03-04"),
        ("2021年3月4日", "2021-03-04", "2021-03-04"),
        ("٢٠٢١-٠٣-٠٤", "2021-03-04", "2021-03-04"),
        ("March 2021", "2021-03-01", "2021-03-31"),
        ("02.2024", "2024-02-01", "2024-02-29"),
        ("2021-03", "2021-03-01", "2021-03-31"),
        ("1987 г.р.", "1987-01-01", "1987-12-31"),
    ],
)
def test_dates_are_read_in_any_common_form(text: str, low: str, high: str) -> None:
    assert parse_date(text) == DateSpan(low=date.fromisoformat(low), high=date.fromisoformat(high))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "31.02.2021",
        "2021-13-01",
        "2021-02-29",
        "8 years",
        "Minsk 2020",
        "1234567",
        "12345678",
        "0",
        "0021",
        "may",
        "x" * 500,
        "1/2",
    ],
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert parse_date(text) is None


@given(st.dates(min_value=date(1930, 1, 1), max_value=date(2029, 12, 31)), st.booleans())
def test_every_day_comes_back_from_every_numeric_form(one: date, day_first: bool) -> None:
    order = "%d/%m" if day_first else "%m/%d"
    for form in (f"{order}/%Y", f"{order}/%y"):
        assert parse_date(one.strftime(form), day_first=day_first) == day(one.isoformat())
    assert parse_date(one.strftime("%d.%m.%Y")) == day(one.isoformat())
    assert parse_date(one.strftime("%-d %B %Y")) == day(one.isoformat())
    unsure = parse_date(one.strftime("%d/%m/%Y"))
    assert unsure is not None
    assert unsure.low <= one <= unsure.high


def test_the_order_of_day_and_month_is_settled_by_the_column(tmp_path: Path) -> None:
    american = [["Name", "Date of arrest"], ["Ann Lake", "03/04/2030"], ["Bea Hill", "03/25/2030"]]
    roster, _, _ = parts(write(tmp_path / "a.csv", american))
    assert roster.entries[0].dates["detained"] == day("2030-03-04")
    unsure = write(tmp_path / "b.csv", american[:2])
    assert parts(unsure)[0].entries[0].dates["detained"].high == date(2030, 4, 3)
    assert parts(unsure, RosterOptions(day_first=True))[0].entries[0].dates["detained"] == day("2030-04-03")


@pytest.mark.parametrize(
    ("text", "header", "months"),
    [
        ("8 years", "Sentence", 96),
        ("2 года 6 месяцев", "Срок", 30),
        ("2 гады 6 месяцаў", "Тэрмін", 30),
        ("3,5", "Sentence (years)", 42),
        ("18", "Term, months", 18),
        ("8-year sentence", "Sentence", 96),
        ("life", "Sentence (years)", None),
        ("12", "Sentence", None),
        ("", "Sentence (years)", None),
    ],
)
def test_sentences_are_read_in_months(text: str, header: str, months: int | None) -> None:
    assert term_months(text, header) == months


def test_two_versions_of_a_list_are_compared_person_by_person(tmp_path: Path) -> None:
    old = parts(write(tmp_path / "old.csv", [HEADERS, *PEOPLE]))[0]
    freed = ["Rachnaya, Alesia", *PEOPLE[1][1:3], "3 years"]  # the same person, her parts in another order
    new = parts(write(tmp_path / "new.csv", [HEADERS, freed, PEOPLE[0], ["Maryna Liasnaya", "", "", ""]]))[0]
    changes = compare(old, new)
    assert [(c.kind, c.name) for c in changes] == [
        ("removed", "Piatro Liasny"),
        ("changed", "Rachnaya, Alesia"),
        ("added", "Maryna Liasnaya"),
    ]
    assert changes[1].fields["Sentence"] == ("2 years 6 months", "3 years")
    assert compare(old, old) == ()


def test_running_numbers_given_anew_do_not_confuse_a_comparison(tmp_path: Path) -> None:
    old = [["No", "Name"], *[[str(n), row[0]] for n, row in enumerate(PEOPLE, start=1)]]
    new = [["No", "Name"], *[[str(n), row[0]] for n, row in enumerate(PEOPLE[1:], start=1)]]
    found = compare(parts(write(tmp_path / "a.csv", old))[0], parts(write(tmp_path / "b.csv", new))[0])
    assert [(c.kind, c.name) for c in found if c.kind != "changed"] == [("removed", PEOPLE[0][0])]
    renamed = [old[0], ["1", "Yanka Azierny"], *old[2:]]
    found = compare(parts(write(tmp_path / "a.csv", old))[0], parts(write(tmp_path / "c.csv", renamed))[0])
    assert [c.kind for c in found] == ["changed"]


def test_a_hundred_thousand_rows_are_read(tmp_path: Path) -> None:
    start = date(2020, 1, 1)
    rows = [["Name", "Arrested"]] + [
        [f"Person {chr(97 + n % 26)}{chr(97 + n // 26 % 26)}", (start + timedelta(n % 999)).isoformat()]
        for n in range(100_000)
    ]
    roster, bad, _ = parts(write(tmp_path / "list.csv", rows))
    assert len(roster.entries) == 100_000
    assert not bad
