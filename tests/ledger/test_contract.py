"""What every store of a ledger must do: one suite over memory, SQLite and PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace as Samples

import msgspec
import pytest

from habeas.errors import HabeasError
from habeas.ledger.base import Ledger
from habeas.ledger.entry import NO_HASH, NewEntry, chain
from habeas.ledger.erase import erase_document
from habeas.ledger.snapshot import snapshot
from habeas.ledger.write import append_estimate, append_extraction, append_judgement
from habeas.testing import SteppingClock
from habeas.values.estimate import CaseEstimate, Estimate, Interval
from habeas.values.judgement import Judgement
from habeas.values.run import Run


def test_a_new_ledger_holds_its_own_start_and_verifies(ledger: Ledger, samples: Samples) -> None:
    [start] = ledger.entries()
    assert (start.number, start.kind, start.previous) == (1, "ledger", NO_HASH)
    assert ledger.head().hash == start.hash
    assert list(ledger.verify()) == []


def test_what_was_added_comes_back_in_order_and_to_the_character(ledger: Ledger, samples: Samples) -> None:
    samples.fill(ledger, range(10, 14))
    held = snapshot(ledger)
    assert held.documents == tuple(samples.document(n) for n in range(10, 14))
    assert held.claims == tuple(c for n in range(10, 14) for c in samples.reading(samples.document(n)).claims)
    assert held.cues == tuple(c for n in range(10, 14) for c in samples.reading(samples.document(n)).cues)
    assert held.failures == tuple(f for n in range(10, 14) for f in samples.reading(samples.document(n)).failures)
    assert held.runs == (Run(command="add", settings={"a": 1}, versions={"habeas": "0"}),)
    assert list(ledger.verify()) == []


@pytest.mark.parametrize("text", ["a\x00b", "\u2028 ў 𝔘 'quoted\" \\", "line\r\nline", "x" * 200_000])
def test_any_text_is_kept_exactly(ledger: Ledger, text: str, samples: Samples) -> None:
    odd = msgspec.structs.replace(samples.document(3), text=text)
    append_extraction(ledger, odd, samples.reading(odd), "rules 1", 1)
    assert snapshot(ledger).documents == (odd,)
    assert list(ledger.verify()) == []


def test_the_same_document_read_by_the_same_extractor_adds_nothing(ledger: Ledger, samples: Samples) -> None:
    samples.fill(ledger, range(3))
    before = ledger.head()
    again = msgspec.structs.replace(samples.document(1), id="another-name", origin="elsewhere.txt")
    assert not append_extraction(ledger, again, samples.reading(again), "rules 1", 2)
    assert ledger.head() == before


def test_a_newer_extractor_reads_a_document_anew_and_the_old_reading_stays(
    ledger: Ledger, clock: SteppingClock, samples: Samples
) -> None:
    samples.fill(ledger, range(3))
    between = clock.now
    one = samples.document(1)
    assert append_extraction(ledger, one, samples.reading(one, claims=1), "rules 2", 2)
    held = snapshot(ledger)
    assert len(held.documents) == 3
    assert [c.doc for c in held.claims] == ["doc-0", "doc-0", "doc-1", "doc-2", "doc-2"]
    assert len(snapshot(ledger, between).claims) == 6


def test_the_latest_estimate_about_the_same_people_counts_and_the_same_one_is_kept_once(
    ledger: Ledger, clock: SteppingClock, samples: Samples
) -> None:
    def made(about: str, median: float, hashed: str) -> CaseEstimate:
        number = Interval(low=90, median=median, high=300, mean=median)
        found = Estimate(observed=80, estimate=number, method="lcmcr", range=number)
        return CaseEstimate(about=about, estimate=found, source="lists", input_hash=hashed, settings={"seed": 1})

    run = Run(command="estimate")
    first, second, other = made("held", 100, "a"), made("held", 120, "b"), made("freed", 40, "c")
    assert append_estimate(ledger, first, run, clock())
    assert not append_estimate(ledger, first, run, clock())
    then = clock.now
    assert append_estimate(ledger, other, run, clock())
    assert append_estimate(ledger, second, run, clock())
    assert snapshot(ledger).estimates == (second, other)
    assert snapshot(ledger, then).estimates == (first,)
    assert append_estimate(ledger, first, run, clock())
    assert snapshot(ledger).estimates == (first, other)
    assert list(ledger.verify()) == []


def test_a_past_moment_shows_what_was_held_then(ledger: Ledger, clock: SteppingClock, samples: Samples) -> None:
    samples.fill(ledger, range(2))
    then = clock.now
    clock.now += timedelta(days=3)
    samples.fill(ledger, range(2, 5))
    assert len(snapshot(ledger, then).documents) == 2
    assert len(snapshot(ledger, then + timedelta(days=1)).documents) == 2
    assert len(snapshot(ledger).documents) == 5
    assert snapshot(ledger, datetime(2000, 1, 1, tzinfo=UTC)).documents == ()


def test_a_clock_that_goes_back_does_not_turn_the_order_round(
    ledger: Ledger, clock: SteppingClock, samples: Samples
) -> None:
    samples.fill(ledger, range(2))
    clock.now -= timedelta(days=400)
    samples.fill(ledger, range(2, 4))
    times = [entry.recorded_at for entry in ledger.entries()]
    assert times == sorted(times)
    assert list(ledger.verify()) == []


def test_judgements_are_added_and_never_replaced(ledger: Ledger, samples: Samples) -> None:
    samples.fill(ledger, range(1))
    target = snapshot(ledger).claims[0].id
    for day, verdict in enumerate(["accept", "reject", "withdraw"]):
        append_judgement(
            ledger, Judgement(verdict=verdict, target=target, who="Ann"), samples.start + timedelta(days=day)
        )
    held = snapshot(ledger).judgements
    assert [j.verdict for j in held] == ["accept", "reject", "withdraw"]
    assert [j.at for j in held] == [samples.start + timedelta(days=day) for day in range(3)]


def interrupted(ledger: Ledger) -> None:
    with ledger.writing() as transaction:
        transaction.put(chain(NewEntry(kind="run", key="a", body="{}"), transaction.head(), "2031", "00"))
        raise RuntimeError("power cut")


def test_several_rows_of_one_call_are_stored_together_or_not_at_all(ledger: Ledger, samples: Samples) -> None:
    before = ledger.head()
    with pytest.raises(RuntimeError, match="power cut"):
        interrupted(ledger)
    assert ledger.head() == before
    assert ledger.find("run", "a") is None
    assert list(ledger.verify()) == []


def test_an_erased_document_is_gone_with_its_claims_and_judgements_and_the_chain_holds(
    ledger: Ledger, samples: Samples
) -> None:
    samples.fill(ledger, range(10, 13))
    target = next(c for c in snapshot(ledger).claims if c.doc == "doc-11")
    append_judgement(ledger, Judgement(verdict="accept", target=target.id, who="Ann"), samples.start)
    before = ledger.head()
    assert erase_document(ledger, "doc-11", "Ann", "asked by the family") == 6
    held = snapshot(ledger)
    assert [d.id for d in held.documents] == ["doc-10", "doc-12"]
    assert {c.doc for c in held.claims} == {"doc-10", "doc-12"}
    assert held.judgements == ()
    assert held.erased == 6
    assert not any("freed 11" in (entry.body or "") for entry in ledger.entries())
    assert all(entry.salt is None for entry in ledger.entries() if entry.body is None)
    assert list(ledger.verify(before.hash)) == []


def test_an_erased_document_is_gone_at_past_moments_too_and_cannot_be_erased_twice(
    ledger: Ledger, clock: SteppingClock, samples: Samples
) -> None:
    samples.fill(ledger, range(2))
    then = clock.now
    erase_document(ledger, "doc-1", "Ann", "asked")
    assert [d.id for d in snapshot(ledger, then).documents] == ["doc-0"]
    with pytest.raises(HabeasError, match="no document of this id"):
        erase_document(ledger, "doc-1", "Ann", "asked")


def test_a_head_noted_elsewhere_is_found_again_and_a_foreign_one_is_not(ledger: Ledger, samples: Samples) -> None:
    noted = ledger.head().hash
    samples.fill(ledger, range(3))
    assert list(ledger.verify(noted)) == []
    [fault] = ledger.verify("f" * 64)
    assert "no entry has the hash" in fault.what


def test_a_reader_sees_one_moment_while_a_writer_goes_on(ledger: Ledger, samples: Samples) -> None:
    samples.fill(ledger, range(2))
    rows = ledger.entries()
    seen = [next(rows)]
    samples.fill(ledger, range(2, 4), extractor="rules 2")
    seen += rows
    assert not any("doc-3" in (row.body or "") for row in seen)
    assert len(snapshot(ledger).documents) == 4
