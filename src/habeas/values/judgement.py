"""Judgements: what a person decided about a claim (or about two persons), appended and never overwritten."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any, Final

import msgspec

# About the claim as extracted; the latest of these counts.
REVIEWS: Final = ("accept", "correct", "reject")
# About its weight in reconciliation; the latest of these counts.
WEIGHTS: Final = ("pin", "exclude")
# About two persons of the register.
LINKS: Final = ("same", "different", "unsure")
# About a person, named as documents write them: whether publications may name them.
NAMING: Final = ("public", "private")
# Takes back all earlier judgements on the target.
WITHDRAW: Final = "withdraw"
VERDICTS: Final = (*REVIEWS, *WEIGHTS, *LINKS, *NAMING, WITHDRAW)


class Judgement(msgspec.Struct, frozen=True, kw_only=True):
    """One human decision: who, when, what, about which target, and why.

    `verdict` is one of `VERDICTS`; `target` the id it speaks of (or the person's name), `other` the second id where it
    speaks of a pair. `changes` holds, for `correct`, the claim's fields with their right values. `at` is set by the
    ledger (UTC).
    """

    verdict: str
    target: str
    who: str
    reason: str = ""
    other: str | None = None
    changes: dict[str, Any] = {}
    at: datetime | None = None

    @property
    def id(self) -> str:
        """Stable id (12 hex digits): the same decision at the same moment has the same id."""
        return hashlib.sha256(msgspec.json.encode(self, order="sorted")).hexdigest()[:12]
