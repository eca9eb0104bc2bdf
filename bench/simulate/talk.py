"""How writers say numbers and times, and what a careful reader makes of the words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from dateutil.relativedelta import relativedelta

from simulate.rng import chance, pick

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


@dataclass(frozen=True)
class Spoken:
    """A number as said: its words and the bounds they mean."""

    text: str
    low: int | None
    high: int | None
    approx: bool = False


@dataclass(frozen=True)
class When:
    """A time as said: its words, its resolved dates, and its offsets from the document's day where it is relative."""

    text: str
    kind: str
    start: date | None = None
    end: date | None = None
    start_offset: str | None = None
    end_offset: str | None = None
    weekday: str | None = None
    year_printed: bool = False


def digits(value: int) -> str:
    """Write a number as newspapers do: small ones in words, large ones with commas."""
    return WORDS[value] if 0 < value <= 10 else f"{value:,}"


def _step(value: int) -> int:
    if value < 100:
        return 10
    return 50 if value < 400 and value % 100 else 100


def exact(value: int) -> Spoken:
    """Say the number itself."""
    return Spoken(digits(value), value, value)


def at_least(value: int) -> Spoken:
    """Say the number as a lower bound."""
    return Spoken(f"at least {digits(value)}", value, None)


def round_off(value: int, rng: np.random.Generator) -> Spoken:
    """Say a rounder number: about, nearly, more than, at least, or a bare round number."""
    step = _step(value)
    nearest, below = round(value / step) * step, (value // step) * step
    above = below + step
    if value < 15 or below == 0:
        return exact(value)
    if value == below:
        return pick(rng, [exact(value), Spoken(f"about {value:,}", value, value, approx=True)])
    options = [
        Spoken(f"about {nearest:,}", nearest, nearest, approx=True),
        Spoken(f"{pick(rng, ['more than', 'over'])} {below:,}", below + 1, None),
        Spoken(f"at least {below:,}", below, None),
        Spoken(f"nearly {above:,}", above, above, approx=True),
        Spoken(f"{nearest:,}", nearest, nearest),
    ]
    near_top = (above - value) / step < 0.35
    return pick(rng, options, (5, 4, 2, 3 if near_top else 0, 1))


def loosely(value: int) -> Spoken | None:
    """Say a word for the order of magnitude, or None where no such word fits."""
    if 24 <= value <= 99:
        return Spoken("dozens of", 24, 99, approx=True)
    if 200 <= value <= 999:
        return Spoken("hundreds of", 200, 999, approx=True)
    return None


def say(value: int, precision: float, rng: np.random.Generator) -> Spoken:
    """Say a number in the manner of an outlet whose taste for exact figures is `precision` (0..1)."""
    if value == 0 or chance(rng, precision):
        return exact(value)
    loose = loosely(value)
    if loose is not None and chance(rng, 0.08):
        return loose
    return round_off(value, rng)


def on_day(day: date, published: date, rng: np.random.Generator, *, dated: bool) -> When:
    """Say one day: by weekday while it is fresh, else by its date."""
    lag = (published - day).days
    if lag <= 6 and chance(rng, 0.75):
        name = WEEKDAYS[day.weekday()]
        if not dated:
            return When(f"on {name.title()}", "on", None, None, "P0D", "P0D", name)
        return When(f"on {name.title()}", "on", day, day, f"-P{lag}D", f"-P{lag}D", name)
    year = not dated or chance(rng, 0.4)
    text = f"on {day:%B} {day.day}" + (f", {day.year}" if year else "")
    return When(text, "on", day, day, year_printed=year)


def last_months(count: int, unit: str, published: date, *, dated: bool) -> When:
    """Say "in the last N months" or weeks."""
    name = {"M": "month", "W": "week"}[unit]
    text = f"in the last {WORDS[count]} {name}s" if count > 1 else f"in the last {name}"
    delta = relativedelta(months=count) if unit == "M" else relativedelta(weeks=count)
    if dated:
        return When(text, "between", published - delta, published, f"-P{count}{unit}", "P0D")
    return When(text, "between", None, None, f"-P{count}{unit}", "P0D")


def recently(published: date, *, dated: bool) -> When:
    """Say "in recent months"."""
    return When("in recent months", "between", None, published if dated else None, None, "P0D")


def since(first: date, published: date, rng: np.random.Generator, *, dated: bool) -> When:
    """Say "since August" or "since 12 August" with the year where it would not be understood."""
    whole_month = first.day == 1
    year = not dated or first.year != published.year or chance(rng, 0.3)
    text = f"since {first:%B}" if whole_month else f"since {first:%B} {first.day}"
    text += f" {first.year}" if year else ""
    end = published if dated else None
    return When(text, "since", first, end, None, "P0D", year_printed=year)


def calendar_months(first: date, last: date, rng: np.random.Generator, *, dated: bool) -> When:
    """Say the whole months from the one of `first` to the one of `last`."""
    start = first.replace(day=1)
    end = last.replace(day=1) + relativedelta(months=1) - timedelta(days=1)
    year = not dated or chance(rng, 0.5)
    if (start.year, start.month) == (end.year, end.month):
        text = f"in {start:%B}"
    elif end.month - start.month == 1:
        text = f"in {start:%B} and {end:%B}"
    else:
        text = f"from {start:%B} to {end:%B}"
    return When(text + (f" {end.year}" if year else ""), "between", start, end, year_printed=year)


def as_of(day: date, published: date, *, dated: bool) -> When:
    """Say a stock's moment: nothing where it is the document's own day, else "as of"."""
    if day == published:
        if dated:
            return When("", "at", published, published, "P0D", "P0D")
        return When("", "at", None, None, "P0D", "P0D")
    return When(f"as of {day:%B} {day.day}, {day.year}", "at", day, day, year_printed=True)
