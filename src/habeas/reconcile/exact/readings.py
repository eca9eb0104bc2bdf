"""Readings of one series: the best explanation and diverse others within a stated number of bits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from habeas.reconcile.exact.bindings import SCALE
from habeas.reconcile.exact.engine import Engine
from habeas.reconcile.exact.evened import distinct, evened
from habeas.reconcile.exact.fates import REJECTED, SOFT
from habeas.reconcile.exact.history import History
from habeas.reconcile.exact.lonely import lonely_moves
from habeas.reconcile.exact.problem import Problem, Spans
from habeas.reconcile.lexicon import prior
from habeas.reconcile.options import ReconcileOptions
from habeas.reconcile.prepared.repairs import Twins, alternatives
from habeas.reconcile.prepared.statements import Alternative, Statement
from habeas.reconcile.prepared.windows import Window

_CHEAP = frozenset({"as_printed", "year_slip"})
_MORE_SHARE = 0.25  # of the effort goes to a further reading: a reader wants the best proven, the others found


@dataclass(frozen=True)
class Solved:
    """A series' histories, best first, with the readings of its statements that they choose from."""

    statements: tuple[Statement, ...]
    readings: tuple[tuple[Alternative, ...], ...]
    histories: tuple[History, ...]

    def kept(self, history: History) -> Iterator[Kept]:
        """Yield the statements that a history keeps, as printed or read otherwise, in their order."""
        for number, (statement, fate) in enumerate(zip(self.statements, history.fates, strict=True)):
            if fate != REJECTED:
                yield Kept(number, statement, self.readings[number][fate], history.inside[number])


class Kept(NamedTuple):
    """A statement that a history keeps: its place, the reading it is kept by, and the slots it counts."""

    number: int
    statement: Statement
    reading: Alternative
    inside: frozenset[int]


def price(history: History) -> float:
    """Return a history's price: a day is paid for only as closely as the claims need it."""
    return history.bits - history.freedom


@dataclass(frozen=True)
class Task:
    """One series to solve: its statements, what the case's claims say beside them, and what the search may spend.

    `make` builds the problem for some readings of the statements; `seconds` tells the wall time left (null: no limit).
    """

    make: Callable[[Sequence[Sequence[Alternative]]], Problem]
    statements: Sequence[Statement]
    twins: Twins
    options: ReconcileOptions
    seconds: Callable[[], float | None]

    def engine(self, readings: Sequence[Sequence[Alternative]]) -> Engine:
        """Return a model in which each statement has these readings."""
        return Engine(self.make(readings), self.options.seed)

    def readings(self) -> list[tuple[Alternative, ...]]:
        """Return all readings of each statement, the printed one first.

        A promise told as kept is no error where nobody counts fewer: that a wave costs more than a slip proves nothing.
        """
        found = [alternatives(s, self.twins, repairs=self.options.repairs) for s in self.statements]
        return [
            own if self.twins.fewer(s.claim) else tuple(a for a in own if a.kind != "announced_for_done")
            for s, own in zip(self.statements, found, strict=True)
        ]


@dataclass(frozen=True)
class Known:
    """An earlier solution of the same claims, if any: where a search starts.

    Without `widen` no repairs are tried but slips of a year and those that the earlier solution took (without one,
    slightly other counts): enough to compare days, and to see which figures fail.
    """

    solved: Solved | None = None
    widen: bool = True

    def fits(self, statements: Sequence[Statement]) -> bool:
        """Say whether it is an unproven solution of just these statements, so that searching on is worthwhile."""
        if self.solved is None or not self.solved.histories[0].gap_bits:
            return False
        return [s.id for s in self.solved.statements] == [s.id for s in statements]


def _with_lonely(
    history: History, statements: Sequence[Statement], readings: Sequence[Sequence[Alternative]]
) -> History:
    """Return a history with the price of dates moved to days of which nobody else tells.

    Such days explain any figure, so that a slip has to save more there than the lump it spares.
    """
    moved = lonely_moves(statements, readings, history.fates, history.inside)
    return replace(history, bits=history.bits + moved * prior("repairs", "lonely")) if moved else history


_FOUND = tuple[Engine, Sequence[Sequence[Alternative]], History | None]  # a model, its readings, its best history


def solve(task: Task, count: int, known: Known) -> Solved | None:
    """Return up to `count` diverse histories within `options.within_bits` of the best, cheapest first.

    Slips of a document's year are weighed at once; the other repairs only for claims that the first look sets aside
    and for those they quarrel with, which keeps the model small where nothing is wrong.
    """
    engine, chosen, first = _widened(task, known) if known.widen else _as_known(task, known.solved)
    if first is None:
        return None
    histories, unrepaired = _others(engine, first, count, task.options, task.seconds)
    histories, kept_print = distinct(histories), unrepaired and evened(unrepaired)
    histories = [_with_lonely(history, task.statements, chosen) for history in histories]
    histories.sort(key=lambda history: (round(price(history), 3), round(history.bits, 3)))
    best = price(histories[0])
    # The history without repairs stays whatever it costs: it says what the print would have to mean.
    kept = tuple(h for h in histories if price(h) <= best + task.options.within_bits or h == kept_print)
    return Solved(tuple(task.statements), tuple(tuple(own) for own in chosen), kept)


