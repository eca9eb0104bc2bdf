"""Whole sets of claims as nobody would write them: every binding, valid and not, of several measures and places."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from hypothesis import strategies as st

from habeas.values.case import CaseSettings, GroupRelation
from habeas.values.claim import CountClaim
from habeas.values.document import DatingCue, Document

_DAYS = st.dates(date(2030, 1, 1), date(2031, 12, 31))
_ODD_DAYS = st.sampled_from([date(1, 1, 1), date(9999, 12, 31), date(1850, 6, 1), date(2031, 2, 28)])
_NUMBERS = st.integers(1, 60) | st.sampled_from([0, 100, 250, 1184, 5000])
_ODD_NUMBERS = st.sampled_from([-7, 10**6, 10**18, 10**40])
_GROUPS = ("political prisoners", "people", "women", "journalists", "political prisoners in Norhaven", "")
_DOCS = ("ash", "birch", "cedar", "dogwood")


class Wild(NamedTuple):
    """Everything that a case hands to reconciliation."""

    claims: list[CountClaim]
    documents: list[Document]
    cues: list[DatingCue]
    settings: CaseSettings


@st.composite
def bounds(draw: st.DrawFn) -> tuple[int | None, int | None]:
    """An exact figure, a bound from one side, an interval, or nonsense."""
    number = draw(st.integers(0, 19).flatmap(lambda n: _ODD_NUMBERS if n == 0 else _NUMBERS))
    other = draw(_NUMBERS)
    kind = draw(st.sampled_from(["exact"] * 5 + ["least"] * 2 + ["most", "between", "none", "any"]))
    both = (min(number, other), max(number, other))
    return {
        "exact": (number, number),
        "least": (number, None),
        "most": (None, number),
        "between": both,
        "none": (None, None),
        "any": (number, other),
    }[kind]


@st.composite
def windows(draw: st.DrawFn) -> dict[str, object]:
    """The days of a claim: fixed, counted from its report's day, both, half of either, none, or backwards."""
    kind = draw(st.sampled_from(["at", "on", "between", "between", "since", "none"]))
    form = draw(st.sampled_from(["fixed"] * 4 + ["relative"] * 3 + ["weekday", "both", "any", "odd"]))
    first, second = draw(_DAYS), draw(_DAYS)
    low, high = min(first, second), max(first, second)
    length = draw(st.sampled_from(["-P1W", "-P2M", "-P6M", "-P3D", "-P1Y"] * 3 + ["-P90000Y", "P3M"]))
    if kind in {"at", "on"}:
        high, length = low, "P0D"
    odd = draw(_ODD_DAYS)
    forms = {
        "fixed": {"start_date": low, "end_date": high},
        "relative": {"start_offset": length, "end_offset": "P0D"},
        "weekday": {"weekday": draw(st.sampled_from(["monday", "friday", "someday"])), "end_offset": "P0D"},
        "both": {"start_date": low, "end_date": high, "start_offset": length, "end_offset": "P0D"},
        "any": {"start_date": draw(st.none() | st.just(first)), "end_date": draw(st.none() | st.just(second))},
        "odd": {"start_date": odd, "end_date": draw(st.sampled_from([odd, None])), "start_offset": "two months"},
    }
    return {"when_kind": draw(st.sampled_from([kind] * 30 + ["sometime"])), **forms[form]}


