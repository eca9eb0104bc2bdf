"""What a desk without Habeas would answer: last report, largest, median, most trusted source, truth discovery.

Each method resolves figures that speak of one thing (an occasion, a window, a stock about a date); the same rules then
turn resolved things into an answer, so that methods differ only in whom they believe.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

import numpy as np

from habeas.values.case import CaseSettings
from habeas.values.claim import CountClaim
from habeas.values.document import Document
from habeas.values.history import Ask
from simulate.discovery import ALGORITHMS, Vector, Votes, votes

RANK = {"monitor": 3, "official": 2, "opposition": 2, "newsroom": 1, "person": 0}


@dataclass(frozen=True)
class Assertion:
    """One usable figure: who says it, of which thing, over which days, when."""

    source: str
    rank: int
    thing: str
    occasion: bool
    value: float
    start: date
    end: date
    told: date


@dataclass(frozen=True)
class Guess:
    """A baseline's answer and the way it was reached, which sets the error law its interval is learned from."""

    value: float
    tier: str


Resolver = Callable[[Sequence[Assertion]], float]


def point_value(claim: CountClaim) -> float | None:
    """Return the number a claim stands for: itself, its one bound, or the geometric middle of a loose word."""
    if claim.low is not None and claim.high is not None:
        return float(np.sqrt(max(claim.low, 1) * claim.high)) if claim.high > claim.low else float(claim.low)
    bound = claim.low if claim.low is not None else claim.high
    return None if bound is None else float(bound)


def _canonical(settings: CaseSettings) -> dict[str, str]:
    return {relation.left: relation.right for relation in settings.groups if relation.relation == "same"}


def _things(spans: list[tuple[date, date]], *, occasion: bool) -> list[int]:
    """Return a number for the thing each span speaks of: an occasion to two days, a window by its edges to ten."""
    if occasion:
        days = sorted({start for start, _ in spans})
        number, numbers = 0, {}
        for i, day in enumerate(days):
            number += 1 if i and (day - days[i - 1]).days > 2 else 0
            numbers[day] = number
        return [numbers[start] for start, _ in spans]
    edges = {span: i for i, span in enumerate(sorted({(s.toordinal() // 10, e.toordinal() // 10) for s, e in spans}))}
    return [edges[s.toordinal() // 10, e.toordinal() // 10] for s, e in spans]


def assertions(
    ask: Ask, claims: Sequence[CountClaim], documents: Sequence[Document], settings: CaseSettings
) -> list[Assertion]:
    """Return the figures a baseline can use for a question: asserted, dated, whole, of the measure and group asked."""
    same, told = _canonical(settings), {document.id: document.published for document in documents}
    found: list[tuple[CountClaim, float, date, date, date, bool]] = []
    for claim in claims:
        value, group = point_value(claim), same.get(claim.group, claim.group)
        if value is None or claim.status != "actual" or claim.measure != ask.measure or claim.subset_of is not None:
            continue
        if ask.group is not None and group != same.get(ask.group, ask.group):
            continue
        published = told.get(claim.doc)
        end = claim.end_date or published
        start = claim.start_date if ask.measure != "held" else end
        if start is None or end is None or start > end:
            continue
        occasion = (end - start).days <= 3 and ask.measure != "held"
        found.append((claim, value, start, end, published or end, occasion))
    result = []
    for occasion in (True, False):
        chosen = [each for each in found if each[5] is occasion]
        numbers = _things([(each[2], each[3]) for each in chosen], occasion=occasion)
        for (claim, value, start, end, published, _), number in zip(chosen, numbers, strict=True):
            source = claim.source if claim.source != "document" else (claim.outlet_source or claim.doc)
            rank = RANK.get(settings.sources.get(source, "newsroom"), 1)
            thing = f"{ask.measure} {ask.group} {'on' if occasion else 'in'}{number:04d}"
            result.append(Assertion(source, rank, thing, occasion, value, start, end, published))
    return sorted(result, key=lambda each: (each.told, each.source, each.thing, each.value))


def _last(pool: Sequence[Assertion]) -> float:
    return pool[-1].value


def _largest(pool: Sequence[Assertion]) -> float:
    return max(each.value for each in pool)


def _median(pool: Sequence[Assertion]) -> float:
    return float(median(each.value for each in pool))


def _trusted(pool: Sequence[Assertion]) -> float:
    best = max(each.rank for each in pool)
    return [each for each in pool if each.rank == best][-1].value


SIMPLE: dict[str, Resolver] = {
    "last report": _last,
    "largest": _largest,
    "median": _median,
    "most trusted source": _trusted,
}
METHODS = (*SIMPLE, *ALGORITHMS)


def _discovered(data: Votes, belief: Vector) -> Resolver:
    """Resolve by belief, shared out within each thing so that much-discussed things do not drown the rest."""
    totals = data.exclude @ belief
    share = {fact: float(b / t) if t > 0 else 0.0 for fact, b, t in zip(data.facts, belief, totals, strict=True)}

    def resolve(pool: Sequence[Assertion]) -> float:
        return max(pool, key=lambda each: (share.get((each.thing, each.value), 0.0), each.told, each.value)).value

    return resolve


def resolvers(pool: Sequence[Assertion]) -> dict[str, Resolver]:
    """Return every method's way to choose among figures; truth discovery learns its trust from the whole pool."""
    if not pool:
        return dict.fromkeys(METHODS, _median)
    data = votes([(each.source, each.thing, each.value) for each in pool])
    return SIMPLE | {name: _discovered(data, algorithm(data)) for name, algorithm in ALGORITHMS.items()}


def _overlap(each: Assertion, ask: Ask) -> tuple[int, int]:
    inside = (min(each.end, ask.end) - max(each.start, ask.start)).days + 1
    outside = (max(each.end, ask.end) - min(each.start, ask.start)).days + 1
    return max(0, inside), outside


def _stock(pool: Sequence[Assertion], ask: Ask, resolve: Resolver) -> Guess:
    gap = min(abs((each.end - ask.start).days) for each in pool)
    near = [each for each in pool if abs((each.end - ask.start).days) <= max(15, gap)]
    return Guess(resolve(near), "near" if gap <= 15 else "far")


def answer(pool: Sequence[Assertion], ask: Ask, resolve: Resolver) -> Guess:
    """Answer a question: by figures of the same window, else by its occasions added up, else in proportion to time."""
    if not pool:
        return Guess(0.0, "nothing")
    if ask.measure == "held":
        return _stock(pool, ask, resolve)
    match = {id(each): _overlap(each, ask)[0] / _overlap(each, ask)[1] for each in pool}
    inside = [each for each in pool if each.occasion and ask.start <= each.start and each.end <= ask.end]
    for floor, tier in ((0.8, "same window"), (0.4, "like window")):
        direct = [each for each in pool if not each.occasion and match[id(each)] >= floor]
        if direct:
            return Guess(resolve(direct), tier)
        if inside:
            things = sorted({each.thing for each in inside})
            return Guess(sum(resolve([e for e in inside if e.thing == thing]) for thing in things), "occasions")
    best = max(match.values())
    if best == 0:
        return Guess(0.0, "nothing")
    nearest = [each for each in pool if match[id(each)] == best]
    inside_days, _ = _overlap(nearest[0], ask)
    length = (nearest[0].end - nearest[0].start).days + 1
    return Guess(resolve(nearest) * inside_days / length, "in proportion")
