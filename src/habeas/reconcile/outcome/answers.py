"""Answers to questions: how many, between what bounds, why, and what would change it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from habeas.reconcile.exact.evened import alike
from habeas.reconcile.exact.explain import said
from habeas.reconcile.exact.history import History, Wave
from habeas.reconcile.exact.readings import price
from habeas.reconcile.outcome.assemble import SolvedSeries
from habeas.reconcile.outcome.decisive import decisive
from habeas.reconcile.outcome.derive import Derivation, derivation_text, derive
from habeas.reconcile.outcome.widths import law_width, over_readings
from habeas.reconcile.prepared.groups import BROADER, POPULATION, Groups
from habeas.reconcile.prepared.numbers import is_counted
from habeas.reconcile.prepared.statements import Series, Statement
from habeas.reconcile.prepared.wording import between_text, day_text, done, join, number_word, span_text
from habeas.values.claim import STOCKS
from habeas.values.history import Answer, Ask, Stock

Told = Mapping[Series, Sequence[Statement]]
_COUNTED_STOCK: Final = 20  # a list of people held is counted, however short


def answer(
    ask: Ask, solved: Sequence[SolvedSeries], stocks: Sequence[Stock], groups: Groups, told: Told = MappingProxyType({})
) -> Answer:
    """Answer one question from the solved series, or say that no report speaks of it.

    `told` are the statements of all series, also of those for which no history was found in time.
    """
    text = ask.text or f"{ask.measure} {ask.group + ' ' if ask.group else ''}{ask.start}..{ask.end}"
    group = asked_group(ask, solved, groups, told)
    if ask.measure in STOCKS:
        return _stock(ask, text, stocks, groups.name(group))
    item = next((one for one in solved if one.series == Series(ask.measure, group, "actual")), None)
    if item is None:
        said = f"no report in the case counts {groups.name(group)} {done(ask.measure)}; no report is not zero"
        if any(statement.role in {"on", "total"} for statement in told.get(Series(ask.measure, group, "actual"), ())):
            said = (
                f"no history of {groups.name(group)} {done(ask.measure)} was found in the time given; allow more time"
            )
        return Answer(ask=text, low=None, best=None, high=None, derivation=said)
    return _flow(ask, text, item)


def asked_group(ask: Ask, solved: Sequence[SolvedSeries], groups: Groups, told: Told = MappingProxyType({})) -> str:
    """Return the key of the group a question means: without one, that which most figures of the measure count.

    Of groups that as many figures count it is the whole population, or else the largest.
    """
    if ask.group is not None:
        return groups.key(ask.group)
    every = {**told, **{item.series: item.solved.statements for item in solved}}
    counts = {
        series.group: (
            sum(not statement.carried for statement in own),
            series.group == POPULATION,
            max((statement.claim.low or 0 for statement in own), default=0),
        )
        for series, own in every.items()
        if series.measure == ask.measure and series.ledger == "actual" and series.group != BROADER
    }
    return max(sorted(counts), key=lambda group: counts[group], default=POPULATION)


def _flow(ask: Ask, text: str, item: SolvedSeries) -> Answer:
    start, end = ask.days
    best = item.solved.histories[0]
    sure, _ = _split(best, start, end)
    likely = _likely(best, start, end)
    number = _sum(best, likely)
    derivation = derived(item, ask)
    low, high = over_readings(item.solved, lambda history: _bounds(history, start, end))
    carrying = [n for n, inside in enumerate(best.inside) if inside & likely]
    least, most = law_width(item.solved, best, carrying, derivation, number)
    low, high = min(low, least), max(high, most)
    low, high = _as_told(item, start, end, low, high) if item.hasty else (low, high)
    bounds = _told_most(item, best, ask) if not likely else []
    high = max(high, min((item.solved.statements[n].claim.high or 0 for n in bounds), default=high))
    return Answer(
        ask=text,
        low=low,
        best=number,
        high=high,
        claims=_claims(item, best, likely, derivation) or tuple(item.solved.statements[n].id for n in bounds),
        derivation=_text(item, best, ask, likely, sure, number),
        bits_to_next=_bits_to_next(item, best, number, start, end),
        decisive_claim=decisive(item, best, likely),
    )


def derived(item: SolvedSeries, ask: Ask) -> Derivation | None:
    """Return the best history's number for the days asked for as a sum of figures, null where none adds up to it."""
    return derive(_likely(item.solved.histories[0], *ask.days), item.known)


def _likely(history: History, start: int, end: int) -> frozenset[int]:
    """Return the slots that lie within start..end, or more likely than not."""
    sure, maybe = _split(history, start, end)
    return sure | {wave.slot for wave in history.waves if wave.slot in maybe and _mostly(wave, start, end)}


def _told_most(item: SolvedSeries, best: History, ask: Ask) -> list[int]:
    """Return the kept statements that at most so many, or none, moved in a window that holds all days asked for."""
    first, last = ask.days
    return [
        number
        for number, statement, reading, _ in item.solved.kept(best)
        if statement.claim.high is not None
        and not statement.claim.low
        and not reading.window.docs
        and reading.window.start.day <= first
        and last <= reading.window.end.day
    ]


def _as_told(item: SolvedSeries, start: int, end: int, low: int, high: int) -> tuple[int, int]:
    """Widen a range of a history that nothing proves, so that it excludes nothing that a report tells.

    Such a history may count people twice: sure is only the largest figure of days within those asked for. Nor is low
    more than any figure of days around them.
    """
    within = 0
    for statement in item.solved.statements:
        window, claim = statement.window, statement.claim
        if statement.role not in {"on", "total"} or window.open_start:
            continue
        if start <= window.start.day and window.end.day <= end:
            within = max(within, claim.low or 0)
        first, last = window.reach
        if first <= start and end <= last and claim.high is not None:
            low = min(low, claim.high)
    return min(low, within), max(high, within)


