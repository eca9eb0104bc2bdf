"""The one entry of the stage: claims in, one explained history out."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import msgspec

from habeas.reconcile.accounts import left_out
from habeas.reconcile.exact.stock_slips import mended_stocks
from habeas.reconcile.exact.stocks import stock_days, stocks_of
from habeas.reconcile.learn import Learned, learn, may_teach
from habeas.reconcile.options import ReconcileOptions
from habeas.reconcile.outcome.ask import parse_ask, standard_asks
from habeas.reconcile.outcome.assemble import (
    SolvedSeries,
    documents_of,
    fates_of,
    lumps_of,
    occasions_of,
    without_waves_of,
)
from habeas.reconcile.outcome.company import undatable
from habeas.reconcile.outcome.conflicts import conflicts_of
from habeas.reconcile.outcome.identity import with_flows
from habeas.reconcile.outcome.parts import is_breakdown, parts_of, with_parts
from habeas.reconcile.outcome.promises import promises_of
from habeas.reconcile.pins import consistent
from habeas.reconcile.posterior.answered import answers_to
from habeas.reconcile.posterior.assess import Assessment, assess
from habeas.reconcile.posterior.grounds import is_clean
from habeas.reconcile.posterior.readings import readings_of, set_aside
from habeas.reconcile.posterior.two_counts import Apart, Row, apart, without_surplus
from habeas.reconcile.prepared.inputs import Inputs, received
from habeas.reconcile.prepared.prepare import Prepared, prepare
from habeas.reconcile.prepared.those_held import of_those_held
from habeas.reconcile.prepared.wording import done, join
from habeas.reconcile.question import Solved, only, question_dates
from habeas.reconcile.series import Solution, solve_all
from habeas.values.case import CaseSettings
from habeas.values.claim import STOCKS, CountClaim
from habeas.values.document import DatingCue, Document
from habeas.values.history import (
    Ask,
    Conflict,
    Lump,
    Occasion,
    Reading,
    Reconciliation,
)

__all__ = ["judged", "parse_ask", "reconcile"]

_NO_SETTINGS = CaseSettings()
_DEFAULTS = ReconcileOptions()
_DRAWING = 0.4  # of a time limit is kept for drawing histories
_AGAIN = 0.35  # of the time must be left to solve again with what the first solution tells of the sources
_HASTY = "figures were brought near one another without weighing errors in them, and no bound on what is lost is known"
_NOT_DRAWN = (
    "the case is too large, or the time was too short, to draw histories under the error laws of its sources; "
    "ranges come from the figures each number rests on"
)


def reconcile(
    claims: Sequence[CountClaim],
    documents: Sequence[Document] = (),
    cues: Sequence[DatingCue] = (),
    settings: CaseSettings = _NO_SETTINGS,
    asks: Sequence[Ask] = (),
    options: ReconcileOptions = _DEFAULTS,
) -> Reconciliation:
    """Explain claims that disagree by one history per measure and group, with its readings, conflicts and answers.

    Claims of one document refer to each other by their place in `claims` (`subset_of`). Documents may be missing;
    then a claim's own dates are all that is known of when. Without `asks` the standard questions are answered: each
    flow by calendar year and in all. Nothing raises for a bad claim: what cannot be used is in `left_out` with its
    reason. The result is the same to the byte for the same input, unless `time_limit_s` stops the search.
    """
    clock = _Clock(options.time_limit_s)
    inputs, strange = received(claims, documents, cues)
    settings, clashing = consistent(settings, inputs)
    dated, learned = _solved(inputs, settings, options, clock.searching)
    prepared, solution = dated.prepared, dated.solution
    days = stock_days(prepared, solution.published)
    mended, stock_repairs = mended_stocks(prepared, days)
    stocks = with_flows(stocks_of(prepared, days, mended), solution.series, prepared.case.groups)
    parts = parts_of(inputs.claims)
    shown = [item for item in solution.series if not is_breakdown(item, parts)]
    occasions, lumps = _history(shown, prepared)
    asked = of_those_held(asks, prepared, days) or standard_asks(occasions, lumps)
    noisy = any(not is_clean(item) for item in solution.series)
    drawn = _drawn(prepared, solution, asked, options) if (noisy or asked) and clock.left() != 0.0 else None
    judged = drawn if _judged(prepared, options) else None
    readings = readings_of(shown, solution.series, prepared, judged, stock_repairs, options)
    aside = set_aside(readings)
    two = _two_counts(prepared, drawn, readings)
    promises = promises_of(prepared, solution.series, solution.published, aside)
    rows = [without_waves_of(item, aside) for item in solution.series]
    answers = answers_to(asked, rows, stocks, prepared, drawn or Assessment(), promises, two)
    return Reconciliation(
        readings=readings,
        occasions=tuple(with_parts(row, parts, prepared.by_id) for row in _told_rows(occasions, aside, two, prepared)),
        lumps=_told_rows(lumps, aside, two, prepared),
        stocks=stocks,
        documents=tuple(documents_of(prepared.spans, solution.published, prepared.printed, dated.questions)),
        conflicts=_conflicts(prepared, solution, clock.left),
        answers=tuple(given for given in answers if asks or given.claims),
        left_out=left_out(prepared, solution, stocks, promises, drawn.beyond if drawn is not None else ()),
        promises=promises,
        copies=prepared.case.speakers.copies,
        sources=learned.records,
        two_counts=tuple(pair.told for pair in two),
        notes=(*strange, *clashing, *_notes(prepared, solution, clock, undrawn=noisy and drawn is None)),
    )


def _two_counts(prepared: Prepared, drawn: Assessment | None, readings: Sequence[Reading]) -> tuple[Apart, ...]:
    """Return two givers' totals of one flow that exclude each other, for every flow that has such."""
    groups = prepared.case.groups
    otherwise = {claim for best in readings[:1] for claim in (*best.rejected, *(r.claim for r in best.repairs))}
    found = []
    for (measure, group), figures in sorted(drawn.figures.items()) if drawn is not None else ():
        if measure not in STOCKS:
            found.append(apart(figures, otherwise, measure, groups.name(group), prepared))
    return tuple(pair for pair in found if pair is not None)


