"""People whose freeing was announced, and whether anyone has confirmed it by name since."""

from __future__ import annotations

from datetime import date

from habeas.analyse import wording
from habeas.analyse.inputs import STATUSES_OF, Inputs
from habeas.values.custody import Announced
from habeas.values.history import DateRange
from habeas.values.register import RegisterPerson, State

_STILL_IN: frozenset[str] = frozenset({"held", "not_freed", "no_contact", "denied_care"})


def announced(inputs: Inputs) -> tuple[Announced, ...]:
    """Return every announced release of a person, in the order of the register.

    It is confirmed by a release told as done that may lie on or after the announcement; contradicted where the person
    is told to be in custody after it fell due; open otherwise.
    """
    known = {d.id: d.published for d in inputs.reconciliation.documents}
    told = inputs.told()
    made = []
    for person in inputs.register.persons:
        for state in person.states:
            if state.state == "planned" and state.status in STATUSES_OF["freed"]:
                days = [known[told[c].doc].low for c in state.claims if c in told and told[c].doc in known]
                since = min((d for d in days if d is not None), default=None)
                made.append(_followed(person, state, since))
    return tuple(made)


def _followed(person: RegisterPerson, promise: State, since: date | None) -> Announced:
    due = DateRange(low=promise.start_low or since, best=None, high=promise.end_high)
    done = _after(person, STATUSES_OF["freed"], since)
    still = _after(person, _STILL_IN, due.high) if due.high is not None else ()
    state = "confirmed" if done else "contradicted" if still else "open"
    return Announced(
        person=person.id,
        state=state,
        due=due,
        claims=promise.claims,
        since=done or still,
        text=wording.announced(state, due),
    )


def _after(person: RegisterPerson, statuses: frozenset[str], since: date | None) -> tuple[str, ...]:
    """Return the claims of states told as so that may (releases) or surely do (custody) lie after a day."""
    found: list[str] = []
    for state in person.states:
        if state.state != "actual" or state.status not in statuses:
            continue
        day = state.end_low if statuses is _STILL_IN else state.end_high
        if since is None or (day is not None and (day > since if statuses is _STILL_IN else day >= since)):
            found += state.claims
    return tuple(sorted(set(found)))
