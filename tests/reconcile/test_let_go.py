"""A stock that falls tells of releases that nobody reports."""

from __future__ import annotations

from collections.abc import Sequence

from invented import claim, day, document

from habeas.reconcile.step import parse_ask, reconcile
from habeas.values.claim import CountClaim
from habeas.values.document import Document
from habeas.values.history import Answer

COUNTS = [("2031-01-01", 900), ("2031-05-01", 880), ("2031-09-01", 500), ("2031-12-31", 480)]


def _answer(
    counts: Sequence[tuple[str, int]],
    freed: Sequence[tuple[str, int]],
    ask: str = "freed 2031-01-01..2031-12-31",
    died: Sequence[tuple[str, int]] = (),
) -> Answer:
    claims: list[CountClaim] = []
    documents: list[Document] = []
    for on, number in counts:
        at = {"when_kind": "at", "start_date": day(on), "end_date": day(on)}
        claims.append(claim(f"count {on}", number, measure="held", source="Quay", **at))
        documents.append(document(f"count {on}", on))
    for measure, rows in (("freed", freed), ("died", died)):
        for on, number in rows:
            claims.append(claim(f"{measure} {on}", number, measure=measure, on=on, source="Mole Lane Post"))
            documents.append(document(f"{measure} {on}", on))
    return reconcile(claims, documents, asks=[parse_ask(ask)]).answers[0]


def test_a_fall_of_the_stock_that_no_release_explains_lifts_the_answer_and_its_upper_end():
    given = _answer(COUNTS, [("2031-03-01", 40)])
    assert (given.low, given.high) != (None, None)
    assert given.low == 40
    assert 340 <= (given.best or 0) <= 420 <= (given.high or 0)
    assert "from 880 on 1 May 2031 to 500 on 1 September 2031" in given.derivation


def test_a_fall_that_releases_explain_changes_nothing():
    given = _answer(COUNTS, [("2031-03-01", 40), ("2031-07-10", 390)])
    assert given.best == 430
    assert "more than reports tell of" not in given.derivation


def test_the_dead_are_not_among_those_let_go():
    dead = _answer(COUNTS, [("2031-03-01", 40)], died=[("2031-07-01", 200)])
    alone = _answer(COUNTS, [("2031-03-01", 40)])
    assert (dead.best or 0) < (alone.best or 0) - 100


def test_a_fall_that_begins_before_the_days_asked_for_says_nothing_of_them():
    given = _answer(COUNTS, [("2031-03-01", 40), ("2031-08-01", 25)], "freed 2031-07-01..2031-12-31")
    assert given.best == 25
    assert "more than reports tell of" not in given.derivation


def test_counts_of_two_sources_are_not_set_against_each_other():
    claims, documents = [], []
    for on, number, source in (("2031-02-01", 900, "Quay"), ("2031-09-01", 300, "Ministry of the Shore")):
        at = {"when_kind": "at", "start_date": day(on), "end_date": day(on)}
        claims.append(claim(source, number, measure="held", source=source, **at))
        documents.append(document(source, on))
    claims.append(claim("release", 40, on="2031-03-01", source="Quay"))
    documents.append(document("release", "2031-03-02"))
    given = reconcile(claims, documents, asks=[parse_ask("freed 2031-01-01..2031-12-31")]).answers[0]
    assert given.best == 40
