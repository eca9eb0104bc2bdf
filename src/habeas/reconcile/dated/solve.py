"""A dated series solved: its histories in the form the rest of the stage reads, and draws for the answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from habeas.reconcile.dated.fit import Fit, improve, rejected, sample, start
from habeas.reconcile.dated.layout import Layout
from habeas.reconcile.engine import History, Wave
from habeas.reconcile.fates import REJECTED
from habeas.reconcile.readings import Solved
from habeas.reconcile.repairs import alternatives
from habeas.reconcile.sources import source_kind, wrong_share
from habeas.reconcile.statements import Case, Statement
from habeas.values.claim import CountClaim


@dataclass(frozen=True)
class Draws:
    """Histories drawn from what the claims allow: sizes of each slot (rows are draws), and where the slots lie."""

    slots: Layout
    sizes: npt.NDArray[np.int64]

    def flow(self, first: int, last: int, rng: np.random.Generator) -> npt.NDArray[np.int64]:
        """Return, draw by draw, the flow within two days; people of a stretch cut by them fall where they may."""
        low, high = self.slots.low, self.slots.high
        share = np.clip((np.minimum(high, last) - np.maximum(low, first) + 1) / (high - low + 1), 0.0, 1.0)
        whole = self.sizes[:, share >= 1.0].sum(axis=1)
        for slot in np.flatnonzero((share > 0) & (share < 1)):
            together = rng.random(len(self.sizes)) < 0.5
            spread = rng.binomial(self.sizes[:, slot], share[slot])
            lumped = np.where(rng.random(len(self.sizes)) < share[slot], self.sizes[:, slot], 0)
            whole = whole + np.where(together, lumped, spread)
        return np.asarray(whole, dtype=np.int64)


def solve_dated(
    statements: Sequence[Statement], claims: Sequence[CountClaim], case: Case, *, seed: int, repairs: bool, updates: int
) -> tuple[Solved, Draws]:
    """Return the best history of a series with fixed windows, others that undo its repairs, and draws around it."""
    readings = [alternatives(statement, claims, repairs=repairs) for statement in statements]
    wrong = [wrong_share(source_kind(statement.claim, case.settings)) for statement in statements]
    wrong = [1 - (1 - share) * min(max(s.claim.confidence, 0.05), 1.0) for share, s in zip(wrong, statements, strict=True)]
    rng = np.random.default_rng([seed, len(statements)])
    fit = start(statements, readings, wrong)
    improve(fit, rng, repairs=repairs)
    sample(fit, rng, updates)
    best = history(fit)
    return Solved(tuple(statements), tuple(tuple(own) for own in readings), (best,)), Draws(fit.slots, fit.samples)


def history(fit: Fit) -> History:
    """Return the fit's state as a history."""
    out = set(rejected(fit))
    fates = tuple(REJECTED if n in out else fate for n, fate in enumerate(fit.fates))
    used = np.flatnonzero(fit.chain.sizes)
    waves = tuple(
        Wave(
            int(k), bool(fit.slots.occasion[k]), int(fit.slots.low[k] + fit.slots.high[k]) // 2, int(fit.slots.low[k]),
            int(fit.slots.high[k]), int(fit.chain.sizes[k]),
        )
        for k in used
    )
    kept = set(used.tolist())
    inside = tuple(
        frozenset() if n in out else frozenset(kept & set(np.flatnonzero(row).tolist())) for n, row in enumerate(fit.chain.counts)
    )
    return History(fit.price(), 0.0, waves, fates, {}, inside)
