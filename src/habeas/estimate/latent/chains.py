"""Several chains in parallel threads, run until R-hat and the effective sample sizes are good enough.

Every chain has its own random generator, spawned from the seed, so the draws do not depend on how threads are
scheduled or how many there are. The decision to stop looks at the draws alone, never at a clock.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
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
PROBE_ROUNDS: Final = 400
_AFFORDABLE: Final = 2000
_PROBE_SWEEPS: Final = 300
_PROBE_STAGE: Final = 25
_START_SWEEPS: Final = 500
_PILOT_ROUNDS: Final = 2000
_WATCHED: Final = (0, 2, 3)  # the unseen, alpha, the occupied classes
_SLOW: Final = 1 / 150  # effective samples a round
_APART: Final = 1.05  # R-hat of the pilot
_TRAJECTORY_COST: Final = 1.8  # a round with a trajectory against one without, measured on eight data sets
_DECISIVE: Final = 100.0  # log odds against a place from which it is no explanation at all, however wide it is
_NO_SPREAD: Final = np.zeros((0, 0))
_STEPS: Final = 10.0
_WANTED_ACCEPTANCE: Final = 0.8

Progress = Callable[[float, float], None]


class LatentSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Settings of one run, named as in `EstimateOptions`.

    `probes` short chains from scattered starts look for other explanations; `plain` leaves only the Gibbs sweep, for
    comparison.
    """

    seed: int
    cap: float | None = None
    classes: int = 10
    alpha_shape: float = 0.25
    alpha_rate: float = 0.25
    chains: int = 4
    ess: int = 2000
    max_rounds: int = 200_000
    threads: int | None = None
    probes: int = 48
    plain: bool = False


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
    kept: list[FloatArray] = field(default_factory=list)
    fits: list[FloatArray] = field(default_factory=list)


class LatentDraws(msgspec.Struct, frozen=True):
    """Draws of all chains, each field (chains, draws): N, the chance of being missed, alpha, occupied classes.

    `fits` (snapshots, patterns) is the chance of each observed pattern given that a person was seen; `sweeps` the
    rounds of each chain in all. `probes` are the medians of the short chains from scattered starts that found a
    place which explains the lists about as well as the long chains do, and
    `probe_rhat` their R-hat: far from 1 where the model explains the lists in several separate ways.
    """

    people: FloatArray
    missed: FloatArray
    alpha: FloatArray
    classes: FloatArray
    fits: FloatArray
    sweeps: int
    convergence: Convergence
    probes: tuple[float, ...] = ()
    probe_rhat: float | None = None


def affordable(settings: LatentSettings, size: int) -> LatentSettings:
    """Return settings with fewer probes and rounds where patterns times lists, `size`, make each round costly.

    Counted in cells, not in seconds, so that the same input is treated alike on every machine.
    """
    share = min(1.0, _AFFORDABLE / size)
    probes = min(settings.probes, max(int(settings.probes * share), 4))
    rounds = min(settings.max_rounds, max(int(settings.max_rounds * share), 2 * FIRST_BATCH))
    return msgspec.structs.replace(settings, probes=probes, max_rounds=rounds)


def run_chains(table: CaptureTable, settings: LatentSettings, progress: Progress | None = None) -> LatentDraws:
    """Draw from the posterior of `table` until it has converged or `max_rounds` are spent.

    `progress` is called after each batch with the share of the wanted effective sample size reached and the share
    of the rounds spent.
    """
    settings = affordable(settings, len(table.patterns) * len(table.lists))
    data = Data(pattern_matrix(table), counts_of(table), settings)
    seeds = np.random.SeedSequence(settings.seed).spawn(settings.chains + settings.probes)
    workers = min(settings.chains, settings.threads or os.cpu_count() or 1)
    with ThreadPoolExecutor(max_workers=workers) as pool:
        chains = list(pool.map(data.begin, seeds[: settings.chains]))
        data.choose(chains, pool)
        probes = list(pool.map(data.probe, seeds[settings.chains :]))
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
            batch = max(rounds // 2, FIRST_BATCH)
            if draws.shape[1] * 2 > MOST_KEPT:
                every *= 2
                for chain in chains:
                    chain.kept = [np.concatenate(chain.kept)[1::2]]
    fits = np.concatenate([np.stack(chain.fits) for chain in chains])
    people, missed, alpha, classes = (draws[:, :, i] for i in range(4))
    sweeps = rounds + PLAIN_SWEEPS + TUNING_STAGES * STAGE_ROUNDS + (0 if settings.plain else 2 * _PILOT_ROUNDS)
    people = people + table.observed
    bar = data.score(fits, classes) - _DECISIVE
    settled = [unseen for unseen, score in probes if score >= bar]
    if not settled:
        return LatentDraws(people, missed, alpha, classes, fits, sweeps, state)
    seen = np.stack(settled) + table.observed
    medians = tuple(sorted(float(v) for v in np.median(seen, axis=1)))
    return LatentDraws(people, missed, alpha, classes, fits, sweeps, state, medians, convergence(seen).rhat)


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

    def probe(self, seed: np.random.SeedSequence) -> tuple[FloatArray, float]:
        """Return unseen people along a short chain from a scattered start (other classes and sizes), and its score."""
        rng = np.random.Generator(np.random.PCG64(seed))
        shares = self.counts @ self.patterns / self.counts.sum()
        lam = np.clip(2.0 * shares * rng.random((self.classes, len(shares))), 0.001, 0.98)
        lnu = np.log(np.maximum(rng.dirichlet(np.ones(self.classes)), 1e-12))
        chain = self._chain(rng, lam, lnu - np.log(np.exp(lnu).sum()), np.array([1.0]))
        chain = self._settled(chain, _PROBE_SWEEPS, _PROBE_STAGE)
        self.extend(chain, PROBE_ROUNDS, 1)
        half = len(chain.fits) // 2
        score = self.score(np.stack(chain.fits[half:]), chain.kept[0][:, 3])
        return np.asarray(chain.kept[0][:, 0], dtype=np.float64), score

    def score(self, fits: FloatArray, occupied: FloatArray) -> float:
        """Return how well a place explains the lists: mean log likelihood, less what its classes cost (Schwarz 1978).

        A short chain that is still on its way, or sits where next to nothing of the posterior is, scores far below.
        """
        cost = 0.5 * (self.patterns.shape[1] + 1) * float(occupied.mean()) * np.log(self.counts.sum())
        return float(np.mean(np.log(np.maximum(fits, 1e-300)) @ self.counts) - cost)

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

    def extend(self, chain: Chain, rounds: int, every: int) -> None:
        """Add `rounds` rounds to a chain, keeping every `every`-th and a few snapshots of the fitted patterns."""
        rows = max(rounds // every, 1)
        kept = np.zeros((rows, 4))
        for part in np.array_split(np.arange(rows), min(SNAPSHOTS, rows)):
            self._rounds(chain, kept[part[0] : part[-1] + 1], every)
            shares = np.exp(chain.lnu) @ chain.lik
            chain.fits.append(shares[:-1] / (1.0 - shares[-1]))
        chain.kept.append(kept)

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
