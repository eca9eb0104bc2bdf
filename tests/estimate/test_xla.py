"""The sampler that runs on JAX, against the compiled one, against the prior it must return, and against itself."""

from __future__ import annotations

import json
import sys
from functools import partial

import msgspec
import numpy as np
import pytest
from scipy.stats import gamma, kstest, nbinom

from habeas.cli.main import main
from habeas.errors import MissingExtraError
from habeas.estimate.latent.diagnose import convergence, mcse_quantile
from habeas.estimate.latent.engine import LatentSettings
from habeas.estimate.latent.hamiltonian import log_density as compiled_density
from habeas.estimate.latent.posterior import draw_joint
from habeas.estimate.latent.run import run_chains
from habeas.estimate.methods import run
from habeas.estimate.options import EstimateOptions
from habeas.estimate.simulate import SCENARIOS, simulate

jax = pytest.importorskip("jax", reason="the extra `jax` is not installed: pip install 'habeas[jax]'")
jnp = jax.numpy

from habeas.estimate.latent.xla.density import Lists, State, log_density, log_within_cap  # noqa: E402
from habeas.estimate.latent.xla.moves import Tuning, exchange_neighbours, one_round  # noqa: E402

SHAPE, RATE = 0.25, 0.25
CELLS = np.array(list(np.ndindex(2, 2, 2))[1:], dtype=float)


@pytest.fixture
def wide_numbers():
    with jax.enable_x64(True):
        yield


def lists_of(counts, prior=(SHAPE, RATE), cap=np.inf):
    return Lists(jnp.asarray(CELLS), jnp.asarray(counts, dtype=float), jnp.asarray(prior), jnp.asarray(cap))


def both_densities(place, moving, weights, counts):
    """The log density and its gradient at `place` (K, J + 1), by JAX and by the compiled sampler."""
    ours, slope = jax.value_and_grad(log_density)(
        jnp.asarray(place), jnp.asarray(moving), jnp.asarray(weights), lists_of(counts)
    )
    lam = 1 / (1 + np.exp(-place[:, :-1]))
    cells = np.prod(np.where(CELLS[None] == 1, lam[:, None], 1 - lam[:, None]), axis=2)
    parked = np.where(moving, 0.0, np.exp(weights))
    still = np.append(parked, parked @ (1 - np.prod(1 - lam, axis=1)))
    active, theirs = np.nonzero(moving)[0], np.empty((moving.sum(), place.shape[1]))
    prior = np.array([SHAPE, RATE, np.inf, 1.0, weights[-1]])
    work = np.empty((len(active), len(CELLS))), np.empty(len(CELLS))
    value = compiled_density(
        active, place[active], np.ascontiguousarray(CELLS.T), counts, parked @ cells, still, prior, *work, theirs
    )
    return float(ours), np.asarray(slope)[active], value, theirs


@pytest.mark.parametrize("moving", [(1, 1, 1, 1), (1, 0, 1, 0), (0, 1, 1, 0)])
def test_the_density_and_its_gradient_are_those_of_the_compiled_sampler(wide_numbers, moving):
    rng = np.random.default_rng(1)
    counts = rng.integers(1, 30, 7).astype(float)
    moving = np.array(moving, dtype=bool)
    weights = np.log(rng.dirichlet(np.ones(4)))
    offsets = []
    for _ in range(3):
        place = np.column_stack([rng.normal(size=(4, 3)), rng.normal(-2, 1, 4)])
        place[~moving, :-1] = 0.3  # what does not move is the same each time
        ours, slope, theirs, compiled = both_densities(place, moving, weights, counts)
        offsets.append(ours - theirs)
        assert slope == pytest.approx(compiled, abs=1e-8)
    assert np.ptp(offsets) < 1e-8


