"""The solver's variables: days of publication, edges of windows, slots, and which slot lies in which window."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from habeas.reconcile.exact.cpsat import cp_model
from habeas.reconcile.exact.plan import OCCASION, SlotPlan
from habeas.reconcile.prepared.events import EventLink
from habeas.reconcile.prepared.windows import Edge, Window

Literal = Any  # a CP-SAT Boolean, or True / False where the days decide


@dataclass(frozen=True)
class Difference:
    """Day `later` lies at least `gap` days after `earlier` if `literal` holds; `edge` is the window edge meant."""

    later: str
    earlier: str
    gap: int
    literal: Literal
    slot: int | None = None
    edge: Edge | None = None


@dataclass(frozen=True)
class Slot:
    """One occasion or lump in the model: its day, its size and whether it is used."""

    index: int
    plan: SlotPlan
    day: Any
    size: Any
    active: Any

    @property
    def name(self) -> str:
        """Name of its day in `Difference`s."""
        return f"slot {self.index}"

    @property
    def is_occasion(self) -> bool:
        """Say whether it is a dated occasion."""
        return self.plan.kind == OCCASION


class Space:
    """Variables over time of one model. Literals that the days decide are plain booleans, not variables."""

    def __init__(self, model: Any, pubs: Mapping[str, tuple[int, int]], span: tuple[int, int], largest: int) -> None:
        self.model = model
        self.span = span
        self.largest = largest
        self.slots: list[Slot] = []
        self.bounds: dict[str, tuple[int, int]] = {}
        self.differences: list[Difference] = []
        self.pubs: dict[str, Any] = {}
        self.events: dict[str, Any] = {}
        self._edges: dict[Edge, tuple[Any, int, int]] = {}
        self._sides: dict[tuple[int, Edge, bool], Literal] = {}
        self._inside: dict[tuple[int, Window], Literal] = {}
        self._amounts: dict[tuple[int, Window], Any] = {}
        for doc in sorted(pubs):
            self.pubs[doc] = model.new_int_var(*pubs[doc], f"published {doc}")
            self.bounds[f"doc {doc}"] = pubs[doc]

    def add_slot(self, plan: SlotPlan) -> Slot:
        """Add one slot; used slots of a chain come first and follow each other, which leaves no equal twins."""
        index, model = len(self.slots), self.model
        slot = Slot(
            index,
            plan,
            model.new_int_var_from_domain(self._days(plan), f"day {index}"),
            model.new_int_var(0, self.largest, f"size {index}"),
            model.new_bool_var(f"used {index}"),
        )
        model.add(slot.size >= 1).only_enforce_if(slot.active)
        model.add(slot.size == 0).only_enforce_if(~slot.active)
        self.bounds[slot.name] = (plan.low, plan.high)
        before = self.slots[-1] if self.slots and self.slots[-1].plan.chain == plan.chain else None
        if before is not None:
            model.add_implication(slot.active, before.active)
            gap = 1 if slot.is_occasion else 0
            model.add(slot.day >= before.day + gap).only_enforce_if(slot.active)
            self.differences.append(Difference(slot.name, before.name, gap, slot.active))
        self.slots.append(slot)
        return slot

    def _days(self, plan: SlotPlan) -> Any:
        """Return the days of a slot; a free occasion keeps off the days that have occasions of their own."""
        days = cp_model().Domain(plan.low, plan.high)
        if plan.kind == OCCASION and (plan.low, plan.high) == self.span:
            own = [
                [slot.plan.low, slot.plan.high]
                for slot in self.slots
                if slot.is_occasion and (slot.plan.low, slot.plan.high) != self.span
            ]
            taken = cp_model().Domain.from_intervals(own) if own else None
            if taken is not None and not taken.complement().intersection_with(days).is_empty():
                days = taken.complement().intersection_with(days)
        return days

    def edge(self, edge: Edge) -> tuple[Any, int, int]:
        """Return an edge's day (expression or constant) with its least and greatest value."""
        if edge in self._edges:
            return self._edges[edge]
        low, high = (0, 0) if edge.doc is None else self.bounds[f"doc {edge.doc}"]
        least, most = low + edge.day - edge.early, high + edge.day + edge.late
        if edge.doc is None and not edge.early and not edge.late:
            found: tuple[Any, int, int] = (edge.day, edge.day, edge.day)
        else:
            least = max(least, min(self.span[0] - 1, most))
            found = (self._movable(edge, least, most), least, most)
        self._edges[edge] = found
        self.bounds[self.edge_name(edge)] = found[1:]
        return found

    def _movable(self, edge: Edge, least: int, most: int) -> Any:
        anchor = 0 if edge.doc is None else self.pubs[edge.doc]
        if not edge.early and not edge.late:
            day = anchor + edge.day
        else:
            day = self.model.new_int_var(least, most, self.edge_name(edge))
            self.model.add(day >= anchor + (edge.day - edge.early))
            self.model.add(day <= anchor + (edge.day + edge.late))
        if edge.doc is not None:
            name, doc = self.edge_name(edge), f"doc {edge.doc}"
            self.differences.append(Difference(name, doc, edge.day - edge.early, literal=True, edge=edge))
            self.differences.append(Difference(doc, name, -(edge.day + edge.late), literal=True, edge=edge))
        return day

    @staticmethod
    def edge_name(edge: Edge) -> str:
        """Return the name of an edge's day in `Difference`s."""
        return f"edge {edge.doc} {edge.day} {edge.early} {edge.late}"

    def _side(self, slot: Slot, edge: Edge, *, start: bool) -> Literal:
        """Return whether a slot lies on the inner side of an edge."""
        key = (slot.index, edge, start)
        if key not in self._sides:
            self._sides[key] = self._new_side(slot, edge, start=start)
        return self._sides[key]

    def _new_side(self, slot: Slot, edge: Edge, *, start: bool) -> Literal:
        day, least, most = self.edge(edge)
        low, high = slot.plan.low, slot.plan.high
        if (low >= most) if start else (high <= least):
            return True
        if (high < least) if start else (low > most):
            return False
        literal = self.model.new_bool_var(f"{slot.index} {'after' if start else 'before'} {self.edge_name(edge)}")
        name = self.edge_name(edge)
        if start:
            self.model.add(slot.day >= day).only_enforce_if(literal)
            self.model.add(slot.day <= day - 1).only_enforce_if(~literal)
            self.differences.append(Difference(slot.name, name, 0, literal, slot.index, edge))
            self.differences.append(Difference(name, slot.name, 1, ~literal, slot.index, edge))
        else:
            self.model.add(slot.day <= day).only_enforce_if(literal)
            self.model.add(slot.day >= day + 1).only_enforce_if(~literal)
            self.differences.append(Difference(name, slot.name, 0, literal, slot.index, edge))
            self.differences.append(Difference(slot.name, name, 1, ~literal, slot.index, edge))
        return literal

    def inside(self, slot: Slot, window: Window) -> Literal:
        """Return whether a slot lies in a window."""
        key = (slot.index, window)
        if key not in self._inside:
            sides = [self._side(slot, window.start, start=True), self._side(slot, window.end, start=False)]
            self._inside[key] = self._both([side for side in sides if side is not True])
        return self._inside[key]

    def cut_off(self, slot: Slot, window: Window, days: int) -> Literal:
        """Return whether a slot lies before a window, by so many days at most."""
        reach = Edge(window.start.doc, window.start.day - days)
        before = self._side(slot, window.start, start=True)
        sides = [not before if isinstance(before, bool) else ~before, self._side(slot, reach, start=True), slot.active]
        return self._both([side for side in sides if side is not True])

    def _both(self, sides: list[Literal]) -> Literal:
        if any(side is False for side in sides):
            return False
        if len(sides) < 2:
            return sides[0] if sides else True
        both = self.model.new_bool_var("")
        self.model.add_bool_and(sides).only_enforce_if(both)
        self.model.add_bool_or([*(~side for side in sides), both])
        return both

    def amount(self, slot: Slot, window: Window) -> Any:
        """Return the people of a slot that count in a window: all or none."""
        inside = self.inside(slot, window)
        if isinstance(inside, bool):
            return slot.size if inside else 0
        key = (slot.index, window)
        if key not in self._amounts:
            amount = self.model.new_int_var(0, self.largest, "")
            self.model.add(amount == slot.size).only_enforce_if(inside)
            self.model.add(amount == 0).only_enforce_if(~inside)
            self._amounts[key] = amount
        return self._amounts[key]

    def total(self, window: Window) -> Any:
        """Return all flow in a window."""
        return sum(self.amount(slot, window) for slot in self.slots)

    def add_event(self, links: list[EventLink]) -> None:
        """Tie undated documents to an event that falls on one of several days."""
        event = self.model.new_int_var_from_domain(cp_model().Domain.from_values(list(links[0].days)), "event")
        name = f"event {len(self.bounds)}"
        self.bounds[name] = (min(links[0].days), max(links[0].days))
        self.events[name] = event
        for link in links:
            if link.doc in self.pubs:
                self.model.add(event >= self.pubs[link.doc] + link.low)
                self.model.add(event <= self.pubs[link.doc] + link.high)
                self.differences.append(Difference(name, f"doc {link.doc}", link.low, literal=True))
                self.differences.append(Difference(f"doc {link.doc}", name, -link.high, literal=True))

    def outer(self, lump: Slot) -> Any:
        """Return a literal that must hold where a lump does not lie between two occasions."""
        model = self.model
        outer = model.new_bool_var(f"outer {lump.index}")
        for earlier in (True, False):
            witnesses = []
            for slot in self.slots:
                if slot.is_occasion:
                    witness = model.new_bool_var("")
                    model.add_implication(witness, slot.active)
                    difference = lump.day - slot.day if earlier else slot.day - lump.day
                    model.add(difference >= 1).only_enforce_if(witness)
                    witnesses.append(witness)
            model.add_bool_or([outer, ~lump.active, *witnesses])
        return outer
