"""The stage's entry: a register and a history in, what they tell together out."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from habeas.analyse import wording
from habeas.analyse.announced import announced
from habeas.analyse.coverage import count_conflicts, coverage, uncounted
from habeas.analyse.curve import curve
from habeas.analyse.disclose import disclosed
from habeas.analyse.durations import durations, summary
from habeas.analyse.inputs import Inputs, last_day
from habeas.analyse.options import AnalyseOptions
from habeas.analyse.years import cancelled, imposed
from habeas.values.claim import CountClaim
from habeas.values.custody import Custody
from habeas.values.history import Reconciliation
from habeas.values.register import Register
from habeas.values.status_claim import StatusClaim


def analyse(
    register: Register,
    status_claims: Sequence[StatusClaim],
    claims: Sequence[CountClaim],
    reconciliation: Reconciliation,
    options: AnalyseOptions = AnalyseOptions(),  # noqa: B008 - frozen
) -> Custody:
    """Hold the register and the counts to each other, and measure custody over time.

    `status_claims` are those behind the register, `claims` the counts that were reconciled.
    """
    inputs = Inputs(
        register=register,
        status_claims=tuple(status_claims),
        claims=tuple(claim.with_id() for claim in claims),
        reconciliation=reconciliation,
        options=options,
        until=last_day(options, reconciliation, register),
    )
    covered = coverage(inputs)
    lengths = durations(inputs)
    return Custody(
        register=register,
        coverage=covered,
        announced=announced(inputs),
        conflicts=count_conflicts(inputs, covered),
        curve=curve(inputs),
        durations=lengths,
        summary=summary(inputs, lengths),
        cancelled=cancelled(inputs, covered),
        imposed=imposed(inputs),
        notes=_notes(uncounted(inputs, covered)),
    )


def shown(
    custody: Custody,
    public: Sequence[str],
    status_claims: Sequence[StatusClaim],
    claims: Sequence[CountClaim],
    reconciliation: Reconciliation,
    options: AnalyseOptions = AnalyseOptions(),  # noqa: B008 - frozen
) -> Custody:
    """Return the custody of a case as an edition may show it that names only the persons of `public` (ids)."""
    fit = frozenset(public)
    register = custody.register
    named = msgspec.structs.replace(register, persons=tuple(p for p in register.persons if p.id in fit))
    alone = analyse(named, status_claims, claims, reconciliation, options)
    return disclosed(custody, alone, public, options.least)


def _notes(uncounted_persons: int) -> tuple[str, ...]:
    if not uncounted_persons:
        return ()
    return (f"{wording.persons(uncounted_persons)} freed on days for which no report counts a release.",)
