"""The ways a figure goes wrong in print, each an alternative reading of a claim with a prior price."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

import msgspec

from habeas.reconcile.lexicon import prior
from habeas.reconcile.prepared.laws import UNBOUND, Law, about, law_of
from habeas.reconcile.prepared.statements import Alternative, Case, Slip, Statement
from habeas.reconcile.prepared.windows import FAR, Days, Edge, Window, shift_months, window_of
from habeas.values.claim import STOCKS, CountClaim

_CUT_OFF: Final = 1.5  # times a bound that a report means with "more than" at most, where it tells a part of it
_DAY_APART: Final = 1  # day by which two reports of one thing may differ: of the evening, or of the morrow


class Twins:
    """What a case's claims give as a count of those held or as an announcement: a flow's figure may be one of these.

    Without the `case` it is not known who speaks for himself, nor of which days.
    """

    def __init__(self, claims: Sequence[CountClaim], case: Case | None = None) -> None:
        self._case = case
        self._by_day: dict[tuple[str, int | None, int | None], dict[int, list[tuple[int, CountClaim]]]] = {}
        self._held = {(c.low, c.high) for c in claims if c.measure in STOCKS and c.subset_of is None}
        self._promised = {(claim.measure, claim.low, claim.high) for claim in claims if claim.status == "planned"}
        self._by_measure: dict[str, list[CountClaim]] = {}
        self._by_report: dict[tuple[str, str], list[CountClaim]] = {}
        for claim in claims:
            self._by_measure.setdefault(claim.measure, []).append(claim)
            self._by_report.setdefault((claim.doc, claim.measure), []).append(claim)
        self._by_number: dict[tuple[str, int | None, int | None], list[CountClaim]] = {}
        for claim in claims:
            self._by_number.setdefault((claim.measure, claim.low, claim.high), []).append(claim)
        self._largest = {measure: _two_largest(own) for measure, own in self._by_measure.items()}

    def held(self, claim: CountClaim) -> bool:
        """Say whether so many are told to be held."""
        return (claim.low, claim.high) in self._held

    def promised(self, claim: CountClaim) -> bool:
        """Say whether so many of the same measure are announced."""
        return (claim.measure, claim.low, claim.high) in self._promised

    def printed_again(self, claim: CountClaim) -> bool:
        """Say whether the claim's own report prints so many a second time: a misprint is not made twice."""
        return any(
            other.start != claim.start and (other.low, other.high) == (claim.low, claim.high)
            for other in self._by_report.get((claim.doc, claim.measure), ())
        )

    def is_vouched_for(self, claim: CountClaim) -> bool:
        """Say whether a number is seen to be no misprint: printed twice, the sum of its parts, or told by two."""
        return self.printed_again(claim) or self.adds_up(claim) or self.told_independently(claim)

    def adds_up(self, claim: CountClaim) -> bool:
        """Say whether counts that the claim's own report gives one after the other, of days within its, add up to it.

        "19 on Friday, 16 men and 3 women": with two of 19's digits swapped its own parts would contradict it.
        """
        number = claim.low or 0
        parts = [
            other
            for other in self._by_report.get((claim.doc, claim.measure), ())
            if other.status == claim.status
            and other.low == other.high
            and 0 < (other.low or 0) < number
            and _may_hold(claim, other)
        ]
        return _has_run([part.low or 0 for part in sorted(parts, key=lambda part: part.start)], number)

    def told_independently(self, claim: CountClaim) -> bool:
        """Say whether who neither is the claim's source nor copies its text gives the very number of the same days."""
        case = self._case
        days = _days(claim, case) if case is not None else None
        if case is None or days is None:
            return False
        beginnings = self._beginnings(claim, case)
        return any(
            other.status == claim.status
            and abs(end - days[1]) <= _DAY_APART
            and case.speakers.are_independent(other, claim)
            for start in range(days[0] - _DAY_APART, days[0] + _DAY_APART + 1)
            for end, other in beginnings.get(start, ())
        )

    def _beginnings(self, claim: CountClaim, case: Case) -> dict[int, list[tuple[int, CountClaim]]]:
        """Return the claims of a claim's number by their first day, each with its last."""
        number = (claim.measure, claim.low, claim.high)
        if number not in self._by_day:
            found: dict[int, list[tuple[int, CountClaim]]] = {}
            for other in self._by_number.get(number, ()):
                days = _days(other, case)
                if days is not None:
                    found.setdefault(days[0], []).append((days[1], other))
            self._by_day[number] = found
        return self._by_day[number]

    def exceeds_own_total(self, claim: CountClaim, number: int) -> bool:
        """Say whether a number goes beyond what the claim's own report counts for days that hold the claim's.

        "5,500, of them 1,100 on Thursday": nobody prints 1,100 there who means 11,000.
        """
        totals = [
            other.high if other.high is not None else (other.low or 0) * _CUT_OFF
            for other in self._by_report.get((claim.doc, claim.measure), ())
            if other.start != claim.start
            and other.status == claim.status
            and (other.low or 0) > (claim.low or 0)
            and _may_hold(other, claim)
        ]
        return any(number > total for total in totals)

    def told_by_others(self, claim: CountClaim) -> bool:
        """Say whether another document gives the very number, of the same measure."""
        same = self._by_number.get((claim.measure, claim.low, claim.high), ())
        return any(other.doc != claim.doc for other in same)

    def beyond(self, claim: CountClaim, number: int) -> float:
        """Return by how many doublings a number exceeds its print and all that other documents give of the measure."""
        every = self._largest.get(claim.measure, {})
        largest = max((most for doc, most in every.items() if doc != claim.doc), default=0)
        return max(0.0, math.log2(number / max(largest, claim.low or 1))) if largest else 0.0

    def fewer(self, claim: CountClaim) -> bool:
        """Say whether another report counts fewer people for days that may hold all of this claim's."""
        return any(
            other.doc != claim.doc and other.status == "actual" and _may_hold(other, claim)
            for other in self._by_measure.get(claim.measure, ())
            if other.high is not None and other.high < (claim.low or 0)
        )


