"""Long series: going in stretches gives what the whole gives, and the fit agrees with the exact solver."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
import numpy as np
import pytest
from invented import claim, document

from habeas.reconcile.exact.engine import Engine
from habeas.reconcile.exact.problem import Problem
from habeas.reconcile.options import ReconcileOptions
from habeas.reconcile.prepared.prepare import prepare
from habeas.reconcile.prepared.statements import Alternative
from habeas.reconcile.step import parse_ask, reconcile
from habeas.values.case import CaseSettings


def told(seed: int, waves: int):
    """Waves told by two sources each, one of them with a bound, and every month's total."""
    rng = np.random.default_rng(seed)
    day, claims, documents, months = date(2033, 1, 3), [], [], {}
    for number in range(waves):
        day += timedelta(days=int(rng.integers(4, 16)))
        size = int(rng.integers(4, 60))
        months.setdefault(day.replace(day=1), []).append(size)
        claims.append(claim(f"a{number}", size, on=day.isoformat(), source="Lamp Centre"))
        claims.append(claim(f"b{number}", max(1, size - 2), None, on=day.isoformat(), source="Ledger Group"))
        documents += [document(f"{kind}{number}", (day + timedelta(days=1)).isoformat()) for kind in "ab"]
    for first, sizes in months.items():
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        name = f"m{first:%Y%m}"
        claims.append(claim(name, sum(sizes), window=f"{first}..{last}", source="Lamp Centre"))
        documents.append(document(name, (last + timedelta(days=5)).isoformat()))
    return claims, documents


@pytest.mark.parametrize("seed", [1, 2])
def test_stretches_give_the_same_waves_as_the_whole(seed):
    claims, documents = told(seed, 40)
    whole, parts = (reconcile(claims, documents, options=ReconcileOptions(chunk_claims=size)) for size in (1000, 24))
    assert [(o.date.best, o.size.best) for o in whole.occasions] == [
        (o.date.best, o.size.best) for o in parts.occasions
    ]
    assert [(a.ask, a.best) for a in whole.answers] == [(a.ask, a.best) for a in parts.answers]


def test_a_measure_is_reconciled_beside_others_as_it_is_alone():
    claims, documents = told(5, 12)
    others = [
        msgspec.structs.replace(each, measure=measure, doc=f"{each.doc}-{measure}", id="").with_id()
        for measure in ("detained", "died")
        for each in told(6, 12)[0]
    ]
    documents += [document(each.doc, "2034-12-31") for each in others]
    asks = [parse_ask("freed 2033-01-01..2033-12-31"), parse_ask("freed 2033-02-01..2033-04-30")]
    alone, beside = (reconcile(each, documents, asks=asks) for each in (claims, [*others, *claims]))
    freed = tuple(o for o in beside.occasions if o.measure == "freed")
    assert freed
    assert freed == alone.occasions
    assert beside.answers == alone.answers


def test_the_fit_finds_the_waves_that_the_exact_solver_proves():
    claims, documents = told(3, 6)
    fitted = reconcile(claims, documents)
    prepared = prepare(claims, documents, [], CaseSettings())
    (own,) = prepared.series.values()
    printed = [(Alternative("as_printed", 0.0, s.window, s.law),) for s in own]
    proven = Engine(Problem(own, printed, {}), 0).solve(None)
    assert proven.gap_bits == 0
    assert [w.size for w in proven.waves] == [o.size.best for o in fitted.occasions]


def test_an_undated_report_is_dated_by_a_history_that_others_tell():
    claims, documents = told(4, 12)
    target = claims[10]
    late = claim(
        "late",
        target.low,
        when_kind="on",
        weekday=f"{target.start_date:%A}".lower(),
        start_offset="P0D",
        end_offset="P0D",
    )
    before = [
        c.low
        for c in claims
        if c.doc.startswith("a") and target.start_date - timedelta(days=61) <= c.start_date <= target.start_date
    ]
    total = claim("late", sum(before), when_kind="between", start_offset="-P61D", end_offset="P0D")
    found = reconcile([*claims, late, total], [*documents, document("late")])
    dated = next(d for d in found.documents if d.id == "late")
    assert dated.inferred
    assert dated.published.low <= target.start_date + timedelta(days=6)
    assert dated.published.high >= target.start_date
