"""What a ledger costs: adding, verifying and reading, beside a plain file of JSON lines written as safely.

    .venv/bin/python bench/ledger.py [DOCUMENTS]

Each document has a text of 2,500 characters and 8 claims. "Plain file" appends the same values as lines and calls fsync
once a document, which is what a ledger without chain, guards and transactions would do.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

from habeas.ledger.erase import erase_document
from habeas.ledger.snapshot import snapshot
from habeas.ledger.sqlite import SqliteLedger
from habeas.ledger.write import append_extraction
from habeas.values.claim import CountClaim
from habeas.values.document import Document
from habeas.values.extraction import Extraction


def sample(number: int) -> tuple[Document, Extraction]:
    """Return one document and its reading."""
    one = Document(id=f"r{number}", text=f"Report {number}. The ministry said that 30 were freed. ".ljust(2500, "."))
    claims = (
        CountClaim(doc=one.id, quote="30", start=start, low=30, high=30, measure="freed").with_id()
        for start in range(8)
    )
    return one, Extraction(doc=one.id, claims=tuple(claims))


def timed(label: str, number: int, work: Callable[[], object]) -> None:
    """Run `work` and print its time, in all and per document."""
    start = time.perf_counter()
    work()
    seconds = time.perf_counter() - start
    print(f"{label:<28} {seconds:8.2f} s  {number / seconds:10,.0f} documents/s")


def main(number: int) -> None:
    """Print the table for `number` documents."""
    samples = [sample(n) for n in range(number)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.sqlite"
        ledger = SqliteLedger.create(path, "0")

        def plain() -> None:
            with (Path(folder) / "plain.jsonl").open("wb") as stream:
                for one, reading in samples:
                    stream.write(msgspec.json.encode(one) + b"\n")
                    stream.writelines(msgspec.json.encode(claim) + b"\n" for claim in reading.claims)
                    stream.flush()
                    os.fsync(stream.fileno())

        def add() -> None:
            for one, reading in samples:
                append_extraction(ledger, one, reading, "bench", 1)

        timed("plain file, fsync each", number, plain)
        timed("ledger: add", number, add)
        timed("ledger: add again (nothing)", number, add)
        timed("ledger: verify", number, lambda: list(ledger.verify()))
        timed("ledger: read all", number, lambda: snapshot(ledger))
        timed("ledger: erase one", 1, lambda: erase_document(ledger, "r7", "bench", "bench"))
        ledger.close()
        plain_size = (Path(folder) / "plain.jsonl").stat().st_size
        print(f"size: ledger {path.stat().st_size / 1e6:.1f} MB, plain file {plain_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5000)
