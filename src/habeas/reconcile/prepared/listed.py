"""Those held told by what they are and no whole: "12 guards, 30 clerks, 9 judges and 80 others" are 131 at least."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Final, NamedTuple

import msgspec

from habeas.reconcile.lexicon import table, words
from habeas.reconcile.prepared.groups import by_document, is_general
from habeas.reconcile.prepared.joined import is_near
from habeas.reconcile.prepared.summands import days_told
from habeas.reconcile.prepared.wording import join
from habeas.values.claim import STOCKS, CountClaim
from habeas.values.document import Document

_LEAST_GROUPS: Final = 3  # of which a list is made, where no general word tells that it is one
_SHARE_BETWEEN: Final = 3 / 4  # of the counts before and after it, below which a sum is of some of those held
_SHARE_BESIDE: Final = 1 / 3  # ... and of the only one there is


class Listed(NamedTuple):
    """A count of all that a list of groups makes together, and the counts it is the sum of."""

    whole: CountClaim
    parts: tuple[CountClaim, ...]

    @property
    def words(self) -> str:
        """Return the sum as a reader sees it."""
        return "the sum of " + join([f"{part.low:,} {part.group}" for part in self.parts])


def lists_of(
    claims: Sequence[CountClaim], documents: Mapping[str, Document], printed: Mapping[str, date]
) -> list[Listed]:
    """Return the lists of three or more groups of people held that one sentence counts side by side.

    Nobody is a guard and a judge, so that the whole is their sum or more; but women may be clerks, and no list that
    names such a group is summed. The sentenced and those awaiting trial make such a list too, and two general words
    ("25 detainees and 13 prisoners") do. Where the report counts
    the whole of that day as well there is nothing to sum, and a sum far below the counts of the whole before and after
    it, on the days of the reports that have `printed` theirs, is of a list that names only some.
    """
    rows: list[list[CountClaim]] = []
    for doc, own in by_document(claims).items():
        may = [claim for claim in own if _may_list(claim)]
        text = documents[doc].text if doc in documents else ""
        rows += _rows(may, text)
        listed = {claim.id for row in rows for claim in row}
        rows += _by_status([claim for claim in own if claim.id not in listed], text)
    listed = {claim.id for row in rows for claim in row}
    wholes = [claim for claim in claims if claim.measure in STOCKS and claim.low and claim.id not in listed]
    wholes = [claim for claim in wholes if is_general(claim.group) and claim.status == "actual"]
    return [each for row in rows if not _is_partial(each := _summed(row), wholes, printed)]


def _is_partial(listed: Listed, wholes: Sequence[CountClaim], printed: Mapping[str, date]) -> bool:
    """Say whether a list's report counts its whole too, or the counts before and after it show that it is no whole."""
    own = listed.whole
    same = [claim for claim in wholes if claim.measure == own.measure]
    if any(claim.doc == own.doc and _may_be_one_day(claim, own) for claim in same):
        return True
    day = own.end_date or printed.get(own.doc)
    days = [(at, claim.low or 0) for claim in same if (at := claim.end_date or printed.get(claim.doc)) is not None]
    if day is None or not days:
        return False
    before = [number for at, number in sorted(days) if at <= day][-1:]
    after = [number for at, number in sorted(days) if at >= day][:1]
    least = _SHARE_BETWEEN if before and after else _SHARE_BESIDE
    return all((own.low or 0) < least * number for number in before + after)


def _may_be_one_day(one: CountClaim, other: CountClaim) -> bool:
    return one.end_date is None or other.end_date is None or one.end_date == other.end_date


def _may_list(claim: CountClaim) -> bool:
    counted = bool(claim.low) and claim.high in {claim.low, None} and not claim.approx
    stock = claim.measure in STOCKS and claim.status == "actual"
    lexicon, own = table("groups"), words(claim.group)
    crossing = {*lexicon["crossing"], *lexicon["young"]}.union(*lexicon["partitions"].values())
    return counted and stock and bool(own) and claim.subset_of is None and crossing.isdisjoint(own)


def _rows(claims: Sequence[CountClaim], text: str) -> Iterator[list[CountClaim]]:
    row: list[CountClaim] = []
    for claim in [*sorted(claims, key=lambda claim: (claim.start, claim.id)), None]:
        if claim is not None and row and _alike(row[-1], claim) and is_near(row[-1], claim, text):
            row.append(claim)
            continue
        groups = {each.group for each in row}
        least = 2 if all(is_general(group) for group in groups) else _LEAST_GROUPS
        if len(row) >= least and len(groups) == len(row) and _is_list(row, text):
            yield row
        row = [] if claim is None else [claim]


def _by_status(claims: Sequence[CountClaim], text: str) -> Iterator[list[CountClaim]]:
    """Yield the counts of the sentenced and of those who are not, or are on trial, once each, of one source and day.

    The young, who are kept elsewhere, join them where the same sentence counts them beside the others.
    """
    counts = [c for c in claims if c.low and c.measure in STOCKS and c.status == "actual" and c.subset_of is None]
    halves = [_are("sentenced", counts), _are("untried", counts) or _are("on_trial", counts)]
    if any(len(half) != 1 for half in halves) or halves[0] == halves[1] or not _alike(halves[0][0], halves[1][0]):
        return
    row = sorted([*halves[0], *halves[1]], key=lambda claim: claim.start)
    for claim in _are("young", counts):
        if claim not in row and _alike(claim, row[0]) and any(_is_beside(claim, each, text) for each in row):
            row.append(claim)
    yield row


def _are(kind: str, claims: Sequence[CountClaim]) -> list[CountClaim]:
    """Return the counts whose group bears a word of a kind, in the order of the text."""
    known = set(table("groups")[kind])
    return sorted((c for c in claims if not known.isdisjoint(words(c.group))), key=lambda claim: claim.start)


def _is_beside(one: CountClaim, other: CountClaim, text: str) -> bool:
    first, second = sorted((one, other), key=lambda claim: claim.start)
    return is_near(first, second, text)


def _alike(one: CountClaim, other: CountClaim) -> bool:
    return (one.measure, one.source, days_told(one)) == (other.measure, other.source, days_told(other))


def _is_list(row: Sequence[CountClaim], text: str) -> bool:
    """Say whether commas part the counts of a row, the last joined by "and", and nothing else stands between them."""
    beside = set(table("groups")["beside"])
    gaps = [text[one.start + len(one.quote) : other.start] for one, other in pairwise(row)]
    said = [
        [word for word in words(gap) if word in beside or word not in words(one.group)]
        for one, gap in zip(row, gaps, strict=False)
    ]
    joined = all("," in gap and not own for gap, own in zip(gaps[:-1], said, strict=False))
    return joined and len(said[-1]) == 1 and said[-1][0] in beside


def _summed(row: Sequence[CountClaim]) -> Listed:
    """Return the sum of a row: just so many where it ends with everybody else, or parts all of them by status.

    Beside those on trial there may be some whose trial has not begun.
    """
    number = sum(claim.low or 0 for claim in row)
    sentenced, untried, on_trial = (bool(_are(half, row)) for half in ("sentenced", "untried", "on_trial"))
    by_status = sentenced and (untried or on_trial)
    whole = untried if by_status else any(is_general(claim.group) for claim in row)
    exact = whole and all(claim.low == claim.high for claim in row)
    return Listed(msgspec.structs.replace(row[0], low=number, high=number if exact else None, group=""), tuple(row))
