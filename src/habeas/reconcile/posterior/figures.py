"""Figures as the sampler takes them: people over days, with the error law of whoever prints them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any

from habeas.reconcile.lexicon import source_kind, table
from habeas.reconcile.prepared.numbers import rounding_unit
from habeas.values.claim import STOCKS

_CERTAIN = 0.02  # spread of a figure that a judgement makes certain
_NEVER = 1e-9  # and its chance of being wrong
MONITOR = "monitor"  # the kind of source that counts for itself
OFFICIAL = "official"  # ... and that which tells of its own deeds
NO_CAP = 1e9  # scales that no figure is off
SAME_DAYS = 2  # edges of windows of one thing lie within so many days of each other


@dataclass(frozen=True)
class Figure:
    """One printed figure of a measure over start..end (day ordinals; the same day twice for a stock).

    `low`..`high` are its bounds (null = open). `kind` is the kind of its source, `lag` the days from the end of the
    window to its telling, `loose` says that the window is relative, `floor` that it bounds from below only. `spread`
    widens the law both ways: that of a figure carried over from a wider or a narrower group. `source` is who asserts
    it; `promised` says that the same figure was announced beforehand, `confidence` is how surely the text was read;
    `dated` that its days are printed, not inferred for a text without a date; `stray` is the chance that it speaks of
    other days or other people than it is taken for; a `pinned` figure is certain by a judgement of the case. `doc` is
    the document that prints it; it is `first_hand` where a monitor publishes its own count.
    """

    claim: str
    measure: str
    start: int
    end: int
    low: int | None
    high: int | None
    approx: bool
    kind: str
    lag: int
    loose: bool = False
    floor: bool = False
    weight: float = 1.0
    spread: float = 0.0
    source: str = ""
    promised: bool = False
    confidence: float = 1.0
    dated: bool = True
    stray: float = 0.0
    pinned: bool = False
    doc: str = ""
    first_hand: bool = False

    @property
    def said(self) -> int:
        """Return the number printed, that of a bound for one."""
        return self.low if self.low is not None else self.high or 0

    @property
    def is_day(self) -> bool:
        """Say whether it is of one day (or two that a writer runs together)."""
        return self.end - self.start <= 1

    def is_of_days(self, other: Figure) -> bool:
        """Say whether it is of the same days as another."""
        return abs(self.start - other.start) <= SAME_DAYS and abs(self.end - other.end) <= SAME_DAYS

    def but(self, **changes: object) -> Figure:
        """Return the figure with some fields changed, as `replace` does, at a tenth of its cost: there are many."""
        other = object.__new__(Figure)
        other.__dict__.update(self.__dict__, **changes)
        return other


@dataclass(frozen=True)
class ErrorLaw:
    """Asymmetric Laplace law of log(truth / figure), mixed with a share of wrong figures.

    `least`..`most` are free of charge; `over` and `under` the scales beyond; `cap` the most scales an open bound costs.
    """

    least: float
    most: float
    over: float
    under: float
    wrong: float
    cap: float
    weight: float


def _terms() -> dict[str, Any]:
    terms: dict[str, Any] = table("reporting")["terms"]
    return terms


def is_rounded(low: int | None, high: int | None, number: int | None) -> bool:
    """Say whether low..high is a number in rounder words: "more than 50", "about 60" or 60 for 57."""
    if low is None or number is None:
        return False
    if high is None:
        least = low - 1 if rounding_unit(max(0, low - 1)) > rounding_unit(low) else low
        return low <= number < least + max(1, rounding_unit(least))
    return low == high and abs(low - number) < rounding_unit(low)


def learned_late(figure: Figure) -> float:
    """Return what a flow's error law has above the figure for those whom everybody learns of late."""
    slow = float(table("reporting")["slow"].get(figure.measure, 0.0))
    return slow / (1 + (figure.end - figure.start) / float(_terms()["slow_window_days"]))


