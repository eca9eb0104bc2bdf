"""Whether a chain of rows is whole: every row, its body, its order, its end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from habeas.ledger.entry import KINDS, NO_HASH, Entry, Head, commit, head_of, link
from habeas.values.record import Failure

_REMEDY: Final = "restore a backup made before the change (habeas restore)"
_NEEDS_TARGET: Final = {"extraction": "document", "claim": "extraction", "cue": "extraction"}


def chain_faults(entries: Iterable[Entry], head: Head, anchor: str | None = None) -> Iterator[Failure]:
    """Yield what is wrong with a chain, row by row; nothing where it is whole.

    `head` is the end of the chain as the store noted it apart; `anchor` a head hash that a user noted outside,
    which must be the hash of one of the rows.
    """
    last = Head()
    kinds: dict[int, str] = {}
    erased: set[int] = set()
    bodiless: list[Entry] = []
    bodied: set[int] = set()
    anchored = anchor is None
    for entry in entries:
        for what in _row_faults(entry, last, kinds):
            yield Failure(where=entry.name, what=what, remedy=_REMEDY)
        kinds[entry.number] = entry.kind
        if entry.kind == "tombstone" and entry.target is not None:
            erased.add(entry.target)
        if entry.body is None:
            bodiless.append(entry)
        else:
            bodied.add(entry.number)
        anchored = anchored or entry.hash == anchor
        last = head_of(entry)
    for entry in bodiless:
        if entry.number not in erased:
            yield Failure(where=entry.name, what="its content is missing, and no tombstone says why", remedy=_REMEDY)
    for number in sorted(erased & bodied):
        yield Failure(where=f"entry {number}", what="its content is back after it was erased", remedy=_REMEDY)
    if (last.number, last.hash) != (head.number, head.hash):
        what = f"the chain ends at entry {last.number}, but entry {head.number} was noted as the last"
        yield Failure(where="end of the ledger", what=what, remedy=_REMEDY)
    if not anchored:
        what = "no entry has the hash that was noted outside"
        yield Failure(
            where=f"head {anchor}", what=what, remedy="check the hash; if it is right, the chain was rewritten"
        )


def _row_faults(entry: Entry, last: Head, kinds: dict[int, str]) -> Iterator[str]:
    if entry.number != last.number + 1:
        yield f"it follows entry {last.number}: rows are missing or out of order"
    if entry.previous != last.hash:
        yield "it is not tied to the row before it"
    if entry.hash != link(entry):
        yield "its row was altered"
    if entry.body is not None and (entry.salt is None or entry.commitment != commit(entry.salt, entry.body)):
        yield "its content was altered"
    if entry.recorded_at < last.recorded_at:
        yield "its time lies before that of the row before it"
    yield from _target_faults(entry, kinds)


def _target_faults(entry: Entry, kinds: dict[int, str]) -> Iterator[str]:
    if entry.kind not in KINDS:
        yield f"its kind is not known: {entry.kind!r}"
    if (entry.kind == "ledger") != (entry.number == 1):
        yield "the ledger's own entry must be the first and the only one"
    wanted = _NEEDS_TARGET.get(entry.kind)
    if wanted is not None and kinds.get(entry.target or 0) != wanted:
        yield f"it belongs to no {wanted}"
    if entry.kind == "tombstone" and (entry.target or 0) not in kinds:
        yield "it marks an entry that does not exist"


def is_hash(text: str) -> bool:
    """Return whether a text has the form of a head hash."""
    return len(text) == len(NO_HASH) and all(char in "0123456789abcdef" for char in text)
