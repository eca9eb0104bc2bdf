"""The days of publication of pages without a date, by all figures of a page together.

All that a page tells was written on one day: a figure that fits none of the days on which the others fit is in doubt,
and one that fits badly on some of them speaks against those days.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from habeas.reconcile.lexicon import table
from habeas.reconcile.posterior.collect import Collection, Days, Key, Placed
from habeas.reconcile.posterior.drawn import Array, Drawn
from habeas.reconcile.posterior.fates import candidates
from habeas.reconcile.posterior.figures import error_law
from habeas.reconcile.posterior.verdict import happened, log_weights
from habeas.values.claim import STOCKS

_RULED_OUT = -30.0  # log-density on a day on which a figure cannot have been written
_KEPT = 0.01  # chance of a day below which it is passed over


@dataclass(frozen=True)
class _Told:
    """What one figure says of each open day of its page: its log-density, and the log-chance of the event it names."""

    claim: str
    fits: Array
    event: Array | None = None


def days_by_page(collection: Collection, drawn: Mapping[Key, Drawn]) -> dict[str, Days]:
    """Return the open days of each undated page's claim, with their chances by the other figures of its page.

    A day named by its weekday is one on which people moved: pages are written of what happened, so that days on which
    nothing did carry the less weight.
    """
    pages: dict[str, list[tuple[Placed, Drawn]]] = {}
    for key in sorted(drawn):
        for placed in (*collection.placed.get(key, ()), *collection.unplaced(key)):
            if collection.is_open(placed.statement.claim.doc):
                pages.setdefault(placed.statement.claim.doc, []).append((placed, drawn[key]))
    found: dict[str, Days] = {}
    for doc, every in sorted(pages.items()):
        days = collection.weeks(doc)
        own = {placed.figure.claim for placed, _ in every}
        told = [_told(placed, first, collection, days, own) for placed, first in every]
        events = [each.event for each in told if each.event is not None]
        prior = np.log([chance for _, chance in days]) + (np.mean(events, axis=0) if events else 0.0)
        whole = prior + sum(each.fits for each in told)
        for each in told:
            found[each.claim] = _likely([day for day, _ in days], whole - each.fits)
    return found


def _told(placed: Placed, first: Drawn, collection: Collection, days: Days, own: set[str]) -> _Told:
    """Weigh a figure as printed on each open day of its page, by histories drawn as if its page had been none of them.

    That it is plainly wrong keeps it from ruling days out.
    """
    claim = placed.statement.claim
    place = {day: number for number, (day, _) in enumerate(days)}
    found = candidates(placed, None, collection, [(day, 1.0) for day in place])
    found = [c for c in found if c.page is not None]
    if not found:
        return _Told(claim.id, np.zeros(len(days)))
    fits, event = np.full(len(days), _RULED_OUT), np.zeros(len(days))
    named = found[0].names_weekday and claim.measure not in STOCKS
    weights = first.weights_without(own)
    totals = first.totals_of([c.figure for c in found])
    wrong = error_law(placed.figure).wrong
    aside = math.log(wrong * float(table("reporting")["terms"]["wrong_density"]))
    unseen = float(table("reporting")["terms"]["untold_event"])
    for candidate, score, total in zip(found, log_weights(found, totals, (), weights), totals, strict=True):
        number = place[candidate.page or 0]
        fits[number] = np.logaddexp(fits[number], np.logaddexp(score, aside + candidate.timeliness))
        if named:
            event[number] = math.log(happened(total, weights) + unseen)
    return _Told(claim.id, fits, event if named else None)


def _likely(days: list[int], weights: Array) -> Days:
    """Return the days that matter with their chances."""
    chances = np.exp(weights - np.logaddexp.reduce(weights))
    kept = chances >= min(_KEPT, float(chances.max()))
    chances = chances[kept] / chances[kept].sum()
    return [(day, float(chance)) for day, chance in zip(np.array(days)[kept].tolist(), chances, strict=True)]
