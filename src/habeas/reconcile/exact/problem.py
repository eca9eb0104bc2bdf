"""What a search is given: the statements of one series with their readings, and what is already settled."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from habeas.reconcile.prepared.events import EventLink
from habeas.reconcile.prepared.statements import Alternative, Slip, Statement
from habeas.reconcile.prepared.windows import Window

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
