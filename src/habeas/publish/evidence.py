"""Evidence: the sentence behind every number, its document, and its numbered citation."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Final, NamedTuple

import msgspec

from habeas.publish import labels
from habeas.publish.passages import Passage, line_of, passage
from habeas.publish.wording import (
    alone,
    claim_people,
    day,
    days,
    extremes,
    over,
    people,
    place_name,
    shorten,
    speaker,
    when,
)
from habeas.values.claim import STOCKS, CountClaim
from habeas.values.document import Document
from habeas.values.history import DatedDocument, DateRange, Stock
from habeas.values.record import Record
from habeas.values.spans import shift

# A sentence ends at ., !, ? or … (and their kin of other scripts) before white space, or at a line's end.
_TOKEN: Final = re.compile(r"[\[(]?[\w][\w.:/-]*[\])]?[.,:;]?")
_ISO_DAY: Final = re.compile(r"\b\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])\b")
_BRACKETED: Final = re.compile(r"[\[(]([^\[\]()]+)[\])]")
_OPEN_LICENCES: Final = (
    "public domain",
    "cc0",
    "cc by",
    "creative commons",
    "government licence",
    "apache",
    "own text",
)
_CLOSE: Final = 31  # days; a count that is known so closely is told by its best day


class Span(NamedTuple):
    """The first and the last day of something; `told` where a report gives them, else they are worked out."""

    first: date
    last: date
    told: bool


class Citation(msgspec.Struct, frozen=True, kw_only=True):
    """A numbered citation: the claim, its document and its sentence."""

    number: int
    claim: CountClaim
    document: str
    passage: Passage


def open_licence(document: Document) -> bool:
    """Tell whether the full text may be shown: public domain or a licence that allows copies, named in the record."""
    licence = (document.licence or "").lower().replace("-", " ")
    return any(word in licence for word in _OPEN_LICENCES)


def name_of(record: Record) -> str:
    """Return what a record is called: as its settings say, else by the country that it is about."""
    places = {document.place for document in record.documents if document.place}
    place = record.settings.place or (places.pop() if len(places) == 1 else None)
    return record.settings.name or place_name(place) or "Habeas record"


class Evidence:
    """Looks up claims, documents, dates and sentences of one record; documents are numbered in their order."""

    def __init__(self, record: Record) -> None:
        self.record = record
        claims = [claim.with_id() for claim in record.claims]
        self.claims: dict[str, CountClaim] = {claim.id: claim for claim in claims}
        self.documents: dict[str, Document] = {document.id: document for document in record.documents}
        self.dated: dict[str, DatedDocument] = {dated.id: dated for dated in record.reconciliation.documents}
        self.place_of: dict[str, int] = {document.id: n for n, document in enumerate(record.documents, 1)}
        self.by_document: dict[str, list[CountClaim]] = {}
        for claim in claims:
            self.by_document.setdefault(claim.doc, []).append(claim)
        self._passages: dict[str, Passage] = {}
        sources = record.reconciliation.sources
        self._called = {name: found.name for found in sources for name in found.spellings if found.name}

    def passage(self, claim: CountClaim) -> Passage:
        """Return the claim's sentence."""
        if claim.id not in self._passages:
            document = self.documents.get(claim.doc)
            self._passages[claim.id] = passage(document.text if document else "", claim.quote, claim.start)
        return self._passages[claim.id]

    def name(self, doc: str) -> str:
        """Return how a document is called in running text: "report 3"."""
        return f"report {self.place_of[doc]}" if doc in self.place_of else f"report {doc}"

    def title(self, doc: str) -> str:
        """Return a document's headline or, where it has none, its first words."""
        document = self.documents.get(doc)
        if document is None:
            return doc
        if document.title:
            return shorten(document.title, 110)
        return f"“{shorten(document.text, 70)}”" if document.text.strip() else doc

    def called(self, doc: str) -> str:
        """Return what a reader knows a document by: its outlet, else its headline or first words."""
        document = self.documents.get(doc)
        if document is not None and document.outlet:
            return document.outlet
        return f"“{shorten(self.title(doc).strip('“”'), 60)}”"

    def published(self, doc: str) -> DateRange:
        """Return a document's day or interval of publication, all null where nothing is known."""
        if doc in self.dated:
            return self.dated[doc].published
        document = self.documents.get(doc)
        known = document.published if document else None
        return DateRange(low=known, best=known, high=known)

    def inferred(self, doc: str) -> bool:
        """Tell whether a document's day was worked out rather than printed."""
        if doc in self.dated:
            return self.dated[doc].inferred
        document = self.documents.get(doc)
        return document is None or document.published is None

    def undated(self, doc: str) -> bool:
        """Tell whether a document has no printed day at all, not even a doubted one."""
        return self.inferred(doc) and (doc not in self.dated or self.dated[doc].printed is None)

    def byline(self, doc: str) -> str:
        """Return outlet and day of a document: "Daily Ledger, 3 May 2024", "dated by its contents: 3–9 May 2024"."""
        document = self.documents.get(doc)
        outlet = document.outlet if document and document.outlet else ""
        published = self.published(doc)
        if published.low is None and published.high is None and published.best is None:
            date_text = "date not known"
        else:
            date_text = f"dated by its contents {days(published)}" if self.inferred(doc) else days(published)
        return ", ".join(part for part in (outlet, date_text) if part)

    def closely_dated(self, doc: str) -> bool:
        """Tell whether a document's day is known to within a quarter of a year."""
        published = self.published(doc)
        return published.low is not None and published.high is not None and (published.high - published.low).days <= 92

    def window(self, claim: CountClaim) -> tuple[date, date] | None:
        """Return the days a claim speaks of; where its text is relative, counted from the best day of its report.

        A count of people who moved over a time whose beginning nothing tells ("in recent months") has none.
        """
        if claim.start_date is not None and claim.end_date is not None:
            return claim.start_date, claim.end_date
        at = self.published(claim.doc).best
        opens, ends = claim.start_offset or claim.start_date, claim.end_offset or claim.end_date
        if at is None or (opens is None and (ends is None or claim.measure not in STOCKS)):
            return None
        try:
            start = claim.start_date or shift(at, claim.start_offset or "P0D")
            end = claim.end_date or shift(at, claim.end_offset or "P0D")
        except (ValueError, OverflowError):
            return None
        return min(start, end), max(start, end)

    def span(self, claim: CountClaim) -> tuple[date, date] | None:
        """Return all days that a claim may speak of: as `window`, but counted from each day its report may be of."""
        window, published = self.window(claim), self.published(claim.doc)
        if window is None or published.low is None or published.high is None or published.best is None:
            return window
        early, late = published.best - published.low, published.high - published.best
        first = window[0] if claim.start_date else window[0] - early
        last = window[1] if claim.end_date else window[1] + late
        return min(first, last), max(first, last)

    def counted_between(self, item: Stock) -> Span:
        """Return between which days a count of people held was made."""
        claims = self.known(item.claims)
        told = {(claim.start_date, claim.end_date) for claim in claims}
        if len(told) == 1:
            first, last = told.pop()
            if first is not None and last == item.date:
                return Span(first, last, told=True)
        docs = {claim.doc for claim in claims}
        if not docs or not all(self.inferred(doc) for doc in docs):
            return Span(item.date, item.date, told=True)
        found = [self.published(doc) for doc in docs]
        low, high = extremes([span.low for span in found], [span.high for span in found])
        if low is None or high is None or not low <= item.date <= high:
            return Span(item.date, item.date, told=False)
        return Span(low, high, told=False)

    def at(self, item: Stock) -> str:
        """Return the day of a count: "on 3 May 2024", "between 1 January and 30 April 2024" as a report has it.

        For undated reports that give no days it is "about" their own, or the days it must lie in.
        """
        span = self.counted_between(item)
        if span.told:
            return when(span.first, span.last)
        if (span.last - span.first).days <= _CLOSE:
            return f"about {day(item.date)}"
        return f"at some time {over(span.first, span.last)}"

    def counted(self, item: Stock, noun: str = "") -> str:
        """Return a count as its reports print it, where they print one number; else as it was reconciled."""
        printed = {claim_people(claim) for claim in self.known(item.claims) if claim.measure == item.measure}
        if len(printed) != 1 or alone(item):
            return people(item, noun)
        if printed == {"none"}:
            return f"no {noun}" if noun else "none"
        return f"{printed.pop()} {noun}".strip()

    def asserted_by(self, claim: CountClaim) -> str:
        """Return who gives the number: the named source, else the outlet, else the report itself."""
        if claim.source == labels.WITHHELD:  # several speakers, none of whom is to be told from another
            return f"{claim.source}, {self.name(claim.doc)}"
        if claim.source and claim.source != "document":
            return self.speaker(claim.source)
        document = self.documents.get(claim.doc)
        return claim.outlet_source or (document.outlet if document and document.outlet else self.name(claim.doc))

    def speaker(self, name: str) -> str:
        """Return what a source is called on pages: one name for all its spellings, without a transcript's capitals.

        A report that speaks for itself ("document x-1") is called by its number.
        """
        if name.removeprefix("document ") in self.place_of:
            return self.name(name.removeprefix("document "))
        return speaker(self._called.get(name, name))

    def address(self, doc: str) -> str:
        """Return where a document can be read, empty unless that is a web address: anything else could run code."""
        document = self.documents.get(doc)
        url = (document.url or "").strip() if document else ""
        return url if url.lower().startswith(("https://", "http://")) else ""

    def prose(self, text: str, claims: Iterable[str] = ()) -> str:
        """Return a sentence of another stage for readers: documents by their number, days as people write them.

        An id in brackets is always replaced; a bare one where it cannot be an ordinary word, or where it begins a
        sentence about `claims`, one of whose documents has this id.
        """
        about = {self.claims[claim].doc for claim in claims if claim in self.claims}

        def name(found: re.Match[str]) -> str:
            word = found[0].rstrip(".,:;")
            rest = found[0][len(word) :]
            bare = word.strip("[]()")
            begins = not text[: found.start()].strip() or text[: found.start()].endswith("; ")
            sure = word != bare or (
                len(bare) > 4 and any(c.isdigit() or c in "-_" for c in bare) and not bare.isdigit()
            )
            sure = sure or (begins and bare in about)
            if bare not in self.place_of or not sure:
                return found[0]
            return (f"({self.name(bare)})" if word != bare else self.name(bare)) + rest

        dated = _ISO_DAY.sub(
            lambda found: day(date.fromisoformat(found[0])), _TOKEN.sub(name, self._without_spaced_ids(text, about))
        )
        return line_of(dated).strip()

    def _without_spaced_ids(self, text: str, about: set[str]) -> str:
        """Replace ids with blanks in them, as names of files have: in brackets, or at the start of a clause."""
        for doc in (doc for doc in about if " " in doc):
            text = re.sub(rf"(?:^|(?<=; )){re.escape(doc)}(?!\w)", self.name(doc), text)

        def name(found: re.Match[str]) -> str:
            return f"({self.name(found[1])})" if " " in found[1] and found[1] in self.place_of else found[0]

        return _BRACKETED.sub(name, text)

    def known(self, ids: Iterable[str]) -> list[CountClaim]:
        """Return the claims of `ids` that the record holds, in the order of documents and of text, each once."""
        found = {i: self.claims[i] for i in ids if i in self.claims}
        return sorted(found.values(), key=lambda c: (self.place_of.get(c.doc, 1 << 30), c.doc, c.start, c.id))


