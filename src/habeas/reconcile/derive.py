"""How a number follows from the claims: the shortest sum of kept figures that counts just the slots in question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, product

from habeas.reconcile.engine import History
from habeas.reconcile.fates import REJECTED
from habeas.reconcile.readings import Solved
from habeas.reconcile.wording import bounds_text, join, window_text

_MAX_TERMS = 4
_MAX_FACTS = 24


@dataclass(frozen=True)
class Fact:
    """A kept figure: the slots it counts, its value in this history, and whether it is exact."""

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


def facts(solved: Solved, history: History) -> list[Fact]:
    """Return the kept figures of a history, one for each set of slots, the exact and the widely confirmed first."""
    sizes = {wave.slot: wave.size for wave in history.waves}
    found: dict[frozenset[int], Fact] = {}
    for number, (statement, fate) in enumerate(zip(solved.statements, history.fates, strict=True)):
        slots = history.inside[number]
        if fate == REJECTED or not slots or statement.role in {"floor", "size", "ceiling"}:
            continue
        law = solved.readings[number][fate].law
        exact = law.high is not None and law.low == law.high
        fact = Fact(number, slots, sum(sizes[slot] for slot in slots), exact)
        if slots not in found or (exact and not found[slots].exact):
            found[slots] = fact
    return list(found.values())


def derive(target: frozenset[int], known: Sequence[Fact]) -> Derivation | None:
    """Return the shortest signed sum of facts that counts exactly the target's slots, exact figures preferred."""
    near = sorted(
        known, key=lambda fact: (not fact.slots & target, not fact.exact, len(fact.slots ^ target), fact.number)
    )
    for exact in (True, False):
        pool = [fact for fact in near if fact.exact or not exact][:_MAX_FACTS]
        for terms in range(1, _MAX_TERMS + 1):
            found = _search(target, pool[: _MAX_FACTS if terms < 4 else 14], terms)
            if found is not None:
                return found
    return None


def _search(target: frozenset[int], pool: Sequence[Fact], terms: int) -> Derivation | None:
    for chosen in combinations(pool, terms):
        for signs in product((1, -1), repeat=terms):
            if signs[0] < 0 and all(sign < 0 for sign in signs):
                continue
            counts: dict[int, int] = {}
            for fact, sign in zip(chosen, signs, strict=True):
                for slot in fact.slots:
                    counts[slot] = counts.get(slot, 0) + sign
            if all(count == (1 if slot in target else 0) for slot, count in counts.items()) and target <= counts.keys():
                plus = tuple(fact for fact, sign in zip(chosen, signs, strict=True) if sign > 0)
                minus = tuple(fact for fact, sign in zip(chosen, signs, strict=True) if sign < 0)
                return Derivation(plus, minus, all(fact.exact for fact in chosen))
    return None


def fact_text(fact: Fact, solved: Solved, history: History) -> str:
    """Return one figure with its window and document: "97 in August and September 2024 (doc-1)"."""
    statement = solved.statements[fact.number]
    alternative = solved.readings[fact.number][history.fates[fact.number]]
    when = window_text(statement, alternative)
    said = f"{fact.value:,}"
    if not fact.exact:
        said = f"{fact.value:,} ({bounds_text(statement.claim.low, statement.claim.high, approx=statement.claim.approx)} as written)"
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