def error_law(figure: Figure) -> ErrorLaw:
    """Return a figure's error law by the kind of its source, its words and how soon it was told (`data`)."""
    if figure.pinned:
        return _certain(figure)
    terms, kind = _terms(), source_kind(figure.kind)
    over, under = float(kind["over"]), float(kind["under"])
    if figure.measure in STOCKS:
        stock = table("reporting")["stock"]
        over, under = over / 3 + stock["over"], under / 3 + stock["under"] + stock["stale"]
    else:
        # Of what was learned late only the last weeks are still missing.
        over += learned_late(figure)
        if figure.end - figure.start >= terms["revised_days"]:
            # Who counts since a beginning long ago also restates: cases are struck off, definitions change.
            over, under = over + terms["revised"], under + terms["revised"]
        if figure.lag < terms["fresh_days"]:
            # Half of whom a count still misses is found each day; only the last days of a long window are fresh.
            fresh = terms["fresh_over"] * (1.0 if figure.kind == MONITOR else terms["fresh_others"])
            over += fresh * 0.5**figure.lag / (1 + (figure.end - figure.start) / terms["fresh_window_days"])
    least = float(figure.low if figure.low is not None else 0)
    most = float(figure.high) if figure.high is not None and not figure.floor else least
    is_open = figure.high is None or figure.floor
    value = max(least, most, 1.0)
    if is_open:
        # "More than 200" is said of less than the next round number; "at least 214" of what is verified so far.
        unit = min(max(rounding_unit(round(least)), rounding_unit(max(0, round(least) - 1))), value / 10)
        # A running total "above 83,900" is a count cut off; "more than 200" may be said of any number of hundreds.
        loose = min(terms["open_over"], unit / value) if unit and not figure.floor else terms["open_over"]
        over += (loose + terms["open_step"] * unit / value) * (4.0 if figure.floor else 1.0)
    # A thousand is seldom rounded from 600: the unit is at most a tenth, or ten people.
    unit = 0.0 if is_open else min(rounding_unit(round(most)), max(10.0, value / 10)) / value
    over, under = over + terms["round_share"] * unit, under + terms["round_share"] * unit
    if figure.approx and least == most:
        over, under = over + terms["about"], under + terms["about"]
    elif figure.approx:
        # "Dozens", "hundreds", "tens of thousands": said of one dozen and a half, too, seldom of more than they mean.
        over, under = over + terms["vague"], under + terms["vague_under"]
    if figure.loose:
        over, under = over + terms["loose_over"], under + terms["loose_under"]
    # Of few people one more or less is a large share.
    over, under = over + 0.6 / (value + 0.5), under + 0.3 / (value + 0.5)
    over, under = over + figure.spread, under + figure.spread
    cap = terms["outgrown"] if is_open else NO_CAP
    wrong = float(terms["promised_wrong"] if figure.promised and figure.kind != MONITOR else kind["off_law"])
    wrong = 1 - (1 - wrong) * min(max(figure.confidence, 0.05), 1.0) * (1 - figure.stray)
    return ErrorLaw(least, max(least, most), over, under, wrong, cap, figure.weight)


# All of a figure that its error law rests on, but for the number of its days.
_LAWFUL = attrgetter(
    "measure", "kind", "low", "high", "approx", "lag", "loose", "floor", "weight", "spread", "promised", "confidence",
    "stray", "pinned",
)  # fmt: skip


def error_laws(figures: Iterable[Figure]) -> list[ErrorLaw]:
    """Return the error law of each figure, worked out once for those that differ in nothing that it rests on."""
    known: dict[tuple[object, ...], ErrorLaw] = {}
    found = []
    for figure in figures:
        key = (figure.end - figure.start, *_LAWFUL(figure))
        if key not in known:
            known[key] = error_law(figure)
        found.append(known[key])
    return found


def _certain(figure: Figure) -> ErrorLaw:
    least = float(figure.low or 0)
    most = float(figure.high) if figure.high is not None and not figure.floor else least
    is_open = figure.high is None or figure.floor
    over = float(_terms()["open_over"]) if is_open else _CERTAIN
    return ErrorLaw(least, max(least, most), over, _CERTAIN, _NEVER, _terms()["outgrown"] if is_open else NO_CAP, 1.0)


