"""Redaction: whose names leave the house.

Applied to the whole record before anything is written, so that no string of any output can escape it: texts, quotes,
titles, sources, explanations, ids. Offsets of claims follow the redacted text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import Any, Final

import msgspec

from habeas.publish.alongside import named_alongside
from habeas.publish.labels import WITHHELD
from habeas.publish.unread import caseless, countries, is_territory, known_words, suspects, words_of
from habeas.values.claim import CountClaim
from habeas.values.custody import Custody
from habeas.values.document import Document
from habeas.values.person import NamedPerson
from habeas.values.record import Record

NOT_QUOTED: Final = "[not quoted: persons cannot be looked for in this language]"
_BETWEEN: Final = r"[\s\-_.+]+|%20"
# Inflected languages add or change an ending: "Орлов", "Орлова", "Орловой"; English adds 's, which is left standing.
_ENDING: Final = r"\w{0,3}"
_VOWELS: Final = "aeiouyаеёиоуыэюяйьії"


class Redactor:
    """Withholds the names of persons who are not public, in every spelling the record knows and by surname alone.

    Under `strict` a name becomes "[name withheld]", under `partner` initials, under `internal` nothing changes. The
    full names of public persons stand; a bare surname that a public and another person share is withheld. Of a
    surname that is also one of the `common` words of a language only the capitalised form is, and so of a name all
    of whose words are.
    """

    def __init__(self, persons: tuple[NamedPerson, ...], profile: str, common: frozenset[str] = frozenset()) -> None:
        self.profile = profile
        hidden = [] if profile == "internal" else [person for person in persons if not person.public]
        public = [person for person in persons if person.public]
        self._hidden = _pattern([n for person in hidden for n in _spellings(person)], surnames=True, common=common)
        self._public = _pattern([n for person in public for n in _spellings(person)], surnames=False)

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
        return _replaced(text, self.spans(text))

    def unread_spans(self, text: str, known: frozenset[str]) -> list[tuple[int, int, str]]:
        """Return the stretches to replace in a text in which nobody looked for persons: all that may be a name."""
        if self.profile == "internal":
            return []
        sure = self.spans(text)
        public = [found.span() for found in self._public.finditer(text)] if self._public is not None else []
        taken = [*((start, end) for start, end, _ in sure), *public]
        guessed = [
            (start, end, self._instead(text[start:end]))
            for start, end in suspects(text, known)
            if not any(start < stop and begin < end for begin, stop in taken)
        ]
        return sorted((*sure, *guessed))

    def names(self, text: str) -> bool:
        """Tell whether a text holds a name that would be withheld."""
        return bool(self.spans(text))

    def _instead(self, name: str) -> str:
        if self.profile != "partner":
            return WITHHELD
        return " ".join(f"{word[0].upper()}." for word in re.findall(r"\w+", name))


def redact(record: Record, profile: str) -> Record:
    """Return the record as it may leave the house under a profile."""
    redactor = _redactor(record, profile)
    record = msgspec.structs.replace(record, claims=tuple(claim.with_id() for claim in record.claims))
    if profile != "internal":
        public = {person.name for person in record.persons if person.public}
        register = tuple(person for person in record.register if person.name in public)
        record = msgspec.structs.replace(record, custody=record.custody_shown, register=register)
    record = msgspec.structs.replace(record, custody_shown=Custody())
    unread = frozenset(record.names_unread) if profile != "internal" else frozenset()
    if not redactor.active and not unread:
        return record
    harmless = known_words(record)
    renamed = {d.id: f"report-{n}" for n, d in enumerate(record.documents, 1) if redactor.names(d.id)}
    documents, moved = [], {}
    for document in record.documents:
        known = harmless | countries(document.lang or "") if document.id in unread else None
        shown, move = _text(redactor, document, known)
        documents.append(shown)
        moved[document.id] = move
    texts = {document.id: document.text for document in documents}
    claims = tuple(_claim(claim, texts, moved) for claim in record.claims)
    silent = {d.id for d in record.documents if d.id in unread and caseless(d.text)}
    claims = tuple(msgspec.structs.replace(c, quote=NOT_QUOTED, start=0) if c.doc in silent else c for c in claims)
    cleared = msgspec.structs.replace(
        record, documents=tuple(documents), claims=claims, persons=_public(record), others=()
    )
    speakers = _speakers(redactor, record, unread, harmless)

    def clean(value: str) -> str:
        if value in speakers:
            return speakers[value]
        for old, new in renamed.items():
            value = value.replace(old, new)
        return redactor.mask(value)

    return msgspec.convert(_walk(msgspec.to_builtins(cleared), clean), Record, strict=False)


def _redactor(record: Record, profile: str) -> Redactor:
    """Return what withholds the record's persons, and whoever is named in one list with several of them."""
    persons, common = _bearers(record), _common_words(record)
    redactor = Redactor(persons, profile, common)
    texts = [document.text for document in record.documents if document.id not in record.names_unread]
    public = Redactor(tuple(msgspec.structs.replace(p, public=False) for p in persons if p.public), "strict")
    beside = named_alongside(texts, redactor.names, known_words(record)) if redactor.active else ()
    beside = tuple(name for name in beside if not public.names(name) and not _is_no_person(name, record))
    return Redactor((*persons, *(NamedPerson(name=name) for name in beside)), profile, common) if beside else redactor


