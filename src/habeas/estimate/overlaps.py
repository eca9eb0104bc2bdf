"""What the lists show before any model: sizes, pairwise overlaps, capture frequencies, and the trouble in them."""

from __future__ import annotations

import itertools
import math

from habeas.estimate.tables import list_totals
from habeas.estimate.twolists import chapman, lincoln_petersen, two_list_counts, two_list_interval
from habeas.values.estimate import CaptureTable, EstimateWarning, ListSize, Overlap


def list_sizes(table: CaptureTable) -> tuple[ListSize, ...]:
    """Return the size of each list, split into people on it alone and people shared with others."""
    sizes = []
    for j, name in enumerate(table.lists):
        size = alone = 0
        for pattern, count in zip(table.patterns, table.counts, strict=True):
            size += pattern[j] * count
            alone += count if pattern[j] and sum(pattern) == 1 else 0
        sizes.append(ListSize(name=name, size=size, only_here=alone, shared=size - alone))
    return tuple(sizes)


def capture_frequencies(table: CaptureTable) -> tuple[int, ...]:
    """Return f_1..f_J: how many people stand on exactly 1, 2, .. J lists."""
    frequencies = [0] * len(table.lists)
    for pattern, count in zip(table.patterns, table.counts, strict=True):
        frequencies[sum(pattern) - 1] += count
    return tuple(frequencies)


def overlaps(table: CaptureTable) -> tuple[Overlap, ...]:
    """Return every pair of lists with its overlap and the estimates it would give if the two were independent."""
    found = []
    for i, j in itertools.combinations(range(len(table.lists)), 2):
        left, right, both = two_list_counts(table, i, j)
        interval = two_list_interval(table, "chapman", i, j)
        ratio = _log_odds_ratio(table, i, j)
        found.append(
            Overlap(
                left=table.lists[i],
                right=table.lists[j],
                overlap=both,
                lincoln_petersen=lincoln_petersen(left, right, both),
                chapman=chapman(left, right, both),
                low=interval.low if interval else math.nan,
                high=interval.high if interval else math.nan,
                log_odds_ratio=ratio[0] if ratio else None,
                log_odds_ratio_se=ratio[1] if ratio else None,
            )
        )
    return tuple(found)


def _log_odds_ratio(table: CaptureTable, i: int, j: int) -> tuple[float, float] | None:
    """Association of two lists among people whom a third list shows, so that all four cells are observable."""
    cells = [[0.5, 0.5], [0.5, 0.5]]
    shown = 0
    for pattern, count in zip(table.patterns, table.counts, strict=True):
        if sum(pattern) > pattern[i] + pattern[j]:
            cells[pattern[i]][pattern[j]] += count
            shown += count
    if not shown:
        return None
    ratio = math.log(cells[0][0] * cells[1][1] / (cells[0][1] * cells[1][0]))
    return ratio, math.sqrt(sum(1 / cell for row in cells for cell in row))


def data_warnings(table: CaptureTable) -> list[EstimateWarning]:
    """Return what is wrong or weak in the lists themselves, whatever the method."""
    warnings = []
    sizes, names = list_totals(table), table.lists
    for name, size in sizes.items():
        if size == table.observed:
            warnings.append(
                EstimateWarning(
                    kind="holds_everyone",
                    text=f"List {name} holds everybody who is known; it says nothing about those missed by all lists.",
                )
            )
    pairs = {(i, j): two_list_counts(table, i, j)[2] for i, j in itertools.combinations(range(len(names)), 2)}
    apart = [f"{names[i]} and {names[j]}" for (i, j), both in pairs.items() if both == 0]
    if apart:
        warnings.append(
            EstimateWarning(
                kind="no_overlap",
                text=f"No shared person: {', '.join(apart)}. Either these lists avoid each other or the links between them were missed.",
            )
        )
    for (i, j), both in pairs.items():
        for inner, outer in ((i, j), (j, i)):
            if 0 < both == sizes[names[inner]] and sizes[names[outer]] > both:
                warnings.append(
                    EstimateWarning(
                        kind="inside",
                        text=f"List {names[inner]} lies wholly inside {names[outer]}; it may be a copy and is no independent look.",
                    )
                )
        if 0 < both == sizes[names[i]] == sizes[names[j]]:
            warnings.append(
                EstimateWarning(
                    kind="same", text=f"Lists {names[i]} and {names[j]} hold the same people; count them as one list."
                )
            )
    return warnings
