"""A ledger survives what happens to its writer: killed, raced, interrupted."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace as Samples

import pytest

from habeas.errors import LedgerError
from habeas.ledger.snapshot import snapshot
from habeas.ledger.sqlite import SqliteLedger

CLAIMS = 40
WRITER = f"""
import sys
from pathlib import Path
from habeas.ledger.sqlite import SqliteLedger
from habeas.ledger.write import append_extraction
from habeas.values.claim import CountClaim
from habeas.values.document import Document
from habeas.values.extraction import Extraction

ledger = SqliteLedger(Path(sys.argv[1]))
start, stop = int(sys.argv[2]), int(sys.argv[3])
for number in range(start, stop):
    of = Document(id=f"d{{number}}", text=f"Report {{number}}. " * 500)
    claims = tuple(
        CountClaim(doc=of.id, quote="Report", start=n, low=n, high=n, measure="freed").with_id()
        for n in range({CLAIMS})
    )
    append_extraction(ledger, of, Extraction(doc=of.id, claims=claims), "rules 1", 1)
    print(number, flush=True)
"""


def writer(path: Path, start: int, stop: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, str(path), str(start), str(stop)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def check_whole(path: Path, done: set[int]) -> int:
    """Verify, and see that each document is there with all its claims, none that was finished missing."""
    ledger = SqliteLedger(path)
    assert list(ledger.verify()) == []
    held = snapshot(ledger)
    ledger.close()
    counts = {document.id: 0 for document in held.documents}
    for claim in held.claims:
        counts[claim.doc] += 1
    assert set(counts.values()) <= {CLAIMS}
    assert {f"d{number}" for number in done} <= set(counts)
    return len(counts)


def killed_again_and_again(path: Path, times: int) -> None:
    SqliteLedger.create(path, "0.0").close()
    chance = random.Random(11)  # noqa: S311 - no secret
    done: set[int] = set()
    for turn in range(times):
        process = writer(path, turn * 10_000, turn * 10_000 + 10_000)
        assert process.stdout is not None
        done.add(int(process.stdout.readline()))
        time.sleep(chance.random() * 0.08)
        process.send_signal(signal.SIGKILL)
        done |= {int(line) for line in process.stdout.read().split()}
        process.wait()
        assert process.returncode == -signal.SIGKILL
        assert check_whole(path, done) >= len(done)


def test_a_writer_killed_at_any_point_leaves_a_whole_ledger(tmp_path: Path) -> None:
    killed_again_and_again(tmp_path / "ledger.sqlite", 4)


@pytest.mark.slow
def test_a_writer_killed_thirty_times_leaves_a_whole_ledger(tmp_path: Path) -> None:
    killed_again_and_again(tmp_path / "ledger.sqlite", 30)


def test_two_writers_at_once_wait_for_each_other_and_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    SqliteLedger.create(path, "0.0").close()
    # Both write documents 20..29: each is stored once.
    processes = [writer(path, 0, 30), writer(path, 20, 50)]
    assert [process.wait() for process in processes] == [0, 0]
    assert check_whole(path, set(range(50))) == 50


def test_a_writer_that_waits_too_long_is_told_so(tmp_path: Path, samples: Samples) -> None:
    path = tmp_path / "ledger.sqlite"
    first = SqliteLedger.create(path, "0.0")
    second = SqliteLedger(path, wait_seconds=0.05)
    with first.writing(), pytest.raises(LedgerError, match="another program is writing to this case; wait"):
        samples.fill(second, range(1))
    samples.fill(second, range(1))  # and may write when the first has finished
    first.close()
    second.close()


def test_a_ledger_verifies_at_any_moment_while_somebody_appends(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    SqliteLedger.create(path, "0.0").close()
    process = writer(path, 0, 40)
    ledger = SqliteLedger(path)
    seen = set()
    while process.poll() is None:
        assert list(ledger.verify()) == []
        seen.add(ledger.head().number)
    ledger.close()
    assert len(seen) > 1
    assert check_whole(path, set(range(40))) == 40


def test_readers_go_on_while_somebody_writes(tmp_path: Path, samples: Samples) -> None:
    path = tmp_path / "ledger.sqlite"
    first = SqliteLedger.create(path, "0.0")
    samples.fill(first, range(2))
    second = SqliteLedger(path, wait_seconds=0.05)
    with first.writing():
        assert len(snapshot(second).documents) == 2
        assert list(second.verify()) == []
    first.close()
    second.close()
