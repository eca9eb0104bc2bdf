"""Readings of one series: the best explanation and diverse others within a stated number of bits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from habeas.reconcile.bindings import SCALE
from habeas.reconcile.engine import Engine, History, Problem
from habeas.reconcile.fates import REJECTED
from habeas.reconcile.options import ReconcileOptions
from habeas.reconcile.repairs import Twins, alternatives
from habeas.reconcile.statements import Alternative, Statement
from habeas.values.claim import CountClaim

_CHEAP = frozenset({"as_printed", "year_slip"})
_MORE_EFFORT = 2.0  # deterministic seconds for a further reading: a reader wants the best proven, the others found


@dataclass(frozen=True)
class Solved:
    """A series' histories, best first, with the readings of its statements that they choose from."""

    statements: tuple[Statement, ...]
    readings: tuple[tuple[Alternative, ...], ...]
    histories: tuple[History, ...]


def price(history: History) -> float:
    """Return a history's price: a day is paid for only as closely as the claims need it."""
    return history.bits - history.freedom


def solve(
    make: Callable[[Sequence[Sequence[Alternative]]], Problem],
    statements: Sequence[Statement],
    claims: Sequence[CountClaim],
    *,
    options: ReconcileOptions,
    count: int,
    seconds: Callable[[], float | None],
) -> Solved | None:
    """Return up to `count` diverse histories within `options.within_bits` of the best, cheapest first.

    Slips of a document's year are weighed at once; the other repairs only for claims that the first look sets aside
    and for those they quarrel with, which keeps the model small where nothing is wrong.
    """
    twins = Twins(claims)
    full = [alternatives(statement, twins, repairs=options.repairs) for statement in statements]
    lean = [tuple(a for a in own if a.kind in _CHEAP) for own in full]
    engine = Engine(make(lean), options.seed)
    first = engine.solve(seconds(), options.effort)
    if first is None:
        return None
    chosen = lean
    disputed = _disputed(statements, first)
    if disputed and options.repairs:
        chosen = [full[n] if n in disputed else own for n, own in enumerate(lean)]
        engine = Engine(make(chosen), options.seed)
        first = engine.solve(seconds(), options.effort) or first
    histories = [first]
    limit = first.bits + options.within_bits
    unrepaired = _unrepaired(engine, first, seconds()) if count > 1 else None
    other = _other_waves(engine, first, limit, seconds()) if count > 1 else None
    histories += [unrepaired] if unrepaired is not None else []
    known = [(history.fates, history.sizes) for history in histories]
    histories += [other] if other is not None and (other.fates, other.sizes) not in known else []
    for found in histories[:-1]:
        forbid(engine, found, limit)
    while len(histories) < count:
        forbid(engine, histories[-1], limit)
        following = engine.solve(seconds(), _MORE_EFFORT)
        if following is None:
            break
        histories.append(following)
    histories.sort(key=lambda history: (round(price(history), 3), round(history.bits, 3)))
    best = price(histories[0])
    # The history without repairs stays whatever it costs: it says what the print would have to mean.
    kept = tuple(h for h in histories if price(h) <= best + options.within_bits or h is unrepaired)
    return Solved(tuple(statements), tuple(tuple(own) for own in chosen), kept)


def _unrepaired(engine: Engine, best: History, seconds: float | None) -> History | None:
    """Return the cheapest history in which every claim that the best one repairs stands as printed or is set aside."""
    repaired = [(number, fate) for number, fate in enumerate(best.fates) if fate > 0]
    if not repaired:
        return None
    model = engine.model
    without = model.new_bool_var("as printed")
    for number, _ in repaired:
        for literal in engine.fates.options[number][1:]:
            model.add_implication(without, ~literal)
    model.add_assumption(without)
    found = engine.solve(seconds, _MORE_EFFORT)
    model.clear_assumptions()
    return found


def _disputed(statements: Sequence[Statement], history: History) -> set[int]:
    """Return the claims that are rejected and those whose windows could meet theirs."""
    rejected = {n for n, fate in enumerate(history.fates) if fate == REJECTED}
    if not rejected:
        return set()
    return {n for n, s in enumerate(statements) if n in rejected or any(_meet(s, statements[r]) for r in rejected)}


def _meet(one: Statement, other: Statement) -> bool:
    if one.window.docs or other.window.docs:
        return True
    a, b = one.window, other.window
    return (
        a.start.day - a.start.early <= b.end.day + b.end.late and b.start.day - b.start.early <= a.end.day + a.end.late
    )


def _other_waves(engine: Engine, best: History, limit: float, seconds: float | None) -> History | None:
    """Return the cheapest history within a limit whose waves have other sizes: what an answer would be instead."""
    model = engine.model
    otherwise = model.new_bool_var("other waves")
    model.add_bool_or([*_other_sizes(engine, best), ~otherwise])
    within = model.new_bool_var("within")
    model.add(engine.bits <= round(limit * SCALE)).only_enforce_if(within)
    model.add_assumptions([otherwise, within])
    found = engine.solve(seconds, _MORE_EFFORT)
    model.clear_assumptions()
    return found


def forbid(engine: Engine, history: History, limit: float) -> None:
    """Ask next for a history that differs: a claim read otherwise, one taken back, or a wave of another size.

    Setting one more claim aside makes no other history; nor does a size within a twentieth.
    """
    model = engine.model
    differs: list[Any] = []
    for number, fate in enumerate(history.fates):
        if fate == REJECTED:
            differs.append(~engine.fates.rejected[number])
        else:
            differs += [literal for place, literal in enumerate(engine.fates.options[number]) if place != fate]
    model.add_bool_or([*differs, *_other_sizes(engine, history)])
    model.add(engine.bits <= round(limit * SCALE))


def _other_sizes(engine: Engine, history: History) -> list[Any]:
    """Return literals of which each makes one wave more than a twentieth larger or smaller."""
    found: list[Any] = []
    waves = {wave.slot: wave.size for wave in history.waves}
    for slot in engine.space.slots:
        size = waves.get(slot.index, 0)
        near = size // 20
        for beyond in (slot.size >= size + near + 1, slot.size <= size - near - 1):
            other = engine.model.new_bool_var("")
            engine.model.add(beyond).only_enforce_if(other)
            found.append(other)
    return found
