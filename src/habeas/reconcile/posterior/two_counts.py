"""Two givers' totals of the same people: which of them exclude each other, and what answers and rows say of that.

By its error law a total leaves nine in ten of the true numbers between its ends, what its giver had not verified yet
aside: that is what the two differ in. Two totals up to one day exclude each other where these ends do not meet. Of the
days that only the larger counts another report may tell, or they may hold what nobody told; where neither is as likely
as that one of the two givers counts other people, no history adds up what the one has and the other has not.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple, TypeVar

import msgspec

from habeas.reconcile.lexicon import table
from habeas.reconcile.posterior.figures import Figure, error_law, usual_wave
from habeas.reconcile.posterior.told import TAIL
from habeas.reconcile.prepared.windows import SAME_START
from habeas.reconcile.prepared.wording import bounds_text, join, span_text
from habeas.values.claim import CountClaim
from habeas.values.history import Answer, Ask, GivenTotal, Lump, Occasion, TwoCounts

Row = TypeVar("Row", Occasion, Lump)


class Apart(NamedTuple):
    """A larger and a smaller total that exclude each other."""

    larger: Figure
    smaller: Figure


def apart(figures: Sequence[Figure]) -> Apart | None:
    """Return the largest total of a series and the next that another gives of the same and that it excludes, if any."""
    own = [figure for figure in figures if not figure.floor and not figure.spread]
    totals = _largest(own)
    for smaller in totals[1:]:
        if _exclude(totals[0], smaller) and _is_of_the_same(totals[0], smaller, own):
            return Apart(totals[0], smaller)
    return None


def told(pair: Apart, measure: str, group: str, shown: Callable[[str], str]) -> TwoCounts:
    """Return two totals as a reader gets them; `shown` names the source of a claim."""
    larger, smaller = (
        GivenTotal(
            claim=one.claim,
            source=shown(one.claim),
            first=date.fromordinal(one.start),
            last=date.fromordinal(one.end),
        )
        for one in pair
    )
    return TwoCounts(measure=measure, group=group, larger=larger, smaller=smaller)


def with_both(given: Answer, plain: str, ask: Ask, pair: TwoCounts, claims: Mapping[str, CountClaim]) -> Answer:
    """Return an answer about the days of two counts that says so, and whose range holds both.

    `plain` is the derivation of the history, which takes the one to be part of the other.
    """
    first, last = ask.days
    larger, smaller = pair.larger, pair.smaller
    holds = first <= larger.first.toordinal() + SAME_START and last >= larger.last.toordinal() - SAME_START
    if given.low is None or given.high is None or not holds:
        return given
    low = min(given.low, claims[smaller.claim].low or 0)
    high = max(given.high, claims[larger.claim].high or 0)
    counts = join([_words(one, claims[one.claim]) for one in (larger, smaller)])
    text = f"two counts exclude each other: {counts}; {low:,} to {high:,} holds both; by the larger, {plain}"
    ids = tuple(dict.fromkeys((*given.claims, larger.claim, smaller.claim)))
    return msgspec.structs.replace(given, low=low, high=high, claims=ids, derivation=text)


def without_surplus(row: Row, pair: TwoCounts, counted_by: Container[str]) -> Row:
    """Return a row that rests on the larger count alone as one that the smaller has nobody of.

    `counted_by` are the claims of the larger count's giver.
    """
    if (row.measure, row.group) != (pair.measure, pair.group) or not all(claim in counted_by for claim in row.claims):
        return row
    text = f"{row.derivation}; the count of {pair.smaller.source} leaves nobody here"
    return msgspec.structs.replace(row, size=msgspec.structs.replace(row.size, low=0), derivation=text)


def _words(total: GivenTotal, claim: CountClaim) -> str:
    people = bounds_text(claim.low, claim.high, approx=claim.approx)
    return f"{people} {span_text(total.first.toordinal(), total.last.toordinal())} ({total.source})"


def _largest(figures: Iterable[Figure]) -> list[Figure]:
    """Return the largest total of each giver, over more than a day and bounded from both sides, the largest first."""
    found: dict[str, Figure] = {}
    for figure in figures:
        if figure.start < figure.end and figure.low and figure.high is not None:
            before = found.get(figure.source)
            found[figure.source] = figure if before is None or figure.low > (before.low or 0) else before
    return sorted(found.values(), key=lambda figure: (-(figure.low or 0), figure.source))


def _exclude(larger: Figure, smaller: Figure) -> bool:
    lagging = int(table("reporting")["terms"]["fresh_days"])
    above, below = (error_law(one.but(lag=max(one.lag, lagging))) for one in (larger, smaller))
    return bool(above.least * math.exp(-TAIL * above.under) > below.most * math.exp(TAIL * below.over))


def _is_of_the_same(larger: Figure, smaller: Figure, figures: Sequence[Figure]) -> bool:
    """Say whether two totals run to one day, and the days that only the larger counts do not make the difference."""
    if abs(larger.end - smaller.end) > SAME_START or smaller.start < larger.start - SAME_START:
        return False
    days = smaller.start - larger.start
    if days <= SAME_START:
        return True
    if any(larger.start <= figure.start and figure.end < smaller.start for figure in figures):
        return False
    # An untold wave, and of such a size, as the histories are drawn (`FlowSampler`).
    usual, more = usual_wave(figures), (larger.low or 0) - (smaller.high or 0)
    untold = -math.expm1(-days / float(table("reporting")["flow"]["missed_wave_days"])) * usual / (usual + more)
    return untold < error_law(larger).wrong + error_law(smaller).wrong
