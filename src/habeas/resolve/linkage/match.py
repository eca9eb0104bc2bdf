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
from habeas.resolve.linkage.options import LinkageOptions
from habeas.resolve.linkage.weights import Fitted, Names, bits_of, chance_shares, fit

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


def match(columns: Columns, options: LinkageOptions, *, duplicates: bool) -> Matched:
    """Find, compare and weigh the pairs that may be one person."""
    names = NameEvidence(columns.names)
    fields = fields_of(columns, names.field())
    pairs = candidate_pairs(columns, names.table.parsed, duplicates=duplicates, widest=options.widest)
    first, second, codes = _compared(fields, pairs.left, pairs.right)
    kind, size, shorter = _kinds(columns.roster, first, second, duplicates=duplicates)
    left, right = _chance_pairs(columns.roster, duplicates=duplicates)
    sampled = [field.compare(left, right) for field in fields]
    chance = [chance_shares(field, own, 0) for field, own in zip(fields, sampled, strict=True)]
    if duplicates:
        fitted = fit(fields, codes, kind, size, shorter, chance, Names(is_divided(fields[0]), 0.0))
        # Random pairs hold true matches, too: those are not what agrees by chance.
        sample_kind = _kinds(columns.roster, left, right, duplicates=True)[0]
        other = bits_of(fitted, sampled, sample_kind) < 0
        chance = [chance_shares(field, own[other], 0) for field, own in zip(fields, sampled, strict=True)]
        namesakes = codes[0][bits_of(fitted, codes, kind) < 0]
        repeated = np.empty(0, dtype=np.int64)
        within = float(size.sum())
    else:
        namesakes, within, repeated = _namesakes(columns, names, fields, options)
    often = chance_shares(fields[0], namesakes, within)
    # Names that are near are counted in full; names that are not, on random pairs: most share no key.
    counted = is_divided(fields[0])
    chance[0] = np.where(counted, often, chance[0] * (1 - often[counted].sum()) / chance[0][~counted].sum())
    alone = np.all([own == MISSING for own in codes[1:]], axis=0) if len(codes) > 1 else np.ones(len(kind), dtype=bool)
    # Where the name is often all there is, matches and namesakes cannot be told apart by what goes with the name:
    # then the namesakes inside lists must tell how common they are.
    worth = _BEFOREHAND + max(float(alone.mean()) if len(kind) else 1.0, 0.02) * float(size[np.unique(kind)].sum())
    fitted = fit(fields, codes, kind, size, shorter, chance, Names(counted, worth))
    bits = bits_of(fitted, codes, kind)
    left_out = sum(pairs.left_out.values())
    return Matched(
        first, second, len(pairs.left), fields, tuple(codes), kind, bits, fitted, pairs.given, left_out, repeated
    )


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
    parts = [np.arange(len(roster))] if duplicates else [np.flatnonzero(roster == at) for at in np.unique(roster)]
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


def _namesakes(
    columns: Columns, names: NameEvidence, fields: Sequence[Field], options: LinkageOptions
) -> tuple[Codes, float, Ints]:
    """Return the levels of names of the pairs inside lists, the number of all such pairs, and rows that seem repeated.

    A list that names each person once shows how near the names of different persons come. Rows that agree in all
    else as well are one person told twice; they do not count.
    """
    found: list[Codes] = []
    repeated: list[Ints] = []
    total = 0.0
    rng = np.random.default_rng(0)
    for at in np.unique(columns.roster):
        rows = np.flatnonzero(columns.roster == at)
        if len(rows) > _SAMPLE_ROWS:
            rows = np.sort(rng.choice(rows, _SAMPLE_ROWS, replace=False))
        part = _part(columns, rows)
        pairs = candidate_pairs(part, names.table.parsed, duplicates=True, widest=options.widest)
        left, right = rows[pairs.left], rows[pairs.right]
        own = fields[0].compare(left, right)
        codes = [own, *(field.compare(left, right) for field in fields[1:])]
        twice = (_other_bits(fields, codes) >= _TELLING_BITS) & is_divided(fields[0])[own] & (own != MISSING)
        repeated.append(right[twice])
        found.append(own[~twice])
        total += len(rows) * (len(rows) - 1) / 2 - int(twice.sum())
    return np.concatenate(found), total, np.unique(np.concatenate(repeated))


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
