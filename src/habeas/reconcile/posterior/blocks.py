"""Long series drawn block by block: what a question's days hold is summed over the blocks, then held to long totals.

A block is a stretch of days with a bounded number of figures, drawn by itself; blocks are independent given their
edges. A figure whose days reach into several blocks is left out of the draws and weighs the sums of whole histories
instead, so that the cost of a series grows in proportion to its figures.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from habeas.reconcile.lexicon import table
from habeas.reconcile.posterior.figures import Figure, error_law
from habeas.reconcile.posterior.sampler import FlowSampler, Likelihood

Array = NDArray[np.float64]
_SPANNING = 24  # long totals that weigh one question's sums
_FAR = 10**6  # days beyond all others


class BlockedFlow:
    """Draws of one long flow; `spans` are the first and last days of the questions."""

    def __init__(self, figures: Sequence[Figure], spans: Sequence[tuple[int, int]], seed: int) -> None:
        self._rng = np.random.Generator(np.random.PCG64([seed, len(figures)]))
        starts = _starts(figures, int(table("reporting")["terms"]["block_figures"]))
        self._first = [-_FAR, *starts[1:]]
        self._last = [*(day - 1 for day in starts[1:]), _FAR]
        inside: list[list[Figure]] = [[] for _ in starts]
        self._spanning = []
        for figure in figures:
            block = self._block(figure.end)
            if figure.start >= self._first[block]:
                inside[block].append(figure)
            elif figure.low is not None and not figure.floor:
                self._spanning.append(figure)
        ends = {day for first, last in spans for day in (first, last + 1)}
        ends |= {day for figure in self._spanning for day in (figure.start, figure.end + 1)}
        self._blocks: list[tuple[FlowSampler, Array] | None] = []
        for number, own in enumerate(inside):
            edges = [day for day in sorted(ends) if self._first[number] < day <= self._last[number]]
            asked = any(first <= self._last[number] and last >= self._first[number] for first, last in spans)
            if not own or not asked:
                self._blocks.append(None)
                continue
            sampler = FlowSampler(own, edges, seed + number)
            drawn = sampler.draw(sweeps=22, burn=12, every=1)
            self._blocks.append((sampler, drawn[self._rng.permutation(len(drawn))]))

    def _block(self, day: int) -> int:
        return bisect_right(self._first, day) - 1

    def _sums(self, first: int, last: int) -> Array:
        """Return drawn totals over first..last, block by block; days beyond the figures hold nobody."""
        total: Array = np.zeros(1)
        for number in range(self._block(first), self._block(last) + 1):
            block = self._blocks[number]
            if block is not None:
                low, high = max(first, self._first[number]), min(last, self._last[number])
                total = total + block[0].total(block[1], low, high)
        return total

    def total(self, first: int, last: int) -> Array:
        """Return draws of the people within first..last, resampled by how well long totals agree with them."""
        total = self._sums(first, last)
        bearing = [f for f in self._spanning if f.start <= last and f.end >= first]
        bearing.sort(key=lambda f: (abs(f.start - first) + abs(f.end - last), f.claim))
        belief: Array = np.zeros(len(total))
        for figure in bearing[:_SPANNING]:
            sums = self._sums(figure.start, figure.end)
            if len(sums) == len(total):
                belief = belief + Likelihood([error_law(figure)])(sums[:, None])[:, 0]
        if not bearing or len(total) == 1:
            return total
        chance = np.exp(belief - belief.max())
        return total[self._rng.choice(len(total), len(total), p=chance / chance.sum())]


def _starts(figures: Sequence[Figure], most: int) -> list[int]:
    """Return the first days of blocks of about `most` figures each, by the last days of the figures."""
    ends = sorted(figure.end for figure in figures)
    starts = [min(figure.start for figure in figures)]
    for place in range(most, len(ends), most):
        day = ends[place] + 1
        if day > starts[-1] and len(ends) - place > most // 3:
            starts.append(day)
    return starts
