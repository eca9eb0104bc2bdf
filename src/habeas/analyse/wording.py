"""The sentences of the stage: each tells its numbers and names nobody."""

from __future__ import annotations

from datetime import date

from habeas.values.custody import CancelledYears, Coverage, DurationSummary, HeldCurve, ImposedYears, Years
from habeas.values.history import DateRange, Range


def people(number: Range) -> str:
    """Return a range of people in figures: "19", "17 to 20", "at least 5"."""
    low, high = number.low, number.high
    if low is None and high is None:
        return "an unknown number"
    if low == high:
        return f"{low:,}"
    if high is None:
        return f"at least {low:,}"
    return f"{low or 0:,} to {high:,}"


def day(when: DateRange) -> str:
    """Return a day or the days it lies between."""
    if when.low == when.high and when.low is not None:
        return f"on {when.low}"
    if when.low is None:
        return f"by {when.high}" if when.high else "at a time not known"
    return f"from {when.low} on" if when.high is None else f"between {when.low} and {when.high}"


def years(amount: Years) -> str:
    """Return person-years in figures, to a tenth below a hundred."""
    low = _figure(amount.low)
    if amount.high is None:
        return f"at least {low}"
    high = _figure(amount.high)
    return low if low == high else f"{low} to {high}"


def _figure(value: float) -> str:
    return f"{value:,.1f}" if value < 100 else f"{value:,.0f}"


def persons(number: int) -> str:
    """Return "one person was", "12 persons were"."""
    return "One person was" if number == 1 else f"{number:,} persons were"


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def coverage(item: Coverage) -> str:
    """Say how many of an occasion are known by name."""
    size = people(item.size)
    named = people(item.named)
    best = "" if item.named.low == item.named.high or item.named.best is None else f" (most likely {item.named.best:,})"
    text = f"{named} of {size} {item.measure} {day(item.date)} known by name{best}."
    if not item.fits:
        text += " That is more than were counted."
    return text


def announced(state: str, due: DateRange) -> str:
    """Say what became of an announced release."""
    when = f", due {day(due)}" if due.low or due.high else ""
    told = {
        "confirmed": "confirmed by name since",
        "contradicted": "and a later report has the person still in custody",
        "open": "not confirmed by name yet",
    }
    return f"Release announced{when}; {told[state]}."


def curve(item: HeldCurve) -> str:
    """Say what the curve shows at its end."""
    if not item.points:
        return "No person of the register has a dated stretch in custody."
    last = item.points[-1]
    most = max(item.points, key=lambda point: point.best)
    text = (
        f"On {item.until} the register has {last.low:,} to {last.high:,} persons in custody ({last.best:,} if nobody "
        f"is free whose release is not told); most were held from {most.date} on ({most.best:,})."
    )
    if item.unstarted:
        text += (
            f" The day of arrest is not known for {item.unstarted:,}, who count from the first day they are seen held."
        )
    return text


def durations(item: DurationSummary) -> str:
    """Say how long people were held."""
    median = people(item.median) if item.median.low is not None else None
    text = (
        f"{_count(item.episodes, 'stretch', 'stretches')} in custody can be measured, {item.open:,} of them going on."
    )
    text += f" Half lasted {median} days or longer." if median else " Too many go on for a median."
    if item.longest.low is not None:
        text += f" The longest lasted {people(item.longest)} days."
    if item.undated:
        text += f" {_count(item.undated, 'other', 'others')} cannot be measured: a day is missing."
    return text


def cancelled(item: CancelledYears) -> str:
    """Say what a release cancelled of sentences."""
    text = f"{years(item.years)} person-years of remaining sentence cancelled for {item.known:,} of {people(item.size)}"
    text += f" freed {day(item.date)}"
    if item.unknown:
        text += f"; the term of {item.unknown:,} is not known"
    if item.life:
        text += f"; {item.life:,} had life sentences, which are not added"
    return text + "."


def imposed(item: ImposedYears) -> str:
    """Say what was imposed in a window."""
    window = _window(item.start, item.end)
    text = (
        f"{years(item.years)} person-years of prison imposed {window}, by the {people(item.sentences)} sentences known"
    )
    if item.life:
        text += f"; {item.life:,} for life, which are not added"
    if item.termless:
        text += f"; {item.termless:,} without a known term"
    if item.conditional:
        text += f"; {item.conditional:,} not to be served"
    return text + "."


def _window(start: date, end: date) -> str:
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31) and start.year == end.year:
        return f"in {start.year}"
    return f"from {start} to {end}"
