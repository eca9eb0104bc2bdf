"""What is known before anything is solved: usable claims, groups, origins, and the days of undated documents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Final

from habeas.reconcile.prepared.continued import continuing
from habeas.reconcile.prepared.dating import Span, share_figures, spans
from habeas.reconcile.prepared.events import EventLink, tie_events
from habeas.reconcile.prepared.groups import POPULATION, Groups, with_lent_groups
from habeas.reconcile.prepared.hedged import with_hedges
from habeas.reconcile.prepared.joined import side_by_side
from habeas.reconcile.prepared.let_out import dated_before_releases
from habeas.reconcile.prepared.listed import Listed, lists_of
from habeas.reconcile.prepared.places import abroad, own_country
from habeas.reconcile.prepared.retold import retold, with_retold
from habeas.reconcile.prepared.sources import Speakers
from habeas.reconcile.prepared.statements import Case, Series, Statement, by_series, is_flow, statement_of
from habeas.reconcile.prepared.summands import parts_of_flows
from habeas.reconcile.prepared.told_apart import told_apart
from habeas.reconcile.prepared.validate import validate
from habeas.reconcile.prepared.windows import as_running_total, beginnings, window_of
from habeas.reconcile.prepared.years import unprinted_years
from habeas.values.case import CaseSettings
from habeas.values.claim import CountClaim
from habeas.values.document import DatingCue, Document
from habeas.values.history import LeftOut

_NO_DATE: Final = "neither it, nor its document, nor any other in the case has a date; give one document a date"
_ADRIFT: Final = (
    "nothing in its report, nor in the figures of another, says when the report was written; give the report a date"
)


@dataclass(frozen=True)
class Prepared:
    """A case ready to be solved.

    `adrift` are the claims left out because nothing dates their documents: they count nothing, but may be seen to be
    wrong. `lists` are the counts of groups of people held that make a whole together.
    """

    case: Case
    claims: tuple[CountClaim, ...]
    series: Mapping[Series, Sequence[Statement]]
    spans: Mapping[str, Span]
    links: Sequence[Sequence[EventLink]]
    printed: Mapping[str, date]
    left_out: tuple[LeftOut, ...]
    notes: tuple[str, ...]
    adrift: tuple[CountClaim, ...] = ()
    lists: tuple[Listed, ...] = ()

    @cached_property
    def by_id(self) -> dict[str, CountClaim]:
        """The claims in use, and those adrift, by their ids."""
        return {claim.id: claim for claim in (*self.claims, *self.adrift)}

    def shown(self, claim: str) -> str:
        """Return the name of a claim's source as a reader sees it."""
        return self.case.speakers.shown(self.by_id[claim])

    def undated(self, measure: str, group: str) -> tuple[CountClaim, ...]:
        """Return the figures of a measure and group that only reports give which nothing dates."""
        key = self.case.groups.key_of
        return tuple(c for c in self.adrift if c.measure == measure and c.status == "actual" and key(c) == group)


