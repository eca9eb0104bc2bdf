"""Checks a model's record against the text: the quote word for word, its number in the quote, its names in the text."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

from habeas.extract.grammar.counts.numbers import Numbers
from habeas.extract.grammar.temporal.dates import Window, resolve
from habeas.extract.grammar.temporal.stretches import Anchor
from habeas.extract.grammar.temporal.times import Times
from habeas.extract.lexicon import languages, load
from habeas.extract.llm.answer import Record
from habeas.extract.llm.parts import Part
from habeas.values.claim import MEASURES, STATUSES, STOCKS, CountClaim
from habeas.values.document import Document

_FIGURE: Final = re.compile(r"(?<![\d.,])\d{1,3}(?:[.,\u00a0\u202f ]\d{3})+(?![\d])|\d+")
_LONGEST_QUOTE: Final = 400


class Ungrounded(NamedTuple):
    """Why a record was dropped, in a word or two that several records share."""

    why: str


class Bounds(NamedTuple):
    """A number as the quote prints it."""

    low: int | None
    high: int | None
    approx: bool


def ground(
    record: Record, part: Part, document: Document, taken: set[tuple[int, int | None, int | None, str]], extractor: str
) -> CountClaim | Ungrounded:
    """Return the claim that a record and the text support together, or why there is none.

    `taken` holds (start, low, high, measure) of the claims already made of this document: a quote that occurs more
    than once is given to the first place that is still free.
    """
    problem = _malformed(record)
    if problem is not None:
        return problem
    bounds = _bounds(record, document)
    if bounds is None:
        return Ungrounded("its number is not in its quote")
    for place in _places(record.quote, part):
        key = (place, bounds.low, bounds.high, record.measure)
        if key not in taken:
            taken.add(key)
            return _claim(record, place, bounds, document, extractor)
    return Ungrounded("repeats one already found" if record.quote in part.text else "its quote is not in the text")


def _malformed(record: Record) -> Ungrounded | None:
    if not record.quote.strip() or len(record.quote) > _LONGEST_QUOTE:
        return Ungrounded("its quote is empty or too long")
    if record.measure not in MEASURES or record.status not in STATUSES:
        return Ungrounded("its measure or status is unknown")
    if record.low is None and record.high is None:
        return Ungrounded("it has no bounds")
    return None


def _places(quote: str, part: Part) -> list[int]:
    """Return where a quote stands in the document, whole words only ("30 men" is not in "130 men")."""
    found = []
    start = part.text.find(quote)
    while start >= 0:
        end = start + len(quote)
        cut_before = start > 0 and part.text[start - 1].isalnum() and quote[0].isalnum()
        cut_after = end < len(part.text) and part.text[end].isalnum() and quote[-1].isalnum()
        if not cut_before and not cut_after and not re.match(r"[.,]\d", part.text[end : end + 2]):
            found.append(part.start + start)
        start = part.text.find(quote, start + 1)
    return found


def _bounds(record: Record, document: Document) -> Bounds | None:
    """Return the number of the quote that the record means, with the bounds that the words of the quote give it."""
    for low, high, approx in _printed(record.quote, document):
        if low is not None and high is not None and low == high:
            # The model may have read "more than 30" as 30 or as 31; the words decide, not the model.
            near = {low - 1, low, low + 1} if approx or record.low != record.high else {low}
            agreed = record.low in near or record.high in near
        else:
            agreed = (record.low is not None and record.low == low) or (record.high is not None and record.high == high)
        if agreed:
            return _literal(record, Bounds(low, high, approx), document)
    return None


def _literal(record: Record, bounds: Bounds, document: Document) -> Bounds:
    if _language(document) in languages():
        return bounds
    # Without a lexicon only the figure itself is read; the model's hedge is kept where it is one off at most.
    figure = bounds.low or 0
    low = record.low if record.low in {figure, figure + 1, None} else figure
    high = record.high if record.high in {figure, figure - 1, None} else figure
    return Bounds(low, high, record.approx)


def _printed(quote: str, document: Document) -> list[Bounds]:
    """Return the numbers printed in a quote: in figures and words where there is a lexicon, else in figures."""
    language = _language(document)
    if language in languages():
        return [Bounds(q.low, q.high, q.approx) for q in _numbers(language).find(quote)]
    figures = (int(re.sub(r"\D", "", found[0])) for found in _FIGURE.finditer(quote))
    return [Bounds(figure, figure, approx=False) for figure in figures]


def _claim(record: Record, place: int, bounds: Bounds, document: Document, extractor: str) -> CountClaim:
    window = _window(record, document)
    return CountClaim(
        doc=document.id,
        quote=record.quote,
        start=place,
        low=bounds.low,
        high=bounds.high,
        approx=bounds.approx,
        measure=record.measure,
        group=record.group if record.group and record.group in document.text else "",
        when_kind=window.kind,
        start_date=window.start,
        end_date=window.end,
        start_offset=window.start_offset,
        end_offset=window.end_offset,
        weekday=window.weekday,
        status=record.status,
        source=record.source if record.source and record.source in document.text else "document",
        extractor=extractor,
    )


def _window(record: Record, document: Document) -> Window:
    """Return the window: read from the words of time where there is a lexicon, else the model's, if it quotes them."""
    stock = record.measure in STOCKS
    published = document.published
    if record.when and record.when in document.text:
        language = _language(document)
        if language in languages():
            spans = _times(language).find(record.when)
            if spans:
                return resolve(spans[0], Anchor(published), stock=stock)
        else:
            start, end = _date(record.start_date), _date(record.end_date)
            if start is not None and end is not None and start <= end:
                return Window("at" if stock else "on" if start == end else "between", start, end)
    if stock:
        return Window("at", published, published, "P0D", "P0D")
    return Window()


def _date(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def _language(document: Document) -> str:
    return (document.lang or "en").split("-")[0].lower()


@lru_cache(maxsize=8)
def _numbers(language: str) -> Numbers:
    return Numbers(load(language))


@lru_cache(maxsize=8)
def _times(language: str) -> Times:
    return Times(load(language))
