"""All series of a case, solved one after another: what the largest settles, the smaller take as given."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from habeas.reconcile.dated.placing import dated_as, place
from habeas.reconcile.dated.solve import solve_dated
from habeas.reconcile.exact.fates import REJECTED
from habeas.reconcile.exact.problem import Problem
from habeas.reconcile.exact.readings import Known, Solved, Task, solve
from habeas.reconcile.hasty import solve_hastily
from habeas.reconcile.options import ReconcileOptions
from habeas.reconcile.outcome.assemble import SolvedSeries
from habeas.reconcile.prepared.prepare import Prepared
from habeas.reconcile.prepared.repairs import Twins
from habeas.reconcile.prepared.statements import PINNED_BITS, Alternative, Series, Slip, Statement
from habeas.reconcile.prepared.wording import done
from habeas.values.history import LeftOut

_MOSTLY_DATED = 3  # times as many figures of fixed days as of open ones
_PLACED_DAYS = 45  # left open by an undated document's figures, up to which these count in a dated series


@dataclass
class Solution:
    """The solved series, the days of publication they settle, and by series what was left out or cut short."""

    series: list[SolvedSeries] = field(default_factory=list)
    published: dict[str, tuple[int, int, int]] = field(default_factory=dict)
    slips: dict[Slip, bool] = field(default_factory=dict)
    left_out: dict[Series, list[LeftOut]] = field(default_factory=dict)
    notes: dict[Series, list[str]] = field(default_factory=dict)

    def leave_out(self, series: Series, statements: Sequence[Statement], why: str) -> None:
        """Say why some statements of a series bind nothing."""
        self.left_out.setdefault(series, []).extend(LeftOut(claim=s.id, why=why) for s in statements)

    def note(self, series: Series, *notes: str) -> None:
        """Say what a reader should know of how a series was solved."""
        self.notes.setdefault(series, []).extend(notes)

    def with_new(self, new: Solution, touched: set[Series]) -> Solution:
        """Return the solution with the series `touched` solved anew."""
        kept = [item for item in self.series if item.series not in touched]
        return Solution(
            [*new.series, *kept],
            self.published | new.published,
            self.slips | new.slips,
            {series: own for series, own in self.left_out.items() if series not in touched} | new.left_out,
            {series: own for series, own in self.notes.items() if series not in touched} | new.notes,
        )


def solve_all(
    prepared: Prepared,
    options: ReconcileOptions,
    seconds: Callable[[], float | None],
    earlier: Solution | None = None,
    *,
    widen: bool = True,
) -> Solution:
    """Solve every series, those with most claims first.

    An `earlier` solution of the same claims is where to start; without `widen`, no repairs but the cheapest and those
    it took are tried (`Known`).
    """
    solved = {item.series: item.solved for item in earlier.series} if earlier is not None else {}
    solution = Solution()
    ordered = sorted(prepared.series.items(), key=lambda item: (-len(item[1]), item[0]))
    for series, statements in ordered:
        if not any(_tells_of_people(statement) for statement in statements):
            continue
        _solve_one(series, statements, prepared, options, seconds, solution, Known(solved.get(series), widen))
    return solution


def _tells_of_people(statement: Statement) -> bool:
    """Say whether a statement makes a series: a flow with days, or at least so many of its own by a known day."""
    if statement.role not in {"floor", "size", "ceiling"}:
        return True
    own = statement.role == "floor" and not statement.carried
    return own and not statement.window.docs and bool(statement.claim.low)


def is_fixed(statements: Sequence[Statement], options: ReconcileOptions) -> bool:
    """Say whether a series is long and mostly of fixed days, so that it is fitted slot by slot."""
    dated = sum(not statement.window.docs for statement in statements)
    fixed = dated == len(statements) or dated >= _MOSTLY_DATED * max(1, len(statements) - dated)
    return fixed and len(statements) > options.exact_claims


def _solve_one(
    series: Series,
    statements: Sequence[Statement],
    prepared: Prepared,
    options: ReconcileOptions,
    seconds: Callable[[], float | None],
    solution: Solution,
    known: Known,
) -> None:
    if is_fixed(statements, options):
        dated = [statement for statement in statements if not statement.window.docs]
        _solve_dated(series, statements, dated, prepared, options, solution, seconds)
        return
    spans = _spans(statements, prepared, solution)

    def make(readings: Sequence[Sequence[Alternative]]) -> Problem:
        return Problem(statements, readings, spans, prepared.links, dict(solution.slips))

    count = options.readings if sum(s.role in {"on", "total"} for s in statements) > 1 else 1
    solved = solve(Task(make, statements, Twins(prepared.claims, prepared.case), options, seconds), count, known)
    item = SolvedSeries(series, solved) if solved is not None else None
    if item is None or (item.solved.histories[0].gap_bits and seconds() is not None):
        hasty = solve_hastily(statements, spans, prepared.claims, prepared.case, options)
        item = _kept_most(item, SolvedSeries(series, hasty, dated=True, hasty=True))
    solution.series.append(item)
    best = item.solved.histories[0]
    if solved is not item.solved and seconds() is None and any(s.reject_bits >= PINNED_BITS for s in statements):
        solution.note(series, f"{done(series.measure)}: no history holds all that judgements pin")
    if best.gap_bits > 0:
        solution.note(
            series,
            f"{done(series.measure)}: the time allowed for the search ran out; the history shown is the best found, "
            f"and none can be better by more than {best.gap_bits:.1f} bits",
        )
    solution.note(series, *_outnumbering(item.solved, series, prepared))
    kept_docs = {s.claim.doc for s, fate in zip(statements, best.fates, strict=True) if fate != REJECTED}
    for doc, (low, likely, high) in best.published.items():
        if doc not in kept_docs:
            continue  # of whom nothing is kept, nothing is dated
        # The series with most claims of a document says when it was written; the others only narrow that.
        kept = solution.published[doc][1] if doc in solution.published else likely
        solution.published[doc] = (low, min(max(kept, low), high), high)
    _settle(item.solved, solution)


def _kept_most(found: SolvedSeries | None, hasty: SolvedSeries) -> SolvedSeries:
    """Return what a search that time cut short found, unless figures brought near each other leave fewer set aside."""
    aside = [item.solved.histories[0].fates.count(REJECTED) for item in (found, hasty) if item is not None]
    return hasty if found is None or aside[-1] < aside[0] else found


def _outnumbering(solved: Solved, series: Series, prepared: Prepared) -> list[str]:
    """Say which narrower groups are no part of a wider one, as they count more than it can hold."""
    groups = prepared.case.groups
    found = {
        statement.claim.group
        for statement, fate in zip(solved.statements, solved.histories[0].fates, strict=True)
        if statement.carried and fate == REJECTED
    }
    whole = f"{groups.name(series.group)} {done(series.measure)}"
    return [
        f"“{group}” count more than the {whole} in the same days, and are not taken as part of them"
        for group in sorted(found)
    ]


def _solve_dated(
    series: Series,
    statements: Sequence[Statement],
    dated: Sequence[Statement],
    prepared: Prepared,
    options: ReconcileOptions,
    solution: Solution,
    seconds: Callable[[], float | None],
) -> None:
    """Solve a series whose windows are fixed but for a few documents, which are dated by the history of the others."""
    solved, short = solve_dated(dated, prepared.claims, prepared.case, options, seconds)
    open_docs: dict[str, list[Statement]] = {}
    for statement in statements:
        if statement.window.docs:
            open_docs.setdefault(statement.claim.doc, []).append(statement)
    placed: list[Statement] = []
    for doc, own in open_docs.items():
        span = prepared.spans[doc]
        low, _, high = solution.published.get(doc, (span.low, 0, span.high))
        wrong = max(prepared.case.speakers.wrong(s.claim) for s in own)
        found = place(own, solved.histories[0], (low, high), wrong)
        solution.published[doc] = (found.low, found.best, found.high)
        if found.high - found.low <= _PLACED_DAYS:
            placed += [dated_as(statement, found, solved.histories[0]) for statement in own]
        else:
            why = (
                f"its document has no date, and its figures leave {found.high - found.low} days open; date the document"
            )
            solution.leave_out(series, own, why)
    if placed:
        solved, short = solve_dated([*dated, *placed], prepared.claims, prepared.case, options, seconds)
    if short:
        solution.note(
            series,
            f"{done(series.measure)}: the time ran out; later figures were brought near without weighing errors in "
            "them, and no bound on what is lost is known",
        )
    solution.series.append(SolvedSeries(series, solved, dated=True))


def _spans(statements: Sequence[Statement], prepared: Prepared, solution: Solution) -> Mapping[str, tuple[int, int]]:
    spans = {}
    for doc in sorted({statement.claim.doc for statement in statements}):
        if doc in prepared.spans:
            span = prepared.spans[doc]
            low, _, high = solution.published.get(doc, (span.low, 0, span.high))
            spans[doc] = (low, high)
    return spans


def _settle(solved: Solved, solution: Solution) -> None:
    """Take a document's slips as they are decided here for the series that follow."""
    taken: set[Slip] = set()
    seen: set[Slip] = set()
    for own, fate in zip(solved.readings, solved.histories[0].fates, strict=True):
        seen |= {alternative.slip for alternative in own if alternative.slip is not None}
        slip = own[fate].slip if fate != REJECTED else None
        if slip is not None:
            taken.add(slip)
    for slip in sorted(seen):
        solution.slips.setdefault(slip, slip in taken)
