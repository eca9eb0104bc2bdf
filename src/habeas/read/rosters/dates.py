"""Dates in any common form: numbers in any order, month names of many languages, months and years alone."""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Final

from habeas.values.roster import DateSpan

# Languages whose month names are known (from the Unicode CLDR, through Babel).
_LANGUAGES: Final = (
    *("en", "ru", "be", "uk", "es", "fr", "pt", "it", "de", "pl", "cs", "ro", "tr", "az", "uz", "kk", "ky", "tg"),
    *("hy", "ka", "ar", "ar_SY", "ar_DZ", "vi", "id", "ms", "sw", "my", "km", "th", "lo", "hi", "bn", "ur", "am", "ti"),
)
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_NUMBERS: Final = re.compile(r"^(\d{1,4})\s*[./\-–,\s]\s*(\d{1,2})\s*[./\-–,\s]\s*(\d{1,4})$")
_MONTH_YEAR: Final = re.compile(r"^(\d{1,2})\s*[./\-]\s*(\d{4})$")
_YEAR_MONTH: Final = re.compile(r"^(\d{4})\s*[./\-]\s*(\d{1,2})$")
_TIME: Final = re.compile(r"[T\s]\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?\s*(?:[AaPp]\.?[Mm]\.?|Z|[+-]\d{2}:?\d{2})?$")
_TAIL: Final = re.compile(r"\s*(?:г\.р\.|г\.?|года|год|року|р\.|года нараджэння|年|\bAD\b)\s*$")
_TOKEN: Final = re.compile(r"\d+|[^\W\d_]+(?:[^\W_]|\u0300|\u0301|[\u1000-\u109f])*", re.UNICODE)
_EAST_ASIAN: Final = re.compile(r"^(\d{4})\s*[年년]\s*(?:(\d{1,2})\s*[月월]\s*(?:(\d{1,2})\s*[日일])?)?$")


def parse_date(text: str, *, day_first: bool | None = None) -> DateSpan | None:
    """Return the day, month or year that `text` gives, or None where it is no date (31 February is none).

    03/04/2021 is read by `day_first`; without it, as the span from the one reading to the other. Years of two
    digits are read as 1930..2029.
    """
    cleaned = _TAIL.sub("", _TIME.sub("", _digits(text).strip())).strip(" .,")
    if not cleaned or len(cleaned) > 60:
        return None
    asian = _EAST_ASIAN.match(_digits(text).strip())
    if asian:
        return _span(int(asian[1]), _int(asian[2]), _int(asian[3]))
    found = _NUMBERS.match(cleaned)
    if found:
        dotted = day_first is None and "." in cleaned  # nobody who writes dots puts the month first
        return _numbers(found[1], int(found[2]), found[3], day_first=True if dotted else day_first)
    for pattern, year_at in ((_MONTH_YEAR, 2), (_YEAR_MONTH, 1)):
        found = pattern.match(cleaned)
        if found:
            return _span(int(found[year_at]), int(found[3 - year_at]), None)
    if re.fullmatch(r"\d{4}", cleaned):
        return _span(int(cleaned), None, None)
    if re.fullmatch(r"\d{8}", cleaned):  # 20210304, as registers export it
        return _span(int(cleaned[:4]), int(cleaned[4:6]), int(cleaned[6:]))
    return _worded(cleaned)


def day_comes_first(texts: Iterable[str]) -> bool | None:
    """Return whether the dates of one column put the day before the month, where one of them shows it."""
    for text in texts:
        found = _NUMBERS.match(_TIME.sub("", _digits(text).strip()).strip(" .,"))
        if found and len(found[1]) <= 2:
            first, second = int(found[1]), int(found[2])
            if first > 12 >= second:
                return True
            if second > 12 >= first:
                return False
    return None


def _numbers(first: str, middle: int, last: str, *, day_first: bool | None) -> DateSpan | None:
    if len(first) == 4:
        return _span(int(first), middle, int(last))
    if len(first) > 2 or len(last) not in {2, 4}:
        return None
    year = int(last) if len(last) == 4 else _century(int(last))
    one = _span(year, middle, int(first))
    other = _span(year, int(first), middle)
    if day_first is not None:
        return (one if day_first else other) or (other if day_first else one)
    if one is None or other is None:
        return one or other
    return DateSpan(low=min(one.low, other.low), high=max(one.high, other.high))


def _worded(text: str) -> DateSpan | None:
    """Read a date with the month in words: "4 March 2021", "March 4, 2021", "сакавік 2021"."""
    month, numbers = None, []
    for token in _TOKEN.findall(text):
        if token.isdigit():
            numbers.append(token)
            continue
        named = months().get(token.casefold().strip("."))
        if named is not None:
            if month is not None:
                return None
            month = named
        elif len(token) > 3:  # "of", "de", "th", "st" are passed over; any other word makes it a text
            return None
    if month is None or not 1 <= len(numbers) <= 2:
        return None
    years = [number for number in numbers if len(number) == 4]
    if len(years) != 1:
        return None
    days = [int(number) for number in numbers if len(number) <= 2]
    return _span(int(years[0]), month, days[0] if days else None) if len(days) == len(numbers) - 1 else None


@cache
def months() -> dict[str, int]:
    """Return month names and abbreviations in many languages -> 1..12; a word that names two months is left out."""
    from babel import Locale

    found: dict[str, set[int]] = {}
    for language in _LANGUAGES:
        table = Locale.parse(language).months
        for use in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in table[use][width].items():
                    word = name.casefold().strip(".")
                    if len(word) > 1 and not any(char.isdigit() for char in word):
                        found.setdefault(word, set()).add(number)
    return {word: numbers.copy().pop() for word, numbers in found.items() if len(numbers) == 1}


def _span(year: int, month: int | None, day: int | None) -> DateSpan | None:
    if not _FIRST_YEAR <= year <= _LAST_YEAR or (month is not None and not 1 <= month <= 12):
        return None
    if month is None:
        return DateSpan(low=date(year, 1, 1), high=date(year, 12, 31))
    length = calendar.monthrange(year, month)[1]
    if day is None:
        return DateSpan(low=date(year, month, 1), high=date(year, month, length))
    if not 1 <= day <= length:
        return None
    return DateSpan(low=date(year, month, day), high=date(year, month, day))


def _century(year: int) -> int:
    return 2000 + year if year < 30 else 1900 + year


def _int(text: str | None) -> int | None:
    return int(text) if text else None


def _digits(text: str) -> str:
    """Return the text with the digits of every script as 0-9."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.digit(char)) if char.isdigit() and not char.isascii() else char for char in text)
