"""Ledgers of every store, with a clock and salts that tests can foretell."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from habeas.ledger.base import Ledger
from habeas.ledger.memory import MemoryLedger
from habeas.ledger.write import append_extraction, append_run
from habeas.testing import SteppingClock, counted_salts
from habeas.values.claim import CountClaim
from habeas.values.document import DatingCue, Document
from habeas.values.extraction import Extraction, StatusExtraction
from habeas.values.record import Failure
from habeas.values.run import Run
from habeas.values.status_claim import StatusClaim

POSTGRES = "HABEAS_TEST_POSTGRES"
START = datetime(2031, 3, 4, 12, tzinfo=UTC)


def document(number: int, outlet: str | None = None) -> Document:
    text = f"The government of Sarnia freed {number} prisoners, among them {number // 2} women.\n"
    return Document(id=f"doc-{number}", text=text, outlet=outlet, lang="en")


def reading(of: Document, claims: int = 2) -> Extraction:
    return Extraction(
        doc=of.id,
        claims=tuple(
            CountClaim(
                doc=of.id,
                quote=f"{n} prisoners",
                start=n,
                low=n,
                high=n,
                measure="freed",
                subset_of=0 if n else None,
                extractor="rules",
            ).with_id()
            for n in range(claims)
        ),
        cues=(DatingCue(doc=of.id, kind="weekday", weekday="tuesday"),),
        failures=(Failure(where=of.id, what="a table was left out"),),
    )


def told(of: Document, persons: int = 2) -> StatusExtraction:
    return StatusExtraction(
        doc=of.id,
        claims=tuple(
            StatusClaim(doc=of.id, quote="freed", start=n, person=f"Person {n}", status="freed").with_id()
            for n in range(persons)
        ),
    )


def fill(ledger: Ledger, numbers: range, extractor: str = "rules 1") -> None:
    run = append_run(ledger, Run(command="add", settings={"a": 1}, versions={"habeas": "0"}), START)
    for number in numbers:
        one = document(number)
        assert append_extraction(ledger, one, reading(one), extractor, run)


@pytest.fixture
def samples() -> SimpleNamespace:
    """Documents, their readings, and a way to fill a ledger with them."""
    return SimpleNamespace(document=document, reading=reading, told=told, fill=fill, start=START)


@pytest.fixture
def clock() -> SteppingClock:
    return SteppingClock(START)


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def ledger(request: pytest.FixtureRequest, tmp_path: Path, clock: SteppingClock) -> Iterator[Ledger]:
    made: Ledger
    if request.param == "memory":
        made = MemoryLedger(clock=clock, salt=counted_salts()).start("0.0")
    elif request.param == "sqlite":
        from habeas.ledger.sqlite import SqliteLedger

        made = SqliteLedger.create(tmp_path / "ledger.sqlite", "0.0", clock=clock, salt=counted_salts())
    else:
        url = os.environ.get(POSTGRES)
        if not url:
            pytest.skip(f"no PostgreSQL server: set {POSTGRES} to the address of one, such as postgresql:///postgres")
        pytest.importorskip("psycopg", reason="the extra `postgres` is not installed")
        from habeas.ledger.postgres import PostgresLedger

        made = PostgresLedger.create(url, f"t{uuid.uuid4().hex}", "0.0", clock=clock, salt=counted_salts())
    yield made
    made.close()
