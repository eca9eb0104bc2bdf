"""Newsrooms: they quote whoever has a figure, round it, add up waves, give loose windows and copy each other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial

import numpy as np
from dateutil.relativedelta import relativedelta

from simulate.draft import Draft, Said
from simulate.monitors import Monitor
from simulate.rng import chance, pick
from simulate.talk import (
    Spoken,
    When,
    as_of,
    at_least,
    calendar_months,
    exact,
    last_months,
    on_day,
    recently,
    round_off,
    say,
    since,
)
from simulate.world import Wave, World

SYNONYMS = ("political prisoners", "political detainees", "jailed dissidents")


@dataclass(frozen=True)
class Newsroom:
    """An outlet's habits: its taste for exact figures, and how often it dates its pages."""

    name: str
    precision: float
    dated: float
    words: str
    state: bool = False


@dataclass(frozen=True)
class Beat:
    """What newsrooms of one case report on: the world, its monitors and the name of the authority."""

    world: World
    monitors: tuple[Monitor, ...]
    official: str

    def waves(self, first: date, last: date) -> list[Wave]:
        """Return the release waves of a window, oldest first."""
        return [wave for wave in self.world.waves if first <= self.world.on(wave.day) <= last]


def _quoted(beat: Beat, outlet: Newsroom, rng: np.random.Generator) -> Monitor | None:
    """Choose whom to quote: a monitor, or nobody (the outlet's own count)."""
    if outlet.state:
        return None
    weights = tuple(3.0 if monitor.definition == "wide" else 1.2 for monitor in beat.monitors)
    return pick(rng, (*beat.monitors, None), (*weights, 2.0))


def _voice(outlet: Newsroom, monitor: Monitor | None, beat: Beat, rng: np.random.Generator) -> tuple[str, str, str]:
    """Return the words for the group, its definition and the named source of a figure."""
    if monitor is not None:
        words = monitor.words if monitor.definition == "narrow" or chance(rng, 0.7) else outlet.words
        return words, monitor.definition, monitor.name
    return outlet.words, "wide", beat.official if outlet.state else "document"


def _count(beat: Beat, monitor: Monitor | None, first: date, last: date, at: date) -> int:
    if monitor is not None:
        return monitor.known("freed", first, last, at)
    return sum(wave.size for wave in beat.waves(first, last))


def _wave_line(
    beat: Beat, outlet: Newsroom, wave: Wave, published: date, rng: np.random.Generator, *, dated: bool
) -> Said:
    monitor = _quoted(beat, outlet, rng)
    words, definition, source = _voice(outlet, monitor, beat, rng)
    day = beat.world.on(wave.day)
    when = on_day(day, published, rng, dated=dated)
    if monitor is None:
        inflated = wave.announced is not None and wave.announced > 1.1 * wave.size
        if inflated and wave.announced is not None and chance(rng, 0.5 if outlet.state else 0.08):
            spoken = say(wave.announced, outlet.precision, rng)
            told = wave.announced
            line = Said(spoken, when, "freed", words, definition, source, told)
            return replace(line, slip="announced_for_done", was=str(wave.size))
        return Said(say(wave.size, outlet.precision, rng), when, "freed", words, definition, source, wave.size)
    known = monitor.known("freed", day, day, published)
    spoken = at_least(known) if known < 0.97 * wave.size and chance(rng, 0.8) else say(known, outlet.precision, rng)
    return Said(spoken, when, "freed", words, definition, source, known)


