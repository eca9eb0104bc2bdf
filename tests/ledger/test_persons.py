"""Status claims and lists of persons in every store: kept once, the latest shown, erased with their document."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace as Samples

import msgspec

from habeas.ledger.base import Ledger
from habeas.ledger.erase import erase_document, overdue, purge
from habeas.ledger.lists import append_list
from habeas.ledger.settle import settle_status
from habeas.ledger.snapshot import snapshot
from habeas.ledger.status import Reading, append_reading, append_status, has_status
from habeas.testing import SteppingClock
from habeas.values.case import RetentionRules
from habeas.values.judgement import Judgement
from habeas.values.roster import ColumnRole, HeldList, Roster, RosterEntry


def reading(samples: Samples, number: int, persons: int = 2) -> Reading:
    document = samples.document(number)
    return Reading(
        document=document,
        extraction=samples.reading(document),
        extractor="rules 1",
        status=samples.told(document, persons),
        status_extractor="people 1",
    )


def held_list(name: str, *persons: str, sha256: str = "0") -> HeldList:
    entries = tuple(RosterEntry(roster="r", row=n, name=p, cells={"Name": p}) for n, p in enumerate(persons, 2))
    columns = (ColumnRole(column=1, header="Name", role="name", why="its header"),)
    return HeldList(name=name, roster=Roster(id="r", origin="r.csv", sha256=sha256, columns=columns, entries=entries))


def test_a_document_comes_back_with_its_counts_and_its_status_claims(ledger: Ledger, samples: Samples) -> None:
    assert append_reading(ledger, reading(samples, 1), 1)
    assert append_reading(ledger, reading(samples, 2), 1)
    held = snapshot(ledger)
    assert held.status_claims == tuple(c for n in (1, 2) for c in samples.told(samples.document(n)).claims)
    assert held.claims == tuple(c for n in (1, 2) for c in samples.reading(samples.document(n)).claims)
    assert held.status_read == ("doc-1", "doc-2")
    assert list(ledger.verify()) == []


def test_the_same_reading_is_stored_once(ledger: Ledger, samples: Samples) -> None:
    append_reading(ledger, reading(samples, 1), 1)
    before = ledger.head()
    assert not append_reading(ledger, reading(samples, 1), 2)
    assert ledger.head() == before


def test_a_ledger_from_before_status_claims_takes_them_later(ledger: Ledger, samples: Samples) -> None:
    samples.fill(ledger, range(2))
    document = samples.document(1)
    assert snapshot(ledger).status_read == ()
    assert not has_status(ledger, document, "people 1")
    append_status(ledger, document, samples.told(document), "people 1", 2)
    held = snapshot(ledger)
    assert held.status_read == ("doc-1",)
    assert len(held.documents) == 2
    assert list(ledger.verify()) == []


def test_a_newer_extractor_takes_the_place_of_an_older_one_which_stays(
    ledger: Ledger, clock: SteppingClock, samples: Samples
) -> None:
    append_reading(ledger, reading(samples, 1), 1)
    between = clock.now
    document = samples.document(1)
    append_status(ledger, document, samples.told(document, 1), "people 2", 2)
    assert len(snapshot(ledger).status_claims) == 1
    assert len(snapshot(ledger, between).status_claims) == 2


def test_erasing_a_document_erases_what_it_says_of_persons(ledger: Ledger, samples: Samples) -> None:
    append_reading(ledger, reading(samples, 1), 1)
    append_reading(ledger, reading(samples, 2), 1)
    erase_document(ledger, "doc-1", "Ann", "asked")
    assert {claim.doc for claim in snapshot(ledger).status_claims} == {"doc-2"}
    assert list(ledger.verify()) == []


def test_a_later_version_of_a_list_takes_the_place_of_the_earlier(ledger: Ledger, clock: SteppingClock) -> None:
    assert append_list(ledger, held_list("Open Door", "Ada Orwin"))
    then = clock.now
    assert append_list(ledger, held_list("Open Door", "Ada Orwin", "Bo Quist", sha256="1"))
    assert not append_list(ledger, held_list("Open Door", "Ada Orwin", "Bo Quist", sha256="1"))
    assert [e.name for e in snapshot(ledger).lists[0].roster.entries] == ["Ada Orwin", "Bo Quist"]
    assert [e.name for e in snapshot(ledger, then).lists[0].roster.entries] == ["Ada Orwin"]
    assert list(ledger.verify()) == []


def test_what_is_kept_beyond_its_time_is_told_and_erased_only_on_demand(
    ledger: Ledger, clock: SteppingClock, samples: Samples
) -> None:
    append_reading(ledger, reading(samples, 1), 1)
    append_list(ledger, held_list("Open Door", "Ada Orwin"))
    later = clock.now + timedelta(days=31)
    assert overdue(ledger, RetentionRules(), later) == []
    assert overdue(ledger, RetentionRules(lists_days=40), later) == []
    found = overdue(ledger, RetentionRules(lists_days=30), later)
    assert [(item.kind, item.name) for item in found] == [("list", "Open Door")]
    assert snapshot(ledger).lists != ()
    assert purge(ledger, found, "Ann", "kept beyond its time") == 2
    assert snapshot(ledger).lists == ()
    assert snapshot(ledger).documents != ()
    assert list(ledger.verify()) == []


def test_a_judgement_rejects_or_corrects_a_status_claim(samples: Samples) -> None:
    first, second = samples.told(samples.document(1)).claims
    judgements = [
        Judgement(verdict="reject", target=first.id, who="Ann"),
        Judgement(verdict="correct", target=second.id, who="Ann", changes={"status": "pardoned"}),
    ]
    (left,) = settle_status([first, second], judgements)
    assert (left.id, left.status) == (second.id, "pardoned")


def test_a_ledger_file_from_before_these_kinds_opens_and_verifies(tmp_path: Path, samples: Samples) -> None:
    from habeas.ledger import schema
    from habeas.ledger.sqlite import SqliteLedger

    made = SqliteLedger.create(tmp_path / "ledger.sqlite", "0.0")
    samples.fill(made, range(2))
    made.close()
    views = {statement.split()[2] for statement in schema.VIEWS}
    assert views == {"runs", "documents", "extractions", "claims", "cues", "judgements", "tombstones"}
    again = SqliteLedger(tmp_path / "ledger.sqlite")
    append_reading(again, reading(samples, 7), 1)
    assert list(again.verify()) == []
    assert msgspec.json.encode(snapshot(again).status_read) == b'["doc-7"]'
    again.close()