def _told_rows(rows: Sequence[Row], aside: frozenset[str], two: Sequence[Apart], prepared: Prepared) -> tuple[Row, ...]:
    """Return the rows that rest on more than what is set aside; what one of two counts alone has may be nobody."""
    found = [row for row in rows if not aside.issuperset(row.claims)]
    for pair in two:
        key = prepared.case.speakers.key(prepared.by_id[pair.told.larger.claim])
        own = {claim.id for claim in prepared.claims if prepared.case.speakers.key(claim) == key}
        found = [without_surplus(row, pair.told, own) for row in found]
    return tuple(found)


def _notes(prepared: Prepared, solution: Solution, clock: _Clock, *, undrawn: bool) -> tuple[str, ...]:
    own = (note for notes in solution.notes.values() for note in notes)
    groups, given = prepared.case.groups, " in the time given (allow more)" if clock.is_limited else ""
    hasty = [f"{groups.name(s.series.group)} {done(s.series.measure)}" for s in solution.series if s.hasty]
    unfound = [f"no history of {join(list(dict.fromkeys(hasty)))} was found{given}: {_HASTY}"] if hasty else []
    return (*prepared.notes, *own, *unfound, *((_NOT_DRAWN,) if undrawn else ()))


def judged(
    claims: Sequence[CountClaim],
    documents: Sequence[Document] = (),
    cues: Sequence[DatingCue] = (),
    settings: CaseSettings = _NO_SETTINGS,
    options: ReconcileOptions = _DEFAULTS,
) -> tuple[Assessment, frozenset[str]]:
    """Return the verdicts on a case's figures alone, with the evidence they rest on, as `reconcile` comes to them.

    With them come the claims that the exact search does not keep as printed.
    """
    inputs, _ = received(claims, documents, cues)
    dated, _ = _solved(inputs, settings, options, _Clock(options.time_limit_s).searching)
    faults = [fates_of(item.solved, item.solved.histories[0]) for item in dated.solution.series]
    faulty = {repair.claim for repairs, _ in faults for repair in repairs} | {c for _, aside in faults for c in aside}
    return assess(dated.prepared, dated.solution.published, (), options.seed, everything=True), frozenset(faulty)


