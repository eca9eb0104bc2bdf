"""Weighing the figures of one series: which of them the history of the others contradicts, and what they may mean."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from habeas.reconcile.lexicon import table
from habeas.reconcile.posterior.collect import Collection, Key, Placed
from habeas.reconcile.posterior.drawn import Array, Drawn
from habeas.reconcile.posterior.evidence import Weighed, chance, evidence_of
from habeas.reconcile.posterior.fates import DATE_SLIPS, PRINTED, Candidate, candidates, untimely
from habeas.reconcile.posterior.figures import Figure
from habeas.reconcile.posterior.verdict import Verdict, judge, repeating
from habeas.reconcile.prepared.repairs import Twins
from habeas.values.claim import STOCKS

NOBODY = np.zeros(1)


@dataclass
class Verdicts:
    """How likely each figure of a series is wrong, and the verdicts on those that were weighed (by claim).

    `repaired` maps an accused claim to the reading that fits, `rejected` are those for which no reading does.
    """

    doubt: dict[str, float] = field(default_factory=dict)
    verdicts: dict[str, Verdict] = field(default_factory=dict)
    repaired: dict[str, Candidate] = field(default_factory=dict)
    rejected: list[str] = field(default_factory=list)

    def corrected(self, figures: Sequence[Figure]) -> list[Figure]:
        """Return a series' own and others' figures without the accused ones, or as they are read instead."""
        kept = [f for f in figures if f.claim not in self.repaired and f.claim not in self.rejected]
        own = {f.claim for f in figures if not f.spread}
        read = [c.figure for claim, c in self.repaired.items() if claim in own and c.counts_here]
        return kept + read if kept or read else list(figures)


def weigh(
    key: Key,
    figures: list[Figure],
    collection: Collection,
    twins: Twins,
    seed: int,
    first: Drawn,
    stocks: Drawn | None = None,
) -> Verdicts:
    """Weigh the figures of one series by the histories that are drawn first, from all of them as printed."""
    own = {p.figure.claim: p for p in (*collection.placed.get(key, ()), *collection.unplaced(key))}
    beyond = {claim for claim, placed in own.items() if first.any_size and placed.figure.high is None}
    # Where the days of an undated text are themselves a guess, a misfit speaks against the guess, not the figure.
    # So it does where a longer window may have been open still when such a text was written. And where events are of
    # any size, no other figure can show that "more than 30,000" are too many.
    sure = {
        claim
        for claim, placed in own.items()
        if placed.figure.dated
        and (placed.figure.is_day or collection.is_printed(placed.statement.claim.doc))
        and claim not in beyond
    }
    stocks = None if key[0] in STOCKS else stocks
    found = Verdicts({f.claim: float(p) for f, p in zip(figures, first.doubts(), strict=True) if f.claim in sure})
    # A figure that its series does not even count, as it exceeds every total around it, stands accused from the start.
    found.doubt |= dict.fromkeys(sorted(sure - {f.claim for f in figures}), 1.0)
    judged = [claim for claim, placed in own.items() if not placed.figure.pinned and claim not in beyond]
    options = {claim: each for claim in judged if (each := candidates(own[claim], twins, collection))}
    if stocks is None:
        options = {claim: [c for c in each if c.figure.measure == key[0]] for claim, each in options.items()}
    peers = [replace(f, weight=f.weight * (1 - found.doubt.get(f.claim, 0.0))) for f in figures]
    doubtful = [
        (own[claim], each)
        for claim, each in options.items()
        if _is_doubtful(own[claim], each, first, peers, found.doubt, stocks)
    ]
    if doubtful:
        # What a judgement makes certain, or one report tells both as done and as to come, is no evidence of the kind
        # that was learned from: there the laws alone tell.
        certain = any(figure.pinned for figure in figures)
        plain = {claim for claim, placed in own.items() if certain or collection.announces(placed.statement.claim)}
        _accuse(_Weighing(doubtful, first, peers, found.doubt, plain, stocks, seed), found)
    return found


def _is_doubtful(
    placed: Placed,
    options: Sequence[Candidate],
    drawn: Drawn,
    peers: Sequence[Figure],
    doubt: Mapping[str, float],
    stocks: Drawn | None,
) -> bool:
    """Say whether a figure is to be weighed: likely wrong, untimely, or likelier another reading.

    The last goes by the draws weighted as if the figure had not been among them; other days are not cut there.
    """
    suspect = float(table("reporting")["terms"]["suspect"])
    claim = placed.figure.claim
    if doubt.get(claim, 0.0) > suspect or untimely(placed, options):
        return True
    if _is_told_elsewhere(placed.figure, options, peers):
        return True
    same = [c for c in options if c.alternative.kind not in DATE_SLIPS]
    weights = drawn.weights_without(_with_copies(placed.figure, peers))
    # Further readings only add to what speaks against the print: most figures are doubtful, if they are, without.
    printed = [c for c in same if c.alternative.kind == PRINTED]
    if judge(printed or same, _totals(printed or same, drawn, stocks), peers, weights).against > suspect:
        return True
    further = 0 < len(printed) < len(same)
    return further and judge(same, _totals(same, drawn, stocks), peers, weights).against > suspect


def _totals(readings: Sequence[Candidate], drawn: Drawn, stocks: Drawn | None) -> list[Array]:
    """Return the drawn totals that each reading's figure would be of: of its series, or of those held."""
    figures = [c.figure for c in readings]
    if stocks is None:
        return drawn.totals_of(figures)
    own = iter(drawn.totals_of([figure for figure in figures if figure.measure == drawn.key[0]]))
    held = iter(stocks.totals_of([figure for figure in figures if figure.measure != drawn.key[0]]))
    return [next(own if figure.measure == drawn.key[0] else held) for figure in figures]


