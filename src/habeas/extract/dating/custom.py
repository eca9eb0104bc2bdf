"""The custom of the press: news print a day without its year while that year is not yet over, or hardly."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Final

from habeas.extract.dating.mentions import Mention, resolve
from habeas.extract.dating.outlook import PAST
from habeas.extract.dating.reading import Reading
from habeas.extract.dating.vocabulary import normal
from habeas.values.document import DatingCue

# A month before the day comes round again, which would make its bare mention mean the later one.
_RECENT: Final = timedelta(days=335)


def custom_cues(reading: Reading, weekdays: Sequence[DatingCue], skip: Iterable[Mention]) -> list[DatingCue]:
    """Return the last day on which news that tell of a day without its year can have been written, as a cue.

    That they are news of their own day shows by what they tell of "yesterday" or of a weekday (the cues `weekdays`):
    a chronicle leaves the year out too, decades later. The year is the one printed last before the day, or the next
    where the day would lie before the date printed there. It is custom, not law: the cue is never certain.
    """
    if not weekdays and not _tells_of_yesterday(reading):
        return []
    left_out = set(skip)
    days = [
        whole
        for mention in reading.mentions
        if mention.low is None and mention.month_day is not None and mention not in left_out
        if reading.outlook(mention).view == PAST and (whole := _in_its_year(reading, mention)) is not None
    ]
    dated = [(whole.low, -whole.start, whole) for whole in days if whole.low is not None]
    if not dated:
        return []
    low, _, latest = max(dated)
    why = f"news that tell of {low.day} {low:%B} without its year, {low.year} by the words before, are of that year"
    return [reading.cue("past_event", (latest.start, latest.end), why, high=low + _RECENT, certain=False)]


def _tells_of_yesterday(reading: Reading) -> bool:
    shifts = reading.words.relative_days
    return any(shifts.get(normal(found[0]), 0) < 0 for found in reading.words.relative_phrase.finditer(reading.text))


def _in_its_year(reading: Reading, mention: Mention) -> Mention | None:
    """Return a day without its year in the year that the text printed last, or None where it printed none before."""
    printed = [m for m in reading.mentions if m.low is not None and m.start < mention.start]
    if not printed or printed[-1].low is None:
        return None
    year = printed[-1].low.year
    whole = resolve(mention, year)
    if whole is not None and whole.low is not None and whole.low < printed[-1].low:
        return resolve(mention, year + 1)
    return whole
