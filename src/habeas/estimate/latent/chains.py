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

PLAIN_SWEEPS: Final = 1000
TUNING_STAGES: Final = 20
STAGE_ROUNDS: Final = 100
FIRST_BATCH: Final = 2000
MOST_KEPT: Final = 20_000
SNAPSHOTS: Final = 50
_START_SWEEPS: Final = 500
_STEPS: Final = 10.0
_TRAJECTORIES: Final = 1.0
_WANTED_ACCEPTANCE: Final = 0.8

Progress = Callable[[float, float], None]


class LatentSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Settings of one run, named as in `EstimateOptions`; `plain` leaves only the Gibbs sweep, for comparison."""

    seed: int
    cap: float | None = None
    classes: int = 10
    alpha_shape: float = 0.25
    alpha_rate: float = 0.25
    chains: int = 4
    ess: int = 2000
    max_rounds: int = 200_000
    threads: int | None = None
    plain: bool = False


@dataclass
class _Chain:
    """The state of one chain; arrays as in `sweep`."""

    rng: np.random.Generator
    lam: FloatArray
    lnu: FloatArray
    alpha: FloatArray
    lik: FloatArray
    tuning: FloatArray
    mass: FloatArray
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
    data = _Data(pattern_matrix(table), counts_of(table), settings)
    seeds = np.random.SeedSequence(settings.seed).spawn(settings.chains)
    workers = min(settings.chains, settings.threads or os.cpu_count() or 1)
    with ThreadPoolExecutor(max_workers=workers) as pool:
        chains = list(pool.map(data.begin, seeds))
        rounds, batch, every = 0, FIRST_BATCH, 1
        while True:
            size = min(batch, settings.max_rounds - rounds)
            list(pool.map(lambda chain, s=size, e=every: data.extend(chain, s, e), chains))
            rounds += size
            draws = np.stack([np.concatenate(chain.kept) for chain in chains])
            state = convergence(draws[:, :, 0] + table.observed)
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
    sweeps = rounds + PLAIN_SWEEPS + TUNING_STAGES * STAGE_ROUNDS
    return LatentDraws(people + table.observed, missed, alpha, classes, fits, sweeps, state)


class _Data:
    """One table and the settings, and what can be done with a chain on them."""

    def __init__(self, patterns: FloatArray, counts: IntArray, settings: LatentSettings) -> None:
        cap = np.inf if settings.cap is None else settings.cap
        self.patterns, self.counts, self.classes = patterns, counts, settings.classes
        self.flags = np.ascontiguousarray(patterns.T)
        self.prior = np.array([settings.alpha_shape, settings.alpha_rate, cap, 1.0])
        self.trajectories = 0.0 if settings.plain else _TRAJECTORIES

    def begin(self, seed: np.random.SeedSequence) -> _Chain:
        """Return a chain that has forgotten its start and whose masses and step are tuned, then held."""
        chain = self._start(np.random.Generator(np.random.PCG64(seed)))
        spread = self._rounds(chain, np.zeros((PLAIN_SWEEPS, 4)), 1)[1]
        chain.mass = self._masses(spread / PLAIN_SWEEPS)
        chain.tuning[2] = self.trajectories
        for stage in range(TUNING_STAGES):
            accepted, spread = self._rounds(chain, np.zeros((STAGE_ROUNDS, 4)), 1)
            step = chain.tuning[0] * np.exp(0.6 * (accepted - _WANTED_ACCEPTANCE))
            chain.tuning[0] = min(step, 1.5)
            if stage < TUNING_STAGES // 2:
                chain.mass = 0.6 * chain.mass + 0.4 * self._masses(spread / STAGE_ROUNDS)
        return chain

    def extend(self, chain: _Chain, rounds: int, every: int) -> None:
        """Add `rounds` rounds to a chain, keeping every `every`-th and a few snapshots of the fitted patterns."""
        rows = max(rounds // every, 1)
        kept = np.zeros((rows, 4))
        for part in np.array_split(np.arange(rows), min(SNAPSHOTS, rows)):
            self._rounds(chain, kept[part[0] : part[-1] + 1], every)
            shares = np.exp(chain.lnu) @ chain.lik
            chain.fits.append(shares[:-1] / (1.0 - shares[-1]))
        chain.kept.append(kept)

    def _rounds(self, chain: _Chain, out: FloatArray, every: int) -> tuple[float, FloatArray]:
        spread = np.zeros_like(chain.mass)
        accepted = advance(
            chain.rng,
            self.patterns,
            self.flags,
            self.counts,
            self.prior,
            chain.tuning,
            chain.mass,
            chain.lam,
            chain.lnu,
            chain.alpha,
            chain.lik,
            every,
            out,
            spread,
        )
        return accepted, spread

    def _masses(self, spread: FloatArray) -> FloatArray:
        """Return masses near the precision of each coordinate: its prior's, and what the people seen add."""
        mass = self.counts.sum() * spread
        mass[:, :-1] += 0.3
        mass[:, -1] += 1.0
        return mass

    def _start(self, rng: np.random.Generator) -> _Chain:
        """Begin as the reference does: the lists' shares in every class, alpha held small, classes by weight.

        Chains that begin with dispersed lambda are easily trapped where the largest class sits in the last stick.
        """
        patterns, counts, classes = self.patterns, self.counts, self.classes
        shares = np.clip(counts @ patterns / counts.sum(), 1e-6, 1 - 1e-6)
        lam = np.tile(shares, (classes, 1))
        alpha = np.array([0.3 / classes])
        lnu, left = np.zeros(classes), 0.0
        for k in range(classes - 1):
            yes, no = log_gamma_draw(rng, 1.0), log_gamma_draw(rng, float(alpha[0]))
            total = float(np.logaddexp(yes, no))
            lnu[k] = left + yes - total
            left += no - total
        lnu[classes - 1] = left
        lik = np.zeros((classes, len(counts) + 1))
        for k in range(classes):
            fill_likelihood(k, lam, patterns, lik)
        held, out = self.prior.copy(), np.zeros(4)
        held[3] = 0.0
        for _ in range(_START_SWEEPS):
            gibbs_sweep(rng, patterns, counts, held, lam, lnu, alpha, lik, out)
        order = np.argsort(-lnu, kind="stable")
        mass = np.ones((classes, patterns.shape[1] + 1))
        return _Chain(
            rng, lam[order].copy(), lnu[order].copy(), alpha, lik[order].copy(), np.array([0.3, _STEPS, 0.0]), mass
        )
