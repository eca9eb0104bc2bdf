"""Why a claim was read otherwise or set aside, in sentences filled from the solution."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from habeas.reconcile.prepared.statements import Alternative, Statement
from habeas.reconcile.prepared.wording import done, figure_text, window_text
from habeas.values.history import Repair

_SENTENCES: Final[Mapping[str, str]] = {
    "year_slip": "{doc} prints {from_}; its figure of {figure} fits the other reports only in {to}, "
    "so the year is read as a slip",
    "month_slip": "{doc} prints {from_}; its figure of {figure} fits the other reports only in {to}, "
    "so the month is read as a slip",
    "digit_swap": "{doc} prints {from_}; with two digits swapped, {to} fits the other reports",
    "factor_ten": "{doc} prints {from_}; {to} fits the other reports, so a zero is read as a slip",
    "near": "{doc} prints {from_}; the other reports leave a slightly different number, "
    "as of an earlier or later count",
    "event_week": "{doc} puts {figure} {done} in the week of the report; the other reports put it a week off",
    "cumulative_for_new": "{doc} gives {figure} {done} as new; it fits as the total up to that day",
    "wrong_group": "{doc} gives {figure} {done} for {from_}; it fits only as a count of a broader group",
    "stock_for_flow": "{doc} gives {figure} as {done}; others give the same figure as those held, "
    "so it is read as a stock",
    "announced_for_done": "{doc} gives {figure} as {done}; others give the same figure as announced, "
    "so it is read as a promise",
}
_CAUSES: Final[Mapping[str, str]] = {
    "year_slip": "a year slip",
    "month_slip": "a month slip",
    "digit_swap": "swapped digits",
    "factor_ten": "a zero too many or too few",
    "near": "a slightly different count",
    "event_week": "another week",
    "cumulative_for_new": "a total given as new",
    "wrong_group": "another definition",
    "stock_for_flow": "a stock given as a flow",
    "announced_for_done": "announced, not confirmed",
}


def repair_of(statement: Statement, alternative: Alternative) -> Repair:
    """Return a repair with its price and sentence."""
    sentence = _SENTENCES[alternative.kind].format(
        doc=statement.claim.doc,
        from_=alternative.from_,
        to=alternative.to,
        figure=figure_text(statement),
        done=done(statement.claim.measure),
    )
    return Repair(
        claim=statement.id,
        kind=alternative.kind,
        from_=alternative.from_,
        to=alternative.to,
        bits=round(alternative.bits, 2),
        explanation=sentence,
    )


def cause(kind: str) -> str:
    """Return the cause of a conflict that a repair of this kind mends."""
    return _CAUSES[kind]


def said(statement: Statement, alternative: Alternative) -> str:
    """Return what a claim says, in a few words: "97 freed in August and September 2023 (doc-1)"."""
    return (
        f"{figure_text(statement)} {done(statement.claim.measure)} {window_text(statement, alternative)} "
        f"({statement.claim.doc})"
    )
