"""Which figures a proven series vouches for, whatever the error laws find of each by itself."""

from __future__ import annotations

from habeas.reconcile.outcome.assemble import SolvedSeries, fates_of
from habeas.reconcile.posterior.assess import Assessment
from habeas.reconcile.posterior.grounds import as_printed, is_clean
from habeas.values.history import Answer

_TELLING = 8  # figures from which on a proven series tells what is usual


def vouched(item: SolvedSeries, found: Assessment) -> set[str]:
    """Return the settled claims of a proven series; that a lone flow equals a stock, its own series cannot tell."""
    stocks = {claim for claim, c in found.repaired.items() if c.alternative.kind == "stock_for_flow"}
    return _settled(item) - (stocks - _confirmed(item))


def doubted(item: SolvedSeries, given: Answer, assessment: Assessment) -> set[str]:
    """Return the accused claims that an answer rests on, but for those that a proven history vouches for or mends."""
    accused = {*assessment.repaired, *assessment.rejected} & set(given.claims) & as_printed(item)
    return accused - vouched(item, assessment) if accused and is_clean(item) else accused


def _names_wrong(item: SolvedSeries) -> bool:
    """Say whether the best history of a series repairs or sets aside any claim."""
    return any(fates_of(item.solved, item.solved.histories[0]))


def _settled(item: SolvedSeries) -> set[str]:
    """Return the claims of a proven series that its history vouches for.

    They are all where it names what is wrong or is too short to tell what is usual, but for those that count what no
    other document counts; else those that others confirm.
    """
    statements = item.solved.statements
    if _names_wrong(item) or len(statements) < _TELLING:
        return _shared(item)
    return _confirmed(item)


def _shared(item: SolvedSeries) -> set[str]:
    """Return the claims some of whose people another document counts too: a proof about one claim alone is none."""
    best, statements = item.solved.histories[0], item.solved.statements
    counted = best.told_by([statement.claim.doc for statement in statements])
    return {
        statement.id
        for statement, slots in zip(statements, best.inside, strict=True)
        if any(counted[slot] - {statement.claim.doc} for slot in slots)
    }


def _confirmed(item: SolvedSeries) -> set[str]:
    """Return the claims of which every person is counted by another document's exact figure too.

    A sum that comes out to the person is no chance.
    """
    best, statements = item.solved.histories[0], item.solved.statements
    exact = [s.claim.doc if s.claim.low == s.claim.high and not s.claim.approx else None for s in statements]
    counted = best.told_by(exact)
    return {
        statement.id
        for statement, slots in zip(statements, best.inside, strict=True)
        if slots and all(counted.get(slot, set()) - {statement.claim.doc} for slot in slots)
    }
