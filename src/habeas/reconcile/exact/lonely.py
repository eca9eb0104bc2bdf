"""Dates moved to where nobody else tells of anybody: days that would explain any figure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from habeas.reconcile.exact.fates import REJECTED
from habeas.reconcile.prepared.statements import Alternative, Statement

_MOVED = frozenset({"year_slip", "month_slip"})
Readings = Sequence[Sequence[Alternative]]


def lonely_moves(
    statements: Sequence[Statement], readings: Readings, fates: Sequence[int], inside: Sequence[frozenset[int]]
) -> int:
    """Return how many slips of a date bring their figures to people whom no other document counts.

    A bound from below, or what a narrower group says of a wider one, is no company: anybody's people meet it.
    """
    company: dict[object, bool] = {}
    for number, slip in _moved(statements, readings, fates):
        theirs = frozenset[int]().union(
            *(
                slots
                for other, slots, fate in zip(statements, inside, fates, strict=True)
                if other.claim.doc != statements[number].claim.doc and fate != REJECTED and _tells(other)
            )
        )
        company[slip] = company.get(slip, False) or bool(inside[number] & theirs)
    return sum(not found for found in company.values())


def _moved(statements: Sequence[Statement], readings: Readings, fates: Sequence[int]) -> Iterator[tuple[int, object]]:
    """Yield the statements read with another date, and what slip each is of: a document's year is one."""
    for number, (statement, fate) in enumerate(zip(statements, fates, strict=True)):
        if fate != REJECTED and readings[number][fate].kind in _MOVED:
            yield number, readings[number][fate].slip or statement.id


def _tells(statement: Statement) -> bool:
    return not statement.carried and statement.claim.high is not None and statement.role in {"on", "total"}
