"""What the exact history's number for the days of a question rests on."""

from __future__ import annotations

from habeas.reconcile.exact.engine import History
from habeas.reconcile.exact.fates import REJECTED, SOFT
from habeas.reconcile.lexicon import prior
from habeas.reconcile.outcome.answers import derived
from habeas.reconcile.outcome.assemble import SolvedSeries, fates_of
from habeas.reconcile.outcome.derive import Derivation, Fact
from habeas.reconcile.prepared.laws import is_counted
from habeas.reconcile.prepared.windows import Edge
from habeas.values.history import Answer, Ask

_SMALL = 40
_CLEAN_SHARE = 0.12
_LONG, _RIM = 28, 2  # windows of so many days may end so many days off


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


def told_share(item: SolvedSeries, ask: Ask) -> float:
    """Return the share of the days asked for that lie within totals of the best history bounded from both sides.

    Outside them a history holds only what somebody told by the day: that nobody tells of more is no figure.
    """
    best = item.solved.histories[0]
    first, last = ask.start.toordinal(), ask.end.toordinal()
    told: set[int] = set()
    for statement, readings, fate in zip(item.solved.statements, item.solved.readings, best.fates, strict=True):
        if fate == REJECTED or statement.role != "total" or statement.claim.high is None:
            continue
        window = readings[fate].window
        start, end = _edge(window.start, best), _edge(window.end, best)
        if start is not None and end is not None and not window.open_start:
            told.update(range(max(first, start - window.start.early), min(last, end + window.end.late) + 1))
    return len(told) / (last - first + 1)


def _edge(edge: Edge, history: History) -> int | None:
    """Return the likeliest day of a window's edge, null where it hangs on a document without a day."""
    if edge.doc is None:
        return edge.day
    span = history.published.get(edge.doc)
    return None if span is None else span[1] + edge.day


def is_confirmed(item: SolvedSeries, ask: Ask) -> bool:
    """Say whether two documents at least count every wave of the days asked for, each bounded from both sides.

    Their sums then hold each other to the person. A wave that one figure alone tells of is as sure as that figure. An
    exact figure of no stated time, or of a narrower group, that comes out to the person counts the same people.
    """
    best = item.solved.histories[0]
    first, last = ask.start.toordinal(), ask.end.toordinal()
    told: dict[int, set[str]] = {wave.slot: set() for wave in best.waves if wave.high >= first and wave.low <= last}
    for statement, fate, inside in zip(item.solved.statements, best.fates, best.inside, strict=True):
        claim, counted = statement.claim, inside & told.keys()
        if fate == REJECTED or claim.high is None or not counted:
            continue
        if statement.role in {"on", "total"} or claim.low == claim.high == sum(best.sizes[slot] for slot in inside):
            for slot in counted:
                told[slot].add(claim.doc)
    return bool(told) and all(len(docs) > 1 for docs in told.values())


def is_whole(item: SolvedSeries, given: Answer, ask: Ask) -> bool:
    """Say whether an answer is a figure whose own window lies within the days asked for: nobody says fewer."""
    best = item.solved.histories[0]
    carrying = set(given.claims)
    for statement, readings, fate in zip(item.solved.statements, item.solved.readings, best.fates, strict=True):
        window = readings[fate].window
        start, end = _edge(window.start, best), _edge(window.end, best)
        if statement.id not in carrying or fate == REJECTED or window.open_start or start is None or end is None:
            continue
        # The edges of a long window are not told to the day.
        rim = _RIM if end - start >= _LONG else 0
        first, last = ask.start.toordinal() - rim, ask.end.toordinal() + rim
        if first <= start - window.start.early and end <= last and statement.claim.low == given.best:
            return True
    return False


def rests_on_numbers(item: SolvedSeries, given: Answer, ask: Ask) -> bool:
    """Say whether an answer is a sum of just what was counted, of these days, or rests on two-sided figures alone.

    "More than 30,000 since February" lets a history put everybody on any day since: its cheapest day is no evidence.
    """
    sums = derived(item, ask)
    if sums is not None and all(_is_counted(item, fact) for fact in (*sums.plus, *sums.minus)):
        return _lies_within(item, sums, ask)
    carrying = [s.claim for s in item.solved.statements if s.id in set(given.claims)]
    return bool(carrying) and all(claim.high is not None for claim in carrying)


def _lies_within(item: SolvedSeries, sums: Derivation, ask: Ask) -> bool:
    """Say whether the days that a sum counts lie within those asked for, but for edges, which are not told to the day.

    78 since January less 60 since February count January.
    """
    best, steps = item.solved.histories[0], dict[int, int]()
    for fact, sign in (*((fact, 1) for fact in sums.plus), *((fact, -1) for fact in sums.minus)):
        window = item.solved.readings[fact.number][best.fates[fact.number]].window
        start, end = _edge(window.start, best), _edge(window.end, best)
        if start is None or end is None:
            return False
        steps[start] = steps.get(start, 0) + sign
        steps[end + 1] = steps.get(end + 1, 0) - sign
    changes = sorted(day for day, step in steps.items() if step)
    if not changes:
        return True
    rim = _RIM if changes[-1] - changes[0] >= _LONG else 0
    return ask.start.toordinal() - rim <= changes[0] and changes[-1] - 1 <= ask.end.toordinal() + rim


def _is_counted(item: SolvedSeries, fact: Fact) -> bool:
    claim = item.solved.statements[fact.number].claim
    if claim.high is None:
        return claim.low == fact.value and is_counted(fact.value)
    return abs(fact.value - (claim.low or 0)) <= prior("laws", "near_spread") * fact.value


def spans_all(item: SolvedSeries, ask: Ask) -> bool:
    """Say whether the days asked for hold every wave of the best history."""
    waves = item.solved.histories[0].waves
    first, last = ask.start.toordinal(), ask.end.toordinal()
    return bool(waves) and all(first <= wave.low and wave.high <= last for wave in waves)


def as_printed(item: SolvedSeries) -> set[str]:
    """Return the claims that the best history keeps as they are printed."""
    solved, fates = item.solved, item.solved.histories[0].fates
    kept = zip(solved.statements, solved.readings, fates, strict=True)
    return {statement.id for statement, own, fate in kept if fate != REJECTED and own[fate].kind in SOFT}
