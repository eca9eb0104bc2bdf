"""What of a question the exact history has proven, and what is open: a range is the one and the draws of the other.

A figure bounded from both sides that a proven history keeps, and whose days lie within those asked for, leaves no more
open about them than its own bounds if another document counts the same people. So does one that stands alone, where no
report of the series is contradicted; but a monitor counts those it has verified so far: what it alone tells stays open.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from habeas.reconcile.exact.history import History
from habeas.reconcile.outcome.assemble import SolvedSeries, fates_of
from habeas.reconcile.outcome.widths import law_width
from habeas.reconcile.posterior.drawn import Drawn
from habeas.reconcile.prepared.windows import Days, Window, lies_within
from habeas.values.history import Ask, Range

_VERIFYING: Final = "monitor"
_MOST = 0.6  # share of the days asked for that totals must tell of for sums that confirm each other to stand alone


def settled(item: SolvedSeries, ask: Ask, drawn: Drawn) -> Range | None:
    """Return the range that a proven series leaves to a question, null where it settles nothing of its days.

    It is what the settled figures count, each within its own bounds, and what the draws put on the other days.
    """
    best, docs = item.solved.histories[0], _documents(item)
    # What the draws do without, being in doubt or of no known day, settles nothing by itself.
    sure = {figure.claim for figure in drawn.figures if figure.kind != _VERIFYING}
    disputed = any(fates_of(item.solved, best))
    counted, days, low, high = set[int](), list[tuple[int, int]](), 0, 0
    for number, span in _told_within(item, ask):
        inside = best.inside[number]
        alone = any(len(docs.get(slot, ())) < 2 for slot in inside)
        if alone and (disputed or item.solved.statements[number].id not in sure):
            continue
        days.append(span)
        if not inside <= counted:
            people = best.people(inside)
            least, most = (
                (people, people) if _is_exact(item, number) else law_width(item.solved, best, [number], None, people)
            )
            new = best.people(inside - counted)
            low, high = low + new - (people - least), high + new + most - people
            counted |= inside
    if not days:
        return None
    rest = list(_between(*ask.days, sorted(days)))
    people = best.people(counted)
    left = drawn.moved(rest) if rest else Range(low=0, best=0, high=0)
    return Range(low=low + (left.low or 0), best=people + (left.best or 0), high=high + (left.high or 0))


def is_told_throughout(item: SolvedSeries, ask: Ask) -> bool:
    """Say whether two documents count every wave of the days asked for, and totals tell of most of these days.

    Their sums then hold each other to the person, however loosely the ends of their windows are told. People of whom
    no report gives the days, some of them within those asked for and some without, are not told to the person.
    """
    best, docs = item.solved.histories[0], _documents(item)
    first, last = ask.days
    waves = [wave for wave in best.waves if wave.high >= first and wave.low <= last]
    if not waves or any(not wave.occasion and not lies_within((wave.low, wave.high), ask.days) for wave in waves):
        return False
    return all(len(docs.get(wave.slot, ())) > 1 for wave in waves) and _share_told(item, ask) >= _MOST


def _share_told(item: SolvedSeries, ask: Ask) -> float:
    """Return the share of the days asked for that lie within totals of the best history bounded from both sides."""
    best, (first, last) = item.solved.histories[0], ask.days
    told: set[int] = set()
    for _, statement, reading, _ in item.solved.kept(best):
        if statement.role != "total" or statement.claim.high is None:
            continue
        span = _days(reading.window, best)
        if span is not None:
            told.update(range(max(first, span[0]), min(last, span[1]) + 1))
    return len(told) / (last - first + 1)


def largest_within(item: SolvedSeries, ask: Ask) -> int:
    """Return the least of the largest kept figure whose days lie within those asked for: nobody says fewer."""
    best = item.solved.histories[0]
    kept = (
        reading.law.low
        for _, statement, reading, _ in item.solved.kept(best)
        if statement.role not in {"size", "ceiling"}
        and (span := _days(reading.window, best)) is not None
        and lies_within(span, ask.days)
    )
    return max(kept, default=0)


def _told_within(item: SolvedSeries, ask: Ask) -> list[tuple[int, tuple[int, int]]]:
    """Return the kept figures of days within those asked for, bounded from both sides, exact ones first."""
    best, found = item.solved.histories[0], []
    for number, statement, reading, inside in item.solved.kept(best):
        if statement.role not in {"on", "total"} or statement.claim.high is None:
            continue
        span = _days(reading.window, best)
        # "Up to 50" of days on which nobody moved says no more than that it may be so.
        tells = inside or statement.claim.high == 0
        if tells and span is not None and lies_within(span, ask.days):
            found.append((number, span))
    return sorted(found, key=lambda each: (not _is_exact(item, each[0]), each[0]))


def _is_exact(item: SolvedSeries, number: int) -> bool:
    """Say whether a kept figure is exact and comes out to the person."""
    best = item.solved.histories[0]
    law = item.solved.readings[number][best.fates[number]].law
    people = best.people(best.inside[number])
    return law.low == law.high == people and not item.solved.statements[number].claim.approx


def _days(window: Window, history: History) -> Days | None:
    """Return the days of a window, all that its edges leave, null where it is open or hangs on an unknown day."""
    days = history.days_of(window)
    return None if window.open_start or days is None else (days[0] - window.start.early, days[1] + window.end.late)


def _documents(item: SolvedSeries) -> dict[int, set[str]]:
    """Return, for each slot, the documents that count it, each in a figure bounded from both sides.

    An exact figure of no stated time, or of a narrower group, that comes out to the person counts the same people.
    """
    best = item.solved.histories[0]
    names: list[str | None] = [None] * len(item.solved.statements)
    for number, statement, _, inside in item.solved.kept(best):
        claim = statement.claim
        if claim.high is not None and (
            statement.role in {"on", "total"} or claim.low == claim.high == best.people(inside)
        ):
            names[number] = claim.doc
    return best.told_by(names)


def _between(first: int, last: int, told: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the stretches of first..last that none of the told days, in their order, covers."""
    reached = first
    for start, end in told:
        if start > reached:
            yield reached, start - 1
        reached = max(reached, end + 1)
    if reached <= last:
        yield reached, last
