"""One series solved: the history that is cheapest to write down, by CP-SAT over slots."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from habeas.reconcile.exact.bindings import SCALE, Binder
from habeas.reconcile.exact.cpsat import cp_model
from habeas.reconcile.exact.fates import REJECTED, Fates, add_delays, add_fates
from habeas.reconcile.exact.history import History
from habeas.reconcile.exact.plan import horizon, plan_slots, with_days_before
from habeas.reconcile.exact.problem import Problem
from habeas.reconcile.exact.readout import Readout
from habeas.reconcile.exact.search import Search
from habeas.reconcile.exact.space import Space
from habeas.reconcile.lexicon import prior
from habeas.reconcile.prepared.running import growths
from habeas.reconcile.prepared.statements import Alternative


class Engine:
    """A model of one problem that can be solved again and again: for the best, the next best, or the extreme."""

    def __init__(self, problem: Problem, seed: int) -> None:
        self.problem, self.seed = problem, seed
        self.model = cp_model().CpModel()
        self._terms: list[tuple[Any, int]] = []
        told = horizon([statement.window for statement in problem.statements], dict(problem.spans))
        span = with_days_before(told, problem.statements)
        self.space = Space(self.model, problem.spans, span, self._largest())
        for plan in plan_slots(problem.statements, problem.readings, span):
            self.space.add_slot(plan)
        for links in problem.links:
            if any(link.doc in problem.spans for link in links):
                self.space.add_event(list(links))
        self._price_slots(told)
        self.binder = Binder(self.space, self._price, problem.frozen)
        self.fates: Fates = add_fates(
            self.model, problem.statements, problem.readings, self.binder, self._price, problem.slips
        )
        add_delays(self.space, problem.statements, problem.readings, self.fates, self._price)
        self.bits = sum(variable * weight for variable, weight in self._terms)
        self.model.minimize(self.bits)
        # Where documents have no date the days are big-M and the linear relaxation says nothing.
        self._search = Search(self.model, seed, linear=not problem.spans)

    def _largest(self) -> int:
        values = [
            max(a.law.low, a.law.high or 0, a.law.centre or 0)
            for own in self.problem.readings
            for a in own
            if a.kind == "as_printed"
        ]
        return max(10, 2 * max(values, default=10))

    def _price(self, variable: Any, bits: float) -> None:
        weight = round(bits * SCALE)
        if weight:
            self._terms.append((variable, weight))

    def _price_slots(self, told: tuple[int, int]) -> None:
        days = min(max(told[1] - told[0] + 1, 64), prior("history", "span_days_max"))
        grown = growths(self.problem.statements)
        for slot in self.space.slots:
            if slot.is_occasion:
                bits = math.log2(days) + prior("history", "occasion_size_bits")
            elif any(first <= slot.plan.low and slot.plan.high <= last for first, last, _ in grown):
                bits = prior("history", "grown_lump_bits")
            else:
                bits = prior("history", "lump_bits")
            self._price(slot.active, bits)
            if not slot.is_occasion and (slot.plan.low, slot.plan.high) == self.space.span:
                self._price(self.space.outer(slot), prior("history", "outer_lump_bits"))
            if slot.plan.high < told[0]:
                self._price(slot.active, prior("history", "outer_lump_bits") + prior("history", "unknown_start_bits"))

    def solve(self, seconds: float | None, effort: float = 1.0) -> History | None:
        """Return the best history, null where none is found in time; `effort` bounds the search deterministically."""
        return self._found(self._search.best(effort, seconds))

    def solve_beside(self, assumed: Any, seconds: float | None, effort: float) -> Callable[[], History | None]:
        """Begin to solve the model as it stands, a literal assumed, in its own thread; call what returns for it."""
        waiting = self._search.beside(assumed, effort, seconds)
        return lambda: self._found(waiting())

    def _found(self, solver: Any | None) -> History | None:
        if solver is None:
            return None
        gap = max(0.0, solver.objective_value - solver.best_objective_bound) / SCALE
        bits = solver.value(self.bits) / SCALE if self._terms else 0.0
        return Readout(solver, self.problem, self.space, self.binder, self.fates).history(bits, gap)

    def start_from(self, history: History, readings: Sequence[Sequence[Alternative]]) -> None:
        """Let the next search begin with a history of another model of the same statements (with `readings`)."""
        values: dict[int, int] = {}
        free = {slot.index: slot for slot in self.space.slots}
        for wave in history.waves:
            fitting = [
                slot
                for slot in free.values()
                if slot.is_occasion == wave.occasion and slot.plan.low <= wave.day <= slot.plan.high
            ]
            if fitting:
                slot = free.pop(fitting[0].index)
                values |= {slot.day.index: wave.day, slot.size.index: wave.size, slot.active.index: 1}
        for slot in free.values():
            values |= {slot.size.index: 0, slot.active.index: 0}
        values |= {self.space.pubs[doc].index: days[1] for doc, days in history.published.items()}
        for number, fate in enumerate(history.fates):
            chosen = None if fate == REJECTED else readings[number][fate]
            values[self.fates.rejected[number].index] = int(chosen is None)
            own = zip(self.problem.readings[number], self.fates.options[number], strict=True)
            values |= {literal.index: int(alternative == chosen) for alternative, literal in own}
        self._search.start_from(values)

    def feasible(self) -> bool:
        """Say whether any history satisfies the model, whatever its price; where the search does not tell, it may."""
        return self._search.feasible()
