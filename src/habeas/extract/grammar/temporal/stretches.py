"""Puts single expressions of time on the calendar: their first and last day, and offsets from the document's date."""

from __future__ import annotations

import calendar
import math
from datetime import date, timedelta
from typing import Final, NamedTuple

from habeas.extract.grammar.temporal.times import Basic, weekday_name
from habeas.values.spans import shift

_STEPS: Final = {"last": -1, "past": -1, "this": 0, "next": 1}
_DAY_STEPS: Final = {"today": 0, "yesterday": -1}
_SO_FAR: Final = frozenset({"so far", "already"})
_APART: Final = 10  # months back, at which a month without a year is one of the next
_BRIEF: Final = 8  # how few days are told of as one occasion


_SATURDAY: Final = 5  # of a week that begins with Monday as 0


class Anchor(NamedTuple):
    """What dates are resolved with.

    `published` is the document's date; `year` is the year that the text is about where a date leaves it out;
    `future` says that the event lies ahead; `months` are (month, year) that the text has printed together before;
    `opens` is the day from which a report counts what it tells up to a day; `told` are the days told of before, which
    "the next day" and "the year before" go on from; `event` are the days of the event that a text names without them;
    `days` are (month, day, year) as the text prints them somewhere; `latest` is the (year, month) that an undated text
    printed last.
    """

    published: date | None
    year: int | None = None
    future: bool = False
    months: tuple[tuple[int, int], ...] = ()
    opens: date | None = None
    told: tuple[date, date] | None = None
    event: tuple[date, date] | None = None
    days: tuple[tuple[int, int, int], ...] = ()
    latest: tuple[int, int] | None = None


class Stretch(NamedTuple):
    """The first and the last day of an expression of time, with their offsets from the document's own date."""

    start: date | None = None
    end: date | None = None
    start_offset: str | None = None
    end_offset: str | None = None
    weekday: str | None = None


def stretch(basic: Basic, anchor: Anchor) -> Stretch:
    """Return the days that one expression of time names, as far as the document's date and year tell."""
    if basic.kind == "moment":
        return Stretch(*anchor.event) if anchor.event is not None else Stretch()
    absolute = _absolute(basic, anchor)
    if absolute is not None:
        return absolute
    return _relative(basic, anchor)


def _absolute(basic: Basic, anchor: Anchor) -> Stretch | None:
    kind = basic.kind
    if kind in {"day", "holiday"} and basic.which is None:
        year = _year(basic, anchor)
        day = _day(year, basic.month, basic.day)
        return Stretch(day, day, weekday=weekday_name(basic.weekday) if basic.weekday is not None else None)
    if kind in {"days", "month_part"}:
        year = _year(basic, anchor)
        return Stretch(_day(year, basic.month, basic.day), _day(year, basic.month, basic.day2))
    if kind == "month":
        year = _year(basic, anchor)
        return Stretch(_day(year, basic.month, 1), _day(year, basic.month, 31))
    if kind == "months":
        end = _year(basic._replace(year=basic.year2 or basic.year, month=basic.month2), anchor)
        start = basic.year or (end - (1 if (basic.month or 1) > (basic.month2 or 12) else 0) if end else None)
        if basic.year and not basic.year2 and (basic.month or 1) > (basic.month2 or 12):
            end = basic.year + 1
        return Stretch(_day(start, basic.month, 1), _day(end, basic.month2, 31))
    if kind in {"year", "years", "season", "the_year", "year_part", "quarter", "first_months"}:
        return _part_of_year(basic, anchor)
    if kind == "year_end":
        year = basic.year or anchor.year or _last_full_year(anchor)
        if basic.which == "this" and anchor.published is not None:
            year = anchor.published.year
        return Stretch(_day(year, 12, 31), _day(year, 12, 31))
    return None


def _part_of_year(basic: Basic, anchor: Anchor) -> Stretch:
    year = basic.year or (anchor.year if basic.kind == "the_year" else _year(basic, anchor))
    if basic.which in {"last", "next"} and anchor.published is not None:
        year = anchor.published.year + _STEPS[basic.which]
    until = basic.year2 or year
    if basic.which in _SO_FAR and anchor.published is not None and year == anchor.published.year:
        return Stretch(_day(year, 1, 1), anchor.published, None, "P0D")
    if until is not None and (basic.month2 or 12) < (basic.month or 1):
        until += 1  # a winter
    return Stretch(_day(year, basic.month or 1, 1), _day(until, basic.month2 or 12, 31))


