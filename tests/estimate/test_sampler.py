"""The compiled sampler against an independent log posterior, against the prior it must return, and against itself."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.special import logsumexp
from scipy.stats import chisquare, gamma, kstest, nbinom

from habeas.estimate.latent.chains import Data
from habeas.estimate.latent.engine import LatentSettings
from habeas.estimate.latent.hamiltonian import log_density
from habeas.estimate.latent.kernel import advance
from habeas.estimate.latent.marginal import log_within_cap
from habeas.estimate.latent.posterior import draw_joint, log_joint
from habeas.estimate.latent.run import run_chains
from habeas.estimate.latent.sweep import draw_unseen, fill_likelihood, log_gamma_draw, split
from habeas.estimate.parse import table_of
from habeas.estimate.tables import counts_of, pattern_matrix

SHAPE, RATE = 0.25, 0.25
TABLE = table_of(["A", "B", "C"], Counter({(1, 0, 0): 20, (0, 1, 0): 15, (0, 0, 1): 9, (1, 1, 0): 6, (1, 1, 1): 2}))


def weights_of(sticks):
    return np.append(sticks, 1.0) * np.append(1.0, np.cumprod(1 - sticks))


def marginal(lam, sticks):
    """log p(lambda, V, counts) from the independent joint: alpha by quadrature, the unseen by summation."""
    patterns, counts = pattern_matrix(TABLE), counts_of(TABLE)

    def at(alpha, unseen):
        return log_joint(patterns, counts, lam, sticks, alpha, unseen, SHAPE, RATE)

    base = at(0.5, 0)
    over_alpha = quad(lambda t: math.exp(at(math.exp(t), 0) - base + t), -60, 12, limit=400)[0]
    over_unseen = logsumexp([at(0.5, unseen) - base for unseen in range(1500)])
    return base + math.log(over_alpha) + over_unseen


def compiled_density(lam, sticks, size):
    """The sampler's density with `size` of the classes moving; also its gradient."""
    patterns, counts = pattern_matrix(TABLE), counts_of(TABLE).astype(float)
    classes, lists = lam.shape
    nu = weights_of(sticks)
    missed = np.prod(1 - lam, axis=1)
    cells = np.prod(np.where(patterns[None] == 1, lam[:, None], 1 - lam[:, None]), axis=2)
    moving = np.arange(size)
    rest, still = np.zeros(len(counts)), np.zeros(classes + 1)
    for k in range(size, classes):
        rest += nu[k] * cells[k]
        still[k] = nu[k]
        still[classes] += nu[k] * (1 - missed[k])
    place = np.column_stack([np.log(lam[:size] / (1 - lam[:size])), np.log(nu[:size] * (1 - missed[:size]))])

    def value(place):
        slope = np.empty((size, lists + 1))
        prior = np.array([SHAPE, RATE, np.inf, 1.0, math.log(nu[-1])])
        work = np.empty((size, len(counts))), np.empty(len(counts))
        flags = np.ascontiguousarray(patterns.T)
        return log_density(moving, place, flags, counts, rest, still, prior, *work, slope), slope

    return place, value


def jacobian(lam, sticks):
    """log |d(lambda, V) / d(log odds, log ratios of nu)|."""
    nu = weights_of(sticks)
    left = np.append(1.0, np.cumprod(1 - sticks))[:-1]
    return np.log(lam * (1 - lam)).sum() + np.log(nu).sum() - np.log(left).sum()


def test_the_compiled_density_is_the_independent_posterior_with_alpha_and_the_unseen_integrated_out():
    rng = np.random.default_rng(1)
    offsets = []
    for _ in range(4):
        lam, sticks = rng.uniform(0.1, 0.9, (3, 3)), rng.uniform(0.2, 0.8, 2)
        place, value = compiled_density(lam, sticks, 3)
        offsets.append(value(place)[0] - marginal(lam, sticks) - jacobian(lam, sticks))
    assert np.ptp(offsets) < 1e-5


@pytest.mark.parametrize("size", [2, 3])
def test_the_gradient_is_that_of_the_density(size):
    rng = np.random.default_rng(2)
    place, value = compiled_density(rng.uniform(0.1, 0.9, (3, 3)), rng.uniform(0.2, 0.8, 2), size)
    _, slope = value(place)
    for at in np.ndindex(place.shape):
        ahead, behind = place.copy(), place.copy()
        ahead[at] += 1e-5
        behind[at] -= 1e-5
        assert slope[at] == pytest.approx((value(ahead)[0] - value(behind)[0]) / 2e-5, abs=1e-4)


