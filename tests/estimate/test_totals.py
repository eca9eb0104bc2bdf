"""What a total of strata or linkages hangs on: each list, priors, other methods; and that no stratum is named."""

from __future__ import annotations

from collections import Counter

import msgspec
import numpy as np
import pytest

from habeas.estimate.disclosure import without_strata
from habeas.estimate.options import EstimateOptions
from habeas.estimate.parse import table_of
from habeas.estimate.simulate import Population, simulate
from habeas.estimate.step import estimate

QUICK = EstimateOptions(ess=200, max_rounds=40_000, probes=0, bootstrap=0, grid=5.0)


def region(name, people, seed, rates=(0.4, 0.35, 0.3, 0.25)):
    table = simulate(Population(people=people, rates=(rates,)), np.random.default_rng(seed))
    return msgspec.structs.replace(table, stratum=name)


@pytest.fixture(scope="module")
def total():
    return estimate([region("Upper Vale", 400, 1), region("Lower Vale", 700, 2)], QUICK)


def test_the_total_of_strata_is_made_again_without_each_list(total):
    assert [i.left_out for i in total.influence] == ["list 1", "list 2", "list 3", "list 4"]
    for influence in total.influence:
        assert influence.observed < total.observed
        assert influence.estimate.low < 1100 < influence.estimate.high
        assert influence.estimate.high - influence.estimate.low > total.range.high - total.range.low


def test_each_stratum_is_made_again_without_each_list(total):
    for i, whole in enumerate(total.influence):
        parts = [stratum.influence[i] for stratum in total.strata]
        assert {part.left_out for part in parts} == {whole.left_out}
        assert sum(part.observed for part in parts) == whole.observed
        assert sum(part.estimate.median for part in parts) == pytest.approx(whole.estimate.median, rel=0.05)


def test_the_total_is_made_again_under_other_priors_and_by_other_methods(total):
    assert [v.kind for v in total.variants] == ["prior"] * 3 + ["total", "cap"] + ["dependence"] * 3
    assert all(v.shift == pytest.approx(v.estimate.median / total.range.median, abs=1e-4) for v in total.variants)
    assert [a.method for a in total.alternatives] == ["dga", "loglinear", "stepwise", "darroch", "chao"]
    assert all(900 < a.estimate.median < 1400 for a in total.alternatives)


def test_what_a_total_hangs_on_names_no_stratum(total):
    shown = msgspec.json.encode(without_strata(total)).decode()
    assert "Vale" not in shown
    assert "without" not in msgspec.json.encode(without_strata(total).strata).decode()


def test_a_list_without_which_a_stratum_has_no_answer_leaves_the_total_without_one_and_says_in_how_many():
    few = Counter({(1, 0, 0): 40, (0, 1, 0): 30, (1, 1, 0): 12, (0, 0, 1): 6})
    far = table_of(["list 1", "list 2", "list 3"], few, stratum="Far Vale")
    near = region("Near Vale", 500, 3, (0.4, 0.35, 0.3))
    found = estimate([near, far], msgspec.structs.replace(QUICK, max_factor=1e6, variants=False))
    without = {i.left_out: i for i in found.influence}
    assert without["list 3"].estimate is not None
    assert without["list 3"].note == "two lists left: Chapman"
    lost = [i for i in found.influence if i.estimate is None]
    assert all("1 of 2 strata" in i.note and "Vale" not in i.note for i in lost)


def test_linkages_are_pooled_anew_without_each_list_and_the_same_seed_gives_the_same_bytes():
    tables = [msgspec.structs.replace(region("", 500, seed), linkage=str(seed), stratum="") for seed in (1, 2, 3)]
    options = msgspec.structs.replace(QUICK, variants=False, alternatives=False)
    one = estimate(tables, msgspec.structs.replace(options, threads=1))
    two = estimate(tables, msgspec.structs.replace(options, threads=2))
    assert len(one.influence) == 4
    assert all(i.estimate is not None for i in one.influence)
    assert msgspec.json.encode(one) == msgspec.json.encode(two)


def test_many_linkages_are_varied_over_the_first_of_them_and_said_to_be(monkeypatch):
    monkeypatch.setattr("habeas.estimate.totals.MOST_RUNS", 2)
    tables = [msgspec.structs.replace(region("", 500, s), linkage=str(s), stratum="") for s in (1, 2, 3)]
    found = estimate(tables, msgspec.structs.replace(QUICK, variants=False, alternatives=False))
    assert {i.note for i in found.influence} == {"over 2 of 3 linkages"}


def test_progress_says_what_is_being_done_and_how_far_it_is():
    told = []
    estimate(
        [region("Upper Vale", 300, 1), region("Lower Vale", 300, 2)],
        msgspec.structs.replace(QUICK, variants=False, alternatives=False),
        lambda said, share: told.append((said, share)),
    )
    assert list(dict(told)) == ["strata and linkages", "without each list"]
    for said in dict(told):
        shares = [share for what, share in told if what == said]
        assert shares == sorted(shares)
        assert shares[-1] == 1.0
