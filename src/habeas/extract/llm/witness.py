"""How likely a model's claim is right: what the statistical judgement of the rules says of the same number.

How often a given model is right is known to nobody before it is measured, and a model's own word for it is worth
little. So its claims are put before the judge that weighs the grammar's candidates, calibrated on annotated texts: a
claim gets the probability that its number is a claim of its measure. That the model named it is not counted.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

import msgspec

from habeas.errors import HabeasError
from habeas.extract.parse.registry import parser_for
from habeas.extract.rules import Opinion, RulesEngine
from habeas.values.claim import CountClaim
from habeas.values.document import Document

# Shares of printed numbers that are claims, measured on annotated English texts (docs/methods/extract.md): of all, and
# of those that the grammar has read and takes for no number of people.
UNREAD: Final = 0.33
REFUSED: Final = 0.03


def weighed(document: Document, claims: Iterable[CountClaim]) -> list[CountClaim]:
    """Return claims with the confidence that the judge of the document's language gives them.

    A number that the grammar refuses gets `REFUSED`; where no grammar reads the language every claim gets `UNREAD`.
    """
    listed = list(claims)
    if not listed:
        return []
    engine = _judging((document.lang or "en").split("-")[0].lower())
    opinions = engine.opinions_of(document) if engine is not None else []
    shares = [UNREAD if engine is None else round(_likely(c, opinions), 4) for c in listed]
    return [msgspec.structs.replace(c, confidence=share) for c, share in zip(listed, shares, strict=True)]


def _likely(claim: CountClaim, opinions: list[Opinion]) -> float:
    """Return the probability of a claim's measure for the number in its quote that shares a bound with it."""
    end = claim.start + len(claim.quote)
    inside = (o for o in opinions if o.start < end and claim.start < o.end)
    same = (o for o in inside if {o.low, o.high} & {claim.low, claim.high} - {None})
    return max((o.shares[claim.measure] for o in same), default=REFUSED)


@lru_cache(maxsize=4)
def _judging(language: str) -> RulesEngine | None:
    """Return the rules of a language, or None where there is no parser for it here."""
    try:
        return RulesEngine(language, parser_for(language))
    except (HabeasError, ImportError):
        return None
