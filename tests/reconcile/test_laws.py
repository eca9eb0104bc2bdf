"""Laws that hold for every set of claims, whatever it says: nothing breaks, nothing is lost, and order is nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from wild import Wild, cases

from habeas.reconcile.step import parse_ask, reconcile
from habeas.values.claim import CountClaim
from habeas.values.history import DateRange, Range, Reconciliation, Stock

_ASKS = [
    parse_ask(text)
    for text in (
        "freed 2030-03-01..2030-08-31",
        "detained 2030-01-01..2031-12-31",
        "held 2030-06-01..2030-06-01",
        "freed women 2031-01-01..2031-12-31",
    )
]
_QUICK = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


def _solved(case: Wild) -> Reconciliation:
    return reconcile(case.claims, case.documents, case.cues, case.settings, _ASKS)


@_QUICK
@given(cases())
def test_whatever_comes_in_every_claim_is_used_set_aside_or_left_out_with_the_reason(case: Wild):
    found = _solved(case)
    assert all(item.why.strip() for item in found.left_out)
    known = {claim.with_id().id for claim in case.claims}
    told = set(_told(found))
    assert told <= known
    for claim in case.claims:
        # A bound that no wave touches is kept, and carries nothing.
        slack = not claim.low or claim.high is None
        assert claim.with_id().id in told or slack, claim


@_QUICK
@given(cases())
def test_whatever_comes_in_ranges_are_in_order_and_nobody_is_fewer_than_none(case: Wild):
    found = _solved(case)
    for numbers in _ranges(found):
        ends = [numbers.low, numbers.best, numbers.high]
        given_ends = [end for end in ends if end is not None]
        assert given_ends == sorted(given_ends)
        assert all(end >= 0 for end in given_ends)
    for days in _days(found):
        assert days.low is not None
        assert days.best is not None
        assert days.high is not None
        assert days.low <= days.best <= days.high
    assert all(reading.bits >= found.readings[0].bits for reading in found.readings)


@_QUICK
@given(cases(), st.randoms(use_true_random=False))
def test_the_same_bytes_come_out_whatever_the_order_of_what_comes_in(case: Wild, random):
    assume(len({claim.with_id().id for claim in case.claims}) == len(case.claims))
    claims, documents, cues = _reordered(case.claims, random), list(case.documents), list(case.cues)
    random.shuffle(documents)
    random.shuffle(cues)
    shuffled = Wild(claims, documents, cues, case.settings)
    assert msgspec.json.encode(_solved(shuffled)) == msgspec.json.encode(_solved(case))


def _reordered(claims: list[CountClaim], random) -> list[CountClaim]:
    """Return claims in another order, with the places by which those of one document call each other moved along."""
    order = list(range(len(claims)))
    random.shuffle(order)
    before, after = _places(claims, range(len(claims))), _places(claims, order)

    def moved(claim: CountClaim, tie: int | None) -> int | None:
        own = before[claim.doc]
        return after[claim.doc].index(own[tie]) if tie is not None and 0 <= tie < len(own) else tie

    return [
        msgspec.structs.replace(claim, subset_of=moved(claim, claim.subset_of), repeats=moved(claim, claim.repeats))
        for claim in (claims[place] for place in order)
    ]


def _places(claims: list[CountClaim], order: Iterable[int]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for place in order:
        found.setdefault(claims[place].doc, []).append(place)
    return found


def _told(found: Reconciliation) -> Iterator[str]:
    yield from (item.claim for item in found.left_out)
    for row in (*found.occasions, *found.lumps, *found.stocks, *found.promises, *found.answers, *found.conflicts):
        yield from row.claims
    for reading in found.readings[:1]:
        yield from (repair.claim for repair in reading.repairs)
        yield from reading.rejected


def _ranges(found: Reconciliation) -> Iterator[Range | Stock]:
    yield from (row.size for row in (*found.occasions, *found.lumps))
    yield from (*found.stocks, *found.answers)


def _days(found: Reconciliation) -> Iterator[DateRange]:
    yield from (occasion.date for occasion in found.occasions)
    yield from (document.published for document in found.documents)
