"""The order of the stages: documents to a record that can be published.

read -> extract -> reconcile -> analyse -> publish. Each function takes and returns values; files are touched only by
the stages `read` and `publish`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from habeas import __version__
from habeas.analyse.options import AnalyseOptions
from habeas.analyse.step import analyse, shown
from habeas.extract.cues import dating_cues
from habeas.extract.options import ExtractOptions
from habeas.extract.people.step import status_claims
from habeas.extract.people.undated import dated_claims
from habeas.pipeline.documents import extract_documents
from habeas.publish.options import PublishOptions
from habeas.publish.step import publish
from habeas.reconcile.options import ReconcileOptions
from habeas.reconcile.step import reconcile
from habeas.resolve.persons.step import others_of, people_of
from habeas.run.base import Runner
from habeas.run.local import LocalRunner
from habeas.values.case import CaseSettings
from habeas.values.claim import CountClaim
from habeas.values.document import DatingCue, Document
from habeas.values.extraction import Extraction, StatusExtraction
from habeas.values.history import Ask, Reconciliation
from habeas.values.judgement import Judgement
from habeas.values.record import Failure, Record
from habeas.values.roster import HeldList
from habeas.values.status_claim import StatusClaim

Watch = Callable[[Iterable[Extraction]], Iterable[Extraction]]


class RunOptions(msgspec.Struct, frozen=True, kw_only=True):
    """The options of every stage of one run; the record of the run keeps them."""

    extract: ExtractOptions = ExtractOptions()
    reconcile: ReconcileOptions = ReconcileOptions()
    analyse: AnalyseOptions = AnalyseOptions()
    publish: PublishOptions = PublishOptions()


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What documents tell of persons: their status, the ids of documents not read for that, names without a status.

    `officials` are the names of those who hold an office, `things` names that a document calls a body's or a place's.
    """

    claims: tuple[StatusClaim, ...] = ()
    unread: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    officials: tuple[str, ...] = ()
    things: tuple[str, ...] = ()


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
    runner: Runner | None = None,
) -> Record:
    """Extract and reconcile documents into a record; `watch` sees each extraction pass, for progress."""
    options = options or RunOptions()
    settings = settings or CaseSettings()
    extractions = list(watch(extract_documents(documents, options.extract, runner)))
    claims = tuple(claim for extraction in extractions for claim in extraction.claims)
    cues: tuple[DatingCue, ...] = tuple(cue for extraction in extractions for cue in extraction.cues)
    record = Record(
        settings=settings,
        documents=tuple(documents),
        claims=claims,
        cues=cues,
        reconciliation=reconcile(claims, documents, cues, settings, (), options.reconcile),
        failures=(*failures, *(failure for extraction in extractions for failure in extraction.failures)),
        version=__version__,
    )
    return with_persons(record, told_of(read_persons(documents, runner)), options=options)


def read_persons(documents: Iterable[Document], runner: Runner | None = None) -> Iterator[StatusExtraction]:
    """Read what each document says of named persons, in order; `runner` says where (default: this process)."""
    return (runner or LocalRunner()).map(status_claims, documents)


def told_of(read: Iterable[StatusExtraction]) -> Told:
    """Return what documents tell of persons, as they were read."""
    found = list(read)
    return Told(
        claims=tuple(claim for one in found for claim in one.claims),
        unread=tuple(one.doc for one in found if one.failures),
        others=tuple(name for one in found for name in one.others),
        officials=tuple(name for one in found for name in one.officials),
        things=tuple(name for one in found for name in one.things),
    )


def with_persons(
    record: Record,
    told: Told,
    lists: Sequence[HeldList] = (),
    judgements: Sequence[Judgement] = (),
    options: RunOptions | None = None,
) -> Record:
    """Return a record with the persons of status claims, and what their register tells beside the counts.

    Documents without a date are read again for persons, once reconciliation has dated them.
    """
    asked = (options or RunOptions()).analyse
    history = record.reconciliation
    published = {document.id: document.published for document in history.documents}
    dated = dated_claims(told.claims, record.documents, published)
    people = people_of(dated, lists, judgements, published)
    custody = analyse(people.register, people.claims, record.claims, history, asked)
    return msgspec.structs.replace(
        record,
        persons=people.persons,
        register=people.register.persons,
        status_claims=dated,
        names_unread=told.unread,
        others=others_of(told.others, told.officials, told.things, people, judgements),
        custody=custody,
        custody_shown=shown(custody, people.public, people.claims, record.claims, history, asked),
    )


def publish_record(record: Record, out: Path, options: PublishOptions) -> tuple[Path, ...]:
    """Write brief, site and data of a record to a folder."""
    return publish(record, out, options)
