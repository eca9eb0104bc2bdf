"""Person-years: what sentences imposed in a window, and what releases cancelled of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import msgspec

from habeas.analyse import wording
from habeas.analyse.inputs import Happened, Inputs, distinct, happened
from habeas.values.custody import CancelledYears, Coverage, ImposedYears, Years
from habeas.values.history import Range
from habeas.values.months import months_after
from habeas.values.register import Episode, RegisterPerson, State
from habeas.values.status_claim import LIFE

_YEAR = 365.25
CONDITIONAL = "conditional"  # the note of a claim whose sentence is not to be served


def cancelled(inputs: Inputs, covered: Sequence[Coverage]) -> tuple[CancelledYears, ...]:
    """Return the remaining sentences of those known by name, for each occasion of release with a known term.

    A sentence runs from the first day in custody. Where only the day of the sentence is known, custody began by then:
    less may remain than that day leaves, and nothing at least. A person who may have been freed on one of several
    days has as much left as the first and as little as the last allows.
    """
    freed = {event.person: event for event in happened(inputs.register, "freed")}
    persons = {person.id: person for person in inputs.register.persons}
    made = []
    for item in covered:
        if item.measure == "freed":
            known = [(persons[one], freed[one]) for one in item.persons if one in freed]
            made.append(_cancelled(item, known))
    return tuple(item for item in made if item.known)


def _cancelled(item: Coverage, known: Sequence[tuple[RegisterPerson, Happened]]) -> CancelledYears:
    low, high, with_term, life = 0.0, 0.0, 0, 0
    for person, event in known:
        left = remaining(person, event, item)
        if left is None:
            continue
        with_term += 1
        if left.high is None:
            life += 1
        else:
            low, high = low + left.low, high + left.high
    size = item.size.best if item.size.best is not None else item.size.low
    unknown = max(0, (size or 0) - with_term)
    made = CancelledYears(
        group=item.group,
        date=item.date,
        size=item.size,
        years=Years(low=round(low, 3), high=None if unknown else round(high, 3)),
        known=with_term,
        unknown=unknown,
        life=life,
        persons=distinct([person.id for person, _ in known]),
    )
    return msgspec.structs.replace(made, text=wording.cancelled(made))


def remaining(person: RegisterPerson, event: Happened, item: Coverage) -> Years | None:
    """Return what was left of a person's sentence, null where no term is known; `high` is null for life."""
    sentences = [s for s in _sentences(person) if not _later(s, event)]
    if not sentences:
        return None
    term = sentences[-1].term_months or 0
    if term >= LIFE:
        return Years(low=0.0, high=None)
    episode = next((e for e in person.episodes if set(e.claims) & set(event.claims)), Episode())
    begun_low = episode.start_low
    begun_high = _earliest(episode.start_high, sentences[0].end_high)
    freed_low, freed_high = event.low or item.date.low, event.high or item.date.high
    most = term / 12
    if begun_high is not None and freed_low is not None:
        most = min(most, max(0.0, (months_after(begun_high, term) - freed_low).days / _YEAR))
    least = 0.0
    if begun_low is not None and freed_high is not None:
        least = max(0.0, (months_after(begun_low, term) - freed_high).days / _YEAR)
    return Years(low=min(least, most), high=most)


def imposed(inputs: Inputs) -> tuple[ImposedYears, ...]:
    """Return the terms imposed in each window: as asked, else in each calendar year with a dated sentence."""
    given = [(person, state) for person in inputs.register.persons for state in _sentenced(person)]
    windows = inputs.options.windows or tuple((date(y, 1, 1), date(y, 12, 31)) for y in _years(given))
    told = inputs.told()
    conditional = {c for c, claim in told.items() if CONDITIONAL in claim.note}
    return tuple(_imposed(start, end, given, conditional) for start, end in windows)


def _imposed(
    start: date, end: date, given: Sequence[tuple[RegisterPerson, State]], conditional: set[str]
) -> ImposedYears:
    sums: Mapping[bool, list[float]] = {True: [], False: []}  # surely in the window, or perhaps
    life = termless = spared = 0
    persons: list[str] = []
    for person, state in given:
        low, high = state.start_low, state.end_high
        if low is None or high is None or high < start or low > end:
            continue
        persons.append(person.id)
        if conditional & set(state.claims):
            spared += 1
        elif state.term_months is None:
            termless += 1
        elif state.term_months >= LIFE:
            life += 1
        else:
            sums[start <= low and high <= end].append(state.term_months / 12)
    counted = len(sums[True]) + len(sums[False])
    made = ImposedYears(
        start=start,
        end=end,
        years=Years(low=round(sum(sums[True]), 3), high=round(sum(sums[True]) + sum(sums[False]), 3)),
        sentences=Range(low=len(sums[True]), best=None, high=counted),
        life=life,
        termless=termless,
        conditional=spared,
        persons=distinct(persons),
    )
    return msgspec.structs.replace(made, text=wording.imposed(made))


def _sentenced(person: RegisterPerson) -> list[State]:
    return [s for s in person.states if s.status == "sentenced" and s.state == "actual"]


def _sentences(person: RegisterPerson) -> list[State]:
    return [s for s in _sentenced(person) if s.term_months]


def _later(state: State, event: Happened) -> bool:
    """Say whether a sentence was surely given after a release."""
    return state.start_low is not None and event.high is not None and state.start_low > event.high


def _earliest(*days: date | None) -> date | None:
    return min((day for day in days if day is not None), default=None)


def _years(given: Sequence[tuple[RegisterPerson, State]]) -> list[int]:
    """Return the years in which a sentence may have been given, of those dated to within two years."""
    found: set[int] = set()
    for _, state in given:
        if (
            state.start_low is not None
            and state.end_high is not None
            and state.end_high.year - state.start_low.year < 2
        ):
            found.update(range(state.start_low.year, state.end_high.year + 1))
    return sorted(found)
