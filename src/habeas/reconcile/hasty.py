"""A history where the search was stopped before it found one: figures brought near each other, nothing proven.

What is best known comes first: the figures of fixed days make a history, undated reports take the day on which it makes
theirs likely, and all are brought near together, without repairs (`dated.solve`). It takes some hundredths of a second,
hangs on no clock, and sets aside only what is plainly wrong in the history that it makes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import msgspec

from habeas.reconcile.dated.placing import Placement, dated_as, place
from habeas.reconcile.dated.solve import solve_dated
from habeas.reconcile.exact.history import History, Wave
from habeas.reconcile.exact.problem import Spans
from habeas.reconcile.exact.readings import Solved
from habeas.reconcile.options import ReconcileOptions
from habeas.reconcile.prepared.statements import Case, Statement
from habeas.values.claim import CountClaim

_UPDATES: Final = 200  # redrawn slots that tell what is set aside


def solve_hastily(
    statements: Sequence[Statement],
    spans: Spans,
    claims: Sequence[CountClaim],
    case: Case,
    options: ReconcileOptions,
) -> Solved:
    """Return one history of a series, with the days that `spans` leave to the undated documents and to their waves."""
    fixed = [statement for statement in statements if not statement.window.docs]
    known = _brought_near(fixed, claims, case, options).histories[0]
    placed = {doc: _placed(doc, statements, known, span, case) for doc, span in spans.items()}
    docs: dict[int, frozenset[str]] = {}
    all_fixed = []
    for statement in statements:
        held = statement
        for doc in sorted(statement.window.docs):
            held = dated_as(held, placed[doc], known)
        docs[id(held)] = statement.window.docs
        all_fixed.append(held)
    solved = _brought_near(all_fixed, claims, case, options)
    history = solved.histories[0]
    told_by = [docs[id(statement)] for statement in solved.statements]
    waves = tuple(_with_open_days(wave, history, told_by, placed) for wave in history.waves)
    published = {doc: (day.low, day.best, day.high) for doc, day in placed.items()}
    return replace(solved, histories=(replace(history, waves=waves, published=published),))


def _brought_near(
    statements: Sequence[Statement], claims: Sequence[CountClaim], case: Case, options: ReconcileOptions
) -> Solved:
    quick = msgspec.structs.replace(options, repairs=False, updates=_UPDATES)
    solved, _ = solve_dated(statements, claims, case, quick)
    return solved


def _placed(doc: str, statements: Sequence[Statement], known: History, span: tuple[int, int], case: Case) -> Placement:
    """Return all days of a document; the best is that on which the history known makes its figures likely, if any.

    It follows what it tells as done.
    """
    own = [statement for statement in statements if statement.claim.doc == doc]
    told = [s.window.end.day for s in own if not s.window.docs and s.claim.status != "planned"]
    low, high = max([span[0], *(day for day in told if day <= span[1])]), span[1]
    placed = [statement for statement in own if doc in statement.window.docs]
    if not placed or not known.waves:
        return Placement(low, (low + high) // 2, high)
    wrong = max(case.speakers.wrong(statement.claim) for statement in placed)
    return Placement(low, place(placed, known, (low, high), wrong).best, high)


def _with_open_days(
    wave: Wave, history: History, told_by: Sequence[frozenset[str]], placed: Mapping[str, Placement]
) -> Wave:
    """Return a wave that undated documents alone tell of with all the days that theirs leave it."""
    docs = [own for own, inside in zip(told_by, history.inside, strict=True) if wave.slot in inside]
    if not docs or not all(docs):
        return wave
    days = [placed[doc] for own in docs for doc in sorted(own)]
    early, late = (max(day.best - day.low for day in days), max(day.high - day.best for day in days))
    return replace(wave, low=wave.low - early, high=wave.high + late)
