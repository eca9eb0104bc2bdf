"""Weighing the figures of one series: which of them the history of the others contradicts, and what they may mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from habeas.reconcile.lexicon import table
from habeas.reconcile.posterior.collect import Collection, Key, Placed
from habeas.reconcile.posterior.drawn import Drawn
from habeas.reconcile.posterior.fates import DATE_SLIPS, Candidate, candidates, untimely
from habeas.reconcile.posterior.figures import Figure
from habeas.reconcile.posterior.verdict import Verdict, judge
from habeas.reconcile.repairs import Twins
from habeas.values.history import Ask


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
        read = [c.figure for claim, c in self.repaired.items() if claim in own and c.elsewhere is None]
        return kept + read if kept or read else list(figures)


def weigh(
    key: Key, figures: list[Figure], asks: Sequence[Ask], collection: Collection, twins: Twins, seed: int
) -> tuple[Verdicts, Drawn]:
    """Weigh the figures of one series; return the verdicts with the histories drawn from all figures as printed."""
    own = {placed.figure.claim: placed for placed in collection.placed.get(key, ())}
    first = Drawn(key, figures, asks, seed)
    # Where the days of an undated text are themselves a guess, a misfit speaks against the guess, not the figure.
    # So it does where a longer window may have been open still when such a text was written. And where events are of
    # any size, no other figure can show that "more than 30,000" are too many.
    sure = {
        claim
        for claim, placed in own.items()
        if placed.figure.dated
        and (placed.figure.is_day or collection.is_printed(placed.statement.claim.doc))
        and not (first.any_size and placed.figure.high is None)
    }
    found = Verdicts({f.claim: float(p) for f, p in zip(figures, first.doubts(), strict=True) if f.claim in sure})
    # A figure that its series does not even count, as it exceeds every total around it, stands accused from the start.
    found.doubt |= dict.fromkeys(sorted(sure - {f.claim for f in figures}), 1.0)
    options = {claim: each for claim in found.doubt if (each := candidates(own[claim], twins, collection))}
    peers = [replace(f, weight=f.weight * (1 - found.doubt.get(f.claim, 0.0))) for f in figures]
    doubtful = [
        (own[claim], each)
        for claim, each in options.items()
        if _is_doubtful(own[claim], each, first, peers, found.doubt)
    ]
    if doubtful:
        _accuse(doubtful, first, peers, found, seed)
    return found, first


def _is_doubtful(
    placed: Placed, options: Sequence[Candidate], drawn: Drawn, peers: Sequence[Figure], doubt: Mapping[str, float]
) -> bool:
    """Say whether a figure is to be weighed: likely wrong, untimely, or likelier another reading.

    The last goes by the draws weighted as if the figure had not been among them; other days are not cut there.
    """
    suspect = float(table("reporting")["terms"]["suspect"])
    claim = placed.figure.claim
    if doubt[claim] > suspect or untimely(placed, options):
        return True
    same = [c for c in options if c.alternative.kind not in DATE_SLIPS]
    return judge(same, [drawn.totals(c.figure) for c in same], peers, drawn.weights_without(claim)).against > suspect


def _accuse(
    doubtful: Sequence[tuple[Placed, list[Candidate]]],
    first: Drawn,
    peers: Sequence[Figure],
    found: Verdicts,
    seed: int,
) -> None:
    """Draw again without the figures in serious doubt, and judge each doubtful one by its readings.

    A figure stands as printed unless it is likelier than `accuse` that it does not: to accuse a source wrongly does
    more harm than to let a slip pass.
    """
    terms = table("reporting")["terms"]
    accuse, reject, apart = float(terms["accuse"]), float(terms["reject"]), float(terms["apart"])
    aside = [placed.figure for placed, _ in doubtful if found.doubt[placed.figure.claim] > apart]
    named = {figure.claim for figure in aside}
    kept = [figure for figure in first.figures if figure.claim not in named]
    if not kept:
        return
    extra = [candidate.figure for _, own in doubtful for candidate in own]
    without = Drawn(first.key, kept, (), seed, extra, aside)
    for placed, own in doubtful:
        claim = placed.figure.claim
        weights = None if claim in named else without.weights_without(claim)
        verdict = judge(own, [without.totals(candidate.figure) for candidate in own], peers, weights)
        found.verdicts[claim] = verdict
        if verdict.against < accuse:
            continue
        if verdict.reading is not None:
            found.repaired[claim] = verdict.reading
        elif found.doubt[claim] >= reject:
            found.rejected.append(claim)
