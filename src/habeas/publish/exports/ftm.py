"""FollowTheMoney entities: what reports assert, as Documents, Events and Mentions with their provenance.

Needs the package followthemoney (extra `ftm`), which pulls in PyICU and so a compiler; everything else works without.
"""

from __future__ import annotations

import importlib
from typing import Any

import msgspec

from habeas.errors import MissingExtraError
from habeas.publish import labels
from habeas.publish.evidence import Evidence
from habeas.publish.figures import by_day
from habeas.publish.wording import capital, people
from habeas.values.history import Lump, Occasion
from habeas.values.record import Record


def entity_lines(record: Record) -> bytes:
    """Return the record as FollowTheMoney entities, one JSON object a line, each validated by followthemoney.

    Reports become Article, occasions Event with the reports as proof, public persons Person. Raises
    MissingExtraError where followthemoney is not installed.
    """
    try:
        model: Any = importlib.import_module("followthemoney").model
    except ImportError as problem:
        raise MissingExtraError("FollowTheMoney export", "ftm") from problem
    evidence = Evidence(record)
    entities = [_article(model, evidence, document.id) for document in record.documents]
    entities += [_event(model, evidence, part) for part in by_day(record)]
    entities += [_person(model, person.name) for person in record.persons if person.public]
    return b"".join(msgspec.json.encode(entity.to_dict(), order="sorted") + b"\n" for entity in entities)


def _article(model: Any, evidence: Evidence, doc: str) -> Any:
    document = evidence.documents[doc]
    entity = model.make_entity("Article")
    entity.make_id("report", document.identity)
    entity.add("title", evidence.title(doc))
    entity.add("sourceUrl", document.url)
    entity.add("publisher", document.outlet)
    published = evidence.published(doc)
    if published.low and published.low == published.high:
        entity.add("publishedAt", published.low.isoformat())
    entity.add("summary", [evidence.passage(claim).text for claim in evidence.by_document.get(doc, [])])
    return entity


def _event(model: Any, evidence: Evidence, part: Occasion | Lump) -> Any:
    entity = model.make_entity("Event")
    start, end = (part.start, part.end) if isinstance(part, Lump) else (part.date.low, part.date.high)
    entity.make_id("occasion", part.measure, part.group, str(start), str(end), str(part.size.best))
    verb, group = labels.measure(part.measure).verb, labels.group(part.group)
    entity.add("name", f"{capital(people(part.size, group))} {verb}")
    entity.add("summary", evidence.prose(part.derivation))
    entity.add("startDate", start.isoformat() if start else None)
    entity.add("endDate", end.isoformat() if end else None)
    for claim in evidence.known(part.claims):
        if claim.doc in evidence.documents:
            proof = model.make_entity("Article")
            proof.make_id("report", evidence.documents[claim.doc].identity)
            entity.add("proof", proof.id)
    return entity


def _person(model: Any, name: str) -> Any:
    entity = model.make_entity("Person")
    entity.make_id("person", name)
    entity.add("name", name)
    return entity
