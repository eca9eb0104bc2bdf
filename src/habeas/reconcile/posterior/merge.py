"""Answers of the exact history, widened by what the error laws leave open."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import replace

import msgspec

from habeas.reconcile.exact.explain import repair_of
from habeas.reconcile.exact.fates import REJECTED, SOFT
from habeas.reconcile.lexicon import prior, table
from habeas.reconcile.outcome.assemble import SolvedSeries, fates_of
from habeas.reconcile.outcome.between import total_between
from habeas.reconcile.posterior.account import is_told_throughout, largest_within, settled
from habeas.reconcile.posterior.assess import Assessment
from habeas.reconcile.posterior.evidence import chance
from habeas.reconcile.posterior.grounds import (
    as_printed,
    is_clean,
    rests_on_numbers,
    spans_all,
)
from habeas.reconcile.posterior.let_go import Missing
from habeas.reconcile.posterior.own_series import Bracket, bracket
from habeas.reconcile.posterior.ranges import Rows, range_of
from habeas.reconcile.posterior.told import Floor
from habeas.reconcile.prepared.laws import Law, about
from habeas.reconcile.prepared.prepare import Prepared
from habeas.reconcile.prepared.statements import Series
from habeas.reconcile.prepared.wording import spanned
from habeas.values.claim import STOCKS, CountClaim
from habeas.values.history import Answer, Ask, Reading

_FAR_OFF, _FEW = 2.0, 5  # times beyond the drawn range, and people
_UNDOUBTED = 0.1
_TELLING = 8  # figures from which on a proven series tells what is usual
_LEVEL = "drawn from all counts by the error laws of their sources"
_BETWEEN = "by the counts nearest to it, moved by the waves told in between"
_PACE = "by the running totals before and after, at an even pace between them but for waves of known days"
_OWN_SERIES = "between the running totals of one source before and after"
_NO_SUM = "as no single sum of reports fits them"
_COUNTED = "what figures of these days count, and what was drawn for days of which none tells"


def merged(
    number: int,
    ask: Ask,
    given: Answer,
    solved: list[SolvedSeries],
    group: str,
    assessment: Assessment,
    level: int | None = None,
) -> Answer:
    """Return an answer with the range that the drawn histories leave, but for what the exact history settles.

    The best value of a stock is the `level` between counts of one source.
    """
    drawn = assessment.ranges.get(number)
    if drawn is None or drawn.low is None or drawn.best is None or drawn.high is None:
        return without_days(given, assessment.untimed.get(number, ()))
    if ask.measure in STOCKS:
        # A source's own series is that number, whatever the counts of others make likelier; ranges hold both.
        best = drawn.best if level is None else level
        words = _LEVEL if level is None else _BETWEEN
        return _told(given, min(drawn.low, best), best, max(drawn.high, best), words)
    if given.best is None:
        return _told(given, drawn.low, drawn.best, drawn.high)
    answered = _of_flow(number, ask, given, solved, group, assessment)
    return _lifted(answered, assessment.let_go[number]) if number in assessment.let_go else answered


def _lifted(given: Answer, more: Missing) -> Answer:
    """Return an answer about releases that holds those of whom only a fall of the stock tells; low stays as told."""
    best = (given.best or 0) + more.best
    high = max(best, (given.high or 0) + more.best, (given.best or 0) + more.high)
    low = given.low or 0
    text = f"{best:,} ({low:,} to {high:,}): {more.words}; by these alone {given.derivation}"
    return msgspec.structs.replace(given, low=low, best=best, high=high, derivation=text)


def _of_flow(
    number: int, ask: Ask, given: Answer, solved: list[SolvedSeries], group: str, assessment: Assessment
) -> Answer:
    """Return the answer about a flow: what its history settles, and what was drawn for all it leaves open.

    What a running total had come to between two of its reports is the best value where the range holds it.
    """
    drawn, people = assessment.ranges[number], given.best or 0
    item = next((one for one in solved if one.series == Series(ask.measure, group, "actual")), None)
    floor = assessment.floors.get(number, Floor(0, 0))
    left = None
    between = total_between(ask, item) if item is not None and not _doubted(item, given, assessment) else None
    if item is not None and _is_proven(number, item, given, assessment):
        if between is None and is_told_throughout(item, ask):
            return given
        left = settled(item, ask, assessment.histories[number])
        floor = replace(floor, least=max(floor.least, largest_within(item, ask)))
    if left is not None and left.low == left.high == people:
        return msgspec.structs.replace(given, low=left.low, high=left.high)
    rows = Rows(people, given.high or 0, part=number in assessment.balanced or people < floor.single)
    if item is not None and not _doubted(item, given, assessment):
        rows = replace(rows, whole=spans_all(item, ask), counted=rests_on_numbers(item, given, ask))
    low, best, high = range_of(rows, left or drawn, floor)
    leave = " and from what counts of those held leave" if number in assessment.balanced else ""
    words = f"drawn from all figures by the error laws of their sources{leave}, {_NO_SUM}" if left is None else _COUNTED
    if between is not None and low <= between <= high:
        best, words = between, _PACE
    own = _own_series(number, ask, assessment)
    if own is not None and not own.holds(best):
        best, words = own.nearest(best), _OWN_SERIES
    return _told(given, min(low, best), best, max(high, best), words)


def _own_series(number: int, ask: Ask, assessment: Assessment) -> Bracket | None:
    """Return what totals of one source, before and after the last day asked for, leave; null where none do."""
    drawn = assessment.histories.get(number)
    accused = {*assessment.repaired, *assessment.rejected}
    return None if drawn is None else bracket(ask, drawn.figures, accused)


def _is_proven(number: int, item: SolvedSeries, given: Answer, assessment: Assessment) -> bool:
    """Say whether an answer is that of a proven series, rests on no doubted figure, and is near what was drawn."""
    found = assessment.ranges[number]
    if number not in assessment.histories or not is_clean(item) or _doubted(item, given, assessment):
        return False
    return (found.low or 0) / _FAR_OFF <= (given.best or 0) <= _FAR_OFF * ((found.high or 0) + _FEW)


def _doubted(item: SolvedSeries, given: Answer, assessment: Assessment) -> set[str]:
    """Return the accused claims that an answer rests on, but for those that a proven history vouches for or mends."""
    doubted = {*assessment.repaired, *assessment.rejected} & set(given.claims) & as_printed(item)
    return doubted - _vouched(item, assessment) if doubted and is_clean(item) else doubted


def without_days(given: Answer, claims: Sequence[CountClaim]) -> Answer:
    """Return an answer by the largest of figures that no days can be given to: some, none, or all may fall inside."""
    counted = [claim for claim in claims if claim.low]
    if given.best is not None or not counted:
        return given
    largest = max(counted, key=lambda claim: (claim.low or 0, claim.id))
    text = f"{largest.low:,} are told by a report whose days nothing tells: how many of them belong here is open"
    return msgspec.structs.replace(given, low=0, best=largest.low, high=None, claims=(largest.id,), derivation=text)


def _told(given: Answer, low: int, best: int, high: int, drawn: str = _LEVEL) -> Answer:
    """Return an answer with another range, whose derivation says where its best value comes from if it is `drawn`."""
    if low == best == high == given.best:
        return msgspec.structs.replace(given, low=low, high=high)
    span = spanned(best, low, high)
    if given.best is not None and given.best != best:
        span += f"; {drawn}"
    text = f"{span}; {given.derivation}"
    return msgspec.structs.replace(given, low=low, best=best, high=high, derivation=text)


def _names_wrong(item: SolvedSeries) -> bool:
    """Say whether the best history of a series repairs or sets aside any claim."""
    return any(fates_of(item.solved, item.solved.histories[0]))


def _settled(item: SolvedSeries) -> set[str]:
    """Return the claims of a proven series that its history vouches for.

    They are all where it names what is wrong or is too short to tell what is usual, but for those that count what no
    other document counts; else those that others confirm.
    """
    statements = item.solved.statements
    if _names_wrong(item) or len(statements) < _TELLING:
        return _shared(item)
    return _confirmed(item)


def _shared(item: SolvedSeries) -> set[str]:
    """Return the claims some of whose people another document counts too: a proof about one claim alone is none."""
    best, statements = item.solved.histories[0], item.solved.statements
    counted = best.told_by([statement.claim.doc for statement in statements])
    return {
        statement.id
        for statement, slots in zip(statements, best.inside, strict=True)
        if any(counted[slot] - {statement.claim.doc} for slot in slots)
    }


def _confirmed(item: SolvedSeries) -> set[str]:
    """Return the claims of which every person is counted by another document's exact figure too.

    A sum that comes out to the person is no chance.
    """
    best, statements = item.solved.histories[0], item.solved.statements
    exact = [s.claim.doc if s.claim.low == s.claim.high and not s.claim.approx else None for s in statements]
    counted = best.told_by(exact)
    return {
        statement.id
        for statement, slots in zip(statements, best.inside, strict=True)
        if slots and all(counted.get(slot, set()) - {statement.claim.doc} for slot in slots)
    }


def _contradicted(item: SolvedSeries, by: Container[str] | None = None) -> Iterator[str]:
    """Yield the claims not kept whose number a kept one of the same days excludes: they cannot both stand.

    Only what some claims exclude is yielded where it is said `by` which.
    """
    best, solved = item.solved.histories[0], item.solved
    kept: dict[tuple[object, ...], list[Law]] = {}
    for number, statement, reading, _ in solved.kept(best):
        if reading.kind in SOFT and statement.role in {"on", "total"} and (by is None or statement.id in by):
            law = solved.readings[number][0].law
            kept.setdefault((statement.role, statement.window), []).append(_loosely(law))
    for statement, own, fate in zip(solved.statements, solved.readings, best.fates, strict=True):
        if fate == REJECTED or own[fate].kind not in SOFT:
            mine = _loosely(own[0].law)
            laws = kept.get((statement.role, statement.window), [])
            if any(_apart(mine, law) or _apart(law, mine) for law in laws):
                yield statement.id


def _loosely(law: Law) -> Law:
    """Return the law of a number as of an earlier or later state of the same list."""
    return about(law.low, prior("laws", "near_spread")) if law.low == law.high and law.low else law


def _apart(lower: Law, upper: Law) -> bool:
    return lower.high is not None and lower.high < upper.low


def _vouched(item: SolvedSeries, found: Assessment) -> set[str]:
    """Return the settled claims of a proven series; that a lone flow equals a stock, its own series cannot tell."""
    stocks = {claim for claim, c in found.repaired.items() if c.alternative.kind == "stock_for_flow"}
    return _settled(item) - (stocks - _confirmed(item))


def with_fates(reading: Reading, solved: Sequence[SolvedSeries], prepared: Prepared, found: Assessment) -> Reading:
    """Return the best reading with the fates that both the exact search and the error laws give claims of long series.

    The search flags whatever misses by a person; of that stands what the error laws, with the search, find as likely
    wrong as an accusation must be, and what they find so on their own account is added.
    """
    noisy = {s.id for item in solved if not is_clean(item) for s in item.solved.statements}
    stocks = {claim.id for claim in prepared.claims if claim.measure in STOCKS}
    contradicted = {claim for item in solved if not item.dated for claim in _contradicted(item)}
    pinned = set(prepared.case.settings.pinned)
    impossible = {claim for item in solved for claim in _contradicted(item, pinned)} if pinned else set()
    accuse = float(table("reporting")["terms"]["accuse"])

    def stands(claim: str, kind: str = "") -> bool:
        if claim in found.unjudged or claim in impossible:
            return True
        verdict = found.verdicts.get(claim)
        likely = verdict is not None and chance(verdict.evidence, search=True) >= accuse
        proven = claim in contradicted or (claim not in noisy and claim not in stocks)
        # Proven: no other history of these few figures is cheaper, or two of them exclude each other. What the error
        # laws find quite in order is an early count then, or a wave that nobody else tells of and that a proof spares;
        # but whom a figure counts they do not weigh.
        return likely or (proven and (kind == "wrong_group" or found.doubt.get(claim, 1.0) > _UNDOUBTED))

    repairs = [repair for repair in reading.repairs if stands(repair.claim, repair.kind)]
    rejected = [claim for claim in reading.rejected if stands(claim)]
    known = {repair.claim for repair in repairs} | set(rejected)
    # Where the proof of a short series already names what is wrong, nothing else in it is accused.
    settled = {claim for item in solved if is_clean(item) for claim in _vouched(item, found)}
    everyone = {claim.id for claim in (*prepared.claims, *prepared.adrift)}
    open_to_doubt = everyone - known - settled - pinned
    repairs += [repair_of(c.statement, c.alternative) for claim, c in found.repaired.items() if claim in open_to_doubt]
    rejected += [claim for claim in found.rejected if claim in open_to_doubt]
    return msgspec.structs.replace(reading, repairs=tuple(repairs), rejected=tuple(dict.fromkeys(rejected)))
