"""Given names that are one name in several languages: the groups that a token belongs to, and its sex."""

from __future__ import annotations

import functools
import itertools
import tomllib
from importlib.resources import files
from typing import Final

import msgspec

from habeas.resolve.names.symbols import VOWELS, Reading, opening, phonemes, read, tables

_CLOSE: Final = 0.075  # a token this near to a listed form is that form in one more romanisation
_CLASSES: Final = {
    c: name
    for name, members in {"K": "ghxk", "T": "dtcCGZSsz", "P": "vfbp", "N": "mn", "L": "l", "R": "r"}.items()
    for c in members
}
_MOST_KEYS: Final = 16


class GivenName(msgspec.Struct, frozen=True):
    """What a token is known as: ids of its groups (none: not a known given name), sex ("m", "f", ""), first sounds.

    `pet` are the groups of which it is a diminutive: Ales may be an Aliaksandr, or simply Ales.
    """

    groups: tuple[int, ...] = ()
    pet: tuple[int, ...] = ()
    sex: str = ""
    first_sounds: frozenset[str] = frozenset()


class _Form(msgspec.Struct, frozen=True):
    reading: Reading
    group: int
    sex: str
    pet: bool


def distance(left: Reading, right: Reading) -> float:
    """Return the phonetic distance of two readings; the same as `TokenArrays.distances`, for a single pair."""
    known = tables()
    where = known.alphabet.index
    abjad = left.abjad or right.abjad
    drop_a, drop_b = (r.drop_abjad if abjad else r.drop for r in (left, right))
    columns = [where(s) for s in right.symbols]
    row = list(itertools.accumulate(drop_b, initial=0.0))
    for symbol, price in zip(left.symbols, drop_a, strict=True):
        costs = known.price_rows[where(symbol)]
        previous, row = row, [row[0] + price]
        for j, column in enumerate(columns):
            row.append(min(previous[j] + costs[column], previous[j + 1] + price, row[j] + drop_b[j]))
    return min(1.0, row[-1] / max(1.0, (len(left.symbols) + len(right.symbols)) / 2))


def sound_keys(symbols: str) -> list[str]:
    """Return the coarse consonant skeletons a word may have: one for each way to read its ambiguous symbols."""
    choices = [choice for at in range(len(symbols)) if (choice := _classes(symbols, at)) != [""]]
    keys = ("".join(choice) for choice in itertools.islice(itertools.product(*choices), _MOST_KEYS))
    # Doubled classes come and go between romanisations.
    return sorted({"".join(c for c, _ in itertools.groupby(key)) for key in keys})


def _classes(symbols: str, at: int) -> list[str]:
    """Return the consonant classes that one symbol may stand for; "" where it may be a vowel or silent."""
    s = symbols[at]
    if s == "R":
        return ["R", "RT", "T"]  # Polish rz, or r and z
    if s == "u" and at and symbols[at - 1] in VOWELS:
        return ["", "P"]  # Belarusian -au, -ou for -av, -ov
    if s in VOWELS and s != "9":
        return [""]
    found = {_CLASSES.get(p, "") for p in phonemes(s)}
    if s in "hQ" and (at == len(symbols) - 1 or s == "Q"):
        found.add("")
    return sorted(found)


@functools.cache
def _index() -> tuple[dict[str, list[_Form]], dict[int, frozenset[str]]]:
    raw: dict[str, list[str]] = tomllib.loads(files(__package__).joinpath("given.toml").read_text(encoding="utf-8"))
    index: dict[str, list[_Form]] = {}
    sounds: dict[int, frozenset[str]] = {}
    numbered = enumerate((sex, line) for sex, lines in raw.items() for line in lines)
    for group, (sex, line) in numbered:
        full, _, pet = line.partition("/")
        forms = [
            _Form(read(word), group, sex, at) for at, half in ((False, full), (True, pet)) for word in half.split()
        ]
        # Nobody signs with the initial of a diminutive: no S. for an Aliaksandr that friends call Sasha.
        sounds[group] = frozenset(p for form in forms if not form.pet for p in opening(form.reading.symbols))
        for form in forms:
            for key in sound_keys(form.reading.symbols):
                index.setdefault(key, []).append(form)
    return index, sounds


def known_as(token: str) -> GivenName:
    """Return the groups of given names that `token` belongs to, judged by sound, and what follows from them."""
    return heard_as(read(token))


@functools.lru_cache(maxsize=1 << 17)
def heard_as(reading: Reading) -> GivenName:
    """Return the groups of given names that a word read so belongs to."""
    index, sounds = _index()
    near: dict[int, tuple[float, _Form]] = {}
    for key in sound_keys(reading.symbols):
        for form in index.get(key, ()):
            far = distance(reading, form.reading)
            if far <= _CLOSE and far < near.get(form.group, (1.0, form))[0]:
                near[form.group] = (far, form)
    if not near:
        return GivenName()
    limit = min(far for far, _ in near.values()) + 0.005
    groups = tuple(sorted(group for group, (far, _) in near.items() if far <= limit))
    sexes = {near[group][1].sex for group in groups}
    pet = tuple(group for group in groups if near[group][1].pet)
    first = frozenset().union(*(sounds[group] for group in groups))
    return GivenName(groups, pet, sexes.pop() if len(sexes) == 1 else "", first)
