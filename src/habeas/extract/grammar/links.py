"""Ties claims of one document together: parts of a whole, and the same figure told again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from habeas.extract.grammar.measures.draft import LIST_REACH, Candidate, Draft
from habeas.values.claim import CountClaim

_NEAR: Final = 3
_PARTS: Final = frozenset({"part", "included"})
_LISTED: Final = frozenset({"joined", "bare"})
# Smaller numbers recur by chance; they repeat a claim only where the group is the same.
_TELLING: Final = 20


def linked(drafts: Sequence[Draft], candidates: Sequence[Candidate], fetching: frozenset[str]) -> list[Draft]:
    """Return the drafts with `subset_of` and `repeats`: indices into this list.

    `fetching` are verbs of bringing people in, of whom some may be kept.
    """
    claims = [d.claim for d in drafts]
    for n in range(len(drafts)):
        whole = _whole(n, drafts, candidates, claims)
        if whole is None and _are_kept(n, drafts, candidates, claims, fetching):
            whole = n - 1
        if whole is not None and not _reaches(claims, whole, n):
            claims[n] = msgspec.structs.replace(claims[n], subset_of=whole)
        first = next((k for k in range(n) if _same(claims[k], claims[n])), None)
        if first is not None:
            origin = claims[first].repeats
            claims[n] = msgspec.structs.replace(claims[n], repeats=first if origin is None else origin)
    _sum_up(drafts, claims)
    return [d._replace(claim=c) for d, c in zip(drafts, claims, strict=True)]


def _sum_up(drafts: Sequence[Draft], claims: list[CountClaim]) -> None:
    """Tie the counts beside a total that add up to it exactly: 200 and 300 are the 500."""
    for n, total in enumerate(claims):
        for parts in _neighbours(n, drafts, claims):
            if (total.low or 0) >= _TELLING and sum(claims[k].low or 0 for k in parts) == total.low == total.high:
                for k in parts:
                    if not _reaches(claims, n, k):
                        claims[k] = msgspec.structs.replace(claims[k], subset_of=n)
                break


def _neighbours(n: int, drafts: Sequence[Draft], claims: Sequence[CountClaim]) -> Iterator[list[int]]:
    """Yield the runs of two or more plain counts of the same measure next before or next behind a count.

    Other measures, and parts of other counts, may stand in between; so may parts of the count that are told apart.
    """
    for tied in ({None, n}, {None}):
        for step in (1, -1):
            run: list[int] = []
            k = n + step
            while 0 <= k < len(claims) and abs(drafts[k].sentence.index - drafts[n].sentence.index) <= _NEAR:
                alike = (claims[k].measure, claims[k].status) == (claims[n].measure, claims[n].status)
                if alike and claims[k].subset_of in tied:
                    if not claims[k].low or claims[k].low != claims[k].high:
                        break
                    run.append(k)
                    if len(run) > 1:
                        yield run
                k += step


def _whole(
    n: int, drafts: Sequence[Draft], candidates: Sequence[Candidate], claims: Sequence[CountClaim]
) -> int | None:
    draft, candidate = drafts[n], candidates[drafts[n].candidate]
    sentence = draft.sentence
    if draft.mention.partitive and draft.mention.noun is not None and n + 1 < len(drafts):
        following = drafts[n + 1]  # "six of the 20 women": the whole stands behind its part
        inside = {t.i for t in sentence.subtree(draft.mention.noun)}
        if following.sentence is sentence and following.mention.numeral.i in inside:
            return n + 1 if _fits(claims[n], claims[n + 1]) else None
    reach = LIST_REACH if candidate.link == "listed" else _NEAR
    if n == 0 or draft.mention.quantity.zero or sentence.index - drafts[n - 1].sentence.index > reach:
        return None
    before = claims[n - 1]
    if candidate.link == "listed" and before.measure == claims[n].measure:
        earlier = candidates[drafts[n - 1].candidate].link
        whole = before.subset_of if earlier == "listed" else n - 1
        return whole if whole is not None and _fits(claims[n], claims[whole]) else None
    if candidate.link in _PARTS or draft.mention.partitive:
        whole = n - 1
        if before.subset_of is not None and drafts[n - 1].sentence is sentence and candidate.link == "part":
            whole = before.subset_of
        return whole if _fits(claims[n], claims[whole]) else None
    listed = candidate.link in _LISTED and drafts[n - 1].sentence is sentence and before.measure == claims[n].measure
    if listed and before.subset_of is not None and _fits(claims[n], claims[before.subset_of]):
        return before.subset_of
    return None


def _are_kept(
    n: int,
    drafts: Sequence[Draft],
    candidates: Sequence[Candidate],
    claims: Sequence[CountClaim],
    fetching: frozenset[str],
) -> bool:
    """Say whether a count is of those kept of the people brought in: "29 were brought in, and 15 were detained"."""
    own, before = candidates[drafts[n].candidate], candidates[drafts[n - 1].candidate] if n else None
    if before is None or own.choice is None or before.choice is None or before.sentence is not own.sentence:
        return False
    part, whole = claims[n], claims[n - 1]
    verb, first = own.choice.sign.word, before.choice.sign.word
    taken = first.lemma in fetching and verb.lemma not in fetching and verb.pos == "VERB"
    alike = part.measure == whole.measure == "detained" and part.status == whole.status == "actual"
    if not taken or not alike or own.mention.noun is not None or not _fits(part, whole):
        return False
    places = (k for k in own.sentence.kids(verb, "obl") if k.pos == "PROPN" and k.i > verb.i)
    return next(places, None) is None  # "29 were taken to a station in Orvik, 15 were detained in Valna"


def _fits(part: CountClaim, whole: CountClaim) -> bool:
    """Say whether a part can be as large as it is said to be."""
    least = part.low if part.low is not None else 0
    return whole.high is None or least <= whole.high


def _reaches(claims: Sequence[CountClaim], start: int, target: int) -> bool:
    """Say whether following `subset_of` from `start` leads to `target`: parts never go in circles."""
    seen: set[int] = set()
    at: int | None = start
    while at is not None and at not in seen:
        if at == target:
            return True
        seen.add(at)
        at = claims[at].subset_of
    return False


def _same(a: CountClaim, b: CountClaim) -> bool:
    """Say whether two claims tell the same: measure and value equal, windows not at odds, group or size telling."""
    if (a.measure, a.low, a.high, a.status) != (b.measure, b.low, b.high, b.status):
        return False
    windows = ((a.start_date, a.end_date), (b.start_date, b.end_date))
    if all(any(w) for w in windows) and windows[0] != windows[1]:
        return False
    offsets = ((a.start_offset, a.end_offset), (b.start_offset, b.end_offset))
    if all(any(o) for o in offsets) and offsets[0] != offsets[1]:
        return False
    return a.group.casefold() == b.group.casefold() or (a.low or a.high or 0) >= _TELLING
