"""The case folder, its settings and its backups."""

from __future__ import annotations

import zipfile
from pathlib import Path
from types import SimpleNamespace as Samples

import msgspec
import pytest

from habeas.errors import HabeasError, LedgerError
from habeas.ledger.backup import backup_case, restore_case
from habeas.ledger.case import LEDGER, SETTINGS, create_case, load_settings, open_ledger
from habeas.ledger.snapshot import snapshot
from habeas.values.case import CaseSettings, GroupRelation


@pytest.fixture
def case(tmp_path: Path, samples: Samples) -> Path:
    folder = tmp_path / "case #1? 100%20'é"
    create_case(folder, CaseSettings(name='Sarnia "1"\\', place="XX"), "0.0")
    ledger = open_ledger(folder)
    samples.fill(ledger, range(3))
    ledger.close()
    return folder


def left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_new_case_holds_settings_and_a_ledger_and_nothing_else(tmp_path: Path) -> None:
    create_case(tmp_path / "deep/er/case", CaseSettings(name="n"), "0.0")
    assert left(tmp_path / "deep/er") == ["case"]
    assert left(tmp_path / "deep/er/case") == [SETTINGS, "ledger.seal", LEDGER]


def test_settings_are_read_back_as_written_and_as_edited(case: Path) -> None:
    assert load_settings(case) == CaseSettings(name='Sarnia "1"\\', place="XX")
    with (case / SETTINGS).open("a") as stream:
        stream.write('[[groups]]\nleft = "women"\nrelation = "subset"\nright = "all"\n[sources]\n"Lake" = "monitor"\n')
    edited = load_settings(case)
    assert edited.groups == (GroupRelation(left="women", relation="subset", right="all"),)
    assert edited.sources == {"Lake": "monitor"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name = ", "not valid TOML"),
        ("name = 5", "Expected `str`"),
        ('nmae = "x"', "no setting 'nmae'"),
        ('[[groups]]\nleft = "a"\n', "missing required field"),
        ("\xff", "not valid TOML"),
    ],
)
def test_bad_settings_are_refused_in_words(case: Path, text: str, words: str) -> None:
    (case / SETTINGS).write_bytes(text.encode("latin-1"))
    with pytest.raises(HabeasError) as caught:
        load_settings(case)
    assert words in str(caught.value)
    assert caught.value.remedy


def test_a_case_is_never_created_over_something(case: Path, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("x")
    for place in (case, file):
        with pytest.raises(LedgerError, match="exists already"):
            create_case(place, CaseSettings(), "0.0")
    (tmp_path / "empty").mkdir()
    create_case(tmp_path / "empty", CaseSettings(), "0.0")


def test_a_failure_while_a_case_is_made_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from habeas.ledger.sqlite import SqliteLedger

    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(SqliteLedger, "create", fail)
    with pytest.raises(OSError, match="No space"):
        create_case(tmp_path / "case", CaseSettings(), "0.0")
    assert left(tmp_path) == []


@pytest.mark.parametrize("remove", [[SETTINGS, LEDGER], [LEDGER]])
def test_a_folder_that_is_no_case_says_so(case: Path, remove: list[str]) -> None:
    for name in remove:
        (case / name).unlink()
    with pytest.raises(LedgerError, match=r"is not a case|is missing"):
        open_ledger(case)


def test_a_foreign_database_is_not_taken_for_a_ledger(case: Path) -> None:
    import sqlite3

    (case / LEDGER).unlink()
    sqlite3.connect(case / LEDGER).execute("CREATE TABLE a (b)").connection.close()
    with pytest.raises(LedgerError, match="no ledger"):
        open_ledger(case)
    (case / LEDGER).write_text("not a database at all, but long enough to be looked at " * 40)
    with pytest.raises(LedgerError, match="damaged"):
        open_ledger(case)


def test_a_case_on_read_only_media_can_be_read_and_verified_but_not_written(
    case: Path, samples: Samples, monkeypatch: pytest.MonkeyPatch
) -> None:
    import os

    before = {file.name: file.read_bytes() for file in case.iterdir()}
    real = os.access  # permissions mean nothing to the superuser, who may run the tests
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK and real(path, mode))
    ledger = open_ledger(case)
    assert len(snapshot(ledger).documents) == 3
    assert list(ledger.verify()) == []
    with pytest.raises(LedgerError, match="cannot be written; check the permissions"):
        samples.fill(ledger, range(7, 8))
    ledger.close()
    assert {file.name: file.read_bytes() for file in case.iterdir()} == before


