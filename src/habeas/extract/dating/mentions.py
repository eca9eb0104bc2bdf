"""Dates as a text writes them: whole or in part, each with the span of days it names."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from habeas.extract.dating.vocabulary import WEEKDAYS, Vocabulary, normal


class Mention(NamedTuple):
    """A date in a text: `start`..`end` in characters, `low`..`high` the days it names (None where no year is given).

    `precision` is `day`, `month`, `part` (early 2024, the summer of 2024) or `year`. A date without a year has
    `month` and, for a day, `month_day` ("09-16"); `weekday` is the weekday written beside it.
    """

    start: int
    end: int
    precision: str
    low: date | None = None
    high: date | None = None
    month: int | None = None
    month_day: str | None = None
    weekday: str | None = None


def last_of_month(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def find_mentions(text: str, words: Vocabulary) -> list[Mention]:
    """Return the dates of a text in order; where two readings overlap, the one found by its month stands."""
    dated = [mention for found in words.dates.finditer(text) if (mention := _dated(found, words, text)) is not None]
    taken = [(mention.start, mention.end) for mention in dated]
    bare = (
        mention
        for found in words.years.finditer(text)
        if (mention := _bare_year(found, words)) is not None
        and not any(a < mention.end and mention.start < b for a, b in taken)
    )
    return sorted([*dated, *bare])


def resolve(mention: Mention, year: int) -> Mention | None:
    """Return a date without a year as it falls in `year`, or None for a 29 February that is not there."""
    if mention.month_day is not None:
        month, day = (int(part) for part in mention.month_day.split("-"))
        try:
            low = high = date(year, month, day)
        except ValueError:
            return None
    else:
        assert mention.month is not None  # noqa: S101 - only months and days come without a year
        low, high = date(year, mention.month, 1), last_of_month(year, mention.month)
    return mention._replace(low=low, high=high)


def possible_years(mention: Mention, first: int, last: int) -> Iterator[int]:
    """Yield the years in which a date without a year exists and falls on the weekday written beside it."""
    for year in range(first, last + 1):
        whole = resolve(mention, year)
        if whole is None or whole.low is None:
            continue
        if mention.weekday is None or WEEKDAYS[whole.low.weekday()] == mention.weekday:
            yield year


def part_of(low: date, high: date, share: tuple[float, float]) -> tuple[date, date]:
    """Return the part of a period that a word like "early" leaves, as days."""
    days = (high - low).days
    return low + timedelta(days=int(days * share[0])), low + timedelta(days=round(days * share[1]))


def _dated(found: re.Match[str], words: Vocabulary, text: str) -> Mention | None:
    """Turn a match of the date pattern into a mention, or None where it is no date of the calendar."""
    group = found.groupdict()
    weekday = words.weekdays.get(group["weekday"].lower()) if group["weekday"] else None
    span = found.span()
    if group["year4"]:
        return _day(span, int(group["year4"]), int(group["iso_month"]), int(group["iso_day"]), weekday)
    if group["year5"]:
        return _numeric(span, group, weekday)
    for n in ("1", "2"):
        if group[f"month{n}"]:
            month = words.months[group[f"month{n}"].lower()]
            day = int(re.sub(r"\D", "", group[f"last{n}"] or group[f"day{n}"]))
            year = int(group[f"year{n}"]) if group[f"year{n}"] else None
            if year is None and n == "1" and group["short"]:
                year = _century(int(group["short"]))
            return _day(span, year, month, day, weekday)
    return _month(found, group, words, text)


def _day(span: tuple[int, int], year: int | None, month: int, day: int, weekday: str | None) -> Mention | None:
    """Return a mention of one day; without a year, 29 February is allowed."""
    try:
        low = date(year if year is not None else 2024, month, day)
    except ValueError:
        return None
    whole = low if year is not None else None
    return Mention(*span, "day", whole, whole, month, f"{month:02d}-{day:02d}", weekday)


def _numeric(span: tuple[int, int], group: dict[str, str], weekday: str | None) -> Mention | None:
    """Return a date in figures; where day and month can be exchanged, it spans both readings."""
    year, first, second = int(group["year5"]), int(group["first"]), int(group["second"])
    orders = [(second, first)] if group["mark"] == "." else [(first, second), (second, first)]
    days = sorted(date(year, m, d) for m, d in orders if 1 <= m <= 12 and 1 <= d <= monthrange(year, m)[1])
    if not days:
        return None
    same = days[0] == days[-1]
    month_day = days[0].strftime("%m-%d") if same else None
    return Mention(*span, "day" if same else "part", days[0], days[-1], days[0].month, month_day, weekday)


def _month(found: re.Match[str], group: dict[str, str], words: Vocabulary, text: str) -> Mention | None:
    """Return a mention of a month, or of a run of months, with or without a year."""
    month = words.months[group["month3"].lower()]
    last = words.months[group["month4"].lower()] if group["month4"] else month
    if not group["year3"]:
        if not group["part"] and not words.before_month.search(text[max(0, found.start() - 24) : found.start()]):
            return None
        return Mention(*found.span(), "month", month=last)
    year = int(group["year3"])
    low, high = date(year - (last < month), month, 1), last_of_month(year, last)
    if group["part"]:
        low, high = part_of(low, high, words.parts[normal(group["part"])])
    return Mention(*found.span(), "month", low, high, last)


def _bare_year(found: re.Match[str], words: Vocabulary) -> Mention | None:
    """Return a mention of a year or of a named part of it."""
    year = int(found["year"] or found["year2"])
    low, high = date(year, 1, 1), date(year, 12, 31)
    if found["season"]:
        first, last = words.seasons[normal(found["season"])]
        low = date(year, first, 1)
        return Mention(*found.span(), "part", low, last_of_month(year + (last < first), last))
    start = found.start("year") if found["year"] else found.start("year2")
    if found["part"]:
        return Mention(found.start(), found.end(), "part", *part_of(low, high, words.parts[normal(found["part"])]))
    return Mention(start, start + 4, "year", low, high)


def _century(short: int) -> int:
    """Return the full year of two figures in a dateline: up to 49 in this century, else in the last."""
    return 2000 + short if short < 50 else 1900 + short
