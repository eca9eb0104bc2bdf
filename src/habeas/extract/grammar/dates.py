"""Puts expressions of time on the calendar, as dates and as offsets from the document's own date."""

from __future__ import annotations

import calendar
import math
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final, NamedTuple

from habeas.extract.grammar.times import Basic, TimeSpan, weekday_name
from habeas.values.spans import shift

_STEPS: Final = {"last": -1, "past": -1, "this": 0, "next": 1}
_BRIEF: Final = 8  # how few days are told of as one occasion
# Expressions that go on from the day told of before.
ANAPHORIC: Final = frozenset({"shift", "same_day", "part_which", "previous"})
_ONE_DAY: Final = frozenset({"day", "weekday", "plain_day", "holiday", "same_day", "days", "weekend", "day_which_year"})


class Window(NamedTuple):
    """When a claim holds; the fields are those of `CountClaim`."""

    kind: str = "none"
    start: date | None = None
    end: date | None = None
    start_offset: str | None = None
    end_offset: str | None = None
    weekday: str | None = None


class Anchor(NamedTuple):
    """What dates are resolved with.

    `published` is the document's date; `year` is the year that the text is about where a date leaves it out;
    `future` says that the event lies ahead; `months` are (month, year) that the text has printed together before;
    `opens` is the day from which a report counts what it tells up to a day; `told` are the days told of before, which
    "the next day" and "the year before" go on from.
    """

    published: date | None
    year: int | None = None
    future: bool = False
    months: tuple[tuple[int, int], ...] = ()
    opens: date | None = None
    told: tuple[date, date] | None = None


class _Stretch(NamedTuple):
    start: date | None = None
    end: date | None = None
    start_offset: str | None = None
    end_offset: str | None = None
    weekday: str | None = None


def resolve(span: TimeSpan, anchor: Anchor, *, stock: bool) -> Window:
    """Return the window of a claim that a time expression gives, for a stock or a flow."""
    first = _stretch(span.first, anchor)
    if span.role == "between":
        return _between(span, first, anchor, stock=stock)
    if span.first.kind == "so_far":
        if stock:
            return Window("at", anchor.published, anchor.published, "P0D", "P0D")
        return Window("since", None, anchor.published, None, "P0D")
    if span.role == "since":
        return Window("since", first.start, anchor.published, first.start_offset, "P0D")
    if stock:
        return _moment(first, span, anchor.published)
    return _open_ended(span, first, anchor) or _flow(span.first, first)


def days_told(spans: Iterable[TimeSpan], anchor: Anchor) -> tuple[date, date] | None:
    """Return the last days that a row of expressions of time tells of; "the next day" goes on from those before."""
    told = None
    for span in spans:
        if span.role in {"in", "between"}:
            window = resolve(span, anchor._replace(told=told), stock=False)
            if window.start is not None and window.end is not None:
                told = (window.start, window.end)
    return told


def ahead(window: Window, anchor: Anchor) -> Window:
    """Return the window of what is still to come: a period under way begins with the document's date."""
    published = anchor.published
    if published is None or window.start is None or window.end is None or not window.start < published <= window.end:
        return window
    return window._replace(start=published, start_offset="P0D")


def _open_ended(span: TimeSpan, first: _Stretch, anchor: Anchor) -> Window | None:
    """Resolve "as of", "by", "after" and "before" for a flow."""
    if span.role == "as_of":
        begin = (anchor.published, "P0D") if anchor.future else (anchor.opens, None)
        return Window("between", begin[0], first.end, begin[1], first.end_offset)
    if span.role == "after":
        if anchor.year is None and anchor.published is not None and first.start is not None:
            return Window("since", first.start, anchor.published, first.start_offset, "P0D")
        return Window("between", first.start, None, first.start_offset, None)
    if span.role == "before":
        return Window("between", None, first.start, None, first.start_offset)
    return None


