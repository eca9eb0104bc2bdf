"""What a register of persons tells beside the counts: coverage by name, the held curve, durations, person-years.

Every item has a `text`: a reader's sentence that names nobody. Ranges of people are those of `values.history`; years
are person-years (365.25 days). `persons` are ids of the register, of those whom the item is known to concern.
"""

from __future__ import annotations

from datetime import date

import msgspec

from habeas.values.history import DateRange, Range, Stock
from habeas.values.register import Register


class Years(msgspec.Struct, frozen=True, kw_only=True):
    """Person-years that lie within low..high; `high` is null where a fact is missing that would bound them."""

    low: float
    high: float | None


class Coverage(msgspec.Struct, frozen=True, kw_only=True):
    """How many of the people of one occasion (or of a lump) are known by name.

    `named.low` are those whose own dates or sentences leave no other occasion, `named.best` adds those whom a report
    names beside the occasion's count or whose dates fit no other occasion better, `named.high` all who may belong.
    `unnamed` is how many are counted and not known by name. `fits` is false where more are surely named than counted.
    """

    measure: str
    group: str
    date: DateRange
    size: Range
    named: Range
    unnamed: Range
    persons: tuple[str, ...] = ()
    fits: bool = True
    text: str = ""


class Announced(msgspec.Struct, frozen=True, kw_only=True):
    """A person whose release was announced: `state` is "confirmed", "open" or "contradicted" by what was told since."""

    person: str
    state: str
    due: DateRange
    claims: tuple[str, ...] = ()
    since: tuple[str, ...] = ()
    text: str = ""


class CurvePoint(msgspec.Struct, frozen=True, kw_only=True):
    """Persons of the register in custody from this day on, until the next point.

    `low` are those who surely were; `best` those taken before and not known to have been let out, as long as their
    sentence runs; `high` all who may have been.
    """

    date: date
    low: int
    best: int
    high: int


class HeldCurve(msgspec.Struct, frozen=True, kw_only=True):
    """The held curve of the register, by the days on which it changes, and the reconciled stocks beside it.

    `unstarted` persons are held on some day, but the day they were taken is not known: they count from the first day
    on which they are known to be held. `step` is the width of a point in days: 1, or more where days are withheld.
    """

    points: tuple[CurvePoint, ...] = ()
    stocks: tuple[Stock, ...] = ()
    unstarted: int = 0
    until: date | None = None
    step: int = 1
    text: str = ""


class Duration(msgspec.Struct, frozen=True, kw_only=True):
    """Days that one episode of custody lasted, or had lasted by the last day of the record where it is open."""

    person: str
    episode: int
    low: int | None
    high: int | None
    open: bool


class DurationSummary(msgspec.Struct, frozen=True, kw_only=True):
    """Time in custody over all episodes with a known beginning: medians in days, open episodes counted as censored.

    The median is that of Kaplan and Meier (1958), once with the shortest and once with the longest time that the
    dates of each episode allow; null where more than half were still held at their last known day.
    """

    episodes: int
    open: int
    median: Range
    longest: Range
    undated: int = 0
    text: str = ""


class CancelledYears(msgspec.Struct, frozen=True, kw_only=True):
    """Person-years of remaining sentence that one occasion of release cancelled, as far as terms are known.

    Occasions of whose people no term is known are left out.

    `known` persons have a term, `unknown` of the occasion's best size have none on record; `life` sentences are
    counted apart and add nothing to the years.
    """

    group: str
    date: DateRange
    size: Range
    years: Years
    known: int
    unknown: int
    life: int = 0
    persons: tuple[str, ...] = ()
    text: str = ""


class ImposedYears(msgspec.Struct, frozen=True, kw_only=True):
    """Person-years of imprisonment imposed by sentences within start..end, as far as terms and dates are known.

    `low` adds the terms of sentences that surely fall into the window, `high` those that may. `termless` sentences of
    the window have no term on record, `conditional` ones are not to be served; neither adds to the years.
    """

    start: date
    end: date
    years: Years
    sentences: Range
    life: int = 0
    termless: int = 0
    conditional: int = 0
    persons: tuple[str, ...] = ()
    text: str = ""


class CountConflict(msgspec.Struct, frozen=True, kw_only=True):
    """Persons and counts that cannot both be right: status claims and count claims, and why, naming nobody."""

    explanation: str
    persons: tuple[str, ...] = ()
    status_claims: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()


class Custody(msgspec.Struct, frozen=True, kw_only=True):
    """All that the register of a case tells, and how it stands to the counts.

    `withheld` says in words what small cells hide in this edition (empty where nothing is hidden).
    """

    register: Register = Register()
    coverage: tuple[Coverage, ...] = ()
    announced: tuple[Announced, ...] = ()
    conflicts: tuple[CountConflict, ...] = ()
    curve: HeldCurve = HeldCurve()
    durations: tuple[Duration, ...] = ()
    summary: DurationSummary | None = None
    cancelled: tuple[CancelledYears, ...] = ()
    imposed: tuple[ImposedYears, ...] = ()
    notes: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()
