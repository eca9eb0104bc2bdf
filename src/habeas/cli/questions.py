"""Questions in a desk's words: "released May 2031", "how many women were freed from March to May 2031?"."""

from __future__ import annotations

import re
from calendar import month_name, monthrange
from typing import Final

_MONTHS: Final = {name.casefold(): number for number, name in enumerate(month_name) if name}
_NAME: Final = "|".join(_MONTHS)
_DAY: Final = rf"(?:\d{{4}}-\d{{2}}-\d{{2}}|\d{{4}}-\d{{2}}|(?:\d{{1,2}} )?(?:{_NAME}) \d{{4}}|\d{{4}}|(?:{_NAME}))"
_DAYS: Final = re.compile(
    rf"(?:^|(?<= ))(?:(?:in|on|from|between|during) )?(?P<first>{_DAY})"
    rf"(?: ?(?:\.\.|to|until|and|–) ?(?P<last>{_DAY}))?$",
    re.IGNORECASE,
)
_HOW_MANY: Final = re.compile(r"how many (?P<whom>.*?) ?\b(?:were|was|are|have|had|has)\b (?:been )?", re.IGNORECASE)
_ANYBODY: Final = re.compile(r"^(?:people|persons|prisoners)$", re.IGNORECASE)
# What a reader may call each measure; the measures' own names stand as they are.
_CALLED: Final = {
    "released": "freed",
    "let go": "freed",
    "arrested": "detained",
    "taken": "detained",
    "imprisoned": "held",
    "in custody": "held",
    "behind bars": "held",
    "sentenced": "convicted",
    "found guilty": "convicted",
    "dead": "died",
    "deported": "expelled",
    "arrested again": "rearrested",
    "re-arrested": "rearrested",
    "disappeared": "missing",
    "recognized": "recognised",
}
_CALLS: Final = re.compile(
    rf"^(?:{'|'.join(re.escape(name) for name in sorted(_CALLED, key=len, reverse=True))})(?= |$)", re.IGNORECASE
)


def in_full(ask: str) -> str:
    """Return a question as reconciliation takes it: "freed women 2031-05-01..2031-05-31".

    Months and years, also by name, become their first and last day; other words for a measure become its name. What
    is not understood stays as it is, so that the error that follows speaks of the reader's own words.
    """
    text = " ".join(ask.split()).rstrip("?").rstrip()
    days = _DAYS.search(text)
    if days is None:
        return text
    span = _span(days["first"], days["last"] or days["first"])
    whom, told = "", text[: days.start()].strip()
    if asked := _HOW_MANY.match(told):
        whom, told = _ANYBODY.sub("", asked["whom"]), told[asked.end() :]
    told = _CALLS.sub(lambda found: _CALLED[found[0].casefold()], told)
    return " ".join(part for part in (told, whom, span) if part) if span else text


def _span(first: str, last: str) -> str:
    """Return the days from the first of one stretch to the last of another, empty where one of them is none."""
    year = re.search(r"\d{4}", last)
    begins = _ends(first if re.search(r"\d{4}", first) or year is None else f"{first} {year[0]}")
    ends = _ends(last)
    if not begins or not ends:
        return ""
    return begins[0] if begins[0] == ends[1] else f"{begins[0]}..{ends[1]}"


def _ends(stretch: str) -> tuple[str, str] | None:
    """Return the first and the last day of a day, month or year; None for a month that is none or has no year."""
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", stretch):
        return stretch, stretch
    if re.fullmatch(r"\d{4}", stretch):
        return f"{stretch}-01-01", f"{stretch}-12-31"
    if found := re.fullmatch(r"(\d{4})-(\d{2})", stretch):
        year, month, day = int(found[1]), int(found[2]), ""
    else:
        *before, name, written = stretch.split(" ") if " " in stretch else ("", stretch, "")
        if not written:
            return None
        year, month, day = int(written), _MONTHS[name.casefold()], "".join(before)
    if not year or not 1 <= month <= 12:
        return None
    start = f"{year:04}-{month:02}"
    if day:
        return (f"{start}-{int(day):02}",) * 2
    return f"{start}-01", f"{start}-{monthrange(year, month)[1]:02}"
