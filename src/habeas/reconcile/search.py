"""How a model is searched: the same way every time, a short look first, then several ways in turn."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any, Final

from habeas.reconcile.cpsat import cp_model

_FIRST_LOOK: Final = 0.25  # deterministic seconds; most models are proven within it
_FEASIBLE_EFFORT: Final = 4.0


class Search:
    """Searches of one CP-SAT model, each from the best solution that the one before found.

    Solvers run with one worker and a fixed seed; `effort` bounds them in deterministic seconds, so that the load of
    the machine changes nothing. `linear` switches the linear relaxation on.
    """

    def __init__(self, model: Any, seed: int, *, linear: bool) -> None:
        self.model, self.seed, self.linear = model, seed, linear
        self._start: dict[int, int] = {}

    def start_from(self, values: Mapping[int, int]) -> None:
        """Let the next long search begin with these values of variables, by their place in the model."""
        self._start = dict(values)

    def best(self, effort: float, seconds: float | None = None) -> Any | None:
        """Return the solver with the best solution found, null where there is none or the time did not suffice.

        A short look with one way of searching proves most models; what it leaves open is searched by several ways
        in turn (linear relaxations, cores, neighbourhoods), from the best solution known.
        """
        stop = None if seconds is None else time.monotonic() + seconds
        found: Any | None = None
        for look, long in ((min(effort, _FIRST_LOOK), False), (effort - _FIRST_LOOK, True)):
            left = None if stop is None else stop - time.monotonic()
            if look <= 0 or (long and left is not None and left <= 0):
                break
            solver = self._solver(look, left)
            solver.parameters.linearization_level = int(self.linear)
            solver.parameters.cp_model_probing_level = 0  # costs more than it saves on models of this size
            solver.parameters.interleave_search = long
            if long:
                self._hint()
            status = solver.solve(self.model)
            if status in (cp_model().OPTIMAL, cp_model().FEASIBLE) and (
                found is None or solver.objective_value <= found.objective_value
            ):
                found = solver
                self._start = dict(enumerate(solver.response_proto.solution))
            if status in (cp_model().OPTIMAL, cp_model().INFEASIBLE):
                break
        self.model.clear_hints()
        return found

    def feasible(self) -> bool:
        """Say whether the model has a solution; where the search does not tell in time, it is taken to."""
        solver = self._solver(_FEASIBLE_EFFORT, None)
        solver.parameters.stop_after_first_solution = True
        return bool(solver.solve(self.model) != cp_model().INFEASIBLE)

    def _solver(self, effort: float, seconds: float | None) -> Any:
        solver = cp_model().CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.catch_sigint_signal = False  # the solver would not hand Ctrl-C back to Python
        solver.parameters.random_seed = self.seed
        solver.parameters.max_deterministic_time = effort
        if seconds is not None:
            solver.parameters.max_time_in_seconds = max(0.05, seconds)
        return solver

    def _hint(self) -> None:
        self.model.clear_hints()
        for index, value in self._start.items():
            self.model.add_hint(self.model.get_int_var_from_proto_index(index), value)