def _is_told_elsewhere(figure: Figure, options: Sequence[Candidate], peers: Sequence[Figure]) -> bool:
    """Say whether nothing else tells of the days printed, but of days that a slip of the date makes of them.

    A source may well tell of its own figure again.
    """
    others = [peer for peer in peers if peer.claim != figure.claim and not peer.spread and not peer.floor]
    moved = [c.figure for c in options if c.alternative.kind in DATE_SLIPS]
    if not moved or any(peer.is_of_days(figure) for peer in others):
        return False
    return any(peer.is_of_days(other) for other in moved for peer in others)


def _with_copies(figure: Figure, peers: Sequence[Figure]) -> set[str]:
    """Return a claim with those that say the same: they stand or fall together."""
    return {figure.claim, *(peer.claim for peer in repeating(figure, peers))}


@dataclass(frozen=True)
class _Weighing:
    """The doubtful figures of a series with their readings, and what they are judged by.

    `doubt` is how likely each is wrong among all figures, `plain` are those that the laws alone judge.
    """

    doubtful: Sequence[tuple[Placed, list[Candidate]]]
    first: Drawn
    peers: Sequence[Figure]
    doubt: Mapping[str, float]
    plain: Container[str]
    stocks: Drawn | None
    seed: int

    def verdicts(self, aside: Container[str]) -> dict[str, Verdict]:
        """Judge each figure by histories drawn without those left aside and all that repeat them."""
        guilty = [placed.figure for placed, _ in self.doubtful if placed.figure.claim in aside]
        copies = {claim for figure in guilty for claim in _with_copies(figure, self.peers)}
        marks = [f for f in self.first.figures if f.claim in copies and not (f.spread or f.pinned)]
        named = {figure.claim for figure in marks}
        kept = [figure for figure in self.first.figures if figure.claim not in named]
        if not kept:
            return {}
        extra = [c.figure for placed, own in self.doubtful for c in own if placed.figure.claim in self.doubt]
        extra = [figure for figure in extra if figure.measure == self.first.key[0]]
        without = Drawn(self.first.key, kept, (), self.seed, extra, marks, self.first.leaps)
        return {placed.figure.claim: self._verdict(placed, own, without) for placed, own in self.doubtful}

    def opens_or_ends(self, claim: str) -> bool:
        """Say whether a count of a stock is the first or the last of its group's that bear days.

        The first list before a wave of arrests, or the last after an amnesty, is far from all others and right.
        """
        figure = next((f for f in self.first.figures if f.claim == claim), None)
        if figure is None or figure.measure not in STOCKS:
            return False
        days = [f.end for f in self.first.figures if f.claim != claim and f.dated and not f.spread]
        return not any(day <= figure.end for day in days) or not any(day >= figure.end for day in days)

    def _verdict(self, placed: Placed, own: Sequence[Candidate], without: Drawn) -> Verdict:
        claim = placed.figure.claim
        weights = without.weights_without(_with_copies(placed.figure, without.figures))
        verdict = judge(own, _totals(own, without, self.stocks), self.peers, weights)
        printed = np.concatenate([without.totals(c.figure) for c in own if c.alternative.kind == PRINTED] or [NOBODY])
        weighed = Weighed(
            placed.figure, verdict.scores, verdict.likeliest, own, printed, weights, self.peers, self.doubt.get(claim)
        )
        evidence = evidence_of(weighed)
        sure = verdict.against if claim in self.plain else chance(evidence)
        return replace(verdict, against=sure, evidence=evidence)


def _accuse(weighing: _Weighing, found: Verdicts) -> None:
    """Draw again without the figures in serious doubt, and judge each doubtful one by its readings.

    A figure stands as printed unless it is likelier than `accuse` that it does not: to accuse a source wrongly does
    more harm than to let a slip pass. How likely it is, is learned, but for the `plain` ones. What the others clear is
    then among the draws that judge the rest.
    """
    terms = table("reporting")["terms"]
    accuse, reject, apart = float(terms["accuse"]), float(terms["reject"]), float(terms["apart"])
    aside = {p.figure.claim for p, _ in weighing.doubtful if found.doubt.get(p.figure.claim, 0.0) > apart}
    verdicts = weighing.verdicts(aside)
    guilty = {claim for claim in aside if claim in verdicts and verdicts[claim].against > float(terms["cleared"])}
    if guilty != aside:
        verdicts = weighing.verdicts(guilty)
    for claim, verdict in verdicts.items():
        found.verdicts[claim] = verdict
        if verdict.against < accuse:
            continue
        if verdict.reading is not None:
            found.repaired[claim] = verdict.reading
        elif found.doubt.get(claim, 1.0) >= reject and not weighing.opens_or_ends(claim):
            found.rejected.append(claim)
