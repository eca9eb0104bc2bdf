"""Figures that follow from a record's history by addition and comparison alone.

Nothing is estimated here: totals are sums of the best reading's occasions and lumps, or the reconciled answer to
the same question where there is one (its interval is narrower, because the parts of a sum vary together).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

import msgspec

from habeas.publish.questions import Question, questions
from habeas.publish.wording import extremes
from habeas.values.history import Answer, Lump, Occasion, Range, Stock
from habeas.values.record import Record

_SEASON: Final = 92  # days after which a count of people held is old where another series is newer


class Total(msgspec.Struct, frozen=True, kw_only=True):
    """People of one measure and group who moved between two days, with the parts that make the number."""

    measure: str
    group: str
    start: date | None
    end: date | None
    low: int | None
    best: int | None
    high: int | None
    occasions: tuple[Occasion, ...] = ()
    lumps: tuple[Lump, ...] = ()
    claims: tuple[str, ...] = ()
    derivation: str = ""

    @property
    def first(self) -> date | None:
        """The first day that its history has, also where no report says since when it counts."""
        starts = [row.date.low for row in self.occasions] + [row.start for row in self.lumps]
        return self.start or min((day for day in starts if day is not None), default=None)

    @property
    def counted(self) -> bool:
        """Whether each part is one exact number: what lies above their sum is open, and they are no bound of it."""
        sizes = [part.size for part in parts(self)]
        return bool(sizes) and all(size.low is not None and size.low == size.high for size in sizes)


def parts(flow: Total) -> tuple[Occasion | Lump, ...]:
    """Return the occasions and lumps that make a total."""
    return (*flow.occasions, *flow.lumps)


def adds_up(flow: Total) -> bool:
    """Tell whether the best sizes of a total's parts make its best value: else the sum is not how it was found."""
    return added(part.size for part in parts(flow)).best == flow.best


def added(values: Iterable[Range]) -> Range:
    """Add ranges: an open end of one part opens that end of the sum; a missing low counts as none."""
    low, best, high = 0, 0, 0
    open_high = open_best = False
    for value in values:
        low += value.low or 0
        open_best |= value.best is None
        best += value.best or 0
        open_high |= value.high is None
        high += value.high or 0
    return Range(low=low, best=None if open_best else best, high=None if open_high else high)


def main_group(record: Record) -> str:
    """Return the group that most figures of the history count, whatever is said to have happened to it."""
    history = record.reconciliation
    told: dict[str, set[str]] = {}
    everything: tuple[Occasion | Lump | Stock, ...] = (*history.occasions, *history.lumps, *history.stocks)
    for part in everything:
        told.setdefault(part.group, set()).update(part.claims)
    return min(told, key=lambda group: (-len(told[group]), group), default="")


def pairs(record: Record) -> tuple[tuple[str, str], ...]:
    """Return the (measure, group) pairs of the history, what readers come for first.

    The main group comes before others, and in it what most figures tell, a release counting twice; in the others
    releases come before arrests, and those with most people first.
    """
    history, main = record.reconciliation, main_group(record)
    people: Counter[tuple[str, str]] = Counter()
    told: dict[tuple[str, str], set[str]] = {}
    moved: tuple[Occasion | Lump, ...] = (*history.occasions, *history.lumps)
    for part in moved:
        key = (part.measure, part.group)
        people[key] += part.size.best or part.size.low or 0
        told.setdefault(key, set()).update(part.claims)
    order = {"freed": 0, "detained": 1}

    def rank(key: tuple[str, str]) -> tuple[bool, int, int, tuple[str, str]]:
        measure, group = key
        place = -len(told[key]) * (2 if measure == "freed" else 1) if group == main else order.get(measure, 2)
        return group != main, place, -people[key], key

    return tuple(sorted(told, key=rank))


def total(record: Record, measure: str, group: str) -> Total | None:
    """Return the whole flow of one measure and group in the best reading, or null where there is none.

    It has no beginning where no report says since when some of its people moved.
    """
    occasions = tuple(o for o in record.reconciliation.occasions if (o.measure, o.group) == (measure, group))
    lumps = tuple(u for u in record.reconciliation.lumps if (u.measure, u.group) == (measure, group))
    if not occasions and not lumps:
        return None
    start, end = extremes(
        [o.date.low for o in occasions] + [u.start for u in lumps],
        [o.date.high for o in occasions] + [u.end for u in lumps],
    )
    if any(lump.open_start for lump in lumps):
        start = None
    return _with_answer(record, _sum(measure, group, start, end, occasions, lumps))


def within(record: Record, whole: Total, start: date, end: date) -> Total:
    """Return the part of a total that falls in start..end: surely inside counts low, possibly inside counts high."""
    sizes: list[Range] = []
    occasions, lumps = [], []
    for occasion in whole.occasions:
        low, high = occasion.date.low or date.min, occasion.date.high or date.max
        if high < start or low > end:
            continue
        occasions.append(occasion)
        middle = occasion.date.best or low
        sizes.append(_share(occasion.size, sure=start <= low and high <= end, likely=start <= middle <= end))
    for lump in whole.lumps:
        if lump.end < start or lump.start > end:
            continue
        lumps.append(lump)
        inside = start <= lump.start and lump.end <= end
        sizes.append(_share(lump.size, sure=inside, likely=inside or _mostly(lump, start, end)))
    size = added(sizes)
    part = Total(
        measure=whole.measure,
        group=whole.group,
        start=start,
        end=end,
        low=size.low,
        best=size.best,
        high=size.high,
        occasions=tuple(occasions),
        lumps=tuple(lumps),
        claims=_claims(occasions, lumps),
        derivation="",
    )
    return _with_answer(record, part)


