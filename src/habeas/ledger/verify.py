"""Whether a chain of rows is whole: every row, its body, its order, its end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from habeas.ledger.entry import KINDS, NO_HASH, Entry, Head, commit, head_of, link
from habeas.values.record import Failure

_REMEDY: Final = "restore a backup made before the change (habeas restore)"
_NEEDS_TARGET: Final = {
    "extraction": "document",
    "claim": "extraction",
    "cue": "extraction",
    "estimate": "run",
    "status_extraction": "document",
    "status_claim": "status_extraction",
    "list_entry": "list",
}


def chain_faults(
    entries: Iterable[Entry], noted_head: Callable[[], Head], anchor: str | None = None
) -> Iterator[Failure]:
    """Yield what is wrong with a chain, row by row; nothing where it is whole.

    `noted_head` tells the end of the chain as the store noted it apart. It is asked before and after, since others
    may append meanwhile: the rows must reach the first and not pass the second. `anchor` is a head hash that a user
    noted outside, which must be the hash of one of the rows.
    """
    before = noted_head()
    last = Head()
    kinds: dict[int, str] = {}
    contents = _Contents()
    anchored, reached = anchor is None, before == Head()
    for entry in entries:
        for what in _row_faults(entry, last, kinds):
            yield Failure(where=entry.name, what=what, remedy=_REMEDY)
        kinds[entry.number] = entry.kind
        contents.see(entry)
        anchored = anchored or entry.hash == anchor
        reached = reached or (entry.number, entry.hash) == (before.number, before.hash)
        last = head_of(entry)
    yield from contents.faults()
    after = noted_head()
    if last == Head():
        yield Failure(where="ledger", what="it holds no row, not even its first", remedy=_REMEDY)
    if not reached or last.number > after.number or (last.number == after.number and last.hash != after.hash):
        what = f"the chain ends at entry {last.number}, but entry {after.number} was noted as the last"
        yield Failure(where="end of the ledger", what=what, remedy=_REMEDY)
    if not anchored:
        remedy = "check the hash; if it is right, the chain was rewritten"
        yield Failure(where=f"head {anchor}", what="no entry has the hash that was noted outside", remedy=remedy)


class _Contents:
    """Keeps book of which rows have a content and which were erased."""

    def __init__(self) -> None:
        self._erased: set[int] = set()
        self._empty: list[Entry] = []
        self._filled: set[int] = set()

    def see(self, entry: Entry) -> None:
        if entry.kind == "tombstone" and entry.target is not None:
            self._erased.add(entry.target)
        if entry.body is None:
            self._empty.append(entry)
        else:
            self._filled.add(entry.number)

    def faults(self) -> Iterator[Failure]:
        for entry in self._empty:
            if entry.number not in self._erased:
                what = "its content is missing, and no tombstone says why"
                yield Failure(where=entry.name, what=what, remedy=_REMEDY)
        for number in sorted(self._erased & self._filled):
            yield Failure(where=f"entry {number}", what="its content is back after it was erased", remedy=_REMEDY)


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
