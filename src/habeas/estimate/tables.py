"""Capture tables as arrays, and the tables that follow from them: without a list, of two lists, in 2^J cells."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from habeas.estimate.parse import table_of
from habeas.values.estimate import CaptureTable

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]


def pattern_matrix(table: CaptureTable) -> FloatArray:
    """Return the patterns as floats, shape (patterns, lists)."""
    return np.array(table.patterns, dtype=np.float64).reshape(len(table.patterns), len(table.lists))


def counts_of(table: CaptureTable) -> IntArray:
    """Return the counts, shape (patterns,)."""
    return np.array(table.counts, dtype=np.int64)


def list_totals(table: CaptureTable) -> dict[str, int]:
    """Return the number of people on each list."""
    totals = counts_of(table) @ pattern_matrix(table).astype(np.int64) if table.patterns else [0] * len(table.lists)
    return {name: int(total) for name, total in zip(table.lists, totals, strict=True)}


def restrict(table: CaptureTable, keep: Sequence[int]) -> CaptureTable:
    """Return the table of the lists at positions `keep` alone; people on none of them fall out of sight."""
    tally: Counter[tuple[int, ...]] = Counter()
    for pattern, count in zip(table.patterns, table.counts, strict=True):
        tally[tuple(pattern[j] for j in keep)] += count
    return table_of([table.lists[j] for j in keep], tally, stratum=table.stratum, linkage=table.linkage)


def leave_out(table: CaptureTable, position: int) -> CaptureTable:
    """Return the table without the list at `position`."""
    return restrict(table, [j for j in range(len(table.lists)) if j != position])


def merge(tables: Sequence[CaptureTable], *, stratum: str = "", linkage: str = "") -> CaptureTable:
    """Return the sum of tables of the same lists, for instance of all strata."""
    tally: Counter[tuple[int, ...]] = Counter()
    for table in tables:
        tally.update(dict(zip(table.patterns, table.counts, strict=True)))
    return table_of(tables[0].lists, tally, stratum=stratum, linkage=linkage)


def full_cells(lists: int) -> FloatArray:
    """Return all observable patterns of `lists` lists, shape (2^lists - 1, lists), in a fixed order."""
    return np.array([cell for cell in itertools.product((0.0, 1.0), repeat=lists) if any(cell)])


def full_counts(table: CaptureTable, cells: NDArray[Any]) -> FloatArray:
    """Return the counts of `table` in the order of `cells`, zero where nobody has the pattern."""
    known = dict(zip(table.patterns, table.counts, strict=True))
    return np.array([float(known.get(tuple(int(v) for v in cell), 0)) for cell in cells])
