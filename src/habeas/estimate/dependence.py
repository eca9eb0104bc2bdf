"""Lists that avoid each other, and what to tell readers of it.

Lists that reach different kinds of people share fewer than chance gives. Latent classes then see the kinds that the
lists single out, and not the one that all of them reach seldom: in simulations such estimates come out low, with a
range too narrow to tell, and the test for people who differ by degree (`degree`) is blind, because pairs that
avoid each other hide those that share.
"""

from __future__ import annotations

import math
from typing import Final, NamedTuple

import numpy as np

from habeas.estimate.fit import NoAnswerError
from habeas.estimate.loglinear import OK, Term, check, fit_poisson, model_of
from habeas.estimate.stepwise import MOST_LISTS, choose
from habeas.estimate.tables import full_cells, full_counts
from habeas.values.estimate import CaptureTable, EstimateWarning

_ENTERS: Final = 0.02  # the p-value below which the stepwise search takes a pair up, as its authors have it
_LEVEL: Final = 0.001  # many pairs are looked at, and the pair was chosen because it is unusual
_MOST_NAMED: Final = 3


class Avoidance(NamedTuple):
    """Two lists that share `shared` people where all else that the lists show gives `expected`; one-sided `p`."""

    left: str
    right: str
    shared: int
    expected: float
    p: float


def avoiding(table: CaptureTable) -> list[Avoidance]:
    """Return the pairs that share fewer people than the stepwise log-linear model gives without them, least p first.

    The p-value is that of the signed root of the likelihood ratio of the pair in the chosen model. Empty for fewer than
    three or more than ten lists, and where that model has no answer.
    """
    from scipy.stats import norm

    lists = len(table.lists)
    if not 2 < lists <= MOST_LISTS:
        return []
    cells = full_cells(lists)
    counts = full_counts(table, cells)
    try:
        chosen = choose(cells, counts, _ENTERS)
    except NoAnswerError:
        return []
    found = []
    for pair in chosen.pairs:
        others: list[Term] = [term for term in chosen.pairs if term != pair]
        without = model_of(cells, counts, others)
        if check(without, counts) != OK:
            continue
        fit = fit_poisson(without.design, counts[without.kept])
        both = np.all(cells[:, list(pair)] == 1, axis=1)
        shared, expected = float(counts[both].sum()), float(fit.fitted[both[without.kept]].sum())
        if shared >= expected:
            continue
        p = float(norm.sf(math.sqrt(max(fit.deviance - chosen.fit.deviance, 0.0))))
        found.append(Avoidance(table.lists[pair[0]], table.lists[pair[1]], int(shared), expected, p))
    return sorted(found, key=lambda pair: (pair.p, pair.left, pair.right))


def opposed_lists(table: CaptureTable) -> list[EstimateWarning]:
    """Return a warning that names the lists that avoid each other at a one-sided 0.1%; it withholds nothing."""
    found = [pair for pair in avoiding(table) if pair.p < _LEVEL]
    if not found:
        return []
    named = "; ".join(
        f"{pair.left} and {pair.right} share {pair.shared:,} where about {pair.expected:,.0f} would be by chance"
        for pair in found[:_MOST_NAMED]
    )
    text = (
        f"Perhaps far too low. Some lists avoid each other: {named}. Either they reach different kinds of people, or "
        "links between them were missed. People whom none of these lists reaches well are then underrated, and the "
        "range does not allow for it. See whether the lists are about the same people, and divide by what sets them "
        "apart (--stratum)."
    )
    return [EstimateWarning(kind="opposed_lists", text=text)]
