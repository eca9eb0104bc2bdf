"""What every page draws on: the record, its evidence, and where things stand on the site."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from habeas.publish.blocks import Block, Note, Said
from habeas.publish.brief import note
from habeas.publish.changes import Change
from habeas.publish.charts.gallery import gallery
from habeas.publish.evidence import Citations, Evidence
from habeas.publish.options import PublishOptions
from habeas.publish.story import Story
from habeas.values.record import Record


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """One page: its path below the site's folder, its template, and what the template is filled with.

    The charts stand behind the first `charts_at` blocks.
    """

    path: str
    heading: str
    title: str = ""
    template: str = "page.html"
    section: str = ""
    summary: str = ""
    standfirst: str = ""
    lead: tuple[Said, ...] = ()
    blocks: tuple[Block, ...] = ()
    notes: tuple[Note, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    charts: tuple[str, ...] = ()
    charts_at: int = 0
    more: dict[str, Any] = {}

    @property
    def root(self) -> str:
        """The relative path from this page to the site's folder."""
        return "../" * self.path.count("/")


class Book:
    """One record with its lookups, shared by all pages of a site; a page takes its own numbering of citations."""

    def __init__(
        self,
        record: Record,
        options: PublishOptions,
        files: dict[str, bytes] | None = None,
        changes: tuple[Change, ...] | None = None,
    ) -> None:
        self.record, self.options = record, options
        self.files, self.changes = files or {}, changes
        self.evidence = Evidence(record)
        self.charts = gallery(record, self.evidence, self.states()) if options.charts else {}
        self._paths = {document.id: f"documents/{n}.html" for n, document in enumerate(record.documents, 1)}

    def story(self, limit: int = 6) -> Story:
        """Return the sentences of this record with a fresh numbering of citations."""
        return Story(self.record, Citations(self.evidence, limit=limit))

    def document_path(self, doc: str) -> str:
        """Return the page of a document, empty where the record does not hold it."""
        return self._paths.get(doc, "")

    def claim_path(self, claim: str) -> str:
        """Return the place of a claim on its document's page."""
        found = self.evidence.claims.get(claim)
        page = self.document_path(found.doc) if found else ""
        return f"{page}#m{claim}" if page else ""

    def notes(self, cite: Citations) -> tuple[Note, ...]:
        """Return a page's citations, each leading to its place in the document."""
        made = (note(self.evidence, item) for item in cite.items)
        return tuple(msgspec.structs.replace(item, page=self.claim_path(item.claim)) for item in made)

    def states(self) -> dict[str, tuple[str, str]]:
        """Return what became of claims: id -> (kept, repaired, set aside or left out; why)."""
        found: dict[str, tuple[str, str]] = {}
        for item in self.record.reconciliation.left_out:
            found[item.claim] = ("left out", self.evidence.prose(item.why))
        if self.record.reconciliation.readings:
            best = self.record.reconciliation.readings[0]
            found.update((claim, ("set aside", "it cannot be fitted to the others")) for claim in best.rejected)
            found.update((r.claim, ("read differently", f"{r.from_} read as {r.to}")) for r in best.repairs)
        return found


def chunks(items: Iterable[Any], size: int) -> list[list[Any]]:
    """Cut a sequence into lists of `size`; an empty sequence gives one empty list, so that a page stands."""
    rows = list(items)
    return [rows[n : n + size] for n in range(0, len(rows), size)] or [[]]
