"""Numbers, days and ranges in a reader's words.

A range is never flattened: an open end reads "at least", a closed one gives both ends and the best value.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Final, Protocol, runtime_checkable

from habeas.values.territories import territories

_MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
# From here on a range is so wide that its best value alone would mislead.
WIDE: Final = 4
WIDE_APART: Final = 40
_SMALL: Final = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")

_AFTER_HEAD: Final = re.compile(r"(.+?)((?: (?:of|in|from|with|among|who|at|on|for)\b|,).*)")
_SINGULAR: Final = {"people": "person", "men": "man", "women": "woman", "children": "child"}
_ABOVE: Final = re.compile(r"\b(?:more than|over|above|upwards of|exceed\w*)\b", re.IGNORECASE)
_VAGUE: Final = re.compile(
    r"\b(?:(?:ten|hundred)s of thousands|(?:many |several |some )?(?:dozen|score|hundred|thousand)s|several|a few)\b",
    re.IGNORECASE,
)


class Bounds(Protocol):
    """Anything with a low, a best and a high number of people."""

    @property
    def low(self) -> int | None:
        """Least number, null = open."""

    @property
    def best(self) -> int | None:
        """Most probable number."""

    @property
    def high(self) -> int | None:
        """Greatest number, null = open."""


@runtime_checkable
class Counted(Protocol):
    """Anything that knows whether its best number was counted, or only bounds what there is from below."""

    @property
    def counted(self) -> bool:
        """Whether it was counted."""


class Days(Protocol):
    """Anything with a low, a best and a high day."""

    @property
    def low(self) -> date | None:
        """Earliest day."""

    @property
    def best(self) -> date | None:
        """Most probable day."""

    @property
    def high(self) -> date | None:
        """Latest day."""


def number(value: int) -> str:
    """Return 1400 as "1,400"."""
    return f"{value:,}"


def count(value: int, noun: str, plural: str = "") -> str:
    """Return "one report", "five reports", "12 reports": small counts in words."""
    word = _SMALL[value] if 0 <= value < len(_SMALL) else number(value)
    return f"{word} {noun if value == 1 else plural or noun + 's'}"


def people(value: Bounds, noun: str = "") -> str:
    """Return a range of people for the middle of a sentence, with the noun it counts where one is given.

    The best value comes first and its bounds after it: "207 prisoners", "207 prisoners (200 to 214)", "at least 269
    (up to 334)" where nothing speaks for more than the least, "9 prisoners (up to 22)" where the least was counted,
    "at least 1,400", "up to 50".
    """
    low, best, high = value.low or None, value.best, value.high
    noun = f" {one_of(noun) if alone(value) else noun}" if noun else ""
    if value.low is not None and value.low == high:
        return f"{number(value.low)}{noun}"
    if best is None:
        return _bounds(low, high, noun)
    if best == low:
        least = "" if is_counted(value) and high is not None else "at least "
        return f"{least}{number(best)}{noun}" + (f" (up to {number(high)})" if high is not None else "")
    if best == high and low is None:
        return f"up to {number(best)}{noun}"
    if low is not None and high is not None and (best == high or vague(value)):
        return f"between {number(low)} and {number(high)}{noun} (most likely {number(best)})"
    if low is not None and high is not None:
        return f"{number(best)}{noun} ({number(low)} to {number(high)})"
    if low is None and high is None:
        return f"about {number(best)}{noun} (bounds unknown)"
    return f"{number(best)}{noun} ({_bounds(low, high, '')})"


def is_counted(value: Bounds) -> bool:
    """Tell whether the best number of a value was counted, not only bounded from below."""
    return isinstance(value, Counted) and value.counted


def alone(value: Bounds) -> bool:
    """Tell whether a number is exactly one."""
    return value.low == value.high == 1


def one_of(noun: str) -> str:
    """Return the singular of a group: "political prisoners" -> "political prisoner"."""
    found = _AFTER_HEAD.fullmatch(noun)
    head, rest = found.groups() if found else (noun, "")
    *before, word = head.split(" ")
    single = _SINGULAR.get(word) or (f"{word[:-3]}y" if word.endswith("ies") else word.removesuffix("s"))
    return " ".join((*before, word if word.endswith("ss") else single)) + rest


def vague(value: Bounds) -> bool:
    """Tell whether a range is so wide that its best value alone would mislead."""
    low, high = value.low or 0, value.high
    return high is not None and high > WIDE * low and high - low > WIDE_APART


def _bounds(low: int | None, high: int | None, noun: str) -> str:
    if low is not None and high is not None:
        return f"between {number(low)} and {number(high)}{noun}"
    if low is not None:
        return f"at least {number(low)}{noun}"
    return f"up to {number(high)}{noun}" if high is not None else f"an unknown number{noun and ' of'}{noun}"


def headline_people(value: Bounds, noun: str = "") -> str:
    """Return a range of people for a headline: the best value first, the bounds after it."""
    low, best, high = value.low, value.best, value.high
    if best is None or low == high or (high is None and best == low):
        return people(value, noun)
    if best == low:
        return people(value, noun) if is_counted(value) else f"{number(best)} or more {noun}".rstrip()
    span = (
        f"at least {number(low)}" if high is None and low else f"{number(low or 0)} to {number(high)}" if high else ""
    )
    return f"{number(best)} {noun}".rstrip() + (f" ({span})" if span else "")


class Claimed(Protocol):
    """Anything with the literal bounds of a claim."""

    @property
    def low(self) -> int | None:
        """Least number, null = open."""

    @property
    def high(self) -> int | None:
        """Greatest number, null = open."""

    @property
    def approx(self) -> bool:
        """Whether the text says "about"."""

    @property
    def quote(self) -> str:
        """The words of the text."""


def claim_people(claim: Claimed) -> str:
    """Return a claim's number as its text has it: "about 110", "more than 1,300", "dozens (24 to 99)"."""
    low, high = claim.low, claim.high
    if low is not None and low == high:
        return f"about {number(low)}" if claim.approx else number(low) if low else "none"
    if low is not None and high is not None:
        words = _VAGUE.search(claim.quote) if claim.approx else None
        span = f"{number(low)} to {number(high)}"
        return f"{words[0].lower()} ({span})" if words else span
    if low is not None:
        above = low % 10 == 1 and _ABOVE.search(claim.quote)
        return f"more than {number(low - 1)}" if above else f"at least {number(low)}"
    return f"at most {number(high)}" if high is not None else "an unstated number"


