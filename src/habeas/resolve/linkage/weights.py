"""Fellegi and Sunter's model of linkage, fitted by expectation-maximisation.

A pair of rows is one person with odds lambda / (1 - lambda) times, for each field, m / u: the share of its level of
agreement among matches (m) and among all other pairs (u). (Fellegi & Sunter 1969; EM after Winkler 1988; the shares
of the rest counted over all pairs of rows as in Enamorado, Fifield & Imai 2019.)
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec
import numpy as np
import numpy.typing as npt

from habeas.resolve.linkage.evidence import MISSING, Codes, Field

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

_ROUNDS: Final = 200
_SETTLED: Final = 1e-6
_PRIOR_MATCHES: Final = 80.0  # matches that the assumed shares are worth
_OVERLAP: Final = 0.3  # assumed share of the shorter list that the longer one holds
_LEAST: Final = 1e-12
_PRIOR_OVERLAP: Final = 4.0  # rows that this assumption is worth


class Fitted(msgspec.Struct, frozen=True):
    """The fitted model: for each field the shares `m` and `u` of its levels, for each pair of lists the share `lam`."""

    m: tuple[Floats, ...]
    u: tuple[Floats, ...]
    lam: Floats
    rounds: int

    def bits(self, field: int) -> Floats:
        """Return the weight of each level of a field, in bits; the last entry is that of a missing value, 0."""
        return np.append(np.log2(self.m[field] / self.u[field]), 0.0)


class Namesakes(msgspec.Struct, frozen=True):
    """A sample from which chance agreement of names is learnt: all near pairs among `pairs` pairs of rows.

    `codes` and `kind` are as those of the candidates; the levels `counted` are those that near pairs hold in full.
    What is known beforehand is worth `beforehand` pairs.
    """

    codes: Sequence[Codes]
    kind: Ints
    counted: npt.NDArray[np.bool_]
    pairs: float
    beforehand: float


def fit(
    fields: Sequence[Field],
    codes: Sequence[Codes],
    kind: Ints,
    size: Floats,
    shorter: Ints,
    chance: Sequence[Floats],
    namesakes: Namesakes,
) -> Fitted:
    """Fit the shares among matches, and the share of matches.

    `codes` are those of the candidate pairs, one array a field; `kind` is the pair of lists each comes from, `size`
    the number of all pairs of rows of each such kind, `shorter` that of rows of its shorter list, `chance` the shares
    among pairs that are no matches; of names (the first field) they are fitted to `namesakes`, too. Equal patterns of
    agreement are counted once, so that a round costs the same for any number of pairs.
    """
    kinds, levels, count = _patterns(fields, codes, kind)
    sampled = _patterns(fields, namesakes.codes, namesakes.kind)
    m = [field.expected / field.expected.sum() for field in fields]
    u = list(chance)
    lam = np.maximum(_OVERLAP * shorter, 1) / size
    previous = 0.0
    rounds = 0
    while rounds < _ROUNDS:
        rounds += 1
        matched = count * _posterior(kinds, levels, m, u, lam)
        for at, (field, level) in enumerate(zip(fields, levels, strict=True)):
            known = level != MISSING
            seen = np.bincount(level[known], weights=matched[known], minlength=len(field.levels))
            prior = _PRIOR_MATCHES * field.expected / field.expected.sum()
            m[at] = (seen + prior) / (seen.sum() + _PRIOR_MATCHES)
        others = sampled[2] * (1 - _posterior(sampled[0], sampled[1], m, u, lam))
        u[0] = _names_by_chance(sampled[1][0], others, chance[0], namesakes)
        per_kind = np.bincount(kinds, weights=matched, minlength=len(size))
        # No more matches than the shorter list has rows.
        share = (np.minimum(per_kind, shorter) + _OVERLAP * _PRIOR_OVERLAP) / (shorter + _PRIOR_OVERLAP)
        lam = np.maximum(share * shorter, 1e-3) / size
        if abs(float(matched.sum()) - previous) < _SETTLED * max(previous, 1):
            break
        previous = float(matched.sum())
    return Fitted(tuple(m), tuple(u), lam, rounds)


def _posterior(kinds: Ints, levels: Sequence[Ints], m: Sequence[Floats], u: Sequence[Floats], lam: Floats) -> Floats:
    """Return the probability of each pattern of agreement that its pairs are one person."""
    log = np.log(lam / (1 - np.minimum(lam, 0.5)))[kinds]
    for level, own, other in zip(levels, m, u, strict=True):
        log = log + np.append(np.log(own / other), 0.0)[level]
    return np.asarray(1 / (1 + np.exp(-np.clip(log, -60, 60))))


def _names_by_chance(level: Ints, others: Floats, before: Floats, namesakes: Namesakes) -> Floats:
    """Return the shares of the levels of names among all pairs that are no matches, with what was known before.

    Names that are near always meet in some block, so that what the sample holds of them is all there is.
    """
    known = level != MISSING
    counted = namesakes.counted
    seen = np.bincount(level[known], weights=others[known], minlength=len(before))
    near = (seen + namesakes.beforehand * before) / (namesakes.pairs + namesakes.beforehand)
    rest = before * (1 - near[counted].sum()) / before[~counted].sum()
    return np.asarray(np.maximum(np.where(counted, near, rest), _LEAST))


def _patterns(fields: Sequence[Field], codes: Sequence[Codes], kind: Ints) -> tuple[Ints, list[Ints], Ints]:
    """Return the distinct patterns of agreement (kind, then the level of each field), and how many pairs show each."""
    packed = kind.astype(np.int64)
    for field, own in zip(fields, codes, strict=True):
        packed = packed * (len(field.levels) + 1) + (own.astype(np.int64) + 1)
    distinct, count = np.unique(packed, return_counts=True)
    levels: list[Ints] = []
    for field in reversed(fields):
        distinct, level = np.divmod(distinct, len(field.levels) + 1)
        levels.insert(0, level - 1)
    return distinct, levels, count


def chance_shares(field: Field, codes: Codes, pairs: float) -> Floats:
    """Return the shares of a field's levels among `pairs` pairs that are no matches, of which `codes` were compared.

    The rest of the pairs is on the last level. What is assumed of a level beforehand is worth the pairs in which it
    would be seen half a time.
    """
    seen = np.bincount(codes[codes != MISSING], minlength=len(field.levels)).astype(np.float64)
    seen[-1] += max(pairs - len(codes), 0.0)
    assumed = field.chance / field.chance.sum()
    shares = (seen + 0.5) / (seen.sum() + 0.5 / assumed)
    return np.asarray(shares / shares.sum())


def weights_of(fitted: Fitted, codes: Sequence[Codes], kind: Ints) -> Floats:
    """Return, one row a pair, the weight before any evidence and that of each field in bits; NaN where missing."""
    columns = [np.log2(fitted.lam / (1 - fitted.lam))[kind]]
    columns += [np.where(own == MISSING, np.nan, fitted.bits(at)[own]) for at, own in enumerate(codes)]
    return np.stack(columns, axis=1)


def bits_of(fitted: Fitted, codes: Sequence[Codes], kind: Ints) -> Floats:
    """Return the total weight of each pair in bits: the log2 odds that it is one person."""
    total = np.log2(fitted.lam / (1 - fitted.lam))[kind]
    for at, own in enumerate(codes):
        total += fitted.bits(at)[own]
    return np.asarray(total)
