"""Documents in the making: sentences with their claims, and what the writer meant by each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from habeas.values.claim import CountClaim
from habeas.values.document import DatingCue, Document
from simulate.rng import pick
from simulate.talk import Spoken, When

VERBS = {
    "freed": ("were freed", "were released", "walked free"),
    "detained": ("were detained", "were arrested", "were taken into custody"),
    "died": ("died in custody",),
    "held": ("were held", "remained behind bars", "were in custody"),
    "expelled": ("were put over the border",),
}


@dataclass(frozen=True)
class Said:
    """One figure as a writer puts it; `slip` names the error made in putting it, `teller` who told it first."""

    spoken: Spoken
    when: When
    measure: str
    words: str
    definition: str
    source: str
    meant: int
    status: str = "actual"
    subset_of: int | None = None
    occasions: int | None = None
    slip: str | None = None
    was: str = ""
    teller: str = ""


@dataclass(frozen=True)
class Told:
    """A finished claim with what its writer meant: kept for scoring, never shown to a method under test."""

    claim: CountClaim
    said: Said
    published: date


class Draft:
    """A document being written by one outlet on one day."""

    def __init__(self, name: str, outlet: str, published: date, *, dated: bool) -> None:
        self.name, self.outlet, self.published, self.dated = name, outlet, published, dated
        self.said: list[Said] = []
        self.cues: list[DatingCue] = []
        self._sentences: list[str] = []
        self._claims: list[CountClaim] = []

    def add(self, said: Said, rng: np.random.Generator) -> int:
        """Write one sentence with its claim; return the claim's index in the document."""
        said = said if said.teller else replace(said, teller=f"{self.name}#{len(self.said)}")
        quote = f"{said.spoken.text} {said.words}"
        lead = "" if said.source == "document" else f"{said.source} said that "
        verb = pick(rng, VERBS[said.measure])
        verb = f"would be {verb.split(' ', 1)[1]}" if said.status == "planned" and verb.startswith("were") else verb
        sentence = " ".join(part for part in (f"{lead}{quote} {verb}", said.when.text) if part) + "."
        waves = f" They came out in {said.occasions} groups." if said.occasions else ""
        start = sum(len(each) + 1 for each in self._sentences) + len(lead)
        self._sentences.append(sentence[0].upper() + sentence[1:] + waves)
        self.said.append(said)
        self._claims.append(self._claim(said, self._sentences[-1][len(lead) : len(lead) + len(quote)], start))
        return len(self.said) - 1

    def _claim(self, said: Said, quote: str, start: int) -> CountClaim:
        return CountClaim(
            doc=self.name, quote=quote, start=start, low=said.spoken.low, high=said.spoken.high,
            approx=said.spoken.approx, measure=said.measure, group=said.words, subset_of=said.subset_of,
            when_kind=said.when.kind, start_date=said.when.start, end_date=said.when.end,
            start_offset=said.when.start_offset, end_offset=said.when.end_offset, weekday=said.when.weekday,
            occasions=said.occasions, status=said.status, source=said.source, outlet_source=self.outlet,
            extractor="simulated",
        ).with_id()  # fmt: skip

    def finish(self) -> tuple[Document, tuple[Told, ...], tuple[DatingCue, ...]]:
        """Return the document as a reader has it, its claims with what was meant, and its cues."""
        document = Document(
            id=self.name, text=" ".join(self._sentences), outlet=self.outlet, lang="en",
            published=self.published if self.dated else None,
        )  # fmt: skip
        told = tuple(Told(claim, said, self.published) for claim, said in zip(self._claims, self.said, strict=True))
        return document, told, tuple(self.cues)
