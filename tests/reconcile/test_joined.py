"""Counts that one sentence sets side by side, and parts that it lists behind their whole."""

from __future__ import annotations

from typing import Any

import pytest
from invented import claim, document

from habeas.reconcile.step import parse_ask, reconcile
from habeas.values.claim import CountClaim
from habeas.values.document import Document
from habeas.values.history import Reconciliation

SINCE: dict[str, Any] = {"measure": "detained", "when_kind": "since", "source": "Pier Watch", "group": "people"}
BEGUN = "2034-04-02..2034-06-01"


def _page(text: str, *figures: tuple[str, int, int | None], **fields: Any) -> tuple[Document, list[CountClaim]]:
    """A page of 1 June 2034 with claims at the quotes given, each since 2 April unless `fields` tell otherwise."""
    found = []
    for quote, low, high in figures:
        own = SINCE | {"quote": quote, "start_date": document("x", "2034-04-02").published} | fields
        found.append(claim("page", low, high, **own).__replace__(start=text.index(quote), id="").with_id())
    return document("page", "2034-06-01", text), found


def _solve(text: str, *figures: tuple[str, int, int | None], **fields: Any) -> Reconciliation:
    page, claims = _page(text, *figures, **fields)
    return reconcile(claims, [page], asks=[parse_ask(f"detained {BEGUN}")])


def test_two_counts_joined_by_and_are_parts_beside_each_other():
    text = "Since April they have taken over 90 people on the north shore and 40 on the south shore."
    found = _solve(text, ("over 90 people", 91, None), ("40", 40, 40))
    assert not found.readings[0].rejected
    assert not found.readings[0].repairs
    assert (found.answers[0].best or 0) >= 131


def test_three_exact_counts_of_a_list_make_one_total():
    text = "Since April 50 people were taken in Gull, 31 in Tern and 12 in Skua."
    found = _solve(text, ("50 people", 50, 50), ("31", 31, 31), ("12", 12, 12))
    assert not found.readings[0].rejected
    assert found.answers[0].best == 93


@pytest.mark.parametrize(
    "text",
    [
        "Since April 50 people were taken in all, and 31 people by the harbour guard.",
        "Since April 50 people were taken — 31 people by the harbour guard.",
    ],
    ids=["in all", "dash"],
)
def test_what_a_text_calls_the_whole_or_lists_behind_it_is_no_summand(text: str):
    found = _solve(text, ("50 people", 50, 50), ("31 people", 31, 31))
    assert found.answers[0].best == 50


def test_counts_of_two_sentences_are_not_joined():
    text = "Since April 50 people were taken. And 31 people, they say."
    found = _solve(text, ("50 people", 50, 50), ("31 people", 31, 31))
    assert (found.answers[0].best or 0) <= 50


def test_bounds_of_one_day_joined_by_while_are_one_occasion_of_their_sum():
    text = "On Thursday at least 60 people were taken for mutiny, while more than 70 others were for trespass."
    on = {"when_kind": "on", "start_date": document("x", "2034-06-01").published}
    on |= {"end_date": on["start_date"]}
    found = _solve(text, ("at least 60 people", 60, None), ("more than 70", 71, None), **on)
    assert len(found.occasions) == 1
    assert (found.answers[0].best or 0) >= 131
