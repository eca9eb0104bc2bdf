"""What the lists show before any model: sizes, pairwise overlaps, capture frequencies, and the trouble in them."""

from __future__ import annotations

import itertools
import math
from typing import Final

from habeas.estimate.tables import list_totals
from habeas.estimate.twolists import chapman, lincoln_petersen, two_list_counts, two_list_interval
from habeas.values.estimate import CaptureTable, Cell, EstimateWarning, ListSize, Overlap

EVERYONE: Final = "holds_everyone"
# With seven recaptures or more the bias of a two-list estimate is below 2% (Robson and Regier, Trans. Am. Fish. Soc.
# 93, 1964; Seber, The Estimation of Animal Abundance, 1982, 3.1); with fewer nobody vouches for it.
FEW_SHARED: Final = 7
# With three lists or more and fewer shared people than this, two in five ranges of latent classes ended below the
# truth in simulations, three in ten even of independent lists: the uniform prior of the rates expects larger lists.
FEW_SHARED_OF_SEVERAL: Final = 20
# Whether people differ shows in those on three lists and more; a handful cannot show it.
FEW_ON_THREE: Final = 5


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


def plain_cells(table: CaptureTable) -> tuple[Cell, ...]:
    """Return each pattern with its count, for methods that fit no counts."""
    return tuple(
        Cell(lists=tuple(name for name, on in zip(table.lists, pattern, strict=True) if on), observed=count)
        for pattern, count in zip(table.patterns, table.counts, strict=True)
    )


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
    """Return what is wrong or weak in the lists themselves, whatever the method; a list of everybody is grave."""
    sizes, names = list_totals(table), table.lists
    pairs = {(i, j): two_list_counts(table, i, j)[2] for i, j in itertools.combinations(range(len(names)), 2)}
    found = []
    for name, size in sizes.items():
        if size == table.observed:
            text = f"List {name} holds everybody known, the others are parts of it: nothing tells how many it misses."
            found.append((EVERYONE, text))
    apart = [f"{names[i]} and {names[j]}" for (i, j), both in pairs.items() if both == 0]
    if apart:
        shown = ", ".join(apart[:10]) + (f" and {len(apart) - 10} more pairs" if len(apart) > 10 else "")
        found.append(
            (
                "no_overlap",
                f"No shared person: {shown}. Either these lists avoid each other or links between them were missed.",
            )
        )
    found += _few(table)
    for (i, j), both in pairs.items():
        found += _nested(names[i], names[j], sizes[names[i]], sizes[names[j]], both)
    return [EstimateWarning(kind=kind, text=text, grave=kind == EVERYONE) for kind, text in found]


def _few(table: CaptureTable) -> list[tuple[str, str]]:
    """Say where too few are shared to tell much, or too few stand on three lists to tell whether people differ."""
    several = len(table.lists) > 2
    times = capture_frequencies(table)
    shared, thrice = sum(times[1:]), sum(times[2:])
    if shared < (FEW_SHARED_OF_SEVERAL if several else FEW_SHARED):
        text = f"{_who(shared)} on more than one list; so few overlaps say little about those on none."
        return [("few_shared", f"{text} Ranges made from so few often end below the truth." if several else text)]
    if several and thrice < FEW_ON_THREE:
        text = (
            f"{_who(thrice)} on three lists or more, too few to see whether some people are easier to list than "
            "others. They nearly always are, and the number is then too low."
        )
        return [("difference_untested", text)]
    return []


def _who(people: int) -> str:
    return f"Only {people} people stand" if people > 1 else "One person stands" if people else "Nobody stands"


def _nested(left: str, right: str, left_size: int, right_size: int, both: int) -> list[tuple[str, str]]:
    if both == 0 or both < min(left_size, right_size):
        return []
    if left_size == right_size:
        return [("same", f"Lists {left} and {right} hold the same people; count them as one list.")]
    inner, outer = (left, right) if left_size < right_size else (right, left)
    return [("inside", f"List {inner} lies wholly inside {outer}; it may be a copy, and then is no independent look.")]
