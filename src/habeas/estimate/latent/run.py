"""Several chains, run until R-hat and the effective sample sizes are good enough, whichever engine moves them.

The decision to stop looks at the draws alone, never at a clock.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import msgspec
import numpy as np

from habeas.estimate.latent.diagnose import RHAT_LIMIT, Convergence, convergence
from habeas.estimate.latent.engine import Draws, Engine, LatentSettings
from habeas.estimate.tables import FloatArray, IntArray, counts_of, pattern_matrix
from habeas.values.estimate import CaptureTable

FIRST_BATCH: Final = 2000
MOST_KEPT: Final = 20_000
_AFFORDABLE: Final = 300  # cells, patterns times lists, up to which all rounds asked for are run
_DECISIVE: Final = 100.0  # log odds against a place from which it is no explanation at all, however wide it is

Progress = Callable[[str, float], None]


class LatentDraws(msgspec.Struct, frozen=True):
    """Draws of all chains, each field (chains, draws): N, the chance of being missed, alpha, occupied classes.

    `fits` is as in `Draws`; `sweeps` the rounds of each chain in all. `probes` are the medians of the short chains from
    scattered starts that found a place which explains the lists about as well as the long chains do, and
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

    `progress` is called with what is being done and the share of it that is done; while sampling that is the share of
    the wanted effective sample size that is reached, or of the rounds that are spent, whichever is more.
    """
    settings = affordable(settings, len(table.patterns) * len(table.lists))
    patterns, counts = pattern_matrix(table), counts_of(table)
    engine = _engine(patterns, counts, settings)
    try:
        _tell(progress, "finding where to begin", 0.0)
        sweeps = engine.settle()
        if settings.probes:
            _tell(progress, "looking for other explanations", 0.0)
        probes = engine.probe()
        _tell(progress, "sampling", 0.0)
        long, state, rounds = _until_good(engine, table.observed, settings, progress)
    finally:
        engine.close()
    bar = score(patterns, counts, long) - _DECISIVE
    settled = [p.kept[0, :, 0] for p in probes if score(patterns, counts, _later(p)) >= bar]
    unseen, missed, alpha, classes = (long.kept[:, :, i] for i in range(4))
    found = LatentDraws(unseen + table.observed, missed, alpha, classes, long.fits, sweeps + rounds, state)
    if not settled:
        return found
    seen = np.stack(settled) + table.observed
    medians = tuple(sorted(float(v) for v in np.median(seen, axis=1)))
    return msgspec.structs.replace(found, probes=medians, probe_rhat=convergence(seen).rhat)


def _tell(progress: Progress | None, said: str, share: float) -> None:
    if progress is not None:
        progress(said, share)


def _engine(patterns: FloatArray, counts: IntArray, settings: LatentSettings) -> Engine:
    if settings.backend == "jax":
        from habeas.estimate.latent.xla.engine import XlaChains

        return XlaChains(patterns, counts, settings)
    from habeas.estimate.latent.chains import CompiledChains

    return CompiledChains(patterns, counts, settings)


def _until_good(
    engine: Engine, observed: int, settings: LatentSettings, progress: Progress | None
) -> tuple[Draws, Convergence, int]:
    """Extend the chains until they are good enough or their rounds are spent; keep every second draw where too many."""
    rounds, batch, every = 0, FIRST_BATCH, 1
    kept, fits = np.empty((settings.chains, 0, 4)), []
    while True:
        size = min(batch, settings.max_rounds - rounds)
        new = engine.extend(size, every)
        rounds += size
        kept = np.concatenate([kept, new.kept], axis=1)
        fits.append(new.fits)
        state = convergence(kept[:, :, 0] + observed)
        reached = min(state.ess_bulk, state.ess_tail) / settings.ess if state.rhat <= RHAT_LIMIT else 0.0
        _tell(progress, "sampling", max(min(reached, 1.0), rounds / settings.max_rounds))
        if state.good_enough(settings.ess) or rounds >= settings.max_rounds:
            return Draws(kept, np.concatenate(fits)), state, rounds
        batch = max(rounds // 2, FIRST_BATCH)
        if kept.shape[1] * 2 > MOST_KEPT:
            every *= 2
            kept = kept[:, 1::2]


def _later(found: Draws) -> Draws:
    """Return the draws with the second half of the snapshots alone."""
    return Draws(found.kept, found.fits[len(found.fits) // 2 :])


def score(patterns: FloatArray, counts: IntArray, found: Draws) -> float:
    """Return how well a place explains the lists: mean log likelihood, less what its classes cost (Schwarz 1978).

    A short chain that is still on its way, or sits where next to nothing of the posterior is, scores far below.
    """
    cost = 0.5 * (patterns.shape[1] + 1) * float(found.kept[:, :, 3].mean()) * np.log(counts.sum())
    return float(np.mean(np.log(np.maximum(found.fits, 1e-300)) @ counts) - cost)
