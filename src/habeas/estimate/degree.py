"""People who are easier or harder to list by degree: a test for it, an estimate under it, and what to tell readers.

Latent classes see only the kinds that the lists show. A large kind that every list reaches seldom looks, in lists of
some hundreds of people, like a smaller population of one kind, and the estimate is then too low. The model of
Darroch, Fienberg, Glonek and Junker (JASA 88, 1993), in the form that Baillargeon and Rivest (2007) fit, has a single
parameter for people who differ, and so the power to notice.
"""

from __future__ import annotations

import math
from typing import Final

import msgspec
import numpy as np

from habeas.estimate.fit import Fit, NoAnswerError
from habeas.estimate.heterogeneity import fit_heterogeneity, heterogeneity_design
from habeas.estimate.loglinear import OK, Model, check
from habeas.estimate.stepwise import wald
from habeas.estimate.tables import full_cells, full_counts
from habeas.values.estimate import CaptureTable, EstimateWarning, Interval

MOST_LISTS: Final = 10
_LEVEL: Final = 0.05


class Degree(msgspec.Struct, frozen=True):
    """Darroch's model beside that of independent lists.

    `p` is the one-sided p-value of the signed root of the likelihood ratio: small where people on one list stand on
    others more often than independent lists would show.
    """

    estimate: Interval
    p: float


def fit_degree(table: CaptureTable) -> Degree:
    """Fit people who differ by degree (M_th, Darroch), and test it against people who do not differ.

    Raises NoAnswerError for fewer than three or more than ten lists, or where the model has no finite maximum.
    """
    from scipy.stats import norm

    lists = len(table.lists)
    if not 2 < lists <= MOST_LISTS:
        raise NoAnswerError(f"the model of people who differ by degree takes three to ten lists, these are {lists}")
    cells = full_cells(lists)
    counts = full_counts(table, cells)
    design = heterogeneity_design(cells, "darroch", by_list=True)
    if check(Model(design, np.ones(len(cells), dtype=bool), 0), counts) != OK:
        raise NoAnswerError("the model of people who differ by degree has no answer: the lists share too few people")
    alike = fit_heterogeneity(table, "none", by_list=True)
    differ = fit_heterogeneity(table, "darroch", by_list=True)
    root = math.copysign(math.sqrt(max(alike.deviance - differ.deviance, 0.0)), differ.coefficients[-1])
    low, high = wald(differ, table.observed)
    return Degree(Interval(low=low, median=differ.total, high=high, mean=differ.total), float(norm.sf(root)))


def fit_darroch(table: CaptureTable) -> Fit:
    """Return the estimate under people who differ by degree; raises NoAnswerError as `fit_degree` does."""
    found = fit_degree(table)
    return Fit(range=found.estimate, note=f"test that people differ: {_level(found.p)}")


def likely_too_low(table: CaptureTable, fit: Fit) -> list[EstimateWarning]:
    """Return a warning where people plainly differ in how easily they are listed and `fit` lies below what that gives.

    It fires at a one-sided 5% level. It withholds nothing: the estimate stands, as one that is likelier too low than
    too high.
    """
    try:
        found = fit_degree(table)
    except NoAnswerError:
        return []
    if found.p >= _LEVEL or found.estimate.median <= fit.range.median:
        return []
    text = (
        f"Likely too low. People on one list stand on others more often than chance gives ({_level(found.p)}): some "
        "are easier to list than others, or lists take names from each other. Those hard to list are then underrated. "
        f"If people differ by degree, the same lists give {found.estimate.median:,.0f} "
        f"[{found.estimate.low:,.0f} - {found.estimate.high:,.0f}]."
    )
    return [EstimateWarning(kind="likely_too_low", text=text)]


def _level(p: float) -> str:
    return "p < 0.001" if p < 0.001 else f"p = {p:.3f}"
