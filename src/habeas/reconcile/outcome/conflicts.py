"""Which figures cannot all hold, down to the last one needed, and what mends it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from habeas.reconcile.exact.engine import Engine
from habeas.reconcile.exact.explain import cause, repair_of, said
from habeas.reconcile.exact.fates import REJECTED
from habeas.reconcile.exact.history import History
from habeas.reconcile.exact.problem import Problem, Spans
from habeas.reconcile.exact.readings import price
from habeas.reconcile.outcome.assemble import SolvedSeries
from habeas.reconcile.prepared.events import EventLink
from habeas.reconcile.prepared.statements import Alternative, Slip, Statement
from habeas.reconcile.prepared.wording import join
from habeas.values.history import Conflict

_MOST = 12  # conflicts that are explained; a reader takes in no more
_NEIGHBOURS = 18  # claims nearest in time among which the cause of a conflict is looked for


def satisfiable(statements: Sequence[Statement], spans: Spans, links: Sequence[Sequence[EventLink]] = ()) -> bool:
    """Say whether some history lets all statements stand exactly as printed."""
    if not statements:
        return True
    docs = {statement.claim.doc for statement in statements}
    printed = [(Alternative("as_printed", 0.0, statement.window, statement.law),) for statement in statements]
    problem = Problem(statements, printed, {doc: span for doc, span in spans.items() if doc in docs}, links)
    engine = Engine(problem, 0)
    for rejected in engine.fates.rejected:
        engine.model.add(rejected == 0)
    return engine.feasible()


def minimal(statements: Sequence[Statement], holds: Callable[[Sequence[Statement]], bool]) -> list[Statement]:
    """Return a smallest-by-inclusion part of statements that cannot all hold; `holds` says whether a part can."""
    kept = list(statements)
    for statement in list(statements):
        without = [other for other in kept if other is not statement]
        if not holds(without):
            kept = without
    return kept


def conflicts_of(
    item: SolvedSeries, spans: Spans, links: Sequence[Sequence[EventLink]], seconds: Callable[[], float | None]
) -> list[Conflict]:
    """Return the conflicts behind each repair and each rejection of the best history of a series."""
    best = item.solved.histories[0]
    found: list[Conflict] = []
    done: set[object] = set()
    for number, fate in enumerate(best.fates):
        if fate == 0 or item.solved.statements[number].role == "floor":
            continue
        left = seconds()
        if len(found) >= _MOST or (left is not None and left <= 0):
            break
        alternative = item.solved.readings[number][max(fate, 0)]
        key: object = alternative.slip or item.solved.statements[number].origin
        if alternative.kind == "near" or key in done:
            continue
        done.add(key)
        found.append(_conflict(item, best, number, spans, links))
    return found


def _conflict(
    item: SolvedSeries, best: History, number: int, spans: Spans, links: Sequence[Sequence[EventLink]]
) -> Conflict:
    statement, fate = item.solved.statements[number], best.fates[number]
    group = _core(item, best, number, spans, links)
    together = [s for s in item.solved.statements if s in group] if group else [statement]
    printed = {s.id: own[0] for s, own in zip(item.solved.statements, item.solved.readings, strict=True)}
    words = join([said(s, printed[s.id]) for s in together])
    keeping = _cost_of_keeping(item, best, number)
    if fate == REJECTED:
        text = f"{words} cannot all hold" if len(together) > 1 else f"{words} does not fit what the others report"
        why = "a figure that no likely slip explains"
        return Conflict(
            claims=tuple(s.id for s in together),
            cause=why,
            explanation=f"{text}; {said(statement, printed[statement.id])} is set aside{keeping}",
        )
    alternative = item.solved.readings[number][fate]
    repair = repair_of(statement, alternative)
    # A set that cannot hold is minimal; where the print is merely dearer, all figures that share the slip are named.
    named = _tied(item, alternative.slip) if alternative.slip and not group else together
    text = f"{words} cannot all hold; " if len(together) > 1 else ""
    return Conflict(
        claims=tuple(s.id for s in named),
        cause=cause(alternative.kind),
        repairs=(repair,),
        explanation=f"{text}{repair.explanation}{keeping}",
    )


def _tied(item: SolvedSeries, slip: Slip) -> list[Statement]:
    return [
        s
        for s, own in zip(item.solved.statements, item.solved.readings, strict=True)
        if any(a.slip == slip for a in own)
    ]


def _cost_of_keeping(item: SolvedSeries, best: History, number: int) -> str:
    """Say what the cheapest known history costs in which the claim stands as printed."""
    for history in item.solved.histories[1:]:
        if history.fates[number] == 0:
            more = price(history) - price(best)
            sizes = ", ".join(f"{w.size:,}" if w.occasion else f"{w.size:,} not broken down" for w in history.waves)
            return f"; to let it stand as printed costs {more:.1f} bits more, with {sizes} instead"
    return ""


def _core(
    item: SolvedSeries, best: History, number: int, spans: Spans, links: Sequence[Sequence[EventLink]]
) -> list[Statement]:
    """Return the smallest set, with this claim as printed, that no history satisfies; empty where there is none."""
    statement = item.solved.statements[number]
    kept = [
        s
        for n, s in enumerate(item.solved.statements)
        if n != number and best.fates[n] == 0 and s.origin != statement.origin and s.role != "size"
    ]
    near = sorted(kept, key=lambda s: (_apart(s, statement), s.id))[:_NEIGHBOURS]
    if satisfiable([statement, *near], spans, links):
        return []
    background: list[Statement] = []
    for other in near:
        if satisfiable([*background, other], spans, links):
            background.append(other)
        if not satisfiable([statement, *background], spans, links):
            return minimal([*reversed(background), statement], lambda part: satisfiable(part, spans, links))
    return []


def _apart(one: Statement, other: Statement) -> tuple[int, int]:
    """Order claims by how far their windows lie apart, then by how unlike they are in length."""
    if one.window.docs or other.window.docs:
        return (0, 0)
    gap = max(one.window.start.day - other.window.end.day, other.window.start.day - one.window.end.day, 0)
    lengths = [w.end.day - w.start.day for w in (one.window, other.window)]
    return (gap, abs(lengths[0] - lengths[1]))
