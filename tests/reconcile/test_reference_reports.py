"""The reference reports that stand beside the checkout, where they do."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec
import pytest

from habeas.pipeline.record import reconcile_claims
from habeas.reconcile.options import ReconcileOptions
from habeas.reconcile.step import parse_ask
from habeas.values.case import CaseSettings
from habeas.values.claim import CountClaim
from habeas.values.document import Document

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "gold" / "seeds"
pytestmark = pytest.mark.skipif(not FOLDER.exists(), reason="the reference reports are not part of the repository")
ASKS = ("freed 2024-06-01..2024-09-30", "freed 2024-08-01..2024-09-30", "detained 2024-04-01..2025-01-26")


@pytest.fixture(scope="module")
def found():
    claims, documents = (
        [msgspec.json.decode(line, type=kind) for line in (FOLDER / name).read_bytes().splitlines()]
        for name, kind in (("claims.jsonl", CountClaim), ("docs.jsonl", Document))
    )
    asks = [parse_ask(text) for text in ASKS]
    return reconcile_claims(claims, documents, CaseSettings(), asks, ReconcileOptions())


def test_the_waves_are_those_that_independent_figures_confirm(found):
    freed = sorted(
        (o for o in found.occasions if o.measure == "freed" and o.group == "political prisoners"),
        key=lambda o: o.date.low,
    )
    assert [o.size.best for o in freed] == [18, 30, 30, 37, 29]
    assert all(o.date.high <= date(2024, 9, 30) for o in freed[:4])
    lumps = [x for x in found.lumps if x.measure == "freed"]
    assert [x.size.best for x in lumps] == [63]
    assert lumps[0].start > date(2024, 9, 16)


def test_the_only_repair_is_the_year_of_one_document(found):
    (repair,) = found.readings[0].repairs
    assert (repair.kind, repair.from_, repair.to) == ("year_slip", "2023", "2024")
    assert not found.readings[0].rejected
    assert len(found.readings) > 1


def test_the_questions_have_their_answers(found):
    assert [answer.best for answer in found.answers] == [115, 97, 269]
    assert "97 in August and September 2024" in found.answers[0].derivation
