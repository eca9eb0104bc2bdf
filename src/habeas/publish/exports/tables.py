"""Tables: claims, documents, occasions, counts and conflicts as CSV and Parquet."""

from __future__ import annotations

import csv
import importlib
import io
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, Final

import msgspec

from habeas.errors import MissingExtraError
from habeas.publish.evidence import Evidence
from habeas.publish.figures import by_day
from habeas.values.history import Lump, Occasion
from habeas.values.record import Record

Row = dict[str, Any]
# A cell that begins with one of these is a formula to a spreadsheet.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


def tables(record: Record) -> dict[str, list[Row]]:
    """Return the tables of a record by name, each a list of rows with the same columns; empty ones are left out."""
    evidence = Evidence(record)
    made: dict[str, Callable[[Record, Evidence], Iterator[Row]]] = {
        "claims": _claims,
        "documents": _documents,
        "occasions": _occasions,
        "counts": _counts,
        "readings": _readings,
    }
    found = {name: list(rows(record, evidence)) for name, rows in made.items()}
    return {name: rows for name, rows in found.items() if rows}


def csv_text(rows: list[Row]) -> str:
    """Return rows as CSV (RFC 4180, UTF-8), with cells that a spreadsheet would run as formulas defused."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(rows[0])
    writer.writerows([_cell(value) for value in row.values()] for row in rows)
    return out.getvalue()


def defused(text: str) -> str:
    """Return a cell's text with an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    return defused(value.isoformat() if isinstance(value, date) else str(value))


def parquet_bytes(rows: list[Row]) -> bytes:
    """Return rows as Parquet; the same rows give the same bytes. Raises MissingExtraError without pyarrow."""
    try:
        arrow: Any = importlib.import_module("pyarrow")
        parquet: Any = importlib.import_module("pyarrow.parquet")
    except ImportError as problem:
        raise MissingExtraError("Parquet export", "parquet") from problem
    sink = io.BytesIO()
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    parquet.write_table(arrow.table(columns), sink, compression="zstd")
    return sink.getvalue()


def _claims(_: Record, evidence: Evidence) -> Iterator[Row]:
    for claim in evidence.known(evidence.claims):
        row: Row = {name: getattr(claim, name) for name in claim.__struct_fields__}
        yield {
            "id": claim.id,
            "report": evidence.place_of.get(claim.doc),
            **{k: v for k, v in row.items() if k != "id"},
        }


def _documents(record: Record, evidence: Evidence) -> Iterator[Row]:
    for document in record.documents:
        published = evidence.published(document.id)
        entry = evidence.dated.get(document.id)
        yield {
            "report": evidence.place_of[document.id],
            "id": document.id,
            "title": evidence.title(document.id),
            "outlet": document.outlet,
            "address": document.url,
            "language": document.lang,
            "published_low": published.low,
            "published_best": published.best,
            "published_high": published.high,
            "inferred": evidence.inferred(document.id),
            "why": evidence.prose(entry.why) if entry else "",
            "licence": document.licence,
            "figures": len(evidence.by_document.get(document.id, [])),
        }


def _occasions(record: Record, evidence: Evidence) -> Iterator[Row]:
    for part in by_day(record):
        lump = isinstance(part, Lump)
        low, best, high = _days(part)
        yield {
            "measure": part.measure,
            "group": part.group,
            "kind": "not broken down" if lump else "occasion",
            "date_low": low,
            "date_best": best,
            "date_high": high,
            "low": part.size.low,
            "best": part.size.best,
            "high": part.size.high,
            "derivation": evidence.prose(part.derivation),
            "claims": " ".join(part.claims),
        }


def _days(part: Occasion | Lump) -> tuple[date | None, date | None, date | None]:
    if isinstance(part, Lump):
        return part.start, None, part.end
    return part.date.low, part.date.best, part.date.high


def _counts(record: Record, evidence: Evidence) -> Iterator[Row]:
    for stock in record.reconciliation.stocks:
        row = msgspec.structs.asdict(stock)
        yield {**row, "derivation": evidence.prose(stock.derivation), "claims": " ".join(stock.claims)}


def _readings(record: Record, evidence: Evidence) -> Iterator[Row]:
    for n, reading in enumerate(record.reconciliation.readings, 1):
        yield {
            "reading": n,
            "bits": reading.bits,
            "repaired": " ".join(item.claim for item in reading.repairs),
            "rejected": " ".join(reading.rejected),
            "explanation": evidence.prose(
                reading.explanation, (*(item.claim for item in reading.repairs), *reading.rejected)
            ),
        }
