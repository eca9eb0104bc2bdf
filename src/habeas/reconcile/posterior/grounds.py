"""What the exact history's number for the days of a question rests on."""

from __future__ import annotations

from habeas.reconcile.exact.fates import SOFT
from habeas.reconcile.lexicon import prior
from habeas.reconcile.outcome.answers import derived
from habeas.reconcile.outcome.assemble import SolvedSeries, fates_of
from habeas.reconcile.outcome.derive import Derivation, Fact
from habeas.reconcile.prepared.numbers import is_counted
from habeas.reconcile.prepared.windows import lies_within
from habeas.values.history import Answer, Ask

_SMALL = 40  # figures beyond which a series is no puzzle with a solution
_CLEAN_SHARE = 0.12  # of its figures may be read otherwise than printed (one always) in such a puzzle


def is_clean(item: SolvedSeries | None) -> bool:
    """Say whether one exact history explains a short series: proven cheapest, and hardly a claim read otherwise.

    Such a series is a puzzle with a solution: its figures fix each other to the person, and error laws add nothing.
    """
    if item is None or item.dated:
        return False
    best = item.solved.histories[0]
    claims = len(item.solved.statements)
    if claims > _SMALL or best.gap_bits > 0:
        return False
    repairs, rejected = fates_of(item.solved, best)
    return len(repairs) + len(rejected) <= max(1, _CLEAN_SHARE * claims)


def rests_on_numbers(item: SolvedSeries, given: Answer, ask: Ask) -> bool:
    """Say whether an answer is a sum of just what was counted, of these days, or rests on two-sided figures alone.

    "More than 30,000 since February" lets a history put everybody on any day since: its cheapest day is no evidence.
    Of the days since February itself it is what was counted.
    """
    sums = derived(item, ask)
    if sums is not None and len(sums.plus) == 1 and not sums.minus and _is_total_of(item, sums.plus[0], ask):
        return True
    if sums is not None and all(_is_counted(item, fact) for fact in (*sums.plus, *sums.minus)):
        return _lies_within(item, sums, ask)
    carrying = [s.claim for s in item.solved.statements if s.id in set(given.claims)]
    two_sided = bool(carrying) and all(claim.high is not None for claim in carrying)
    return two_sided and (sums is None or _lies_within(item, sums, ask))


def _is_total_of(item: SolvedSeries, fact: Fact, ask: Ask) -> bool:
    """Say whether a figure is a running total of just the days asked for, but for edges, met to the person."""
    statement, best = item.solved.statements[fact.number], item.solved.histories[0]
    window = item.solved.readings[fact.number][best.fates[fact.number]].window
    days = best.days_of(window)
    if days is None or statement.claim.when_kind != "since" or statement.claim.low != fact.value:
        return False
    return lies_within(days, ask.days) and lies_within(ask.days, days)


def _lies_within(item: SolvedSeries, sums: Derivation, ask: Ask) -> bool:
    """Say whether the days that a sum counts lie within those asked for, but for edges, which are not told to the day.

    78 since January less 60 since February count January.
    """
    best, steps = item.solved.histories[0], dict[int, int]()
    for fact, sign in (*((fact, 1) for fact in sums.plus), *((fact, -1) for fact in sums.minus)):
        window = item.solved.readings[fact.number][best.fates[fact.number]].window
        days = best.days_of(window)
        if days is None:
            return False
        start, end = days
        steps[start] = steps.get(start, 0) + sign
        steps[end + 1] = steps.get(end + 1, 0) - sign
    changes = sorted(day for day, step in steps.items() if step)
    return not changes or lies_within((changes[0], changes[-1] - 1), ask.days)


def _is_counted(item: SolvedSeries, fact: Fact) -> bool:
    claim = item.solved.statements[fact.number].claim
    if claim.high is None:
        return claim.low == fact.value and is_counted(fact.value)
    return abs(fact.value - (claim.low or 0)) <= prior("laws", "near_spread") * fact.value


def spans_all(item: SolvedSeries, ask: Ask) -> bool:
    """Say whether the days asked for hold every wave of the best history."""
    waves = item.solved.histories[0].waves
    first, last = ask.days
    return bool(waves) and all(first <= wave.low and wave.high <= last for wave in waves)


def as_printed(item: SolvedSeries) -> set[str]:
    """Return the claims that the best history keeps as they are printed."""
    return {each.statement.id for each in item.solved.kept(item.solved.histories[0]) if each.reading.kind in SOFT}
