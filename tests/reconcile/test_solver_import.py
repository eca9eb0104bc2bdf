"""The solver comes without pandas where nobody has loaded it, and leaves no trace of what stood in for it."""

from __future__ import annotations

import subprocess
import sys


def _run(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def test_importing_the_solver_loads_no_pandas_and_leaves_none_behind():
    code = """
import sys
from habeas.reconcile.exact.cpsat import cp_model
model = cp_model().CpModel()
x = model.new_int_var(0, 9, "x")
model.maximize(x)
solver = cp_model().CpSolver()
solver.solve(model)
print(solver.value(x), "pandas" in sys.modules)
"""
    assert _run(code) == "9 False"
