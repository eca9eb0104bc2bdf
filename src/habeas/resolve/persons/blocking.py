"""Candidate pairs: entries that share the consonants of a part of their names, however spelled."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from habeas.resolve.names.blocks import shortened, signs
from habeas.resolve.names.given import heard_as, sound_keys
from habeas.resolve.names.parts import first_sounds, is_syllable, parse, part_reading
from habeas.values.register import PersonEntry

_WIDE: Final = 60  # entries; narrower blocks are compared whole


def candidate_pairs(entries: Sequence[PersonEntry]) -> list[tuple[int, int]]:
    """Return the pairs of positions worth comparing, in order.

    Entries meet on the consonant skeleton of any part that is not a known given name (of every part, where all are),
    or on a given name and another part that differs in one consonant. A block of more than 60 entries is divided.
    """
    blocks: dict[str, list[int]] = {}
    for at, entry in enumerate(entries):
        for key in sorted(_keys(entry.name)):
            blocks.setdefault(key, []).append(at)
    pairs: set[tuple[int, int]] = set()
    for block in blocks.values():
        for group in [block] if len(block) <= _WIDE else _finer(entries, block):
            pairs.update((a, b) for n, a in enumerate(group) for b in group[n + 1 :])
    return sorted(pairs)


def _finer(entries: Sequence[PersonEntry], block: list[int]) -> list[list[int]]:
    """Divide a wide block (a common surname) by what the given names begin with, and by date of birth."""
    finer: dict[str, list[int]] = {}
    for at in block:
        entry = entries[at]
        parts = parse(entry.name).divisions[0].parts
        given = [part for part in parts if part.initial or heard_as(part_reading(part)).groups]
        keys = {sound for part in given or parts for sound in first_sounds(part)}
        for key in sorted(keys | ({str(entry.born)} if entry.born else set())):
            finer.setdefault(key, []).append(at)
    return list(finer.values())


def _keys(name: str) -> set[str]:
    """Return the keys of a name: skeletons, and a given name with another part whose skeleton lacks one consonant."""
    keys: set[str] = set()
    given: set[str] = set()
    more: set[str] = set()
    for division in parse(name).divisions:
        full = [part for part in division.parts if not part.initial]
        for part in full:
            reading = part_reading(part)
            groups = heard_as(reading).groups
            own = set(sound_keys(reading.symbols))
            if reading.article:
                own.update(sound_keys(reading.symbols[2:]))
            (given if groups else keys).update(own)
            if groups and is_syllable(reading):  # Lee, Li: a surname as well
                more.update(own)
            beside = {sign for other in full if other is not part for sign in signs(other)}
            more.update(f"{group}/{short}" for group in groups for sign in beside for short in shortened(sign))
    return (keys or given) | more
