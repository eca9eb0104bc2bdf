"""Nothing in a ledger can be changed unnoticed: column by column, row by row, byte by byte."""

# ruff: noqa: S608, S311 - statements are built from our own names; chance is no secret here

from __future__ import annotations

import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace as Samples

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from habeas.errors import LedgerError
from habeas.ledger.entry import Entry, NewEntry, commit, link
from habeas.ledger.erase import erase_document
from habeas.ledger.memory import MemoryLedger
from habeas.ledger.schema import SQLITE_GUARDS
from habeas.ledger.sqlite import SqliteLedger
from habeas.ledger.verify import chain_faults
from habeas.ledger.write import append_judgement
from habeas.testing import SteppingClock, counted_salts
from habeas.values.judgement import Judgement
from habeas.values.record import Failure


def made(path: Path, samples: Samples) -> Path:
    ledger = SqliteLedger.create(path, "0.0", clock=SteppingClock(), salt=counted_salts())
    samples.fill(ledger, range(10, 13))
    append_judgement(ledger, Judgement(verdict="accept", target="x", who="Ann"), samples.start)
    ledger.close()
    return path


@pytest.fixture
def path(tmp_path: Path, samples: Samples) -> Path:
    """A closed ledger with rows of every kind, one document of which was erased."""
    path = made(tmp_path / "ledger.sqlite", samples)
    ledger = SqliteLedger(path)
    erase_document(ledger, "doc-11", "Ann", "asked")
    ledger.close()
    return path


def faults(path: Path) -> list[Failure]:
    try:
        ledger = SqliteLedger(path)
    except LedgerError as problem:
        return [Failure(where=problem.where, what=problem.what)]
    try:
        return list(ledger.verify())
    except LedgerError as problem:
        return [Failure(where=problem.where, what=problem.what)]
    finally:
        ledger.close()


def rows(path: Path) -> list[Entry]:
    ledger = SqliteLedger(path)
    try:
        return list(ledger.entries())
    finally:
        ledger.close()


def tamper(path: Path, *statements: str) -> Path:
    """Copy the ledger and change the copy as somebody would who knows SQLite: guards off, change, guards on."""
    copy = path.with_name("copy.sqlite")
    shutil.copy(path, copy)
    with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        names = [n for (n,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]
        for name in names:
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)
        for guard in SQLITE_GUARDS:
            connection.execute(guard)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return copy


def test_an_untouched_ledger_has_no_faults(path: Path) -> None:
    assert faults(path) == []
    assert faults(tamper(path)) == []


TEXTS = [("entry", c) for c in ("kind", "key", "recorded_at", "commitment", "previous", "hash")]
TEXTS += [("body", "salt"), ("body", "text")]


@pytest.mark.parametrize(("table", "column"), TEXTS)
def test_one_changed_character_in_any_row_is_found_and_the_row_named(path: Path, table: str, column: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        numbers = [n for (n,) in connection.execute(f"SELECT number FROM {table}")]
    for number in numbers:
        change = f"substr({column}, 1, 2) || char(unicode(substr({column}, 3, 1)) + 1) || substr({column}, 4)"
        found = faults(tamper(path, f"UPDATE {table} SET {column} = {change} WHERE number = {number}"))
        assert any(f"entry {number} " in fault.where for fault in found), (number, found)
        assert all(fault.remedy for fault in found)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entry SET target = 2 WHERE number = 4",
        "UPDATE entry SET target = NULL WHERE kind = 'claim'",
        "UPDATE head SET number = number - 1",
        "UPDATE head SET hash = previous FROM entry WHERE entry.number = 2",
        "DELETE FROM head",
        "DELETE FROM body WHERE number = 5",
        "INSERT INTO body SELECT number, '00', '{}' FROM entry WHERE kind = 'extraction' AND number NOT IN "
        "(SELECT number FROM body)",
        "INSERT INTO entry SELECT number + 100, kind, key || 'x', target, recorded_at, commitment, previous, hash "
        "FROM entry WHERE number = 5",
        "CREATE TABLE extra (a)",
        "CREATE TRIGGER helper AFTER INSERT ON entry BEGIN DELETE FROM body WHERE number = NEW.number; END",
        "DROP VIEW claims",
        "UPDATE body SET text = text || ' ' WHERE number = 3",
    ],
)
def test_other_changes_of_a_ledger_are_found(path: Path, statement: str) -> None:
    assert faults(tamper(path, statement))


