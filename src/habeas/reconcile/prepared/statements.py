"""Claims made ready for the solver: which series they bind, when, how, and how else they could be read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final, NamedTuple

from habeas.reconcile.prepared.groups import Groups, is_union
from habeas.reconcile.prepared.laws import Law, law_of
from habeas.reconcile.prepared.sources import Speakers, rejection_bits
from habeas.reconcile.prepared.waves import is_latest, is_more, is_size_of_each, waves_of
from habeas.reconcile.prepared.windows import Window, window_of
from habeas.values.case import CaseSettings
from habeas.values.claim import FLOWS, CountClaim
from habeas.values.document import Document

PINNED_BITS: Final = 1000.0  # for setting aside what a judgement pins: no history pays it


class Series(NamedTuple):
    """One flow of one group: what was done (`actual`) or what was announced (`planned`)."""

    measure: str
    group: str
    ledger: str


class Slip(NamedTuple):
    """An error a whole document makes once: all its dates of one year mean another."""

    doc: str
    year: int
    delta: int


@dataclass(frozen=True)
class Alternative:
    """One way to read a claim, with its price; `slip` ties it to its document's other claims."""

    kind: str
    bits: float
    window: Window
    law: Law
    from_: str = ""
    to: str = ""
    slip: Slip | None = None


@dataclass(frozen=True)
class Statement:
    """A claim of a flow, ready for the solver.

    `role` is `on` (one occasion), `total` (all flow in the window), `floor` (at least so much), `ceiling` (at most),
    `size` (each occasion in the window). `waves` occasions make up the total; no occasion follows a `latest`
    one until publication. `carried` marks what a narrower group's claim says of a wider one, `year_inferred` days of a
    year that its document does not print.
    """

    claim: CountClaim
    series: Series
    role: str
    window: Window
    law: Law
    origin: tuple[object, ...]
    reject_bits: float
    waves: int | None = None
    latest: bool = False
    published: int | None = None
    carried: bool = False
    year_inferred: bool = False

    @property
    def id(self) -> str:
        """The claim's id."""
        return self.claim.id


def means_one_occasion(statement: Statement, window: Window) -> bool:
    """Say whether a statement, read over a window, counts one occasion; a running total never does."""
    return statement.role == "on" and not window.open_start


class Case(NamedTuple):
    """What the stage knows of a case before it solves anything."""

    settings: CaseSettings
    documents: Mapping[str, Document]
    groups: Groups
    speakers: Speakers
    latest: int
    unprinted: frozenset[tuple[str, int]] = frozenset()
    parts: Mapping[str, CountClaim] = MappingProxyType({})
    sums: Mapping[str, CountClaim] = MappingProxyType({})
    begun: Mapping[str, int] = MappingProxyType({})
    retold: Mapping[str, tuple[int, int]] = MappingProxyType({})
    continuing: frozenset[str] = frozenset()

    def published(self, doc: str) -> date | None:
        """Return a document's printed day of publication, null where none is known."""
        document = self.documents.get(doc)
        return document.published if document else None


def statement_of(claim: CountClaim, case: Case) -> Statement | None:
    """Return a flow claim as a statement about its own series, null where it gives no hold at all.

    A count that its sentence joins to others stands for all of them.
    """
    claim = case.sums.get(claim.id, claim)
    # A part may be told of the day before its whole's: the whole's days hold both.
    dated = case.parts.get(claim.id, claim)
    window = window_of(dated, case.published(claim.doc), case.latest)
    if window is None:
        return None
    continues = claim.id in case.continuing
    if claim.when_kind == "since" or continues:
        window = window.begun(case.begun.get(claim.measure))
    document = case.documents.get(claim.doc)
    series = Series(claim.measure, case.groups.key_of(claim), "planned" if claim.status == "planned" else "actual")
    role = "floor" if claim.id in case.parts else "total" if continues else _role(claim)
    pinned = claim.id in case.settings.pinned
    origin = case.speakers.origin(claim, series.group)
    waves = waves_of(claim, document) if role == "total" else None
    return Statement(
        claim=claim,
        series=series,
        role=role,
        window=window,
        law=law_of(claim, floor=role == "floor", ceiling=role == "ceiling"),
        origin=(*origin, claim.id) if is_more(claim) else origin,
        reject_bits=PINNED_BITS if pinned else rejection_bits(claim, case.speakers.wrong(claim), role, waves or 0),
        waves=waves,
        latest=is_latest(claim, document),
        published=day.toordinal() if (day := case.published(claim.doc)) is not None else None,
        year_inferred=any((claim.doc, day.year) in case.unprinted for day in (claim.start_date, claim.end_date) if day),
    )


def _role(claim: CountClaim) -> str:
    if is_size_of_each(claim):
        return "size"
    if is_union(claim):
        return "ceiling"
    if claim.when_kind in {"on", "at"} and claim.high != 0:  # "none on Friday" is a sum: no occasion has nobody
        return "on"
    # A figure without any time bounds the flow up to its publication from below; its window is anyone's guess.
    timeless = claim.when_kind == "none" and claim.start_date is None and claim.start_offset is None
    return "floor" if timeless else "total"


def as_floor(statement: Statement, group: str) -> Statement:
    """Return what a claim of a narrower group says of a wider one: at least so many."""
    return Statement(
        claim=statement.claim,
        series=Series(statement.series.measure, group, statement.series.ledger),
        role="floor",
        window=statement.window,
        law=law_of(statement.claim, floor=True),
        origin=statement.origin,
        reject_bits=statement.reject_bits / 2,
        carried=True,
    )


def by_series(statements: Sequence[Statement], groups: Groups) -> dict[Series, list[Statement]]:
    """Sort statements into their series, each narrower group's also into its parent's as a floor."""
    series: dict[Series, list[Statement]] = defaultdict(list)
    for statement in statements:
        series[statement.series].append(statement)
        parent = groups.parent(statement.series.group)
        seen = {statement.series.group}
        while parent is not None and parent not in seen:
            if statement.role not in {"size", "ceiling"} and statement.claim.low:
                series[Series(statement.series.measure, parent, statement.series.ledger)].append(
                    as_floor(statement, parent)
                )
            seen.add(parent)
            parent = groups.parent(parent)
    return dict(series)


def is_flow(claim: CountClaim) -> bool:
    """Say whether a claim counts a flow."""
    return claim.measure in FLOWS
