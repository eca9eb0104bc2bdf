"""What cannot be used is explained, and never stops the rest."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from invented import claim, document

from habeas.reconcile.step import reconcile
from habeas.values.claim import CountClaim

GOOD = claim("a", 12, on="2033-03-04")


def left_out(*bad: CountClaim) -> list[str]:
    found = reconcile([GOOD, *bad], [document("a", "2033-03-05")])
    assert [o.size.best for o in found.occasions if o.group == "political prisoners"] == [12]
    return [item.why for item in found.left_out]


@pytest.mark.parametrize(
    ("bad", "word"),
    [
        (claim("a", 5, window="2033-03-04..2033-03-01"), "before it starts"),
        (claim("a", -5, on="2033-03-04"), "negative"),
        (claim("a", 9, 4, on="2033-03-04"), "above its upper bound"),
        (claim("a", None, None, on="2033-03-04"), "no number"),
        (claim("a", 5, on="2033-03-04", measure="liberated"), "no known measure"),
        (claim("a", 5, on="2033-03-04", status="rumoured"), "no known status"),
        (claim("a", 5, on="2033-03-04", status="denied"), "denied"),
        (claim("a", 900_000_000, on="2033-03-04"), "more than any case holds"),
        (claim("a", 5, when_kind="between", start_offset="two months"), "ISO 8601"),
        (claim("a", 5, on="0033-03-04"), "outside 1800..2200"),
    ],
)
def test_a_claim_that_cannot_be_used_is_left_out_with_the_reason(bad, word):
    (why,) = left_out(bad)
    assert word in why


def test_a_claim_that_comes_twice_is_used_once():
    (why,) = left_out(GOOD)
    assert "more than one claim" in why


def test_a_million_among_dozens_is_set_aside():
    others = [claim("a", 14, on="2033-04-04"), claim("a", 2_000_000, on="2033-05-04")]
    found = reconcile([GOOD, *others], [document("a", "2033-06-05")])
    assert any("2,000,000" in item.why for item in found.left_out)
    assert {o.size.best for o in found.occasions} == {12, 14}


@pytest.mark.parametrize("ties", [(1, 2, 0), (0, None, None), (9, None, None)])
def test_ties_of_part_and_whole_that_cannot_be_are_cut_and_told(ties):
    claims = [claim("a", 5 + n, on=f"2033-0{n + 1}-04", subset_of=tie) for n, tie in enumerate(ties)]
    found = reconcile(claims, [document("a", "2033-06-05")])
    assert found.left_out
    assert all("on its own" in item.why for item in found.left_out)
    assert len(found.occasions) == 3


def test_a_part_larger_than_its_whole_is_told():
    claims = [claim("a", 5, on="2033-03-04"), claim("a", 50, on="2033-03-04", group="women", subset_of=0)]
    found = reconcile(claims, [document("a", "2033-06-05")])
    assert any("smaller than itself" in item.why for item in found.left_out)
    assert not any("of them" in occasion.derivation for occasion in found.occasions)


def test_without_any_date_every_claim_is_left_out_with_a_remedy():
    claims = [claim("a", 5), claim("b", 7, when_kind="between", start_offset="-P2M", end_offset="P0D")]
    found = reconcile(claims, [document("a"), document("b")])
    assert {item.claim for item in found.left_out} == {c.id for c in claims}
    assert all("date" in item.why for item in found.left_out)
    assert found.occasions == ()


def test_no_claims_give_an_empty_history():
    assert reconcile([]).readings == ()


def _assert_every_claim_is_accounted_for(claims, found):
    """Every claim is left out with a reason, shown in a number, judged, or a bound in the series of its measure."""
    told = {item.claim for item in found.left_out}
    for each in (*found.occasions, *found.lumps, *found.stocks, *found.promises):
        told |= set(each.claims)
    if found.readings:
        told |= {repair.claim for repair in found.readings[0].repairs} | set(found.readings[0].rejected)
    measures = {o.measure for o in (*found.occasions, *found.lumps)}
    for each in claims:
        named = each.with_id()
        # A bound that the others already satisfy carries no wave; it stands in the series of its measure.
        slack = named.low is None or named.low == 0 or named.when_kind == "none" or named.measure in measures
        assert named.id in told or slack, named


def test_a_figure_without_time_in_a_case_of_no_days_is_left_out_with_the_reason():
    alone = claim("a", 60, when_kind="none", measure="convicted")
    (why,) = left_out(alone)
    assert "gives no time" in why


_DAYS = st.dates(date(2030, 1, 1), date(2032, 12, 31))


@st.composite
def wild_claims(draw: st.DrawFn) -> CountClaim:
    low, high = draw(st.tuples(*[st.none() | st.integers(-3, 5000)] * 2))
    return CountClaim(
        doc=draw(st.sampled_from(["a", "b", "c"])), quote=draw(st.sampled_from(["x", "y"])),
        start=draw(st.integers(0, 9)), low=low, high=high, approx=draw(st.booleans()),
        measure=draw(st.sampled_from(["freed", "held", "detained", "odd"])),
        group=draw(st.sampled_from(["people", "women", "political prisoners", ""])),
        subset_of=draw(st.none() | st.integers(0, 4)),
        when_kind=draw(st.sampled_from(["at", "on", "between", "since", "none"])),
        start_date=draw(st.none() | _DAYS), end_date=draw(st.none() | _DAYS),
        start_offset=draw(st.sampled_from([None, "-P2M", "P0D", "-P1W", "nonsense"])),
        end_offset=draw(st.sampled_from([None, "P0D"])), weekday=draw(st.sampled_from([None, "monday"])),
        occasions=draw(st.sampled_from([None, 2])), status=draw(st.sampled_from(["actual", "planned", "denied"])),
    )  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(wild_claims(), max_size=7), st.booleans())
def test_whatever_comes_in_nothing_breaks_and_nothing_is_lost_in_silence(claims, dated):
    documents = [document("a", "2032-06-01" if dated else None), document("b"), document("c", "2031-02-01")]
    found = reconcile(claims, documents)
    msgspec.json.encode(found)
    _assert_every_claim_is_accounted_for(claims, found)
    for occasion in found.occasions:
        assert occasion.size.low <= occasion.size.best <= occasion.size.high
        assert occasion.date.low <= occasion.date.best <= occasion.date.high
        assert occasion.claims
