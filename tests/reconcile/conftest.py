"""Makes the invented claims importable and solves the puzzle of the island once."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from invented import island_case


@pytest.fixture(scope="session")
def island():
    return island_case()
