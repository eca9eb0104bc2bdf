"""The answers to a case's questions: the exact history's, with what estimators find from it and from the draws."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from habeas.reconcile.outcome.answers import answer, asked_group
from habeas.reconcile.outcome.assemble import SolvedSeries
from habeas.reconcile.outcome.coherent import Asked, coherent, outnumbering
from habeas.reconcile.outcome.levels import level_between
from habeas.reconcile.outcome.promises import with_promises
from habeas.reconcile.posterior.assess import Assessment
from habeas.reconcile.posterior.estimators import Estimate, Question, estimated
from habeas.reconcile.posterior.let_go import Missing
from habeas.reconcile.posterior.two_counts import Apart, with_both
from habeas.reconcile.prepared.prepare import Prepared
from habeas.reconcile.prepared.statements import Series
from habeas.reconcile.prepared.wording import spanned
from habeas.values.claim import STOCKS, CountClaim
from habeas.values.history import Answer, Ask, Promise, Stock


def answers_to(
    asks: Sequence[Ask],
    series: list[SolvedSeries],
    stocks: Sequence[Stock],
    prepared: Prepared,
    assessment: Assessment,
    promises: Sequence[Promise],
    two: Sequence[Apart],
) -> tuple[Answer, ...]:
    """Return answers by the exact history where it leaves no doubt, else by the histories that error laws allow."""
    groups, found = prepared.case.groups, []
    accused = {*assessment.repaired, *assessment.rejected}
    for n, ask in enumerate(asks):
        group = asked_group(ask, series, groups, prepared.series)
        exact = answer(ask, series, stocks, groups, prepared.series)
        item = next((one for one in series if one.series == Series(ask.measure, group, "actual")), None)
        drawn = assessment.ranges.get(n)
        level = level_between(ask, stocks, series, groups, groups.name(group), accused, drawn)
        given = _answered(n, ask, exact, item, assessment, level)
        for pair in two:
            if (pair.told.measure, pair.told.group) == (ask.measure, groups.name(group)):
                given = with_both(given, exact.derivation, ask, pair, prepared)
        found.append(Asked(ask, group, _without_days(given, prepared.undated(ask.measure, group))))
    told = coherent(found, groups, outnumbering(series, groups))
    return tuple(
        with_promises(given, one.ask, groups.name(one.group), promises) for one, given in zip(found, told, strict=True)
    )


def _answered(
    number: int,
    ask: Ask,
    given: Answer,
    item: SolvedSeries | None,
    assessment: Assessment,
    level: int | None,
) -> Answer:
    """Return an answer with the range that the drawn histories leave, but for what the exact history settles."""
    drawn = assessment.ranges.get(number)
    if drawn is None or drawn.low is None or drawn.best is None or drawn.high is None:
        return _without_days(given, assessment.untimed.get(number, ()))
    question = Question(number, ask, given, item, assessment, drawn, level)
    if ask.measure in STOCKS or given.best is None:
        return _told(given, estimated(question))
    answered = given if question.is_told_throughout else _told(given, estimated(question))
    return _lifted(answered, assessment.let_go[number]) if number in assessment.let_go else answered


def _lifted(given: Answer, more: Missing) -> Answer:
    """Return an answer about releases that holds those of whom only a fall of the stock tells; low stays as told."""
    best = (given.best or 0) + more.best
    high = max(best, (given.high or 0) + more.best, (given.best or 0) + more.high)
    low = given.low or 0
    text = f"{best:,} ({low:,} to {high:,}): {more.words}; by these alone {given.derivation}"
    return msgspec.structs.replace(given, low=low, best=best, high=high, derivation=text)


def _without_days(given: Answer, claims: Sequence[CountClaim]) -> Answer:
    """Return an answer by the largest of figures that no days can be given to: some, none, or all may fall inside."""
    counted = [claim for claim in claims if claim.low]
    if given.best is not None or not counted:
        return given
    largest = max(counted, key=lambda claim: (claim.low or 0, claim.id))
    text = f"{largest.low:,} are told by a report whose days nothing tells: how many of them belong here is open"
    return msgspec.structs.replace(given, low=0, best=largest.low, high=None, claims=(largest.id,), derivation=text)


def _told(given: Answer, found: Estimate) -> Answer:
    """Return an answer as estimated, whose derivation says where a best value comes from that is not its own."""
    low, best, high = found.low, found.best, found.high
    if low == best == high == given.best:
        return msgspec.structs.replace(given, low=low, high=high)
    span = spanned(best, low, high)
    if given.best is not None and given.best != best:
        span += f"; {found.words}"
    text = f"{span}; {given.derivation}"
    return msgspec.structs.replace(given, low=low, best=best, high=high, derivation=text)