def _two_largest(claims: Sequence[CountClaim]) -> dict[str, int]:
    """Return the largest figures of two documents, by document: one of them is always another's."""
    largest: dict[str, int] = {}
    for claim in claims:
        largest[claim.doc] = max(largest.get(claim.doc, 0), claim.low or claim.high or 0)
    return dict(sorted(largest.items(), key=lambda item: (-item[1], item[0]))[:2])


def _has_run(numbers: Sequence[int], total: int) -> bool:
    """Say whether two or more numbers, one after the other, add up to a total that is larger than each."""
    first, whole = 0, 0
    for number in numbers:
        whole += number
        while whole > total:
            whole -= numbers[first]
            first += 1
        if whole == total:
            return True
    return False


def _days(claim: CountClaim, case: Case) -> Days | None:
    """Return the first and the last day of a claim, null where these hang on a report that has no date."""
    window = window_of(claim, case.published(claim.doc), case.latest)
    if window is None or window.docs:
        return None
    if window.weekday is None:
        return window.start.day, window.end.day
    return (window.end.day - (window.end.day - window.weekday) % 7,) * 2


def _may_hold(other: CountClaim, claim: CountClaim) -> bool:
    """Say whether a claim's days may be all of another's."""
    first, last = other.start_date, other.end_date
    begins = first is None or claim.start_date is None or first <= claim.start_date
    return begins and (last is None or claim.end_date is None or claim.end_date <= last)


def alternatives(
    statement: Statement, others: Sequence[CountClaim] | Twins, *, repairs: bool = True
) -> tuple[Alternative, ...]:
    """Return every reading of a statement, the printed one first.

    `others` are the case's claims: a stock or an announcement of the same figure makes a mix-up with it plausible.
    """
    printed = Alternative("as_printed", 0.0, statement.window, statement.law)
    if not repairs or statement.role in {"floor", "ceiling"}:
        return (printed,)
    twins = others if isinstance(others, Twins) else Twins(others)
    found = [printed, *_dates(statement, twins)]
    if statement.role != "size":
        found += [*_figures(statement, twins), *_meanings(statement, twins)]
    return tuple(found)


def _dates(statement: Statement, twins: Twins) -> Iterator[Alternative]:
    claim, window = statement.claim, statement.window
    start, end = _printed(claim.start_date, window.start), _printed(claim.end_date, window.end)
    if claim.start_offset is None and claim.end_offset is None and (start or end):
        year = date.fromordinal(start or end or 1).year
        for delta in () if statement.year_inferred or _spans_years(start, end) else (-1, 1):
            moved = _months(window, 12 * delta, start=bool(start), end=bool(end))
            if _is_to_come(moved, statement):
                continue
            yield Alternative(
                "year_slip",
                prior("repairs", "year_slip"),
                moved,
                statement.law,
                str(year),
                str(year + delta),
                Slip(claim.doc, year, delta),
            )
        if start and end and end - start <= 62:
            for delta in (-1, 1):
                moved = _months(window, delta, start=True, end=True)
                if _is_to_come(moved, statement):
                    continue
                before, after = date.fromordinal(start), date.fromordinal(moved.start.day)
                yield Alternative(
                    "month_slip",
                    prior("repairs", "month_slip"),
                    moved,
                    statement.law,
                    f"{before:%B %Y}",
                    f"{after:%B %Y}",
                )
    if statement.role == "on":
        unlike = 0.0 if twins.told_by_others(claim) else prior("repairs", "unlike")
        yield Alternative(
            "event_week",
            prior("repairs", "event_week") + unlike,
            msgspec_window(window.moved(-7, 7)),
            statement.law,
            "the week of the report",
            "the week before or after",
        )