def test_a_backup_brings_back_the_same_case(case: Path, tmp_path: Path) -> None:
    head = backup_case(case, tmp_path / "out/case.habeas")
    assert restore_case(tmp_path / "out/case.habeas", tmp_path / "again") == head
    assert load_settings(tmp_path / "again") == load_settings(case)
    first, second = open_ledger(case), open_ledger(tmp_path / "again")
    assert list(first.entries()) == list(second.entries())
    assert list(second.verify(head.hash)) == []
    first.close()
    second.close()
    assert left(tmp_path / "out") == ["case.habeas"]
    assert (tmp_path / "out/case.habeas").stat().st_mode & 0o077 == 0  # it holds names: for its owner alone
    assert (tmp_path / "again").stat().st_mode & 0o077 == 0
    assert left(tmp_path) == ["again", case.name, "out"]


def test_a_backup_taken_while_somebody_writes_is_whole(case: Path, tmp_path: Path, samples: Samples) -> None:
    ledger = open_ledger(case)
    with ledger.writing():
        backup_case(case, tmp_path / "b")
    samples.fill(ledger, range(3, 9))
    ledger.close()
    restore_case(tmp_path / "b", tmp_path / "again")
    restored = open_ledger(tmp_path / "again")
    assert len(snapshot(restored).documents) == 3
    restored.close()


def test_nothing_is_overwritten(case: Path, tmp_path: Path) -> None:
    backup_case(case, tmp_path / "b")
    with pytest.raises(LedgerError, match="exists already"):
        backup_case(case, tmp_path / "b")
    with pytest.raises(LedgerError, match="exists already"):
        restore_case(tmp_path / "b", case)


def test_a_case_that_does_not_verify_is_not_packed(case: Path, tmp_path: Path) -> None:
    data = (case / LEDGER).read_bytes()
    (case / LEDGER).write_bytes(data.replace(b"freed 2 prisoners", b"freed 3 prisoners"))
    with pytest.raises(LedgerError, match="does not verify"):
        backup_case(case, tmp_path / "b")
    assert left(tmp_path) == [case.name]


def test_a_damaged_backup_is_refused_and_leaves_nothing(case: Path, tmp_path: Path) -> None:
    backup_case(case, tmp_path / "b")
    whole = (tmp_path / "b").read_bytes()
    for damaged in (
        b"",
        whole[: len(whole) // 2],
        whole[:300] + bytes([whole[300] ^ 1]) + whole[301:],
        whole[:1500] + bytes([whole[1500] ^ 1]) + whole[1501:],
    ):
        (tmp_path / "damaged").write_bytes(damaged)
        with pytest.raises(LedgerError):
            restore_case(tmp_path / "damaged", tmp_path / "again")
        assert not (tmp_path / "again").exists()
    assert left(tmp_path) == ["b", case.name, "damaged"]


def repacked(source: Path, target: Path, changes: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in {*old.namelist(), *changes}:
            new.writestr(name, changes[name] if name in changes else old.read(name))
    return target


def test_a_backup_packed_anew_with_other_contents_is_refused(case: Path, tmp_path: Path) -> None:
    backup_case(case, tmp_path / "b")
    with zipfile.ZipFile(tmp_path / "b") as packed:
        manifest = msgspec.json.decode(packed.read("manifest.json"))
        ledger = packed.read(LEDGER)
    swapped = ledger.replace(b"freed 2 prisoners", b"freed 3 prisoners")
    import hashlib

    honest_looking = {**manifest, "members": {**manifest["members"]}}
    honest_looking["members"][LEDGER] = {"size": len(swapped), "sha256": hashlib.sha256(swapped).hexdigest()}
    cases: list[dict[str, bytes]] = [
        {LEDGER: swapped},
        {LEDGER: swapped, "manifest.json": msgspec.json.encode(honest_looking)},
        {LEDGER: ledger + b"\0" * 5_000_000},
        {"manifest.json": b"{}"},
        {"manifest.json": msgspec.json.encode({**manifest, "format": "other"})},
        {"manifest.json": msgspec.json.encode({**manifest, "members": {"../evil": manifest["members"][LEDGER]}})},
    ]
    for number, changes in enumerate(cases):
        other = repacked(tmp_path / "b", tmp_path / f"other{number}", changes)
        with pytest.raises(LedgerError):
            restore_case(other, tmp_path / "again")
        assert not (tmp_path / "again").exists()
        assert not (tmp_path / "evil").exists()
