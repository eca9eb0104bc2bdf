"""How many are held between two counts of one source: its own series, moved by the waves told in between."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from typing import Final

from habeas.reconcile.outcome.answers import is_bound
from habeas.reconcile.outcome.assemble import SolvedSeries
from habeas.reconcile.prepared.groups import Groups
from habeas.values.history import Ask, Stock

_SIGN: Final = {"recognised": 1, "detained": 1, "rearrested": 1, "freed": -1, "died": -1, "expelled": -1}
_LARGE: Final = 0.05  # share of the level from which a wave is told from the noise of lists
_NEAR: Final = 3  # days off at most from a count that tells by itself
_DATED: Final = 7  # days within which a wave must be known to move a level


def level_between(
    ask: Ask,
    stocks: Sequence[Stock],
    series: Sequence[SolvedSeries],
    groups: Groups,
    name: str,
    accused: AbstractSet[str],
) -> int | None:
    """Return the level on the last day asked for between the counts before and after it, null if not of one source.

    Of several sources a count of that day, or of some days off, tells by itself.

    A list restated week by week is its maker's own series: what it misses, it misses throughout. Told waves move the
    level on their days; what is left of the change is spread evenly. `name` is the group's; what is `accused` between
    other counts is none.
    """
    every = [s for s in stocks if (s.measure, s.group) == (ask.measure, name)]
    sure = [s.date for s in every if accused.isdisjoint(s.claims)]
    # The first list before a wave of arrests is far from all others, and right.
    own = [s for s in every if accused.isdisjoint(s.claims) or not sure or not min(sure) < s.date < max(sure)]
    before = max((s for s in own if s.date <= ask.end), key=lambda s: s.date, default=None)
    after = min((s for s in own if s.date >= ask.end), key=lambda s: s.date, default=None)
    if before is None or after is None or before.source != after.source or is_bound(before) or is_bound(after):
        return _near(ask.end, [count for count in (before, after) if count is not None and not is_bound(count)])
    first, last = before.best or 0, after.best or 0
    if before.date == after.date:
        return first
    waves = _waves(series, groups, name, _LARGE * max(first, last))
    moved, whole = (_moved(waves, before.date, until) for until in (ask.end, after.date))
    rest = last - first - whole
    part = (ask.end - before.date).days / (after.date - before.date).days
    return max(0, round(first + moved + rest * part))


def _near(day: date, counts: Sequence[Stock]) -> int | None:
    """Return the count of a day, or of one some days off, whoever gives it; null where none is so near."""
    nearest = min(counts, key=lambda count: abs(count.date - day), default=None)
    return nearest.best if nearest is not None and abs(nearest.date - day).days <= _NEAR else None


def _waves(series: Sequence[SolvedSeries], groups: Groups, name: str, least: float) -> list[tuple[int, int]]:
    """Return the day and the people, those taken above and those let go below nothing, of large waves of known days.

    Small ones lie within what lists of different days differ by anyway.
    """
    own = {item.series.measure: item for item in series if groups.name(item.series.group) == name}
    measures = [m for m in _SIGN if m in own and not (m == "detained" and "recognised" in own)]
    return [
        (wave.day, _SIGN[measure] * wave.size)
        for measure in measures
        for wave in own[measure].solved.histories[0].waves
        if wave.size >= least and wave.high - wave.low < _DATED
    ]


def _moved(waves: Sequence[tuple[int, int]], since: date, until: date) -> int:
    """Return by how many the waves told after one day and until another change those held."""
    return sum(people for day, people in waves if since.toordinal() < day <= until.toordinal())
