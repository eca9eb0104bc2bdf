"""Erasure for good: documents, persons and what is kept beyond its time. The rows stay, empty, and the chain holds."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec

from habeas.errors import ItemError
from habeas.ledger.base import Ledger, moment_text
from habeas.ledger.entry import Entry
from habeas.ledger.write import Erasure, text_of
from habeas.values.case import RetentionRules
from habeas.values.judgement import Judgement

_READINGS: Final = frozenset({"extraction", "status_extraction"})
_PARTS: Final = frozenset({"claim", "cue", "status_claim", "list_entry"})
_NEVER: Final = frozenset({"ledger", "tombstone"})


class Overdue(msgspec.Struct, frozen=True, kw_only=True):
    """A document or a version of a list that is kept beyond its time: the number of its row, its name, since when."""

    number: int
    kind: str
    name: str
    recorded_at: str


def erase_document(ledger: Ledger, doc: str, who: str, reason: str) -> int:
    """Erase a document, all that was read in it, and the judgements on that; return how many rows were emptied.

    The rows stay, without content, so that the chain can still be verified. Raises ItemError where the ledger holds
    no document of this id.
    """
    rows = list(ledger.entries())
    documents = {row.number for row in rows if row.kind == "document" and row.body and _name(row) == doc}
    if not documents:
        raise ItemError(
            doc, "no document of this id in the case", "see the ids with: habeas export CASE --what documents"
        )
    return erase_rows(ledger, with_parts(rows, documents), who, reason)


def erase_rows(ledger: Ledger, numbers: Collection[int], who: str, reason: str) -> int:
    """Erase the content of rows by their numbers, with a tombstone each; return how many were emptied."""
    return len(ledger.erase(sorted(numbers), text_of(Erasure(who=who, reason=reason))))


def with_parts(rows: Sequence[Entry], numbers: Collection[int]) -> set[int]:
    """Return rows with all that belongs to them: readings of documents, claims, entries of lists, judgements on claims.

    Rows whose content is gone already are left out.
    """
    wanted = set(numbers)
    wanted |= {row.number for row in rows if row.kind in _READINGS and row.target in wanted}
    parts = [row for row in rows if row.kind in _PARTS and (row.target in wanted or row.number in wanted)]
    wanted |= {row.number for row in parts}
    claims = {_name(row) for row in parts if row.kind in {"claim", "status_claim"} and row.body}
    for row in rows:
        if row.kind == "judgement" and row.body and claims:
            judgement = msgspec.json.decode(row.body, type=Judgement)
            if {judgement.target, judgement.other} & claims:
                wanted.add(row.number)
    filled = {row.number for row in rows if row.body is not None}
    return wanted & filled


def rows_that_say(rows: Sequence[Entry], says: Callable[[str], bool]) -> set[int]:
    """Return the numbers of the rows in whose content some text `says` so, the ledger's own rows left out."""
    return {
        row.number
        for row in rows
        if row.kind not in _NEVER and row.body is not None and any(map(says, _texts(msgspec.json.decode(row.body))))
    }


def overdue(ledger: Ledger, rules: RetentionRules, now: datetime) -> list[Overdue]:
    """Return the documents and lists that the rules keep no longer, in the order in which they were added."""
    limits = {"document": rules.documents_days, "list": rules.lists_days}
    found = []
    for row in ledger.entries():
        days = limits.get(row.kind)
        if days is not None and row.body is not None and row.recorded_at < moment_text(now - timedelta(days=days)):
            found.append(Overdue(number=row.number, kind=row.kind, name=_name(row), recorded_at=row.recorded_at))
    return found


def purge(ledger: Ledger, found: Sequence[Overdue], who: str, reason: str) -> int:
    """Erase what is overdue with all that belongs to it; return how many rows were emptied."""
    rows = list(ledger.entries())
    return erase_rows(ledger, with_parts(rows, {item.number for item in found}), who, reason)


def _texts(value: Any) -> Iterator[str]:
    """Yield every text in a JSON value, keys of tables included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)


def _name(row: Entry) -> str:
    """Return the id of a document or claim, or the name of a list."""
    body = msgspec.json.decode(row.body or "{}")
    return str(body.get("id") or body.get("name") or row.key[:16])
