"""Numbers on their way to claims: candidates with their signs, and drafts with every field."""

from __future__ import annotations

from typing import Final, NamedTuple

from habeas.extract.grammar.counts.counted import Mention
from habeas.extract.grammar.measures.measure import Choice
from habeas.extract.grammar.measures.signs import Sign
from habeas.extract.grammar.temporal.timed import Timed
from habeas.extract.parse.base import Sentence
from habeas.values.claim import CountClaim

Features = dict[str, float]

# How many sentences a list may lie behind the total that it breaks down.
LIST_REACH: Final = 6


class Candidate(NamedTuple):
    """A number that may be a claim, before it is decided whether it is and of which measure.

    `choice` is the measure that the signs alone give; `link` says how the number refers back to the candidate at
    index `antecedent` ("" where it stands on its own). `against` are the features that speak of no claim at all,
    `measures` those of each measure. `group` says who is counted where the text counts their names;
    `listed` that they are one of the groups of a list of prisoners.
    """

    mention: Mention
    sentence: Sentence
    timed: list[Timed]
    signs: tuple[Sign, ...]
    choice: Choice | None
    antecedent: int | None
    link: str
    against: Features
    measures: dict[str, Features]
    group: str = ""
    listed: bool = False


class Decision(NamedTuple):
    """What the statistical model makes of a candidate: a measure, or none, with its probability."""

    measure: str | None
    confidence: float


class Draft(NamedTuple):
    """A claim with every field but its confidence, and the candidate it comes from."""

    claim: CountClaim
    mention: Mention
    sentence: Sentence
    candidate: int
