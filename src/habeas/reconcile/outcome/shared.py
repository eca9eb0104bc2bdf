"""Occasions of which only the sum is told, as a reader sees them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from habeas.reconcile.exact.bindings import each_size
from habeas.reconcile.exact.history import History, Wave
from habeas.reconcile.exact.readings import Solved
from habeas.reconcile.outcome.derive import Derivation, Facts, derivation_text, derive
from habeas.reconcile.outcome.widths import size_range
from habeas.reconcile.prepared.wording import between_text, number_word
from habeas.values.history import Range


@dataclass(frozen=True)
class Shared:
    """Occasions of one history of which only the sum is told.

    `index` are the statements that count each slot, `known` the figures of the history.
    """

    solved: Solved
    history: History
    waves: Sequence[Wave]
    index: Mapping[int, list[int]]
    known: Facts

    def size(self, wave: Wave, *, widths: bool) -> Range:
        """Return what one of them can have been: all that the least sizes of the others leave."""
        if not widths:
            return Range(low=wave.size, best=wave.size, high=wave.size)
        carrying = self.index.get(wave.slot, [])
        whole = replace(wave, size=self._sum)
        most = size_range(self.solved, self.history, whole, self._derived, carrying).high or self._sum
        bounds = [
            each_size(self.solved.readings[n][self.history.fates[n]].law)
            for n in carrying
            if self.solved.statements[n].role == "size"
        ]
        least = max([1, *(low for low, _ in bounds)])
        most = min([most - least * (len(self.waves) - 1), *(high for _, high in bounds)])
        return Range(low=min(least, wave.size), best=wave.size, high=max(most, wave.size))

    def text(self, wave: Wave) -> str:
        """Say that only their sum is told, and by whom."""
        when = between_text(wave.low, wave.high)
        text = (
            f"one of {number_word(len(self.waves))} occasions {when} with {self._sum:,} people together; "
            "how many on each is not told"
        )
        found = self._derived
        return text if found is None else f"{text}: {derivation_text(found, self.solved, self.history)}"

    @property
    def _sum(self) -> int:
        return sum(wave.size for wave in self.waves)

    @property
    def _derived(self) -> Derivation | None:
        return derive(frozenset(each.slot for each in self.waves), self.known)
