"""Reference results of the R packages, where they lie beside the checkout; and tables made up for the tests."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from habeas.estimate.parse import parse_patterns, table_of

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "undercount"


@pytest.fixture(scope="session")
def reference():
    """Reference results by data set, each with its `table`; skips where they are not installed."""
    if not (SHARED / "reference.json").exists():
        pytest.skip("reference results are not beside this checkout")
    found = json.loads((SHARED / "reference.json").read_text())["datasets"]
    for name, entry in found.items():
        entry["table"] = parse_patterns((SHARED / "data" / f"{name}.csv").read_text(), name).tables[0]
    return found


@pytest.fixture(scope="session")
def three_lists():
    """Three lists of moderate overlap."""
    return table_of(
        ["police", "church", "press"],
        Counter(
            {(1, 0, 0): 60, (0, 1, 0): 45, (0, 0, 1): 30, (1, 1, 0): 18, (1, 0, 1): 12, (0, 1, 1): 9, (1, 1, 1): 5}
        ),
    )


@pytest.fixture(scope="session")
def two_lists():
    """Two lists of 100 and 80 people with 20 shared."""
    return table_of(["A", "B"], Counter({(1, 0): 80, (0, 1): 60, (1, 1): 20}))
