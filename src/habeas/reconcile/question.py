"""Printed dates that a document's own words and figures contradict: re-posted pages, datelines with the wrong year.

A printed date stands unless another day, after the price of a wrong date, explains the case in fewer bits. Bits come
from the cues that contradict the day and from solving again the series that the document speaks of.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import msgspec
import numpy as np
from dateutil.relativedelta import relativedelta

from habeas.reconcile.dated.placing import costs
from habeas.reconcile.exact.fates import REJECTED, SOFT
from habeas.reconcile.exact.history import History
from habeas.reconcile.exact.readings import price
from habeas.reconcile.lexicon import prior
from habeas.reconcile.options import ReconcileOptions
from habeas.reconcile.outcome.assemble import Question, SolvedSeries
from habeas.reconcile.outcome.company import company
from habeas.reconcile.prepared.inputs import Inputs
from habeas.reconcile.prepared.prepare import Prepared
from habeas.reconcile.prepared.statements import Series, Statement
from habeas.reconcile.prepared.wording import day_text, join
from habeas.reconcile.series import Solution, solve_all
from habeas.values.claim import CountClaim
from habeas.values.document import DatingCue, Document

_OWN_DATE = frozenset({"metadata", "printed"})
_APART_DAYS = 180  # from others' figures, at which a document has no company
_TRIAL_SHARE = 0.25  # of the effort goes to a search that only compares days
_TRIAL_CLAIMS = 24  # figures of a series beyond which its optimum is seldom proven, so that days cannot be compared

Seconds = Callable[[], float | None]


Prepare = Callable[[Inputs], Prepared]


@dataclass(frozen=True)
class Solved:
    """A case prepared and solved, with the printed dates questioned so far."""

    inputs: Inputs
    prepared: Prepared
    solution: Solution
    questions: Mapping[str, Question] = field(default_factory=dict)


def question_dates(found: Solved, make: Prepare, options: ReconcileOptions, seconds: Seconds) -> Solved:
    """Return the case with every printed date moved that cues and figures contradict beyond the price of an error."""
    if len(found.prepared.claims) > prior("questions", "most_claims"):
        return found
    quick = msgspec.structs.replace(options, readings=1, effort=_TRIAL_SHARE * options.effort)
    for doc in _suspects(found.inputs, found.prepared, found.solution):
        left = seconds()
        if left is not None and left <= 0:
            break
        tried = [_moved(found, doc, delta, make, quick, seconds) for delta in (-1, 1, None)]
        best = max((t for t in tried if t is not None), key=lambda pair: pair[0], default=None)
        if best is not None and best[0] >= prior("questions", "least_bits"):
            found = best[1]
    if not found.questions:
        return found
    moved = {s for s, own in found.prepared.series.items() if any(_speaks(doc, own) for doc in found.questions)}
    final = solve_all(only(found.prepared, moved), options, seconds, found.solution)
    return replace(found, solution=found.solution.with_new(final, moved))


def _suspects(inputs: Inputs, prepared: Prepared, solution: Solution) -> list[str]:
    """Return the dated documents worth a second look, those that their own cues contradict most first."""
    misfits = _misfits(prepared, solution.series)
    scores = {}
    for document in inputs.documents:
        if document.published is None or document.id not in prepared.printed:
            continue
        against = sum(bits for bits, _ in _contradictions(document, inputs.cues, document.published.toordinal()))
        if against or document.id in misfits:
            scores[document.id] = against
    return sorted(scores, key=lambda doc: (-scores[doc], doc))[: int(prior("questions", "most_documents"))]


def _misfits(prepared: Prepared, series: Sequence[SolvedSeries]) -> set[str]:
    """Return the dated documents with a figure of their own days that is repaired or set aside, or stands far alone."""
    found = set()
    for item in series:
        best = item.solved.histories[0]
        for number, statement in enumerate(item.solved.statements):
            if statement.claim.doc not in prepared.printed or not _is_relative(statement.claim):
                continue
            fate = best.fates[number]
            misfit = fate == REJECTED or item.solved.readings[number][fate].kind not in SOFT
            if misfit or _stands_alone(statement, item.solved.statements):
                found.add(statement.claim.doc)
    return found


def _is_relative(claim: CountClaim) -> bool:
    return claim.start_offset is not None or claim.end_offset is not None or claim.weekday is not None


def _stands_alone(statement: Statement, others: Sequence[Statement]) -> bool:
    """Say whether no other document tells of its days or of those near them, but some does a year before or after."""
    start, end = statement.window.start.day, statement.window.end.day
    windows = [
        (other.window.start.day, other.window.end.day)
        for other in others
        if other.claim.doc != statement.claim.doc and not other.window.docs and not other.window.open_start
    ]
    near = any(a <= end + _APART_DAYS and start - _APART_DAYS <= b for a, b in windows)
    a_year_off = any(a <= end + shift and start + shift <= b for a, b in windows for shift in (-365, 365))
    return a_year_off and not near


def _contradictions(document: Document, cues: Sequence[DatingCue], day: int) -> list[tuple[float, str]]:
    """Return the bits and reasons by which a document's own words speak against a day of publication.

    Cues of one kind on one side are seldom independent: beyond the first, each counts half.
    """
    seen: dict[tuple[str, bool], int] = {}
    found = []
    for cue in sorted(cues, key=lambda cue: (not cue.certain, cue.start)):
        if cue.doc != document.id or cue.kind == "metadata":
            continue
        early = cue.low is not None and day < cue.low.toordinal()
        late = cue.high is not None and day > cue.high.toordinal() + 1
        if early or late:
            rank = seen.get((cue.kind, early), 0)
            seen[cue.kind, early] = rank + 1
            bits = prior("questions", "certain_cue" if cue.certain else "uncertain_cue") / 2**rank
            found.append((bits, cue.why or f"says “{cue.quote}”"))
    return found


def _moved(
    found: Solved, doc: str, delta: int | None, make: Prepare, options: ReconcileOptions, seconds: Seconds
) -> tuple[float, Solved] | None:
    """Try a document a year off, or on any day (`delta` null); return the bits saved and the case solved that way.

    Null where the other day brings the document no company: a day of which nobody else tells explains anything.
    """
    document = next(each for each in found.inputs.documents if each.id == doc)
    printed = document.published
    inputs = _with_date(found.inputs, document, delta)
    prepared = make(inputs)
    day, span = prepared.printed.get(doc), prepared.spans.get(doc)
    if printed is None or (day is None and span is None):
        return None
    against = sum(bits for bits, _ in _contradictions(document, found.inputs.cues, printed.toordinal()))
    days = (span.low, span.high) if span is not None else (0, 0)
    if day is not None:
        against -= sum(bits for bits, _ in _contradictions(document, found.inputs.cues, day.toordinal()))
        days = (day.toordinal(),) * 2
    cost = prior("questions", "wrong_year" if day is not None else "wrong_date")
    cost += 0.0 if against > 0 else prior("questions", "unsaid")
    figures = _fitted(found, prepared, doc, printed.toordinal(), days)
    short = _proven(found.solution)
    touched = {key for case in (found.prepared, prepared) for key, own in case.series.items() if _speaks(doc, own)}
    touched -= {key for key, own in prepared.series.items() if len(own) > _TRIAL_CLAIMS}
    if not touched & short and figures + against - cost < prior("questions", "least_bits"):
        return None
    if not _same_figures(found.prepared, prepared, touched & short):
        return None
    solution = solve_all(only(prepared, touched & short), options, seconds, found.solution, widen=False)
    exact = touched & short & _proven(solution)
    if not _same_figures(found.prepared, prepared, exact):
        return None
    if exact and not company(solution.series, doc) > company(found.solution.series, doc) and not against:
        return None
    figures += _price(found.solution.series, exact) - _price(solution.series, exact) - _days_again(solution, exact, doc)
    if day is None and exact:
        cost += math.log2(days[1] - days[0] + 1)
    question = _question(document, printed, found.inputs.cues, against, figures, cost)
    merged = found.solution.with_new(solution, touched & short)
    return figures + against - cost, Solved(inputs, prepared, merged, {**found.questions, doc: question})


def _same_figures(one: Prepared, other: Prepared, series: set[Series]) -> bool:
    """Say whether series hold the same figures in both cases: another day can part or join groups, and so series."""
    first, second = ({s.id for key in series for s in case.series.get(key, ())} for case in (one, other))
    return first == second


def _proven(solution: Solution) -> set[Series]:
    """Return the series solved to a proven optimum: only their prices can be compared to the bit."""
    return {item.series for item in solution.series if not item.dated and not item.solved.histories[0].gap_bits}


def _fitted(found: Solved, prepared: Prepared, doc: str, printed: int, days: tuple[int, int]) -> float:
    """Return by how many bits the long series of a case make a document's figures likelier on some days than as dated.

    Of several days the mean likelihood counts, so that many days to choose from are no evidence.
    """
    saved = 0.0
    for item in found.solution.series:
        own = [s for s in prepared.series.get(item.series, ()) if s.claim.doc == doc]
        before = [s for s in found.prepared.series.get(item.series, ()) if s.claim.doc == doc]
        if not item.dated or not own or not before:
            continue
        wrong = max(prepared.case.speakers.wrong(s.claim) for s in own)
        history = item.solved.histories[0]
        others = _told_by_others(item, doc)
        alone = (len(history.waves) - len(others.waves)) * _wave_bits()
        there = np.array([printed])
        as_dated = min(costs(before, others, there, wrong)[0], costs(before, history, there, wrong)[0] + alone)
        moved = costs(own, others, np.arange(days[0], days[1] + 1), wrong)
        saved += float(as_dated) + float(np.log2(np.mean(np.exp2(-moved))))
    return saved


def _wave_bits() -> float:
    return math.log2(prior("history", "span_days_max")) + prior("history", "occasion_size_bits")


def _days_again(solution: Solution, exact: set[Series], doc: str) -> float:
    """Return the bits that open days of an undated document give back in more than one series: they are open once."""
    widths = [
        history.published[doc]
        for item in solution.series
        if item.series in exact and doc in (history := item.solved.histories[0]).published
    ]
    back = sum(math.log2(high - low + 1) for low, _, high in widths)
    low, _, high = solution.published.get(doc, (0, 0, 0))
    return back - math.log2(high - low + 1) if widths else 0.0


def _told_by_others(item: SolvedSeries, doc: str) -> History:
    """Return the best history of a series without the waves of which only one document tells."""
    best = item.solved.histories[0]
    pairs = list(zip(item.solved.statements, best.inside, strict=True))
    theirs = frozenset[int]().union(*(slots for statement, slots in pairs if statement.claim.doc != doc))
    return replace(best, waves=tuple(wave for wave in best.waves if wave.slot in theirs))


def _with_date(inputs: Inputs, document: Document, delta: int | None) -> Inputs:
    """Return the case with a document a year off, or without its date; what counts from its day goes with it."""
    printed = document.published
    assert printed is not None  # noqa: S101 - the caller passes dated documents
    moved = printed + relativedelta(years=delta) if delta is not None else None
    changed = msgspec.structs.replace(document, published=moved)
    return Inputs(
        [
            _with_window(claim, document, printed, delta) if claim.doc == document.id else claim
            for claim in inputs.claims
        ],
        [changed if each.id == document.id else each for each in inputs.documents],
        [cue for cue in inputs.cues if cue.doc != document.id or cue.kind not in _OWN_DATE],
        inputs.undatable,
    )


def _with_window(claim: CountClaim, document: Document, printed: date, delta: int | None) -> CountClaim:
    """Return a claim of a moved document: days counted from the document's are left open, a year not printed moves."""
    if _is_relative(claim):
        return msgspec.structs.replace(claim, start_date=None, end_date=None)
    if delta is None or claim.end_date is None:
        return claim
    near = document.text[max(0, claim.start - 150) : claim.start + len(claim.quote) + 150]
    if str(claim.end_date.year) in near or abs((claim.end_date - printed).days) > 366:
        return claim
    shift = relativedelta(years=delta)
    start = claim.start_date + shift if claim.start_date is not None else None
    return msgspec.structs.replace(claim, start_date=start, end_date=claim.end_date + shift)


def _speaks(doc: str, own: Sequence[Statement]) -> bool:
    return any(statement.claim.doc == doc for statement in own)


def only(prepared: Prepared, touched: set[Series]) -> Prepared:
    """Return a case with some of its series."""
    return replace(prepared, series={key: own for key, own in prepared.series.items() if key in touched})


def _price(series: Sequence[SolvedSeries], touched: set[Series]) -> float:
    return sum(price(item.solved.histories[0]) for item in series if item.series in touched)


def _question(
    document: Document, printed: date, cues: Sequence[DatingCue], against: float, figures: float, cost: float
) -> Question:
    """Return why a printed day is doubted, with the bits on either side."""
    reasons = [why for _, why in _contradictions(document, cues, printed.toordinal())]
    told = [f"its text {join(list(dict.fromkeys(reasons))[:3])}"] if reasons else []
    if figures > 1:
        told.append(f"its figures fit those of the others {figures:.1f} bits better on another day")
    why = (
        f"it is dated {day_text(printed)}, but {join(told)}; "
        f"{against + figures:.1f} bits speak against that day, {cost:.1f} for it"
    )
    return Question(printed, why, round(against + figures, 2), round(cost, 2))
