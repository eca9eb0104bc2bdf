"""Givers of one number whose totals exclude each other: what each counts stands beside the other."""

from __future__ import annotations

from datetime import date

import msgspec

from habeas.publish import labels
from habeas.publish.evidence import Evidence
from habeas.publish.figures import Total
from habeas.publish.wording import claim_people, period
from habeas.values.claim import CountClaim
from habeas.values.history import GivenTotal


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """A total over some days, and who gives it."""

    claim: CountClaim
    giver: str
    start: date
    end: date

    @property
    def called(self) -> str:
        """The giver as a sentence names it: a body that is called by one common word takes its article."""
        common = self.giver.islower() and self.giver.isalpha() and not self.giver.endswith("s")
        return f"the {self.giver}" if common else self.giver


def apart(evidence: Evidence, flow: Total) -> tuple[Given, Given] | None:
    """Return the two totals of a flow that reconciliation found to exclude each other, the larger first, if any."""
    for pair in evidence.record.reconciliation.two_counts:
        if (pair.measure, pair.group) == (flow.measure, flow.group):
            return _given(evidence, pair.larger), _given(evidence, pair.smaller)
    return None


def each(pair: tuple[Given, Given]) -> str:
    """Return two totals with their days and givers: "626, 1 December – 25 January 2026, by X; 266, ..., by Y"."""
    return "; ".join(f"{claim_people(one.claim)}, {period(one.start, one.end)}, by {one.called}" for one in pair)


def headline(pair: tuple[Given, Given], flow: Total) -> str:
    """Return the headline of a flow of which two givers count different numbers."""
    larger, smaller = pair
    whom, moved = labels.group(flow.group), labels.measure(flow.measure).verb
    return (
        f"{claim_people(larger.claim)} {whom} {moved} by the count of {larger.called}, "
        f"{claim_people(smaller.claim)} by that of {smaller.called}"
    )


def _given(evidence: Evidence, total: GivenTotal) -> Given:
    claim = evidence.claims[total.claim]
    return Given(claim=claim, giver=evidence.asserted_by(claim), start=total.first, end=total.last)
