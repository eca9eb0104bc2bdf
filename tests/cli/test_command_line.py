"""The command line as a newcomer meets it: help, errors in words, exit codes."""

from __future__ import annotations

import subprocess
import sys

import click
import pytest

from habeas.cli.main import COMMANDS, call, cli
from habeas.cli.options import Country
from habeas.cli.questions import in_full
from habeas.errors import RunError


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_has_help_that_says_what_it_takes(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert call([name, "--help"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("Usage: habeas " + name)
    assert len(shown.split("Options:")[0].split()) > 8


def test_the_help_of_the_whole_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["--help"]) == 0
    shown = capsys.readouterr().out
    assert [name for name in COMMANDS if f"\n  {name} " not in shown] == []


def test_help_imports_no_heavy_library() -> None:
    heavy = "spacy ortools trafilatura sqlalchemy numpy rich jinja2 numba"
    code = (
        "import sys\nfrom habeas.cli.main import call\ncall(['--help'])\n"
        f"print('HEAVY', [name for name in {heavy.split()!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip().endswith("HEAVY []")


def test_an_unknown_command_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["conjure"]) == 2
    assert "conjure" in capsys.readouterr().err


def test_an_error_of_ours_is_one_line_with_its_remedy(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    @click.command()
    def failing() -> None:
        raise RunError("case.toml", "is not readable", "check its permissions")

    monkeypatch.setattr(cli, "get_command", lambda *_: failing)
    assert call(["run"]) == 2
    assert capsys.readouterr().err == "habeas: case.toml: is not readable; check its permissions\n"


def test_no_traceback_reaches_the_user_even_when_we_have_a_bug(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    @click.command()
    def failing() -> None:
        raise ZeroDivisionError("a bug")

    monkeypatch.delenv("HABEAS_TRACE", raising=False)
    monkeypatch.setattr(cli, "get_command", lambda *_: failing)
    assert call(["run"]) == 2
    shown = capsys.readouterr().err
    assert "Traceback" not in shown
    assert "HABEAS_TRACE=1" in shown


@pytest.mark.parametrize(("given", "code"), [("BY", "BY"), ("by", "BY"), ("Colombia", "CO"), ("Hong Kong", "HK")])
def test_a_country_may_be_given_by_code_or_name(given: str, code: str) -> None:
    assert Country().convert(given, None, None) == code


def test_what_is_no_country_and_what_is_no_folder_are_usage_errors(capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["run", "reports", "--place", "ZZZ"]) == 2
    assert "'ZZZ' is no country" in capsys.readouterr().err
    assert call(["run", "reports", "--out", ""]) == 2
    assert "the name of the folder is empty" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("ask", "days"),
    [
        ("freed 2031-02", "freed 2031-02-01..2031-02-28"),
        ("held women 2031 ", "held women 2031-01-01..2031-12-31"),
        ("held 2031-02-01", "held 2031-02-01"),
        ("freed 2031-13", "freed 2031-13"),
        ("freed", "freed"),
        ("freed May 2031", "freed 2031-05-01..2031-05-31"),
        ("freed women from March to May 2031", "freed women 2031-03-01..2031-05-31"),
        ("held 5 May 2031", "held 2031-05-05"),
        ("freed 2030..2031", "freed 2030-01-01..2031-12-31"),
        ("freed in May", "freed in May"),
    ],
)
def test_a_question_may_ask_for_a_month_or_a_year(ask: str, days: str) -> None:
    assert in_full(ask) == days


@pytest.mark.parametrize(
    ("ask", "meant"),
    [
        ("released 2031", "freed 2031-01-01..2031-12-31"),
        ("arrested again 2031-05-06", "rearrested 2031-05-06"),
        ("How many women were released in May 2031?", "freed women 2031-05-01..2031-05-31"),
        ("how many people are behind bars on 6 May 2031", "held 2031-05-06"),
        ("detained activists 2031", "detained activists 2031-01-01..2031-12-31"),
        ("how many were thrashed in 2031", "thrashed 2031-01-01..2031-12-31"),
    ],
)
def test_a_question_may_be_asked_in_a_readers_words(ask: str, meant: str) -> None:
    assert in_full(ask) == meant
