"""What a linkage is told by: pairs with reasons, diagnostics of clusters, capture patterns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import msgspec
import numpy as np
import numpy.typing as npt

from habeas.resolve.linkage.columns import Columns
from habeas.resolve.linkage.match import Matched
from habeas.resolve.linkage.options import LinkageOptions
from habeas.resolve.linkage.partition import Draws
from habeas.values.estimate import CaptureTable
from habeas.values.linkage import FieldWeight, LevelShare, LinkDiagnostics, LinkPair

Ints = npt.NDArray[np.int64]


class Grouping(msgspec.Struct, frozen=True):
    """The decided groups: ids and persons of rows, groups of two and more rows, the draws, the verdicts in force."""

    ids: Sequence[str]
    persons: Sequence[str]
    groups: Sequence[Sequence[int]]
    drawn: Draws
    verdicts: Mapping[tuple[int, int], str]


def pair_values(
    found: Matched, grouping: Grouping, options: LinkageOptions
) -> tuple[tuple[LinkPair, ...], tuple[LinkPair, ...]]:
    """Return the linked pairs and those left to a human, the surest first.

    A pair is linked where its rows are in one group, whatever its own probability: a third row may hold it. All other
    pairs of at least the review threshold are left to a human, and those judged unsure.
    """
    links: list[LinkPair] = []
    review: list[LinkPair] = []
    told: set[tuple[int, int]] = set()
    for at in np.flatnonzero(_worth(found, grouping, options)).tolist():
        pair = (int(found.left[at]), int(found.right[at]))
        told.add(pair)
        why = _why(found, at)
        _sort_in(pair, float(found.bits[at]), why, grouping, options, (links, review))
    for group in grouping.groups:
        for n, a in enumerate(group):
            for b in group[n + 1 :]:
                if (a, b) not in told:
                    _sort_in((a, b), 0.0, (), grouping, options, (links, review))

    def rank(pair: LinkPair) -> tuple[float, str, str]:
        return -pair.probability, pair.left, pair.right

    return tuple(sorted(links, key=rank)), tuple(sorted(review, key=rank))


def _worth(found: Matched, grouping: Grouping, options: LinkageOptions) -> npt.NDArray[np.bool_]:
    """Return which compared pairs are told of: linked, judged, or likely enough to be looked at."""
    home = np.arange(len(grouping.ids))
    for group in grouping.groups:
        home[list(group)] = group[0]
    worth = home[found.left] == home[found.right]
    for at in np.flatnonzero(found.bits > -8).tolist():
        pair = (int(found.left[at]), int(found.right[at]))
        likely = grouping.drawn.probability.get(pair, 0.0) >= options.review
        worth[at] |= likely or pair in grouping.verdicts
    return np.asarray(worth)


def _sort_in(
    pair: tuple[int, int],
    bits: float,
    why: tuple[FieldWeight, ...],
    grouping: Grouping,
    options: LinkageOptions,
    into: tuple[list[LinkPair], list[LinkPair]],
) -> None:
    links, review = into
    together = grouping.persons[pair[0]] == grouping.persons[pair[1]]
    verdict = grouping.verdicts.get(pair, "")
    probability = grouping.drawn.probability.get(pair, 0.0)
    value = LinkPair(
        left=grouping.ids[pair[0]],
        right=grouping.ids[pair[1]],
        probability=round(probability, 4),
        bits=round(bits, 2),
        decided=verdict or ("link" if together else "review"),
        why=why,
    )
    if together:
        links.append(value)
    if (not together and verdict != "different") or (together and not verdict and probability < options.link):
        review.append(value)


def _why(found: Matched, at: int) -> tuple[FieldWeight, ...]:
    out = [
        FieldWeight(field=field.name, agreement=field.levels[level], bits=round(float(found.fitted.bits(n)[level]), 2))
        for n, field in enumerate(found.fields)
        if (level := int(found.codes[n][at])) >= 0
    ]
    lam = float(found.fitted.lam[int(found.kind[at])])
    prior = FieldWeight(
        field="any pair", agreement="before any evidence", bits=round(float(np.log2(lam / (1 - lam))), 2)
    )
    return (prior, *out)


def capture_tables(
    lists: Sequence[str], roster: Ints, strata: Sequence[str], groups: Sequence[Sequence[int]], linkage: str
) -> tuple[CaptureTable, ...]:
    """Return how many persons stand on exactly which lists, one table a stratum.

    `strata` holds the stratum of each row; where rows of one person differ, the first list that tells one decides.
    """
    tally = Counter((stratum, 1 << at) for stratum, at in zip(strata, roster.tolist(), strict=True))
    for group in groups:
        mask, own = 0, ""
        for row in sorted(group, key=lambda row: int(roster[row])):
            tally[strata[row], 1 << int(roster[row])] -= 1
            mask |= 1 << int(roster[row])
            own = own or strata[row]
        tally[own, mask] += 1
    tables: dict[str, dict[tuple[int, ...], int]] = {}
    for (stratum, mask), count in tally.items():
        if count > 0:
            pattern = tuple(mask >> at & 1 for at in range(len(lists)))
            tables.setdefault(stratum, {})[pattern] = count
    return tuple(
        CaptureTable(
            lists=tuple(lists),
            patterns=tuple(sorted(counts, reverse=True)),
            counts=tuple(counts[pattern] for pattern in sorted(counts, reverse=True)),
            stratum=stratum,
            linkage=linkage,
        )
        for stratum, counts in sorted(tables.items())
    )


def diagnostics(
    lists: Sequence[str],
    columns: Columns,
    found: Matched,
    grouping: Grouping,
    options: LinkageOptions,
) -> LinkDiagnostics:
    """Return what to look at before the linkage is believed."""
    probability = grouping.drawn.probability
    expected = sum(probability.values())
    accepted = [
        probability.get((a, b), 0.0) for group in grouping.groups for n, a in enumerate(group) for b in group[n + 1 :]
    ]
    weak = {grouping.persons[group[0]] for group in grouping.groups if _weak(group, probability, options)}
    sizes = Counter(len(group) for group in grouping.groups)
    sizes[1] = len(grouping.ids) - sum(size * count for size, count in sizes.items())
    repeated = Counter(lists[at] for at in columns.roster[found.repeated].tolist())
    levels = tuple(
        LevelShare(
            field=field.name,
            level=level,
            matches=float(f"{found.fitted.m[n][k]:.4g}"),
            others=float(f"{found.fitted.u[n][k]:.4g}"),
            bits=round(float(found.fitted.bits(n)[k]), 2),
        )
        for n, field in enumerate(found.fields)
        for k, level in enumerate(field.levels)
    )
    rows = np.bincount(columns.roster, minlength=len(lists)).tolist()
    return LinkDiagnostics(
        rows=dict(zip(lists, rows, strict=True)),
        candidates=found.candidates,
        rules=found.rules,
        left_out=found.left_out,
        expected_links=round(expected, 1),
        precision=round(sum(accepted) / len(accepted), 4) if accepted else 1.0,
        recall=round(sum(accepted) / expected, 4) if expected else 1.0,
        sizes=dict(sorted(sizes.items())),
        weak=tuple(sorted(weak)),
        repeated=dict(sorted(repeated.items())),
        open_rows=grouping.drawn.open_rows,
        rounds=found.fitted.rounds,
        levels=levels,
    )


def _weak(group: Sequence[int], probability: Mapping[tuple[int, int], float], options: LinkageOptions) -> bool:
    """Say whether a group is in doubt: one of its pairs is below acceptance, or one pair alone holds a part of it."""
    pairs = [(a, b) for n, a in enumerate(group) for b in group[n + 1 :]]
    strong = [pair for pair in pairs if probability.get(pair, 0.0) >= options.link]
    return len(strong) < len(pairs) or any(
        not _connected(group, [other for other in strong if other != pair]) for pair in strong if len(group) > 2
    )


def _connected(group: Sequence[int], pairs: Sequence[tuple[int, int]]) -> bool:
    reached, waiting = {group[0]}, [group[0]]
    while waiting:
        one = waiting.pop()
        for a, b in pairs:
            other = b if a == one else a if b == one else None
            if other is not None and other not in reached:
                reached.add(other)
                waiting.append(other)
    return len(reached) == len(group)