def _relative(basic: Basic, anchor: Anchor) -> Stretch:
    unit, n, kind = basic.unit or "D", basic.n or 1, basic.kind
    if kind == "weekday" and basic.weekday is not None:
        return _weekday(basic, anchor)
    if kind == "plain_day":
        return _offset(anchor, _days(n := basic.n or 0), _days(n))
    if kind == "ago":
        back = _duration(-n, unit)
        return _offset(anchor, back, back)
    if kind == "ahead":  # "in two years 700 were jailed" tells how long it took, not when
        return _offset(anchor, "P0D", _duration(n, unit)) if anchor.future else Stretch()
    if kind in {"back", "back_one"}:
        return _offset(anchor, _duration(-n, unit), "P0D")
    if kind in {"recent", "coming"}:
        near = (anchor.published, "P0D")
        return Stretch(end=near[0], end_offset=near[1]) if kind == "recent" else Stretch(near[0], None, near[1])
    if kind == "weekend":
        return _weekend(basic, anchor)
    return _which(basic, anchor)


def _which(basic: Basic, anchor: Anchor) -> Stretch:
    """Resolve "last year", "this month", "next week", "May of last year", "last March"."""
    if basic.kind in _OTHERS:
        return _OTHERS[basic.kind](basic, anchor)
    step = _STEPS.get(basic.which or "this", 0)
    published = anchor.published
    if basic.kind in {"day_which_year", "month_which_year", "quarter_which", "holiday"}:
        year = published.year + step if published else None
        if basic.day:
            day = _day(year, basic.month, basic.day)
            return Stretch(day, day, *(2 * (_duration(step, "Y"),) if not published else (None, None)))
        return Stretch(_day(year, basic.month, 1), _day(year, basic.month2 or basic.month, 31))
    if basic.kind == "month_which":
        year = _year(basic, anchor._replace(future=step > 0))
        return Stretch(_day(year, basic.month, 1), _day(year, basic.month, 31))
    return _period(basic, anchor, step) if basic.kind == "which" else Stretch()


def _part_of_month(basic: Basic, anchor: Anchor) -> Stretch:
    """Resolve "late last month", "at the start of the month"; a report's month is the one told of before."""
    step = _STEPS.get(basic.which or "", 0)
    day = anchor.told[1] if basic.which == "the" and anchor.told else None if anchor.year else anchor.published
    if day is None:
        return Stretch()
    month = shift(day.replace(day=1), _duration(step, "M"))
    first, last = (_day(month.year, month.month, d) for d in (basic.day, basic.day2))
    return Stretch(first, last)


def _season(basic: Basic, anchor: Anchor) -> Stretch:
    """Resolve "last summer", the last one that is over, and "this spring", the one of the document's year."""
    step = _STEPS.get(basic.which or "", 0)
    if anchor.published is None:
        return Stretch()
    year = anchor.published.year
    stretch = _part_of_year(basic._replace(year=year, which=None), anchor)
    over = stretch.end is not None and stretch.end < anchor.published
    if step > 0 and stretch.start is not None and stretch.start <= anchor.published:
        year += 1
    elif step < 0 and not over:
        year -= 1
    return _part_of_year(basic._replace(year=year, which=None), anchor)


def _shifted(basic: Basic, anchor: Anchor) -> Stretch:
    """Resolve "the same day", "the next day", "two weeks later" from the day told of before."""
    n = basic.n or 0
    brief = anchor.told is not None and (anchor.told[1] - anchor.told[0]).days < _BRIEF
    if basic.kind == "same_day":
        return Stretch(anchor.told[1], anchor.told[1]) if anchor.told is not None and brief else Stretch()
    if anchor.told is not None and (brief or (basic.unit or "D")[-1] in "MY"):
        return _moved(anchor.told, _duration(n, basic.unit or "D"), brief=brief)
    return _offset(anchor, *2 * (_duration(n, basic.unit or "D"),)) if n < 0 else Stretch()


