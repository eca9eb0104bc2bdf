"""The commands `habeas brief` and `habeas site`, on a case of invented reports."""

from __future__ import annotations

from pathlib import Path

import pytest

from habeas.cli.main import call

REPORT = """---
title: Twelve go free in Varnia
outlet: Lake Ledger
published: 2031-05-14
---
The Harbour Committee said that 12 political prisoners were released on 13 May 2031.
It still counts at least 410 political prisoners.
"""
LATER = """---
title: Nine more go free in Varnia
outlet: Lake Ledger
published: 2031-06-20
---
The Harbour Committee said that 9 political prisoners were released on 19 June 2031.
"""


@pytest.fixture
def case(tmp_path: Path) -> Path:
    folder = tmp_path / "varnia"
    (tmp_path / "one.md").write_text(REPORT)
    (tmp_path / "two.md").write_text(LATER)
    assert call(["new", str(folder), "--name", "Varnia"]) == 0
    assert call(["add", str(folder), str(tmp_path / "one.md"), str(tmp_path / "two.md")]) == 0
    return folder


def test_brief_prints_markdown_with_the_figures_of_the_case(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert call(["brief", str(case)]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("# ")
    assert "12" in printed
    assert "Harbour Committee" in printed


def test_brief_writes_a_file_of_each_form(case: Path, tmp_path: Path) -> None:
    pytest.importorskip("typst")
    pytest.importorskip("docx")
    for form, start in (("md", b"# "), ("html", b"<!doctype"), ("pdf", b"%PDF"), ("docx", b"PK")):
        out = tmp_path / f"out.{form}"
        assert call(["brief", str(case), "--format", form, "--out", str(out)]) == 0
        assert out.read_bytes().lstrip().startswith(start)


def test_site_writes_the_folder_and_says_where(case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["site", str(case), str(tmp_path / "out"), "--since", "2031-01-01"]) == 0
    assert (tmp_path / "out/site/index.html").exists()
    assert (tmp_path / "out/site/changes.html").exists()
    assert "index.html" in capsys.readouterr().err
    assert "Varnia" in (tmp_path / "out/site/index.html").read_text()


def test_as_of_a_day_before_the_first_report_nothing_is_known(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert call(["brief", str(case), "--as-of", "2001-01-01"]) == 0
    assert "No claim in these reports could be used." in capsys.readouterr().out


def test_a_case_whose_rules_ask_for_review_is_refused_with_reasons_until_drafted(
    case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = case / "case.toml"
    settings.write_text(settings.read_text() + "\n[release]\nreviewed_headlines = true\n")
    assert call(["site", str(case), str(tmp_path / "out")]) == 2
    said = capsys.readouterr().err
    assert "not ready to be released" in said
    assert "--draft" in said
    assert not (tmp_path / "out").exists()
    assert call(["site", str(case), str(tmp_path / "out"), "--draft"]) == 0


def test_days_in_the_wrong_order_and_a_missing_folder_are_explained(
    case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(["brief", str(case), "--as-of", "2031-05-01", "--since", "2031-06-01"]) == 2
    assert "--since must be an earlier day" in capsys.readouterr().err
    assert call(["brief", str(tmp_path / "nowhere")]) == 2
    assert "habeas new" in capsys.readouterr().err
    assert call(["brief", str(case), "--out", str(tmp_path / "no" / "such" / "file.md")]) == 2
    assert "cannot be written" in capsys.readouterr().err
