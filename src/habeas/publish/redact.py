"""Redaction: whose names leave the house.

Applied to the whole record before anything is written, so that no string of any output can escape it: texts, quotes,
titles, sources, explanations, ids. Offsets of claims follow the redacted text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

import msgspec

from habeas.values.claim import CountClaim
from habeas.values.custody import Custody
from habeas.values.document import Document
from habeas.values.person import NamedPerson
from habeas.values.record import Record

WITHHELD: Final = "[name withheld]"
_BETWEEN: Final = r"[\s\-_.+]+|%20"
# Inflected languages add or change an ending: "Орлов", "Орлова", "Орловой"; English adds 's, which is left standing.
_ENDING: Final = r"\w{0,3}"
_VOWELS: Final = "aeiouyаеёиоуыэюяйьії"


class Redactor:
    """Withholds the names of persons who are not public, in every spelling the record knows and by surname alone.

    Under `strict` a name becomes "[name withheld]", under `partner` initials, under `internal` nothing changes. The
    full names of public persons stand; a bare surname that a public and another person share is withheld.
    """

    def __init__(self, persons: tuple[NamedPerson, ...], profile: str) -> None:
        self.profile = profile
        hidden = [] if profile == "internal" else [person for person in persons if not person.public]
        public = [person for person in persons if person.public]
        self._hidden = _pattern([name for person in hidden for name in _spellings(person)], surnames=True)
        self._public = _pattern([name for person in public for name in _spellings(person)], surnames=False)

    @property
    def active(self) -> bool:
        """Whether there is any name to withhold."""
        return self._hidden is not None

    def spans(self, text: str) -> list[tuple[int, int, str]]:
        """Return the stretches to replace: (start, end, what stands there instead), in order."""
        if self._hidden is None:
            return []
        kept = [found.span() for found in self._public.finditer(text)] if self._public is not None else []
        return [
            (*found.span(), self._instead(found[0]))
            for found in self._hidden.finditer(text)
            if not any(start <= found.start() and found.end() <= end for start, end in kept)
        ]

    def mask(self, text: str) -> str:
        """Return a text with names withheld."""
        made, last = [], 0
        for start, end, instead in self.spans(text):
            made += [text[last:start], instead]
            last = end
        return "".join((*made, text[last:]))

    def names(self, text: str) -> bool:
        """Tell whether a text holds a name that would be withheld."""
        return bool(self.spans(text))

    def _instead(self, name: str) -> str:
        if self.profile != "partner":
            return WITHHELD
        return " ".join(f"{word[0].upper()}." for word in re.findall(r"\w+", name))


def redact(record: Record, profile: str) -> Record:
    """Return the record as it may leave the house under a profile."""
    redactor = Redactor(record.persons, profile)
    record = msgspec.structs.replace(record, claims=tuple(claim.with_id() for claim in record.claims))
    if profile != "internal":
        record = msgspec.structs.replace(record, custody=record.custody_shown)
    record = msgspec.structs.replace(record, custody_shown=Custody())
    if not redactor.active:
        return record
    renamed = {d.id: f"report-{n}" for n, d in enumerate(record.documents, 1) if redactor.names(d.id)}
    documents, moved = [], {}
    for document in record.documents:
        shown, move = _text(redactor, document)
        documents.append(shown)
        moved[document.id] = move
    texts = {document.id: document.text for document in documents}
    claims = tuple(_claim(claim, texts, moved) for claim in record.claims)
    cleared = msgspec.structs.replace(record, documents=tuple(documents), claims=claims, persons=_public(record))
    speakers = _speakers(redactor, record)

    def clean(value: str) -> str:
        if value in speakers:
            return speakers[value]
        for old, new in renamed.items():
            value = value.replace(old, new)
        return redactor.mask(value)

    return msgspec.convert(_walk(msgspec.to_builtins(cleared), clean), Record, strict=False)


def _speakers(redactor: Redactor, record: Record) -> dict[str, str]:
    """Return what stands for each source whose name is withheld; two sources never become one."""
    shown: dict[str, str] = {}
    times: dict[str, int] = {}
    for name in dict.fromkeys(claim.source for claim in record.claims):
        masked = redactor.mask(name)
        if masked != name:
            times[masked] = times.get(masked, 0) + 1
            shown[name] = masked if times[masked] == 1 else f"{masked} ({times[masked]})"
    return shown


def _public(record: Record) -> tuple[NamedPerson, ...]:
    return tuple(person for person in record.persons if person.public)


def _text(redactor: Redactor, document: Document) -> tuple[Document, Callable[[int, int], tuple[int, int]]]:
    """Return a document with its text redacted, and how a span of the old text lies in the new one."""
    spans = redactor.spans(document.text)
    shown = msgspec.structs.replace(
        document,
        text=redactor.mask(document.text),
        url=None if document.url and redactor.names(document.url) else document.url,
        origin=None,
    )

    def move(start: int, end: int) -> tuple[int, int]:
        shift = grown = 0
        for low, high, instead in spans:
            change = len(instead) - (high - low)
            if high <= start:
                shift += change
            elif low < start < high:
                shift += low - start  # a quote that begins inside a name begins before it now
                grown += start - low + change
            elif low < end:
                grown += change + max(0, high - end)
        return start + shift, end + shift + grown

    return shown, move


def _claim(
    claim: CountClaim, texts: dict[str, str], moved: dict[str, Callable[[int, int], tuple[int, int]]]
) -> CountClaim:
    if claim.doc not in moved:
        return claim
    start, end = moved[claim.doc](claim.start, claim.start + len(claim.quote))
    return msgspec.structs.replace(claim, start=start, quote=texts[claim.doc][start:end] or claim.quote)


def _walk(value: Any, clean: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {clean(key) if isinstance(key, str) else key: _walk(item, clean) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_walk(item, clean) for item in value]
    return value


def _spellings(person: NamedPerson) -> tuple[str, ...]:
    return tuple(name for name in (person.name, *person.spellings) if name.strip())


def _pattern(names: list[str], *, surnames: bool) -> re.Pattern[str] | None:
    """Return a pattern of all names, longest first; with `surnames`, also of each last word alone."""
    forms: set[tuple[str, ...]] = set()
    for name in names:
        words = tuple(re.findall(r"[^\W_]+(?:['’][^\W_]+)*", name))
        if not words:
            continue
        forms.add(words)
        if len(words) > 1:
            forms.add((words[-1], *words[:-1]))  # "Orlova, Anna" and lists kept surname first
            if surnames and len(words[-1]) > 3:
                forms.add((words[-1],))
    if not forms:
        return None
    ordered = sorted(forms, key=lambda words: (-len(words), -sum(map(len, words)), words))
    joined = "|".join(f"(?:,?(?:{_BETWEEN}))".join(_word(word, len(words)) for word in words) for words in ordered)
    return re.compile(rf"(?<![^\W_])(?:{joined})(?![^\W_])", re.IGNORECASE)


def _word(word: str, words: int) -> str:
    """Return the pattern of one word of a name in its forms; a word alone must be longer to be given an ending."""
    if len(word) < (4 if words > 1 else 5):
        return re.escape(word)
    stem = word[:-1] if word[-1].lower() in _VOWELS else word
    return re.escape(stem) + _ENDING
