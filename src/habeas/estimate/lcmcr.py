"""The default for three or more lists: Bayesian latent classes (Manrique-Vallier, Biometrics 72, 2016)."""

from __future__ import annotations

import numpy as np

from habeas.estimate.fit import Fit, NoAnswerError, Progress
from habeas.estimate.options import EstimateOptions
from habeas.values.estimate import CaptureTable, Diagnostics

_DRAWS_FOR_POOLING = 1000
_GAP = 1.2


def fit_lcmcr(table: CaptureTable, options: EstimateOptions, progress: Progress | None = None) -> Fit:
    """Sample the posterior of N and summarise it; `diagnostics.converged` says whether the draws can be used.

    Raises NoAnswerError for fewer than three lists.
    """
    if len(table.lists) < 3:
        raise NoAnswerError("the latent class model needs at least three lists")
    from habeas.estimate.latent.engine import LatentSettings
    from habeas.estimate.latent.run import run_chains
    from habeas.estimate.latent.summary import bands_of, cells_of, density_of, interval_of, prior_draws

    settings = LatentSettings(
        seed=options.seed,
        cap=options.cap,
        classes=options.classes,
        alpha_shape=options.alpha_shape,
        alpha_rate=options.alpha_rate,
        chains=options.chains,
        ess=options.ess,
        max_rounds=options.max_rounds,
        threads=options.threads,
        probes=options.probes,
        backend=options.backend,
    )
    found = run_chains(table, settings, progress)
    prior = prior_draws(table, options.classes, options.alpha_shape, options.alpha_rate, options.seed)
    flat = found.people.ravel()
    return Fit(
        range=interval_of(found.people),
        bands=bands_of(found.people),
        diagnostics=_diagnostics(table, options, found),
        cells=cells_of(table, found.fits, options.seed),
        density=density_of(found.people, prior),
        draws=tuple(float(v) for v in flat[np.linspace(0, flat.size - 1, _DRAWS_FOR_POOLING).astype(int)]),
    )


def _diagnostics(table: CaptureTable, options: EstimateOptions, found: object) -> Diagnostics:
    from habeas.estimate.latent.diagnose import mcse_quantile
    from habeas.estimate.latent.run import LatentDraws

    assert isinstance(found, LatentDraws)  # noqa: S101 - the type is imported late, with Numba
    people, state = found.people, found.convergence
    most = None if options.cap is None else (1 + options.cap) * table.observed
    return Diagnostics(
        converged=state.good_enough(min(options.ess, 400)),
        rhat=round(state.rhat, 5),
        ess=round(state.ess_bulk, 1),
        ess_tail=round(state.ess_tail, 1),
        chains=people.shape[0],
        draws=people.size,
        sweeps=found.sweeps,
        mcse_low=round(mcse_quantile(people, 0.025), 4),
        mcse_median=round(mcse_quantile(people, 0.5), 4),
        mcse_high=round(mcse_quantile(people, 0.975), 4),
        beyond_15n=round(float((people > 15 * table.observed).mean()), 6),
        at_cap=None if most is None else round(float((people > 0.95 * most).mean()), 6),
        cap=options.cap,
        missed=round(float(found.missed.mean()), 6),
        classes=round(float(found.classes.mean()), 5),
        alpha=round(float(found.alpha.mean()), 6),
        chain_medians=tuple(float(v) for v in np.median(people, axis=1)),
        probe_rhat=None if found.probe_rhat is None else round(found.probe_rhat, 4),
        probe_medians=found.probes,
        modes=_groups(found.probes),
    )


def _groups(medians: tuple[float, ...]) -> tuple[float, ...]:
    """Return the middle of each group of medians; a new group begins where the next is a fifth larger."""
    groups: list[list[float]] = []
    for median in sorted(medians):
        if groups and median <= _GAP * groups[-1][-1]:
            groups[-1].append(median)
        else:
            groups.append([median])
    return tuple(group[len(group) // 2] for group in groups)
