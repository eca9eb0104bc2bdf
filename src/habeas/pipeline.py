"""The order of the stages: the only module in which they meet.

read -> extract -> reconcile -> publish. Each function takes and returns values; files are touched only by the
stages `read` and `publish`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from habeas import __version__
from habeas.extract.cues import dating_cues
from habeas.extract.options import ExtractOptions
from habeas.extract.step import extract
from habeas.publish.options import PublishOptions
from habeas.publish.step import publish
from habeas.read.step import read
from habeas.reconcile.options import ReconcileOptions
from habeas.reconcile.step import reconcile
from habeas.values.case import CaseSettings
from habeas.values.claim import CountClaim
from habeas.values.document import DatingCue, Document
from habeas.values.extraction import Extraction
from habeas.values.history import Ask, Reconciliation
from habeas.values.record import Failure, Record

Watch = Callable[[Iterable[Extraction]], Iterable[Extraction]]


class RunOptions(msgspec.Struct, frozen=True, kw_only=True):
    """The options of every stage of one run; the record of the run keeps them."""

    extract: ExtractOptions = ExtractOptions()
    reconcile: ReconcileOptions = ReconcileOptions()
    publish: PublishOptions = PublishOptions()


def read_documents(paths: Sequence[str | Path]) -> tuple[list[Document], list[Failure]]:
    """Read files and folders ("-" is standard input) and part the documents from what could not be read."""
    documents: list[Document] = []
    failures: list[Failure] = []
    for item in read(paths):
        if isinstance(item, Document):
            documents.append(item)
        else:
            failures.append(item)
    return documents, failures


def extract_documents(documents: Iterable[Document], options: ExtractOptions) -> Iterator[Extraction]:
    """Extract claims and dating cues of each document, in order."""
    return extract(documents, options)


def reconcile_claims(
    claims: Sequence[CountClaim],
    documents: Sequence[Document],
    settings: CaseSettings,
    asks: Sequence[Ask],
    options: ReconcileOptions,
) -> Reconciliation:
    """Reconcile claims that stand in files, with the dating cues that their documents' texts give."""
    cues = tuple(cue for document in documents for cue in dating_cues(document))
    return reconcile(claims, documents, cues, settings, asks, options)


def build_record(
    documents: Sequence[Document],
    failures: Sequence[Failure] = (),
    settings: CaseSettings | None = None,
    options: RunOptions | None = None,
    watch: Watch = iter,
) -> Record:
    """Extract and reconcile documents into a record; `watch` sees each extraction pass, for progress."""
    options = options or RunOptions()
    settings = settings or CaseSettings()
    extractions = list(watch(extract_documents(documents, options.extract)))
    claims = tuple(claim for extraction in extractions for claim in extraction.claims)
    cues: tuple[DatingCue, ...] = tuple(cue for extraction in extractions for cue in extraction.cues)
    return Record(
        settings=settings,
        documents=tuple(documents),
        claims=claims,
        cues=cues,
        reconciliation=reconcile(claims, documents, cues, settings, (), options.reconcile),
        failures=(*failures, *(failure for extraction in extractions for failure in extraction.failures)),
        version=__version__,
    )


def publish_record(record: Record, out: Path, options: PublishOptions) -> tuple[Path, ...]:
    """Write brief, site and data of a record to a folder."""
    return publish(record, out, options)