class _Clock:
    """What is left of the seconds allowed, null where there is no limit."""

    def __init__(self, limit: float | None) -> None:
        self._limit = limit
        self._stop = None if limit is None else time.monotonic() + limit

    @property
    def is_limited(self) -> bool:
        return self._limit is not None

    def left(self) -> float | None:
        return None if self._stop is None else max(0.0, self._stop - time.monotonic())

    def searching(self) -> float | None:
        """Leave part of the time for drawing histories, without which a range is only that of the figures."""
        left = self.left()
        return None if left is None or self._limit is None else max(0.0, left - _DRAWING * self._limit)


def _drawn(prepared: Prepared, solution: Solution, asks: Sequence[Ask], options: ReconcileOptions) -> Assessment | None:
    """Draw histories under the error laws of the sources; null where the case is too large for that."""
    if len(prepared.claims) > options.drawn_claims:
        return None
    judged = _judged(prepared, options)
    return assess(prepared, solution.published, asks, options.seed, everything=judged, judged=judged)


def _judged(prepared: Prepared, options: ReconcileOptions) -> bool:
    """Say whether a case is small enough that each of its figures is weighed."""
    return len(prepared.claims) <= options.judged_claims


def _conflicts(prepared: Prepared, solution: Solution, seconds: Callable[[], float | None]) -> tuple[Conflict, ...]:
    spans = {doc: (span.low, span.high) for doc, span in prepared.spans.items()}
    return tuple(
        conflict for item in solution.series for conflict in conflicts_of(item, spans, prepared.links, seconds)
    )


def _solved(
    inputs: Inputs, settings: CaseSettings, options: ReconcileOptions, seconds: Callable[[], float | None]
) -> tuple[Solved, Learned]:
    """Solve a case, again with what that tells of its sources, and with printed dates moved that it contradicts.

    Where a second solution may follow, the first takes half the effort, and looks for no costly repairs nor for further
    readings: which figures fail shows without.
    """
    shares: Mapping[str, float] = {}

    def make(given: Inputs) -> Prepared:
        return prepare(given.claims, given.documents, given.cues, settings, shares, given.undatable)

    prepared = make(inputs)
    again = may_teach(prepared)
    quick = msgspec.structs.replace(options, readings=1, effort=options.effort / 2)
    solution = solve_all(prepared, quick if again else options, seconds, widen=not again)
    learned = learn(prepared, solution.series)
    left = seconds()
    if again and (left is None or left > _AGAIN * (options.time_limit_s or 0.0)):
        shares = learned.shares
        prepared = make(inputs) if shares else prepared
        # Where every figure stands as printed, it does so whoever is trusted.
        disputed = {item.series for item in solution.series if shares and any(item.solved.histories[0].fates)}
        touched = disputed | {item.series for item in solution.series if not item.dated}
        solution = solution.with_new(solve_all(only(prepared, touched), options, seconds, solution), touched)
    found = question_dates(Solved(inputs, prepared, solution), make, options, seconds)
    return _without_undatable(found, make, options, seconds), learned


def _without_undatable(
    found: Solved, make: Callable[[Inputs], Prepared], options: ReconcileOptions, seconds: Callable[[], float | None]
) -> Solved:
    """Solve again without what documents count from a day that nothing tells."""
    lost = undatable(found.prepared, found.solution.series)
    if not lost or seconds() == 0.0:
        return found
    prepared = make(replace(found.inputs, undatable=lost))
    touched = {
        series
        for series, own in found.prepared.series.items()
        if any(statement.claim.doc in lost and statement.window.docs for statement in own)
    }
    solution = found.solution.with_new(solve_all(only(prepared, touched), options, seconds, found.solution), touched)
    published = {doc: days for doc, days in solution.published.items() if doc not in lost}
    return replace(found, prepared=prepared, solution=replace(solution, published=published))


def _history(series: Sequence[SolvedSeries], prepared: Prepared) -> tuple[tuple[Occasion, ...], tuple[Lump, ...]]:
    occasions: list[Occasion] = []
    lumps: list[Lump] = []
    for item in series:
        best = item.solved.histories[0]
        occasions += occasions_of(item, best, prepared.case.groups, widths=True)
        lumps += lumps_of(item, best, prepared.case.groups, widths=True)
    return tuple(occasions), tuple(lumps)
