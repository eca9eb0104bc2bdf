"""One history of a series as it was found: its waves, what each statement counts of them, and the days it fixes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from habeas.reconcile.prepared.windows import Days, Edge, Window


@dataclass(frozen=True)
class Wave:
    """A slot in use: an occasion or a lump with its day, the days it can move over, and its size."""

    slot: int
    occasion: bool
    day: int
    low: int
    high: int
    size: int


@dataclass(frozen=True)
class History:
    """One solution: the waves, the fate of each statement (index of its reading, -1 rejected), and the days fixed.

    `freedom` is the log2 of the combinations of days it leaves open.
    `inside[i]` are the slots that statement i counts. `gap_bits` is the proven distance to the optimum.
    """

    bits: float
    freedom: float
    waves: tuple[Wave, ...]
    fates: tuple[int, ...]
    published: Mapping[str, tuple[int, int, int]]
    inside: tuple[frozenset[int], ...]
    gap_bits: float = 0.0

    @cached_property
    def sizes(self) -> dict[int, int]:
        """The size of each slot in use."""
        return {wave.slot: wave.size for wave in self.waves}

    @cached_property
    def counting(self) -> dict[int, list[int]]:
        """The statements that count each slot, in their order; slots that nobody counts are missing."""
        found: dict[int, list[int]] = {}
        for number, slots in enumerate(self.inside):
            for slot in slots:
                found.setdefault(slot, []).append(number)
        return found

    def told_by(self, names: Sequence[str | None]) -> dict[int, set[str]]:
        """Return, for each slot, the names of the statements that count it; those without a name tell nothing."""
        found: dict[int, set[str]] = {}
        for slots, name in zip(self.inside, names, strict=True):
            if name is not None:
                for slot in slots:
                    found.setdefault(slot, set()).add(name)
        return found

    def people(self, slots: Iterable[int]) -> int:
        """Return how many people some slots hold together."""
        return sum(self.sizes[slot] for slot in slots)

    def days_of(self, window: Window) -> Days | None:
        """Return the likeliest days of a window's edges, null where one hangs on a document without a day."""
        start, end = (self._day_of(edge) for edge in (window.start, window.end))
        return None if start is None or end is None else (start, end)

    def _day_of(self, edge: Edge) -> int | None:
        if edge.doc is None:
            return edge.day
        span = self.published.get(edge.doc)
        return None if span is None else span[1] + edge.day
