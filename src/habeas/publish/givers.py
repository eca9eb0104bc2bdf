"""Givers of one number who differ by more than their bounds: what each counts stands beside the other."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

import msgspec

from habeas.publish import labels
from habeas.publish.evidence import Evidence
from habeas.publish.figures import Total
from habeas.publish.wording import claim_people, period
from habeas.values.claim import CountClaim

_APART: Final = 1.2  # times from which on two counts are no two states of one list
_APPROXIMATE: Final = 0.85  # of "about 600"
_ENDS_TOGETHER: Final = timedelta(days=3)
_BEGINS_TOGETHER: Final = timedelta(days=7)
_MUCH_OF_IT: Final = 0.3  # of the days of the larger count that the smaller must cover to be of the same thing


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

    @property
    def least(self) -> float:
        """The fewest that the number can mean."""
        return (self.claim.low or 0) * (_APPROXIMATE if self.claim.approx else 1.0)

    @property
    def most(self) -> float:
        """The most that it can mean."""
        return (self.claim.high or 0) / (_APPROXIMATE if self.claim.approx else 1.0)


def apart(evidence: Evidence, flow: Total) -> tuple[Given, Given] | None:
    """Return the largest total of a flow and the next that another gives for the same and that it excludes, if any.

    Both run to much the same day. The smaller covers much of the larger one's days, and of the days that it leaves out
    no report tells by themselves: else it is no other count of the same, but a part of it.
    """
    given = _largest(evidence, flow)
    for smaller in given[1:]:
        if _of_the_same(given[0], smaller, evidence, flow) and given[0].least > _APART * smaller.most:
            return given[0], smaller
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


def _largest(evidence: Evidence, flow: Total) -> list[Given]:
    """Return the largest total of each giver, over more than a day and bounded from both sides, the largest first."""
    found: dict[str, Given] = {}
    for claim in evidence.known(flow.claims):
        window, giver = evidence.window(claim), evidence.asserted_by(claim)
        if window is None or window[0] == window[1] or not claim.low or claim.high is None or claim.status != "actual":
            continue
        if giver not in found or claim.low > (found[giver].claim.low or 0):
            found[giver] = Given(claim=claim, giver=giver, start=window[0], end=window[1])
    return sorted(found.values(), key=lambda one: (-(one.claim.low or 0), one.giver))


def _of_the_same(larger: Given, smaller: Given, evidence: Evidence, flow: Total) -> bool:
    if abs(larger.end - smaller.end) > _ENDS_TOGETHER or smaller.start < larger.start - _BEGINS_TOGETHER:
        return False
    if smaller.start <= larger.start + _BEGINS_TOGETHER:
        return True
    if smaller.end - smaller.start < _MUCH_OF_IT * (larger.end - larger.start):
        return False
    windows = (evidence.window(claim) for claim in evidence.known(flow.claims))
    return not any(window and larger.start <= window[0] and window[1] < smaller.start for window in windows)