def _spans_years(start: int | None, end: int | None) -> bool:
    """Say whether days are printed with years that are not one: "between 2031 and 2034" takes two slips to move."""
    if start is None or end is None:
        return False
    return date.fromordinal(end).year - date.fromordinal(start).year > 1


def _is_to_come(window: Window, statement: Statement) -> bool:
    """Say whether a window begins after the report that tells of it as done."""
    return statement.published is not None and window.start.doc is None and window.start.day > statement.published


def msgspec_window(window: Window) -> Window:
    """Return a window without its weekday: a report of the wrong week names the wrong day too."""
    return Window(window.start, window.end, None, window.open_start)


def _printed(day: date | None, edge: Edge) -> int | None:
    return edge.day if day is not None and edge.doc is None else None


def _months(window: Window, months: int, *, start: bool, end: bool) -> Window:
    first = shift_months(window.start.day, months) - window.start.day if start else 0
    last = shift_months(window.end.day, months) - window.end.day if end else 0
    moved = window.moved(first, last)
    return Window(moved.start, moved.end, None, moved.open_start)


def _figures(statement: Statement, twins: Twins) -> Iterator[Alternative]:
    claim = statement.claim
    if claim.low is None or claim.low != claim.high or claim.low < 10:
        return
    number = claim.low
    if not claim.approx:
        spread = about(number, prior("laws", "near_spread"))
        yield Alternative("near", prior("repairs", "near"), statement.window, spread, str(number), f"about {number}")
        for other in () if twins.is_vouched_for(claim) else swapped(number):
            if other < number or not twins.exceeds_own_total(claim, other):
                yield _figure(statement, twins, "digit_swap", other)
    # One number in ten ends in a zero that could be lost; a figure printed with one (30 for 300) is of the round kind.
    if not twins.exceeds_own_total(claim, number * 10):
        yield _figure(statement, twins, "factor_ten", number * 10, extra=0.0 if number % 10 == 0 else math.log2(10))
    if number % 10 == 0:
        yield _figure(statement, twins, "factor_ten", number // 10)


def swapped(number: int) -> list[int]:
    """Return the numbers that differ from this one by two neighbouring digits swapped."""
    digits = str(number)
    found = {
        int(digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :])
        for i in range(len(digits) - 1)
        if digits[i] != digits[i + 1] and not (i == 0 and digits[1] == "0")
    }
    return sorted(found)


def _figure(statement: Statement, twins: Twins, kind: str, number: int, *, extra: float = 0.0) -> Alternative:
    """Return a reading as another number, dearer the farther it lies beyond all that others count."""
    law = law_of(msgspec.structs.replace(statement.claim, low=number, high=number))
    bits = prior("repairs", kind) + extra + prior("repairs", "beyond") * twins.beyond(statement.claim, number)
    return Alternative(kind, bits, statement.window, law, str(statement.claim.low), str(number))


def _meanings(statement: Statement, twins: Twins) -> Iterator[Alternative]:
    claim = statement.claim
    value = claim.low if claim.low is not None else claim.high
    if not value:
        return
    exact = claim.low == claim.high
    if exact and value >= 20 and statement.role in {"on", "total"} and not statement.window.open_start:
        window = statement.window
        whole = Window(Edge(window.end.doc, window.end.day, FAR, 0), window.end, None, open_start=True)
        yield Alternative(
            "cumulative_for_new",
            prior("repairs", "cumulative_for_new") + math.log2(6),
            whole,
            statement.law,
            "new",
            "in all",
        )
    # A total since an unknown day that is too large began earlier, and is of nobody else.
    if exact and value >= 20 and not statement.window.open_start:
        yield Alternative(
            "wrong_group",
            prior("repairs", "wrong_group") + math.log2(value),
            statement.window,
            Law(0, value),
            statement.claim.group or "people",
            "a broader group",
        )
    if twins.held(claim) and value >= 20:
        yield Alternative(
            "stock_for_flow", prior("repairs", "stock_for_flow"), statement.window, UNBOUND, claim.measure, "held"
        )
    if claim.status == "actual" and twins.promised(claim):
        yield Alternative(
            "announced_for_done", prior("repairs", "announced_for_done"), statement.window, UNBOUND, "done", "announced"
        )
