"""Sums that come out to the person: figures that add up with what others count are no slips.

A running total less what others tell of its other waves leaves the wave in question, two totals from one day leave what
lies between them, and a total is the sum of its waves. That one of these comes out at a printed number by chance is
as unlikely as the number is large; error laws, which allow every total some people, see little of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from habeas.reconcile.posterior.figures import Figure
from habeas.values.claim import STOCKS

_LEAST = 10  # smaller numbers come out by chance
_MOST_WAVES = 6  # summands: with more, some choice among them comes out at anything
_MOST_SAID = 3  # numbers told of one wave
_EDGE = 2  # days by which a window's printed start may miss a wave that it counts
_LOOSE_SHARE, _LOOSE_DAYS = 0.3, 5  # ... and that of "in the last two months", as a share of its length, and days more


def comes_out(figure: Figure, peers: Sequence[Figure]) -> bool:
    """Say whether some sum or difference of others' exact numbers is a flow's exact number, to the person.

    Waves are the days of which anybody tells. A sum that does without one of a window's waves is none.
    """
    if not _is_exact(figure) or (figure.low or 0) < _LEAST or figure.measure in STOCKS:
        return False
    others = [p for p in peers if p.claim != figure.claim and p.measure == figure.measure and not p.spread]
    return any(number == figure.low for number in _Sums(figure, others).numbers())


@dataclass(frozen=True)
class _Run:
    """The waves first..last (places in their order) that an exact total of some days may count."""

    number: int
    first: int
    last: int


class _Sums:
    """The waves of a series as others tell of them, and the totals over runs of them."""

    def __init__(self, figure: Figure, others: Sequence[Figure]) -> None:
        self._figure = figure
        self._waves = _waves([figure, *others])
        exact = [peer for peer in others if _is_exact(peer)]
        self._said = [_said(exact, first, last) for first, last in self._waves]
        self._totals = [
            _Run(peer.low or 0, *run) for peer in exact if not peer.is_day for run in _runs(peer, self._waves)
        ]

    def numbers(self) -> Iterator[int]:
        """Yield what the others' numbers leave for the figure."""
        for first, last in _runs(self._figure, self._waves):
            if self._figure.is_day:
                yield from self._less([run for run in self._totals if run.first <= last <= run.last], last, last)
                yield from self._between(last)
                continue
            if first < last:
                yield from self._sums(range(first, last + 1))
            from_one_day = [run for run in self._totals if run.first == first]
            yield from self._less([run for run in from_one_day if run.last > last], first, last)
            for run in from_one_day:
                if run.last < last:
                    yield from (run.number + rest for rest in self._sums(range(run.last + 1, last + 1)))

    def _less(self, totals: Sequence[_Run], first: int, last: int) -> Iterator[int]:
        """Yield totals less those of their waves that are not among first..last."""
        for run in totals:
            rest = [place for place in range(run.first, run.last + 1) if not first <= place <= last]
            if rest:
                yield from (run.number - told for told in self._sums(rest))

    def _between(self, place: int) -> Iterator[int]:
        """Yield the differences of two totals from one wave on, of which one ends with a wave, the other before it."""
        ending = [run for run in self._totals if run.last == place]
        for run in self._totals:
            if run.last == place - 1:
                yield from (longer.number - run.number for longer in ending if longer.first == run.first)

    def _sums(self, places: Sequence[int]) -> Iterator[int]:
        return (sum(numbers) for numbers in product(*(self._said[place] for place in places)))


def _is_exact(figure: Figure) -> bool:
    return figure.low is not None and figure.low == figure.high and not (figure.approx or figure.spread or figure.floor)


def _waves(figures: Sequence[Figure]) -> list[tuple[int, int]]:
    """Return the days that figures of single days are of, from first to last, neighbouring ones as one."""
    found: list[tuple[int, int]] = []
    for day in sorted({figure.start for figure in figures if figure.is_day}):
        if found and day - found[-1][1] <= 1:
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found


def _said(exact: Sequence[Figure], first: int, last: int) -> list[int]:
    """Return the numbers told of a wave, the most frequent ones."""
    counted = Counter(peer.low or 0 for peer in exact if peer.is_day and first <= peer.start <= last)
    return sorted(counted, key=lambda number: (-counted[number], -number))[:_MOST_SAID]


def _runs(figure: Figure, waves: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the runs of waves that a figure may count: up to its last day, and from about its first."""
    last = max((place for place, wave in enumerate(waves) if wave[0] <= figure.end), default=-1)
    if figure.is_day:
        yield last, last
        return
    slack = _LOOSE_SHARE * (figure.end - figure.start) + _LOOSE_DAYS if figure.loose else _EDGE
    for first in range(max(0, last - _MOST_WAVES + 1), last + 1):
        after_others = first == 0 or waves[first - 1][0] - slack < figure.start
        if after_others and figure.start <= waves[first][0] + slack:
            yield first, last
