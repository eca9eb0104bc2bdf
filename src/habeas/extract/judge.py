"""The statistical judgement: whether a candidate is a claim, of which measure, and how likely that is right.

A conditional logit model (McFadden 1974): each outcome (no claim, or one of the measures) has a score that is linear
in its features, and the probabilities are the scores' softmax. The weights stand in `model/weights.json`;
`bench/train_claims.py` fits them.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from functools import lru_cache
from importlib import resources

import msgspec

from habeas.extract.grammar.measures.draft import Candidate, Decision, Draft, Features
from habeas.values.claim import CountClaim

# A measure that is less likely than this is a guess, however likely it is that there is some claim.
_LEAST = 0.3


class Judge:
    """Decides candidates by weights; a candidate is a claim where its best measure is likelier than `threshold`."""

    def __init__(self, weights: dict[str, float], threshold: float) -> None:
        self._weights = weights
        self._threshold = threshold

    def decide(self, candidate: Candidate) -> Decision:
        """Return the likeliest measure with its probability, or no measure where no claim is likelier."""
        shares = self.shares(candidate)
        measure = max(candidate.measures, key=lambda m: shares[m])
        claim = 1.0 - shares[""]
        if claim < self._threshold or shares[measure] < _LEAST:
            return Decision(None, shares[""])
        return Decision(measure, shares[measure])

    def shares(self, candidate: Candidate) -> dict[str, float]:
        """Return the probability of each measure, and of no claim under the key ""."""
        scores = {m: self._score(f) for m, f in candidate.measures.items()}
        scores[""] = self._score(candidate.against)
        top = max(scores.values())
        shares = {m: math.exp(s - top) for m, s in scores.items()}
        total = sum(shares.values())
        return {m: s / total for m, s in shares.items()}

    def _score(self, features: Features) -> float:
        return sum(self._weights.get(name, 0.0) * value for name, value in features.items())

    def claims(self, drafts: Sequence[Draft], decisions: Sequence[Decision], extractor: str) -> tuple[CountClaim, ...]:
        """Return the drafts as claims with extractor and confidence, in the order of the text."""
        return tuple(
            msgspec.structs.replace(
                d.claim, extractor=extractor, confidence=round(decisions[d.candidate].confidence, 4)
            )
            for d in drafts
        )


class RuleJudge(Judge):
    """Takes the measure that the signs alone give: what there is before any training."""

    def __init__(self) -> None:
        super().__init__({}, 0.5)

    def decide(self, candidate: Candidate) -> Decision:
        """Return the rules' measure."""
        return Decision(candidate.choice.measure if candidate.choice else None, 0.5)


@lru_cache(maxsize=8)
def load_judge(language: str) -> Judge:
    """Return the judge of a language: its own weights, else those of English (features know no words)."""
    folder = resources.files("habeas.extract").joinpath("model")
    for name in (f"weights.{language}.json", "weights.en.json"):
        file = folder.joinpath(name)
        if file.is_file():
            table = json.loads(file.read_text(encoding="utf-8"))
            return Judge(table["weights"], table["threshold"])
    return RuleJudge()
