"""Linked data: schema.org ClaimReview and Dataset, and the RO-Crate description of a package."""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec

from habeas.publish.evidence import Evidence
from habeas.publish.figures import pairs, total
from habeas.publish.wording import count, over, people
from habeas.values.claim import CountClaim
from habeas.values.record import Record

Node = dict[str, Any]


def claim_reviews(record: Record) -> bytes:
    """Return a schema.org graph: one ClaimReview for every claim that the best reading repairs or sets aside.

    Claims that fit as printed are no findings of a fact check and get none.
    """
    evidence = Evidence(record)
    readings = record.reconciliation.readings
    found: list[tuple[CountClaim, str, str]] = []
    if readings:
        for item in readings[0].repairs:
            found += [
                (claim, "Misprint", evidence.prose(item.explanation, [item.claim]))
                for claim in evidence.known([item.claim])
            ]
        found += [(claim, "Does not fit", "") for claim in evidence.known(readings[0].rejected)]
    graph = [_review(record, evidence, *entry) for entry in found]
    return _json({"@context": "https://schema.org", "@graph": graph})


def _review(record: Record, evidence: Evidence, claim: CountClaim, verdict: str, why: str) -> Node:
    appearance: Node = {"@type": "CreativeWork", "name": evidence.title(claim.doc)}
    if evidence.address(claim.doc):
        appearance["url"] = evidence.address(claim.doc)
    review: Node = {
        "@type": "ClaimReview",
        "@id": f"#claim-{claim.id}",
        "claimReviewed": evidence.passage(claim).text,
        "itemReviewed": {
            "@type": "Claim",
            "author": {"@type": "Organization", "name": evidence.asserted_by(claim)},
            "appearance": appearance,
        },
        "author": {"@type": "Organization", "name": record.settings.name or "Habeas record"},
        "reviewRating": {"@type": "Rating", "alternateName": verdict},
    }
    return {**review, "reviewBody": why} if why else review


def dataset(record: Record, files: dict[str, bytes]) -> bytes:
    """Return a schema.org Dataset with its files, sizes and checksums."""
    return _json({"@context": "https://schema.org", **_dataset(record), "distribution": _files(files)})


def _dataset(record: Record) -> Node:
    made: Node = {
        "@type": "Dataset",
        "name": record.settings.name or "Habeas record",
        "description": description(record),
        "creator": {"@type": "SoftwareApplication", "name": "Habeas", "softwareVersion": record.version},
    }
    return {**made, "dateModified": record.as_of.isoformat()} if record.as_of else made


def description(record: Record) -> str:
    """Return one line on what the record holds, its main totals included."""
    parts = [f"{count(len(record.documents), 'report')} and {count(len(record.claims), 'figure')}, reconciled"]
    for measure, group in pairs(record)[:2]:
        flow = total(record, measure, group)
        if flow is not None:
            parts.append(f"{people(flow)} {measure} {over(flow.start, flow.end)}")
    return "; ".join(parts) + "."


def _files(files: dict[str, bytes]) -> list[Node]:
    return [
        {
            "@type": "DataDownload",
            "name": name,
            "contentUrl": name,
            "encodingFormat": media_type(name),
            "contentSize": len(data),
            "sha256": hashlib.sha256(data).hexdigest(),
        }
        for name, data in sorted(files.items())
    ]


def media_type(name: str) -> str:
    """Return the media type of a file by its ending."""
    kinds = {
        "csv": "text/csv",
        "json": "application/json",
        "jsonl": "application/jsonl",
        "jsonld": "application/ld+json",
        "md": "text/markdown",
        "html": "text/html",
        "css": "text/css",
        "js": "text/javascript",
        "svg": "image/svg+xml",
        "pdf": "application/pdf",
        "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "parquet": "application/vnd.apache.parquet",
        "xml": "application/atom+xml",
        "zip": "application/zip",
    }
    return kinds.get(name.rpartition(".")[2], "application/octet-stream")


def ro_crate(record: Record, files: dict[str, bytes]) -> bytes:
    """Return the metadata file of an RO-Crate 1.1 package: every file with its checksum, and where it comes from.

    A crate asks for a date of publication; a record is a function of its input, so this is the record's own moment,
    or the latest day on which one of its reports was published.
    """
    evidence = Evidence(record)
    known = [day for document in record.documents if (day := evidence.published(document.id).high) is not None]
    day = record.as_of or max(known, default=None)
    root: Node = {
        **_dataset(record),
        "@id": "./",
        "datePublished": day.isoformat() if day else "1970-01-01",
        "license": "Facts; quoted sentences remain their publishers'.",
        "hasPart": [{"@id": name} for name in sorted(files)],
        "mentions": [{"@id": f"#report-{n}"} for n in range(1, len(record.documents) + 1)],
    }
    about: Node = {
        "@id": "ro-crate-metadata.json",
        "@type": "CreativeWork",
        "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
        "about": {"@id": "./"},
    }
    parts = [
        {
            "@id": name,
            "@type": "File",
            "encodingFormat": media_type(name),
            "contentSize": str(len(data)),
            "sha256": hashlib.sha256(data).hexdigest(),
        }
        for name, data in sorted(files.items())
    ]
    graph = [about, root, *parts, *_made(record, sorted(files)), *_reports(evidence)]
    return _json({"@context": "https://w3id.org/ro/crate/1.1/context", "@graph": graph})


def _made(record: Record, names: list[str]) -> list[Node]:
    """Return what made the files of what: the provenance of a crate (CreateAction is prov:Activity there)."""
    action: Node = {
        "@id": "#publication",
        "@type": "CreateAction",
        "name": "Read, reconciled and published",
        "instrument": {"@id": "#habeas"},
        "object": [{"@id": f"#report-{n}"} for n in range(1, len(record.documents) + 1)],
        "result": [{"@id": name} for name in names],
    }
    program = {
        "@id": "#habeas",
        "@type": "SoftwareApplication",
        "name": "Habeas",
        "version": record.version or "unknown",
    }
    return [action, program]


def _reports(evidence: Evidence) -> list[Node]:
    found = []
    for n, document in enumerate(evidence.record.documents, 1):
        node: Node = {"@id": f"#report-{n}", "@type": "CreativeWork", "name": evidence.title(document.id)}
        if evidence.address(document.id):
            node["url"] = evidence.address(document.id)
        if document.outlet:
            node["publisher"] = document.outlet
        published = evidence.published(document.id)
        if published.low and published.low == published.high:
            node["datePublished"] = published.low.isoformat()
        found.append(node)
    return found


def _json(value: Node) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n"