@st.composite
def claims(draw: st.DrawFn) -> CountClaim:
    """One claim of any binding, now and then one that cannot be used."""
    low, high = draw(bounds())
    measure = draw(st.sampled_from(["freed"] * 6 + ["held"] * 3 + ["detained"] * 3 + ["died", "convicted", "odd", ""]))
    return CountClaim(
        doc=draw(st.sampled_from(_DOCS)),
        quote=draw(st.sampled_from(["", "so many", "the latest release freed so many", "another so many"])),
        start=draw(st.integers(0, 400)),
        low=low,
        high=high,
        measure=measure,
        approx=draw(st.integers(0, 4)) == 0,
        group=draw(st.sampled_from(_GROUPS)),
        subset_of=draw(st.sampled_from([None] * 8 + [0, 1, 2, 7, -1])),
        occasions=draw(st.sampled_from([None] * 8 + [1, 2, 4, 0, 10**12])),
        status=draw(st.sampled_from(["actual"] * 9 + ["planned"] * 2 + ["denied", "hypothetical", "rumoured"])),
        source=draw(st.sampled_from(["document", "Lamp Centre", "the ministry", "Lamp Centre, a monitor"])),
        repeats=draw(st.sampled_from([None] * 9 + [0, 3])),
        confidence=draw(st.sampled_from([1.0, 1.0, 0.9, 0.5, 0.0, 7.0])),
        id=draw(st.sampled_from([""] * 20 + ["same"])),
        **draw(windows()),
    )  # type: ignore[arg-type]


@st.composite
def documents(draw: st.DrawFn) -> list[Document]:
    """Some of the documents, half of them dated, from one country or two, with and without text."""
    names = draw(st.lists(st.sampled_from(_DOCS), unique=True))
    days = st.none() | _DAYS | st.sampled_from([date(2032, 1, 5), date(1, 1, 1), date(9999, 12, 31)])
    return [
        Document(
            id=name,
            text=draw(st.sampled_from(["", "A report.", "The latest of 2031. " * 12])),
            outlet=draw(st.sampled_from([None, "The Shore", "Harbour Daily"])),
            published=draw(days),
            place=draw(st.sampled_from([None, None, "Norhaven", "Sudhaven"])),
        )
        for name in names
    ]


@st.composite
def dating_cues(draw: st.DrawFn) -> list[DatingCue]:
    """Cues of some documents, which may contradict each other and the printed days."""
    kinds = st.sampled_from(["past_event", "future_event", "relative_year", "weekday"])
    return [
        DatingCue(
            doc=draw(st.sampled_from(_DOCS)),
            kind=draw(kinds),
            low=draw(st.none() | _DAYS),
            high=draw(st.none() | _DAYS),
            weekday=draw(st.sampled_from([None, "tuesday", "someday"])),
            event=(event := draw(st.sampled_from([None, None, "election"]))),
            event_low=draw(st.none() | _DAYS | _ODD_DAYS) if event else None,
            event_high=draw(st.none() | _DAYS) if event else None,
            event_years=draw(st.sampled_from([None, 1, 0, 9000])) if event else None,
            month_day=draw(st.sampled_from([None, "01-26", "02-30", "13-45", "soon"])) if event else None,
            offset_low=draw(st.sampled_from([None, "P1D", "P1M", "later"])) if event else None,
            offset_high=draw(st.sampled_from([None, "P2M", "P90000Y"])) if event else None,
            certain=draw(st.booleans()),
        )
        for _ in range(draw(st.integers(0, 4)))
    ]


_RELATIONS = st.builds(
    GroupRelation,
    left=st.sampled_from(_GROUPS[:4]),
    relation=st.sampled_from(["same", "subset", "overlap"]),
    right=st.sampled_from(_GROUPS[:4]),
)


@st.composite
def cases(draw: st.DrawFn, most: int = 9) -> Wild:
    """A whole case of up to `most` claims, of which judgements may pin or exclude some."""
    found = draw(st.lists(claims(), max_size=most))
    named = [claim.with_id().id for claim in found]
    some = st.lists(st.sampled_from(named), max_size=2).map(tuple) if named else st.just(())
    settings = CaseSettings(
        place=draw(st.sampled_from([None, "Norhaven"])),
        groups=tuple(draw(st.lists(_RELATIONS, max_size=2))),
        pinned=draw(some) if draw(st.integers(0, 3)) == 0 else (),
        excluded=draw(some) if draw(st.integers(0, 3)) == 0 else (),
    )
    return Wild(found, draw(documents()), draw(dating_cues()), settings)
