"""Which group is meant by a question about those held that names none: the whole, and no part of it told more often."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import msgspec

from habeas.reconcile.prepared.groups import BROADER, POPULATION
from habeas.reconcile.prepared.prepare import Prepared
from habeas.values.claim import STOCKS
from habeas.values.history import Ask

_SAME_WEEKS: Final = 60  # days within which a stock changes little
_SMALL: Final = 1 / 2  # of another group's counts: such a group is a part of it, or of other people


class _Count(NamedTuple):
    day: int
    number: int
    doc: str


def of_those_held(asks: Sequence[Ask], prepared: Prepared, days: Mapping[str, int]) -> tuple[Ask, ...]:
    """Return questions, those about a stock with the group that they mean; `days` are those of counts by claim.

    Without a group that is the case's whole population, unless its words are used of few: where all counts by them are
    less than half of those of another group in the same weeks, and fewer reports give them, the other is meant. Where
    nobody counts the population it is the group that most reports count, of those which no other dwarfs.
    """
    groups, found = prepared.case.groups, {}
    for measure in STOCKS:
        found[measure] = _meant(_counts(measure, prepared, days))
    return tuple(
        msgspec.structs.replace(ask, group=groups.name(found[ask.measure]))
        if ask.group is None and ask.measure in STOCKS
        else ask
        for ask in asks
    )


def _counts(measure: str, prepared: Prepared, days: Mapping[str, int]) -> dict[str, list[_Count]]:
    found: dict[str, list[_Count]] = defaultdict(list)
    groups = prepared.case.groups
    wholes = [(listed.whole, POPULATION) for listed in prepared.lists]
    for claim, group in [*((claim, groups.key_of(claim)) for claim in prepared.claims), *wholes]:
        number = claim.low or claim.high
        own = group != BROADER and not groups.is_abroad(group)
        if claim.measure == measure and claim.id in days and number and own:
            found[group].append(_Count(days[claim.id], number, claim.doc))
    return found


def _meant(counts: Mapping[str, Sequence[_Count]]) -> str:
    reports = {group: len({count.doc for count in own}) for group, own in counts.items()}
    dwarfed = {
        group
        for group, own in counts.items()
        if any(
            _is_small(own, other) and (group != POPULATION or reports[name] > reports[group])
            for name, other in counts.items()
            if name != group
        )
    }
    left = sorted(counts.keys() - dwarfed)
    return POPULATION if POPULATION in left else max(left, key=lambda group: reports[group], default=POPULATION)


def _is_small(own: Sequence[_Count], other: Sequence[_Count]) -> bool:
    """Say whether a group's counts are small beside another's, as far as both are told of the same weeks."""
    others = sorted(other)
    days = [each.day for each in others]
    pairs = []
    for count in own:
        place = bisect_left(days, count.day)
        nearest = min(others[max(0, place - 1) : place + 1], key=lambda each: abs(each.day - count.day))
        if abs(nearest.day - count.day) <= _SAME_WEEKS:
            pairs.append((count.number, nearest.number))
    return bool(pairs) and all(number < _SMALL * large for number, large in pairs)
