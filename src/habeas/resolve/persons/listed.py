"""Persons of lists: each row becomes an entry of the register, its dates and terms what the list says of the person."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Final

from habeas.values.register import PersonEntry
from habeas.values.roster import HeldList, RosterEntry
from habeas.values.status_claim import StatusClaim

LIST: Final = "list:"
_ROLES: Final = ("detained", "charged", "convicted", "freed", "died")


def list_doc(name: str) -> str:
    """Return what stands for a list where a claim names its document."""
    return LIST + name


def listed(held: Sequence[HeldList]) -> tuple[list[PersonEntry], list[StatusClaim]]:
    """Return entries and status claims of all rows, in the order of the lists and their rows.

    The id of an entry rests on the list's name, the person's name and birth, so that it outlives a new version.
    """
    entries: list[PersonEntry] = []
    claims: list[StatusClaim] = []
    for one in held:
        headers = {column.role: column.header for column in one.roster.columns if column.role}
        seen: dict[str, int] = {}
        for row in one.roster.entries:
            told = _claims(one.name, row, headers)
            claims += told
            entries.append(_entry(one.name, row, told, seen))
    return entries, claims


def _entry(name: str, row: RosterEntry, told: Sequence[StatusClaim], seen: dict[str, int]) -> PersonEntry:
    birth = row.dates.get("birth")
    born = birth.low if birth is not None and birth.low == birth.high else None
    key = f"{list_doc(name)}\x1f{row.name}\x1f{born}"
    seen[key] = seen.get(key, 0) + 1
    return PersonEntry(
        id=hashlib.sha256(f"{key}\x1f{seen[key]}".encode()).hexdigest()[:12],
        doc=list_doc(name),
        name=row.name,
        claims=tuple(sorted(claim.id for claim in told)),
        role=row.texts.get("occupation"),
        born=born,
    )


def _claims(name: str, row: RosterEntry, headers: dict[str, str]) -> list[StatusClaim]:
    """Return what a row says: one claim a date, and the sentence where the list has a term."""
    place = row.texts.get("place")
    made = []
    for role in _ROLES:
        span = row.dates.get(role)
        status, term = role, None
        if role == "convicted" and row.term_months is not None:
            status, term = "sentenced", float(row.term_months)
        if span is None and term is None:
            continue
        made.append(
            StatusClaim(
                doc=list_doc(name),
                quote=row.cells.get(headers.get("term" if span is None else role, ""), row.name),
                start=row.row,
                person=row.name,
                status=status,
                date_low=span.low if span is not None else None,
                date_high=span.high if span is not None else None,
                term_months=term,
                place=place if role == "detained" else None,
                source=name,
                extractor="list",
            ).with_id()
        )
    return made
