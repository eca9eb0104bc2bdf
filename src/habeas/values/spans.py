"""Durations as they stand in claims: signed ISO 8601, resolved on the calendar."""

from __future__ import annotations

import re
from datetime import date

from dateutil.relativedelta import relativedelta

_DURATION = re.compile(r"^(?P<sign>-?)P(?:(?P<y>\d+)Y)?(?:(?P<m>\d+)M)?(?:(?P<w>\d+)W)?(?:(?P<d>\d+)D)?$")


def parse_duration(text: str) -> relativedelta:
    """Return a signed ISO 8601 duration of years, months, weeks and days ("-P2M") as a calendar delta.

    Raises ValueError where `text` is not such a duration.
    """
    found = _DURATION.match(text)
    if found is None or text in {"P", "-P"}:
        raise ValueError(f"not an ISO 8601 duration: {text!r}")
    years, months, weeks, days = (int(found[name] or 0) for name in ("y", "m", "w", "d"))
    sign = -1 if found["sign"] else 1
    return relativedelta(years=sign * years, months=sign * months, weeks=sign * weeks, days=sign * days)


def shift(day: date, duration: str) -> date:
    """Return `day` moved by an ISO 8601 duration; 31 March minus P1M is the last of February."""
    return day + parse_duration(duration)
