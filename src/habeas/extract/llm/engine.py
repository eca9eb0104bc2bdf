"""The engine `llm`: parts of a text to the model, its records back, each kept only where the text bears it out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from habeas.errors import ItemError
from habeas.extract.engine import Found
from habeas.extract.gate import gate_of
from habeas.extract.llm.answer import Record, decode, question
from habeas.extract.llm.client import Client
from habeas.extract.llm.ground import Ungrounded, ground
from habeas.extract.llm.hostile import hostile_spans, masked
from habeas.extract.llm.options import LlmOptions, options_from
from habeas.extract.llm.parts import Part, parts_of
from habeas.extract.llm.witness import weighed
from habeas.values.claim import CountClaim
from habeas.values.document import Document
from habeas.values.record import Failure

VERSION: Final = 1


class LlmEngine:
    """Extracts claims of any language by a language model. Each document is asked about alone, part by part."""

    def __init__(self, options: LlmOptions) -> None:
        self._options = options
        self._client = Client(options)

    @property
    def name(self) -> str:
        """Name, version and model, as written into each claim."""
        return f"llm/{VERSION}:{self._options.model}"

    @property
    def spent(self) -> int:
        """Tokens asked and answered so far, as the server counts them."""
        return self._client.spent

    def claims_of(self, document: Document) -> Found:
        """Return the claims of one document that the text bears out, and what was dropped and why."""
        if self._options.gate and not self._may_carry(document):
            return Found(())
        hostile = hostile_spans(document.text)
        safe = masked(document.text, hostile)
        claims: list[CountClaim] = []
        dropped: Counter[str] = Counter()
        failures: list[Failure] = []
        taken: set[tuple[int, int | None, int | None, str]] = set()
        for part in parts_of(safe, self._options.part, self._options.overlap):
            try:
                records = self._records(part, document)
            except ItemError as problem:
                failures.append(Failure(where=document.id, what=problem.what, remedy=problem.remedy))
                continue
            for record in records:
                made = ground(record, part, document, taken, self.name) if record else Ungrounded("it is malformed")
                if isinstance(made, CountClaim):
                    claims.append(made)
                elif made.why != "repeats one already found":
                    dropped[made.why] += 1
        claims = weighed(document, claims)
        claims.sort(key=lambda claim: (claim.start, len(claim.quote), claim.measure))
        return Found(tuple(claims), (*failures, *_notes(document, dropped, len(hostile))))

    def claims_of_many(self, documents: Iterable[Document]) -> Iterator[tuple[Document, Found]]:
        """Yield each document with its claims, in order."""
        for document in documents:
            yield document, self.claims_of(document)

    def _records(self, part: Part, document: Document) -> list[Record | None]:
        published = str(document.published) if document.published else None
        title = document.title if document.title and not hostile_spans(document.title) else None
        return self._client.ask(question(part.text, published, title), document.id, decode)

    def _may_carry(self, document: Document) -> bool:
        gate = gate_of((document.lang or "en").split("-")[0].lower())
        return gate is None or gate.passes(document.text)


def engine_from_environment(environment: Mapping[str, str] | None = None) -> LlmEngine:
    """Return the engine that the variables HABEAS_LLM_* describe.

    Raises RunError where they name no model, and MissingExtraError where the client library is not installed.
    """
    return LlmEngine(options_from(environment))


def _notes(document: Document, dropped: Mapping[str, int], hostile: int) -> list[Failure]:
    """Return what was left out of the model's answers, counted by reason."""
    notes = [
        Failure(
            where=document.id,
            what=f"{count} of the model's claims dropped: {why}",
            remedy="none needed; they are not used",
        )
        for why, count in sorted(dropped.items())
    ]
    if hostile:
        what = f"{hostile} sentence(s) that talk to a language model were not sent to it"
        notes.append(Failure(where=document.id, what=what, remedy="look at the text: it may be meant to deceive"))
    return notes
