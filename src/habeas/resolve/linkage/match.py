"""Candidate pairs compared and weighed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec
import numpy as np
import numpy.typing as npt

from habeas.resolve.linkage.blocking import candidate_pairs
from habeas.resolve.linkage.columns import Birth, Columns, Text
from habeas.resolve.linkage.evidence import MISSING, Codes, Field, fields_of
from habeas.resolve.linkage.names import NameEvidence, is_divided, is_near
from habeas.resolve.linkage.weights import Fitted, Namesakes, bits_of, chance_shares, fit

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

_CHUNK: Final = 2_000_000  # pairs compared at a time
_SAMPLE: Final = 300_000  # random pairs that show how often others agree by chance
_SAMPLE_ROWS: Final = 20_000  # rows of each list searched for namesakes
_BEFOREHAND: Final = 100_000.0  # pairs that assumed chance agreement is worth; short lists cannot tell it
_TELLING_BITS: Final = 8.0  # agreement in other fields than the name that may stand for it


class Matched(msgspec.Struct, frozen=True):
    """Compared pairs: rows, the level of each field, the weight in bits; and the model these follow from.

    Of the `candidates`, those that share nothing that tells are left out.
    """

    left: Ints
    right: Ints
    candidates: int
    fields: tuple[Field, ...]
    codes: tuple[Codes, ...]
    kind: Ints
    bits: Floats
    fitted: Fitted
    rules: dict[str, int]
    left_out: int
    repeated: Ints


def match(columns: Columns, *, duplicates: bool) -> Matched:
    """Find, compare and weigh the pairs that may be one person."""
    names = NameEvidence(columns.names)
    fields = fields_of(columns, names.field())
    pairs = candidate_pairs(columns, names.table.parsed, duplicates=duplicates)
    first, second, codes = _compared(fields, pairs.left, pairs.right)
    kinds = _kinds(columns.roster, first, second, duplicates=duplicates)
    learnt = _fitted_to_lists if duplicates else _fitted_across_lists
    fitted, repeated = learnt(columns, fields, codes, kinds, _near(columns, names, fields))
    bits = bits_of(fitted, codes, kinds[0])
    left_out = sum(pairs.left_out.values())
    return Matched(
        first, second, len(pairs.left), fields, tuple(codes), kinds[0], bits, fitted, pairs.given, left_out, repeated
    )


Kinds = tuple[Ints, Floats, Ints]


def _fitted_across_lists(
    columns: Columns, fields: Sequence[Field], codes: Sequence[Codes], kinds: Kinds, near: Near
) -> tuple[Fitted, Ints]:
    """Return the model of lists that name each person once, and the rows that seem to repeat a person all the same.

    What agrees by chance is counted inside lists; of names, it is then fitted to the pairs across lists, too.
    """
    left, right = _chance_pairs(columns.roster, duplicates=False)
    chance = [chance_shares(field, field.compare(left, right), 0) for field in fields]
    within, across = near.parted(columns.roster)
    own = within.codes[0]
    twice = (_other_bits(fields, within.codes) >= _TELLING_BITS) & is_divided(fields[0])[own] & (own != MISSING)
    chance[0] = _names_by_chance(fields[0], chance[0], within.of(~twice, within.pairs - int(twice.sum())))
    worth = _worth(codes, across.pairs)
    fitted = fit(fields, codes, *kinds, chance, across.namesakes(fields, columns.roster, worth))
    return fitted, np.unique(within.right[twice])


def _fitted_to_lists(
    columns: Columns, fields: Sequence[Field], codes: Sequence[Codes], kinds: Kinds, near: Near
) -> tuple[Fitted, Ints]:
    """Return the model of lists that may name a person twice.

    Random pairs hold true matches there: a first model tells these from what agrees by chance.
    """
    left, right = _chance_pairs(columns.roster, duplicates=True)
    sampled = [field.compare(left, right) for field in fields]
    chance = [chance_shares(field, own, 0) for field, own in zip(fields, sampled, strict=True)]
    others = near.namesakes(fields, columns.roster, 0.0)
    fitted = fit(fields, codes, *kinds, [fields[0].chance, *chance[1:]], others)
    other = bits_of(fitted, sampled, _kinds(columns.roster, left, right, duplicates=True)[0]) < 0
    chance = [chance_shares(field, own[other], 0) for field, own in zip(fields, sampled, strict=True)]
    other = bits_of(fitted, near.codes, others.kind) < 0
    chance[0] = _names_by_chance(fields[0], chance[0], near.of(other, near.pairs - int((~other).sum())))
    worth = _worth(codes, near.pairs)
    fitted = fit(fields, codes, *kinds, chance, near.namesakes(fields, columns.roster, worth))
    return fitted, np.empty(0, dtype=np.int64)


def _names_by_chance(names: Field, sampled: Floats, near: Near) -> Floats:
    """Return the shares of names: near ones counted in full, the others on random pairs, since most share no key."""
    often = chance_shares(names, near.codes[0], near.pairs)
    counted = is_divided(names)
    return np.where(counted, often, sampled * (1 - often[counted].sum()) / sampled[~counted].sum())


def _worth(codes: Sequence[Codes], pairs: float) -> float:
    """Return how many pairs the chance agreement of names that was counted beforehand is worth.

    Where the name is often all there is, matches and namesakes cannot be told apart by what goes with the name: then
    the namesakes inside lists must tell how common they are.
    """
    alone = np.all([own == MISSING for own in codes[1:]], axis=0) if len(codes) > 1 else np.ones(1, dtype=bool)
    return _BEFOREHAND + max(float(alone.mean()) if len(alone) else 1.0, 0.02) * pairs


def _compared(fields: Sequence[Field], left: Ints, right: Ints) -> tuple[Ints, Ints, list[Codes]]:
    """Return the pairs whose names share something, or that agree much in other fields, and the levels of all fields.

    Most candidates of long lists share a key by chance: they are dropped as they come, and count among all the rest.
    """
    kept: list[Ints] = []
    levels: list[list[Codes]] = [[] for _ in fields]
    for start in range(0, len(left), _CHUNK):
        at = np.arange(start, min(start + _CHUNK, len(left)))
        own = [field.compare(left[at], right[at]) for field in fields]
        useful = is_near(fields[0])[own[0]] | (_other_bits(fields, own) >= _TELLING_BITS)
        kept.append(at[useful])
        for into, level in zip(levels, own, strict=True):
            into.append(level[useful])
    every = np.concatenate(kept) if kept else np.empty(0, dtype=np.int64)
    codes = [np.concatenate(part) if part else np.empty(0, dtype=np.int16) for part in levels]
    return left[every], right[every], codes


def _other_bits(fields: Sequence[Field], codes: Sequence[Codes]) -> Floats:
    """Return what the fields other than the name weigh by what is assumed of them before any data, in bits."""
    total = np.zeros(len(codes[0]))
    for field, own in zip(fields[1:], codes[1:], strict=True):
        total += np.append(np.log2(field.expected / field.chance), 0.0)[own]
    return total


def _kinds(roster: Ints, left: Ints, right: Ints, *, duplicates: bool) -> tuple[Ints, Floats, Ints]:
    """Return which pair of lists each pair of rows is of.

    And for each pair of lists how many pairs of rows there are, and how many rows its shorter list has.
    """
    lists = int(roster.max(initial=0)) + 1
    rows = np.bincount(roster, minlength=lists).astype(np.float64)
    a, b = np.minimum(roster[left], roster[right]), np.maximum(roster[left], roster[right])
    size = np.outer(rows, rows)
    np.fill_diagonal(size, np.maximum(rows * (rows - 1) / 2, 1) if duplicates else 1)
    shorter = np.minimum.outer(rows, rows)
    return a * lists + b, np.maximum(size.ravel(), 2), shorter.ravel()


def _chance_pairs(roster: Ints, *, duplicates: bool) -> tuple[Ints, Ints]:
    """Return random pairs that are, but for few, not one person.

    Lists that name each person once are sampled within themselves; else all rows are.
    """
    rng = np.random.default_rng(0)
    lefts, rights = [], []
    parts = [np.arange(len(roster))] if duplicates else _lists(roster)
    for rows in parts:
        wanted = _SAMPLE * len(rows) // max(len(roster), 1)
        if len(rows) * (len(rows) - 1) // 2 <= wanted:
            a, b = np.triu_indices(len(rows), 1)
        else:
            a = rng.integers(0, len(rows), wanted)
            b = (a + rng.integers(1, len(rows), wanted)) % len(rows)
        lefts.append(rows[a])
        rights.append(rows[b])
    return np.concatenate(lefts), np.concatenate(rights)


class Near(msgspec.Struct, frozen=True):
    """All pairs of a sample of rows that share a key; `sample` are the rows, of which `pairs` pairs can be made."""

    sample: Ints
    left: Ints
    right: Ints
    codes: tuple[Codes, ...]
    pairs: float

    def of(self, kept: npt.NDArray[np.bool_], pairs: float) -> Near:
        """Return some of the pairs, out of so many that can be made."""
        return Near(self.sample, self.left[kept], self.right[kept], tuple(own[kept] for own in self.codes), pairs)

    def parted(self, roster: Ints) -> tuple[Near, Near]:
        """Return the pairs inside lists, and those across."""
        rows = np.bincount(roster[self.sample]).astype(np.float64)
        inside = roster[self.left] == roster[self.right]
        pairs = float((rows * (rows - 1) / 2).sum())
        return self.of(inside, pairs), self.of(~inside, self.pairs - pairs)

    def namesakes(self, fields: Sequence[Field], roster: Ints, beforehand: float) -> Namesakes:
        """Return the pairs as a sample of namesakes."""
        kind = _kinds(roster, self.left, self.right, duplicates=True)[0]
        return Namesakes(self.codes, kind, is_divided(fields[0]), self.pairs, beforehand)


def _near(columns: Columns, names: NameEvidence, fields: Sequence[Field]) -> Near:
    """Return the pairs of a sample of rows that share a key: they show how near names of different persons come."""
    rng = np.random.default_rng(0)
    parts = [
        rows if len(rows) <= _SAMPLE_ROWS else np.sort(rng.choice(rows, _SAMPLE_ROWS, replace=False))
        for rows in _lists(columns.roster)
    ]
    every = np.concatenate(parts)
    pairs = candidate_pairs(_part(columns, every), names.table.parsed, duplicates=True, complete=True)
    left, right = every[pairs.left], every[pairs.right]
    codes = tuple(field.compare(left, right) for field in fields)
    return Near(every, left, right, codes, len(every) * (len(every) - 1) / 2)


def _lists(roster: Ints) -> list[Ints]:
    return [np.flatnonzero(roster == at) for at in np.unique(roster)]


def _part(columns: Columns, rows: Ints) -> Columns:
    birth = Birth(columns.birth.year[rows], columns.birth.month[rows], columns.birth.day[rows])
    return Columns(
        columns.roster[rows],
        Text(columns.names.values, columns.names.row[rows]),
        birth,
        columns.sex[rows],
        Text(columns.place.values, columns.place.row[rows]),
        {},
    )
