"""What a solution of the model says in the terms of a history: waves, the fates of claims, and the days left open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from habeas.reconcile.exact.bindings import Binder
from habeas.reconcile.exact.days import Bounds, freedom, propagate
from habeas.reconcile.exact.fates import REJECTED, Fates
from habeas.reconcile.exact.history import History, Wave
from habeas.reconcile.exact.problem import Problem
from habeas.reconcile.exact.space import Difference, Slot, Space
from habeas.reconcile.lexicon import prior
from habeas.reconcile.prepared.statements import Statement, means_one_occasion
from habeas.reconcile.prepared.windows import FAR, Edge, Window

_ORIGIN: Final = "origin"  # the day from which fixed days are counted


class Readout:
    """Reads the values of a solver's solution off the model of a problem: its space of slots, bindings and fates."""

    def __init__(self, solver: Any, problem: Problem, space: Space, binder: Binder, fates: Fates) -> None:
        self._value, self._is_true = solver.value, solver.boolean_value
        self._problem, self._space, self._binder = problem, space, binder
        self._fates = tuple(
            REJECTED if self._is_true(rejected) else next(i for i, x in enumerate(own) if self._is_true(x))
            for own, rejected in zip(fates.options, fates.rejected, strict=True)
        )
        self._used = [slot for slot in space.slots if self._is_true(slot.active)]
        self._inside = tuple(self._counted(number, fate) for number, fate in enumerate(self._fates))

    def history(self, bits: float, gap: float) -> History:
        """Return the history, which costs so many bits and may be so many off the cheapest."""
        bounds, held, weekdays = self._network()
        ranges = propagate(bounds, held, weekdays)
        docs = [f"doc {doc}" for doc in self._problem.spans]
        # A lump pays for no day, so a day left open saves it nothing; an occasion that no claim names is but a lump, as
        # what remains of a running total is, though some other report's people moved on a day of it.
        named = self._named()
        own = [slot.name for slot in self._used if slot.index in named]
        open_days, _ = freedom(own + docs, ranges, held, weekdays)
        _, middle = freedom([slot.name for slot in self._used] + docs, ranges, held, weekdays)
        waves = [
            Wave(
                slot.index,
                slot.is_occasion and slot.index in named,
                middle[slot.name],
                *(ranges[slot.name] if slot.index in named else self._stretch(slot, ranges)),
                self._value(slot.size),
            )
            for slot in self._used
        ]
        waves.sort(key=lambda wave: (wave.day, wave.occasion, wave.slot))
        published = {}
        for doc in self._problem.spans:
            low, high = ranges[f"doc {doc}"]
            published[doc] = (low, self._likely_day(doc, low, middle[f"doc {doc}"], high), high)
        return History(bits, open_days, tuple(waves), self._fates, published, self._inside, gap)

    def _kept(self) -> Iterator[tuple[int, Statement, Window, bool]]:
        """Yield every statement that is kept with its number, the window it is read in, and whether it binds."""
        for number, (statement, fate) in enumerate(zip(self._problem.statements, self._fates, strict=True)):
            if fate != REJECTED:
                reading = self._problem.readings[number][fate]
                yield number, statement, reading.window, reading.law.binds

    def _binding(self) -> Iterator[tuple[int, Statement, Window]]:
        return ((number, statement, window) for number, statement, window, binds in self._kept() if binds)

    def _likely_day(self, doc: str, low: int, middle: int, high: int) -> int:
        """Return a document's likeliest day: the middle of what is open, or soon after the latest event it dates."""
        windows = [window for _, statement, window in self._binding() if statement.claim.doc == doc]
        if not windows or any(window.end.doc is not None for window in windows):
            return middle
        usual = max(window.end.day for window in windows) + int(prior("dating", "report_delay_days"))
        return min(max(usual, low), high)

    def _stretch(self, lump: Slot, ranges: Bounds) -> tuple[int, int]:
        """Return all days a lump may span: one beside fixed windows is but one gap between their edges."""
        gap, floats = ranges[lump.name], (lump.plan.low, lump.plan.high) == self._space.span
        lows, highs = [self._space.span[0]], [self._space.span[1]]
        remains = any(
            fate != REJECTED and lump.index in slots and own[fate].kind == "cumulative_for_new"
            for own, fate, slots in zip(self._problem.readings, self._fates, self._inside, strict=True)
        )
        for number, statement, window in self._binding():
            if means_one_occasion(statement, window) or (remains and statement.role == "floor"):
                continue  # a bound from below is met by a part of what remains of a running total
            if floats and window.docs:
                return gap
            first, last = (_days_of(edge, ranges) for edge in (window.start, window.end))
            if lump.index in self._inside[number]:
                lows += [first[0] - window.start.early] if window.start.early < FAR else []
                highs.append(last[1])
            elif last[0] < gap[0]:
                lows.append(last[0] + 1)
            elif first[1] > gap[1]:
                highs.append(first[1] - 1)
        return min(gap[0], max(lows)), max(gap[1], min(highs))

    def _named(self) -> set[int]:
        """Return the occasions that a kept claim names, one by one or as so many waves."""
        named: set[int] = set()
        for number, statement, window, _ in self._kept():
            if means_one_occasion(statement, window) or statement.waves is not None:
                named |= self._inside[number]
        return named

    def _counted(self, number: int, fate: int) -> frozenset[int]:
        if fate == REJECTED or not self._problem.readings[number][fate].law.binds:
            return frozenset()
        statement, window = self._problem.statements[number], self._problem.readings[number][fate].window
        if means_one_occasion(statement, window):
            picks = self._binder.chosen[statement.id, fate]
            return frozenset(slot.index for slot, pick in picks if self._is_true(pick))
        found = set()
        for slot in self._used:
            inside = self._space.inside(slot, window)
            if inside if isinstance(inside, bool) else self._is_true(inside):
                found.add(slot.index)
        return frozenset(found)

    def _network(self) -> tuple[Bounds, list[Difference], dict[str, int]]:
        """Return what ties the days of slots and documents while every kept claim counts the same slots."""
        needed, edges = self._needed()
        held = [
            d
            for d in self._space.differences
            if (d.slot is None or (d.slot, d.edge) in needed)
            and (d.edge is None or d.edge in edges)
            and (d.literal is True or self._is_true(d.literal))
        ]
        bounds = {**self._space.bounds, _ORIGIN: (0, 0)}
        for name, variable in self._space.events.items():
            bounds[name] = (self._value(variable),) * 2
        return bounds, [*held, *self._reported()], self._weekdays()

    def _needed(self) -> tuple[set[tuple[int, Edge]], set[Edge]]:
        """Return the slots and window edges whose order a claim rests on.

        A claim of one occasion rests on that alone; a sum on every slot, but on one edge only of a slot outside.
        """
        needed: set[tuple[int, Edge]] = set()
        edges: set[Edge] = set()
        for number, statement, window in self._binding():
            edges |= {window.start, window.end}
            picks = self._binder.chosen.get((statement.id, self._fates[number]), ())
            picked = {slot.index for slot, pick in picks if self._value(pick)}
            start, end = (self._value(self._space.edge(edge)[0]) for edge in (window.start, window.end))
            for slot in self._used:
                if means_one_occasion(statement, window) and slot.index not in picked:
                    continue
                day = self._value(slot.day)
                if day >= start:
                    needed.add((slot.index, window.end))
                if day <= end:
                    needed.add((slot.index, window.start))
        return needed, edges

    def _reported(self) -> Sequence[Difference]:
        """Return the ties of documents to what they tell as done: they follow it."""
        return [
            Difference(f"doc {statement.claim.doc}", _ORIGIN, window.start.day, literal=True)
            for _, statement, window in self._binding()
            if statement.claim.doc in self._space.pubs and window.start.doc is None and not window.open_start
        ]

    def _weekdays(self) -> dict[str, int]:
        days: dict[str, int] = {}
        for number, statement, window, _ in self._kept():
            if window.weekday is not None and means_one_occasion(statement, window):
                for slot, pick in self._binder.chosen.get((statement.id, self._fates[number]), []):
                    if self._is_true(pick):
                        days[slot.name] = window.weekday
        return days


def _days_of(edge: Edge, ranges: Bounds) -> tuple[int, int]:
    """Return the first and last day on which the edge of a window can lie, but for its own tolerance."""
    low, high = (0, 0) if edge.doc is None else ranges[f"doc {edge.doc}"]
    return low + edge.day, high + edge.day
