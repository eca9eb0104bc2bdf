"""Puts expressions of time on the calendar, as dates and as offsets from the document's own date."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final, NamedTuple

from habeas.extract.grammar.temporal.stretches import Anchor, Stretch, stretch
from habeas.extract.grammar.temporal.times import Basic, TimeSpan
from habeas.values.spans import shift

# Expressions that go on from the day told of before.
ANAPHORIC: Final = frozenset({"shift", "same_day", "part_which", "previous", "day_of_month", "following", "then"})
_ONE_DAY: Final = frozenset({"day", "weekday", "plain_day", "holiday", "same_day", "day_which_year", "day_of_month"})


class Window(NamedTuple):
    """When a claim holds; the fields are those of `CountClaim`."""

    kind: str = "none"
    start: date | None = None
    end: date | None = None
    start_offset: str | None = None
    end_offset: str | None = None
    weekday: str | None = None


def resolve(span: TimeSpan, anchor: Anchor, *, stock: bool) -> Window:
    """Return the window of a claim that a time expression gives, for a stock or a flow."""
    first = stretch(span.first, anchor)
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
        if span.role in {"in", "between", "since"}:
            window = resolve(span, anchor._replace(told=told), stock=False)
            if window.start is not None and window.end is not None:
                told = (window.start, window.end if span.role != "since" else window.start)
    return told


def ahead(window: Window, anchor: Anchor) -> Window:
    """Return the window of what is still to come: a period under way begins with the document's date."""
    published = anchor.published
    if published is None or window.start is None or window.end is None or not window.start < published <= window.end:
        return window
    return window._replace(start=published, start_offset="P0D")


def _open_ended(span: TimeSpan, first: Stretch, anchor: Anchor) -> Window | None:
    """Resolve "as of", "by", "after" and "before" for a flow."""
    if span.role == "as_of":
        begin = (anchor.published, "P0D") if anchor.future else (anchor.opens, None)
        return Window("between", begin[0], first.end, begin[1], first.end_offset)
    if span.role == "after":
        if anchor.year is not None and anchor.published is not None:  # a report counts its own year
            return Window("between", first.start, None, first.start_offset, None)
        return Window("since", first.start, anchor.published, first.start_offset, "P0D")
    if span.role == "before":
        return Window("between", None, first.start, None, first.start_offset)
    return None


def _between(span: TimeSpan, first: Stretch, anchor: Anchor, *, stock: bool) -> Window:
    if span.second is None:
        return Window("between", first.start, first.end, first.start_offset, first.end_offset)
    second_basic = span.second
    head = span.first
    if head.year is None and second_basic.year is not None and head.month is not None:
        year = second_basic.year - (1 if head.month > (second_basic.month or 12) else 0)
        first = stretch(head._replace(year=year), anchor)
    elif head.year is not None and second_basic.year is None and second_basic.month is not None:
        run_on = head.year + (1 if (head.month or 1) > second_basic.month else 0)
        second_basic = second_basic._replace(year=max(run_on, anchor.year or 0))
    second = stretch(second_basic, anchor)
    if first.start and second.end and second.end < first.start and head.weekday is not None:
        first = first._replace(start=shift(first.start, "-P7D"), start_offset=None)  # "from Friday to Monday"
    if first.start and second.end and second.end < first.start and second_basic.year is None:
        second = second._replace(end=shift(second.end, "P1Y"))
    if first.start and second.end and second.end < first.start and head.year is None:
        first = first._replace(start=shift(first.start, "-P1Y"))
    del stock
    return Window("between", first.start, second.end, first.start_offset, second.end_offset)


def _moment(first: Stretch, span: TimeSpan, published: date | None) -> Window:
    """Return the moment at which a stock holds: a day, a month, or the last day of a period that is named "as of".

    Undated texts give months by their last day, as their annual reports count up to it.
    """
    if span.first.kind in {"back", "back_one", "recent", "year"} and span.role == "in":
        return Window("between", first.start, first.end, first.start_offset, first.end_offset)
    if first == Stretch() and span.first.kind in {"ahead", "following"}:
        return Window("at", published, published, "P0D", "P0D")
    whole = span.first.kind in {"year_part", "season"} or (span.first.kind == "month" and published is not None)
    start = first.start if whole else first.end
    if span.role in {"after", "before"}:
        start = first.start
        return Window("at", start, start, first.start_offset, first.start_offset, first.weekday)
    return Window("at", start, first.end, first.end_offset, first.end_offset, first.weekday)


def _flow(basic: Basic, first: Stretch) -> Window:
    one_day = basic.kind in _ONE_DAY
    if basic.kind in {"ago", "shift"} and (basic.unit or "D")[-1] in "DH":
        one_day = True
    kind = "on" if one_day else "between"
    return Window(kind, first.start, first.end, first.start_offset, first.end_offset, first.weekday)
