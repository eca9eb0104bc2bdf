"""The register: persons brought together from claims, with the links that did it, and what contradicts."""

from __future__ import annotations

from datetime import date

import msgspec

from habeas.values.name_match import NameMatch


class PersonEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One person as one document (or one row of a list) names them, with the ids of the claims made there.

    `relation` ties them to another person ("wife of ..."); `born` is a date of birth where the source has one.
    """

    id: str
    doc: str
    name: str
    claims: tuple[str, ...] = ()
    relation: str | None = None
    role: str | None = None
    born: date | None = None


class PersonLink(msgspec.Struct, frozen=True, kw_only=True):
    """Why two entries are (or are not) one person.

    `decided` is "score" where the names decided, "same" or "different" where a judgement did, "held apart" where a rule
    forbids what the score suggests (`why` says which), "review" where the score leaves it open. `match` is null where
    both are spelled alike.
    """

    left: str
    right: str
    score: float
    decided: str
    why: str = ""
    match: NameMatch | None = None


class Episode(msgspec.Struct, frozen=True, kw_only=True):
    """One stretch in custody: bounds of its beginning and end (null = not known, or not ended), and its claims.

    `ended_by` is the status that ended it, or "not told" where only the next episode shows that it ended.
    `seen` is the last day on which the person is known to have been held in it, `stated_months` how long it lasted as
    a report tells.
    """

    start_low: date | None = None
    start_high: date | None = None
    end_low: date | None = None
    end_high: date | None = None
    ended_by: str | None = None
    seen: date | None = None
    stated_months: float | None = None
    claims: tuple[str, ...] = ()


class State(msgspec.Struct, frozen=True, kw_only=True):
    """A status of one person and the time for which it held.

    It began within start_low..start_high and ended within end_low..end_high (null: not known, or not ended); what
    happens at one moment (a charge, a sentence) begins and ends within the same bounds. `state` is "actual",
    "planned" or "denied"; `term_months` is a sentence's length, or the time for which the status held.
    """

    status: str
    start_low: date | None = None
    start_high: date | None = None
    end_low: date | None = None
    end_high: date | None = None
    term_months: float | None = None
    place: str | None = None
    state: str = "actual"
    claims: tuple[str, ...] = ()


class RegisterConflict(msgspec.Struct, frozen=True, kw_only=True):
    """Claims on one person, or judgements on pairs, that cannot all hold."""

    person: str
    claims: tuple[str, ...]
    explanation: str


class RegisterPerson(msgspec.Struct, frozen=True, kw_only=True):
    """One person: the main spelling, all spellings, entries, episodes of custody and states in order of time.

    `id` is that of the first entry by id, so that it stays while that entry does. `lists` are the names of the lists
    that the person stands on.
    """

    id: str
    name: str
    spellings: tuple[str, ...]
    entries: tuple[PersonEntry, ...]
    episodes: tuple[Episode, ...] = ()
    states: tuple[State, ...] = ()
    relations: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()


class Register(msgspec.Struct, frozen=True, kw_only=True):
    """All persons of a case, in the order of their names, the links behind them, and what is left to a human."""

    persons: tuple[RegisterPerson, ...] = ()
    links: tuple[PersonLink, ...] = ()
    review: tuple[PersonLink, ...] = ()
    conflicts: tuple[RegisterConflict, ...] = ()
