"""Status claims on the labelled development documents, where they are at hand, do not fall below what was reached."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import msgspec
import pytest

from habeas.extract.people.step import status_claims

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"


@pytest.mark.slow
@pytest.mark.skipif(not (SHARED / "people/dev.jsonl").exists(), reason="the labelled documents are not at hand")
def test_the_scores_reached_are_kept() -> None:
    spec = importlib.util.spec_from_file_location("bench_people", ROOT / "bench" / "people.py")
    assert spec is not None
    assert spec.loader is not None
    bench = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(bench)
    ids = set((SHARED / "people/dev_ids.txt").read_text().split())
    documents = [bench.document(row) for row in bench.rows(SHARED / "gold/en/docs.jsonl") if row["id"] in ids]
    claims = [claim for found in status_claims(documents) for claim in found.claims]
    texts = {document.id: document.text for document in documents}
    scores = bench.score(bench.rows(SHARED / "people/dev.jsonl"), json.loads(msgspec.json.encode(claims)), texts)
    assert scores["core"]["f1"] >= 0.855
    assert scores["persons"]["f1"] >= 0.95
    assert scores["dates"] >= 0.71
    assert scores["terms"] >= 0.95
    assert scores["stray"] == 0
