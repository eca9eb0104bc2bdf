"""The history as the error laws leave it: ranges for any question, and the figures that do not fit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from habeas.reconcile.groups import BROADER, POPULATION
from habeas.reconcile.lexicon import table
from habeas.reconcile.posterior.collect import Collection, Key, Placed
from habeas.reconcile.posterior.fates import Candidate, candidates, doubts, judge, untimely
from habeas.reconcile.posterior.figures import Figure, nearest
from habeas.reconcile.posterior.sampler import FlowSampler
from habeas.reconcile.posterior.stocks import StockSampler
from habeas.reconcile.prepare import Prepared
from habeas.reconcile.repairs import Twins
from habeas.values.claim import STOCKS
from habeas.values.history import Ask, Range

Array = NDArray[np.float64]


@dataclass
class Assessment:
    """Ranges by question (index in the questions asked), and the fate of every suspect claim.

    `doubt` is the probability that a claim's figure is wrong; `repaired` maps a claim in serious doubt to the reading
    that fits, `rejected` are those for which no reading does.
    """

    ranges: dict[int, Range] = field(default_factory=dict)
    doubt: dict[str, float] = field(default_factory=dict)
    repaired: dict[str, Candidate] = field(default_factory=dict)
    rejected: list[str] = field(default_factory=list)


def assess(
    prepared: Prepared,
    published: Mapping[str, tuple[int, int, int]],
    asks: Sequence[Ask],
    seed: int,
    *,
    everything: bool = False,
) -> Assessment:
    """Draw histories of every measure and group in question and read off ranges and fates.

    `published` are the days (low, best, high) found for undated documents. With `everything`, series that nobody asks
    for are drawn too, for the fates of their claims. A series of very many figures is drawn for each question from
    those that bear on it, without fates: the cost of a question stays bounded.
    """
    collection = Collection(prepared, published)
    wanted: dict[Key, list[int]] = {key: [] for key in sorted(collection.placed)} if everything else {}
    for number, ask in enumerate(asks):
        wanted.setdefault(_key(ask, collection, prepared), []).append(number)
    found = Assessment()
    most = int(table("reporting")["terms"]["most_figures"])
    for key, numbers in wanted.items():
        figures = collection.figures(key)
        asked = [(n, asks[n]) for n in numbers]
        if len(figures) <= most:
            if figures:
                _assess_one(key, figures, asked, collection, prepared, found, seed)
            continue
        for number, ask in asked:  # each question by the figures that bear on it
            drawn = _Drawn(key, nearest(figures, ask.start.toordinal(), ask.end.toordinal(), most), [ask], (), seed)
            found.ranges[number] = drawn.range(ask)
    return found


def _key(ask: Ask, collection: Collection, prepared: Prepared) -> Key:
    """Return the series of a question; one that names no group means the group that most figures count."""
    if ask.group is not None:
        return ask.measure, prepared.case.groups.key(ask.group)
    counts = {
        group: (len(placed), group == POPULATION)
        for (measure, group), placed in sorted(collection.placed.items())
        if measure == ask.measure and group != BROADER
    }
    return ask.measure, max(counts, key=lambda group: counts[group], default=POPULATION)


def _assess_one(
    key: Key,
    figures: list[Figure],
    asked: Sequence[tuple[int, Ask]],
    collection: Collection,
    prepared: Prepared,
    found: Assessment,
    seed: int,
) -> None:
    own = {placed.figure.claim: placed for placed in collection.placed.get(key, ())}
    first = _Drawn(key, figures, [ask for _, ask in asked], (), seed)
    # Where the days of an undated text are themselves a guess, a misfit speaks against the guess, not the figure.
    sure = {claim for claim, placed in own.items() if not placed.statement.window.docs}
    doubt = {f.claim: float(p) for f, p in zip(figures, first.doubts(), strict=True) if f.claim in sure}
    found.doubt |= doubt
    suspect, twins = float(table("reporting")["terms"]["suspect"]), Twins(prepared.claims)
    options = {claim: candidates(own[claim], twins, collection) for claim in doubt}
    doubtful = [claim for claim, p in doubt.items() if p > suspect or untimely(own[claim], options[claim])]
    drawn = first
    if doubtful:
        weighed = [(own[claim], options[claim]) for claim in doubtful if options[claim]]
        drawn = _weigh(key, figures, [ask for _, ask in asked], weighed, found, seed)
    for number, ask in asked:
        found.ranges[number] = drawn.range(ask)


def _weigh(
    key: Key,
    figures: Sequence[Figure],
    asks: Sequence[Ask],
    doubtful: Sequence[tuple[Placed, list[Candidate]]],
    found: Assessment,
    seed: int,
) -> _Drawn:
    """Draw again without the doubtful figures, read them as what fits, and draw a last time with those readings."""
    named = {placed.figure.claim for placed, _ in doubtful}
    kept = [figure for figure in figures if figure.claim not in named]
    extra = [candidate.figure for _, own in doubtful for candidate in own]
    if not kept:
        return _Drawn(key, list(figures), asks, (), seed)
    without = _Drawn(key, kept, asks, extra, seed)
    for placed, own in doubtful:
        claim = placed.figure.claim
        chosen = judge(own, [without.totals(candidate.figure) for candidate in own])
        if chosen is None:
            if found.doubt[claim] >= float(table("reporting")["terms"]["reject"]):
                found.rejected.append(claim)
            continue
        if chosen.alternative.kind != "as_printed":
            found.repaired[claim] = chosen
        if chosen.elsewhere is None:
            kept.append(chosen.figure)
    return _Drawn(key, kept, asks, (), seed)


class _Drawn:
    """Drawn histories of one series, ready for questions about given days."""

    def __init__(
        self, key: Key, figures: list[Figure], asks: Sequence[Ask], extra: Sequence[Figure], seed: int
    ) -> None:
        spans = [(ask.start.toordinal(), ask.end.toordinal()) for ask in asks]
        spans += [(figure.start, figure.end) for figure in extra]
        self._key, self._figures = key, figures
        self._sampler: FlowSampler | StockSampler
        if key[0] in STOCKS:
            self._sampler = StockSampler(figures, [end for _, end in spans], seed)
        else:
            self._sampler = FlowSampler(figures, [edge for start, end in spans for edge in (start, end + 1)], seed)
        self._draws = self._sampler.draw()

    def totals(self, figure: Figure) -> Array:
        """Return the drawn totals over a figure's days."""
        return self._sampler.total(self._draws, figure.start, figure.end)

    def doubts(self) -> Array:
        """Return the probability that each figure is wrong."""
        return doubts(self._sampler, np.stack([self.totals(figure) for figure in self._figures], axis=1))

    def range(self, ask: Ask) -> Range:
        """Return the central range of the drawn totals of a question, widened by what its sources get wrong together.

        All miss the same people who are never found, and draws of a rate have not the scatter of single people.
        """
        totals = self._sampler.total(self._draws, ask.start.toordinal(), ask.end.toordinal())
        tail = float(table("reporting")["terms"]["tail"])
        low, best, high = np.quantile(totals, [tail, 0.5, 1 - tail])
        together = table("reporting")["together"]
        if self._key[0] in STOCKS:
            low, high = low * (1 - together["stock_under"]), high * (1 + together["stock_over"])
        else:
            low -= together["under"] * low + together["scatter"] * np.sqrt(low + 1)
            high += together["over"] * high + together["scatter"] * np.sqrt(high + 1)
        return Range(low=max(0, int(np.floor(low))), best=round(float(best)), high=int(np.ceil(high)))
