"""The stage's entry: documents in, their claims, dating cues and failures out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

import msgspec

from habeas.errors import HabeasError, RunError
from habeas.extract.cues import dating_cues
from habeas.extract.dating.printed import metadata_cues
from habeas.extract.engine import Engine, Found
from habeas.extract.gate import gate_of
from habeas.extract.lexicon import languages
from habeas.extract.options import ENGINES, ExtractOptions
from habeas.extract.parse.registry import parser_for
from habeas.extract.rules import RulesEngine
from habeas.values.document import DatingCue, Document
from habeas.values.extraction import Extraction
from habeas.values.record import Failure

_DEFAULT_LANGUAGE: Final = "en"


def extract(documents: Iterable[Document], options: ExtractOptions = ExtractOptions()) -> Iterator[Extraction]:  # noqa: B008 - frozen
    """Yield the extraction of each document, in order; what fails in one document never stops the rest.

    Raises RunError where the engine is unknown or cannot run at all.
    """
    if options.engine not in ENGINES:
        raise RunError(f"engine {options.engine!r}", "is unknown", f"use one of: {', '.join(ENGINES)}")
    engines = _Engines(options)
    stream = iter(documents)
    while batch := list(islice(stream, options.batch)):
        yield from engines.extractions(batch)


class _Engines:
    """The engines of a run, made on first use: one set of rules a language, and the model."""

    def __init__(self, options: ExtractOptions) -> None:
        self._options = options
        self._rules: dict[str, Engine] = {}
        self._llm = self._model() if options.engine in {"llm", "both"} else None

    def _model(self) -> Engine:
        from habeas.extract.llm import engine_from_environment

        return engine_from_environment()

    def extractions(self, batch: list[Document]) -> Iterator[Extraction]:
        found = self._by_rules(batch) if self._options.engine != "llm" else [Found(()) for _ in batch]
        for document, by_rules in zip(batch, found, strict=True):
            result = by_rules
            if self._llm is not None:
                by_model = _guarded(self._llm, document)
                result = self._merged(document, by_rules, by_model)
            yield self._finished(document, result)

    def _by_rules(self, batch: list[Document]) -> list[Found]:
        out: list[Found] = [Found(()) for _ in batch]
        by_language: dict[str, list[int]] = {}
        for n, document in enumerate(batch):
            by_language.setdefault(_language(document), []).append(n)
        for language, places in sorted(by_language.items()):
            if language not in languages():
                for n in places:
                    out[n] = Found((), (_no_language(batch[n], language),))
                continue
            for n, found in zip(places, self._read(language, [batch[n] for n in places]), strict=True):
                out[n] = found
        return out

    def _read(self, language: str, documents: list[Document]) -> list[Found]:
        if language not in self._rules:
            self._rules[language] = RulesEngine(language, parser_for(language), batch=self._options.batch)
        engine = self._rules[language]
        try:
            return [found for _, found in engine.claims_of_many(documents)]
        except Exception:  # noqa: BLE001 - one bad document must not take the batch with it: each is tried alone
            return [_guarded(engine, document) for document in documents]

    def _merged(self, document: Document, by_rules: Found, by_model: Found) -> Found:
        if self._options.engine == "llm":
            return by_model
        from habeas.extract.llm import merge

        return merge(document, by_rules, by_model)

    def _finished(self, document: Document, found: Found) -> Extraction:
        claims = tuple(
            msgspec.structs.replace(claim, outlet_source=document.outlet).with_id()
            for claim in found.claims
            if claim.confidence >= self._options.min_confidence
        )
        if len(claims) < len(found.claims):
            claims = _renumbered(found, self._options.min_confidence, claims)
        return Extraction(doc=document.id, claims=claims, cues=_cues(document), failures=found.failures)


def _renumbered(found: Found, floor: float, claims: tuple) -> tuple:  # type: ignore[type-arg]
    """Make indices point into what is left after claims of low confidence are dropped."""
    kept = [n for n, claim in enumerate(found.claims) if claim.confidence >= floor]
    place = {old: new for new, old in enumerate(kept)}
    return tuple(
        msgspec.structs.replace(
            claim,
            subset_of=place.get(claim.subset_of) if claim.subset_of is not None else None,
            repeats=place.get(claim.repeats) if claim.repeats is not None else None,
        )
        for claim in claims
    )


def _language(document: Document) -> str:
    return (document.lang or _DEFAULT_LANGUAGE).split("-")[0].lower()


def _no_language(document: Document, language: str) -> Failure:
    return Failure(
        where=document.id,
        what=f"no claims read: there is no lexicon for the language {language!r}",
        remedy=f"the engine `rules` reads {', '.join(sorted(languages()))}; `--engine llm` reads any language",
    )


def _guarded(engine: Engine, document: Document) -> Found:
    """Return the claims of one document, or the failure that it met."""
    try:
        return engine.claims_of(document)
    except HabeasError as problem:
        return Found((), (Failure(where=document.id, what=problem.what, remedy=problem.remedy),))
    except Exception as problem:  # noqa: BLE001 - a parser may fail on any text; the rest of the run goes on
        what = f"could not be read for claims ({type(problem).__name__}: {problem})"
        return Found((), (Failure(where=document.id, what=what, remedy="leave the document out or shorten it"),))


def _cues(document: Document) -> tuple[DatingCue, ...]:
    """Return the dating cues of a text that may carry a claim, and the stored date alone of any other.

    Most of a crawl is irrelevant, and a text without figures dates nothing in the case.
    """
    gate = gate_of(_language(document))
    if gate is None or gate.passes(document.text):
        return dating_cues(document)
    return tuple(metadata_cues(document))
