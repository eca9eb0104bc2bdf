"""Draws with rates and weights integrated out, against the same sums written plainly: products of Beta functions."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from scipy.special import betaln, gammaln
from scipy.stats import chisquare, kstest

from habeas.estimate.latent.chains import Data
from habeas.estimate.latent.collapsed import draw_alpha, exchange_neighbours, redraw_unseen
from habeas.estimate.latent.engine import LatentSettings
from habeas.estimate.simulate import SCENARIOS, simulate
from habeas.estimate.tables import counts_of, pattern_matrix

SEEN = np.array([30, 6, 0, 2])
ON_LIST = np.array([[20, 14, 9], [1, 5, 2], [0, 0, 0], [1, 0, 2]])


def log_weight(members, on_list, alpha):
    """log p(members, lists | alpha) with lambda and V integrated out, up to a constant."""
    after = np.cumsum(members[::-1])[::-1]
    sticks = sum(betaln(1 + m, alpha + rest) - betaln(1, alpha) for m, rest in zip(members, after[1:], strict=False))
    rates = betaln(1 + on_list, 1 + members[:, None] - on_list).sum()
    return sticks + rates + gammaln(members.sum()) - gammaln(members - seen_of(on_list) + 1).sum()


def seen_of(on_list):
    """The people seen in each class, found by the rows of `ON_LIST`, so that exchanged classes are told apart."""
    return np.array(
        [next(int(s) for s, row in zip(SEEN, ON_LIST, strict=True) if (row == mine).all()) for mine in on_list]
    )


@pytest.mark.parametrize("k", [0, 1, 3])
@pytest.mark.parametrize("alpha", [0.02, 1.5])
def test_the_unseen_of_a_class_are_drawn_from_the_product_of_beta_functions(k, alpha):
    rng = np.random.default_rng(3 + k)
    grid = np.arange(0, 4000)
    base = SEEN.copy()
    logs = []
    for u in grid:
        members = base.copy()
        members[k] += u
        logs.append(log_weight(members, ON_LIST, alpha))
    chances = np.exp(np.array(logs) - max(logs))
    chances /= chances.sum()
    only = np.where(np.arange(4) == k, SEEN, 0)  # classes of which nobody is seen are passed over
    members, draws = SEEN.copy(), []
    for _ in range(30_000):
        redraw_unseen(rng, members, only, ON_LIST, alpha, 1e9)
        draws.append(members[k] - SEEN[k])
    edges = np.unique(np.searchsorted(np.cumsum(chances), np.linspace(0.1, 0.9, 9)))
    expected = np.diff(np.concatenate([[0], np.cumsum(chances)[edges], [1]]))
    found = np.bincount(np.searchsorted(edges, draws[::10]), minlength=len(edges) + 1)
    assert chisquare(found, expected * found.sum()).pvalue > 1e-3


def alpha_draws(members, prior, rounds=20_000):
    rng = np.random.default_rng(5)
    draws, now = [], 0.0
    for _ in range(rounds):
        now = draw_alpha(rng, now, members, prior)
        draws.append(now)
    return np.array(draws[::10])


def alpha_distribution(members, prior):
    grid = np.linspace(-60, 8, 20_001)
    after = np.cumsum(members[::-1])[::-1][1:]
    logs = prior[0] * grid - prior[1] * np.exp(grid)
    logs += sum(
        betaln(1 + m, np.exp(grid) + rest) - betaln(1, np.exp(grid)) for m, rest in zip(members, after, strict=False)
    )
    chances = np.exp(logs - logs.max())
    total = np.cumsum(chances) / chances.sum()
    return lambda values: np.interp(values, grid, total)


@pytest.mark.parametrize("members", [(50, 0, 0, 0), (30, 8, 3, 0), (5, 0, 9, 20)])
def test_alpha_is_drawn_given_who_is_in_which_class(members):
    prior = np.array([0.25, 0.25, np.inf, 1.0])
    members = np.array(members)
    assert kstest(alpha_draws(members, prior), alpha_distribution(members, prior)).pvalue > 1e-3
    wrong = np.array([0.75, 0.25, np.inf, 1.0])
    assert kstest(alpha_draws(members, wrong), alpha_distribution(members, prior)).pvalue < 1e-3


def test_classes_change_places_as_often_as_their_weights_say():
    rng = np.random.default_rng(7)
    alpha, tally = 0.8, {}
    members, seen, on_list = SEEN + np.array([40, 3, 0, 5]), SEEN.copy(), ON_LIST.copy()
    start = {tuple(row): int(m) for row, m in zip(ON_LIST, members, strict=True)}
    for _ in range(40_000):
        exchange_neighbours(rng, members, seen, on_list, alpha)
        assert all(start[tuple(row)] == m for row, m in zip(on_list, members, strict=True))
        tally[tuple(members)] = tally.get(tuple(members), 0) + 1
    states = sorted(tally)
    at = {members: on_list_of(members, start) for members in states}
    logs = np.array([log_weight(np.array(state), at[state], alpha) for state in states])
    expected = np.exp(logs - logs.max())
    expected /= expected.sum()
    found = np.array([tally[state] for state in states]) / 40_000
    assert len(states) == 24
    assert np.abs(found - expected).max() < 0.02


def on_list_of(members, start):
    """The lists of each class in the order that `members` shows; members are all different here."""
    rows = {m: row for row, m in start.items()}
    return np.array([rows[m] for m in members])


def test_trajectories_are_kept_where_they_pay_and_left_out_where_they_do_not():
    rng = np.random.default_rng(1)
    chosen = {}
    for name in ("independent lists", "two kinds of people"):
        table = simulate(SCENARIOS[name], rng)
        data = Data(pattern_matrix(table), counts_of(table), LatentSettings(seed=1, probes=0))
        chains = [data.begin(seed) for seed in np.random.SeedSequence(2).spawn(2)]
        with ThreadPoolExecutor(1) as pool:
            chosen[name] = data.choose(chains, pool)
        assert {chain.tuning[2] for chain in chains} == {float(chosen[name])}
    assert not chosen["independent lists"]
    assert Data(pattern_matrix(table), counts_of(table), LatentSettings(seed=1, plain=True)).choose([], None) is False