def _moved(told: tuple[date, date], by: str, *, brief: bool) -> Stretch:
    """Return days moved by a duration; whole months and years stay whole."""
    start, end = shift(told[0], by), shift(told[1], by)
    if brief:
        return Stretch(end, end)
    whole = (told[1] + timedelta(days=1)).day == 1
    return Stretch(start, _day(end.year, end.month, 31) if whole else end)


def _previous(basic: Basic, anchor: Anchor) -> Stretch:
    """Resolve "the previous year": the one before the year or month told of, else before that of the text."""
    unit = basic.unit or "D"
    if unit in {"M", "Y"} and anchor.told is not None and (anchor.told[1] - anchor.told[0]).days >= _BRIEF:
        return _moved(anchor.told, _duration(-1, unit), brief=False)
    if unit == "Y" and anchor.year is not None:
        return Stretch(_day(anchor.year - 1, 1, 1), _day(anchor.year - 1, 12, 31))
    if unit == "Y":
        return _period(basic, anchor, -1)
    return _offset(anchor, _duration(-1, unit), "P0D")


def _period(basic: Basic, anchor: Anchor, step: int) -> Stretch:
    """Resolve this, last or next week, month or year; years and months are those of the calendar."""
    unit, published = basic.unit or "D", anchor.published
    low, high = ("P0D", _duration(1, unit)) if step > 0 else (_duration(-1, unit), "P0D")
    if published is None and unit == "Y" and basic.which == "the" and anchor.year is not None:
        return Stretch(_day(anchor.year, 1, 1), None, None, high)  # "since the beginning of the year" told of
    if published is None:
        return Stretch(None, None, low if step else None, high)
    if unit in {"Y", "M"}:
        month = 1 if unit == "Y" else published.month
        first = shift(published.replace(month=month, day=1), _duration(step, unit))
        last = shift(first, _duration(1, unit)) - timedelta(days=1)
        return Stretch(first, last if step else published, None, None if step else "P0D")
    if unit == "W":
        monday = published - timedelta(days=published.weekday() - 7 * step)
        if step < 0 and published.weekday() >= _SATURDAY:  # by then "last week" may be the one that ends
            return Stretch(monday, published, None, "P0D")
        return Stretch(monday, monday + timedelta(days=6) if step else published, None, None if step else "P0D")
    return _offset(anchor, low, high)


