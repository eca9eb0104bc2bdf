"""The account of every claim: what no series, stock or promise took up is told with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from habeas.reconcile.prepared.prepare import Prepared
from habeas.reconcile.series import Solution
from habeas.values.claim import STOCKS, CountClaim
from habeas.values.history import LeftOut, Promise, Stock

_BEYOND: Final = "several totals over its day count fewer: it counts other people too, and no range takes it in"


def left_out(
    prepared: Prepared,
    solution: Solution,
    stocks: Sequence[Stock],
    promises: Sequence[Promise],
    beyond: Sequence[str] = (),
) -> tuple[LeftOut, ...]:
    """Return the claims that bind nothing in the history found, each with why; no claim is lost in silence.

    `beyond` are those that the history counts but no range takes in.
    """
    found = [*prepared.left_out, *(item for own in solution.left_out.values() for item in own)]
    found += [LeftOut(claim=claim, why=_BEYOND) for claim in beyond]
    used = {statement.id for item in solution.series for statement in item.solved.statements}
    used |= {claim for stock in stocks for claim in stock.claims}
    used |= {claim for promise in promises for claim in promise.claims}
    used |= {item.claim for item in found}
    rest = [claim for claim in prepared.claims if claim.id not in used]
    return (*dict.fromkeys(found), *(LeftOut(claim=claim.id, why=_why(claim, prepared)) for claim in rest))


def _why(claim: CountClaim, prepared: Prepared) -> str:
    if claim.measure in STOCKS and claim.status == "planned":
        return "it tells how many are to be held, which no count confirms or denies"
    if claim.measure in STOCKS:
        return "nothing says on which day so many were held; date its document"
    name = prepared.case.groups.name(prepared.case.groups.key_of(claim))
    return (
        f"it gives no time, and no other report of {name} tells of days: "
        "at least so many by its document's day is all it says"
    )