def test_a_guard_that_was_taken_off_is_found(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TRIGGER refuse_update_entry")
    assert any("refuse_update_entry" in fault.what for fault in faults(path))


def test_removed_rows_are_found_wherever_they_stood(path: Path) -> None:
    last = rows(path)[-1].number
    for number in range(1, last + 1):
        gone = [f"DELETE FROM {table} WHERE number = {number}" for table in ("body", "entry")]
        assert faults(tamper(path, *gone)), number


def test_a_cut_off_end_is_found_even_when_the_noted_end_is_moved_as_well(tmp_path: Path, samples: Samples) -> None:
    path = made(tmp_path / "ledger.sqlite", samples)
    last = rows(path)[-1].number
    cut = [f"DELETE FROM {table} WHERE number > {last - 2}" for table in ("body", "entry")]
    assert any("noted as the last" in fault.what for fault in faults(tamper(path, *cut)))
    noted = rows(path)[-1].hash
    moved = f"UPDATE head SET number = {last - 2}, hash = (SELECT hash FROM entry WHERE number = {last - 2})"
    ledger = SqliteLedger(tamper(path, *cut, moved))
    assert list(ledger.verify()) == []  # the chain that is left is a whole one ...
    assert [fault.where for fault in ledger.verify(noted)] == [f"head {noted}"]  # ... but not the one that was noted
    ledger.close()


def test_an_emptied_ledger_is_found(path: Path) -> None:
    path.with_suffix(".seal").unlink()
    found = faults(tamper(path, "DELETE FROM body", "DELETE FROM entry", "DELETE FROM head"))
    assert any("not even its first" in fault.what for fault in found)


def test_rows_that_changed_places_are_found(path: Path) -> None:
    swap = [
        "UPDATE entry SET number = 1000 WHERE number = 5",
        "UPDATE entry SET number = 5 WHERE number = 6",
        "UPDATE entry SET number = 6 WHERE number = 1000",
    ]
    assert faults(tamper(path, "PRAGMA foreign_keys = OFF", *swap))


def test_the_store_itself_refuses_changes(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for statement in (
            "UPDATE entry SET key = 'x'",
            "DELETE FROM entry",
            "UPDATE body SET text = 'x'",
            "DELETE FROM body",
            "DELETE FROM head",
            "UPDATE head SET number = 1",
        ):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                connection.execute(statement)


def test_any_flipped_byte_of_the_file_is_found(path: Path) -> None:
    whole = path.read_bytes()
    chance = random.Random(7)
    places = {*range(100), *chance.sample(range(len(whole)), 250)}  # all of the header, and anywhere
    for place in sorted(places):
        flipped = bytearray(whole)
        flipped[place] ^= 1 << chance.randrange(8)
        path.write_bytes(flipped)
        assert faults(path), place
    path.write_bytes(whole)
    assert faults(path) == []


def test_without_its_seal_a_flipped_byte_changes_no_record_or_is_found(path: Path) -> None:
    content, whole = rows(path), path.read_bytes()
    path.with_suffix(".seal").unlink()
    chance = random.Random(8)
    noticed = 0
    for place in chance.sample(range(len(whole)), 150):
        flipped = bytearray(whole)
        flipped[place] ^= 1 << chance.randrange(8)
        path.write_bytes(flipped)
        if faults(path):
            noticed += 1
        else:
            assert rows(path) == content, place
    assert noticed > 20


def test_a_seal_that_is_older_than_the_ledger_or_gone_is_passed_over(path: Path, samples: Samples) -> None:
    seal = path.with_suffix(".seal")
    old = seal.read_bytes()
    ledger = SqliteLedger(path)
    samples.fill(ledger, range(20, 22))
    ledger.close()
    assert seal.read_bytes() != old
    seal.write_bytes(old)
    assert faults(path) == []
    seal.unlink()
    assert faults(path) == []


def test_any_flipped_byte_of_the_seal_is_found(path: Path) -> None:
    seal = path.with_suffix(".seal")
    whole = seal.read_bytes()
    for place in range(len(whole)):
        seal.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert faults(path), place


def test_reading_leaves_the_file_and_its_seal_as_they_were(path: Path) -> None:
    before = path.read_bytes(), path.with_suffix(".seal").read_bytes()
    assert rows(path)
    assert faults(path) == []
    assert (path.read_bytes(), path.with_suffix(".seal").read_bytes()) == before


def test_every_byte_of_the_contents_counts(path: Path) -> None:
    whole = path.read_bytes()
    copy = path.with_name("flipped.sqlite")
    for entry in rows(path):
        if entry.body is None:
            continue
        start = whole.index(f"{entry.salt}{entry.body}".encode()) + len(entry.salt or "")
        for place in range(start, start + len(entry.body.encode()), 29):
            flipped = bytearray(whole)
            flipped[place] ^= 1
            copy.write_bytes(flipped)
            assert any(f"entry {entry.number} " in fault.where for fault in faults(copy)), (entry.name, place)


@pytest.mark.parametrize("keep", [0, 10, 100, 4096, 9000])
def test_a_file_cut_short_is_refused_in_words(path: Path, keep: int) -> None:
    path.write_bytes(path.read_bytes()[:keep])
    found = faults(path)
    assert found
    assert "\n" not in found[0].what


FIELDS = st.sampled_from([f for f in Entry.__struct_fields__ if f != "number"])


@given(bodies=st.lists(st.text(max_size=30), min_size=1, max_size=6), data=st.data())
@settings(max_examples=150, deadline=None)
def test_any_single_change_of_any_chain_is_found(bodies: list[str], data: st.DataObject) -> None:
    ledger = MemoryLedger(clock=SteppingClock(), salt=counted_salts()).start("0.0")
    ledger.append([NewEntry(kind="run", key=str(n), body=body) for n, body in enumerate(bodies)])
    chain = list(ledger.entries())
    assert list(chain_faults(chain, ledger.head)) == []
    place, field = data.draw(st.integers(0, len(chain) - 1)), data.draw(FIELDS)
    changed = list(chain)
    value = 1 if field == "target" else f"{getattr(chain[place], field)}x"
    changed[place] = msgspec.structs.replace(chain[place], **{field: value})
    assert list(chain_faults(changed, ledger.head))


@given(order=st.permutations(range(5)), data=st.data())
def test_any_other_order_or_missing_row_is_found(order: list[int], data: st.DataObject) -> None:
    ledger = MemoryLedger(clock=SteppingClock(), salt=counted_salts()).start("0.0")
    ledger.append([NewEntry(kind="run", key=str(n), body="{}") for n in range(4)])
    chain = list(ledger.entries())
    shuffled = [chain[n] for n in order]
    assert bool(list(chain_faults(shuffled, ledger.head))) == (shuffled != chain)
    gone = data.draw(st.integers(0, 4))
    assert list(chain_faults(chain[:gone] + chain[gone + 1 :], ledger.head))


def test_a_row_rewritten_with_a_right_hash_of_its_own_breaks_the_next(path: Path) -> None:
    chain = rows(path)
    forged = msgspec.structs.replace(
        chain[2], body='{"forged":1}', commitment=commit(chain[2].salt or "", '{"forged":1}')
    )
    forged = msgspec.structs.replace(forged, hash=link(forged))
    ledger = SqliteLedger(path)
    found = list(chain_faults([*chain[:2], forged, *chain[3:]], ledger.head))
    ledger.close()
    assert [fault.where for fault in found] == [chain[3].name]


def test_erased_text_is_in_no_file_of_the_case(path: Path) -> None:
    for file in path.parent.iterdir():
        assert b"freed 11 prisoners" not in file.read_bytes()
        assert b"freed 12 prisoners" in file.read_bytes() or file.name != "ledger.sqlite"


def test_a_writing_that_failed_seals_nothing(path: Path) -> None:
    path.with_suffix(".seal").unlink()
    ledger = SqliteLedger(path)
    with pytest.raises(LedgerError, match="refused"), ledger.writing():
        raise LedgerError("a folder", "refused", "ask")
    ledger.close()
    assert not path.with_suffix(".seal").exists()