def short_people(value: Bounds) -> str:
    """Return a range of people for a table cell: "207", "207 (200–214)", "1,400+"."""
    low, best, high = value.low, value.best, value.high
    if low is not None and low == high:
        return number(low)
    span = f"{number(low) if low is not None else '?'}–{number(high) if high is not None else '?'}"
    if high is None and low is not None:
        return f"{number(low)} or more" if best in (None, low) else f"{number(best or low)} ({number(low)} or more)"
    return f"{number(best)} ({span})" if best is not None else span


def day(value: date) -> str:
    """Return "16 September 2024"."""
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def month(value: date) -> str:
    """Return "September 2024"."""
    return f"{_MONTHS[value.month - 1]} {value.year}"


def period(start: date, end: date) -> str:
    """Return a closed period without its preposition: "September 2024", "2024", "3–9 September 2024"."""
    if start == end:
        return day(start)
    last = (end + timedelta(days=1)).day == 1
    if start.day == 1 and last:
        if (start.year, start.month) == (end.year, end.month):
            return month(start)
        if start.month == 1 and end.month == 12:
            return str(start.year) if start.year == end.year else f"{start.year}–{end.year}"
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{end.day} {month(start)}"
    if start.year == end.year:
        return f"{start.day} {_MONTHS[start.month - 1]} – {day(end)}"
    return f"{day(start)} – {day(end)}"


def short_period(start: date, end: date) -> str:
    """Return a period for a chart's axis: "16 Sep 2024", "Aug–Sep 2024", "Jul 2024–Jan 2025"."""
    first, last = (f"{_MONTHS[d.month - 1][:3]} {d.year}" for d in (start, end))
    if start == end:
        return f"{start.day} {first}"
    if first == last:
        return first
    return f"{first[:3]}–{last}" if start.year == end.year else f"{first}–{last}"


