"""Answers that hold together: no part above its whole, and no days above longer ones that hold them.

Each answer is found for itself, by what is told of its days and group; two may then disagree on what neither is sure
of. Whom a narrower group counts, the wider one holds: its answer is raised, its upper end only to that of a part that
is better known, since "at least 222 of the one prison" says nothing of how many more all are. Of days within others the
longer are the better known, by more figures: the answer about the shorter is lowered, and so is what is left of a part
above its whole. Both keep a range in order, and after the one and then the other no two answers disagree.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import msgspec

from habeas.reconcile.exact.fates import REJECTED
from habeas.reconcile.outcome.assemble import SolvedSeries
from habeas.reconcile.prepared.groups import Groups
from habeas.reconcile.prepared.wording import spanned
from habeas.values.claim import STOCKS
from habeas.values.history import Answer, Ask

_OPEN = 10**12  # an end that nothing bounds lies above all that are bounded
Part = tuple[str, str, str]  # measure, narrower group, wider group


class Asked(NamedTuple):
    """A question, the key of the group it means, and its answer."""

    ask: Ask
    group: str
    answer: Answer


def coherent(asked: Sequence[Asked], groups: Groups, larger: frozenset[Part]) -> list[Answer]:
    """Return answers of which none contradicts another; `larger` are narrower groups that a wider one does not hold."""

    def is_part(one: Asked, other: Asked) -> bool:
        key = (one.ask.measure, one.group, other.group)
        return one.group != other.group and key not in larger and other.group in _ancestors(one.group, groups)

    def is_within(one: Asked, other: Asked) -> bool:
        return one.group == other.group or is_part(one, other)

    raised = [
        each._replace(answer=_holding(each, _known(one for one in asked if _holds(each, one) and is_part(one, each))))
        for each in asked
    ]
    return [
        _within(each, _known(one for one in raised if _holds(one, each) and is_within(each, one))) for each in raised
    ]


def outnumbering(series: Sequence[SolvedSeries], groups: Groups) -> frozenset[Part]:
    """Return the narrower groups that count more than a wider one can hold, and are not taken as part of it."""
    return frozenset(
        (item.series.measure, groups.key_of(statement.claim), item.series.group)
        for item in series
        for statement, fate in zip(item.solved.statements, item.solved.histories[0].fates, strict=True)
        if statement.carried and fate == REJECTED
    )


def _ancestors(group: str, groups: Groups) -> Iterator[str]:
    seen, parent = {group}, groups.parent(group)
    while parent is not None and parent not in seen:
        yield parent
        seen.add(parent)
        parent = groups.parent(parent)


def _holding(one: Asked, parts: Sequence[Answer]) -> Answer:
    """Return an answer no smaller than those about parts of its group within its days."""
    if one.answer.best is None or not parts:
        return one.answer
    low, best, _ = (max(each) for each in zip(_ends(one.answer), *map(_ends, parts), strict=True))
    known = [_ends(part)[2] for part in parts if _spread(part) < _spread(one.answer)]
    high = max([_ends(one.answer)[2], best, *known])
    bound = max(parts, key=lambda part: (_ends(part), part.ask))
    return _with_ends(one.answer, [low, best, high], f"no fewer than “{bound.ask}”")


def _within(one: Asked, wholes: Sequence[Answer]) -> Answer:
    """Return an answer no larger than those about days and groups that hold its own."""
    if one.answer.best is None or not wholes:
        return one.answer
    ends = [min(each) for each in zip(_ends(one.answer), *map(_ends, wholes), strict=True)]
    bound = min(wholes, key=lambda whole: (_ends(whole), whole.ask))
    return _with_ends(one.answer, ends, f"no more than “{bound.ask}”")


def _spread(answer: Answer) -> float:
    """Return how many times its best value an answer may be."""
    _, best, high = _ends(answer)
    return high / best if best and high < _OPEN else math.inf


def _holds(outer: Asked, inner: Asked) -> bool:
    """Say whether the days of a question hold another's; a stock is that of the last day asked for."""
    if outer.ask == inner.ask or outer.ask.measure != inner.ask.measure:
        return False
    if outer.ask.measure in STOCKS:
        return outer.ask.end == inner.ask.end and outer.group != inner.group
    return outer.ask.start <= inner.ask.start and inner.ask.end <= outer.ask.end


def _known(asked: Iterable[Asked]) -> list[Answer]:
    return [one.answer for one in asked if one.answer.best is not None]


def _ends(answer: Answer) -> list[int]:
    return [answer.low or 0, answer.best or 0, _OPEN if answer.high is None else answer.high]


def _with_ends(answer: Answer, ends: Sequence[int], why: str) -> Answer:
    if list(ends) == _ends(answer):
        return answer
    low, best, high = ends
    top = None if high >= _OPEN else high
    before = spanned(answer.best or 0, answer.low or 0, answer.high)
    text = f"{spanned(best, low, top)}; {answer.derivation.removeprefix(before).removeprefix('; ')}; {why}"
    return msgspec.structs.replace(answer, low=low, best=best, high=top, derivation=text)