def answered(record: Record, asked: Question) -> Total | Answer:
    """Return the number that pages show for a question: its answer, with the rows of its days where there are any."""
    whole = total(record, asked.measure, asked.group)
    if whole is None or asked.start is None or asked.end is None:
        return asked.answer
    return within(record, whole, asked.start, asked.end)


def years(record: Record, whole: Total) -> tuple[Total, ...]:
    """Return a total's parts by calendar year, for every year it touches."""
    if whole.first is None or whole.end is None:
        return ()
    return tuple(
        within(record, whole, date(year, 1, 1), date(year, 12, 31))
        for year in range(whole.first.year, whole.end.year + 1)
    )


def by_day(record: Record) -> tuple[Occasion | Lump, ...]:
    """Return occasions and lumps, one measure and group after the other, each in the order of its days."""
    place = {pair: n for n, pair in enumerate(pairs(record))}

    def key(part: Occasion | Lump) -> tuple[int, date, int]:
        if isinstance(part, Lump):
            return place[part.measure, part.group], part.start, 1
        return place[part.measure, part.group], part.date.best or part.date.low or part.date.high or date.max, 0

    return tuple(sorted((*record.reconciliation.occasions, *record.reconciliation.lumps), key=key))


def series(record: Record) -> tuple[tuple[tuple[str, str, str], tuple[Stock, ...]], ...]:
    """Return stocks by (measure, group, source), each in the order of days; the leading series first.

    People held come before others, and the main group before others; series that were counted on before those that
    another series of the same people is later than by over a season; named sources before unattributed figures,
    monitors and proper names first among them; then long series before short ones, and late before early.
    """
    rows: dict[tuple[str, str, str], list[Stock]] = {}
    for stock in record.reconciliation.stocks:
        rows.setdefault((stock.measure, stock.group, stock.source), []).append(stock)
    newest: dict[tuple[str, str], int] = {}
    for stock in record.reconciliation.stocks:
        key = (stock.measure, stock.group)
        newest[key] = max(newest.get(key, 0), stock.date.toordinal())

    main = main_group(record)

    def rank(item: tuple[tuple[str, str, str], list[Stock]]) -> tuple[bool, bool, bool, bool, bool, bool, int, int]:
        (measure, group, source), found = item
        monitor = record.settings.sources.get(source) == "monitor"
        latest = max(stock.date.toordinal() for stock in found)
        return (
            measure != "held",
            group != main,
            newest[measure, group] - latest > _SEASON,
            source in {"", "document"},
            not monitor,
            not source[:1].isupper(),
            -len(found),
            -latest,
        )

    ordered = sorted(sorted(rows.items()), key=rank)
    return tuple((key, tuple(sorted(found, key=lambda s: (s.date, s.claims)))) for key, found in ordered)


def _sum(
    measure: str,
    group: str,
    start: date | None,
    end: date | None,
    occasions: Sequence[Occasion],
    lumps: Sequence[Lump],
) -> Total:
    size = added([o.size for o in occasions] + [u.size for u in lumps])
    return Total(
        measure=measure,
        group=group,
        start=start,
        end=end,
        low=size.low,
        best=size.best,
        high=size.high,
        occasions=tuple(occasions),
        lumps=tuple(lumps),
        claims=_claims(occasions, lumps),
    )


def _share(size: Range, *, sure: bool, likely: bool) -> Range:
    return Range(low=size.low if sure else 0, best=size.best if likely else 0, high=size.high)


def _mostly(lump: Lump, start: date, end: date) -> bool:
    inside = (min(lump.end, end) - max(lump.start, start)).days + 1
    return 2 * inside > (lump.end - lump.start).days + 1


def _claims(occasions: Iterable[Occasion], lumps: Iterable[Lump]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    parts: tuple[Occasion | Lump, ...] = (*occasions, *lumps)
    for part in parts:
        found.update(dict.fromkeys(part.claims))
    return tuple(found)


def _with_answer(record: Record, part: Total) -> Total:
    """Take over the reconciled answer to the very question, if there is one.

    The answer weighs all figures, the parts are those of the best reading, and the page shows both: where the one's
    range leaves out what the other adds up to, the sum is shown, with a range that takes in both.
    """
    for asked in questions(record):
        same_group = not asked.group or asked.group == part.group
        if (asked.measure, asked.start, asked.end) == (part.measure, part.start, part.end) and same_group:
            answer = asked.answer
            claims = tuple(dict.fromkeys((*answer.claims, *part.claims)))
            if _apart(part, answer):
                low, high = _both(part, answer)
                return msgspec.structs.replace(part, low=low, high=high, claims=claims)
            return msgspec.structs.replace(
                part, low=answer.low, best=answer.best, high=answer.high, claims=claims, derivation=answer.derivation
            )
    return part


def _apart(part: Total, answer: Answer) -> bool:
    """Tell whether an answer's range leaves out all that a sum may be."""
    above = part.low is not None and answer.high is not None and answer.high < part.low
    return above or (part.high is not None and answer.low is not None and part.high < answer.low)


def _both(part: Total, answer: Answer) -> tuple[int | None, int | None]:
    """Return the ends of a range that holds a sum and an answer, but is never below a part that is sure."""
    least = max((piece.size.low or 0 for piece in parts(part)), default=0)
    low = None if part.low is None or answer.low is None else max(least, min(part.low, answer.low))
    high = None if part.high is None or answer.high is None else max(part.high, answer.high)
    return low, high
