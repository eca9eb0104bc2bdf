"""Counts that one sentence sets side by side: "over 90 in one town and 40 in another" are 131 at least."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

import msgspec

from habeas.reconcile.lexicon import table, words
from habeas.reconcile.prepared.groups import Groups, by_document
from habeas.reconcile.prepared.summands import days_told
from habeas.values.claim import STOCKS, CountClaim
from habeas.values.document import Document

_SENTENCE_END: Final = re.compile(r"[.;!?](?:\s|$)|\n")
_OPENS_A_LIST: Final = re.compile(r"[—–:(]|\s-\s")
_FARTHEST: Final = 160  # characters from one count of a sentence to the next


def side_by_side(
    claims: Sequence[CountClaim], documents: Mapping[str, Document], groups: Groups
) -> tuple[dict[str, CountClaim], dict[str, CountClaim]]:
    """Return, by claim, what a first count and those joined to it by "and" make together, and the wholes of parts.

    A part is a further count of such a row, or one that a dash or a colon opens behind a larger one ("16 in one day:
    7 here and 9 there"). Only counts of one source, measure, group and time are of one row. Exact counts of a single
    day stand for occasions of their own.
    """
    sums: dict[str, CountClaim] = {}
    parts: dict[str, CountClaim] = {}
    for doc, own in by_document(claims).items():
        text = documents[doc].text if doc in documents else ""
        for row in _rows([claim for claim in own if _may_join(claim)], text, groups):
            listed = _whole(row, text)
            if listed is not None:
                parts |= {claim.id: listed for claim in row[1:]}
            elif _is_sum(row, text):
                whole = _together(row)
                sums[row[0].id] = whole
                parts |= {claim.id: whole for claim in row[1:]}
    return sums, parts


def _may_join(claim: CountClaim) -> bool:
    return bool(claim.low) and claim.measure not in STOCKS and claim.subset_of is None


def _rows(claims: Sequence[CountClaim], text: str, groups: Groups) -> Iterator[list[CountClaim]]:
    """Yield the counts of one sentence that could be of one row, in the order of the text."""
    row: list[CountClaim] = []
    for claim in sorted(claims, key=lambda claim: (claim.start, claim.id)):
        if row and not (_alike(row[-1], claim, groups) and is_near(row[-1], claim, text)):
            if len(row) > 1:
                yield row
            row = []
        row.append(claim)
    if len(row) > 1:
        yield row


def _alike(one: CountClaim, other: CountClaim, groups: Groups) -> bool:
    mine = one.measure, one.status, one.source, groups.key_of(one), days_told(one)
    return mine == (other.measure, other.status, other.source, groups.key_of(other), days_told(other))


def _between(one: CountClaim, other: CountClaim, text: str) -> str:
    return text[one.start + len(one.quote) : other.start]


def is_near(one: CountClaim, other: CountClaim, text: str) -> bool:
    """Say whether two counts, in the order of the text, are of one sentence and not far from each other."""
    gap = _between(one, other, text)
    return 0 < len(gap) <= _FARTHEST and not _SENTENCE_END.search(gap)


def _whole(row: Sequence[CountClaim], text: str) -> CountClaim | None:
    """Return the first count of a row where a dash, a colon or a bracket behind it opens a list of its parts."""
    first, second, *_ = row
    larger = all((claim.low or 0) < (first.low or 0) for claim in row[1:])
    return first if larger and _OPENS_A_LIST.search(_between(first, second, text)) else None


def _is_sum(row: Sequence[CountClaim], text: str) -> bool:
    """Say whether the counts of a row are joined, the last by "and", and no one of them is called the whole."""
    if row[0].when_kind in {"on", "at"} and all(claim.high is not None for claim in row):
        return False
    lexicon = table("groups")
    gaps = [_between(one, other, text) for one, other in pairwise(row)]
    last = words(gaps[-1])[-1:]
    listed = all(gap.rstrip().endswith(",") for gap in gaps[:-1])
    said = {word for gap in (*gaps, *(claim.quote for claim in row)) for word in words(gap)}
    return listed and bool(last) and last[0] in lexicon["beside"] and said.isdisjoint(lexicon["wholes"])


def _together(row: Sequence[CountClaim]) -> CountClaim:
    """Return the first count of a row with the numbers of all."""
    highs = [claim.high for claim in row if claim.high is not None]
    return msgspec.structs.replace(
        row[0],
        low=sum(claim.low or 0 for claim in row),
        high=sum(highs) if len(highs) == len(row) else None,
        approx=any(claim.approx for claim in row),
    )
