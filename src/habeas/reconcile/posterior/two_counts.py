"""Two givers' totals of the same people: which of them exclude each other, and what answers and rows say of that.

By its error law a total leaves nine in ten of the true numbers between its ends, what its giver had not verified yet
aside: that is what the two differ in. Two totals up to one day exclude each other where these ends do not meet. Of the
days that only the larger counts another report may tell, or they may hold what nobody told; where neither is as likely
as that one of the two givers counts other people, no history adds up what the one has and the other has not. Givers
whose totals exclude each other more often than they agree count by two definitions, and so they do on all days.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Container, Iterable, Sequence
from datetime import date
from itertools import combinations
from typing import Final, NamedTuple, TypeVar

import msgspec

from habeas.reconcile.lexicon import table
from habeas.reconcile.posterior.figures import Figure, error_law, learned_late, usual_wave
from habeas.reconcile.posterior.told import TAIL
from habeas.reconcile.prepared.numbers import rounding_unit
from habeas.reconcile.prepared.prepare import Prepared
from habeas.reconcile.prepared.windows import SAME_START
from habeas.reconcile.prepared.wording import bounds_text, join, span_text
from habeas.values.history import Answer, Ask, GivenTotal, Lump, Occasion, TwoCounts

Row = TypeVar("Row", Occasion, Lump)

_LEAST_ROUND: Final = 100  # people: smaller bounds are said of anything
_PACE: Final = 2  # times the usual pace at which a total may have grown on its last days


class Apart(NamedTuple):
    """Two totals of one flow that exclude each other as they are `told`, and their givers' totals since the same days.

    These are in the order of days.
    """

    told: TwoCounts
    larger: tuple[Figure, ...]
    smaller: tuple[Figure, ...]


def apart(
    figures: Sequence[Figure], otherwise: Container[str], measure: str, group: str, prepared: Prepared
) -> Apart | None:
    """Return the largest total of a series and the next that another gives of the same and that it excludes, if any.

    Givers whose totals agree on as many days as they exclude each other are not apart: the one learned late what the
    other had. What the history reads `otherwise` than printed, or sets aside, may be wrong where it is one figure; of
    two definitions it does so every time. Nor does a total tell whom it counts that names no beginning, where others
    begin long ago.
    """
    own = [figure for figure in figures if not figure.floor and not figure.spread]
    begun = {claim.id for claim in prepared.claims if claim.start_date is not None or claim.start_offset is not None}
    long = int(table("reporting")["terms"]["revised_days"])
    totals = _totals(each for each in figures if each.claim in begun or each.end - each.start < long)
    for larger, smaller in combinations(totals, 2):
        pairs = [pair for pair in _pairs(totals[larger], totals[smaller]) if _is_of_the_same(*pair, own)]
        excluded = [pair for pair in pairs if _exclude(*pair)]
        kept = [pair for pair in excluded if not any(one.claim in otherwise for one in pair)]
        if 2 * len(excluded) > len(pairs) and (kept or len(excluded) > 1):
            most = max(excluded, key=lambda pair: (pair[0].low or 0, pair[1].low or 0, pair[0].claim))
            one, other = (_given(each, prepared) for each in most)
            told = TwoCounts(measure=measure, group=group, larger=one, smaller=other, pairs=len(excluded))
            return Apart(told, *(_begun_with(each, totals[each.source]) for each in most))
    return None


def _begun_with(total: Figure, others: Iterable[Figure]) -> tuple[Figure, ...]:
    return tuple(each for each in others if abs(each.start - total.start) <= SAME_START)


def _given(total: Figure, prepared: Prepared) -> GivenTotal:
    return GivenTotal(
        claim=total.claim,
        source=prepared.shown(total.claim),
        first=date.fromordinal(total.start),
        last=date.fromordinal(total.end),
    )


def with_both(given: Answer, plain: str, ask: Ask, pair: Apart, prepared: Prepared) -> Answer:
    """Return an answer about days of two counts that says so, and whose range holds both.

    `plain` is the derivation of the history, which takes the one to be part of the other. The best value stays,
    unless the giver of the smaller counts just these days and its totals are less likely to be wrong.
    """
    larger, smaller = (_until(ask, totals) for totals in (pair.larger, pair.smaller))
    if given.best is None or larger is None or smaller is None:
        return given
    low = min(given.low or 0, smaller.low or 0)
    high = None if given.high is None else max(given.high, larger.high or 0)
    counts = join([_words(one, prepared) for one in (larger, smaller)])
    best, words = given.best, f"taken as one, {plain}"
    if _is_of(ask, smaller) and _trust(pair.smaller) > _trust(pair.larger):
        best = ((smaller.low or 0) + (smaller.high or 0)) // 2
        words = f"by the smaller, whose giver is less likely wrong, {best:,}; taken as one, {plain}"
    often = f" on {pair.told.pairs} days: they do not count the same people" if pair.told.pairs > 1 else ""
    ends = f"{low:,} or more" if high is None else f"{low:,} to {high:,}"
    text = f"two counts exclude each other{often}: {counts}; {ends} holds both; {words}"
    ids = tuple(dict.fromkeys((*given.claims, larger.claim, smaller.claim)))
    return msgspec.structs.replace(given, low=low, best=best, high=high, claims=ids, derivation=text)


def _until(ask: Ask, totals: Iterable[Figure]) -> Figure | None:
    """Return the last of a giver's totals that lies within the days of a question."""
    first, last = ask.days
    within = [one for one in totals if first <= one.start + SAME_START and one.end - SAME_START <= last]
    return max(within, key=lambda one: (one.end, one.low or 0, one.claim), default=None)


