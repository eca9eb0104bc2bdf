"""One round of the sampler: marginal moves, then a Gibbs sweep; and many rounds in one compiled call."""

from __future__ import annotations

import numpy as np

from habeas.estimate.latent.compiled import compiled
from habeas.estimate.latent.sweep import gibbs_sweep
from habeas.estimate.tables import FloatArray, IntArray


@compiled
def advance(
    rng: np.random.Generator,
    patterns: FloatArray,
    counts: IntArray,
    prior: FloatArray,
    lam: FloatArray,
    lnu: FloatArray,
    alpha: FloatArray,
    lik: FloatArray,
    every: int,
    out: FloatArray,
) -> None:
    """Run `every` rounds for each row of `out` and write the state of the last of them there."""
    for row in range(out.shape[0]):
        for _ in range(every):
            gibbs_sweep(rng, patterns, counts, prior, lam, lnu, alpha, lik, out[row])
