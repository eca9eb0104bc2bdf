"""People freed by being banished: one report tells that they were let go, another that they were expelled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from habeas.reconcile.exact.history import Wave
from habeas.reconcile.outcome.assemble import SolvedSeries, is_of_no_day
from habeas.reconcile.prepared.numbers import is_within

_FREED, _EXPELLED = "freed", "expelled"
_ALIKE: Final = 1.1  # times: waves of the same days no farther apart are of the same people


def waves_of(measure: str, series: Mapping[str, SolvedSeries]) -> Sequence[Wave]:
    """Return the waves of a measure of one group, those expelled without the ones that are told as freed.

    Whoever is flown abroad from prison leaves it once. Who moved by some day, nobody says when, is of no wave.
    """
    item = series[measure]
    waves = [wave for wave in item.solved.histories[0].waves if not is_of_no_day(item, wave)]
    if measure != _EXPELLED or _FREED not in series:
        return waves
    freed = series[_FREED].solved.histories[0].waves
    return [wave for wave in waves if not any(_is_same(wave, other) for other in freed)]


def _is_same(one: Wave, other: Wave) -> bool:
    return one.low <= other.high and other.low <= one.high and is_within(_ALIKE, one.size, other.size)
