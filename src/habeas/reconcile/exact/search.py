"""How a model is searched: the same way every time, a short look first, then several ways in turn."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any, Final

from habeas.reconcile.exact.cpsat import cp_model

_FIRST_LOOK: Final = 0.25  # deterministic seconds; most models are proven within it
_FEASIBLE_EFFORT: Final = 4.0  # deterministic seconds in which a conflict that the first look left open is decided
_LEAST_EFFORT: Final = 0.01  # deterministic seconds in which any search finds something
_SECONDS: Final = 2.0  # that a deterministic second takes, of a processor with nothing else to do


def affordable(effort: float, seconds: float | None) -> float:
    """Return an effort (deterministic seconds) halved until it fits the seconds left (null: no limit); 0 for none."""
    if seconds is None or seconds >= _SECONDS * effort:
        return effort
    if seconds <= 0.0:
        return 0.0
    fitting = effort * 2.0 ** math.floor(math.log2(seconds / (_SECONDS * effort)))
    return fitting if fitting >= _LEAST_EFFORT else 0.0


class Search:
    """Searches of one CP-SAT model, each from the best solution that the one before found.

    Solvers run with one worker and a fixed seed; `effort` bounds them in deterministic seconds, so that the load of
    the machine changes nothing. `linear` switches the linear relaxation on.

    A limit of time decides what effort is made, the whole or a half, a quarter, ... of it, and never stops a search
    half way: what is found hangs on the clock only as far as that step does. A busy processor may overrun the limit by
    what one search takes.
    """

    def __init__(self, model: Any, seed: int, *, linear: bool) -> None:
        self.model, self.seed, self.linear = model, seed, linear
        self._start: dict[int, int] = {}

    def start_from(self, values: Mapping[int, int]) -> None:
        """Let the next long search begin with these values of variables, by their place in the model."""
        self._start = dict(values)

    def best(self, effort: float, seconds: float | None = None) -> Any | None:
        """Return the solver with the best solution found, null where there is none or no time for any effort.

        A short look with one way of searching proves most models; what it leaves open is searched by several ways
        in turn (linear relaxations, cores, neighbourhoods), from the best solution known.
        """
        effort = affordable(effort, seconds)
        found: Any | None = None
        for look, long in ((min(effort, _FIRST_LOOK), False), (effort - _FIRST_LOOK, True)):
            if look <= 0:
                break
            solver = self._solver(look)
            solver.parameters.linearization_level = int(self.linear)
            self._simplify(solver)
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

    def beside(self, assumed: Any, effort: float, seconds: float | None = None) -> Callable[[], Any | None]:
        """Begin to search a copy of the model in a thread of its own, a literal assumed; return what waits for `best`.

        The solver needs no interpreter, and no search sees another's: what they find does not hang on their order.
        """
        from concurrent.futures import ThreadPoolExecutor

        copy = Search(self.model.clone(), self.seed, linear=self.linear)
        copy.start_from(self._start)
        copy.model.add_assumption(assumed)
        pool = ThreadPoolExecutor(1)
        searching = pool.submit(copy.best, effort, seconds)
        pool.shutdown(wait=False)
        return searching.result

    def feasible(self) -> bool:
        """Say whether the model, its price left out, has a solution; where the search does not tell, it is taken to.

        A short look at the model as it is finds most solutions; what it leaves open is simplified first.
        """
        self.model.clear_objective()
        for effort, presolve in ((_FIRST_LOOK, False), (_FEASIBLE_EFFORT, True)):
            solver = self._solver(effort)
            solver.parameters.cp_model_presolve = presolve
            status = solver.solve(self.model)
            if status != cp_model().UNKNOWN:
                return bool(status != cp_model().INFEASIBLE)
        return True

    def _solver(self, effort: float) -> Any:
        solver = cp_model().CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.catch_sigint_signal = False  # the solver would not hand Ctrl-C back to Python
        solver.parameters.random_seed = self.seed
        solver.parameters.max_deterministic_time = effort
        return solver

    @staticmethod
    def _simplify(solver: Any) -> None:
        """Have models simplified once: of this size, to do so with more effort or between restarts costs more time."""
        solver.parameters.cp_model_probing_level = 0
        solver.parameters.max_presolve_iterations = 1
        solver.parameters.inprocessing_dtime_ratio = 0.0

    def _hint(self) -> None:
        self.model.clear_hints()
        for index, value in self._start.items():
            self.model.add_hint(self.model.get_int_var_from_proto_index(index), value)
