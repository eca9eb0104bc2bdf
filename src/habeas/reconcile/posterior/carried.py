"""What the figures of a narrower or a wider group say of another: so many at least, or a share of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from habeas.reconcile.lexicon import table
from habeas.reconcile.posterior.figures import Figure
from habeas.reconcile.prepared.windows import Days
from habeas.values.claim import STOCKS


def carried_over(own: Sequence[Figure], other: Sequence[Figure], *, wider: bool, related: bool = True) -> list[Figure]:
    """Return another group's figures as what they say of this one: their share of it, learned where both are told.

    `wider` says that the other group contains this one. With too few figures of both, a narrower group's figure is a
    floor and a wider one's says little, or nothing where the groups are not `related` by the case's settings.
    """
    terms = table("reporting")["terms"]
    shown = _share(own, other, wider=wider)
    weight = 1.0
    if shown is not None:
        share, spread = shown
    elif not wider:
        # Only settings make a group of other words a part of this one: else it may be another population.
        apart = 0.0 if related else float(terms["unrelated"])
        # ... and one that outgrows every figure of this one is no part of it.
        most = max((f.high or 0 for f in own if not f.floor), default=0) * terms["beyond_whole"]
        part = [f for f in other if f.low and (related or not most or f.low <= most)]
        return [replace(f, floor=True, stray=1 - (1 - f.stray) * (1 - apart)) for f in part]
    elif not related:
        return []
    else:
        share, spread = float(terms["usual_share"]), float(terms["usual_share_spread"])
        # All rest on one guess of the share: together they may not outweigh even one figure of the group's own.
        most = float(terms["usual_share_weight"]) / (1 + len(own))
        weight = min(1.0, most / max(1, len(other)))
    return [
        replace(
            f,
            low=None if f.low is None else round(f.low * share),
            high=None if f.high is None else round(f.high * share),
            spread=spread,
            weight=weight,
        )
        for f in other
    ]


def _share(own: Sequence[Figure], other: Sequence[Figure], *, wider: bool) -> tuple[float, float] | None:
    """Return the ratio of this group's figures to another's of the same days, and its mean relative deviation.

    Large figures show it better than small ones. Null where too few are told of both, or where the ratio is none of a
    part to its whole.
    """
    terms = table("reporting")["terms"]
    near = int(terms["share_stock_days"]) if own and own[0].measure in STOCKS else 0
    theirs = _by_days(other)
    told = [
        (number, theirs[match]) for days, number in _by_days(own).items() if (match := _nearest(days, theirs, near))
    ]
    if len(told) < (1 if own and own[0].measure in STOCKS else terms["share_matches"]):
        return None
    ratios = sorted((mine / their, min(mine, their)) for mine, their in told)
    share = _middle(ratios)
    if not 1 / terms["share_most"] <= (share if wider else 1 / share) <= terms["share_beyond"]:
        return None
    deviation = sum(abs(ratio / share - 1) * size for ratio, size in ratios) / sum(size for _, size in ratios)
    return share, max(float(terms["share_spread"]), min(deviation, 0.5))


def _middle(weighted: Sequence[tuple[float, float]]) -> float:
    """Return the weighted median of values in rising order."""
    half, passed = sum(weight for _, weight in weighted) / 2, 0.0
    for value, weight in weighted:
        passed += weight
        if passed >= half:
            return value
    return weighted[-1][0]


def _nearest(days: Days, among: Iterable[Days], near: int) -> Days | None:
    """Return the window of another group that is most alike, its edges no farther off than so many days."""
    alike = sorted((abs(a - days[0]) + abs(b - days[1]), (a, b)) for a, b in among)
    fits = ((a, b) for _, (a, b) in alike if abs(a - days[0]) <= near and abs(b - days[1]) <= near)
    return next(fits, None)


def _by_days(figures: Sequence[Figure]) -> dict[Days, float]:
    """Return the largest figure of each window: early counts grow."""
    found: dict[Days, float] = {}
    for figure in figures:
        if figure.low and not figure.floor:
            days = (figure.start, figure.end)
            found[days] = max(found.get(days, 0.0), float(figure.low))
    return found
