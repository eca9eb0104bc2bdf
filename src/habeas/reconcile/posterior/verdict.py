"""Verdicts on figures: how likely each stands as printed, given what the other figures of its history predict."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from habeas.reconcile.lexicon import table
from habeas.reconcile.posterior.evidence import ASIDE
from habeas.reconcile.posterior.fates import ANY_SIZE, DATE_SLIPS, NUMBER_SLIPS, PRINTED, Candidate
from habeas.reconcile.posterior.figures import MONITOR, SAME_DAYS, ErrorLaw, Figure, error_law, error_laws, is_rounded
from habeas.reconcile.posterior.sampler import FlowSampler, Likelihood
from habeas.reconcile.posterior.stocks import StockSampler

Array = NDArray[np.float64]
_NOBODY = 0.05  # weight of figures below which nothing is told of some days
_FEW = 3  # people from which something happened that reports are written of
_RUNNING = 400  # days back to which a running total may reach
_KEPT = 0.97  # share of a promise from which it counts as kept
_MOST_SAME = 2  # further figures of the same number tell no more
_SOON = 7  # days after a wave within which totals that end with it are told


@dataclass(frozen=True)
class Verdict:
    """How likely a figure does not stand as printed, and the likeliest other reading (null: it is plainly wrong).

    `scores` are the log-weights of its readings by kind, `likeliest` the likeliest reading of each kind, `evidence` all
    that the probability rests on where it is that of an accusation (`evidence.py`).
    """

    against: float
    reading: Candidate | None
    scores: Mapping[str, float] = field(default_factory=dict)
    likeliest: Mapping[str, Candidate] = field(default_factory=dict)
    evidence: tuple[float, ...] = ()


def log_densities(figures: Sequence[Figure], totals: Sequence[Array], weights: Array | None = None) -> list[float]:
    """Return the log-density of each figure, taken as right, over its drawn totals (weighted, where so given).

    Figures with one law whose totals are one array are weighed once: on most days left open nothing else differs.
    """
    if not figures:
        return []
    distinct: dict[tuple[ErrorLaw, int], tuple[int, Array]] = {}
    place = [
        distinct.setdefault((law, id(own)), (len(distinct), own))[0]
        for law, own in zip(error_laws(figures), totals, strict=True)
    ]
    laws, columns = [law for law, _ in distinct], [own for _, own in distinct.values()]
    values = Likelihood(laws).right(np.stack(columns, axis=1))
    shares = np.full(len(values), 1 / len(values)) if weights is None else weights / weights.sum()
    most = values.max(axis=0)
    sums = most + np.log(shares @ np.exp(values - most))
    return [float(sums[number]) for number in place]


def _laws(found: Sequence[Candidate], totals: Sequence[Array], weights: Array | None) -> list[float]:
    """Return the log-density of each reading by its law; weights are those of draws of the printed measure alone."""
    own = [candidate.figure.measure == found[0].figure.measure for candidate in found]
    result = [0.0] * len(found)
    for same in (True, False):
        chosen = [place for place, is_own in enumerate(own) if is_own == same]
        densities = log_densities(
            [found[place].figure for place in chosen], [totals[place] for place in chosen], weights if same else None
        )
        for place, density in zip(chosen, densities, strict=True):
            result[place] = density
    return result


def repeating(figure: Figure, peers: Iterable[Figure]) -> list[Figure]:
    """Return the figures that say the same of the same days, if rounder: one of them may have copied the other."""
    return [
        peer
        for peer in peers
        if peer.claim != figure.claim and not peer.spread and peer.is_of_days(figure) and _is_same(peer, figure)
    ]


def _is_same(one: Figure, other: Figure) -> bool:
    """Say whether two figures are the same number, or one of them the other rounded, which comes no sooner."""
    if (one.low, one.high) == (other.low, other.high):
        return True
    return any(
        exact.low == exact.high
        and is_rounded(rough.low, rough.high, exact.low)
        and rough.end + rough.lag >= exact.end + exact.lag
        for rough, exact in ((one, other), (other, one))
    )


def agreement(figure: Figure, peers: Sequence[Figure]) -> float | None:
    """Return the share of other sources' exact figures over the same days that print the same number.

    Each counts by its weight, unless it may itself repeat an announcement. Null where nobody else gives a number for
    these days, or the figure is no exact one.
    """
    if figure.low is None or figure.low != figure.high or figure.low < 1 or figure.floor:
        return None
    others = [
        peer
        for peer in peers
        if peer.claim != figure.claim
        and (peer.source != figure.source and peer.measure == figure.measure)
        and peer.low is not None
        and peer.low == peer.high
        and not peer.spread
        and not (peer.promised and peer.kind != MONITOR)
        and peer.is_of_days(figure)
    ]
    whole = sum(peer.weight for peer in others)
    return sum(peer.weight for peer in others if peer.low == figure.low) / whole if whole > _NOBODY else None


def _retold(figure: Figure, peers: Sequence[Figure]) -> float | None:
    """Return the share of what is told of a figure's days that is its very words, null where nothing is told of them.

    A release is told again by its own source, too.
    """
    others = [p for p in peers if p.claim != figure.claim and not p.spread and p.low is not None]
    others = [peer for peer in others if peer.is_of_days(figure)]
    whole = sum(peer.weight for peer in others)
    same = sum(peer.weight for peer in others if (peer.low, peer.high) == (figure.low, figure.high))
    return same / whole if whole > _NOBODY else None


def running_sums(figure: Figure, peers: Sequence[Figure]) -> list[int]:
    """Return the sums, from each earlier wave on, of what others tell of single days up to a figure's last day."""
    days: dict[int, list[tuple[float, int]]] = {}
    for peer in peers:
        exact = peer.low is not None and peer.low == peer.high and not peer.floor and not peer.spread
        before = 0 <= figure.end - peer.end <= _RUNNING
        if exact and before and peer.is_day and peer.claim != figure.claim:
            days.setdefault(peer.start, []).append((peer.weight, peer.low or 0))
    sums, total = [], 0
    for number, day in enumerate(sorted(days, reverse=True)):
        total += max(days[day])[1]
        if number:
            sums.append(total)
    return sums