def prepare(
    claims: Sequence[CountClaim],
    documents: Sequence[Document],
    cues: Sequence[DatingCue],
    settings: CaseSettings,
    learned: Mapping[str, float] = MappingProxyType({}),
    undatable: frozenset[str] = frozenset(),
) -> Prepared:
    """Validate claims, name groups, trace copies, and narrow the days of undated documents by their cues.

    `learned` are the shares of wrong figures by source that a first solution found; what `undatable` documents count
    from their own day is left out.
    """
    usable, unused = validate(claims, settings)
    told = with_hedges(with_lent_groups(usable, claims))
    sifted = _Sifted([as_running_total(claim) for claim in told], unused)
    known = {document.id: document for document in documents}
    order = dict.fromkeys([*known, *(claim.doc for claim in sifted.usable)])
    printed = {doc: day for doc in order if doc in known and (day := known[doc].published) is not None}
    found = spans([doc for doc in order if doc not in printed], sifted.usable, documents, cues)
    share_figures(found or {}, sifted.usable, documents)
    links = tie_events(found or {}, cues, documents)
    country = own_country(documents, settings)
    lists = lists_of(sifted.usable, known, printed)
    sums = {part.id: each.whole for each in lists for part in each.parts}
    groups = Groups(sifted.usable, claims, settings, abroad(documents, settings), printed, country, sums)
    speakers = Speakers(sifted.usable, documents, settings, learned)
    latest, unprinted = _latest(sifted.usable, documents, found), unprinted_years(sifted.usable, known)
    case = Case(settings, known, groups, speakers, latest, unprinted, begun=beginnings(sifted.usable))
    if found is None:
        sifted.leave_out(LeftOut(claim=claim.id, why=_NO_DATE) for claim in sifted.usable)
    adrift = tuple(claim for claim in sifted.usable if claim.doc in undatable and _hangs(claim, case))
    sifted.leave_out(LeftOut(claim=claim.id, why=_ADRIFT) for claim in adrift)
    sifted.usable, recalled = dated_before_releases(sifted.usable, printed, groups.key_of)
    sifted.leave_out(told_apart(sifted.usable, printed, groups, settings.pinned))
    sums, beside = side_by_side(sifted.usable, known, groups)
    parts = {**beside, **parts_of_flows(sifted.usable, claims, groups)}
    running = continuing(sifted.usable, groups.key_of, case.begun, printed, parts)
    case = case._replace(parts=parts, sums=sums, continuing=running)
    statements, turned = _statements(sifted.usable, case)
    case = case._replace(retold=retold(statements, case.parts))
    return Prepared(
        case,
        tuple(sifted.usable),
        by_series(with_retold(statements, case.retold), groups),
        found or {},
        links,
        printed,
        (*sifted.left_out, *turned),
        (*_group_notes(sifted.usable, groups), *recalled),
        adrift,
        tuple(each for each in lists if all(part in sifted.usable for part in each.parts)),
    )


class _Sifted:
    """The claims in use, and those left out with the reason."""

    def __init__(self, usable: list[CountClaim], left_out: list[LeftOut]) -> None:
        self.usable, self.left_out = usable, left_out

    def leave_out(self, items: Iterable[LeftOut]) -> None:
        found = list(items)
        ids = {item.claim for item in found}
        self.usable = [claim for claim in self.usable if claim.id not in ids]
        self.left_out += found


def _hangs(claim: CountClaim, case: Case) -> bool:
    """Say whether the days of a claim are counted from its document's day of publication."""
    window = window_of(claim, case.published(claim.doc), case.latest)
    return window is not None and bool(window.docs)


def _statements(claims: Sequence[CountClaim], case: Case) -> tuple[list[Statement], list[LeftOut]]:
    """Return the claims of actual flows as statements, and those whose window begins after their document's date."""
    found: list[Statement] = []
    left: list[LeftOut] = []
    for claim in claims:
        statement = statement_of(claim, case) if is_flow(claim) and claim.status == "actual" else None
        if statement is None:
            continue
        window = statement.window
        first, last = window.reach
        if not window.docs and first > last:
            day = date.fromordinal(window.start.day)
            why = f"it tells as done what begins on {day}, after its document; check either date"
            left.append(LeftOut(claim=claim.id, why=why))
        else:
            found.append(statement)
    return found, left


def _latest(claims: Sequence[CountClaim], documents: Sequence[Document], found: Mapping[str, Span] | None) -> int:
    days = [d.published.toordinal() for d in documents if d.published]
    days += [claim.end_date.toordinal() for claim in claims if claim.end_date]
    days += [span.high for span in (found or {}).values()]
    return max(days, default=0)


def _group_notes(claims: Sequence[CountClaim], groups: Groups) -> list[str]:
    """Say which words were taken as one population, so that nothing is merged in silence."""
    same = sorted({claim.group for claim in claims if claim.group and groups.key_of(claim) == POPULATION})
    notes = []
    if len(same) > 1:
        quoted = ", ".join(f"“{group}”" for group in same)
        notes.append(f"counted as one population, {groups.label}: {quoted}; the case's settings can part them")
    apart = sorted({groups.key_of(claim) for claim in claims} - {POPULATION, ""})
    if apart:
        quoted = ", ".join(f"“{group}”" for group in apart)
        notes.append(f"kept apart, bounding the whole from below at most: {quoted}")
    return notes
