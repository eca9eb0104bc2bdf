"""Waves that no figure tells apart: "110 in four waves" says nothing of the size of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from habeas.reconcile.exact.history import History, Wave


def alike(history: History) -> list[list[Wave]]:
    """Return the occasions that every claim counts together or not at all, two or more at a time."""
    found: dict[tuple[int, ...], list[Wave]] = defaultdict(list)
    for wave in history.waves:
        if wave.occasion and wave.slot in history.counting:
            found[tuple(history.counting[wave.slot])].append(wave)
    return [waves for waves in found.values() if len(waves) > 1]


def evened(history: History) -> History:
    """Return a history whose occasions share evenly what no figure says of each: any other sizes are as good."""
    sizes: dict[int, int] = {}
    for waves in alike(history):
        each, rest = divmod(sum(wave.size for wave in waves), len(waves))
        sizes |= {wave.slot: each + (place < rest) for place, wave in enumerate(waves)}
    if not sizes:
        return history
    return replace(history, waves=tuple(replace(w, size=sizes.get(w.slot, w.size)) for w in history.waves))


def distinct(histories: Sequence[History]) -> list[History]:
    """Return histories evened, each once."""
    found: dict[object, History] = {}
    for history in histories:
        even = evened(history)
        found.setdefault((even.fates, even.waves), even)
    return list(found.values())