class Citations:
    """Numbers the sentences cited on one page, in the order of first citation; one sentence has one number."""

    def __init__(self, evidence: Evidence, limit: int = 6) -> None:
        self.evidence, self.limit = evidence, limit
        self.items: list[Citation] = []
        self._numbers: dict[tuple[str, str], int] = {}

    def cite(self, ids: Iterable[str], near: int | None = None) -> tuple[int, ...]:
        """Return the numbers of the sentences behind `ids`, at most `limit` of them.

        Where a figure is given in `near`, the claims whose own number is closest to it come first.
        """
        numbers: list[int] = []
        for claim in closest(self.evidence.known(ids), near):
            found = self._number(claim)
            if found not in numbers:
                numbers.append(found)
            if len(numbers) == self.limit:
                break
        return tuple(sorted(numbers))

    def _number(self, claim: CountClaim) -> int:
        words = self.evidence.passage(claim)
        key = (claim.doc, words.text)
        if key not in self._numbers:
            self._numbers[key] = len(self.items) + 1
            self.items.append(Citation(number=len(self.items) + 1, claim=claim, document=claim.doc, passage=words))
        place = self._numbers[key] - 1
        marked = self.items[place].passage.with_marks(words)
        self.items[place] = msgspec.structs.replace(self.items[place], passage=marked)
        return self._numbers[key]


def closest(claims: list[CountClaim], value: int | None) -> list[CountClaim]:
    """Return claims with those whose own number is closest to a figure first; as they are where there is none."""
    if value is None:
        return claims

    def distance(claim: CountClaim) -> int:
        own = claim.low if claim.low is not None else claim.high
        return abs((own if own is not None else 0) - value)

    return sorted(claims, key=distance)