def prior_to_posterior(replicates, rounds, prior, classes=4, seen=40, seed=3, order=(0, 1, 2)):
    """Draw parameters and data from the prior, run the kernel on them, return where it ends: again the prior."""
    rng = np.random.default_rng(seed)
    ends, begins = [], []
    for _ in range(replicates):
        lam, sticks, alpha, unseen, patterns = draw_joint(seen, 3, classes, SHAPE, RATE, rng)
        table = table_of(["A", "B", "C"], Counter(patterns))
        matrix, counts = pattern_matrix(table), counts_of(table)
        lnu = np.append(np.log(sticks), 0.0) + np.append(0.0, np.cumsum(np.log1p(-sticks)))
        lik = np.zeros((classes, len(counts) + 1))
        for k in range(classes):
            fill_likelihood(k, lam, matrix, lik)
        begins.append((unseen, float(np.exp(lnu) @ np.prod(1 - lam, axis=1)), alpha))
        out, spread = np.zeros((1, 4)), np.zeros((classes, 4))
        tuning, mass = np.array([0.4, 5.0, 1.0, 1.0]), np.full((classes, 4), 4.0)
        flags = np.ascontiguousarray(matrix.T[list(order)])
        advance(rng, matrix, flags, counts, prior, tuning, mass, lam, lnu, np.array([alpha]), lik, rounds, out, spread)
        ends.append(out[0, :3])
    return np.array(begins), np.array(ends)


def p_values(begins, ends):
    """Kolmogorov-Smirnov p-values that the ends are draws from the prior: unseen, missed, alpha."""
    alpha = kstest(ends[:, 2], gamma(SHAPE, scale=1 / RATE).cdf).pvalue
    return [kstest(begins[:, i], ends[:, i]).pvalue for i in (0, 1)] + [alpha]


def test_the_kernel_returns_the_prior_from_which_parameters_and_data_were_drawn():
    begins, ends = prior_to_posterior(2000, 6, np.array([SHAPE, RATE, np.inf, 1.0]))
    assert min(p_values(begins, ends)) > 1e-3


def test_a_planted_bug_is_found_two_lists_mixed_up_in_the_trajectories():
    prior = np.array([SHAPE, RATE, np.inf, 1.0])
    begins, ends = prior_to_posterior(1500, 20, prior, order=(1, 1, 2))
    assert min(p_values(begins, ends)) < 1e-3


def test_a_planted_bug_is_found_a_wrong_prior_of_alpha():
    begins, ends = prior_to_posterior(2000, 6, np.array([SHAPE + 0.5, RATE, np.inf, 1.0]))
    assert min(p_values(begins, ends)) < 1e-3


