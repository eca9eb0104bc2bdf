"""Conflicts are minimal: take any one claim away and the rest can all hold."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from invented import claim, document

from habeas.reconcile.options import ReconcileOptions
from habeas.reconcile.outcome.conflicts import minimal, satisfiable
from habeas.reconcile.prepared.prepare import prepare
from habeas.reconcile.prepared.statements import Statement
from habeas.reconcile.step import reconcile
from habeas.values.case import CaseSettings


def statements(claims) -> list[Statement]:
    names = sorted({each.doc for each in claims})
    prepared = prepare(claims, [document(name, "2033-12-31") for name in names], [], CaseSettings())
    return [statement for own in prepared.series.values() for statement in own]


_WINDOWS = st.tuples(st.integers(1, 12), st.integers(1, 12)).map(lambda pair: (min(pair), max(pair)))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(_WINDOWS, st.integers(1, 40), st.booleans()), min_size=2, max_size=6))
def test_a_minimal_conflict_holds_as_soon_as_any_one_claim_is_taken_away(told):
    claims = [
        claim(f"d{n}", number, None if bound else -1, window=f"2033-{first:02}-01..2033-{last:02}-28")
        for n, ((first, last), number, bound) in enumerate(told)
    ]
    own = statements(claims)
    if satisfiable(own, {}):
        return
    core = minimal(own, lambda part: satisfiable(part, {}))
    assert not satisfiable(core, {})
    for gone in core:
        assert satisfiable([s for s in core if s is not gone], {})


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.tuples(_WINDOWS, st.integers(5, 60), st.booleans()), min_size=3, max_size=5),
    st.lists(st.integers(5, 60), max_size=1),
)
def test_every_conflict_that_is_told_as_a_set_needs_each_of_its_claims(told, undated):
    claims = [
        claim(
            f"d{n}", number, None if bound else -1, window=f"2033-{first:02}-01..2033-{last:02}-28", source=f"{n} Watch"
        )
        for n, ((first, last), number, bound) in enumerate(told)
    ]
    claims += [
        claim(f"u{n}", number, when_kind="between", start_offset="-P3M", end_offset="P0D", source=f"u{n} Watch")
        for n, number in enumerate(undated)
    ]
    documents = [document(c.doc, None if c.doc.startswith("u") else "2033-12-31") for c in claims]
    prepared = prepare(claims, documents, [], CaseSettings())
    spans = {doc: (span.low, span.high) for doc, span in prepared.spans.items()}
    by_id = {s.id: s for own in prepared.series.values() for s in own}
    for conflict in reconcile(claims, documents, options=ReconcileOptions(readings=1)).conflicts:
        core = [by_id[name] for name in conflict.claims]
        if "cannot all hold" not in conflict.explanation:
            continue
        assert not satisfiable(core, spans)
        for gone in core:
            assert satisfiable([s for s in core if s is not gone], spans)


def test_a_total_smaller_than_its_waves_is_a_conflict_of_just_these():
    claims = [
        claim("a", 30, on="2033-03-04", source="Lamp Centre"),
        claim("b", 20, on="2033-03-14", source="Lamp Centre"),
        claim("c", 25, on="2033-05-14", source="Lamp Centre"),
        claim("d", 11, window="2033-03-01..2033-03-31", source="the ministry"),
    ]
    found = reconcile(claims, [document(name, "2033-06-01") for name in "abcd"])
    assert [o.size.best for o in found.occasions] == [30, 20, 25]
    (conflict,) = found.conflicts
    assert claims[3].id in conflict.claims
    assert claims[2].id not in conflict.claims
    own = statements([c for c in claims if c.id in conflict.claims])
    assert not satisfiable(own, {})
    for gone in own:
        assert satisfiable([s for s in own if s is not gone], {})