def _bearers(record: Record) -> tuple[NamedPerson, ...]:
    """Return all persons of a record but those whose name is no person's, as the settings or the map know."""
    return tuple(p for p in (*record.persons, *record.others) if p.public or not _is_no_person(p.name, record))


def _is_no_person(name: str, record: Record) -> bool:
    langs = {document.lang or "en" for document in record.documents} | {"en"}
    return record.settings.sources.get(name, "person") != "person" or any(is_territory(name, lang) for lang in langs)


def _common_words(record: Record) -> frozenset[str]:
    """Return the words of names that the texts use as common words: written small more often than not."""
    names = (name for person in (*record.persons, *record.others) for name in _spellings(person))
    parts = {word.casefold() for name in names for word in name.split()}
    small, large = Counter[str](), Counter[str]()
    for document in record.documents:
        for word in re.findall(r"(?<![\w./@-])[^\W\d_]+(?![/@])", document.text):
            (small if word.islower() else large)[word.casefold()] += 1
    return frozenset(word for word in parts if small[word] > large[word])


def _speakers(redactor: Redactor, record: Record, unread: frozenset[str], harmless: frozenset[str]) -> dict[str, str]:
    """Return what stands for each source whose name is withheld.

    Under `strict` all are one, so that nothing ties the statements of one person together; under `partner` two
    sources never become one. A speaker of a text in which nobody looked for persons is withheld if it may be one.
    """
    shown: dict[str, str] = {}
    times: dict[str, int] = {}
    for claim in record.claims:
        name = claim.source
        if name in shown:
            continue
        masked = redactor.mask(name)
        if claim.doc in unread and masked == name and name != "document" and not words_of(name) <= harmless:
            masked = _replaced(name, redactor.unread_spans(f"– {name}", frozenset()), shift=2)
        if masked == name:
            continue
        times[masked] = times.get(masked, 0) + 1
        linked = redactor.profile != "strict" and times[masked] > 1
        shown[name] = f"{masked} ({times[masked]})" if linked else masked
    return shown


def _replaced(text: str, spans: list[tuple[int, int, str]], shift: int = 0) -> str:
    made, last = [], 0
    for start, end, instead in spans:
        made += [text[last : start - shift], instead]
        last = end - shift
    return "".join((*made, text[last:]))


def _public(record: Record) -> tuple[NamedPerson, ...]:
    return tuple(person for person in record.persons if person.public)


def _text(
    redactor: Redactor, document: Document, known: frozenset[str] | None
) -> tuple[Document, Callable[[int, int], tuple[int, int]]]:
    """Return a document with its text redacted, and how a span of the old text lies in the new one.

    `known` are words that are no names, where nobody could look for persons in this document, else null.
    """
    spans = redactor.spans(document.text) if known is None else redactor.unread_spans(document.text, known)
    title = document.title
    if known is not None and title:
        title = None if caseless(title) else _replaced(title, redactor.unread_spans(f"– {title}", known), shift=2)
    shown = msgspec.structs.replace(
        document,
        text="" if known is not None and caseless(document.text) else _replaced(document.text, spans),
        title=title,
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


def _pattern(names: list[str], *, surnames: bool, common: frozenset[str] = frozenset()) -> re.Pattern[str] | None:
    """Return a pattern of all names, longest first; with `surnames`, also of each last word alone.

    A last word that is `common`, and a name all of whose words are, count only where they are capitalised.
    """
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
    joined = "|".join(_form(words, common) for words in ordered)
    return re.compile(rf"(?<![^\W_])(?:{joined})(?![^\W_])", re.IGNORECASE)


def _form(words: tuple[str, ...], common: frozenset[str]) -> str:
    """Return the pattern of one form of a name; in addresses ("anna-example") case tells nothing."""
    free = [_word(word, len(words)) for word in words]
    if not all(word.casefold() in common for word in words):
        return f"(?:,?(?:{_BETWEEN}))".join(free)
    capitalised = r",?\s+".join(_word(word.capitalize(), len(words)) for word in words)
    upper = r",?\s+".join(re.escape(word.upper()) for word in words)
    joined = f"|{r'(?:[-_.+]+|%20)'.join(free)}" if len(words) > 1 else ""
    return f"(?-i:{capitalised}|{upper}){joined}"


def _word(word: str, words: int) -> str:
    """Return the pattern of one word of a name in its forms; a word alone must be longer to be given an ending."""
    if len(word) < (4 if words > 1 else 5):
        return re.escape(word)
    stem = word[:-1] if word[-1].lower() in _VOWELS else word
    return re.escape(stem) + _ENDING