def _as_known(task: Task, known: Solved | None) -> _FOUND:
    """Return the best history whose repairs are the cheap ones or those that an earlier solution took."""
    taken, cheap = {}, _CHEAP if known is not None else _CHEAP | SOFT
    if known is not None:
        for statement, own, fate in zip(known.statements, known.readings, known.histories[0].fates, strict=True):
            taken[statement.id] = own[fate].kind if fate != REJECTED else "as_printed"
    readings = zip(task.statements, task.readings(), strict=True)
    chosen = [tuple(a for a in own if a.kind in cheap or a.kind == taken.get(s.id)) for s, own in readings]
    engine = task.engine(chosen)
    return engine, chosen, engine.solve(task.seconds(), task.options.effort)


def _widened(task: Task, known: Known) -> _FOUND:
    """Return the best history, with every repair tried for the claims that a first look disputes."""
    full = _worthwhile(task.statements, task.readings())
    lean: Sequence[Sequence[Alternative]] = [tuple(a for a in own if a.kind in _CHEAP) for own in full]
    earlier = known.solved if known.fits(task.statements) else None
    if earlier is not None:
        lean = earlier.readings  # the fates of its histories count these
    engine = task.engine(lean)
    first = earlier.histories[0] if earlier is not None else engine.solve(task.seconds(), task.options.effort)
    disputed = _disputed(task.statements, first, engine.problem.spans) if first is not None else set()
    if first is None or not disputed or not task.options.repairs:
        return engine, lean, first
    chosen = [full[n] if n in disputed else own for n, own in enumerate(lean)]
    if chosen == list(lean) and not first.gap_bits:
        return engine, lean, first  # there is nothing else to read
    wide = task.engine(chosen)
    wide.start_from(first, lean)
    better = wide.solve(task.seconds(), task.options.effort)
    return (engine, lean, first) if better is None else (wide, chosen, better)


def _worthwhile(
    statements: Sequence[Statement], readings: Sequence[Sequence[Alternative]]
) -> list[tuple[Alternative, ...]]:
    """Leave out readings that cost as much as setting the claim aside, which binds less.

    Slips of a whole document and claims of one origin are paid once for several claims, so theirs stay.
    """
    alone = Counter(statement.origin for statement in statements)
    return [
        tuple(a for a in own if not a.bits or a.slip is not None or a.bits < s.reject_bits or alone[s.origin] > 1)
        for s, own in zip(statements, readings, strict=True)
    ]


def _others(
    engine: Engine, first: History, count: int, options: ReconcileOptions, seconds: Callable[[], float | None]
) -> tuple[list[History], History | None]:
    """Return the best history and others that differ from it, and that of them which repairs nothing it repairs."""
    histories, effort = [first], _MORE_SHARE * options.effort
    if count < 2:
        moved = lonely_moves(engine.problem.statements, engine.problem.readings, first.fates, first.inside)
        unrepaired = _unrepaired(engine, first, seconds(), effort)() if moved else None
        return [*histories, *([unrepaired] if unrepaired else [])], unrepaired
    limit = first.bits + options.within_bits
    # Each is a search of its own model: a second processor takes the one while this takes the other.
    searching = _unrepaired(engine, first, seconds(), effort)
    other = _other_waves(engine, first, limit, seconds(), effort)
    unrepaired = searching()
    histories += [unrepaired] if unrepaired is not None else []
    known = [(history.fates, history.sizes) for history in histories]
    histories += [other] if other is not None and (other.fates, other.sizes) not in known else []
    if first.gap_bits > 0:
        return histories, unrepaired  # where the best is not proven, more that differ tell nothing
    for found in histories[:-1]:
        forbid(engine, found, limit)
    while len(histories) < count:
        forbid(engine, histories[-1], limit)
        following = engine.solve(seconds(), effort)
        if following is None:
            break
        histories.append(following)
    return histories, unrepaired


def _unrepaired(engine: Engine, best: History, seconds: float | None, effort: float) -> Callable[[], History | None]:
    """Search the cheapest history in which every claim that the best one repairs stands as printed or is set aside."""
    repaired = [(number, fate) for number, fate in enumerate(best.fates) if fate > 0]
    if not repaired:
        return lambda: None
    model = engine.model
    without = model.new_bool_var("as printed")
    for number, _ in repaired:
        for literal in engine.fates.options[number][1:]:
            model.add_implication(without, ~literal)
    return engine.solve_beside(without, seconds, effort)


def _disputed(statements: Sequence[Statement], history: History, spans: Spans) -> set[int]:
    """Return the claims that are rejected and those whose windows could meet theirs."""
    rejected = {n for n, fate in enumerate(history.fates) if fate == REJECTED}
    if not rejected:
        return set()
    reach = [_reach(statement.window, spans) for statement in statements]
    return {
        n
        for n, (low, high) in enumerate(reach)
        if n in rejected or any(low <= reach[r][1] and reach[r][0] <= high for r in rejected)
    }


def _reach(window: Window, spans: Spans) -> tuple[int, int]:
    """Return the first and last day that a window can hold, over all days of publication left open."""
    first, last = window.reach
    return (
        first + (spans[window.start.doc][0] if window.start.doc is not None else 0),
        last + (spans[window.end.doc][1] if window.end.doc is not None else 0),
    )


def _other_waves(engine: Engine, best: History, limit: float, seconds: float | None, effort: float) -> History | None:
    """Return the cheapest history within a limit whose waves have other sizes: what an answer would be instead."""
    model = engine.model
    otherwise = model.new_bool_var("other waves")
    model.add_bool_or([*_other_sizes(engine, best), ~otherwise])
    within = model.new_bool_var("within")
    model.add(engine.bits <= round(limit * SCALE)).only_enforce_if(within)
    model.add_assumptions([otherwise, within])
    found = engine.solve(seconds, effort)
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
