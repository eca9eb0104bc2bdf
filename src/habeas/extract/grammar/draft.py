"""A claim in the making, with what led to it."""

from __future__ import annotations

from typing import NamedTuple

from habeas.extract.grammar.counted import Mention
from habeas.extract.grammar.measure import Choice
from habeas.extract.grammar.predicates import Sign
from habeas.extract.grammar.status import Mood
from habeas.extract.parse.base import Sentence
from habeas.values.claim import CountClaim


class Draft(NamedTuple):
    """A claim in the making; the statistical model judges it by its signs."""

    claim: CountClaim
    mention: Mention
    sentence: Sentence
    choice: Choice
    signs: tuple[Sign, ...]
    inherited: bool
    custody: bool
    mood: Mood