def _between(span: TimeSpan, first: _Stretch, anchor: Anchor, *, stock: bool) -> Window:
    if span.second is None:
        return Window("between", first.start, first.end, first.start_offset, first.end_offset)
    second_basic = span.second
    head = span.first
    if head.year is None and second_basic.year is not None and head.month is not None:
        year = second_basic.year - (1 if head.month > (second_basic.month or 12) else 0)
        first = _stretch(head._replace(year=year), anchor)
    elif head.year is not None and second_basic.year is None and second_basic.month is not None:
        second_basic = second_basic._replace(year=head.year + (1 if (head.month or 1) > second_basic.month else 0))
    second = _stretch(second_basic, anchor)
    if first.start and second.end and second.end < first.start and head.weekday is not None:
        first = first._replace(start=shift(first.start, "-P7D"), start_offset=None)  # "from Friday to Monday"
    if first.start and second.end and second.end < first.start and second_basic.year is None:
        second = second._replace(end=shift(second.end, "P1Y"))
    if first.start and second.end and second.end < first.start and head.year is None:
        first = first._replace(start=shift(first.start, "-P1Y"))
    del stock
    return Window("between", first.start, second.end, first.start_offset, second.end_offset)


def _moment(first: _Stretch, span: TimeSpan, published: date | None) -> Window:
    """Return the moment at which a stock holds: a day, a month, or the last day of a period that is named "as of".

    Undated texts give months by their last day, as their annual reports count up to it.
    """
    if span.first.kind in {"back", "back_one", "recent", "year"} and span.role == "in":
        return Window("between", first.start, first.end, first.start_offset, first.end_offset)
    if first == _Stretch() and span.first.kind == "ahead":
        return Window("at", published, published, "P0D", "P0D")
    whole = span.first.kind in {"year_part", "season"} or (span.first.kind == "month" and published is not None)
    start = first.start if whole else first.end
    if span.role in {"after", "before"}:
        start = first.start
        return Window("at", start, start, first.start_offset, first.start_offset, first.weekday)
    return Window("at", start, first.end, first.end_offset, first.end_offset, first.weekday)


def _flow(basic: Basic, first: _Stretch) -> Window:
    one_day = basic.kind in _ONE_DAY
    if basic.kind in {"ago", "shift"} and (basic.unit or "D")[-1] in "DH":
        one_day = True
    kind = "on" if one_day else "between"
    return Window(kind, first.start, first.end, first.start_offset, first.end_offset, first.weekday)


def _stretch(basic: Basic, anchor: Anchor) -> _Stretch:
    if basic.kind == "moment":
        return _Stretch()
    absolute = _absolute(basic, anchor)
    if absolute is not None:
        return absolute
    return _relative(basic, anchor)


def _absolute(basic: Basic, anchor: Anchor) -> _Stretch | None:
    kind = basic.kind
    if kind in {"day", "holiday"} and basic.which is None:
        year = _year(basic, anchor)
        day = _day(year, basic.month, basic.day)
        return _Stretch(day, day, weekday=weekday_name(basic.weekday) if basic.weekday is not None else None)
    if kind in {"days", "month_part"}:
        year = _year(basic, anchor)
        return _Stretch(_day(year, basic.month, basic.day), _day(year, basic.month, basic.day2))
    if kind == "month":
        year = _year(basic, anchor)
        return _Stretch(_day(year, basic.month, 1), _day(year, basic.month, 31))
    if kind == "months":
        end = _year(basic._replace(year=basic.year2 or basic.year, month=basic.month2), anchor)
        start = basic.year or (end - (1 if (basic.month or 1) > (basic.month2 or 12) else 0) if end else None)
        if basic.year and not basic.year2 and (basic.month or 1) > (basic.month2 or 12):
            end = basic.year + 1
        return _Stretch(_day(start, basic.month, 1), _day(end, basic.month2, 31))
    if kind in {"year", "years", "season", "the_year", "year_part", "quarter", "first_months"}:
        return _part_of_year(basic, anchor)
    if kind == "year_end":
        year = basic.year or anchor.year or _last_full_year(anchor)
        if basic.which == "this" and anchor.published is not None:
            year = anchor.published.year
        return _Stretch(_day(year, 12, 31), _day(year, 12, 31))
    return None


def _part_of_year(basic: Basic, anchor: Anchor) -> _Stretch:
    year = basic.year or (anchor.year if basic.kind == "the_year" else _year(basic, anchor))
    if basic.which in {"last", "next"} and anchor.published is not None:
        year = anchor.published.year + _STEPS[basic.which]
    until = basic.year2 or year
    if until is not None and (basic.month2 or 12) < (basic.month or 1):
        until += 1  # a winter
    return _Stretch(_day(year, basic.month or 1, 1), _day(until, basic.month2 or 12, 31))


