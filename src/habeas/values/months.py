"""Months from a day on: how sentences and times in custody are counted."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from dateutil.relativedelta import relativedelta

_MONTH_DAYS: Final = 30.44


def months_after(day: date, months: float) -> date:
    """Return the day so many months after another (before it, if negative); part of a month counts 30.44 days.

    What lies beyond the calendar becomes its first or last day.
    """
    whole = int(months)
    try:
        return day + relativedelta(months=whole) + timedelta(days=round((months - whole) * _MONTH_DAYS))
    except (ValueError, OverflowError):
        return date.max if months > 0 else date.min
