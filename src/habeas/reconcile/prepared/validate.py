"""Claims that cannot be used, each with the reason a person can act on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

import msgspec

from habeas.reconcile.prepared.inputs import is_near, is_plausible
from habeas.reconcile.prepared.waves import MOST_WAVES
from habeas.reconcile.prepared.windows import WEEKDAYS
from habeas.values.case import CaseSettings
from habeas.values.claim import MEASURES, STATUSES, STOCKS, WHEN_KINDS, CountClaim
from habeas.values.history import LeftOut

_LARGEST: Final = 50_000_000  # people; more than any case holds
_OUTLIER: Final = 100  # times any other figure of its measure
_ONE_COUNT_DAYS: Final = 62  # of which a count of those held may be told; of more it is of all who ever were
_LESS: Final = "the claim is used without that"


def validate(claims: Sequence[CountClaim], settings: CaseSettings) -> tuple[list[CountClaim], list[LeftOut]]:
    """Part the claims that can bind a history from those that cannot, with reasons.

    Claims get their ids here; a claim that comes twice is used once; a part that is larger than its whole loses the
    tie to it, and a claim a detail that cannot be, and both are reported.
    """
    named = [claim.with_id() for claim in claims]
    left: list[LeftOut] = []
    usable: list[CountClaim] = []
    seen: Counter[str] = Counter()
    for claim in named:
        seen[claim.id] += 1
        why = f"the id {claim.id} stands on more than one claim; the first is used" if seen[claim.id] > 1 else None
        why = why or _unusable(claim, settings)
        if why is None:
            usable.append(claim)
        else:
            left.append(LeftOut(claim=claim.id, why=why))
    kept, outliers = _outliers(usable, settings)
    tied, cut = _ties(kept, named)
    mended, lost = _details(tied)
    return mended, [*left, *outliers, *cut, *lost]


def _is_of_long_days(claim: CountClaim) -> bool:
    """Say whether people are counted as held over days too long for one count: "at some time of the year"."""
    if claim.measure != "held" or claim.when_kind != "between" or not (claim.start_date and claim.end_date):
        return False
    return (claim.end_date - claim.start_date).days > _ONE_COUNT_DAYS


def _unusable(claim: CountClaim, settings: CaseSettings) -> str | None:
    low, high = claim.low, claim.high
    reasons = (
        (claim.id in settings.excluded, "set aside by a judgement of the case"),
        (not claim.doc.strip(), "it does not say in which document it stands"),
        (
            claim.measure not in MEASURES,
            f"{claim.measure!r} is no known measure; use one of {', '.join(sorted(MEASURES))}",
        ),
        (_is_of_long_days(claim), "so many were held at some time of these days, which is no count of any one of them"),
        (claim.status not in STATUSES, f"{claim.status!r} is no known status; use one of {', '.join(STATUSES)}"),
        (
            claim.when_kind not in WHEN_KINDS,
            f"{claim.when_kind!r} is no known kind of window; use one of {', '.join(WHEN_KINDS)}",
        ),
        (claim.status == "denied", "the text reports this figure as denied"),
        (claim.status == "hypothetical", "the text speaks of what might be, not of what happened"),
        (low is None and high is None, "it gives no number, neither a lower nor an upper bound"),
        ((low or 0) < 0 or (high or 0) < 0, "a number of people cannot be negative"),
        (low is not None and high is not None and low > high, f"its lower bound {low} is above its upper bound {high}"),
        (
            max(low or 0, high or 0) > _LARGEST,
            f"{max(low or 0, high or 0):,} people is more than any case holds; check the figure",
        ),
        (_backwards(claim), f"its window ends ({claim.end_date}) before it starts ({claim.start_date})"),
        (_far(claim), "its dates lie outside 1800..2200; check the year"),
    )
    return next((why for wrong, why in reasons if wrong), _bad_duration(claim))


def _backwards(claim: CountClaim) -> bool:
    return claim.start_date is not None and claim.end_date is not None and claim.end_date < claim.start_date


def _far(claim: CountClaim) -> bool:
    return any(day is not None and not is_plausible(day) for day in (claim.start_date, claim.end_date))


def _bad_duration(claim: CountClaim) -> str | None:
    for text in (claim.start_offset, claim.end_offset):
        if text is not None and not is_near(text):
            return f'{text!r} is no ISO 8601 duration of at most a hundred years, such as "-P2M"'
    return None


def _outliers(claims: Sequence[CountClaim], settings: CaseSettings) -> tuple[list[CountClaim], list[LeftOut]]:
    """Set aside a figure a hundred times larger than any other of its measure: no history could carry it."""
    kept, left = [], []
    tops: dict[str, list[int]] = {}
    for claim in claims:
        tops.setdefault(claim.measure, []).append(max(claim.low or 0, claim.high or 0))
    for values in tops.values():
        values.sort()
    for claim in claims:
        value, values = max(claim.low or 0, claim.high or 0), tops[claim.measure]
        others = values[-2] if len(values) > 2 and values[-1] == value else values[-1]
        if len(values) > 2 and value > _OUTLIER * max(others, 100) and claim.id not in settings.pinned:
            left.append(
                LeftOut(
                    claim=claim.id,
                    why=(
                        f"{value:,} is more than {_OUTLIER} times any other figure of its kind ({others:,}); "
                        "pin it to use it"
                    ),
                )
            )
        else:
            kept.append(claim)
    return kept, left


def _ties(claims: Sequence[CountClaim], named: Sequence[CountClaim]) -> tuple[list[CountClaim], list[LeftOut]]:
    """Cut ties of part and whole that cannot be: to no claim, to itself, round in a circle, larger than the whole."""
    own: dict[str, list[CountClaim]] = {}
    for claim in named:
        own.setdefault(claim.doc, []).append(claim)
    mended, left = [], []
    for claim in claims:
        why = _bad_tie(claim, own[claim.doc])
        if why is not None:
            left.append(LeftOut(claim=claim.id, why=f"{why}; the claim is used on its own"))
            claim = msgspec.structs.replace(claim, subset_of=None)  # noqa: PLW2901 - the mended claim takes its place
        mended.append(claim)
    return mended, left


def _details(claims: Sequence[CountClaim]) -> tuple[list[CountClaim], list[LeftOut]]:
    """Take from claims the details that cannot be: a number of waves, a weekday, a confidence."""
    mended, left = [], []
    for claim in claims:
        changes: dict[str, object] = {}
        if claim.occasions is not None and not 1 <= claim.occasions <= MOST_WAVES:
            changes["occasions"] = None
            left.append(
                LeftOut(claim=claim.id, why=f"its {claim.occasions:,} waves are not 1 to {MOST_WAVES}; {_LESS}")
            )
        if claim.weekday is not None and claim.weekday not in WEEKDAYS:
            changes["weekday"] = None
            left.append(LeftOut(claim=claim.id, why=f"{claim.weekday!r} is no day of the week; {_LESS}"))
        if not 0 <= claim.confidence <= 1:
            changes["confidence"] = 1.0 if claim.confidence > 1 else 0.0
            why = f"its confidence {claim.confidence:g} is not from 0 to 1; it is read as {changes['confidence']:g}"
            left.append(LeftOut(claim=claim.id, why=why))
        mended.append(msgspec.structs.replace(claim, **changes) if changes else claim)
    return mended, left


def _bad_tie(claim: CountClaim, own: Sequence[CountClaim]) -> str | None:
    if claim.subset_of is None:
        return None
    place: int | None = claim.subset_of
    if not 0 <= claim.subset_of < len(own):
        return f"it is called a part of claim {claim.subset_of}, which its document does not have"
    parent = own[claim.subset_of]
    seen: set[int] = set()
    while place is not None and 0 <= place < len(own):
        if place in seen or own[place].id == claim.id:
            return "it is called a part of itself, round in a circle"
        seen.add(place)
        place = own[place].subset_of
    same = parent.measure == claim.measure or parent.measure in STOCKS
    if same and claim.low is not None and parent.high is not None and claim.low > parent.high:
        return f"it is called a part of a figure smaller than itself ({claim.low} of {parent.high})"
    return None
