"""Several chains in parallel threads, run until R-hat and the effective sample sizes are good enough.

Every chain has its own random generator, spawned from the seed, so the draws do not depend on how threads are
scheduled or how many there are. The decision to stop looks at the draws alone, never at a clock.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Final

import msgspec
import numpy as np

from habeas.estimate.latent.diagnose import Convergence, convergence
from habeas.estimate.latent.kernel import advance
from habeas.estimate.latent.sweep import fill_likelihood, gibbs_sweep, log_gamma_draw
from habeas.estimate.tables import FloatArray, IntArray, counts_of, pattern_matrix
from habeas.values.estimate import CaptureTable

WARM_UP: Final = 2000
FIRST_BATCH: Final = 2000
MOST_KEPT: Final = 20_000
SNAPSHOTS: Final = 50
_START_SWEEPS: Final = 500

Progress = Callable[[float, float], None]


class LatentSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Settings of one run; the meaning of each is that of the same field of `EstimateOptions`."""

    seed: int
    cap: float | None = None
    classes: int = 10
    alpha_shape: float = 0.25
    alpha_rate: float = 0.25
    chains: int = 4
    ess: int = 2000
    max_rounds: int = 200_000
    threads: int | None = None


@dataclass
class _Chain:
    """The state of one chain; arrays as in `sweep`."""

    rng: np.random.Generator
    lam: FloatArray
    lnu: FloatArray
    alpha: FloatArray
    lik: FloatArray
    kept: list[FloatArray] = field(default_factory=list)
    fits: list[FloatArray] = field(default_factory=list)


class LatentDraws(msgspec.Struct, frozen=True):
    """Draws of all chains: N, missed, alpha and occupied classes, each (chains, draws); `fits` (snapshots,
    patterns) the chance of each observed pattern given that a person was seen; `sweeps` a chain in all.
    """

    people: FloatArray
    missed: FloatArray
    alpha: FloatArray
    classes: FloatArray
    fits: FloatArray
    sweeps: int
    convergence: Convergence


def run_chains(table: CaptureTable, settings: LatentSettings, progress: Progress | None = None) -> LatentDraws:
    """Draw from the posterior of `table` until it has converged or `max_rounds` are spent.

    `progress` is called after each batch with the share of the wanted effective sample size reached and the share
    of the rounds spent.
    """
    patterns, counts = pattern_matrix(table), counts_of(table)
    prior = np.array([settings.alpha_shape, settings.alpha_rate, np.inf if settings.cap is None else settings.cap, 1.0])
    seeds = np.random.SeedSequence(settings.seed).spawn(settings.chains)
    workers = min(settings.chains, settings.threads or os.cpu_count() or 1)
    with ThreadPoolExecutor(max_workers=workers) as pool:
        chains = list(pool.map(lambda seed: _start(patterns, counts, prior, settings.classes, seed), seeds))
        list(pool.map(lambda chain: _extend(chain, patterns, counts, prior, WARM_UP, 1), chains))
        for chain in chains:
            chain.kept.clear()
            chain.fits.clear()
        rounds, batch, every = 0, FIRST_BATCH, 1
        while True:
            size = min(batch, settings.max_rounds - rounds)
            list(pool.map(lambda chain, s=size, e=every: _extend(chain, patterns, counts, prior, s, e), chains))
            rounds += size
            draws = np.stack([np.concatenate(chain.kept) for chain in chains])
            state = convergence(draws[:, :, 0] + counts.sum())
            if progress is not None:
                progress(min(state.ess_bulk, state.ess_tail) / settings.ess, rounds / settings.max_rounds)
            if state.good_enough(settings.ess) or rounds >= settings.max_rounds:
                break
            batch = rounds
            if draws.shape[1] * 2 > MOST_KEPT:
                every *= 2
                for chain in chains:
                    chain.kept = [np.concatenate(chain.kept)[1::2]]
    fits = np.concatenate([np.stack(chain.fits) for chain in chains])
    people, missed, alpha, classes = (draws[:, :, i] for i in range(4))
    return LatentDraws(people + counts.sum(), missed, alpha, classes, fits, rounds + WARM_UP, state)


def _start(
    patterns: FloatArray, counts: IntArray, prior: FloatArray, classes: int, seed: np.random.SeedSequence
) -> _Chain:
    """Begin as the reference does: the lists' shares in every class, alpha held small, classes by weight.

    Chains that begin with dispersed lambda are easily trapped where the largest class sits in the last stick.
    """
    rng = np.random.Generator(np.random.PCG64(seed))
    shares = np.clip(counts @ patterns / counts.sum(), 1e-6, 1 - 1e-6)
    lam = np.tile(shares, (classes, 1))
    alpha = np.array([0.3 / classes])
    lnu, left = np.zeros(classes), 0.0
    for k in range(classes - 1):
        yes, no = log_gamma_draw(rng, 1.0), log_gamma_draw(rng, float(alpha[0]))
        total = np.logaddexp(yes, no)
        lnu[k] = left + yes - total
        left += no - total
    lnu[classes - 1] = left
    lik = np.zeros((classes, len(counts) + 1))
    for k in range(classes):
        fill_likelihood(k, lam, patterns, lik)
    held, out = prior.copy(), np.zeros(4)
    held[3] = 0.0
    for _ in range(_START_SWEEPS):
        gibbs_sweep(rng, patterns, counts, held, lam, lnu, alpha, lik, out)
    order = np.argsort(-lnu, kind="stable")
    return _Chain(rng, lam[order].copy(), lnu[order].copy(), alpha, lik[order].copy())


def _extend(chain: _Chain, patterns: FloatArray, counts: IntArray, prior: FloatArray, rounds: int, every: int) -> None:
    """Add `rounds` rounds to a chain, keeping every `every`-th and a few snapshots of the fitted patterns."""
    rows = max(rounds // every, 1)
    kept = np.zeros((rows, 4))
    for part in np.array_split(np.arange(rows), min(SNAPSHOTS, rows)):
        piece = kept[part[0] : part[-1] + 1]
        advance(chain.rng, patterns, counts, prior, chain.lam, chain.lnu, chain.alpha, chain.lik, every, piece)
        shares = np.exp(chain.lnu) @ chain.lik
        chain.fits.append(shares[:-1] / (1.0 - shares[-1]))
    chain.kept.append(kept)