def _is_of(ask: Ask, total: Figure) -> bool:
    """Say whether a total is of just the days of a question."""
    return all(abs(one - other) <= SAME_START for one, other in zip(ask.days, (total.start, total.end), strict=True))


def _trust(totals: Iterable[Figure]) -> float:
    """Return the log-odds that a giver's totals are not wrong, each number once."""
    wrong = {one.low: error_law(one).wrong for one in totals}
    return sum(math.log((1 - share) / share) for share in wrong.values())


def without_surplus(row: Row, pair: TwoCounts, counted_by: Container[str]) -> Row:
    """Return a row that rests on the larger count alone as one that the smaller has nobody of.

    `counted_by` are the claims of the larger count's giver.
    """
    if (row.measure, row.group) != (pair.measure, pair.group) or not all(claim in counted_by for claim in row.claims):
        return row
    text = f"{row.derivation}; the count of {pair.smaller.source} leaves nobody here"
    return msgspec.structs.replace(row, size=msgspec.structs.replace(row.size, low=0), derivation=text)


def _words(total: Figure, prepared: Prepared) -> str:
    claim = prepared.by_id[total.claim]
    people = bounds_text(claim.low, claim.high, approx=claim.approx)
    return f"{people} {span_text(total.start, total.end)} ({prepared.shown(total.claim)})"


def _totals(figures: Iterable[Figure]) -> dict[str, list[Figure]]:
    """Return each giver's totals over more than a day in the order of days, givers by their largest.

    They are bounded from both sides, or by a round number: who counts 4,000 does not say "more than 3,000".
    """
    found: dict[str, list[Figure]] = defaultdict(list)
    for figure in sorted(figures, key=lambda one: (one.end, one.low or 0, one.claim)):
        total = figure if figure.high is not None else _as_count(figure)
        is_total = total.low and total.high is not None and total.start < total.end and total.dated
        if is_total and not (total.floor or total.spread or total.stray):
            found[total.source].append(total)
    return dict(sorted(found.items(), key=lambda item: (-max(one.low or 0 for one in item[1]), item[0])))


def _as_count(bound: Figure) -> Figure:
    """Return a bound by a round number as the count it is said of, others unchanged."""
    least = (bound.low or 0) - 1
    step = rounding_unit(least) if least >= _LEAST_ROUND else 0
    return bound.but(high=least + step, floor=False) if step else bound


def _pairs(larger: Sequence[Figure], smaller: Sequence[Figure]) -> list[tuple[Figure, Figure]]:
    """Return each total of the one with that of the other whose days are nearest to its own, each number once."""
    found: dict[tuple[int | None, int | None], tuple[Figure, Figure]] = {}
    for one in smaller:
        other = min(larger, key=lambda each: (abs(each.end - one.end), -(each.low or 0), each.claim))
        found.setdefault((other.low, one.low), (other, one))
    return list(found.values())


def _exclude(larger: Figure, smaller: Figure) -> bool:
    # Whom a giver has not verified yet is what two givers differ in.
    settled = int(table("reporting")["terms"]["fresh_days"])
    above, below = error_law(larger), error_law(smaller.but(lag=max(smaller.lag, settled)))
    # Of a total that runs to a later day the last days may hold twice their share.
    later = max(0, larger.end - smaller.end) / (larger.end - larger.start)
    least = above.least * (1 - _PACE * later) * math.exp(-TAIL * above.under)
    return bool(least > below.most * math.exp(TAIL * (below.over - learned_late(smaller))))


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
