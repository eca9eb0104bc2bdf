"""What two counts of a stock and the flows out of it leave for the flow into it: a figure that nobody prints."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np

from habeas.reconcile.lexicon import table
from habeas.reconcile.posterior.collect import Collection, Key
from habeas.reconcile.posterior.drawn import Drawn
from habeas.reconcile.posterior.figures import Figure
from habeas.reconcile.posterior.weigh import Verdicts

STOCK = "held"
INTO = ("detained", "recognised")
OUT = ("freed", "died")
_SURE = 2.0  # scales of its error that a difference must exceed to be a number, and not only a bound


def is_balanced(key: Key) -> bool:
    """Say whether counts of a stock tell of this flow, so that they are to be weighed before it."""
    return key[0] in INTO


def balance(key: Key, collection: Collection, weighed: Mapping[Key, tuple[Verdicts, Drawn]]) -> list[Figure]:
    """Return what the counts of one source leave for the flow into a stock: held(t2) - held(t1) + freed + died.

    A source that misses people misses them at both ends, so that a difference is as good as the changes told, to
    some share of the stock; what was freed between is that of the drawn histories, with their spread. Nothing is
    returned where no releases are known, nor for accused counts.
    """
    measure, group = key
    if measure not in INTO or (INTO[1], group) in collection.placed.keys() - {key}:
        return []
    if (STOCK, group) not in weighed or (OUT[0], group) not in weighed:
        return []
    found = []
    for counts in counts_by_source(group, collection, weighed[STOCK, group][0]):
        for before, after in pairs_of(counts):
            found.append(_between(key, before, after, weighed))
    return [figure for figure in found if figure is not None]


def counts_by_source(group: str, collection: Collection, verdicts: Verdicts) -> list[list[Figure]]:
    """Return the exact, undoubted, dated counts of each source, one a day, in the order of days."""
    sources: dict[tuple[str, str], dict[int, Figure]] = defaultdict(dict)
    accused = {*verdicts.repaired, *verdicts.rejected}
    for placed in collection.placed.get((STOCK, group), ()):
        figure = placed.figure
        exact = figure.low is not None and figure.low == figure.high and not figure.approx and not figure.floor
        if exact and figure.dated and figure.claim not in accused:
            sources[figure.source, figure.kind].setdefault(figure.end, figure)
    return [[days[day] for day in sorted(days)] for _, days in sorted(sources.items())]


def pairs_of(counts: Sequence[Figure]) -> list[tuple[Figure, Figure]]:
    """Return counts that follow each other some weeks apart: a difference over days is all error."""
    least = int(table("reporting")["balance"]["least_days"])
    pairs: list[tuple[Figure, Figure]] = []
    last: Figure | None = None
    for figure in counts:
        if last is not None and figure.end - last.end < least:
            continue
        if last is not None:
            pairs.append((last, figure))
        last = figure
    return pairs


def _between(key: Key, before: Figure, after: Figure, weighed: Mapping[Key, tuple[Verdicts, Drawn]]) -> Figure | None:
    terms, group = table("reporting")["balance"], key[1]
    first, last = before.end + 1, after.end
    gone = np.zeros(1)
    spread = 0.0
    for measure in OUT:
        if (measure, group) in weighed:
            totals = weighed[measure, group][1].between(first, last)
            gone, spread = gone + np.median(totals), math.hypot(spread, float(totals.std()))
    taken = (after.low or 0) - (before.low or 0) + float(gone[0])
    error = math.hypot(spread, float(terms["stock_share"]) * max(before.low or 0, after.low or 0)) + float(terms["few"])
    number = round(taken) if taken > _SURE * error else None
    return Figure(
        claim=f"balance {before.claim} {after.claim}",
        measure=STOCK + " balance",
        start=first,
        end=last,
        low=number,
        high=round(max(taken, 0.0) + _SURE * error) if number is None else number,
        approx=False,
        kind=before.kind,
        lag=int(terms["least_days"]),
        source=f"balance {before.source}",
        spread=error / max(taken, 1.0) if number is not None else 0.1,
        weight=float(terms["weight"]),
    )