def when(start: date | None, end: date | None) -> str:
    """Return a period with its preposition: "on 3 May 2024", "in 2024", "between 3 and 9 May 2024"."""
    if start is None and end is None:
        return "at an unknown time"
    if start is None or end is None:
        return f"by {day(end)}" if end is not None else f"since {day(start)}" if start is not None else ""
    if start == end:
        return f"on {day(start)}"
    text = period(start, end)
    if "–" not in text:
        return f"in {text}"
    if (start.year, start.month) == (end.year, end.month):
        return f"between {start.day} and {day(end)}"
    first = f"{start.day} {_MONTHS[start.month - 1]}" if start.year == end.year else day(start)
    if " – " not in text:
        return f"in {text}"
    return f"between {first} and {day(end)}"


def days(value: Days) -> str:
    """Return an interval of days for a table cell; a best day is not claimed where only an interval is known."""
    if value.low is not None and value.high is not None:
        return period(value.low, value.high)
    if value.high is not None:
        return f"by {day(value.high)}"
    if value.low is not None:
        return f"from {day(value.low)}"
    return f"about {day(value.best)}" if value.best is not None else "not known"


def on_days(value: Days) -> str:
    """Return an interval of days with its preposition, for a sentence."""
    if value.low is None and value.high is None and value.best is not None:
        return f"about {day(value.best)}"
    return when(value.low, value.high)


def over(start: date | None, end: date | None) -> str:
    """Return a period that something fills: "from 6 June 2024 to 25 January 2025", "in 2024"."""
    text = when(start, end)
    if not text.startswith("between ") or start is None or end is None:
        return text
    return f"from {text.removeprefix('between ').replace(' and ', ' to ', 1)}"


def listed(parts: Iterable[str], conjunction: str = "and") -> str:
    """Return "a", "a and b", "a, b and c"."""
    items = list(parts)
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {conjunction} {items[-1]}"


def capital(text: str) -> str:
    """Return `text` with its first letter upper case and the rest untouched."""
    return text[:1].upper() + text[1:]


def sentence(text: str) -> str:
    """Return `text` as a sentence: capital first, one full stop last."""
    text = text.strip()
    return capital(text) if not text or text[-1] in '.!?…”"' else capital(text) + "."


def place_name(code: str | None) -> str:
    """Return the English name of a country by its code (ISO 3166 alpha-2), empty where there is none."""
    return territories().get(code.upper(), "") if code else ""


def rest_on_site(left: int, noun: str, plural: str = "") -> str:
    """Return "… and three more figures on the site": what a short table leaves out."""
    many = plural or f"{noun}s"
    return f"… and {count(left, f'more {noun}', f'more {many}')} on the site."


def speaker(name: str) -> str:
    """Return who speaks as a page names them: the capitals of a transcript ("MR. EARNEST") become ordinary ones."""
    return name.title() if name.isupper() and " " in name else name


def shorten(text: str, limit: int) -> str:
    """Return `text` in one line of at most `limit` characters, cut between words and marked with an ellipsis."""
    text = " ".join(text.split())
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    space = cut.rfind(" ")
    return (cut[:space] if space > limit // 2 else cut).rstrip(" ,;:") + "…"


def times(bits: float) -> str:
    """Return what a difference in bits means: "about 1,000 times" for ten bits."""
    factor = 2.0 ** min(max(bits, 0.0), 60.0)
    if factor >= 1_000_000:
        return "more than a million times"
    if factor < 1.5:
        return "hardly"
    if factor < 20:
        return f"about {round(factor)} times"
    scale = 10 ** (len(str(int(factor))) - 1)
    return f"about {number(round(factor / scale) * scale)} times"


def bits(value: float) -> str:
    """Return "10.2 bits", "12 bits"."""
    text = f"{value:.1f}".removesuffix(".0")
    return f"{text} bit" if text == "1" else f"{text} bits"


def extremes(starts: Sequence[date | None], ends: Sequence[date | None]) -> tuple[date | None, date | None]:
    """Return the earliest start and the latest end, ignoring open ones."""
    return (
        min((d for d in starts if d is not None), default=None),
        max((d for d in ends if d is not None), default=None),
    )