def _split(history: History, start: int, end: int) -> tuple[frozenset[int], frozenset[int]]:
    """Part a history's slots into those surely within start..end and those that may be."""
    sure = frozenset(wave.slot for wave in history.waves if start <= wave.low and wave.high <= end)
    touching = frozenset(wave.slot for wave in history.waves if wave.high >= start and wave.low <= end)
    return sure, touching - sure


def _mostly(wave: Wave, start: int, end: int) -> bool:
    inside = min(wave.high, end) - max(wave.low, start) + 1
    return 2 * inside > wave.high - wave.low + 1


def _sum(history: History, slots: frozenset[int]) -> int:
    return sum(wave.size for wave in history.waves if wave.slot in slots)


def _bounds(history: History, start: int, end: int) -> tuple[int, int]:
    sure, maybe = _split(history, start, end)
    return _sum(history, sure), _sum(history, sure | maybe)


def _best(history: History, start: int, end: int) -> int:
    return sum(
        wave.size for wave in history.waves if wave.high >= start and wave.low <= end and _mostly(wave, start, end)
    )


def _claims(
    item: SolvedSeries, history: History, slots: frozenset[int], derivation: Derivation | None
) -> tuple[str, ...]:
    ids = [
        s.id
        for s, inside in zip(item.solved.statements, history.inside, strict=True)
        if inside and inside <= slots and s.role != "size"
    ]
    if derivation is not None:
        ids = [item.solved.statements[fact.number].id for fact in (*derivation.plus, *derivation.minus)] + ids
    return tuple(dict.fromkeys(ids))


def _bits_to_next(item: SolvedSeries, best: History, number: int, start: int, end: int) -> float | None:
    """Return the bits to the next history with another answer, null where none was found."""
    for history in item.solved.histories[1:]:
        if _best(history, start, end) != number:
            return round(max(0.0, price(history) - price(best)), 2)
    return None


def _text(
    item: SolvedSeries, best: History, ask: Ask, likely: frozenset[int], sure: frozenset[int], number: int
) -> str:
    solved = item.solved
    when = span_text(*ask.days)
    if not likely:
        bounds = _told_most(item, best, ask)
        told = [said(solved.statements[n], solved.readings[n][best.fates[n]]) for n in bounds]
        if told:
            most = min(solved.statements[n].claim.high or 0 for n in bounds)
            return f"{f'at most {most:,}' if most else 'none'} {done(ask.measure)} {when}: {join(told)}"
        return f"no report puts anyone {done(ask.measure)} {when}; no report is not zero"
    known = item.known
    waves = [wave for wave in best.waves if wave.slot in likely]
    text = f"{number:,} {done(ask.measure)} {when}: {join(_parts(best, waves))}"
    whole = derive(likely, known)
    if whole is not None:
        text += f"; as a sum of figures: {derivation_text(whole, solved, best)}"
    for wave in waves:
        single = derive(frozenset({wave.slot}), known)
        if single is not None and len(single.plus) + len(single.minus) > 1:
            text += f"; {wave.size:,} {between_text(wave.low, wave.high)} is {derivation_text(single, solved, best)}"
    if likely - sure:
        text += "; some of these may lie outside the days asked for"
    return text


def _parts(history: History, waves: Sequence[Wave]) -> list[str]:
    """Return the waves in words, those of which only the sum is told as one."""
    together = {wave.slot: own for own in alike(history) for wave in own if all(each in waves for each in own)}
    found: dict[tuple[int, ...], str] = {}
    for wave in waves:
        own = together.get(wave.slot, [wave])
        span = between_text(min(each.low for each in own), max(each.high for each in own))
        text = f"{sum(each.size for each in own):,} {span}" + ("" if wave.occasion else " (not broken down)")
        if len(own) > 1:
            text += f" on {number_word(len(own))} occasions (how many on each is not told)"
        found.setdefault(tuple(each.slot for each in own), text)
    return list(found.values())


def _stock(ask: Ask, text: str, stocks: Sequence[Stock], group: str) -> Answer:
    own = [stock for stock in stocks if stock.measure == ask.measure and stock.group == group]
    inside = [stock for stock in own if ask.start <= stock.date <= ask.end]
    before = [stock for stock in own if stock.date <= ask.end]
    chosen = max(inside or before, key=lambda stock: stock.date, default=None)
    after = min((stock for stock in own if stock.date > ask.end), key=lambda stock: stock.date, default=None)
    if chosen is None:
        said = f"no report counts {group} {done(ask.measure)} by then"
        said += "" if after is None else f"; the first count is of {day_text(after.date)}: {after.derivation}"
        return Answer(ask=text, low=None, best=None, high=None, derivation=said)
    said = f"the count of {day_text(chosen.date)}: {chosen.derivation}"
    claims = chosen.claims
    if not inside:
        said = f"nobody counts on these days; {said}"
        if after is not None:
            said, claims = f"{said}; that of {day_text(after.date)}: {after.derivation}", (*claims, *after.claims)
    return Answer(ask=text, low=chosen.low, best=chosen.best, high=chosen.high, claims=claims, derivation=said)


def is_bound(stock: Stock) -> bool:
    """Say whether a count is only bounded from below, by a number that nobody has counted."""
    counted = is_counted(stock.best or 0, _COUNTED_STOCK)
    return stock.low == stock.best and stock.best != stock.high and not counted