def _relative(basic: Basic, anchor: Anchor) -> _Stretch:
    unit, n, kind = basic.unit or "D", basic.n or 1, basic.kind
    if kind == "weekday" and basic.weekday is not None:
        return _weekday(basic, anchor)
    if kind == "plain_day":
        return _offset(anchor, _days(n := basic.n or 0), _days(n))
    if kind == "ago":
        back = _duration(-n, unit)
        return _offset(anchor, back, back)
    if kind == "ahead":  # "in two years 700 were jailed" tells how long it took, not when
        return _offset(anchor, "P0D", _duration(n, unit)) if anchor.future else _Stretch()
    if kind in {"back", "back_one"}:
        return _offset(anchor, _duration(-n, unit), "P0D")
    if kind in {"recent", "coming"}:
        near = (anchor.published, "P0D")
        return _Stretch(end=near[0], end_offset=near[1]) if kind == "recent" else _Stretch(near[0], None, near[1])
    if kind == "weekend":
        return _weekend(anchor)
    return _which(basic, anchor)


def _which(basic: Basic, anchor: Anchor) -> _Stretch:
    """Resolve "last year", "this month", "next week", "May of last year", "last March"."""
    if basic.kind in _OTHERS:
        return _OTHERS[basic.kind](basic, anchor)
    step = _STEPS.get(basic.which or "this", 0)
    published = anchor.published
    if basic.kind in {"day_which_year", "month_which_year", "quarter_which", "holiday"}:
        year = published.year + step if published else None
        if basic.day:
            day = _day(year, basic.month, basic.day)
            return _Stretch(day, day, *(2 * (_duration(step, "Y"),) if not published else (None, None)))
        return _Stretch(_day(year, basic.month, 1), _day(year, basic.month2 or basic.month, 31))
    if basic.kind == "month_which":
        year = _year(basic, anchor._replace(future=step > 0))
        return _Stretch(_day(year, basic.month, 1), _day(year, basic.month, 31))
    return _period(basic, anchor, step) if basic.kind == "which" else _Stretch()


def _part_of_month(basic: Basic, anchor: Anchor) -> _Stretch:
    """Resolve "late last month", "at the start of the month"; a report's month is the one told of before."""
    step = _STEPS.get(basic.which or "", 0)
    day = anchor.told[1] if basic.which == "the" and anchor.told else None if anchor.year else anchor.published
    if day is None:
        return _Stretch()
    month = shift(day.replace(day=1), _duration(step, "M"))
    first, last = (_day(month.year, month.month, d) for d in (basic.day, basic.day2))
    return _Stretch(first, last)


def _season(basic: Basic, anchor: Anchor) -> _Stretch:
    """Resolve "last summer", the last one that is over, and "this spring", the one of the document's year."""
    step = _STEPS.get(basic.which or "", 0)
    if anchor.published is None:
        return _Stretch()
    year = anchor.published.year
    stretch = _part_of_year(basic._replace(year=year, which=None), anchor)
    over = stretch.end is not None and stretch.end < anchor.published
    if step > 0 and stretch.start is not None and stretch.start <= anchor.published:
        year += 1
    elif step < 0 and not over:
        year -= 1
    return _part_of_year(basic._replace(year=year, which=None), anchor)


def _shifted(basic: Basic, anchor: Anchor) -> _Stretch:
    """Resolve "the same day", "the next day", "two weeks later" from the day told of before."""
    n = basic.n or 0
    brief = anchor.told is not None and (anchor.told[1] - anchor.told[0]).days < _BRIEF
    if basic.kind == "same_day":
        return _Stretch(anchor.told[1], anchor.told[1]) if anchor.told is not None and brief else _Stretch()
    if anchor.told is not None and (brief or (basic.unit or "D")[-1] in "MY"):
        return _moved(anchor.told, _duration(n, basic.unit or "D"), brief=brief)
    return _offset(anchor, *2 * (_duration(n, basic.unit or "D"),)) if n < 0 else _Stretch()


def _moved(told: tuple[date, date], by: str, *, brief: bool) -> _Stretch:
    """Return days moved by a duration; whole months and years stay whole."""
    start, end = shift(told[0], by), shift(told[1], by)
    if brief:
        return _Stretch(end, end)
    whole = (told[1] + timedelta(days=1)).day == 1
    return _Stretch(start, _day(end.year, end.month, 31) if whole else end)


