"""Stocks against flows: what two counts leave to be explained by the flows told between them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import msgspec

from habeas.reconcile.exact.history import Wave
from habeas.reconcile.outcome.assemble import SolvedSeries
from habeas.reconcile.outcome.banished import waves_of
from habeas.reconcile.prepared.groups import Groups
from habeas.reconcile.prepared.wording import day_text, done, join
from habeas.values.history import Stock

_OUT: Final = ("freed", "died", "expelled")


def with_flows(stocks: Sequence[Stock], series: Sequence[SolvedSeries], groups: Groups) -> tuple[Stock, ...]:
    """Return stocks whose derivation tells how far the flows since the count before explain the change.

    held(t2) = held(t1) + taken - freed - died - expelled. Those taken are the ones a monitor recognised where it says
    so, else those detained, and those arrested again; what is left over is told and never made into a flow.
    """
    found: list[Stock] = []
    for stock in stocks:
        before = next((s for s in reversed(found) if (s.measure, s.group) == (stock.measure, stock.group)), None)
        text = _change(before, stock, series, groups) if before is not None and stock.measure == "held" else ""
        found.append(msgspec.structs.replace(stock, derivation=stock.derivation + text) if text else stock)
    return tuple(found)


def _change(before: Stock, after: Stock, series: Sequence[SolvedSeries], groups: Groups) -> str:
    if before.best is None or after.best is None or before.date >= after.date:
        return ""
    own = {item.series.measure: item for item in series if groups.name(item.series.group) == after.group}
    known: tuple[str, ...] = ("recognised", "detained")
    taken = [measure for measure in known if measure in own][:1]
    taken += ["rearrested"] if "rearrested" in own else []
    moved = {m: _flow(waves_of(m, own), before.date, after.date) for m in (*taken, *(m for m in _OUT if m in own))}
    if any(number is None for number in moved.values()):
        return ""
    told = {measure: number for measure, number in moved.items() if number}
    if not told:
        return ""
    expected = (
        before.best + sum(n for m, n in told.items() if m in taken) - sum(n for m, n in told.items() if m in _OUT)
    )
    words = join([f"{number:,} {done(measure)}" for measure, number in told.items()])
    left = after.best - expected
    rest = (
        "which is this count" if not left else f"so {abs(left):,} {'more' if left > 0 else 'fewer'} are not explained"
    )
    return f"; after {before.best:,} on {day_text(before.date)}, {words} would leave {expected:,}, {rest}"


def _flow(waves: Sequence[Wave], after: date, until: date) -> int | None:
    """Return the people who moved between two days, null where some may have moved before or after them."""
    first, last = after.toordinal() + 1, until.toordinal()
    touching = [wave for wave in waves if wave.low <= last and wave.high >= first]
    if any(wave.low < first or wave.high > last for wave in touching):
        return None
    return sum(wave.size for wave in touching)
