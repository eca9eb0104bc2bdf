"""Drawn histories of one series, and the range that they leave to a question."""

from __future__ import annotations

from collections.abc import Container, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from habeas.reconcile.lexicon import table
from habeas.reconcile.posterior.collect import Key
from habeas.reconcile.posterior.figures import Figure
from habeas.reconcile.posterior.sampler import FlowSampler
from habeas.reconcile.posterior.stocks import StockSampler
from habeas.reconcile.posterior.verdict import doubts
from habeas.values.claim import STOCKS
from habeas.values.history import Ask, Range

Array = NDArray[np.float64]
_MOST_WEIGHT = 6.0  # nats: no drawn history may outweigh all others


class Drawn:
    """Drawn histories of one series, ready for questions about given days.

    `extra` are figures whose days must be told apart; `marks` figures that count nobody but whose day is a wave's;
    `leaps` the days on which many of a stock are told to have been let go.
    """

    def __init__(
        self,
        key: Key,
        figures: list[Figure],
        asks: Sequence[Ask],
        seed: int,
        extra: Sequence[Figure] = (),
        marks: Sequence[Figure] = (),
        leaps: tuple[int, ...] = (),
    ) -> None:
        spans = [ask.days for ask in asks]
        spans += [(figure.start, figure.end) for figure in extra]
        self.key, self.figures, self.leaps = key, figures, leaps
        self._sampler: FlowSampler | StockSampler
        if key[0] in STOCKS:
            self._sampler = StockSampler(figures, [end for _, end in spans], seed, leaps=leaps)
        else:
            edges = [edge for start, end in spans for edge in (start, end + 1)]
            self._sampler = FlowSampler(figures, edges, seed, marks=marks)
        self._draws = self._sampler.draw()

    @property
    def any_size(self) -> bool:
        """Whether the series has no usual size: its figures differ by orders of magnitude."""
        return isinstance(self._sampler, FlowSampler) and self._sampler.any_size

    def totals(self, figure: Figure) -> Array:
        """Return the drawn totals over a figure's days."""
        return self._sampler.total(self._draws, figure.start, figure.end)

    def totals_of(self, figures: Sequence[Figure]) -> list[Array]:
        """Return the drawn totals over the days of each figure, one array for all that cannot differ."""
        spans = list(dict.fromkeys((figure.start, figure.end) for figure in figures))
        found = dict(zip(spans, self._sampler.totals(self._draws, spans), strict=True)) if spans else {}
        return [found[figure.start, figure.end] for figure in figures]

    def between(self, first: int, last: int) -> Array:
        """Return the drawn totals over any days."""
        return self._sampler.total(self._draws, first, last)

    def weights_without(self, claims: Container[str]) -> Array | None:
        """Return how much each drawn history would weigh had some claims' figures not been among the figures."""
        places = np.array([i for i, figure in enumerate(self.figures) if figure.claim in claims], dtype=np.int64)
        if not len(places):
            return None
        totals = np.stack(self.totals_of([self.figures[i] for i in places]), axis=1)
        own = self._sampler.likelihood.columns(places)(totals).sum(axis=1)
        result: Array = np.exp(np.minimum(own.max() - own, _MOST_WEIGHT))
        return result

    def doubts(self) -> Array:
        """Return the probability that each figure is wrong."""
        return doubts(self._sampler, np.stack(self.totals_of(self.figures), axis=1))

    def range(self, ask: Ask) -> Range:
        """Return the central range of the drawn totals of a question."""
        start, end = ask.days
        if self.key[0] in STOCKS:
            return central(self.key[0], self.between(start, end))
        return self.moved([(start, end)])

    def moved(self, spans: Sequence[tuple[int, int]]) -> Range:
        """Return the central range of the people drawn on some days (first and last of each stretch) of a flow.

        Days before the first figure or after the last leave room above, and no more: no report is no number.
        """
        first, last = min(f.start for f in self.figures), max(f.end for f in self.figures)
        told = [(max(start, first), min(end, last)) for start, end in spans if start <= last and end >= first]
        if not told:
            return Range(low=0, best=0, high=central(self.key[0], self._over(spans)).high)
        near = central(self.key[0], self._over(told))
        return (
            near
            if told == list(spans)
            else msgspec.structs.replace(near, high=central(self.key[0], self._over(spans)).high)
        )

    def _over(self, spans: Sequence[tuple[int, int]]) -> Array:
        every = np.stack([self.between(first, last) for first, last in spans])
        return np.asarray(every.sum(axis=0))


def central(measure: str, totals: Array) -> Range:
    """Return the central range of drawn totals, widened by what the sources of a series get wrong together.

    All miss the same people who are never found, and draws of a rate have not the scatter of single people.
    """
    tail = float(table("reporting")["terms"]["tail"])
    low, best, high = np.quantile(totals, [tail, 0.5, 1 - tail])
    together = table("reporting")["together"]
    if measure in STOCKS:
        low, high = low * (1 - together["stock_under"]), high * (1 + together["stock_over"])
    else:
        low -= together["under"] * low + together["scatter"] * np.sqrt(low + 1)
        high += together["over"] * high + together["scatter"] * np.sqrt(high + 1)
    return Range(low=max(0, int(np.floor(low))), best=round(float(best)), high=int(np.ceil(high)))