def _previous(basic: Basic, anchor: Anchor) -> _Stretch:
    """Resolve "the previous year": the one before the year or month told of, else before that of the text."""
    unit = basic.unit or "D"
    if unit in {"M", "Y"} and anchor.told is not None and (anchor.told[1] - anchor.told[0]).days >= _BRIEF:
        return _moved(anchor.told, _duration(-1, unit), brief=False)
    if unit == "Y" and anchor.year is not None:
        return _Stretch(_day(anchor.year - 1, 1, 1), _day(anchor.year - 1, 12, 31))
    if unit == "Y":
        return _period(basic, anchor, -1)
    return _offset(anchor, _duration(-1, unit), "P0D")


def _period(basic: Basic, anchor: Anchor, step: int) -> _Stretch:
    """Resolve this, last or next week, month or year; years and months are those of the calendar."""
    unit, published = basic.unit or "D", anchor.published
    low, high = ("P0D", _duration(1, unit)) if step > 0 else (_duration(-1, unit), "P0D")
    if published is None:
        return _Stretch(None, None, low if step else None, high)
    if unit in {"Y", "M"}:
        month = 1 if unit == "Y" else published.month
        first = shift(published.replace(month=month, day=1), _duration(step, unit))
        last = shift(first, _duration(1, unit)) - timedelta(days=1)
        return _Stretch(first, last if step else published, None, None if step else "P0D")
    if unit == "W":
        monday = published - timedelta(days=published.weekday() - 7 * step)
        return _Stretch(monday, monday + timedelta(days=6) if step else published, None, None if step else "P0D")
    return _offset(anchor, low, high)


def _back_to(basic: Basic, anchor: Anchor) -> _Stretch:
    """Resolve "in the twelve months to 30 June"."""
    end = _day(_year(basic, anchor), basic.month, basic.day or 31)
    if end is None:
        return _Stretch()
    return _Stretch(shift(end + timedelta(days=1), _duration(-(basic.n or 1), basic.unit or "D")), end)


def _weekday(basic: Basic, anchor: Anchor) -> _Stretch:
    assert basic.weekday is not None  # noqa: S101 - the caller has looked
    name = weekday_name(basic.weekday)
    if anchor.published is None:
        return _Stretch(None, None, "P0D", "P0D", name)
    back = (anchor.published.weekday() - basic.weekday) % 7
    if basic.which == "last" and back == 0:
        back = 7
    ahead = anchor.future or basic.which == "next"
    days = (7 - back) % 7 if ahead else -back
    day = anchor.published + timedelta(days=days)
    return _Stretch(day, day, _days(days), _days(days), name)


def _weekend(anchor: Anchor) -> _Stretch:
    if anchor.published is None:
        return _Stretch(None, None, "-P1W", "P0D")
    back = (anchor.published.weekday() - 6) % 7
    sunday = anchor.published - timedelta(days=back)
    return _Stretch(sunday - timedelta(days=1), sunday, _days(-back - 1), _days(-back))


def _offset(anchor: Anchor, low: str, high: str) -> _Stretch:
    if anchor.published is None:
        return _Stretch(None, None, low, high)
    return _Stretch(shift(anchor.published, low), shift(anchor.published, high), low, high)


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
        return anchor.year
    if anchor.published is None or basic.month is None:
        return None
    day = _day(anchor.published.year, basic.month, basic.day or 1)
    if day is None:
        return anchor.published.year
    if anchor.future:
        return anchor.published.year + (1 if day < anchor.published and (anchor.published - day).days > 31 else 0)
    return anchor.published.year - (1 if day > anchor.published else 0)


def _last_full_year(anchor: Anchor) -> int | None:
    return anchor.published.year - 1 if anchor.published else None


def _day(year: int | None, month: int | None, day: int | None) -> date | None:
    """Return a date; the day is cut to the length of the month."""
    if year is None or month is None or day is None:
        return None
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


_OTHERS: Final = {
    "back_to": _back_to,
    "part_which": _part_of_month,
    "previous": _previous,
    "same_day": _shifted,
    "season_which": _season,
    "shift": _shifted,
}
