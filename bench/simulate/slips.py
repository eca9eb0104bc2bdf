"""Slips: the errors of a hasty writer, planted at a known rate and remembered for scoring."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
from dateutil.relativedelta import relativedelta

from simulate.draft import Said
from simulate.rng import chance, pick
from simulate.talk import Spoken, When, digits, last_months


def _shifted(when: When, delta: relativedelta) -> When:
    start = None if when.start is None else when.start + delta
    end = when.end
    # "since May 2023" slips at its start alone; "in May 2023" slips as a whole.
    if end is not None and when.kind != "since":
        end = end + delta
    return replace(when, start=start, end=end, text=_reworded(when, delta))


def _reworded(when: When, delta: relativedelta) -> str:
    """Return the words of a shifted time: what is misprinted is what stands in the text, months, days and years."""
    text = when.text
    named = [day for day in (when.start, when.end if when.kind == "between" else None) if day is not None]
    for number, day in enumerate(named):
        moved = day + delta
        text = text.replace(f"{day:%B} {day.day}", f"<{number}> {moved.day}").replace(f"{day:%B}", f"<{number}>")
    for number, day in enumerate(named):
        text = text.replace(f"<{number}>", f"{day + delta:%B}")
    last = named[-1] if named else None
    return text if last is None else text.replace(str(last.year), str((last + delta).year))


def _figure(said: Said) -> int | None:
    return said.spoken.low if said.spoken.low is not None else said.spoken.high


def _with_figure(said: Said, value: int, kind: str) -> Said:
    spoken = said.spoken
    old = _figure(said)
    assert old is not None
    low = None if spoken.low is None else value
    high = None if spoken.high is None else value
    text = spoken.text.replace(digits(old), digits(value)).replace(digits(old - 1), digits(value - 1))
    return replace(said, spoken=Spoken(text, low, high, spoken.approx), slip=kind, was=str(old))


def _swapped(value: int, rng: np.random.Generator) -> int | None:
    text = str(value)
    places = [i for i in range(len(text) - 1) if text[i] != text[i + 1] and not (i == 0 and text[1] == "0")]
    if not places:
        return None
    i = pick(rng, places)
    return int(text[:i] + text[i + 1] + text[i] + text[i + 2 :])


def options(said: Said, rng: np.random.Generator, published: date, running: int, *, dated: bool) -> list[Said]:
    """Return the ways in which this sentence could go wrong; `running` is a total a writer might take for news."""
    found: list[Said] = []
    when, value = said.when, _figure(said)
    if when.start is not None and when.year_printed and when.kind in {"on", "between", "since"}:
        years = relativedelta(years=-1 if chance(rng, 0.8) else 1)
        found.append(replace(said, when=_shifted(when, years), slip="year_slip", was=str(when.start.year)))
    if when.start is not None and when.weekday is None and when.start_offset is None and when.kind in {"on", "between"}:
        months = relativedelta(months=int(pick(rng, [-1, 1])))
        found.append(replace(said, when=_shifted(when, months), slip="month_slip", was=when.start.isoformat()))
    if value is not None and value == said.spoken.high and not said.spoken.approx and value >= 10:
        swapped = _swapped(value, rng)
        if swapped is not None:
            found.append(_with_figure(said, swapped, "digit_swap"))
        found.append(_with_figure(said, value * 10 if value < 100 or value % 10 else value // 10, "factor_ten"))
    if (
        said.measure == "held"
        and when.weekday is None
        and when.start_offset is not None
        and said.spoken.high is not None
    ):
        month = last_months(1, "M", published, dated=dated)
        found.append(replace(said, when=month, measure="detained", slip="stock_for_flow", was="held"))
    if said.measure == "freed" and when.kind == "on" and said.definition == "wide" and running > 1.3 * said.meant:
        spoken = Spoken(digits(running), running, running)
        found.append(replace(said, spoken=spoken, slip="cumulative_for_new", was=str(said.meant)))
    return found