def _totals(figure: Figure, peers: Sequence[Figure]) -> list[Figure]:
    """Return the exact totals that are told, by whomever, of longer days up to about a figure's last."""
    return [
        peer
        for peer in peers
        if peer.claim != figure.claim
        and peer.low is not None
        and peer.low == peer.high
        and not (peer.spread or peer.floor)
        and peer.start < figure.start - SAME_DAYS
        and -SAME_DAYS <= peer.end - figure.end <= _SOON
    ]


def _repeated(candidate: Candidate, peers: Sequence[Figure]) -> float | None:
    """Return the chance that a reading gives its figure to the person, null where the others' figures tell nothing.

    A page that gives one number for a day and for months with other waves has put the total for the news; one that
    gives 72 for a week and 27 for its wave has swapped digits.
    """
    figure = candidate.figure
    if candidate.alternative.kind in DATE_SLIPS:
        return _retold(figure, peers)
    if candidate.alternative.kind == "cumulative_for_new":
        shares = [_share(figure, running_sums(figure, peers))]
        waves = [p.start for p in peers if p.is_day and p.low and p.end < figure.end - SAME_DAYS and not p.spread]
        totals = [t for t in _totals(figure.but(start=figure.end), peers) if any(t.start <= day for day in waves)]
        shares.append(_share(figure, [total.low or 0 for total in totals]))
    else:
        shares = [agreement(figure, peers)]
        if candidate.alternative.kind in NUMBER_SLIPS and figure.is_day:
            shares.append(_share(figure, [total.low or 0 for total in _totals(figure, peers)]))
    return max((share for share in shares if share is not None), default=None)


def _share(figure: Figure, numbers: Sequence[int]) -> float | None:
    return numbers.count(figure.low) / len(numbers) if numbers and figure.low else None