def _window(
    first: date, last: date, published: date, rng: np.random.Generator, *, dated: bool
) -> tuple[When, date, date]:
    """Put a span of waves into words as a writer would; return it with the span that the writer then adds up."""
    span = (published - first).days
    kind = pick(rng, ("last", "calendar", "since", "recent"), (5, 2.5, 2, 1 if span > 40 else 0))
    if kind == "recent":
        return recently(published, dated=dated), first, published
    if kind == "since":
        start = first.replace(day=1) if chance(rng, 0.6) else first
        return since(start, published, rng, dated=dated), start, published
    if kind == "calendar" and span <= 120:
        when = calendar_months(first, last, rng, dated=dated)
        assert when.start is not None
        assert when.end is not None
        return when, when.start, min(when.end, published)
    if span <= 24:
        weeks = max(1, -(-span // 7))
        return last_months(weeks, "W", published, dated=dated), first, published
    # A writer who counts from the first wave says "two months" of 50 days and of 65.
    months = max(1, min(10, round(span / 30.4 + float(rng.uniform(-0.1, 0.45)))))
    return last_months(months, "M", published, dated=dated), first, published


def _total_line(beat: Beat, outlet: Newsroom, published: date, rng: np.random.Generator, *, dated: bool) -> Said | None:
    """Add up the last few waves and say a loose window for them; None where there are no waves to add."""
    past = beat.waves(published - timedelta(days=270), published)
    if not past:
        return None
    chosen = past[-min(len(past), 1 + int(rng.integers(1, 6))) :]
    first, last = beat.world.on(chosen[0].day), beat.world.on(chosen[-1].day)
    monitor = _quoted(beat, outlet, rng)
    words, definition, source = _voice(outlet, monitor, beat, rng)
    when, start, end = _window(first, last, published, rng, dated=dated)
    value = _count(beat, monitor, start, end, published)
    if value == 0:
        return None
    count = len(beat.waves(start, end))
    occasions = count if definition == "wide" and 2 <= count <= 9 and chance(rng, 0.2) else None
    spoken = say(value, outlet.precision * 0.9, rng)
    if spoken.low == spoken.high and not spoken.approx and monitor is not None and chance(rng, 0.25):
        spoken = at_least(value)
    return Said(spoken, when, "freed", words, definition, source, value, occasions=occasions)


def _stock_line(beat: Beat, outlet: Newsroom, published: date, rng: np.random.Generator, *, dated: bool) -> Said:
    monitor = pick(rng, beat.monitors, tuple(3.0 if m.definition == "wide" else 1.0 for m in beat.monitors))
    words, definition, source = _voice(outlet, monitor, beat, rng)
    # Desks quote the last figure they have: today's, or one from days ago without saying so.
    stock = monitor.known_stock(max(published - timedelta(days=int(rng.integers(0, 12))), beat.world.start))
    spoken = say(stock, outlet.precision * 0.7, rng)
    when = as_of(published, published, dated=dated)
    return Said(spoken, when, "held", words, definition, source, stock)


def _arrest_line(
    beat: Beat, outlet: Newsroom, published: date, rng: np.random.Generator, *, dated: bool
) -> Said | None:
    monitor = pick(rng, beat.monitors, tuple(3.0 if m.definition == "wide" else 1.0 for m in beat.monitors))
    words, definition, source = _voice(outlet, monitor, beat, rng)
    months = int(rng.integers(1, 7))
    when = last_months(months, "M", published, dated=dated)
    first = published - relativedelta(months=months)
    value = monitor.known("detained", max(first, beat.world.start), published, published)
    if value < 3 or first < beat.world.start:
        return None
    spoken = at_least(value) if chance(rng, 0.4) else say(value, outlet.precision, rng)
    return Said(spoken, when, "detained", words, definition, source, value)


def parts(draft: Draft, whole: int, said: Said, wave: Wave, rng: np.random.Generator) -> None:
    """Break a wave down where the writer has it whole: women and men, or those put over the border."""
    if said.definition != "wide" or said.meant != wave.size or said.slip is not None:
        return
    when = replace(said.when, text="")
    part = partial(Said, source=said.source, when=when, definition="part", subset_of=whole)
    if wave.women and wave.women < wave.size and chance(rng, 0.25):
        draft.add(part(exact(wave.women), measure="freed", words="women", meant=wave.women), rng)
        men = wave.size - wave.women
        draft.add(part(exact(men), measure="freed", words="men", meant=men), rng)
    if wave.expelled and chance(rng, 0.6):
        draft.add(part(exact(wave.expelled), measure="expelled", words="of them", meant=wave.expelled), rng)


def article(
    beat: Beat, outlet: Newsroom, name: str, published: date, wave: Wave | None, rng: np.random.Generator
) -> tuple[Draft, list[Said | None]]:
    """Write one article, of a wave or a round-up: the empty draft and the lines to go into it."""
    dated = chance(rng, outlet.dated)
    draft = Draft(name, outlet.name, published, dated=dated)
    lines: list[Said | None] = []
    if wave is not None:
        lines.append(_wave_line(beat, outlet, wave, published, rng, dated=dated))
    if chance(rng, 0.65 if wave is not None else 0.85):
        lines.append(_total_line(beat, outlet, published, rng, dated=dated))
    if not outlet.state and chance(rng, 0.45):
        lines.append(_stock_line(beat, outlet, published, rng, dated=dated))
    if not outlet.state and chance(rng, 0.25):
        lines.append(_arrest_line(beat, outlet, published, rng, dated=dated))
    return draft, lines


def promise(beat: Beat, outlet: Newsroom, name: str, wave: Wave, rng: np.random.Generator) -> Draft:
    """Report an announcement before its day: planned, not done."""
    assert wave.announced is not None
    assert wave.announced_day is not None
    published = beat.world.on(max(wave.announced_day, 0)) + timedelta(days=int(rng.integers(0, 2)))
    draft = Draft(name, outlet.name, published, dated=True)
    day = beat.world.on(wave.day)
    when = When("in the coming days", "none") if chance(rng, 0.5) else on_day(day, published, rng, dated=True)
    if when.kind == "on":
        when = When(f"on {day:%B} {day.day}", "on", day, day)
    spoken = say(wave.announced, outlet.precision, rng)
    draft.add(Said(spoken, when, "freed", outlet.words, "wide", beat.official, wave.announced, "planned"), rng)
    return draft


def copied(
    said: Said, outlet: Newsroom, published: date, original: date, rng: np.random.Generator, *, dated: bool
) -> Said:
    """Copy a colleague's line with lag: rounder, less hedged, unattributed, its relative window as it was."""
    when = said.when
    if when.weekday is not None or (when.kind == "on" and when.start is None):
        day = when.start or original
        when = When(f"on {day:%B} {day.day}, {day.year}", "on", day, day, year_printed=True)
    elif when.start_offset is not None and when.start_offset != "P0D":
        count, unit = int(when.start_offset[2:-1]), when.start_offset[-1]
        when = last_months(count, unit, published, dated=dated)
    elif when.kind == "at":
        when = as_of(published, published, dated=dated)
    elif when.kind == "since":
        when = replace(when, end=published if dated else None)
    elif when.end_offset is not None:
        when = recently(published, dated=dated)
    spoken = said.spoken
    plain = spoken.low is not None and spoken.low == spoken.high and not spoken.approx
    if plain and spoken.low is not None and chance(rng, 0.35):
        spoken = round_off(spoken.low, rng)
    elif spoken.text.startswith("at least") and spoken.low is not None and chance(rng, 0.2):
        spoken = Spoken(spoken.text.removeprefix("at least "), spoken.low, spoken.low)
    words = said.words if said.definition != "wide" or chance(rng, 0.5) else outlet.words
    source = said.source if chance(rng, 0.6) else "document"
    return replace(said, when=when, spoken=spoken, words=words, source=source, subset_of=None, occasions=None)
