"""Candidate pairs: entries that share the consonants of a part of their names, however spelled."""

from __future__ import annotations

from collections.abc import Sequence

from habeas.resolve.names.given import heard_as, sound_keys
from habeas.resolve.names.parts import parse, part_reading
from habeas.values.register import PersonEntry


def candidate_pairs(entries: Sequence[PersonEntry]) -> list[tuple[int, int]]:
    """Return the pairs of positions worth comparing, in order.

    Entries meet on the consonant skeleton of any part that is not a known given name (of every part, where all are).
    Names that differ in a consonant of every such part are not compared.
    """
    blocks: dict[str, list[int]] = {}
    for at, entry in enumerate(entries):
        for key in sorted(_keys(entry.name)):
            blocks.setdefault(key, []).append(at)
    pairs = {(a, b) for block in blocks.values() for n, a in enumerate(block) for b in block[n + 1 :]}
    return sorted(pairs)


def _keys(name: str) -> set[str]:
    keys: set[str] = set()
    given: set[str] = set()
    for division in parse(name).divisions:
        for part in division.parts:
            if part.initial:
                continue
            reading = part_reading(part)
            into = given if heard_as(reading).groups else keys
            into.update(sound_keys(reading.symbols))
            if reading.article:
                into.update(sound_keys(reading.symbols[2:]))
    return keys or given
