"""The brief: one page that a monitor can send on, every number with its numbered sentences."""

from __future__ import annotations

import msgspec

from habeas.publish import sections
from habeas.publish.announced import announced
from habeas.publish.blocks import Block, Brief, Note, Paragraph
from habeas.publish.changes import Change
from habeas.publish.evidence import Citation, Citations, Evidence
from habeas.publish.limits import Limits
from habeas.publish.markdown import markdown
from habeas.publish.redact import redact
from habeas.publish.story import Story
from habeas.publish.wording import capital
from habeas.values.record import Record

_SECTIONS = (sections.occasions, announced, sections.disagreements, sections.speakers, sections.unknown)


def brief(
    record: Record,
    *,
    title: str = "",
    draft: bool = False,
    changes: tuple[Change, ...] | None = None,
    limits: Limits = Limits(),  # noqa: B008 - frozen
) -> Brief:
    """Compose the brief of a record; `changes` are those since the last brief, null where there is none."""
    record = msgspec.structs.replace(record, claims=tuple(claim.with_id() for claim in record.claims))
    evidence = Evidence(record)
    cite = Citations(evidence, limit=limits.cites)
    story = Story(record, cite)
    blocks: list[Block] = [Paragraph(tuple(story.lead()))]
    blocks += sections.changed(story, changes, limits) if changes is not None else []
    for section in _SECTIONS:
        blocks += section(story, record, limits)
    return Brief(
        title=title or story.title(),
        standfirst=story.standfirst(),
        blocks=tuple(blocks),
        notes=tuple(note(evidence, item) for item in cite.items),
        draft=draft,
    )


def brief_markdown(record: Record, *, title: str = "", draft: bool = False, profile: str = "strict") -> str:
    """Return the brief as Markdown (CommonMark with pipe tables), with names withheld as `profile` says."""
    return markdown(brief(redact(record, profile), title=title, draft=draft))


def note(evidence: Evidence, item: Citation) -> Note:
    """Return a citation ready to be set: the sentence, and the report that carries it."""
    document = evidence.documents.get(item.document)
    where = (
        f"{capital(evidence.name(item.document))}, {evidence.title(item.document)}; {evidence.byline(item.document)}"
    )
    return Note(
        number=item.number,
        pieces=item.passage.pieces,
        where=where,
        address=evidence.address(item.document),
        doc=item.document,
        claim=item.claim.id,
        lang=(document.lang or "") if document else "",
    )