@pytest.mark.parametrize(("missed", "people"), [(0.94, 96), (0.95, 345), (0.9523, 8234), (0.4, 100)])
def test_the_chance_to_stay_within_the_cap_is_the_negative_binomial_distribution(wide_numbers, missed, people):
    found = log_within_cap(jnp.asarray(missed), jnp.asarray(float(people)), jnp.asarray(20.0))
    assert float(found) == pytest.approx(nbinom(people, 1 - missed).logcdf(20 * people), abs=1e-8)


def prior_to_posterior(replicates, rounds, prior, classes=4, seen=40):
    """Draw parameters and data from the prior, run the moves on them, return begin and end: alpha, missed, unseen."""
    rng = np.random.default_rng(3)
    logits, weights, counts, begins = [], [], [], []
    for _ in range(replicates):
        lam, sticks, alpha, unseen, patterns = draw_joint(seen, 3, classes, SHAPE, RATE, rng)
        logits.append(np.log(lam) - np.log1p(-lam))
        weights.append(np.append(np.log(sticks), 0.0) + np.append(0.0, np.cumsum(np.log1p(-sticks))))
        counts.append([float(patterns.get(tuple(int(v) for v in cell), 0)) for cell in CELLS])
        begins.append((alpha, float(np.exp(weights[-1]) @ np.prod(1 - lam, axis=1)), unseen))
    lists = lists_of(np.array(counts), prior)
    tuning = Tuning(jnp.asarray(0.4), jnp.full((classes, 4), 4.0))

    def chain(key, state, counts):
        move = partial(one_round, tuning=tuning, lists=lists._replace(counts=counts))
        _, records = jax.lax.scan(lambda s, k: move(k, s), state, jax.random.split(key, rounds))
        return records.alpha[-1], records.missed[-1]

    keys = jax.random.split(jax.random.key(5), replicates)
    states = State(jnp.asarray(np.array(logits)), jnp.asarray(np.array(weights)))
    alpha, missed = jax.jit(jax.vmap(chain))(keys, states, lists.counts)
    unseen = rng.negative_binomial(seen, np.minimum(1 - np.asarray(missed), 1 - 1e-12))
    return np.array(begins), np.column_stack([np.asarray(alpha), np.asarray(missed), unseen])


def p_values(begins, ends):
    """Kolmogorov-Smirnov p-values that the ends are draws from the prior."""
    alpha = kstest(ends[:, 0], gamma(SHAPE, scale=1 / RATE).cdf).pvalue
    return [alpha] + [kstest(begins[:, i], ends[:, i]).pvalue for i in (1, 2)]


def test_the_moves_return_the_prior_from_which_parameters_and_data_were_drawn(wide_numbers):
    assert min(p_values(*prior_to_posterior(2000, 8, (SHAPE, RATE)))) > 1e-3


def test_a_planted_bug_is_found_a_wrong_prior_of_alpha(wide_numbers):
    assert min(p_values(*prior_to_posterior(2000, 8, (SHAPE + 0.5, RATE)))) < 1e-3


def test_a_planted_bug_is_found_classes_that_change_places_at_will(wide_numbers, monkeypatch):
    def freely(key, state, lists, first):
        order = jax.random.permutation(key, state.weights.size)
        return State(state.logits[order], state.weights[order])

    monkeypatch.setattr("habeas.estimate.latent.xla.moves.exchange_neighbours", freely)
    assert min(p_values(*prior_to_posterior(2000, 8, (SHAPE, RATE)))) < 1e-3
    assert exchange_neighbours is not freely


@pytest.fixture(scope="module")
def settings():
    return LatentSettings(seed=4, ess=100, max_rounds=2000, probes=3, backend="jax")


def test_the_same_seed_gives_the_same_draws_and_another_seed_others(three_lists, settings):
    one, again = run_chains(three_lists, settings), run_chains(three_lists, settings)
    other = run_chains(three_lists, msgspec.structs.replace(settings, seed=5))
    assert np.array_equal(one.people, again.people)
    assert one.probes == again.probes
    assert not np.array_equal(one.people, other.people)