def calibration_p_values(replicates):
    """Draw from the prior, run the sampler, return p-values that the ranks of the true unseen and missed are uniform.

    A chi-square test over eight bins: it sees ranks heaped at both ends, which too narrow a posterior gives.
    """
    rng = np.random.default_rng(8)
    draws = 31
    ranks = np.zeros((replicates, 2), dtype=int)
    for i in range(replicates):
        lam, sticks, _, unseen, patterns = draw_joint(60, 3, 10, SHAPE, RATE, rng)
        missed = float(weights_of(sticks) @ np.prod(1 - lam, axis=1))
        table = table_of(["A", "B", "C"], Counter(patterns))
        settings = LatentSettings(seed=i, chains=2, ess=1, max_rounds=2000, probes=0, threads=1)
        found = run_chains(table, settings)
        pick = np.linspace(0, found.people.size - 1, draws).astype(int)
        for column, (values, truth) in enumerate(((found.people - 60, unseen), (found.missed, missed))):
            sample = values.ravel()[pick]
            ranks[i, column] = (sample < truth).sum() + rng.integers((sample == truth).sum() + 1)
    return [chisquare(np.bincount(column // 4, minlength=8)).pvalue for column in ranks.T]


@pytest.mark.slow
def test_simulation_based_calibration_gives_uniform_ranks():
    assert min(calibration_p_values(100)) > 1e-3


@pytest.mark.slow
def test_simulation_based_calibration_finds_a_planted_bug_everybody_counted_twice(monkeypatch):
    begin = Data.__init__

    def doubled(self, *given):
        begin(self, *given)
        self.counts = 2 * self.counts

    monkeypatch.setattr(Data, "__init__", doubled)
    assert min(calibration_p_values(60)) < 1e-3


def test_people_left_over_go_to_the_class_that_has_the_weight():
    rng = np.random.default_rng(5)
    out = np.zeros(4, dtype=np.int64)
    for _ in range(2000):
        split(rng, 20, np.array([0.9, 0.1, 1e-18, 0.0]), out)
    assert out[1] == pytest.approx(4000, rel=0.1)
    assert out.sum() == 40_000


def test_tiny_gamma_shapes_keep_their_logarithm():
    rng = np.random.default_rng(6)
    draws = np.array([log_gamma_draw(rng, 1e-12) for _ in range(2000)])
    assert np.isfinite(draws).all()
    assert draws.mean() == pytest.approx(-1e12, rel=0.1)


def test_the_unseen_are_negative_binomial():
    rng = np.random.default_rng(7)
    draws = [draw_unseen(rng, 30, 0.6, 1e9) for _ in range(4000)]
    assert np.mean(draws) == pytest.approx(nbinom(30, 0.4).mean(), rel=0.02)
    assert np.var(draws) == pytest.approx(nbinom(30, 0.4).var(), rel=0.1)
    assert max(draw_unseen(rng, 30, 0.6, 40) for _ in range(200)) <= 40


@pytest.mark.parametrize(("missed", "people"), [(0.94, 96), (0.95, 345), (0.96, 20), (0.9523, 8234), (0.97, 96)])
def test_the_chance_to_stay_within_the_cap_is_the_negative_binomial_distribution(missed, people):
    expected = nbinom(people, 1 - missed).logcdf(20 * people)
    assert log_within_cap(missed, float(people), 20.0) == pytest.approx(expected, abs=1e-8)


def test_three_people_on_three_lists_are_sampled_though_no_class_is_heavy_enough_for_a_trajectory():
    table = table_of(["A", "B", "C"], Counter({(1, 0, 0): 1, (0, 1, 0): 1, (1, 0, 1): 1}))
    found = run_chains(table, LatentSettings(seed=1, ess=100, max_rounds=2000, probes=2))
    assert found.people.min() >= 3


@pytest.mark.slow
def test_a_large_population_of_two_kinds_is_not_said_to_have_several_explanations():
    rates = np.array([[0.1] * 4, [0.5] * 4])
    cells = list(np.ndindex(2, 2, 2, 2))[1:]
    chances = [float(np.array([0.7, 0.3]) @ np.prod(np.where(cell, rates, 1 - rates), axis=1)) for cell in cells]
    tally = Counter({cell: round(400_000 * chance) for cell, chance in zip(cells, chances, strict=True)})
    found = run_chains(
        table_of(["A", "B", "C", "D"], tally), LatentSettings(seed=1, ess=200, max_rounds=8000, probes=6)
    )
    assert 330_000 < np.median(found.people) < 450_000
    assert found.probe_rhat is None or found.probe_rhat < 1.3


def test_the_same_seed_gives_the_same_draws_however_many_threads_there_are():
    settings = LatentSettings(seed=4, ess=100, max_rounds=2000, chains=3, probes=2)
    one = run_chains(TABLE, LatentSettings(**{**_fields(settings), "threads": 1}))
    four = run_chains(TABLE, LatentSettings(**{**_fields(settings), "threads": 4}))
    other = run_chains(TABLE, LatentSettings(**{**_fields(settings), "seed": 5}))
    assert np.array_equal(one.people, four.people)
    assert one.probes == four.probes
    assert not np.array_equal(one.people, other.people)


def test_the_plain_sweep_and_the_full_kernel_agree():
    plain = run_chains(TABLE, LatentSettings(seed=1, cap=20.0, plain=True, ess=1500, max_rounds=60_000, probes=0))
    full = run_chains(TABLE, LatentSettings(seed=2, cap=20.0, ess=1500, max_rounds=60_000, probes=0))
    for level in (0.1, 0.5, 0.9):
        assert np.quantile(plain.people, level) == pytest.approx(np.quantile(full.people, level), rel=0.06)
    assert plain.missed.mean() == pytest.approx(full.missed.mean(), abs=0.02)
    assert plain.classes.mean() == pytest.approx(full.classes.mean(), rel=0.1)


def test_one_class_is_the_model_of_independent_lists():
    table = table_of(
        ["A", "B", "C"],
        Counter({(1, 0, 0): 300, (0, 1, 0): 280, (0, 0, 1): 250, (1, 1, 0): 90, (1, 0, 1): 80, (0, 1, 1): 75,
                 (1, 1, 1): 25}),
    )  # fmt: skip
    from habeas.estimate.loglinear import columns_of, fit_poisson
    from habeas.estimate.tables import full_cells, full_counts

    cells = full_cells(3)
    independent = fit_poisson(columns_of(cells, [(0,), (1,), (2,)]), full_counts(table, cells)).total
    found = run_chains(table, LatentSettings(seed=1, classes=1, ess=500, probes=0))
    assert np.median(found.people) == pytest.approx(independent, rel=0.01)


def _fields(settings):
    return {name: getattr(settings, name) for name in settings.__struct_fields__}
