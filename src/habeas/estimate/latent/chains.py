"""The compiled chains: where they start, how they are tuned, and how they are moved in parallel threads."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

import numpy as np

from habeas.estimate.latent.diagnose import convergence
from habeas.estimate.latent.engine import Draws, LatentSettings
from habeas.estimate.latent.kernel import advance
from habeas.estimate.latent.sweep import fill_likelihood, gibbs_sweep, log_gamma_draw
from habeas.estimate.tables import FloatArray, IntArray

PLAIN_SWEEPS: Final = 1000
TUNING_STAGES: Final = 20
STAGE_ROUNDS: Final = 100
SNAPSHOTS: Final = 50
PROBE_ROUNDS: Final = 400
_PROBE_SWEEPS: Final = 300
_PROBE_STAGE: Final = 25
_START_SWEEPS: Final = 500
_PILOT_ROUNDS: Final = 2000
_WATCHED: Final = (0, 2, 3)  # the unseen, alpha, the occupied classes
_SLOW: Final = 1 / 150  # effective samples a round
_APART: Final = 1.05  # R-hat of the pilot
_TRAJECTORY_COST: Final = 2.2  # a round with one takes up to twice as long; the rest is what a pilot's noise feigns
_NO_SPREAD: Final = np.zeros((0, 0))
_STEPS: Final = 10.0
_WANTED_ACCEPTANCE: Final = 0.8


@dataclass
class Chain:
    """The state of one chain; arrays as in `sweep`."""

    rng: np.random.Generator
    lam: FloatArray
    lnu: FloatArray
    alpha: FloatArray
    lik: FloatArray
    tuning: FloatArray
    mass: FloatArray


class CompiledChains:
    """The engine `numba`: chains in parallel threads, each with a random generator of its own, spawned from the seed.

    The draws do not depend on how threads are scheduled or how many there are.
    """

    def __init__(self, patterns: FloatArray, counts: IntArray, settings: LatentSettings) -> None:
        self._data = Data(patterns, counts, settings)
        self._seeds = np.random.SeedSequence(settings.seed).spawn(settings.chains + settings.probes)
        self._settings = settings
        self._pool = ThreadPoolExecutor(max_workers=min(settings.chains, settings.threads or os.cpu_count() or 1))
        self._chains: list[Chain] = []

    def settle(self) -> int:
        """Burn in and tune the chains, and decide whether trajectories pay; return the rounds each has spent."""
        self._chains = list(self._pool.map(self._data.begin, self._seeds[: self._settings.chains]))
        self._data.choose(self._chains, self._pool)
        return PLAIN_SWEEPS + TUNING_STAGES * STAGE_ROUNDS + (0 if self._settings.plain else 2 * _PILOT_ROUNDS)

    def probe(self) -> Sequence[Draws]:
        """Return what short chains from scattered starts leave."""
        return list(self._pool.map(self._data.probe, self._seeds[self._settings.chains :]))

    def extend(self, rounds: int, every: int) -> Draws:
        """Move the chains on, keeping every `every`-th round and some snapshots."""
        parts = list(self._pool.map(lambda chain: self._data.extend(chain, rounds, every), self._chains))
        return Draws(np.concatenate([p.kept for p in parts]), np.concatenate([p.fits for p in parts]))

    def close(self) -> None:
        """Let go of the threads."""
        self._pool.shutdown()


class Data:
    """One table and the settings, and what can be done with a chain on them."""

    def __init__(self, patterns: FloatArray, counts: IntArray, settings: LatentSettings) -> None:
        cap = np.inf if settings.cap is None else settings.cap
        self.patterns, self.counts, self.classes = patterns, counts, settings.classes
        self.flags = np.ascontiguousarray(patterns.T)
        self.prior = np.array([settings.alpha_shape, settings.alpha_rate, cap, 1.0])
        self.plain = settings.plain

    def begin(self, seed: np.random.SeedSequence) -> Chain:
        """Return a chain that has forgotten its start and whose masses and step are tuned, then held."""
        return self._settled(self._start(np.random.Generator(np.random.PCG64(seed))), PLAIN_SWEEPS, STAGE_ROUNDS)

    def probe(self, seed: np.random.SeedSequence) -> Draws:
        """Return what a short chain from a scattered start (other classes and sizes) leaves."""
        rng = np.random.Generator(np.random.PCG64(seed))
        shares = self.counts @ self.patterns / self.counts.sum()
        lam = np.clip(2.0 * shares * rng.random((self.classes, len(shares))), 0.001, 0.98)
        lnu = np.log(np.maximum(rng.dirichlet(np.ones(self.classes)), 1e-12))
        chain = self._chain(rng, lam, lnu - np.log(np.exp(lnu).sum()), np.array([1.0]))
        chain = self._settled(chain, _PROBE_SWEEPS, _PROBE_STAGE)
        return self.extend(chain, PROBE_ROUNDS, 1)

    def _settled(self, chain: Chain, sweeps: int, stage: int) -> Chain:
        """Run plain sweeps, then stages that tune the masses and the step of the trajectories."""
        spread = np.zeros_like(chain.mass)
        self._rounds(chain, np.zeros((sweeps, 4)), 1, spread)
        chain.mass = self._masses(spread / sweeps)
        chain.tuning[2:] = 0.0 if self.plain else 1.0
        for number in range(TUNING_STAGES):
            spread = np.zeros_like(chain.mass)
            accepted = self._rounds(chain, np.zeros((stage, 4)), 1, spread)
            step = chain.tuning[0] * np.exp(0.6 * (accepted - _WANTED_ACCEPTANCE))
            chain.tuning[0] = min(step, 1.5)
            if number < TUNING_STAGES // 2:
                chain.mass = 0.6 * chain.mass + 0.4 * self._masses(spread / stage)
        return chain

    def choose(self, chains: Sequence[Chain], pool: Executor) -> bool:
        """Decide for all chains whether trajectories are worth their cost; return whether they are.

        A pilot runs without and with them and compares effective samples of N a round; where it mixes slowly without
        them it is too short to tell, and they stay. What a trajectory costs is a constant, not a clock's answer, so
        that the same input is treated alike on every machine.
        """
        if self.plain:
            return False
        gains = []
        slow = False
        for moves in (0.0, 1.0):
            for chain in chains:
                chain.tuning[2] = moves
            draws = np.stack(list(pool.map(self._pilot, chains)))
            mixed = [convergence(draws[:, :, i]) for i in _WATCHED]
            gains.append(mixed[0].ess_bulk)
            if not moves:
                worst = min(state.ess_bulk for state in mixed) / draws[:, :, 0].size
                slow = worst < _SLOW or max(state.rhat for state in mixed) > _APART
        worth = slow or gains[1] > _TRAJECTORY_COST * gains[0]
        for chain in chains:
            chain.tuning[2] = float(worth)
        return worth

    def _pilot(self, chain: Chain) -> FloatArray:
        out = np.zeros((_PILOT_ROUNDS, 4))
        self._rounds(chain, out, 1)
        return out

    def extend(self, chain: Chain, rounds: int, every: int) -> Draws:
        """Move a chain on; return every `every`-th of its rounds and a few snapshots of the fitted patterns."""
        rows = max(rounds // every, 1)
        kept, fits = np.zeros((rows, 4)), []
        for part in np.array_split(np.arange(rows), min(SNAPSHOTS, rows)):
            self._rounds(chain, kept[part[0] : part[-1] + 1], every)
            shares = np.exp(chain.lnu) @ chain.lik
            fits.append(shares[:-1] / (1.0 - shares[-1]))
        return Draws(kept[None], np.stack(fits))

    def _rounds(self, chain: Chain, out: FloatArray, every: int, spread: FloatArray | None = None) -> float:
        """Advance a chain, write rows of `out`; return the mean chance of acceptance, add to `spread` where given."""
        return advance(
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
            _NO_SPREAD if spread is None else spread,
        )

    def _masses(self, spread: FloatArray) -> FloatArray:
        """Return masses near the precision of each coordinate: its prior's, and what the people seen add."""
        prior = np.append(np.full(spread.shape[1] - 1, 0.3), 1.0)
        return np.asarray(self.counts.sum() * spread + prior, dtype=np.float64)

    def _start(self, rng: np.random.Generator) -> Chain:
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
        chain = self._chain(rng, lam, lnu, alpha)
        held, out = self.prior.copy(), np.zeros(4)
        held[3] = 0.0
        for _ in range(_START_SWEEPS):
            gibbs_sweep(rng, patterns, counts, held, chain.lam, chain.lnu, alpha, chain.lik, out, False)
        order = np.argsort(-chain.lnu, kind="stable")
        return self._chain(rng, chain.lam[order].copy(), chain.lnu[order].copy(), alpha)

    def _chain(self, rng: np.random.Generator, lam: FloatArray, lnu: FloatArray, alpha: FloatArray) -> Chain:
        classes, lists = lam.shape
        lik = np.zeros((classes, len(self.counts) + 1))
        for k in range(classes):
            fill_likelihood(k, lam, self.patterns, lik)
        return Chain(rng, lam, lnu, alpha, lik, np.array([0.3, _STEPS, 0.0, 0.0]), np.ones((classes, lists + 1)))
