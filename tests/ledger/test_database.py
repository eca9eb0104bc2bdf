"""A case whose ledger a database keeps: the same commands, and errors in words."""

from __future__ import annotations

import os
import uuid
from pathlib import Path

import pytest

from habeas.cli.main import call
from habeas.ledger.case import load_settings, name_in_database, settings_text
from habeas.values.case import CaseSettings, Database

POSTGRES = "HABEAS_TEST_POSTGRES"


def test_the_settings_of_a_new_case_say_where_its_ledger_is(tmp_path: Path) -> None:
    kept = Database(address="postgresql://desk@host.example/cases", name="upper_vale")
    (tmp_path / "case.toml").write_text(settings_text(CaseSettings(name="Upper Vale", database=kept)), encoding="utf-8")
    assert load_settings(tmp_path).database == kept


@pytest.mark.parametrize(
    ("folder", "name"), [("Upper Vale-2031", "upper_vale_2031"), ("2031", "case_2031"), ("Дело", "case")]
)
def test_a_case_is_named_in_a_database_after_its_folder(folder: str, name: str) -> None:
    assert name_in_database(Path(folder)) == name


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("nonsense", "the address of its database is none; write it as postgresql://user@host/database"),
        ("postgresql://desk:secret@localhost/x", "has a password in it"),
        ("postgresql://desk@localhost:1/x", "the server cannot be reached"),
    ],
)
def test_a_database_that_cannot_be_used_leaves_no_case_behind(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], address: str, words: str
) -> None:
    pytest.importorskip("psycopg", reason="the extra `postgres` is not installed")
    assert call(["new", str(tmp_path / "vale"), "--database", address]) == 2
    told = capsys.readouterr().err
    assert words in told
    assert "secret" not in told
    assert list(tmp_path.iterdir()) == []


def test_the_commands_of_a_case_work_on_a_database(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    url = os.environ.get(POSTGRES)
    if not url:
        pytest.skip(f"no PostgreSQL server: set {POSTGRES} to the address of one, such as postgresql:///postgres")
    pytest.importorskip("psycopg", reason="the extra `postgres` is not installed")
    case = str(tmp_path / f"t{uuid.uuid4().hex}")
    (tmp_path / "2031-05-06 nine.txt").write_text("Nine prisoners were freed on 5 May 2031. Anna Orlova was arrested.")
    assert call(["new", case, "--database", url]) == 0
    for _ in range(2):
        assert call(["add", case, str(tmp_path / "2031-05-06 nine.txt")]) == 0
    assert "1 document already there" in capsys.readouterr().err
    assert call(["brief", case]) == 0
    assert "freed" in capsys.readouterr().out
    assert call(["erase", case, "2031-05-06 nine", "--reason", "request 1", "--yes"]) == 0
    assert call(["verify", case]) == 0
    assert call(["export", case]) == 0
    assert "Nine" not in capsys.readouterr().out
    assert call(["backup", case, str(tmp_path / "copy.habeas")]) == 2
    assert "pg_dump" in capsys.readouterr().err