def _back_to(basic: Basic, anchor: Anchor) -> Stretch:
    """Resolve "in the twelve months to 30 June", "in the 24 hours till yesterday": hours begin on a day before."""
    if basic.month is not None:
        end = _day(_year(basic, anchor), basic.month, basic.day or 31)
    elif basic.weekday is not None:
        end = _weekday(basic, anchor).end
    else:
        end = _offset(anchor, *2 * (_days(_DAY_STEPS.get(basic.which or "", 0)),)).end
    if end is None:
        return Stretch()
    if basic.unit == "H":
        return Stretch(end - timedelta(days=max(1, (basic.n or 1) // 24)), end)
    return Stretch(shift(end + timedelta(days=1), _duration(-(basic.n or 1), basic.unit or "D")), end)


def _weekday(basic: Basic, anchor: Anchor) -> Stretch:
    assert basic.weekday is not None  # noqa: S101 - the caller has looked
    name = weekday_name(basic.weekday)
    if anchor.published is None:
        return Stretch(None, None, "P0D", "P0D", name)
    back = (anchor.published.weekday() - basic.weekday) % 7
    if basic.which == "last" and back == 0:
        back = 7
    ahead = anchor.future or basic.which == "next"
    days = (7 - back) % 7 if ahead else -back
    day = anchor.published + timedelta(days=days)
    return Stretch(day, day, _days(days), _days(days), name)


def _day_of_month(basic: Basic, anchor: Anchor) -> Stretch:
    """Resolve "on the 12th": the last one before the document's date, or of the month told of before."""
    near = anchor.told[1] if anchor.told is not None else anchor.published
    if near is None or basic.day is None:
        return Stretch()
    after = anchor.told is None and basic.day > near.day
    month = shift(near.replace(day=1), "-P1M") if after else near
    day = _day(month.year, month.month, basic.day)
    return Stretch(day, day)


def _following(basic: Basic, anchor: Anchor) -> Stretch:
    """Resolve "over the next three weeks": from the days told of before, and in a promise from the document's date."""
    length = _duration(basic.n or 1, basic.unit or "D")
    if anchor.future:
        return _offset(anchor, "P0D", length)
    if anchor.told is None:
        return Stretch()
    return Stretch(anchor.told[1], shift(anchor.told[1], length))


def _then(basic: Basic, anchor: Anchor) -> Stretch:
    """Resolve "since then" by the days told of before."""
    del basic
    return Stretch(*anchor.told) if anchor.told is not None else Stretch()


def _weekend(basic: Basic, anchor: Anchor) -> Stretch:
    if anchor.published is None:
        return Stretch(None, None, "-P1W", "P0D")
    back = (anchor.published.weekday() - 6) % 7
    if basic.which == "last" and back == 0:  # written on a Sunday
        back = 7
    sunday = anchor.published - timedelta(days=back)
    return Stretch(sunday - timedelta(days=1), sunday, _days(-back - 1), _days(-back))


def _offset(anchor: Anchor, low: str, high: str) -> Stretch:
    if anchor.published is None:
        return Stretch(None, None, low, high)
    return Stretch(shift(anchor.published, low), shift(anchor.published, high), low, high)


def _days(n: int) -> str:
    return f"-P{-n}D" if n < 0 else f"P{n}D"


def _duration(n: int, unit: str) -> str:
    """Return n units as an ISO duration; `unit` may carry a factor ("10Y")."""
    factor, letter = int(unit[:-1] or 1), unit[-1]
    n *= factor
    if letter == "H":
        n, letter = int(math.copysign(-(-abs(n) // 24), n)), "D"
    return f"-P{-n}{letter}" if n < 0 else f"P{n}{letter}"


def _year(basic: Basic, anchor: Anchor) -> int | None:
    """Return the printed year, else the one that the text is about, else the nearest that fits the document's date."""
    if basic.year is not None:
        return basic.year
    printed = dict(anchor.months).get(basic.month or 0)
    if printed is not None:
        return printed
    if anchor.year is not None:
        return anchor.year + _runs_over(basic, anchor) - _lies_ahead(basic, anchor)
    if anchor.published is None or basic.month is None:
        return None
    told = next((year for month, day, year in anchor.days if (month, day) == (basic.month, basic.day)), None)
    if told is not None and not anchor.future:
        return told
    day = _day(anchor.published.year, basic.month, basic.day or 1)
    if day is None:
        return anchor.published.year
    if anchor.future:
        return anchor.published.year + (1 if day < anchor.published and (anchor.published - day).days > 31 else 0)
    return anchor.published.year - (1 if day > anchor.published else 0)


def _runs_over(basic: Basic, anchor: Anchor) -> bool:
    """Say whether a month belongs to the next year: "On 30 December 2024 ... On 11 January ...", ten months apart."""
    if anchor.latest is None or basic.month is None or anchor.latest[0] != anchor.year:
        return False
    return anchor.latest[1] - basic.month >= _APART


def _lies_ahead(basic: Basic, anchor: Anchor) -> bool:
    """Say whether a month of the year told of lies after the document's own date: what has happened is a year older."""
    day = _day(anchor.year, basic.month, basic.day or 1)
    return not anchor.future and anchor.published is not None and day is not None and day > anchor.published


def _last_full_year(anchor: Anchor) -> int | None:
    return anchor.published.year - 1 if anchor.published else None


def _day(year: int | None, month: int | None, day: int | None) -> date | None:
    """Return a date; the day is cut to the length of the month."""
    if year is None or month is None or day is None:
        return None
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


_OTHERS: Final = {
    "back_to": _back_to,
    "day_of_month": _day_of_month,
    "following": _following,
    "part_which": _part_of_month,
    "previous": _previous,
    "same_day": _shifted,
    "season_which": _season,
    "shift": _shifted,
    "then": _then,
}
