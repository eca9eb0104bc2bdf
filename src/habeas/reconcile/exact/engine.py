"""One series solved: the history that is cheapest to write down, by CP-SAT over slots."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from habeas.reconcile.exact.bindings import SCALE, Binder
from habeas.reconcile.exact.cpsat import cp_model
from habeas.reconcile.exact.days import Bounds, freedom, propagate
from habeas.reconcile.exact.fates import REJECTED, Fates, add_delays, add_fates
from habeas.reconcile.exact.plan import horizon, plan_slots, with_days_before
from habeas.reconcile.exact.search import Search
from habeas.reconcile.exact.space import Difference, Slot, Space
from habeas.reconcile.lexicon import prior
from habeas.reconcile.prepared.events import EventLink
from habeas.reconcile.prepared.running import growths
from habeas.reconcile.prepared.statements import Alternative, Slip, Statement, means_one_occasion
from habeas.reconcile.prepared.windows import FAR, Days, Edge, Window

ORIGIN_NAME = "origin"
Spans = Mapping[str, tuple[int, int]]


@dataclass(frozen=True)
class Problem:
    """One series (or a stretch of it) to solve: statements with their readings, and what is already settled."""

    statements: Sequence[Statement]
    readings: Sequence[Sequence[Alternative]]
    spans: Spans
    links: Sequence[Sequence[EventLink]] = ()
    slips: Mapping[Slip, bool] = field(default_factory=dict)
    frozen: Callable[[Window], int] = lambda _window: 0


@dataclass(frozen=True)
class Wave:
    """A slot in use: an occasion or a lump with its day, the days it can move over, and its size."""

    slot: int
    occasion: bool
    day: int
    low: int
    high: int
    size: int


@dataclass(frozen=True)
class History:
    """One solution: the waves, the fate of each statement (index of its reading, -1 rejected), and the days fixed.

    `freedom` is the log2 of the combinations of days it leaves open.
    `inside[i]` are the slots that statement i counts. `gap_bits` is the proven distance to the optimum.
    """

    bits: float
    freedom: float
    waves: tuple[Wave, ...]
    fates: tuple[int, ...]
    published: Mapping[str, tuple[int, int, int]]
    inside: tuple[frozenset[int], ...]
    gap_bits: float = 0.0

    @cached_property
    def sizes(self) -> dict[int, int]:
        """The size of each slot in use."""
        return {wave.slot: wave.size for wave in self.waves}

    @cached_property
    def counting(self) -> dict[int, list[int]]:
        """The statements that count each slot, in their order; slots that nobody counts are missing."""
        found: dict[int, list[int]] = {}
        for number, slots in enumerate(self.inside):
            for slot in slots:
                found.setdefault(slot, []).append(number)
        return found

    def told_by(self, names: Sequence[str | None]) -> dict[int, set[str]]:
        """Return, for each slot, the names of the statements that count it; those without a name tell nothing."""
        found: dict[int, set[str]] = {}
        for slots, name in zip(self.inside, names, strict=True):
            if name is not None:
                for slot in slots:
                    found.setdefault(slot, set()).add(name)
        return found

    def people(self, slots: Iterable[int]) -> int:
        """Return how many people some slots hold together."""
        return sum(self.sizes[slot] for slot in slots)

    def days_of(self, window: Window) -> Days | None:
        """Return the likeliest days of a window's edges, null where one hangs on a document without a day."""
        start, end = (self._day_of(edge) for edge in (window.start, window.end))
        return None if start is None or end is None else (start, end)

    def _day_of(self, edge: Edge) -> int | None:
        if edge.doc is None:
            return edge.day
        span = self.published.get(edge.doc)
        return None if span is None else span[1] + edge.day


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
        return self._history(solver, gap)

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

    def _history(self, solver: Any, gap: float) -> History:
        fates = tuple(
            REJECTED
            if solver.boolean_value(rejected)
            else next(i for i, x in enumerate(own) if solver.boolean_value(x))
            for own, rejected in zip(self.fates.options, self.fates.rejected, strict=True)
        )
        inside = tuple(self._counted(solver, number, fate) for number, fate in enumerate(fates))
        bounds, held, weekdays = self._network(solver, fates)
        ranges = propagate(bounds, held, weekdays)
        used = [slot for slot in self.space.slots if solver.boolean_value(slot.active)]
        docs = [f"doc {doc}" for doc in self.problem.spans]
        # A lump pays for no day, so a day left open saves it nothing; an occasion that no claim names is but a lump, as
        # what remains of a running total is, though some other report's people moved on a day of it.
        named = self._named(fates, inside)
        open_days, _ = freedom([slot.name for slot in used if slot.index in named] + docs, ranges, held, weekdays)
        _, middle = freedom([slot.name for slot in used] + docs, ranges, held, weekdays)
        waves = [
            Wave(
                slot.index,
                slot.is_occasion and slot.index in named,
                middle[slot.name],
                *(ranges[slot.name] if slot.index in named else self._stretch(slot, ranges, fates, inside)),
                solver.value(slot.size),
            )
            for slot in used
        ]
        waves.sort(key=lambda wave: (wave.day, wave.occasion, wave.slot))
        published = {}
        for doc in self.problem.spans:
            low, high = ranges[f"doc {doc}"]
            published[doc] = (low, self._likely_day(doc, fates, low, middle[f"doc {doc}"], high), high)
        total = solver.value(self.bits) / SCALE if self._terms else 0.0
        return History(total, open_days, tuple(waves), fates, published, inside, gap)

    def _likely_day(self, doc: str, fates: Sequence[int], low: int, middle: int, high: int) -> int:
        """Return a document's likeliest day: the middle of what is open, or soon after the latest event it dates."""
        own = [n for n, s in enumerate(self.problem.statements) if s.claim.doc == doc and fates[n] != REJECTED]
        windows = [
            self.problem.readings[n][fates[n]].window for n in own if self.problem.readings[n][fates[n]].law.binds
        ]
        if not windows or any(window.end.doc is not None for window in windows):
            return middle
        usual = max(window.end.day for window in windows) + int(prior("dating", "report_delay_days"))
        return min(max(usual, low), high)

    def _stretch(
        self, lump: Slot, ranges: Bounds, fates: Sequence[int], inside: Sequence[frozenset[int]]
    ) -> tuple[int, int]:
        """Return all days a lump may span: one beside fixed windows is but one gap between their edges."""
        gap, floats = ranges[lump.name], (lump.plan.low, lump.plan.high) == self.space.span
        lows, highs = [self.space.span[0]], [self.space.span[1]]
        remains = any(
            fate != REJECTED and lump.index in slots and own[fate].kind == "cumulative_for_new"
            for own, fate, slots in zip(self.problem.readings, fates, inside, strict=True)
        )
        for number, fate in enumerate(fates):
            statement, reading = self.problem.statements[number], self.problem.readings[number]
            if fate == REJECTED or not reading[fate].law.binds:
                continue
            window = reading[fate].window
            if means_one_occasion(statement, window) or (remains and statement.role == "floor"):
                continue  # a bound from below is met by a part of what remains of a running total
            if floats and window.docs:
                return gap
            first, last = (self._days_of(edge, ranges) for edge in (window.start, window.end))
            if lump.index in inside[number]:
                lows += [first[0] - window.start.early] if window.start.early < FAR else []
                highs.append(last[1])
            elif last[0] < gap[0]:
                lows.append(last[0] + 1)
            elif first[1] > gap[1]:
                highs.append(first[1] - 1)
        return min(gap[0], max(lows)), max(gap[1], min(highs))

    @staticmethod
    def _days_of(edge: Edge, ranges: Bounds) -> tuple[int, int]:
        """Return the first and last day on which the edge of a window can lie, but for its own tolerance."""
        low, high = (0, 0) if edge.doc is None else ranges[f"doc {edge.doc}"]
        return low + edge.day, high + edge.day

    def _named(self, fates: Sequence[int], inside: Sequence[frozenset[int]]) -> set[int]:
        """Return the occasions that a kept claim names, one by one or as so many waves."""
        named: set[int] = set()
        for number, (statement, fate) in enumerate(zip(self.problem.statements, fates, strict=True)):
            if fate == REJECTED:
                continue
            window = self.problem.readings[number][fate].window
            if means_one_occasion(statement, window) or statement.waves is not None:
                named |= inside[number]
        return named

    def _counted(self, solver: Any, number: int, fate: int) -> frozenset[int]:
        if fate == REJECTED or not self.problem.readings[number][fate].law.binds:
            return frozenset()
        statement, window = self.problem.statements[number], self.problem.readings[number][fate].window
        if means_one_occasion(statement, window):
            picks = self.binder.chosen[statement.id, fate]
            return frozenset(slot.index for slot, pick in picks if solver.boolean_value(pick))
        found = set()
        for slot in self.space.slots:
            inside = self.space.inside(slot, window)
            if solver.boolean_value(slot.active) and (
                inside if isinstance(inside, bool) else solver.boolean_value(inside)
            ):
                found.add(slot.index)
        return frozenset(found)

    def _network(self, solver: Any, fates: Sequence[int]) -> tuple[Bounds, list[Difference], dict[str, int]]:
        """Return what ties the days of slots and documents while every kept claim counts the same slots."""
        needed, edges = self._needed(solver, fates)
        held = [
            d
            for d in self.space.differences
            if (d.slot is None or (d.slot, d.edge) in needed)
            and (d.edge is None or d.edge in edges)
            and (d.literal is True or solver.boolean_value(d.literal))
        ]
        held += self._reported(fates)
        bounds = dict(self.space.bounds)
        for name, variable in self.space.events.items():
            bounds[name] = (solver.value(variable),) * 2
        return bounds, held, self._weekdays(solver, fates)

    def _needed(self, solver: Any, fates: Sequence[int]) -> tuple[set[tuple[int, Edge]], set[Edge]]:
        """Return the slots and window edges whose order a claim rests on.

        A claim of one occasion rests on that alone; a sum on every slot, but on one edge only of a slot outside.
        """
        used = [slot for slot in self.space.slots if solver.boolean_value(slot.active)]
        needed: set[tuple[int, Edge]] = set()
        edges: set[Edge] = set()
        for number, fate in enumerate(fates):
            if fate == REJECTED or not self.problem.readings[number][fate].law.binds:
                continue
            statement, window = self.problem.statements[number], self.problem.readings[number][fate].window
            edges |= {window.start, window.end}
            picked = {
                slot.index for slot, pick in self.binder.chosen.get((statement.id, fate), ()) if solver.value(pick)
            }
            start, end = (solver.value(self.space.edge(edge)[0]) for edge in (window.start, window.end))
            for slot in used:
                if means_one_occasion(statement, window) and slot.index not in picked:
                    continue
                day = solver.value(slot.day)
                if day >= start:
                    needed.add((slot.index, window.end))
                if day <= end:
                    needed.add((slot.index, window.start))
        return needed, edges

    def _reported(self, fates: Sequence[int]) -> list[Difference]:
        """Return the ties of documents to what they tell as done: they follow it."""
        found = []
        for number, fate in enumerate(fates):
            statement = self.problem.statements[number]
            if fate == REJECTED or not self.problem.readings[number][fate].law.binds:
                continue
            window = self.problem.readings[number][fate].window
            if statement.claim.doc in self.space.pubs and window.start.doc is None and not window.open_start:
                self.space.bounds.setdefault(ORIGIN_NAME, (0, 0))
                found.append(Difference(f"doc {statement.claim.doc}", ORIGIN_NAME, window.start.day, literal=True))
        return found

    def _weekdays(self, solver: Any, fates: Sequence[int]) -> dict[str, int]:
        days: dict[str, int] = {}
        for number, fate in enumerate(fates):
            if fate == REJECTED:
                continue
            window = self.problem.readings[number][fate].window
            weekday = window.weekday
            if weekday is not None and means_one_occasion(self.problem.statements[number], window):
                for slot, pick in self.binder.chosen.get((self.problem.statements[number].id, fate), []):
                    if solver.boolean_value(pick):
                        days[slot.name] = weekday
        return days
