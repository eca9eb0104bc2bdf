"""The counts of other reports beside one: their usual number, and the nearest before and after its day."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

Told = tuple[str, int | None]  # a document, and the day of a count that it gives


class _Row(NamedTuple):
    day: int
    number: int
    doc: str


class Beside:
    """Looks up what other reports count, at a cost by the counts of the report itself, not by those of the case."""

    def __init__(self, levels: Mapping[Told, int]) -> None:
        self._numbers = sorted((number, doc) for (doc, _), number in levels.items())
        self._places: dict[str, list[int]] = defaultdict(list)
        for place, (_, doc) in enumerate(self._numbers):
            self._places[doc].append(place)
        self._rows = sorted(_Row(day, number, doc) for (doc, day), number in levels.items() if day is not None)
        self._earlier = _next_other(self._rows, 1)
        self._later = _next_other(self._rows, -1)

    def usual(self, doc: str) -> float | None:
        """Return the median of what the other reports count, null where there is no other."""
        left = len(self._numbers) - len(self._places.get(doc, ()))
        if not left:
            return None
        middle = [self._number(doc, rank) for rank in ((left - 1) // 2, left // 2)]
        return sum(middle) / 2

    def around(self, told: Told) -> list[int]:
        """Return what the nearest counts of other reports until a count's day, and from it on, say."""
        doc, day = told
        if day is None:
            return []
        before = self._other(bisect_right(self._rows, day, key=lambda row: row.day) - 1, doc, self._earlier)
        after = self._other(bisect_left(self._rows, day, key=lambda row: row.day), doc, self._later)
        if after == before:
            after = self._other(after + 1, doc, self._later) if after is not None else None
        return [self._rows[place].number for place in (before, after) if place is not None]

    def before(self, told: Told) -> tuple[int, int] | None:
        """Return the day and the number of the nearest count of another report before a count's day, null for none."""
        doc, day = told
        if day is None:
            return None
        place = self._other(bisect_left(self._rows, day, key=lambda row: row.day) - 1, doc, self._earlier)
        return None if place is None else (self._rows[place].day, self._rows[place].number)

    def _number(self, doc: str, rank: int) -> int:
        """Return the number of a rank among those of the other reports."""
        for place in self._places.get(doc, ()):
            rank += place <= rank
        return self._numbers[rank][0]

    def _other(self, place: int, doc: str, onward: Sequence[int]) -> int | None:
        """Return the place from one on, in the direction of `onward`, whose count another report gives."""
        if 0 <= place < len(self._rows) and self._rows[place].doc == doc:
            place = onward[place]
        return place if 0 <= place < len(self._rows) else None


def _next_other(rows: Sequence[_Row], step: int) -> list[int]:
    """Return for each row the nearest one before it (`step` 1) or after it (-1) that another report gives."""
    found = [0] * len(rows)
    for place in range(len(rows))[::step]:
        near = place - step
        same = 0 <= near < len(rows) and rows[near].doc == rows[place].doc
        found[place] = found[near] if same else near
    return found
