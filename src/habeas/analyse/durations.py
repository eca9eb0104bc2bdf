"""How long people were held: each episode with its bounds, and medians that count those still held as censored."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec

from habeas.analyse import wording
from habeas.analyse.inputs import Inputs
from habeas.values.custody import Duration, DurationSummary
from habeas.values.history import Range
from habeas.values.register import Episode

_MONTH = 30.44


def durations(inputs: Inputs) -> tuple[Duration, ...]:
    """Return the length of every episode that has one, in the order of the register and of time."""
    made = []
    for person in inputs.register.persons:
        for number, episode in enumerate(person.episodes):
            low, high = _length(episode, inputs.until)
            if low is not None or high is not None:
                going = episode.ended_by is None
                made.append(Duration(person=person.id, episode=number, low=low, high=high, open=going))
    return tuple(made)


def _length(episode: Episode, until: date | None) -> tuple[int | None, int | None]:
    """Return the fewest and the most days; a time that a report states counts as it is, give or take half a month."""
    end_low, end_high = (episode.end_low, episode.end_high)
    if episode.ended_by is None:
        end_low, end_high = episode.seen or episode.start_high, until
    low = high = None
    if episode.start_high is not None and end_low is not None:
        low = max(0, (end_low - episode.start_high).days)
    if episode.start_low is not None and end_high is not None:
        high = max(0, (end_high - episode.start_low).days)
    if episode.stated_months is not None and high is None:
        low = max(low or 0, round((episode.stated_months - 0.5) * _MONTH))
        if episode.ended_by is not None:
            high = max(low, round((episode.stated_months + 0.5) * _MONTH))
    return low, high


def summary(inputs: Inputs, found: Sequence[Duration]) -> DurationSummary | None:
    """Return medians and the longest time over episodes whose length has both bounds, null where there is none."""
    measured = [d for d in found if d.low is not None and d.high is not None]
    if not measured:
        return None
    episodes = sum(len(person.episodes) for person in inputs.register.persons)
    lows = [(d.low or 0, d.open) for d in measured]
    highs = [(d.high or 0, d.open) for d in measured]
    short, long = median(lows), median(highs)
    made = DurationSummary(
        episodes=len(measured),
        open=sum(d.open for d in measured),
        median=Range(low=short, best=None, high=long) if short is not None else Range(low=None, best=None, high=None),
        longest=Range(low=max(days for days, _ in lows), best=None, high=max(days for days, _ in highs)),
        undated=episodes - len(measured),
    )
    return msgspec.structs.replace(made, text=wording.durations(made))


def median(lengths: Sequence[tuple[int, bool]]) -> int | None:
    """Return the median of (days, still going on) by Kaplan and Meier, null where the curve does not reach a half."""
    surviving = 1.0
    for days in sorted({days for days, going in lengths if not going}):
        at_risk = sum(length >= days for length, _ in lengths)
        ended = sum(length == days and not going for length, going in lengths)
        surviving *= 1 - ended / at_risk
        if surviving <= 0.5:
            return days
    return None
