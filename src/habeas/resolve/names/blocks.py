"""What a part of a name can be found by, however it is spelled."""

from __future__ import annotations

import itertools
from typing import Final

from habeas.resolve.names.given import heard_as, sound_keys
from habeas.resolve.names.parts import Part, part_reading
from habeas.resolve.names.symbols import phonemes

_LEAST_LEFT: Final = 2  # consonants that a skeleton must keep when one is left out
_MOST_SIGNS: Final = 6
_CONSONANT: Final = {
    sound: name
    for name, sounds in {
        "K": "ghxk",
        "T": "td",
        "S": "szSZcCG",
        "P": "bp",
        "V": "vf",
        "M": "m",
        "N": "n",
        "L": "l",
        "R": "r",
    }.items()
    for sound in sounds
}
_VOWEL: Final = {"a": "a", "o": "a", "e": "e", "i": "e", "u": "u"}


def signs(part: Part) -> tuple[str, ...]:
    """Return the signs of a part: the groups of given names it belongs to, else the skeletons of its consonants."""
    reading = part_reading(part)
    groups = heard_as(reading).groups
    if groups:
        return tuple(f"g{group}" for group in groups)
    keys = sound_keys(reading.symbols)
    if reading.article:
        keys = [*keys, *sound_keys(reading.symbols[2:])]
    return tuple(key for key in dict.fromkeys(keys) if key)[:_MOST_SIGNS]


def shortened(key: str) -> tuple[str, ...]:
    """Return a skeleton and what is left of it without one of its consonants."""
    if key.startswith("g") or len(key) <= _LEAST_LEFT:
        return (key,)
    return (key, *dict.fromkeys(key[:at] + key[at + 1 :] for at in range(len(key))))


def sound_class(part: Part) -> str:
    """Return the class of sounds of a part: its given name ("g" and a number), else its first vowel and consonants.

    Finer than `signs`, and one alone: a symbol that may stand for several sounds is taken for the usual one.
    """
    reading = part_reading(part)
    groups = heard_as(reading).groups
    if groups:
        return f"g{groups[0]}"
    usual = [phonemes(symbol)[0] for symbol in reading.symbols]
    vowel = next((_VOWEL[sound] for sound in usual if sound in _VOWEL), "")
    return vowel + "".join(key for key, _ in itertools.groupby(_CONSONANT.get(sound, "") for sound in usual))
