"""How far off a number may be: over the readings by their weight, widened by the error laws of the claims."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from habeas.reconcile.exact.fates import REJECTED
from habeas.reconcile.exact.history import History, Wave
from habeas.reconcile.exact.readings import Solved, price
from habeas.reconcile.lexicon import prior
from habeas.reconcile.outcome.derive import Derivation
from habeas.values.history import Range

_TAIL = 0.05  # share of a number's law left out on each side
_QUANTILE = -math.log(_TAIL)


def weights(solved: Solved) -> list[float]:
    """Return each history's share of belief: 2 to the minus its bits, over all that were found."""
    best = price(solved.histories[0])
    raw = [2.0 ** -(price(history) - best) for history in solved.histories]
    return [weight / sum(raw) for weight in raw]


def over_readings(solved: Solved, value: Callable[[History], tuple[int, int]]) -> tuple[int, int]:
    """Return the least and greatest of a (low, high) over histories, leaving out a twentieth of belief on each side."""
    values = [(value(history), weight) for history, weight in zip(solved.histories, weights(solved), strict=True)]
    lows = sorted((low, weight) for (low, _), weight in values)
    highs = sorted(((high, weight) for (_, high), weight in values), reverse=True)
    return _within(lows), _within(highs)


def _within(ordered: list[tuple[int, float]]) -> int:
    passed = 0.0
    for number, weight in ordered:
        passed += weight
        if passed >= _TAIL:
            return number
    return ordered[-1][0]


def size_range(
    solved: Solved, history: History, wave: Wave, derivation: Derivation | None, carrying: Sequence[int]
) -> Range:
    """Return low, best and high of the people of one wave of the best history, from the statements that count it."""
    low, high = law_width(solved, history, carrying, derivation, wave.size)
    return Range(low=low, best=wave.size, high=high)


def law_width(
    solved: Solved, history: History, carrying: Sequence[int], derivation: Derivation | None, best: int
) -> tuple[int, int]:
    """Return best widened by the error laws of the claims it rests on; sums of exact figures stay as they are."""
    if derivation is not None and derivation.exact:
        return best, best
    low, high = float(best), float(best)
    bounds = [
        (solved.readings[n][history.fates[n]].law, total)
        for n in carrying
        if history.fates[n] != REJECTED
        and solved.statements[n].role not in {"size", "floor", "ceiling"}
        and (total := sum(history.sizes[slot] for slot in history.inside[n]))
    ]
    about = [law.spread * law.centre for law, _ in bounds if law.centre is not None and not law.above]
    ranges = [
        (law.low, law.high, total) for law, total in bounds if law.centre is None and law.high not in {None, law.low}
    ]
    above = [law.spread * law.centre for law, _ in bounds if law.above and law.centre is not None]
    if about:
        low, high = low - _QUANTILE * min(about), high + _QUANTILE * min(about)
    if ranges:
        least, most, total = min(ranges, key=lambda item: (item[1] or 0) - item[0])
        low, high = min(low, low - (total - least)), max(high, high + ((most or total) - total))
    if above:
        high = max(high, high + _QUANTILE * min(above))
    if not (about or ranges or above):
        high = best * (1 + _QUANTILE * prior("laws", "at_least_spread"))
    return max(0, math.floor(low)), math.ceil(high)