def once_per_origin(figures: Iterable[Figure]) -> list[Figure]:
    """Let figures of one origin weigh little more than one: a source's over the same days, or the same number again."""
    found = list(figures)
    said = Counter((f.measure, f.source, f.start, f.end, f.floor) for f in found)
    repeat = float(_terms()["copy_weight"])
    seen: set[tuple[object, ...]] = set()
    result = []
    for figure in found:
        number = said[figure.measure, figure.source, figure.start, figure.end, figure.floor]
        weight = (1 + repeat * (number - 1)) / number
        same = (figure.measure, figure.start, figure.end, figure.low, figure.high, figure.floor)
        if same in seen and number == 1:
            weight = repeat
        seen.add(same)
        result.append(figure if figure.pinned else replace(figure, weight=weight * figure.weight))
    return result


def usual_wave(figures: Sequence[Figure]) -> float:
    """Return the size of a usual wave: the median figure of one day, else a share of the median total.

    Where figures are only bounds from below, it is a share of theirs.
    """
    days = sorted(f.low for f in figures if f.is_day and f.low and not f.floor)
    totals = sorted(f.low for f in figures if f.low and not f.floor) or sorted(f.low for f in figures if f.low)
    if days:
        return max(5.0, float(days[len(days) // 2]))
    return max(5.0, totals[len(totals) // 2] / 4) if totals else 20.0


def background(figures: Sequence[Figure], least: float) -> float:
    """Return the people a day who move outside reported days: what totals hold beyond the days they cover."""
    days: dict[int, list[int]] = {}
    for figure in figures:
        if figure.is_day and not figure.floor and figure.low:
            days.setdefault(figure.start, []).append(figure.low)
    rates, told = [], set[int]()
    for figure in figures:
        length = figure.end - figure.start + 1
        if figure.low is None or figure.floor or length < 14:
            continue
        told.update(range(figure.start, figure.end + 1))
        known = sum(max(values) for day, values in days.items() if figure.start <= day <= figure.end)
        rates.append(max(0.0, figure.low - known) / length)
    rates.sort()
    if not rates:
        return least
    # What is left over may be waves that nobody told by the day: background it is as far as poor months show it too,
    # and as far as totals tell of the days at all: one month says little of five years.
    whole = max(f.end for f in figures) - min(f.start for f in figures) + 1
    return max(least, rates[(len(rates) - 1) // 4] * min(1.0, len(told) / whole))


def without_parts_beyond_wholes(figures: Sequence[Figure]) -> list[Figure]:
    """Leave out a day's figure that several totals over longer windows contradict: it counts a broader population.

    What was told within days of that day is not complete.
    """
    terms = _terms()
    totals = [f for f in figures if f.high is not None and not f.floor and not f.is_day]
    found = []
    for figure in figures:
        larger = {
            (total.source, total.end)
            for total in totals
            if figure.is_day
            and figure.low is not None
            and total.start <= figure.start
            and figure.end <= total.end
            and total.end + total.lag - figure.end >= terms["fresh_days"]
            and figure.low > terms["beyond_whole"] * (total.high or 0)
        }
        if len(larger) < terms["beyond_wholes"]:
            found.append(figure)
    return found


def parts_as_floors(figures: Sequence[Figure]) -> list[Figure]:
    """Let a total over days within which many times as many are told bound from below only: it counts one event.

    "Four were detained" after "more than 6,000" of the same months tells of four of them. Up to a slip of a digit the
    figures are left to be weighed against each other.
    """
    many = float(_terms()["event_share"])
    tops = sorted(((f.low or 0, f) for f in figures if f.low and not f.spread), key=lambda pair: -pair[0])
    found = []
    for figure in figures:
        most = figure.high
        is_total = most is not None and not figure.floor and not figure.pinned and figure.end > figure.start
        outdone = is_total and any(
            figure.start <= other.start and other.end <= figure.end
            for low, other in tops
            if low > many * max(most or 0, 1)
        )
        found.append(replace(figure, floor=True) if outdone else figure)
    return found


def nearest(figures: Sequence[Figure], start: int, end: int, most: int) -> list[Figure]:
    """Return the figures that bear most on start..end: those that overlap it with little outside, then the closest."""

    def distance(figure: Figure) -> tuple[int, int, int]:
        apart = max(0, figure.start - end, start - figure.end)
        outside = max(0, start - figure.start) + max(0, figure.end - end)
        return apart, outside, figure.end

    chosen = {id(figure) for figure in sorted(figures, key=distance)[:most]}
    return [figure for figure in figures if id(figure) in chosen]
