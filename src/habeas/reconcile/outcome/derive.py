"""How a number follows from the claims: the shortest sum of kept figures that counts just the slots in question."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from itertools import combinations

from habeas.reconcile.exact.history import History
from habeas.reconcile.exact.readings import Solved
from habeas.reconcile.prepared.laws import Law
from habeas.reconcile.prepared.wording import figure_text, join, window_text

_MAX_FACTS = 24  # figures from which a number is derived; more make sums that nobody follows
_WIDE = 60  # waves beyond which a figure leads to no further figures
_OUTGROWN = 1.25  # times a figure, or a bound from below, up to which it accounts for a number


@dataclass(frozen=True)
class Fact:
    """A kept figure: the slots it counts, its value in this history, and whether that is just its number."""

    number: int
    slots: frozenset[int]
    value: int
    exact: bool


@dataclass(frozen=True)
class Derivation:
    """A number as a signed sum of facts; `exact` where every figure in it is."""

    plus: tuple[Fact, ...]
    minus: tuple[Fact, ...]
    exact: bool


Terms = tuple[tuple[Fact, int], ...]


class Facts:
    """The kept figures of a history, found by the slots they count."""

    def __init__(self, known: Sequence[Fact]) -> None:
        self._known = known
        self._by_slot: dict[int, list[Fact]] = defaultdict(list)
        for fact in known:
            for slot in fact.slots:
                self._by_slot[slot].append(fact)

    def near(self, target: frozenset[int]) -> list[Fact]:
        """Return the figures that count any of the slots, then those that overlap these, the closest first."""
        first = {fact.number: fact for slot in sorted(target) for fact in self._by_slot[slot]}
        closest = sorted(first.values(), key=lambda fact: _closeness(fact, target))[:_MAX_FACTS]
        reach = frozenset[int]().union(*(fact.slots for fact in closest if len(fact.slots) <= _WIDE)) | target
        second = {fact.number: fact for slot in sorted(reach) for fact in self._by_slot[slot]}
        rest = sorted((f for n, f in second.items() if n not in first), key=lambda fact: _closeness(fact, target))
        return [*closest, *rest[:_MAX_FACTS]]


def _closeness(fact: Fact, target: frozenset[int]) -> tuple[object, ...]:
    return (not fact.slots & target, not fact.exact, len(fact.slots ^ target), fact.number)


def facts(solved: Solved, history: History) -> Facts:
    """Return the kept figures of a history, one for each set of slots, exact ones before others."""
    found: dict[frozenset[int], Fact] = {}
    ranks: dict[frozenset[int], tuple[bool, bool, bool, int]] = {}
    for number, statement, reading, slots in solved.kept(history):
        if not slots or statement.role in {"floor", "size", "ceiling"}:
            continue
        law, value = reading.law, history.people(slots)
        if not _accounts(law, value):
            continue
        exact = law.low == law.high == value
        fact = Fact(number, slots, value, exact)
        rank = (not exact, law.high is None, history.fates[number] != 0, number)
        if slots not in found or rank < ranks[slots]:
            found[slots], ranks[slots] = fact, rank
    return Facts(list(found.values()))


def _accounts(law: Law, value: int) -> bool:
    """Say whether a figure accounts for a number: "at least 71" does not for 397, nor 148 for 383.

    In a long series a history may leave a figure unmet whose fate the draws leave open.
    """
    most = law.low if law.high is None else law.high
    return law.low / _OUTGROWN <= value <= most * _OUTGROWN


def derive(target: frozenset[int], known: Facts) -> Derivation | None:
    """Return the shortest signed sum of facts that counts exactly the target's slots, exact figures preferred."""
    if not target:
        return None
    near = known.near(target)
    for exact in (True, False):
        found = _search(target, [fact for fact in near if fact.exact or not exact][:_MAX_FACTS])
        if found is not None:
            return found
    return None


def _search(target: frozenset[int], pool: Sequence[Fact]) -> Derivation | None:
    """Find up to four signed facts that add up to the target: sums of one or two are met by what is left of it.

    Each slot has a fixed pseudo-random mark, so that sets of slots are compared by the sum of their marks; what is
    found is checked slot by slot.
    """
    goal = _marks(target)
    signed: list[tuple[int, Terms]] = [
        (sign * _marks(fact.slots), ((fact, sign),)) for fact in pool for sign in (1, -1)
    ]
    pairs: list[tuple[int, Terms]] = [
        (a + b, (*one, *other)) for (a, one), (b, other) in combinations(signed, 2) if one[0][0] is not other[0][0]
    ]
    singles: dict[int, Terms] = {}
    for mark, terms in signed:
        singles.setdefault(mark, terms)
    doubles: dict[int, Terms] = {}
    for mark, terms in pairs:
        doubles.setdefault(mark, terms)
    tries: list[list[tuple[int, Terms]]] = [[(0, ())], signed, pairs]
    for left, right in ((0, singles), (0, doubles), (1, doubles), (2, doubles)):
        for mark, terms in tries[left]:
            rest = right.get(goal - mark)
            if rest is not None and _adds_up(target, (*rest, *terms)):
                return _derivation((*rest, *terms))
    return None


@cache
def _mark(slot: int) -> int:
    return int.from_bytes(sha256(str(slot).encode()).digest()[:8], "big")


def _marks(slots: frozenset[int]) -> int:
    return sum(_mark(slot) for slot in slots)


def _adds_up(target: frozenset[int], terms: Sequence[tuple[Fact, int]]) -> bool:
    if len({fact.number for fact, _ in terms}) < len(terms):
        return False
    counts: dict[int, int] = {}
    for fact, sign in terms:
        for slot in fact.slots:
            counts[slot] = counts.get(slot, 0) + sign
    return target <= counts.keys() and all(count == (slot in target) for slot, count in counts.items())


def _derivation(terms: Sequence[tuple[Fact, int]]) -> Derivation:
    plus = tuple(sorted((fact for fact, sign in terms if sign > 0), key=lambda fact: fact.number))
    minus = tuple(sorted((fact for fact, sign in terms if sign < 0), key=lambda fact: fact.number))
    return Derivation(plus, minus, all(fact.exact for fact, _ in terms))


def fact_text(fact: Fact, solved: Solved, history: History) -> str:
    """Return one figure with its window and document: "97 in August and September 2024 (doc-1)"."""
    statement = solved.statements[fact.number]
    alternative = solved.readings[fact.number][history.fates[fact.number]]
    when = window_text(statement, alternative)
    said, written = f"{fact.value:,}", figure_text(statement)
    if not fact.exact:
        said = written if said in written.split() else f"{said} ({written} as written)"
    read = f", where {alternative.from_} is printed" if alternative.kind == "year_slip" else ""
    return f"{said} {when}{read} [{statement.claim.doc}]"


def derivation_text(found: Derivation, solved: Solved, history: History) -> str:
    """Return a derivation in a reader's words."""
    plus = [fact_text(fact, solved, history) for fact in found.plus]
    total = sum(fact.value for fact in found.plus)
    text = " plus ".join(plus)
    if found.minus:
        if len(plus) > 1:
            text += f" is {total:,};"
        text += " minus " + join([fact_text(fact, solved, history) for fact in found.minus])
    return text
