"""How days, windows and figures are written for a reader."""

from __future__ import annotations

import calendar
from datetime import date

from habeas.reconcile.prepared.statements import Alternative, Statement
from habeas.values.claim import CountClaim
from habeas.values.spans import parse_duration

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_DONE = {
    "freed": "freed",
    "detained": "detained",
    "convicted": "convicted",
    "charged": "charged",
    "died": "died",
    "recognised": "recognised",
    "expelled": "expelled",
    "rearrested": "arrested again",
    "held": "held",
    "missing": "missing",
}


def number_word(number: int) -> str:
    """Return a small number in words."""
    return _NUMBERS[number] if 0 <= number < len(_NUMBERS) else str(number)


def done(measure: str) -> str:
    """Return a measure as a participle."""
    return _DONE.get(measure, measure)


def day_text(day: int | date, *, year: bool = True) -> str:
    """Return a day as "16 September 2024"."""
    value = date.fromordinal(day) if isinstance(day, int) else day
    return f"{value.day} {value:%B %Y}" if year else f"{value.day} {value:%B}"


def span_text(low: int, high: int) -> str:
    """Return an interval of days as a reader says it: a day, a month, two months, or from one day to another."""
    first, last = date.fromordinal(low), date.fromordinal(high)
    if low == high:
        return f"on {day_text(first)}"
    whole = first.day == 1 and last.day == calendar.monthrange(last.year, last.month)[1]
    if whole and first.year == last.year:
        months = last.month - first.month
        if first.month == 1 and last.month == 12:
            return f"in {first.year}"
        if months == 0:
            return f"in {first:%B %Y}"
        return f"in {first:%B} {'and' if months == 1 else 'to'} {last:%B %Y}"
    return f"from {day_text(first, year=first.year != last.year)} to {day_text(last)}"


def between_text(low: int, high: int) -> str:
    """Return the interval in which one day lies: "on 16 September 2024", "between 6 June and 31 July 2024"."""
    if low == high:
        return f"on {day_text(low)}"
    first, last = date.fromordinal(low), date.fromordinal(high)
    return f"between {day_text(first, year=first.year != last.year)} and {day_text(last)}"


def window_text(statement: Statement, alternative: Alternative) -> str:
    """Return when a claim's figure holds, in the words of the claim as it is read."""
    claim, window = statement.claim, alternative.window
    if alternative.kind == "cumulative_for_new" or (window.open_start and not claim.start_offset):
        return "in all until then" if window.end.doc is not None else f"in all by {day_text(window.end.day)}"
    if claim.weekday and claim.start_date is None:
        return f"on {claim.weekday.capitalize()}"
    if claim.start_offset and claim.end_offset in {None, "P0D", "-P0D"} and claim.start_offset not in {"P0D", "-P0D"}:
        return f"in the last {duration_text(claim.start_offset)}"
    if window.start.doc is None and window.end.doc is None and not window.start.early:
        return span_text(window.start.day, window.end.day)
    if window.start.doc is None and not window.start.early:
        return f"since {day_text(window.start.day)}"
    if statement.role == "on":
        return "shortly before the report"
    return "in recent months" if claim.when_kind == "between" else "until then"


def duration_text(duration: str) -> str:
    """Return an ISO 8601 duration as "two months"."""
    delta = parse_duration(duration)
    parts = []
    for amount, unit in ((abs(delta.years), "year"), (abs(delta.months), "month"), (abs(delta.days), "day")):
        if unit == "day" and amount and amount % 7 == 0:
            amount, unit = amount // 7, "week"  # noqa: PLW2901 - weeks read better than days
        if amount:
            parts.append(
                unit if amount == 1 and unit != "day" else f"{number_word(amount)} {unit}{'s' if amount > 1 else ''}"
            )
    return " and ".join(parts) or "day"


def figure_text(statement: Statement) -> str:
    """Return a claim's figure as it is meant: "207", "at least 1,400", "about 110", "24 to 99"."""
    claim = statement.claim
    return bounds_text(claim.low, claim.high, approx=claim.approx)


def figure_words(claim: CountClaim) -> str:
    """Return the figure of a claim."""
    return bounds_text(claim.low, claim.high, approx=claim.approx)


def claim_text(claim: CountClaim) -> str:
    """Return what a claim says, by its dates alone: "97 freed in August 2024 (doc-1)"."""
    first, last = claim.start_date or claim.end_date, claim.end_date or claim.start_date
    when = f" {span_text(first.toordinal(), last.toordinal())}" if first and last and first <= last else ""
    return f"{figure_words(claim)} {done(claim.measure)}{when} ({claim.doc})"


def bounds_text(low: int | None, high: int | None, *, approx: bool = False) -> str:
    """Return bounds as a reader says them."""
    if low is not None and low == high:
        return f"{'about ' if approx else ''}{low:,}"
    if high is None:
        return f"at least {low:,}"
    if low is None:
        return f"at most {high:,}"
    return f"{low:,} to {high:,}"


def spanned(best: int, low: int, high: int | None) -> str:
    """Return a number with its range, null where it is open above."""
    if high is None:
        return f"{best:,} ({low:,} or more)"
    return f"{best:,} ({low:,} to {high:,} in nine of ten histories that fit the figures)"


def join(parts: list[str]) -> str:
    """Return "a", "a and b", "a, b and c"."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}" if parts else ""
