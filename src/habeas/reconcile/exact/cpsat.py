"""OR-Tools CP-SAT, imported when it is first needed and without what this stage has no use for."""

from __future__ import annotations

import sys
from functools import cache
from types import ModuleType
from typing import Any


@cache
def cp_model() -> Any:
    """Return the module `ortools.sat.python.cp_model`.

    It imports pandas for variables kept in series, which nothing here uses and which is three quarters of the time
    (0.9 s). Where pandas is not loaded yet, two empty classes stand in for its own while the module is imported.
    """
    missing = "pandas" not in sys.modules
    if missing:
        stand_in = ModuleType("pandas")
        stand_in.__dict__.update(Index=type("Index", (), {}), Series=type("Series", (), {}))
        sys.modules["pandas"] = stand_in
    try:
        from ortools.sat.python import cp_model as module
    finally:
        if missing:
            del sys.modules["pandas"]
    return module
