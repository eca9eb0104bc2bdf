"""One round of the sampler, and many rounds in one compiled call."""

from __future__ import annotations

import math

import numpy as np

from habeas.estimate.latent.compiled import compiled
from habeas.estimate.latent.hamiltonian import trajectory
from habeas.estimate.latent.moves import mixture_log_likelihood, redraw_tail
from habeas.estimate.latent.sweep import gibbs_sweep
from habeas.estimate.tables import FloatArray, IntArray

_TAILS = 2


@compiled
def advance(
    rng: np.random.Generator,
    patterns: FloatArray,
    flags: FloatArray,
    counts: IntArray,
    prior: FloatArray,
    tuning: FloatArray,
    mass: FloatArray,
    lam: FloatArray,
    lnu: FloatArray,
    alpha: FloatArray,
    lik: FloatArray,
    every: int,
    out: FloatArray,
    spread: FloatArray,
) -> float:
    """Run `every` rounds for each row of `out`, write the last state there; return the mean chance of acceptance.

    A round is a Gibbs sweep with its collapsed draws, two redrawn tails and `tuning[2]` Hamiltonian trajectories of up
    to 2 * `tuning[1]` steps of about `tuning[0]`; with `tuning[3]` = 0 it is the plain Gibbs sweep. `flags` is
    `patterns` transposed. `spread` (K, J + 1) gathers, over the rounds, the variance that one seen person adds to
    each log odds and, last, the share of the seen in each class: what the masses are made of; with no rows, nothing.
    """
    cells, lists = patterns.shape
    people = counts.astype(np.float64)
    trajectories, collapsed = int(tuning[2]), tuning[3] > 0.5
    accepted = 0.0
    for row in range(out.shape[0]):
        for _ in range(every):
            gibbs_sweep(rng, patterns, counts, prior, lam, lnu, alpha, lik, out[row], collapsed)
            if collapsed:
                now = mixture_log_likelihood(people, lnu, lik, prior[2])
                for _tail in range(_TAILS):
                    now = redraw_tail(rng, patterns, people, prior, lam, lnu, lik, now)
            for _move in range(trajectories):
                step = tuning[0] * math.exp(-1.2 * rng.random() ** 2)
                steps = 1 + int(rng.random() * (2.0 * tuning[1] - 1.0))
                accepted += trajectory(rng, steps, step, flags, patterns, people, prior, mass, lam, lnu, lik)
            for k in range(spread.shape[0]):
                share = math.exp(lnu[k]) * (1.0 - lik[k, cells])
                spread[k, lists] += share
                for j in range(lists):
                    spread[k, j] += share * lam[k, j] * (1.0 - lam[k, j])
    return float(accepted / max(out.shape[0] * every * trajectories, 1))
