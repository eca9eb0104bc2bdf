"""What may be shown where only public persons are named: nothing that would tell of one of the others.

A cell counts persons. Public persons in it may be counted exactly. Of the others there must be none, or at least
`least` of them (a threshold rule: Hundepool et al., Statistical Disclosure Control, 2012, chapter 4); fewer are told of
as "fewer than", never as a number, and no sum over them is shown. The curve keeps its months, not its days, and the
others on it are counted in steps of `least`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

import msgspec

from habeas.analyse import wording
from habeas.analyse.curve import daily
from habeas.values.custody import (
    CancelledYears,
    Coverage,
    CurvePoint,
    Custody,
    DurationSummary,
    HeldCurve,
    ImposedYears,
)
from habeas.values.history import Range
from habeas.values.register import Register

Summed = TypeVar("Summed", CancelledYears, ImposedYears)


def disclosed(custody: Custody, of_public: Custody, public: Sequence[str], least: int) -> Custody:
    """Return the custody of a case as it may be shown to the public.

    `of_public` is what the same analysis makes of the public persons alone.
    """
    fit = frozenset(public)
    coverage = tuple(_coverage(item, fit, least) for item in custody.coverage)
    cancelled, lost = _sums(custody.cancelled, of_public.cancelled, fit, least)
    imposed, more = _sums(custody.imposed, of_public.imposed, fit, least)
    hidden = sum(person.id not in fit for person in custody.register.persons)
    withheld = [f"Persons who are not public are not listed: {_number(hidden, least)}."] if hidden else []
    if lost or more:
        withheld.append(f"Sums that rest on fewer than {least} persons who are not public leave these out.")
    whole = not hidden or hidden >= least
    return Custody(
        register=_register(custody.register, fit),
        coverage=coverage,
        announced=tuple(item for item in custody.announced if item.person in fit),
        conflicts=tuple(item for item in custody.conflicts if set(item.persons) <= fit),
        curve=_curve(custody.curve, of_public.curve, least) if hidden else custody.curve,
        durations=tuple(item for item in custody.durations if item.person in fit),
        summary=_summary(custody.summary, of_public.summary) if whole and hidden else of_public.summary,
        cancelled=cancelled,
        imposed=imposed,
        notes=custody.notes if whole else of_public.notes,
        withheld=tuple(withheld),
    )


def _summary(whole: DurationSummary | None, public: DurationSummary | None) -> DurationSummary | None:
    """Return the summary of all persons without its longest time, which is that of one of them."""
    if whole is None:
        return None
    longest = public.longest if public is not None else Range(low=None, best=None, high=None)
    made = msgspec.structs.replace(whole, longest=longest)
    return msgspec.structs.replace(made, text=wording.durations(made))


def _number(hidden: int, least: int) -> str:
    return f"fewer than {least}" if hidden < least else f"{hidden // least * least:,} or more"


def _register(register: Register, fit: frozenset[str]) -> Register:
    persons = tuple(person for person in register.persons if person.id in fit)
    entries = {entry.id for person in persons for entry in person.entries}
    return Register(
        persons=persons,
        links=tuple(link for link in register.links if {link.left, link.right} <= entries),
        review=tuple(link for link in register.review if {link.left, link.right} <= entries),
        conflicts=tuple(conflict for conflict in register.conflicts if conflict.person in fit),
    )


def _closed(persons: Sequence[str], fit: frozenset[str], least: int) -> bool:
    """Say whether a cell must be closed: it holds somebody who is not public, and too few of them to hide in."""
    return 0 < sum(one not in fit for one in persons) < least


def _coverage(item: Coverage, fit: frozenset[str], least: int) -> Coverage:
    """Return coverage with its persons cut to the public ones; a small cell becomes a range that hides its number."""
    shown = tuple(one for one in item.persons if one in fit)
    made = msgspec.structs.replace(item, persons=shown)
    others = (item.named.high or 0) - len(shown)
    if not 0 < others < least and not _closed(item.persons, fit, least):
        return made
    most = len(shown) + least - 1
    size = item.size.high
    named = Range(low=len(shown), best=None, high=most if size is None else max(min(most, size), len(shown)))
    unnamed = Range(low=_less(item.size.low, most), best=None, high=_less(size, len(shown)))
    made = msgspec.structs.replace(made, named=named, unnamed=unnamed, fits=True)
    return msgspec.structs.replace(made, text=wording.coverage(made))


def _less(size: int | None, named: int) -> int | None:
    return None if size is None else max(0, size - named)


def _sums(
    items: Sequence[Summed], of_public: Sequence[Summed], fit: frozenset[str], least: int
) -> tuple[tuple[Summed, ...], int]:
    """Return sums with ids cut to public persons, closed ones replaced by those of public persons; and how many."""
    instead = {_place(item): item for item in of_public}
    made: list[Summed] = []
    closed = 0
    for item in items:
        if not _closed(item.persons, fit, least):
            shown = tuple(one for one in item.persons if one in fit)
            made.append(msgspec.structs.replace(item, persons=shown))
            continue
        closed += 1
        if _place(item) in instead:
            made.append(instead[_place(item)])
    return tuple(made), closed


def _place(item: CancelledYears | ImposedYears) -> object:
    return (item.start, item.end) if isinstance(item, ImposedYears) else (item.group, item.date, item.size)


def _curve(whole: HeldCurve, public: HeldCurve, least: int) -> HeldCurve:
    """Return a curve by months: public persons as they are, the others in steps of `least`."""
    if not whole.points or whole.until is None:
        return whole
    known = {point.date: point for point in daily(public)}
    none = CurvePoint(date=date.min, low=0, best=0, high=0)
    made: list[CurvePoint] = []
    for point in daily(whole):
        if point.date.day != 1:
            continue
        seen = known.get(point.date, none)
        made.append(
            CurvePoint(
                date=point.date,
                low=seen.low + _floor(point.low - seen.low, least),
                best=seen.best + _nearest(point.best - seen.best, least),
                high=seen.high + _ceiling(point.high - seen.high, least),
            )
        )
    shown = msgspec.structs.replace(whole, points=tuple(made), step=31, unstarted=public.unstarted)
    return msgspec.structs.replace(shown, text=wording.curve(shown))


def _floor(value: int, step: int) -> int:
    return value // step * step


def _nearest(value: int, step: int) -> int:
    return (value + step // 2) // step * step


def _ceiling(value: int, step: int) -> int:
    return -(-value // step) * step
