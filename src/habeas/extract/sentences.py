"""Sentences of a text, found in one pass without a model.

Rule-based splitting on terminal punctuation, with abbreviations and initials from the lexicons (the approach of
PySBD, Sadvilkar & Neumann 2020, cut down to what running news text needs). A line break ends a sentence too,
except where it only wraps a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple


class Span(NamedTuple):
    """A stretch of a text in characters, `end` excluded; `index` is its number among the sentences."""

    start: int
    end: int
    index: int = 0


# Terminal punctuation, closing quotes and brackets, white space, and something that can open a sentence.
_BREAK: Final = re.compile(
    r"(?P<stop>[.!?…]+[\"'”’»)\]]*(?:\[\d+\])*)(?=\s+[\"'“„‘«(\[*–—-]*\s*[^\W_a-zа-яёіўїєґąćęłńóśźżáéíñúü])"
    r"|(?P<line>\s*\n\s*)"
)
_WORD_BEFORE: Final = re.compile(r"(?:^|[\s(\"'“„«\[.-])([^\W\d_][\w.’'-]*)$")
_INITIALS: Final = re.compile(r"^(?:[^\W\d_]\.)*[^\W\d_]$")
_CLOSED: Final = frozenset(".!?:;…\"'”’»)]")
_WRAP_AT_LEAST: Final = 50

# Abbreviations after which a capital or a figure goes on with the same sentence, in the languages that we read.
# They are punctuation rules of a script rather than words of the domain, so one table serves all languages.
_ABBREVIATIONS: Final = frozenset(
    """
    mr mrs ms dr prof rev hon gen col lt maj capt sgt cmdr adm gov sen rep pres amb msgr fr sr jr st mt no nos art arts
    sec para paras vs etc inc ltd co corp dept dist e.g i.e cf al approx est u.s u.k u.n d.c
    jan feb mar apr jun jul aug sept sep oct nov dec mon tue tues wed thu thur thurs fri sat sun
    г гг ст стр ул д кв обл р руб тыс млн млрд им т.е т.к т.н т.д т.п гр проф акад ген полк вул студ
    sra srta dra lic ing gral cnel núm art pág ee.uu
    """.split()
)
# Abbreviations that often also end a sentence: they hold it open only before a figure or a small set of followers.
_BEFORE_FIGURES: Final = frozenset("no nos art arts sec para núm pág ст стр ч п jan feb mar apr jun jul aug sept sep oct nov dec".split())
_OFTEN_LAST: Final = frozenset("etc inc ltd co corp jr sr al г гг обл руб тыс млн млрд т.д т.п ee.uu р".split())


def sentence_spans(text: str) -> list[Span]:
    """Return the sentences of a text in order, without the white space between them.

    Every character that is not white space lies in exactly one sentence.
    """
    cuts = [cut for found in _BREAK.finditer(text) if (cut := _cut(text, found)) is not None]
    spans: list[Span] = []
    start = 0
    for cut in [*cuts, len(text)]:
        stretch = text[start:cut]
        body = stretch.strip()
        if body:
            begin = start + len(stretch) - len(stretch.lstrip())
            spans.append(Span(begin, begin + len(body), len(spans)))
        start = cut
    return spans


def neighbours(chosen: Iterable[int], count: int, before: int, after: int) -> list[int]:
    """Return the indices `chosen` with their neighbours, in order, within 0..count-1."""
    wide = {k for i in chosen for k in range(max(0, i - before), min(count, i + after + 1))}
    return sorted(wide)


def _cut(text: str, found: re.Match[str]) -> int | None:
    """Return where a sentence ends at this break, or None where it goes on."""
    if found["line"] is not None:
        return None if _wraps(text, found) else found.end()
    stop = found["stop"]
    if stop.startswith(".") and not stop.startswith("..") and _abbreviated(text, found):
        return None
    return found.end()


def _abbreviated(text: str, found: re.Match[str]) -> bool:
    """Say whether the full stop belongs to an abbreviation or an initial inside the sentence."""
    word = _WORD_BEFORE.search(text, max(0, found.start() - 20), found.start())
    if word is None or len(found["stop"]) > 1:
        return False
    form = word[1].lower()
    following = text[found.end() :].lstrip()[:1]
    if form in _BEFORE_FIGURES:
        return following.isdigit() or form in {"ст", "ч", "art", "núm"}
    if form in _OFTEN_LAST:
        return False
    return form in _ABBREVIATIONS or (_INITIALS.match(word[1]) is not None and word[1][0].isupper())


def _wraps(text: str, found: re.Match[str]) -> bool:
    """Say whether a single line break stands inside a sentence: the line is full and ends without a stop."""
    if found["line"].count("\n") > 1 or found.start() == 0 or found.end() >= len(text):
        return False
    line = text.rfind("\n", 0, found.start()) + 1
    full = found.start() - line >= _WRAP_AT_LEAST
    following = text[found.end()]
    if text[found.start() - 1] in _CLOSED or not following.isalnum():
        return False
    return following.islower() or (full and _next_line_is_full(text, found.end()))


def _next_line_is_full(text: str, start: int) -> bool:
    end = text.find("\n", start)
    return end != -1 and _WRAP_AT_LEAST <= end - start <= 2 * _WRAP_AT_LEAST
