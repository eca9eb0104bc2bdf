"""Puts the claims of two engines together and marks where they agree."""

from __future__ import annotations

import msgspec

from habeas.extract.engine import Found
from habeas.values.claim import CountClaim
from habeas.values.document import Document

AGREED = "both engines agree"


def merge(document: Document, by_rules: Found, by_model: Found) -> Found:  # noqa: ARG001 - the port of a merge
    """Return the claims of both engines, once each, in the order of the text.

    Claims agree where their quotes overlap and bounds and measure are equal. Of two that agree the one from the rules
    stays, for its window, part and source are read from a parse, and names both engines. Its confidence stays too: both
    have it from the same judge, so that what the agreement itself is worth would have to be measured for each model.
    A claim of one engine alone stays as it is.
    """
    twins = _twins(by_rules.claims, by_model.claims)
    merged: list[tuple[CountClaim, int | None]] = []
    for place, claim in enumerate(by_rules.claims):
        twin = twins.get(place)
        merged.append((claim if twin is None else _agreed(claim, by_model.claims[twin]), place))
    matched = set(twins.values())
    merged.extend((claim, None) for place, claim in enumerate(by_model.claims) if place not in matched)
    merged.sort(key=lambda pair: (pair[0].start, len(pair[0].quote), pair[0].extractor, pair[0].measure))
    moved = {old: new for new, (_, old) in enumerate(merged) if old is not None}
    claims = tuple(claim if old is None else _renumbered(claim, moved) for claim, old in merged)
    return Found(claims, (*by_rules.failures, *by_model.failures))


def _twins(left: tuple[CountClaim, ...], right: tuple[CountClaim, ...]) -> dict[int, int]:
    """Return, for claims of the left, the claim of the right that says the same, each used once."""
    free = set(range(len(right)))
    twins: dict[int, int] = {}
    for place, claim in enumerate(left):
        same = [other for other in sorted(free) if _says_the_same(claim, right[other])]
        if same:
            twins[place] = max(same, key=lambda other: (_overlap(claim, right[other]), -other))
            free.remove(twins[place])
    return twins


def _says_the_same(one: CountClaim, other: CountClaim) -> bool:
    return (one.low, one.high, one.measure) == (other.low, other.high, other.measure) and _overlap(one, other) > 0


def _overlap(one: CountClaim, other: CountClaim) -> int:
    return min(one.start + len(one.quote), other.start + len(other.quote)) - max(one.start, other.start)


def _agreed(claim: CountClaim, twin: CountClaim) -> CountClaim:
    note = f"{claim.note}; {AGREED}" if claim.note else AGREED
    return msgspec.structs.replace(claim, extractor=f"{claim.extractor}+{twin.extractor}", note=note)


def _renumbered(claim: CountClaim, moved: dict[int, int]) -> CountClaim:
    return msgspec.structs.replace(
        claim,
        subset_of=moved[claim.subset_of] if claim.subset_of is not None else None,
        repeats=moved[claim.repeats] if claim.repeats is not None else None,
    )
