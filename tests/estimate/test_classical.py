"""Closed forms, log-linear models, stepwise choice and graph averaging, against published and reference figures."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.estimate.dga import average, fit_dga
from habeas.estimate.fit import NoAnswerError
from habeas.estimate.graphs import decomposable_graphs
from habeas.estimate.heterogeneity import chao_interval, coverage_interval, fit_heterogeneity
from habeas.estimate.loglinear import (
    NO_MAXIMUM,
    NOT_IDENTIFIED,
    OK,
    check,
    columns_of,
    fit_poisson,
    hierarchical_models,
    model_of,
)
from habeas.estimate.methods import fit_loglinear
from habeas.estimate.parse import table_of
from habeas.estimate.stepwise import choose, fit_stepwise, wald
from habeas.estimate.tables import full_cells, full_counts
from habeas.estimate.twolists import chapman, lincoln_petersen, two_list_interval

APART = table_of(["A", "B", "C"], Counter({(1, 0, 0): 40, (0, 1, 0): 30, (0, 0, 1): 20, (1, 1, 0): 6}))


def cells_of(table):
    cells = full_cells(len(table.lists))
    return cells, full_counts(table, cells)


def test_two_list_estimators_are_the_textbook_ones(two_lists):
    assert lincoln_petersen(100, 80, 20) == 400
    assert chapman(100, 80, 20) == pytest.approx(101 * 81 / 21 - 1)
    found = two_list_interval(two_lists, "chapman")
    assert 160 < found.low < found.median < found.high


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 40))
def test_a_two_list_interval_never_falls_below_the_number_observed(only_left, only_right, both):
    table = table_of(["A", "B"], Counter({(1, 0): only_left, (0, 1): only_right, (1, 1): both}))
    if table.observed:
        found = two_list_interval(table, "chapman")
        assert table.observed <= found.low <= found.high


def test_two_lists_that_share_nobody_have_no_lincoln_petersen_estimate():
    assert two_list_interval(table_of(["A", "B"], Counter({(1, 0): 5, (0, 1): 6})), "lincoln-petersen") is None


def test_independent_counts_give_back_the_true_total():
    rates, people = np.array([0.5, 0.4, 0.3]), 100_000.0
    cells = full_cells(3)
    counts = people * np.prod(np.where(cells == 1, rates, 1 - rates), axis=1)
    fit = fit_poisson(columns_of(cells, [(0,), (1,), (2,)]), counts)
    assert fit.total == pytest.approx(people, rel=1e-9)
    assert fit.deviance == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize(
    ("pairs", "code"),
    [
        ((), OK),
        (((0, 1),), NO_MAXIMUM),
        (((0, 2),), OK),
        (((0, 1), (0, 2)), NO_MAXIMUM),
        (((0, 2), (1, 2)), OK),
        (((0, 1), (0, 2), (1, 2)), NOT_IDENTIFIED),
    ],
)
def test_whether_a_model_has_an_answer_is_known_beforehand(pairs, code):
    cells, counts = cells_of(APART)
    assert check(model_of(cells, counts, pairs), counts) == code


def test_all_hierarchical_models_are_searched():
    assert [len(hierarchical_models(lists)) for lists in (3, 4, 5)] == [8, 113, 1024]


def test_a_model_without_an_answer_is_never_the_best():
    table = table_of(
        ["b", "c", "d"],
        Counter({(1, 0, 0): 5, (0, 1, 0): 5, (0, 0, 1): 41, (1, 1, 0): 54, (1, 0, 1): 6, (1, 1, 1): 12}),
    )
    found = fit_loglinear(table)
    assert found.range.high < 1000
    assert any(w.kind == "after_selection" for w in found.warnings)


def test_the_stepwise_search_finds_the_pair_that_depends(three_lists):
    rates = np.array([0.2, 0.2, 0.2, 0.2])
    cells = full_cells(4)
    counts = np.round(5000 * np.prod(np.where(cells == 1, rates, 1 - rates), axis=1))
    both = (cells[:, 0] == 1) & (cells[:, 1] == 1)
    counts[both] = np.round(counts[both] * 3)
    assert choose(cells, counts, 0.02).pairs[0] == (0, 1)
    assert fit_stepwise(three_lists, 0.02, 0, 1).range.low > three_lists.observed


def test_the_bootstrap_interval_is_reproducible_and_holds_the_estimate(three_lists):
    first, second = (fit_stepwise(three_lists, 0.02, 60, 7).range for _ in range(2))
    assert first == second
    assert first.low <= first.median <= first.high


def test_lists_that_share_nobody_at_all_have_no_log_linear_answer():
    table = table_of(["A", "B", "C"], Counter({(1, 0, 0): 4, (0, 1, 0): 4, (0, 0, 1): 4}))
    with pytest.raises(NoAnswerError, match="share too few"):
        fit_stepwise(table, 0.02, 0, 1)


def test_every_decomposable_graph_is_found_with_as_many_separators_as_it_needs():
    assert [len(decomposable_graphs(size)) for size in (2, 3, 4, 5)] == [2, 8, 61, 822]
    for graph in decomposable_graphs(4):
        vertices = sum(len(c) for c in graph.cliques) - sum(len(s) for s in graph.separators)
        assert vertices == 4


def test_graph_weights_are_those_of_the_saturated_dirichlet_where_one_clique_holds_all(three_lists):
    found = average(three_lists, 0.125, 3000)
    assert found.weights.sum() == pytest.approx(1)
    assert found.graphs.sum() == pytest.approx(1)


def test_a_grid_that_cuts_the_posterior_is_reported(three_lists):
    short = fit_dga(three_lists, None, 1.0)
    assert any(w.kind == "grid_edge" and w.grave for w in short.warnings)


def test_more_than_five_lists_are_too_many_for_graphs():
    table = table_of([f"L{i}" for i in range(6)], Counter({(1,) * 6: 3, (1, 0, 0, 0, 0, 0): 5}))
    with pytest.raises(NoAnswerError, match="three to 5"):
        fit_dga(table, None, 30)


def test_the_lower_bound_lies_between_the_observed_and_an_estimate_with_differing_people(three_lists):
    bound = chao_interval(three_lists)
    assert three_lists.observed < bound.low < bound.median < bound.high
    assert coverage_interval(three_lists) > three_lists.observed


class TestAgainstReference:
    """Figures of the R packages, where they lie beside the checkout."""

    def test_rcapture_models(self, reference):
        for entry in reference.values():
            for row in entry.get("rcapture", {}).get("closedp", {}).get("table", []):
                name = row["model"]
                if name in {"Mb", "Mbh"}:
                    continue
                shape = "none" if name in {"M0", "Mt"} else "chao" if "Chao" in name else name.split()[-1].lower()
                fit = fit_heterogeneity(entry["table"], shape, by_list=name.startswith("Mt"))
                assert fit.total == pytest.approx(row["abundance"], rel=1e-6)
                assert fit.se_total == pytest.approx(row["stderr"], rel=2e-3)
                assert fit.bic == pytest.approx(row["BIC"], abs=1e-4)

    def test_rcapture_model_search(self, reference):
        for name in ("kosovo", "madigan_york_3list_spina", "korea"):
            entry = reference[name]
            cells, counts = cells_of(entry["table"])
            mains = [(j,) for j in range(cells.shape[1])]
            fits = sorted(
                (fit_poisson(columns_of(cells, [*mains, *terms]), counts) for terms in hierarchical_models(len(mains))),
                key=lambda fit: fit.bic,
            )
            for fit, row in zip(fits[:2], entry["rcapture_model_search"]["top10_by_BIC"], strict=False):
                assert (fit.total, fit.bic) == pytest.approx((row["abundance"], row["BIC"]), rel=1e-7)

    def test_sparsemse_stepwise(self, reference):
        for entry in reference.values():
            if "sparsemse" not in entry:
                continue
            expected, table = entry["sparsemse"], entry["table"]
            chosen = choose(*cells_of(table), 0.02)
            assert chosen.fit.total == pytest.approx(expected["stepwise"]["point est."], rel=1e-6)
            assert chosen.fit.aic == pytest.approx(expected["aic"], rel=1e-7)
            low, high = wald(chosen.fit, table.observed)
            assert low == pytest.approx(expected["stepwise"]["2.5%"], rel=1e-4)
            assert high == pytest.approx(expected["stepwise"]["97.5%"], rel=1e-4)

    def test_dga(self, reference):
        for entry in reference.values():
            for row in entry.get("dga", {}).values():
                most = row["Nmissing_range"][1]
                if most > 40_000:
                    continue
                found = average(entry["table"], row["delta"], most)
                people = entry["table"].observed + 1 + np.arange(most)
                assert float(people @ found.weights) == pytest.approx(row["N_mean"], rel=1e-9)
                graphs = dict(
                    zip(
                        (frozenset(g.cliques) for g in decomposable_graphs(len(entry["table"].lists))),
                        found.graphs,
                        strict=True,
                    )
                )
                for top in row["top5_graphs"]:
                    cliques = frozenset(tuple(int(v) - 1 for v in c) for c in top["graph"].strip("[]").split(","))
                    assert graphs[cliques] == pytest.approx(top["prob"], rel=1e-6)
