"""What the lists do not decide: other priors of kinds and total, a cap, and the dependence of all lists at once."""

from __future__ import annotations

from collections import Counter

import msgspec
import numpy as np
import pytest

from habeas.estimate.fit import Fit, NoAnswerError
from habeas.estimate.methods import run
from habeas.estimate.options import EstimateOptions
from habeas.estimate.parse import table_of
from habeas.estimate.variants import follows_prior, no_highest_order, variants
from habeas.values.estimate import Interval, Variant

QUICK = EstimateOptions(ess=400, max_rounds=8000, probes=0, threads=1)


@pytest.fixture(scope="module")
def made(three_lists):
    fit = run("lcmcr", three_lists, QUICK)
    return fit, variants(three_lists, "lcmcr", fit, QUICK)


def test_every_choice_that_the_lists_do_not_make_is_shown_otherwise(made):
    fit, found = made
    assert [v.kind for v in found] == ["prior"] * 3 + ["total", "cap"] + ["dependence"] * 3
    for variant in found:
        assert variant.estimate is not None
        assert variant.shift == pytest.approx(variant.estimate.median / fit.range.median, abs=1e-4)


def test_a_prior_that_gives_large_totals_more_weight_moves_the_answer_up_and_a_cap_moves_it_down(made):
    fit, found = made
    by_kind = {variant.kind: variant.estimate for variant in found}
    assert by_kind["total"].mean > fit.range.mean
    assert by_kind["cap"].high <= fit.range.high * 1.05


def test_draws_that_do_not_reach_where_a_choice_puts_its_weight_give_no_answer(three_lists):
    far = Fit(range=Interval(low=3000, median=4000, high=9000, mean=4000), draws=tuple(np.linspace(6000, 9000, 1000)))
    [cap] = [v for v in variants(three_lists, "lcmcr", far, QUICK) if v.kind == "cap"]
    assert cap.estimate is None
    assert cap.note


def test_without_dependence_of_all_lists_independent_lists_give_their_own_total():
    table = table_of(
        ["A", "B", "C"],
        Counter({(1, 0, 0): 400, (0, 1, 0): 400, (0, 0, 1): 400, (1, 1, 0): 200, (1, 0, 1): 200, (0, 1, 1): 200,
                 (1, 1, 1): 100}),
    )  # fmt: skip
    assert no_highest_order(table).median == pytest.approx(1900 + 800)
    assert no_highest_order(table, 2.0).median == pytest.approx(1900 + 400)
    assert no_highest_order(table).low > 1900


def test_the_published_total_without_highest_order_interaction_is_reached(reference):
    assert no_highest_order(reference["kosovo"]["table"]).median == pytest.approx(16_942, abs=1)


def test_a_set_of_lists_held_by_nobody_leaves_that_without_an_answer():
    table = table_of(["A", "B", "C"], Counter({(1, 0, 0): 9, (0, 1, 0): 9, (0, 0, 1): 9, (1, 1, 0): 2, (1, 0, 1): 2}))
    with pytest.raises(NoAnswerError):
        no_highest_order(table)


def test_an_answer_that_follows_the_prior_is_said_to():
    whole = Interval(low=100, median=120, high=150, mean=121)
    near = Variant(kind="prior", setting="more kinds", estimate=whole)
    far = msgspec.structs.replace(near, estimate=msgspec.structs.replace(whole, median=180))
    assert follows_prior([near], whole) == []
    [warning] = follows_prior([near, far], whole)
    assert "180 with more kinds" in warning.text
    assert not warning.grave
