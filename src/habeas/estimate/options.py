"""Options of the `estimate` stage."""

from __future__ import annotations

from typing import Final

import msgspec

BACKENDS: Final = ("numba", "jax")
METHODS: Final = ("auto", "lcmcr", "dga", "loglinear", "stepwise", "darroch", "chao", "chapman", "lincoln-petersen")
METHOD_NAMES: Final = {
    "lcmcr": "Bayesian latent classes",
    "dga": "average over decomposable graphs",
    "loglinear": "best log-linear model",
    "stepwise": "stepwise log-linear model",
    "darroch": "people who differ by degree (Darroch)",
    "chao": "Chao's lower bound",
    "chapman": "Chapman's two-list estimator",
    "lincoln-petersen": "Lincoln-Petersen",
}


class EstimateOptions(msgspec.Struct, frozen=True, kw_only=True):
    """What a user may decide about an estimate; every default is meant for new work.

    `method` is one of `METHODS`; `auto` takes Chapman for two lists and the latent class model from three lists on.
    `cap` bounds the unobserved to `cap` times the observed (null = no bound; the R package LCMCR hides 20).
    `classes` is the most latent classes allowed, `alpha_shape` and `alpha_rate` the Gamma prior of their
    concentration. `chains` run in parallel until R-hat <= 1.01 and both the bulk and the tail effective sample size
    reach `ess`, or until `max_rounds` rounds a chain; `probes` short chains from scattered starts look for other
    explanations of the same lists. `backend` is what moves the chains: `numba`, or `jax`, for the same posterior.
    `max_factor` is how many times the upper limit may exceed the lower one before
    no single number is printed. `delta` is the hyper-Dirichlet weight of a cell (null = 2^-lists)
    and `grid` the most unobserved, in multiples of the observed, for graph averaging. `threshold` is the p-value
    below which the stepwise search adds a pair, `bootstrap` its number of resamples. `leave_one_out` runs the
    method again without each list; `alternatives` computes the other methods beside it, `variants` the same method
    under other priors.
    """

    method: str = "auto"
    seed: int = 20240801
    cap: float | None = None
    classes: int = 10
    alpha_shape: float = 0.25
    alpha_rate: float = 0.25
    chains: int = 4
    ess: int = 4000
    max_rounds: int = 200_000
    threads: int | None = None
    probes: int = 48
    backend: str = "numba"
    max_factor: float = 5.0
    delta: float | None = None
    grid: float = 30.0
    threshold: float = 0.02
    bootstrap: int = 1000
    leave_one_out: bool = True
    alternatives: bool = True
    variants: bool = True
