"""Parts of a stated whole: "30, among them 23 women and seven men" is one wave, told once with its parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from habeas.reconcile.outcome.assemble import SolvedSeries
from habeas.reconcile.prepared.groups import POPULATION, partition_of
from habeas.reconcile.prepared.wording import figure_words, join
from habeas.values.claim import CountClaim
from habeas.values.history import Occasion

Parts = Mapping[str, Sequence[CountClaim]]


def parts_of(claims: Sequence[CountClaim]) -> dict[str, list[CountClaim]]:
    """Return, by the id of a claim, the claims that its document calls parts of it, of the same measure."""
    own: dict[str, list[CountClaim]] = {}
    for claim in claims:
        own.setdefault(claim.doc, []).append(claim.with_id())
    found: dict[str, list[CountClaim]] = {}
    for told in own.values():
        for number, claim in enumerate(told):
            place = claim.subset_of
            whole = told[place] if place is not None and 0 <= place < len(told) else None
            if whole is None or whole.id == claim.id or whole.subset_of == number:
                continue
            # Parts of a whole that has no number, or that is only announced, stand for themselves, as do larger ones,
            # and those of other days.
            larger = whole.high is not None and (claim.low or 0) > whole.high
            alike = (whole.measure, whole.status) == (claim.measure, claim.status)
            if whole.low and alike and not larger and not _apart(claim, whole):
                found.setdefault(whole.id, []).append(claim)
    return found


def _apart(one: CountClaim, other: CountClaim) -> bool:
    """Say whether one of two counts is over before the other begins."""
    return any(
        early.end_date is not None and late.start_date is not None and early.end_date < late.start_date
        for early, late in ((one, other), (other, one))
    )


def is_breakdown(item: SolvedSeries, parts: Parts) -> bool:
    """Say whether a series of a narrower group only repeats parts of wholes, so that its waves are theirs."""
    children = {claim.id for own in parts.values() for claim in own}
    return item.series.group != POPULATION and all(statement.id in children for statement in item.solved.statements)


def with_parts(occasion: Occasion, parts: Parts, claims: Mapping[str, CountClaim]) -> Occasion:
    """Return a wave with the parts that its reports give of just this number."""
    found: dict[str, CountClaim] = {}
    for name in occasion.claims:
        claim = claims.get(name)
        if claim is not None and claim.low == claim.high == occasion.size.best:
            found |= {part.group: part for part in parts.get(name, ()) if part.group}
    if not found:
        return occasion
    told = join([f"{figure_words(part)} {part.group}" for part in found.values()])
    sexes = {partition_of(group) for group in found}
    whole = len(sexes - {None}) == 2 and sum(part.low or 0 for part in found.values()) == occasion.size.best
    text = f"{occasion.derivation}; of them {told}" + (", which is all of them" if whole else "")
    ids = dict.fromkeys([*occasion.claims, *(part.id for part in found.values())])
    return msgspec.structs.replace(occasion, derivation=text, claims=tuple(ids))