def apart(one, other):
    """The greatest distance of median and limits of two sets of draws, in combined Monte Carlo errors."""
    errors = {q: np.hypot(mcse_quantile(one, q), mcse_quantile(other, q)) for q in (0.025, 0.5, 0.975)}
    return max(abs(np.quantile(one, q) - np.quantile(other, q)) / max(error, 0.5) for q, error in errors.items())


def means_apart(one, other):
    """The distance of the means of two sets of draws in combined Monte Carlo errors."""
    errors = [draws.std() / np.sqrt(convergence(draws).ess_bulk) for draws in (one, other)]
    return abs(one.mean() - other.mean()) / np.hypot(*errors)


@pytest.mark.parametrize("cap", [None, 20.0])
def test_the_answer_is_that_of_the_compiled_sampler(three_lists, settings, cap):
    longer = msgspec.structs.replace(settings, cap=cap, ess=1000, max_rounds=16_000, probes=0)
    ours = run_chains(three_lists, longer)
    compiled = run_chains(three_lists, msgspec.structs.replace(longer, backend="numba"))
    assert apart(ours.people, compiled.people) < 4
    assert means_apart(ours.missed, compiled.missed) < 4
    assert means_apart(ours.classes, compiled.classes) < 4
    assert ours.fits.mean(axis=0) == pytest.approx(compiled.fits.mean(axis=0), rel=0.1)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["two kinds of people", "one list copies another"])
def test_the_answer_is_that_of_the_compiled_sampler_on_populations_of_several_kinds(name):
    table = simulate(SCENARIOS[name], np.random.default_rng(1))
    longer = LatentSettings(seed=1, ess=800, max_rounds=48_000, probes=0, backend="jax")
    compiled = run_chains(table, msgspec.structs.replace(longer, backend="numba"))
    assert apart(run_chains(table, longer).people, compiled.people) < 4


@pytest.mark.slow
@pytest.mark.parametrize("name", ["kosovo", "korea", "western", "hare", "artificial_3", "madigan_york_3list_spina"])
def test_the_long_runs_of_the_reference_are_reached(reference, name):
    entry = reference[name]
    long = entry["lcmcr_long"]
    found = run_chains(
        entry["table"], LatentSettings(seed=1, cap=20.0, ess=1500, max_rounds=80_000, probes=0, backend="jax")
    )
    told = zip((0.025, 0.5, 0.975), (long["ci95"][0], long["N_median"], long["ci95"][1]), strict=True)
    errors = (long["mcse_q025"], long["mcse_median"], long["mcse_q975"])
    for (q, theirs), error in zip(told, errors, strict=True):
        spread = max(np.hypot(mcse_quantile(found.people, q), error), 0.5)
        assert abs(np.quantile(found.people, q) - theirs) / spread < 4


def test_the_command_takes_the_backend(tmp_path, capsys, three_lists):
    rows = [",".join([*map(str, p), str(c)]) for p, c in zip(three_lists.patterns, three_lists.counts, strict=True)]
    (tmp_path / "made.csv").write_text("\n".join(["police,church,press,count", *rows]), encoding="utf-8")
    quick = ["--ess", "100", "--no-leave-one-out", "--no-variants", "--no-alternatives", "--format", "json"]
    with pytest.raises(SystemExit) as ended:
        main(["estimate", str(tmp_path / "made.csv"), "--backend", "jax", *quick])
    assert not ended.value.code
    found = json.loads(capsys.readouterr().out)
    assert found["method"] == "lcmcr"
    assert found["diagnostics"]["converged"]


def test_without_jax_the_extra_is_named(three_lists, monkeypatch):
    monkeypatch.setitem(sys.modules, "habeas.estimate.latent.xla.engine", None)
    with pytest.raises(MissingExtraError, match="jax"):
        run("lcmcr", three_lists, EstimateOptions(backend="jax"))