def _density(candidate: Candidate, law: float, totals: Array, peers: Sequence[Figure], weights: Array | None) -> float:
    """Return the log-density of a reading: by its law over the draws, and by repeating what others print."""
    if candidate.elsewhere is not None:
        if candidate.alternative.kind != "announced_for_done":
            return candidate.elsewhere
        # A promise that was not kept in full was larger than what came of it.
        kept = np.average(totals < _KEPT * (candidate.figure.low or 0), weights=weights)
        return candidate.elsewhere + math.log(float(kept) + 1e-6)
    if candidate.alternative.kind == PRINTED:
        if candidate.names_weekday:
            # Of a day that nobody else tells of, anything may be told.
            unseen = float(table("reporting")["terms"]["untold_event"])
            law = float(np.logaddexp(law, math.log(ANY_SIZE * unseen / (happened(totals, weights) + unseen))))
        # That another prints the very number makes it likelier, but a copy repeats a slip too.
        same = {peer.source for peer in repeating(candidate.figure, peers) if peer.source != candidate.figure.source}
        return law + min(len(same), _MOST_SAME) * float(table("reporting")["slips"]["same_again"])
    shared = _repeated(candidate, peers)
    if shared is None or not candidate.figure.low:
        return law
    repeats = float(table("reporting")["slips"]["repeats"])
    # One number among all within a factor e of it: the density of log(n / y) at an exact repetition.
    again = math.log(repeats * shared * float(candidate.figure.low or 1) + 1e-12)
    return float(np.logaddexp(math.log1p(-repeats) + law, again))


def happened(totals: Array, weights: Array | None) -> float:
    """Return the chance that people moved, more than by ones and twos, by drawn totals."""
    return float(np.average(totals >= _FEW, weights=weights))


def log_weights(
    found: Sequence[Candidate], totals: Sequence[Array], peers: Sequence[Figure] = (), weights: Array | None = None
) -> Array:
    """Return the log-weight of each reading of a figure: its prior, and its density over drawn totals and peers."""
    wrong = error_law(found[0].figure).wrong
    slips = sum(c.chance for c in found if c.alternative.kind != PRINTED)
    stands = math.log(max(0.05, 1 - wrong - slips))
    return np.array(
        [
            _density(c, law, own, peers, weights if c.figure.measure == found[0].figure.measure else None)
            + c.timeliness
            + math.log(c.chance)
            + (stands if c.alternative.kind == PRINTED else 0.0)
            for c, law, own in zip(found, _laws(found, totals, weights), totals, strict=True)
        ]
    )


def judge(
    found: Sequence[Candidate], totals: Sequence[Array], peers: Sequence[Figure] = (), weights: Array | None = None
) -> Verdict:
    """Weigh the readings of a figure by their priors and by how well each agrees with drawn totals and peers."""
    scores = log_weights(found, totals, peers, weights)
    wrong = error_law(found[0].figure).wrong
    aside = math.log(wrong) + math.log(float(table("reporting")["terms"]["wrong_density"]))
    # Set aside, a figure still has the days it prints.
    weight = np.array([c.chance for c in found if c.alternative.kind == PRINTED])
    timely = np.array([c.timeliness for c in found if c.alternative.kind == PRINTED])
    aside += float(np.average(timely, weights=weight)) if len(weight) else found[0].timeliness
    kinds = np.array([c.alternative.kind for c in found])
    weighed = {str(kind): float(np.logaddexp.reduce(scores[kinds == kind])) for kind in np.unique(kinds)}
    weighed[ASIDE] = aside
    whole = float(np.logaddexp.reduce(list(weighed.values())))
    against = 1 - math.exp(weighed[PRINTED] - whole) if PRINTED in weighed else 1.0
    first = max((kind for kind in weighed if kind != PRINTED), key=lambda kind: (weighed[kind], kind))
    best = {
        kind: found[int(np.argmax(np.where(kinds == kind, scores, -math.inf)))] for kind in weighed if kind != ASIDE
    }
    return Verdict(against, best.get(first), weighed, best)


def doubts(sampler: FlowSampler | StockSampler, totals: Array) -> Array:
    """Return the probability that each figure is wrong, over the drawn histories."""
    result: Array = sampler.likelihood.wrong_probability(totals).mean(axis=0)
    return result
